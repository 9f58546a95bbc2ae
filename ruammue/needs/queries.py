"""Reads that cross tables: frozen rows out, a constant number of SQL statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from ruammue.access.actors import Actor, Role
from ruammue.access.gate import allows
from ruammue.foundation import page_reads, thai_dates, thai_names
from ruammue.foundation.text import clean_text, shorten
from ruammue.needs import since
from ruammue.needs.actions.matters import is_unnamed
from ruammue.needs.links import address_of
from ruammue.needs.models import (
    GOES_THERE,
    Answer,
    Call,
    Category,
    LastWord,
    Matter,
    Need,
    NeedFile,
    OfficeProject,
    Skip,
    Standing,
    Verdict,
    is_late,
)
from ruammue.needs.words import LOOKS, due_words, standing_words
from ruammue.papers.models import Attachment
from ruammue.people import queries as people
from ruammue.people.models import ROLE_LABELS, Acquaintance, Person, RoleHeld
from ruammue.people.rules import OFFICE
from ruammue.places.models import Steward, Village
from ruammue.places.names import village_label

PAGE = 20


@dataclass(frozen=True, slots=True)
class Filters:
    """The words of the sentence above the list; empty means all."""

    state: str = ""
    village: str = ""
    category: str = ""
    mine: bool = False


@dataclass(frozen=True, slots=True)
class NeedRow:
    """One line of the list. `words` is empty for readers to whom the need is private; they go to its matter."""

    id: UUID
    matter_id: UUID
    number: int
    title: str
    words: str
    category: str
    village: str
    reported_at: datetime
    due_on: date
    standing: str
    days_late: int
    is_readable: bool
    is_assisted: bool
    is_sensitive: bool
    url: str

    @property
    def state(self) -> str:
        """The state as the look knows it: waiting, overdue, doing, done."""
        return LOOKS[Standing(self.standing)]

    @property
    def said(self) -> str:
        """The word of the state."""
        return standing_words(self.standing, self.days_late)

    @property
    def due(self) -> str:
        """Until when we promised an answer, where that is still to come."""
        return due_words(self.due_on) if self.standing == Standing.WAITING else ""


def _asked(filters: Filters, actor: Actor, today: date) -> Q:
    """What the words of the sentence ask for."""
    asked = Q()
    if filters.village:
        asked &= Q(village_id=filters.village)
    if filters.category:
        asked &= Q(category=filters.category)
    if filters.mine:
        asked &= Q(handler_id=actor.person_id)
    if filters.state:
        asked &= is_late(today) if filters.state == Standing.OVERDUE else Q(last_word=filters.state)
    return asked


def _sorted(needs: Any, filters: Filters) -> Any:
    """The newest first; those that wait, by the day on which they are to be answered."""
    waiting = filters.state in (Standing.WAITING, Standing.OVERDUE)
    return needs.order_by("answer_due_on", "reported_at", "id") if waiting else needs


def needs_list(
    steward: Steward, actor: Actor, filters: Filters, *, page: Any = 1, per_page: int = PAGE
) -> tuple[Page[NeedRow], int]:
    """One page of needs as this actor may list them, and how many of the whole list wait past their day.

    Two SQL statements.
    """
    today = timezone.localdate()
    needs, asked = Need.objects.of(steward).listed_for(actor), _asked(filters, actor, today)
    counts = needs.aggregate(found=Count("pk", filter=asked), overdue=Count("pk", filter=is_late(today)))
    paginator: Any = Paginator(_sorted(needs.filter(asked), filters), per_page)
    paginator.count = counts["found"]
    found: Any = paginator.get_page(page)
    found.object_list = _rows(found.object_list, steward, actor, today)
    return found, counts["overdue"]


BESIDE = 8


def waiting_longest(steward: Steward, actor: Actor) -> list[NeedRow]:
    """The first of those that wait for an answer, for the list beside one of them. One SQL statement."""
    today, waiting = timezone.localdate(), Filters(state=Standing.WAITING)
    needs = Need.objects.of(steward).listed_for(actor).filter(_asked(waiting, actor, today))
    return _rows(_sorted(needs, waiting)[:BESIDE], steward, actor, today)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A line of the list with what only the spreadsheet tells."""

    need: NeedRow
    handler: str
    promised_on: date | None


