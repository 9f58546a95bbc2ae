"""Proposed slots, shelves, orders, papers, members, and what others see of a matter's network."""

from __future__ import annotations

import hashlib
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import RequestFactory
from django.utils import timezone

from ruammue.decisions.models import Meeting
from ruammue.ledger.models import Entry
from ruammue.networks import actions, queries, refusals, sections
from ruammue.networks.models import Network, NetworkMember, NetworkPaper
from ruammue.papers.models import Attachment
from ruammue.places.models import Village
from tests.cast import Cast
from tests.rooms.networks.conftest import Stage

TODAY = date(2026, 11, 22)
PDF = b"%PDF-1.4 signed order"


def prepare(cast: Cast) -> int:
    return actions.prepare_slots(cast.steward, by=cast.actor("officer"))


def test_slots_are_prepared_once_and_removed_ones_stay_removed(cast: Cast) -> None:
    assert prepare(cast) == 3 * 4 + 3
    assert prepare(cast) == 0
    slot = Network.objects.get(rule_key="committee.village_fund", village=cast.villages[0])
    actions.remove_slot(slot, by=cast.actor("officer"))
    assert prepare(cast) == 0
    assert not Network.objects.filter(confirmed_at__isnull=False).exists()
    assert not Network.objects.of(cast.other_steward).exists()


def test_a_village_that_came_later_gets_its_slots(cast: Cast) -> None:
    prepare(cast)
    from ruammue.places.models import Area

    area = Area.objects.create(code="99990104", level="village", name_th="ใหม่", parent_code="999901", source="test")
    Village.objects.create(steward=cast.steward, area=area, moo=4, name="ใหม่")
    assert prepare(cast) == 4


def test_namesakes_are_told_apart(cast: Cast) -> None:
    prepare(cast)
    names = list(Network.objects.filter(rule_key="forum.village").values_list("name", flat=True))
    assert len(set(names)) == 3


def test_it_exists_and_there_is_none(cast: Cast) -> None:
    prepare(cast)
    officer = cast.client("officer")
    real = Network.objects.get(rule_key="committee.village", village=cast.villages[2])
    none = Network.objects.get(rule_key="network.volunteers", village=cast.villages[2])
    url = f"/{cast.steward.slug}/networks/"
    assert "มีจริง" in officer.get(url).content.decode()
    assert officer.post(f"{url}{real.pk}/confirm/").status_code == 302
    assert officer.post(f"{url}{none.pk}/remove/").status_code == 302
    real.refresh_from_db()
    none.refresh_from_db()
    assert real.confirmed_by_id == cast.officer.pk
    assert real.seats.filter(office="chair").count() == 1
    assert none.removed_at is not None
    with pytest.raises(refusals.AlreadyConfirmed):
        actions.remove_slot(real, by=cast.actor("officer"))
    with pytest.raises(refusals.NetworkIsRemoved):
        actions.confirm_network(none, by=cast.actor("officer"))


def test_a_statutory_committee_cannot_be_said_not_to_be(cast: Cast) -> None:
    prepare(cast)
    committee = Network.objects.get(rule_key="committee.support")
    with pytest.raises(refusals.StatutoryCommittee):
        actions.remove_slot(committee, by=cast.actor("officer"))
    page = cast.client("officer").post(f"/{cast.steward.slug}/networks/{committee.pk}/remove/", follow=True)
    assert "ระเบียบกำหนดให้มี" in page.content.decode()


def test_a_village_head_speaks_for_the_own_village_only(cast: Cast) -> None:
    prepare(cast)
    own = Network.objects.get(rule_key="committee.village", village=cast.villages[2])
    other = Network.objects.get(rule_key="committee.village", village=cast.villages[0])
    head, url = cast.client("head"), f"/{cast.steward.slug}/networks/"
    assert head.post(f"{url}{own.pk}/confirm/").status_code == 302
    assert head.post(f"{url}{other.pk}/confirm/").status_code == 403
    form = {"name": "กลุ่มทอผ้า", "form": "partners", "level": "village", "village": cast.villages[2].pk, "purpose": ""}
    assert head.post(f"{url}new/", form).status_code == 302
    assert head.post(f"{url}new/", {**form, "village": cast.villages[0].pk}).status_code == 422
    assert head.post(f"{url}new/", {**form, "level": "tambon"}).status_code == 422


