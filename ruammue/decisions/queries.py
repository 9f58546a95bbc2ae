"""Reads of this room: meetings, one meeting, the register of resolutions, ballots. Frozen rows, constant statements."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, DateField, Exists, OuterRef, Q, QuerySet, When
from django.db.models.expressions import OrderBy
from django.utils import timezone

from ruammue.access.actors import Actor, Role
from ruammue.decisions import agenda, certificates
from ruammue.decisions.models import (
    Annex,
    Attendance,
    Ballot,
    Cast,
    Dissent,
    ExecutiveAnswer,
    HeadCount,
    Item,
    Meeting,
    Resolution,
)
from ruammue.foundation import thai_dates
from ruammue.needs.models import Matter
from ruammue.networks.models import Appointment, Network, Seat
from ruammue.networks.queries import in_force
from ruammue.people.models import Person
from ruammue.places.models import Steward

PER_PAGE = 20
ADOPTED = (Resolution.Outcome.ADOPTED, Resolution.Outcome.ADOPTED_WITH_RESERVATIONS)


# ------------------------------------------------------------------------------------------- meetings


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting on a list. `state`: doing (to be held), waiting (typed in, not closed), overdue, done or skipped."""

    id: UUID
    title: str
    kind: str
    kind_label: str
    network: str
    village: str
    number: str
    place: str
    held_on: date
    starts_at: time
    stage: str
    stage_label: str
    state: str
    matters: int
    resolutions: int
    heads: int
    is_signed: bool
    had_quorum: bool | None


def meetings_of(steward: Steward, *, kind: str = "", when: str = "", today: date) -> QuerySet[Meeting]:
    """Meetings by kind and by what is to be done: coming, to_close, closed, unsigned.

    What is coming stands first, the next one on top; then what was held, the newest on top.
    """
    is_coming = Q(stage=Meeting.Stage.CALLED, held_on__gte=today)
    next_first = Case(When(is_coming, then="held_on"), default=None, output_field=DateField())
    rows = Meeting.objects.of(steward).order_by(OrderBy(next_first, nulls_last=True), "-held_on", "-id")
    if kind in Meeting.Kind.values:
        rows = rows.filter(kind=kind)
    if when == "coming":
        rows = rows.filter(is_coming)
    elif when == "to_close":
        rows = rows.filter(stage=Meeting.Stage.CALLED, held_on__lte=today)
    elif when == "closed":
        rows = rows.filter(stage=Meeting.Stage.CLOSED)
    elif when == "unsigned":
        rows = rows.filter(stage=Meeting.Stage.CLOSED, signed_at=None)
    return rows


def meeting_page(meetings: QuerySet[Meeting], number: str | None, today: date) -> tuple[Page[Any], list[MeetingRow]]:
    """Twenty meetings: one statement to count, one to read, one for heads."""
    page = Paginator(meetings, PER_PAGE).get_page(number)
    return page, meeting_rows(page.object_list, today)


