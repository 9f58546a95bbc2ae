"""docs/glossary.md: one Thai term is one code name, as the catalogues and the code have it."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.utils import translation

from tests.house.tree import HOUSE, ROOT, modules, report

pytestmark = pytest.mark.any_database

GLOSSARY = ROOT / "docs" / "glossary.md"
_ROW = re.compile(r"^\| (?P<thai>[^|`]+) \| (?P<names>`[^|]+`) \| (?P<rooms>[a-z, ]+) \|$", re.M)


def test_the_glossary_says_what_the_house_says() -> None:
    found = wrong_rows(GLOSSARY)
    assert not found, report(found)


def test_another_word_a_word_twice_and_a_name_that_is_gone_are_caught(tmp_path: Path) -> None:
    page = tmp_path / "glossary.md"
    page.write_text(
        "| ที่นั่ง | `Seat` | networks |\n| คำรับปาก | `Pledge` | resources |\n| คำรับปาก | `Commitment` | resources |\n",
        encoding="utf-8",
    )
    assert wrong_rows(page) == [
        "ที่นั่ง: the house calls Seat ตำแหน่ง",
        "คำรับปาก: no Pledge in resources",
        "คำรับปาก: stands in two rows",
    ]


def wrong_rows(page: Path) -> list[str]:
    """What a row says that the code or its Thai catalogue does not; what stands in two rows."""
    found, terms = [], Counter[str]()
    for row in _ROW.finditer(page.read_text(encoding="utf-8")):
        term = row["thai"].split("(")[0].strip(" *")
        terms[term] += 1
        rooms = row["rooms"].split(", ")
        for name in re.findall(r"`(\w+)`", row["names"]):
            called = _called(rooms, name)
            if not any(name in _words(room) for room in rooms):
                found.append(f"{term}: no {name} in {row['rooms']}")
            elif called and called not in row["thai"]:
                found.append(f"{term}: the house calls {name} {called}")
    assert terms, "no rows were read"
    return found + [f"{term}: stands in two rows" for term, times in terms.items() if times > 1]


def _called(rooms: list[str], name: str) -> str:
    """The Thai by which a table of these rooms is called; nothing when it is no table."""
    tables = {
        model.__name__: model for room in rooms if room in _labels() for model in apps.get_app_config(room).get_models()
    }
    with translation.override("th"):
        return str(tables[name]._meta.verbose_name) if name in tables else ""


def _labels() -> set[str]:
    return {config.label for config in apps.get_app_configs()}


@cache
def _words(room: str) -> frozenset[str]:
    """Every name that the Python of a room uses."""
    assert (HOUSE / room).is_dir(), room
    return frozenset(word for file in modules(room) for word in re.findall(r"\w+", file.read_text(encoding="utf-8")))
