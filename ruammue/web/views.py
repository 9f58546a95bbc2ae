"""Pages of the installation itself: start, language, gallery, errors."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from ruammue.access.gate import EVERYONE, gate
from ruammue.needs.models import Station
from ruammue.places.models import Steward
from ruammue.web.again import typed
from ruammue.web.gallery import PAGES as GALLERY_PAGES
from ruammue.web.gallery import context as gallery_context
from ruammue.web.middleware import LANGUAGE_COOKIE


@gate(EVERYONE, methods="GET")
def start(request: HttpRequest) -> HttpResponse:
    """Which home this is, what does not work in it, and the stewards it serves."""
    stewards = Steward.objects.filter(practice_of=None).order_by("area_id", "name")
    context = {"stewards": stewards, "is_reachable": settings.IS_REACHABLE, "stations": Station.labels}
    return render(request, "web/start.html", context)


@gate(EVERYONE, methods="POST", lasting=False)
def choose_language(request: HttpRequest) -> HttpResponse:
    """Thai or English for this reader."""
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = reverse("start")
    response = HttpResponseRedirect(back)
    chosen = "en" if request.POST.get("language") == "en" else "th"
    response.set_cookie(
        LANGUAGE_COOKIE, chosen, max_age=31_536_000, samesite="Lax", secure=request.is_secure(), httponly=True
    )
    return response


@gate(EVERYONE, methods="GET")
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component with sample content, or with `?page=` one whole page made of them."""
    template = GALLERY_PAGES.get(request.GET.get("page", "all"), GALLERY_PAGES["all"])
    return render(request, template, gallery_context())


@gate(EVERYONE, methods="GET")
def alive(request: HttpRequest) -> HttpResponse:
    """For the supervisor and the proxy: the web process answers and the database does."""
    Steward.objects.exists()
    return HttpResponse("alive\n", content_type="text/plain")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that grew too old or came from elsewhere: nothing was changed, and how to go on with what was written."""
    user = getattr(request, "user", None)
    name = user.person.name if user is not None and user.is_authenticated else ""
    return render(request, "csrf.html", {"typed": typed(request), "present_name": name}, status=403)


def error_400(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """A request that cannot be understood."""
    return render(request, "400.html", status=400)


def error_403(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """Not for this reader. Who was signed in when they began to write gets their words back."""
    actor = getattr(request, "actor", None)
    kept = typed(request) if actor is not None and actor.is_anonymous else None
    return render(request, "403.html", {"typed": kept}, status=403)


def error_404(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """No such page."""
    return render(request, "404.html", status=404)


def error_500(request: HttpRequest) -> HttpResponse:
    """Our fault."""
    return render(request, "500.html", status=500)
