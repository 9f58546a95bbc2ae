"""Walks the links that pages show to somebody, as they would by tapping each."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from urllib.parse import urldefrag, urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, resolve, reverse

from ruammue.loop.queries import matters_for
from ruammue.needs.models import Need
from ruammue.people.actors import of_person
from ruammue.people.models import Account
from ruammue.places.models import Steward

_LINK = re.compile(r'<(?:a|img|audio)\b[^>]*?\b(?:href|src)="([^"]+)"')
LEAVES = ("/static/", "/language/")
OF_A_DOOR = 3
"""How many links through one door are followed for one reader: rows of one kind differ by whose they are, and a page
names each kind a few times."""


def links_of(client: Client, path: str) -> set[str]:
    """The addresses of our own house that a page links to."""
    page = client.get(path, follow=True)
    assert page.status_code == 200, (path, page.status_code)
    found = set()
    for link in _LINK.findall(page.content.decode()):
        address = urldefrag(urljoin(path, unescape(link)))[0]
        parts = urlsplit(address)
        if parts.scheme or not address.startswith("/"):
            if parts.hostname != "testserver":
                continue
            address = parts.path + (f"?{parts.query}" if parts.query else "")
        if not address.startswith(LEAVES):
            found.add(address)
    return found


def shut(client: Client, paths: list[str]) -> set[tuple[str, str, int]]:
    """Links of these pages that do not open: (page, link, status). Of those through one door
    the first few are followed."""
    found = {path: links_of(client, path) for path in paths}
    status = dict.fromkeys(found, 200)
    followed: Counter[str] = Counter()
    wrong = set()
    for path, links in found.items():
        for link in sorted(links):
            door = door_of(link)
            if link not in status and followed[door] < OF_A_DOOR:
                followed[door] += 1
                status[link] = client.get(link).status_code
            if status.get(link, 200) not in (200, 302):
                wrong.add((path, link, status[link]))
    return wrong


def door_of(link: str) -> str:
    """The name of the view behind an address; the address itself where there is none."""
    try:
        return resolve(urlsplit(link).path).view_name
    except Resolver404:
        return link


def pages_of(home: Steward, account: Account | None) -> list[str]:
    """The home, every matter this reader may open and every need they may read."""
    front = [reverse("loop:home", args=[home.slug])]
    if account is None:
        return [*front, reverse("evidence:matters", args=[home.slug])]
    actor = of_person(account.person, home)
    matters = [matter.pk for state in ("open", "closed") for matter in matters_for(home, actor, state=state)]
    needs = Need.objects.of(home).visible_to(actor).order_by("id").values_list("pk", flat=True)[:5]
    return [
        *front,
        *(reverse("needs:matter", args=[home.slug, pk]) for pk in matters),
        *(reverse("needs:need", args=[home.slug, pk]) for pk in needs),
    ]
