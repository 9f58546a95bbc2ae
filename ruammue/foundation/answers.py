"""What every room's views answer with after an act: a refusal as a sentence, a word that it was done, a file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from ruammue.foundation.refusals import Refusal, sentence_for


def tried(form: Any, act: Callable[[], Any], field: str | None = None) -> bool:
    """Do the act; a refusal becomes a sentence on the form. True when it was done."""
    try:
        act()
    except Refusal as refusal:
        form.add_refusal(refusal, field)
        return False
    return True


def told(request: Any, act: Callable[[], Any], done: str) -> bool:
    """Do the act of a single button; say that it was done, or why not. True when it was done."""
    try:
        act()
    except Refusal as refusal:
        messages.error(request, sentence_for(refusal))
        return False
    messages.success(request, done)
    return True


def form_page(
    request: Any, form: Any, *, title: str, act: str, back: str, lead: str = "", warn: str = ""
) -> HttpResponse:
    """One form on one page; after a refusal with 422, so that no program takes it for done."""
    context = {"form": form, "title": title, "act": act, "back": back, "lead": lead, "warn": warn}
    return render(request, "web/form.html", context, status=422 if form.errors else 200)


def download(content: bytes, media_type: str, name: str, *, inline: bool = False) -> HttpResponse:
    """A finished file to keep, under a name that may be Thai; `inline` shows it in the browser."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(not inline, name) or "attachment"
    return response
