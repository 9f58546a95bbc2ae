"""Quantities as whole numbers of a unit's smallest part: minutes, grams, pieces, satang. No floats.

A unit says how many of its dimension's minor units it holds (an hour: 60 minutes). Two units may be added
or compared only within one dimension, and there they are plain integers.

A working day of a person or a machine counts 8 hours; a day of lending counts 24. Both are written out in
`UNITS`, the one place where these conventions stand.
"""

import re
from dataclasses import dataclass
from fractions import Fraction

from ruammue.foundation import money
from ruammue.foundation.refusals import Refusal
from ruammue.foundation.thai_digits import to_arabic

LARGEST = 10**12
"""In minor units; more is a slip of the finger, and sums must stay within 64 bits."""


MOST_TYPED = 10**6
"""Of what is counted by hand in a sub-district, in the unit in which it is typed: more is a slip of the finger."""
MOST_BAHT = 10**9
MOST_DECIMALS = 2
"""Nobody reads 0.1875 days."""


class NotAQuantity(Refusal):
    """Data: `text` as typed; `unit`, its code; `reason`: "empty", "form", "negative", "zero",
    "finer_than_minor", "other_unit" or "too_large" (then `most`, in whole units)."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One way of counting: `factor` minor units of `dimension` each, with its Thai and English word."""

    code: str
    dimension: str
    factor: int
    thai: str
    english: str
    also: tuple[str, ...] = ()

    def label(self, language: str = "th") -> str:
        """The unit's word for readers of `language`."""
        return self.thai if language == "th" else self.english

    @property
    def one(self) -> str:
        """The English word for one of them: "box", "day of work", "cubic metre"."""
        word, of, more = self.english.partition(" of ")
        return word.removesuffix("es" if word.endswith("xes") else "s") + of + more

    def counted(self, plain: str, language: str = "th") -> str:
        """A bare number with the word: "1 box", "40 boxes", "0.5 boxes"."""
        is_one = language != "th" and plain in ("1", "-1")
        return f"{plain} {self.one if is_one else self.label(language)}"