def test_strangers_see_confirmed_networks_of_published_matters_only(stage: Stage) -> None:
    prepare(stage.cast)
    stranger, url = stage.cast.client(), stage.url("list")
    page = stranger.get(url)
    assert page.status_code == 200
    assert "เครือข่ายน้ำสะอาด" not in page.content.decode()
    assert "คณะกรรมการหมู่บ้าน" not in page.content.decode()
    assert stranger.get(stage.url("network", stage.network.pk)).status_code == 302
    stage.matter.public_sentence = "น้ำประปาหมู่ 3 ขุ่น"
    stage.matter.published_at = timezone.now()
    stage.matter.published_by_id = stage.cast.officer.pk
    stage.matter.save()
    assert "เครือข่ายน้ำสะอาด" in stranger.get(url).content.decode()
    page = stranger.get(stage.url("network", stage.network.pk)).content.decode()
    assert stage.matter.title not in page
    assert "น้ำประปาหมู่ 3 ขุ่น" in page


def test_another_tenant_has_no_way_in(stage: Stage) -> None:
    outsider = stage.cast.client("outsider")
    assert outsider.get(stage.url("network", stage.network.pk)).status_code == 403
    foreign = stage.url("network", stage.network.pk).replace(stage.cast.steward.slug, stage.cast.other_steward.slug)
    assert outsider.get(foreign).status_code == 404


def test_a_network_of_a_village_needs_its_village_and_a_matter_its_own_tenant(stage: Stage) -> None:
    by = stage.cast.actor("officer")
    facts = {"name": "กลุ่ม", "form": "partners", "by": by}
    with pytest.raises(refusals.NeedsAVillage):
        actions.form_network(None, steward=stage.cast.steward, level="village", **facts)
    with pytest.raises(refusals.NotOfThisSteward):
        actions.form_network(stage.matter, steward=stage.cast.other_steward, level="tambon", **facts)
    entry = Entry.objects.get(kind="networks.network_formed")
    assert entry.payload["matter"] == str(stage.matter.pk)


def test_forming_through_the_page_leads_to_inviting(stage: Stage) -> None:
    officer = stage.cast.client("officer")
    url = stage.url("new") + f"?matter={stage.matter.pk}"
    assert stage.matter.title in officer.get(url).content.decode()
    done = officer.post(url, {"name": "เครือข่ายใหม่", "form": "partners", "level": "tambon", "purpose": ""})
    made = Network.objects.get(name="เครือข่ายใหม่")
    assert made.matter == stage.matter
    # A name of its own is proposed, and to a partner the work: not the sentence of the trouble once more.
    matter = stage.matter
    matter.public_sentence = "เรื่องถนนลูกรังเข้านาเป็นหลุม น้ำขังทั้งฤดู รถเกี่ยวข้าวเข้าไม่ได้"
    matter.published_at, matter.published_by_id = timezone.now(), stage.cast.officer.pk
    matter.save()
    assert 'value="เครือข่ายเรื่องถนนลูกรังเข้านาเป็นหลุม น้ำขังทั้งฤดู"' in officer.get(url).content.decode()
    asked = officer.get(stage.url("invite", made.pk)).content.decode()
    assert "มาช่วยกันเรื่องถนนลูกรังเข้านาเป็นหลุม" in asked
    assert done.url == stage.url("invite", made.pk)
    assert officer.get(stage.url("new") + "?matter=nonsense").status_code == 404


def test_the_order_number_is_typed_with_its_date_and_scan(stage: Stage) -> None:
    officer, url = stage.cast.client("officer"), stage.url("order", stage.network.pk)
    assert officer.post(url, {"number": "123/2569", "on": ""}).status_code == 422
    assert officer.post(url, {"number": "", "on": "1/11/2569"}).status_code == 422
    scan = SimpleUploadedFile("คำสั่ง.pdf", PDF, content_type="application/pdf")
    assert officer.post(url, {"number": "๑๒๓/๒๕๖๙", "on": "๑ พฤศจิกายน ๒๕๖๙", "scan": scan}).status_code == 302
    stage.network.refresh_from_db()
    assert stage.network.order_on == date(2026, 11, 1)
    assert stage.network.order_scan.sha256
    assert stage.cast.client("coordinator").post(url, {"number": "1", "on": "1/11/2569"}).status_code == 403
    with pytest.raises(IntegrityError), transaction.atomic():
        Network.objects.filter(pk=stage.network.pk).update(order_on=None)


