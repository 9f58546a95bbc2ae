"""Addresses of this room, each under `/<steward>/`."""

from __future__ import annotations

from django.urls import URLPattern, path

from ruammue.needs.views import calls, matters, needs, telling

urlpatterns: list[URLPattern] = [
    # for whoever tells a need
    path("tell/", telling.report, name="report"),
    path("ask/", telling.ask, name="receipt"),
    path("ask/<str:code>/", telling.receipt, name="receipt"),
    path("ask/<str:code>/verdict/", telling.judge, name="judge"),
    path("ask/<str:code>/slip/", telling.slip, name="slip"),
    # for those who answer
    path("needs/", needs.need_list, name="list"),
    path("needs/sheet/", needs.list_sheet, name="list_sheet"),
    path("needs/<uuid:pk>/", needs.need, name="need"),
    path("needs/<uuid:pk>/answer/", needs.answer, name="answer"),
    path("needs/<uuid:pk>/said/", needs.said, name="said"),
    path("needs/<uuid:pk>/sort/", needs.sort, name="sort"),
    path("needs/<uuid:pk>/hand-over/", needs.hand_over, name="hand_over"),
    path("needs/<uuid:pk>/exclude/", needs.exclude, name="exclude"),
    path("needs/<uuid:pk>/split/", needs.split, name="split"),
    path("needs/file/<uuid:pk>/", needs.file, name="file"),
    path("needs/photo/<uuid:pk>/", needs.photo, name="photo"),
    # the spine
    path("needs/matter/<uuid:pk>/", matters.matter, name="matter"),
    path("needs/matter/<uuid:pk>/publish/", matters.publish, name="publish"),
    path("needs/matter/<uuid:pk>/unpublish/", matters.unpublish, name="unpublish"),
    path("needs/matter/<uuid:pk>/skip/", matters.skip, name="skip"),
    path("needs/matter/<uuid:pk>/resume/", matters.resume, name="resume"),
    path("needs/matter/<uuid:pk>/rename/", matters.rename, name="rename"),
    path("needs/matter/<uuid:pk>/join/", matters.join, name="join"),
    path("needs/matter/<uuid:pk>/close/", matters.close, name="close"),
    path("needs/matter/<uuid:pk>/reopen/", matters.reopen, name="reopen"),
    path("needs/matter/<uuid:pk>/call/", calls.open_call, name="open_call"),
    # the office's own lack, and calls
    path("needs/projects/", calls.projects, name="projects"),
    path("needs/projects/sheet/", calls.projects_sheet, name="projects_sheet"),
    path("needs/projects/<uuid:pk>/", calls.project, name="project"),
    path("needs/projects/<uuid:pk>/mark/", calls.mark, name="mark"),
    path("needs/projects/<uuid:pk>/begin/", calls.begin, name="begin"),
    path("needs/call/<uuid:pk>/", calls.call, name="call"),
    path("needs/call/<uuid:pk>/sheet/", calls.call_sheet, name="call_sheet"),
    path("needs/call/<uuid:pk>/endorse/", calls.endorse, name="endorse"),
    path("needs/call/<uuid:pk>/close/", calls.close_call, name="close_call"),
]
