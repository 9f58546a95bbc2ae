"""งานที่ขาดคน: the hours of tasks stand together, named where everybody may know; a person goes to the task."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.urls import reverse

from ruammue.needs.actions import publish_matter
from ruammue.resources import actions, near
from ruammue.resources.models import Commitment
from ruammue.work import actions as work
from ruammue.work.models import Slot, Task
from tests.cast import Cast
from tests.rooms.resources.stage import fresh, key, line_of, matter_of, offer_of, spec_of
from tests.rooms.resources.test_pages import page, send, words
from tests.rooms.work.within import BEFORE, SATURDAY, Within

pytestmark = pytest.mark.usefixtures("cast")


@pytest.fixture
def scene(cast: Cast) -> Within:
    """The drain of moo 3, published: everybody may read of it."""
    scene = Within(cast)
    publish_matter(scene.matter, by=scene.officer, sentence="ช่วยกันลอกร่องน้ำหน้าโรงเรียน", now=BEFORE)
    scene.matter.refresh_from_db()
    return scene


def tasks_of(scene: Within, many: int) -> list[Task]:
    """Tasks of the same hours on the same day: told apart by their names and halves."""
    halves = ("am", "pm")
    return [scene.task(f"ลอกร่องน้ำช่วงที่ {number + 1}", half=halves[number % 2]) for number in range(many)]


def test_tasks_stand_together_by_name_and_things_are_seen_beside_them(scene: Within) -> None:
    """Seven rows of "8 hours" hid the truck; none of them said what is done, or when."""
    cast = scene.cast
    tasks_of(scene, 7)
    line_of(cast, 1, spec=spec_of(cast, "รถกระบะ", "vehicle", "vehicle_day"), matter=matter_of(cast, "พาไปหาหมอ"))
    for who in ("abbot", "volunteer"):
        told = page(cast.client(who), cast, "near")
        assert "งานที่ขาดคน ลอกร่องน้ำช่วงที่ 1" in told
        assert re.search(r"ลอกร่องน้ำช่วงที่ 2 5 ธ.ค. 2569 บ่าย .*?ยังขาด 8 ชั่วโมง", told), told
        assert "ลอกร่องน้ำช่วงที่ 7" not in told
        assert "และอีก 3 งาน" in told
        assert "รถกระบะ" in told
        everything = page(cast.client(who), cast, "near", all="1")
        assert "ลอกร่องน้ำช่วงที่ 7" in everything
        assert "และอีก" not in everything


def test_what_does_not_fit_on_the_page_is_counted_and_one_tap_away(cast: Cast) -> None:
    for number in range(near.SHOWN + 2):
        line_of(cast, 1, spec=spec_of(cast, f"ของอย่างที่ {number + 1:02}"), matter=matter_of(cast, f"งาน {number}"))
    told = page(cast.client("owner"), cast, "near")
    assert "และอีก 2 อย่าง" in told
    assert "ของอย่างที่ 14" not in told
    assert "ของอย่างที่ 14" in page(cast.client("owner"), cast, "near", all="1")


def test_no_name_of_a_task_of_what_is_not_published(scene: Within) -> None:
    """The temple, asked for hours of it by the office, reads the hours; the office reads the task."""
    cast = scene.cast
    hidden = scene.task("จัดห้องสอบสวน", matter=matter_of(cast, "เรื่องภายใน", published=False))
    assert "จัดห้องสอบสวน" not in page(cast.client("abbot"), cast, "near", all="1")
    promise = actions.make_commitment(
        hidden.hours_line, quantity=60, provider=cast.temple, side="receiver", reason="ใกล้",
        by=cast.actor("officer", speaking=True), idempotency_key=key(),
    )  # fmt: skip
    for name in ("commitment", "accept"):
        assert "จัดห้องสอบสวน" not in page(cast.client("abbot"), cast, name, promise.pk)
        assert "จัดห้องสอบสวน" in page(cast.client("officer"), cast, name, promise.pk)


def test_who_promises_hours_and_who_accepts_them_read_of_which_task(scene: Within) -> None:
    cast = scene.cast
    task, _other = tasks_of(scene, 2)
    named = "ลอกร่องน้ำช่วงที่ 1 · 5 ธ.ค. 2569 เช้า"
    abbot = cast.client("abbot")
    assert named in page(abbot, cast, "promise", task.hours_line_id)
    assert named in page(cast.client("officer"), cast, "ask", task.hours_line_id)
    sent = {"giver": f"org:{cast.temple.pk}", "quantity": "4", "once": "01976f00-0000-7000-8000-000000000001"}
    assert send(abbot, cast, "promise", task.hours_line_id, **sent).status_code == 302
    promise = Commitment.objects.get()
    for name in ("commitment", "accept"):
        assert named in page(cast.client("officer"), cast, name, promise.pk)


def test_a_person_goes_to_the_task_instead_of_promising_its_hours(scene: Within) -> None:
    """A promise of theirs would stand beside the task and join nothing: their work would not know of it."""
    cast = scene.cast
    (task,) = tasks_of(scene, 1)
    volunteer, abbot = cast.client("volunteer"), cast.client("abbot")
    wishes = reverse("work:my_wishes", args=[cast.steward.slug, f"{SATURDAY:%Y-%m}"])
    assert (
        f'href="{wishes}#task-{task.pk}"'
        in volunteer.get(reverse("resources:near", args=[cast.steward.slug])).content.decode()
    )
    sent = {"giver": "me", "quantity": "4", "once": "01976f00-0000-7000-8000-000000000002"}
    promise = reverse("resources:promise", args=[cast.steward.slug, task.hours_line_id])
    for answer in (volunteer.get(promise), volunteer.post(promise, sent)):
        assert (answer.status_code, answer["Location"]) == (302, f"{wishes}#task-{task.pk}")
    there = volunteer.get(wishes)
    assert f'id="task-{task.pk}"' in there.content.decode()
    assert "บอกที่นี่ว่าอยากไปช่วย" in words(there)
    # Who speaks for the temple promises for the temple; as oneself one goes to the task as well.
    assert f'href="{wishes}#task-{task.pk}"' in abbot.get(promise).content.decode()
    assert abbot.post(promise, sent).status_code == 422
    assert cast.client("officer").post(promise, {**sent, "giver": "other", "acting_for": "ป้าแดง"}).status_code == 422
    assert not Commitment.objects.exists()
    # A thing is promised by a person as before.
    table = line_of(cast, 5, matter=matter_of(cast, "งานบุญ"))
    assert send(volunteer, cast, "promise", table.pk, **{**sent, "quantity": "2"}).status_code == 302
    assert Commitment.objects.get().person == cast.persons["volunteer"]


def test_where_people_were_asked_the_office_does_not_read_that_nobody_is_there(scene: Within) -> None:
    """As the month's page says: asked, no answer yet."""
    cast = scene.cast
    (task,) = tasks_of(scene, 1)
    officer, nobody = cast.client("officer"), "เช้า หมู่ 3 บ้านดอนแดง ยังไม่มีใครเสนอ"
    assert nobody in page(officer, cast, "near")
    slot = Slot.objects.get(task=task)
    for person in scene.people[2:4]:
        asked = work.propose_person(slot, person, by=scene.officer, now=BEFORE)
        work.invite_person(asked, by=scene.officer, now=BEFORE)
    told = page(officer, cast, "near")
    assert "ถามไปแล้ว 2 ราย" in told
    assert nobody not in told
    work.answer_for(asked, "yes", by=scene.officer, now=BEFORE)
    (one,) = near.columns_of(cast.steward, scene.officer, today=SATURDAY - dt.timedelta(days=7)).hands
    assert (one.asked, one.row.missing) == (1, fresh(task).minutes)


