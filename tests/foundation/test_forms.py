"""The doors of text: what people really type is understood, and what is refused is refused in a sentence to act on."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from ruammue.foundation import citizen_id
from ruammue.foundation.forms import (
    LARGEST_PHOTO,
    CodeField,
    HouseForm,
    MoneyField,
    OnceField,
    PhoneField,
    PhotosField,
    PlainTextField,
    QuantityField,
    ThaiDateField,
    ThaiIntegerField,
    ThaiTimeField,
    VoiceField,
)
from ruammue.foundation.keys import READABLE, readable_code
from ruammue.foundation.thai_digits import to_thai

pytestmark = pytest.mark.any_database

SOMEBODY = "1101700203450"


class Story(HouseForm):
    """Two texts, a day and pictures."""

    title = PlainTextField(label="ชื่อเรื่อง", max_length=60)
    words = PlainTextField(label="เล่าเรื่อง", max_length=200, rows=3, required=False)
    day = ThaiDateField(label="วันที่", required=False)
    photos = PhotosField(label="รูป", required=False, most=2)
    once = OnceField()


def refused(field: forms.Field, typed: Any) -> str:
    with override("th"), pytest.raises(forms.ValidationError) as caught:
        field.clean(typed)
    return str(caught.value.messages[0])


def test_a_citizen_id_is_masked_and_the_form_says_so() -> None:
    with override("th"):
        form = Story({"title": f"ผมเลข {to_thai(SOMEBODY)}", "words": "1-1017-00203-45-0 ครับ\nบรรทัดสอง"})
        assert form.is_valid(), form.errors
        assert form.masked == 2
        assert "ขีดออก" in form.masked_notice
    assert not citizen_id.contains(form.cleaned_data["title"] + form.cleaned_data["words"])
    assert form.cleaned_data["words"].endswith("\nบรรทัดสอง")
    assert Story({"title": "ไม่มีอะไร"}).masked_notice == ""


@pytest.mark.parametrize("typed", ["", "   ", "\x00\x00", "\u200b"])
def test_what_is_empty_after_cleaning_counts_as_empty(typed: str) -> None:
    with override("th"):
        form = Story({"title": typed})
        assert form.errors["title"] == ["ยังไม่ได้กรอก “ชื่อเรื่อง” กรอกข้อนี้แล้วส่งใหม่"]


def test_a_thousand_marks_and_nul_shrink_to_what_can_be_read() -> None:
    form = Story({"title": "น" + "้" * 1000 + "ำ\x00ท่วม"})
    assert form.is_valid()
    assert len(form.cleaned_data["title"]) < 12
    assert "\x00" not in form.cleaned_data["title"]


def test_too_long_is_refused_whole_with_both_lengths() -> None:
    words = refused(PlainTextField(max_length=10), "ก" * 11)
    assert "11" in words
    assert "10" in words
    assert "10" in refused(PlainTextField(max_length=10), "ก" * 300_000)


@pytest.mark.parametrize("typed", ["22/11/2569", "๒๒ พฤศจิกายน ๒๕๖๙", "22 พ.ย. 69", "2026-11-22", "22/11/2026"])
def test_days_are_read_as_offices_write_them(typed: str) -> None:
    assert ThaiDateField().clean(typed) == dt.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("31 กุมภาพันธ์ 2569", "ไม่มีในปฏิทิน"),
        ("22/13/2569", "เดือน"),
        ("22/11", "ปี"),
        ("พรุ่งนี้", "22/11/2569"),
        ("22/11/256", "ปี"),
    ],
)
def test_days_that_do_not_exist_are_refused_in_plain_words(typed: str, words: str) -> None:
    assert words in refused(ThaiDateField(), typed)


def test_a_day_can_be_bounded_by_today_and_is_shown_in_the_thai_year(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ruammue.foundation.forms.timezone.localdate", lambda: dt.date(2026, 11, 22))
    assert "ผ่านไปแล้ว" in refused(ThaiDateField(may_be_past=False), "21/11/2569")
    assert "ยังไม่ถึง" in refused(ThaiDateField(may_be_future=False), "23/11/2569")
    assert "ดูปี" in refused(ThaiDateField(), "22/11/2699")
    assert "ดูปี" in refused(ThaiDateField(), "22/11/2450")
    assert ThaiDateField().clean("31/12/2594") == dt.date(2051, 12, 31)
    assert ThaiDateField(may_be_past=False, may_be_future=False).clean("22/11/2569") == dt.date(2026, 11, 22)
    with override("th"):
        assert ThaiDateField().prepare_value(dt.date(2026, 11, 22)) == "22/11/2569"


@pytest.mark.parametrize(
    ("typed", "hour", "minute"),
    [("18.30", 18, 30), ("18:30 น.", 18, 30), ("๐๙.๐๐ น.", 9, 0), ("1830", 18, 30), ("9 โมง", 9, 0), ("9 โมงเช้า", 9, 0),
     ("บ่ายโมง", 13, 0), ("บ่าย 2", 14, 0), ("6 โมงเย็น", 18, 0), ("2 ทุ่มครึ่ง", 20, 30), ("เที่ยง", 12, 0), ("ตี 5", 5, 0)],
)  # fmt: skip
def test_times_are_read_as_people_say_them(typed: str, hour: int, minute: int) -> None:
    assert ThaiTimeField().clean(typed) == dt.time(hour, minute)


@pytest.mark.parametrize("typed", ["25.00", "18.75", "เย็นๆ", "8.5"])
def test_no_time_is_guessed(typed: str) -> None:
    assert "09.30" in refused(ThaiTimeField(), typed)


@given(st.times())
def test_a_stored_time_is_typed_back_as_itself(moment: dt.time) -> None:
    moment = moment.replace(second=0, microsecond=0)
    field = ThaiTimeField()
    assert field.clean(field.prepare_value(moment)) == moment


@given(st.dates(dt.date(1930, 1, 1), dt.date(2050, 1, 1)))
def test_a_stored_day_is_typed_back_as_itself(day: dt.date) -> None:
    field = ThaiDateField()
    with override("th"):
        assert field.clean(field.prepare_value(day)) == day


def test_numbers_in_thai_digits_and_none_below_nothing() -> None:
    assert ThaiIntegerField().clean("๑,๒๐๐") == 1200
    assert ThaiIntegerField(min_value=-5).clean("-3") == -3
    assert "ตั้งแต่ 0" in refused(ThaiIntegerField(), "-1")
    assert "ไม่เกิน 40" in refused(ThaiIntegerField(max_value=40), "41")
    assert "จำนวนเต็ม" in refused(ThaiIntegerField(), "สองร้อย")
    assert ThaiIntegerField(required=False).clean(" ") is None


def test_quantities_and_money_are_whole_minor_units() -> None:
    assert QuantityField("vehicle_day").clean("๒.๕") == 1200
    assert QuantityField("piece").clean("40") == 40
    assert MoneyField().clean("๑,๕๐๐.๕๐ บาท") == 150_050
    for typed in ("-2", "0", "สอง", "2 กก."):
        assert refused(QuantityField("vehicle"), typed)
    assert "คัน" in refused(QuantityField("vehicle"), "-2")
    assert "ติดลบ" in refused(MoneyField(), "-1")
    assert QuantityField("hour").prepare_value(90) == "1.5"


@pytest.mark.parametrize(
    "typed", ["081-234-5678", "๐๘๑ ๒๓๔ ๕๖๗๘", "+66 81 234 5678", "+66(0)812345678", "0066812345678"]
)
def test_telephone_numbers_become_bare_digits(typed: str) -> None:
    assert PhoneField().clean(typed) == "0812345678"


def test_what_is_no_telephone_number_is_refused() -> None:
    assert "9 หรือ 10" in refused(PhoneField(), "08123")
    assert refused(PhoneField(), SOMEBODY)
    assert "ตัวเลข" in refused(PhoneField(), "ถามลูก")
    assert refused(PhoneField(), "1669")
    assert PhoneField(may_be_short=True).clean("1669") == "1669"


def test_a_code_is_found_however_it_is_typed() -> None:
    code = readable_code()
    assert all(letter in READABLE for letter in code.replace("-", ""))
    for typed in (code.lower(), code.replace("-", " "), f" {code} ", to_thai(code)):
        assert CodeField().clean(typed) == code
    assert "ใบรับเรื่อง" in refused(CodeField(), "กข-4821")
    assert refused(CodeField(), "ABCD-EFG")


def test_files_are_bounded_and_an_empty_one_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def form(*files: SimpleUploadedFile) -> Story:
        return Story({"title": "ถนน"}, MultiValueDict({"photos": list(files)}))

    picture = SimpleUploadedFile("a.jpg", b"x")
    big = SimpleUploadedFile("b.jpg", b"x")
    big.size = LARGEST_PHOTO + 1
    with override("th"):
        assert form().is_valid()
        assert form(picture, picture).is_valid()
        assert "2 รูป" in form(picture, picture, picture).errors["photos"][0]
        assert "20 เมกะไบต์" in form(big).errors["photos"][0]
        assert "ว่างเปล่า" in form(SimpleUploadedFile("c.jpg", b"")).errors["photos"][0]
        assert form(big).has_lost_files
        assert not form(picture).has_lost_files
    assert "ว่างเปล่า" in refused(VoiceField(), SimpleUploadedFile("v.ogg", b""))


def test_the_same_form_sent_twice_carries_one_key() -> None:
    shown = Story().initial.get("once") or Story()["once"].value()
    one, two = Story({"title": "ก", "once": str(shown)}), Story({"title": "ก", "once": str(shown)})
    assert one.is_valid()
    assert two.is_valid()
    assert one.cleaned_data["once"] == two.cleaned_data["once"]
    broken = Story({"title": "ก", "once": "; drop table"})
    assert broken.is_valid()
    assert broken.cleaned_data["once"] != one.cleaned_data["once"]
