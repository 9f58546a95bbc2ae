"""Who can do what, for those who divide the work; one person's skills and time, for themselves and for these."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ruammue.access.gate import allows, gate
from ruammue.foundation.answers import told
from ruammue.foundation.refusals import Refusal
from ruammue.needs.views.acts import act, tell
from ruammue.people import rules as people_rules
from ruammue.people.models import Acquaintance
from ruammue.people.rules import OrganisationHere
from ruammue.work import actions, rules
from ruammue.work.actions.skills import known_skills
from ruammue.work.forms import within as forms
from ruammue.work.models import Apart, Availability, Competence, Season
from ruammue.work.queries import coming, people
from ruammue.work.queries import skills as queries
from ruammue.work.queries.wishes import open_tasks
from ruammue.work.refusals import SkillUnknown
from ruammue.work.sentences import language
from ruammue.work.skills import SAME, recognise, search
from ruammue.work.views.common import bound, month_of, this_month_of, url

FORM = "work/form.html"


@gate(rules.SEE_SKILLS, methods="GET")
def skills(request: Any) -> HttpResponse:
    """Find a skill, however it is spelled, and who has it. People stand in the order of a Thai list."""
    words = request.GET.get("q", "").strip()[:80]
    known = known_skills(request.steward)
    chosen = known.get(words) or recognise(words, known, least=SAME) if words else None
    near = search(words, known) if words else list(known.values())
    rows = queries.skill_list(request.steward, request.actor, near)
    sees_all = allows(request.actor, rules.DIVIDERS)
    context = {
        "words": chosen.label(language()) if chosen and words in known else words,
        "chosen": chosen,
        "label": chosen.label(language()) if chosen else "",
        "rows": rows if words else [row for row in rows if row.people or row.organisations],
        "organisations": queries.organisations_with(request.steward, chosen.code) if chosen else (),
        "sees_all": sees_all,
        "own_words": queries.own_words(request.steward) if sees_all and not words else (),
        "people": queries.people_with(request.steward, request.actor, chosen.code) if chosen else (),
        "may_see_month": allows(request.actor, rules.SEE_MONTH),
        "may_import": allows(request.actor, people_rules.IMPORT),
        "may_list_people": allows(request.actor, people_rules.LIST_PEOPLE),
        "may_keep_apart": allows(request.actor, rules.KEEP_APART),
    }
    return render(request, "work/skills.html", context)


@gate(rules.SEE_PERSON_SKILLS, of=rules.person_here)
def person_skills(request: Any, known: Acquaintance) -> HttpResponse:
    """What one person can do, with its evidence; say one more. The page is theirs as well."""
    is_oneself = known.person_id == request.actor.person_id
    form = forms.SkillForm(**bound(request), asks_self=is_oneself)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        word = data["skill"]
        try:
            if form.keeps:
                word = actions.add_skill(request.steward, word, by=request.actor).code
            said = actions.say_skill(request.steward, word, level=data["level"], person=known.person, by=request.actor)
        except SkillUnknown as refusal:
            form.ask_back(refusal, [skill.label(language()) for skill in refusal.data["near"]])
        except Refusal as refusal:
            form.add_refusal(refusal)
        else:
            words = _("Written down. Thank you.")
            if said.said_level != data["level"]:
                words = _("What stands there stays: their own word, or what an organisation confirmed.")
            tell(request, form, words)
            return redirect(url(request, "person_skills", known.person_id))
    rows = queries.skills_of(request.steward, [known.person_id]).get(known.person_id, [])
    way = Availability.objects.of(request.steward).filter(person=known.person).first()
    context = {
        "known": known,
        "person": known.person,
        "rows": rows,
        "form": form,
        "way": way,
        "free": people.free_words(way),
        "away": people.away_of(known),
        "is_oneself": is_oneself,
        "may_list": allows(request.actor, rules.SEE_SKILLS),
        "may_confirm": bool(rows) and allows(request.actor, rules.CONFIRM_SKILL, known),
        "may_take_back": allows(request.actor, rules.TAKE_BACK_SKILL, known),
        "words": [skill.label(language()) for skill in known_skills(request.steward).values()],
    }
    return render(request, "work/person_skills.html", context, status=422 if form.errors else 200)


@gate(rules.SEE_ORGANISATION_SKILLS, of=rules.organisation_of_ours)
def organisation_skills(request: Any, here: OrganisationHere) -> HttpResponse:
    """What an organisation can do, with its evidence: its word, another's confirmation, what it brought."""
    organisation = here.organisation
    may_say = allows(request.actor, rules.SAY_ORGANISATION_SKILL, here)
    form = forms.OrganisationSkillForm(**bound(request))
    if request.method == "POST" and not may_say:
        raise PermissionDenied
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        word = data["skill"]
        try:
            if form.keeps:
                word = actions.add_skill(request.steward, word, by=request.actor).code
            actions.say_skill(request.steward, word, level=data["level"], organisation=organisation, by=request.actor)
        except SkillUnknown as refusal:
            form.ask_back(refusal, [skill.label(language()) for skill in refusal.data["near"]])
        except Refusal as refusal:
            form.add_refusal(refusal)
        else:
            tell(request, form, _("Written down. Thank you."))
            return redirect(url(request, "organisation_skills", organisation.pk))
    rows = queries.skills_of(request.steward, organisations=[organisation.pk]).get(organisation.pk, [])
    context = {
        "organisation": organisation,
        "rows": rows,
        "form": form,
        "may_say": may_say,
        "is_own": organisation.pk in request.actor.represents,
        "may_confirm": bool(request.actor.represents) and organisation.pk not in request.actor.represents,
    }
    return render(request, "work/organisation_skills.html", context, status=422 if form.errors else 200)


