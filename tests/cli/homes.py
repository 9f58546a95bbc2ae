"""Homes for commands that run as in an office: a process of their own, a folder and a database of their own."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

HOUSE = Path(__file__).parents[2]
SERVER = os.environ.get("RUAMMUE_TEST_POSTGRES", "") if os.environ.get("RUAMMUE_TEST_DB") == "postgresql" else ""


@dataclass(frozen=True)
class Home:
    """A folder, and on PostgreSQL a database, with the environment that a command needs to find them."""

    folder: Path
    database: str = ""
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """Ours without anything of the tests, with this home."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("RUAMMUE_", "DJANGO_"))}
        kept.pop("PYTHONDONTWRITEBYTECODE", None)  # an office keeps what Python compiled: half the time of each start
        more = {"RUAMMUE_HOME": str(self.folder), "PYTHONPATH": str(HOUSE), "PYTHONUNBUFFERED": "1"}
        if self.database:
            more["RUAMMUE_DATABASE_URL"] = urlsplit(SERVER)._replace(path=f"/{self.database}").geturl()
        return {**kept, **more, **self.settings}

    def ruammue(self, *words: str, code: int = 0) -> str:
        """Run a command here; its whole output. Fails when it ends with another code."""
        done = subprocess.run(
            [sys.executable, "-m", "ruammue", *words],
            env=self.environment,
            cwd=self.folder.parent,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=180,
            check=False,
        )
        told = done.stdout + done.stderr
        assert done.returncode == code, told
        return told

    def python(self, source: str) -> str:
        """Run a few lines with Django up."""
        done = subprocess.run(
            [sys.executable, "-c", f"from ruammue.cli.django_door import open_house\nopen_house()\n{source}"],
            env=self.environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@contextmanager
def empty(folder: Path) -> Iterator[Home]:
    """A home with nothing in it; on PostgreSQL with an empty database of its own."""
    with _database("") as name:
        yield Home(folder, name)


@contextmanager
def of(prepared: Home, folder: Path) -> Iterator[Home]:
    """A copy of a prepared home: seconds instead of a migration."""
    shutil.copytree(prepared.folder, folder)
    with _database(prepared.database) as name:
        yield Home(folder, name)


@contextmanager
def _database(template: str) -> Iterator[str]:
    if not SERVER:
        yield ""
        return
    name = f"home_{secrets.token_hex(4)}"
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name} {f'TEMPLATE {template}' if template else ''}")  # type: ignore[arg-type]
    try:
        yield name
    finally:
        with psycopg.connect(SERVER, autocommit=True) as server:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[arg-type]


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
