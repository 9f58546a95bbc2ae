"""What every page of this room answers with: a form, a refusal, a list as Excel, a file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from ruammue.foundation import thai_dates
from ruammue.foundation.refusals import Refusal, sentence_for
from ruammue.foundation.sheets import MEDIA_TYPE, write_sheet
from ruammue.places.models import Steward


def back_to(request: Any, name: str, *args: Any) -> HttpResponse:
    """Go to a page of this room."""
    return redirect(f"networks:{name}", request.steward.slug, *args)


def url(request: Any, name: str, *args: Any) -> str:
    """The address of a page of this room."""
    return reverse(f"networks:{name}", args=[request.steward.slug, *args])


def form_page(
    request: Any, form: Any, *, title: str, act: str, back: str, lead: str = "", warn: str = ""
) -> HttpResponse:
    """One form on one page; after a refusal with 422, so that no program takes it for done."""
    context = {"form": form, "title": title, "act": act, "back": back, "lead": lead, "warn": warn}
    return render(request, "networks/form.html", context, status=422 if form.errors else 200)


def tried(form: Any, act: Callable[[], Any], field: str | None = None) -> bool:
    """Do the act; a refusal becomes a sentence on the form. True when it was done."""
    try:
        act()
    except Refusal as refusal:
        form.add_refusal(refusal, field)
        return False
    return True


def told(request: Any, act: Callable[[], Any], done: str) -> None:
    """Do an act of a single button; say that it was done, or why not."""
    try:
        act()
    except Refusal as refusal:
        messages.error(request, sentence_for(refusal))
    else:
        messages.success(request, done)


def sheet(request: Any, title: str, columns: list[Any], rows: list[Any], today: date) -> HttpResponse:
    """A list as Excel, with its source, its day and the mark of the steward."""
    note = _("%(office)s, from the record of %(day)s") % {
        "office": request.steward.name,
        "day": thai_dates.long(today, request.LANGUAGE_CODE),
    }
    mark = str(Steward.Mark(request.steward.mark).label) if request.steward.mark else ""
    content = write_sheet(title, columns, rows, note=note, mark=mark, language=request.LANGUAGE_CODE)
    return file(content, MEDIA_TYPE, f"{title}.xlsx")


def file(content: bytes, media_type: str, name: str) -> HttpResponse:
    """A file to keep."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
