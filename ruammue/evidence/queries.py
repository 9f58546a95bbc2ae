"""Reads for the public pages: frozen rows out, a constant number of SQL statements."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ruammue.decisions.models import ExecutiveAnswer, Meeting, Resolution
from ruammue.evidence.chain import ADOPTED, GIVEN, NotPublished, chain_of, public_matters
from ruammue.evidence.models import Result
from ruammue.evidence.values import Reached, Standing, standing_of
from ruammue.foundation.text import shorten
from ruammue.goals.actions import SECTORS_TO_SHARE
from ruammue.goals.models import CoSignature, Goal
from ruammue.needs.actions.matters import quiet_sentence
from ruammue.needs.models import Call, Category, Matter
from ruammue.needs.since import Since, Step
from ruammue.networks.models import Appointment, Network, NetworkMember, Seat
from ruammue.papers.models import Attachment
from ruammue.people.models import Organisation
from ruammue.places.models import Steward, Village
from ruammue.resources.models import Commitment, NeedLine
from ruammue.work.models import Duty, Work

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class MatterRow:
    """A public matter on a list. `village` is empty for a matter about one person."""

    id: UUID
    number: int
    sentence: str
    category: str
    category_label: str
    village: str
    published_on: date
    standing: Standing
    is_sensitive: bool
    is_calling: bool


@dataclass(frozen=True, slots=True)
class Filters:
    """The words of the sentence above the list; empty means all. `village` a village's id, `state` one of STATES."""

    state: str = ""
    village: str = ""
    category: str = ""


STATES = ("calling", "working", "result")


def _reached(steward: Steward) -> dict[str, Any]:
    """The flags of `Reached`, one for one with what a chain holds."""
    of_matter = {"matter": OuterRef("pk")}
    call = Call.objects.of(steward).filter(**of_matter)
    adopted = Resolution.objects.of(steward).filter(**of_matter, outcome__in=ADOPTED)
    answered = ExecutiveAnswer.objects.of(steward).filter(resolution=OuterRef("pk"))
    awaited = adopted.filter(~Exists(answered), effect=Resolution.Effect.EXECUTIVE)
    joined = NetworkMember.objects.of(steward).filter(network=OuterRef("pk"), until_on=None)
    signed = CoSignature.objects.of(steward).filter(goal=OuterRef("pk"), signed_at__isnull=False)
    sectors = signed.order_by().values("goal").annotate(n=Count("organisation__sector", distinct=True)).values("n")
    led = Duty.objects.of(steward).filter(work=OuterRef("pk"), part=Duty.Part.LEAD)
    work = Work.objects.of(steward).filter(**of_matter, dropped_at=None)
    lacking = NeedLine.objects.of(steward).filter(
        **of_matter, withdrawn_at=None, is_enough_at=None, quantity__gt=F("delivered")
    )
    return {
        "has_call": Exists(call),
        "is_calling": Exists(call.filter(closed_at=None)),
        "has_network": Exists(
            Network.objects.of(steward).filter(Exists(joined), **of_matter, removed_at=None, confirmed_at__isnull=False)
        ),
        "has_decision": Exists(adopted) & ~Exists(awaited),
        "has_goal": Exists(
            Goal.objects.of(steward)
            .filter(**of_matter, dropped_at=None)
            .annotate(sectors=Coalesce(Subquery(sectors, output_field=IntegerField()), 0))
            .filter(sectors__gte=SECTORS_TO_SHARE)
        ),
        "has_work": Exists(work.filter(Exists(led))),
        "has_done": ~Exists(work.filter(done_at=None)) & ~Exists(lacking),
        "has_result": Exists(Result.objects.of(steward).filter(**of_matter, published_at__isnull=False)),
    }


def matters_page(steward: Steward, filters: Filters, *, page: Any = 1, per_page: int = PER_PAGE) -> Page[Any]:
    """Public matters, newest first, twenty at a time. Two statements."""
    found: Page[Any] = Paginator(_filtered(steward, filters), per_page).get_page(page)
    found.object_list = [_row(matter) for matter in found.object_list]  # type: ignore[assignment]
    return found


def _filtered(steward: Steward, filters: Filters) -> QuerySet[Matter]:
    rows: Any = public_matters(steward.pk).annotate(**_reached(steward))
    if filters.state or filters.village:
        # Where it is and how far it has come is not told of a matter about one person, not even by its absence.
        rows = rows.filter(is_sensitive=False)
    if filters.village:
        rows = rows.filter(village_id=filters.village)
    if filters.category:
        rows = rows.filter(category=filters.category)
    match filters.state:
        case "calling":
            rows = rows.filter(is_calling=True, has_result=False, closed_at=None)
        case "working":
            rows = rows.filter(has_result=False, closed_at=None)
        case "result":
            rows = rows.filter(has_result=True)
    found: QuerySet[Matter] = rows
    return found


