"""Verbs of this room: write a result, publish it, type the number of the participation item."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from ruammue.evidence.events import DisclosureNumberTyped, ResultPublished, ResultWritten
from ruammue.evidence.models import DisclosureNumber, Result
from ruammue.evidence.refusals import (
    MatterNotPublic,
    NoResultYet,
    NothingMeasured,
    NumberIsEmpty,
    ResultIsEmpty,
    ResultIsPublic,
)
from ruammue.goals.models import Goal, Reading
from ruammue.ledger.actions import record
from ruammue.ledger.who import Who
from ruammue.needs.models import Matter
from ruammue.papers.attachments import attach_photo
from ruammue.places.models import Steward


def _hand(by: Who) -> UUID:
    hand = by.entered_by_id or by.person_id
    if hand is None:
        raise ValueError("a stranger cannot do this")
    return hand


@transaction.atomic
def write_result(
    matter: Matter,
    text: str,
    improved: str = "",
    photo: bytes | None = None,
    *,
    by: Who,
    now: datetime | None = None,
) -> Result:
    """Write down what came of a matter, in words for everyone, and how it improved the work.

    `photo`: the bytes of one picture; None keeps the one there is, and a matter about one person takes none.
    Written again, a public result leaves the page until somebody publishes the new words: nothing changes in
    public without an act of publishing. Raises ResultIsEmpty, a kind of UnusablePhoto.
    """
    matter = Matter.objects.select_for_update(of=("self",)).select_related("steward").get(pk=matter.pk)
    if not text.strip():
        raise ResultIsEmpty
    hand, moment = _hand(by), now or timezone.now()
    row = Result.objects.of(matter.steward_id).filter(matter=matter).first()
    result: Result = row or Result(steward_id=matter.steward_id, matter=matter)
    result.text, result.improved = text, improved
    if photo is not None and not matter.is_sensitive:
        result.photo = attach_photo(matter.steward, photo, by=by, now=now)
    result.written_at, result.written_by_id = moment, hand
    result.published_at = result.published_by_id = None
    result.save()
    record(ResultWritten(steward=matter.steward_id, matter=matter.pk), by=by, at=now)
    return result


@transaction.atomic
def publish_result(matter: Matter, *, by: Who, reason: str = "", now: datetime | None = None) -> Result:
    """Put the result on the public page of its matter. `reason`: why a goal of it was never measured, if one was not.

    Raises MatterNotPublic, NoResultYet, ResultIsPublic, NothingMeasured.
    """
    matter = Matter.objects.select_for_update(of=("self",)).get(pk=matter.pk)
    if not matter.is_published:
        raise MatterNotPublic
    row = Result.objects.of(matter.steward_id).filter(matter=matter).first()
    if row is None:
        raise NoResultYet
    result: Result = row
    if result.published_at is not None:
        raise ResultIsPublic(on=timezone.localdate(result.published_at))
    unmeasured = unmeasured_goals(matter)
    if unmeasured and not reason.strip():
        raise NothingMeasured(goal=unmeasured[0].statement)
    result.published_at, result.published_by_id = now or timezone.now(), _hand(by)
    result.save(update_fields=["published_at", "published_by_id"])
    record(ResultPublished(steward=matter.steward_id, matter=matter.pk), by=by, reason=reason, at=now)
    return result


def unmeasured_goals(matter: Matter) -> list[Goal]:
    """The goals of a matter that are pursued and of which nothing was ever measured. One statement."""
    goals = Goal.objects.of(matter.steward_id).filter(matter=matter, dropped_at=None)
    measured = Reading.objects.of(matter.steward_id).filter(indicator__goal__matter=matter)
    return list(goals.exclude(pk__in=measured.values("indicator__goal")))


@transaction.atomic
def type_number(
    steward: Steward, fiscal_year: int, number: str, *, by: Who, now: datetime | None = None
) -> DisclosureNumber:
    """Type under which number participation is filed in a fiscal year (พ.ศ.). Raises NumberIsEmpty."""
    if not number.strip():
        raise NumberIsEmpty
    row, _made = DisclosureNumber.objects.update_or_create(
        steward=steward,
        fiscal_year=fiscal_year,
        defaults={"number": number.strip(), "typed_at": now or timezone.now(), "typed_by_id": _hand(by)},
    )
    typed: DisclosureNumber = row
    record(DisclosureNumberTyped(steward=steward.pk, fiscal_year=fiscal_year), by=by, at=now)
    return typed