def all_needs(steward: Steward, actor: Actor, filters: Filters) -> list[SheetRow]:
    """Every need of the filtered list, who answers it and which day was promised last. Four SQL statements."""
    today = timezone.localdate()
    needs = _sorted(Need.objects.of(steward).listed_for(actor).filter(_asked(filters, actor, today)), filters)
    handlers = dict(needs.values_list("pk", "handler_id"))
    names: dict[Any, str] = {row.pk: row.name for row in Person.objects.filter(pk__in=set(handlers.values()))}
    answers = Answer.objects.of(steward).order_by("answered_at", "id").values_list("need", "promised_on")
    promised = dict(answers)  # the last one of each need stays
    return [
        SheetRow(row, names.get(handlers.get(row.id), ""), promised.get(row.id))
        for row in _rows(needs, steward, actor, today)
    ]


_COLUMNS = (
    "pk", "matter_id", "matter__number", "matter__title", "matter__is_sensitive", "text", "category", "village_id",
    "village__moo", "village__name", "reported_at", "answer_due_on", "entered_by_id", "stands", "is_readable",
)  # fmt: skip


def _rows(needs: Any, steward: Steward, actor: Actor, today: date) -> list[NeedRow]:
    found = list(needs.as_of(today).marked_for(actor).values_list(*_COLUMNS, named=True))
    if not found:
        return []
    hides_places = not actor.has(*GOES_THERE)
    need_url, matter_url = (address_of(f"needs:{name}", steward.slug) for name in ("need", "matter"))
    return [
        NeedRow(
            id=row.pk,
            matter_id=row.matter_id,
            number=row.matter__number,
            title=row.matter__title,
            words=shorten(" ".join(row.text.split()), 90) if row.is_readable else "",
            category=str(Category(row.category).label),
            # Of somebody's own matter the others learn the kind, and not in which village.
            village=""
            if row.village_id is None or (hides_places and row.matter__is_sensitive and not row.is_readable)
            else village_label(row.village__moo, row.village__name),
            reported_at=row.reported_at,
            due_on=row.answer_due_on,
            standing=row.stands,
            days_late=max((today - row.answer_due_on).days, 0),
            is_readable=row.is_readable,
            is_assisted=row.entered_by_id is not None,
            is_sensitive=row.matter__is_sensitive,
            url=need_url(row.pk) if row.is_readable else matter_url(row.matter_id),
        )
        for row in found
    ]


# ------------------------------------------------------------------------------------------- one need


