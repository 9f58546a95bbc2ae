"""Addresses of this room, each under `/<steward>/`."""

from __future__ import annotations

from django.urls import URLPattern, path

from ruammue.decisions.views import ballots, meetings, resolutions

urlpatterns: list[URLPattern] = [
    path("meetings/", meetings.meetings, name="meetings"),
    path("meetings/sheet/", meetings.meetings_sheet, name="meetings_sheet"),
    path("meetings/new/", meetings.call_meeting, name="call_meeting"),
    path("meetings/<uuid:pk>/", meetings.meeting, name="meeting"),
    path("meetings/<uuid:pk>/notice/", meetings.notice, name="notice"),
    path("meetings/<uuid:pk>/words/", meetings.word_rows, name="word_rows"),
    path("meetings/<uuid:pk>/sheet/", meetings.sheet_page, name="sheet"),
    path("meetings/<uuid:pk>/forum/", meetings.enter_forum, name="enter_forum"),
    path("meetings/<uuid:pk>/notes/", meetings.enter_meeting, name="enter_meeting"),
    path("meetings/<uuid:pk>/close/", meetings.close_meeting, name="close_meeting"),
    path("meetings/<uuid:pk>/again/", meetings.recall_meeting, name="recall_meeting"),
    path("meetings/<uuid:pk>/move/", meetings.move_meeting, name="move_meeting"),
    path("meetings/<uuid:pk>/cancel/", meetings.cancel_meeting, name="cancel_meeting"),
    path("meetings/<uuid:pk>/minutes/", meetings.minutes, name="minutes"),
    path("meetings/<uuid:pk>/papers/<slug:name>.<slug:fmt>", meetings.paper, name="paper"),
    path("meetings/<uuid:pk>/signed/new/", resolutions.attach_scan, name="attach_scan"),
    path("meetings/<uuid:pk>/signed/", resolutions.signed_scan, name="signed_scan"),
    path("meetings/<uuid:pk>/annex/", resolutions.add_annex, name="add_annex"),
    path("meetings/<uuid:pk>/improved/", resolutions.improvement, name="improvement"),
    path("meetings/<uuid:pk>/ballots/new/", ballots.new_ballot, name="new_ballot"),
    path("matters/<uuid:pk>/agenda/", meetings.put_on_agenda, name="put_on_agenda"),
    path("agenda/<uuid:pk>/off/", meetings.take_off_agenda, name="take_off_agenda"),
    path("resolutions/", resolutions.resolutions, name="resolutions"),
    path("resolutions/sheet/", resolutions.resolutions_sheet, name="resolutions_sheet"),
    path("resolutions/<uuid:pk>/", resolutions.resolution, name="resolution"),
    path("resolutions/<uuid:pk>/answer/", resolutions.approve, name="approve"),
    path("resolutions/<uuid:pk>/number/", resolutions.type_number, name="type_number"),
    path("resolutions/<uuid:pk>/correct/", resolutions.correct_resolution, name="correct_resolution"),
    path("ballots/<uuid:pk>/", ballots.ballot, name="ballot"),
    path("ballots/<uuid:pk>/open/", ballots.open_ballot, name="open_ballot"),
    path("ballots/<uuid:pk>/close/", ballots.close_ballot, name="close_ballot"),
    path("ballots/<uuid:pk>/certificate/", ballots.certificate, name="certificate"),
]