def meeting_rows(meetings: QuerySet[Meeting] | Iterable[Meeting], today: date) -> list[MeetingRow]:
    """Rows with their counts. Two statements for any number of meetings."""
    if isinstance(meetings, QuerySet):
        meetings = meetings.select_related("network__village").annotate(
            n_matters=Count("items", filter=Q(items__section=4), distinct=True),
            n_resolutions=Count("resolutions", distinct=True),
        )
    found: list[Any] = list(meetings)
    heads: Counter[UUID] = Counter()
    if found:
        counted = HeadCount.objects.of(found[0].steward_id).filter(
            meeting__in=[meeting.pk for meeting in found], group__in=[HeadCount.Group.WOMEN, HeadCount.Group.MEN]
        )
        for meeting_id, count in counted.values_list("meeting_id", "count"):
            heads[meeting_id] += count
    return [
        MeetingRow(
            id=meeting.pk,
            title=meeting.title,
            kind=meeting.kind,
            kind_label=str(meeting.get_kind_display()),
            network=meeting.network.name,
            village=meeting.network.village.label if meeting.network.village else "",
            number=meeting.number,
            place=meeting.place,
            held_on=meeting.held_on,
            starts_at=meeting.starts_at,
            stage=meeting.stage,
            stage_label=str(meeting.get_stage_display()),
            state=state_of(meeting, today),
            matters=meeting.n_matters,
            resolutions=meeting.n_resolutions,
            heads=heads[meeting.pk] or meeting.seats_present or 0,
            is_signed=meeting.signed_at is not None,
            had_quorum=meeting.had_quorum,
        )
        for meeting in found
    ]


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A meeting somebody still has to do something about. `act`: enter, close or sign."""

    id: UUID
    title: str
    held_on: date
    is_forum: bool
    act: str


def unfinished(steward: Steward, actor: Actor, today: date, *, most: int) -> list[Unfinished]:
    """Meetings this actor has to bring to their end: minutes without their signatures, and what the wheel does not
    show because no matter was on the agenda. The oldest first. One statement; none for who holds no meetings.

    Whoever closed a meeting gets it signed, as do the secretary of the committee, the head of the village, the office.
    """
    if actor.person_id is None or not actor.roles:
        return []
    without_matter = ~Exists(Item.objects.of(steward).filter(meeting=OuterRef("pk"), matter__isnull=False))
    rows = (
        Meeting.objects.of(steward)
        .filter(
            Q(stage=Meeting.Stage.CLOSED, signed_at=None)
            | Q(without_matter, stage=Meeting.Stage.CALLED, held_on__lte=today)
        )
        .exclude(recalled_by__isnull=False)
    )
    if not actor.has(Role.OFFICER, Role.CLERK):
        kept = Appointment.objects.of(steward).filter(
            in_force(today),
            seat__network=OuterRef("network"),
            seat__removed_at=None,
            seat__office__in=[Seat.Office.SECRETARY, Seat.Office.ASSISTANT],
            person=actor.person_id,
        )
        headed = Q(network__village__in=actor.villages) if actor.has(Role.VILLAGE_HEAD) else Q(pk__in=[])
        rows = rows.filter(Q(Exists(kept)) | headed | Q(closed_by_id=actor.person_id))
    return [
        Unfinished(
            id=meeting.pk,
            title=meeting.title,
            held_on=meeting.held_on,
            is_forum=meeting.is_forum,
            act="sign" if meeting.is_closed else "close" if meeting.entered_at else "enter",
        )
        for meeting in rows.order_by("held_on", "id")[:most]
    ]


def state_of(meeting: Meeting, today: date) -> str:
    """The shape and colour of a meeting: doing, waiting, overdue, done or skipped."""
    if meeting.is_closed:
        return "done"
    if not meeting.is_open:
        return "skipped"
    if meeting.entered_at is not None:
        return "waiting"
    return "overdue" if meeting.held_on < today else "doing"


def callable_networks(steward: Steward, actor: Actor) -> QuerySet[Network]:
    """The networks this actor may call together: all of them, or those of the villages they head."""
    rows = Network.objects.of(steward).filter(removed_at=None).select_related("village")
    if actor.has(Role.OFFICER, Role.CLERK, Role.COORDINATOR):
        return rows
    return rows.filter(village__in=actor.villages)


def body_for(bodies: Iterable[Network], *, network: str, matter: str) -> Network | None:
    """Who is meant to meet when a page asks for a meeting: the body itself (`network`, an id), else the one that was
    brought together about the matter (an id), else the forum of its village; the only one there is; else nobody yet.
    At most one statement.
    """
    bodies = list(bodies)
    named = next((row for row in bodies if str(row.pk) == network), None)
    if named is not None or not bodies:
        return named
    its_own = next((row for row in bodies if matter and str(row.matter_id) == matter), None)
    if its_own is not None:
        return its_own
    village = _village_of(matter, bodies[0].steward_id) if matter else None
    forums = [row for row in bodies if row.form == Network.Form.FORUM and row.village_id == village]
    if village and forums:
        return forums[0]
    return bodies[0] if len(bodies) == 1 else None


def _village_of(matter: str, steward_id: UUID) -> UUID | None:
    try:
        key = UUID(matter)
    except ValueError:
        return None
    return Matter.objects.of(steward_id).filter(pk=key).values_list("village_id", flat=True).first()


def matters_to_discuss(steward: Steward, actor: Actor, network: Network | None, *, most: int = 40) -> list[Matter]:
    """Open matters that may be put on an agenda; of a known body only what it may take. One statement."""
    open_matters = Matter.objects.of(steward).visible_to(actor).filter(closed_at=None).select_related("village")
    rows: list[Matter] = list(open_matters.order_by("-opened_at", "-id")[: most * 4])
    if network is not None:
        rows = [matter for matter in rows if agenda.fits(matter, network)]
        rows.sort(key=lambda matter: matter.village_id != network.village_id)
    return rows[:most]


def meetings_for(matter: Matter, actor: Actor, today: date) -> list[Meeting]:
    """Coming meetings to whose agenda this actor may add this matter, the next one first. One statement."""
    rows = (
        Meeting.objects.of(matter.steward_id)
        .filter(stage=Meeting.Stage.CALLED, held_on__gte=today)
        .exclude(items__matter=matter)
        .select_related("network__village")
    )
    if not actor.has(Role.OFFICER, Role.CLERK, Role.COORDINATOR):
        rows = rows.filter(network__village__in=actor.villages)
    coming = rows.order_by("held_on", "id")[: PER_PAGE * 5]
    fit = [row for row in coming if agenda.takes_more(row, today) and agenda.fits(matter, row.network)]
    return fit[:PER_PAGE]


def meeting_to_add_to(steward: Steward, actor: Actor, chosen: str) -> Meeting | None:
    """The meeting of a posted id, if this actor may add to agendas of its body. Whether it still takes any is the
    act's to say. One statement."""
    try:
        key = UUID(chosen)
    except ValueError:
        return None
    bodies = callable_networks(steward, actor)
    return Meeting.objects.of(steward).filter(pk=key, network__in=bodies).select_related("network__village").first()


