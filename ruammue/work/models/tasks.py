"""Within: projects, tasks of one half-day, the places in them, and who takes which."""

from __future__ import annotations

from datetime import datetime, time

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ruammue.decisions.models import Resolution
from ruammue.foundation.privacy import Retention, classify
from ruammue.needs.models import Matter
from ruammue.people.models import Organisation, Person
from ruammue.places.models import Held, Village
from ruammue.resources.knowledge.models import Lesson
from ruammue.resources.models import Delivery, NeedLine
from ruammue.work.models.duties import Work
from ruammue.work.models.skills import at_and_by


class Half(models.TextChoices):
    """The two halves of a working day and its evening: the smallest time for which anybody is asked. In the order of
    their codes, by which rows are sorted.
    """

    AM = "am", _("morning")
    PM = "pm", _("afternoon")
    EVENING = "pn", _("evening")


HOURS: dict[str, tuple[int, int]] = {
    Half.AM: (8 * 60, 12 * 60),
    Half.PM: (13 * 60, 17 * 60),
    Half.EVENING: (18 * 60, 21 * 60),
}
"""From when until when a half-day is, in minutes of the day."""
GRACE = 15
"""Minutes that lie between two tasks of one person: they have to get from one to the other."""


def minute_of(moment: time) -> int:
    """Minutes since midnight."""
    return moment.hour * 60 + moment.minute


def halves_of(half: str, ends: int) -> tuple[str, ...]:
    """Every half-day that something touches which begins in this one and ends then (in minutes of the day)."""
    halves = [each.value for each in Half]
    return (half, *(later for later in halves[halves.index(half) + 1 :] if ends > HOURS[later][0]))


class Project(Held):
    """A bundle of tasks with a name (โครงการ): a matter may be carried out by several, one task may serve two.

    Closed, it takes no more tasks or things asked for; the matter may go on.
    """

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="work_projects")
    title = models.CharField(max_length=200)
    opened_at = models.DateTimeField()
    opened_by_id = models.UUIDField()
    closed_at = models.DateTimeField(null=True)
    closed_by_id = models.UUIDField(null=True)

    class Meta(Held.Meta):
        verbose_name = _("project")
        ordering = ["opened_at", "id"]
        constraints = [
            *Held.Meta.constraints,
            at_and_by("closed", "work_project_closed_at_and_by"),
            models.UniqueConstraint(fields=["steward", "matter", "title"], name="work_project_once"),
        ]


