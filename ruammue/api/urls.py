"""Addresses of this room, each under `/<steward>/`: the operations of the API, each wrapped by the door."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path

from ruammue.api import endpoints  # noqa: F401 - registers the operations
from ruammue.api.service import VERSION, api, door

ROOT = f"api/v{VERSION}/"


def openapi(request: Any) -> HttpResponse:
    """The description of this API, for machines and for those who write them."""
    schema: Any = api.get_openapi_schema(path_prefix=f"{request.steward.slug}/{ROOT}")
    return JsonResponse(schema)


def _operations() -> list[URLPattern]:
    """The library's own patterns, without its pages, each view behind the gate.

    Its converter `uuidstr` is Django's `uuid` by another name; every argument of a URL here has one of Django's types.
    """
    found: list[Any] = api.urls[0]
    return [
        path(ROOT + pattern.pattern._route.replace("<uuidstr:", "<uuid:"), door(pattern.callback), name=pattern.name)
        for pattern in found
        if pattern.name != "api-root"
    ]


def root(_request: HttpRequest) -> HttpResponse:
    """Where to begin."""
    return JsonResponse({"version": VERSION, "openapi": "openapi.json", "matters": "matters/"})


urlpatterns: list[URLPattern] = [
    path(ROOT, door(root), name="root"),
    path(f"{ROOT}openapi.json", door(openapi), name="openapi"),
    *_operations(),
]
