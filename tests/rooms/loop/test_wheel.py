"""The wheel keeps its word: what it shows as my next act I may do, and doing it moves the matter.

One matter is walked through every state by the acts that the wheel itself shows. At each state every member of the
cast is asked: the address of their act opens for them, and doing it (in a savepoint that is undone) changes the facts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ruammue.access.actors import STRANGER, Role
from ruammue.access.gate import EVERYONE
from ruammue.coordination.actions import name_coordinator
from ruammue.decisions.models import Meeting
from ruammue.evidence.chain import chain_of
from ruammue.evidence.values import Standing
from ruammue.foundation.sheets import read_sheet
from ruammue.goals.models import Goal
from ruammue.ledger.actions import deliver
from ruammue.loop import acts
from ruammue.loop.acts import STEPS, Act
from ruammue.loop.facts import Facts
from ruammue.loop.queries import act_on, facts_of_matter
from ruammue.loop.stations import Stand, present_station, stops
from ruammue.needs.actions import answer_need, give_verdict, publish_matter, report_need
from ruammue.needs.models import Answer, Call, Category, Matter, Need, Station
from ruammue.networks.models import Invitation, Network
from ruammue.people.models import Account, RoleHeld
from ruammue.resources.actions import answer_by_link, ask_by_link, raise_line
from ruammue.resources.models import Commitment, Delivery, NeedLine, Spec
from ruammue.work.models import Work
from tests.cast import Cast, _role
from tests.cast import _person as add_person
from tests.rooms.decisions.stage import call, committee, forum, partners

NEIGHBOUR = "head of village 1"
"""Their act is never a matter of village 3."""
Doing = Callable[["Walk", Client, Act], Any]


def thai(days: int = 0) -> str:
    day = timezone.localdate() + timezone.timedelta(days=days)
    return f"{day.day}/{day.month}/{day.year + 543}"


def filled(form: Any, /, **said: Any) -> dict[str, Any]:
    """What a person sends who changes only `said` on a page: everything else as it came."""
    data: dict[str, Any] = {}
    for bound in form:
        value = bound.value()
        shown = bound.field.widget.format_value(value) if value is not None else None
        if shown not in (None, "", [], ()):
            data[bound.html_name] = shown
    return data | said


class Walk:
    """One matter of village 3, and how each act of the wheel is done on its page."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.forum = forum(cast)
        need = report_need(
            cast.steward,
            by=cast.actor("volunteer"),
            text="น้ำไม่ไหล",
            village=cast.villages[2],
            category=Category.WATER,
            is_for_neighbour=True,
            neighbour_was_told=True,
        )
        self.key = need.matter_id
        self.met: set[tuple[str, Station]] = set()
        self.done: set[str] = set()

    @property
    def matter(self) -> Matter:
        return Matter.objects.get(pk=self.key)

    @property
    def facts(self) -> Facts:
        return facts_of_matter(self.matter)

    def act_of(self, who: str) -> Act | None:
        return act_on(self.facts, self.cast.steward, self.cast.actor(who))

    def url(self, name: str, *args: Any) -> str:
        return reverse(name, args=[self.cast.steward.slug, *args])

    def do(self, who: str, act: Act) -> None:
        """The act as this person does it: open its address, fill in its form, send."""
        client = self.cast.client(who)
        DOING[act.code](self, client, act)

    def send(self, client: Client, url: str, /, **said: Any) -> None:
        """Open a page, change some fields, send it."""
        page = client.get(url, follow=True)
        assert page.status_code == 200, (url, page.status_code)
        answer = client.post(url, filled(page.context["form"], **said))
        refused = answer.context and answer.context.get("form")
        assert answer.status_code in (200, 302), (url, answer.status_code, refused and refused.errors)
        assert not (refused and refused.is_bound and refused.errors), (url, refused.errors)

    # ------------------------------------------------------------------------------------------- each act

    def answer(self, client: Client, act: Act) -> None:
        self.send(client, act.url, way="together", text="จะนัดคุยกันวันเสาร์")

    def open_call(self, client: Client, act: Act) -> None:
        self.send(client, act.url, what="เปลี่ยนท่อหลัก", where="หมู่ 3", lacks_people="ช่าง 2 คน", sectors=["civil"])

    def endorse_call(self, client: Client, act: Act) -> None:
        call = Call.objects.get(matter=self.key)
        endorse = self.url("needs:endorse", call.pk)
        assert endorse in client.get(act.url).content.decode()
        assert client.post(endorse).status_code == 302

    def form_network(self, client: Client, act: Act) -> None:
        more = {"village": str(self.cast.villages[2].pk)} if "village" in act.url else {}
        self.send(client, act.url, name="เครือข่ายน้ำหมู่ 3", form="partners", **more)

    def invite(self, client: Client, act: Act) -> None:
        invited = set(Invitation.objects.values_list("organisation_id", flat=True))
        partners = [self.cast.organisations[key] for key in ("shop", "school", "temple", "clinic")]
        free = next(row for row in partners if row.pk not in invited)
        self.send(client, act.url, organisation=str(free.pk), asks="ช่วยวางท่อ")

    def answer_invitation(self, client: Client, act: Act) -> None:
        assert client.get(act.url).status_code == 200
        assert client.post(f"{act.url}?reply=join", {"reply": "join"}).status_code == 302

    def confirm_invitation(self, client: Client, act: Act) -> None:
        self.send(client, act.url, way="phone", with_whom="ผู้อำนวยการ")

    def put_on_agenda(self, client: Client, act: Act) -> None:
        self.send(
            client,
            act.url,
            network=str(self.forum.pk),
            held_on=thai(),
            starts_at="18.00",
            place="ศาลา",
            noticed_on=thai(-5),
        )

    def enter_forum(self, client: Client, act: Act) -> None:
        if Meeting.objects.get(stage="called", items__matter=self.key).is_forum:
            self.send(client, act.url, women="22", men="18", voices_1="31")
        else:
            self.send(client, act.url, i1_method="consent", i1_proposal="ให้ร่วมกันวางท่อ")

    def close_meeting(self, client: Client, act: Act) -> None:
        self.send(client, act.url, take="1", effect="executive")

    def approve(self, client: Client, act: Act) -> None:
        self.send(client, act.url, verdict="approved")

    def draft_goal(self, client: Client, act: Act) -> None:
        self.send(
            client,
            act.url,
            statement="ทุกบ้านมีน้ำ",
            due_on=thai(90),
            name="บ้านที่น้ำไหล",
            unit="หลัง",
            baseline="25",
            baseline_on=thai(-1),
            baseline_source="อสม.",
            target="38",
            owner=str(self.cast.clinic.pk),
            source="เดินถาม",
        )

    def sign_goal(self, client: Client, act: Act) -> None:
        page = client.get(act.url)
        choices = page.context["form"].fields["organisation"].queryset
        self.send(client, act.url, organisation=str(choices[0].pk))

    def ask_to_sign(self, client: Client, act: Act) -> None:
        goal = Goal.objects.get(matter=self.key, dropped_at=None)
        asked = set(goal.signatures.values_list("organisation_id", flat=True))
        free = next(row for row in self.cast.organisations.values() if row.pk not in asked)
        self.send(client, act.url, organisation=str(free.pk))

    def open_work(self, client: Client, act: Act) -> None:
        self.send(client, act.url, title="วางท่อ", due_on=thai(30))

    def divide(self, client: Client, act: Act) -> None:
        page = client.get(act.url)
        assert page.status_code == 200
        form, said = page.context["form"], {}
        for number, work in enumerate(self.matter.works.all()):
            leads, helps = (("shop", "school"), ("temple", "school"))[number % 2]
            said[f"d_{work.pk.hex}_{self.cast.organisations[leads].pk.hex}"] = "lead"
            said[f"d_{work.pk.hex}_{self.cast.organisations[helps].pk.hex}"] = "support"
        known = {name: value for name, value in said.items() if name in form.fields}
        if not known:  # the first column that there is leads
            known = {next(name for name in form.fields if name.startswith("d_")): "lead"}
        self.send(client, act.url, **known)

    def sign_duties(self, client: Client, act: Act) -> None:
        choices = client.get(act.url).context["form"].fields["organisation"].queryset
        self.send(client, act.url, organisation=str(choices[0].pk))

    def ask_for_duties(self, client: Client, act: Act) -> None:
        parties = client.get(act.url).context["parties"]
        asked = set(self.matter.duty_signatures.values_list("organisation_id", flat=True))
        free = next(row for row in parties if row.pk not in asked)
        assert client.post(act.url, {"organisation": str(free.pk)}).status_code == 200

    def find_givers(self, client: Client, act: Act) -> None:
        page = client.get(act.url)
        line = NeedLine.objects.get(matter=self.key)
        ask = self.url("resources:ask", line.pk)
        assert ask in page.content.decode()
        self.send(
            client,
            ask,
            giver="other",
            organisation=str(self.cast.shop.pk),
            reason="อยู่ใกล้",
        )

    def answer_asking(self, client: Client, act: Act) -> None:
        promise = Commitment.objects.get(need_line__matter=self.key)
        accept = self.url("resources:accept", promise.pk)
        assert accept in client.get(act.url).content.decode()
        assert client.post(accept, {"side": "provider"}).status_code == 302

    def ask_for_lacks(self, client: Client, act: Act) -> None:
        self.send(client, act.url, receiver=str(self.cast.office.pk))

    def confirm_promise(self, client: Client, act: Act) -> None:
        promise = Commitment.objects.get(need_line__matter=self.key)
        confirm = self.url("resources:confirm_answer", promise.pk)
        assert confirm in client.get(act.url).content.decode()
        assert client.post(confirm, {"how": "phone"}).status_code == 302

    def take_promise(self, client: Client, act: Act) -> None:
        promise = Commitment.objects.get(need_line__matter=self.key)
        accept = self.url("resources:accept", promise.pk)
        assert accept in client.get(act.url).content.decode()
        assert client.post(accept, {"side": "receiver"}).status_code == 302

    def hear_promise(self, client: Client, act: Act) -> None:
        promise = Commitment.objects.get(need_line__matter=self.key)
        accept = self.url("resources:accept", promise.pk)
        assert accept in client.get(act.url).content.decode()
        self.send(client, accept, side="provider", as_whom="คุณเจริญ")

    def hear_delivery(self, client: Client, act: Act) -> None:
        self.send(client, act.url, as_whom="คุณเจริญ")

    def bring(self, client: Client, act: Act) -> None:
        self.send(client, act.url, quantity="20", on=thai())

    def confirm_delivery(self, client: Client, act: Act) -> None:
        self.send(client, act.url)

    def receive(self, client: Client, act: Act) -> None:
        promise = Commitment.objects.get(need_line__matter=self.key)
        assert self.url("resources:commitment", promise.pk) in client.get(act.url).content.decode()
        if not promise.deliveries.exists():
            self.send(client, self.url("resources:deliver", promise.pk), quantity="20", on=thai(), as_whom="คุณเจริญ")
        delivery = Delivery.objects.latest("recorded_at")
        while delivery.confirmations.count() < 2:
            self.send(client, self.url("resources:confirm", delivery.pk), as_whom="คุณเจริญ")

    def finish_own_work(self, client: Client, act: Act) -> None:
        self.send(client, act.url, words="เสร็จแล้ว")

    def finish_work(self, client: Client, act: Act) -> None:
        page = client.get(act.url).content.decode()
        work = next(row for row in self.matter.works.filter(done_at=None))
        finish = self.url("work:finish", work.pk)
        assert finish in page
        self.send(client, finish, words="เสร็จแล้ว")

    def publish_result(self, client: Client, act: Act) -> None:
        self.send(client, act.url, text="น้ำไหลทุกบ้าน", publish="yes", unmeasured="จะนับหลังฝนแรก")

    def close_matter(self, client: Client, act: Act) -> None:
        self.send(client, act.url, reason="ทำครบแล้ว")

    # ------------------------------------------------------------------------------------------- between acts

    def public(self) -> None:
        """Published, so that partners may open it; the wheel does not ask for it."""
        if not self.matter.is_published:
            publish_matter(self.matter, by=self.cast.actor("officer"), sentence="น้ำไม่ไหล หมู่ 3")

    def lacks(self) -> None:
        """Something is asked for."""
        spec = Spec.objects.create(steward=self.cast.steward, name="ปูน", kind="goods", unit="bag")
        client = self.cast.client("officer")
        self.send(
            client,
            f"{self.url('resources:raise_line', self.key)}?spec={spec.pk}",
            quantity="20",
            receiver=str(self.cast.office.pk),
        )


