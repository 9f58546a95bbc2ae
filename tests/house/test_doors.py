"""Every URL has a policy, and everybody gets in nowhere but where it is written: stranger, other office, every role.

`allows.txt` is that writing: a row for each door, a column for each visitor, a letter for each method that was let in
(G with HEAD, P, or the method's name). To change it on purpose:

    make allows

and read the difference as carefully as a change of a policy. Beside it: what is asked for with an id of nothing, or of
another office's row, opens no door, and no form is taken without its token.
"""

from __future__ import annotations

import copy
import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any, get_type_hints
from urllib.parse import unquote
from uuid import UUID

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, resolve_url
from django.test import Client
from django.urls import Resolver404, URLPattern, URLResolver, path, resolve
from django.urls.resolvers import RoutePattern
from django.views.decorators.csrf import csrf_exempt

from ruammue.access.gate import EVERYONE, gate
from ruammue.people.models import Organisation
from ruammue.places.models import Area, Village
from ruammue.web import urls
from tests.cast import Cast
from tests.house.rows import a_row_of
from tests.house.tree import report

ALLOWS = Path(__file__).with_name("allows.txt")
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE")
# Who comes, by the cast's name: everybody whose role differs; nurse and owner speak for a state and a private partner.
VISITORS = {
    name: None if name == "stranger" else name
    for name in (
        "stranger", "outsider", "officer", "clerk", "mayor", "head", "volunteer", "coordinator", "auditor", "nurse",
        "owner",
    )
}  # fmt: skip
OPENS_MOST = ("stranger", "officer", "owner")
# What the gate answers to a method does not depend on who asks: all of them are tried by these two only.
THOROUGH = ("stranger", "outsider")
STAND_INS: dict[str, Any] = {"int": 2570, "slug": "x", "str": "x", "path": "x", "uuid": UUID(int=7)}
_LINK = re.compile(r'<a [^>]*href="(/[^"#?]*)')
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


def key_of(door: Door, cast: Cast, rows: dict[type[models.Model], models.Model]) -> str | None:
    """The key of something of the cast's steward that this door is about; None when no row of a table is meant."""
    of = door.passage.of if door.passage else None
    if of is None:
        return None
    if isinstance(of, type):
        return str(a_row_of(of, cast, rows).pk)
    name = of.__name__
    if name in OWN_WAY:
        return OWN_WAY[name](cast, rows)
    told = get_type_hints(of).get("return")
    if isinstance(told, type) and issubclass(told, models.Model):
        return str(a_row_of(told, cast, rows).pk)
    return None


def _receipt(table: str) -> Callable[[Cast, dict[type[models.Model], models.Model]], str]:
    return lambda cast, rows: str(a_row_of(apps.get_model(table), cast, rows).receipt)  # type: ignore[attr-defined]


# Loaders whose key is no primary key of what they return, or of a row that needs another beside it.
OWN_WAY: dict[str, Callable[[Cast, dict[type[models.Model], models.Model]], str]] = {
    "person_here": lambda cast, rows: str(a_row_of(apps.get_model("people.Acquaintance"), cast, rows).person_id),  # type: ignore[attr-defined]
    "organisation_here": lambda cast, rows: str(
        a_row_of(apps.get_model("people.Affiliation"), cast, rows).organisation_id
    ),  # type: ignore[attr-defined]
    "organisation_of_ours": lambda cast, rows: str(
        a_row_of(apps.get_model("people.Affiliation"), cast, rows).organisation_id
    ),  # type: ignore[attr-defined]
    # A project that something serves, so that its board has a row.
    "project_at": lambda cast, rows: str(a_row_of(apps.get_model("work.LineForProject"), cast, rows).project_id),  # type: ignore[attr-defined]
    "need_of_code": _receipt("needs.Need"),
    "help_of_code": _receipt("coordination.HelpOffer"),
    "subject_of_key": lambda cast, rows: f"needs.matter:{a_row_of(apps.get_model('needs.Matter'), cast, rows).pk}",
    "_place": lambda cast, rows: str(cast.steward.area_id),
}
# Doors that open by a secret link: who gets in with one, used up, ended or of somebody else, is told in the rooms.
BY_LINK = {
    "networks:invitation",
    "goals:sign",
    "work:sign_duties",
    "work:object_by_link",
    "resources:answer",
    "work:come",
    "work:wishes",
    "resources:exchange_answer",
    "resources:reply_by_link",
    "resources:contribution_by_link",
}


