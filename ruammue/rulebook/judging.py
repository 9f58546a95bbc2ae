"""The judges: a rule and facts in, a verdict out. Pure: no clock, no database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from math import ceil
from typing import Any

from ruammue.rulebook.packs import IN_FORCE
from ruammue.rulebook.values import (
    Committee,
    EffectRule,
    Finding,
    Force,
    InterestFacts,
    LegalEffect,
    MinutesFacts,
    NamingFacts,
    NoticeFacts,
    Pack,
    Quorum,
    QuorumFacts,
    Rule,
    SeatFacts,
    ShareFacts,
    TermFacts,
    Verdict,
    at_least,
)

DEFAULT_QUORUM = "R15"


class NoSuchRule(KeyError):
    """No pack in force holds a rule of this id: a defect of the caller."""


_rules: dict[str, tuple[Pack, Rule]] = {rule.id: (pack, rule) for pack in IN_FORCE for rule in pack.rules}
_committees: dict[str, Committee] = {body.key: body for pack in IN_FORCE for body in pack.committees}
_effects: dict[tuple[str, str], EffectRule] = {
    (effect.body, effect.kind): effect for pack in IN_FORCE for effect in pack.effects
}


def packs() -> tuple[Pack, ...]:
    """The packs in force."""
    return IN_FORCE


def rules() -> list[Rule]:
    """Every rule in force, by id."""
    return [_rules[key][1] for key in sorted(_rules)]


def rule(rule_id: str) -> Rule:
    """One rule. Raises NoSuchRule."""
    return _found(rule_id)[1]


def committee(rule_key: str) -> Committee | None:
    """The kind of body a network's `rule_key` names; None for a body without a rule of its own."""
    return _committees.get(rule_key)


def committees(*, level: str = "", statutory: bool | None = None) -> list[Committee]:
    """The known kinds of body, in the order of the packs; of one level, or statutory only, when said so."""
    return [
        body
        for body in _committees.values()
        if (not level or body.level == level) and (statutory is None or body.is_statutory == statutory)
    ]


def check(rule_id: str, facts: Any, *, overrides: Mapping[str, Any] | None = None) -> Verdict:
    """What the rule says about the facts. `overrides` replaces parameters by name (an office's own order, a letter).

    `facts` is of the class its judge asks for: SeatFacts (R01–R04, V01), TermFacts (R05), NoticeFacts (R14),
    QuorumFacts (R15, F01, N01), MinutesFacts (R16), InterestFacts (R29), NamingFacts (R30), ShareFacts (R40). Raises
    NoSuchRule, and KeyError for an override that the rule has no parameter for.
    """
    pack, found = _found(rule_id)
    if overrides:
        unknown = set(overrides) - set(found.params)
        if unknown:
            raise KeyError(min(unknown))
        found = replace(found, params={**found.params, **overrides})
    return Verdict(
        rule_id=found.id,
        pack=pack.id,
        version=pack.version,
        findings=tuple(_JUDGES[found.judge](found, facts)),
        is_confirmed=found.is_confirmed and not overrides,
        citation=found.citation,
        source_on=found.source_on,
    )


def quorum_rule(rule_key: str) -> Quorum:
    """The quorum of the body a network's `rule_key` names; the common one (R15) for a body without a rule of its own.

    Source: DOMAIN 2.6 (half; one third when called again within 14 days; majority, the chair breaks ties): [M].
    """
    body = _committees.get(rule_key)
    pack, found = _found(body.quorum_rule if body else DEFAULT_QUORUM)
    share, recalled = found.params.get("share"), found.params.get("recalled_share")
    return Quorum(
        rule_id=found.id,
        pack=pack.id,
        version=pack.version,
        share=share if isinstance(share, Fraction) else None,
        recalled_share=recalled if isinstance(recalled, Fraction) else None,
        recalled_within_days=int(found.params.get("recalled_within_days", 0)),
        threshold=Fraction(found.params["threshold"]),
        chair_breaks_ties=bool(found.params["chair_breaks_ties"]),
        is_confirmed=found.is_confirmed,
        citation=found.citation,
    )


def notice_days() -> int:
    """Days between notice and meeting (R14), unconfirmed."""
    return int(_found("R14")[1].params["days"])


def effect_of(rule_key: str, kind: str) -> LegalEffect:
    """What a resolution is worth: (code, is_confirmed, citation).

    `kind` is what decides: forum, committee, partners, executive or council. Codes: advisory, committee,
    executive, council. A kind nobody knows is advisory and unconfirmed: we never promise more than we know.
    """
    found = _effects.get((rule_key, kind)) or _effects.get(("", kind)) or _effects[("", "partners")]
    return LegalEffect(found.code, found.is_confirmed, found.citation)


def _found(rule_id: str) -> tuple[Pack, Rule]:
    if rule_id not in _rules:
        raise NoSuchRule(rule_id)
    return _rules[rule_id]


# ------------------------------------------------------------------------------------------- judges


def _seats(rule: Rule, facts: SeatFacts) -> list[Finding]:
    """Each category has neither too few nor too many holders. A missing chair stops: nobody could lead."""
    body = _committees[str(rule.params["body"])]
    found = []
    for seat in body.seats:
        filled = facts.filled.get(seat.category, 0)
        if filled < seat.least:
            force = Force.BLOCK if seat.office == "chair" else rule.force
            found.append(_finding("too_few", force, seat.category, filled, seat.least, seat.most))
        elif seat.most is not None and filled > seat.most:
            found.append(_finding("too_many", rule.force, seat.category, filled, seat.least, seat.most))
    return found


