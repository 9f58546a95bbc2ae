"""Bring Django up for a command. Imported only by commands that need the database."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from ruammue.foundation.catalogues import ensure_compiled
from ruammue.foundation.refusals import Refusal, says


class NotSetUp(Refusal):
    """Nothing was ever kept in this home. Data: `home`, the folder."""


says(
    NotSetUp,
    lambda d: (
        f"ยังไม่มีข้อมูลใน {d['home']} ดูว่า --home (หรือ RUAMMUE_HOME) ชี้ไปถูกโฟลเดอร์"
        " ถ้าเพิ่งเริ่ม ให้สั่ง python -m ruammue load-places ก่อน"
        f" / nothing is kept in {d['home']}: is --home (or RUAMMUE_HOME) the right folder?"
    ),
)


def open_house() -> None:
    """Load settings and rooms. Catalogues are compiled first: what an act stores is in the language of the office."""
    ensure_compiled()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ruammue.web.settings")
    import django

    django.setup()


def open_kept_house() -> None:
    """The same for the commands that read what is kept. Raises NotSetUp, and leaves no trace in a folder named by
    mistake: a home that holds anything would refuse the backup that is to be restored into it."""
    home = Path(os.environ.get("RUAMMUE_HOME", "var")).resolve()
    url = os.environ.get("RUAMMUE_DATABASE_URL", f"sqlite:///{home.as_posix()}/ruammue.sqlite3")
    is_open = "django.conf" in sys.modules and sys.modules["django.conf"].settings.configured
    if not is_open and url.startswith("sqlite:") and not Path(url.removeprefix("sqlite:///")).is_file():
        raise NotSetUp(home=str(home))
    open_house()
    from django.db import connection

    if "places_steward" not in connection.introspection.table_names():
        raise NotSetUp(home=str(home))


def open_new_house() -> None:
    """The same for the commands that come first in an empty home: without tables they make them."""
    open_house()
    from django.core.management import call_command
    from django.db import connection

    if "places_area" not in connection.introspection.table_names():
        call_command("migrate", interactive=False, verbosity=0)
