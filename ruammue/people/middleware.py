"""Cards' short sessions, and the way on for somebody whose way in is not safe yet."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ruammue.foundation.refusals import sentence_for
from ruammue.people import queries
from ruammue.people.actors import CARD
from ruammue.people.refusals import PasswordStillStarting, SecondStepMissing

SEEN_EVERY = 60
"""Seconds between two notes of "still here": a page must not cost a write each time."""


class ways_in:
    """After the session and the user are known, before any view."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """End a card's session that stood idle too long, or whose card was revoked meanwhile."""
        card = request.session.get(CARD)
        if card:
            now = int(time.time())
            idle = now - card["seen"]
            if idle > settings.CARD_SESSION_AGE or not queries.card_opens(card["id"]):
                logout(request)
            elif idle >= SEEN_EVERY:
                request.session[CARD] = {**card, "seen": now}
        return self.answer(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        """Lead to the page on which the way in is made safe, with the sentence why."""
        if isinstance(problem, PasswordStillStarting | SecondStepMissing):
            messages.warning(request, sentence_for(problem))
            way: dict[type[Any], str] = {
                PasswordStillStarting: "account_change_password",
                SecondStepMissing: "mfa_activate_totp",
            }
            return redirect(way[type(problem)])
        return None
