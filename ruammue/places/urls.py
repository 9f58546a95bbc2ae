"""Addresses of this room: the public place search of the installation, and the villages of a steward."""

from __future__ import annotations

from django.urls import URLPattern, path

from ruammue.places import views

# Of the installation itself, before the tenants' addresses: namespace `places_root`.
root_urlpatterns: list[URLPattern] = [
    path("places/", views.find, name="find"),
    path("places/<slug:code>/", views.place, name="place"),
]
# Under `/<steward>/`: namespace `places`.
urlpatterns: list[URLPattern] = [
    path("villages/", views.villages, name="villages"),
    path("villages/<uuid:pk>/confirm/", views.confirm, name="confirm_village"),
    path("villages/<uuid:pk>/remove/", views.remove, name="remove_village"),
]
