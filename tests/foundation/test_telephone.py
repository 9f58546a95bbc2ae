"""One shape of a telephone number on every page, paper and in every text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import ruammue
from ruammue.foundation.telephone import dialled, grouped, plain
from ruammue.papers import share
from ruammue.papers.blocks import phone

pytestmark = pytest.mark.any_database


@pytest.mark.parametrize(
    ("stored", "shown", "dials"),
    [
        ("0812345678", "081-234-5678", "+66812345678"),
        ("081 234-5678", "081-234-5678", "+66812345678"),
        ("๐๔๒๑๒๓๔๕๖", "042-123-456", "+6642123456"),
        ("021234567", "02-123-4567", "+6621234567"),
        ("1669", "1669", "1669"),
        ("042-123-456 ต่อ 12", "042-123-456 ต่อ 12", ""),
        ("", "", ""),
    ],
)
def test_shown_and_dialled(stored: str, shown: str, dials: str) -> None:
    assert (grouped(stored), dialled(stored)) == (shown, dials)
    assert grouped(grouped(stored)) == shown
    assert bool(plain(stored)) == bool(dials)


def test_papers_and_texts_say_it_alike() -> None:
    facts = share.Facts(title="เรื่องน้ำ", coordinator="อบต.", phone="042000000")
    assert phone("042000000").text == "โทร. 042-000-000"
    assert "โทร 042-000-000" in share.share_text(facts, "https://example.org/")
    spoken = " ".join(share.loudspeaker(facts, village="หมู่ 3"))
    assert "ศูนย์ สี่ สอง, ศูนย์ ศูนย์ ศูนย์, ศูนย์ ศูนย์ ศูนย์" in spoken


def test_no_page_shows_a_number_as_it_is_stored() -> None:
    house = Path(ruammue.__file__).parent
    bare = re.compile(r"{{[^}]*phone[^}]*}}")
    assert [str(page) for page in house.rglob("templates/**/*.html") if bare.search(page.read_text("utf-8"))] == []
