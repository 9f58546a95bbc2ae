"""News of tasks: who cannot come, who need not come, what is asked to be different, what became of it."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from ruammue.access.actors import Role
from ruammue.coordination import hearers
from ruammue.coordination.actions import settle, tell
from ruammue.coordination.listeners.paths import path
from ruammue.ledger.actions import News, on
from ruammue.work.events import (
    CoverAsked,
    CoverTakenBack,
    PersonAnswered,
    PersonAsked,
    PersonExcused,
    PersonWithdrawn,
    TaskChangeAnswered,
    TaskChangeAsked,
    TaskDropped,
)
from ruammue.work.models import SignUp, Task, TaskChange, TaskPart
from ruammue.work.models.tasks import LIVE


@on(CoverAsked)
def tell_cover(event: CoverAsked, news: News) -> None:
    """Who may find somebody instead, and who runs it on the spot, hear that somebody who had said yes cannot come."""
    page, own = path(event.steward, "work:cover", event.sign_up), _place_path(event.steward, event)
    _tell_keepers("task.cover", news, _task(event.steward, event.task), page, own)


@on(PersonAnswered)
def tell_no(event: PersonAnswered, news: News) -> None:
    """A no that came by link or after coming in is heard; one that was told to us is known to who wrote it down."""
    settle(["task.moved"], news, steward_id=event.steward, path=path(event.steward, "work:answer", event.sign_up))
    if event.answer == SignUp.Answer.NO and event.way != SignUp.Way.TOLD:
        page = path(event.steward, "work:task", event.task)
        _tell_keepers("task.no", news, _task(event.steward, event.task), page, page)


@on(TaskChangeAsked)
def tell_change_asked(event: TaskChangeAsked, news: News) -> None:
    """Who may move the task hears that somebody wants it different."""
    page = _change_path(event.steward, event)
    _tell_keepers("task.change", news, _task(event.steward, event.task), page, page)


@on(TaskChangeAnswered)
def tell_change_answered(event: TaskChangeAnswered, news: News) -> None:
    """Whoever asked hears what became of it. Where the task is moved, they are asked anew and hear of that."""
    settle(["task.change"], news, steward_id=event.steward, path=_change_path(event.steward, event))
    row = TaskChange.objects.of(event.steward).select_related("task").get(pk=event.change)
    if row.from_on is None:
        page = path(event.steward, "work:my_work") if row.person_id else path(event.steward, "work:task", event.task)
        _tell({row.person_id or row.asked_by_id}, "task.answered", news, row.task, page)


@on(PersonWithdrawn, PersonExcused)
def tell_need_not_come(event: PersonWithdrawn | PersonExcused, news: News) -> None:
    """Who was asked or had said yes hears that they need not come, and whether the task is dropped or moved. Nobody has
    to be found for them any more.
    """
    _settle_cover(event, news)
    settle(["task.moved"], news, steward_id=event.steward, path=path(event.steward, "work:answer", event.sign_up))
    rows = SignUp.objects.of(event.steward).select_related("slot__task__matter")
    row = rows.get(pk=event.sign_up)
    task = row.slot.task
    if row.asked_at is None or row.on < timezone.localdate(news.at):
        return
    again = rows.filter(LIVE, slot__task=task, person_id=event.person, answer="", asked_at__gte=news.at).first()
    if task.dropped_at is not None:
        _tell({event.person}, "task.dropped", news, task, path(event.steward, "work:my_work"))
    elif again is not None:
        _tell({event.person}, "task.moved", news, task, path(event.steward, "work:answer", again.pk))
    else:
        _tell({event.person}, "task.need_not", news, task, path(event.steward, "work:my_work"))


@on(CoverTakenBack)
def settle_cover(event: CoverTakenBack, news: News) -> None:
    """They come themselves."""
    _settle_cover(event, news)


@on(PersonAsked)
def settle_no(event: PersonAsked, news: News) -> None:
    """Somebody else is asked."""
    settle(["task.no"], news, steward_id=event.steward, path=path(event.steward, "work:task", event.task))


@on(TaskDropped)
def settle_dropped(event: TaskDropped, news: News) -> None:
    """Nothing in it has to be looked at any more."""
    page = path(event.steward, "work:task", event.task)
    settle(["task.no"], news, steward_id=event.steward, path=page)
    for change in TaskChange.objects.of(event.steward).filter(task=event.task, answer="").values_list("pk", flat=True):
        settle(["task.change"], news, steward_id=event.steward, path=f"{page}#change-{change}")


def _task(steward_id: UUID, task_id: UUID) -> Task:
    found: Task = Task.objects.of(steward_id).select_related("matter").get(pk=task_id)
    return found


def _change_path(steward_id: UUID, event: TaskChangeAsked | TaskChangeAnswered) -> str:
    return f"{path(steward_id, 'work:task', event.task)}#change-{event.change}"


def _place_path(steward_id: UUID, event: CoverAsked | CoverTakenBack | PersonWithdrawn | PersonExcused) -> str:
    return f"{path(steward_id, 'work:task', event.task)}#place-{event.sign_up}"


def _settle_cover(event: CoverTakenBack | PersonWithdrawn | PersonExcused, news: News) -> None:
    for page in (path(event.steward, "work:cover", event.sign_up), _place_path(event.steward, event)):
        settle(["task.cover"], news, steward_id=event.steward, path=page)


def _tell_keepers(code: str, news: News, task: Task, page: str, own: str) -> None:
    """Plan officers and the coordinators of the matter; of a public one every coordinator and the head of the village.
    On a page of their `own`, who runs it on the spot.
    """
    steward_id = task.steward_id
    people = hearers.officers(steward_id) | hearers.coordinators_of_matter(steward_id, task.matter_id)
    if task.matter.is_public:
        people |= hearers.holders(steward_id, Role.COORDINATOR)
        if task.village_id:
            people |= hearers.holders(steward_id, Role.VILLAGE_HEAD, village_id=task.village_id)
    _tell(people, code, news, task, page)
    leads = TaskPart.objects.of(steward_id).filter(task=task, part=TaskPart.Part.LEAD)
    _tell(set(leads.values_list("person_id", flat=True)) - people, code, news, task, own)


def _tell(people: set[UUID], code: str, news: News, task: Task, page: str) -> None:
    tell(
        people, code, news, steward_id=task.steward_id, path=page, matter_id=task.matter_id, task=str(task.pk),
        day=task.on.isoformat(),
    )  # fmt: skip
