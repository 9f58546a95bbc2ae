"""Every page of the house, found in its URL table, is looked at: no barrier (axe, WCAG 2.2 AA), no wider than 320 px,
nor than 640 with letters twice as large, under 100 KB, and what it says stands there before any script runs.

One matter walks round the wheel. At some of its states every door that nobody has seen yet is tried, by one member of
the cast after another; the first page that opens is looked at in a browser. A new page that nobody can reach here is
red until it is furnished, or written down below with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from axe_playwright_python.sync_playwright import Axe
from django.db import connection
from django.test import Client
from django.utils import timezone

from ruammue.coordination.actions import name_coordinator, offer_help
from ruammue.coordination.models import HelpOffer
from ruammue.decisions.actions import open_ballot, prepare_ballot
from ruammue.decisions.models import Meeting
from ruammue.evidence.models import Result
from ruammue.foundation.keys import token_hash
from ruammue.foundation.thai_dates import fiscal_year
from ruammue.goals.models import CoSignature, Indicator, Reading
from ruammue.needs.models import Call, Matter, Need, NeedFile, OfficeProject
from ruammue.networks.actions import add_partner
from ruammue.networks.models import Invitation
from ruammue.people.actions import ask_for_data, issue_card
from ruammue.people.models import Card, DataRequest, Organisation, PendingImport, Person
from ruammue.resources.actions import ask_by_link, dispute_delivery, propose_settlement, raise_line, tell_loss
from ruammue.resources.actions.interest import note_interest
from ruammue.resources.exchange.actions import Part, Wished, ask_party, propose_exchange
from ruammue.resources.exchange.models import ExchangeParty
from ruammue.resources.knowledge.actions import ask_question, reply, send_question
from ruammue.resources.knowledge.models import Lesson, Question
from ruammue.resources.models import (
    Commitment,
    Delivery,
    Dispute,
    Loss,
    NeedLine,
    Offer,
    PromiseAsk,
    Settlement,
)
from ruammue.resources.thanks.actions import make_thanks, say_print_name, share_contribution
from ruammue.resources.thanks.models import ContributionLink
from ruammue.web import urls
from ruammue.work.actions import (
    Place as WorkPlace,
)
from ruammue.work.actions import (
    answer_for,
    close_project,
    invite_person,
    keep_apart,
    open_project,
    open_task,
    plan_month,
    propose_person,
    reopen_project,
    say_skill,
    set_project_lines,
)
from ruammue.work.actions.changes import ask_for_change
from ruammue.work.actions.wishes import ask_for_wishes
from ruammue.work.models import Competence, Duty, DutySignature, Project, SignUp, Slot, Task, TaskChange, WishLink, Work
from ruammue.work.who_where.actions import read_told_sheet, take_in_sheet
from ruammue.work.who_where.models import ToldActivity, ToldSheet
from tests.cast import Cast
from tests.house.test_doors import Door, doors
from tests.journeys.walkers import Stage, Walker
from tests.rooms.decisions.stage import call, committee
from tests.rooms.loop.test_wheel import WAY, Walk
from tests.rooms.people.test_imports import OFFICE_LIST, upload
from tests.rooms.resources.stage import brought, line_of, matter_of, offer_of, promise_of, spec_of
from tests.rooms.resources.test_exchange import agreed
from tests.web.test_pages import HEAVIEST, answers_of, broken, weight

pytestmark = [pytest.mark.browser, pytest.mark.any_database]  # on either, `tests/house/test_doors.py` opens every door
NO_PAGE = {
    "account_confirm_login_code": "in the middle of coming in by e-mail; the same template and form as its neighbour",
    "account_set_password": "only for an account without a password; the form of account_change_password",
    "mfa_authenticate": "in the middle of coming in; the form of mfa_reauthenticate",
    "work:away": "begins with a person chosen on the month's page; looked at in tests/rooms/work/test_months.py",
    "work:this_month": "leads to work:month",
    "resources:thank": "begins with gifts of a year; its form is sent in tests/rooms/resources/test_thanks.py",
    "resources:thank_person": "begins with gifts of a year; its form is sent in tests/rooms/resources/test_thanks.py",
    "work:hours": "a paper of hours that this story does not work; tests/rooms/work/test_shares.py",
    "resources:thanks_this_year": "leads to resources:thanks_year",
    "networks:confirm_invitation": "leads to networks:invitation_state, where its form stands",
} | dict.fromkeys(
    ["coordination:paper_file", "decisions:certificate", "decisions:signed_scan", "evidence:photo", "goals:photo",
     "goals:signed_paper", "needs:file", "needs:photo", "networks:paper", "resources:loss_photo",
     "resources:photo"],
    "a file that this story does not make",
)  # fmt: skip
"""Doors for GET that nobody in this story opens as a page, and why."""

WHO = ("officer", "clerk", "owner", "mayor", "head", "abbot", "volunteer", "coordinator", "auditor", "")
"""In the order in which they try a door; "" is a stranger."""

STATES = (
    "open_call",
    "invite",
    "confirm_invitation",
    "enter_forum",
    "close_meeting",
    "approve",
    "sign_goal",
    "sign_duties",
    "answer_asking",
    "confirm_delivery",
)
"""Before these acts of the way the doors are tried; and once more at its end."""

PASSWORD = "a long password 1"
TOKEN = "a-token-of-this-story"
OPENED_BY = {
    "person_here": Person, "organisation_here": Organisation, "card_of": Card, "request_of": DataRequest,
    "pending_of": PendingImport, "file_with_need": NeedFile, "call_with_matter": Call, "reading_with_goal": Reading,
    "indicator_with_goal": Indicator,
    "line_at": NeedLine, "lesson_at": Lesson, "promise_at": Commitment, "delivery_at": Delivery, "offer_at": Offer,
    "dispute_at": Dispute, "settlement_at": Settlement, "loss_at": Loss,
    "work_with_matter": Work, "duty_with_work": Duty, "help_with_matter": HelpOffer, "result_with_matter": Result,
    "body_here": Organisation, "organisation_of_ours": Organisation, "project_at": Project, "change_at": TaskChange,
    "public_project_at": Project,
    "told_sheet_at": ToldSheet, "told_activity_at": ToldActivity,
    "competence_at": Competence, "task_at": Task, "slot_at": Slot, "sign_up_at": SignUp,
    "public_matter_at": Matter,
    "published_matter": Matter, "matter_with_place": Matter, "closed_meeting": Meeting, "announced": Meeting,
}  # fmt: skip
"""What a loader of the gate finds."""

KEYS = (
    "resources:answer",
    "resources:exchange_answer",
    "resources:reply_by_link",
    "resources:contribution_by_link",
)
"""Doors whose `key` is the token of a link."""
SHARED = (Person, Organisation)
FIXED = {"fmt": "pdf", "form": "pdf", "name": "minutes", "kind": "poster"}
_ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass
class Round:
    """One walk through the house: what was seen so far, and what was wrong with it."""

    walk: Walk
    stage: Stage
    unseen: dict[str, Door]
    files: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    clients: dict[str, Client] = field(default_factory=dict)
    looked: dict[str, Walker] = field(default_factory=dict)
    axe: Axe = field(default_factory=Axe)
    door: str = ""

    @property
    def cast(self) -> Cast:
        """The people of the story."""
        return self.walk.cast

    def look_round(self) -> None:
        """Try every door that was not opened yet."""
        self.stage.let_news_flow()
        for door in list(self.unseen.values()):
            for path, who in self.ways(door):
                answer = self.client(who).get(path)
                if answer.status_code >= 500:
                    self.wrong.append(f"{who} {path}: {answer.status_code}")
                if answer.status_code != 200:
                    continue
                self.unseen.pop(door.name)
                if answer.headers["Content-Type"].startswith("text/html"):
                    self.look(who, path, answer.content.decode())
                else:
                    self.files.add(door.name)
                break

    def client(self, who: str) -> Client:
        """A browser without a screen, in which this person came in by the door, with a password."""
        if who not in self.clients:
            client = self.clients[who] = Client()
            client.raise_request_exception = False
            if who:
                word = {"login": f"{who}@example.test", "password": PASSWORD}
                assert client.post("/account/login/", word).status_code == 302, who
        return self.clients[who]

    def confirm(self, who: str) -> None:
        """Who looks after a way in says the password once more."""
        assert self.client(who).post("/account/again/", {"password": PASSWORD}).status_code == 302
        walker = self.walker(who)
        walker.go("/account/again/").type("password", PASSWORD).send("form button[type=submit]")

    def ways(self, door: Door) -> Iterator[tuple[str, str]]:
        first, *others = self.addresses(door) or [""]
        for who in WHO if first else ():
            yield first, who
        for path in others:
            for who in WHO[:3]:
                yield path, who

    def addresses(self, door: Door) -> list[str]:
        """Paths through this door to what there is, the newest first."""
        self.door = door.name
        table = door.passage.of
        table = OPENED_BY.get(getattr(table, "__name__", ""), table)
        keys: list[Any] = ["x"]
        names = [name for name in _ARGUMENT.findall(door.route) if name != "steward"]
        if "token" in names or door.name in KEYS:
            keys = [TOKEN]
        elif "code" in names:
            keys = self.codes(door)
        elif names == ["key"]:
            keys = [f"needs.matter:{self.walk.key}", str(self.walk.key)]
        elif names and isinstance(table, type):
            rows = (
                table.objects.order_by("-pk")
                if table in (Person, Organisation)
                else table.objects.of(self.cast.steward).order_by("-pk")
            )  # type: ignore[attr-defined]
            keys = list(rows.values_list("pk", flat=True)[:3])
        return [
            "/" + _ARGUMENT.sub(lambda argument, key=key: self.value(argument.group(1), key), door.route)
            for key in keys
        ]

    def value(self, name: str, key: Any) -> str:
        return {
            "steward": self.cast.steward.slug,
            "month": f"{timezone.localdate():%Y-%m}",
            "year": str(fiscal_year(timezone.localdate())),
            "fmt": "csv" if self.door == "work:who_where_sheet" else "pdf",
            "form": "pdf",
            "name": "minutes",
            "kind": "poster",
        }.get(name, str(key))

    def codes(self, door: Door) -> list[str]:
        if door.name == "places_root:place":
            return ["999901"]
        rows = HelpOffer if door.name.startswith("coordination") else Need
        return list(rows.objects.of(self.cast.steward).values_list("receipt", flat=True)[:2])

    def walker(self, who: str) -> Walker:
        """A browser with a screen for this person."""
        if who not in self.looked:
            connection.close()
            walker = self.looked[who] = self.stage.person(who or "a stranger")
            if who:
                walker.enter(f"{who}@example.test")
        return self.looked[who]

    def look(self, who: str, path: str, html: str) -> None:
        """The page in a browser, as the one who may open it."""
        page = self.walker(who).page
        answers = answers_of(page)
        page.set_viewport_size({"width": 320, "height": 700})
        page.goto(self.stage.base + path, wait_until="load")
        where = f"{who or 'a stranger'} {path}"
        if (heavy := weight(answers)) > HEAVIEST:
            self.wrong.append(f"{where}: {heavy} bytes")
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > 320:
            self.wrong.append(f"{where}: {wide} px wide at 320")
        self.wrong += [f"{where} at 320: {line}" for line in broken(self.axe, page)]
        page.set_viewport_size({"width": 1280, "height": 800})
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > 1280:
            self.wrong.append(f"{where}: {wide} px wide at 1280")
        page.set_viewport_size({"width": 640, "height": 800})
        large = "document.documentElement.style.fontSize = '200%', document.documentElement.scrollWidth"
        if (wide := page.evaluate(large)) > 640:
            self.wrong.append(f"{where}: {wide} px wide at 640 with letters twice as large")
        if path != "/gallery/":  # sample links lead nowhere
            self.wrong += [f"{where}: {line}" for line in needs_script(html)]
        self.wrong += [f"{where}: {line}" for line in wordless_choices(html)]


def wordless_choices(html: str) -> list[str]:
    """Lists whose empty choice says nothing, or dashes."""
    empty = re.findall(r'<option value=""[^>]*>(.*?)</option>', html, re.S)
    return [f"an empty choice without words: {words!r}" for words in empty if not re.search(r"[^\W\d_]", words)]


def needs_script(html: str) -> list[str]:
    """What of a page would be dead where no script runs: a form without a way to send it, a link that leads nowhere."""
    dead = [f"a form without a button: {form[:80]}" for form in re.findall(r"<form\b.*?</form>", html, re.S)
            if not re.search(r'<button(?![^>]*type="button")|type="submit"', form)]  # fmt: skip
    return dead + [
        f"a link to nowhere: {link}" for link in re.findall(r'<a [^>]*href="(?:#|javascript:[^"]*)"[^>]*>', html)
    ]


def furnish(walk: Walk) -> None:
    """What the matter's own way does not bring: everything else that has a page."""
    cast, officer = walk.cast, walk.cast.actor("officer")
    steward, matter = cast.steward, walk.matter
    add_partner(steward, cast.temple, by=officer, good_at="เต็นท์")
    phones = {"phone": "0811111111", "deputy_phone": "0822222222"}
    name_coordinator(cast.villages[2], cast.coordinator, deputy=cast.head, **phones, by=officer)
    offer_help(matter, kind="time", words="ว่างวันเสาร์", name="สมชาย", phone="0891234567", way="phone", by=officer)
    OfficeProject.objects.create(steward=steward, row_key="1", name="ขุดลอกหนอง", fiscal_year=2570)
    body = committee(cast, 13, empty=2)
    call(cast, body, by="clerk", place="ห้องประชุม")
    ballot = prepare_ballot(
        body,
        by=officer,
        question="เอาไหม",
        options=["เอา", "ไม่เอา"],
        closes_at=timezone.now() + timezone.timedelta(days=2),
    )
    open_ballot(ballot, by=officer)
    ask_for_data(steward, person=cast.farmer, kind="copy", by=officer)
    issue_card(steward, person=cast.farmer, by=officer)
    upload(cast.client("officer"), cast, OFFICE_LIST)
    lend(cast)
    carry_out(cast)
    divide_within(cast, matter)
    thank_and_ask(cast, matter)