def sends(cast: Cast, task: Task, hours: int = 4) -> Commitment:
    """The temple sends people for so many hours; the office has not said yes."""
    return actions.make_commitment(
        task.hours_line, quantity=hours * 60, provider=cast.temple, side="provider",
        by=cast.actor("abbot", speaking=True), idempotency_key=key(),
    )  # fmt: skip


def test_hours_that_were_offered_stand_where_the_office_looks(scene: Within) -> None:
    """The month's page said "offers people, waits for the office"; here stood that nobody had offered any."""
    cast = scene.cast
    (task,) = tasks_of(scene, 1)
    promise = sends(cast, task)
    at = f'href="{reverse("resources:commitment", args=[cast.steward.slug, promise.pk])}"'
    near_at, home = reverse("resources:near", args=[cast.steward.slug]), reverse("loop:home", args=[cast.steward.slug])
    for who, whose in (("officer", "รอเรารับ"), ("coordinator", "รออบต.นาร่วมใจรับ")):
        client = cast.client(who)
        told = words(client.get(near_at))
        assert f"มีคนเสนอแล้ว 1 ราย {whose}" in told, told
        assert "ยังไม่มีใครเสนอ " not in told
        assert at in client.get(near_at).content.decode()
        assert "ลอกร่องน้ำช่วงที่ 1 · เช้า" in words(client.get(home)), who
        assert at in client.get(home).content.decode()
    for who in ("abbot", "officer"):  # the same words are read by both sides
        told = words(cast.client(who).get(reverse("resources:commitment", args=[cast.steward.slug, promise.pk])))
        assert "เสนอให้แล้ว รอผู้รับตอบรับ" in told
    more = [sends(cast, task, 1) for _one in range(5)]
    assert "และอีก 2 รายการ" in words(cast.client("officer").get(home)), "four, and how many more"
    for each in (promise, *more):
        actions.end_commitment(each, end="by_receiver", reason="พอแล้ว", by=cast.actor("officer", speaking=True))
    assert "ลอกร่องน้ำช่วงที่ 1 · เช้า" not in words(cast.client("officer").get(home))


