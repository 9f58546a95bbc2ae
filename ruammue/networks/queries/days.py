"""What is in force on a day."""

from __future__ import annotations

from datetime import date

from django.db.models import Q


def in_force(on: date, prefix: str = "") -> Q:
    """From its first day to its last, both included. Powers end on the day the term ends."""
    return Q(**{f"{prefix}from_on__lte": on}) & (Q(**{f"{prefix}until_on": None}) | Q(**{f"{prefix}until_on__gte": on}))
