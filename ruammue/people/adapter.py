"""What allauth may do here: let people in, never sign them up by themselves."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by an administrator or the command line, for a person who is known."""

    def is_open_for_signup(self, request: Any) -> bool:
        """Nobody signs themselves up."""
        return False
