"""The participation page (ITA, DOMAIN 2.7): four fields from what is on record already, one event after another.

An event is a closed meeting that spoke of something public, or a published result. The four fields: the issue, a
summary of who took part, the result, and how the result improved the work. Only the last may be missing; then the
office is asked for one sentence, once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ruammue.decisions.models import Attendance, HeadCount, Item, Meeting, Resolution
from ruammue.evidence.chain import organisations_of, public_matters
from ruammue.evidence.models import DisclosureNumber, Result
from ruammue.foundation import thai_dates
from ruammue.foundation.counting import heads_shown
from ruammue.foundation.suppression import Shown, Threshold, count_shown
from ruammue.needs.links import office
from ruammue.needs.models import Matter
from ruammue.papers.kinds import ItaDraft
from ruammue.places.models import Steward

ONE_DAY = timedelta(days=1)
READ_NUMBERS = {2567: "o25"}
"""Numbers that were read in the list of their year (DOMAIN 2.7, I1). They move: every other year is for the office."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event with its four fields; a field is a tuple of sentences, empty when nothing is on record."""

    id: UUID
    is_meeting: bool
    title: str
    held_on: date
    issue: tuple[str, ...]
    participants: tuple[str, ...]
    result: tuple[str, ...]
    improvement: tuple[str, ...]
    matters: tuple[tuple[UUID, int], ...]  # (id, number): where the record stands

    @property
    def is_complete(self) -> bool:
        """All four fields are there."""
        return all((self.issue, self.participants, self.result, self.improvement))


@dataclass(frozen=True, slots=True)
class Hidden:
    """A closed meeting of which nothing is public yet: for the office only."""

    id: UUID
    title: str
    held_on: date


@dataclass(frozen=True, slots=True)
class Year:
    """A fiscal year's page. `number` is the item's number, `is_read` whether the house has read it in a source."""

    fiscal_year: int
    number: str
    is_read: bool
    events: tuple[Event, ...]

    @property
    def incomplete(self) -> int:
        """How many events still lack a field."""
        return sum(1 for event in self.events if not event.is_complete)


def days_of(fiscal_year: int) -> tuple[date, date]:
    """First and last day of a Thai fiscal year (พ.ศ.): 2570 is 1 October 2569 to 30 September 2570."""
    year = fiscal_year - thai_dates.BUDDHIST_OFFSET
    return date(year - 1, 10, 1), date(year, 9, 30)


def participation_of(steward: Steward, fiscal_year: int) -> Year:
    """The page of one fiscal year, newest event first. A constant number of statements."""
    first, last = days_of(fiscal_year)
    typed = DisclosureNumber.objects.of(steward).filter(fiscal_year=fiscal_year).values_list("number", flat=True)
    number = typed.first()
    meetings = _meetings(steward, Q(held_on__range=(first, last)))
    spoken = {matter for meeting in meetings for matter, _number in meeting.matters}
    results = _results(
        steward, Q(published_at__gte=_midnight(first), published_at__lt=_midnight(last + ONE_DAY)), spoken
    )
    events = sorted([*meetings, *results], key=lambda event: (event.held_on, event.id), reverse=True)
    return Year(
        fiscal_year=fiscal_year,
        number=number or READ_NUMBERS.get(fiscal_year, ""),
        is_read=READ_NUMBERS.get(fiscal_year) is not None and number in (None, READ_NUMBERS[fiscal_year]),
        events=tuple(events),
    )


def event_of_meeting(meeting: Meeting) -> Event | None:
    """The event of one closed meeting; None when nothing in it is public."""
    return next(iter(_meetings(meeting.steward, Q(pk=meeting.pk))), None)


def event_of_matter(matter: Matter) -> Event | None:
    """The event of one matter's published result; None when there is none."""
    return next(iter(_results(matter.steward, Q(matter=matter), ())), None)


def hidden_meetings(steward: Steward, fiscal_year: int) -> tuple[Hidden, ...]:
    """Closed meetings of the year that cannot be shown yet, because none of their matters is public."""
    rows = (
        Meeting.objects.of(steward)
        .filter(stage=Meeting.Stage.CLOSED, held_on__range=days_of(fiscal_year))
        .exclude(pk__in=Item.objects.of(steward).filter(matter__in=_open_ones(steward)).values("meeting"))
        .select_related("network__village")
        .order_by("-held_on", "-id")
    )
    return tuple(Hidden(row.pk, body_name(row), row.held_on) for row in rows)


