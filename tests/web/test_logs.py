"""What a log line never shows, however it got into it."""

from __future__ import annotations

import io
import logging
import logging.config
import re
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, get_resolver

from ruammue.foundation.keys import new_token, readable_code
from ruammue.web import logs, settings

CITIZEN = "1101700203450"


def secret_links() -> Iterator[tuple[str, str]]:
    """(address, secret) of every URL that lets in whoever has it, from the URL table itself."""

    def walk(patterns: list[Any], before: str) -> Iterator[str]:
        for pattern in patterns:
            route = before + str(pattern.pattern)
            if isinstance(pattern, URLPattern):
                yield route
            else:
                yield from walk(pattern.url_patterns, route)

    for route in walk(get_resolver().url_patterns, "/"):
        if found := re.search(r"<(?:str:(token|code)|slug:(key))>", route):
            secret = readable_code() if found[1] == "code" else new_token()
            address = route.replace(found[0], secret).replace("<slug:steward>", "na-ruam-jai")
            yield address, secret


def logged(*told: Any, exception: BaseException | None = None) -> str:
    """A line as the house's own handler writes it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    shape = settings.LOGGING["formatters"]["line"]  # type: ignore[index]
    maker = logging.config.DictConfigurator({"version": 1})  # type: ignore[attr-defined]
    handler.setFormatter(maker.configure_formatter(dict(shape)))
    where = logging.Logger("ruammue.test")
    where.addHandler(handler)
    where.error(*told, exc_info=exception)
    return stream.getvalue()


def raised(words: str) -> BaseException:
    try:
        raise ValueError(words)
    except ValueError:
        found = sys.exc_info()[1]
        assert found is not None
        return found


def test_the_house_writes_with_it() -> None:
    assert settings.LOGGING["handlers"]["stderr"]["formatter"] == "line"  # type: ignore[index]
    assert settings.LOGGING["formatters"]["line"]["class"] == f"{logs.__name__}.Discreet"  # type: ignore[index]


def test_no_link_that_lets_somebody_in_is_logged_by_any_way(monkeypatch: pytest.MonkeyPatch) -> None:
    links = list(secret_links())
    assert len(links) >= 9
    for address, secret in links:
        assert secret not in logged("Internal Server Error: %s", address)
        assert secret not in logged("broken", exception=raised(f"no such page {address}"))
    monkeypatch.setattr(logs, "_LINK", re.compile("(never)(ever)"))
    assert all(secret in logged("Internal Server Error: %s", address) for address, secret in links)


def test_a_citizen_number_is_masked_in_message_and_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in (CITIZEN, "1-1017-00203-45-0", "๑๑๐๑๗๐๐๒๐๓๔๕๐"):
        assert number not in logged("found %s", number)
        assert number not in logged("broken", exception=raised(f"cannot read {number}"))
    monkeypatch.setattr(logs, "mask", lambda text: (text, 0))
    assert CITIZEN in logged("broken", exception=raised(CITIZEN))


def test_the_row_that_the_database_refused_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    refused = raised("null value violates\nDETAIL:  Failing row contains (7, ยายล้ม\nในห้องน้ำ, 0812223333).")
    line = logged("broken", exception=refused)
    assert "null value violates" in line
    assert not re.search("ยาย|ห้องน้ำ|0812223333", line)
    monkeypatch.setattr(logs, "_ROW", re.compile("(never)"))
    assert "0812223333" in logged("broken", exception=refused)
