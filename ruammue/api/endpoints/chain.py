"""One matter, whole: from the trouble to the result."""

from __future__ import annotations

from fractions import Fraction
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils import timezone

from ruammue.api.schemas import Chain
from ruammue.api.service import api
from ruammue.evidence import values
from ruammue.evidence.chain import chains_of
from ruammue.foundation.addresses import absolute
from ruammue.foundation.suppression import Shown
from ruammue.resources.bars import Bar


@api.get("/matters/{uuid:key}/", response=Chain, url_name="chain")
def chain(request: Any, key: UUID) -> dict[str, Any]:
    """Everything public about one published matter."""
    found = chains_of(request.steward.pk, [key], now=timezone.localtime())
    if not found:
        raise Http404
    page = absolute(request, f"/{request.steward.slug}/matters/{key}/")
    return as_json(found[0], page)


def _count(shown: Shown) -> dict[str, int | None]:
    return {"value": shown.value, "floor": shown.floor}


def as_json(chain: values.Chain, page: str) -> dict[str, Any]:
    """A chain as the API tells it: the same facts as on the page, tuples named."""
    problem, call, result = chain.problem, chain.call, chain.result
    return {
        "id": chain.id,
        "number": chain.number,
        "steward": chain.steward,
        "published_on": chain.published_on,
        "standing": chain.standing.value,
        "is_sensitive": chain.is_sensitive,
        "is_closed": chain.is_closed,
        "problem": {
            "sentence": problem.sentence,
            "category": problem.category,
            "tambon": problem.tambon,
            "village": problem.village,
            "opened_on": problem.opened_on,
            "origin": problem.origin,
            "told_by": _count(problem.told_by),
        },
        "call": None if call is None else _call(call),
        "networks": [_network(network) for network in chain.networks],
        "decisions": [_decision(decision) for decision in chain.decisions],
        "goals": [_goal(goal) for goal in chain.goals],
        "works": [
            {
                "title": work.title,
                "due_on": work.due_on,
                "done_on": work.done_on,
                "duties": [{"organisation": name, "part": part} for name, part in work.duties],
            }
            for work in chain.works
        ],
        "lines": [_line(line) for line in chain.lines],
        "bars": [_bar(bar) for bar in chain.bars],
        "result": None
        if result is None
        else {"text": result.text, "improved": result.improved, "published_on": result.published_on},
        "skips": [{"station": station, "reason": reason} for station, _label, reason in chain.skips],
        "page": page,
        "as_of": chain.as_of,
    }


def _call(call: values.CallPart) -> dict[str, Any]:
    return {
        "what": call.what,
        "where": call.where,
        "for_how_many": call.for_how_many,
        "lacks": [{"kind": kind, "words": words} for kind, words in call.lacks],
        "sectors": list(call.sectors),
        "opened_on": call.opened_on,
        "is_endorsed": call.is_endorsed,
        "is_open": call.is_open,
    }


def _network(network: values.NetworkPart) -> dict[str, Any]:
    return {
        "id": network.id,
        "name": network.name,
        "level": network.level,
        "members": [{"organisation": name, "sector": code} for name, code, _label in network.members],
        "seats": list(network.seats),
        "order_number": network.order_number,
        "order_on": network.order_on,
    }


def _decision(decision: values.DecisionPart) -> dict[str, Any]:
    return {
        "id": decision.id,
        "text": decision.text,
        "outcome": decision.outcome,
        "is_adopted": decision.is_adopted,
        "effect": decision.effect,
        "is_effect_confirmed": decision.is_effect_confirmed,
        "network": decision.network,
        "held_on": decision.held_on,
        "heads": None if decision.heads is None else _count(decision.heads),
        "groups": [{"group": code, "count": _count(count)} for code, _label, count in decision.groups],
        "votes": [{"side": side, "count": _count(count)} for side, count in decision.votes],
        "rank": decision.rank,
        "register_number": decision.number,
        "is_signed": decision.is_signed,
        "executive": decision.executive,
        "executive_reasons": decision.executive_reasons,
    }


def _goal(goal: values.GoalPart) -> dict[str, Any]:
    return {
        "id": goal.id,
        "statement": goal.statement,
        "due_on": goal.due_on,
        "is_shared": goal.is_shared,
        "signers": [{"organisation": name, "sector": code, "signed_on": on} for name, code, on in goal.signers],
        "indicators": list(goal.indicators),
    }


def _line(line: values.LinePart) -> dict[str, Any]:
    return {
        "name": line.name,
        "kind": line.kind,
        "unit": line.unit,
        "wanted": line.wanted,
        "promised": line.promised,
        "arrived": line.arrived,
        "givers": [
            {"organisation": giver.name, "promised": giver.promised, "arrived": giver.arrived} for giver in line.givers
        ],
    }


def _bar(bar: Bar) -> dict[str, Any]:
    return {
        "key": bar.key,
        "things": bar.things,
        "short": bar.short,
        "promised": _share(bar.promised),
        "arrived": _share(bar.arrived),
    }


def _share(share: Fraction) -> dict[str, int]:
    return {"part": share.numerator, "of": share.denominator}
