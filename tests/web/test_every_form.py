"""Every form of every page, sent wrongly: empty, with nonsense, with too much, twice. Nothing of it breaks the house.

The forms are collected from the pages themselves, as four visitors see them; what is sent is drawn with a fixed seed.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path, resolve

from ruammue.access.gate import EVERYONE, gate
from ruammue.web import urls
from tests.cast import Cast
from tests.house.test_doors import Door, address, doors
from tests.house.tree import report

VISITORS = ("stranger", "officer", "head", "nurse")
TOO_MUCH = "ก" * 10_000_000
MARKS = "ก" + "\u0e48" * 1_000


@dataclass
class Form:
    """A form as its page shows it: where it goes, and each field with what stands in it or may be chosen."""

    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)


class Forms(HTMLParser):
    """Collects the posting forms of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.page, self.found, self.open, self.chosen = page, [], None, ""  # type: ignore[var-annotated]
        self.open: Form | None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.open = None
            if told.get("method", "").lower() == "post":
                self.open = Form(urlsplit(urljoin(self.page, told.get("action") or self.page)).path)
                self.found.append(self.open)
        if self.open is None:
            return
        name = told.get("name", "")
        if tag in ("input", "textarea", "select", "button") and name and name != "csrfmiddlewaretoken":
            if told.get("type") == "file":
                self.open.files.add(name)
            else:
                self.open.fields.setdefault(name, []).append(told.get("value", ""))
            self.chosen = name if tag == "select" else self.chosen
        if tag == "option" and self.chosen:
            self.open.fields[self.chosen].append(told.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None
        elif tag == "select":
            self.chosen = ""


def as_shown(form: Form, chance: random.Random) -> dict[str, Any]:
    """Filled in as somebody in a hurry would: what stands there, a choice of those offered, a word."""
    return {name: chance.choice([v for v in offered if v] or ["ทดสอบ"]) for name, offered in form.fields.items()}


def _all(value: str) -> Callable[[Form, random.Random], dict[str, Any]]:
    return lambda form, _chance: dict.fromkeys(form.fields, value)


def one_wrong(form: Form, chance: random.Random) -> dict[str, Any]:
    """As shown, but one field holds what nobody would type."""
    odd = [
        "-1",
        "๙๙๙๙๙๙๙๙๙๙๙๙",
        "31 กุมภาพันธ์ 2569",
        "1.1.1",
        "true",
        "[]",
        "NaN",
        "1e999",
        "\u202e",
        "<b>",
        "=1+1",
        "2569-13-40",
    ]
    sent = as_shown(form, chance)
    if sent:
        sent[chance.choice(sorted(sent))] = chance.choice(odd)
    return sent


def twice_each(form: Form, chance: random.Random) -> dict[str, Any]:
    """Every field sent twice."""
    return {name: [value, value] for name, value in as_shown(form, chance).items()}


def with_files(form: Form, chance: random.Random) -> dict[str, Any]:
    """Files that are not what they say, under names that lead elsewhere."""
    names = ("../../x.jpg", "a\u0000b.xlsx", "ก" * 300 + ".m4a", ".htaccess")
    upload = {
        name: SimpleUploadedFile(chance.choice(names), b"\x00not a picture" * 9, "image/jpeg") for name in form.files
    }
    return {**as_shown(form, chance), **upload}


WAYS: dict[str, Callable[[Form, random.Random], dict[str, Any]]] = {
    "empty": lambda _form, _chance: {},
    "blank": _all(""),
    "as shown": as_shown,
    "NUL": _all("a\u0000b"),
    "marks": _all(MARKS),
    "lone surrogate": _all("%ED%A0%80"),
    "one wrong": one_wrong,
    "another wrong": one_wrong,
    "twice each": twice_each,
    "files": with_files,
}


def forms_of(found: list[Door], cast: Cast, client: Client, rows: dict[Any, Any]) -> Iterator[tuple[str, Form]]:
    """Every form that this visitor is shown, once for each view and set of fields, with the page that shows it."""
    seen = set()
    for door in found:
        if "GET" not in door.passage.methods:
            continue
        where = address(door, cast, rows)
        page = sent(client, lambda where=where: client.get(where))  # type: ignore[misc]
        if page.status_code != 200 or "html" not in page.headers.get("Content-Type", "") or page.streaming:
            continue
        reader = Forms(where)
        reader.feed(page.content.decode())
        for form in reader.found:
            key = (resolve(form.action).view_name, *sorted(form.fields))
            if key not in seen:
                seen.add(key)
                yield where, form


def sent(client: Client, act: Callable[[], Any]) -> Any:
    """What came back; what it did is taken back."""
    cache.clear()
    cookies = client.cookies.copy()
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]
    with block:
        answer = act()
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer


def broken_by(found: list[Door], cast: Cast, visitor: str, seed: int = 1) -> tuple[list[str], int]:
    """What broke, and how many forms were tried."""
    client, chance = cast.client(None if visitor == "stranger" else visitor), random.Random(seed)
    client.raise_request_exception = False
    broken, forms = [], list(forms_of(found, cast, client, {}))
    for page, form in forms:
        for way, fill in WAYS.items():
            filled = fill(form, chance)

            def twice(filled: dict[str, Any] = filled, form: Form = form) -> list[int]:
                first = client.post(form.action, filled)
                # The same form again at once finds what the first did; a refused one did nothing.
                again = first.status_code == 302
                return [first.status_code, *([client.post(form.action, filled).status_code] if again else [])]

            codes = sent(client, twice)
            if max(codes) >= 500:
                broken.append(f"{visitor} {resolve(form.action).view_name} from {page}, {way}: {codes} {filled!r:.150}")
    return broken, len(forms)


@pytest.mark.parametrize(
    "visitor",
    # What a database may choke on is sent by whoever fills the most forms, and by a stranger.
    [
        name if name in ("officer", "stranger") else pytest.param(name, marks=pytest.mark.any_database)
        for name in VISITORS
    ],
)
def test_no_form_sent_wrongly_breaks_anything(cast: Cast, visitor: str) -> None:
    broken, tried = broken_by(list(doors(urls.urlpatterns)), cast, visitor)
    assert tried >= {"stranger": 5, "officer": 60, "head": 15, "nurse": 10}[visitor], tried
    assert not broken, report(broken)


def test_ten_megabytes_in_a_form_are_refused(cast: Cast) -> None:
    found, client = list(doors(urls.urlpatterns)), cast.client("officer")
    client.raise_request_exception = False
    forms = [form for _, form in forms_of(found, cast, client, {}) if form.fields]
    for form in random.Random(2).sample(forms, 5):
        name = sorted(form.fields)[0]
        answer = sent(client, lambda form=form, name=name: client.post(form.action, {name: TOO_MUCH}))  # type: ignore[misc]
        assert answer.status_code in (400, 413), (form.action, answer.status_code)


# ---------- planted ----------


@gate(EVERYONE, methods="GET POST")
def brittle(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return HttpResponse(str(int(request.POST.get("count", "0"))))
    return HttpResponse('<form method="post"><select name="count"><option value="1"></select></form>')


urlpatterns = [path("brittle/", brittle, name="brittle")]


@pytest.mark.urls(__name__)
def test_a_planted_brittle_form_is_caught(cast: Cast) -> None:
    broken, tried = broken_by(list(doors(urlpatterns)), cast, "stranger")
    assert tried == 1
    assert {line.split(", ")[1].split(":")[0] for line in broken} >= {"blank", "NUL", "marks"}
