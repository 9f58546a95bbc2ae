"""The API object, its one shape of error, and the door that lets its views pass through the house's gate."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.renderers import JSONRenderer

from ruammue.access.gate import EVERYONE, gate

VERSION = "1"
log = logging.getLogger(__name__)


class Readable(JSONRenderer):
    """Thai as Thai: whoever looks at an answer can read it, and it is a third as long."""

    json_dumps_params = {"ensure_ascii": False}


api = NinjaAPI(
    title="Ruammue",
    version=VERSION,
    description="The public record of a steward, read only: from a trouble to its result. No personal data.",
    urls_namespace="api",
    openapi_url=None,
    docs_url=None,
    renderer=Readable(),
)


def problem(error: str, detail: str, status: int) -> JsonResponse:
    """The one shape of error."""
    return JsonResponse({"error": error, "detail": detail}, status=status)


@api.exception_handler(Http404)
def not_found(_request: HttpRequest, _error: Exception) -> HttpResponse:
    """Not there, or not public: a stranger cannot tell which."""
    return problem("not_found", "There is nothing public at this address.", 404)


@api.exception_handler(ValidationError)
def not_understood(_request: HttpRequest, error: Any) -> HttpResponse:
    """A parameter that cannot be read. Names the parameter, never repeats its value."""
    names = sorted({str(fault["loc"][-1]) for fault in error.errors})
    return problem("bad_request", f"Cannot read: {', '.join(names)}.", 400)


@api.exception_handler(HttpError)
def refused(_request: HttpRequest, error: Any) -> HttpResponse:
    """What the library itself refuses."""
    return problem("bad_request", "The request could not be understood.", error.status_code)


@api.exception_handler(Exception)
def broken(_request: HttpRequest, error: Exception) -> HttpResponse:
    """A defect of ours: logged with its trace, told without."""
    log.error("the API broke", exc_info=error)
    return problem("server_error", "Something is wrong on our side; it has been written down.", 500)


def door(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view of the API behind the house's gate: everybody, GET only, at one steward; errors in the one shape.

    The answers hold nothing private, so pages of other sites may read them too.
    """
    guarded: Any = gate(EVERYONE, methods="GET")(view)

    def passed(request: HttpRequest, **key: Any) -> HttpResponse:
        if request.method == "HEAD":
            request.method = "GET"  # the library knows no HEAD; the server sends the headers alone
        try:
            response = guarded(request, **key)
        except Http404 as error:
            response = not_found(request, error)
        except PermissionDenied as error:
            response = not_found(request, error)
        if isinstance(response, HttpResponseNotAllowed):
            allowed = response.headers["Allow"]
            response = problem("method_not_allowed", "This API is read only: use GET.", 405)
            response.headers["Allow"] = allowed
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    passed.passage = guarded.passage  # type: ignore[attr-defined]
    return passed
