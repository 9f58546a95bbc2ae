"""The hours somebody came to help, from what was written down when they came and when it was over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ruammue.foundation import quantities
from ruammue.people.models import Person
from ruammue.places.models import Steward
from ruammue.resources.thanks.contributions import days_of
from ruammue.work.models import SignUp


@dataclass(frozen=True, slots=True)
class HoursRow:
    """A half-day on which somebody came; `by_clock`: no longer than from coming to the end as written down."""

    task_id: UUID
    on: date
    what: str
    where: str
    minutes: int
    by_clock: bool
    recorded: str

    @property
    def hours(self) -> str:
        """How long, in the reader's language."""
        return in_hours(self.minutes)


def in_hours(minutes: int) -> str:
    """ "4 ชั่วโมง", in the reader's language."""
    from ruammue.work.sentences import language

    return quantities.show(minutes, "hour", language())


def hours_of(steward: Steward, person: Person, fiscal_year: int) -> list[HoursRow]:
    """Every half-day of a fiscal year that was over, the oldest first. One statement."""
    first, last = days_of(fiscal_year)
    rows = SignUp.objects.of(steward).filter(person=person, done_at__isnull=False, on__range=(first, last))
    rows = rows.select_related("slot__task__village").order_by("on", "half", "id")
    return [
        HoursRow(
            row.slot.task_id,
            row.on,
            row.slot.task.title,
            row.slot.task.place or (row.slot.task.village.label if row.slot.task.village else ""),
            row.minutes,
            not row.minutes_why,
            str(row.get_minutes_why_display()),
        )
        for row in rows
    ]
