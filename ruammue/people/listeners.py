"""What this room does when it hears news."""

from __future__ import annotations

from typing import Any

from ruammue.people.actions import password_was_chosen


def remember_password(sender: Any, request: Any, user: Any, **_more: Any) -> None:
    """allauth tells that somebody chose a password: the starting one is gone."""
    password_was_chosen(user)
