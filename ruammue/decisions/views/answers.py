"""Small answers that the views of this room share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ruammue.foundation import thai_dates
from ruammue.foundation.answers import download
from ruammue.foundation.sheets import MEDIA_TYPE, Column, write_sheet
from ruammue.places.models import Steward


def url(request: Any, name: str, *args: Any) -> str:
    """An address of this room at the request's steward."""
    return reverse(f"decisions:{name}", args=[request.steward.slug, *args])


def go(request: Any, name: str, *args: Any) -> HttpResponse:
    """On to a page of this room."""
    return redirect(f"decisions:{name}", request.steward.slug, *args)


def sheet(request: Any, title: str, columns: Sequence[str | Column], rows: Sequence[Sequence[Any]]) -> HttpResponse:
    """A list as Excel, with source and date below."""
    note = _("%(office)s, from the record of %(day)s") % {
        "office": request.steward.name,
        "day": thai_dates.long(timezone.localdate(), request.LANGUAGE_CODE),
    }
    mark = str(Steward.Mark(request.steward.mark).label) if request.steward.mark else ""
    content = write_sheet(title, columns, rows, note=note, mark=mark, language=request.LANGUAGE_CODE)
    return download(content, MEDIA_TYPE, f"{title}.xlsx")
