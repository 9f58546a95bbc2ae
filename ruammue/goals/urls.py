"""Addresses of this room, each under `/<steward>/`."""

from __future__ import annotations

from django.urls import URLPattern, path

from ruammue.goals import views

urlpatterns: list[URLPattern] = [
    path("goals/", views.goals, name="list"),
    path("goals/sheet/", views.goals_sheet, name="list_sheet"),
    path("goals/new/<uuid:pk>/", views.draft, name="draft"),
    path("goals/<uuid:pk>/", views.goal, name="goal"),
    path("goals/<uuid:pk>/paper/", views.paper, name="paper"),
    path("goals/<uuid:pk>/indicator/", views.set_indicator, name="set_indicator"),
    path("goals/<uuid:pk>/ask/", views.ask, name="ask"),
    path("goals/<uuid:pk>/sign/", views.sign_as, name="sign_as"),
    path("goals/<uuid:pk>/enter/", views.enter, name="enter"),
    path("goals/<uuid:pk>/change/", views.revise, name="revise"),
    path("goals/<uuid:pk>/drop/", views.drop, name="drop"),
    path("goals/read/<uuid:pk>/", views.read, name="read"),
    path("goals/photo/<uuid:pk>/", views.photo, name="photo"),
    path("goals/signed/<uuid:pk>/", views.signed_paper, name="signed_paper"),
    path("g/<str:token>/", views.sign, name="sign"),
]
