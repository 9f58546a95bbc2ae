"""The rules in force, for everybody to read: each with its source, its date and whether we read it ourselves."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ruammue import rulebook
from ruammue.access.gate import EVERYONE, gate
from ruammue.rulebook.sentences import CATEGORIES, CHOSEN_BY, EFFECTS, FORCES


@gate(EVERYONE, methods="GET")
def rules(request: HttpRequest) -> HttpResponse:
    """Every pack with its rules, bodies, effects and clocks."""
    packs = [
        {
            "pack": pack,
            "rules": [{"rule": rule, "force": FORCES[rule.force]} for rule in pack.rules],
            "bodies": [
                {
                    "body": body,
                    "seats": [
                        {"seat": seat, "who": CATEGORIES[seat.category], "how": CHOSEN_BY[seat.chosen_by]}
                        for seat in body.seats
                    ],
                }
                for body in pack.committees
            ],
            "effects": [
                {"effect": effect, "what": EFFECTS[effect.code], "body": rulebook.committee(effect.body)}
                for effect in pack.effects
            ],
        }
        for pack in rulebook.packs()
    ]
    return render(request, "rulebook/rules.html", {"packs": packs})
