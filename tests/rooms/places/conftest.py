"""Nakhon Phanom and its neighbour Mukdahan from the shipped copy: real geography, and nothing but geography."""

from __future__ import annotations

from functools import cache

import pytest

from ruammue.places import compact
from ruammue.places.actions import load_areas, load_local_governments

PROVINCES = ("48", "49")


@cache
def areas() -> list[compact.AreaRow]:
    """The country and two changwats with all they hold."""
    return [row for row in compact.read_areas() if row.code == "TH" or row.code.startswith(PROVINCES)]


@cache
def local_governments() -> list[compact.LocalGovernmentRow]:
    """Their offices."""
    return [row for row in compact.read_local_governments() if row.code.startswith(PROVINCES)]


@pytest.fixture
def two_provinces(db: None) -> None:
    """Both loaded."""
    load_areas(areas())
    load_local_governments(local_governments())
