"""The wheel turns: what must follow in another room when something happened in one.

Observations go down to `networks` (a meeting, a promise, a kept promise, a signature becomes a tie that was seen), so
that the partner finder and the measures read their own room. Heard twice, a tie is written once.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import combinations
from uuid import UUID, uuid5

from django.urls import reverse
from django.utils import timezone

from ruammue.coordination import hearers
from ruammue.coordination.actions import tell
from ruammue.decisions.events import MeetingClosed, ResolutionMade
from ruammue.decisions.models import Attendance, Meeting, Resolution
from ruammue.evidence.events import ResultPublished
from ruammue.foundation.text import shorten
from ruammue.goals.events import GoalSigned
from ruammue.goals.models import CoSignature
from ruammue.ledger.actions import News, on
from ruammue.ledger.who import SYSTEM
from ruammue.loop import rehearsal
from ruammue.loop.facts import ADOPTED
from ruammue.needs.models import Matter, Need
from ruammue.networks.actions import observe_tie
from ruammue.networks.models import TieObservation
from ruammue.people.events import PracticeOpened
from ruammue.resources.events import CommitmentAccepted, CommitmentEnded, CommitmentMade, DeliveryConfirmed
from ruammue.resources.models import Commitment, Delivery
from ruammue.work.actions import open_work
from ruammue.work.events import DutiesSigned
from ruammue.work.models import Duty, DutySignature

MOST_AT_ONE_TABLE = 12
"""Above this many organisations a meeting says little of any two of them: no ties are drawn from it."""


@on(PracticeOpened)
def begin_rehearsal(event: PracticeOpened, news: News) -> None:
    """A practice copy opens with a small story in it: an empty one teaches nobody anything."""
    rehearsal.begin(event.practice)


@on(MeetingClosed)
def see_who_met(event: MeetingClosed, news: News) -> None:
    """Organisations that sat at one table have met."""
    meeting = Meeting.objects.of(event.steward).get(pk=event.meeting)
    came = Attendance.objects.of(event.steward).filter(meeting=meeting, organisation__isnull=False)
    here = set(came.exclude(presence=Attendance.Presence.ABSENT).values_list("organisation_id", flat=True))
    if len(here) <= MOST_AT_ONE_TABLE:
        for one, other in combinations(sorted(here), 2):
            _tie_both(event.steward, one, other, TieObservation.Kind.MET, meeting.held_on, news.entry_id)


@on(ResolutionMade)
def open_what_was_resolved(event: ResolutionMade, news: News) -> None:
    """A resolution that somebody is to carry out by a day becomes work of its matter: nothing is typed twice."""
    resolutions = Resolution.objects.of(event.steward).select_related("matter", "item")
    resolution = resolutions.get(pk=event.resolution)
    matter = resolution.matter
    wants_doing = bool(resolution.responsible_words or resolution.responsible_id) and resolution.due_on is not None
    if matter is None or matter.closed_at is not None or event.outcome not in ADOPTED or not wants_doing:
        return
    open_work(
        matter,
        shorten(resolution.task, 200),
        by=SYSTEM,
        due_on=resolution.due_on,
        resolution=resolution,
        key=uuid5(news.entry_id, "work"),
    )


@on(ResultPublished)
def tell_of_the_result(event: ResultPublished, news: News) -> None:
    """Whoever had a part hears that everybody can now read what came of it."""
    matter = Matter.objects.of(event.steward).select_related("steward").get(pk=event.matter)
    needs = Need.objects.of(event.steward).filter(matter=matter)
    helpers = {person for pair in needs.values_list("entered_by_id", "reporter_id") for person in pair}
    tell(
        hearers.partners_of_matter(event.steward, matter.pk)
        | _hands_in(event.steward, matter)
        | hearers.leaders(event.steward)
        | helpers,
        "result.published",
        news,
        steward_id=event.steward,
        path=reverse("evidence:matter", args=[matter.steward.slug, matter.pk]),
        matter_id=matter.pk,
    )


def _hands_in(steward: UUID, matter: Matter) -> set[UUID]:
    """Who gave something or had a part of the work, member of a network or not."""
    gave = Commitment.objects.of(steward).filter(need_line__matter=matter).exclude(provider_accepted_at=None)
    pairs = list(gave.values_list("provider_id", "person_id"))
    did = Duty.objects.of(steward).filter(work__matter=matter, work__dropped_at=None)
    organisations = {provider for provider, _person in pairs if provider} | set(
        did.values_list("organisation", flat=True)
    )
    return hearers.speakers(steward, organisations) | {person for _provider, person in pairs if person}


@on(CommitmentMade)
def see_a_promise(event: CommitmentMade, news: News) -> None:
    """A promise that both sides stand by at once ties them."""
    if event.is_accepted:
        _promised(event.steward, event.commitment, news)


@on(CommitmentAccepted)
def see_a_promise_accepted(event: CommitmentAccepted, news: News) -> None:
    """A promise that the other side accepted ties them."""
    _promised(event.steward, event.commitment, news)


@on(CommitmentEnded)
def see_a_promise_taken_back(event: CommitmentEnded, news: News) -> None:
    """A promise taken back after its day was not kept. Before its day, or released by the receiver, nobody failed."""
    commitment = Commitment.objects.of(event.steward).get(pk=event.commitment)
    day = timezone.localtime(news.at).date()
    overdue = commitment.due_on is not None and commitment.due_on < day
    if event.end == Commitment.End.CANCELLED_BY_PROVIDER and overdue:
        _tie(commitment, TieObservation.Kind.PROMISED, day, news.entry_id, was_on_time=False)


@on(DeliveryConfirmed)
def see_a_promise_kept(event: DeliveryConfirmed, news: News) -> None:
    """What both sides confirmed was delivered, in time or late."""
    if not event.is_counted:
        return
    delivery = Delivery.objects.of(event.steward).select_related("commitment").get(pk=event.delivery)
    if delivery.is_return:
        return  # a loan that came back is no delivery to whom lent it
    due = delivery.commitment.due_on
    _tie(
        delivery.commitment,
        TieObservation.Kind.DELIVERED,
        delivery.brought_on,
        news.entry_id,
        was_on_time=None if due is None else delivery.brought_on <= due,
    )


@on(GoalSigned)
def see_who_signed_together(event: GoalSigned, news: News) -> None:
    """Who signs a goal is tied to those who signed it before."""
    before = CoSignature.objects.of(event.steward).filter(goal=event.goal, signed_at__lt=news.at)
    _signed_together(event.steward, event.organisation, before.values_list("organisation_id", flat=True), news)


@on(DutiesSigned)
def see_who_divided_together(event: DutiesSigned, news: News) -> None:
    """Who signs a duty table is tied to those who signed this very table before: under another one they agreed to
    something else."""
    before = DutySignature.objects.of(event.steward).filter(
        matter=event.matter, table_hash=event.table, signed_at__lt=news.at
    )
    _signed_together(event.steward, event.organisation, before.values_list("organisation_id", flat=True), news)


def _signed_together(steward: UUID, signer: UUID, before: Iterable[UUID], news: News) -> None:
    day = timezone.localtime(news.at).date()
    for other in before:
        _tie_both(steward, signer, other, TieObservation.Kind.SIGNED, day, news.entry_id)


def _promised(steward: UUID, commitment: UUID, news: News) -> None:
    promise = Commitment.objects.of(steward).get(pk=commitment)
    _tie(promise, TieObservation.Kind.PROMISED, timezone.localtime(news.at).date(), news.entry_id)


def _tie(
    commitment: Commitment, kind: TieObservation.Kind, on_day: date, entry: UUID, *, was_on_time: bool | None = None
) -> None:
    """A promise of a person alone, or to oneself, ties no organisations."""
    if commitment.provider_id is None or commitment.provider_id == commitment.receiver_id:
        return
    observe_tie(
        commitment.steward_id,
        from_organisation=commitment.provider_id,
        to_organisation=commitment.receiver_id,
        kind=kind,
        observed_on=on_day,
        entry_id=entry,
        was_on_time=was_on_time,
    )


def _tie_both(steward: UUID, one: UUID, other: UUID, kind: TieObservation.Kind, on_day: date, entry: UUID) -> None:
    """What two do together is seen from the side of each: a finder that asks for either finds it."""
    for this, that in ((one, other), (other, one)):
        observe_tie(
            steward, from_organisation=this, to_organisation=that, kind=kind, observed_on=on_day, entry_id=entry
        )
