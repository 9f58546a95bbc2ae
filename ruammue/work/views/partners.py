"""What whoever moves or drops a task reads of partners that promised people for it: before, and after."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from ruammue.access.gate import allows
from ruammue.resources.models import Commitment
from ruammue.resources.rules import SEE_ALL_PROMISES
from ruammue.work.models import Task
from ruammue.work.sent import Sent, sent_for


def promised_for(task: Task) -> tuple[Sent, ...]:
    """Promises of hours for the task that stand or wait for a yes."""
    sent = sent_for(task.steward_id, [task.hours_line_id]).get(task.hours_line_id, ())
    open_ones = Commitment.objects.of(task.steward_id).filter(
        pk__in=[each.promise for each in sent], end=Commitment.End.OPEN
    )
    keys = set(open_ones.values_list("pk", flat=True))
    return tuple(each for each in sent if each.promise in keys)


def names_of(sent: Iterable[Sent]) -> str:
    """Who promised, each once, with the telephone of whoever is no organisation."""
    return " · ".join(dict.fromkeys(f"{each.name} {each.phone}".strip() for each in sent))


def warn_of(sent: tuple[Sent, ...]) -> str:
    """What whoever is about to move or drop it reads of them; empty where nobody promised."""
    if not sent:
        return ""
    return _("%(names)s promised people for it: that promise ends.") % {"names": names_of(sent)}


def say_released(request: Any, task: Task, before: tuple[Sent, ...], asked: Iterable[Commitment] = ()) -> None:
    """Say which promises ended and who was asked anew; and which could not end, with the way to each."""
    left = {each.promise for each in promised_for(task)}
    if ended := [each for each in before if each.promise not in left]:
        words = _("What %(names)s promised for this task has ended, and stands in their news. Call them as well.")
        messages.info(request, words % {"names": names_of(ended)})
    for promise in asked:
        words = _("%(name)s is asked for the new day, and has not answered yet.") % {"name": promise.giver}
        messages.info(request, _with_link(request, words, promise.pk))
    for each in (each for each in before if each.promise in left):
        words = _("What %(name)s promised still stands: something of it waits for a word. Settle that first.")
        messages.warning(request, _with_link(request, words % {"name": each.name}, each.promise))


def _with_link(request: Any, words: str, promise: UUID) -> str:
    if not allows(request.actor, SEE_ALL_PROMISES):
        return words
    page = reverse("resources:commitment", args=[request.steward.slug, promise])
    return format_html('{} <a href="{}">{}</a>', words, page, _("To the promise"))
