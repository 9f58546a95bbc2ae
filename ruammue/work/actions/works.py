"""Verbs of a piece of work: open, word anew, drop, finish; and who of a partner does it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from ruammue.decisions.models import Resolution
from ruammue.foundation import thai_names
from ruammue.foundation.keys import new_key
from ruammue.ledger.actions import record
from ruammue.ledger.who import Who
from ruammue.needs.models import Matter
from ruammue.papers.attachments import attach_photo
from ruammue.papers.models import Attachment
from ruammue.people.actions import add_affiliation, add_person
from ruammue.people.models import Person
from ruammue.work.events import (
    PersonNamed,
    PersonReleased,
    WorkChanged,
    WorkDone,
    WorkDropped,
    WorkOpened,
    WorkReopened,
)
from ruammue.work.models import Assignment, Duty, Work
from ruammue.work.refusals import (
    AlreadyNamed,
    AlreadyReleased,
    NobodyNamed,
    NotInThisTable,
    TitleMissing,
    WhyMissing,
    WordsMissing,
    WorkIsOver,
    WorkMatterIsClosed,
    WorkNotDone,
)


def take_matter(matter: Matter | UUID) -> Matter:
    """The matter, held until this act is done: one change of its duty table at a time."""
    found: Matter = Matter.objects.select_for_update(of=("self",)).get(
        pk=matter if isinstance(matter, UUID) else matter.pk
    )
    return found


def take_work(work: Work) -> Work:
    """The work with its matter, both held; the matter first."""
    take_matter(work.matter_id)
    found: Work = Work.objects.select_for_update(of=("self",)).select_related("matter", "steward").get(pk=work.pk)
    return found


def still_open(work: Work) -> None:
    """Raises WorkIsOver when it is done or dropped."""
    if not work.is_open:
        raise WorkIsOver(title=work.title, why="done" if work.done_at else "dropped")


@transaction.atomic
def open_work(
    matter: Matter,
    *,
    title: str,
    by: Who,
    needs_skill: str = "",
    due: date | None = None,
    resolution: Resolution | None = None,
    key: UUID | None = None,
    now: datetime | None = None,
) -> Work:
    """Put a piece of work into the duty table of a matter; `resolution` is the one it follows from.

    `key` is the form's (or the news') own: twice, it is one work. Raises TitleMissing, WorkMatterIsClosed,
    NotInThisTable (a resolution of another office).
    """
    if not title.strip():
        raise TitleMissing()
    matter = take_matter(matter)
    key = key or new_key()
    before: Work | None = Work.objects.of(matter.steward_id).filter(pk=key).first()
    if before is not None:
        return before
    if matter.closed_at:
        raise WorkMatterIsClosed(on=timezone.localdate(matter.closed_at))
    if resolution is not None and resolution.steward_id != matter.steward_id:
        raise NotInThisTable()
    work: Work = Work.objects.create(
        id=key,
        steward_id=matter.steward_id,
        matter=matter,
        resolution=resolution,
        title=title,
        needs_skill=needs_skill,
        due_on=due,
        opened_at=now or timezone.now(),
        opened_by_id=by.entered_by_id or by.person_id,
    )
    record(
        WorkOpened(
            steward=work.steward_id,
            work=work.pk,
            matter=matter.pk,
            resolution=resolution.pk if resolution else None,
        ),
        by=by,
        at=now,
    )
    return work


@transaction.atomic
def change_work(
    work: Work, *, title: str, needs_skill: str, due: date | None, by: Who, now: datetime | None = None
) -> Work:
    """Word a piece of work anew or move its day; whoever signed is asked again. Raises TitleMissing, WorkIsOver."""
    if not title.strip():
        raise TitleMissing()
    work = take_work(work)
    still_open(work)
    if (work.title, work.needs_skill, work.due_on) == (title, needs_skill, due):
        return work
    work.title, work.needs_skill, work.due_on = title, needs_skill, due
    work.save(update_fields=["title", "needs_skill", "due_on"])
    record(WorkChanged(steward=work.steward_id, work=work.pk, matter=work.matter_id), by=by, at=now)
    return work


@transaction.atomic
def drop_work(work: Work, *, reason: str, by: Who, now: datetime | None = None) -> Work:
    """Take a piece of work out of the table. Raises WhyMissing, WorkIsOver."""
    if not reason.strip():
        raise WhyMissing()
    work = take_work(work)
    still_open(work)
    work.dropped_at, work.dropped_by_id = now or timezone.now(), by.entered_by_id or by.person_id
    work.save(update_fields=["dropped_at", "dropped_by_id"])
    record(WorkDropped(steward=work.steward_id, work=work.pk, matter=work.matter_id), by=by, reason=reason, at=now)
    return work


@transaction.atomic
def finish_work(
    work: Work, *, words: str, by: Who, evidence: Attachment | bytes | None = None, now: datetime | None = None
) -> Work:
    """Report a piece of work as done, in a few words, with a photo if there is one.

    Raises WordsMissing, WorkIsOver, kinds of UnusablePhoto.
    """
    work = take_work(work)
    still_open(work)
    if not words.strip():
        raise WordsMissing(title=work.title)
    if isinstance(evidence, bytes):
        evidence = attach_photo(work.steward, evidence, by=by, now=now) if evidence else None
    work.done_at, work.done_by_id = now or timezone.now(), by.entered_by_id or by.person_id
    work.done_words, work.evidence = words, evidence
    work.save(update_fields=["done_at", "done_by_id", "done_words", "evidence"])
    record(WorkDone(steward=work.steward_id, work=work.pk, matter=work.matter_id), by=by, at=now)
    return work


@transaction.atomic
def reopen_work(work: Work, *, reason: str, by: Who, now: datetime | None = None) -> Work:
    """It was not done after all. Raises WhyMissing, WorkNotDone."""
    if not reason.strip():
        raise WhyMissing()
    work = take_work(work)
    if work.done_at is None:
        raise WorkNotDone(title=work.title)
    work.done_at = work.done_by_id = None
    work.done_words, work.evidence = "", None
    work.save(update_fields=["done_at", "done_by_id", "done_words", "evidence"])
    record(WorkReopened(steward=work.steward_id, work=work.pk, matter=work.matter_id), by=by, reason=reason, at=now)
    return work


# ------------------------------------------------------------------------------------------- persons beneath


@transaction.atomic
def name_person(
    duty: Duty,
    *,
    by: Who,
    person: Person | None = None,
    name: str = "",
    phone: str = "",
    now: datetime | None = None,
) -> Assignment:
    """A partner names who of its people has this duty: somebody known, or somebody new by name.

    Raises NobodyNamed, AlreadyNamed, WorkIsOver.
    """
    work = take_work(duty.work)
    still_open(work)
    duty = Duty.objects.of(work.steward_id).select_related("organisation").get(pk=duty.pk)
    if person is None:
        if not name.strip():
            raise NobodyNamed()
        parts = thai_names.split(name)
        person = add_person(
            work.steward,
            prefix=parts.prefix[:30],
            given_name=parts.given[:80],
            family_name=parts.family[:80],
            phone=phone,
            by=by,
        )
        add_affiliation(work.steward, person=person, organisation=duty.organisation, by=by)
    if Assignment.objects.of(work.steward_id).filter(duty=duty, person=person, ended_on=None).exists():
        raise AlreadyNamed(name=person.name, title=work.title)
    assignment: Assignment = Assignment.objects.create(
        steward_id=work.steward_id,
        duty=duty,
        person=person,
        named_at=now or timezone.now(),
        named_by_id=by.entered_by_id or by.person_id,
    )
    record(
        PersonNamed(steward=work.steward_id, duty=duty.pk, matter=work.matter_id, assignment=assignment.pk),
        by=by,
        at=now,
    )
    return assignment


@transaction.atomic
def release_person(
    assignment: Assignment, *, by: Who, on: date | None = None, now: datetime | None = None
) -> Assignment:
    """A person no longer has the duty; that they had it stays. Raises AlreadyReleased."""
    assignment = (
        Assignment.objects.select_for_update(of=("self",)).select_related("duty__work").get(pk=assignment.pk)
    )
    if assignment.ended_on is not None:
        raise AlreadyReleased()
    assignment.ended_on = on or timezone.localdate(now)
    assignment.save(update_fields=["ended_on"])
    record(
        PersonReleased(
            steward=assignment.steward_id,
            duty=assignment.duty_id,
            matter=assignment.duty.work.matter_id,
            assignment=assignment.pk,
        ),
        by=by,
        at=now,
    )
    return assignment
