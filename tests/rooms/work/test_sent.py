"""Hours of a task that a partner promises: seen where people look for people, and promised once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from ruammue.access.actors import STRANGER
from ruammue.coordination.models import Notice
from ruammue.foundation.refusals import Refusal
from ruammue.foundation.transactions import door
from ruammue.ledger.actions import deliver
from ruammue.needs.actions import publish_matter
from ruammue.resources import invariants
from ruammue.resources.actions import accept_commitment, end_commitment, make_commitment, make_offer, record_delivery
from ruammue.resources.models import Commitment, NeedLine
from ruammue.resources.refusals import CommitmentIsOver, OverCommitment
from ruammue.work import actions
from ruammue.work.invariants import hours_spoken_are_of_those_who_said_yes
from ruammue.work.models import SignUp, Slot, Task
from ruammue.work.queries import wishes
from ruammue.work.refusals import NoRoomInLedger, PartnersCome
from tests.cast import Cast
from tests.rooms.resources.stage import key
from tests.rooms.resources.test_pages import words
from tests.rooms.work.test_within import asked, at_once, url
from tests.rooms.work.within import BEFORE, MONTH, OVER, THE_DAY, Within, fresh


@pytest.fixture
def scene(cast: Cast, monkeypatch: Any) -> Within:
    monkeypatch.setattr(timezone, "now", lambda: BEFORE)
    return Within(cast)


def temple(scene: Within, task: Task, minutes: int, *, is_accepted: bool = True, **facts: Any) -> Commitment:
    """The temple promises hours for a task, and the office takes them."""
    line = NeedLine.objects.get(pk=task.hours_line_id)
    promise = make_commitment(
        line, quantity=minutes, provider=scene.cast.organisations["temple"], side="provider",
        by=scene.cast.actor("abbot", speaking=True), idempotency_key=key(), now=BEFORE, **facts,
    )  # fmt: skip
    return accepted(scene, promise) if is_accepted else promise


def accepted(scene: Within, promise: Commitment) -> Commitment:
    return accept_commitment(promise, side="receiver", by=scene.cast.actor("officer", speaking=True), now=BEFORE)


def test_what_a_partner_promised_is_seen_and_nobody_is_asked_for_it(scene: Within) -> None:
    task = scene.task(most=2)
    one = asked(scene, scene.people[2], task=task)
    promise = temple(scene, task, 480, is_accepted=False)
    officer, name = scene.cast.client("officer"), scene.cast.organisations["temple"].name
    waits = words(officer.get(url(scene, "task", task.pk)))
    assert f"{name} เสนอส่งคนมา 8 ชั่วโมง" in waits
    assert "ยังขาด 2 คน" in waits, "nobody has said yes to it"
    accepted(scene, promise)
    for page in (officer.get(url(scene, "task", task.pk)), officer.get(url(scene, "month", "2026-12"))):
        assert f"{name} รับปากส่งคนมา 8 ชั่วโมง" in words(page)
        assert "ยังขาด" not in words(page)
    with pytest.raises(PartnersCome) as refused:
        actions.answer_by_link(one.token, "yes", steward=scene.cast.steward, by=STRANGER, now=BEFORE)
    assert refused.value.data["names"] == (name,)
    assert name in words(scene.cast.client().post(url(scene, "come", one.token), {"answer": "yes"}))
    assert (fresh(one.sign_up).state, Slot.objects.get().taken) == ("invited", 0)
    assert not wishes.open_tasks(scene.cast.steward, MONTH)
    assert (
        actions.plan_month(scene.cast.steward, MONTH, fairness=50, by=scene.officer, now=BEFORE).figures["wanted"] == 0
    )


def test_who_is_proposed_is_asked_only_for_what_partners_leave(scene: Within) -> None:
    task = scene.task(most=3)
    actions.plan_month(scene.cast.steward, MONTH, fairness=50, by=scene.officer, now=BEFORE)
    assert SignUp.objects.filter(slot__task=task).count() == 3
    temple(scene, task, 500)  # two people, and half an hour of a third
    page = scene.cast.client("officer").get(url(scene, "month", "2026-12"))
    assert page.context["page"].drafts == 1
    assert page.context["page"].lacking == 1
    assert len(actions.ask_all(scene.cast.steward, MONTH, by=scene.officer, now=BEFORE)) == 1


def test_places_that_ask_for_no_skill_are_filled_first(scene: Within) -> None:
    task = actions.open_task(
        scene.matter, "ทำบุญ", on=MONTH, half="am", receiver=scene.cast.office, by=scene.officer, now=BEFORE,
        places=[actions.Place("ทำอาหาร", "cooking", 1, 1, 2), actions.Place("ยกโต๊ะ", "", 1, 1, 1)],
    )  # fmt: skip
    temple(scene, task, 240)
    page = scene.cast.client("officer").get(url(scene, "task", task.pk)).context["page"]
    assert {place.role: place.lacking for place in page.places} == {"ทำอาหาร": 2, "ยกโต๊ะ": 0}


def test_a_partner_promises_no_hours_that_people_said_yes_to(scene: Within) -> None:
    task = scene.task(most=2)
    offered = temple(scene, task, 480, is_accepted=False)
    scene.coming(task, scene.people[2])
    with pytest.raises(OverCommitment) as refused:
        accepted(scene, offered)
    assert refused.value.data["missing"] == 240
    assert temple(scene, task, 240).is_standing


def test_everybody_has_the_hours_of_their_own_place_in_the_ledger(scene: Within, monkeypatch: Any) -> None:
    task = scene.task(most=2)
    long, usual = scene.coming(task, scene.people[2]), scene.coming(task, scene.people[3])
    for row in (long, usual):
        actions.check_in(row, by=scene.officer, now=THE_DAY)
    actions.finish_hours(long, minutes=270, by=scene.officer, now=OVER)
    actions.finish_hours(usual, by=scene.officer, now=OVER)
    assert (fresh(long).delivery.quantity, fresh(usual).delivery.quantity) == (240, 240)
    monkeypatch.setattr(timezone, "now", lambda: OVER)
    page = words(scene.cast.client("officer").get(url(scene, "task", task.pk)))
    assert page.count("อยู่เกินเวลานัด 30 นาที") == 1


def test_hours_without_room_in_the_ledger_say_so_and_enter_it_later(scene: Within, monkeypatch: Any) -> None:
    """As it stood before: the temple's promise was taken over the yes of those who come."""
    task = scene.task(most=1)
    row = scene.coming(task, scene.people[2])
    NeedLine.objects.update(spoken=0)
    promise = temple(scene, task, 240)
    actions.check_in(row, by=scene.officer, now=THE_DAY)
    monkeypatch.setattr(timezone, "now", lambda: OVER)
    officer, name = scene.cast.client("officer"), scene.cast.organisations["temple"].name
    said = words(officer.post(url(scene, "write_down", row.pk), {"act": "over"}, follow=True))
    assert "ในบัญชีแลกเปลี่ยนด้วย" not in said
    assert f"{name} รับปากชั่วโมงนี้ไว้" in said
    assert fresh(row).delivery is None
    with pytest.raises(NoRoomInLedger):
        actions.enter_hours(row, by=scene.officer, now=OVER)
    assert 'value="ledger"' not in officer.get(url(scene, "task", task.pk)).content.decode()
    end_commitment(promise, end="by_receiver", reason="วัดไม่ได้มา", by=scene.officer, now=OVER)
    assert 'value="ledger"' in officer.get(url(scene, "task", task.pk)).content.decode()
    for _twice in range(2):
        officer.post(url(scene, "write_down", row.pk), {"act": "ledger"})
    assert fresh(row).delivery.quantity == 240
    assert Commitment.objects.filter(end="fulfilled").count() == 1
    assert 'value="ledger"' not in officer.get(url(scene, "task", task.pk)).content.decode()
    assert not list(invariants.counters_equal_the_replay(scene.cast.steward.pk))