def test_an_existing_mou_is_attached_as_it_is(stage: Stage) -> None:
    officer, url = stage.cast.client("officer"), stage.url("attach", stage.network.pk)
    form = {"kind": "mou", "title": "บันทึกข้อตกลง", "signed_on": "1/10/2568", "ends_on": "30/9/2571"}
    scan = SimpleUploadedFile("mou.pdf", PDF, content_type="application/pdf")
    assert officer.post(url, {**form, "scan": scan}).status_code == 302
    paper = NetworkPaper.objects.get()
    with paper.attachment.file.open() as file:
        assert file.read() == PDF
    assert "บันทึกข้อตกลง" in officer.get(stage.url("network", stage.network.pk)).content.decode()
    scan = SimpleUploadedFile("mou.pdf", PDF, content_type="application/pdf")
    assert officer.post(url, {**form, "ends_on": "1/10/2567", "scan": scan}).status_code == 422
    renamed = SimpleUploadedFile("mou.pdf", b"not a paper", content_type="application/pdf")
    assert officer.post(url, {**form, "scan": renamed}).status_code == 422
    assert NetworkPaper.objects.count() == 1


def test_minutes_of_before_are_attached_as_they_are(stage: Stage) -> None:
    """Title, number and day are typed, the file kept as it is; no meeting is made of it."""
    officer, url = stage.cast.client("officer"), stage.url("attach", stage.network.pk)
    form = {"kind": "minutes", "title": "รายงานการประชุมครั้งที่ 3", "number": "๓/๒๕๖๘", "signed_on": "๑๕ มกราคม ๒๕๖๘"}

    def scan(name: str = "รายงาน 1234567890121.pdf") -> SimpleUploadedFile:
        return SimpleUploadedFile(name, PDF, content_type="application/pdf")

    for wrong, said in (
        ({"signed_on": ""}, "จะได้ค้นพบตามวันนั้น"),
        ({"signed_on": "1/1/2590"}, "ยังไม่ถึงวันที่"),
        ({"ends_on": "1/1/2590"}, "ไม่มีวันสิ้นสุด"),
    ):
        answer = officer.post(url, {**form, **wrong, "scan": scan()})
        assert answer.status_code == 422, wrong
        said_back = answer.content.decode()
        assert said in said_back, wrong
        # A browser sends a file once: the page says so, and no script makes a paper smaller on its way.
        assert "เลือกไฟล์อีกครั้ง" in said_back, wrong
        assert "data-photo" not in said_back, wrong
    assert officer.post(url, form).status_code == 422, "without a file there is nothing to keep"
    assert not NetworkPaper.objects.exists()
    assert not Attachment.objects.exists(), "what was refused is not kept"

    assert officer.post(url, {**form, "scan": scan()}).status_code == 302
    paper = NetworkPaper.objects.get()
    assert (paper.kind, paper.signed_on) == ("minutes", date(2025, 1, 15))
    assert "1234567890121" not in paper.attachment.name
    assert paper.attachment.name.startswith("รายงาน")
    page = officer.get(stage.url("network", stage.network.pk)).content.decode().replace("\u00a0", " ")
    for shown in ("รายงานการประชุมครั้งที่ 3", paper.number, "ประชุมเมื่อ 15 ม.ค. 2568", hashlib.sha256(PDF).hexdigest()):
        assert shown in page, shown
    assert not Meeting.objects.exists()
    assert Entry.objects.filter(kind="networks.paper_attached").count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        NetworkPaper.objects.update(signed_on=None)


