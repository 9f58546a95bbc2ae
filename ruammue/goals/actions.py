"""Verbs of this room: draft a goal, ask for signatures, sign it, measure, change it by a new version, give it up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from ruammue.access.actors import Actor
from ruammue.decisions.models import Resolution
from ruammue.foundation.keys import new_key
from ruammue.goals import values
from ruammue.goals.events import (
    GoalDrafted,
    GoalDropped,
    GoalShared,
    GoalSigned,
    IndicatorSet,
    ReadingGiven,
    SignatureAsked,
)
from ruammue.goals.models import CoSignature, Goal, Indicator, Reading
from ruammue.goals.refusals import (
    AlreadyCorrected,
    BeforeBaseline,
    CorrectsAnother,
    DueBeforeBaseline,
    GoalIsDropped,
    MatterIsClosed,
    NobodyThere,
    NotAdopted,
    NoteMissing,
    NothingChanged,
    NothingToSign,
    NotMeasuredYet,
    ReasonMissing,
    ResolutionIsOfAnother,
    SignedAlready,
    TargetNotBeyond,
)
from ruammue.ledger.actions import record
from ruammue.ledger.who import Who
from ruammue.needs.models import Matter
from ruammue.papers.attachments import attach_photo
from ruammue.people.models import Organisation
from ruammue.people.signing import acts as signing
from ruammue.places.models import Steward

ADOPTED = (Resolution.Outcome.ADOPTED, Resolution.Outcome.ADOPTED_WITH_RESERVATIONS)
SECTORS_TO_SHARE = 2
"""A goal is shared when organisations of this many different sectors have signed it (DOMAIN 5.3, I11)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorFacts:
    """How a goal is measured. Numbers in thousandths of `unit`; `direction` a value of `Indicator.Direction`."""

    name: str
    unit: str
    direction: str
    baseline_milli: int
    baseline_on: date
    baseline_source: str
    target_milli: int
    owner: Organisation
    source: str
    frequency: str


# ------------------------------------------------------------------------------------------- drafting


@transaction.atomic
def draft_goal(
    matter: Matter,
    resolution: Resolution | None,
    statement: str,
    due_on: date,
    indicator: IndicatorFacts | None = None,
    *,
    by: Who,
    key: UUID | None = None,
    now: datetime | None = None,
) -> Goal:
    """Write a goal down for a matter, from an adopted resolution when there is one.

    `key` is the form's own (OnceField): sent twice, it is one goal. Without `indicator` it waits for `set_indicator`
    and cannot be signed. Raises MatterIsClosed, ResolutionIsOfAnother, NotAdopted, TargetNotBeyond, DueBeforeBaseline.
    """
    matter = Matter.objects.select_for_update(of=("self",)).get(pk=matter.pk)
    drafted = Goal.objects.of(matter.steward_id).filter(pk=key).first() if key else None
    if drafted is not None:
        found: Goal = drafted
        return found
    if matter.closed_at is not None:
        raise MatterIsClosed
    if resolution is not None:
        if resolution.steward_id != matter.steward_id or resolution.matter_id != matter.pk:
            raise ResolutionIsOfAnother
        if resolution.outcome not in ADOPTED:
            raise NotAdopted
    goal = _write(matter, resolution, statement, due_on, by=by, key=key, now=now or timezone.now())
    if indicator is not None:
        _set(goal, indicator, by=by)
    return goal


def _write(
    matter: Matter,
    resolution: Resolution | None,
    statement: str,
    due_on: date,
    *,
    by: Who,
    now: datetime,
    key: UUID | None = None,
    replaces: Goal | None = None,
) -> Goal:
    goal = Goal.objects.create(
        id=key or new_key(),
        steward_id=matter.steward_id,
        matter=matter,
        resolution=resolution,
        replaces=replaces,
        statement=statement,
        due_on=due_on,
        drafted_at=now,
        drafted_by_id=by.person_id,
    )
    record(
        GoalDrafted(
            steward=matter.steward_id,
            goal=goal.pk,
            matter=matter.pk,
            due_on=due_on,
            resolution=resolution.pk if resolution else None,
            replaces=replaces.pk if replaces else None,
        ),
        by=by,
        at=now,
    )
    return goal


