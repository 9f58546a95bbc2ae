"""The mobilisation board on paper, and as a picture to pass on: of a public matter for everybody."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import override

from ruammue.access.gate import gate
from ruammue.foundation.answers import download
from ruammue.needs import saying
from ruammue.needs.links import office, public_page
from ruammue.needs.models import Matter
from ruammue.papers.board import Board, BoardBar, BoardRow, board_pdf, board_png
from ruammue.resources import queries, rules
from ruammue.resources.bars import three_bars
from ruammue.resources.wording import amount


def board_of(matter: Matter) -> Board | None:
    """The board of a matter with its public words, where it has any; None where nothing is asked for."""
    lines = queries.lines_only(matter)
    rows = [row for row in lines if row.status not in ("withdrawn", "merged")]
    if not rows:
        return None
    with override("th"):
        return Board(
            office=office(matter.steward, timezone.localdate()),
            title=matter.public_sentence if matter.is_public else matter.title,
            bars=tuple(
                BoardBar(
                    label=bar.label, things=bar.things, short=bar.short, promised=bar.promised, arrived=bar.arrived
                )
                for bar in three_bars(row.asked for row in lines)
            ),
            rows=tuple(
                BoardRow(
                    thing=row.thing,
                    wanted=amount(row.quantity, row.unit),
                    promised=amount(row.accounted, row.unit),
                    arrived=amount(row.delivered, row.unit),
                    missing=amount(row.missing, row.unit) if row.is_gap else "",
                )
                for row in rows
            ),
            coordinator=saying.contact(matter),
            link=public_page(matter) if matter.is_public else "",
            standing="" if matter.is_public else "ใช้ภายใน ยังไม่เผยแพร่",
        )


@gate(rules.SEE_MATTER, of=Matter, methods="GET")
def board_print(_request: Any, matter: Matter) -> HttpResponse:
    """The board on A4, for a wall."""
    board = board_of(matter)
    if board is None:
        raise Http404
    return download(board_pdf(board), "application/pdf", f"{board.name}.pdf")


@gate(rules.SEE_PICTURE, of=rules.public_matter_at, methods="GET")
def board_picture(_request: Any, matter: Matter) -> HttpResponse:
    """The board as a square picture, of a public matter only: it is made to be passed on."""
    board = board_of(matter)
    if board is None:
        raise Http404
    answer = download(board_png(board), "image/png", f"{board.name}.png", inline=True)
    answer["Cache-Control"] = "public, max-age=300"
    return answer