class Task(Held):
    """What a few people do together in one half-day at one place. `package`: its row of the duty table.

    `begins`, `ends`: where somebody typed the time; else it is the whole half-day. `half` is then that of the
    beginning. `is_mixed`: people from different sectors are wished for in it.
    """

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="tasks")
    package = models.ForeignKey(Work, on_delete=models.PROTECT, null=True, related_name="tasks")
    title = models.CharField(max_length=160)
    village = models.ForeignKey(Village, on_delete=models.PROTECT, null=True, related_name="+")
    place = models.CharField(max_length=160, blank=True)
    on = models.DateField()
    half = models.CharField(max_length=2, choices=Half.choices)
    begins = models.TimeField(null=True)
    ends = models.TimeField(null=True)
    minutes = models.PositiveSmallIntegerField(default=240)
    is_mixed = models.BooleanField(default=False)
    priority = models.PositiveSmallIntegerField(default=2)
    hours_line = models.ForeignKey(NeedLine, on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()
    opened_by_id = models.UUIDField()
    dropped_at = models.DateTimeField(null=True)
    dropped_by_id = models.UUIDField(null=True)

    class Meta(Held.Meta):
        verbose_name = _("task")
        ordering = ["on", "half", "opened_at", "id"]
        constraints = [
            *Held.Meta.constraints,
            models.CheckConstraint(condition=Q(priority__gte=1, priority__lte=3), name="task_priority"),
            models.CheckConstraint(condition=Q(minutes__gte=15, minutes__lte=480), name="task_minutes"),
            models.CheckConstraint(
                condition=Q(begins=None, ends=None) | Q(begins__isnull=False, ends__isnull=False, ends__gt=F("begins")),
                name="task_from_and_until",
            ),
            at_and_by("dropped", "task_dropped_at_and_by"),
        ]
        indexes = [models.Index(fields=["steward", "on"], name="task_by_day")]

    @property
    def span(self) -> tuple[int, int]:
        """From when until when, in minutes of the day."""
        if self.begins is None or self.ends is None:
            return HOURS[self.half]
        return minute_of(self.begins), minute_of(self.ends)

    @property
    def halves(self) -> tuple[str, ...]:
        """Every half-day that it touches, that of its beginning first."""
        return halves_of(str(self.half), self.span[1])

    def is_over(self, now: datetime) -> bool:
        """Whether its end is past."""
        return (self.on, self.span[1]) <= (timezone.localdate(now), minute_of(timezone.localtime(now).time()))

    def is_ahead(self, now: datetime) -> bool:
        """Whether it has not begun."""
        return (self.on, self.span[0]) > (timezone.localdate(now), minute_of(timezone.localtime(now).time()))

    @property
    def blocks(self) -> tuple[str, ...]:
        """Its half-days as the engine writes them: "2026-12-05am"."""
        return tuple(f"{self.on.isoformat()}{half}" for half in self.halves)


class TaskInProject(Held):
    """That a task serves a project."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="in_projects")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="its_tasks")

    class Meta(Held.Meta):
        verbose_name = _("task of a project")
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(fields=["steward", "task", "project"], name="task_in_project_once"),
        ]


class LineForProject(Held):
    """That something asked for serves a project. The hours of its tasks serve it by themselves and have no row here."""

    line = models.ForeignKey(NeedLine, on_delete=models.PROTECT, related_name="+")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="its_lines")
    set_at = models.DateTimeField()
    set_by_id = models.UUIDField()

    class Meta(Held.Meta):
        verbose_name = _("what lacks, for a project")
        ordering = ["set_at", "id"]
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(fields=["steward", "line", "project"], name="line_for_project_once"),
        ]


class LessonOfProject(Held):
    """That lessons are those of a project: written when it was closed, or after."""

    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="+")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="its_lessons")

    class Meta(Held.Meta):
        verbose_name = _("lessons of a project")
        ordering = ["id"]
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(fields=["steward", "lesson"], name="lesson_of_one_project"),
        ]


class Slot(Held):
    """A place in a task: which role, what one should be able to do, how many. `taken`: who said yes, never above."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="slots")
    role = models.CharField(max_length=120)
    skill = models.CharField(max_length=40, blank=True)
    least_level = models.PositiveSmallIntegerField(default=1)
    least = models.PositiveSmallIntegerField(default=1)
    most = models.PositiveSmallIntegerField(default=1)
    taken = models.PositiveSmallIntegerField(default=0)

    class Meta(Held.Meta):
        verbose_name = _("place in a task")
        ordering = ["id"]
        constraints = [
            *Held.Meta.constraints,
            models.CheckConstraint(condition=Q(least_level__gte=1, least_level__lte=5), name="slot_level"),
            models.CheckConstraint(
                condition=Q(least__gte=1, most__gte=F("least"), most__lte=200), name="slot_head_count"
            ),
            models.CheckConstraint(condition=Q(taken__lte=F("most")), name="slot_not_overfull"),
        ]


class TaskPart(Held):
    """A person's responsibility in a task beside doing it: leads, supports, is consulted, is informed."""

    class Part(models.TextChoices):
        LEAD = "lead", _("leads")
        SUPPORT = "support", _("supports")
        CONSULTED = "consulted", _("is consulted")
        INFORMED = "informed", _("is kept informed")

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="parts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=9, choices=Part.choices)
    set_at = models.DateTimeField()
    set_by_id = models.UUIDField()

    class Meta(Held.Meta):
        verbose_name = _("part in a task")
        ordering = ["set_at", "id"]
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(fields=["steward", "task", "person"], name="task_part_once"),
            models.UniqueConstraint(fields=["steward", "task"], condition=Q(part="lead"), name="task_part_one_lead"),
        ]


