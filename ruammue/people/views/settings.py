"""The office's settings: taken over by the office, the telephone, the first day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ruammue.access.gate import allows, gate
from ruammue.foundation.refusals import Refusal
from ruammue.people import actions, forms, queries, rules
from ruammue.people.views.common import to


@dataclass(frozen=True, slots=True)
class Step:
    """One of the five steps of the first day."""

    key: str
    title: str
    help: str
    url: str
    is_done: bool


def _steps(request: Any, day: queries.FirstDay) -> list[Step]:
    done = day.done
    missing = day.villages - day.heads
    words = {
        "claim": (
            _("The office takes over this site"),
            _("Until then every page says that nothing here speaks for the office."),
            "#claim",
        ),
        "administrators": (
            _("Two administrators"),
            _("If one is ill or moves away, the other still opens the door."),
            to(request, "list"),
        ),
        "answers": (
            _("Who answers, and the telephone that villagers call"),
            _("Give somebody on the list the role of officer. Until then a need waits for nobody.")
            if not day.has_officer
            else _("It stands on every villager's page. Choose one that somebody answers."),
            to(request, "list") if not day.has_officer else "#office",
        ),
        "heads": (
            _("A named person for every village"),
            ngettext(
                "%(missing)d village has no head or coordinator on the list yet.",
                "%(missing)d villages have no head or coordinator on the list yet.",
                missing,
            )
            % {"missing": missing}
            if missing > 0
            else _("Every village has somebody with a name."),
            to(request, "import") if allows(request.actor, rules.IMPORT) else "",
        ),
        "practice": (
            _("A practice copy"),
            _("Try everything there first. Nothing done there counts."),
            "#practice",
        ),
    }
    return [Step(key, *words[key], is_done=done[key]) for key in done]


@gate(rules.SETTINGS, methods="GET")
def settings(request: Any) -> HttpResponse:
    """The first day's five steps, and what can be set."""
    return _page(request, None)


def _page(request: Any, form: forms.SettingsForm | None, status: int = 200) -> HttpResponse:
    steward = request.steward
    day = queries.first_day(steward)
    return render(
        request,
        "people/settings.html",
        {
            "day": day,
            "real": steward.practice_of.slug if steward.practice_of else "",
            "steps": _steps(request, day),
            "form": form or forms.SettingsForm(initial={"phone": steward.phone, "answer_days": steward.answer_days}),
            "may_change": allows(request.actor, rules.CHANGE_SETTINGS),
            "may_claim": allows(request.actor, rules.CLAIM),
            "may_see_processing": allows(request.actor, rules.PROCESSING_RECORD),
            "may_keep_data": allows(request.actor, rules.DATA_OF_OTHERS),
            "may_import": allows(request.actor, rules.IMPORT),
            "may_keep_cards": allows(request.actor, rules.KEEP_CARDS),
        },
        status=status,
    )


@gate(rules.CHANGE_SETTINGS, methods="POST")
def change(request: Any) -> HttpResponse:
    """The telephone and the days for an answer."""
    form = forms.SettingsForm(request.POST)
    if not form.is_valid():
        return _page(request, form, 422)
    actions.change_settings(request.steward, by=request.actor, **form.cleaned_data)
    messages.success(request, _("Saved."))
    return redirect(to(request, "settings"))


@gate(rules.CLAIM, methods="POST")
def claim(request: Any) -> HttpResponse:
    """The office says: this record is ours."""
    actions.claim_steward(request.steward, by=request.actor)
    messages.success(request, _("The office runs this site now."))
    return redirect(to(request, "settings"))


@gate(rules.CHANGE_SETTINGS, methods="POST")
def practice(request: Any) -> HttpResponse:
    """Make the practice copy."""
    try:
        made = actions.open_practice(request.steward, by=request.actor)
    except Refusal:
        return redirect(to(request, "settings"))
    messages.success(
        request,
        _("The practice copy of %(office)s is ready. In a moment a small made-up story to try on stands in it.")
        % {"office": made.short_name},
    )
    return redirect(to(request, "settings"))
