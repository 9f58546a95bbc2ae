"""What every answer goes through: strict headers, the reader's language, and refusals that nobody caught."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers

from ruammue.foundation.refusals import Refusal, sentence_for

Answer = Callable[[HttpRequest], HttpResponse]
_SELF = (
    "script-src",
    "style-src",
    "img-src",
    "font-src",
    "media-src",
    "connect-src",
    "worker-src",
    "manifest-src",
    "form-action",
)
POLICY = "; ".join(
    [
        "default-src 'none'",
        *(f"{kind} 'self'" for kind in _SELF),
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    ]
)
LANGUAGE_COOKIE = "ruammue-language"


def headers(answer: Answer) -> Answer:
    """The policy of HOUSE section 0.7: everything from ourselves, nothing inline."""

    def with_headers(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(self), microphone=(self), geolocation=()")
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return with_headers


def language(answer: Answer) -> Answer:
    """Thai unless the reader chose English by the link in the footer. The browser's own wish does not decide:
    many phones in a Thai village are set to English.
    """

    def in_language(request: HttpRequest) -> HttpResponse:
        chosen = "en" if request.COOKIES.get(LANGUAGE_COOKIE) == "en" else "th"
        translation.activate(chosen)
        request.LANGUAGE_CODE = chosen  # type: ignore[attr-defined]
        response = answer(request)
        response.headers["Content-Language"] = chosen
        patch_vary_headers(response, ["Cookie"])
        translation.deactivate()
        return response

    return in_language


def body_size(answer: Answer) -> Answer:
    """A body larger than any form of ours is turned away by its stated length, before it is read or put on the disk.

    What states no length has no body for us: the server hands on as many bytes as were stated.
    """

    def within_size(request: HttpRequest) -> HttpResponse:
        try:
            length = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            length = 0
        if length <= settings.LARGEST_BODY:
            return answer(request)
        response = render(request, "413.html", {"limit": settings.LARGEST_BODY // 1_048_576}, status=413)
        response.headers["Connection"] = "close"
        return response

    return within_size


class refusals:
    """A refusal that no view turned into a form error still gets its whole sentence and a way on."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass through."""
        return self.answer(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        """Show the refusal's sentence; anything else is not ours."""
        if not isinstance(problem, Refusal):
            return None
        return render(request, "refusal.html", {"sentence": sentence_for(problem)}, status=409)
