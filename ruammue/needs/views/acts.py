"""What all pages with one form share: bind, act once, go on; or say beside the field what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
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


def send_file(attachment: Attachment, *, small: bool = False, is_public: bool = False) -> HttpResponse:
    """A stored file that no browser will take for a page: its own type, no sniffing, nothing it could run."""
    stored = attachment.thumbnail if small and attachment.thumbnail else attachment.file
    response = FileResponse(stored.open("rb"), content_type=attachment.media_type)
    response.headers["Content-Disposition"] = f'inline; filename="{stored.name.rsplit("/", 1)[-1]}"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "public, max-age=300" if is_public else "private, no-store"
    return response


def download(content: bytes, media_type: str, filename: str) -> HttpResponse:
    """A finished file to keep. The name may be Thai."""
    response = HttpResponse(content, content_type=media_type)
    ascii_name = "".join(sign if sign.isascii() and sign not in '"\\' else "_" for sign in filename)
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(filename)}"
    )
    return response