DOING: dict[str, Doing] = {
    "answer": Walk.answer,
    "open_call": Walk.open_call,
    "pass_call_by": lambda walk, client, act: walk.send(client, act.url),
    "endorse_call": Walk.endorse_call,
    "form_network": Walk.form_network,
    "invite": Walk.invite,
    "answer_invitation": Walk.answer_invitation,
    "confirm_invitation": Walk.confirm_invitation,
    "put_on_agenda": Walk.put_on_agenda,
    "enter_forum": Walk.enter_forum,
    "close_meeting": Walk.close_meeting,
    "approve": Walk.approve,
    "draft_goal": Walk.draft_goal,
    "sign_goal": Walk.sign_goal,
    "ask_to_sign": Walk.ask_to_sign,
    "open_work": Walk.open_work,
    "divide": Walk.divide,
    "sign_duties": Walk.sign_duties,
    "ask_for_duties": Walk.ask_for_duties,
    "find_givers": Walk.find_givers,
    "answer_asking": Walk.answer_asking,
    "ask_for_lacks": Walk.ask_for_lacks,
    "confirm_promise": Walk.confirm_promise,
    "take_promise": Walk.take_promise,
    "hear_promise": Walk.hear_promise,
    "hear_delivery": Walk.hear_delivery,
    "bring": Walk.bring,
    "confirm_delivery": Walk.confirm_delivery,
    "receive": Walk.receive,
    "finish_own_work": Walk.finish_own_work,
    "finish_work": Walk.finish_work,
    "publish_result": Walk.publish_result,
    "open_work_late": Walk.open_work,
    "close_matter": Walk.close_matter,
}
"""How each act that the wheel can name is done. A new act stands here, or the first test below is red."""

