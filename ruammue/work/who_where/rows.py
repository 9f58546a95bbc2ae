"""Who does what, where, when and for whom, as rows: read from promises, the duty table, tasks, and what was told.

A row is read only of matters that the reader may open and that are nobody's own life: what is private is not there to
be counted, and so no gap, overlap, sum or difference can speak of it. A constant number of statements.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ruammue.access.actors import Actor
from ruammue.access.gate import allows
from ruammue.foundation.suppression import Threshold, table_shown
from ruammue.needs.models import Answer, Call, LastWord, Matter, Need
from ruammue.networks.queries import known_organisations
from ruammue.people.imports import bare
from ruammue.places.models import Steward, Village
from ruammue.resources.models import GIVEN, IS_ASKED, Commitment, NeedLine, Spec
from ruammue.resources.wording import amount
from ruammue.work.models import Duty, SignUp, Slot, Task, ToldActivity, Work
from ruammue.work.models.tasks import LIVE
from ruammue.work.sent import free, heads, sent_for, with_leaving

Status = ToldActivity.Status
FOR_EVERYBODY = (ToldActivity.Word.FREE, ToldActivity.Word.YES)
"""What a public list tells of others, or of one person, waits for a yes before it stands outside."""
BETWEEN = " | "


@dataclass(frozen=True, slots=True)
class Body:
    """Who takes part: an organisation that we know, one that we know by name only, or villagers together."""

    key: str
    name: str
    organisation_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A village, or with no `village_id` the whole tambon. `code`: of eight digits, or the tambon's six."""

    village_id: UUID | None
    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Told:
    """Whose word it is: an activity told from outside, no promise."""

    organisation: str
    file: str
    on: date


@dataclass(frozen=True, slots=True)
class Row:
    """One activity. `address`: the page that knows more, as a URL name with a key; None for what was told."""

    id: str
    what: str
    theme: str
    place: Place
    lead: tuple[Body, ...]
    impl: tuple[Body, ...]
    funder: tuple[Body, ...]
    start: date | None
    end: date | None
    status: str
    matter_id: UUID | None = None
    matter: str = ""
    theme_words: str = ""
    for_whom: str = ""
    targeted: int | None = None
    reached: int | None = None
    capacity: str = ""
    lacking: str = ""
    told: Told | None = None
    is_public: bool = False
    address: tuple[str, UUID] | None = None

    @property
    def bodies(self) -> tuple[Body, ...]:
        """All who take part, each once."""
        return tuple({body.key: body for body in (*self.lead, *self.impl, *self.funder)}.values())

    @property
    def is_told(self) -> bool:
        """Told by an organisation from outside."""
        return self.told is not None


@dataclass(frozen=True, slots=True)
class Gap:
    """Something asked for that nobody does. `kind`: "line", "work", "matter" or "told"."""

    id: str
    kind: str
    what: str
    theme: str
    place: Place
    since: date
    until: date | None = None
    matter_id: UUID | None = None
    matter: str = ""
    theme_words: str = ""
    for_whom: str = ""
    targeted: int | None = None
    lacking: str = ""
    is_asked: bool = False
    told: Told | None = None
    is_public: bool = False
    address: tuple[str, UUID] | None = None
    near: tuple[str, ...] = ()
    """Who works on the same theme at the same place: whom to ask first."""


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one reader may see."""

    rows: tuple[Row, ...]
    gaps: tuple[Gap, ...]
    places: tuple[Place, ...]


_LETTERS = str.maketrans("0123456789", "ghijklmnop")


def spoken_id(kind: str, *keys: UUID | None) -> str:
    """A row's own name in a file: letters only, so that nothing in it is ever taken for the number of a person."""
    return "-".join([kind, *(key.hex.translate(_LETTERS) if key else "people" for key in keys)])


_SPOKEN = re.compile(r"(task|work|line|promise|matter|told)-([a-p]{32})(?:-(?:[a-p]{32}|people))?")
_DIGITS = str.maketrans("ghijklmnop", "0123456789")


