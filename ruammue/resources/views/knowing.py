"""ความรู้: find it, ask for it, reply, thank; lessons at the end of a matter; opening to everybody."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from ruammue.access.claims import is_member_here
from ruammue.access.gate import allows, gate
from ruammue.foundation.addresses import absolute, outside
from ruammue.foundation.answers import told
from ruammue.foundation.private_words import sign_words
from ruammue.foundation.refusals import Refusal
from ruammue.needs.links import mark_of
from ruammue.needs.models import Matter
from ruammue.papers.share import Facts, share_text
from ruammue.people.queries import names_of
from ruammue.people.signing import pages
from ruammue.resources import rules
from ruammue.resources.knowledge import actions, forms, queries
from ruammue.resources.knowledge.models import Lesson, Question, Reply
from ruammue.resources.knowledge.who import who_knows
from ruammue.resources.sides import own_body
from ruammue.resources.views.common import one_act, url


@gate(rules.FIND_KNOWLEDGE, methods="GET")
def find(request: Any) -> HttpResponse:
    """One field; then what was learned, asked and answered, and whom to ask."""
    form = forms.FindForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    is_member = is_member_here(request.actor, None)
    context = {
        "form": form,
        "words": words,
        "found": queries.find(request.steward, request.actor, words),
        "who": who_knows(request.steward, request.actor, words) if words and is_member else [],
        "may_ask": allows(request.actor, rules.ASK_QUESTION),
        "own": queries.waiting_for(request.steward, request.actor),
        "opens": allows(request.actor, rules.OPENERS),
        "is_member": is_member,
    }
    return render(request, "resources/knowledge.html", context)


def _ask(request: Any, matter: Matter | None) -> HttpResponse:
    form = forms.QuestionForm(
        request.POST if request.method == "POST" else None,
        steward=request.steward,
        has_matter=matter is not None,
        chosen=request.GET.get("who", ""),
    )

    def do(data: dict[str, Any]) -> str:
        made = actions.ask_question(
            request.steward,
            text=data["text"],
            theme=data.get("theme", ""),
            matter=matter,
            asked_of=data["asked_of"],
            key=data["once"],
            by=request.actor,
        )
        return url(request, "question", made.pk)

    back = _matter_page(matter) if matter else url(request, "knowledge")
    return one_act(
        request,
        form,
        do,
        title=_("Ask a question"),
        button=_("Ask it"),
        back=back,
        lead=_("Whoever works with us here reads it. Write no names of people in need."),
        done=_("Asked. You see the reply on this page."),
    )


def _matter_page(matter: Matter) -> str:
    return reverse("needs:matter", args=[matter.steward.slug, matter.pk])


@gate(rules.ASK_QUESTION)
def ask(request: Any) -> HttpResponse:
    """Ask about a theme."""
    return _ask(request, None)


@gate(rules.ASK_ABOUT_MATTER, of=Matter)
def ask_about(request: Any, matter: Matter) -> HttpResponse:
    """Ask about a matter."""
    return _ask(request, matter)


@gate(rules.TELL_LESSON, of=Matter)
def tell_lesson(request: Any, matter: Matter) -> HttpResponse:
    """Three lines at the end of a matter; nobody has to."""
    form = forms.LessonForm(request.POST if request.method == "POST" else None, is_shared=not matter.is_sensitive)

    def do(data: dict[str, Any]) -> str:
        body, by = own_body(request.actor)
        actions.write_lesson(
            matter,
            worked=data["worked"],
            failed=data["failed"],
            next_time=data["next_time"],
            organisation=body,
            key=data["once"],
            by=by,
        )
        return _matter_page(matter) + "#knowledge"

    return one_act(
        request,
        form,
        do,
        title=_("What did we learn?"),
        button=_("Keep it for the next ones"),
        back=_matter_page(matter),
        lead=_("It stays on this page: the matter is about one person's own life.")
        if matter.is_sensitive
        else _("One line each is enough, and any may stay empty. Whoever opens a similar matter reads it."),
        done=_("Kept, on the page of this matter alone.")
        if matter.is_sensitive
        else _("Kept. It is offered when a similar matter opens."),
    )


def _open(request: Any, what: Lesson | Reply, back: str, **shown: Any) -> HttpResponse:
    """First exactly what everybody would read, with what in it points at a person; POST opens it."""
    if request.method == "POST":
        told(request, lambda: actions.open_to_everybody(what, by=request.actor), _("Everybody may read it now."))
        return redirect(back)
    lines = what.lines if isinstance(what, Lesson) else (what.question.text, what.text)
    context = {"back": back, "signs": sign_words(*lines), **shown}
    return render(request, "resources/open_knowledge.html", context)


def _close(request: Any, what: Lesson | Reply, back: str) -> HttpResponse:
    done = _("Only those who work here read it now.")
    told(request, lambda: actions.close_to_everybody(what, by=request.actor), done)
    return redirect(back)


@gate(rules.CHANGE_LESSON, of=rules.lesson_at)
def change_lesson(request: Any, lesson: Lesson) -> HttpResponse:
    """Write a lesson otherwise, or take it back; by whoever wrote it, and by the office."""
    said = {name: getattr(lesson, name) for name in ("worked", "failed", "next_time")}
    posted = request.POST if request.method == "POST" else None
    form = forms.LessonForm(posted, initial=said, is_shared=not lesson.matter.is_sensitive)
    back = _matter_page(lesson.matter) + "#knowledge"

    def do(data: dict[str, Any]) -> str:
        actions.correct_lesson(lesson, **{name: data[name] for name in said}, by=request.actor)
        return back

    return one_act(
        request, form, do, title=_("Write the lesson otherwise"), button=_("Write it so"), back=back,
        lead=lesson.about or lesson.matter.title, template="resources/change_lesson.html", lesson=lesson,
        done=_("Written so. The words before are not kept."),
    )  # fmt: skip


@gate(rules.CHANGE_LESSON, of=rules.lesson_at, methods="POST")
def take_back_lesson(request: Any, lesson: Lesson) -> HttpResponse:
    """Nobody reads it any more."""
    done = _("Taken back. Nobody reads it any more.")
    told(request, lambda: actions.take_back_lesson(lesson, by=request.actor), done)
    return redirect(_matter_page(lesson.matter) + "#knowledge")


@gate(rules.OPEN_KNOWLEDGE, of=rules.lesson_at)
def open_lesson(request: Any, lesson: Lesson) -> HttpResponse:
    """Let everybody read it, once it was looked at."""
    row = queries.lesson_row(lesson, is_public=True)
    return _open(request, lesson, _matter_page(lesson.matter) + "#knowledge", lesson=row)


@gate(rules.OPEN_KNOWLEDGE, of=rules.lesson_at, methods="POST")
def close_lesson(request: Any, lesson: Lesson) -> HttpResponse:
    """Not for everybody after all."""
    return _close(request, lesson, _matter_page(lesson.matter) + "#knowledge")


@gate(rules.SEE_QUESTION, of=Question, methods="GET")
def question(request: Any, question: Question) -> HttpResponse:
    """A question with its replies, and the next act of whoever reads it."""
    row = queries.question_row(question, names=True, reader=request.actor)
    thanks = {said.pk for said in queries.readable(question, request.actor) if allows(request.actor, rules.THANK, said)}
    opens = allows(request.actor, rules.OPEN_KNOWLEDGE, question)
    context = {
        "row": row,
        "asker": names_of([row.asked_by_id]).get(row.asked_by_id, ""),
        "thanks": thanks,
        "opens": opens,
        "may_reply": allows(request.actor, rules.REPLY, question),
    }
    return render(request, "resources/question.html", context)


@gate(rules.REPLY, of=Question)
def reply(request: Any, question: Question) -> HttpResponse:
    """Say what one knows."""
    form = forms.ReplyForm(request.POST if request.method == "POST" else None, name=None)

    def do(data: dict[str, Any]) -> str:
        body, by = own_body(request.actor, rather=question.asked_of_id)
        actions.reply(
            question,
            text=data["text"],
            as_whom=request.actor.name,
            organisation=body,
            key=data["once"],
            by=by,
        )
        return url(request, "question", question.pk)

    return one_act(
        request,
        form,
        do,
        title=_("Reply"),
        button=_("Send the reply"),
        back=url(request, "question", question.pk),
        lead=question.text,
        done=_("Thank you for what you know."),
    )


@gate(rules.SEND_QUESTION, of=Question, methods="POST")
def link(request: Any, question: Question) -> HttpResponse:
    """A link by which somebody without an account replies, shown this once."""
    path = url(request, "reply_by_link", actions.send_question(question, by=request.actor))
    facts = Facts(
        title=question.text,
        sentence="ขอความรู้จากท่าน",
        by_link="ตอบได้ที่ลิงก์นี้ ไม่ต้องมีบัญชี",
        coordinator=request.steward.short_name,
        phone=request.steward.phone,
        mark=str(mark_of(request.steward)),
    )
    context = {"question": question, "text": share_text(facts, outside(path)), "link": absolute(request, path)}
    response = render(request, "resources/question_asked.html", context)
    response["Referrer-Policy"] = "strict-origin"
    return response


def open_question_link(request: Any, key: str) -> tuple[str, Question | None]:
    """What the link opens; never a 404 of the gate, since whoever holds a bad link needs somebody to call."""
    return key, queries.question_of_link(request.steward, key)


@gate(rules.OPEN_LINK, of=open_question_link)
def reply_by_link(request: Any, opened: tuple[str, Question | None]) -> HttpResponse:
    """Reply by link, without an account. Looking never uses the link up; only the POST does."""
    token, question = opened
    if question is None:
        answer = render(request, "resources/question_reply.html", {"is_over": True, "said": "said" in request.GET})
        answer.status_code = 200 if "said" in request.GET else 404
        return pages.quiet(answer)
    who = question.asked_of.name if question.asked_of else ""
    form = forms.ReplyForm(request.POST if request.method == "POST" else None, name=who)
    if request.method == "POST" and form.is_valid():
        try:
            actions.reply_by_link(
                token,
                text=form.cleaned_data["text"],
                as_whom=form.cleaned_data["as_whom"],
                steward=request.steward,
                by=request.actor,
            )
        except Refusal as refusal:
            form.add_refusal(refusal)
        else:
            return pages.quiet(redirect(url(request, "reply_by_link", token) + "?said=1"))
    context = {"question": question, "form": form, "is_over": False}
    return pages.quiet(render(request, "resources/question_reply.html", context, status=422 if form.errors else 200))


@gate(rules.THANK, of=Reply, methods="POST")
def thank(request: Any, said: Reply) -> HttpResponse:
    """Say thank you."""
    told(request, lambda: actions.thank_for_reply(said, by=request.actor), _("Thanks were said."))
    return redirect(url(request, "question", said.question_id))


@gate(rules.HEAR_REPLY, of=Reply, methods="POST")
def hear(request: Any, said: Reply) -> HttpResponse:
    """Heard from them: what came by link is theirs."""
    told(request, lambda: actions.hear_reply(said, by=request.actor), _("Written down: heard from them."))
    return redirect(url(request, "question", said.question_id))


@gate(rules.OPEN_KNOWLEDGE, of=Reply)
def open_reply(request: Any, said: Reply) -> HttpResponse:
    """Let everybody read the question with this reply, once it was looked at."""
    row = queries.question_row(said.question, names=False, reader=request.actor)
    reply_shown = next(one for one in row.replies if one.id == said.pk)
    return _open(request, said, url(request, "question", said.question_id), question=row, said=reply_shown)


@gate(rules.OPEN_KNOWLEDGE, of=Reply, methods="POST")
def close_reply(request: Any, said: Reply) -> HttpResponse:
    """Not for everybody after all."""
    return _close(request, said, url(request, "question", said.question_id))