# Who walks the matter from state to state, by the act that the wheel shows them.
WAY: tuple[tuple[str, str], ...] = (
    ("officer", "answer"),
    ("officer", "open_call"),
    ("mayor", "endorse_call"),
    ("officer", "form_network"),
    ("coordinator", "invite"),
    ("owner", "answer_invitation"),
    ("officer", "confirm_invitation"),
    ("head", "put_on_agenda"),
    ("volunteer", "enter_forum"),
    ("head", "close_meeting"),
    ("mayor", "approve"),
    ("officer", "draft_goal"),
    ("officer", "sign_goal"),
    ("officer", "ask_to_sign"),
    ("abbot", "sign_goal"),
    ("officer", "open_work"),
    ("officer", "divide"),
    ("owner", "sign_duties"),
    ("officer", "find_givers"),
    ("owner", "answer_asking"),
    ("owner", "bring"),
    ("officer", "confirm_delivery"),
    ("owner", "finish_own_work"),
    ("officer", "publish_result"),
    ("officer", "close_matter"),
)


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside leaves nothing behind."""
    point = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)


def everybody(walk: Walk) -> list[str]:
    """What the wheel promises at this state and does not keep: nothing, when it is right."""
    broken = contradicted(walk)
    before = (walk.facts, walk.matter.closed_at)
    station = present_station(before[0])
    for who, person in walk.cast.persons.items():
        if station is not None:
            walk.met.add((who, station))
        act = walk.act_of(who)
        if who == NEIGHBOUR and act is not None and act.is_mine:
            broken.append(f"{who} is offered {act.code} of another village")
        if act is None or not act.is_mine or not hasattr(person, "account"):
            continue
        page = walk.cast.client(who).get(act.url, follow=True)
        if page.status_code != 200:
            broken.append(f"{who} may not open {act.code} ({page.status_code})")
            continue
        with undone():
            try:
                walk.do(who, act)
            except AssertionError as refused:
                broken.append(f"{who} cannot do {act.code}: {str(refused)[:300]}")
            else:
                walk.done.add(act.code)
                if (walk.facts, walk.matter.closed_at) == before:
                    broken.append(f"{who} does {act.code}, and nothing moves")
    return broken


BADGES = {
    # what everybody may read over a matter -> the station that it speaks of
    Standing.TOGETHER: Station.NETWORK,
    Standing.DECIDED: Station.DECIDE,
    Standing.AIMED: Station.GOAL,
    Standing.DONE: Station.ACT,
    Standing.RESULT: Station.RESULT,
}


def contradicted(walk: Walk) -> list[str]:
    """Where the words over the public page say what the ring on the same page does not."""
    if not walk.matter.is_published:
        return []
    standing = chain_of(walk.matter, now=timezone.now()).standing
    stands = {stop.key: stop.stand for stop in stops(walk.facts)}
    speaks_of = BADGES.get(standing)
    if standing is Standing.WORKING and stands[Station.ACT] is Stand.WALKED:
        return ["still at work when all of it is done"]
    return [f"{standing} before its time"] if speaks_of and stands[speaks_of] is not Stand.WALKED else []


def go(
    walk: Walk, upto: int = len(WAY), check: Callable[[Walk], list[str]] | None = None, *, after: int = 0
) -> list[str]:
    """Walk so many steps of the way, those `after` so many; `check` looks at each state."""
    broken: list[str] = []
    for who, code in WAY[after:upto]:
        if code == "open_call":
            walk.public()
        if code == "open_work" and not walk.matter.need_lines.exists():
            deliver()  # the resolution opens its work
            walk.lacks()
        if check:
            broken += [f"before {code}: {line}" for line in check(walk)]
        act = walk.act_of(who)
        assert act is not None, (who, code, present_station(walk.facts))
        assert (act.code, act.is_mine) == (code, True), (who, code, act)
        walk.do(who, act)
    return broken


@pytest.fixture
def everyone(cast: Cast) -> Cast:
    """The cast, with the roles that it has nobody for: every role there is stands on the stage."""
    for role in set(Role) - set(RoleHeld.objects.filter(steward=cast.steward).values_list("role", flat=True)):
        add_person(cast, role, "นาย", "สมมุติ", role)
        _role(cast, role, Role(role))
    add_person(cast, "registrar", "นาง", "ดวงใจ", "เรียบร้อย")
    _role(cast, "registrar", Role.ADMINISTRATOR)
    add_person(cast, NEIGHBOUR, "นาย", "ข้างบ้าน", "อยู่ไกล", village=cast.villages[0])
    _role(cast, NEIGHBOUR, Role.VILLAGE_HEAD, village=cast.villages[0])
    return cast


def test_every_act_that_the_wheel_can_name_has_a_case_here() -> None:
    assert sorted(DOING) == sorted(step.code for step in STEPS)


@pytest.mark.any_database
def test_every_act_shown_may_be_done_by_whom_it_is_shown_to_and_moves_the_matter(everyone: Cast) -> None:
    cast = everyone
    walk = Walk(cast)
    assert go(walk, check=everybody) == []
    assert [stop.stand for stop in stops(walk.facts)] == [Stand.WALKED] * 8
    for who in cast.persons:
        assert who == "outsider" or walk.act_of(who) is None
    assert walk.met == {(who, station) for who in cast.persons for station in Station}, "everybody, at every station"
    held = RoleHeld.objects.filter(steward=cast.steward).values_list("role", flat=True)
    assert set(held) == set(Role), "a new role needs somebody on the stage"
    elsewhere = {"open_work_late", "pass_call_by", "ask_for_lacks", "take_promise"}
    elsewhere |= {"confirm_promise", "hear_promise", "hear_delivery"}
    assert walk.done == set(DOING) - elsewhere, "each was done by whom it was shown to"


def test_the_step_that_the_way_does_not_meet_holds_as_well(everyone: Cast) -> None:
    """A resolution opens its work by itself, so these states come only when somebody took another way."""
    cast = everyone
    walk = Walk(cast)
    walk.public()
    answer_need(walk.matter.needs.get(), by=cast.actor("officer"), way=Answer.Way.VILLAGE, text="หมู่บ้านทำเอง")
    assert present_station(walk.facts) is Station.ACT
    assert walk.act_of("officer").code == "open_work_late"  # type: ignore[union-attr]
    assert everybody(walk) == []
    assert walk.done == {"open_work_late"}
    walk.do("officer", walk.act_of("officer"))  # type: ignore[arg-type]
    assert walk.act_of("officer").code == "finish_work"  # type: ignore[union-attr]
    assert everybody(walk) == []


def upto(code: str) -> int:
    """How many steps of the way come before this one."""
    return [step for _who, step in WAY].index(code)


def test_whoever_has_done_their_part_waits_and_is_told_for_whom(cast: Cast) -> None:
    """The act was done, and the other side has not answered: the wheel names them, never the act once more."""
    walk = Walk(cast)
    walked = 0
    for done, awaited in (("close_meeting", "approve"), ("ask_to_sign", "sign_goal"), ("find_givers", "answer_asking")):
        go(walk, upto=upto(done) + 1, after=walked)
        walked = upto(done) + 1
        for who in ("officer", "coordinator", "clerk"):
            act = walk.act_of(who)
            assert act is not None
            assert (act.code, act.is_mine) == (awaited, False), (done, who)


def test_what_the_call_lacks_is_not_forgotten(everyone: Cast) -> None:
    """Nobody has asked for it on the board yet: that is named before anybody is asked to sign."""
    walk = Walk(everyone)
    go(walk, upto=upto("open_work"))
    for code in ("open_work", "divide"):
        act = walk.act_of("officer")
        assert act is not None
        assert act.code == code
        walk.do("officer", act)
    assert everybody(walk) == []
    act = walk.act_of("officer")
    assert act is not None
    assert (act.code, act.is_mine) == ("ask_for_lacks", True)
    walk.do("officer", act)
    assert NeedLine.objects.get(matter=walk.key).quantity == 2


def test_an_offer_waits_for_the_side_that_takes_it_in(everyone: Cast) -> None:
    walk = Walk(everyone)
    go(walk, upto=upto("find_givers"))
    line = NeedLine.objects.get(matter=walk.key)
    walk.send(everyone.client("owner"), walk.url("resources:promise", line.pk), quantity="20")
    assert walk.facts.promises_offered == 1
    assert everybody(walk) == []
    assert walk.done == {"take_promise"}
    for who in ("head", "owner", "coordinator"):
        act = walk.act_of(who)
        assert act is not None
        assert (act.code, act.is_mine) == ("take_promise", False), who


def test_the_word_of_a_giver_without_account_is_written_down_for_them(everyone: Cast) -> None:
    """Asked, then brought: what they cannot say on a page of their own is the coordinators' next act, nobody else's."""
    walk = Walk(everyone)
    go(walk, upto=upto("find_givers") + 1)
    Account.objects.filter(person=everyone.persons["owner"]).update(is_active=False)
    everyone.persons.pop("owner")
    assert everybody(walk) == []
    assert walk.done == {"hear_promise"}
    with undone():
        link = ask_by_link(Commitment.objects.get(need_line__matter=walk.key), by=everyone.actor("officer"))
        answer_by_link(link.token, steward=everyone.steward, answer="yes", as_whom="คุณเจริญ", quantity=20, by=STRANGER)
        assert everybody(walk) == []
        assert "confirm_promise" in walk.done
        act = walk.act_of("mayor")
        assert act is not None
        assert (act.code, act.is_mine) == ("confirm_promise", False), "the office is waited for, not the giver"
    walk.done.discard("confirm_promise")
    walk.do("officer", walk.act_of("officer"))  # type: ignore[arg-type]
    promise = Commitment.objects.get(need_line__matter=walk.key)
    walk.send(
        everyone.client("officer"), walk.url("resources:deliver", promise.pk), side="receiver", quantity="20", on=thai()
    )
    assert walk.facts.deliveries_waiting == 1
    assert everybody(walk) == []
    assert "hear_delivery" in walk.done
    for who, code in (("officer", "hear_delivery"), ("coordinator", "hear_delivery"), ("mayor", "confirm_delivery")):
        act = walk.act_of(who)
        assert act is not None
        assert (act.code, act.is_mine) == (code, who != "mayor"), who


@pytest.mark.parametrize("body", [committee, partners])
def test_a_meeting_that_is_no_forum_is_entered_on_its_own_page(everyone: Cast, body: Callable[[Cast], Network]) -> None:
    """The same act, on the page of a committee's or the partners' meeting: it too opens, is done and moves."""
    cast = everyone
    walk = Walk(cast)
    go(walk, upto=upto("put_on_agenda"))
    meeting = call(cast, body(cast), matters=[walk.matter])
    assert everybody(walk) == []
    assert walk.done == {"enter_forum"}
    act = walk.act_of("officer")
    assert act is not None
    assert act.url == walk.url("decisions:enter_meeting", meeting.pk)


def test_mutant_an_act_nobody_does_is_missed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new act of the wheel without its case: the first test above would be red, and so would the walk's account."""
    walk = Walk(cast)
    go(walk, upto=1)
    monkeypatch.setattr(acts, "STEPS", (replace(STEPS[1], code="new_act"), *STEPS))
    assert set(DOING) != {step.code for step in acts.STEPS}
    with pytest.raises(KeyError):
        everybody(walk)