def address(door: Door, cast: Cast, rows: dict[type[models.Model], models.Model], key: str | None = None) -> str:
    """A path through this door to something that is really there, or to `key`."""
    key = key or key_of(door, cast, rows)
    first = True

    def value(argument: re.Match[str]) -> str:
        nonlocal first
        kind, name = argument.group(1) or "str", argument.group(2)
        if name == "steward":
            return cast.steward.slug
        meant, first = first, False
        return key if meant and key else str(STAND_INS[kind])

    return "/" + _ARGUMENT.sub(value, door.route)


def outcome(client: Client, method: str, where: str) -> int:
    """The status of one request whose traces are taken back; 0 when it was turned away."""
    return seen(client, method, where)[0]


def seen(client: Client, method: str, where: str) -> tuple[int, set[str]]:
    """The same with the addresses to which the page leads, when it is one."""
    cookies = copy.deepcopy(client.cookies)
    cache.clear()  # or a door would be shut for having been tried too often
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]    # doors inside it stay outermost, as in a test case
    with block:
        answer = client.generic(method, where)
        transaction.set_rollback(True)
    client.cookies = cookies  # who went through the way out comes in again
    if answer.status_code == 302 and answer.headers["Location"].startswith(resolve_url("account_login")):
        return 0, set()
    if answer.status_code in (403, 404, 405):
        return 0, set()
    is_page = method == "GET" and answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")
    return answer.status_code, set(_LINK.findall(answer.content.decode())) if is_page else set()


LETTERS = {"GET": "G", "POST": "P", "HEAD": ""}


def rounds(found: list[Door], cast: Cast, visitor: str) -> tuple[dict[str, str], list[str]]:
    """One visitor at every door: what was let in, and what broke or led nowhere."""
    rows: dict[type[models.Model], models.Model] = {}
    let_in: dict[str, str] = {}
    broken = []
    led: dict[str, str] = {}
    client = cast.client(VISITORS[visitor])
    client.raise_request_exception = False
    for door in found:
        where, taken = address(door, cast, rows), []
        for method in METHODS if visitor in THOROUGH else ("GET", "POST"):
            status, links = seen(client, method, where)
            led.update(dict.fromkeys(links, door.name))
            if status >= 500:
                broken.append(f"{visitor} {method} {door.name}: {status}")
            elif status:
                taken.append(LETTERS.get(method, method.lower()))
                assert method != "HEAD" or taken[0] == "G", f"{door.name}: HEAD without GET"
        let_in[door.name] = "".join(taken)
    return let_in, broken + dead_ends(client, led, let_in)


def dead_ends(client: Client, led: dict[str, str], let_in: dict[str, str]) -> list[str]:
    """Links on the pages this visitor may see (address -> door of its page) that turn them away. Whoever is a stranger
    is asked to come in. Only what leads to a door that is shut for some of its rows is tried once more.
    """
    if client.cookies.get("sessionid") is None:
        return []
    return [
        f"{page} leads to {where}, which is shut"
        for where, page in sorted(led.items())
        if "G" not in let_in.get(_door_at(where), "") and not outcome(client, "GET", where)
    ]


def _door_at(where: str) -> str:
    """The name of the door an address leads to; nothing where there is none."""
    try:
        return resolve(unquote(unescape(where))).view_name
    except Resolver404:
        return ""


