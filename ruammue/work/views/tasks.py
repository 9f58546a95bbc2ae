"""A task: write it down, put people in, ask them, write down who came; and the page behind a person's own link."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import uuid5

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from ruammue.access.gate import allows, gate
from ruammue.foundation.addresses import absolute, outside
from ruammue.foundation.answers import told
from ruammue.foundation.refusals import Refusal, sentence_for
from ruammue.needs.links import marked, qr
from ruammue.needs.models import Matter
from ruammue.needs.views.acts import act, tell
from ruammue.people.models import Acquaintance, Person
from ruammue.people.signing import pages
from ruammue.places.models import Village
from ruammue.resources.models import NeedLine
from ruammue.resources.rules import ASK, SEE_ALL_PROMISES
from ruammue.work import actions, rules
from ruammue.work.actions.coming import Asked
from ruammue.work.actions.skills import skill_meant
from ruammue.work.forms import within as forms
from ruammue.work.models import Half, SignUp, Slot, Task, Work
from ruammue.work.queries import calls, coming, own_bodies, people
from ruammue.work.queries import skills as skill_queries
from ruammue.work.queries.ledger import in_ledger_of
from ruammue.work.queries.months import when_words
from ruammue.work.refusals import (
    HoursOutOfOrder,
    KeptApart,
    LongerThanPlanned,
    MoreThanTheClock,
    ProjectIsClosed,
    SkillUnknown,
    SwapIsOver,
)
from ruammue.work.sent import room_in
from ruammue.work.sentences import language
from ruammue.work.views import partners
from ruammue.work.views.common import back_to, bound, url

FORM = "work/form.html"
FIRST_ASKED = 12
"""How many who could come instead are shown, the least recently asked first."""


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


def ask_text(request: Any, asked: Asked) -> tuple[str, str]:
    """The words in which somebody is asked, and their link."""
    row = asked.sign_up
    link = absolute(request, url(request, "come", asked.token))
    page = coming.link_of(request.steward, asked.token)
    facts = {
        "office": request.steward.short_name,
        "name": row.person.name,
        "task": row.slot.task.title,
        "when": page.row.when if page.row else "",
    }
    text = _("%(office)s asks %(name)s: could you help with “%(task)s” on %(when)s? Answer here:") % facts
    if page.row and page.row.instead_of:
        text = _(
            "%(office)s asks %(name)s: could you come instead of %(other)s to “%(task)s” on %(when)s? Answer here:"
        ) % {**facts, "other": page.row.instead_of}
    if page.row and page.row.gives:
        text = _(
            "%(office)s asks %(name)s: would you exchange with %(other)s? You come to “%(task)s” on %(when)s, and "
            "%(other)s comes for you to %(gives)s. Answer here:"
        ) % {**facts, "other": page.row.instead_of, "gives": page.row.gives}
    moved = coming.last_move(row.slot.task)
    if moved is not None:
        text = _(
            "%(office)s to %(name)s: “%(task)s” is moved from %(was)s to %(when)s (%(why)s). Can you come then? "
            "Answer here:"
        ) % {**facts, "was": moved.was, "why": moved.answer_words}
    return f"{marked(request.steward, text)} {link}", link


@gate(rules.CHANGE_TASK, of=rules.sign_up_at, methods="POST")
def ask_one(request: Any, found: SignUp) -> HttpResponse:
    """Ask somebody; the answer page shows the link once."""
    try:
        asked = actions.new_link(found, by=request.actor)
    except Refusal as refusal:
        messages.error(request, sentence_for(refusal))
        return redirect(url(request, "task", found.slot.task_id))
    return links_page(request, [asked], back=url(request, "task", found.slot.task_id))


def links_page(request: Any, asked: list[Asked], *, back: str) -> HttpResponse:
    """The only page that ever shows the links. Where they lead nowhere, whom to call and what to write down instead;
    that can be opened again.
    """
    rows = []
    for one in asked:
        text, link = ask_text(request, one)
        rows.append({"name": one.sign_up.person.name, "phone": one.sign_up.person.phone, "text": text, "link": link})
    these = SignUp.objects.of(request.steward).filter(pk__in=[one.sign_up.pk for one in asked])
    month = asked[0].sign_up.on.strftime("%Y-%m")
    context = {
        "rows": rows,
        "people": calls.called(request.steward, these),
        "back": back,
        "calls": url(request, "calls", month) if allows(request.actor, rules.CHANGERS) else "",
    }
    response = render(request, "work/links.html", context)
    response["Referrer-Policy"] = "strict-origin"
    return response


@gate(rules.ANSWER, of=rules.sign_up_at)
def answer(request: Any, found: SignUp) -> HttpResponse:
    """Write down what somebody said by telephone, or answer oneself after coming in."""
    is_own = found.person_id == request.actor.person_id
    back = url(request, "my_work") if is_own else url(request, "task", found.slot.task_id)
    form = forms.AnswerForm(**bound(request))
    if request.method == "POST" and form.is_valid():
        said = request.POST.get("answer", "")
        if said in (SignUp.Answer.YES, SignUp.Answer.NO):
            data = form.cleaned_data
            if told(
                request,
                lambda: actions.answer_for(found, said, why=data["why"], words=data["words"], by=request.actor),
                _("Thank you. Written down."),
            ):
                if said == SignUp.Answer.NO and not is_own:
                    words = _("%(name)s cannot come.") % {"name": found.person.name}
                    page = url(request, "answer", found.pk)
                    messages.info(request, format_html('{} <a href="{}">{}</a>', words, page, _("Correct the answer")))
                return back_to(request, back)
    row = coming.link_row(found)
    return render(
        request, "work/answer.html", {"form": form, "found": found, "row": row, "is_own": is_own, "back": back}
    )


@gate(rules.CHANGE_TASK, of=rules.sign_up_at, methods="POST")
def withdraw(request: Any, found: SignUp) -> HttpResponse:
    """Take somebody out again."""
    told(
        request,
        lambda: actions.withdraw_person(found, by=request.actor),
        _("Taken out. If they were asked, tell them."),
    )
    return back_to(request, url(request, "task", found.slot.task_id))


@gate(rules.ANSWER, of=rules.sign_up_at, methods="POST")
def want_cover(request: Any, found: SignUp) -> HttpResponse:
    """Somebody who said yes looks for another, or comes after all."""
    if request.POST.get("answer") == "after_all":
        told(
            request,
            lambda: actions.come_after_all(found, by=request.actor),
            _("Good, you come yourself. Nobody is asked to come instead."),
        )
        return back_to(request, url(request, "my_work"))
    told(
        request,
        lambda: actions.ask_for_cover(found, by=request.actor),
        _("The office looks for somebody to come instead."),
    )
    is_own = found.person_id == request.actor.person_id
    return redirect(url(request, "my_work") if is_own else url(request, "cover", found.pk))


@gate(rules.CHANGE_TASK, of=rules.sign_up_at)
def cover(request: Any, found: SignUp) -> HttpResponse:
    """Who could come instead: competent, free, the least recently asked first. As a gift, or in exchange."""
    back = url(request, "task", found.slot.task_id)
    rows = skill_queries.could_come(found.slot, but=(found.person_id,), most=None)
    theirs = coming.exchanges_for(found, [row.person_id for row in rows])
    if request.method == "POST":
        wanted, exchange = request.POST.get("person", ""), request.POST.get("exchange", "")
        chosen = next((row for row in rows if str(row.person_id) == wanted), None)
        offered = theirs.get(chosen.person_id, ()) if chosen else ()
        given = next((row for row in offered if str(row.pk) == exchange), None)
        if chosen is None:
            messages.error(request, _("Choose a person."))
        elif exchange and given is None:
            messages.error(request, sentence_for(SwapIsOver()))
        else:
            try:
                person = Person.objects.get(pk=chosen.person_id)
                asked = actions.ask_instead(
                    found, person, in_exchange=given, is_agreed="agreed" in request.POST, by=request.actor
                )
            except Refusal as refusal:
                messages.error(request, sentence_for(refusal))
            else:
                return links_page(request, [asked], back=back)
    # Who has something to give in exchange was asked lately, so they stand apart: the order would hide them.
    context = {
        "found": found,
        "swaps": [
            (row, [(given.pk, coming.place_words(given)) for given in theirs[row.person_id]])
            for row in rows
            if row.person_id in theirs
        ],
        "rows": [row for row in rows if row.person_id not in theirs][:FIRST_ASKED],
        "asked": coming.asked_for(found.slot),
        "row": coming.link_row(found),
        "is_filled": found.wants_cover and room_in(found.slot.task)[0] <= 0,
        "line": _line_to_ask(request, found.slot.task),
        "back": back,
    }
    return render(request, "work/cover.html", context)


def _line_to_ask(request: Any, task: Task) -> NeedLine | None:
    """The hours of a task, of which this reader may ask a partner."""
    line = task.hours_line
    return line if line is not None and line.is_open and allows(request.actor, ASK, line) else None


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
                _say_done(request, found.slot.task, [found])
    return back_to(request, url(request, "task", found.slot.task_id))


def _say_done(request: Any, task: Task, rows: Sequence[SignUp]) -> None:
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
            _say_done(request, found.slot.task, [found])
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
            _say_done(request, found, here)
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


# ------------------------------------------------------------------------------------------- a person's own link


def open_come(request: Any, key: str) -> tuple[str, coming.ComeLink]:
    """What the link opens; never a 404 of the gate, since whoever holds a bad link needs somebody to call."""
    return key, coming.link_of(request.steward, key)


@gate(rules.OPEN_LINK, of=open_come)
def come(request: Any, opened: tuple[str, coming.ComeLink]) -> HttpResponse:
    """Yes or no in one tap, without an account. Looking never answers: chat programs open links by themselves."""
    token, link = opened
    asks_change = "change" in (request.GET.get("answer", ""), request.POST.get("answer", ""))
    form: Any = (forms.ChangeForm if asks_change else forms.AnswerForm)(**bound(request))
    if link.sign_up is None or link.row is None:
        return pages.quiet(render(request, "work/come.html", {"link": link, "form": form}, status=404))
    may_write = allows(request.actor, rules.WRITE_WHO_CAME, link.sign_up)
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            _said(request, token, link.sign_up, form.cleaned_data, may_write=may_write)
        except MoreThanTheClock:
            return pages.quiet(redirect(url(request, "hours_over", link.sign_up.pk)))
        except Refusal as refusal:
            refused = sentence_for(refusal)
            token, link = open_come(request, token)
        else:
            return pages.quiet(redirect(url(request, "come", token)))
    if link.sign_up is None or link.row is None:  # a new link was made while they answered by this one
        return pages.quiet(render(request, "work/come.html", {"link": link, "form": form}, status=404))
    here = absolute(request, url(request, "come", token))
    context = {
        "link": link,
        "row": link.row,
        "form": form,
        "says_no": request.GET.get("answer") == "no" and link.state == "invited",
        "asks_change": asks_change and link.state in ("invited", "confirmed"),
        "refused": refused,
        "token": token,
        "may_write": may_write and link.row.on <= timezone.localdate(),
        "qr": qr(here) if link.state == "confirmed" else "",
    }
    status = 410 if link.state in ("over", "moved") else 422 if refused or form.errors else 200
    return pages.quiet(render(request, "work/come.html", context, status=status))


def _said(request: Any, token: str, row: SignUp, data: dict[str, Any], *, may_write: bool) -> None:
    said = request.POST.get("answer", "")
    if said in (SignUp.Answer.YES, SignUp.Answer.NO):
        actions.answer_by_link(
            token, said, why=data["why"], words=data["words"], steward=request.steward, by=request.actor
        )
    elif said == "cover":
        actions.ask_for_cover(row, by=request.actor)
    elif said == "after_all":
        actions.come_after_all(row, by=request.actor)
    elif said == "change" and row.state in ("invited", "confirmed"):
        wish = {name: data[name] for name in ("wished_on", "wished_half", "words")}
        actions.ask_for_change(row.slot.task, person=row.person, by=request.actor, **wish)
    elif said == "came" and may_write:
        actions.check_in(row, by=request.actor)
        messages.success(request, _("Here."))
    elif said == "over" and may_write:
        actions.finish_hours(row, by=request.actor)
        _say_done(request, row.slot.task, [row])
