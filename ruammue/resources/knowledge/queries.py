"""Reads of knowledge: what this reader may find, what was learned from similar matters, how a question stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from ruammue.access.actors import Actor
from ruammue.access.claims import is_clerk, is_coordinator, is_member_here, is_officer
from ruammue.foundation.keys import token_hash
from ruammue.foundation.private_words import sign_words
from ruammue.needs.actions.matters import is_unnamed
from ruammue.needs.models import Category, Matter, Need
from ruammue.networks.queries import known_organisations
from ruammue.places.models import Steward, Village
from ruammue.resources.knowledge.alike import ranked, troubles_alike
from ruammue.resources.knowledge.models import Lesson, Question, Reply

MOST = 600
"""So many of the newest are weighed for one reader; a tambon writes some two hundred a year."""
ALIKE, ALIKE_OF_KIND = 30, 22
"""Hundredths of a matter's words that a lesson's matter must have; fewer where both are of one kind."""


@dataclass(frozen=True, slots=True)
class LessonRow:
    """Lessons of a matter, as this reader may name it. `about`: a part of it, for those who work here. `signs`: what in
    it points at a person.
    """

    id: UUID
    matter_id: UUID
    matter: str
    about: str
    told_by_id: UUID
    signs: tuple[str, ...]
    worked: str
    failed: str
    next_time: str
    who: str
    told_at: datetime
    is_open: bool
    may_be_opened: bool


@dataclass(frozen=True, slots=True)
class ReplyRow:
    """A reply; `who` is the organisation, or the person for those who work here. By link and not heard from them yet
    (`is_sure` is false) it is nobody's: `typed` is how whoever held the link called themselves, for members.
    """

    id: UUID
    text: str
    who: str
    typed: str
    is_sure: bool
    answered_at: datetime
    is_thanked: bool
    is_open: bool
    may_be_opened: bool
    by_link: bool


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question with the replies that this reader may read. `unheard`: how many came by link and wait to be heard."""

    id: UUID
    text: str
    theme: str
    matter_id: UUID | None
    matter: str
    asked_of: str
    asked_at: datetime
    asked_by_id: UUID
    replies: tuple[ReplyRow, ...]
    unheard: int


def lessons_for(steward: Steward, actor: Actor) -> QuerySet[Lesson]:
    """Lessons that this reader may find: of matters they may open, or opened to everybody and still public; of a matter
    about one person none.
    """
    rows = Lesson.objects.of(steward).filter(taken_back_at=None, matter__is_sensitive=False, matter__merged_into=None)
    is_public = Q(opened_at__isnull=False, matter__published_at__isnull=False)
    if not is_member_here(actor, None):
        return rows.filter(is_public)
    return rows.filter(is_public | Q(matter__in=Matter.objects.of(steward).visible_to(actor)))


def questions_for(steward: Steward, actor: Actor) -> QuerySet[Question]:
    """Questions that this reader may find, with the replies they may read, by the same rule."""
    rows = Question.objects.of(steward).filter(Q(matter=None) | Q(matter__is_sensitive=False, matter__merged_into=None))
    replies = Reply.objects.of(steward).select_related("organisation")
    if is_member_here(actor, None):
        rows = rows.filter(Q(matter=None) | Q(matter__in=Matter.objects.of(steward).visible_to(actor)))
    else:
        replies = replies.filter(Q(answered_by_id__isnull=False) | Q(heard_at__isnull=False), opened_at__isnull=False)
        rows = rows.filter(Q(matter=None) | Q(matter__published_at__isnull=False))
        rows = rows.filter(pk__in=replies.values("question"))
    return rows.select_related("matter", "asked_of").prefetch_related(Prefetch("replies", replies))


def lessons_of(matter: Matter) -> list[LessonRow]:
    """All lessons of one matter, for its own page. One statement."""
    rows = Lesson.objects.of(matter.steward_id).filter(matter=matter, taken_back_at=None)
    return [lesson_row(row, is_public=False) for row in rows.select_related("matter", "organisation")]


def questions_of(matter: Matter, reader: Actor) -> list[QuestionRow]:
    """All questions about one matter, for its own page. Two statements."""
    replies = Prefetch("replies", Reply.objects.of(matter.steward_id).select_related("organisation"))
    rows = Question.objects.of(matter.steward_id).filter(matter=matter).select_related("matter", "asked_of")
    return [question_row(row, names=True, reader=reader) for row in rows.prefetch_related(replies)]


def public_lessons_of(matter: Matter) -> list[LessonRow]:
    """Those that everybody may read, of a public matter. At most one statement."""
    if not matter.is_public:
        return []
    rows = Lesson.objects.of(matter.steward_id).filter(matter=matter, opened_at__isnull=False)
    return [lesson_row(row, is_public=True) for row in rows.select_related("matter", "organisation")]


def lesson_row(row: Lesson, *, is_public: bool) -> LessonRow:
    """A lesson whose matter and organisation are at hand. `is_public`: for whoever does not work here. No statement."""
    return LessonRow(
        id=row.pk,
        matter_id=row.matter_id,
        matter=row.matter.public_sentence if is_public else row.matter.title,
        about="" if is_public else row.about,
        told_by_id=row.told_by_id,
        signs=sign_words(*row.lines),
        worked=row.worked,
        failed=row.failed,
        next_time=row.next_time,
        who=row.organisation.name if row.organisation else "",
        told_at=row.told_at,
        is_open=row.opened_at is not None,
        may_be_opened=row.opened_at is None and row.matter.is_public,
    )