def written() -> dict[str, dict[str, str]]:
    """visitor -> door -> what is let in."""
    lines = [line.split() for line in ALLOWS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    heads, *table = [line for line in lines if line]
    return {
        visitor: {door: "" if cells[at] == "-" else cells[at] for door, *cells in table}
        for at, visitor in enumerate(heads[1:])
    }


def write(visitor: str, let_in: dict[str, str]) -> None:
    """This visitor's column anew; doors that are gone go."""
    known = {**(written() if ALLOWS.exists() else {}), visitor: let_in}
    head = "# Who gets in where. Generated (see test_doors.py); each change is reviewed like a policy. G: with HEAD.\n"
    lines = [["door", *VISITORS]]
    lines += [[door, *(known.get(name, {}).get(door) or "-" for name in VISITORS)] for door in sorted(let_in)]
    wide = max(len(line[0]) for line in lines)
    text = "\n".join(" ".join([line[0].ljust(wide), *(cell.ljust(9) for cell in line[1:])]).rstrip() for line in lines)
    ALLOWS.write_text(head + text + "\n", encoding="utf-8")


@pytest.fixture
def house_doors() -> list[Door]:
    return list(doors(urls.urlpatterns))


def test_every_door_has_a_policy(house_doors: list[Door]) -> None:
    found = unguarded(house_doors)
    assert not found, report(found)


def test_every_door_leads_to_something(house_doors: list[Door], cast: Cast) -> None:
    """No door is tried with an id of nothing only: whoever adds a way of loading says here how to find a row."""
    rows: dict[type[models.Model], models.Model] = {}
    found = [door.name for door in house_doors if door.passage.of is not None and key_of(door, cast, rows) is None]
    assert set(found) == BY_LINK, report(sorted(set(found) ^ BY_LINK))


def test_a_planted_link_to_a_shut_door_is_found(cast: Cast) -> None:
    shut = f"/{cast.steward.slug}/partners/new/"
    client = cast.client("auditor")
    assert dead_ends(client, {shut: "a:page"}, {"networks:add_partner": "-"})
    assert not dead_ends(client, {shut: "a:page"}, {"networks:add_partner": "GP"})
    assert not dead_ends(client, {f"/{cast.steward.slug}/partners/": "a:page"}, {})


@pytest.mark.parametrize(
    "visitor",
    # Who gets in is the same on every database; that each door opens on either is seen by those who open the most.
    [name if name in OPENS_MOST else pytest.param(name, marks=pytest.mark.any_database) for name in VISITORS],
)
def test_nobody_gets_in_but_where_it_is_written(house_doors: list[Door], cast: Cast, visitor: str) -> None:
    let_in, broken = rounds(house_doors, cast, visitor)
    assert not broken, report(broken)
    if os.environ.get("RUAMMUE_WRITE_ALLOWS"):
        write(visitor, let_in)
    known = written()[visitor]
    news = [
        f"{name}: {visitor} {let_in.get(name) or '-'}, written {known.get(name) or '-'}"
        for name in let_in.keys() | known.keys()
        if let_in.get(name) != known.get(name)
    ]
    assert not news, report(news)


# ---------- ids of others ----------


def foreign(cast: Cast) -> Cast:
    """The neighbouring office as a cast of its own, for rows that are theirs."""
    area = Area.objects.get(parent_code=cast.other_steward.area_id)
    village = Village.objects.create(steward=cast.other_steward, area=area, moo=area.moo, name=area.name_th)
    persons, shop = (
        {"officer": cast.outsider},
        Organisation.objects.create(name="ร้านเขา", sector="private", kind="firm"),
    )
    return Cast(cast.other_steward, cast.steward, [village], persons, {"shop": shop})


def opened_by(found: list[Door], cast: Cast, client: Client, keys: Callable[[Door], Iterable[str]]) -> list[str]:
    """Doors of the cast's steward that one of these keys opens."""
    open_doors = []
    for door in found:
        for key in keys(door):
            where = address(door, cast, {}, key)
            open_doors += [
                f"{method} {door.name} {where}: {status}"
                for method in ("GET", "POST")
                if (status := outcome(client, method, where))
            ]
    return open_doors


def of_things(found: list[Door]) -> list[Door]:
    """Doors to one thing of a steward."""
    return [
        door
        for door in found
        if door.passage.of is not None and "<slug:steward>" in door.route and door.name not in BY_LINK
    ]


def test_an_id_of_nothing_or_of_the_neighbours_opens_no_door(house_doors: list[Door], cast: Cast) -> None:
    """Asked by the officer, who may do nearly everything here, with ids that are right elsewhere."""
    theirs, rows = foreign(cast), {}  # type: ignore[var-annotated]

    def keys(door: Door) -> list[str]:
        return [str(UUID(int=7)), key_of(door, theirs, rows) or ""]

    found = opened_by(of_things(house_doors), cast, cast.client("officer"), keys)
    found = [line for line in found if line.split()[:2] not in SHARED]
    assert not found, report(found)


# Identities belong to the installation: an organisation may be looked at by every office, to make it a partner here.
SHARED = [["GET", "people:organisation"]]


def test_no_form_is_taken_without_its_token(house_doors: list[Door], cast: Cast, settings: Any) -> None:
    settings.CSRF_FAILURE_VIEW = f"{__name__}.without_token"
    rows: dict[type[models.Model], models.Model] = {}
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.officer.account, backend="django.contrib.auth.backends.ModelBackend")
    asked = [door for door in house_doors if "POST" in door.passage.methods]
    taken = [door.name for door in asked if outcome(client, "POST", address(door, cast, rows)) != 418]
    assert len(asked) > 100
    assert not taken, report(taken)


