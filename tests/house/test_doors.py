"""Every URL has a policy, and a stranger and a person of the other tenant get in nowhere but where it is written.

`allows.txt` is that writing: who gets in where, by which method. To change it on purpose:

    make allows

and read the difference as carefully as a change of a policy.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.test import Client
from django.urls import URLPattern, URLResolver, path
from django.urls.resolvers import RoutePattern
from django.views.decorators.csrf import csrf_exempt

from ruammue.access.gate import EVERYONE, gate
from ruammue.places.models import Village
from ruammue.web import urls
from tests.cast import Cast
from tests.house.rows import a_row_of
from tests.house.tree import report

ALLOWS = Path(__file__).with_name("allows.txt")
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE")
VISITORS = {"stranger": None, "outsider": "outsider"}
STAND_INS: dict[str, Any] = {"int": 1, "slug": "x", "str": "x", "path": "x", "uuid": UUID(int=7)}
_ARGUMENT = re.compile(r"<(?:(\w+):)?(\w+)>")


@dataclass(frozen=True, slots=True)
class Door:
    """One URL of the house: its name, its route and its view."""

    name: str
    route: str
    view: Any

    @property
    def passage(self) -> Any:
        """What the gate asks; None when the view did not come through it."""
        return getattr(self.view, "passage", None)


def doors(patterns: Iterable[Any], prefix: str = "", space: str = "") -> Iterator[Door]:
    """Every door behind these patterns."""
    for pattern in patterns:
        assert isinstance(pattern.pattern, RoutePattern), f"{pattern}: routes only, so that every argument has a type"
        route = prefix + pattern.pattern._route
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from doors(pattern.url_patterns, route, inner)
        elif isinstance(pattern, URLPattern):
            yield Door(f"{space}{pattern.name or route}", route, pattern.callback)


def unguarded(found: Iterable[Door]) -> list[str]:
    return [f"{door.name} /{door.route}" for door in found if door.passage is None]


def address(door: Door, cast: Cast, rows: dict[type[models.Model], models.Model]) -> str:
    """A path through this door to something that is really there."""

    def value(argument: re.Match[str]) -> str:
        kind, name = argument.group(1) or "str", argument.group(2)
        if name == "steward":
            return cast.steward.slug
        table = door.passage.of if door.passage else None
        if name == "pk" and isinstance(table, type) and issubclass(table, models.Model):
            return str(a_row_of(table, cast, rows).pk)
        return str(STAND_INS[kind])

    return "/" + _ARGUMENT.sub(value, door.route)


def outcome(client: Client, method: str, where: str) -> int:
    """The status of one request whose traces are taken back; 0 when it was turned away."""
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]    # doors inside it stay outermost, as in a test case
    with block:
        answer = client.generic(method, where)
        transaction.set_rollback(True)
    if answer.status_code == 302 and answer.headers["Location"].startswith(resolve_url("account_login")):
        return 0
    return 0 if answer.status_code in (403, 404, 405) else answer.status_code


def rounds(found: list[Door], cast: Cast) -> tuple[list[str], list[str]]:
    """Every visitor at every door with every method: who got in, and what broke."""
    rows: dict[type[models.Model], models.Model] = {}
    let_in: dict[str, list[str]] = defaultdict(list)
    broken = []
    for visitor, name in VISITORS.items():
        client = cast.client(name)
        client.raise_request_exception = False
        for door in found:
            where = address(door, cast, rows)
            for method in METHODS:
                status = outcome(client, method, where)
                if status >= 500:
                    broken.append(f"{visitor} {method} {door.name}: {status}")
                elif status:
                    let_in[f"{visitor:8}  {door.name}"].append(method)
    return [f"{who}  {' '.join(how)}" for who, how in sorted(let_in.items())], broken


@pytest.fixture
def house_doors() -> list[Door]:
    return list(doors(urls.urlpatterns))


def test_every_door_has_a_policy(house_doors: list[Door]) -> None:
    found = unguarded(house_doors)
    assert not found, report(found)


def test_nobody_gets_in_but_where_it_is_written(house_doors: list[Door], cast: Cast) -> None:
    let_in, broken = rounds(house_doors, cast)
    assert not broken, report(broken)
    if os.environ.get("RUAMMUE_WRITE_ALLOWS"):
        head = "# Who gets in where. Generated (see test_doors.py); each new line is reviewed like a policy.\n"
        ALLOWS.write_text(head + "\n".join(let_in) + "\n", encoding="utf-8")
    written = {line for line in ALLOWS.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")}
    news = [f"+ {line}" for line in set(let_in) - written] + [f"- {line}" for line in written - set(let_in)]
    assert not news, report(news)


# ---------- planted: this module is a URL table with two holes ----------


def hole(request: HttpRequest) -> HttpResponse:
    return HttpResponse("come in")


@gate(EVERYONE, of=Village, methods="GET")
def open_to_all(request: HttpRequest, village: Village) -> HttpResponse:
    return HttpResponse(village.label)


@gate([], of=Village)
def closed(request: HttpRequest, village: Village) -> HttpResponse:
    return HttpResponse("never")


@gate(EVERYONE, methods="GET")
def breaks(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


urlpatterns = [
    path("hole/", csrf_exempt(hole), name="hole"),
    path("<slug:steward>/open/<uuid:pk>/", open_to_all, name="open"),
    path("<slug:steward>/closed/<uuid:pk>/", closed, name="closed"),
    path("account/login/", closed, name="account_login"),
]


def test_a_view_past_the_gate_is_caught() -> None:
    assert unguarded(doors(urlpatterns)) == ["hole /hole/"]


@pytest.mark.urls(__name__)
def test_planted_ways_in_are_caught(cast: Cast) -> None:
    let_in, broken = rounds(list(doors(urlpatterns[:3])), cast)
    assert broken == []
    assert let_in == [
        "outsider  hole  " + " ".join(METHODS),
        "outsider  open  GET HEAD",
        "stranger  hole  " + " ".join(METHODS),
        "stranger  open  GET HEAD",
    ]