def test_mutant_a_policy_that_lets_everybody_in_is_caught(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the wheel asked nobody's policy, it would show acts that the gate refuses: the property says so."""
    walk = Walk(cast)
    go(walk, upto=1)
    monkeypatch.setattr(acts, "STEPS", tuple(replace(step, may=EVERYONE) for step in STEPS))
    assert any("may not open" in line for line in everybody(walk))


def test_mutant_a_head_who_might_do_it_in_any_village_is_caught(
    everyone: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether a page opens for a head is not whether this matter is theirs."""
    walk = Walk(everyone)
    go(walk, upto=upto("put_on_agenda"))
    assert everybody(walk) == []
    monkeypatch.setattr(acts, "STEPS", tuple(replace(step, may=None) for step in STEPS))
    assert f"{NEIGHBOUR} is offered put_on_agenda of another village" in everybody(walk)


def test_who_may_call_stands_behind_the_call_at_once(cast: Cast) -> None:
    """The executive's own call waits for nobody; everybody else's does, and so does its station."""
    walk = Walk(cast)
    go(walk, upto=1)
    act = walk.act_of("officer")
    assert act is not None
    for who, stands_at in (("mayor", Station.NETWORK), ("officer", Station.CALL)):
        with undone():
            walk.do(who, replace(act, is_mine=True))
            assert present_station(walk.facts) is stands_at, who


def test_mutant_an_act_that_is_shown_again_and_again_is_caught(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """A step whose doing leaves the facts as they are would keep its button for ever."""
    walk = Walk(cast)
    go(walk, upto=1)
    monkeypatch.setitem(DOING, "open_call", lambda *_a: None)
    assert any("nothing moves" in line for line in everybody(walk))


def test_a_stranger_and_the_other_tenant_are_shown_no_act_of_theirs(cast: Cast) -> None:
    walk = Walk(cast)
    walk.public()

    for actor in (STRANGER, cast.actor("outsider", steward=cast.other_steward), cast.actor("farmer")):
        act = act_on(walk.facts, cast.steward, actor)
        assert act is None or not act.is_mine


# ------------------------------------------------------------------------------------------- cost


def many(cast: Cast, count: int) -> None:
    """So many matters, each with its own need, network and goal, standing at different stations."""
    for number in range(count):
        need = report_need(
            cast.steward,
            by=cast.actor("volunteer"),
            text=f"เรื่องที่ {number}",
            village=cast.villages[number % 3],
            category=Category.WATER,
            is_for_neighbour=True,
            neighbour_was_told=True,
        )
        if number % 3:
            matter = need.matter
            answer_need(need, by=cast.actor("officer"), way=Answer.Way.TOGETHER, text="นัดคุยกัน")
            publish_matter(matter, by=cast.actor("officer"), sentence=f"เรื่องที่ {number}")
            # As near a day as those that wait for an answer, so that all kinds stand on the first page.
            Work.objects.create(steward=cast.steward, matter=matter, title="ขุด", due_on=need.answer_due_on,
                                opened_at=timezone.now())  # fmt: skip
        if number % 3 == 2:
            from ruammue.needs.actions import open_call

            open_call(
                matter, by=cast.actor("officer"), what="ช่วยกัน", where="หมู่ 3", lacks_people="ช่าง", sectors=["civil"]
            )
            Network.objects.create(
                steward=cast.steward, name=f"เครือข่าย {number}", level="tambon", form="partners", matter=matter
            )


def test_the_home_of_every_role_costs_the_same_at_any_length(cast: Cast) -> None:
    home, there = reverse("loop:home", args=[cast.steward.slug]), 0
    counts: dict[str, list[int]] = {"officer": [], "owner": [], "head": []}
    for count in (3, 30, 300):
        many(cast, count - there)
        there = count
        for who, asked in counts.items():
            client = cast.client(who)
            client.get(home)
            with CaptureQueriesContext(connection) as statements:
                assert client.get(home).status_code == 200
            asked.append(len(statements))
    for who, asked in counts.items():
        assert len(set(asked)) == 1, (who, asked)
        # The sixteenth asks for one's own places in tasks (ADR 0024), the seventeenth for exchanges, the last for what
        # partners told and waits for a yes: none of them of a matter.
        assert max(asked) <= 18, (who, asked)


# ------------------------------------------------------------------------------------------- what cannot wait


def rows_of(cast: Cast, who: str) -> list[str]:
    """The names of the matters on somebody's home, in the order in which they stand there."""
    shown = cast.client(who).get(reverse("loop:home", args=[cast.steward.slug]))
    return [row.matter.title for row in [*shown.context["mine"], *shown.context["others"]]]


def told(cast: Cast, title: str, days: int | None) -> Matter:
    """A matter whose need is to be answered in so many days; None: it is answered already."""
    need = report_need(cast.steward, by=cast.actor("volunteer"), text=title, village=cast.villages[2],
                       category=Category.WATER, is_for_neighbour=True, neighbour_was_told=True)  # fmt: skip
    if days is None:
        answer_need(need, by=cast.actor("officer"), way=Answer.Way.TOGETHER, text="นัดคุยกัน")
    else:
        Need.objects.filter(pk=need.pk).update(answer_due_on=timezone.localdate() + timezone.timedelta(days=days))
    Matter.objects.filter(pk=need.matter_id).update(title=title)
    return Matter.objects.get(pk=need.matter_id)


def test_the_home_of_every_role_begins_with_what_is_past_its_day(cast: Cast) -> None:
    for title, days in (("เลยสองวัน", -2), ("ตอบแล้ว", None), ("อีกสิบวัน", 10), ("พรุ่งนี้", 1), ("เลยห้าวัน", -5)):
        told(cast, title, days)
    late, near = ["เลยห้าวัน", "เลยสองวัน"], ["พรุ่งนี้", "อีกสิบวัน", "ตอบแล้ว"]
    for who in ("officer", "head", "mayor", "clerk", "auditor"):
        assert [row for row in rows_of(cast, who) if row in late + near[:2]] == late + near[:2], who
    shown = cast.client("officer").get(reverse("loop:home", args=[cast.steward.slug])).content.decode()
    assert "เลยกำหนดตอบ 5 วัน" in shown
    assert shown.index("state-overdue") < shown.index("state-waiting"), "colour and shape stand beside the word"


def test_the_list_goes_out_as_excel_with_no_row_that_its_reader_does_not_see(cast: Cast) -> None:
    """What stands on the home page, in its order; a text that looks like a formula stays a text."""
    told(cast, "=HYPERLINK(1)", -5)
    told(cast, "พรุ่งนี้", 1)
    sheet = reverse("loop:home_sheet", args=[cast.steward.slug])

    def rows(who: str) -> list[tuple[str, ...]]:
        return [row.cells for row in read_sheet(cast.client(who).get(sheet).content).rows if row.cells[1]]

    assert [cells[1] for cells in rows("officer")] == rows_of(cast, "officer") == ["=HYPERLINK(1)", "พรุ่งนี้"]
    number, _title, about, village, _since, stands, due, act, whom = rows("officer")[0]
    assert (number, about, village) == ("1", "น้ำ", cast.villages[2].label)
    assert (stands, due, act, whom) == ("ปัญหา", "เลยกำหนดตอบ 5 วัน", "อ่านและตอบ", "คุณ")
    assert rows("auditor")[0][-1] != "คุณ"
    assert rows_of(cast, "owner") == []
    assert rows("owner") == [], "not published, so not theirs to read"
    assert Client().get(sheet).status_code == 302, "a stranger is asked to come in"


def places_told(cast: Cast, matter: Matter) -> set[tuple[str, str]]:
    """(reader, page) wherever a page says the village of this matter, or who coordinates there."""
    slug, village = cast.steward.slug, matter.village
    assert village is not None
    addresses = {
        "home": reverse("loop:home", args=[slug]),
        "matter": reverse("needs:matter", args=[slug, matter.pk]),
        "board": reverse("resources:board", args=[slug]),
        "lines": reverse("resources:matter", args=[slug, matter.pk]),
    }
    found = set()
    for who in ("officer", "auditor", "volunteer", "owner", "teacher"):
        client = cast.client(who)
        for name, address in addresses.items():
            shown = client.get(address).content.decode().partition("<main")[2]
            shown = re.sub(r"<form.*?</form>", "", shown, flags=re.S)  # a form lets every village be chosen
            if village.label in shown or cast.coordinator.name in shown:
                found.add((who, name))
        sheet = client.get(reverse("loop:home_sheet", args=[slug])).content
        if any(village.label in row.cells for row in read_sheet(sheet).rows):
            found.add((who, "Excel"))
    return found


def test_where_one_persons_matter_is_others_do_not_learn(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Published it says the kind and the tambon. So do the home, its Excel, the board, and who is to be called."""
    matter = told(cast, "เรื่องผู้สูงอายุ", 1)
    Matter.objects.filter(pk=matter.pk).update(is_sensitive=True)
    matter.refresh_from_db()
    name_coordinator(cast.villages[2], cast.coordinator, phone="0810000033", by=cast.actor("officer"))
    publish_matter(matter, by=cast.actor("officer"), sentence="")
    chair = Spec.objects.create(steward=cast.steward, name="รถเข็น", kind="goods", unit="piece")
    raise_line(matter, spec=chair, quantity=1, receiver=cast.organisations["office"], by=cast.actor("officer"))
    knowing = {(who, name) for who in ("officer", "volunteer") for name in ("home", "matter", "board", "Excel")}
    told_of = places_told(cast, matter)
    assert {who for who, _page in told_of} <= {"officer", "volunteer"}, told_of
    assert knowing <= told_of
    for queries in ("loop.queries", "resources.queries", "coordination.sections", "needs.queries"):
        monkeypatch.setattr(f"ruammue.{queries}.placed", lambda _actor, matters: {row.pk for row in matters})
    everywhere = {(who, name) for who in ("owner", "teacher") for name in ("home", "matter", "board", "Excel")}
    assert everywhere <= places_told(cast, matter), "without its rule everybody would read where"


def test_what_waits_for_me_stands_before_twenty_that_wait_for_others(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ruammue.loop import queries

    walk = Walk(cast)
    walk.public()
    go(walk, upto=upto("endorse_call"))
    titles = {told(cast, f"เลยกำหนด {day}", -day).title for day in range(1, 25)} | {walk.matter.title}
    home, client = reverse("loop:home", args=[cast.steward.slug]), cast.client("mayor")
    for looked_at in (100, 10):
        monkeypatch.setattr(queries, "LOOKED_AT", looked_at)
        pages = [client.get(home, {"page": number}).context for number in (1, 2)]
        read = [row.matter.title for page in pages for row in [*page["mine"], *page["others"]]]
        assert len(read) == 25
        assert set(read) == titles, "each stands there once, however many are looked at"
        if looked_at == 100:
            assert [row.matter.title for row in pages[0]["mine"]] == [walk.matter.title] == read[:1]
            assert pages[1]["mine"] == []


def test_mutant_newest_first_would_hide_what_is_late(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from ruammue.loop import queries

    told(cast, "เลยห้าวัน", -5)
    told(cast, "อีกสิบวัน", 10)
    monkeypatch.setattr(queries, "nearest_first", lambda matters: matters)
    assert rows_of(cast, "officer")[0] == "อีกสิบวัน"


def test_who_says_not_yet_brings_the_matter_back_to_the_one_who_answers(cast: Cast) -> None:
    matter = told(cast, "น้ำ", None)
    need = Need.objects.get(matter=matter)
    assert act_on(facts_of_matter(matter), cast.steward, cast.actor("officer")).code != "answer"  # type: ignore[union-attr]
    give_verdict(need, by=cast.actor("volunteer"), is_fixed=False)
    act = act_on(facts_of_matter(matter), cast.steward, cast.actor("officer"))
    assert act is not None
    assert (act.code, act.is_mine) == ("answer", True)


def test_of_one_persons_matter_the_wheel_shows_no_call_that_would_be_refused(cast: Cast) -> None:
    walk = Walk(cast)
    Matter.objects.filter(pk=walk.key).update(is_sensitive=True)
    answer_need(Need.objects.get(matter=walk.key), by=cast.actor("officer"), way=Answer.Way.TOGETHER, text="จะไปเยี่ยม")
    act = walk.act_of("officer")
    assert act is not None
    assert (act.code, act.is_mine) == ("pass_call_by", True)
    assert everybody(walk) == []
    call = walk.url("needs:open_call", walk.key)
    refused = cast.client("officer").get(call)
    assert refused.status_code == 409, "before anybody fills in a form"
    shown = refused.content.decode()
    assert walk.url("needs:skip", walk.key) in shown
    assert 'name="what"' not in shown
    matter = cast.client("officer").get(walk.url("needs:matter", walk.key)).content.decode()
    assert call not in matter