class MonthPlan(Held):
    """What the machine proposed for a month, and how good it is. `figures`: numbers and ids only, no names.

    `resolution`: what the committee resolved on how even the burden should be; without it whoever planned set it.
    """

    month = models.DateField()
    fairness = models.PositiveSmallIntegerField()
    resolution = models.ForeignKey(Resolution, on_delete=models.PROTECT, null=True, related_name="+")
    seed = models.CharField(max_length=40)
    figures = models.JSONField()
    planned_at = models.DateTimeField()
    planned_by_id = models.UUIDField()

    class Meta(Held.Meta):
        verbose_name = _("plan of a month")
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(fields=["steward", "month"], name="month_plan_once"),
            models.CheckConstraint(condition=Q(fairness__lte=100), name="month_plan_fairness"),
        ]


LIVE = Q(withdrawn_at=None, excused_at=None) & ~Q(answer="no")
"""A sign-up that still means something."""


class SignUp(Held):
    """A person in a place: proposed, asked, said yes, came, done; or could not. Decisions are stored, no state.

    `on`, `half`, `begins` and `ends` (minutes of the day) repeat the task's, so that the database itself keeps a person
    out of two places that begin at once; what overlaps otherwise is looked for while the person is held.
    `clock`: minutes between coming and the end as they were written down; `minutes`: those that count, more than that
    only with `minutes_why`; `longer_words`: how it came that they are many more than planned. `covers`: asked to come
    instead of that one; `in_exchange`: and gives them this place of their own, to which they said yes before
    (`exchange_agreed_at`, by whom it was written down).
    """

    class Answer(models.TextChoices):
        OPEN = "", pgettext_lazy("sign-up", "no answer yet")
        YES = "yes", _("comes")
        NO = "no", _("cannot come")

    class Why(models.TextChoices):
        NONE = "", pgettext_lazy("sign-up", "no reason given")
        FARM = "farm", _("work in the fields")
        JOB = "job", _("at work elsewhere")
        HEALTH = "health", _("not well")
        FAMILY = "family", _("family")
        NOT_ABLE = "skill", _("this is not what I can do")
        OTHER = "other", _("something else")

    class Way(models.TextChoices):
        NONE = "", pgettext_lazy("sign-up", "not answered")
        LINK = "link", _("by their own link")
        LOGIN = "login", _("after coming in")
        TOLD = "told", _("told to us, by telephone or face to face")

    class HoursWhy(models.TextChoices):
        CLOCK = "", pgettext_lazy("hours", "by the times of coming and leaving")
        LIST = "list", pgettext_lazy("hours", "from the paper list, typed in afterwards")
        LATE = "late", pgettext_lazy("hours", "was here before it was written down")
        PLAN = "plan", pgettext_lazy("hours", "as planned, by the word of whoever ran it")

    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="sign_ups")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="sign_ups")
    on_behalf_of = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    on = models.DateField()
    half = models.CharField(max_length=2, choices=Half.choices)
    begins = models.PositiveSmallIntegerField()
    ends = models.PositiveSmallIntegerField()
    covers = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="covered_by")
    in_exchange = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    exchange_agreed_at = models.DateTimeField(null=True)
    exchange_agreed_by_id = models.UUIDField(null=True)
    reasons = models.JSONField(default=list)
    proposed_at = models.DateTimeField()
    proposed_by_id = models.UUIDField()
    token_hash = models.BinaryField(max_length=32, null=True)
    asked_at = models.DateTimeField(null=True)
    asked_by_id = models.UUIDField(null=True)
    answer = models.CharField(max_length=3, choices=Answer.choices, blank=True, default=Answer.OPEN)
    answered_at = models.DateTimeField(null=True)
    answered_way = models.CharField(max_length=5, choices=Way.choices, blank=True, default=Way.NONE)
    answer_entered_by_id = models.UUIDField(null=True)
    decline_why = models.CharField(max_length=8, choices=Why.choices, blank=True, default=Why.NONE)
    decline_words = models.CharField(max_length=200, blank=True)
    cover_asked_at = models.DateTimeField(null=True)
    came_at = models.DateTimeField(null=True)
    came_by_id = models.UUIDField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by_id = models.UUIDField(null=True)
    minutes = models.PositiveSmallIntegerField(default=0)
    clock = models.PositiveIntegerField(default=0)
    minutes_why = models.CharField(max_length=4, choices=HoursWhy.choices, blank=True, default=HoursWhy.CLOCK)
    longer_words = models.CharField(max_length=200, blank=True)
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, null=True, related_name="+")
    missed_at = models.DateTimeField(null=True)
    missed_by_id = models.UUIDField(null=True)
    excused_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by_id = models.UUIDField(null=True)

    class Meta(Held.Meta):
        verbose_name = _("sign-up")
        ordering = ["proposed_at", "id"]
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(fields=["steward", "slot", "person"], condition=LIVE, name="sign_up_once"),
            models.UniqueConstraint(
                fields=["steward", "person", "on", "begins"],
                condition=Q(answer="yes", withdrawn_at=None, excused_at=None),
                name="sign_up_one_place_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["steward", "token_hash"], condition=Q(token_hash__isnull=False), name="sign_up_token"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None, answered_way="")
                | (~Q(answer="") & Q(answered_at__isnull=False) & ~Q(answered_way="")),
                name="sign_up_answered_whole",
            ),
            models.CheckConstraint(
                condition=Q(came_at=None) | Q(answer="yes", missed_at=None), name="sign_up_came_after_yes"
            ),
            models.CheckConstraint(
                condition=Q(done_at=None, minutes=0) | Q(came_at__isnull=False, minutes__gt=0),
                name="sign_up_done_after_coming",
            ),
            models.CheckConstraint(
                condition=Q(minutes__lte=F("clock")) | ~Q(minutes_why=""), name="sign_up_no_more_than_the_clock"
            ),
            models.CheckConstraint(condition=Q(ends__gt=F("begins"), ends__lte=24 * 60), name="sign_up_from_and_until"),
            at_and_by("exchange_agreed", "sign_up_exchange_agreed_at_and_by"),
            models.CheckConstraint(
                condition=Q(in_exchange=None, exchange_agreed_at=None)
                | Q(in_exchange__isnull=False, covers__isnull=False, exchange_agreed_at__isnull=False),
                name="sign_up_exchange_agreed",
            ),
            at_and_by("asked", "sign_up_asked_at_and_by"),
            at_and_by("came", "sign_up_came_at_and_by"),
            at_and_by("done", "sign_up_done_at_and_by"),
            at_and_by("missed", "sign_up_missed_at_and_by"),
            at_and_by("withdrawn", "sign_up_withdrawn_at_and_by"),
        ]
        indexes = [models.Index(fields=["steward", "on", "half"], name="sign_up_by_day")]

    @property
    def state(self) -> str:
        """Where it stands, derived from what was decided."""
        for stands, name in (
            (self.withdrawn_at, "withdrawn"),
            (self.excused_at, "excused"),
            (self.answer == SignUp.Answer.NO, "declined"),
            (self.done_at, "done"),
            (self.missed_at, "no_show"),
            (self.came_at, "checked_in"),
            (self.answer == SignUp.Answer.YES, "confirmed"),
            (self.asked_at, "invited"),
        ):
            if stands:
                return name
        return "proposed"

    @property
    def wants_cover(self) -> bool:
        """Said yes, cannot come, and nobody stepped in yet."""
        return self.cover_asked_at is not None and self.state == "confirmed"