def _finding(code: str, force: Force, category: str, filled: int, least: int, most: int | None) -> Finding:
    data = {"category": category, "filled": filled, "least": least, "most": most}
    return Finding(code=code, force=force, data=data)


def _seats_and_offices(rule: Rule, facts: SeatFacts) -> list[Finding]:
    """As `_seats`, and the offices that the committee gives by its own election."""
    found = _seats(rule, facts)
    for office, param in (("chair", "chairs"), ("secretary", "secretaries")):
        wanted, have = int(rule.params[param]), facts.offices.get(office, 0)
        if have != wanted:
            found.append(
                Finding(
                    code="office_not_elected",
                    force=rule.force,
                    data={"office": office, "filled": have, "least": wanted},
                )
            )
    return found


def _chosen_by(rule: Rule, facts: SeatFacts) -> list[Finding]:
    category, wanted = str(rule.params["category"]), str(rule.params["chosen_by"])
    others = facts.chosen_by.get(category, frozenset()) - {wanted}
    if not others:
        return []
    return [Finding(code="chosen_otherwise", force=rule.force, data={"category": category, "chosen_by": wanted})]


def _terms(rule: Rule, facts: TermFacts) -> list[Finding]:
    left = [(end - facts.today).days for end in facts.ends if end is not None]
    ending = [days for days in left if 0 <= days <= int(rule.params["days"])]
    if not ending:
        return []
    return [Finding(code="term_ends", force=rule.force, data={"seats": len(ending), "days": min(ending)})]


def _notice(rule: Rule, facts: NoticeFacts) -> list[Finding]:
    found = []
    days = int(rule.params["days"])
    if facts.noticed_on is None or facts.noticed_on > facts.held_on:  # told afterwards is not told
        found.append(Finding(code="no_notice", force=rule.force, data={"days": days}))
    elif (facts.held_on - facts.noticed_on).days < days:
        given = (facts.held_on - facts.noticed_on).days
        found.append(Finding(code="short_notice", force=rule.force, data={"days": days, "given": given}))
    if not facts.has_agenda:
        found.append(Finding(code="no_agenda", force=rule.force, data={}))
    return found


def _quorum(rule: Rule, facts: QuorumFacts) -> list[Finding]:
    """At least the share of filled seats. Called again too late, a meeting is an ordinary one."""
    share = rule.params.get("share")
    if not isinstance(share, Fraction):
        return []
    recalled = rule.params.get("recalled_share")
    if facts.is_recalled and isinstance(recalled, Fraction):
        within = int(rule.params["recalled_within_days"])
        if facts.days_since_first is not None and facts.days_since_first <= within:
            share = recalled
    needed = at_least(share, facts.seats_filled)
    if facts.seats_present >= needed:
        return []
    data = {
        "present": facts.seats_present,
        "filled": facts.seats_filled,
        "needed": needed,
        "lacking": needed - facts.seats_present,
    }
    return [Finding(code="no_quorum", force=rule.force, data=data)]


def _minutes(rule: Rule, facts: MinutesFacts) -> list[Finding]:
    found = []
    if not facts.has_minutes:
        found.append(Finding(code="no_minutes", force=rule.force))
    silent = facts.dissents - facts.dissents_with_reason
    if silent > 0:
        found.append(Finding(code="dissent_without_reason", force=rule.force, data={"dissents": silent}))
    return found


def _interest(rule: Rule, facts: InterestFacts) -> list[Finding]:
    """One finding for each tie that holds on the day."""
    return [
        Finding(code=f"interest_{how}", force=rule.force, data={"from_on": from_on})
        for how, from_on, until_on in facts.ties
        if from_on <= facts.today and (until_on is None or until_on >= facts.today)
    ]


def _naming(rule: Rule, facts: NamingFacts) -> list[Finding]:
    if not facts.names_executive:
        return []
    return [
        Finding(
            code="named_in_election",
            force=rule.force,
            data={"from_on": from_on, "until_on": until_on, "source": source},
        )
        for from_on, until_on, source in facts.windows
        if from_on <= facts.today <= until_on
    ]


def _shares(rule: Rule, facts: ShareFacts) -> list[Finding]:
    """More than the share, not as much: two who do half each are partners."""
    if facts.pieces < int(rule.params["least_pieces"]):
        return []
    most = Fraction(rule.params["share"])
    return [
        # Rounded up, so that a little more than half never reads as half.
        Finding(code="one_carries_most", force=rule.force, data={"who": who, "percent": ceil(share * 100)})
        for who, share in sorted(facts.shares.items())
        if share > most
    ]


_JUDGES: dict[str, Callable[[Rule, Any], list[Finding]]] = {
    "seats": _seats,
    "seats_and_offices": _seats_and_offices,
    "chosen_by": _chosen_by,
    "terms": _terms,
    "notice": _notice,
    "quorum": _quorum,
    "minutes": _minutes,
    "interest": _interest,
    "naming": _naming,
    "shares": _shares,
}
