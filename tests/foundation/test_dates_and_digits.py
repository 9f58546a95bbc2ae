"""Dates and numbers as people in an office type them."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruammue.foundation import thai_dates
from ruammue.foundation.thai_dates import NotADate
from ruammue.foundation.thai_digits import NotANumber, parse_int, to_arabic, to_thai

pytestmark = pytest.mark.any_database

DAY = date(2026, 11, 22)
days = st.dates(date(1900, 1, 1), date(2150, 12, 31))


@pytest.mark.parametrize(
    "typed",
    [
        "22/11/2569", "๒๒/๑๑/๒๕๖๙", "22-11-69", "22.11.2569", "22/11/2026", "2026-11-22", "2569-11-22",
        "22 พ.ย. 69", "22 พ.ย. 2569", "22พ.ย.69", "22 พย 69", "๒๒ พฤศจิกายน ๒๕๖๙", "22 พฤศจิกา 2569",
        "วันอาทิตย์ที่ 22 พฤศจิกายน พ.ศ. 2569", "วันที่ 22 เดือนพฤศจิกายน พ.ศ.2569", "22 พฤศจิกายน ค.ศ. 2026",
        "22 Nov 2026", "22 November 2026", "Sunday 22 November 2026", " 22\u200b พ.ย.  2569 ", "22-Nov-2026",
        "2026-11-22T09:30:00",
    ],
)  # fmt: skip
def test_every_way_of_writing_one_day(typed: str) -> None:
    assert thai_dates.parse(typed) == DAY


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("31 กุมภาพันธ์ 2569", "no_such_day"), ("29/2/2569", "no_such_day"), ("31/4/69", "no_such_day"),
        ("๓๑ กุมภาพันธ์ ๒๕๖๙", "no_such_day"), ("12/13/2569", "no_such_month"), ("0/1/2569", "no_such_day"),
        ("12 ธันวามคม 2569", "no_such_month"), ("22 พ.ย.", "no_year"), ("22/11", "no_year"), ("22/11/256", "year"),
        ("22/11/9999", "year"), ("22/11/25699", "year"), ("", "empty"), ("  \u200b", "empty"),
        ("พรุ่งนี้", "form"), ("1" * 500, "form"), ("<script>", "form"),
    ],
)  # fmt: skip
def test_what_is_no_day_is_refused_with_its_reason(typed: str, reason: str) -> None:
    with pytest.raises(NotADate) as refused:
        thai_dates.parse(typed)
    assert refused.value.data["reason"] == reason
    assert len(refused.value.data["text"]) <= 60


def test_a_leap_day_is_one_in_the_buddhist_calendar_too() -> None:
    assert thai_dates.parse("29 ก.พ. 2567") == date(2024, 2, 29)


@given(days)
def test_what_is_written_is_read_back(day: date) -> None:
    for written in (
        thai_dates.long(day), thai_dates.short(day), thai_dates.official(day), thai_dates.with_weekday(day),
        thai_dates.long(day, "en"), thai_dates.short(day, "en"), thai_dates.with_weekday(day, "en"), day.isoformat(),
    ):  # fmt: skip
        assert thai_dates.parse(written) == day


@given(st.text(max_size=40))
def test_any_text_is_a_day_or_refused(text: str) -> None:
    assert outcome(text) in {"day", "empty", "form", "no_year", "year", "no_such_month", "no_such_day"}


def outcome(text: str) -> str:
    try:
        thai_dates.parse(text)
    except NotADate as refused:
        return str(refused.data["reason"])
    return "day"


def test_how_dates_are_shown() -> None:
    assert thai_dates.long(DAY) == "22 พฤศจิกายน 2569"
    assert thai_dates.short(DAY) == "22 พ.ย. 2569"
    assert thai_dates.official(DAY) == "๒๒ พฤศจิกายน ๒๕๖๙"
    assert thai_dates.with_weekday(DAY) == "วันอาทิตย์ที่ 22 พฤศจิกายน 2569"
    assert thai_dates.month_and_year(DAY) == "พฤศจิกายน 2569"
    assert thai_dates.clock(time(9, 30)) == "09.30 น."
    assert thai_dates.clock(time(9, 30), "en") == "09:30"


def test_the_fiscal_year_turns_on_the_first_of_october() -> None:
    assert thai_dates.fiscal_year(date(2026, 9, 30)) == 2569
    assert thai_dates.fiscal_year(date(2026, 10, 1)) == 2570


def test_three_working_days_pass_over_the_weekend_and_a_holiday() -> None:
    friday, father_day = date(2026, 12, 4), date(2026, 12, 7)
    assert thai_dates.add_working_days(friday, 3) == date(2026, 12, 9)
    assert thai_dates.add_working_days(friday, 3, {father_day}) == date(2026, 12, 10)
    assert thai_dates.add_working_days(date(2026, 11, 22), 0) == date(2026, 11, 23)
    assert thai_dates.add_working_days(date(2026, 12, 9), -3, {father_day}) == date(2026, 12, 3)


@given(days, st.integers(0, 60), st.frozensets(days, max_size=5))
def test_between_lie_exactly_so_many_working_days(day: date, count: int, holidays: frozenset[date]) -> None:
    end = thai_dates.add_working_days(day, count, holidays)
    assert thai_dates.is_working_day(end, holidays)
    passed = [
        date.fromordinal(n)
        for n in range(day.toordinal() + 1, end.toordinal() + 1)
        if thai_dates.is_working_day(date.fromordinal(n), holidays)
    ]
    assert len(passed) == count or (count == 0 and len(passed) == 1 and not thai_dates.is_working_day(day, holidays))


@given(st.integers(0, 10**14))
def test_digits_go_there_and_back(number: int) -> None:
    assert to_arabic(to_thai(str(number))) == str(number)
    assert parse_int(to_thai(f"{number:,}")) == number
    assert parse_int(f" {number} ") == number


def test_numbers_with_blanks_and_signs() -> None:
    assert parse_int("1 200") == 1200
    assert parse_int("-๓") == -3
    assert to_arabic("หมู่ ๔ (４)") == "หมู่ 4 (4)"


@pytest.mark.parametrize(
    ("typed", "reason"),
    [("", "empty"), ("สี่", "form"), ("1,20", "form"), ("1.5", "form"), ("9" * 16, "too_large")],
)
def test_what_is_no_number_is_refused(typed: str, reason: str) -> None:
    with pytest.raises(NotANumber) as refused:
        parse_int(typed)
    assert refused.value.data["reason"] == reason
