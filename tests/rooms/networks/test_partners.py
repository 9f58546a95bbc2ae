"""The register of partners, what was seen of them, and the facts for the finder."""

from __future__ import annotations

import io
from datetime import date, timedelta
from uuid import UUID, uuid4

import openpyxl
import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from ruammue.engines import matching
from ruammue.networks import actions, queries, refusals
from ruammue.networks.models import Partner, TieObservation
from ruammue.people.models import Organisation
from tests.rooms.networks.conftest import Stage

TODAY = date(2026, 11, 22)


def partner(stage: Stage, key: str = "temple", **facts: object) -> Partner:
    return actions.add_partner(
        stage.cast.steward,
        stage.cast.organisations[key],
        by=stage.cast.actor("officer"),
        **facts,  # type: ignore[arg-type]
    )


def see(stage: Stage, key: str, kind: str, on_time: bool | None = None, entry: UUID | None = None) -> bool:
    return actions.observe_tie(
        stage.cast.steward.pk,
        from_organisation=stage.cast.organisations[key].pk,
        to_organisation=stage.cast.office.pk,
        kind=kind,
        observed_on=TODAY,
        entry_id=entry or uuid4(),
        was_on_time=on_time,
    )


def test_a_new_partner_is_entered_with_whom_to_call(stage: Stage) -> None:
    officer = stage.cast.client("officer")
    form = {
        "organisation": "", "name": "กลุ่มทอผ้าบ้านดอนแดง", "sector": "citizen", "kind": "group",
        "good_at": "ทอผ้า สอนเย็บกระเป๋า", "level": "village", "contact_name": "ป้าแดง", "contact_phone": "๐๘๑ ๑๑๑ ๒๒๒๒",
    }  # fmt: skip
    assert officer.post(stage.url("add_partner"), form).status_code == 302
    made = Partner.objects.get(organisation__name="กลุ่มทอผ้าบ้านดอนแดง")
    assert made.contact.phone == "0811112222"
    page = officer.get(stage.url("partner", made.pk)).content.decode()
    assert "ทอผ้า" in page
    assert 'href="tel:+66811112222"' in page
    empty = officer.post(stage.url("add_partner"), {**form, "name": ""})
    assert empty.status_code == 422


def test_a_known_organisation_is_entered_once(stage: Stage) -> None:
    partner(stage)
    with pytest.raises(refusals.AlreadyPartner):
        partner(stage)
    page = stage.cast.client("officer").get(stage.url("add_partner")).content.decode()
    assert str(stage.cast.temple.pk) not in page
    assert str(stage.cast.shop.pk) in page


def test_still_so_is_one_tap_and_freshness_is_shown(stage: Stage) -> None:
    made = partner(stage, assured_on=timezone.localdate() - timedelta(days=181))
    abbot = stage.cast.client("abbot")
    assert "ยังใช่อยู่" in abbot.get(stage.url("partner", made.pk)).content.decode()
    assert abbot.post(stage.url("confirm_partner", made.pk)).status_code == 302
    made.refresh_from_db()
    assert made.assured_on == timezone.localdate()
    assert stage.cast.client("owner").post(stage.url("confirm_partner", made.pk)).status_code == 403
    assert stage.cast.client("auditor").post(stage.url("confirm_partner", made.pk)).status_code == 403


def test_a_partner_corrects_itself(stage: Stage) -> None:
    made = partner(stage)
    form = {"good_at": "ยืมโต๊ะ 40 ตัว", "level": "amphoe", "contact": stage.cast.abbot.pk}
    assert stage.cast.client("abbot").post(stage.url("change_partner", made.pk), form).status_code == 302
    made.refresh_from_db()
    assert (made.good_at, made.level, made.contact) == ("ยืมโต๊ะ 40 ตัว", "amphoe", stage.cast.abbot)
    foreign = {**form, "contact": stage.cast.outsider.pk}
    assert stage.cast.client("abbot").post(stage.url("change_partner", made.pk), foreign).status_code == 422


