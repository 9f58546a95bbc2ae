"""What may enter: tidy text, and never a citizen id."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ruammue.foundation import citizen_id
from ruammue.foundation.text import TooLong, clean_and_mask, clean_text, first_clause, shorten
from ruammue.foundation.thai_digits import to_thai

pytestmark = pytest.mark.any_database


def with_check_digit(first_twelve: str) -> str:
    total = sum(int(digit) * weight for digit, weight in zip(first_twelve, range(13, 1, -1), strict=True))
    return first_twelve + str((11 - total % 11) % 10)


persons = st.builds(
    lambda first, rest: with_check_digit(f"{first}{rest:011d}"), st.integers(1, 8), st.integers(0, 10**11 - 1)
)
gaps = st.text(" -\t\n\u00a0\u200b\u200c\u200d\u2060\ufeff\u2010\u2011\u2012\u2013\u2014\u2212\u00ad\u0e4d", max_size=3)
words = st.text("กขคงจฉชซ าิีabc:,(", max_size=8)


@given(persons, st.lists(gaps, min_size=12, max_size=12), st.booleans(), words, words)
def test_no_spacing_hides_an_id(person: str, between: list[str], thai: bool, before: str, after: str) -> None:
    digits = to_thai(person) if thai else person
    hidden = digits[0] + "".join(gap + digit for gap, digit in zip(between, digits[1:], strict=True))
    text = before + hidden + after
    assert citizen_id.contains(text)
    masked, count = citizen_id.mask(text)
    assert count == 1
    assert masked == before + citizen_id.MASK + after
    assert not citizen_id.contains(masked)


@given(persons, st.sampled_from("./_·|:"))
def test_the_printed_grouping_is_known_with_any_punctuation(person: str, sign: str) -> None:
    printed = sign.join((person[0], person[1:5], person[5:10], person[10:12], person[12]))
    assert citizen_id.mask(f"เลข {printed} ครับ") == (f"เลข {citizen_id.MASK} ครับ", 1)


signs = st.sampled_from([*list(",./_:;|·*+'\"()[]{}#~=!?&@%^\\，．／＿・•‧。"), "- ,", " . ", "),(", "__"])
cuts = st.sets(st.integers(1, 12), min_size=2).map(sorted)


@given(persons, cuts, signs, st.sampled_from(["", "๐", "０"]), words, words)
@example("1101700203450", [1, 4, 7, 10], ",", "", "", "")
@example("1101700203450", list(range(1, 13)), ".", "", "", "")
def test_no_sign_that_separates_all_groups_hides_an_id(
    person: str, at: list[int], sign: str, zero: str, before: str, after: str
) -> None:
    groups = [person[start:end] for start, end in zip([0, *at], [*at, 13], strict=True)]
    text = sign.join(groups)
    if zero:
        text = "".join(chr(ord(zero) + int(each)) if each.isdecimal() else each for each in text)
    masked, count = citizen_id.mask(f"{before}ก {text} ก{after}")
    assert (masked, count) == (f"{before}ก {citizen_id.MASK} ก{after}", 1)


tags = st.sampled_from(
    ["<b>", "</b>", "<br/>", '<td width="10">', "<!-- 12 -->", "&nbsp;", "&#160;", "&#xA0;", "</b><b>", ""]
)


@given(persons, st.lists(tags, min_size=12, max_size=12))
def test_no_tag_hides_an_id(person: str, between: list[str]) -> None:
    text = person[0] + "".join(tag + digit for tag, digit in zip(between, person[1:], strict=True))
    assert citizen_id.mask(f"เลข {text} ครับ") == (f"เลข {citizen_id.MASK} ครับ", 1)


@pytest.mark.parametrize(
    "text",
    ["ประชุม 25/11/2569 08:30 5 คน", "1/10/2568-30/9/2569", "17.12345678901", "หมู่ 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12",
     "12,500.00 + 7,500.00 = 20,000.00", "1,234,567.89 บาท (1,234,567.89)"],
)  # fmt: skip
def test_dates_sums_and_lists_are_left_alone(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(citizen_id, "is_valid", lambda digits: True)
    assert citizen_id.mask(text) == (text, 0), "not even if its check digit were right"


@given(persons, persons, st.sampled_from([" ", "\n", "  ", "-", " และ "]))
def test_two_ids_side_by_side_are_both_gone(one: str, other: str, gap: str) -> None:
    masked, _ = citizen_id.mask(one + gap + other)
    assert not any(sign.isdecimal() for sign in masked)


phones = st.builds(
    lambda head, tail, gap: f"0{head:02d}{gap}{tail // 10000:03d}{gap}{tail % 10000:04d}",
    st.integers(60, 99), st.integers(0, 10**7 - 1), st.sampled_from(["", "-", " "]),
)  # fmt: skip


@given(st.lists(phones, min_size=1, max_size=4), st.sampled_from([" ", ", ", " / ", "\n"]))
def test_phone_numbers_stay(numbers: list[str], gap: str) -> None:
    text = gap.join(numbers)
    assert citizen_id.mask(text) == (text, 0)


@given(phones, persons)
def test_an_id_behind_a_phone_number_is_found(phone: str, person: str) -> None:
    assert citizen_id.mask(f"โทร {phone} {person}") == (f"โทร {phone} {citizen_id.MASK}", 1)


@given(st.integers(0, 10**11 - 1))
def test_juristic_ids_and_wrong_check_digits_stay(number: int) -> None:
    juristic = with_check_digit(f"0{number:011d}")
    assert not citizen_id.contains(juristic)
    person = with_check_digit(f"3{number:011d}")
    wrong = person[:12] + str((int(person[12]) + 1) % 10)
    assert citizen_id.mask(wrong) == (wrong, 0)


def test_an_id_glued_to_other_digits_is_found_at_either_end() -> None:
    person = with_check_digit("110170020345")
    assert citizen_id.mask(f"IMG_{person}_2569.jpg") == (f"IMG_{citizen_id.MASK}_2569.jpg", 1)
    assert citizen_id.mask(f"{person}2569")[0] == f"{citizen_id.MASK}2569"
    assert citizen_id.mask(f"2569{person}")[0] == f"2569{citizen_id.MASK}"


def test_guard_mutant_without_the_check_digit_would_mask_ordinary_numbers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ordinary = "รหัสโครงการ 1234567890123"
    assert citizen_id.mask(ordinary) == (ordinary, 0)
    monkeypatch.setattr(citizen_id, "is_valid", lambda digits: True)
    assert citizen_id.mask(ordinary)[1] == 1


@given(st.text())
def test_masking_any_text_twice_changes_nothing_more(text: str) -> None:
    masked, _ = citizen_id.mask(text)
    assert citizen_id.mask(masked) == (masked, 0)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("น\u0e4d\u0e32", "น้ำ".replace("้", "")), ("น\u0e4d\u0e49\u0e32", "น้ำ"), ("น\u0e49\u0e4d\u0e32", "น้ำ"),
        ("เเม่", "แม่"), ("ก\u0e48\u0e34น", "กิ่น"), ("บ\u0e49\u0e39าน", "บู้าน"), ("\uf70aก", "\u0e48ก"),
        ("ก\u200bข\ufeffค\u202eง", "กขคง"), ("a\x00b\x1fc", "abc"), ("  มาก   ช่อง\u00a0ว่าง ", "มาก ช่อง ว่าง"),
        ("ก\r\nข\rค\n\n\n\nง", "ก\nข\nค\n\nง"), ("👩\u200d🌾 ทำนา", "👩\u200d🌾 ทำนา"), ("ก\u200dข", "กข"),
        ("\ud800ก", "ก"), ("e\u0301", "é"),
    ],
)  # fmt: skip
def test_text_is_made_tidy(typed: str, kept: str) -> None:
    assert clean_text(typed) == kept


def test_a_thousand_marks_do_not_survive() -> None:
    for mark in ("\u0e49", "\u0301", "\u0e34\u0e49", "\u0e49\u200b", "\u20dd"):
        kept = clean_text("น" + mark * 1000 + "ำ", 20_000)
        assert sum(unicodedata.category(sign)[0] == "M" for sign in kept) <= 3


def test_too_long_is_refused_with_both_numbers() -> None:
    assert clean_text("ก" * 10, 10) == "ก" * 10
    with pytest.raises(TooLong) as refused:
        clean_text("ก" * 11, 10)
    assert refused.value.data == {"length": 11, "limit": 10}
    with pytest.raises(TooLong):
        clean_text(" " * 10_000_000, 500)


@given(st.text())
@example("\u0e48\u0e4d\u0e48\u0e32")
@example("เเเ")
def test_cleaning_is_done_once_and_for_all(text: str) -> None:
    once = clean_text(text)
    assert clean_text(once) == once
    assert "\x00" not in once
    assert once == once.strip()
    assert once == unicodedata.normalize("NFC", once)
    line = clean_text(text, one_line=True)
    assert "\n" not in line
    assert clean_text(line, one_line=True) == line


@given(st.text("กขนเแโใไะาำิีึืุู่้๊๋็์ \n\u0e4d\u0e4e\u0e3a"))
def test_thai_is_cleaned_once_and_for_all(text: str) -> None:
    once = clean_text(text)
    assert clean_text(once) == once


def test_cleaning_first_finds_what_was_hidden() -> None:
    person = with_check_digit("345678901234")
    assert clean_and_mask(f"บัตร \u202e{person[:5]}\u200b{person[5:]}", 200) == (f"บัตร {citizen_id.MASK}", 1)


@example("่ะะะะก", 5)
@given(st.text("กขนเแโใไะาำิ่้ ", max_size=60), st.integers(5, 40))
def test_a_preview_fits_and_cuts_no_mark(text: str, limit: int) -> None:
    cut = shorten(text, limit)
    assert len(cut) <= limit
    if cut != text:
        assert cut.endswith("…")
        assert text.startswith(cut[:-1])
        following = text[len(cut) - 1 : len(cut)]
        # Where nothing stands before it, no mark is torn from its letter.
        assert cut == "…" or not following or unicodedata.category(following)[0] != "M"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ถนนเป็นหลุม น้ำขัง รถเกี่ยวข้าวเข้าไม่ได้ตั้งแต่มิถุนายน", "ถนนเป็นหลุม น้ำขัง"),
        ("ไฟทางเข้าวัดดับ", "ไฟทางเข้าวัดดับ"),
        ("น้ำขุ่น, มีกลิ่นเหม็นมากทุกเช้าตลอดทั้งเดือน", "น้ำขุ่น"),
        ("", ""),
    ],
)
def test_a_name_is_the_first_clauses_whole(text: str, name: str) -> None:
    assert first_clause(text, 24) == name