@dataclass(frozen=True, slots=True)
class FileRow:
    """A photo or voice of a need."""

    id: UUID
    kind: str
    is_public: bool
    media_type: str


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer, as it was given."""

    way: str
    way_label: str
    text: str
    agency: str
    ticket: str
    promised_on: date | None
    at: datetime
    by: str
    phone: str


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """One word of the reporter."""

    is_fixed: bool
    words: str
    at: datetime
    entered_by: str


@dataclass(frozen=True, slots=True)
class NeedDetail:
    """Everything of one need, for those who may read it."""

    need: Need
    standing: str
    reporter: str
    reporter_phone: str
    entered_by: str
    handler: Person | None
    photos: tuple[FileRow, ...]
    voices: tuple[FileRow, ...]
    answers: tuple[AnswerRow, ...]
    verdicts: tuple[VerdictRow, ...]
    excluded: tuple[str, ...]
    days_late: int

    @property
    def state(self) -> str:
        """The state as the look knows it."""
        return LOOKS[Standing(self.standing)]

    @property
    def said(self) -> str:
        """The word of the state."""
        return standing_words(self.standing, self.days_late)

    @property
    def last_answer(self) -> AnswerRow | None:
        """The latest answer."""
        return self.answers[-1] if self.answers else None


def need_detail(need: Need) -> NeedDetail:
    """A need with its files, answers and verdicts. Six SQL statements."""
    found: Any = (
        Need.objects.of(need.steward_id)
        .as_of(timezone.localdate())
        .select_related("matter", "village", "handler", "reporter")
        .get(pk=need.pk)
    )
    today = timezone.localdate()
    files = _files(NeedFile.objects.of(need.steward_id).filter(need=need))
    verdicts = list(Verdict.objects.of(need.steward_id).filter(need=need))
    hands = {found.entered_by_id, *(verdict.entered_by_id for verdict in verdicts)} - {None}
    names: dict[UUID | None, str] = {}
    if hands:
        names = {person.pk: person.name for person in Person.objects.filter(pk__in=hands)}
    return NeedDetail(
        need=found,
        standing=found.stands,
        reporter=found.reporter.name if found.reporter else found.reporter_name,
        reporter_phone=found.contact_phone or (found.reporter.phone if found.reporter else ""),
        entered_by=names.get(found.entered_by_id, ""),
        handler=found.handler,
        photos=tuple(file for file in files if file.kind == Attachment.Kind.PHOTO),
        voices=tuple(file for file in files if file.kind == Attachment.Kind.VOICE),
        answers=answers_of(need),
        verdicts=tuple(
            VerdictRow(
                verdict.is_fixed,
                verdict.words,
                verdict.given_at,
                names.get(verdict.entered_by_id, "") if verdict.entered_by_id != found.reporter_id else "",
            )
            for verdict in verdicts
        ),
        excluded=tuple(row.person.name for row in need.excluded.select_related("person")),
        days_late=max((today - found.answer_due_on).days, 0),
    )


def _files(files: QuerySet[NeedFile]) -> list[FileRow]:
    return [
        FileRow(file.pk, file.attachment.kind, file.attachment.is_public, file.attachment.media_type)
        for file in files.select_related("attachment").order_by("id")
    ]


def answers_of(need: Need) -> tuple[AnswerRow, ...]:
    """The answers of a need, the earliest first."""
    return tuple(
        AnswerRow(
            way=answer.way,
            way_label=str(Answer.Way(answer.way).label),
            text=answer.text,
            agency=answer.agency,
            ticket=answer.ticket,
            promised_on=answer.promised_on,
            at=answer.answered_at,
            by=answer.answered_by.name,
            phone=answer.answered_by.phone,
        )
        for answer in Answer.objects.of(need.steward_id).filter(need=need).select_related("answered_by")
    )


# ------------------------------------------------------------------------------------------- one matter


@dataclass(frozen=True, slots=True)
class MatterDetail:
    """A matter as those who work on it see it."""

    matter: Matter
    needs: tuple[NeedRow, ...]
    call: Call | None
    photos: tuple[FileRow, ...]
    skips: tuple[Skip, ...]
    shows_place: bool
    project: OfficeProject | None
    was_answered_together: bool

    @property
    def waiting(self) -> NeedRow | None:
        """The need that waits longest for an answer."""
        waiting = [need for need in self.needs if need.standing in (Standing.WAITING, Standing.OVERDUE)]
        return min(waiting, key=lambda need: need.due_on) if waiting else None

    @property
    def wants_call(self) -> bool:
        """Somebody answered that it takes more than us, and nobody was called yet."""
        return self.call is None and self.was_answered_together

    @property
    def may_be_closed(self) -> bool:
        """Open, and nobody waits for an answer."""
        return self.matter.is_open and self.waiting is None

    @property
    def state(self) -> str:
        """The state as the look knows it."""
        if not self.matter.is_open:
            return "done"
        if any(need.standing == Standing.OVERDUE for need in self.needs):
            return "overdue"
        return "waiting" if self.waiting else "doing"


def placed(actor: Actor, matters: Sequence[Matter]) -> set[UUID]:
    """Of these matters those whose village this actor may learn: of somebody's own matter whoever neither goes there
    for the office nor may read what was told learns the kind, and not where. At most one SQL statement.
    """
    own = [] if actor.has(*GOES_THERE) else [matter.pk for matter in matters if matter.is_sensitive]
    told = Need.objects.visible_to(actor).filter(matter__in=own).values_list("matter_id", flat=True) if own else ()
    return {matter.pk for matter in matters} - set(own) | set(told)


def matter_detail(matter: Matter, actor: Actor) -> MatterDetail:
    """A matter with its needs (private ones without words), call, chosen photos and passed stations.

    Five SQL statements, one more once it is published, and one for whoever may not read one person's matter.
    """
    today = timezone.localdate()
    rows = _rows(Need.objects.of(matter.steward_id).known_to(actor).filter(matter=matter), matter.steward, actor, today)
    answers = Answer.objects.of(matter.steward_id).filter(need__matter=matter).order_by("answered_at", "id")
    ways = dict(answers.values_list("need", "way"))  # the last one of each need stays
    return MatterDetail(
        matter=matter,
        needs=tuple(sorted(rows, key=lambda row: row.reported_at, reverse=True)),
        call=page_reads.once(matter, call_of),
        photos=public_photos(matter) if matter.is_published else (),
        skips=page_reads.once(matter, skips_of),
        shows_place=bool(placed(actor, [matter])),
        project=OfficeProject.objects.of(matter.steward_id).filter(matter=matter).first(),
        was_answered_together=Answer.Way.TOGETHER in ways.values(),
    )


def call_of(matter: Matter) -> Call | None:
    """The call of a matter, if there is one."""
    found: Call | None = Call.objects.of(matter.steward_id).filter(matter=matter).first()
    return found


def skips_of(matter: Matter) -> tuple[Skip, ...]:
    """The stations that were passed by, the earliest first."""
    return tuple(Skip.objects.of(matter.steward_id).filter(matter=matter).order_by("skipped_at", "id"))


def public_photos(matter: Matter) -> tuple[FileRow, ...]:
    """The pictures an officer chose for the public page of a matter."""
    files = NeedFile.objects.of(matter.steward_id).filter(
        need__matter=matter, attachment__is_public=True, attachment__kind=Attachment.Kind.PHOTO
    )
    return tuple(_files(files))


def photos_to_choose(matter: Matter, actor: Actor) -> tuple[FileRow, ...]:
    """The pictures of a matter's needs that this actor may read; never of a need about one person."""
    readable = Need.objects.of(matter.steward_id).visible_to(actor).filter(matter=matter, is_about_one_person=False)
    files = NeedFile.objects.of(matter.steward_id).filter(
        need__in=readable.values("pk"), attachment__kind=Attachment.Kind.PHOTO
    )
    return tuple(_files(files))