def reads_unheard(actor: Actor, question: Question) -> bool:
    """Reads what came by link before the office heard it from them: whoever asked, and the office. No statement."""
    asked = actor.person_id is not None and question.asked_by_id == actor.person_id
    return asked or any(claim(actor, question) for claim in (is_officer, is_clerk, is_coordinator))


def readable(row: Question, reader: Actor) -> list[Reply]:
    """The replies (fetched before) that this reader may read: nobody's word only where they hear it. No statement."""
    return [said for said in row.replies.all() if said.is_sure or reads_unheard(reader, row)]


def question_row(row: Question, *, names: bool, reader: Actor) -> QuestionRow:
    """A question with its replies (fetched before). `names`: a person's name may be read, too. No statement."""
    replies = readable(row, reader)
    may_be_public = row.matter is None or row.matter.is_public
    matter = "" if row.matter is None else row.matter.title if names else row.matter.public_sentence
    return QuestionRow(
        id=row.pk,
        text=row.text,
        theme=str(Category(row.theme).label),
        matter_id=row.matter_id,
        matter=matter,
        asked_of=row.asked_of.name if row.asked_of else "",
        asked_at=row.asked_at,
        asked_by_id=row.asked_by_id,
        replies=tuple(
            ReplyRow(
                id=said.pk,
                text=said.text,
                who=_who_replied(said, names=names),
                typed=said.answered_as if names and said.by_link else "",
                is_sure=said.is_sure,
                answered_at=said.answered_at,
                is_thanked=said.thanked_at is not None,
                is_open=said.opened_at is not None,
                may_be_opened=said.opened_at is None and may_be_public and said.is_sure,
                by_link=said.by_link,
            )
            for said in replies
        ),
        unheard=len(row.replies.all()) - len(replies),
    )


def _who_replied(said: Reply, *, names: bool) -> str:
    if said.organisation is not None and (names or said.is_sure):
        return str(said.organisation.name)
    return said.answered_as if names and said.organisation is None else ""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found, the nearest first."""

    lessons: tuple[LessonRow, ...]
    questions: tuple[QuestionRow, ...]


def find(steward: Steward, actor: Actor, words: str) -> Found:
    """Lessons and questions that have the words, or the newest when nothing was typed. Three statements."""
    is_member = is_member_here(actor, None)
    lessons = {row.pk: row for row in lessons_for(steward, actor).select_related("matter", "organisation")[:MOST]}
    questions = {row.pk: row for row in questions_for(steward, actor)[:MOST]}
    if words.strip():
        # Whoever works here finds by what everybody reads, too.
        told = {
            pk: " ".join(
                (f"{row.matter.title} {row.about}" if is_member else "", row.matter.public_sentence, *row.lines)
            )
            for pk, row in lessons.items()
        }
        asked = {
            pk: " ".join((row.text, *(said.text for said in readable(row, actor)))) for pk, row in questions.items()
        }
        chosen = [pk for pk, _near in ranked(words, told)]
        others = [pk for pk, _near in ranked(words, asked)]
    else:
        chosen, others = list(lessons)[:8], list(questions)[:8]
    return Found(
        tuple(lesson_row(lessons[pk], is_public=not is_member) for pk in chosen),
        tuple(question_row(questions[pk], names=is_member, reader=actor) for pk in others),
    )


def learned_before(matter: Matter, actor: Actor, *, told: str = "", limit: int = 2) -> tuple[LessonRow, ...]:
    """What was learned from matters like this one, as this reader may know it; nothing of a matter about one person,
    and nothing for one. `told`: a need of it that this reader reads, whose words count until the matter has a name;
    where none is given, all that this reader reads of it. At most four statements.
    """
    if matter.is_sensitive:
        return ()
    steward = matter.steward
    is_member = is_member_here(actor, None)
    rows: dict[UUID, Any] = {
        row.pk: row
        for row in lessons_for(steward, actor).exclude(matter=matter).select_related("matter", "organisation")[:MOST]
    }
    if not rows:
        return ()
    words = f"{matter.title} {matter.public_sentence}"
    if is_unnamed(matter):
        words = told or " ".join(
            Need.objects.of(steward).visible_to(actor).filter(matter=matter).values_list("text", flat=True)[:8]
        )
    # What is not public does not even help to find what is.
    texts = {
        pk: " ".join((f"{row.matter.title} {row.about}" if is_member else "", row.matter.public_sentence, *row.lines))
        for pk, row in rows.items()
    }
    alike = [
        pk
        for pk, near in troubles_alike(words, texts, names=_names_here(steward), enough=ALIKE_OF_KIND)
        if near >= ALIKE or rows[pk].matter.category == matter.category
    ]
    return tuple(lesson_row(rows[pk], is_public=not is_member) for pk in alike[:limit])


def _names_here(steward: Steward) -> list[str]:
    """How villages and organisations are called here. Two statements."""
    return [
        *Village.objects.of(steward).values_list("name", flat=True),
        *known_organisations(steward).values_list("name", flat=True),
    ]


def question_of_link(steward: Steward, token: str) -> Question | None:
    """Whose link this is. Looking changes nothing. One statement."""
    found: Question | None = (
        Question.objects.of(steward).select_related("asked_of", "matter").filter(token_hash=token_hash(token)).first()
    )
    return found


def waiting_for(steward: Steward, actor: Actor) -> list[QuestionRow]:
    """Questions that were put to the reader's own organisations and have no reply yet. At most two statements."""
    if not actor.represents:
        return []
    rows = questions_for(steward, actor).filter(asked_of__in=actor.represents, replies=None)
    return [question_row(row, names=True, reader=actor) for row in rows[:8]]
