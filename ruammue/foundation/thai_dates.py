"""Dates as Thai people read and write them: พ.ศ. years, Thai month names, Thai or Arabic digits.

Inside the house a date is `datetime.date`; only the edges speak พ.ศ. (พ.ศ. = ค.ศ. + 543). Times given to
these functions are already local times; turning UTC into Thai time belongs to the caller.
"""

import re
from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Literal

from ruammue.foundation.refusals import Refusal
from ruammue.foundation.thai_digits import to_arabic, to_thai

BUDDHIST_OFFSET = 543
MONTHS_TH = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip
MONTHS_TH_SHORT = (
    "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
)  # fmt: skip
MONTHS_EN = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS_TH = ("วันจันทร์", "วันอังคาร", "วันพุธ", "วันพฤหัสบดี", "วันศุกร์", "วันเสาร์", "วันอาทิตย์")
WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

Reason = Literal["empty", "form", "no_year", "year", "no_such_month", "no_such_day"]


class NotADate(Refusal):
    """The text names no day. Data: `text` as typed (at most 60 characters); `reason`, one of `Reason`."""

    def __init__(self, text: str, reason: Reason) -> None:
        super().__init__(text=text[:60], reason=reason)


def buddhist_year(day: date) -> int:
    """The พ.ศ. year of a date: 2026-11-22 -> 2569."""
    return day.year + BUDDHIST_OFFSET


def long(day: date, language: str = "th") -> str:
    """ "22 พฤศจิกายน 2569"; in English "22 November 2026"."""
    if language == "th":
        return f"{day.day} {MONTHS_TH[day.month - 1]} {buddhist_year(day)}"
    return f"{day.day} {MONTHS_EN[day.month - 1]} {day.year}"


def short(day: date, language: str = "th") -> str:
    """ "22 พ.ย. 2569"; in English "22 Nov 2026"."""
    if language == "th":
        return f"{day.day} {MONTHS_TH_SHORT[day.month - 1]} {buddhist_year(day)}"
    return f"{day.day} {MONTHS_EN[day.month - 1][:3]} {day.year}"


def with_weekday(day: date, language: str = "th") -> str:
    """ "วันอาทิตย์ที่ 22 พฤศจิกายน 2569"; in English "Sunday 22 November 2026"."""
    if language == "th":
        return f"{WEEKDAYS_TH[day.weekday()]}ที่ {long(day)}"
    return f"{WEEKDAYS_EN[day.weekday()]} {long(day, language)}"


def month_and_year(day: date, language: str = "th") -> str:
    """ "พฤศจิกายน 2569"; in English "November 2026"."""
    return long(day, language).split(" ", 1)[1]


def official(day: date) -> str:
    """As letters and minutes write it, in Thai digits: "๒๒ พฤศจิกายน ๒๕๖๙"."""
    return to_thai(long(day))


def clock(moment: time | datetime, language: str = "th") -> str:
    """ "09.30 น."; in English "09:30"."""
    if language == "th":
        return f"{moment.hour:02d}.{moment.minute:02d} น."
    return f"{moment.hour:02d}:{moment.minute:02d}"


def fiscal_year(day: date) -> int:
    """The พ.ศ. number of the Thai fiscal year, which runs from 1 October: 2026-11-22 -> 2570."""
    return buddhist_year(day) + (1 if day.month >= 10 else 0)


def _month_words() -> dict[str, int]:
    words: dict[str, int] = {}
    for number in range(1, 13):
        thai, abbreviation, english = (
            MONTHS_TH[number - 1],
            MONTHS_TH_SHORT[number - 1],
            MONTHS_EN[number - 1],
        )
        for word in (
            thai,
            thai.removesuffix("คม").removesuffix("ยน").removesuffix("พันธ์"),
            abbreviation,
            english,
        ):
            words[word.replace(".", "").lower()] = number
        words[english[:3].lower()] = number
    words["sept"] = 9
    return words


