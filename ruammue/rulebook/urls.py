"""Addresses of this room, each under `/<steward>/`."""

from __future__ import annotations

from django.urls import URLPattern, path

from ruammue.rulebook import views

urlpatterns: list[URLPattern] = [
    path("rules/", views.rules, name="rules"),
]
