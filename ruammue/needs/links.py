"""Addresses that leave the house: on slips, sheets and in LINE. They carry ids and receipt codes, never names."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

import segno
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ruammue.foundation.addresses import outside
from ruammue.needs.models import Matter
from ruammue.papers.kinds import Mark, Office
from ruammue.places.models import Steward

_MARKS = {
    Steward.Mark.NONE: Mark.NONE,
    Steward.Mark.DEMO: Mark.DEMO,
    Steward.Mark.PRACTICE: Mark.PRACTICE,
    Steward.Mark.TEST: Mark.TEST,
}


def address_of(route: str, slug: str) -> Callable[[UUID], str]:
    """How the rows of a list find their pages: the address is made once, and only the id is put in for each."""
    nobody = UUID(int=0)
    before, after = reverse(route, args=[slug, nobody]).split(str(nobody))
    return lambda pk: f"{before}{pk}{after}"


def public_path(matter: Matter) -> str:
    """The public page of a matter, which the room of evidence keeps; the page for telling where there is none."""
    slug = matter.steward.slug
    try:
        return reverse("evidence:matter", args=[slug, matter.pk])
    except NoReverseMatch:
        return reverse("needs:report", args=[slug])


def public_page(matter: Matter) -> str:
    """Its whole address for those outside; empty where nobody outside can open it."""
    return outside(public_path(matter))


def qr(link: str) -> SafeString:
    """The link as a code for a camera, in SVG that takes the size of its place."""
    code = segno.make(link, error="m", micro=False)
    # Runs of dark modules as strokes of one path: numbers and letters only, so nothing has to be vouched for.
    runs = [
        f"M{run.start()} {row + 0.5}h{run.end() - run.start()}"
        for row, modules in enumerate(code.matrix_iter(border=3))
        for run in re.finditer("1+", "".join(map(str, modules)))
    ]
    side = code.symbol_size(border=3)[0]
    return format_html(
        '<svg viewBox="0 0 {0} {0}" role="img" aria-label="{1}"><rect width="{0}" height="{0}" fill="#fff"/>'
        '<path d="{2}" stroke="#000" fill="none"/></svg>',
        side,
        _("Code for a camera"),
        " ".join(runs),
    )


def mark_of(steward: Steward) -> Mark:
    """What papers and shared texts of this steward say beside its name."""
    return _MARKS[Steward.Mark(steward.mark)]


def marked(steward: Steward, words: str) -> str:
    """Words to be passed on, with the mark of a steward that is not real life before them."""
    mark = mark_of(steward)
    return f"[{mark}] {words}" if mark else words


def office(steward: Steward, today: Any) -> Office:
    """Who writes, for papers."""
    return Office(name=steward.name, phone=steward.phone, printed_on=today, mark=mark_of(steward))
