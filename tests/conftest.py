"""What every test may lean on: two databases, the one cast, one browser. The house dials nobody."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import translation
from hypothesis import HealthCheck, settings

from tests import chromium
from tests.cast import Cast, assemble

settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")  # time never decides whether a test is green

pytest_plugins = ["tests.counting", "tests.proving"]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long stories come first, so that no process waits at the end while another tells one."""
    items.sort(key=lambda item: not (item.get_closest_marker("browser") or item.path.parent.name == "cli"))


@pytest.fixture(scope="session", autouse=True)
def _dials_nobody() -> Iterator[None]:
    """A connection to anything but this machine is a defect of the test."""
    connect = socket.socket.connect

    def connect_near(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise RuntimeError(f"the house dials nobody in tests: {address[0]}")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect_near)
        yield


@pytest.fixture(autouse=True)
def _speaks_the_house_language() -> None:
    """A page asked for in English by the test before leaves this process speaking it."""
    translation.deactivate()


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """Each process has a database of its own already (`tests.settings`)."""


@pytest.fixture
def cast(db: None) -> Cast:
    """The fictional tambon and its people, in a test whose transaction is rolled back."""
    return assemble()


@pytest.fixture
def lasting_cast(transactional_db: None) -> Iterator[Cast]:
    """The same, where transactions really commit. Emptied afterwards, past the ledger's guards."""
    yield assemble()
    from ruammue.ledger import guards

    guards.remove(connection)
    call_command("flush", verbosity=0, interactive=False)
    guards.install(connection)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One headless Chromium for the session; a test opens a context of its own for each person in its story."""
    from playwright.sync_api import sync_playwright

    where = chromium.path()
    if where is None:
        pytest.exit(chromium.INSTALL, returncode=1)
    with sync_playwright() as playwright:
        driven = playwright.chromium.launch(executable_path=where, args=chromium.ARGUMENTS)
        yield driven
        driven.close()