_ALL = (
    Unit("piece", "piece", 1, "ชิ้น", "pieces", ("อัน",)),
    Unit("body", "piece", 1, "ตัว", "items"),
    Unit("vehicle", "piece", 1, "คัน", "vehicles"),
    Unit("building", "piece", 1, "หลัง", "buildings"),
    Unit("machine", "piece", 1, "เครื่อง", "machines"),
    Unit("set", "piece", 1, "ชุด", "sets"),
    Unit("sheet", "piece", 1, "แผ่น", "sheets", ("ผืน",)),
    Unit("bag", "piece", 1, "ถุง", "bags", ("กระสอบ",)),
    Unit("box", "piece", 1, "กล่อง", "boxes", ("ลัง",)),
    Unit("bottle", "piece", 1, "ขวด", "bottles"),
    Unit("plant", "piece", 1, "ต้น", "plants"),
    Unit("book", "piece", 1, "เล่ม", "books"),
    Unit("place", "piece", 1, "แห่ง", "places"),
    Unit("matter", "piece", 1, "เรื่อง", "matters"),
    Unit("person", "person", 1, "คน", "persons", ("ท่าน", "ราย", "รูป")),
    Unit("household", "household", 1, "ครัวเรือน", "households", ("หลังคาเรือน",)),
    Unit("occasion", "occasion", 1, "ครั้ง", "times"),
    Unit("minute", "duration", 1, "นาที", "minutes"),
    Unit("hour", "duration", 60, "ชั่วโมง", "hours", ("ชม.", "ชม")),
    Unit("day", "duration", 1440, "วัน", "days"),
    Unit("person_minute", "labour", 1, "นาทีทำงาน", "minutes of work"),
    Unit("person_hour", "labour", 60, "ชั่วโมงทำงาน", "hours of work", ("ชั่วโมง", "ชม.", "ชม")),
    Unit("person_day", "labour", 480, "วันทำงาน", "days of work", ("วัน", "แรง", "คนวัน", "คน-วัน")),
    Unit("vehicle_minute", "machine_time", 1, "นาทีใช้รถ", "minutes of machine use"),
    Unit("vehicle_hour", "machine_time", 60, "ชั่วโมงใช้รถ", "hours of machine use", ("ชั่วโมง", "ชม.", "ชม")),
    Unit("vehicle_day", "machine_time", 480, "วันใช้รถ", "days of machine use", ("วัน", "คันวัน", "คัน-วัน")),
    Unit("gram", "mass", 1, "กรัม", "grams", ("g",)),
    Unit("kilogram", "mass", 1000, "กิโลกรัม", "kilograms", ("กก.", "กก", "กิโล", "kg")),
    Unit("tonne", "mass", 1_000_000, "ตัน", "tonnes"),
    Unit("millilitre", "volume", 1, "มิลลิลิตร", "millilitres", ("ml",)),
    Unit("litre", "volume", 1000, "ลิตร", "litres"),
    Unit("cubic_metre", "volume", 1_000_000, "ลูกบาศก์เมตร", "cubic metres", ("ลบ.ม.", "คิว")),
    Unit("centimetre", "length", 1, "เซนติเมตร", "centimetres", ("ซม.", "ซม")),
    Unit("metre", "length", 100, "เมตร", "metres", ("ม.",)),
    Unit("kilometre", "length", 100_000, "กิโลเมตร", "kilometres", ("กม.", "กม")),
    Unit("square_metre", "area", 1, "ตารางเมตร", "square metres", ("ตร.ม.",)),
    Unit("square_wa", "area", 4, "ตารางวา", "square wa", ("ตร.ว.",)),
    Unit("ngan", "area", 400, "งาน", "ngan"),
    Unit("rai", "area", 1600, "ไร่", "rai"),
    Unit("satang", "money", 1, "สตางค์", "satang"),
    Unit("baht", "money", money.SATANG, "บาท", "baht", ("฿",)),
    Unit("percent", "share", 100, "ร้อยละ", "percent", ("%", "เปอร์เซ็นต์")),
    Unit("basis_point", "share", 1, "ส่วนในหมื่น", "hundredths of a percent"),
)
UNITS: dict[str, Unit] = {unit.code: unit for unit in _ALL}
_WORDS: dict[tuple[str, str], Unit] = {
    (unit.dimension, word.lower()): unit
    for unit in reversed(_ALL)
    for word in (unit.code, unit.thai, unit.english, unit.one, *unit.also)
}
_NUMBER = re.compile(
    r"(?P<sign>[-−]?)(?:(?P<count>\d+)?\s*(?P<part>ครึ่ง|½)|"
    r"(?P<whole>\d{1,3}(?:,\d{3})+|\d+)?(?:\.(?P<decimals>\d+))?)\s*(?P<word>[^\d\s].*)?"
)


def choices(language: str = "th", *dimensions: str) -> list[tuple[str, str]]:
    """(code, label) for a form's select, in the order of `UNITS`; of the named dimensions, or all."""
    return [(unit.code, unit.label(language)) for unit in _ALL if not dimensions or unit.dimension in dimensions]


def same_dimension(one: str, other: str) -> bool:
    """Whether amounts in these two units may be added."""
    return UNITS[one].dimension == UNITS[other].dimension


def most_typed(unit: str) -> int:
    """How many whole units are believed when somebody types them."""
    known = UNITS[unit]
    return MOST_BAHT * money.SATANG // known.factor if known.dimension == "money" else MOST_TYPED