def test_the_village_board_tells_who_sends_people(scene: Within) -> None:
    publish_matter(scene.matter, by=scene.officer, sentence="ช่วยกันขุดลอก", now=BEFORE)
    temple(scene, scene.task(most=2), 240)
    paper = words(scene.cast.client("officer").get(url(scene, "board", "2026-12", "html")))
    assert f"{scene.cast.organisations['temple'].name} รับปากส่งคนมา 4 ชั่วโมง" in paper


def one_of_each_is_done(scene: Within, acts: list[str], verbs: dict[str, Callable[[str], object]]) -> None:
    """Pairs of acts (a verb and what of), all at once: of each pair one is done, and the other is refused."""

    def do(act: str) -> str:
        verb, _space, what = act.partition(" ")
        try:
            with door():
                verbs[verb](what)
        except (PartnersCome, OverCommitment) as refusal:
            return type(refusal).__name__
        return "done"

    assert at_once(do, acts).count("done") == len(acts) // 2
    assert not [line for line in NeedLine.objects.all() if line.spoken + line.promised != line.quantity]
    assert not list(hours_spoken_are_of_those_who_said_yes(scene.cast.steward.pk))


@pytest.mark.parametrize("rounds", [12])
def test_a_yes_and_a_partners_promise_at_once_never_take_the_same_hours(lasting_cast: Cast, rounds: int) -> None:
    scene = Within(lasting_cast, 2)
    acts: list[str] = []
    for number in range(rounds):
        task = scene.task(f"งาน{number}", most=1, skill="", on=MONTH + dt.timedelta(days=number))
        acts.append("yes " + asked(scene, scene.people[0], task=task).token)
        acts.append(f"take {temple(scene, task, 240, is_accepted=False).pk}")
    steward = lasting_cast.steward
    one_of_each_is_done(scene, acts, {
        "yes": lambda token: actions.answer_by_link(token, "yes", steward=steward, by=STRANGER, now=BEFORE),
        "take": lambda key: accepted(scene, Commitment.objects.get(pk=key)),
    })  # fmt: skip