def divide_within(cast: Cast, matter: Matter) -> None:
    """A task of today: one comes and has a skill, another is asked by link."""
    officer = cast.actor("officer")
    said = {"steward": cast.steward, "word": "ขุดลอก", "by": officer}
    for person in (cast.farmer, cast.coordinator):
        say_skill(person=person, **said)
    keep_apart(cast.steward, cast.farmer, cast.coordinator, by=officer)
    places = [WorkPlace("ขุดและตักดิน", "digging", 1, 1, 3)]
    task = open_task(matter, "ลอกร่อง", on=timezone.localdate(), half="am", places=places, by=officer)
    slot = task.slots.get()
    asked = propose_person(slot, cast.coordinator, by=officer)
    invite_person(asked, by=officer)
    answer_for(propose_person(slot, cast.farmer, by=officer), "yes", by=officer)
    plan_month(cast.steward, timezone.localdate(), fairness=50, by=officer)


def carry_out(cast: Cast) -> None:
    """Two projects that share what lacks; the newer was closed once, so it has lessons, and goes on with a task."""
    officer, matter = cast.actor("officer"), matter_of(cast, "งานบุญเดือนสาม")
    line = line_of(cast, 12, matter=matter, spec=spec_of(cast, "จอบ"))
    older, project = (open_project(matter, title, by=officer) for title in ("ครัวกลาง", "จัดที่"))
    reopen_project(close_project(project, worked="จองโต๊ะก่อนหนึ่งเดือน", by=officer), by=officer)
    for each in (older, project):
        set_project_lines(each, [line.pk], by=officer)
    places = [WorkPlace("ขนโต๊ะ", "", 1, 1, 3)]
    open_task(matter, "ขนโต๊ะ", on=timezone.localdate(), half="pm", places=places, projects=[project], by=officer)