@dataclass(frozen=True, slots=True)
class Sitting:
    """Everything about one meeting, read once: for its page, its review and its papers. Six statements."""

    meeting: Meeting
    items: tuple[Item, ...]
    dissents: tuple[Dissent, ...]
    attendance: tuple[Attendance, ...]
    heads: dict[str, int]
    resolutions: tuple[Resolution, ...]
    annexes: tuple[Annex, ...]

    def dissents_of(self, item: Item) -> list[Dissent]:
        """Who objected or made a reservation on an item."""
        return [dissent for dissent in self.dissents if dissent.item_id == item.pk]

    def present(self, *presences: str) -> list[Attendance]:
        """Those who were there in this way."""
        return [row for row in self.attendance if row.presence in presences]

    @property
    def head_count(self) -> int:
        """Everybody who came to a forum."""
        return self.heads.get(HeadCount.Group.WOMEN, 0) + self.heads.get(HeadCount.Group.MEN, 0)

    @property
    def listed(self) -> list[tuple[str, Resolution]]:
        """The resolutions, each under the number by which people know it: its rank at a forum, else its agenda's."""
        return [
            (str(row.rank) if row.rank else agenda_of(row.item, self.meeting.kind), row) for row in self.resolutions
        ]

    @property
    def numbered(self) -> tuple[Item, ...]:
        """The rows of the agenda, without the standing sections."""
        return tuple(item for item in self.items if item.section == 4)


def sitting(meeting: Meeting) -> Sitting:
    """One meeting with everything that hangs on it. Six statements."""
    steward = meeting.steward_id
    resolutions = (
        Resolution.objects.of(steward)
        .filter(meeting=meeting)
        .select_related("item", "matter")
        .order_by("rank", "item__section", "item__order")
    )
    return Sitting(
        meeting=meeting,
        items=tuple(meeting.items.select_related("matter").order_by("section", "order")),
        dissents=tuple(Dissent.objects.of(steward).filter(item__meeting=meeting).order_by("item__order", "id")),
        attendance=tuple(
            Attendance.objects.of(steward).filter(meeting=meeting).select_related("seat").order_by("seat__order", "id")
        ),
        heads=dict(meeting.head_counts.values_list("group", "count")),
        resolutions=tuple(resolutions),
        annexes=tuple(meeting.annexes.all()),
    )