@transaction.atomic
def set_indicator(goal: Goal, facts: IndicatorFacts, *, by: Who) -> Indicator:
    """Say how a goal is measured, or one more way. Only before anybody signed: afterwards `revise_goal`.

    Raises GoalIsDropped, SignedAlready, TargetNotBeyond, DueBeforeBaseline.
    """
    goal = _alive(goal)
    if goal.signatures.filter(signed_at__isnull=False).exists():
        raise SignedAlready
    return _set(goal, facts, by=by)


def _set(goal: Goal, facts: IndicatorFacts, *, by: Who, series: UUID | None = None) -> Indicator:
    is_up = facts.direction == Indicator.Direction.UP
    if facts.target_milli <= facts.baseline_milli if is_up else facts.target_milli >= facts.baseline_milli:
        raise TargetNotBeyond(
            baseline=values.show(facts.baseline_milli),
            target=values.show(facts.target_milli),
            direction=facts.direction,
        )
    if goal.due_on <= facts.baseline_on:
        raise DueBeforeBaseline(due_on=goal.due_on, baseline_on=facts.baseline_on)
    indicator = Indicator.objects.create(
        steward_id=goal.steward_id,
        goal=goal,
        series=series or new_key(),
        name=facts.name,
        unit=facts.unit,
        direction=Indicator.Direction(facts.direction),
        baseline_milli=facts.baseline_milli,
        baseline_on=facts.baseline_on,
        baseline_source=facts.baseline_source,
        target_milli=facts.target_milli,
        owner=facts.owner,
        source=facts.source,
        frequency=Indicator.Frequency(facts.frequency),
    )
    record(
        IndicatorSet(
            steward=goal.steward_id,
            indicator=indicator.pk,
            goal=goal.pk,
            baseline_milli=facts.baseline_milli,
            target_milli=facts.target_milli,
        ),
        by=by,
    )
    return indicator


def _alive(goal: Goal) -> Goal:
    """The goal with its row locked, so that two signatures at once cannot both be the one that makes it shared."""
    row = Goal.objects.select_for_update(of=("self",)).select_related("matter").get(pk=goal.pk)
    locked: Goal = row
    if locked.dropped_at is not None:
        raise GoalIsDropped(on=timezone.localdate(locked.dropped_at), is_replaced=locked.replaced_by.exists())
    return locked


# ------------------------------------------------------------------------------------------- signing


@transaction.atomic
def ask_to_sign(
    goal: Goal, organisation: Organisation, *, by: Who, now: datetime | None = None
) -> signing.Asked[CoSignature]:
    """Ask an organisation to sign: a link of its own. Asked again, the older link is dead: it may be lost.

    Raises GoalIsDropped, NothingToSign, SignedBefore.
    """
    now = now or timezone.now()
    goal = _signable(goal)
    asked = signing.ask(_place(goal, organisation, now), now=now)
    record(
        SignatureAsked(
            steward=goal.steward_id,
            signature=asked.signature.pk,
            goal=goal.pk,
            organisation=organisation.pk,
            matter=goal.matter_id,
        ),
        by=by,
        at=now,
    )
    return asked


def _signable(goal: Goal) -> Goal:
    goal = _alive(goal)
    if not goal.indicators.exists():
        raise NothingToSign
    return goal


def _place(goal: Goal, organisation: Organisation, now: datetime) -> CoSignature:
    return signing.place(CoSignature, organisation, now=now, steward=goal.matter.steward, goal=goal)


@transaction.atomic
def sign_by_link(token: str, as_whom: str, *, steward: Steward, by: Actor, now: datetime | None = None) -> CoSignature:
    """Sign by the organisation's own link. Only a POST comes here: chat programs open links by themselves.

    `as_whom` is the name (and post) of who signs. Raises NoSuchLink (also for another tenant's link), SignerMissing,
    SignedBefore, GoalIsDropped.
    """
    held = signing.must_be_behind(CoSignature, token, steward, "goal")
    return _sign(held.goal, held.organisation, way=CoSignature.Way.LINK, signed_as=as_whom, by=by, now=now)


