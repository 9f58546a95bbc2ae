"""The list of people, one person, their roles, memberships and accounts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ruammue.access.gate import allows, gate
from ruammue.foundation.refusals import Refusal
from ruammue.foundation.transactions import door
from ruammue.people import actions, forms, queries, rules
from ruammue.people.models import ROLE_LABELS, Acquaintance, Affiliation, RoleHeld
from ruammue.people.views.common import page_of, sheet, to


def _found(request: Any) -> Any:
    asked = forms.SearchForm(request.GET)
    return asked, queries.people(
        request.steward,
        request.actor,
        words=asked.words("q"),
        village=asked.words("village"),
        role=asked.words("role"),
    )


@gate(rules.LIST_PEOPLE, methods="GET")
def people(request: Any) -> HttpResponse:
    """Who is listed with this steward."""
    asked, found = _found(request)
    page = page_of(request, found)
    return render(
        request,
        "people/list.html",
        {
            "page": page,
            "rows": queries.person_rows(request.steward, request.actor, page),
            "asked": asked.data,
            "is_filtered": any(asked.words(name) for name in ("q", "village", "role")),
            "villages": queries.villages(request.steward),
            "roles": [(role.value, label) for role, label in ROLE_LABELS.items()],
            "may_add": allows(request.actor, rules.ADD_PERSON),
            "may_import": allows(request.actor, rules.IMPORT),
            "may_keep_cards": allows(request.actor, rules.KEEP_CARDS),
        },
    )


@gate(rules.LIST_PEOPLE, methods="POST", lasting=True)
def people_sheet(request: Any) -> HttpResponse:
    """The same list as Excel. By POST, because taking a list of people home is written down."""
    asked = forms.SearchForm(request.POST)
    found = queries.people(
        request.steward,
        request.actor,
        words=asked.words("q"),
        village=asked.words("village"),
        role=asked.words("role"),
    )
    actions.note_reading(request.steward, person_id=None, how="sheet", by=request.actor)
    rows = queries.person_rows(request.steward, request.actor, found)
    return sheet(
        request.steward,
        _("People on our list"),
        [_("Name"), _("Village"), _("Telephone"), _("Roles"), _("Organisations")],
        [(r.name, r.village, r.phone, ", ".join(r.roles), ", ".join(r.organisations)) for r in rows],
    )


@gate(rules.ADD_PERSON)
def add(request: Any) -> HttpResponse:
    """Add a person; those who may be the same are shown first."""
    form = forms.PersonForm(request.POST if request.method == "POST" else None, steward=request.steward)
    alike: list[queries.Similar] = []
    if form.is_bound and form.is_valid():
        facts = form.cleaned_data
        if not request.POST.get("is_new"):
            alike = queries.similar(
                request.steward,
                given_name=facts["given_name"],
                family_name=facts["family_name"],
                phone=facts["phone"],
                within=None if allows(request.actor, rules.OFFICE) else request.actor.villages,
            )
        if not alike:
            person = actions.add_person(request.steward, by=request.actor, **facts)
            messages.success(request, _("%(name)s is on the list now.") % {"name": person.name})
            if allows(request.actor, rules.OFFICE) or facts["village"] is not None:
                return redirect(to(request, "person", person.pk))
            return redirect(to(request, "list"))
    return render(request, "people/person_form.html", {"form": form, "alike": alike, "is_new": True})


@gate(rules.SEE_PERSON, of=queries.person_here, methods="GET")
def person(request: Any, known: Acquaintance) -> HttpResponse:
    """One person, and what this reader may do about them."""
    with door():
        actions.note_reading(request.steward, person_id=known.person_id, how="page", by=request.actor)
    return _person(request, known)


def _person(request: Any, known: Acquaintance, *, status: int = 200, **more: Any) -> HttpResponse:
    may = {
        name: allows(request.actor, policy, known)
        for name, policy in {
            "list": rules.LIST_PEOPLE,
            "edit": rules.EDIT_PERSON,
            "roles": rules.KEEP_ROLES,
            "accounts": rules.KEEP_ACCOUNTS,
            "cards": rules.KEEP_CARDS,
            "ties": rules.KEEP_AFFILIATIONS,
            "data": rules.DATA_OF_OTHERS,
            "anonymise": rules.ANONYMISE,
        }.items()
    }
    shown = queries.person_page(known, request.actor)
    context = {
        "shown": shown,
        "known": known,
        "person": known.person,
        "may": may,
        "is_oneself": known.person_id == request.actor.person_id,
        "role_form": forms.RoleForm(steward=request.steward) if may["roles"] else None,
        "tie_form": forms.AffiliationForm(steward=request.steward) if may["ties"] else None,
        "account_form": forms.AccountForm(initial={"email": known.person.email}) if may["accounts"] else None,
        **more,
    }
    return render(request, "people/person.html", context, status=status)


@gate(rules.EDIT_PERSON, of=queries.person_here)
def edit(request: Any, known: Acquaintance) -> HttpResponse:
    """Correct a person's facts; everybody their own."""
    form = forms.PersonForm(
        request.POST if request.method == "POST" else None,
        steward=request.steward,
        initial=forms.PersonForm.initial_of(known),
    )
    if form.is_bound and form.is_valid():
        try:
            actions.change_person(known, by=request.actor, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect(to(request, "person", known.person_id))
        except Refusal as refusal:
            form.add_refusal(refusal)
    return render(request, "people/person_form.html", {"form": form, "known": known})


@gate(rules.KEEP_ROLES, of=queries.person_here, methods="POST")
def give_role(request: Any, known: Acquaintance) -> HttpResponse:
    """Give a role from a day until a day."""
    form = forms.RoleForm(request.POST, steward=request.steward)
    if form.is_valid():
        try:
            actions.give_role(request.steward, person=known.person, by=request.actor, **form.cleaned_data)
            messages.success(request, _("The role is given."))
            return redirect(to(request, "person", known.person_id))
        except Refusal as refusal:
            form.add_refusal(refusal)
    return _person(request, known, role_form=form, status=422)


@gate(rules.KEEP_ROLES, of=queries.role_of, methods="POST")
def end_role(request: Any, held: RoleHeld) -> HttpResponse:
    """End a role now."""
    actions.end_role(held, by=request.actor)
    messages.success(request, _("The role is ended."))
    return redirect(to(request, "person", held.person_id))


@gate(rules.KEEP_ROLES, of=queries.person_here)
def hand_over(request: Any, known: Acquaintance) -> HttpResponse:
    """An officer moves: everything goes to a successor in one act, with a list as receipt."""
    form = forms.HandOverForm(
        request.POST if request.method == "POST" else None, steward=request.steward, but=known.person_id
    )
    if form.is_bound and form.is_valid():
        try:
            receipt = actions.hand_over(request.steward, person=known.person, by=request.actor, **form.cleaned_data)
            labels = {role.value: label for role, label in ROLE_LABELS.items()}
            roles = [labels[code] for code in receipt.roles]
            return render(request, "people/handed_over.html", {"receipt": receipt, "roles": roles, "known": known})
        except Refusal as refusal:
            form.add_refusal(refusal)
    return render(
        request,
        "people/hand_over.html",
        {"form": form, "known": known, "shown": queries.person_page(known, request.actor)},
    )


@gate(rules.KEEP_AFFILIATIONS, of=queries.person_here, methods="POST")
def add_tie(request: Any, known: Acquaintance) -> HttpResponse:
    """Say that a person belongs to an organisation."""
    form = forms.AffiliationForm(request.POST, steward=request.steward)
    if form.is_valid():
        try:
            actions.add_affiliation(request.steward, person=known.person, by=request.actor, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect(to(request, "person", known.person_id))
        except Refusal as refusal:
            form.add_refusal(refusal)
    return _person(request, known, tie_form=form, status=422)


@gate(rules.KEEP_AFFILIATIONS, of=queries.affiliation_of, methods="POST")
def end_tie(request: Any, tie: Affiliation) -> HttpResponse:
    """End a membership."""
    actions.end_affiliation(tie, by=request.actor)
    messages.success(request, _("Saved."))
    return redirect(to(request, "person", tie.person_id))


@gate(rules.KEEP_ACCOUNTS, of=queries.person_here, methods="POST")
def open_account(request: Any, known: Acquaintance) -> HttpResponse:
    """Open an account; its starting password is shown once, on the answer to this very POST."""
    form = forms.AccountForm(request.POST)
    if form.is_valid():
        try:
            account, start = actions.open_account(
                request.steward, person=known.person, email=form.cleaned_data["email"], by=request.actor
            )
            return render(
                request, "people/start_password.html", {"known": known, "start": start, "email": account.email}
            )
        except Refusal as refusal:
            form.add_refusal(refusal)
    return _person(request, known, account_form=form, status=422)


@gate(rules.KEEP_ACCOUNTS, of=queries.person_here, methods="POST")
def reset_account(request: Any, known: Acquaintance) -> HttpResponse:
    """Password forgotten or telephone lost: a new starting password, face to face."""
    start = actions.reset_account(request.steward, person=known.person, by=request.actor)
    return render(request, "people/start_password.html", {"known": known, "start": start, "email": ""})


@gate(rules.KEEP_ACCOUNTS, of=queries.person_here, methods="POST")
def close_account(request: HttpRequest, known: Acquaintance) -> HttpResponse:
    """Let an account open no more."""
    actions.close_account(request.steward, person=known.person, by=request.actor)  # type: ignore[attr-defined]
    messages.success(request, _("The account is closed."))
    return redirect(to(request, "person", known.person_id))
