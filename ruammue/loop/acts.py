"""The next act of a matter: what it is, for whom it waits, and whether this actor is that somebody.

An act shown is permitted by the gate (the policy is read from the very view it leads to) and, once done, moves the
matter: the facts that made the act necessary no longer hold. Both are properties under test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from django.db import models
from django.urls import resolve, reverse
from django.utils.translation import gettext_lazy as _

from ruammue.access.actors import Actor
from ruammue.access.gate import Passage, Policy, Predicate, allows
from ruammue.decisions import rules as deciding
from ruammue.decisions.models import ExecutiveAnswer, Meeting, Resolution
from ruammue.goals import rules as aiming
from ruammue.goals.models import Goal
from ruammue.loop.facts import ADOPTED, Facts
from ruammue.loop.stations import present_station
from ruammue.needs import rules as telling
from ruammue.needs.models import Need, Station
from ruammue.networks.models import Invitation, Network
from ruammue.places.models import Steward
from ruammue.resources import rules as exchanging
from ruammue.work import rules as working

Words = Any  # a lazy translation
Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Act:
    """One next act: `code` for tests, `label` a verb, `whom` who it waits for, `url` where it is done, `is_mine`
    whether this actor may do it.
    """

    code: str
    station: Station
    label: Words
    whom: Words
    url: str
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Subjects:
    """What the next acts of a page of matters are about: one row each, loaded together."""

    needs: Mapping[UUID, Need] = field(default_factory=dict)
    networks: Mapping[UUID, Network] = field(default_factory=dict)
    claims: Mapping[UUID, Invitation] = field(default_factory=dict)
    waiting: Mapping[UUID, Invitation] = field(default_factory=dict)
    meetings: Mapping[UUID, Meeting] = field(default_factory=dict)
    resolutions: Mapping[UUID, Resolution] = field(default_factory=dict)
    goals: Mapping[UUID, Goal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """One rule of the wheel: at `station`, when `is_due`, do `route` on `subject`. Rules are tried in order.

    Whose act it is says the policy of the page behind `route`; `may` says it where that page is open to more
    people than the act on it.
    """

    code: str
    station: Station
    label: Words
    whom: Words
    route: str
    is_due: Callable[[Facts], bool]
    subject: Callable[[Facts, Subjects], Any]
    query: str = ""
    may: Policy | None = None


def _matter(facts: Facts, _subjects: Subjects) -> Any:
    return facts.matter


def _of(name: str) -> Callable[[Facts, Subjects], Any]:
    return lambda facts, subjects: getattr(subjects, name).get(facts.matter.pk)


def _nothing(_facts: Facts, _subjects: Subjects) -> None:
    return None


_OFFICE, _PARTNERS = _("the plan officer"), _("the partners")
_COORDINATION = _("the officer or the coordinator")

STEPS: tuple[Step, ...] = (
    Step(
        "answer",
        Station.PROBLEM,
        _("Read and answer"),
        _("the one who promised an answer"),
        "needs:answer",
        lambda f: f.unanswered > 0,
        _of("needs"),
    ),
    Step(
        "open_call",
        Station.CALL,
        _("Call others to act together"),
        _OFFICE,
        "needs:open_call",
        lambda f: f.calls == 0,
        _matter,
    ),
    Step(
        "confirm_invitation",
        Station.NETWORK,
        _("Confirm the answer that came in"),
        _COORDINATION,
        "networks:confirm_invitation",
        lambda f: f.claimed > 0,
        _of("claims"),
    ),
    Step(
        "answer_invitation",
        Station.NETWORK,
        _("Answer the invitation"),
        _PARTNERS,
        "networks:answer",
        lambda f: f.waiting_reply > 0,
        _of("waiting"),
    ),
    Step(
        "invite",
        Station.NETWORK,
        _("Invite a partner"),
        _COORDINATION,
        "networks:invite",
        lambda f: f.networks > 0,
        _of("networks"),
    ),
    Step(
        "form_network",
        Station.NETWORK,
        _("Bring those together who will help"),
        _COORDINATION,
        "networks:new",
        lambda f: f.networks == 0,
        _nothing,
        "matter",
    ),
    Step(
        "approve",
        Station.DECIDE,
        _("Approve, or decide otherwise"),
        _("the executive"),
        "decisions:approve",
        lambda f: f.awaiting_executive > 0,
        _of("resolutions"),
    ),
    Step(
        "enter_forum",
        Station.DECIDE,
        _("Enter what was said and counted"),
        _("the one who holds the meeting"),
        "decisions:enter_forum",
        lambda f: f.called_items > 0,
        _of("meetings"),
    ),
    Step(
        "put_on_agenda",
        Station.DECIDE,
        _("Bring it before a meeting"),
        _COORDINATION,
        "decisions:call_meeting",
        lambda f: f.called_items == 0,
        _nothing,
        "matter",
    ),
    Step(
        "draft_goal",
        Station.GOAL,
        _("Agree on what we want to reach"),
        _COORDINATION,
        "goals:draft",
        lambda f: f.goals == 0,
        _matter,
    ),
    Step(
        "sign_goal",
        Station.GOAL,
        _("Sign the goal"),
        _PARTNERS,
        "goals:sign_as",
        lambda f: f.goals > 0,
        _of("goals"),
    ),
    Step(
        "ask_to_sign",
        Station.GOAL,
        _("Ask partners to sign the goal"),
        _COORDINATION,
        "goals:ask",
        lambda f: f.goals > 0,
        _of("goals"),
    ),
    Step(
        "open_work",
        Station.DIVIDE,
        _("Write down what is to be done"),
        _COORDINATION,
        "work:open_work",
        lambda f: f.works == 0,
        _matter,
    ),
    Step(
        "divide",
        Station.DIVIDE,
        _("Agree on who does what"),
        _COORDINATION,
        "work:divide",
        lambda f: f.works > 0 and (f.works_without_lead > 0 or f.parties == 0),
        _matter,
    ),
    Step(
        "sign_duties",
        Station.DIVIDE,
        _("Sign our part of the work"),
        _PARTNERS,
        "work:sign_as",
        lambda f: f.works_without_lead == 0 and f.signed_parties < f.parties,
        _matter,
    ),
    Step(
        "ask_for_duties",
        Station.DIVIDE,
        _("Ask partners to sign"),
        _COORDINATION,
        "work:ask",
        lambda f: f.works_without_lead == 0 and f.signed_parties < f.parties,
        _matter,
    ),
    Step(
        "find_givers",
        Station.DIVIDE,
        _("Find who has what we lack"),
        _COORDINATION,
        "resources:matter",
        lambda f: f.lines_short > 0,
        _matter,
        may=exchanging.RAISE_LINE,
    ),
    Step(
        "receive",
        Station.ACT,
        _("Record what arrived"),
        _COORDINATION,
        "resources:matter",
        lambda f: f.lines_undelivered > 0,
        _matter,
        may=exchanging.RAISE_LINE,
    ),
    Step(
        "finish_work",
        Station.ACT,
        _("Report the work that is done"),
        _("whoever leads the work"),
        "work:duty_table",
        lambda f: f.works_open > 0,
        _matter,
        may=working.DIVIDE,
    ),
    Step(
        "open_work_late",
        Station.ACT,
        _("Write down what is to be done"),
        _COORDINATION,
        "work:open_work",
        lambda f: f.works == 0,
        _matter,
    ),
    Step(
        "publish_result",
        Station.RESULT,
        _("Tell everybody what came of it"),
        _OFFICE,
        "evidence:result",
        lambda f: f.published_results == 0,
        _matter,
    ),
)


def next_act(facts: Facts, subjects: Subjects, steward: Steward, actor: Actor) -> Act | None:
    """The first due act at the station where the matter stands that this actor may do; else the first due act, as
    something to wait for; None when the matter went all the way or is closed.
    """
    station = present_station(facts)
    if station is None:
        return None
    due = [step for step in STEPS if step.station is station and step.is_due(facts)]
    acts = [act for step in due if (act := _act(step, facts, subjects, steward, actor)) is not None]
    return next((act for act in acts if act.is_mine), acts[0] if acts else None)


def _act(step: Step, facts: Facts, subjects: Subjects, steward: Steward, actor: Actor) -> Act | None:
    subject = step.subject(facts, subjects)
    if subject is None and step.subject is not _nothing:
        # The thing itself is not for this actor's eyes (a private need): they may know that somebody is expected.
        return Act(step.code, step.station, step.label, step.whom, "", False)
    route = step.route
    if isinstance(subject, Meeting) and subject.kind != Meeting.Kind.FORUM:
        route = "decisions:enter_meeting"
    arguments = [steward.slug] if subject is None else [steward.slug, subject.pk]
    url = reverse(route, args=arguments)
    passage: Passage = resolve(url).func.passage  # type: ignore[attr-defined]
    policy = passage.policy if step.may is None else step.may
    mine = allows(actor, policy, steward if subject is None else subject, known=_settled(actor, subject))
    if step.query:
        url = f"{url}?{step.query}={facts.matter.pk}"
    return Act(step.code, step.station, step.label, step.whom, url, mine)


def _settled(actor: Actor, subject: Any) -> dict[Predicate, bool]:
    """Claims that `subjects_of` has settled by what it loaded."""
    known: dict[Predicate, bool] = {
        telling.may_open: True,
        telling.may_read: True,
        aiming.may_see: True,
        exchanging.may_open: True,
        working.may_open: True,
    }
    if isinstance(subject, Need):
        known[telling.heads_its_village] = subject.village_id in actor.villages
    if isinstance(subject, Meeting):
        known[deciding.keeps_its_minutes] = False
        known[deciding.sits_in_it] = False
    return known


def subjects_of(facts: Sequence[Facts], steward: Steward, actor: Actor) -> Subjects:
    """What the next acts of these matters are about, at most one SQL statement a kind however many matters."""
    by_station: dict[Station, list[UUID]] = {}
    for row in facts:
        station = present_station(row)
        if station is not None:
            by_station.setdefault(station, []).append(row.matter.pk)
    problem = by_station.get(Station.PROBLEM, [])
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
    unanswered = sorted(
        (row for row in invitations if not row.reply), key=lambda row: row.organisation_id not in actor.represents
    )
    return Subjects(
        needs=_first(
            Need.objects.of(steward).visible_to(actor).filter(matter__in=problem, answers=None).order_by("reported_at"),
            lambda need: need.matter_id,
        )
        if problem
        else {},
        networks=_first(
            Network.objects.of(steward).filter(matter__in=network, removed_at=None).order_by("made_at"),
            lambda row: row.matter_id,
        )
        if network
        else {},
        claims=_first(claimed, lambda row: row.network.matter_id),
        waiting=_first(unanswered, lambda row: row.network.matter_id),
        meetings=_meetings(steward, decide) if decide else {},
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
        goals=_first(
            Goal.objects.of(steward).filter(matter__in=goal, dropped_at=None).select_related("matter"),
            lambda row: row.matter_id,
        )
        if goal
        else {},
    )


def _meetings(steward: Steward, matters: list[UUID]) -> dict[UUID, Meeting]:
    rows = (
        Meeting.objects.of(steward)
        .filter(items__matter__in=matters, stage=Meeting.Stage.CALLED)
        .select_related("network")
        .annotate(its_matter=models.F("items__matter"))
        .order_by("held_on")
    )
    return _first(rows, lambda row: row.its_matter)  # type: ignore[attr-defined]


def _first(rows: Iterable[Row], matter_of: Callable[[Row], UUID | None]) -> dict[UUID, Row]:
    """The first row of each matter."""
    found: dict[UUID, Row] = {}
    for row in rows:
        matter = matter_of(row)
        if matter is not None:
            found.setdefault(matter, row)
    return found
