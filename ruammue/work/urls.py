"""Addresses of this room, each under `/<steward>/`."""

from __future__ import annotations

from django.urls import URLPattern, path

from ruammue.work.views import duties, months, skills, tasks

urlpatterns: list[URLPattern] = [
    path("work/", duties.works, name="list"),
    path("work/sheet/", duties.works_sheet, name="list_sheet"),
    path("work/table/<uuid:pk>/", duties.duty_table, name="duty_table"),
    path("work/table/<uuid:pk>/new/", duties.open_work, name="open_work"),
    path("work/table/<uuid:pk>/divide/", duties.divide, name="divide"),
    path("work/table/<uuid:pk>/annex.<slug:fmt>", duties.annex, name="annex"),
    path("work/table/<uuid:pk>/ask/", duties.ask, name="ask"),
    path("work/table/<uuid:pk>/sign/", duties.sign_as, name="sign_as"),
    path("work/table/<uuid:pk>/object/", duties.object_as, name="object_as"),
    path("work/table/<uuid:pk>/enter/", duties.enter, name="enter"),
    path("work/table/<uuid:pk>/task/", tasks.new_task, name="new_task"),
    path("work/<uuid:pk>/finish/", duties.finish, name="finish"),
    path("work/<uuid:pk>/again/", duties.again, name="again"),
    path("work/<uuid:pk>/drop/", duties.drop, name="drop"),
    path("work/duty/<uuid:pk>/person/", duties.name_person, name="name_person"),
    path("d/<str:token>/", duties.sign, name="sign_duties"),
    path("d/<str:token>/object/", duties.object_by_link, name="object_by_link"),
    path("work/skills/", skills.skills, name="skills"),
    path("work/skills/<uuid:competence>/confirm/", skills.confirm_skill, name="confirm_skill"),
    path("work/skills/<uuid:competence>/take-back/", skills.take_back_skill, name="take_back_skill"),
    path("work/people/<uuid:person>/", skills.person_skills, name="person_skills"),
    path("work/people/<uuid:person>/time/", skills.availability, name="availability"),
    path("work/mine/", skills.my_work, name="my_work"),
    path("work/seasons/", skills.seasons, name="seasons"),
    path("work/apart/", skills.apart, name="apart"),
    path("work/apart/<uuid:pk>/end/", skills.no_longer_apart, name="no_longer_apart"),
    path("work/tasks/<uuid:task>/", tasks.task, name="task"),
    path("work/tasks/<uuid:task>/drop/", tasks.drop_task, name="drop_task"),
    path("work/tasks/<uuid:task>/part/", tasks.task_part, name="task_part"),
    path("work/tasks/<uuid:task>/done/", tasks.everybody_done, name="everybody_done"),
    path("work/places/<uuid:slot>/put/", tasks.put, name="put"),
    path("work/sign-ups/<uuid:sign_up>/ask/", tasks.ask_one, name="ask_one"),
    path("work/sign-ups/<uuid:sign_up>/answer/", tasks.answer, name="answer"),
    path("work/sign-ups/<uuid:sign_up>/withdraw/", tasks.withdraw, name="withdraw"),
    path("work/sign-ups/<uuid:sign_up>/want-cover/", tasks.want_cover, name="want_cover"),
    path("work/sign-ups/<uuid:sign_up>/cover/", tasks.cover, name="cover"),
    path("work/sign-ups/<uuid:sign_up>/write-down/", tasks.write_down, name="write_down"),
    path("work/month/", months.this_month, name="this_month"),
    path("work/month/<slug:month>/", months.month, name="month"),
    path("work/month/<slug:month>/plan/", months.plan_month, name="plan_month"),
    path("work/month/<slug:month>/ask/", months.ask_month, name="ask_month"),
    path("work/month/<slug:month>/away/", months.away, name="away"),
    path("work/month/<slug:month>/board.<slug:fmt>", months.board, name="board"),
    path("c/<str:token>/", tasks.come, name="come"),
]
