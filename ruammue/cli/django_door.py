"""Bring Django up for a command. Imported only by commands that need the database."""

from __future__ import annotations

import os


def open_house() -> None:
    """Load settings and rooms."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ruammue.web.settings")
    import django

    django.setup()
