"""Whole addresses, as they leave the house: on slips and cards, in LINE, behind a QR. One function, all agree."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def absolute(request: HttpRequest, path: str) -> str:
    """The whole address of a path: under the public name when there is one, else as this reader came in."""
    return f"{settings.PUBLIC_URL}{path}" if settings.PUBLIC_URL else request.build_absolute_uri(path)
