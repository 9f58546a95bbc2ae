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
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ruammue.access.actors import Actor, Role
from ruammue.access.claims import is_clerk, is_coordinator, is_executive, is_officer
from ruammue.access.gate import Passage, Policy, Predicate, allows
from ruammue.decisions import rules as deciding
from ruammue.decisions.models import ExecutiveAnswer, Meeting, Resolution
from ruammue.goals import rules as aiming
from ruammue.goals.models import CoSignature, Goal
from ruammue.loop.facts import ADOPTED, Facts
from ruammue.loop.stations import present_station
from ruammue.needs import rules as telling
from ruammue.needs.models import Call, LastWord, Matter, Need, Station
from ruammue.networks.models import Invitation, Network
from ruammue.places.models import Steward
from ruammue.resources import rules as exchanging
from ruammue.resources import sides
from ruammue.resources.models import Commitment, Delivery, PromiseAsk
from ruammue.work import rules as working
from ruammue.work.models import Duty, DutySignature, Work

Words = Any  # a lazy translation
Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Act:
    """One next act: `code` for tests, `label` a verb, `whom` who it waits for, `url` where it is done, `is_mine`
    whether this actor may do it. `station`: where the matter stands; None when it went all the way round.
    """

    code: str
    station: Station | None
    label: Words
    whom: Words
    url: str
    is_mine: bool


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
    promises_to_hear: Mapping[UUID, Commitment] = field(default_factory=dict)
    promises_to_bring: Mapping[UUID, Commitment] = field(default_factory=dict)
    deliveries_to_confirm: Mapping[UUID, Delivery] = field(default_factory=dict)
    deliveries_to_hear: Mapping[UUID, Delivery] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """One rule of the wheel: at `station`, when `is_due`, do `route` on `subject`. Rules are tried in order; those of
    no station are for a matter that went all the way round.

    Whose act it is says the policy of the page behind `route`; `may` says it where that page is open to more
    people than the act on it, and judges the matter where the page is about no subject yet.
    """

    code: str
    station: Station | None
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