def thank_and_ask(cast: Cast, matter: Matter) -> None:
    """A year that is thanked for, a seller, a question, a list that a partner handed over, another day wished for."""
    officer, year = cast.actor("officer"), fiscal_year(timezone.localdate())
    say_print_name(cast.steward, organisation=cast.temple, is_wanted=True, name="วัด", how="phone", by=officer)
    make_thanks(
        cast.steward, form="letter", fiscal_year=year, gave=["เสื่อ 10 ผืน"], about="งานบุญ", by=officer,
        organisation=cast.temple,
    )  # fmt: skip
    share_contribution(cast.steward, cast.temple, year, by=officer)
    since = timezone.localdate()
    note_interest(cast.steward, cast.clinic, how="contractor", from_on=since, source="สัญญา 1/2570", by=officer)
    told = ask_question(cast.steward, text="ใครเคยซ่อม", theme="", by=officer, matter=matter)
    reply(told, text="เคยทำเมื่อปีก่อน", as_whom="ครู", by=cast.actor("teacher", speaking=True), organisation=cast.school)
    send_question(ask_question(cast.steward, text="ใครเคยทำ", theme="", by=officer, matter=matter), by=officer)
    write_told_list(cast)
    task = Task.objects.of(cast.steward).latest("pk")
    ask_for_change(task, by=cast.actor("coordinator"), wished_on=timezone.localdate() + timezone.timedelta(days=1))
    ask_for_wishes(cast.steward, timezone.localdate(), [cast.farmer], by=officer)