@dataclass(frozen=True, slots=True)
class MatterRow:
    """A matter in one line."""

    id: UUID
    number: int
    title: str
    village: str
    needs: int
    opened_at: datetime

    @property
    def label(self) -> str:
        """How it is chosen from a list."""
        return f"{self.number}. {self.title}"


def similar_matters(matter: Matter, actor: Actor, *, limit: int = 8) -> tuple[MatterRow, ...]:
    """Open matters that may be the same trouble: same village and kind first, then the same words in the title."""
    candidates = (
        Matter.objects.of(matter.steward_id)
        .visible_to(actor)
        .filter(closed_at=None, merged_into=None)
        .exclude(pk=matter.pk)
        .filter(Q(category=matter.category) | Q(village_id=matter.village_id, village__isnull=False))
        .select_related("village")
        .annotate(told=Count("needs"))
        .order_by("-opened_at", "-id")[:60]
    )
    pieces = _pieces(matter.title)

    def nearness(other: Any) -> float:
        theirs = _pieces(other.title)
        shared = len(pieces & theirs) / (len(pieces | theirs) or 1)
        same_place = bool(other.village_id == matter.village_id and other.village_id is not None)
        same_kind = bool(other.category == matter.category)
        return 2.0 * same_place + 1.5 * same_kind + shared

    nearest: Sequence[Any] = sorted(candidates, key=nearness, reverse=True)[:limit]
    return tuple(
        MatterRow(
            id=other.pk,
            number=other.number,
            title=other.title,
            village=other.village.label if other.village else "",
            needs=other.told,
            opened_at=other.opened_at,
        )
        for other in nearest
    )


def _pieces(text: str) -> set[str]:
    """Overlapping runs of three characters: Thai writes no blanks between words."""
    plain = "".join(text.split())
    return {plain[at : at + 3] for at in range(len(plain) - 2)}


# ------------------------------------------------------------------------------------------- people and places


def villages(steward: Steward) -> tuple[Village, ...]:
    """The villages by moo number."""
    return tuple(Village.objects.of(steward).order_by("area_id"))


def home_village(actor: Actor) -> UUID | None:
    """The village in which a signed-in person lives, or the one they serve."""
    if actor.person_id is None or actor.steward_id is None:
        return None
    if len(actor.villages) == 1:
        return next(iter(actor.villages))
    here = Acquaintance.objects.of(actor.steward_id).filter(person_id=actor.person_id)
    return here.values_list("village_id", flat=True).first()


