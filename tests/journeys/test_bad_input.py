"""What people and machines send by mistake or malice, through the door of every form that asks for words.

The rooms test their own fields; here the same list of bad things goes to one form after the other: nothing falls over,
nothing half-written stays, no citizen id is kept anywhere, and what is wrong is said in Thai on the page.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.test import Client
from django.urls import reverse

from ruammue.ledger.models import Entry
from ruammue.needs.models import Need
from ruammue.networks.models import Network
from ruammue.resources.models import Spec
from ruammue.work.models import Work
from tests.cast import Cast
from tests.rooms.loop.test_wheel import WAY, Walk, filled, go
from tests.rooms.needs.pictures import jpeg

CITIZEN = "1101700203450"
"""A number with the right check digit; nobody's that we know of."""
WRITTEN = ("1-1017-00203-45-0", "๑๑๐๑๗๐๐๒๐๓๔๕๐", "1 1017 00203 45 0")
MARKS = "ก" + "\u0e49" * 1_000
NUL = "น้ำ\x00ไม่ไหล"
NO_DAY = "31 กุมภาพันธ์ 2570"
THAI = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


@pytest.fixture
def walk(cast: Cast) -> Walk:
    """A matter on which everything stands already, and still some work to do."""
    made = Walk(cast)
    go(made, upto=len(WAY) - 4)
    return made


def doors(walk: Walk) -> list[tuple[str | None, str]]:
    """(who, address) of the forms that ask for words."""
    network, spec = Network.objects.get(matter=walk.key), Spec.objects.get()
    goal = walk.matter.goals.get(dropped_at=None)
    return [
        (None, walk.url("needs:report")),
        (None, walk.url("needs:receipt")),
        (None, walk.url("coordination:help", walk.key)),
        ("officer", walk.url("needs:answer", walk.matter.needs.get().pk)),
        ("officer", walk.url("needs:rename", walk.key)),
        ("officer", walk.url("networks:new")),
        ("officer", walk.url("networks:invite", network.pk)),
        ("officer", walk.url("networks:add_partner")),
        ("officer", walk.url("decisions:call_meeting")),
        ("officer", walk.url("goals:draft", walk.key)),
        ("officer", walk.url("goals:read", goal.indicators.get().pk)),
        ("officer", walk.url("work:open_work", walk.key)),
        ("officer", f"{walk.url('resources:raise_line', walk.key)}?spec={spec.pk}"),
        ("officer", walk.url("people:add")),
        ("officer", walk.url("evidence:result", walk.key)),
    ]


def sent(client: Client, path: str, words: str = "", day: str = "") -> Any:
    """The form of this page with `words` in every field for words, and `day` in every field for a day."""
    page = client.get(path)
    assert page.status_code == 200, (path, page.status_code)
    form, said = page.context["form"], {}
    for bound in form:
        is_words = type(bound.field).__name__ == "PlainTextField"
        if is_words and words:
            said[bound.html_name] = words
        if day and type(bound.field).__name__ == "ThaiDateField":
            said[bound.html_name] = day
        if isinstance(bound.field, forms.ChoiceField) and not bound.value() and bound.field.required:
            choices = [str(value) for value, _label in bound.field.choices if str(value)]
            said.setdefault(bound.html_name, choices[:1])
    return client.post(path, filled(form, **said))


def kept() -> str:
    """Every word that lies in the database, digits and separators made plain."""
    found = []
    for model in apps.get_models():
        names = [
            field.name
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField | models.JSONField) and not field.choices
        ]
        if names:
            found += [str(row) for row in model._base_manager.values_list(*names)]
    return re.sub(r"[\s.\-–_/]", "", " | ".join(found).translate(THAI))


def test_an_empty_form_is_answered_and_changes_nothing(walk: Walk) -> None:
    before = Entry.objects.count()
    for who, path in doors(walk):
        answer = walk.cast.client(who).post(path, {})
        assert answer.status_code in (200, 422), (path, answer.status_code)
        assert re.search("[ก-๙]", answer.content.decode()), path
    assert Entry.objects.count() == before


@pytest.mark.parametrize("words", [NUL, MARKS, "\u202e" + "กลับ", "a" * 50_000], ids=["NUL", "marks", "turned", "long"])
def test_strange_words_are_cleaned_or_refused_and_break_nothing(walk: Walk, words: str) -> None:
    for who, path in doors(walk):
        answer = sent(walk.cast.client(who), path, words)
        assert answer.status_code in (200, 302, 422), (path, answer.status_code)
    lies = kept()
    assert "\x00" not in lies
    assert "\u202e" not in lies
    assert not re.search("\u0e49{5}", lies), "no tower of marks is stored"


@pytest.mark.parametrize("number", WRITTEN)
def test_a_citizen_id_in_words_is_stored_nowhere(walk: Walk, number: str) -> None:
    for who, path in doors(walk):
        sent(walk.cast.client(who), path, f"ติดต่อ {number} ได้เลย")
    assert CITIZEN not in kept()


def test_a_citizen_id_in_the_name_of_a_file_is_stored_nowhere(cast: Cast) -> None:
    photo = SimpleUploadedFile(f"บัตร {CITIZEN}.jpg", jpeg(), "image/jpeg")
    report = reverse("needs:report", args=[cast.steward.slug])
    assert cast.client().post(report, {"photos": photo, "text": "ดูรูป"}).status_code == 302
    assert Need.objects.get().files.count() == 1
    assert CITIZEN not in kept()


def test_mutant_without_masking_the_id_would_lie_in_the_tables(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Proves that the masking at the door is what keeps it out, and that the search sees what it looks for."""
    monkeypatch.setattr("ruammue.foundation.citizen_id.mask", lambda text: (text, 0))
    for who, path in doors(walk):
        sent(walk.cast.client(who), path, f"ติดต่อ {WRITTEN[1]} ได้เลย")
    assert CITIZEN in kept()


def test_a_day_that_no_calendar_has_is_said_beside_its_field(walk: Walk) -> None:
    met = 0
    for who, path in doors(walk):
        client = walk.cast.client(who)
        days = [b.html_name for b in client.get(path).context["form"] if type(b.field).__name__ == "ThaiDateField"]
        if not days:
            continue
        answer = sent(client, path, "น้ำไม่ไหล", NO_DAY)
        assert answer.status_code in (200, 422), (path, answer.status_code)
        errors = answer.context["form"].errors
        assert set(days) <= set(errors), (path, errors)
        assert "ไม่มีในปฏิทิน" in str(errors[days[0]]), path
        assert NO_DAY in answer.content.decode(), "what was typed stays on the page"
        met += 1
    assert met >= 5


def test_ten_megabytes_are_refused_in_words(cast: Cast) -> None:
    for path in (reverse("needs:report", args=[cast.steward.slug]), "/account/login/"):
        answer = cast.client().post(path, "text=" + "a" * 10_000_000, content_type="application/x-www-form-urlencoded")
        assert answer.status_code in (400, 413), (path, answer.status_code)
    assert not Need.objects.exists()


def test_the_same_form_sent_twice_is_one_act(walk: Walk) -> None:
    officer = walk.cast.client("officer")
    for path, rows in (
        (walk.url("work:open_work", walk.key), Work.objects.all()),
        (walk.url("needs:report"), Need.objects.all()),
    ):
        before = rows.count()
        page = officer.get(path)
        data = filled(page.context["form"], title="หุงข้าว", text="ไฟดับ")
        for _time in range(2):
            assert officer.post(path, data).status_code == 302
        assert rows.count() == before + 1, path
