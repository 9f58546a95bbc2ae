"""Money as whole satang. One baht is 100 satang; nothing here is ever a float."""

import re

from ruammue.foundation.refusals import Refusal
from ruammue.foundation.thai_digits import to_arabic, to_thai

SATANG = 100
LARGEST = 10**15
"""Ten million million baht: more is a slip of the finger, and sums must stay within 64 bits."""

_AMOUNT = re.compile(r"(?P<sign>[-−]?)(?P<baht>\d{1,3}(?:,\d{3})+|\d+)?(?:\.(?P<satang>\d+))?")
_WORDED = re.compile(
    r"(?P<baht>[\d,]+)\s*(?:บาท|baht)\s*(?:ถ้วน|(?P<satang>\d{1,2})\s*(?:สตางค์|satang))?", re.IGNORECASE
)
_CURRENCY = re.compile(r"^(?:฿|THB|บาท)\s*|\s*(?:บาท(?:ถ้วน)?|฿|THB|baht|\.-|,-|-)$", re.IGNORECASE)

_ONES = ("", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")
_PLACES = ("", "สิบ", "ร้อย", "พัน", "หมื่น", "แสน")


class NotMoney(Refusal):
    """Data: `text` as typed; `reason`: "empty", "form", "finer_than_satang", "negative" or "too_large"."""


def parse(text: str, *, may_be_negative: bool = False) -> int:
    """Satang from what people type: "1,500.50", "๑,๕๐๐ บาท", "฿20", "20.5", "1,500 บาท 50 สตางค์", "300.-".

    Raises NotMoney; a third decimal is refused rather than rounded.
    """
    shown = text[:40]
    plain = re.sub(r"[\u200b\ufeff\u00a0]", " ", to_arabic(text[:80])).strip()
    if not plain:
        raise NotMoney(text=shown, reason="empty")
    worded = _WORDED.fullmatch(plain)
    if worded and worded["satang"]:
        plain = f"{worded['baht']}.{int(worded['satang']):02d}"
    else:
        plain = _CURRENCY.sub("", _CURRENCY.sub("", plain)).strip()
    plain = re.sub(r"(?<=\d) (?=\d{3}(?:\D|$))", "", plain)
    match = _AMOUNT.fullmatch(plain)
    if match is None or (match["baht"] is None and match["satang"] is None):
        raise NotMoney(text=shown, reason="form")
    decimals = (match["satang"] or "").rstrip("0")
    if len(decimals) > 2:
        raise NotMoney(text=shown, reason="finer_than_satang")
    amount = int((match["baht"] or "0").replace(",", "")) * SATANG + int(decimals.ljust(2, "0"))
    if match["sign"] and amount:
        if not may_be_negative:
            raise NotMoney(text=shown, reason="negative")
        amount = -amount
    if abs(amount) > LARGEST:
        raise NotMoney(text=shown, reason="too_large")
    return amount


def plain(satang: int) -> str:
    """ "1,500.50"; whole baht without decimals: "1,500"."""
    baht, rest = divmod(abs(satang), SATANG)
    return f"{'-' if satang < 0 else ''}{baht:,}" + (f".{rest:02d}" if rest else "")


def show(satang: int, language: str = "th") -> str:
    """ "1,500.50 บาท"; in English "1,500.50 baht"."""
    return f"{plain(satang)} {'บาท' if language == 'th' else 'baht'}"


def official(satang: int) -> str:
    """As official papers write it: "๑,๕๐๐.๕๐ บาท (หนึ่งพันห้าร้อยบาทห้าสิบสตางค์)"."""
    return f"{to_thai(show(satang))} ({in_words(satang)})"


def in_words(satang: int) -> str:
    """Thai words of an amount: 150050 -> "หนึ่งพันห้าร้อยบาทห้าสิบสตางค์"; whole baht end in "บาทถ้วน"."""
    baht, rest = divmod(abs(satang), SATANG)
    sign = "ลบ" if satang < 0 else ""
    if not rest:
        return f"{sign}{_spell(baht) or 'ศูนย์'}บาทถ้วน"
    return sign + (f"{_spell(baht)}บาท" if baht else "") + f"{_spell(rest)}สตางค์"


def _spell(number: int, *, follows: bool = False) -> str:
    """Thai words of a whole number, "" for 0. `follows`: something larger was said, so a last 1 is "เอ็ด"."""
    millions, number = divmod(number, 10**6)
    words = f"{_spell(millions)}ล้าน" if millions else ""
    follows = follows or bool(millions)
    for place in range(5, -1, -1):
        digit = number // 10**place % 10
        if not digit:
            continue
        if place == 1 and digit == 1:
            words += "สิบ"
        elif place == 1 and digit == 2:
            words += "ยี่สิบ"
        elif place == 0 and digit == 1 and (follows or words):
            words += "เอ็ด"
        else:
            words += _ONES[digit] + _PLACES[place]
    return words