def looks_for_cover(at: str = "") -> Q:
    """Sign-ups that said yes and cannot come: until somebody steps in, the place is theirs and lacks somebody."""
    known = {"answer": "yes", "cover_asked_at__isnull": False}
    empty = ("came_at", "done_at", "missed_at", "withdrawn_at", "excused_at")
    return Q(**{f"{at}{name}": what for name, what in (known | dict.fromkeys(empty)).items()})


def ahead(now: datetime) -> Q:
    """Sign-ups whose hours have not begun: only of these is anything proposed, asked or planned anew."""
    today, minute = timezone.localdate(now), minute_of(timezone.localtime(now).time())
    return Q(on__gt=today) | Q(on=today, begins__gt=minute)


class TaskChange(Held):
    """That somebody wants a task changed, and what became of it; or that the office moved it by itself.

    `person`: who asks (none: the office). `wished_on`, `wished_half`: the day that would suit. `from_on` and what
    follows: where the task stood before it was moved.
    """

    class Answer(models.TextChoices):
        OPEN = "", pgettext_lazy("change", "no answer yet")
        DONE = "done", _("changed")
        NOT = "not", _("stays as it is")

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="changes")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    wished_on = models.DateField(null=True)
    wished_half = models.CharField(max_length=2, choices=Half.choices, blank=True)
    words = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField()
    asked_by_id = models.UUIDField()
    answer = models.CharField(max_length=4, choices=Answer.choices, blank=True, default=Answer.OPEN)
    answer_words = models.CharField(max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by_id = models.UUIDField(null=True)
    from_on = models.DateField(null=True)
    from_half = models.CharField(max_length=2, choices=Half.choices, blank=True)
    from_begins = models.TimeField(null=True)
    from_ends = models.TimeField(null=True)

    class Meta(Held.Meta):
        verbose_name = _("change of a task")
        ordering = ["asked_at", "id"]
        constraints = [
            *Held.Meta.constraints,
            at_and_by("answered", "task_change_answered_at_and_by"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="task_change_answered_whole",
            ),
            models.UniqueConstraint(
                fields=["steward", "task", "person"],
                condition=Q(answer="", person__isnull=False),
                name="task_change_one_open",
            ),
        ]


class Wish(Held):
    """That a person would like to help with a task. It is asked for first where they are, and binds nobody."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="wishes")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
    said_by_id = models.UUIDField()

    class Meta(Held.Meta):
        verbose_name = _("wish to help with a task")
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(fields=["steward", "person", "task"], name="wish_once"),
        ]


class WishLink(Held):
    """A person's own link to the tasks of a month, to say which they would like. Asked again, the older one is dead."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    token_hash = models.BinaryField(max_length=32)
    asked_at = models.DateTimeField()
    asked_by_id = models.UUIDField()

    class Meta(Held.Meta):
        verbose_name = _("link to the tasks of a month")
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(fields=["steward", "person", "month"], name="wish_link_once"),
            models.UniqueConstraint(fields=["steward", "token_hash"], name="wish_link_token"),
        ]