def parse(text: str, unit: str, *, may_be_zero: bool = False) -> int:
    """Minor units from what people type for a quantity in `unit`: "40", "๒.๕", "2 ชั่วโมง", "ครึ่ง", "1,200 กก.".

    A unit word may follow if it is of the same dimension; then it counts instead of `unit`. What is counted by the
    piece is told apart by its word: ten bags are not ten of anything else.
    Raises NotAQuantity; a fraction of a minor unit is refused, never rounded. KeyError on an unknown unit.
    """
    wanted = UNITS[unit]
    shown = text[:40]

    def refuse(reason: str, **more: int) -> NotAQuantity:
        return NotAQuantity(text=shown, unit=unit, reason=reason, **more)

    plain = re.sub(r"[\u200b\ufeff\u00a0]", " ", to_arabic(text[:80])).strip()
    if not plain:
        raise refuse("empty")
    match = _NUMBER.fullmatch(plain)
    if match is None or not any(match[name] for name in ("whole", "decimals", "part")):
        raise refuse("form")
    word = (match["word"] or "").strip().lower()
    if word:
        named = _WORDS.get((wanted.dimension, word))
        if named is None:
            raise refuse("form" if word[0] in ".," else "other_unit")
        if named.thai != wanted.thai and word not in wanted.also:
            if named.dimension == "piece":
                raise refuse("other_unit")
            wanted = named
    amount = Fraction(int((match["whole"] or match["count"] or "0").replace(",", "")))
    if match["part"]:
        amount += Fraction(1, 2)
    elif match["decimals"]:
        amount += Fraction(int(match["decimals"][:20]), 10 ** len(match["decimals"][:20]))
    minor = amount * wanted.factor
    if match["sign"] and minor:
        raise refuse("negative")
    if minor.denominator != 1:
        raise refuse("finer_than_minor")
    if not minor and not may_be_zero:
        raise refuse("zero")
    if amount > most_typed(wanted.code) or minor > LARGEST:
        raise refuse("too_large", most=most_typed(wanted.code))
    return minor.numerator


def number(minor: int, unit: str) -> str:
    """The bare number in `unit`, exactly: 2400 vehicle minutes in days -> "5", 90 minutes in hours -> "1.5".

    Without a short exact decimal (100 minutes in hours) the fraction is written "1 2/3".
    """
    factor = UNITS[unit].factor
    sign, minor = ("-", -minor) if minor < 0 else ("", minor)
    whole, rest = divmod(minor, factor)
    if not rest:
        return f"{sign}{whole:,}"
    decimals = Fraction(rest, factor) * 10**6
    if decimals.denominator == 1:
        return f"{sign}{whole:,}." + f"{decimals.numerator:06d}".rstrip("0")
    part = Fraction(rest, factor)
    return f"{sign}{whole:,} {part}" if whole else f"{sign}{part}"


def show(minor: int, unit: str, language: str = "th") -> str:
    """Number and word: "40 ตัว", "1.5 ชั่วโมง", "1 ชั่วโมง 40 นาที", "1,500.50 บาท", "ร้อยละ 45"."""
    known = UNITS[unit]
    if known.dimension == "money":
        return money.show(minor, language)  # money is kept in satang, and nobody reads it so
    if unit == "percent":
        return f"ร้อยละ {number(minor, unit)}" if language == "th" else f"{number(minor, unit)} %"
    plain = number(minor, unit)
    if " " not in plain and "/" not in plain and len(plain.partition(".")[2]) <= MOST_DECIMALS:
        return known.counted(plain, language)
    # No short decimal: say the rest in the largest smaller unit that holds it exactly.
    sign, minor = ("-", -minor) if minor < 0 else ("", minor)
    whole, rest = divmod(minor, known.factor)
    smaller = max(
        (other for other in _ALL if other.dimension == known.dimension and other.factor < known.factor
         and rest % other.factor == 0),
        key=lambda other: other.factor,
    )  # fmt: skip
    tail = smaller.counted(f"{rest // smaller.factor:,}", language)
    return f"{sign}{known.counted(f'{whole:,}', language)} {tail}" if whole else f"{sign}{tail}"