def write_told_list(cast: Cast) -> None:
    """As an outside body hands it over; and one of a partner that tells of another, and waits for its yes."""
    tags = "#org+impl,#sector,#activity,#adm4+code,#date+start"
    waits = f"{tags}\nโรงเรียนบ้านดอนแดง,children,สอนว่ายน้ำ,{cast.villages[2].area_id},2026-11-20\n"
    abbot = cast.actor("abbot")
    sheet = read_told_sheet(
        cast.temple, steward=cast.steward, data=waits.encode(), name="b.csv", told_on=timezone.localdate(),
        is_public=True, by=abbot,
    )  # fmt: skip
    take_in_sheet(sheet, by=abbot)
    rows = f"ใคร,เรื่อง,งาน,หมู่บ้าน,เริ่ม\n{tags}\nมูลนิธิ,water,ขุดบ่อ,{cast.villages[2].area_id},2026-11-20\n"
    read_told_sheet(
        cast.clinic, steward=cast.steward, data=rows.encode(), name="a.csv", told_on=timezone.localdate(),
        is_public=True, by=cast.actor("officer"),
    )  # fmt: skip


def lend(cast: Cast) -> None:
    """A loan of which something broke, and a row that one side disputes."""
    officer = cast.actor("officer", speaking=True)
    loan = promise_of(cast, line_of(cast, 60, spec=spec_of(cast, "เสื่อ")), 40, is_loan=True)
    brought(cast, loan, 10)
    tell_loss(loan, quantity=1, how="broken", words="ขาด", by=officer, idempotency_key="broken")
    dispute = dispute_delivery(brought(cast, loan, 5), side="receiver", reason="นับได้ 4", by=officer)
    propose_settlement(dispute, side="receiver", outcome="corrected", quantity=4, by=officer)


