"""Addresses of this room, each under `/<steward>/`."""

from __future__ import annotations

from django.urls import URLPattern, path

from ruammue.networks import views

urlpatterns: list[URLPattern] = [
    path("networks/", views.networks, name="list"),
    path("networks/sheet/", views.networks_sheet, name="list_sheet"),
    path("networks/new/", views.form_network, name="new"),
    path("networks/<uuid:pk>/", views.network, name="network"),
    path("networks/<uuid:pk>/confirm/", views.confirm_network, name="confirm"),
    path("networks/<uuid:pk>/remove/", views.remove_slot, name="remove"),
    path("networks/<uuid:pk>/order/", views.type_order, name="order"),
    path("networks/<uuid:pk>/papers/new/", views.attach_paper, name="attach"),
    path("networks/papers/<uuid:pk>/", views.paper, name="paper"),
    path("networks/<uuid:pk>/members/new/", views.add_member, name="add_member"),
    path("networks/<uuid:pk>/seats/new/", views.add_seat, name="add_seat"),
    path("networks/<uuid:pk>/invite/", views.invite, name="invite"),
    path("members/<uuid:pk>/end/", views.end_member, name="end_member"),
    path("seats/<uuid:pk>/", views.seat_person, name="seat"),
    path("seats/<uuid:pk>/remove/", views.remove_seat, name="remove_seat"),
    path("seats/<uuid:pk>/office/<slug:office>/", views.give_office, name="give_office"),
    path("appointments/<uuid:pk>/end/", views.end_appointment, name="end_appointment"),
    path("invitations/<uuid:pk>/", views.invitation_state, name="invitation_state"),
    path("invitations/<uuid:pk>/confirm/", views.confirm_invitation, name="confirm_invitation"),
    path("invitations/<uuid:pk>/answer/", views.answer_for, name="answer"),
    path("invitations/<uuid:pk>/withdraw/", views.withdraw_invitation, name="withdraw"),
    path("invitations/<uuid:pk>/letter/", views.letter, name="letter"),
    path("i/<str:token>/", views.invitation, name="invitation"),
    path("partners/", views.partners, name="partners"),
    path("partners/sheet/", views.partners_sheet, name="partners_sheet"),
    path("partners/new/", views.add_partner, name="add_partner"),
    path("partners/<uuid:pk>/", views.partner, name="partner"),
    path("partners/<uuid:pk>/change/", views.change_partner, name="change_partner"),
    path("partners/<uuid:pk>/still/", views.confirm_partner, name="confirm_partner"),
]
