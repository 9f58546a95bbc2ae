"""The worker: lets listeners hear, seals the log, and once a day keeps the retention periods. Django must be up."""

from __future__ import annotations

import logging
import threading
from datetime import date

from django.db import connection
from django.utils import timezone

from ruammue.foundation.transactions import door
from ruammue.ledger.actions import deliver, seal_all
from ruammue.ledger.models import Entry, Parcel
from ruammue.papers import waiting
from ruammue.papers.orphans import sweep
from ruammue.people.actions import keep_retention
from ruammue.places.models import Steward

log = logging.getLogger("ruammue.worker")
PAUSE = 1.0
"""Seconds between two looks when there is nothing to do; a look is two small reads and takes no write lock."""


def work(stop: threading.Event, pause: float = PAUSE) -> None:
    """Work until `stop` is set. Whatever fails is logged and tried again: the worker itself does not die of it."""
    kept_on: date | None = None
    while not stop.is_set():
        busy = False
        try:
            busy = once() > 0
            today = timezone.localdate()
            if not busy and kept_on != today:
                keep_day()
                kept_on = today
        except Exception:  # a database may go away for a minute; the worker outlives it
            log.exception("the worker failed and goes on")
            connection.close()
        if not busy:
            stop.wait(pause)
    connection.close()


def once() -> int:
    """Deliver what is due and seal what is unsealed. Returns how many parcels and leaves."""
    done = 0
    if Parcel.objects.filter(parked_at=None, due_at__lte=timezone.now()).exists():
        done += deliver()
    if Entry.objects.filter(position=None).exists():
        done += seal_all()
    return done


def keep_day() -> None:
    """The day's duties, each steward in a door of its own; and the files that an interrupted act left behind."""
    for steward in Steward.objects.order_by("pk"):
        with door():
            keep_retention(steward, dry=False)
    waiting.sweep(now=timezone.now())
    swept = sweep(now=timezone.now())
    if swept:
        log.info("removed %d files that belong to nothing", len(swept))
