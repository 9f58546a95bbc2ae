"""What all pages with one form share: bind, act once, go on; or say beside the field what to do."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from ruammue.foundation.forms import HouseForm
from ruammue.foundation.refusals import Refusal
from ruammue.papers.models import Attachment


def act(
    request: HttpRequest,
    form: HouseForm,
    *,
    do: Callable[[dict[str, Any]], str],
    template: str = "needs/act.html",
    beside: Mapping[type[Refusal], str] | None = None,
    done: str = "",
    **context: Any,
) -> HttpResponse:
    """One form, one action. `do` gets the cleaned data and gives the address to go on to.

    A refusal is said above the form, or beside the field that `beside` names for it.
    """
    if request.method == "POST" and form.is_valid():
        try:
            onward = do(form.cleaned_data)
        except Refusal as refusal:
            form.add_refusal(refusal, (beside or {}).get(type(refusal)))
        else:
            tell(request, form, done)
            return HttpResponseRedirect(onward)
    return render(request, template, {"form": form, **context})


def tell(request: HttpRequest, form: HouseForm, done: str = "") -> None:
    """Say what was done, and that a citizen number was crossed out when one was."""
    if done:
        messages.success(request, done)
    if form.masked_notice:
        messages.warning(request, form.masked_notice)


_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


def send_file(
    request: HttpRequest, attachment: Attachment, *, small: bool = False, is_public: bool = False
) -> HttpResponse:
    """A stored file that no browser will take for a page: its own type, no sniffing, nothing it could run.

    Pieces are given when asked for: iPhones play a recording only so.
    """
    stored = attachment.thumbnail if small and attachment.thumbnail else attachment.file
    with stored.open("rb") as opened:
        content = opened.read()
    whole, status = len(content), 200
    headers = {
        "Content-Disposition": f'inline; filename="{str(stored.name).rsplit("/", 1)[-1]}"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "public, max-age=300" if is_public else "private, no-store",
        "Accept-Ranges": "bytes",
    }
    wanted = _RANGE.fullmatch(request.headers.get("Range", ""))
    if wanted and (wanted[1] or wanted[2]):
        first = int(wanted[1]) if wanted[1] else max(whole - int(wanted[2]), 0)
        last = min(int(wanted[2]), whole - 1) if wanted[1] and wanted[2] else whole - 1
        if first > last:
            return HttpResponse(status=416, headers={"Content-Range": f"bytes */{whole}"})
        content, status = content[first : last + 1], 206
        headers["Content-Range"] = f"bytes {first}-{last}/{whole}"
    return HttpResponse(content, status=status, content_type=attachment.media_type, headers=headers)
