"""ทะเบียนภาคีเครือข่าย: the register of partners."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from ruammue.access.gate import allows, gate
from ruammue.foundation.answers import form_page, told, tried
from ruammue.foundation.sheets import Column
from ruammue.networks import actions, forms, queries, rules
from ruammue.networks.models import Partner
from ruammue.networks.views.answers import back_to, sheet, url


@gate(rules.SEE_PARTNERS, methods="GET")
def partners(request: Any) -> HttpResponse:
    """ทะเบียนภาคีเครือข่าย."""
    form = forms.SearchForm(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    page, rows = queries.partners(
        request.steward,
        today=timezone.localdate(),
        words=asked.get("words", ""),
        sector=asked.get("sector", ""),
        number=request.GET.get("page"),
    )
    context = {
        "form": form if form.is_bound else forms.SearchForm(),
        "page": page,
        "rows": rows,
        "may_add": allows(request.actor, rules.ADD_PARTNER),
        "is_search": any(asked.values()),
    }
    return render(request, "networks/partners.html", context)


@gate(rules.SEE_PARTNERS, methods="GET")
def partners_sheet(request: Any) -> HttpResponse:
    """The register of partners as Excel. Telephone numbers are those of their contacts, for the office's work."""
    today = timezone.localdate()
    _page, rows = queries.partners(request.steward, today=today, everything=True)
    columns = [
        Column(_("Partner")),
        Column(_("Sector")),
        Column(_("Kind")),
        Column(_("Level")),
        Column(_("Good at")),
        Column(_("Whom to call")),
        Column(_("Telephone")),
        Column(_("Last asked"), "date"),
        Column(_("Networks"), "number"),
        Column(_("Delivered"), "number"),
        Column(_("Of these in time"), "number"),
    ]
    cells = [
        (
            row.name,
            row.sector_label,
            row.kind,
            row.level,
            row.good_at,
            row.contact,
            row.contact_phone,
            row.assured_on,
            row.networks,
            row.ties.delivered,
            row.ties.kept,
        )
        for row in rows
    ]
    return sheet(request, _("Register of partners"), columns, cells, today)


@gate(rules.ADD_PARTNER)
def add_partner(request: Any) -> HttpResponse:
    """Enter a partner."""
    form = forms.PartnerForm(request.POST if request.method == "POST" else None, steward=request.steward)
    if form.is_valid():
        made: list[Partner] = []
        if tried(
            form,
            lambda: made.append(actions.enter_partner(request.steward, by=request.actor, **form.cleaned_data)),
            "organisation",
        ):
            return back_to(request, "partner", made[0].pk)
    return form_page(
        request, form, title=_("Enter a partner"), act=_("Enter in the register"), back=url(request, "partners")
    )


@gate(rules.SEE_PARTNERS, of=Partner, methods="GET")
def partner(request: Any, partner: Partner) -> HttpResponse:
    """What a partner is good at, whom to call, what was done together, and whether this is still so."""
    today = timezone.localdate()
    (row,) = queries.partner_rows(request.steward, [partner], today=today)
    context = {
        "partner": partner,
        "row": row,
        "networks": queries.networks_of_organisation(request.steward, partner.organisation_id, today=today),
        "may_keep": allows(request.actor, rules.KEEP_PARTNER, partner),
        "asked_today": partner.assured_on == today,
    }
    return render(request, "networks/partner.html", context)


@gate(rules.KEEP_PARTNER, of=Partner)
def change_partner(request: Any, partner: Partner) -> HttpResponse:
    """Correct what stands in the register."""
    form = forms.PartnerChangeForm(
        request.POST if request.method == "POST" else None, steward=request.steward, partner=partner
    )
    if form.is_valid() and tried(form, lambda: actions.change_partner(partner, by=request.actor, **form.cleaned_data)):
        return back_to(request, "partner", partner.pk)
    return form_page(
        request,
        form,
        title=_("Correct: %(name)s") % {"name": partner.organisation.name},
        act=_("Save"),
        back=url(request, "partner", partner.pk),
    )


@gate(rules.KEEP_PARTNER, of=Partner, methods="POST")
def confirm_partner(request: Any, partner: Partner) -> HttpResponse:
    """ยังใช่อยู่: one tap."""
    told(request, lambda: actions.confirm_partner(partner, by=request.actor), _("Thank you. Marked as asked today."))
    return back_to(request, "partner", partner.pk)