@transaction.atomic
def sign_on_behalf(goal: Goal, organisation: Organisation, *, by: Actor, now: datetime | None = None) -> CoSignature:
    """Sign after coming in, on behalf of an organisation one speaks for; it need not have been asked.

    Raises NotTheirsToSign, SignedBefore, GoalIsDropped, NothingToSign.
    """
    signing.must_speak_for(organisation, by)
    return _sign(goal, organisation, way=CoSignature.Way.LOGIN, signed_as=by.name, by=by, now=now)


@transaction.atomic
def enter_signature(
    goal: Goal,
    organisation: Organisation,
    *,
    signed_as: str,
    paper: bytes | None,
    by: Actor,
    now: datetime | None = None,
) -> CoSignature:
    """Enter a signature that stands on paper, with a picture or scan of that paper: without it, there is none.

    Raises SignedPaperMissing, SignerMissing, NotAPaper, SignedBefore, GoalIsDropped, NothingToSign.
    """
    paper = signing.must_have_paper(paper)
    if by.person_id is None:
        raise NobodyThere
    by = by.entering_for(None)
    return _sign(goal, organisation, way=CoSignature.Way.PAPER, signed_as=signed_as, by=by, now=now, paper=paper)


def _sign(
    goal: Goal,
    organisation: Organisation,
    *,
    way: CoSignature.Way,
    signed_as: str,
    by: Actor,
    now: datetime | None,
    paper: bytes | None = None,
) -> CoSignature:
    now = now or timezone.now()
    signing.must_be_named(signed_as)
    goal = _signable(goal)
    row = _place(goal, organisation, now)
    before = sectors_signed(goal)
    spoken = signing.sign(row, way=way, signed_as=signed_as, by=by, now=now, paper=paper)
    ids = {"steward": goal.steward_id, "goal": goal.pk, "matter": goal.matter_id}
    record(GoalSigned(organisation=organisation.pk, way=str(way), **ids), by=spoken, at=now)
    if is_enough(before | {organisation.sector}) and not is_enough(before):
        record(GoalShared(**ids), by=spoken, at=now)
    return row


def sectors_signed(goal: Goal) -> frozenset[str]:
    """The sectors of the organisations that have signed."""
    signed = CoSignature.objects.of(goal.steward_id).filter(goal=goal, signed_at__isnull=False)
    return frozenset(signed.values_list("organisation__sector", flat=True))


def is_enough(sectors: frozenset[str]) -> bool:
    """Whether signatures of these sectors make a goal shared (I11)."""
    return len(sectors) >= SECTORS_TO_SHARE


# ------------------------------------------------------------------------------------------- measuring


def is_surprising(indicator: Indicator, value_milli: int) -> bool:
    """Worse than where we were, or past the target by more than the whole way: somebody has to say why (I12).

    The bounds are ours: [baseline, target + (target - baseline)].
    """
    way = indicator.target_milli - indicator.baseline_milli
    gone = value_milli - indicator.baseline_milli
    return gone * way < 0 or abs(gone) > 2 * abs(way)


