"""Addresses of this room, each under `/<steward>/`."""

from __future__ import annotations

from django.urls import URLPattern, path

from ruammue.networks.views import invitations, networks, partners, seats

urlpatterns: list[URLPattern] = [
    path("networks/", networks.networks, name="list"),
    path("networks/sheet/", networks.networks_sheet, name="list_sheet"),
    path("networks/new/", networks.form_network, name="new"),
    path("networks/<uuid:pk>/", networks.network, name="network"),
    path("networks/<uuid:pk>/confirm/", networks.confirm_network, name="confirm"),
    path("networks/<uuid:pk>/remove/", networks.remove_slot, name="remove"),
    path("networks/<uuid:pk>/order/", networks.type_order, name="order"),
    path("networks/<uuid:pk>/papers/new/", networks.attach_paper, name="attach"),
    path("networks/papers/<uuid:pk>/", networks.paper, name="paper"),
    path("networks/<uuid:pk>/members/new/", networks.add_member, name="add_member"),
    path("networks/<uuid:pk>/seats/new/", seats.add_seat, name="add_seat"),
    path("networks/<uuid:pk>/invite/", invitations.invite, name="invite"),
    path("members/<uuid:pk>/end/", networks.end_member, name="end_member"),
    path("seats/<uuid:pk>/", seats.seat_person, name="seat"),
    path("seats/<uuid:pk>/remove/", seats.remove_seat, name="remove_seat"),
    path("seats/<uuid:pk>/office/<slug:office>/", seats.give_office, name="give_office"),
    path("appointments/<uuid:pk>/end/", seats.end_appointment, name="end_appointment"),
    path("invitations/<uuid:pk>/", invitations.invitation_state, name="invitation_state"),
    path("invitations/<uuid:pk>/confirm/", invitations.confirm_invitation, name="confirm_invitation"),
    path("invitations/<uuid:pk>/answer/", invitations.answer_for, name="answer"),
    path("invitations/<uuid:pk>/withdraw/", invitations.withdraw_invitation, name="withdraw"),
    path("invitations/<uuid:pk>/letter/", invitations.letter, name="letter"),
    path("i/<str:token>/", invitations.invitation, name="invitation"),
    path("partners/", partners.partners, name="partners"),
    path("partners/sheet/", partners.partners_sheet, name="partners_sheet"),
    path("partners/new/", partners.add_partner, name="add_partner"),
    path("partners/<uuid:pk>/", partners.partner, name="partner"),
    path("partners/<uuid:pk>/change/", partners.change_partner, name="change_partner"),
    path("partners/<uuid:pk>/still/", partners.confirm_partner, name="confirm_partner"),
]
