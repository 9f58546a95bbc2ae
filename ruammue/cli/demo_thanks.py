"""The strand of thanks: names asked for, papers made, a seller's gift weighed, a link to a partner's year."""

from __future__ import annotations

from django.utils.translation import override

from ruammue.cli.demo_cast import Tambon
from ruammue.cli.demo_days import Days, Strand
from ruammue.foundation.keys import new_key
from ruammue.foundation.thai_dates import fiscal_year
from ruammue.resources.actions import accept_commitment, make_commitment
from ruammue.resources.actions.interest import note_interest
from ruammue.resources.models import NeedLine
from ruammue.resources.thanks.actions import make_thanks, say_print_name, set_election_time, share_contribution
from ruammue.resources.thanks.contributions import contribution_of


def the_thanks(tambon: Tambon, days: Days) -> Strand:
    """Before the year is thanked for: how does each want to be called? And whose gift is looked at twice?"""
    yield days.office(-4, "09:00")
    steward, officer, clerk = tambon.steward, tambon.hand("officer"), tambon.hand("clerk")
    shop = tambon.organisations["shop"]
    set_election_time(
        steward,
        title="เลือกตั้งสมาชิกสภา อบต. (สมมุติ)",
        from_on=days.on(40),
        until_on=days.on(90),
        source="ข้อมูลสาธิต ให้กรอกตามประกาศจริง",
        by=clerk,
    )
    for key, name, how in (("temple", "วัดโพธิ์ศรีดอนแดง", "phone"), ("school", "", "face")):
        say_print_name(
            steward, organisation=tambon.organisations[key], is_wanted=True, name=name, how=how, by=officer
        )  # fmt: skip
    yield days.office(-3, "13:30")
    # The papers thank for the last year that gave something to thank for.
    year = fiscal_year(days.on(-3))
    for key, form, about in (
        ("temple", "certificate", "ดูแลกันและกันในตำบลนาร่วมใจ"),
        ("school", "letter", "งานของตำบลร่วมกัน"),
    ):
        body = tambon.organisations[key]
        with override("th"):
            for each in (year, year - 1):
                if gave := contribution_of(steward, each, body).gave:
                    make_thanks(
                        steward, form=form, fiscal_year=each, gave=gave, about=about, organisation=body, by=officer
                    )  # fmt: skip
                    break
    share_contribution(steward, tambon.organisations["temple"], year, by=officer)
    yield days.office(-2, "10:00")
    note_interest(steward, shop, how="contractor", from_on=days.on(-200), source="สัญญาซื้อวัสดุ 7/2569 (สมมุติ)", by=clerk)
    yield days.office(-1, "10:30")
    line = NeedLine.objects.of(steward).filter(spec__name="ปูนซีเมนต์", is_enough_at=None, withdrawn_at=None).last()
    if line is not None and line.missing >= 4:
        promise = make_commitment(
            line, quantity=4, provider=shop, side="provider", by=tambon.speaker("shop"), idempotency_key=str(new_key())
        )
        accept_commitment(
            promise,
            side="receiver",
            by=tambon.speaker("office"),
            despite="สัญญาซื้อวัสดุส่งมอบและจ่ายครบแล้ว ไม่มีการสอบราคาที่ร้านนี้เสนอค้างอยู่",
        )
