"""The mobilisation board on paper, and as a picture to pass on: of a public matter for everybody."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse

from ruammue.access.gate import gate
from ruammue.foundation.answers import download
from ruammue.needs.models import Matter
from ruammue.papers.board import Board, board_pdf, board_png
from ruammue.resources import queries, rules
from ruammue.resources.boards import mobilising_board


def board_of(matter: Matter) -> Board | None:
    """The board of a matter with its public words, where it has any; None where nothing is asked for."""
    lines = queries.lines_only(matter)
    title = matter.public_sentence if matter.is_public else matter.title
    return mobilising_board(matter, [(row, "") for row in lines], title=title)


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
    return picture_of(board)


def picture_of(board: Board) -> HttpResponse:
    """A board as the picture that whoever was sent the page sees."""
    answer = download(board_png(board), "image/png", f"{board.name}.png", inline=True)
    answer["Cache-Control"] = "public, max-age=300"
    return answer