_TOGETHER = "to work together"
classify(
    "work.Project",
    public="id steward matter title opened_at closed_at",
    internal="opened_by_id closed_by_id",
    purpose=_TOGETHER,
)
classify(
    "work.Task",
    public="id steward matter package title village place on half begins ends minutes is_mixed priority hours_line"
    " opened_at dropped_at",
    internal="opened_by_id dropped_by_id",
    purpose=_TOGETHER,
)
classify("work.TaskInProject", public="id steward task project", purpose=_TOGETHER)
classify("work.LineForProject", public="id steward line project set_at", internal="set_by_id", purpose=_TOGETHER)
classify("work.LessonOfProject", internal="id steward lesson project", purpose=_TOGETHER)
classify("work.Slot", public="id steward task role skill least_level least most taken", purpose=_TOGETHER)
classify("work.TaskPart", internal="id steward task part set_at set_by_id", personal="person", purpose=_TOGETHER)
classify(
    "work.MonthPlan",
    internal="id steward month fairness resolution seed figures planned_at planned_by_id",
    purpose=_TOGETHER,
)
classify(
    "work.SignUp",
    internal="id steward slot on_behalf_of on half begins ends covers in_exchange exchange_agreed_at"
    " exchange_agreed_by_id reasons proposed_at"
    " proposed_by_id asked_at asked_by_id answer answered_at answered_way answer_entered_by_id cover_asked_at came_at"
    " came_by_id done_at done_by_id minutes clock minutes_why delivery missed_at missed_by_id excused_at withdrawn_at"
    " withdrawn_by_id",
    personal="person decline_words longer_words",
    sensitive="token_hash decline_why",
    purpose=_TOGETHER,
)
classify(
    "work.TaskChange",
    internal="id steward task wished_on wished_half asked_at asked_by_id answer answer_words answered_at answered_by_id"
    " from_on from_half from_begins from_ends",
    personal="person words",
    purpose=_TOGETHER,
)
classify(
    "work.Wish",
    internal="id steward task said_at said_by_id",
    personal="person",
    purpose=_TOGETHER,
    retention=Retention.RELATION,
)
classify(
    "work.WishLink",
    internal="id steward month asked_at asked_by_id",
    personal="person",
    sensitive="token_hash",
    purpose=_TOGETHER,
    retention=Retention.RELATION,
)
