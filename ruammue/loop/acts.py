"""The next act of a matter: what it is, for whom it waits, and whether this actor is that somebody.

An act shown is permitted by the gate (the policy is read from the very view it leads to) and, once done, moves the
matter: the facts that made the act necessary no longer hold. Both are properties under test.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import resolve, reverse
from django.utils.translation import gettext_lazy as _

from ruammue.access.actors import Actor, Role
from ruammue.access.claims import is_clerk, is_coordinator, is_executive, is_officer
from ruammue.access.gate import Passage, Policy, Predicate, allows
from ruammue.decisions import rules as deciding
from ruammue.decisions.models import Meeting
from ruammue.goals import rules as aiming
from ruammue.loop.facts import Facts
from ruammue.loop.stations import present_station
from ruammue.loop.subjects import Subjects
from ruammue.needs import rules as telling
from ruammue.needs.models import Need, Station
from ruammue.places.models import Steward
from ruammue.resources import rules as exchanging
from ruammue.resources.models import Commitment, Delivery
from ruammue.work import rules as working
from ruammue.work.models import Work

Words = Any  # a lazy translation


@dataclass(frozen=True, slots=True)
class Act:
    """One next act: `code` for tests, `label` a verb, `whom` who it waits for, `url` where it is done, `is_mine`
    whether this actor may do it. `station`: where the matter stands; None when it went all the way round. `promise`:
    the one that the act is about, where it is.
    """

    code: str
    station: Station | None
    label: Words
    whom: Words
    url: str
    is_mine: bool
    promise: UUID | None = None


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
        "ask_for_lacks",
        Station.DIVIDE,
        _("Ask for what the call lacks"),
        _COORDINATION,
        "resources:from_call",
        lambda f: f.works > 0 and f.lines == 0 and f.calls_lacking > 0,
        _matter,
        may=COORDINATORS,
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
        "confirm_promise",
        Station.DIVIDE,
        _("Confirm the answer that came in"),
        _COORDINATION,
        "resources:commitment",
        lambda f: f.promises_claimed > 0,
        _of("promises_to_confirm"),
        may=COORDINATORS,
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
    promise = subject.commitment_id if isinstance(subject, Delivery) else None
    promise = subject.pk if isinstance(subject, Commitment) else promise
    return Act(step.code, step.station, step.label, step.whom, url, mine, promise)


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