@pytest.mark.parametrize("rounds", [8])
def test_who_comes_after_all_and_a_partner_at_once_never_take_the_same_hours(lasting_cast: Cast, rounds: int) -> None:
    scene = Within(lasting_cast, 2)
    acts: list[str] = []
    for number in range(rounds):
        task = scene.task(f"งาน{number}", most=1, skill="", on=MONTH + dt.timedelta(days=number))
        row = scene.coming(task, scene.people[0])
        actions.ask_for_cover(row, by=STRANGER, now=BEFORE)
        acts += [f"back {row.pk}", f"take {temple(scene, task, 240, is_accepted=False).pk}"]
    one_of_each_is_done(scene, acts, {
        "back": lambda key: actions.come_after_all(SignUp.objects.get(pk=key), by=STRANGER, now=BEFORE),
        "take": lambda key: accepted(scene, Commitment.objects.get(pk=key)),
    })  # fmt: skip


@pytest.mark.parametrize("rounds", [12])
def test_two_who_say_yes_to_two_places_of_a_task_at_once_are_both_counted(lasting_cast: Cast, rounds: int) -> None:
    scene = Within(lasting_cast, 2)
    tokens: list[str] = []
    for number in range(rounds):
        task = actions.open_task(
            scene.matter, f"งาน{number}", on=MONTH + dt.timedelta(days=number), half="am", by=scene.officer, now=BEFORE,
            receiver=lasting_cast.office, places=[actions.Place("ขุด"), actions.Place("ตัก")],
        )  # fmt: skip
        for slot, person in zip(Slot.objects.filter(task=task), scene.people, strict=True):
            row = actions.propose_person(slot, person, by=scene.officer, now=BEFORE)
            tokens.append(actions.invite_person(row, by=scene.officer, now=BEFORE).token)

    def say_yes(token: str) -> str:
        try:
            with door():
                actions.answer_by_link(token, "yes", steward=lasting_cast.steward, by=STRANGER, now=BEFORE)
        except Refusal as refusal:
            return type(refusal).__name__
        return "yes"

    assert at_once(say_yes, tokens).count("yes") == 2 * rounds
    assert {line.spoken for line in NeedLine.objects.all()} == {480}, connection.vendor
    assert not list(hours_spoken_are_of_those_who_said_yes(lasting_cast.steward.pk))


# ------------------------------------------------------------------------------------------- moved and dropped


def told_to(scene: Within, who: str) -> list[str]:
    """The codes of the news of somebody, the oldest first."""
    deliver()
    person = scene.cast.persons[who]
    return list(Notice.objects.filter(person=person).order_by("made_at", "id").values_list("code", flat=True))


def test_a_dropped_task_ends_what_partners_promised_and_tells_them(scene: Within) -> None:
    task = scene.task(most=2)
    taken = temple(scene, task, 240)
    waits = temple(scene, task, 120, is_accepted=False)
    officer, name = scene.cast.client("officer"), scene.cast.organisations["temple"].name
    where = url(scene, "drop_task", task.pk)
    assert f"{name} รับปากส่งคนมาช่วยงานนี้" in words(officer.get(where))
    before = told_to(scene, "abbot")
    said = words(officer.post(where, {"reason": "ฝนตกหนัก"}, follow=True))
    assert f"คำรับปากของ {name} สำหรับงานนี้สิ้นสุดแล้ว" in said
    for promise in (taken, waits):
        assert (fresh(promise).end, fresh(promise).end_reason) == ("by_receiver", f"{task.title}: ฝนตกหนัก")
    assert told_to(scene, "abbot")[len(before) :].count("commitment.ended") == 2
    line = NeedLine.objects.get()
    assert (line.promised, line.is_open) == (0, False)
    assert not list(invariants.counters_equal_the_replay(scene.cast.steward.pk))


