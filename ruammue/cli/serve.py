"""`ruammue serve`: prepare the home, then keep the web process and the worker running. Imports no Django.

On SQLite one process writes (the writers queue inside it), so the worker is a thread of the web process; on PostgreSQL
it is a process of its own. Settings: RUAMMUE_HOST, RUAMMUE_PORT, RUAMMUE_TLS_CERT, RUAMMUE_TLS_KEY,
RUAMMUE_WEB_WORKERS (PostgreSQL only).
"""

from __future__ import annotations

import os
import subprocess

from ruammue.cli.asking import Parser
from ruammue.cli.supervisor import Child, Supervisor, python


def run(words: list[str]) -> int:
    """Parse, prepare, serve until told to stop."""
    parser = Parser(prog="ruammue serve", description=__doc__)
    parser.add_argument(
        "--host", default=os.environ.get("RUAMMUE_HOST", "127.0.0.1"), help="0.0.0.0 for the office LAN"
    )
    parser.add_argument("--port", type=int, default=int(os.environ.get("RUAMMUE_PORT", "8000")))
    parser.add_argument("--no-migrate", action="store_true", help="the database is up to date already")
    asked = parser.parse_args(words)
    if code := prepare(migrate=not asked.no_migrate):
        return code
    return serve(asked.host, asked.port)


def prepare(*, migrate: bool = True) -> int:
    """Compile catalogues, collect static files, migrate: in a process that ends, so that its memory is given back."""
    return subprocess.run(python("ruammue.cli.prepare", *([] if migrate else ["--no-migrate"]))).returncode


def serve(host: str, port: int) -> int:
    """Supervise until told to stop."""
    web = {"RUAMMUE_HOST": host, "RUAMMUE_PORT": str(port)}
    children = [Child("web", python("ruammue.cli.web_process"), web)]
    if not on_sqlite():
        children.append(Child("worker", python("ruammue", "deliver")))
    print(f"{address(host, port)}  (Ctrl-C: หยุด / stop)", flush=True)
    return Supervisor(children, lambda line: print(line, flush=True)).run()


def on_sqlite() -> bool:
    """True when the house keeps its record in one file."""
    return os.environ.get("RUAMMUE_DATABASE_URL", "sqlite:").startswith("sqlite:")


def address(host: str, port: int) -> str:
    """Where to open it: on this computer when it listens everywhere."""
    scheme = "https" if os.environ.get("RUAMMUE_TLS_CERT") else "http"
    return f"{scheme}://{'localhost' if host in ('0.0.0.0', '127.0.0.1', '::') else host}:{port}/"
