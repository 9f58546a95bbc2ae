"""`ruammue manage ...`: Django's own commands."""

from __future__ import annotations

from ruammue.cli.django_door import open_house


def run(words: list[str]) -> int:
    """Hand the words to Django."""
    open_house()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["ruammue manage", *words])
    return 0
