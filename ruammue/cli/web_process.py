"""The web process: granian before Django's WSGI door. Started by `serve`; stops when its standard input closes."""

from __future__ import annotations

import os
from pathlib import Path

from granian.constants import Interfaces, SSLProtocols
from granian.server import Server

from ruammue.cli.serve import on_sqlite
from ruammue.cli.supervisor import when_told_to_stop

THREADS = 4


def run() -> None:
    """Serve until told to stop. One worker process on SQLite: one process writes, and its threads take turns."""
    certificate, key = os.environ.get("RUAMMUE_TLS_CERT", ""), os.environ.get("RUAMMUE_TLS_KEY", "")
    server = Server(
        "ruammue.cli.aboard:application",
        address=os.environ.get("RUAMMUE_HOST", "127.0.0.1"),
        port=int(os.environ.get("RUAMMUE_PORT", "8000")),
        interface=Interfaces.WSGI,
        workers=1 if on_sqlite() else int(os.environ.get("RUAMMUE_WEB_WORKERS", "1")),
        blocking_threads=THREADS,
        # A thread keeps its database connection: ended threads would open new ones all day.
        blocking_threads_idle_timeout=600,
        backlog=256,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        ssl_cert=Path(certificate) if certificate else None,
        ssl_key=Path(key) if key else None,
        # Cheap telephones of before 2019 know nothing newer.
        ssl_protocol_min=SSLProtocols.tls12,
    )
    when_told_to_stop(server.signal_handler_interrupt)
    server.serve()


if __name__ == "__main__":
    run()
