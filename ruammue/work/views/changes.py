"""A task that does not stay as it was: a change is asked for, the office answers or moves it, all are asked again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ruammue.access.gate import allows, gate
from ruammue.foundation.refusals import Refusal
from ruammue.needs.views.acts import act, tell
from ruammue.work import actions, rules
from ruammue.work.forms import within as forms
from ruammue.work.models import Task, TaskChange
from ruammue.work.queries import coming
from ruammue.work.queries.months import when_words, where_words
from ruammue.work.refusals import ChangeEmpty, HoursOutOfOrder, WhyMoveMissing
from ruammue.work.sentences import language
from ruammue.work.views import partners
from ruammue.work.views.asking import links_page
from ruammue.work.views.common import bound, url

FORM = "work/form.html"


@gate(rules.CHANGE_TASK, of=rules.task_at)
def move_task(request: Any, task: Task) -> HttpResponse:
    """Another day or time, with the reason; whoever was asked is asked again, and the answer page shows the links."""
    wish = _wish(task, request)
    initial = {"on": task.on, "half": task.half, "begins": task.begins, "ends": task.ends}
    if wish is not None:
        initial = {"on": wish.wished_on, "half": wish.wished_half or task.half, "reason": wish.words}
    form = forms.MoveForm(**bound(request), initial=initial)
    back = url(request, "task", task.pk)
    promised = partners.promised_for(task)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            moved = actions.move_task(
                task, on=data["on"], half=data["half"], begins=data["begins"], ends=data["ends"],
                reason=data["reason"], change=wish, by=request.actor,
            )  # fmt: skip
        except Refusal as refusal:
            beside = {HoursOutOfOrder: "ends", WhyMoveMissing: "reason"}
            form.add_refusal(refusal, beside.get(type(refusal), "on"))
        else:
            tell(request, form, _("Moved. Its hours are asked for on the new day."))
            partners.say_released(request, task, promised, moved.partners)
            if moved.not_asked:
                words = _("Not asked to come instead any more; call and tell them: %(names)s")
                names = " · ".join(f"{row.person.name} {row.person.phone}".strip() for row in moved.not_asked)
                messages.warning(request, words % {"names": names})
            if moved.asked:
                return links_page(request, list(moved.asked), back=back)
            return redirect(back)
    context = {
        "form": form,
        "task": task,
        "when": when_words(task, language()),
        "people": coming.to_be_told(task),
        "instead": coming.asked_instead(task),
        "partners": partners.warn_of(promised),
        "wish": wish,
        "back": back,
    }
    return render(request, "work/move.html", context, status=422 if form.errors else 200)


def _wish(task: Task, request: Any) -> TaskChange | None:
    """The wish that is met by moving, if the address names one that is still open."""
    wanted = (request.POST if request.method == "POST" else request.GET).get("wish", "")
    rows = TaskChange.objects.of(task.steward_id).filter(task=task, answer="").select_related("person")
    return next((row for row in rows if str(row.pk) == wanted), None)


@gate(rules.ASK_CHANGE, of=rules.task_at)
def ask_change(request: Any, task: Task) -> HttpResponse:
    """Say that another day would suit better, or what else should be different."""
    form = forms.ChangeForm(**bound(request))
    may_see = allows(request.actor, rules.SEE_TASK, task)
    back = url(request, "task", task.pk) if may_see else url(request, "my_work")

    def do(data: dict[str, Any]) -> str:
        person = request.actor.person_id and coming.person_in(task, request.actor.person_id)
        actions.ask_for_change(task, person=person or None, by=request.actor, **data)
        return back

    return act(
        request, form, do=do, template=FORM, title=_("Something should be different"), beside={ChangeEmpty: "words"},
        lead=f"{task.title} · {when_words(task, language())}", button=_("Tell the office"), back=back,
        done=_("Told. The office answers; until then everything stays as it is."),
    )  # fmt: skip


@gate(rules.CHANGE_TASK, of=rules.change_at)
def answer_change(request: Any, change: TaskChange) -> HttpResponse:
    """Answer a wish: done in another way, or not, with a word."""
    form = forms.ChangeAnswerForm(**bound(request))
    back = url(request, "task", change.task_id)
    if request.method == "POST" and form.is_valid():
        answer = request.POST.get("answer", "")
        if answer in (TaskChange.Answer.DONE, TaskChange.Answer.NOT):
            try:
                actions.answer_change(change, answer, words=form.cleaned_data["words"], by=request.actor)
            except Refusal as refusal:
                form.add_refusal(refusal)
            else:
                tell(request, form, _("Answered. They read it where they asked."))
                return redirect(back)
    context = {
        "form": form,
        "change": coming.change_shown(change, language()),
        "task": change.task,
        "when": when_words(change.task, language()),
        "where": where_words(change.task),
        "back": back,
    }
    return render(request, "work/answer_change.html", context, status=422 if form.errors else 200)
