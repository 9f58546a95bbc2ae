"""Whole sentences for findings, and words for codes. Chosen at the edge, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext, gettext_lazy, ngettext, pgettext_lazy

from ruammue.foundation import thai_dates
from ruammue.rulebook.values import Finding

CATEGORIES = {
    "executive": gettext_lazy("the local executive"),
    "deputy": gettext_lazy("deputies of the executive"),
    "council": gettext_lazy("members of the council"),
    "expert": gettext_lazy("experts"),
    "state": gettext_lazy("people from state agencies"),
    "forum": gettext_lazy("people from the forum"),
    "clerk": gettext_lazy("the chief administrator"),
    "plan_head": gettext_lazy("the head of planning"),
    "analyst": gettext_lazy("the plan analyst"),
    "division": gettext_lazy("heads of divisions"),
    "village_head": gettext_lazy("the village head"),
    "assistant_head": gettext_lazy("assistants of the village head"),
    "group_leader": gettext_lazy("leaders of groups in the village"),
    "partner": gettext_lazy("people from partners"),
    "member": gettext_lazy("members"),
}
CHOSEN_BY = {
    "ex_officio": gettext_lazy("by office"),
    "council": gettext_lazy("chosen by the council"),
    "executive": gettext_lazy("chosen by the executive"),
    "forum": gettext_lazy("chosen by the forum"),
    "themselves": gettext_lazy("chosen among themselves"),
}
OFFICES = {
    "chair": pgettext_lazy("office", "chair"),
    "secretary": pgettext_lazy("office", "secretary"),
    "assistant": pgettext_lazy("office", "assistant secretary"),
    "member": pgettext_lazy("office", "member"),
}
EFFECTS = {
    "advisory": gettext_lazy("advice to those who decide"),
    "committee": gettext_lazy("resolution of a committee"),
    "executive": gettext_lazy("decision of the executive"),
    "council": gettext_lazy("resolution of the council"),
}
FORCES = {
    "BLOCK": gettext_lazy("stops the act"),
    "WARN": gettext_lazy("warns"),
    "INFO": gettext_lazy("for information"),
}


def _day(day: date) -> str:
    return thai_dates.short(day, (get_language() or "th").split("-")[0])


def _too_few(data: Mapping[str, Any]) -> str:
    return gettext("%(who)s: %(filled)d of at least %(least)d, %(lacking)d still missing") % {
        **data,
        "who": CATEGORIES[data["category"]],
        "lacking": data["least"] - data["filled"],
    }


def _too_many(data: Mapping[str, Any]) -> str:
    return gettext("%(who)s: %(filled)d, the rule allows %(most)d") % {**data, "who": CATEGORIES[data["category"]]}


def _office(data: Mapping[str, Any]) -> str:
    return gettext("The committee has not yet elected its %(office)s") % {"office": OFFICES[data["office"]]}


def _chosen(data: Mapping[str, Any]) -> str:
    return gettext("%(who)s: the rule wants them %(how)s") % {
        "who": CATEGORIES[data["category"]],
        "how": CHOSEN_BY[data["chosen_by"]],
    }


def _term(data: Mapping[str, Any]) -> str:
    return ngettext(
        "The term of %(seats)d seat ends in %(days)d days: prepare who comes next",
        "The terms of %(seats)d seats end soon, the first in %(days)d days: prepare who comes next",
        data["seats"],
    ) % {**data}


_SAYINGS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "too_few": _too_few,
    "too_many": _too_many,
    "office_not_elected": _office,
    "chosen_otherwise": _chosen,
    "term_ends": _term,
    "no_notice": lambda d: (
        gettext("Nobody wrote down when the members were told; it should be %(days)d days before") % d
    ),
    "short_notice": lambda d: gettext("Members were told %(given)d days before; the rule asks for %(days)d") % d,
    "no_agenda": lambda _d: gettext("The notice went out without an agenda"),
    "no_quorum": lambda d: (
        gettext("%(lacking)d people too few: %(present)d of %(filled)d came, %(needed)d are needed") % d
    ),
    "no_minutes": lambda _d: gettext("There are no minutes yet"),
    "interest_contractor": lambda d: (
        gettext("It sells to the office, or builds for it, since %(day)s") % {"day": _day(d["from_on"])}
    ),
    "interest_relative": lambda d: (
        gettext("It is related to an executive of the office, since %(day)s") % {"day": _day(d["from_on"])}
    ),
    "named_in_election": lambda d: (
        gettext("From %(first)s to %(last)s it is election time (%(source)s): better no name of an executive")
        % {"first": _day(d["from_on"]), "last": _day(d["until_on"]), "source": d["source"]}
    ),
    "one_carries_most": lambda d: (
        gettext("%(who)s did %(percent)d %% of what was delivered: that is no partnership yet") % d
    ),
    "dissent_without_reason": lambda d: gettext("%(dissents)d dissents stand without a reason") % d,
}


def sentence_of(finding: Finding) -> str:
    """The whole sentence of a finding, in the reader's language. An unknown code is a defect: KeyError."""
    return _SAYINGS[finding.code](finding.data)


def codes() -> frozenset[str]:
    """The codes that have a sentence: for the test that holds judges and sentences together."""
    return frozenset(_SAYINGS)
