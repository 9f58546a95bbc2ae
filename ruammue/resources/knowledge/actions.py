"""Verbs of knowledge: write lessons down, ask, reply, thank, open to everybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from ruammue.access.actors import Actor
from ruammue.foundation.keys import new_key, new_token, token_hash
from ruammue.ledger.actions import record
from ruammue.ledger.who import Who
from ruammue.needs.models import Matter
from ruammue.people.models import Organisation
from ruammue.people.signing.acts import must_be_named
from ruammue.people.signing.refusals import NoSuchLink
from ruammue.places.models import Steward
from ruammue.resources.actions.lines import hand_of
from ruammue.resources.events import (
    KnowledgeClosed,
    KnowledgeOpened,
    LessonCorrected,
    LessonTakenBack,
    LessonWritten,
    QuestionAsked,
    QuestionReplied,
    QuestionSentByLink,
    ReplyHeard,
    ReplyThanked,
)
from ruammue.resources.knowledge.models import Lesson, Question, Reply
from ruammue.resources.refusals import (
    KnowledgeOfPrivateMatter,
    LessonIsGone,
    LinkExpired,
    NotOfThisSteward,
    ReasonMissing,
    ReplyNotHeard,
)

DAYS_TO_REPLY = 30


@transaction.atomic
def write_lesson(
    matter: Matter,
    *,
    worked: str,
    failed: str,
    next_time: str,
    by: Who,
    organisation: Organisation | None = None,
    about: str = "",
    key: UUID | None = None,
    now: datetime | None = None,
) -> Lesson:
    """Keep what was learned, in up to three lines, of the whole matter or of what `about` names. `key` is the form's
    own: sent twice, it is one. Raises ReasonMissing when all three are empty.
    """
    key, now = key or new_key(), now or timezone.now()
    before: Lesson | None = Lesson.objects.of(matter.steward_id).filter(pk=key).first()
    if before is not None:
        return before
    said = [line.strip() for line in (worked, failed, next_time)]
    if not any(said):
        raise ReasonMissing()
    lesson: Lesson = Lesson.objects.create(
        id=key,
        steward_id=matter.steward_id,
        matter=matter,
        organisation=organisation,
        about=about,
        worked=said[0],
        failed=said[1],
        next_time=said[2],
        told_at=now,
        told_by_id=hand_of(by),
    )
    record(LessonWritten(steward=matter.steward_id, lesson=lesson.pk, matter=matter.pk), by=by, at=now)
    return lesson


@transaction.atomic
def correct_lesson(
    lesson: Lesson, *, worked: str, failed: str, next_time: str, by: Who, now: datetime | None = None
) -> Lesson:
    """Write it otherwise. What everybody reads is looked at anew, so it is for those who work here again until then.
    Unchanged, nothing happens. Raises ReasonMissing when all three are empty, LessonIsGone.
    """
    now = now or timezone.now()
    lesson = _standing(lesson)
    said = (worked.strip(), failed.strip(), next_time.strip())
    if not any(said):
        raise ReasonMissing()
    if said == (lesson.worked, lesson.failed, lesson.next_time):
        return lesson
    close_to_everybody(lesson, by=by, now=now)
    lesson.worked, lesson.failed, lesson.next_time = said
    lesson.opened_at = lesson.opened_by_id = None
    lesson.save(update_fields=["worked", "failed", "next_time"])
    record(LessonCorrected(steward=lesson.steward_id, lesson=lesson.pk, matter=lesson.matter_id), by=by, at=now)
    return lesson


@transaction.atomic
def take_back_lesson(lesson: Lesson, *, by: Who, now: datetime | None = None) -> Lesson:
    """Let nobody read it any more, and keep no word of it; said again, the first stands."""
    now = now or timezone.now()
    try:
        lesson = _standing(lesson)
    except LessonIsGone:
        return lesson
    close_to_everybody(lesson, by=by, now=now)
    lesson.worked = lesson.failed = lesson.next_time = ""
    lesson.opened_at = lesson.opened_by_id = None
    lesson.taken_back_at, lesson.taken_back_by_id = now, hand_of(by)
    lesson.save(
        update_fields=[
            "worked", "failed", "next_time", "opened_at", "opened_by_id", "taken_back_at", "taken_back_by_id"
        ]
    )  # fmt: skip
    record(LessonTakenBack(steward=lesson.steward_id, lesson=lesson.pk, matter=lesson.matter_id), by=by, at=now)
    return lesson


def _standing(lesson: Lesson) -> Lesson:
    """The lesson with its row locked. Raises LessonIsGone."""
    row: Lesson = Lesson.objects.of(lesson.steward_id).select_for_update().get(pk=lesson.pk)
    if row.taken_back_at is not None:
        raise LessonIsGone
    return row


@transaction.atomic
def ask_question(
    steward: Steward,
    *,
    text: str,
    theme: str,
    by: Who,
    matter: Matter | None = None,
    asked_of: Organisation | None = None,
    key: UUID | None = None,
    now: datetime | None = None,
) -> Question:
    """Ask about a matter or a theme. Sent twice, it is one question. Raises ReasonMissing, NotOfThisSteward."""
    key, now = key or new_key(), now or timezone.now()
    before: Question | None = Question.objects.of(steward).filter(pk=key).first()
    if before is not None:
        return before
    if not text.strip():
        raise ReasonMissing()
    if matter is not None and matter.steward_id != steward.pk:
        raise NotOfThisSteward()
    question: Question = Question.objects.create(
        id=key,
        steward=steward,
        matter=matter,
        theme=matter.category if matter is not None else theme,
        text=text.strip(),
        asked_of=asked_of,
        asked_at=now,
        asked_by_id=hand_of(by),
    )
    record(QuestionAsked(steward=steward.pk, question=question.pk, theme=question.theme), by=by, at=now)
    return question


@transaction.atomic
def send_question(question: Question, *, by: Who, now: datetime | None = None) -> str:
    """A link by which somebody without an account replies; the one before is dead. Returns the token, this once."""
    now = now or timezone.now()
    token = new_token()
    question.token_hash = token_hash(token)
    question.token_until_on = timezone.localdate(now) + timedelta(days=DAYS_TO_REPLY)
    question.save(update_fields=["token_hash", "token_until_on"])
    record(QuestionSentByLink(steward=question.steward_id, question=question.pk), by=by, at=now)
    return token


@transaction.atomic
def reply(
    question: Question,
    *,
    text: str,
    as_whom: str,
    by: Actor,
    organisation: Organisation | None = None,
    key: UUID | None = None,
    now: datetime | None = None,
) -> Reply:
    """Answer a question. Sent twice, it is one. Raises ReasonMissing, SignerMissing."""
    return _reply(question, text, as_whom, by, organisation, hand_of(by), key, now or timezone.now())


@transaction.atomic
def reply_by_link(
    token: str, *, text: str, as_whom: str, steward: Steward, by: Actor, now: datetime | None = None
) -> Reply:
    """Answer by link, without an account; the link is used up. What came so is read by those who may read the question
    until the office heard it from them and opens it. Raises NoSuchLink, LinkExpired, ReasonMissing, SignerMissing.
    """
    now = now or timezone.now()
    question = Question.objects.of(steward).select_for_update().filter(token_hash=token_hash(token)).first()
    if question is None:
        raise NoSuchLink
    if question.token_until_on is None or timezone.localdate(now) > question.token_until_on:
        raise LinkExpired(on=question.token_until_on)
    body = Organisation.objects.filter(pk=question.asked_of_id).first() if question.asked_of_id else None
    by = replace(by, on_behalf_of_id=question.asked_of_id)
    said = _reply(question, text, as_whom, by, body, None, None, now)
    question.token_hash = question.token_until_on = None
    question.save(update_fields=["token_hash", "token_until_on"])
    return said


def _reply(
    question: Question,
    text: str,
    as_whom: str,
    by: Actor,
    organisation: Organisation | None,
    hand: UUID | None,
    key: UUID | None,
    now: datetime,
) -> Reply:
    key = key or new_key()
    before: Reply | None = Reply.objects.of(question.steward_id).filter(pk=key).first()
    if before is not None:
        return before
    if not text.strip():
        raise ReasonMissing()
    must_be_named(as_whom)
    said: Reply = Reply.objects.create(
        id=key,
        steward_id=question.steward_id,
        question=question,
        organisation=organisation,
        text=text.strip(),
        answered_at=now,
        answered_by_id=hand,
        answered_as=as_whom.strip(),
    )
    record(QuestionReplied(steward=question.steward_id, question=question.pk, reply=said.pk), by=by, at=now)
    return said


@transaction.atomic
def thank_for_reply(said: Reply, *, by: Who, now: datetime | None = None) -> Reply:
    """Say thank you, once; said again, the first stands."""
    said = Reply.objects.select_for_update().get(pk=said.pk)
    if said.thanked_at is None:
        said.thanked_at, said.thanked_by_id = now or timezone.now(), hand_of(by)
        said.save(update_fields=["thanked_at", "thanked_by_id"])
        record(ReplyThanked(steward=said.steward_id, question=said.question_id, reply=said.pk), by=by, at=now)
    return said


@transaction.atomic
def hear_reply(said: Reply, *, by: Who, now: datetime | None = None) -> Reply:
    """Write down that the office heard from them that they said this by link; said again, the first stands."""
    said = Reply.objects.select_for_update().get(pk=said.pk)
    if not said.is_sure:
        said.heard_at, said.heard_by_id = now or timezone.now(), hand_of(by)
        said.save(update_fields=["heard_at", "heard_by_id"])
        record(ReplyHeard(steward=said.steward_id, question=said.question_id, reply=said.pk), by=by, at=now)
    return said


@transaction.atomic
def close_to_everybody(what: Lesson | Reply, *, by: Who, now: datetime | None = None) -> Lesson | Reply:
    """Let only those read it again who work here; done twice, it is once."""
    kept = type(what).objects.select_for_update().get(pk=what.pk)
    if kept.opened_at is not None:
        kept.opened_at = kept.opened_by_id = None
        kept.save(update_fields=["opened_at", "opened_by_id"])
        kind = "lesson" if isinstance(what, Lesson) else "reply"
        record(KnowledgeClosed(steward=kept.steward_id, subject=kept.pk, of_what=kind), by=by, at=now)
    return kept


@transaction.atomic
def open_to_everybody(what: Lesson | Reply, *, by: Who, now: datetime | None = None) -> Lesson | Reply:
    """Let everybody read a lesson, or a reply with its question; said again, the first stands.

    Raises KnowledgeOfPrivateMatter (what belongs to a matter is public only as long as the matter is), ReplyNotHeard,
    LessonIsGone.
    """
    matter = what.matter if isinstance(what, Lesson) else what.question.matter
    if matter is not None and not matter.is_public:
        raise KnowledgeOfPrivateMatter()
    kept = type(what).objects.select_for_update().get(pk=what.pk)
    if isinstance(kept, Reply) and not kept.is_sure:
        raise ReplyNotHeard(name=kept.answered_as)
    if isinstance(kept, Lesson) and kept.taken_back_at is not None:
        raise LessonIsGone
    if kept.opened_at is None:
        kept.opened_at, kept.opened_by_id = now or timezone.now(), hand_of(by)
        kept.save(update_fields=["opened_at", "opened_by_id"])
        kind = "lesson" if isinstance(what, Lesson) else "reply"
        record(KnowledgeOpened(steward=kept.steward_id, subject=kept.pk, of_what=kind), by=by, at=now)
    return kept