def deal(cast: Cast) -> None:
    """An exchange to which both said yes, one that waits for its parties, and one whose wish the office has to open."""
    done = agreed(cast)
    lines = [leg.need_line for leg in done.legs.select_related("need_line__spec", "need_line__matter").order_by("pk")]
    officer = cast.actor("officer")
    parts = [
        Part(
            raise_line(line.matter, spec=line.spec, quantity=2, receiver=line.receiver, by=officer.entering_for(None)),
            cast.temple if line.receiver_id == cast.office.pk else cast.office,
            2,
        )
        for line in lines
    ]
    waiting = propose_exchange(cast.steward, parts, why="ช่วยกันอีกครั้ง", by=officer)
    ask_party(waiting, cast.temple, by=officer)
    asked = next(line for line in lines if line.receiver_id == cast.office.pk)
    more = raise_line(asked.matter, spec=asked.spec, quantity=2, receiver=cast.office, by=officer.entering_for(None))
    wish = Wished(cast.temple, cast.office, "รถบดถนน", "1 วัน")
    propose_exchange(cast.steward, [Part(more, cast.temple, 2)], why="วัดอยากได้รถบด", by=officer, wishes=[wish])


def exchange(walk: Walk) -> None:
    """An offer, and a promise that waits for the other side."""
    line = NeedLine.objects.filter(matter=walk.key).first()
    if line is not None and not Offer.objects.exists():
        offer_of(walk.cast, 40, spec=line.spec)


