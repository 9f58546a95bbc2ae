"""What the stories of work within begin with: a matter, people who can do something, a task."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from ruammue.needs import actions as needs
from ruammue.needs.models import Matter
from ruammue.people.models import Acquaintance, Person
from ruammue.work import actions
from ruammue.work.models import SignUp, Slot, Task
from tests.cast import Cast

BANGKOK = ZoneInfo("Asia/Bangkok")
SATURDAY = dt.date(2026, 12, 5)
MONTH = dt.date(2026, 12, 1)
BEFORE = dt.datetime(2026, 11, 28, 9, tzinfo=BANGKOK)
THE_DAY = dt.datetime(2026, 12, 5, 8, 30, tzinfo=BANGKOK)
OVER = THE_DAY + dt.timedelta(hours=5)
"""Whoever came at the beginning of the day has done a half-day by then."""


class Within:
    """A drain to be cleared, and villagers of whom two can cook and four can dig."""

    def __init__(self, cast: Cast, heads: int = 6) -> None:
        self.cast, self.officer = cast, cast.actor("officer")
        self.matter: Matter = needs.open_matter(
            cast.steward, by=self.officer, title="ร่องน้ำหน้าโรงเรียนตัน", village=cast.villages[2], now=BEFORE
        )
        self.people = [self.villager(number) for number in range(heads)]
        for number, person in enumerate(self.people):
            self.can(person, "ทำอาหาร" if number < 2 else "ขุดลอก", 3)

    def villager(self, number: int) -> Person:
        """Somebody of moo 3 (and every third of moo 1), without an account."""
        person = Person.objects.create(
            prefix="นาย", given_name=f"ชาวบ้าน{number}", family_name="แรงดี", phone=f"08200000{number:02}",
            sort_key=f"ชาวบ้าน{number:02}",
        )  # fmt: skip
        village = self.cast.villages[0 if number % 3 == 2 else 2]
        Acquaintance.objects.create(steward=self.cast.steward, person=person, village=village)
        return person

    def can(self, person: Person, skill: str, level: int) -> None:
        """The head says so."""
        actions.say_skill(
            self.cast.steward, skill, person=person, level=level, by=self.cast.actor("officer"), now=BEFORE
        )

    def task(self, title: str = "ขุดลอกร่องน้ำ", *, most: int = 2, skill: str = "digging", **facts: Any) -> Task:
        """A task on the first Saturday of December."""
        facts.setdefault("on", SATURDAY)
        facts.setdefault("half", "am")
        facts.setdefault("receiver", self.cast.office)
        return actions.open_task(
            facts.pop("matter", self.matter), title, places=[actions.Place("ขุดและตัก", skill, 1, 1, most)],
            village=self.cast.villages[2], by=self.officer, now=BEFORE, **facts,
        )  # fmt: skip

    def coming(self, task: Task, person: Person) -> SignUp:
        """Somebody who was asked and told us yes."""
        row = actions.propose_person(Slot.objects.get(task=task), person, by=self.officer, now=BEFORE)
        actions.invite_person(row, by=self.officer, now=BEFORE)
        return actions.answer_for(row, "yes", by=self.officer, now=BEFORE)


def fresh(row: Any) -> Any:
    """The row as it stands in the database now."""
    return type(row).objects.get(pk=row.pk)