def openable(actor: Actor, sitting: Sitting) -> set[UUID]:
    """The matters of a meeting whose working page this actor may open. One statement."""
    wanted = [item.matter_id for item in sitting.items if item.matter_id]
    visible = Matter.objects.of(sitting.meeting.steward_id).visible_to(actor)
    return set(visible.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()


def may_open(actor: Actor, resolution: Resolution) -> bool:
    """Whether this actor may open the working page of the matter behind a resolution. One statement."""
    visible = Matter.objects.of(resolution.steward_id).visible_to(actor)
    return resolution.matter_id is not None and visible.filter(pk=resolution.matter_id).exists()


def heard_lately(meeting: Meeting, items: Iterable[Item], days: int) -> list[str]:
    """Titles of items that were heard in a forum less than `days` days before this meeting (R23). One statement."""
    matters = [item.matter_id for item in items if item.matter_id]
    if not matters:
        return []
    heard = (
        Item.objects.of(meeting.steward_id)
        .filter(
            matter__in=matters,
            meeting__kind=Meeting.Kind.FORUM,
            meeting__held_on__lte=meeting.held_on,
            meeting__stage=Meeting.Stage.CLOSED,
        )
        .values_list("title", "meeting__held_on")
        .order_by("order")
    )
    return sorted({title for title, day in heard if (meeting.held_on - day).days < days})


# ------------------------------------------------------------------------------------------- resolutions


@dataclass(frozen=True, slots=True)
class ResolutionRow:
    """A line of the register."""

    id: UUID
    number: str
    held_on: date
    body: str
    kind: str
    agenda: str
    item: str
    text: str
    outcome: str
    outcome_label: str
    state: str
    effect: str
    effect_label: str
    is_confirmed: bool
    responsible: str
    due_on: date | None
    rank: int | None
    matter_id: UUID | None
    meeting_id: UUID
    answer: str
    answer_label: str
    awaits_executive: bool
    is_decided_otherwise: bool
    is_late: bool


OUTCOME_STATES = {
    Resolution.Outcome.ADOPTED: "done",
    Resolution.Outcome.ADOPTED_WITH_RESERVATIONS: "done",
    Resolution.Outcome.NOT_ADOPTED: "overdue",
    Resolution.Outcome.NOTED: "ahead",
    Resolution.Outcome.DISCUSSED: "waiting",
}


def register(steward: Steward, *, outcome: str = "", effect: str = "", year: int | None = None) -> QuerySet[Resolution]:
    """Resolutions by what became of them (adopted, others, to_answer, unnumbered), legal effect and fiscal year."""
    rows = Resolution.objects.of(steward)
    answered = ExecutiveAnswer.objects.filter(resolution=OuterRef("pk"))
    if outcome == "adopted":
        rows = rows.filter(outcome__in=ADOPTED)
    elif outcome == "others":
        rows = rows.exclude(outcome__in=ADOPTED)
    elif outcome == "to_answer":
        rows = rows.filter(~Exists(answered), outcome__in=ADOPTED, effect=Resolution.Effect.EXECUTIVE)
    elif outcome == "unnumbered":
        rows = rows.filter(outcome__in=ADOPTED, register_number="")
    if effect in Resolution.Effect.values:
        rows = rows.filter(effect=effect)
    if year:
        first = year - thai_dates.BUDDHIST_OFFSET - 1
        rows = rows.filter(meeting__held_on__gte=date(first, 10, 1), meeting__held_on__lt=date(first + 1, 10, 1))
    return rows.order_by("-meeting__held_on", "-resolved_at", "rank", "item__order", "id")


def register_page(rows: QuerySet[Resolution], number: str | None, today: date) -> tuple[Page[Any], list[ResolutionRow]]:
    """Twenty resolutions. Three statements."""
    page = Paginator(rows, PER_PAGE).get_page(number)
    return page, resolution_rows(page.object_list, today)


def resolution_rows(rows: Any, today: date) -> list[ResolutionRow]:
    """Lines of the register with the executive's answer. Two statements."""
    found = list(rows.select_related("item", "meeting__network"))
    if not found:
        return []
    given = ExecutiveAnswer.objects.of(found[0].steward_id).filter(resolution__in=[row.pk for row in found])
    answers = {answer.resolution_id: answer for answer in given}
    return [resolution_row(row, answers.get(row.pk), today) for row in found]


def agenda_of(item: Item, kind: str) -> str:
    """The number under which an item stands: of a forum that of its row, of a meeting that of the agenda."""
    if kind == Meeting.Kind.FORUM:
        return str(item.order)
    return f"{item.section}.{item.order}" if item.section == 4 else str(item.section)


def resolution_row(row: Resolution, answer: ExecutiveAnswer | None, today: date) -> ResolutionRow:
    """One line of the register."""
    is_adopted = row.outcome in ADOPTED
    return ResolutionRow(
        id=row.pk,
        number=row.register_number,
        held_on=row.meeting.held_on,
        body=row.meeting.title,
        kind=row.meeting.kind,
        agenda=agenda_of(row.item, row.meeting.kind),
        item=row.item.title,
        text=row.text,
        outcome=row.outcome,
        outcome_label=str(row.get_outcome_display()),
        state=OUTCOME_STATES[Resolution.Outcome(row.outcome)],
        effect=row.effect,
        effect_label=str(row.get_effect_display()),
        is_confirmed=row.is_effect_confirmed,
        responsible=row.responsible_words,
        due_on=row.due_on,
        rank=row.rank,
        matter_id=row.matter_id,
        meeting_id=row.meeting_id,
        answer=answer.verdict if answer else "",
        answer_label=str(answer.get_verdict_display()) if answer else "",
        awaits_executive=is_adopted and row.effect == Resolution.Effect.EXECUTIVE and answer is None,
        is_decided_otherwise=answer is not None and answer.verdict == ExecutiveAnswer.Verdict.OTHERWISE,
        is_late=is_adopted and row.due_on is not None and row.due_on < today,
    )


def fiscal_years(steward: Steward) -> list[int]:
    """The fiscal years (พ.ศ.) in which something was resolved, the newest first. One statement."""
    days = Meeting.objects.of(steward).filter(stage=Meeting.Stage.CLOSED).values_list("held_on", flat=True).distinct()
    return sorted({thai_dates.fiscal_year(day) for day in days}, reverse=True)


@dataclass(frozen=True, slots=True)
class MatterDecisions:
    """What was decided about one matter, for its page: forums and meetings, resolutions with answers, ballots."""

    rows: tuple[Item, ...]
    resolutions: tuple[ResolutionRow, ...]
    ballots: tuple[Ballot, ...]


def decisions_of_matter(matter: Matter, today: date) -> MatterDecisions:
    """Items, resolutions and ballots of a matter. Four statements."""
    steward = matter.steward_id
    items = Item.objects.of(steward).filter(matter=matter).select_related("meeting").order_by("meeting__held_on", "id")
    resolutions = Resolution.objects.of(steward).filter(matter=matter).order_by("-resolved_at", "id")
    ballots = Ballot.objects.of(steward).filter(matter=matter).order_by("-closes_at", "id")
    return MatterDecisions(tuple(items), tuple(resolution_rows(resolutions, today)), tuple(ballots))


# ------------------------------------------------------------------------------------------- ballots


@dataclass(frozen=True, slots=True)
class OptionRow:
    """One choice with its votes; `votes` and `names` are empty while voting runs."""

    id: UUID
    order: int
    text: str
    is_blank: bool
    votes: int | None
    is_winner: bool
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BallotView:
    """A ballot as its page shows it. No running tally: before it is closed only how many voted is known."""

    ballot: Ballot
    options: tuple[OptionRow, ...]
    roll: int
    issued: int
    is_over: bool
    receipt: str
    faults: tuple[str, ...]
    sha256: str


def ballot_view(ballot: Ballot, person_id: UUID | None, now: datetime | None = None) -> BallotView:
    """One ballot. Five statements at most."""
    is_closed = ballot.stage == Ballot.Stage.CLOSED
    votes: Counter[UUID] = Counter()
    names: dict[UUID, list[str]] = defaultdict(list)
    if is_closed:
        cast = Cast.objects.of(ballot.steward_id).filter(ballot=ballot).select_related("voter__person")
        for row in cast:
            votes[row.option_id] += 1
            if row.voter is not None:
                names[row.option_id].append(row.voter.person.name)
    winner = (ballot.certificate or {}).get("result", {}).get("winner")
    mine = ballot.issued.filter(person=person_id).first() if person_id else None
    return BallotView(
        ballot=ballot,
        options=tuple(
            OptionRow(
                id=option.pk,
                order=option.order,
                text=option.text,
                is_blank=option.is_blank,
                votes=votes[option.pk] if is_closed else None,
                is_winner=str(option.order) == winner,
                names=tuple(sorted(names[option.pk])),
            )
            for option in ballot.options.all()
        ),
        roll=ballot.roll.count(),
        issued=ballot.issued.count(),
        is_over=ballot.closes_at <= (now or timezone.now()),
        receipt=mine.receipt if mine else "",
        faults=certificates.recount(ballot.certificate) if is_closed else (),
        sha256=(ballot.certificate or {}).get("inputs_sha256", ""),
    )


def name_of(person_id: UUID | None) -> str:
    """A person's name, or nothing. One statement."""
    person = Person.objects.filter(pk=person_id).first() if person_id else None
    return person.name if person else ""