def _row(matter: Any) -> MatterRow:
    quiet = matter.is_sensitive
    reached = Reached(
        is_quiet=quiet,
        is_closed=matter.closed_at is not None,
        has_call=matter.has_call,
        has_network=matter.has_network,
        has_decision=matter.has_decision,
        has_goal=matter.has_goal,
        has_work=matter.has_work,
        has_done=matter.has_done,
        has_result=matter.has_result,
    )
    return MatterRow(
        id=matter.pk,
        number=matter.number,
        sentence=quiet_sentence(matter) if quiet else matter.public_sentence,
        category=matter.category,
        category_label=str(Category(matter.category).label),
        village="" if quiet or matter.village is None else matter.village.label,
        published_on=timezone.localdate(matter.published_at),
        standing=standing_of(reached),
        is_sensitive=quiet,
        is_calling=matter.is_calling and not quiet and matter.closed_at is None and not matter.has_result,
    )


def villages(steward: Steward) -> list[tuple[str, str]]:
    """(id, label) of the villages, for the sentence above the list."""
    return [(str(village.pk), village.label) for village in Village.objects.of(steward).select_related("area")]


# ------------------------------------------------------------------------------------------- totals


@dataclass(frozen=True, slots=True)
class Summary:
    """What the public record holds in all. Organisations are counted once, however often they help."""

    matters: int
    with_result: int
    organisations: int
    decisions: int
    works: int
    works_done: int


def summary_of(steward: Steward) -> Summary:
    """The totals that page, API and Excel all show. Of matters about one person only the matter is counted.

    Five statements.
    """
    public = public_matters(steward.pk).order_by()
    open_ones = public.filter(is_sensitive=False).values("pk")
    results = Result.objects.of(steward).filter(matter__in=open_ones, published_at__isnull=False)
    resolutions = Resolution.objects.of(steward).filter(matter__in=open_ones, outcome__in=ADOPTED)
    works = Work.objects.of(steward).filter(matter__in=open_ones, dropped_at=None)
    done = list(works.values_list("done_at", flat=True))
    return Summary(
        matters=public.count(),
        with_result=results.count(),
        organisations=_organisations(steward, open_ones).count(),
        decisions=resolutions.count(),
        works=len(done),
        works_done=sum(1 for moment in done if moment is not None),
    )


def _organisations(steward: Steward, matters: Any) -> QuerySet[Organisation]:
    """Those that a chain names: members, signers, workers, givers."""
    networks = Network.objects.of(steward).filter(matter__in=matters, removed_at=None, confirmed_at__isnull=False)
    goals = Goal.objects.of(steward).filter(matter__in=matters, dropped_at=None)
    works = Work.objects.of(steward).filter(matter__in=matters, dropped_at=None)
    lines = NeedLine.objects.of(steward).filter(matter__in=matters, withdrawn_at=None)
    givers = Commitment.objects.of(steward).filter(GIVEN, need_line__in=lines.values("pk"), provider__isnull=False)
    members = NetworkMember.objects.of(steward).filter(network__in=networks.values("pk"), until_on=None)
    signers = CoSignature.objects.of(steward).filter(goal__in=goals.values("pk"), signed_at__isnull=False)
    duties = Duty.objects.of(steward).filter(work__in=works.values("pk"))
    return Organisation.objects.filter(
        Q(pk__in=members.values("organisation"))
        | Q(pk__in=signers.values("organisation"))
        | Q(pk__in=duties.values("organisation"))
        | Q(pk__in=givers.values("provider"))
    )


# ------------------------------------------------------------------------------------------- the officer's form


@dataclass(frozen=True, slots=True)
class ResultState:
    """What is written down of a matter's result, and what a meeting of it recorded already."""

    text: str
    improved: str
    has_photo: bool
    published_on: date | None
    improved_before: str


def result_state(matter: Matter) -> ResultState:
    """For the form: nothing is asked that is already on record. Two statements."""
    row = Result.objects.of(matter.steward_id).filter(matter=matter).first()
    before = (
        Meeting.objects.of(matter.steward_id)
        .filter(items__matter=matter, stage=Meeting.Stage.CLOSED)
        .exclude(improved="")
        .order_by("-held_on", "-id")
        .values_list("improved", flat=True)
        .first()
    )
    return ResultState(
        text=row.text if row else "",
        improved=row.improved if row else "",
        has_photo=row is not None and row.photo_id is not None,
        published_on=timezone.localdate(row.published_at) if row and row.published_at else None,
        improved_before=before or "",
    )


def photo_of(result: Result) -> Attachment:
    """The picture of a result; the loader has made sure that there is one."""
    if result.photo is None:
        raise LookupError(result.pk)
    return result.photo


# ------------------------------------------------------------------------------------------- networks


@dataclass(frozen=True, slots=True)
class NetworkRow:
    """A confirmed network. Seats are counted, their holders are not named."""

    id: UUID
    name: str
    level: str
    form: str
    theme: str
    members: int
    seats: int
    seats_filled: int
    order_number: str
    order_on: date | None


