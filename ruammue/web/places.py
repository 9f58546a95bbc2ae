"""Pages of places: the public search of the installation, one place, and whose the doubtful villages are.

They stand here and not in their room because the gate stands above it: places knows areas and tenants, not actors.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _

from ruammue.access.claims import is_administrator, is_auditor, is_clerk, is_officer
from ruammue.access.gate import EVERYONE, allows, gate
from ruammue.foundation import thai_dates
from ruammue.foundation.answers import download
from ruammue.foundation.sheets import MEDIA_TYPE, Column, write_sheet
from ruammue.needs.links import mark_of
from ruammue.places import queries
from ruammue.places.actions import confirm_village, remove_village
from ruammue.places.models import Village

SEE_VILLAGES = [[is_administrator], [is_officer], [is_clerk], [is_auditor]]
SAY_WHOSE_VILLAGE = [[is_administrator], [is_officer], [is_clerk]]


@gate(EVERYONE, methods="GET")
def find(request: HttpRequest) -> HttpResponse:
    """Search areas and local governments; see whether an office is here already."""
    asked = request.GET.get("q", "").strip()[:200]
    inside = queries.area(request.GET.get("within", "")[:8])
    within = inside.code if inside else None
    return render(
        request,
        "places/find.html",
        {
            "asked": asked,
            "inside": inside,
            "areas": queries.search(asked, within=within) if asked else [],
            "offices": queries.search_offices(asked, within=within) if asked else [],
        },
    )


def _place(request: HttpRequest, code: str) -> queries.FoundArea:
    found = queries.area(code)
    if found is None:
        raise Http404
    return found


@gate(EVERYONE, of=_place, methods="GET")
def place(request: HttpRequest, area: queries.FoundArea) -> HttpResponse:
    """One place: what lies in it, and which local governments cover it."""
    return render(
        request,
        "places/place.html",
        {"area": area, "children": queries.children(area.code), "offices": queries.offices_in(area.code)},
    )


@gate(SEE_VILLAGES, methods="GET")
def villages(request: Any) -> HttpResponse:
    """Villages that came from a partly covered tambon: ours, or the neighbour's?"""
    return render(
        request,
        "places/villages.html",
        {
            "villages": queries.villages_to_confirm(request.steward),
            "may_say": allows(request.actor, SAY_WHOSE_VILLAGE, request.steward),
        },
    )


@gate(SEE_VILLAGES, methods="GET")
def villages_sheet(request: Any) -> HttpResponse:
    """Every village of the tenant as Excel, the doubtful ones marked."""
    today = timezone.localdate()
    columns = [
        Column(_("Area code")),
        Column(_("Moo"), "number"),
        Column(_("Village")),
        Column(_("Households"), "number"),
        Column(_("Is it ours?")),
    ]
    lines = [
        (row.area_id, row.moo, row.name, row.households, _("yes") if row.is_confirmed else _("not said yet"))
        for row in queries.villages_of(request.steward)
    ]
    title = _("Our villages")
    note = _("Source: %(office)s, %(day)s") % {
        "office": request.steward.name,
        "day": thai_dates.long(today, request.LANGUAGE_CODE),
    }
    content = write_sheet(
        title, columns, lines, note=note, mark=str(mark_of(request.steward)), language=request.LANGUAGE_CODE
    )
    return download(content, MEDIA_TYPE, f"{title}.xlsx")


@gate(SAY_WHOSE_VILLAGE, of=Village, methods="POST")
def confirm(request: Any, village: Village) -> HttpResponse:
    """This village is ours."""
    confirm_village(village, by=request.actor)
    return redirect("places:villages", request.steward.slug)


@gate(SAY_WHOSE_VILLAGE, of=Village, methods="POST")
def remove(request: Any, village: Village) -> HttpResponse:
    """This village belongs to a neighbour."""
    remove_village(village, by=request.actor)
    return redirect("places:villages", request.steward.slug)


# Of the installation itself, before the tenants' addresses: namespace `places_root`.
root_urlpatterns: list[URLPattern] = [
    path("places/", find, name="find"),
    path("places/<slug:code>/", place, name="place"),
]
# Under `/<steward>/`: namespace `places`.
urlpatterns: list[URLPattern] = [
    path("villages/", villages, name="villages"),
    path("villages/sheet/", villages_sheet, name="villages_sheet"),
    path("villages/<uuid:pk>/confirm/", confirm, name="confirm_village"),
    path("villages/<uuid:pk>/remove/", remove, name="remove_village"),
]