@gate(rules.CONFIRM_SKILL, of=rules.competence_at)
def confirm_skill(request: Any, competence: Competence) -> HttpResponse:
    """An organisation that saw it says so."""
    form = forms.ConfirmSkillForm(
        **bound(request), organisations=queries.confirmers(request.actor, but=competence.organisation_id)
    )
    back = _page_of(request, competence)

    def do(data: dict[str, Any]) -> str:
        actions.confirm_skill(competence, data["organisation"], level=data["level"], by=request.actor)
        return back

    known = known_skills(request.steward).get(competence.skill)
    whose = competence.person or competence.organisation
    return act(
        request, form, do=do, template=FORM, title=known.label(language()) if known else competence.skill,
        lead=whose.name if whose else "", button=_("Confirm it"), back=back,
        done=_("Confirmed in your organisation's name."),
    )  # fmt: skip


@gate(rules.TAKE_BACK_SKILL, of=rules.competence_at, methods="POST")
def take_back_skill(request: Any, competence: Competence) -> HttpResponse:
    """No longer say it."""
    told(
        request, lambda: actions.take_back_skill(competence, by=request.actor), _("Taken back. Nobody is asked for it.")
    )
    return redirect(_page_of(request, competence))


def _page_of(request: Any, competence: Competence) -> str:
    """The page of whom a skill is of."""
    if competence.person_id:
        return url(request, "person_skills", competence.person_id)
    return url(request, "organisation_skills", competence.organisation_id)


@gate(rules.SAY_SKILL, of=rules.person_here)
def availability(request: Any, known: Acquaintance) -> HttpResponse:
    """When somebody can come, and how often."""
    way = Availability.objects.of(request.steward).filter(person=known.person).first()
    initial = {"free": way.free.split(), "most_a_month": way.most_a_month} if way else None
    form = forms.AvailabilityForm(**bound(request), initial=initial, away=people.away_of(known))

    def do(data: dict[str, Any]) -> str:
        most = data["most_a_month"]
        actions.say_availability(
            request.steward, known.person, free=" ".join(data["free"]), away=form.away(),
            most_a_month=queries.USUAL_MOST if most is None else most, by=request.actor,
        )  # fmt: skip
        return url(request, "person_skills", known.person_id)

    return act(
        request, form, do=do, template="work/availability.html", known=known,
        is_oneself=known.person_id == request.actor.person_id,
        back=url(request, "person_skills", known.person_id), done=_("Written down. Nobody is asked at other times."),
    )  # fmt: skip


@gate(rules.OWN_WORK, methods="GET")
def my_work(request: Any) -> HttpResponse:
    """What one was asked for and said yes to; the way to one's own skills and time."""
    me = request.actor.person_id
    rows = coming.with_changes(request.steward, me, coming.own(request.steward, me))
    month = this_month_of()
    context = {
        "rows": rows,
        "hours": coming.own_hours(request.steward, me),
        "month": month,
        "wishes": bool(open_tasks(request.steward, month_of(month), request.actor)),
    }
    return render(request, "work/my_work.html", context)


@gate(rules.KEEP_SEASONS)
def seasons(request: Any) -> HttpResponse:
    """The months in which the tambon plants and harvests."""
    rows = Season.objects.of(request.steward)
    initial = {kind: [str(row.month) for row in rows if row.kind == kind] for kind in ("planting", "harvest")}
    form = forms.SeasonsForm(**bound(request), initial=initial)

    def do(_data: dict[str, Any]) -> str:
        actions.set_seasons(request.steward, form.months(), by=request.actor)
        return url(request, "this_month")

    return act(
        request, form, do=do, template=FORM, title=_("When are we in the fields?"),
        lead=_(
            "In these months the proposal says beside each that it is the farm season, so that you ask with care."
            " It does not ask less by itself, for everybody is as busy as the next: what can wait you move to another"
            " month."
        ), button=_("Save"),
        back=url(request, "this_month"), done=_("Written down."),
    )  # fmt: skip


@gate(rules.KEEP_APART)
def apart(request: Any) -> HttpResponse:
    """Two who should not be put into one task. No reason is asked for and none is kept."""
    known = people.who_can(request.steward)
    form = forms.ApartForm(**bound(request), people=known)
    rows = Apart.objects.of(request.steward).select_related("one", "other").order_by("one__sort_key", "id")

    def do(data: dict[str, Any]) -> str:
        actions.keep_apart(
            request.steward, data["one"].person, data["other"].person, is_hard=bool(data["is_hard"]), by=request.actor
        )
        return url(request, "apart")

    return act(
        request, form, do=do, template="work/apart.html", rows=rows, back=url(request, "this_month"),
        done=_("Written down. It is told to nobody else."),
    )  # fmt: skip


@gate(rules.KEEP_APART, of=Apart, methods="POST")
def no_longer_apart(request: Any, pair: Apart) -> HttpResponse:
    """They may work together again."""
    actions.no_longer_apart(pair, by=request.actor)
    return redirect(url(request, "apart"))
