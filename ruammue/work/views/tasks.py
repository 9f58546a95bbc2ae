"""A task: write it down, read it, put people in, drop it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid5

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from ruammue.access.gate import allows, gate
from ruammue.foundation.addresses import absolute, outside
from ruammue.foundation.refusals import Refusal, sentence_for
from ruammue.needs.links import qr
from ruammue.needs.models import Matter
from ruammue.needs.views.acts import act, tell
from ruammue.people.models import Acquaintance
from ruammue.places.models import Village
from ruammue.resources.rules import SEE_ALL_PROMISES
from ruammue.work import actions, rules
from ruammue.work.actions.skills import skill_meant
from ruammue.work.forms import within as forms
from ruammue.work.models import Half, Slot, Task, Work
from ruammue.work.queries import calls, coming, own_bodies, people
from ruammue.work.queries import skills as skill_queries
from ruammue.work.queries.months import when_words
from ruammue.work.refusals import (
    HoursOutOfOrder,
    KeptApart,
    ProjectIsClosed,
    SkillUnknown,
)
from ruammue.work.sentences import language
from ruammue.work.views import partners
from ruammue.work.views.common import bound, url

FORM = "work/form.html"


@gate(rules.OPEN_TASK, of=Matter)
def new_task(request: Any, matter: Matter) -> HttpResponse:
    """Write a task down. Its hours stand in the promise ledger from now on, with nobody's further typing."""
    form = forms.TaskForm(
        **bound(request), is_shared=not matter.is_sensitive,
        villages=Village.objects.of(request.steward).order_by("area_id"),
        works=Work.objects.of(request.steward).filter(matter=matter, dropped_at=None, done_at=None),
        initial={"village": None if matter.is_sensitive else matter.village_id, "most1": 2, **_day(request)},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                task = _open(request, matter, form)
        except SkillUnknown as refusal:
            form.add_refusal(
                refusal, next(f"skill{n}" for n, _r, word, _l, _m in form.rows() if word == refusal.data["word"])
            )
            form.asked_back = (*form.kept, refusal.data["word"])
        except HoursOutOfOrder as refusal:
            form.add_refusal(refusal, "ends")
        except ProjectIsClosed as refusal:
            form.add_refusal(refusal, "projects")
        except Refusal as refusal:
            form.add_refusal(refusal)
        else:
            tell(request, form, _("Written down. It stands in the month's work, and people can be put into it."))
            return redirect(url(request, "task", task.pk))
    context = {"form": form, "matter": matter, "back": url(request, "duty_table", matter.pk)}
    return render(request, "work/new_task.html", context, status=422 if form.errors else 200)


def _day(request: Any) -> dict[str, Any]:
    """The day that a month's page proposes."""
    try:
        return {"on": date.fromisoformat(request.GET["on"])}
    except (KeyError, ValueError):
        return {}


def _open(request: Any, matter: Matter, form: forms.TaskForm) -> Task:
    data, steward = form.cleaned_data, request.steward
    places = [
        actions.Place(role, _skill(request, form, word) if word else "", level, 1, most)
        for _n, role, word, level, most in form.rows()
    ]
    projects = [actions.open_project(matter, name, by=request.actor) for name in form.project_names()]
    receiver = next(iter(own_bodies(steward, request.actor)), None)
    is_timed = data["begins"] is not None or data["ends"] is not None
    halves = (
        [Half.AM, Half.PM] if data["half"] == "day" and not is_timed else [Half.AM if is_timed else Half(data["half"])]
    )
    opened = [
        actions.open_task(
            matter, data["title"], on=data["on"], half=half, places=places, village=data["village"],
            place=data["place"], priority=data["priority"], package=data["package"], projects=projects,
            begins=data["begins"], ends=data["ends"], is_mixed=data["is_mixed"], receiver=receiver,
            key=uuid5(data["once"], half.value), by=request.actor,
        )
        for half in halves
    ]  # fmt: skip
    return opened[0]


def _skill(request: Any, form: forms.TaskForm, word: str) -> str:
    """The code of a skill as typed; one that they were asked about and keep is put beside the list."""
    if word in form.kept:
        return actions.add_skill(request.steward, word, by=request.actor).code
    return skill_meant(request.steward, word).code


@gate(rules.SEE_TASK, of=rules.task_at, methods="GET")
def task(request: Any, found: Task) -> HttpResponse:
    """A task: who is in it, what lacks; on its day the list of who came."""
    page = coming.task_page(found)
    here = absolute(request, url(request, "task", found.pk))
    context = {
        "page": page,
        "task": found,
        "may_change": found.dropped_at is None and allows(request.actor, rules.CHANGE_TASK, found),
        "is_over": found.is_over(timezone.now()),
        "took_place": any(row.state in ("checked_in", "done") for row in page.coming),
        "may_write": found.dropped_at is None and allows(request.actor, rules.WRITE_WHO_CAME, found),
        "may_call": allows(request.actor, rules.CHANGE_TASK, found),
        "to_call": calls.to_be_called(found) if found.dropped_at is not None else (),
        "may_open_matter": rules.may_open(request.actor, found.matter),
        "sees_promises": allows(request.actor, SEE_ALL_PROMISES),
        "part_form": forms.PartForm(people=people.everybody(request.steward)),
        "qr": qr(here) if outside(url(request, "task", found.pk)) else "",
        "month": found.on.strftime("%Y-%m"),
    }
    return render(request, "work/task.html", context)


@gate(rules.CHANGE_TASK, of=rules.task_at)
def drop_task(request: Any, found: Task) -> HttpResponse:
    """The task is not done after all."""
    form = forms.ReasonForm(**bound(request))
    promised = partners.promised_for(found)

    def do(data: dict[str, Any]) -> str:
        actions.drop_task(found, reason=data["reason"], by=request.actor)
        partners.say_released(request, found, promised)
        return url(request, "task", found.pk) if people else url(request, "month", found.on.strftime("%Y-%m"))

    people = calls.to_be_called(found)
    return act(
        request, form, do=do, template="work/drop.html", task=found, when=when_words(found, language()), people=people,
        partners=partners.warn_of(promised),
        back=url(request, "task", found.pk),
        done=_("It is off the list. Now call these people.") if people else _("It is off the list."),
    )  # fmt: skip


@gate(rules.CHANGE_TASK, of=rules.task_at, methods="POST")
def task_part(request: Any, found: Task) -> HttpResponse:
    """Who leads, supports, is consulted, is informed."""
    form = forms.PartForm(request.POST, people=people.everybody(request.steward))
    if form.is_valid():
        actions.set_part(found, form.cleaned_data["person"].person, form.cleaned_data["part"], by=request.actor)
        messages.success(request, _("Written down."))
    else:
        messages.error(request, _("Choose a person and a part."))
    return redirect(url(request, "task", found.pk))


# ------------------------------------------------------------------------------------------- who is in it


@gate(rules.CHANGE_TASK, of=rules.slot_at)
def put(request: Any, slot: Slot) -> HttpResponse:
    """Who could come, the least recently asked first; or anybody else one knows."""
    wanted = request.POST.get("person", "") if request.method == "POST" else ""
    known = Acquaintance.objects.of(request.steward).select_related("person").filter(person__anonymised_at=None)
    if request.method == "POST":
        chosen = next((row for row in known if str(row.person_id) == wanted or str(row.pk) == wanted), None)
        if chosen is None:
            messages.error(request, _("Choose a person."))
        else:
            try:
                actions.put_person(slot, chosen.person, by=request.actor)
            except KeptApart as refusal:
                words = _(
                    "%(name)s and somebody in this task are never to be put together. Lift that first, under “Two who "
                    "should not work together”, or choose somebody else."
                )
                may_know = allows(request.actor, rules.KEEP_APART)
                messages.error(request, words % {"name": chosen.person.name} if may_know else sentence_for(refusal))
            except Refusal as refusal:
                messages.error(request, sentence_for(refusal))
            else:
                messages.success(request, _("Put in. Now ask them."))
                if said := _said_otherwise(skill_queries.beyond_word(slot.task, chosen.person_id), chosen.person.name):
                    messages.warning(request, said)
                return redirect(url(request, "task", slot.task_id))
    context = {
        "slot": slot,
        "rows": skill_queries.could_come(slot),
        "form": forms.ChoosePersonForm(people=people.everybody(request.steward)),
        "back": url(request, "task", slot.task_id),
    }
    return render(request, "work/put.html", context)


def _said_otherwise(what: str, name: str) -> str:
    """What to mind about somebody who was chosen by hand."""
    return {
        "away": _("%(name)s said that they are away then. Ask with care.") % {"name": name},
        "free": _("%(name)s named other half-days. Ask with care.") % {"name": name},
        "most": _("That is more half-days this month than %(name)s said. Ask with care.") % {"name": name},
    }.get(what, "")