def test_the_register_is_found_by_words_and_goes_out_as_excel(stage: Stage) -> None:
    partner(stage, good_at="ยืมโต๊ะ 40 ตัว")
    partner(stage, "shop", good_at="=HYPERLINK(1)")
    officer = stage.cast.client("officer")
    page = officer.get(stage.url("partners") + "?words=โต๊ะ").content.decode()
    assert "วัดโพธิ์ศรี" in page
    assert "ร้านวัสดุ" not in page
    page = officer.get(stage.url("partners") + "?sector=private").content.decode()
    assert "ร้านวัสดุ" in page
    assert "วัดโพธิ์ศรี" not in page
    book = openpyxl.load_workbook(io.BytesIO(officer.get(stage.url("partners_sheet")).content))
    cells = {cell.value: cell for row in book.active.iter_rows() for cell in row}
    assert cells["=HYPERLINK(1)"].data_type == "s"
    assert stage.cast.client().get(stage.url("partners")).status_code == 302
    assert stage.cast.client("outsider").get(stage.url("partners")).status_code == 403


def test_a_tie_is_written_once_and_never_with_oneself(stage: Stage) -> None:
    entry = uuid4()
    assert see(stage, "temple", "delivered", True, entry)
    assert not see(stage, "temple", "delivered", True, entry)
    assert TieObservation.objects.count() == 1
    with pytest.raises(refusals.TieWithOneself):
        see(stage, "office", "met")
    with pytest.raises(ValueError, match="guessed"):
        see(stage, "temple", "guessed")


def test_the_finder_gets_facts_and_not_hopes(stage: Stage) -> None:
    partner(stage, good_at="ยืมโต๊ะ", level="village", assured_on=TODAY)
    partner(stage, "shop", good_at="ขายปูน", level="amphoe")
    actions.add_member(stage.network, stage.cast.shop, by=stage.cast.actor("officer"), from_on=TODAY)
    for on_time in (True, True, False):
        see(stage, "shop", "delivered", on_time)
    see(stage, "shop", "promised")
    see(stage, "shop", "promised", False)
    sent = stage.invite("temple")
    actions.answer_for(sent.invitation, "not_now", by=stage.cast.actor("officer"))
    rows = {
        row.name: row
        for row in queries.candidates_for(stage.cast.steward, ["โต๊ะ"], today=TODAY, matter_id=stage.matter.pk)
    }
    temple, shop = rows["วัดโพธิ์ศรี"], rows["ร้านวัสดุก่อสร้างเจริญสุข"]
    assert next(iter(rows)) == "วัดโพธิ์ศรี"
    assert (temple.matches, temple.declined, temple.aptitude, temple.confirmed_on) == (True, True, 0, TODAY)
    assert (shop.matches, shop.declined, shop.aptitude) == (False, False, 2)
    assert (shop.kept, shop.late, shop.promised, shop.load) == (2, 1, 4, 1)
    assert shop.reach == ("9999",)
    candidate = shop.candidate(spec="cement", unit="bag", quantity=10)
    assert isinstance(candidate, matching.Candidate)
    gap = matching.Gap(id="1", spec="cement", quantity=10, unit="bag", area="999901", level=matching.Level.TAMBON)
    fitting = matching.fit(gap, [candidate], today=TODAY, seed=gap.id)
    assert [match.org for match in fitting.chosen] == [str(stage.cast.shop.pk)]


@given(kept=st.integers(0, 9), late=st.integers(0, 9), broken=st.integers(0, 9))
def test_promises_always_add_up_for_the_engine(kept: int, late: int, broken: int) -> None:
    facts = queries.PartnerFacts(
        organisation_id=uuid4(), name="x", sector="civil", says="", matches=False, reach=("TH",), aptitude=0,
        kept=kept, late=late, promised=kept + late + broken, confirmed_on=None, load=0, declined=False,
    )  # fmt: skip
    assert facts.candidate(spec="a", unit="b", quantity=1).promised == kept + late + broken


def test_an_organisation_of_the_same_name_is_another_one(stage: Stage) -> None:
    actions.enter_partner(
        stage.cast.steward, by=stage.cast.actor("officer"), name="วัดโพธิ์ศรี", sector="civil", kind="temple"
    )
    assert Organisation.objects.filter(name="วัดโพธิ์ศรี").count() == 2
