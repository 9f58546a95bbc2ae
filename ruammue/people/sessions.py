"""Sessions in the database, written in turn: the row is saved after the view, beside its door."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session

from ruammue.foundation.transactions import in_turn


class SessionStore(db.SessionStore):
    """Django's own, except that its writes wait in the house's queue instead of SQLite's busy handler."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Django's table."""
        return Session

    def save(self, must_create: bool = False) -> None:
        """Write the session's row, in turn."""
        with in_turn():
            super().save(must_create)

    def delete(self, session_key: Any = None) -> None:
        """Take the session's row away, in turn."""
        with in_turn():
            super().delete(session_key)
