"""The working page of a matter: the spine on which every room hangs its part."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ruammue.access.gate import Predicate, allows, gate
from ruammue.foundation import page_reads
from ruammue.needs import actions, queries, rules
from ruammue.needs.actions.matters import quiet_sentence
from ruammue.needs.forms import CloseForm, JoinForm, PublishForm, ReasonForm, SkipForm, TitleForm
from ruammue.needs.links import public_path
from ruammue.needs.models import Matter, Station
from ruammue.needs.refusals import AlreadySkipped, PhotoNotOfThisMatter, ReasonMissing
from ruammue.needs.story import matter_story
from ruammue.needs.views.acts import act


def _url(request: Any, matter: Matter) -> str:
    return reverse("needs:matter", args=[request.steward.slug, matter.pk])


@gate(rules.OPEN_MATTER, of=rules.matter_with_place, methods="GET")
def matter(request: Any, matter: Matter) -> HttpResponse:
    """One matter for those who work on it: where it stands, what every room has to show, its story, the next act."""
    actor = request.actor
    page_reads.share(matter)
    opened: dict[Predicate, bool] = {rules.may_open: True}  # the gate asked; the buttons need not ask again
    detail = queries.matter_detail(matter, actor)
    may_call = allows(actor, rules.OPEN_CALL, matter, known=opened)
    waiting = detail.waiting
    may_answer = False
    if waiting is not None and waiting.is_readable:
        may_answer = allows(actor, rules.ANSWER_NEED, queries.need_of_row(request.steward, waiting))
    may_work = allows(actor, rules.WORK_ON_MATTER, matter, known=opened)
    return render(
        request,
        "needs/matter.html",
        {
            "detail": detail,
            "matter": detail.matter,
            "story": matter_story(detail.matter, actor),
            "may_call": may_call and detail.call is None and detail.matter.is_open and not detail.matter.is_sensitive,
            "may_answer": may_answer,
            "may_work": may_work,
            "may_list": allows(actor, rules.LIST_NEEDS, request.steward),
            "may_see_project": allows(actor, rules.LIST_PROJECTS, request.steward),
            "may_open_other": detail.matter.merged_into is not None
            and allows(actor, rules.OPEN_MATTER, detail.matter.merged_into),
            "may_publish": allows(actor, rules.PUBLISH_MATTER, matter, known=opened),
            "may_close": allows(actor, rules.CLOSE_MATTER, matter, known=opened),
            "may_join": allows(actor, rules.MERGE_MATTERS, matter, known=opened),
            "public_url": public_path(detail.matter) if detail.matter.is_published else "",
            "waiting": queries.waiting_longest(request.steward, actor),
        },
    )


@gate(rules.PUBLISH_MATTER, of=Matter)
def publish(request: Any, matter: Matter) -> HttpResponse:
    """Write the public sentence, choose pictures, and see exactly what everybody will see."""
    photos = queries.photos_to_choose(matter, request.actor)
    form = PublishForm(
        request.POST if request.method == "POST" else None,
        photos=photos,
        is_sensitive=matter.is_sensitive,
        initial={
            "sentence": matter.public_sentence,
            "photos": [str(photo.id) for photo in photos if photo.is_public],
        },
    )
    is_preview = request.method == "POST" and "preview" in request.POST
    if is_preview and form.is_valid():
        chosen = set(form.cleaned_data.get("photos", ()))
        return render(
            request,
            "needs/publish.html",
            {
                "form": form,
                "matter": matter,
                "photos": photos,
                "is_preview": True,
                "sentence": form.cleaned_data.get("sentence") or quiet_sentence(matter),
                "chosen": [photo for photo in photos if str(photo.id) in chosen],
            },
        )

    if request.method == "POST" and "again" in request.POST:  # a draft stays out of addresses, and is not lost
        return render(request, "needs/publish.html", {"form": form, "matter": matter, "photos": photos})

    def do(data: dict[str, Any]) -> str:
        put = actions.mend_public_words if matter.is_published else actions.publish_matter
        put(matter, by=request.actor, sentence=data.get("sentence", ""), photos=queries.ids(data.get("photos", ())))
        return _url(request, matter)

    return act(
        request, form, do=do, template="needs/publish.html", matter=matter, photos=photos,
        beside={ReasonMissing: "sentence", PhotoNotOfThisMatter: "photos"} if not matter.is_sensitive else None,
        sentence=quiet_sentence(matter) if matter.is_sensitive else "",
        done=_("The matter stands on the public page now."),
    )  # fmt: skip


@gate(rules.PUBLISH_MATTER, of=Matter)
def unpublish(request: Any, matter: Matter) -> HttpResponse:
    """Take a matter back from the public page, with the reason."""
    form = ReasonForm(request.POST if request.method == "POST" else None)

    def do(data: dict[str, Any]) -> str:
        actions.unpublish_matter(matter, by=request.actor, reason=data["reason"])
        return _url(request, matter)

    return act(
        request, form, do=do, title=_("Take this back from the public page"), back=_url(request, matter),
        lead=_("Sentence and pictures vanish from the public page at once. Copies made before stay where they are."),
        button=pgettext("need", "Take it back"), is_danger=True, done=_("Nobody outside sees the matter any more."),
    )  # fmt: skip


@gate(rules.SKIP_STATION, of=Matter)
def skip(request: Any, matter: Matter) -> HttpResponse:
    """Pass a station by, with a reason that everybody may read."""
    initial = {"station": request.GET.get("station", "")}
    if matter.is_sensitive and initial["station"] == Station.CALL:
        initial["reason"] = _("About one person or somebody's health; helpers are asked one by one.")
    form = SkipForm(request.POST if request.method == "POST" else None, initial=initial)

    def do(data: dict[str, Any]) -> str:
        actions.skip_station(matter, by=request.actor, **data)
        return _url(request, matter)

    return act(
        request, form, do=do, beside={AlreadySkipped: "station", ReasonMissing: "reason"},
        title=_("Pass a step by"), back=_url(request, matter), button=_("Pass it by"),
        lead=_("A short way is a good way, when its reason stands there for all to read."),
        done=_("The step is marked as passed by."),
    )  # fmt: skip


@gate(rules.SKIP_STATION, of=Matter, methods="POST")
def resume(request: Any, matter: Matter) -> HttpResponse:
    """Walk a station after all."""
    actions.resume_station(matter, station=request.POST.get("station", "")[:8], by=request.actor)
    return HttpResponseRedirect(_url(request, matter))


@gate(rules.RENAME_MATTER, of=Matter)
def rename(request: Any, matter: Matter) -> HttpResponse:
    """A better name for those who work on it."""
    form = TitleForm(request.POST if request.method == "POST" else None, initial={"title": matter.title})

    def do(data: dict[str, Any]) -> str:
        actions.rename_matter(matter, by=request.actor, title=data["title"])
        return _url(request, matter)

    return act(
        request, form, do=do, title=_("Name this matter"), back=_url(request, matter), button=_("Keep the name"),
        lead=_("Those who work on it see this name. Write no names of villagers."),
    )  # fmt: skip


@gate(rules.CLOSE_MATTER, of=Matter)
def close(request: Any, matter: Matter) -> HttpResponse:
    """End a matter. Where all who told it said แก้แล้ว, the reason stands there already."""
    is_mended = queries.all_said_mended(matter)
    form = CloseForm(request.POST if request.method == "POST" else None, is_mended=is_mended)

    def do(data: dict[str, Any]) -> str:
        actions.close_matter(matter, by=request.actor, reason=data["reason"])
        return _url(request, matter)

    return act(
        request, form, do=do, title=_("Close this matter"), back=_url(request, matter), button=_("Close it"),
        lead=_("It can be opened again, by you or by whoever told it."), done=_("The matter is closed."),
    )  # fmt: skip


@gate(rules.CLOSE_MATTER, of=Matter, methods="POST")
def reopen(request: Any, matter: Matter) -> HttpResponse:
    """Let a closed matter go on."""
    actions.reopen_matter(matter, by=request.actor)
    return HttpResponseRedirect(_url(request, matter))


@gate(rules.MERGE_MATTERS, of=Matter)
def join(request: Any, matter: Matter) -> HttpResponse:
    """Join this matter to another of the same trouble."""
    matters = queries.similar_matters(matter, request.actor)
    form = JoinForm(request.POST if request.method == "POST" else None, matters=matters)

    def do(data: dict[str, Any]) -> str:
        into = queries.matter_here(request.steward, data["into"])
        return _url(request, actions.merge_matters(matter, into=into, by=request.actor))

    return act(
        request, form, do=do, title=_("Is it the same trouble as another?"), back=_url(request, matter),
        button=_("Join them") if matters else "", done=_("They are one matter now. Each story can be taken out again."),
        lead=_("Everybody keeps their own receipt code and gets their own answer.")
        if matters
        else _("No open matter of the same kind or village was found."),
        is_empty=not matters,
    )  # fmt: skip