def who_may_handle(steward: Steward) -> tuple[tuple[UUID, str], ...]:
    """Persons with a role in force today, each once, with what they are: (person id, "name (roles)")."""
    today = timezone.localdate()
    in_force = Q(from_on__lte=today) & (Q(until_on=None) | Q(until_on__gte=today))
    names: dict[UUID, tuple[str, list[str]]] = {}
    held = RoleHeld.objects.of(steward).filter(in_force).exclude(role=Role.AUDITOR)
    for row in held.select_related("person", "village").order_by("person__given_name", "person_id", "role"):
        label = str(ROLE_LABELS[Role(row.role)])
        if row.village:
            label = f"{label} {row.village.label}"
        names.setdefault(row.person_id, (row.person.name, []))[1].append(label)
    return tuple((pk, f"{name} ({', '.join(roles)})") for pk, (name, roles) in names.items())


def person_here(steward: Steward, pk: str) -> Person:
    """A person with a role at this steward. Raises Person.DoesNotExist."""
    return Person.objects.filter(roles__in=RoleHeld.objects.of(steward)).distinct().get(pk=pk)


def listed_neighbours(steward: Steward, actor: Actor, typed: str) -> list[tuple[str, str]]:
    """Those on our list whom a name that this helper types may mean, as choices; outside the office only of the
    helper's own villages. Empty for nobody.
    """
    name = thai_names.split(clean_text(typed[:160], one_line=True))
    if not name.given:
        return []
    within = None if allows(actor, OFFICE) else actor.villages
    found = people.similar(steward, given_name=name.given, family_name=name.family, within=within)
    return [(str(row.person_id), f"{row.name} {row.village}".strip()) for row in found]


def neighbour_here(steward: Steward, pk: str) -> Person | None:
    """A person on our list, by the id that a form's own choices gave; None for nobody."""
    known = people.acquaintance(steward, UUID(pk)) if pk else None
    return known.person if known is not None else None


# ------------------------------------------------------------------------------------------- the office's own lack


@dataclass(frozen=True, slots=True)
class ProjectFilters:
    """The words of the sentence above the project list."""

    strength: str = "all"
    fiscal_year: str = ""


def _projects(steward: Steward, filters: ProjectFilters) -> QuerySet[OfficeProject]:
    projects = OfficeProject.objects.of(steward).select_related("matter")
    if filters.strength != "all":
        projects = projects.filter(strength=filters.strength)
    if filters.fiscal_year:
        projects = projects.filter(fiscal_year=int(filters.fiscal_year))
    return projects


def projects_page(steward: Steward, filters: ProjectFilters, *, page: Any = 1) -> Page[OfficeProject]:
    """One page of the office's projects. Two SQL statements."""
    return Paginator(_projects(steward, filters), PAGE).get_page(page)


def all_projects(steward: Steward, filters: ProjectFilters) -> list[OfficeProject]:
    """Every project of the filtered list, for the spreadsheet."""
    return list(_projects(steward, filters))


@dataclass(frozen=True, slots=True)
class ProjectCounts:
    """How many rows are marked how."""

    unmarked: int
    own: int
    beyond: int
    years: tuple[int, ...]


def project_counts(steward: Steward) -> ProjectCounts:
    """Counts by mark, and the fiscal years there are. Two SQL statements."""
    rows = OfficeProject.objects.of(steward)
    counts = rows.aggregate(
        unmarked=Count("pk", filter=Q(strength="")),
        own=Count("pk", filter=Q(strength="own")),
        beyond=Count("pk", filter=Q(strength="beyond")),
    )
    years = rows.exclude(fiscal_year=None).order_by("-fiscal_year").values_list("fiscal_year", flat=True).distinct()
    return ProjectCounts(**counts, years=tuple(int(year) for year in years if year))


def call_people(call: Call) -> tuple[str, str]:
    """Names of who opened and who endorsed a call; empty for nobody."""
    wanted = [pk for pk in (call.opened_by_id, call.endorsed_by_id) if pk]
    names = {person.pk: person.name for person in Person.objects.filter(pk__in=wanted)}
    return names.get(call.opened_by_id, ""), names.get(call.endorsed_by_id, "") if call.endorsed_by_id else ""


# ------------------------------------------------------------------------------------------- small answers


def is_receipt(steward: Steward, code: str) -> bool:
    """Whether a need of this steward has the code."""
    return Need.objects.of(steward).filter(receipt=code).exists()


