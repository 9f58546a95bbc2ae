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
