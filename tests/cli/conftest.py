"""One prepared home a session (tables, some places, one tenant); tests work on copies of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.homes import Home, empty, of

# Two provinces are enough here; the whole kingdom is loaded by the tests of places.
PLACES = """
from ruammue.foundation.transactions import door
from ruammue.places.actions import load_areas, load_local_governments
from tests.rooms.places.conftest import areas, local_governments
with door():
    load_areas(areas())
    load_local_governments(local_governments())
"""


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """Migrated, with the places of two provinces and one test tenant, its news delivered and its log sealed."""
    folder = tmp_path_factory.mktemp("prepared") / "home"
    folder.mkdir()
    with empty(folder) as home:
        # The first command in an empty home makes the tables; without places it says what to do first.
        assert "load-places" in home.ruammue("init", "sao-480904", code=2)
        if home.database:
            home.ruammue("manage", "createcachetable")
        home.python(PLACES)
        home.ruammue("init", "sao-480904", "--test-data")
        home.ruammue("deliver", "--once")
        yield home


@pytest.fixture
def home(prepared: Home, tmp_path: Path) -> Iterator[Home]:
    """A copy to do anything with."""
    with of(prepared, tmp_path / "home") as copy:
        yield copy
