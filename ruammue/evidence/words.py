"""The words of this room's codes, for pages and exports."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ruammue.evidence.values import Standing
from ruammue.needs.models import Station

STANDINGS: dict[Standing, tuple[str | Promise, str]] = {
    # (words, state of the `state` tag)
    Standing.QUIET: (_("being cared for"), "doing"),
    Standing.TOLD: (_("told, and being looked at"), "doing"),
    Standing.CALLING: (_("calling for help"), "waiting"),
    Standing.TOGETHER: (_("people have come together"), "doing"),
    Standing.DECIDED: (_("agreed upon"), "doing"),
    Standing.AIMED: (_("a goal is set"), "doing"),
    Standing.WORKING: (_("work is under way"), "doing"),
    Standing.DONE: (_("the work is done, its result is still to be told"), "waiting"),
    Standing.RESULT: (_("there is a result"), "done"),
    Standing.CLOSED: (_("ended"), "done"),
}

LACKS = {
    "people": pgettext_lazy("lack", "People"),
    "things": pgettext_lazy("lack", "Things"),
    "knowledge": pgettext_lazy("lack", "Knowledge"),
    "money": pgettext_lazy("lack", "Money"),
}

VOTES = {
    "yes": pgettext_lazy("vote", "for it"),
    "no": pgettext_lazy("vote", "against it"),
    "abstain": pgettext_lazy("vote", "abstained"),
}

TITLES = {
    Station.PROBLEM: _("What is the trouble?"),
    Station.CALL: _("What we cannot do alone"),
    Station.NETWORK: _("Who came together"),
    Station.DECIDE: _("What was agreed"),
    Station.GOAL: _("What we want to reach"),
    Station.DIVIDE: _("Who does what, and with what"),
    Station.ACT: _("What has been done"),
    Station.RESULT: _("What came of it"),
}

DUTY_ROLES = {"lead": "lead", "joint": "join", "support": "support", "consulted": "consult", "informed": "know"}
"""Part of a duty -> role of the duty table's tag."""