def networks_page(steward: Steward, *, level: str = "", page: Any = 1, per_page: int = PER_PAGE) -> Page[Any]:
    """Confirmed networks by level and name: those of no matter, or of a public one that is not about one person.

    Two statements.
    """
    today = timezone.localdate()
    in_force = Q(from_on__lte=today) & (Q(until_on=None) | Q(until_on__gte=today))

    def counted(rows: QuerySet[Any], key: str) -> Coalesce:
        per_network = rows.filter(**{key: OuterRef("pk")}).order_by().values(key).annotate(n=Count("pk")).values("n")
        return Coalesce(Subquery(per_network, output_field=IntegerField()), 0)

    open_ones = public_matters(steward.pk).order_by().filter(is_sensitive=False).values("pk")
    holders = Appointment.objects.of(steward).filter(in_force, seat__removed_at=None)
    rows = (
        Network.objects.of(steward)
        .filter(Q(matter=None) | Q(matter__in=open_ones), removed_at=None, confirmed_at__isnull=False)
        .annotate(
            n_members=counted(NetworkMember.objects.of(steward).filter(in_force), "network"),
            n_seats=counted(Seat.objects.of(steward).filter(removed_at=None), "network"),
            n_filled=counted(holders, "seat__network"),
        )
        .order_by("level", "name", "id")
    )
    found: Page[Any] = Paginator(rows.filter(level=level) if level else rows, per_page).get_page(page)
    found.object_list = [_network_row(row) for row in found.object_list]  # type: ignore[assignment]
    return found


def _network_row(row: Any) -> NetworkRow:
    return NetworkRow(
        id=row.pk,
        name=row.name,
        level=row.level,
        form=row.form,
        theme=row.theme,
        members=row.n_members,
        seats=row.n_seats,
        seats_filled=row.n_filled,
        order_number=row.order_number,
        order_on=row.order_on,
    )


# ------------------------------------------------------------------------------------------- for who told it

STEP_LENGTH = 200


def since_told(matter: Matter) -> Since | None:
    """What came of a public matter, for the page of a receipt code: what is on the public page, in a few sentences."""
    try:
        chain = chain_of(matter, now=timezone.now())
    except NotPublished:
        return None
    steps = []
    if chain.call is not None:
        steps.append(Step(chain.call.opened_on, _("Others were called to help: %(what)s") % {"what": chain.call.what}))
    if chain.organisations:
        count = len(chain.organisations)
        words = ngettext(
            "%(count)d organisation takes part, in the network, in the work or by giving.",
            "%(count)d organisations take part, in the network, in the work or by giving.",
            count,
        )
        steps.append(Step(None, words % {"count": count}))
    steps += [
        Step(
            decision.held_on,
            _("%(body)s agreed: %(words)s") % {"body": decision.network, "words": shorten(decision.text, STEP_LENGTH)},
        )
        for decision in chain.decisions
        if decision.is_adopted
    ]
    steps += [Step(None, _("The goal: %(words)s") % {"words": goal.statement}) for goal in chain.goals]
    done = [work.done_on for work in chain.works if work.done_on]
    if done:
        words = ngettext(
            "%(done)d of %(all)d piece of work is done", "%(done)d of %(all)d pieces of work are done", len(chain.works)
        )
        steps.append(Step(max(done), words % {"done": len(done), "all": len(chain.works)}))
    if chain.result is not None:
        words = _("The result: %(words)s") % {"words": shorten(chain.result.text, STEP_LENGTH)}
        steps.append(Step(chain.result.published_on, words))
    return Since(
        url=reverse("evidence:matter", args=[matter.steward.slug, matter.pk]),
        sentence=chain.problem.sentence,
        steps=tuple(steps),
        has_result=chain.result is not None,
    )


def with_result(steward: Steward, matters: Collection[UUID]) -> set[UUID]:
    """Those of the matters whose result is public. One statement."""
    rows = Result.objects.of(steward).filter(
        matter__in=list(matters), published_at__isnull=False, matter__published_at__isnull=False
    )
    return set(rows.values_list("matter_id", flat=True))


def improved_by(matters: Sequence[Matter]) -> list[str]:
    """What the office does better because of the published results of these matters, each said once. One statement."""
    public = [matter.pk for matter in matters if matter.is_published]
    if not public:
        return []
    rows = Result.objects.of(matters[0].steward_id).filter(matter__in=public, published_at__isnull=False)
    said = rows.exclude(improved="").order_by("published_at", "id").values_list("improved", flat=True)
    return list(dict.fromkeys(said))


def outcome_of(matter: Matter) -> str:
    """The words of the published result of a public matter, empty while there is none. One statement."""
    if not matter.is_published:
        return ""
    rows = Result.objects.of(matter.steward_id).filter(matter=matter, published_at__isnull=False)
    return rows.values_list("text", flat=True).first() or ""
