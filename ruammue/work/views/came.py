"""On the day: who came, who could not, and for how long."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ruammue.access.gate import gate
from ruammue.foundation.refusals import Refusal, sentence_for
from ruammue.work import actions, rules
from ruammue.work.forms import within as forms
from ruammue.work.models import SignUp, Task
from ruammue.work.queries.ledger import in_ledger_of
from ruammue.work.refusals import (
    LongerThanPlanned,
    MoreThanTheClock,
)
from ruammue.work.views.common import back_to, bound, url


@gate(rules.WRITE_WHO_CAME, of=rules.sign_up_at, methods="POST")
def write_down(request: Any, found: SignUp) -> HttpResponse:
    """One tap at the list: came, could not, over, excused."""
    acts = {
        "came": (actions.check_in, _("Here.")),
        "over": (actions.finish_hours, ""),
        "ledger": (actions.enter_hours, _("Entered in the promise ledger.")),
        "missed": (actions.mark_missed, _("Written down. It counts against nobody.")),
        "excuse": (actions.excuse, _("Excused.")),
    }
    verb, done = acts.get(request.POST.get("act", ""), (None, ""))
    if verb is not None:
        try:
            verb(found, by=request.actor)
        except MoreThanTheClock:
            return redirect(url(request, "hours_over", found.pk))
        except Refusal as refusal:
            messages.error(request, sentence_for(refusal))
        else:
            if done:
                messages.success(request, done)
            else:
                say_done(request, found.slot.task, [found])
    return back_to(request, url(request, "task", found.slot.task_id))


def say_done(request: Any, task: Task, rows: Sequence[SignUp]) -> None:
    """Say that hours are written down; of whom not all stand in the promise ledger, why, and what can be done."""
    said = in_ledger_of(rows, task)
    if not all(each.words for _row, each in said):
        messages.success(request, _("Hours written down, in the promise ledger as well."))
    elif said:
        messages.success(request, _("Hours written down."))
    for row, each in said:
        if each.words:
            messages.warning(request, f"{row.person.name}: {each.words}")


BESIDE: dict[type[Refusal], str] = {MoreThanTheClock: "why", LongerThanPlanned: "longer"}


def _typed(form: forms.HoursForm) -> dict[str, Any]:
    return {"minutes": form.total(), "why": form.cleaned_data["why"], "longer": form.cleaned_data["longer"]}


def _planned_hours(task: Task) -> dict[str, int]:
    return {"hours": task.minutes // 60, "minutes": task.minutes % 60}


@gate(rules.WRITE_WHO_CAME, of=rules.sign_up_at)
def hours_over(request: Any, found: SignUp) -> HttpResponse:
    """How long somebody was here: the planned time is proposed, more than the clock says needs a reason."""
    form = forms.HoursForm(**bound(request), initial=_planned_hours(found.slot.task))
    back = url(request, "task", found.slot.task_id)
    if request.method == "POST" and form.is_valid():
        try:
            actions.finish_hours(found, **_typed(form), by=request.actor)
        except (MoreThanTheClock, LongerThanPlanned) as refusal:
            form.add_refusal(refusal, BESIDE[type(refusal)])
        except Refusal as refusal:
            form.add_refusal(refusal)
        else:
            say_done(request, found.slot.task, [found])
            return redirect(back)
    context = {"form": form, "task": found.slot.task, "rows": [found], "back": back}
    return render(request, "work/hours.html", context, status=422 if form.errors else 200)


@gate(rules.WRITE_WHO_CAME, of=rules.task_at)
def everybody_done(request: Any, found: Task) -> HttpResponse:
    """All who are here have done it: their hours at once. Of whom the clock says less, how long is asked, and why."""
    rows = SignUp.objects.of(request.steward).filter(slot__task=found, came_at__isnull=False, done_at=None)
    form = forms.HoursForm(request.POST if "hours" in request.POST else None, initial=_planned_hours(found))
    left = here = list(rows.select_related("person").order_by("person__sort_key", "id"))
    if request.method == "POST":
        typed = _typed(form) if form.is_valid() else {}
        if typed or not form.is_bound:
            left = [row for row in left if not _finished(request, form, row, typed)]
    if request.method == "POST" and not left:
        if not SignUp.objects.of(request.steward).filter(slot__task=found, came_at__isnull=False).exists():
            messages.warning(request, _("Nobody is written down as here yet. Write down first who came."))
        else:  # what could not be written down was said
            say_done(request, found, here)
        return redirect(url(request, "task", found.pk))
    context = {"form": form, "task": found, "rows": left, "back": url(request, "task", found.pk)}
    return render(request, "work/hours.html", context, status=422 if form.errors else 200)


def _finished(request: Any, form: forms.HoursForm, row: SignUp, typed: dict[str, Any]) -> bool:
    """Whether nothing more is asked about this one."""
    try:
        actions.finish_hours(row, by=request.actor, **typed)
    except (MoreThanTheClock, LongerThanPlanned) as refusal:
        if form.is_bound and not form.errors:
            form.add_refusal(refusal, BESIDE[type(refusal)])
        return False
    except Refusal as refusal:
        messages.error(request, f"{row.person.name}: {sentence_for(refusal)}")
    return True
