"""The seed, told as it happens: from a neighbour's dry tap to what everybody may read, on ten telephones.

Each person has a browser of their own, 360 px wide, in Thai. What an act costs them is counted on the way and stands
in bench/human.md (written anew with RUAMMUE_WRITE_HUMAN=1).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from ruammue.decisions.models import Meeting
from ruammue.ledger.models import Entry
from ruammue.ledger.verification import verify
from ruammue.loop.queries import act_on, facts_of_matter
from ruammue.loop.stations import Stand, stops
from ruammue.needs.models import Matter
from ruammue.networks.models import Invitation
from ruammue.people import actions as people
from ruammue.people.models import Account
from tests.cast import Cast
from tests.journeys.walkers import Stage, Walker
from tests.rooms.decisions.stage import TITLES, forum
from tests.rooms.needs.pictures import jpeg

pytestmark = pytest.mark.browser
LINK = r"http://\S+/i/[\w-]+/"
SIGN = r"http://\S+/g/[\w-]+/"
DUTY = r"http://\S+/d/[\w-]+/"


@pytest.fixture
def stage(browser: Any, live_server: Any, lasting_cast: Cast) -> Iterator[Stage]:
    made = Stage(browser, live_server.url, lasting_cast.steward)
    yield made
    for walker in made.walkers:
        walker.leave()


def thai(days: int = 0) -> str:
    """A day as people type it, so many days from today, in the Buddhist era."""
    day = timezone.localdate() + timezone.timedelta(days=days)
    return f"{day.day}/{day.month}/{day.year + 543}"


class Story:
    """One turn of the wheel, chapter by chapter. What one chapter leaves behind the next one finds."""

    def __init__(self, stage: Stage, cast: Cast, photo: Path) -> None:
        self.stage, self.cast, self.photo = stage, cast, photo
        self.slug = cast.steward.slug
        self.home = f"/{self.slug}/"
        self.walkers: dict[str, Walker] = {}

    # ------------------------------------------------------------------------------------------- helpers

    def by_login(self, key: str) -> Walker:
        """The telephone of somebody who comes in with e-mail and password."""
        if key not in self.walkers:
            self.walkers[key] = self.stage.person(key).enter(f"{key}@example.test")
        return self.walkers[key]

    @property
    def matter(self) -> Matter:
        return Matter.objects.get(pk=self.matter_key)

    def url(self, name: str, *args: Any) -> str:
        return reverse(name, args=[self.slug, *args])

    def next_of_matter(self, who: Walker) -> Walker:
        """From the home page of this person by the button of the matter: the wheel says what is next, for them."""
        who.go(self.home)
        return who.follow(f'li:has(a[href*="{self.matter_key}"]) .wheel-row a.button')

    # ------------------------------------------------------------------------------------------- chapters

    def somebody_tells(self) -> None:
        """A citizen with a cheap telephone tells of one thing, the volunteer of her neighbour's."""
        citizen = self.stage.person("a citizen")
        citizen.go(self.home)
        with citizen.counting("tell a need with a photo, from the front page") as effort:
            citizen.follow("main a.act")
            citizen.photograph('label[for="id_photos"]', self.photo)
            citizen.tap('label[for="id_village_2"]')
            citizen.send()
        citizen.sees("รับเรื่องแล้ว")
        assert effort.taps <= 4
        assert effort.fields <= 1

        volunteer = self.by_login("volunteer")
        volunteer.go(self.url("needs:report"))
        with volunteer.counting("tell a neighbour's need with a photo, on the page") as effort:
            volunteer.photograph('label[for="id_photos"]', self.photo)
            volunteer.type("text", "น้ำประปาไม่ไหลมาสามวัน บ้านยายกับอีกสิบสองหลัง")
            volunteer.tap('details:has([name="neighbour_was_told"]) summary')
            volunteer.tick("neighbour_was_told")
            volunteer.send()
        volunteer.sees("รับเรื่องแล้ว")
        assert effort.taps <= 4
        assert effort.fields <= 1
        self.receipt = volunteer.page.url
        self.matter_key = str(Matter.objects.latest("number").pk)
        self.stage.let_news_flow()

    def officer_answers(self) -> None:
        """A named human answers with a sentence, and writes another one for everybody."""
        officer = self.by_login("officer")
        self.next_of_matter(officer)
        officer.pick("way", "together")
        officer.type("text", "ช่างประปาไปดูแล้ว ท่อหลักแตก ต้องใช้รถขุดกับคนช่วยกัน จะนัดคุยกันในหมู่บ้าน")
        officer.type("promised_on", thai(30))
        officer.send()
        officer.go(self.url("needs:matter", self.matter_key))
        officer.follow('a[href$="/publish/"]')
        officer.type("sentence", "ประปาหมู่ 3 ไม่ไหลหลายหลังคาเรือน ท่อหลักแตก")
        officer.page.locator('main [name="photos"]').first.check()
        officer.send()
        officer.send()
        self.stage.let_news_flow()
        assert self.matter.is_published
        volunteer = self.by_login("volunteer")
        volunteer.go(self.receipt).sees("ท่อหลักแตก")

    def office_calls(self) -> None:
        """We cannot do this alone: the call, and the executive behind it."""
        officer = self.by_login("officer")
        self.next_of_matter(officer)
        officer.type("what", "เปลี่ยนท่อประปาหลัก 120 เมตร หมู่ 3")
        officer.type("where", "บ้านดอนแดง หมู่ 3")
        officer.type("for_how_many", "๓๘")
        officer.type("lacks_people", "ช่างต่อท่อ 2 คน")
        officer.type("lacks_things", "รถขุด 1 คัน 2 วัน")
        officer.pick("sectors", "private")
        officer.pick("sectors", "civil")
        officer.send()
        self.stage.let_news_flow()
        mayor = self.by_login("mayor")
        mayor.go(self.url("coordination:inbox"))
        mayor.follow("button.notice-open")
        mayor.send()
        self.stage.let_news_flow()
        assert self.matter.calls.get().endorsed_at is not None

    def network_forms(self) -> None:
        """A network for this matter; a link that a chat program opens first; two taps; a telephone call."""
        officer = self.by_login("officer")
        self.next_of_matter(officer)
        officer.type("name", "เครือข่ายน้ำประปาหมู่ 3")
        officer.pick("form", "partners")
        officer.type("purpose", "ช่วยกันให้ประปาหมู่ 3 ไหลทุกบ้าน")
        officer.send()
        for key in ("school", "temple", "shop"):
            officer.go(self.home)
            officer.go(self.url("networks:invite", self.matter.networks.get().pk))
            officer.choose("organisation", str(self.cast.organisations[key].pk))
            officer.type("asks", "ช่วยขุดและวางท่อประปาใหม่")
            officer.type("effort", "ประมาณ 1 วัน เดือนธันวาคม")
            officer.send()
            if key == "school":
                self._school_answers_by_link(officer.link(LINK))
        self.stage.let_news_flow()
        self._temple_answers_with_card()
        self._shop_answers_by_login()

    def _school_answers_by_link(self, link: str) -> None:
        invitation = Invitation.objects.get(organisation=self.cast.school)
        for _look in range(3):
            assert self.stage.preview(link) == 200
            assert self.stage.preview(f"{link}?reply=join") == 200
        invitation.refresh_from_db()
        assert invitation.reply == "", "looking uses no link up"
        school = self.walkers["school"] = self.stage.person("the school, without account")
        school.go(link)
        with school.counting("accept an invitation by link") as effort:
            school.follow("a.act")
            school.send()
        assert effort.taps <= 2
        assert effort.fields == 0
        invitation.refresh_from_db()
        assert (invitation.reply, invitation.confirmed_at) == ("join", None)

    def _confirm(self, key: str, with_whom: str) -> None:
        officer = self.by_login("officer")
        officer.go(self.home)
        invitation = Invitation.objects.get(organisation=self.cast.organisations[key])
        officer.go(self.url("networks:invitation_state", invitation.pk))
        officer.pick("way", "phone")
        officer.type("with_whom", with_whom)
        officer.send()
        self.stage.let_news_flow()
        invitation.refresh_from_db()
        assert invitation.confirmed_by_id == self.cast.officer.pk

    def _temple_answers_with_card(self) -> None:
        """The abbot has no e-mail: a card from the office, its PIN, his own telephone."""
        card = people.issue_card(self.cast.steward, person=self.cast.abbot, by=self.cast.actor("officer"))
        abbot = self.walkers["abbot"] = self.stage.person("the abbot, by card")
        abbot.go(self.url("people:enter_card", card.token))
        abbot.type("pin", card.pin)
        abbot.send()
        self.next_of_matter(abbot)
        abbot.follow("a.act")
        abbot.send()
        self._confirm("temple", "พระครูสุวรรณ")

    def _shop_answers_by_login(self) -> None:
        owner = self.by_login("owner")
        owner.go(self.url("coordination:inbox"))
        owner.follow("button.notice-open")
        owner.go(self.url("networks:answer", Invitation.objects.get(organisation=self.cast.shop).pk))
        owner.follow("a.act")
        owner.send()
        self.stage.let_news_flow()
        self._confirm("shop", "คุณเจริญ เจ้าของร้าน")
        self._confirm("school", "ครูวิชา ผู้อำนวยการ")
        assert self.matter.networks.get().members.count() == 3

    def village_decides(self) -> None:
        """A forum on paper: called, printed, typed in for forty people and ten needs, closed the same night."""
        head = self.by_login("head")
        meets = forum(self.cast)
        self.next_of_matter(head)
        head.choose("network", str(meets.pk))
        head.type("held_on", thai())
        head.type("starts_at", "6 โมงเย็น")
        head.type("place", "ศาลากลางบ้านหมู่ 3")
        head.type("noticed_on", thai(-5))
        head.type("topics", "\n".join(TITLES[:9]))
        head.send()
        meeting = Meeting.objects.get()
        assert meeting.items.count() == 10
        printed = head.context.request.get(self.stage.base + self.url("decisions:sheet", meeting.pk))
        assert printed.body().startswith(b"%PDF-")
        self.stage.let_news_flow()
        self.next_of_matter(head)
        hands = (31, 28, 25, 21, 12, 9, 7, 4, 2, 0)
        with head.counting("type in a forum of 40 people and ten needs") as effort:
            for group, count in (("women", "๒๒"), ("men", "18"), ("children", "6"), ("old", "11"), ("disabled", "0")):
                head.type(group, count)
            for number, count in enumerate(hands, 1):
                head.type(f"voices_{number}", str(count))
            head.send()
        assert (effort.fields, effort.pages) == (15, 1)
        with head.counting("close the meeting tonight") as effort:
            head.type("ended_at", "20.30")
            head.type("note_taker", "นางจันทร์ ใจงาม")
            head.type("checker", "นายคำดี มั่นคง")
            head.type("take", "3")
            head.choose("effect", "executive")
            head.type("responsible", "กองช่าง อบต.")
            head.type("due_on", thai(60))
            head.type("improved", "อบต. จะเปลี่ยนท่อหลักก่อนหน้าแล้ง")
            head.send()
        assert effort.fields + effort.taps - 1 <= 8, "at most eight new things after the meeting itself"
        meeting.refresh_from_db()
        assert meeting.is_closed
        self.stage.let_news_flow()
        for paper in ("minutes.pdf", "minutes.docx", "ita.pdf", "attendance.pdf", "loudspeaker.pdf"):
            name, fmt = paper.split(".")
            made = head.context.request.get(self.stage.base + self.url("decisions:paper", meeting.pk, name, fmt))
            assert made.ok, paper
        mayor = self.by_login("mayor")
        with mayor.counting("approve a resolution, from the home page"):
            self.next_of_matter(mayor)
            mayor.pick("verdict", "approved")
            mayor.send()
        self.stage.let_news_flow()

    def goal_is_shared(self) -> None:
        """One number that everybody wants, signed by organisations of two sectors."""
        officer = self.by_login("officer")
        self.next_of_matter(officer)
        officer.type("statement", "ทุกบ้านหมู่ 3 มีน้ำประปาไหลทุกวัน")
        officer.type("due_on", thai(120))
        officer.type("name", "บ้านที่น้ำไหลทุกวัน")
        officer.type("unit", "หลัง")
        officer.type("baseline", "๒๕")
        officer.type("baseline_on", thai(-3))
        officer.type("baseline_source", "อสม. เดินถามทุกบ้าน")
        officer.type("target", "38")
        officer.choose("owner", str(self.cast.clinic.pk))
        officer.type("source", "อสม. เดินถามทุกบ้าน")
        officer.send()
        self.stage.let_news_flow()
        self.next_of_matter(officer)
        officer.send()  # for the office itself; then the wheel says: ask the others
        self.stage.let_news_flow()
        self.next_of_matter(officer)
        officer.send(f'form:has([value="{self.cast.school.pk}"]) button')
        link = officer.link(SIGN)
        assert self.stage.preview(link) == 200
        school = self.walkers["school"]
        school.go(link)
        with school.counting("sign a goal by link") as effort:
            school.type("signed_as", "นายวิชา สอนดี ผู้อำนวยการ")
            school.send()
        assert effort.taps <= 2
        self.stage.let_news_flow()
        abbot = self.walkers["abbot"]
        self.next_of_matter(abbot)
        abbot.send()
        self.stage.let_news_flow()

    def work_is_divided(self) -> None:
        """The duty table: who leads, joins, supports; negotiated and signed by each."""
        officer = self.by_login("officer")
        shop, temple, school = (str(self.cast.organisations[key].pk) for key in ("shop", "temple", "school"))
        self.next_of_matter(officer)  # the work that the resolution opened; one more piece goes beside it
        officer.go(self.url("work:open_work", self.matter_key))
        officer.type("title", "หุงข้าวเลี้ยงคนทำงาน")
        officer.type("needs_skill", "ครัว")
        officer.type("due_on", thai(30))
        officer.send()
        by_resolution, meals = self.matter.works.order_by("opened_at", "id")
        divided = {by_resolution: {shop: "lead", school: "joint", temple: "support"}, meals: {temple: "lead"}}
        for work, parts in divided.items():
            for organisation, part in parts.items():
                officer.choose(f"d_{work.pk.hex}_{organisation.replace('-', '')}", part)
        officer.send()
        officer.go(self.url("work:ask", self.matter_key))
        officer.send(f'form:has([value="{school}"]) button')
        link = officer.link(DUTY)
        assert self.stage.preview(link) == 200
        self.stage.let_news_flow()
        by_link = self.walkers["school"]
        by_link.go(link)
        with by_link.counting("sign one's part of the work by link") as effort:
            by_link.type("signed_as", "นายวิชา สอนดี ผู้อำนวยการ")
            by_link.send()
        assert effort.taps <= 2
        for key in ("abbot", "owner"):
            who = self.walkers[key]
            self.next_of_matter(who)
            who.send()
        self.stage.let_news_flow()
        annex = officer.context.request.get(self.stage.base + self.url("work:annex", self.matter_key, "pdf"))
        assert annex.body().startswith(b"%PDF-")

    def things_come(self) -> None:
        """What lacks is asked for, promised, brought, and counted once both sides have said so."""
        officer, owner = self.by_login("officer"), self.walkers["owner"]
        officer.go(self.url("needs:matter", self.matter_key))
        officer.follow('a[href$="/lack/"]')
        officer.send('button[name="common"][value="cement"]')
        officer.type("quantity", "๒๐")
        officer.type("until_on", thai(20))
        officer.send()
        self.stage.let_news_flow()
        owner.go(self.url("needs:matter", self.matter_key))
        owner.follow('a[href*="/exchange/lines/"]')
        owner.follow('a[href$="/promise/"]')
        owner.send()
        promise = owner.page.url
        self.stage.let_news_flow()
        officer.go(promise)
        officer.follow(".next-act button.act")
        self.stage.let_news_flow()
        owner.go(promise)
        owner.follow(".next-act a.act")
        owner.send()
        self.stage.let_news_flow()
        officer.go(promise)
        with officer.counting("confirm what came"):
            officer.follow(".next-act a.act")
            officer.send()
        thanks = officer.page.locator('a[href*="/thanks/pdf/"]').first.get_attribute("href")
        assert officer.context.request.get(self.stage.base + thanks).body().startswith(b"%PDF-")
        self.stage.let_news_flow()
        line = self.matter.need_lines.get()
        assert (line.promised, line.delivered) == (0, 20), "promised and not yet here: nothing; here: all of it"

    def work_is_done(self) -> None:
        """Whoever leads says that it is done; the number is counted again."""
        for key in ("owner", "abbot"):
            who = self.walkers[key]
            self.next_of_matter(who)
            who.type("words", "เสร็จก่อนกำหนดสองวัน")
            who.send()
            self.stage.let_news_flow()
        nurse = self.by_login("nurse")
        nurse.go(self.url("goals:goal", self.matter.goals.get(dropped_at=None).pk))
        nurse.follow('a[href*="/goals/read/"]')
        with nurse.counting("give a reading, with a photo") as effort:
            nurse.type("value", "๓๘")
            nurse.photograph('label[for="id_photo"]', self.photo)
            nurse.send()
        assert effort.fields == 1
        self.stage.let_news_flow()

    def everybody_reads(self) -> None:
        """The result is public; a citizen without any account reads the whole chain, and a machine reads it too."""
        officer = self.by_login("officer")
        self.next_of_matter(officer)
        officer.type("text", "น้ำไหลครบ 38 หลัง ตั้งแต่วันที่ท่อใหม่เสร็จ")
        officer.send()
        self.stage.let_news_flow()
        reader = self.stage.person("an anonymous citizen")
        reader.go(self.home)
        reader.go(self.url("evidence:matters"))
        reader.follow(f'a[href*="{self.matter_key}"]')
        for words in (
            "ท่อหลักแตก", "โรงเรียนบ้านดอนแดง", "วัดโพธิ์ศรี", "ร้านวัสดุก่อสร้างเจริญสุข", "ทุกบ้านหมู่ 3", "หุงข้าว", "20",
            "น้ำไหลครบ 38 หลัง",
        ):  # fmt: skip
            reader.sees(words)
        for name in ("จันทร์", "ทองสุข", "ยาย", "ใจงาม", "08100000"):
            assert name not in reader.words().replace("-", ""), f"{name} is nobody's business on a public page"
        listed = reader.context.request.get(f"{self.stage.base}{self.home}api/v1/matters/").json()
        assert self.matter_key in str(listed)
        chain = reader.context.request.get(f"{self.stage.base}{self.home}api/v1/matters/{self.matter_key}/")
        assert chain.ok
        assert "น้ำไหลครบ" in str(chain.json())
        assert reader.context.request.get(f"{self.stage.base}{self.home}api/v1/openapi.json").ok
        citizen = self.by_login("volunteer")
        citizen.go(self.receipt)
        with citizen.counting("say that it is mended"):
            citizen.send('button[name="is_fixed"][value="yes"]')
        self.stage.let_news_flow()

    def the_office_closes(self) -> None:
        """What is mended leaves the wheel by the office's own act."""
        officer = self.by_login("officer")
        self.next_of_matter(officer)
        officer.type("reason", "ผู้แจ้งบอกว่าแก้แล้ว")
        officer.send()
        self.stage.let_news_flow()

    def the_wheel_went_round(self) -> None:
        """All eight stations are walked, the matter is closed, and nothing waits for anybody."""
        facts = facts_of_matter(self.matter)
        assert [stop.stand for stop in stops(facts)] == [Stand.WALKED] * 8
        assert self.matter.closed_at
        for key in self.cast.persons:
            if key != "outsider":
                assert act_on(facts, self.cast.steward, self.cast.actor(key)) is None

    def the_record_stands(self) -> None:
        """Seven people and three organisations at least; nobody with a master key; nothing that verify would name."""
        self.stage.let_news_flow()
        entries = Entry.objects.of(self.cast.steward) if hasattr(Entry.objects, "of") else Entry.objects.all()
        actors = set(entries.exclude(person_id=None).values_list("person_id", flat=True))
        spoken_for = set(entries.exclude(on_behalf_of_id=None).values_list("on_behalf_of_id", flat=True))
        assert len(actors) >= 7, actors
        assert len(spoken_for) >= 3, spoken_for
        assert not hasattr(Account, "is_superuser") or not Account.objects.filter(is_superuser=True).exists()
        assert verify([self.cast.steward.pk]) == []
        assert self.stage.trouble == []


