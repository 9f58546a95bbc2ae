"""What every test may lean on: two databases, the one cast, and a house that dials nobody."""

from __future__ import annotations

import os
import tempfile

os.environ.setdefault("RUAMMUE_HOME", tempfile.mkdtemp(prefix="ruammue-test-"))
os.environ.setdefault("RUAMMUE_SECRET_KEY", "only for tests")
os.environ.setdefault("RUAMMUE_SHARED_CACHE", "false")
if os.environ.get("RUAMMUE_TEST_DB") == "postgresql":
    os.environ.setdefault("RUAMMUE_DATABASE_URL", os.environ.get("RUAMMUE_TEST_POSTGRES", ""))

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import connection

from tests.cast import Cast, assemble


@pytest.fixture(autouse=True)
def _plain_static(settings: object) -> None:
    """Tests read static files by their plain names."""
    settings.STORAGES = {  # type: ignore[attr-defined]
        **settings.STORAGES,  # type: ignore[attr-defined]
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]


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