def years_known(steward: Steward, today: date) -> list[int]:
    """The fiscal years to choose from: this one back to that of the first closed meeting or published matter."""
    days = [
        Meeting.objects.of(steward)
        .filter(stage=Meeting.Stage.CLOSED)
        .order_by("held_on")
        .values_list("held_on", flat=True)
        .first(),
        *(
            timezone.localdate(moment)
            for moment in public_matters(steward.pk).order_by("published_at").values_list("published_at", flat=True)[:1]
        ),
    ]
    last = thai_dates.fiscal_year(today)
    first = min([thai_dates.fiscal_year(day) for day in days if day is not None], default=last)
    return list(range(last, min(first, last) - 1, -1))


def _open_ones(steward: Steward) -> Any:
    """Public matters of which more than kind and tambon may be told: that a body spoke of it would be more."""
    return public_matters(steward.pk).order_by().filter(is_sensitive=False).values("pk")


def body_name(meeting: Meeting) -> str:
    """What met: the name of the network, with its village where the name does not say it."""
    village, name = meeting.network.village, meeting.network.name
    return f"{name} {village.label}" if village and village.label not in name else name


def paper_of(event: Event, steward: Steward, today: date, link: str) -> ItaDraft:
    """The event as a paper; a Thai form, so its words are Thai whoever asks."""
    return ItaDraft(
        office=office(steward, today),
        event=f"{event.title} {thai_dates.long(event.held_on)}",
        fiscal_year=thai_dates.fiscal_year(event.held_on),
        issue="\n".join(event.issue),
        participants="\n".join(event.participants),
        result="\n".join(event.result),
        improvement="\n".join(event.improvement),
        records=((_("Public page of the matter"), link),) if link else (),
    )


# ------------------------------------------------------------------------------------------- meetings


def _meetings(steward: Steward, which: Q) -> list[Event]:
    """Closed meetings that spoke of something public, with what came of it. Six statements."""
    items = Item.objects.of(steward).filter(matter__in=_open_ones(steward)).order_by("order", "id")
    rows = list(
        Meeting.objects.of(steward)
        .filter(which, stage=Meeting.Stage.CLOSED, pk__in=items.order_by().values("meeting"))
        .select_related("network__village")
        .prefetch_related(
            Prefetch("items", queryset=items.select_related("matter"), to_attr="public_items"),
            Prefetch("head_counts", queryset=HeadCount.objects.of(steward), to_attr="its_heads"),
        )
        .order_by("-held_on", "-id")
    )
    came = _came(steward, [row.pk for row in rows])
    said = _resolutions(steward, [row.pk for row in rows])
    outcomes = _outcomes(steward, rows)
    return [_of_meeting(row, came[row.pk], said, outcomes[row.pk]) for row in rows]


def _outcomes(steward: Steward, meetings: list[Any]) -> dict[UUID, dict[UUID, Result]]:
    """The results published in a meeting's own fiscal year, by meeting and matter: each with the last that spoke of it,
    for a result that stands with its meeting is no event of its own.
    """
    results = Result.objects.of(steward).filter(
        matter__in={item.matter_id for meeting in meetings for item in meeting.public_items}, published_at__isnull=False
    )
    left = {row.matter_id: row for row in results}
    found: dict[UUID, dict[UUID, Result]] = defaultdict(dict)
    for meeting in meetings:  # the newest first
        for item in meeting.public_items:
            row: Any = left.get(item.matter_id)
            if row is not None and thai_dates.fiscal_year(
                timezone.localdate(row.published_at)
            ) == thai_dates.fiscal_year(meeting.held_on):
                found[meeting.pk][item.matter_id] = left.pop(item.matter_id)
    return found


@dataclass
class _Came:
    count: int = 0
    bodies: dict[str, None] | None = None


