"""However a place is written, it is the same place; and namesakes never look alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruammue.foundation.levels import Level
from ruammue.places.models import Area, Village
from ruammue.places.names import Word, asked, key_of, office_name, office_short_name, path_codes, short_label

pytestmark = pytest.mark.any_database

THAI = st.text(st.sampled_from("กขคงนบปผมรลวสหอฮะาำิีึืุูเแโใไ่้๊๋์ํ๑๒๓๔5 "), max_size=30)


@given(THAI)
def test_the_key_of_a_key_is_the_key_unless_the_name_begins_with_ban_twice(name: str) -> None:
    key = key_of(name)
    assert " " not in key
    if not key.startswith("บ้าน"):
        assert key_of(key) == key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("บ้านม่วง", "ม่วง"),
        ("น้ํา", "น้ำ"),
        ("คลอง ๔", "คลอง4"),
        ("เเพงใหญ่", "แพงใหญ่"),
        ("  นา  คูณ ใหญ่", "นาคูณใหญ่"),
        ("บ้าน", "บ้าน"),
    ],
)
def test_two_ways_of_writing_have_one_key(one: str, other: str) -> None:
    assert key_of(one) == key_of(other)


def test_a_typed_line_is_taken_apart() -> None:
    assert asked("๔๘๐๙๐๔").code == "480904"
    assert asked("48").code == "48"
    line = asked("หมู่ที่ ๔ ต. นาคูณใหญ่ อ.นาหว้า จังหวัดนครพนม")
    assert line.moo == 4
    assert line.words == (
        Word("นาคูณใหญ่", Level.TAMBON),
        Word("นาหว้า", Level.AMPHOE),
        Word("นครพนม", Level.CHANGWAT),
    )
    assert asked("ม.12 หนองบัว").moo == 12
    assert asked("อบต. นาหว้า").words == (Word("นาหว้า", office="sao"),)
    assert asked("อำนาจเจริญ").words == (Word("อำนาจเจริญ"),), "no dot, no title"
    assert asked("").words == () == asked("   ").words
    assert asked("ต.").words == (Word("ต."),), "a title alone is no name of its own level"


def test_labels_and_paths() -> None:
    assert path_codes("48090403") == ["48090403", "480904", "4809", "48"]
    assert short_label("48090403", "นาคูณใหญ่") == "หมู่ 3 บ้านนาคูณใหญ่"
    assert short_label("4809", "นาหว้า") == "อ.นาหว้า"
    assert short_label("1001", "พระนคร") == "เขตพระนคร"
    assert short_label("100101", "พระบรมมหาราชวัง") == "แขวงพระบรมมหาราชวัง"
    assert short_label("10", "กรุงเทพมหานคร") == "กรุงเทพมหานคร"
    assert short_label("999901", "ตำบลนาร่วมใจ") == "ต.นาร่วมใจ"
    assert office_name("pattaya", "พัทยา") == "เมืองพัทยา"
    assert (office_name("sao", "นาหว้า"), office_short_name("sao", "นาหว้า")) == (
        "องค์การบริหารส่วนตำบลนาหว้า",
        "อบต.นาหว้า",
    )


def test_a_village_without_a_name_is_called_by_its_number() -> None:
    assert Village(moo=7, name="").label == "หมู่ 7"
    assert Village(moo=7, name="ม่วง").label == Village(moo=7, name="บ้านม่วง").label == "หมู่ 7 บ้านม่วง"
    assert Area(code="48090407", level=Level.VILLAGE).moo == 7