def without_token(request: HttpRequest, reason: str = "") -> HttpResponse:
    return HttpResponse("no token", status=418)


# ---------- planted: this module is a URL table with two holes ----------


def hole(request: HttpRequest) -> HttpResponse:
    return HttpResponse("come in")


@gate(EVERYONE, of=Village, methods="GET")
def open_to_all(request: HttpRequest, village: Village) -> HttpResponse:
    return HttpResponse(village.label)


@gate([], of=Village)
def closed(request: HttpRequest, village: Village) -> HttpResponse:
    return HttpResponse("never")


def village_of_anybody(request: HttpRequest, key: Any) -> Village:
    return get_object_or_404(Village, pk=key)


@gate(EVERYONE, of=village_of_anybody, methods="GET")
def careless(request: HttpRequest, village: Village) -> HttpResponse:
    return HttpResponse(village.label)


@gate(EVERYONE, methods="GET")
def breaks(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


urlpatterns = [
    path("hole/", csrf_exempt(hole), name="hole"),
    path("<slug:steward>/open/<uuid:pk>/", open_to_all, name="open"),
    path("<slug:steward>/closed/<uuid:pk>/", closed, name="closed"),
    path("<slug:steward>/careless/<uuid:pk>/", careless, name="careless"),
    *urls.urlpatterns,  # whoever is turned away gets a page with the house's own menu
]
PLANTED = 4


def test_a_view_past_the_gate_is_caught() -> None:
    assert unguarded(doors(urlpatterns)) == ["hole /hole/"]


@pytest.mark.urls(__name__)
def test_planted_ways_in_are_caught(cast: Cast) -> None:
    for visitor in ("stranger", "outsider", "officer"):
        let_in, broken = rounds(list(doors(urlpatterns[:PLANTED])), cast, visitor)
        assert broken == []
        every = "GoptionsPputpatchdeletetrace" if visitor in THOROUGH else "GP"
        assert let_in == {"hole": every, "open": "G", "closed": "", "careless": "G"}


@pytest.mark.urls(__name__)
def test_planted_neglect_of_whose_it_is_and_of_the_token_is_caught(cast: Cast, settings: Any) -> None:
    theirs, rows = foreign(cast), {}  # type: ignore[var-annotated]
    planted = list(doors(urlpatterns[1:PLANTED]))
    found = opened_by(of_things(planted), cast, cast.client("officer"), lambda door: [key_of(door, theirs, rows) or ""])
    assert [line.split()[1] for line in found] == ["careless"]
    settings.CSRF_FAILURE_VIEW = f"{__name__}.without_token"
    assert outcome(Client(enforce_csrf_checks=True), "POST", "/hole/") == 200