HUMAN = Path(__file__).parents[2] / "bench" / "human.md"


def write_human(stage: Stage) -> None:
    """What each act cost, as a table: compared with the committed one, or written with RUAMMUE_WRITE_HUMAN=1."""
    rows = "".join(f"| {e.act} | {e.who} | {e.taps} | {e.fields} | {e.pages} |\n" for e in stage.efforts)
    table = f"| act | who | taps | typed fields | pages |\n|---|---|---:|---:|---:|\n{rows}"
    before, _table, _rest = HUMAN.read_text(encoding="utf-8").partition("| act |")
    if os.environ.get("RUAMMUE_WRITE_HUMAN"):
        HUMAN.write_text(before + table, encoding="utf-8")
    assert HUMAN.read_text(encoding="utf-8") == before + table, "an act costs more or less than bench/human.md says"


def test_the_wheel_turns_once(stage: Stage, lasting_cast: Cast, tmp_path: Path) -> None:
    photo = tmp_path / "ท่อแตก.jpg"
    photo.write_bytes(jpeg("brown", with_position=True))
    story = Story(stage, lasting_cast, photo)
    story.somebody_tells()
    story.officer_answers()
    story.office_calls()
    story.network_forms()
    story.village_decides()
    story.goal_is_shared()
    story.work_is_divided()
    story.things_come()
    story.work_is_done()
    story.everybody_reads()
    story.the_office_closes()
    story.the_wheel_went_round()
    story.the_record_stands()
    write_human(stage)