_MONTH_WORDS = _month_words()
_ERA = r"(?P<era>พ\.?\s?ศ\.?|ค\.?\s?ศ\.?|[Bb]\.?[Ee]\.?|[Cc]\.?[Ee]\.?|[Aa]\.?[Dd]\.?)?"
_ISO = re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?")
_NUMERIC = re.compile(r"(?P<d>\d{1,2})\s*[-/.]\s*(?P<m>\d{1,2})\s*[-/.]\s*" + _ERA + r"\s*(?P<y>\d+)")
_WORDED = re.compile(r"(?P<d>\d{1,2})\s*[-/ ]?\s*(?P<m>[^\d\s,/-][^\d,/-]*?)[\s,/-]*" + _ERA + r"[\s,]*(?P<y>\d+)")
_NO_YEAR = re.compile(r"(?P<d>\d{1,2})\s*(?:[-/.]\s*(?P<m>\d{1,2})|(?P<w>[^\d\s]\D*))")
_LEAD_IN = re.compile(r"^(?:เมื่อ)?\s*(?:วันที่|วัน(?:จันทร์|อังคาร|พุธ|พฤหัสบดี|พฤหัส|ศุกร์|เสาร์|อาทิตย์)\s*(?:ที่)?|[A-Za-z]+day,?)?\s*")


def _year(digits: str, era: str | None, text: str) -> int:
    """The ค.ศ. year. Two digits are always พ.ศ. 25xx, as every Thai office form means them."""
    number = int(digits)
    mark = (era or "").replace(".", "").replace(" ", "").lower()
    if len(digits) == 2 and mark in ("", "พศ", "be"):
        return 2500 + number - BUDDHIST_OFFSET
    if len(digits) != 4:
        raise NotADate(text, "year")
    if mark in ("พศ", "be") or (not mark and number > 2400):
        number -= BUDDHIST_OFFSET
    # Nothing this house records lies outside these years; a typing slip does.
    if not 1850 <= number <= 2200:
        raise NotADate(text, "year")
    return number


def parse(text: str) -> date:
    """The day people mean by "22/11/2569", "๒๒ พฤศจิกายน ๒๕๖๙", "22 พ.ย. 69", "22 Nov 2026" or "2026-11-22".

    Digits may be Thai or Arabic. A four-digit year above 2400 is พ.ศ., otherwise ค.ศ., unless พ.ศ. or ค.ศ.
    is written; two digits are พ.ศ. 25xx. Day comes before month. Raises NotADate with the reason.
    """
    shown = text[:60]
    plain = " ".join(re.sub("[\u200b-\u200d\ufeff\u2060]", "", to_arabic(text[:200])).split()).strip(" .,")
    if not plain:
        raise NotADate(shown, "empty")
    plain = _LEAD_IN.sub("", plain)
    match = _ISO.fullmatch(plain) or _NUMERIC.fullmatch(plain) or _WORDED.fullmatch(plain)
    if match is None:
        lonely = _NO_YEAR.fullmatch(plain)
        if lonely and (lonely["m"] or _month(lonely["w"])):
            raise NotADate(shown, "no_year")
        raise NotADate(shown, "form")
    parts = match.groupdict()
    month = int(parts["m"]) if parts["m"].isdecimal() else _month(parts["m"])
    if not month or month > 12:
        raise NotADate(shown, "no_such_month")
    year = _year(parts["y"], parts.get("era"), shown)
    try:
        return date(year, month, int(parts["d"]))
    except ValueError:
        raise NotADate(shown, "no_such_day") from None


def _month(word: str) -> int:
    return _MONTH_WORDS.get(re.sub(r"[.\s]", "", word).removeprefix("เดือน").lower(), 0)


def is_working_day(day: date, holidays: Collection[date] = frozenset()) -> bool:
    """Monday to Friday, unless it is one of `holidays`."""
    return day.weekday() < 5 and day not in holidays


def add_working_days(day: date, count: int, holidays: Collection[date] = frozenset()) -> date:
    """The working day that lies `count` working days after `day` (before it, if negative).

    The first day counted is the day after `day`, as Thai deadlines count. 0 gives `day` itself, or the
    next working day when `day` is not one. `holidays` are the caller's dated list, not invented here.
    """
    step = timedelta(days=-1 if count < 0 else 1)
    if count == 0:
        while not is_working_day(day, holidays):
            day += step
    for _ in range(abs(count)):
        day += step
        while not is_working_day(day, holidays):
            day += step
    return day