COORDINATORS: Policy = [[is_officer], [is_clerk], [is_coordinator]]
"""Who may both ask for what lacks and write down what came, whichever side they are on."""
BRINGERS_TOGETHER: Policy = [*COORDINATORS, [exchanging.heads_village_of_matter]]
"""Whose act it is to bring a matter before people: a head's in their own village, not in every village."""
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
        lambda f: f.calls == 0 and not f.matter.is_sensitive,
        _matter,
    ),
    Step(
        "pass_call_by",
        Station.CALL,
        _("Pass the open call by: helpers are asked one by one"),
        _OFFICE,
        "needs:skip",
        lambda f: f.calls == 0 and f.matter.is_sensitive,
        _matter,
        "station=call",
        may=[[is_officer], [is_clerk]],  # the others do not see it before it is published
    ),
    Step(
        "endorse_call",
        Station.CALL,
        _("Stand behind the call"),
        _("the executive"),
        "needs:call",
        lambda f: f.calls_to_endorse > 0,
        _of("calls"),
        may=telling.ENDORSE_CALL,
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
        "matter={matter}",
        may=[*BRINGERS_TOGETHER, [is_executive]],
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
        "close_meeting",
        Station.DECIDE,
        _("Check it once and close the meeting"),
        _("the one who holds the meeting"),
        "decisions:close_meeting",
        lambda f: f.entered_items > 0,
        _of("entered_meetings"),
    ),
    Step(
        "enter_forum",
        Station.DECIDE,
        _("Enter what was said and counted"),
        _("the one who holds the meeting"),
        "decisions:enter_forum",
        lambda f: f.called_items > f.entered_items,
        _of("meetings"),
    ),
    Step(
        "put_on_agenda",
        Station.DECIDE,
        _("Bring it before a meeting"),
        _COORDINATION,
        "decisions:call_meeting",
        lambda f: f.called_items == 0 and f.awaiting_executive == 0,
        _nothing,
        "matter={matter}",
        may=BRINGERS_TOGETHER,
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
        _of("goals_to_sign"),
    ),
    Step(
        "ask_to_sign",
        Station.GOAL,
        _("Ask partners to sign the goal"),
        _COORDINATION,
        "goals:ask",
        lambda f: f.goals > 0 and f.goal_asked == 0,
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
        _of("tables_to_sign"),
    ),
    Step(
        "ask_for_duties",
        Station.DIVIDE,
        _("Ask partners to sign"),
        _COORDINATION,
        "work:ask",
        lambda f: f.works_without_lead == 0 and f.signed_parties + f.asked_parties < f.parties,
        _matter,
    ),
    Step(
        "answer_asking",
        Station.DIVIDE,
        _("Answer what we are asked for"),
        _PARTNERS,
        "resources:commitment",
        lambda f: f.promises_asked > 0,
        _of("promises_to_answer"),
    ),
    Step(
        "take_promise",
        Station.DIVIDE,
        _("Say yes to what is offered"),
        _("the side that takes it in"),
        "resources:commitment",
        lambda f: f.promises_offered > 0,
        _of("promises_to_take"),
    ),
    Step(
        "hear_promise",
        Station.DIVIDE,
        _("Write down the answer of those without an account"),
        _COORDINATION,
        "resources:commitment",
        lambda f: f.promises_asked + f.promises_offered > 0,
        _of("promises_to_hear"),
        may=COORDINATORS,
    ),
    Step(
        "find_givers",
        Station.DIVIDE,
        _("Find who has what we lack"),
        _COORDINATION,
        "resources:matter",
        lambda f: f.lines_unasked > 0,
        _matter,
        may=COORDINATORS,
    ),
    Step(
        "confirm_delivery",
        Station.ACT,
        _("Confirm what came"),
        _("the other side"),
        "resources:confirm",
        lambda f: f.deliveries_waiting > 0,
        _of("deliveries_to_confirm"),
    ),
    Step(
        "bring",
        Station.ACT,
        _("Say what we brought"),
        _PARTNERS,
        "resources:deliver",
        lambda f: f.lines_undelivered > 0,
        _of("promises_to_bring"),
    ),
    Step(
        "hear_delivery",
        Station.ACT,
        _("Write down the word of those without an account"),
        _COORDINATION,
        "resources:confirm",
        lambda f: f.deliveries_waiting > 0,
        _of("deliveries_to_hear"),
        may=COORDINATORS,
    ),
    Step(
        "receive",
        Station.ACT,
        _("Record what arrived"),
        _COORDINATION,
        "resources:matter",
        lambda f: f.promises_to_come > 0 or (f.lines_undelivered > 0 and f.deliveries_waiting == 0),
        _matter,
        may=COORDINATORS,
    ),
    Step(
        "finish_own_work",
        Station.ACT,
        _("Report the work that is done"),
        _("whoever leads the work"),
        "work:finish",
        lambda f: f.works_open > 0,
        _of("own_works"),
    ),
    Step(
        "finish_work",
        Station.ACT,
        _("Report the work that is done"),
        _("whoever leads the work"),
        "work:duty_table",
        lambda f: f.works_open > 0,
        _matter,
        may=working.FINISH[:-1],  # the last row is whoever leads; they have the act before this one
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
    Step(
        "close_matter",
        None,
        _("Close this matter"),
        _OFFICE,
        "needs:close",
        lambda f: f.unanswered == 0,
        _matter,
        may=telling.CLOSE_MATTER[:-1],  # whoever answers its needs finds it on the matter's page
    ),
)


def next_act(facts: Facts, subjects: Subjects, steward: Steward, actor: Actor) -> Act | None:
    """The first due act at the station where the matter stands that this actor may do; else the first due act, as
    something to wait for; None when the matter is closed.
    """
    if facts.matter.closed_at is not None:
        return None
    station = present_station(facts)
    due = [step for step in STEPS if step.station is station and step.is_due(facts)]
    acts = [act for step in due if (act := _act(step, facts, subjects, steward, actor)) is not None]
    return next((act for act in acts if act.is_mine), acts[0] if acts else None)