def read_id(said: str) -> tuple[str, UUID] | None:
    """The kind and the first key of a name that `spoken_id` made; None of any other."""
    found = _SPOKEN.fullmatch(said.strip())
    return (found[1], UUID(found[2].translate(_DIGITS))) if found else None


def matters_for(steward: Steward, actor: Actor | None) -> Any:
    """The matters of which this reader is told here: with no actor what everybody may read.

    A matter about somebody's own life never stands here, whoever reads: the page is printed, exported, hung up.
    """
    found: Any = Matter.objects.of(steward).filter(merged_into=None, is_sensitive=False)
    if actor is None or actor.is_anonymous or not (actor.roles or actor.represents):
        return found.filter(published_at__isnull=False)
    return found.visible_to(actor)


def read(steward: Steward, actor: Actor | None, *, today: date) -> Reading:
    """Everything that this reader may see, unfiltered. With no actor: what everybody may read. Fourteen statements, and
    for a partner one for each row that waits.
    """
    is_member = actor is not None and not actor.is_anonymous and bool(actor.roles or actor.represents)
    whole = Place(None, steward.area_id, _("the whole tambon"))
    villages = list(Village.objects.of(steward))
    found = _Found(
        steward,
        today,
        matters_for(steward, actor),
        {village.pk: Place(village.pk, village.area_id, village.label) for village in villages},
        whole,
        sees_asks=is_member,
    )
    found.tasks()
    found.works()
    found.promises()
    found.told(actor if is_member else None)
    found.waiting_matters()
    found.rows.sort(key=lambda row: (row.place.code, row.theme, row.start or date.max, row.what, row.id))
    found.gaps.sort(key=lambda gap: (gap.place.code, gap.theme, gap.since, gap.what, gap.id))
    return Reading(tuple(found.rows), tuple(found.gaps), (*found.places.values(), whole))


