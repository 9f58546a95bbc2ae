"""Work divided among partners: agreed, signed, changed after signing, done."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from ruammue.foundation.keys import token_hash
from ruammue.ledger.models import Entry
from ruammue.loop.queries import facts_of_matter
from ruammue.loop.stations import is_walked
from ruammue.needs import actions as needs
from ruammue.needs.models import Matter, Station
from ruammue.networks import actions as networks
from ruammue.people.signing.refusals import NoSuchLink, SignedBefore
from ruammue.work import actions, queries
from ruammue.work.models import Duty, DutySignature, Work
from ruammue.work.refusals import LeadMissing, NoDuties, TableMoved, TwoLeads
from tests.cast import Cast

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99=\x1d\x00\x00\x00\x00IEND\xaeB`\x82"
)


class Stage:
    """A matter with a network of school, temple and shop, and two pieces of work."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.officer = cast.actor("officer")
        self.matter: Matter = needs.open_matter(cast.steward, by=self.officer, title="ร่องน้ำหน้าโรงเรียนตัน")
        network = networks.form_network(
            self.matter, steward=cast.steward, name="ภาคีร่องน้ำ", level="tambon", form="partners", by=self.officer
        )
        for key in ("school", "temple", "shop"):
            networks.add_partner(cast.steward, cast.organisations[key], by=self.officer, good_at=f"{key} ขุดลอก")
            networks.add_member(network, cast.organisations[key], by=self.officer)
        self.dig = actions.open_work(self.matter, "ขุดลอกร่องน้ำ", needs_skill="ขุดลอก", by=self.officer)
        self.eat = actions.open_work(self.matter, "เลี้ยงข้าวคนมาช่วย", by=self.officer)

    def cells(self, **parts: tuple[str, str]) -> dict[tuple[Any, Any], str]:
        """school=("lead", "") -> its part in digging and in feeding."""
        return {
            (work.pk, self.cast.organisations[key].pk): part
            for key, both in parts.items()
            for work, part in zip((self.dig, self.eat), both, strict=True)
        }

    def divide(self, **parts: tuple[str, str]) -> int:
        return actions.set_duties(self.matter, self.cells(**parts), by=self.officer)

    def url(self, name: str, *args: Any) -> str:
        return reverse(f"work:{name}", args=[self.cast.steward.slug, *args])

    def is_divided(self) -> bool:
        return is_walked(Station.DIVIDE, facts_of_matter(self.matter))


@pytest.fixture
def stage(cast: Cast) -> Stage:
    return Stage(cast)


FAIR = {"school": ("lead", "support"), "temple": ("joint", "lead"), "shop": ("support", "informed")}


def test_the_officer_divides_the_work_with_plain_selects(stage: Stage) -> None:
    browser = stage.cast.client("officer")
    page = browser.get(stage.url("divide", stage.matter.pk))
    assert page.status_code == 200
    data = {f"d_{work.hex}_{organisation.hex}": part for (work, organisation), part in stage.cells(**FAIR).items()} | {
        "reason": "ตามที่คุยกันหน้าศาลา"
    }
    assert browser.post(stage.url("divide", stage.matter.pk), data).status_code == 302
    assert Duty.objects.filter(work=stage.dig, part="lead").get().organisation == stage.cast.school
    text = browser.get(stage.url("duty_table", stage.matter.pk)).content.decode()
    assert "ขุดลอกร่องน้ำ" in text
    assert "ตามที่คุยกันหน้าศาลา" not in text, "the human's reason stays in the record"


def test_one_more_column_keeps_what_was_chosen_and_the_local_government_has_one_already(stage: Stage) -> None:
    cast, browser, where = stage.cast, stage.cast.client("officer"), stage.url("divide", stage.matter.pk)
    assert cast.office.name in browser.get(where).content.decode(), "it does its part as well"
    more = next(
        row
        for row in queries.organisations_to_add(stage.matter)
        if row.name not in browser.get(where).content.decode().partition('id="more"')[0]
    )
    lead = f"d_{stage.dig.hex if hasattr(stage.dig, 'hex') else stage.dig.pk.hex}_{cast.school.pk.hex}"
    page = browser.post(where, {lead: "lead", "reason": "ตามถนัด", "add": ["", str(more.pk)], "more": "1"})
    assert page.status_code == 200
    assert page.context["form"][lead].value() == "lead"
    assert page.context["form"]["reason"].value() == "ตามถนัด"
    assert more in page.context["added"]
    assert not Duty.objects.exists(), "a column is no act"


def test_two_leaders_of_one_work_are_refused_and_nothing_is_half_done(stage: Stage) -> None:
    with pytest.raises(TwoLeads) as refused:
        stage.divide(school=("lead", ""), temple=("lead", "lead"))
    assert refused.value.data["work"] == "ขุดลอกร่องน้ำ"
    assert not Duty.objects.exists()


def test_the_lead_can_pass_from_one_partner_to_another_in_one_act(stage: Stage) -> None:
    stage.divide(**FAIR)
    stage.divide(school=("joint", "support"), temple=("lead", "lead"))
    assert Duty.objects.get(work=stage.dig, part="lead").organisation == stage.cast.temple


