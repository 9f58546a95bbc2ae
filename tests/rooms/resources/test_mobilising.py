"""The mobilisation board as a sheet for the wall and as a picture to pass on."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from fractions import Fraction
from itertools import groupby
from typing import Any

import pytest
from django.urls import reverse
from PIL import Image

from ruammue.needs.actions import unpublish_matter
from ruammue.papers import board as drawing
from ruammue.resources.views.mobilising import board_of
from tests.cast import Cast
from tests.rooms.papers.reading import pages_of
from tests.rooms.resources.stage import brought, fresh, line_of, matter_of, promise_of, spec_of


def asked_for(cast: Cast) -> Any:
    """A public matter that lacks tables (some have come) and somebody who teaches."""
    matter = matter_of(cast)
    tables = line_of(cast, 60, matter=matter)
    line_of(cast, 1, matter=matter, spec=spec_of(cast, "วิทยากร", "knowledge", "occasion"))
    brought(cast, promise_of(cast, tables, 40), 20)
    return fresh(matter)


def address(cast: Cast, name: str, matter: Any) -> str:
    return reverse(f"resources:{name}", args=[cast.steward.slug, matter.pk])


def test_the_picture_of_a_public_matter_is_for_everybody(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Words, numbers and the one to call: gone when the matter is; the mutant keeps it."""
    matter = asked_for(cast)
    stranger = cast.client()
    answer = stranger.get(address(cast, "board_picture", matter))
    assert answer.status_code == 200
    picture = Image.open(io.BytesIO(answer.content))
    assert (picture.format, picture.size) == ("PNG", (1080, 1080))
    assert len(answer.content) < 300_000
    told = stranger.get(reverse("evidence:matter", args=[cast.steward.slug, matter.pk])).content.decode()
    assert address(cast, "board_picture", matter) in told
    board = board_of(matter)
    assert board is not None
    assert board.title == matter.public_sentence
    assert [(bar.label, bar.promised, bar.arrived) for bar in board.bars] == [
        ("ของและเงิน", Fraction(2, 3), Fraction(1, 3)),
        ("ความรู้", 0, 0),
    ]
    assert [(row.thing, row.missing) for row in board.rows] == [("โต๊ะ", "20\u00a0ตัว"), ("วิทยากร", "1\u00a0ครั้ง")]
    assert cast.mayor.name not in str(board), "no executive on it"

    unpublish_matter(matter, by=cast.actor("officer"), reason="ยังไม่พร้อม")
    assert stranger.get(address(cast, "board_picture", matter)).status_code == 404
    assert cast.client("officer").get(address(cast, "board_picture", matter)).status_code == 404, "not for passing on"
    assert stranger.get(address(cast, "board_print", matter)).status_code in (302, 403)
    inside = board_of(fresh(matter))
    assert inside is not None
    assert (inside.title, inside.link, inside.standing) == (matter.title, "", "ใช้ภายใน ยังไม่เผยแพร่")
    # The guard removed: the picture of what is not public goes out.
    monkeypatch.setattr(type(matter), "is_public", property(lambda _self: True))
    assert stranger.get(address(cast, "board_picture", matter)).status_code == 200


@pytest.mark.any_database
def test_the_sheet_can_be_read_and_a_long_title_stays_on_the_picture(cast: Cast) -> None:
    matter = asked_for(cast)
    officer = cast.client("officer")
    page = officer.get(address(cast, "matter", matter)).content.decode()
    assert address(cast, "board_print", matter) in page
    answer = officer.get(address(cast, "board_print", matter))
    assert answer["Content-Type"] == "application/pdf"
    text = re.sub(r"\s+", " ", " ".join(pages_of(answer.content)).replace("\u00a0", " "))
    for word in ("กระดานระดม", "โต๊ะ", "60 ตัว", "40 ตัว", "20 ตัว", "วิทยากร", "รับปากแล้ว 66 %", "มาแล้ว 33 %"):
        assert word in text, text
    assert officer.get(address(cast, "board_print", matter_of(cast, "ไม่ขาดอะไร"))).status_code == 404
    board = board_of(matter)
    assert board is not None
    assert drawing.board_png(board) == drawing.board_png(board), "same board, same bytes"
    long = drawing._inputs(drawing.Board(**{**fields(board), "title": "คำ " * 200}), "picture")
    assert len(str(long["title"])) <= 84


@pytest.mark.any_database
@pytest.mark.parametrize("more", [{}, {"sentence": "งานบุญเดือนสามจัดรวมกันทั้งตำบล " * 4, "note": "ของที่ใช้ร่วมกัน นับเต็มจำนวน"}])
def test_what_lacks_covers_no_bar_on_the_picture(cast: Cast, more: dict[str, str]) -> None:
    """Three bars, a title of two lines, and names of things that fill four: fewer are named, all bars are seen."""
    board = board_of(asked_for(cast))
    assert board is not None
    bar, row = board.bars[0], board.rows[0]
    facts = {
        "title": "ปรับทางเข้าวัดและลานจอดรถสำหรับงานบุญเดือนสามของทั้งตำบล ทั้งเก้าหมู่บ้าน",
        "bars": (bar, bar, bar),
        "rows": tuple(replace(row, thing=f"เก้าอี้พลาสติกมีพนักพิงและโต๊ะพับสำหรับผู้สูงอายุ {number}") for number in range(7)),
    }
    full = drawing.Board(**{**fields(board), **facts, **more})
    picture = Image.open(io.BytesIO(drawing.board_png(full))).convert("RGB")
    right = [picture.getpixel((1015, y)) == (31, 58, 95) for y in range(1080)]
    runs = [len(list(run)) for is_edge, run in groupby(right) if is_edge]
    assert len(runs) == 3, runs
    assert max(runs) - min(runs) <= 1, runs


def fields(board: drawing.Board) -> dict[str, Any]:
    return {name: getattr(board, name) for name in board.__dataclass_fields__}
