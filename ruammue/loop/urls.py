"""Addresses of this room, each under `/<steward>/`."""

from __future__ import annotations

from django.urls import URLPattern, path

from ruammue.loop import views

urlpatterns: list[URLPattern] = [
    path("", views.home, name="home"),
    path("wheel/sheet/", views.home_sheet, name="home_sheet"),
]
