"""What every page of this room answers with: a form, a refusal, a list as Excel, a file."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from ruammue.foundation import thai_dates
from ruammue.foundation.answers import download
from ruammue.foundation.sheets import MEDIA_TYPE, write_sheet
from ruammue.places.models import Steward


def back_to(request: Any, name: str, *args: Any) -> HttpResponse:
    """Go to a page of this room."""
    return redirect(f"networks:{name}", request.steward.slug, *args)


def url(request: Any, name: str, *args: Any) -> str:
    """The address of a page of this room."""
    return reverse(f"networks:{name}", args=[request.steward.slug, *args])


def sheet(request: Any, title: str, columns: list[Any], rows: list[Any], today: date) -> HttpResponse:
    """A list as Excel, with its source, its day and the mark of the steward."""
    note = _("%(office)s, from the record of %(day)s") % {
        "office": request.steward.name,
        "day": thai_dates.long(today, request.LANGUAGE_CODE),
    }
    mark = str(Steward.Mark(request.steward.mark).label) if request.steward.mark else ""
    content = write_sheet(title, columns, rows, note=note, mark=mark, language=request.LANGUAGE_CODE)
    return download(content, MEDIA_TYPE, f"{title}.xlsx")
