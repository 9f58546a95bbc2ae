"""Addresses of this room, each under `/<steward>/`."""

from __future__ import annotations

from django.urls import URLPattern, path

from ruammue.resources.views import answering, board, disputes, dividing, lines, offers, papers, promises, who_has

_FORMAT = "<slug:fmt>"

urlpatterns: list[URLPattern] = [
    path("exchange/", board.board, name="board"),
    path("exchange/near/", who_has.near, name="near"),
    path("exchange/division/", dividing.divide_things, name="divide_things"),
    path("exchange/lines/<uuid:pk>/not-now/", who_has.not_now, name="not_now"),
    path("exchange/lines/<uuid:pk>/not-them/", who_has.not_them, name="not_them"),
    path("exchange/sheet/", board.board_sheet, name="board_sheet"),
    path("exchange/matters/<uuid:pk>/", board.matter, name="matter"),
    path("exchange/matters/<uuid:pk>/lack/", lines.raise_line, name="raise_line"),
    path("exchange/matters/<uuid:pk>/from-call/", lines.from_call, name="from_call"),
    path("exchange/lines/<uuid:pk>/", lines.line, name="line"),
    path("exchange/lines/<uuid:pk>/close/", lines.close_line, name="close_line"),
    path("exchange/lines/<uuid:pk>/ask/", promises.ask, name="ask"),
    path("exchange/lines/<uuid:pk>/promise/", promises.make_promise, name="promise"),
    path("exchange/promises/", promises.promises, name="promises"),
    path("exchange/promises/sheet/", promises.promises_sheet, name="promises_sheet"),
    path("exchange/promises/<uuid:pk>/", promises.promise, name="commitment"),
    path("exchange/promises/<uuid:pk>/accept/", promises.accept, name="accept"),
    path("exchange/promises/<uuid:pk>/link/", answering.ask_link, name="ask_link"),
    path("exchange/promises/<uuid:pk>/answer/", answering.confirm_answer, name="confirm_answer"),
    path("exchange/answer/<slug:key>/", answering.answer, name="answer"),
    path("exchange/promises/<uuid:pk>/end/", promises.end, name="end"),
    path("exchange/promises/<uuid:pk>/deliver/", promises.deliver, name="deliver"),
    path("exchange/promises/<uuid:pk>/return/", promises.bring_back, name="bring_back"),
    path(f"exchange/promises/<uuid:pk>/letter/{_FORMAT}/", papers.letter, name="letter"),
    path(f"exchange/promises/<uuid:pk>/thanks/{_FORMAT}/", papers.thanks, name="thanks"),
    path("exchange/deliveries/<uuid:pk>/", promises.confirm, name="confirm"),
    path("exchange/deliveries/<uuid:pk>/reverse/", promises.reverse, name="reverse"),
    path("exchange/deliveries/<uuid:pk>/photo/", promises.photo, name="photo"),
    path(f"exchange/deliveries/<uuid:pk>/receipt/{_FORMAT}/", papers.receipt, name="receipt"),
    path("exchange/deliveries/<uuid:pk>/dispute/", disputes.dispute, name="dispute"),
    path("exchange/disputes/<uuid:pk>/", disputes.dispute_page, name="dispute_page"),
    path("exchange/disputes/<uuid:pk>/mediate/", disputes.mediate, name="mediate"),
    path("exchange/settlements/<uuid:pk>/agree/", disputes.agree, name="agree"),
    path("exchange/promises/<uuid:pk>/loss/", disputes.tell_loss, name="tell_loss"),
    path("exchange/losses/<uuid:pk>/", disputes.decide_loss, name="decide_loss"),
    path("exchange/losses/<uuid:pk>/photo/", disputes.loss_photo, name="loss_photo"),
    path("exchange/promises/ledger/", disputes.ledger, name="ledger"),
    path("exchange/offers/", offers.offers, name="offers"),
    path("exchange/offers/sheet/", offers.offers_sheet, name="offers_sheet"),
    path("exchange/offers/new/", offers.new_offer, name="new_offer"),
    path("exchange/offers/<uuid:pk>/", offers.offer, name="offer"),
    path("exchange/offers/<uuid:pk>/still/", offers.assure, name="assure"),
    path("exchange/offers/<uuid:pk>/withdraw/", offers.withdraw, name="withdraw"),
    path("exchange/substitutes/", lines.substitutes, name="substitutes"),
]
