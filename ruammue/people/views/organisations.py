"""Organisations: the list, one of them, and for whom one acts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from ruammue.access.gate import allows, gate
from ruammue.foundation.levels import Sector
from ruammue.foundation.refusals import Refusal
from ruammue.people import actions, forms, queries, rules
from ruammue.people.actors import ON_BEHALF_OF
from ruammue.people.models import Organisation
from ruammue.people.views.common import page_of, sheet, to


def _found(request: Any) -> Any:
    asked = forms.SearchForm(request.GET)
    found = queries.organisations(
        request.steward, words=asked.words("q"), sector=asked.words("sector"), kind=asked.words("kind")
    )
    return asked, found


@gate(rules.LIST_ORGANISATIONS, methods="GET")
def organisations(request: Any) -> HttpResponse:
    """Bodies that are or could be partners."""
    asked, found = _found(request)
    page = page_of(request, found)
    return render(
        request,
        "people/organisations.html",
        {
            "page": page,
            "rows": queries.organisation_rows(request.steward, page),
            "asked": asked.data,
            "is_filtered": any(asked.words(name) for name in ("q", "sector", "kind")),
            "sectors": Sector.choices,
            "kinds": Organisation.Kind.choices,
            "may_add": allows(request.actor, rules.ADD_ORGANISATION),
            "may_import": allows(request.actor, rules.IMPORT),
        },
    )


@gate(rules.LIST_ORGANISATIONS, methods="GET")
def organisations_sheet(request: Any) -> HttpResponse:
    """The same list as Excel."""
    _asked, found = _found(request)
    rows = queries.organisation_rows(request.steward, found)
    return sheet(
        request.steward,
        _("Organisations"),
        [_("Name of the organisation"), _("Sector"), _("Kind"), _("Where it is"), _("Telephone")],
        [(r.name, r.sector, r.kind, r.area, r.phone) for r in rows],
    )


@gate(rules.LIST_ORGANISATIONS, of=queries.organisation_here, methods="GET")
def organisation(request: Any, here: rules.OrganisationHere) -> HttpResponse:
    """One organisation, and who speaks for it."""
    members = queries.members(request.steward, here.organisation)
    known = queries.acquaintances(request.steward, [tie.person_id for tie in members])
    return render(
        request,
        "people/organisation.html",
        {
            "here": here,
            "organisation": here.organisation,
            "members": members,
            "may_edit": allows(request.actor, rules.EDIT_ORGANISATION, here),
            "readable": {row.person_id for row in known if allows(request.actor, rules.SEE_PERSON, row)},
            "may_see_phone": allows(request.actor, rules.OFFICE),
        },
    )


@gate(rules.ADD_ORGANISATION)
def add_organisation(request: Any) -> HttpResponse:
    """Add an organisation."""
    form = forms.OrganisationForm(request.POST if request.method == "POST" else None, steward=request.steward)
    if form.is_bound and form.is_valid():
        try:
            made = actions.add_organisation(request.steward, by=request.actor, **form.cleaned_data)
            messages.success(request, _("%(name)s is on the list now.") % {"name": made.name})
            return redirect(to(request, "organisation", made.pk))
        except Refusal as refusal:
            form.add_refusal(refusal, "juristic_id")
    return render(request, "people/organisation_form.html", {"form": form})


@gate(rules.EDIT_ORGANISATION, of=queries.organisation_here)
def edit_organisation(request: Any, here: rules.OrganisationHere) -> HttpResponse:
    """Correct an organisation's facts."""
    form = forms.OrganisationForm(
        request.POST if request.method == "POST" else None,
        steward=request.steward,
        initial=forms.OrganisationForm.initial_of(here.organisation),
    )
    if form.is_bound and form.is_valid():
        try:
            actions.change_organisation(here.organisation, request.steward, by=request.actor, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect(to(request, "organisation", here.organisation.pk))
        except Refusal as refusal:
            form.add_refusal(refusal, "juristic_id")
    return render(request, "people/organisation_form.html", {"form": form, "here": here})


@gate(rules.CHOOSE_HAT, methods="POST")
def choose_hat(request: Any) -> HttpResponse:
    """Say for whom one acts from now on; recorded. What one may not speak for is not found."""
    asked = request.POST.get("organisation", "")
    try:
        organisation_id = UUID(asked) if asked else None
        actor = actions.choose_hat(request.steward, organisation_id, by=request.actor)
    except ValueError:
        messages.error(request, _("You cannot speak for this organisation."))
        return HttpResponseRedirect(_back(request))
    hats = dict(request.session.get(ON_BEHALF_OF, {}))
    if organisation_id:
        hats[str(request.steward.pk)] = str(organisation_id)
        name = next(row.name for row in queries.hats(actor) if row.pk == organisation_id)
        messages.success(request, _("You now act for %(name)s.") % {"name": name})
    else:
        hats.pop(str(request.steward.pk), None)
        messages.success(request, _("You now act for yourself."))
    request.session[ON_BEHALF_OF] = hats
    return HttpResponseRedirect(_back(request))


def _back(request: Any) -> str:
    asked = str(request.POST.get("next", ""))
    if asked and url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure()):
        return asked
    try:
        return reverse("loop:home", args=[request.steward.slug])
    except NoReverseMatch:
        return to(request, "my_page")
