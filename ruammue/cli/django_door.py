"""Bring Django up for a command. Imported only by commands that need the database."""

from __future__ import annotations

import os

from ruammue.foundation.catalogues import ensure_compiled


def open_house() -> None:
    """Load settings and rooms. Catalogues are compiled first: what an act stores is in the language of the office."""
    ensure_compiled()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ruammue.web.settings")
    import django

    django.setup()


def open_new_house() -> None:
    """The same for the commands that come first in an empty home: without tables they make them."""
    open_house()
    from django.core.management import call_command
    from django.db import connection

    if "places_area" not in connection.introspection.table_names():
        call_command("migrate", interactive=False, verbosity=0)
