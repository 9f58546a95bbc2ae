"""Addresses of this room, each under `/<steward>/`."""

from __future__ import annotations

from django.urls import URLPattern, path

from ruammue.evidence import views

urlpatterns: list[URLPattern] = [
    path("matters/", views.matters, name="matters"),
    path("matters/sheet/", views.matters_sheet, name="matters_sheet"),
    path("matters/<uuid:pk>/", views.matter, name="matter"),
    path("matters/<uuid:pk>/photo/", views.photo, name="photo"),
    path("matters/<uuid:pk>/result/", views.result, name="result"),
    path("matters/<uuid:pk>/participation/<slug:fmt>/", views.matter_paper, name="matter_paper"),
    path("participation/", views.participation_page, name="participation"),
    path("participation/sheet/", views.participation_sheet, name="participation_sheet"),
    path("participation/number/", views.number, name="number"),
    path("participation/<uuid:pk>/<slug:fmt>/", views.meeting_paper, name="meeting_paper"),
]