def test_a_link_is_not_used_up_by_looking_and_signs_the_table_as_it_stands(stage: Stage) -> None:
    stage.divide(**FAIR)
    token = actions.ask_to_sign(stage.matter, stage.cast.school, by=stage.officer).token
    link = stage.url("sign_duties", token)
    stranger = Client()
    for _look in range(3):
        page = stranger.get(link)
        assert page.status_code == 200
    assert not DutySignature.objects.filter(signed_at__isnull=False).exists()
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', page.content.decode())
    assert seen is not None
    answer = stranger.post(link, {"signed_as": "ครูวิชา ผู้อำนวยการ", "seen": seen[1]})
    assert answer.status_code == 302
    signature = DutySignature.objects.get()
    assert (signature.way, signature.signed_as) == ("link", "ครูวิชา ผู้อำนวยการ")
    assert signature.table_hash == actions.table_hash(stage.matter)
    entry = Entry.objects.get(kind="work.duties_signed")
    assert entry.on_behalf_of_id == stage.cast.school.pk
    assert "ครูวิชา" not in str(entry.payload)
    assert stranger.get(link).status_code == 200, "the link goes on to show what was signed"


def test_a_table_that_moved_while_it_was_read_is_not_signed(stage: Stage) -> None:
    stage.divide(**FAIR)
    asked = actions.ask_to_sign(stage.matter, stage.cast.school, by=stage.officer)
    read = actions.table_hash(stage.matter)
    stage.divide(school=("joint", "lead"), temple=("lead", ""))
    with pytest.raises(TableMoved):
        actions.sign_by_link(asked.token, "ครู", seen=read, steward=stage.cast.steward, by=stage.cast.actor("teacher"))


def test_a_change_after_signing_asks_for_the_signature_anew(stage: Stage) -> None:
    stage.divide(**FAIR)
    teacher = stage.cast.actor("teacher")
    seen = actions.table_hash(stage.matter)
    actions.sign_on_behalf(stage.matter, stage.cast.school, seen=seen, by=teacher)
    with pytest.raises(SignedBefore):
        actions.sign_on_behalf(stage.matter, stage.cast.school, seen=seen, by=teacher)
    stage.divide(shop=("joint", ""))
    states = {row.organisation_id: row.state for row in queries.table_of(stage.matter).signatures}
    assert states[stage.cast.school.pk] == "changed"
    stage.divide(shop=("support", "informed"))
    states = {row.organisation_id: row.state for row in queries.table_of(stage.matter).signatures}
    assert states[stage.cast.school.pk] == "signed", "the very table that was signed holds again"


def test_the_station_is_walked_only_when_all_parties_signed_the_present_table(stage: Stage) -> None:
    stage.divide(**FAIR)
    assert not stage.is_divided()
    for key, who in (("school", "teacher"), ("temple", "abbot"), ("shop", "owner")):
        assert not stage.is_divided()
        actions.sign_on_behalf(
            stage.matter, stage.cast.organisations[key], seen=actions.table_hash(stage.matter), by=stage.cast.actor(who)
        )
    assert stage.is_divided()
    stage.divide(shop=("joint", ""))
    assert not stage.is_divided(), "a table changed after signing is not agreed"


def test_nobody_signs_without_a_part_or_while_a_work_has_no_leader(stage: Stage) -> None:
    stage.divide(school=("joint", ""))
    with pytest.raises(LeadMissing):
        actions.ask_to_sign(stage.matter, stage.cast.school, by=stage.officer)
    with pytest.raises(NoDuties):
        actions.ask_to_sign(stage.matter, stage.cast.shop, by=stage.officer)


def test_a_link_of_another_tenant_opens_nothing(stage: Stage) -> None:
    stage.divide(**FAIR)
    asked = actions.ask_to_sign(stage.matter, stage.cast.school, by=stage.officer)
    foreign = reverse("work:sign_duties", args=[stage.cast.other_steward.slug, asked.token])
    assert Client().get(foreign).status_code == 404
    assert Client().post(foreign, {"signed_as": "ใคร", "seen": actions.table_hash(stage.matter)}).status_code == 404
    with pytest.raises(NoSuchLink):
        actions.sign_by_link(
            asked.token, "ใคร", seen="", steward=stage.cast.other_steward, by=stage.cast.actor("teacher")
        )


def test_only_the_hash_of_a_link_is_kept(stage: Stage) -> None:
    stage.divide(**FAIR)
    asked = actions.ask_to_sign(stage.matter, stage.cast.school, by=stage.officer)
    assert bytes(DutySignature.objects.get().token_hash) == token_hash(asked.token)


