"""Addresses of this room, each under `/<steward>/`."""

from __future__ import annotations

from django.urls import URLPattern, path

from ruammue.work import views

urlpatterns: list[URLPattern] = [
    path("work/", views.works, name="list"),
    path("work/sheet/", views.works_sheet, name="list_sheet"),
    path("work/table/<uuid:pk>/", views.duty_table, name="duty_table"),
    path("work/table/<uuid:pk>/new/", views.open_work, name="open_work"),
    path("work/table/<uuid:pk>/divide/", views.divide, name="divide"),
    path("work/table/<uuid:pk>/annex.<slug:fmt>", views.annex, name="annex"),
    path("work/table/<uuid:pk>/ask/", views.ask, name="ask"),
    path("work/table/<uuid:pk>/sign/", views.sign_as, name="sign_as"),
    path("work/table/<uuid:pk>/object/", views.object_as, name="object_as"),
    path("work/table/<uuid:pk>/enter/", views.enter, name="enter"),
    path("work/<uuid:pk>/finish/", views.finish, name="finish"),
    path("work/<uuid:pk>/again/", views.again, name="again"),
    path("work/<uuid:pk>/drop/", views.drop, name="drop"),
    path("work/duty/<uuid:pk>/person/", views.name_person, name="name_person"),
    path("d/<str:token>/", views.sign, name="sign_duties"),
    path("d/<str:token>/object/", views.object_by_link, name="object_by_link"),
]
