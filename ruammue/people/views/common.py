"""What the pages of this room share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ruammue.foundation import sheets, thai_dates
from ruammue.foundation.answers import download
from ruammue.places.models import Steward

PER_PAGE = 20


def to(request: HttpRequest, name: str, *args: Any) -> str:
    """The address of a page of this room at the present steward."""
    return reverse(f"people:{name}", args=[request.steward.slug, *args])  # type: ignore[attr-defined]


def page_of(request: HttpRequest, rows: Any) -> Page[Any]:
    """The page asked for; a number that makes no sense gives the nearest."""
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))


def sheet(
    steward: Steward, title: str, columns: Sequence[sheets.Column | str], rows: Iterable[Sequence[sheets.Cell]]
) -> HttpResponse:
    """A list as Excel, with its source and date, and the tenant's mark."""
    language = "en" if get_language() == "en" else "th"
    day = thai_dates.short(timezone.localdate(), language)
    content = sheets.write_sheet(
        title,
        columns,
        rows,
        note=_("Source: %(office)s, %(day)s") % {"office": steward.name, "day": day},
        mark=str(steward.get_mark_display()) if steward.mark else "",
        language=language,
    )
    return download(content, sheets.MEDIA_TYPE, f"{title}.xlsx")