class _Found:
    """What was found so far."""

    def __init__(
        self,
        steward: Steward,
        today: date,
        visible: Any,
        places: dict[UUID, Place],
        whole: Place,
        *,
        sees_asks: bool,
    ) -> None:
        self.steward, self.today, self.places, self.whole, self.sees_asks = steward, today, places, whole, sees_asks
        self.matters: dict[UUID, Matter] = {matter.pk: matter for matter in visible}
        self.visible = visible.order_by().values("pk")
        """Asked anew in each statement: a list of thousands of keys would be too long for one."""
        self.rows: list[Row] = []
        self.gaps: list[Gap] = []
        self.hours: set[UUID] = set()

    def place(self, village_id: UUID | None, matter: Matter) -> Place:
        """Where it is: its own village, else that of its matter, else the whole tambon."""
        key = village_id or matter.village_id
        return self.places.get(key, self.whole) if key else self.whole

    def of_matter(self, matter: Matter) -> dict[str, Any]:
        """What rows and gaps of a matter share."""
        return {
            "theme": matter.category,
            "matter_id": matter.pk,
            "matter": matter.public_sentence if matter.is_published else matter.title,
            "is_public": matter.is_public,
        }

    def tasks(self) -> None:
        """One row a task: who runs it, who comes for whom, how many places."""
        tasks = list(
            Task.objects.of(self.steward)
            .filter(matter__in=self.visible, dropped_at=None)
            .select_related("hours_line__receiver")
        )
        self.hours = {task.hours_line_id for task in tasks if task.hours_line_id}
        most: dict[UUID, list[int]] = defaultdict(lambda: [0, 0])
        places = Slot.objects.of(self.steward).filter(task__matter__in=self.visible)
        for place in with_leaving(places):
            most[place.task_id][0] += place.most
            most[place.task_id][1] += place.most - free(place)
        come: dict[UUID, set[Body]] = defaultdict(set)
        coming = SignUp.objects.of(self.steward).filter(
            LIVE, answer=SignUp.Answer.YES, slot__task__matter__in=self.visible
        )
        for task_id, key, name in coming.order_by().values_list(
            "slot__task_id", "on_behalf_of_id", "on_behalf_of__name"
        ):
            come[task_id].add(known_body(key, name))
        sent = sent_for(self.steward, self.hours)
        for task in tasks:
            matter, (wanted, taken) = self.matters[task.matter_id], most[task.pk]
            by_partners = heads(sent.get(task.hours_line_id, ()), task.minutes)
            missing = max(0, wanted - taken - by_partners) if task.on >= self.today else 0
            self.rows.append(
                Row(
                    id=spoken_id("task", task.pk),
                    what=task.title,
                    place=self.place(task.village_id, matter),
                    lead=_bodies([task.hours_line.receiver] if task.hours_line else []),
                    impl=tuple(sorted(come[task.pk], key=_by_name)),
                    funder=(),
                    start=task.on,
                    end=task.on,
                    status=status_of_days(task.on, task.on, self.today),
                    capacity=ngettext("%(n)d person", "%(n)d people", wanted) % {"n": wanted} if wanted else "",
                    lacking=ngettext("%(n)d person", "%(n)d people", missing) % {"n": missing} if missing else "",
                    address=("work:task", task.pk),
                    **self.of_matter(matter),
                )
            )

    def works(self) -> None:
        """One row a piece of work of the duty table; one that nobody leads or does is a gap."""
        parts: dict[UUID, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
        rows = Work.objects.of(self.steward).filter(matter__in=self.visible, dropped_at=None)
        duties = Duty.objects.of(self.steward).filter(work__matter__in=self.visible).exclude(part=Duty.Part.INFORMED)
        for duty in duties.select_related("organisation").order_by("set_at", "id"):
            parts[duty.work_id]["lead" if duty.part == Duty.Part.LEAD else "impl"].append(duty.organisation)
        for work in rows:
            matter = self.matters[work.matter_id]
            shared: dict[str, Any] = {
                "what": work.title,
                "place": self.place(None, matter),
                "address": ("work:duty_table", matter.pk),
                **self.of_matter(matter),
            }
            opened = timezone.localdate(work.opened_at)
            if parts[work.pk]:
                done = timezone.localdate(work.done_at) if work.done_at else None
                self.rows.append(
                    Row(
                        id=spoken_id("work", work.pk),
                        lead=_bodies(parts[work.pk]["lead"]),
                        impl=_bodies(parts[work.pk]["impl"]),
                        funder=(),
                        start=opened,
                        end=done or (max(work.due_on, opened) if work.due_on else None),
                        status=Status.DONE if done else Status.ONGOING,
                        **shared,
                    )
                )
            elif work.done_at is None and matter.is_open:
                self.gaps.append(
                    Gap(id=spoken_id("work", work.pk), kind="work", since=opened, until=work.due_on, **shared)
                )

    def promises(self) -> None:
        """One row for what a giver promised or brought of a line; a line of which nobody promised anything is a gap."""
        lines = {
            line.pk: line
            for line in NeedLine.objects.of(self.steward)
            .filter(matter__in=self.visible, withdrawn_at=None)
            .select_related("spec", "receiver")
            if line.pk not in self.hours
        }
        given: dict[tuple[UUID, UUID | None], list[Commitment]] = defaultdict(list)
        promises = Commitment.objects.of(self.steward).filter(need_line__matter__in=self.visible)
        for promise in promises.filter(GIVEN).select_related("provider").order_by("promised_at", "id"):
            if promise.need_line_id in lines:
                given[promise.need_line_id, promise.provider_id].append(promise)
        for (line_id, provider_id), several in given.items():
            self.rows.append(self.promised(lines[line_id], provider_id, several))
        asked = set(promises.filter(IS_ASKED).values_list("need_line", flat=True)) if self.sees_asks else set()
        for line in lines.values():
            matter = self.matters[line.matter_id]
            if line.is_open and matter.is_open and not line.promised and not line.delivered:
                self.gaps.append(
                    Gap(
                        id=spoken_id("line", line.pk),
                        kind="line",
                        what=line.spec.name,
                        place=self.place(line.village_id, matter),
                        since=line.from_on or timezone.localdate(line.raised_at),
                        until=line.until_on,
                        lacking=amount(line.quantity, line.spec.unit),
                        is_asked=line.pk in asked,
                        address=("resources:line", line.pk),
                        **_for_whom(line),
                        **self.of_matter(matter),
                    )
                )

    def promised(self, line: NeedLine, provider_id: UUID | None, several: Sequence[Commitment]) -> Row:
        """The row of one giver and one line. Givers who are persons are villagers together, without number or name."""
        matter, money = self.matters[line.matter_id], line.spec.kind == Spec.Kind.MONEY
        came = sum(promise.delivered for promise in several)
        much = sum(
            promise.quantity if promise.end in (Commitment.End.OPEN, Commitment.End.FULFILLED) else promise.delivered
            for promise in several
        )
        giver = (known_body(provider_id, several[0].provider.name if several[0].provider else ""),)
        receiver = _bodies([line.receiver])
        first = timezone.localdate(several[0].promised_at)
        due = max((promise.due_on for promise in several if promise.due_on), default=line.until_on)
        start = max(first, line.from_on) if line.from_on else first
        ended = [timezone.localdate(promise.ended_at) for promise in several if promise.ended_at]
        is_done = came >= much
        end = max(ended) if is_done and ended else due
        whom = _for_whom(line)
        return Row(
            id=spoken_id("promise", line.pk, provider_id),
            what=line.spec.name,
            place=self.place(line.village_id, matter),
            lead=receiver,
            impl=receiver if money else giver,
            funder=giver if money else (),
            start=min(start, end) if end else start,
            end=end,
            status=Status.DONE if is_done else Status.ONGOING if came or start <= self.today else Status.PLANNED,
            capacity=amount(much, line.spec.unit),
            lacking=amount(line.missing, line.spec.unit) if line.is_open and line.missing else "",
            reached=whom["targeted"] if line.delivered >= line.quantity or line.is_enough_at else None,
            address=("resources:line", line.pk),
            **whom,
            **self.of_matter(matter),
        )

    def told(self, reader: Actor | None) -> None:
        """What organisations told us in lists of their own. What waits for a yes is read by whoever brought it and by
        whoever may say it; with no reader only what everybody may read.
        """
        rows = ToldActivity.objects.of(self.steward).filter(sheet__taken_in_at__isnull=False, sheet__taken_back_at=None)
        rows = rows.exclude(word=ToldActivity.Word.NO)
        if reader is None:
            rows = rows.filter(sheet__is_public=True, word__in=FOR_EVERYBODY)
        told = [row for row in rows.select_related("sheet__organisation") if _may_read(row, reader)]
        known = (
            {bare(one.name): known_body(one.pk, one.name) for one in known_organisations(self.steward)} if told else {}
        )
        for row in told:
            place = self.places.get(row.village_id, self.whole) if row.village_id else self.whole
            targeted, reached = counts_shown(row.targeted, row.reached)
            shared: dict[str, Any] = {
                "id": spoken_id("told", row.pk),
                "what": row.what,
                "theme": row.theme,
                "theme_words": row.theme_words,
                "place": place,
                "for_whom": row.for_whom,
                "targeted": targeted,
                "lacking": row.lacking,
                "told": Told(row.sheet.organisation.name, row.sheet.name, row.sheet.told_on),
                "is_public": row.sheet.is_public and row.word in FOR_EVERYBODY,
            }
            lead, impl, funder = (
                tuple(known.get(bare(name), Body(f"name:{bare(name)}", name)) for name in names)
                for names in ([row.lead] if row.lead else [], split_names(row.implementers), split_names(row.funder))
            )
            if lead or impl or funder:
                self.rows.append(
                    Row(
                        lead=lead, impl=impl, funder=funder, start=row.from_on, end=row.until_on,
                        status=row.status or status_of_days(row.from_on, row.until_on, self.today),
                        reached=reached, capacity=row.capacity, **shared,
                    )
                )  # fmt: skip
            elif row.status != Status.DONE:
                since = row.from_on or row.sheet.told_on
                self.gaps.append(Gap(kind="told", since=since, until=row.until_on, **shared))

    def waiting_matters(self) -> None:
        """Open matters for which nobody does anything and that ask for nothing in particular yet.

        Not those that were answered so that nothing is left to be done together, or that their reporters call mended.
        """
        busy = {row.matter_id for row in self.rows} | {gap.matter_id for gap in self.gaps}
        idle = [matter for matter in self.matters.values() if matter.is_open and matter.pk not in busy]
        ways: dict[UUID, str] = {}
        answers = Answer.objects.of(self.steward).filter(need__matter__in=idle).order_by("answered_at", "id")
        for need_id, way in answers.values_list("need_id", "way"):
            ways[need_id] = way
        stands: dict[UUID, list[bool]] = defaultdict(list)
        for pk, matter_id, word in (
            Need.objects.of(self.steward).filter(matter__in=idle).values_list("pk", "matter_id", "last_word")
        ):
            left = word == LastWord.WAITING or (word == LastWord.ANSWERED and ways.get(pk) == Answer.Way.TOGETHER)
            stands[matter_id].append(left)
        calls = {call.matter_id: call for call in Call.objects.of(self.steward).filter(matter__in=idle, closed_at=None)}
        for matter in idle:
            if stands[matter.pk] and not any(stands[matter.pk]) and matter.pk not in calls:
                continue
            call = calls.get(matter.pk)
            words = (call.lacks_people, call.lacks_money, call.lacks_things, call.lacks_knowledge) if call else ()
            shared = self.of_matter(matter)
            self.gaps.append(
                Gap(
                    id=spoken_id("matter", matter.pk),
                    kind="matter",
                    what=shared["matter"],
                    place=self.place(None, matter),
                    since=timezone.localdate(matter.opened_at),
                    lacking=" · ".join(word for word in words if word),
                    address=("needs:matter", matter.pk),
                    **shared,
                )
            )


def _may_read(row: ToldActivity, reader: Actor | None) -> bool:
    """A row that waits is nobody's to read yet but theirs who brought it or may say yes. Of a list for members only
    what points at a person waits: no yes is asked for the rest.
    """
    from ruammue.work.rules import WEIGH_TOLD, names_no_person

    if reader is None or row.word != ToldActivity.Word.WAITS:
        return True
    if not row.sheet.is_public and names_no_person(reader, row):
        return True
    return row.sheet.organisation_id in reader.represents or allows(reader, WEIGH_TOLD, row)


def known_body(key: UUID | None, name: str | None) -> Body:
    """An organisation; persons are villagers together."""
    return Body(f"org:{key}", name or "", key) if key else Body("villagers", _("villagers"))


def _bodies(organisations: Iterable[Any]) -> tuple[Body, ...]:
    return tuple(known_body(one.pk, one.name) for one in organisations)


def _by_name(body: Body) -> tuple[bool, str, str]:
    return body.organisation_id is None, body.name, body.key


def split_names(names: str) -> list[str]:
    """Several names in one cell."""
    return [name for name in (part.strip() for part in names.split("|")) if name]


def counts_shown(targeted: int | None, reached: int | None) -> tuple[int | None, int | None]:
    """For how many it is meant and how many it reached, as they may be told: also what lies between the two must not
    point at persons.
    """
    if reached is None or targeted is None or reached > targeted:
        return tuple(  # type: ignore[return-value]
            None if count is None else table_shown({"": count}, Threshold.PERSONS)[1].value
            for count in (targeted, reached)
        )
    cells, total = table_shown({"reached": reached, "rest": targeted - reached}, Threshold.PERSONS)
    return total.value, cells["reached"].value


def _for_whom(line: NeedLine) -> dict[str, Any]:
    return {
        "for_whom": str(NeedLine.Group(line.for_group).label) if line.for_group else "",
        "targeted": counts_shown(line.for_count, None)[0],
    }


def status_of_days(start: date | None, end: date | None, today: date) -> str:
    """How something stands of which only the days are known."""
    if end is not None and end < today:
        return Status.DONE
    return Status.PLANNED if start is not None and start > today else Status.ONGOING


def waiting_rows(steward: Steward) -> QuerySet[ToldActivity]:
    """Rows of public lists, taken in, of which nobody whom they are about or who may has said yes or no."""
    rows: QuerySet[ToldActivity] = ToldActivity.objects.of(steward).filter(
        word=ToldActivity.Word.WAITS, sheet__is_public=True, sheet__taken_in_at__isnull=False, sheet__taken_back_at=None
    )
    return rows