@transaction.atomic
def give_reading(
    indicator: Indicator,
    value_milli: int,
    on: date,
    source: str,
    evidence: bytes | None = None,
    note: str = "",
    *,
    by: Who,
    corrects: Reading | None = None,
    key: UUID | None = None,
    now: datetime | None = None,
) -> Reading:
    """Write down what was measured on a day. `evidence` is a photo; `corrects` the reading that this puts right.

    `key` is the form's own (OnceField): sent twice, it is one reading. Raises NobodyThere, GoalIsDropped,
    NotMeasuredYet, BeforeBaseline, NoteMissing, CorrectsAnother, AlreadyCorrected, kinds of UnusablePhoto.
    """
    if by.person_id is None:
        raise NobodyThere
    now = now or timezone.now()
    goal = _alive(indicator.goal)
    known = Reading.objects.of(goal.steward_id).filter(pk=key).first() if key else None
    if known is not None:
        given: Reading = known
        return given
    if on > timezone.localdate(now):
        raise NotMeasuredYet(on=on)
    if on < indicator.baseline_on:
        raise BeforeBaseline(on=on, baseline_on=indicator.baseline_on)
    if is_surprising(indicator, value_milli) and not note:
        raise NoteMissing(value=f"{values.show(value_milli)} {indicator.unit}")
    if corrects is not None:
        if corrects.steward_id != goal.steward_id or corrects.indicator.series != indicator.series:
            raise CorrectsAnother
        if corrects.corrections.exists():
            raise AlreadyCorrected
    reading = Reading.objects.create(
        id=key or new_key(),
        steward_id=goal.steward_id,
        indicator=indicator,
        value_milli=value_milli,
        read_on=on,
        source=source,
        evidence=attach_photo(goal.matter.steward, evidence, by=by, now=now) if evidence else None,
        note=note,
        corrects=corrects,
        given_at=now,
        given_by_id=by.person_id,
    )
    record(
        ReadingGiven(
            steward=goal.steward_id,
            reading=reading.pk,
            goal=goal.pk,
            matter=goal.matter_id,
            indicator=indicator.pk,
            value_milli=value_milli,
            on=on,
            corrects=corrects.pk if corrects else None,
        ),
        by=by,
        at=now,
    )
    return reading


# ------------------------------------------------------------------------------------------- changing, giving up


@transaction.atomic
def revise_goal(
    goal: Goal,
    *,
    statement: str,
    due_on: date,
    targets: Mapping[UUID, int],
    reason: str,
    by: Who,
    key: UUID | None = None,
    now: datetime | None = None,
) -> Goal:
    """A new version of a goal: other words, day or targets (indicator id -> thousandths; left out: as before).

    The old version keeps its numbers and its signatures, and is over; the new one is signed anew, for nobody signed
    these numbers yet. Its readings go on. Raises GoalIsDropped, ReasonMissing, NothingChanged, NobodyThere,
    TargetNotBeyond, DueBeforeBaseline.
    """
    now = now or timezone.now()
    again = Goal.objects.of(goal.steward_id).filter(pk=key).first() if key else None
    if again is not None:
        revised: Goal = again
        return revised
    old = _end(goal, reason=reason, by=by, now=now)
    indicators = list(old.indicators.select_related("owner"))
    same = all(targets.get(row.pk, row.target_milli) == row.target_milli for row in indicators)
    if same and due_on == old.due_on and statement == old.statement:
        raise NothingChanged
    new = _write(old.matter, old.resolution, statement, due_on, by=by, now=now, key=key, replaces=old)
    for row in indicators:
        facts = IndicatorFacts(
            name=row.name,
            unit=row.unit,
            direction=row.direction,
            baseline_milli=row.baseline_milli,
            baseline_on=row.baseline_on,
            baseline_source=row.baseline_source,
            target_milli=targets.get(row.pk, row.target_milli),
            owner=row.owner,
            source=row.source,
            frequency=row.frequency,
        )
        _set(new, facts, by=by, series=row.series)
    return new


@transaction.atomic
def drop_goal(goal: Goal, *, reason: str, by: Who, now: datetime | None = None) -> Goal:
    """Give a goal up, and say why. What was signed and measured stays.

    Raises GoalIsDropped, ReasonMissing, NobodyThere.
    """
    return _end(goal, reason=reason, by=by, now=now or timezone.now())


def _end(goal: Goal, *, reason: str, by: Who, now: datetime) -> Goal:
    if by.person_id is None:
        raise NobodyThere
    if not reason.strip():
        raise ReasonMissing
    goal = _alive(goal)
    goal.dropped_at, goal.dropped_by_id, goal.dropped_reason = now, by.person_id, reason
    goal.save(update_fields=["dropped_at", "dropped_by_id", "dropped_reason"])
    record(GoalDropped(steward=goal.steward_id, goal=goal.pk, matter=goal.matter_id), by=by, reason=reason, at=now)
    return goal