def _act(step: Step, facts: Facts, subjects: Subjects, steward: Steward, actor: Actor) -> Act | None:
    subject = step.subject(facts, subjects)
    if subject is None and step.subject is not _nothing:
        # The thing itself is not for this actor's eyes (a private need): they may know that somebody is expected.
        return Act(step.code, step.station, step.label, step.whom, "", False)
    route = step.route
    if route == "decisions:enter_forum" and isinstance(subject, Meeting) and subject.kind != Meeting.Kind.FORUM:
        route = "decisions:enter_meeting"
    arguments = [steward.slug] if subject is None else [steward.slug, subject.pk]
    url = reverse(route, args=arguments)
    passage: Passage = resolve(url).func.passage  # type: ignore[attr-defined]
    policy = passage.policy if step.may is None else step.may
    about = subject or (steward if step.may is None else facts.matter)
    mine = allows(actor, policy, about, known=_settled(actor, subject))
    if step.query:
        url = f"{url}?{step.query.format(matter=facts.matter.pk)}"
    return Act(step.code, step.station, step.label, step.whom, url, mine)


def _settled(actor: Actor, subject: Any) -> dict[Predicate, bool]:
    """Claims that `subjects_of` has settled by what it loaded."""
    known: dict[Predicate, bool] = {
        telling.may_open: True,
        telling.may_read: True,
        telling.may_open_its_matter: True,
        aiming.may_see: True,
        exchanging.may_open: True,
        working.may_open: True,
        working.has_a_part: True,  # only tables with a part of theirs are put before partners to sign
    }
    if isinstance(subject, Need) and not actor.has(Role.VILLAGE_HEAD):
        known[telling.heads_its_village] = False
    elif isinstance(subject, Need) and not actor.has(Role.VOLUNTEER):
        # Who is both has villages of either kind in `villages`; then the claim itself is asked, row by row.
        known[telling.heads_its_village] = subject.village_id in actor.villages
    if isinstance(subject, Work):
        known[working.leads_it] = True
    if isinstance(subject, Commitment | Delivery):
        known[exchanging.is_a_side] = True  # theirs, or one that they write down, which their role allows already
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
    to_hear: Mapping[UUID, Commitment] = field(default_factory=dict)
    to_bring: Mapping[UUID, Commitment] = field(default_factory=dict)


def _promises(divide: Sequence[UUID], act: Sequence[UUID], steward: Steward, actor: Actor) -> _Promises:
    """What waits for this actor's yes, or for their pen, in the matters of `divide`; what they promised and have not
    said to have brought in those of `act`. One statement.
    """
    if not (divide or act) or not (actor.represents or actor.person_id):
        return _Promises()
    today = timezone.localdate()
    asked = models.Q(need_line__matter__in=divide, provider_accepted_at=None)
    offered = models.Q(
        need_line__matter__in=divide, provider_accepted_at__isnull=False, receiver_accepted_at__isnull=True
    )
    standing = models.Q(
        ~models.Exists(Delivery.objects.waiting().filter(commitment=models.OuterRef("pk"))),
        need_line__matter__in=act,
        provider_accepted_at__isnull=False,
        receiver_accepted_at__isnull=False,
        delivered__lt=models.F("quantity"),
    )
    claimed = models.Exists(
        PromiseAsk.objects.filter(commitment=models.OuterRef("pk"), confirmed_at=None).exclude(answer="")
    )
    gives = models.Q(provider__in=actor.represents) | models.Q(person__isnull=False, person=actor.person_id)
    takes = models.Q(receiver__in=actor.represents)
    hears = asked & (models.Q(claimed) | sides.giver_cannot_write("", today))
    hears |= offered & sides.receiver_cannot_write("", today)
    kinds = {"answer": asked & gives, "take": offered & takes, "bring": standing & gives}
    if sides.may_write_for_others(actor):
        kinds["hear"] = hears
    rows = (
        Commitment.objects.of(steward)
        .filter(end=Commitment.End.OPEN)
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
    if not (matters and (actor.represents or actor.person_id)):
        return {}, {}
    brought = Delivery.objects.of(steward).filter(commitment__need_line__matter__in=matters)
    brought = brought.select_related("commitment__need_line").order_by("recorded_at", "id")
    heard = {}
    if sides.may_write_for_others(actor):
        today = timezone.localdate()
        gives, receives = (
            silent("commitment__", today) for silent in (sides.giver_cannot_write, sides.receiver_cannot_write)
        )
        heard = _first(brought.lacking_word_where(gives, receives), _matter_of_delivery)
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