def test_a_moved_task_asks_partners_anew_for_no_more_than_it_takes(scene: Within) -> None:
    task = scene.task(most=2)
    was = temple(scene, task, 480)
    offered = temple(scene, scene.task("อีกงาน"), 240, is_accepted=False)
    officer, name = scene.cast.client("officer"), scene.cast.organisations["temple"].name
    where = url(scene, "move_task", task.pk)
    assert "ระบบจะขอใหม่สำหรับวันใหม่ให้" in words(officer.get(where))
    told_to(scene, "abbot")
    said = officer.post(
        where, {"on": "12/12/2569", "half": "am", "begins": "08:00", "ends": "11:00", "reason": "ฝนตก"}, follow=True
    )
    assert f"ขอ {name} ใหม่สำหรับวันใหม่แล้ว" in words(said)
    assert fresh(was).end == "by_receiver"
    anew = Commitment.objects.get(need_line=was.need_line_id, end="")
    assert (anew.provider, anew.quantity, anew.due_on, anew.provider_accepted_at) == (
        was.provider, 360, dt.date(2026, 12, 12), None,
    )  # fmt: skip
    assert "5 ธ.ค. 2569 → 12 ธ.ค. 2569: ฝนตก" in anew.chosen_reason
    assert told_to(scene, "abbot")[-2:] == ["commitment.ended", "commitment.asked"]
    page = words(officer.get(url(scene, "task", task.pk)))
    assert f"ขอให้ {name} ส่งคนมา 6 ชั่วโมง" in page
    assert "ยังขาด 2 คน" in page
    accept_commitment(anew, side="provider", by=scene.cast.actor("abbot", speaking=True), now=BEFORE)
    assert "ยังขาด" not in words(officer.get(url(scene, "task", task.pk)))
    assert fresh(offered).end == "", "another task's promise stays"


def test_what_waits_for_a_word_stands_until_it_is_settled(scene: Within) -> None:
    task = scene.task(most=2)
    promise = temple(scene, task, 240)
    record_delivery(
        promise, quantity=60, on=BEFORE.date(), by=scene.cast.actor("abbot", speaking=True), side="provider",
        idempotency_key=key(), now=BEFORE,
    )  # fmt: skip
    said = words(scene.cast.client("officer").post(url(scene, "drop_task", task.pk), {"reason": ""}, follow=True))
    assert "จัดการเรื่องนั้นก่อน" in said
    assert (fresh(promise).end, NeedLine.objects.get().is_open) == ("", True)


def test_an_offer_that_does_not_reach_the_new_day_is_asked_without_it(scene: Within) -> None:
    task = scene.task(most=1)
    line = NeedLine.objects.get()
    offer = make_offer(
        line.spec, quantity=240, provider=scene.cast.organisations["temple"], until_on=task.on,
        by=scene.cast.actor("abbot", speaking=True), now=BEFORE,
    )  # fmt: skip
    promise = make_commitment(
        line, quantity=240, offer=offer, side="provider", by=scene.cast.actor("abbot", speaking=True),
        idempotency_key=key(), now=BEFORE,
    )  # fmt: skip
    accepted(scene, promise)
    moved = actions.move_task(
        task, on=task.on + dt.timedelta(days=7), half="am", reason="ฝนตก", by=scene.officer, now=BEFORE
    )
    (anew,) = moved.partners
    assert (anew.offer, anew.agreed_in, anew.provider) == (None, "word", promise.provider)
    assert fresh(offer).remaining == 240


@pytest.mark.parametrize("rounds", [12])
def test_a_promise_taken_while_its_task_is_dropped_does_not_outlive_it(lasting_cast: Cast, rounds: int) -> None:
    scene = Within(lasting_cast, 0)
    acts: list[str] = []
    for number in range(rounds):
        task = scene.task(f"งาน{number}", most=1, skill="", on=MONTH + dt.timedelta(days=number))
        acts += [f"take {temple(scene, task, 240, is_accepted=False).pk}", f"drop {task.pk}"]

    def do(act: str) -> str:
        verb, _space, what = act.partition(" ")
        try:
            with door():
                if verb == "drop":
                    actions.drop_task(Task.objects.get(pk=what), by=scene.officer, now=BEFORE)
                else:
                    accepted(scene, Commitment.objects.get(pk=what))
        except CommitmentIsOver:
            return "over"
        return verb

    outcomes = at_once(do, acts)
    assert outcomes.count("drop") == rounds
    assert not Commitment.objects.filter(end="").exists()
    assert not NeedLine.objects.filter(withdrawn_at=None).exists()
    assert not list(invariants.counters_equal_the_replay(lasting_cast.steward.pk))


def test_mutant_without_the_guard_a_yes_takes_hours_that_a_partner_brings(
    scene: Within, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = scene.task(most=1)
    one = asked(scene, scene.people[2], task=task)
    temple(scene, task, 240)
    line = NeedLine.objects.get()
    assert (line.promised, line.quantity) == (240, 240)
    monkeypatch.setattr("ruammue.work.actions.coming._room_beside_partners", lambda _slot: None)
    actions.answer_by_link(one.token, "yes", steward=scene.cast.steward, by=STRANGER, now=BEFORE)
    line.refresh_from_db()
    assert line.promised + line.spoken == 480, "the same place twice: the guard is what keeps it from that"
