"""The pages around a signing link: the only one that shows it, and the one that it opens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ruammue.foundation import telephone
from ruammue.foundation.forms import HouseForm
from ruammue.foundation.refusals import Refusal
from ruammue.people.models import Organisation
from ruammue.people.signing.refusals import SignerMissing

GONE = {"unknown": 404, "over": 410, "signed": 200}
"""With which status a link is answered behind which nothing waits for a signature."""


def quiet(response: HttpResponse) -> HttpResponse:
    """The address is a secret: it goes to no other page, no cache and no search engine."""
    response["Referrer-Policy"] = "strict-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def show_link(
    request: HttpRequest, organisation: Organisation, *, link: str, text: str, paper: str, again: str, back: str,
    back_words: str,
) -> HttpResponse:  # fmt: skip
    """The only page that ever shows the link, with `text` to send it in: who asks for what. `paper`: the sheet for
    those who sign by hand; `again`: to ask one more. Where the link opens nowhere, the telephone stands in the text.
    """
    phone = telephone.grouped(request.steward.phone)  # type: ignore[attr-defined]
    way = _("Read it and sign here:") if settings.IS_REACHABLE else _("We bring the sheet to sign. Ask: %(phone)s")
    context = {
        "organisation": organisation,
        "link": link,
        "text": f"{text} {way % {'phone': phone}}",
        "paper": paper,
        "again": again,
        "back": back,
        "back_words": back_words,
    }
    response = render(request, "people/signing/asked.html", context)
    response["Referrer-Policy"] = "strict-origin"
    return response


def over(request: HttpRequest, template: str, link: Any) -> HttpResponse:
    """What stands behind a link where nothing waits any more (`link.state`)."""
    return quiet(render(request, template, {"link": link}, status=GONE.get(link.state, 404)))


def sign_by_link(
    request: HttpRequest, form: HouseForm, template: str, *, do: Callable[[dict[str, Any]], Any], here: str,
    **context: Any,
) -> HttpResponse:  # fmt: skip
    """Sign without an account. Looking never uses the link up; only the signing POST does."""
    if request.method == "POST" and form.is_valid():
        try:
            do(form.cleaned_data)
        except Refusal as refusal:
            form.add_refusal(refusal, "signed_as" if isinstance(refusal, SignerMissing) else None)
        else:
            if form.masked_notice:
                messages.warning(request, form.masked_notice)
            return quiet(redirect(here))
    return quiet(render(request, template, {"form": form, "here": here, **context}))