def test_a_paper_signature_needs_its_paper_and_names_the_helper(stage: Stage) -> None:
    stage.divide(**FAIR)
    browser = stage.cast.client("officer")
    data = {"organisation": str(stage.cast.temple.pk), "signed_as": "พระครูสุวรรณ"}
    refused = browser.post(stage.url("enter", stage.matter.pk), data)
    assert refused.status_code == 200
    assert not DutySignature.objects.exists()
    from django.core.files.uploadedfile import SimpleUploadedFile

    paper = SimpleUploadedFile("paper.png", PNG, "image/png")
    assert browser.post(stage.url("enter", stage.matter.pk), {**data, "paper": paper}).status_code == 302
    signature = DutySignature.objects.get()
    assert signature.entered_by_id == stage.cast.officer.pk
    assert signature.signed_by is None
    assert signature.evidence is not None


def test_an_objection_reaches_the_office_and_signing_clears_it(stage: Stage) -> None:
    stage.divide(**FAIR)
    owner = stage.cast.client("owner")
    assert owner.post(stage.url("object_as", stage.matter.pk), {"words": "ขอหนุนแค่วันเสาร์"}).status_code == 302
    row = next(r for r in queries.table_of(stage.matter).signatures if r.organisation_id == stage.cast.shop.pk)
    assert (row.state, row.objection) == ("objected", "ขอหนุนแค่วันเสาร์")
    seen = actions.table_hash(stage.matter)
    data = {"organisation": str(stage.cast.shop.pk), "seen": seen}
    asked = owner.get(stage.url("sign_as", stage.matter.pk)).content.decode().partition('<form class="form"')[0]
    assert stage.dig.title in asked, "what is signed stands above the signature"
    assert owner.post(stage.url("sign_as", stage.matter.pk), data).status_code == 302
    row = next(r for r in queries.table_of(stage.matter).signatures if r.organisation_id == stage.cast.shop.pk)
    assert row.state == "signed"
    again = owner.get(stage.url("sign_as", stage.matter.pk))
    assert again.url == stage.url("duty_table", stage.matter.pk), "no live button over an empty choice"


def test_the_leader_says_that_it_is_done_and_others_may_not(stage: Stage) -> None:
    stage.divide(**FAIR)
    finish = stage.url("finish", stage.dig.pk)
    assert stage.cast.client("owner").post(finish, {"words": "เสร็จ"}).status_code == 403, "a supporter does not lead"
    assert stage.cast.client("teacher").post(finish, {"words": "น้ำไหลแล้ว"}).status_code == 302
    assert Work.objects.get(pk=stage.dig.pk).done_words == "น้ำไหลแล้ว"
    again = stage.cast.client("teacher").post(finish, {"words": "อีก"})
    assert again.status_code == 200
    assert Entry.objects.filter(kind="work.work_done").count() == 1


def test_one_who_carries_more_than_half_is_named(stage: Stage) -> None:
    stage.divide(school=("lead", "lead"), temple=("support", ""))
    heaviest = queries.table_of(stage.matter).heaviest
    assert heaviest is not None
    assert (heaviest.id, heaviest.share) == (stage.cast.school.pk, 80)
    stage.divide(**FAIR)
    assert queries.table_of(stage.matter).heaviest is None


def test_aptitude_is_shown_beside_the_cell_and_never_as_unfit(stage: Stage) -> None:
    stage.divide(**FAIR)
    page = stage.cast.client("officer").get(stage.url("divide", stage.matter.pk)).content.decode()
    assert page.count("บอกว่าถนัด") == 3, "three partners say they are good at digging; nobody is called unfit"
    assert queries.fits("บัญชี", "ขุดลอก") is False


def test_a_partner_names_its_own_people(stage: Stage) -> None:
    stage.divide(**FAIR)
    duty = Duty.objects.get(work=stage.dig, organisation=stage.cast.school)
    url = stage.url("name_person", duty.pk)
    assert stage.cast.client("owner").get(url).status_code == 403
    assert stage.cast.client("teacher").post(url, {"person": str(stage.cast.teacher.pk)}).status_code == 302
    assert duty.assignments.get().person == stage.cast.teacher


@pytest.mark.parametrize("fmt", ["pdf", "docx", "xlsx"])
def test_the_annex_is_printed_in_words_without_the_machines_reasons(stage: Stage, fmt: str) -> None:
    stage.divide(**FAIR)
    answer = stage.cast.client("officer").get(stage.url("annex", stage.matter.pk, fmt))
    assert answer.status_code == 200
    assert len(answer.content) > 1000


def test_pages_ask_the_database_equally_often_for_many_rows(stage: Stage, django_assert_max_num_queries: Any) -> None:
    stage.divide(**FAIR)
    browser = stage.cast.client("officer")

    def statements(url: str) -> int:
        browser.get(url)
        with django_assert_max_num_queries(40) as asked:
            assert browser.get(url).status_code == 200
        return len(asked)

    table, listed = stage.url("duty_table", stage.matter.pk), stage.url("list")
    few = statements(table), statements(listed)
    for number in range(25):
        work = actions.open_work(
            stage.matter, f"งานที่ {number}", by=stage.officer, due_on=dt.date(2027, 1, 1) + dt.timedelta(number)
        )
        actions.set_duties(
            stage.matter,
            {(work.pk, stage.cast.school.pk): "lead", (work.pk, stage.cast.shop.pk): "support"},
            by=stage.officer,
        )
    assert (statements(table), statements(listed)) == few
    assert few[1] <= 15