def links(walk: Walk) -> None:
    """Who was invited or asked to sign holds a link; this story knows its token."""
    promise = Commitment.objects.filter(provider_accepted_at=None, ended_at=None, asks=None).first()
    if promise is not None:
        ask_by_link(promise, by=walk.cast.actor("officer"))
    for table in (
        Invitation, CoSignature, DutySignature, PromiseAsk, SignUp, ExchangeParty, Question, ContributionLink, WishLink
    ):  # fmt: skip
        rows = table.objects.of(walk.cast.steward)
        row = (rows.exclude(token_hash=None) if table in (SignUp, ExchangeParty) else rows).order_by("-pk").first()
        if row is not None:
            table.objects.filter(pk=row.pk).update(token_hash=token_hash(TOKEN))


def test_every_page_can_be_used_by_everybody(browser: Any, live_server: Any, lasting_cast: Cast) -> None:
    deal(lasting_cast)  # before the walk: of each kind the newest are looked at
    walk = Walk(lasting_cast)
    stage = Stage(browser, live_server.url, lasting_cast.steward)
    pages = {door.name: door for door in doors(urls.urlpatterns) if door.passage and "GET" in door.passage.methods}
    seen = Round(walk, stage, pages)
    codes = [code for _who, code in WAY]
    walk.public()
    furnish(walk)
    for upto in [codes.index(code) for code in STATES] + [len(WAY)]:
        go_on(walk, upto)
        exchange(walk)
        links(walk)
        seen.look_round()
    seen.confirm("auditor")
    seen.look_round()
    TOTP.activate(lasting_cast.auditor.account, generate_totp_secret())
    RecoveryCodes.activate(lasting_cast.auditor.account)
    seen.look_round()
    for walker in stage.walkers:
        walker.leave()
    assert not seen.wrong, "\n".join(seen.wrong)
    unlike = set(seen.unseen) ^ set(NO_PAGE)
    assert not unlike, f"seen though written down, or unseen and not written down: {' '.join(sorted(unlike))}"


def go_on(walk: Walk, upto: int) -> None:
    """From where the walk stands to before the act with this number."""
    done: int = getattr(walk, "steps", 0)
    for who, code in WAY[done:upto]:
        if code == "open_work" and not walk.matter.need_lines.exists():
            from ruammue.ledger.actions import deliver

            deliver()
            walk.lacks()
        act = walk.act_of(who)
        assert act is not None, (who, code)
        assert act.code == code
        walk.do(who, act)
    walk.steps = upto  # type: ignore[attr-defined]


def test_a_list_that_begins_with_dashes_is_seen() -> None:
    assert wordless_choices('<select><option value="" selected>---------</option></select>')
    assert wordless_choices('<select><option value=""></option></select>')
    assert not wordless_choices('<select><option value="">เลือก</option><option value="1">1</option></select>')


def test_a_page_that_needs_script_is_seen() -> None:
    assert needs_script('<form action="/x"><input name="a"><button type="button">ส่ง</button></form>')
    assert needs_script('<a class="act" href="#">ทำ</a>')
    assert needs_script('<form><button class="act" type="submit">ส่ง</button></form><a href="#main">ข้าม</a>') == []
