"""Integers behind, plain words in front."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruammue.foundation import money, quantities, thai_names
from ruammue.foundation.counting import hundredths
from ruammue.foundation.money import NotMoney
from ruammue.foundation.quantities import UNITS, NotAQuantity
from ruammue.foundation.thai_digits import to_thai

pytestmark = pytest.mark.any_database


@pytest.mark.parametrize(
    ("typed", "satang"),
    [
        ("1,500.50", 150050), ("๑,๕๐๐.๕๐", 150050), ("1500", 150000), ("20.5", 2050), ("฿20", 2000), ("20 บาท", 2000),
        ("1,500 บาท 50 สตางค์", 150050), ("300.-", 30000), ("1 500", 150000), (".50", 50), ("0", 0),
        ("5,000 บาทถ้วน", 500000), ("2.5000", 250),
    ],
)  # fmt: skip
def test_money_as_it_is_typed(typed: str, satang: int) -> None:
    assert money.parse(typed) == satang


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "empty"), ("ห้าร้อย", "form"), ("1.005", "finer_than_satang"), ("-5", "negative"), ("1,50", "form"),
        ("99999999999999", "too_large"), ("1e308", "form"), ("NaN", "form"), (".", "form"), ("บาท", "form"),
    ],
)  # fmt: skip
def test_what_is_no_money_is_refused(typed: str, reason: str) -> None:
    with pytest.raises(NotMoney) as refused:
        money.parse(typed)
    assert refused.value.data["reason"] == reason


@given(st.integers(-(10**12), 10**12))
def test_money_is_read_as_it_is_shown(satang: int) -> None:
    assert money.parse(money.show(satang), may_be_negative=True) == satang
    assert money.parse(to_thai(money.plain(satang)), may_be_negative=True) == satang


@pytest.mark.parametrize(
    ("satang", "words"),
    [
        (0, "ศูนย์บาทถ้วน"), (100, "หนึ่งบาทถ้วน"), (1100, "สิบเอ็ดบาทถ้วน"), (2100, "ยี่สิบเอ็ดบาทถ้วน"),
        (10100, "หนึ่งร้อยเอ็ดบาทถ้วน"), (150050, "หนึ่งพันห้าร้อยบาทห้าสิบสตางค์"), (25, "ยี่สิบห้าสตางค์"),
        (100_000_100, "หนึ่งล้านเอ็ดบาทถ้วน"), (1_234_567_00, "หนึ่งล้านสองแสนสามหมื่นสี่พันห้าร้อยหกสิบเจ็ดบาทถ้วน"),
        (10**9 * 100, "หนึ่งพันล้านบาทถ้วน"), (10**12 * 100, "หนึ่งล้านล้านบาทถ้วน"),
    ],
)  # fmt: skip
def test_money_in_thai_words(satang: int, words: str) -> None:
    assert money.in_words(satang) == words


def test_money_on_an_official_paper() -> None:
    assert money.official(150000) == "๑,๕๐๐ บาท (หนึ่งพันห้าร้อยบาทถ้วน)"


@pytest.mark.parametrize(
    ("typed", "unit", "minor"),
    [
        ("40", "body", 40), ("๔๐ ตัว", "body", 40), ("1.5", "hour", 90), ("ครึ่ง", "vehicle_day", 240),
        ("2 ครึ่ง", "person_day", 1200), ("90 นาที", "hour", 90), ("1,200 กก.", "kilogram", 1_200_000),
        ("2 วัน", "hour", 2880), ("20.25", "baht", 2025), ("3 คิว", "litre", 3_000_000), ("22%", "percent", 2200),
        ("3 hours", "hour", 180), ("1 hour", "hour", 60),
        ("2 วัน", "vehicle_day", 960), ("4 ชม.", "person_day", 240), ("10 อัน", "piece", 10),
    ],
)  # fmt: skip
def test_quantities_as_they_are_typed(typed: str, unit: str, minor: int) -> None:
    assert quantities.parse(typed, unit) == minor


@pytest.mark.parametrize(
    ("typed", "unit", "reason"),
    [
        ("1,000,000,000", "body", "too_large"), ("1,000,001 ตัว", "body", "too_large"),
        ("", "body", "empty"), ("-1", "body", "negative"), ("0", "body", "zero"), ("1.5", "body", "finer_than_minor"),
        ("หลายตัว", "body", "form"), ("4 ลิตร", "body", "other_unit"), ("10 ถุง", "piece", "other_unit"),
        ("3 อัน", "body", "other_unit"), ("9" * 15, "body", "too_large"),
        ("0.001", "baht", "finer_than_minor"), ("1e9", "body", "other_unit"), ("๑.๕.๕", "vehicle_day", "form"),
    ],
)  # fmt: skip
def test_what_is_no_quantity_is_refused(typed: str, unit: str, reason: str) -> None:
    with pytest.raises(NotAQuantity) as refused:
        quantities.parse(typed, unit)
    assert refused.value.data["reason"] == reason


@pytest.mark.parametrize(
    ("minor", "unit", "shown"),
    [
        (40, "body", "40 ตัว"), (90, "hour", "1.5 ชั่วโมง"), (100, "hour", "1 ชั่วโมง 40 นาที"),
        (2400, "vehicle_day", "5 วันใช้รถ"), (150050, "baht", "1,500.50 บาท"), (500000, "satang", "5,000 บาท"),
        (4500, "percent", "ร้อยละ 45"),
        (1_200_000, "kilogram", "1,200 กิโลกรัม"),
        (700, "day", "700 นาที"), (500, "kilogram", "0.5 กิโลกรัม"),
    ],
)  # fmt: skip
def test_how_quantities_are_shown(minor: int, unit: str, shown: str) -> None:
    assert quantities.show(minor, unit) == shown


@pytest.mark.parametrize(
    ("minor", "unit", "shown"),
    [
        (1, "set", "1 set"), (2, "set", "2 sets"), (0, "set", "0 sets"), (1, "box", "1 box"), (3, "box", "3 boxes"),
        (1, "person", "1 person"), (480, "person_day", "1 day of work"), (60, "vehicle_hour", "1 hour of machine use"),
        (240, "person_day", "0.5 days of work"), (100, "hour", "1 hour 40 minutes"), (61, "hour", "1 hour 1 minute"),
        (1_000_000, "cubic_metre", "1 cubic metre"), (1600, "rai", "1 rai"), (10000, "baht", "100 baht"),
        (1, "basis_point", "1 hundredth of a percent"), (100, "percent", "1 %"), (-1, "bag", "-1 bag"),
    ],
)  # fmt: skip
def test_one_of_a_thing_is_told_in_the_singular_in_english(minor: int, unit: str, shown: str) -> None:
    assert quantities.show(minor, unit, "en") == shown
    if minor > 0 and unit not in ("baht", "percent", "hour"):
        assert quantities.parse(shown, unit) == minor, "and so it is read"


@given(st.sampled_from(sorted(UNITS)), st.integers(1, 10**9))
def test_a_whole_number_of_units_is_read_as_it_is_shown(code: str, count: int) -> None:
    minor = count * UNITS[code].factor
    if minor <= quantities.LARGEST and count <= quantities.most_typed(code):
        assert quantities.number(minor, code) == f"{count:,}"
        assert quantities.parse(to_thai(str(count)), code) == minor
        assert quantities.parse(f"{count} {UNITS[code].thai}", code) == minor


@given(st.sampled_from(sorted(UNITS)), st.integers(1, 10**9))
def test_every_amount_can_be_shown_in_both_languages(code: str, minor: int) -> None:
    for language in ("th", "en"):
        assert quantities.show(minor, code, language)


def test_every_dimension_has_one_smallest_unit() -> None:
    for dimension in {unit.dimension for unit in UNITS.values()}:
        assert any(unit.factor == 1 for unit in UNITS.values() if unit.dimension == dimension)
    assert quantities.same_dimension("hour", "day")
    assert not quantities.same_dimension("hour", "person_day")
    assert ("rai", "ไร่") in quantities.choices("th", "area")


@pytest.mark.parametrize(
    ("written", "prefix", "given_name", "family"),
    [
        ("นายมานะ  อดทน", "นาย", "มานะ", "อดทน"), ("นางสาวสมใจ ดีงาม", "นางสาว", "สมใจ", "ดีงาม"),
        ("นาง สมศรี ณ นคร", "นาง", "สมศรี", "ณ นคร"), ("ว่าที่ ร.ต. ปิติ พร้อม", "ว่าที่ ร.ต.", "ปิติ", "พร้อม"),
        ("ผศ. ดร. ชูใจ เลิศ", "ผศ.ดร.", "ชูใจ", "เลิศ"), ("คุณากร งามตา", "", "คุณากร", "งามตา"),
        ("พระครูสุตธรรม ฐิตธมฺโม", "พระครู", "สุตธรรม ฐิตธมฺโม", ""), ("สมชาย", "", "สมชาย", ""), ("", "", "", ""),
        ("นาย", "", "นาย", ""), ("Mr. John Smith", "Mr.", "John", "Smith"), ("Missy Smith", "", "Missy", "Smith"),
    ],
)  # fmt: skip
def test_names_fall_into_parts(written: str, prefix: str, given_name: str, family: str) -> None:
    parts = thai_names.split(written)
    assert (parts.prefix, parts.given, parts.family) == (prefix, given_name, family)
    assert thai_names.split(parts.full) == parts


def test_a_list_is_in_thai_order_whatever_the_prefix() -> None:
    in_order = [
        "นายกมล ก",
        "นางสาวก้อย ข",
        "นายเกษม ก",
        "นางแก้ว ก",
        "ด.ช.ขวัญ ก",
        "น.ส.จันทร์ ก",
        "นายเด่น ก",
        "นางอ้อม ก",
        "นายไอ ก",
    ]
    assert sorted(in_order, key=thai_names.sort_key) == in_order
    assert sorted(["ก้า", "กา", "ก่า", "กาก"], key=thai_names.sort_key) == ["กา", "ก่า", "ก้า", "กาก"]


@given(st.lists(st.integers(0, 50), min_size=1, max_size=12))
def test_hundredths_make_a_hundred_and_keep_the_order(parts: list[int]) -> None:
    shares = hundredths(parts)
    assert sum(shares) == (100 if any(parts) else 0)
    assert all(
        abs(share * sum(parts) - part * 100) < max(sum(parts), 1) for share, part in zip(shares, parts, strict=True)
    )
    assert all(a <= b for p, a in zip(parts, shares, strict=True) for q, b in zip(parts, shares, strict=True) if p < q)
