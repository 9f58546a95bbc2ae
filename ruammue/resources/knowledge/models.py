"""Lessons of a matter, questions, and replies to them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ruammue.foundation.privacy import classify
from ruammue.needs.models import Category, Matter
from ruammue.people.models import Organisation
from ruammue.places.models import Held


def _opened(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(opened_at=None, opened_by_id=None) | Q(opened_at__isnull=False, opened_by_id__isnull=False),
        name=f"{name}_opened_at_and_by",
    )


class Lesson(Held):
    """Three lines at the end of a matter: what worked, what did not, what next time. Any of them may be empty.

    `about`: of which part of the matter, in words (the name of a project), where it is not of all of it.
    `opened_at`: from then on everybody may read it, as long as the matter is public. Taken back, no word of it is kept.
    """

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="lessons")
    about = models.CharField(max_length=200, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    worked = models.CharField(max_length=300, blank=True)
    failed = models.CharField(max_length=300, blank=True)
    next_time = models.CharField(max_length=300, blank=True)
    told_at = models.DateTimeField()
    told_by_id = models.UUIDField()
    opened_at = models.DateTimeField(null=True)
    opened_by_id = models.UUIDField(null=True)
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by_id = models.UUIDField(null=True)

    class Meta(Held.Meta):
        verbose_name = _("lessons")
        ordering = ["-told_at", "-id"]
        constraints = [
            *Held.Meta.constraints,
            models.CheckConstraint(
                condition=(Q(taken_back_at=None) & ~Q(worked="", failed="", next_time=""))
                | Q(taken_back_at__isnull=False, worked="", failed="", next_time="", opened_at=None),
                name="lesson_says_something_or_is_taken_back",
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at=None, taken_back_by_id=None)
                | Q(taken_back_at__isnull=False, taken_back_by_id__isnull=False),
                name="lesson_taken_back_at_and_by",
            ),
            _opened("lesson"),
        ]

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines that were written."""
        return tuple(line for line in (self.worked, self.failed, self.next_time) if line)


class Question(Held):
    """What somebody would like to know, about a matter or a theme; `asked_of`: whom they think knows it.

    By its link somebody without an account may reply.
    """

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, null=True, related_name="questions")
    theme = models.CharField(max_length=12, choices=Category.choices)
    text = models.CharField(max_length=400)
    asked_of = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    asked_by_id = models.UUIDField()
    token_hash = models.BinaryField(max_length=32, null=True)
    token_until_on = models.DateField(null=True)

    class Meta(Held.Meta):
        verbose_name = _("question")
        ordering = ["-asked_at", "-id"]
        constraints = [
            *Held.Meta.constraints,
            models.CheckConstraint(condition=~Q(text=""), name="question_says_something"),
            models.UniqueConstraint(
                fields=["steward", "token_hash"], condition=Q(token_hash__isnull=False), name="question_token"
            ),
            models.CheckConstraint(
                condition=Q(token_hash=None, token_until_on=None)
                | Q(token_hash__isnull=False, token_until_on__isnull=False),
                name="question_token_and_day",
            ),
        ]


class Reply(Held):
    """An answer to a question: of an organisation, or of somebody by name. By link `answered_by_id` is empty, and
    `organisation` is whom the link was sent to: it counts as theirs once the office heard it from them (`heard_at`).

    Everybody may read it once somebody of the office opened it; with it its question, and no person's name.
    """

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="replies")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    text = models.TextField()
    answered_at = models.DateTimeField()
    answered_by_id = models.UUIDField(null=True)
    answered_as = models.CharField(max_length=160)
    thanked_at = models.DateTimeField(null=True)
    thanked_by_id = models.UUIDField(null=True)
    heard_at = models.DateTimeField(null=True)
    heard_by_id = models.UUIDField(null=True)
    opened_at = models.DateTimeField(null=True)
    opened_by_id = models.UUIDField(null=True)

    class Meta(Held.Meta):
        verbose_name = _("reply")
        ordering = ["answered_at", "id"]
        constraints = [
            *Held.Meta.constraints,
            models.CheckConstraint(condition=~Q(text=""), name="reply_says_something"),
            models.CheckConstraint(
                condition=Q(thanked_at=None, thanked_by_id=None)
                | Q(thanked_at__isnull=False, thanked_by_id__isnull=False),
                name="reply_thanked_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(heard_at=None, heard_by_id=None) | Q(heard_at__isnull=False, heard_by_id__isnull=False),
                name="reply_heard_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(opened_at=None) | Q(answered_by_id__isnull=False) | Q(heard_at__isnull=False),
                name="reply_heard_before_opened",
            ),
            _opened("reply"),
        ]

    @property
    def by_link(self) -> bool:
        """Whoever held the link said it."""
        return self.answered_by_id is None

    @property
    def is_sure(self) -> bool:
        """It is known whose word it is: said by whoever came in, or heard from them."""
        return not self.by_link or self.heard_at is not None


_TOGETHER = "to work together"
classify(
    "resources.Lesson",
    internal="id steward matter about organisation worked failed next_time told_at told_by_id opened_at opened_by_id"
    " taken_back_at taken_back_by_id",
    purpose=_TOGETHER,
)
classify(
    "resources.Question",
    internal="id steward matter theme text asked_of asked_at asked_by_id token_until_on",
    sensitive="token_hash",
    purpose=_TOGETHER,
)
classify(
    "resources.Reply",
    internal="id steward question organisation text answered_at answered_by_id thanked_at thanked_by_id heard_at"
    " heard_by_id opened_at opened_by_id",
    personal="answered_as",
    purpose=_TOGETHER,
)