def test_who_is_asked_for_hours_reads_at_home_of_which_task(scene: Within) -> None:
    cast = scene.cast
    (task,) = tasks_of(scene, 1)
    hidden = scene.task("จัดห้องสอบสวน", half="pm", matter=matter_of(cast, "เรื่องภายใน", published=False))
    for each in (task, hidden):
        actions.make_commitment(
            each.hours_line, quantity=60, provider=cast.temple, side="receiver", reason="ใกล้",
            by=cast.actor("officer", speaking=True), idempotency_key=key(),
        )  # fmt: skip
    told = words(cast.client("abbot").get(reverse("loop:home", args=[cast.steward.slug])))
    assert "ลอกร่องน้ำช่วงที่ 1 · เช้า" in told
    assert ("จัดห้องสอบสวน" in told, "บ่าย" in told) == (False, True)


def test_a_promise_of_hours_says_whom_the_task_lacks(scene: Within) -> None:
    """Four hours were promised, and one driver was lacking: neither side read so."""
    cast = scene.cast
    task = scene.task("ถมทางเดิน", most=3)
    driver = Slot.objects.get(task=task)
    Slot.objects.create(
        steward=cast.steward, task=task, role="ขับรถแบ็กโฮ", skill="machinery", least_level=3, least=1, most=1
    )
    lacks = ("ขุดและตัก 3 คน คนละ 4 ชั่วโมง", "ขับรถแบ็กโฮ 1 คน คนละ 4 ชั่วโมง", "ระดับที่ขอ: ทำเองได้")
    told = page(cast.client("abbot"), cast, "promise", task.hours_line_id)
    assert [each in told for each in lacks] == [True] * 3, told
    person = work.propose_person(driver, scene.people[2], by=scene.officer, now=BEFORE)
    work.invite_person(person, by=scene.officer, now=BEFORE)
    promise = sends(cast, task)
    for name in ("commitment", "accept"):
        told = page(cast.client("officer"), cast, name, promise.pk)
        assert [each in told for each in lacks] == [True] * 3, told
        assert "ถามชาวบ้านไว้แล้ว 1 คน" in told
    work.answer_for(person, "yes", by=scene.officer, now=BEFORE)
    told = page(cast.client("officer"), cast, "accept", promise.pk)
    assert ("ขุดและตัก 2 คน" in told, "ถามชาวบ้านไว้แล้ว" in told) == (True, False)
    assert actions.accept_commitment(promise, side="receiver", by=cast.actor("officer", speaking=True)).is_accepted
    told = page(cast.client("abbot"), cast, "promise", task.hours_line_id)
    assert "ขุดและตัก 1 คน" in told, "one of the temple is counted among them"
    assert "ที่ยังว่าง" not in page(cast.client("officer"), cast, "commitment", promise.pk), "it is agreed"


