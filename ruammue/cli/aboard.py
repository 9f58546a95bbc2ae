"""The WSGI door as granian's worker process loads it; on SQLite with our worker aboard.

There the one process that writes also delivers and seals. If granian's main process dies without a word, this one
must not live on holding the port: it ends when its parent does.
"""

from __future__ import annotations

import multiprocessing
import os
import threading

from ruammue.cli.serve import on_sqlite
from ruammue.web.wsgi import application as application


def _end_with(parent: multiprocessing.process.BaseProcess) -> None:
    parent.join()
    os._exit(1)


def _board() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), name="end-with-parent", daemon=True).start()
    if on_sqlite():
        from ruammue.cli.worker import work  # needs the house that the WSGI door has opened

        threading.Thread(target=work, args=(threading.Event(),), name="worker", daemon=True).start()


_board()
