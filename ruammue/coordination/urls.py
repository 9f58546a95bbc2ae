"""Addresses of this room, each under `/<steward>/`."""

from __future__ import annotations

from django.urls import URLPattern, path

from ruammue.coordination import views

urlpatterns: list[URLPattern] = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/sheet/", views.inbox_sheet, name="inbox_sheet"),
    path("inbox/read/", views.read_all, name="read_all"),
    path("inbox/<uuid:pk>/", views.open_notice, name="open_notice"),
    path("coordinators/", views.coordinators, name="coordinators"),
    path("coordinators/sheet/", views.coordinators_sheet, name="coordinators_sheet"),
    path("coordinators/village/<uuid:pk>/", views.name_of_village, name="name_of_village"),
    path("coordinators/network/<uuid:pk>/", views.name_of_network, name="name_of_network"),
    path("coordinators/<uuid:pk>/away/", views.away, name="away"),
    path("coordinators/<uuid:pk>/back/", views.back, name="back"),
    path("say/<str:key>/", views.say, name="say"),
    path("help/", views.help_list, name="help_list"),
    path("help/sheet/", views.help_sheet, name="help_sheet"),
    path("help/matter/<uuid:pk>/", views.offer_help, name="help"),
    path("help/offer/<uuid:pk>/", views.help_offer, name="help_offer"),
    path("help/offer/<uuid:pk>/answer/", views.answer_help, name="answer_help"),
    path("help/offer/<uuid:pk>/take-up/", views.take_up_help, name="take_up_help"),
    path("help/code/<str:code>/", views.help_receipt, name="help_receipt"),
    path("pass-on/<uuid:pk>/", views.paper, name="paper"),
    path("pass-on/<uuid:pk>/<slug:kind>.<slug:form>", views.paper_file, name="paper_file"),
]
