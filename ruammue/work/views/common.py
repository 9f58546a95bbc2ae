"""What the pages of work within share."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from ruammue.work.queries import months
from ruammue.work.refusals import NotAMonth


def url(request: Any, name: str, *args: Any) -> str:
    """An address of this room at this steward."""
    return reverse(f"work:{name}", args=[request.steward.slug, *args])


def bound(request: Any) -> dict[str, Any]:
    """Data by method: an empty POST is still a POST."""
    return {"data": request.POST if request.method == "POST" else None}


def back_to(request: Any, usual: str) -> HttpResponse:
    """To the page the button stood on, if it is ours; else to the usual one."""
    wanted = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/")
    return redirect(wanted if is_ours else usual)


def month_of(text: str) -> date:
    """The month of an address, "2026-12". Raises NotAMonth."""
    year, _dash, month = text.partition("-")
    if not (year.isascii() and year.isdigit() and month.isascii() and month.isdigit()):
        raise NotAMonth(text=text[:10])
    if not (2000 <= int(year) <= 2200 and 1 <= int(month) <= 12):
        raise NotAMonth(text=text[:10])
    return date(int(year), int(month), 1)


def this_month_of() -> str:
    """The month that is planned now: from the 25th on it is the next."""
    today = timezone.localdate()
    month = months.after(today) if today.day >= 25 else months.first_of(today)
    return month.strftime("%Y-%m")
