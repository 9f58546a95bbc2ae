"""Addresses that leave the house: on slips, sheets and in LINE. They carry ids and receipt codes, never names."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from ruammue.needs.models import Matter
from ruammue.papers.kinds import Mark, Office
from ruammue.places.models import Steward

_MARKS = {
    Steward.Mark.NONE: Mark.NONE,
    Steward.Mark.DEMO: Mark.DEMO,
    Steward.Mark.PRACTICE: Mark.PRACTICE,
    Steward.Mark.TEST: Mark.TEST,
}


def absolute(request: HttpRequest, path: str) -> str:
    """The whole address of a path: under the public name when there is one, else as this reader came in."""
    return f"{settings.PUBLIC_URL}{path}" if settings.PUBLIC_URL else request.build_absolute_uri(path)


def public_page(request: HttpRequest, matter: Matter) -> str:
    """The public page of a matter, which the room of evidence keeps; the page for telling where there is none."""
    slug = matter.steward.slug
    try:
        path = reverse("evidence:matter", args=[slug, matter.pk])
    except NoReverseMatch:
        path = reverse("needs:report", args=[slug])
    return absolute(request, path)


def mark_of(steward: Steward) -> Mark:
    """What papers and shared texts of this steward say beside its name."""
    return _MARKS[Steward.Mark(steward.mark)]


def office(steward: Steward, today: Any) -> Office:
    """Who writes, for papers."""
    return Office(name=steward.name, phone=steward.phone, printed_on=today, mark=mark_of(steward))