def _came(steward: Steward, meetings: Iterable[UUID]) -> dict[UUID, _Came]:
    """Who was there, as a number and as organisations: never as persons."""
    found: dict[UUID, _Came] = defaultdict(_Came)
    here = (Attendance.Presence.PRESENT, Attendance.Presence.SUBSTITUTE)
    for meeting, body in (
        Attendance.objects.of(steward)
        .filter(meeting__in=list(meetings), presence__in=here)
        .order_by("organisation__name", "id")
        .values_list("meeting_id", "organisation__name")
    ):
        came = found[meeting]
        came.count += 1
        if body:
            came.bodies = {**(came.bodies or {}), body: None}
    return found


def _resolutions(steward: Steward, meetings: Iterable[UUID]) -> dict[UUID, Resolution]:
    return {row.item_id: row for row in Resolution.objects.of(steward).filter(meeting__in=list(meetings))}


def _of_meeting(meeting: Any, came: _Came, said: dict[UUID, Resolution], outcomes: dict[UUID, Result]) -> Event:
    issue, result, matters = [], [], {}
    # What the meeting wrote, and what the results that stand with it say; the same sentence once.
    improved = dict.fromkeys([meeting.improved]) if meeting.improved else {}
    for number, item in enumerate(meeting.public_items, 1):
        issue.append(f"{number}. {item.matter.public_sentence}")
        matters[item.matter.pk] = item.matter.number
        if (resolution := said.get(item.pk)) is not None:
            result.append(f"{number}. {resolution.get_outcome_display()}: {resolution.text}")
        if (outcome := outcomes.get(item.matter_id)) is not None:
            result.append(f"{number}. " + _("The result: %(words)s") % {"words": outcome.text})
            if outcome.improved:
                improved[outcome.improved] = None
    return Event(
        id=meeting.pk,
        is_meeting=True,
        title=body_name(meeting),
        held_on=meeting.held_on,
        issue=tuple(issue),
        participants=_participants(meeting, came),
        result=tuple(result),
        improvement=tuple(improved),
        matters=tuple(matters.items()),
    )


def _participants(meeting: Any, came: _Came) -> tuple[str, ...]:
    if meeting.kind == Meeting.Kind.FORUM:
        heads = heads_shown({row.group: row.count for row in meeting.its_heads})
        if heads is None:
            return ()
        said = [_("Villagers: %(count)s") % {"count": persons(heads.total)}]
        for code in HeadCount.Group.values:
            shown = heads.groups.get(code)
            if shown is not None and shown.value:
                said.append(f"{HeadCount.Group(code).label} {persons(shown)}")
        return tuple(said)
    if not came.count:
        return ()
    said = [_("Those who came: %(count)s") % {"count": persons(count_shown(came.count, Threshold.PERSONS))}]
    if came.bodies:
        said.append(_("Organisations: %(names)s") % {"names": ", ".join(came.bodies)})
    return tuple(said)


def persons(shown: Shown) -> str:
    """A count of persons in words, or that it is held back."""
    if shown.value is None:
        return _("fewer than %(floor)s people") % {"floor": shown.floor}
    return ngettext("%(count)s person", "%(count)s people", shown.value) % {"count": shown.value}


# ------------------------------------------------------------------------------------------- results


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _results(steward: Steward, which: Q, but: Collection[UUID]) -> list[Event]:
    """Published results of public matters, without those a meeting has told already. Two statements."""
    rows: list[Any] = list(
        Result.objects.of(steward)
        .filter(which, matter__in=_open_ones(steward), published_at__isnull=False)
        .exclude(matter__in=list(but))
        .select_related("matter")
        .order_by("-published_at", "-id")
    )
    bodies = organisations_of(steward.pk, [row.matter_id for row in rows])
    return [_of_result(row, sorted(bodies.get(row.matter_id, ()))) for row in rows]


def _of_result(row: Any, bodies: list[str]) -> Event:
    return Event(
        id=row.matter.pk,
        is_meeting=False,
        title=str(row.matter.get_category_display()),
        held_on=timezone.localdate(row.published_at),
        issue=(row.matter.public_sentence,),
        participants=(_("Organisations: %(names)s") % {"names": ", ".join(bodies)},) if bodies else (),
        result=(row.text,),
        improvement=(row.improved,) if row.improved else (),
        matters=((row.matter.pk, row.matter.number),),
    )
