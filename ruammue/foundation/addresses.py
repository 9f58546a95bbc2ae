"""Whole addresses, as they leave the house: on slips and cards, in LINE, behind a QR. One place, all agree."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port


def absolute(request: HttpRequest, path: str) -> str:
    """The whole address of a path: under the public name when there is one, else as this reader came in."""
    return f"{settings.PUBLIC_URL}{path}" if settings.PUBLIC_URL else request.build_absolute_uri(path)


def outside(path: str) -> str:
    """The address for whoever is not in the office: on letters, notices, in LINE. Empty where the house has no public
    name: an address that leads nowhere is worse than the telephone number that stands beside it.
    """
    return f"{settings.PUBLIC_URL}{path}" if settings.PUBLIC_URL else ""


def inside(request: HttpRequest, path: str) -> str:
    """The address for another device in the office or on its network: a camera before the screen, a sheet brought back.
    Empty where the reader came in by a name that means this very machine.
    """
    host = split_domain_port(request.get_host())[0].strip("[]")
    return "" if not settings.PUBLIC_URL and _is_this_machine(host) else absolute(request, path)


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
