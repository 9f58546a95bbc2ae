"""Every address of the house: a tenant's under `/<steward>/`, and the few of the installation itself."""

from __future__ import annotations

from importlib import import_module

from django.urls import URLPattern, URLResolver, include, path

from ruammue.web import places, views
from ruammue.web.settings import ROOMS

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.start, name="start"),
    path("language/", views.choose_language, name="language"),
    path("gallery/", views.gallery, name="gallery"),
    path("alive/", views.alive, name="alive"),
    path("account/", include("ruammue.people.account_urls")),
    path("", include((places.root_urlpatterns, "places_root"), namespace="places_root")),
    path("<slug:steward>/", include((places.urlpatterns, "places"), namespace="places")),
]
for room in ROOMS:
    if room == "web":
        continue
    try:
        urls = import_module(f"ruammue.{room}.urls")
    except ModuleNotFoundError as absent:
        if absent.name != f"ruammue.{room}.urls":
            raise
        continue
    if urls.urlpatterns:
        urlpatterns.append(path("<slug:steward>/", include((urls.urlpatterns, room), namespace=room)))

handler400, handler403, handler404, handler500 = (f"ruammue.web.views.error_{code}" for code in (400, 403, 404, 500))