def need_told(steward: Steward, pk: UUID | None) -> Need | None:
    """A need by its id, if there is one."""
    return Need.objects.of(steward).filter(pk=pk).first() if pk else None


def standing_of_one(need: Need) -> str:
    """Where one need stands today."""
    found: Any = Need.objects.of(need.steward_id).as_of(timezone.localdate()).get(pk=need.pk)
    return str(found.stands)


def all_said_mended(matter: Matter) -> bool:
    """Somebody told of this matter, and all who did said แก้แล้ว last. One statement."""
    words = set(Need.objects.of(matter.steward_id).filter(matter=matter).values_list("last_word", flat=True))
    return words == {LastWord.FIXED.value}


@dataclass(frozen=True, slots=True)
class OwnNeed:
    """A need as who told it sees it: its code, and whether it waits, is answered or is mended."""

    receipt: str
    words: str
    standing: str
    told_on: date
    due_on: date
    is_asked: bool


def told_by(steward: Steward, actor: Actor, *, today: date) -> list[OwnNeed]:
    """What this person told here, the newest five. At most three statements, none for a stranger."""
    if actor.person_id is None:
        return []
    told: Any = Need.objects.of(steward).filter(reporter_id=actor.person_id).as_of(today).select_related("matter")
    needs = list(told.order_by("-reported_at", "-id")[:5])
    answered = {need.pk: need.matter for need in needs if need.stands == Standing.ANSWERED}
    asked = _asked_now(steward, answered, today)
    return [
        OwnNeed(
            receipt=need.receipt,
            words=shorten(need.text, 120) or str(Category(need.category).label),
            standing=str(need.stands),
            told_on=timezone.localdate(need.reported_at),
            due_on=need.answer_due_on,
            is_asked=need.pk in asked,
        )
        for need in needs
    ]


def _asked_now(steward: Steward, answered: dict[UUID, Matter], today: date) -> set[UUID]:
    """Of needs that were answered, those of which there is something to judge today."""
    if not answered:
        return set()
    last = {
        row.need_id: row for row in Answer.objects.of(steward).filter(need__in=answered).order_by("answered_at", "id")
    }
    with_result = since.with_result(steward, {matter.pk for matter in answered.values()})
    return {
        key
        for key, answer in last.items()
        if is_asked(answer, matter := answered[key], today, has_result=matter.pk in with_result)
    }


def is_asked(answer: Any, matter: Matter, today: date, *, has_result: bool) -> bool:
    """Whether the reporter is asked today if it is mended (`since.is_asked`). `answer`: the last one, row or model."""
    at = answer.answered_at if isinstance(answer, Answer) else answer.at
    return since.is_asked(
        answer.way,
        answered_on=timezone.localdate(at),
        promised_on=answer.promised_on,
        today=today,
        matter=matter,
        has_result=has_result,
    )


def helper_name(need: Need) -> str:
    """Who entered the need for somebody else; empty for nobody."""
    helper = Person.objects.filter(pk=need.entered_by_id).first() if need.entered_by_id else None
    return helper.name if helper else ""


def first_words(steward: Steward, actor: Actor, matters: Sequence[UUID]) -> dict[UUID, str]:
    """How the telling of each matter that nobody named begins, where this actor may read it; never one person's,
    for a list stands open on an office screen. One statement.
    """
    readable = Need.objects.of(steward).visible_to(actor).filter(matter__in=matters, matter__is_sensitive=False)
    return {
        need.matter_id: shorten(" ".join(need.text.split()), 90)
        for need in readable.select_related("matter__village").order_by("-reported_at", "-id")
        if need.text and is_unnamed(need.matter)
    }


def need_of_row(steward: Steward, row: NeedRow) -> Need:
    """The need of a row, for the rules."""
    need: Need = Need.objects.of(steward).get(pk=row.id)
    return need


def matter_here(steward: Steward, pk: str) -> Matter:
    """A matter of this steward. Raises Matter.DoesNotExist."""
    matter: Matter = Matter.objects.of(steward).get(pk=pk)
    return matter


def ids(texts: Sequence[str]) -> list[UUID]:
    """Ids that a form's own choices gave."""
    return [UUID(text) for text in texts]


def today_words() -> str:
    """Today in the reader's language, for the foot of a sheet."""
    return thai_dates.long(timezone.localdate(), (get_language() or "th")[:2])
