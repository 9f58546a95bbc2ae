"""Fills a demonstration home and leaves its logins in a file beside the data. Run by `demo` as a short process."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from importlib.util import find_spec

from ruammue.cli import prepare
from ruammue.cli.demo import LOGINS
from ruammue.cli.django_door import open_house
from ruammue.cli.logins import Login


def run() -> int:
    """Tables, places, then the story when the house has one; the logins last, as the sign that all of it is there."""
    open_house()
    from django.conf import settings
    from django.db import connection
    from django.utils import timezone

    from ruammue.cli.worker import once
    from ruammue.foundation.transactions import door
    from ruammue.places.actions import load_areas, load_local_governments

    # A thousand commits need not wait for the disk: without the logins, which come last, all of this is made anew.
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")
    prepare.run([])
    with door(takes_long=True):
        load_areas()
        load_local_governments()
    if find_spec("ruammue.cli.demo_story"):
        from ruammue.cli.demo_story import tell

        logins = tell(timezone.now())
    else:
        logins = _administrators()
    while once():
        continue
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    told = json.dumps([asdict(login) for login in logins], ensure_ascii=False, indent=1)
    (settings.HOME / LOGINS).write_text(told, encoding="utf-8")
    return 0


def _administrators() -> list[Login]:
    from ruammue.cli.demo_places import make_places
    from ruammue.foundation.transactions import door
    from ruammue.people.actions import appoint_first_administrator

    logins = []
    with door(takes_long=True):
        for steward, given_name in zip(make_places(), ("สมใจ", "สุขใจ"), strict=True):
            email = f"admin@{steward.slug}.example"
            _, password = appoint_first_administrator(steward, given_name=given_name, family_name="สาธิต", email=email)
            logins.append(Login(f"{given_name} สาธิต ผู้ดูแลระบบ", steward.slug, email, password))
    return logins


if __name__ == "__main__":
    sys.exit(run())