def test_people_are_sent_whole(scene: Within) -> None:
    """One hour of a task of four is nobody, and used to take the hour off what lacks."""
    cast = scene.cast
    (task,) = tasks_of(scene, 1)
    facts = {"giver": f"org:{cast.temple.pk}", "once": "01976f00-0000-7000-8000-000000000003"}
    for hours in ("1", "6"):
        sent = send(cast.client("abbot"), cast, "promise", task.hours_line_id, quantity=hours, **facts)
        assert (sent.status_code, "คนหนึ่ง 4 ชั่วโมง" in words(sent)) == (422, True), words(sent)
    assert send(cast.client("abbot"), cast, "promise", task.hours_line_id, quantity="4", **facts).status_code == 302
    sends(cast, task, 1)
    for each in Commitment.objects.all():
        actions.accept_commitment(each, side="receiver", by=cast.actor("officer", speaking=True))
    rest = {**facts, "quantity": "3", "once": "01976f00-0000-7000-8000-000000000004"}
    assert send(cast.client("abbot"), cast, "promise", task.hours_line_id, **rest).status_code == 302, "all that lacks"


def test_a_task_that_has_begun_is_offered_to_nobody_and_stands_last(
    scene: Within, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = scene.cast
    early, late = tasks_of(scene, 2)  # the morning and the afternoon of one day
    offer = offer_of(cast, 480, spec=early.hours_line.spec)
    noon = dt.datetime(2026, 12, 5, 12, 30, tzinfo=dt.timezone(dt.timedelta(hours=7)))
    monkeypatch.setattr("ruammue.work.purposes.timezone.now", lambda: noon)
    monkeypatch.setattr("ruammue.resources.views.who_has.timezone.localdate", lambda *_a: SATURDAY)
    abbot = cast.client("abbot")
    told = page(abbot, cast, "near")
    assert (early.title in told, late.title in told) == (False, True)
    told = page(abbot, cast, "offer", offer.pk)
    assert (f"{early.title} · " in told, f"{late.title} · " in told) == (False, True)
    for method in (abbot.get, abbot.post):
        sent = method(reverse("resources:promise", args=[cast.steward.slug, early.hours_line_id]))
        assert sent.status_code == 302
    assert "เริ่มไปแล้ว" in words(abbot.get(sent.url))
    hands = near.columns_of(cast.steward, scene.officer, today=SATURDAY).hands
    assert [one.task.name for one in hands if one.task] == [late.title, early.title]


def test_the_day_and_the_time_of_a_task_may_stand_on_two_lines(scene: Within) -> None:
    """Held on one line, they pushed the button out of a phone's page."""
    cast = scene.cast
    scene.task("ทาสีรั้ว", begins=dt.time(14, 4), ends=dt.time(15, 34), half="pm")
    told = cast.client("abbot").get(reverse("resources:near", args=[cast.steward.slug])).content.decode()
    assert re.search(r'<span class="nowrap">5.ธ.ค..2569</span> <span class="nowrap">14.04', told)


def test_an_offer_of_hours_says_which_tasks_it_fits(scene: Within) -> None:
    cast = scene.cast
    tasks_of(scene, 2)
    offer = offer_of(cast, 480, spec=Task.objects.all()[0].hours_line.spec)
    told = page(cast.client("abbot"), cast, "offer", offer.pk)
    assert "ลอกร่องน้ำช่วงที่ 1 · เช้า" in told
    assert "ลอกร่องน้ำช่วงที่ 2 · บ่าย" in told
