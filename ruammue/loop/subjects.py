"""What the next acts of a page of matters are about: one row a matter of each kind, loaded together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from django.db import models
from django.utils import timezone

from ruammue.access.actors import Actor
from ruammue.decisions.models import ExecutiveAnswer, Meeting, Resolution
from ruammue.goals.models import CoSignature, Goal
from ruammue.loop.facts import ADOPTED, Facts
from ruammue.loop.stations import present_station
from ruammue.needs.models import Call, LastWord, Matter, Need, Station
from ruammue.networks.models import Invitation, Network
from ruammue.places.models import Steward
from ruammue.resources import sides
from ruammue.resources.models import IS_ASKED, IS_OFFERED, Commitment, Delivery, is_claimed, is_to_be_brought
from ruammue.work.models import Duty, DutySignature, Work

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Subjects:
    """What the next acts of a page of matters are about: one row each, loaded together."""

    needs: Mapping[UUID, Need] = field(default_factory=dict)
    calls: Mapping[UUID, Call] = field(default_factory=dict)
    networks: Mapping[UUID, Network] = field(default_factory=dict)
    claims: Mapping[UUID, Invitation] = field(default_factory=dict)
    waiting: Mapping[UUID, Invitation] = field(default_factory=dict)
    meetings: Mapping[UUID, Meeting] = field(default_factory=dict)
    entered_meetings: Mapping[UUID, Meeting] = field(default_factory=dict)
    resolutions: Mapping[UUID, Resolution] = field(default_factory=dict)
    goals: Mapping[UUID, Goal] = field(default_factory=dict)
    goals_to_sign: Mapping[UUID, Goal] = field(default_factory=dict)
    tables_to_sign: Mapping[UUID, Matter] = field(default_factory=dict)
    own_works: Mapping[UUID, Work] = field(default_factory=dict)
    promises_to_answer: Mapping[UUID, Commitment] = field(default_factory=dict)
    promises_to_take: Mapping[UUID, Commitment] = field(default_factory=dict)
    promises_to_confirm: Mapping[UUID, Commitment] = field(default_factory=dict)
    promises_to_hear: Mapping[UUID, Commitment] = field(default_factory=dict)
    promises_to_bring: Mapping[UUID, Commitment] = field(default_factory=dict)
    deliveries_to_confirm: Mapping[UUID, Delivery] = field(default_factory=dict)
    deliveries_to_hear: Mapping[UUID, Delivery] = field(default_factory=dict)


def subjects_of(facts: Sequence[Facts], steward: Steward, actor: Actor) -> Subjects:
    """What the next acts of these matters are about, at most one SQL statement a kind however many matters."""
    by_station: dict[Station, list[UUID]] = {}
    for row in facts:
        station = present_station(row)
        if station is not None:
            by_station.setdefault(station, []).append(row.matter.pk)
    problem = by_station.get(Station.PROBLEM, [])
    call = by_station.get(Station.CALL, [])
    network = by_station.get(Station.NETWORK, [])
    decide = by_station.get(Station.DECIDE, [])
    goal = by_station.get(Station.GOAL, [])
    invitations = (
        list(
            Invitation.objects.of(steward)
            .filter(network__matter__in=network, withdrawn_at=None, confirmed_at=None)
            .select_related("network")
            .order_by("sent_at")
        )
        if network
        else []
    )
    claimed = [row for row in invitations if row.reply == Invitation.Reply.JOIN]
    today = timezone.localdate()
    unanswered = sorted(
        (row for row in invitations if not row.reply and row.expires_on >= today),
        key=lambda row: row.organisation_id not in actor.represents,
    )
    goals = (
        list(Goal.objects.of(steward).filter(matter__in=goal, dropped_at=None).select_related("matter")) if goal else []
    )
    meetings = _meetings(steward, decide) if decide else []
    promises = _promises(by_station.get(Station.DIVIDE, []), by_station.get(Station.ACT, []), steward, actor)
    to_confirm, to_hear = _deliveries(
        [row.matter.pk for row in facts if row.deliveries_waiting and present_station(row) is Station.ACT],
        steward,
        actor,
    )
    return Subjects(
        needs=_first(
            Need.objects.of(steward)
            .visible_to(actor)
            .filter(matter__in=problem, last_word=LastWord.WAITING)
            .order_by("answer_due_on", "reported_at"),
            lambda need: need.matter_id,
        )
        if problem
        else {},
        calls=_first(
            Call.objects.of(steward).filter(matter__in=call, endorsed_at=None, closed_at=None),
            lambda row: row.matter_id,
        )
        if call
        else {},
        networks=_first(
            Network.objects.of(steward).filter(matter__in=network, removed_at=None).order_by("made_at"),
            lambda row: row.matter_id,
        )
        if network
        else {},
        claims=_first(claimed, lambda row: row.network.matter_id),
        waiting=_first(unanswered, lambda row: row.network.matter_id),
        meetings=_first((row for row in meetings if row.entered_at is None), _its_matter),
        entered_meetings=_first((row for row in meetings if row.entered_at is not None), _its_matter),
        resolutions=_first(
            Resolution.objects.of(steward)
            .filter(matter__in=decide, outcome__in=ADOPTED, effect=Resolution.Effect.EXECUTIVE)
            .exclude(pk__in=ExecutiveAnswer.objects.of(steward).values("resolution"))
            .select_related("meeting__network")
            .order_by("resolved_at"),
            lambda row: row.matter_id,
        )
        if decide
        else {},
        goals=_first(goals, lambda row: row.matter_id),
        goals_to_sign=_first(_unsigned(goals, actor), lambda row: row.matter_id),
        tables_to_sign=_tables_to_sign([row for row in facts if row.parties], steward, actor),
        own_works=_own_works(by_station.get(Station.ACT, []), steward, actor),
        promises_to_answer=promises.to_answer,
        promises_to_take=promises.to_take,
        promises_to_confirm=promises.to_confirm,
        promises_to_hear=promises.to_hear,
        promises_to_bring=promises.to_bring,
        deliveries_to_confirm=to_confirm,
        deliveries_to_hear=to_hear,
    )


def _unsigned(goals: Sequence[Goal], actor: Actor) -> list[Goal]:
    """Those of the goals that an organisation of this actor has not signed. One statement, for partners only."""
    if not (goals and actor.represents):
        return []
    signed: dict[UUID, set[UUID]] = {}
    rows = CoSignature.objects.of(goals[0].steward_id).filter(
        goal__in=goals, organisation_id__in=actor.represents, signed_at__isnull=False
    )
    for goal_id, organisation_id in rows.values_list("goal_id", "organisation_id"):
        signed.setdefault(goal_id, set()).add(organisation_id)
    return [row for row in goals if signed.get(row.pk, set()) != actor.represents]


def _tables_to_sign(facts: Sequence[Facts], steward: Steward, actor: Actor) -> dict[UUID, Matter]:
    """Matters at whose duty table an organisation of this actor has a part and has not signed it as it stands."""
    at_table = {row.matter.pk: row.matter for row in facts if present_station(row) is Station.DIVIDE}
    if not (at_table and actor.represents):
        return {}
    signed = DutySignature.objects.of(steward).filter(
        matter=models.OuterRef("work__matter"),
        organisation=models.OuterRef("organisation"),
        signed_at__isnull=False,
        changed_at=None,
    )
    duties = Duty.objects.of(steward).filter(
        ~models.Exists(signed), work__matter__in=at_table, work__dropped_at=None, organisation_id__in=actor.represents
    )
    return {key: at_table[key] for key in duties.values_list("work__matter_id", flat=True)}


def _own_works(matters: Sequence[UUID], steward: Steward, actor: Actor) -> dict[UUID, Work]:
    """The open work of each matter that an organisation of this actor leads or does together with others."""
    if not (matters and actor.represents):
        return {}
    rows = Work.objects.of(steward).filter(
        matter__in=matters,
        done_at=None,
        dropped_at=None,
        duties__part__in=(Duty.Part.LEAD, Duty.Part.JOINT),
        duties__organisation_id__in=actor.represents,
    )
    return _first(rows.select_related("matter").order_by("due_on", "opened_at", "id"), lambda row: row.matter_id)


@dataclass(frozen=True, slots=True)
class _Promises:
    """Promises of a page of matters by what this actor has to do with them, one a matter."""

    to_answer: Mapping[UUID, Commitment] = field(default_factory=dict)
    to_take: Mapping[UUID, Commitment] = field(default_factory=dict)
    to_confirm: Mapping[UUID, Commitment] = field(default_factory=dict)
    to_hear: Mapping[UUID, Commitment] = field(default_factory=dict)
    to_bring: Mapping[UUID, Commitment] = field(default_factory=dict)


def _promises(divide: Sequence[UUID], act: Sequence[UUID], steward: Steward, actor: Actor) -> _Promises:
    """What waits for this actor's yes, or for their pen, in the matters of `divide`; what they promised and have not
    said to have brought in those of `act`. One statement.
    """
    matters = [*divide, *act]
    if not matters or actor.is_anonymous:
        return _Promises()
    today = timezone.localdate()
    asked = IS_ASKED & models.Q(need_line__matter__in=divide)
    offered = IS_OFFERED & models.Q(need_line__matter__in=divide)
    gives = models.Q(provider__in=actor.represents) | models.Q(person__isnull=False, person=actor.person_id)
    kinds = {
        "answer": asked & gives,
        "take": offered & models.Q(receiver__in=actor.represents),
        "bring": is_to_be_brought() & gives & models.Q(need_line__matter__in=act),
    }
    if sides.may_write_for_others(actor):
        silent = asked & sides.giver_cannot_write("", today) | offered & sides.receiver_cannot_write("", today)
        kinds |= {"confirm": asked & models.Q(is_claimed()), "hear": silent}
    rows = (
        Commitment.objects.of(steward)
        .filter(need_line__matter__in=matters)
        .annotate(
            waits_as=models.Case(
                *(models.When(condition, then=models.Value(kind)) for kind, condition in kinds.items()),
                default=models.Value(""),
            )
        )
        .exclude(waits_as="")
        .select_related("need_line")
        .order_by("due_on", "promised_at", "id")
    )
    found: dict[str, dict[UUID, Commitment]] = {kind: {} for kind in kinds}
    for row in rows:
        found[row.waits_as].setdefault(row.need_line.matter_id, row)
    return _Promises(**{f"to_{kind}": of_matter for kind, of_matter in found.items()})


def _deliveries(
    matters: Sequence[UUID], steward: Steward, actor: Actor
) -> tuple[dict[UUID, Delivery], dict[UUID, Delivery]]:
    """What was brought in each matter and waits for the word of this actor's own side; what waits for their pen. At
    most two statements.
    """
    if not matters or actor.is_anonymous:
        return {}, {}
    brought = Delivery.objects.of(steward).filter(commitment__need_line__matter__in=matters)
    brought = brought.select_related("commitment__need_line").order_by("recorded_at", "id")
    heard = {}
    if sides.may_write_for_others(actor):
        today = timezone.localdate()
        silent = brought.lacking_word_where(
            sides.giver_cannot_write("commitment__", today), sides.receiver_cannot_write("commitment__", today)
        )
        heard = _first(silent, _matter_of_delivery)
    return _first(brought.lacking_word_of(actor), _matter_of_delivery), heard


def _matter_of_delivery(delivery: Delivery) -> UUID:
    return delivery.commitment.need_line.matter_id


def _meetings(steward: Steward, matters: list[UUID]) -> list[Meeting]:
    """Meetings whose day has come: before it there is nothing to type in, only to wait for."""
    return list(
        Meeting.objects.of(steward)
        .filter(items__matter__in=matters, stage=Meeting.Stage.CALLED, held_on__lte=timezone.localdate())
        .select_related("network")
        .annotate(its_matter=models.F("items__matter"))
        .order_by("held_on")
    )


def _its_matter(meeting: Meeting) -> UUID | None:
    return meeting.its_matter  # type: ignore[attr-defined, no-any-return]


def _first(rows: Iterable[Row], matter_of: Callable[[Row], UUID | None]) -> dict[UUID, Row]:
    """The first row of each matter."""
    found: dict[UUID, Row] = {}
    for row in rows:
        matter = matter_of(row)
        if matter is not None:
            found.setdefault(matter, row)
    return found