@pytest.mark.parametrize("name", ["officer", "auditor", "coordinator", "nurse", "volunteer", "owner", "outsider", None])
def test_an_attached_paper_opens_for_whom_it_concerns(stage: Stage, name: str | None) -> None:
    actions.add_member(stage.network, stage.cast.clinic, by=stage.cast.actor("officer"))
    form = {"kind": "minutes", "title": "รายงานการประชุม", "signed_on": "15/1/2568"}
    scan = SimpleUploadedFile("m.pdf", PDF, content_type="application/pdf")
    stage.cast.client("officer").post(stage.url("attach", stage.network.pk), {**form, "scan": scan})
    where, client = stage.url("paper", NetworkPaper.objects.get().pk), stage.cast.client(name)
    may_read = name in ("officer", "auditor", "coordinator", "nurse")
    answer = client.get(where)
    assert (answer.status_code == 200 and answer.content == PDF) == may_read
    page = client.get(stage.url("network", stage.network.pk))
    assert (where in page.content.decode()) == may_read


def test_members_join_and_leave_by_their_own_wish(stage: Stage) -> None:
    officer = stage.cast.client("officer")
    url = stage.url("add_member", stage.network.pk)
    assert officer.post(url, {"organisation": stage.cast.clinic.pk}).status_code == 302
    member = NetworkMember.objects.get()
    with pytest.raises(refusals.AlreadyMember):
        actions.add_member(stage.network, stage.cast.clinic, by=stage.cast.actor("officer"))
    end = stage.url("end_member", member.pk)
    today = timezone.localdate()
    form = {"on": f"{today.day}/{today.month}/{today.year + 543}", "reason": "งานเสร็จแล้ว"}
    assert stage.cast.client("owner").post(end, form).status_code == 403
    assert stage.cast.client("nurse").post(end, form).status_code == 302
    with pytest.raises(refusals.NotAMember):
        actions.end_member(member, by=stage.cast.actor("officer"))


def test_the_matter_page_shows_its_network_to_those_it_concerns(stage: Stage) -> None:
    actions.add_member(stage.network, stage.cast.clinic, by=stage.cast.actor("officer"))
    stage.invite()
    request = RequestFactory().get("/")
    request.steward = stage.cast.steward  # type: ignore[attr-defined]

    def shown(who: str | None) -> str:
        from ruammue.access.actors import STRANGER

        request.actor = stage.cast.actor(who) if who else STRANGER  # type: ignore[attr-defined]
        return sections.networks_of_matter(request, matter=stage.matter)

    for_officer = shown("officer")
    assert "รพ.สต.นาร่วมใจ" in for_officer
    assert "โรงเรียนบ้านดอนแดง" in for_officer
    assert stage.url("invite", stage.network.pk) in for_officer
    assert stage.url("invite", stage.network.pk) not in shown("auditor")
    assert shown(None) == ""
    stage.network.removed_at, stage.network.removed_by_id = timezone.now(), stage.cast.officer.pk
    stage.network.save()
    assert stage.url("new") in shown("officer")
    assert shown("auditor") == ""


def test_the_register_goes_out_as_excel(cast: Cast) -> None:
    import io

    prepare(cast)
    answer = cast.client("auditor").get(f"/{cast.steward.slug}/networks/sheet/")
    assert answer.status_code == 200
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert "คณะกรรมการพัฒนาท้องถิ่น" in cells
    assert "ว่าง" in cells
    assert cast.client().get(f"/{cast.steward.slug}/networks/sheet/").status_code == 302


@pytest.mark.parametrize("who", ["auditor", "volunteer", "teacher", "outsider", None])
def test_others_change_nothing(stage: Stage, who: str | None) -> None:
    prepare(stage.cast)
    slot = Network.objects.filter(level="village").first()
    client = stage.cast.client(who)
    for url in (
        stage.url("confirm", slot.pk),
        stage.url("remove", slot.pk),
        stage.url("order", stage.network.pk),
        stage.url("attach", stage.network.pk),
        stage.url("add_member", stage.network.pk),
        stage.url("add_seat", stage.network.pk),
        stage.url("invite", stage.network.pk),
        stage.url("new"),
    ):
        assert client.post(url, {}).status_code == 403


def test_queries_of_this_room_stay_within_their_steward(stage: Stage) -> None:
    prepare(stage.cast)
    shelves = queries.overview(stage.cast.other_steward, number=None, today=TODAY, public_only=False).shelves
    assert [shelf.known + shelf.proposed for shelf in shelves] == [0, 0, 0, 0, 0]
    assert [shelf.level for shelf in shelves] == ["village", "tambon", "amphoe", "changwat", "country"]
