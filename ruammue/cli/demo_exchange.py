"""The strand of the exchange: a fair, a temple road graded in return for tables, and a ring of three on its way."""

from __future__ import annotations

from ruammue.cli.demo_cast import Tambon
from ruammue.cli.demo_days import Days, Strand
from ruammue.cli.demo_steps import asked_for, brought, taken_up, told
from ruammue.resources.actions import make_offer
from ruammue.resources.exchange.actions import (
    Part,
    agree_to_exchange,
    answer_exchange_by_link,
    ask_party,
    decline_fit,
    offer_only_in_exchange,
    propose_exchange,
)
from ruammue.resources.models import Commitment, NeedLine, Offer, Spec


def _offered(tambon: Tambon, line: NeedLine, who: str, quantity: int, *, is_loan: bool = False, **more: str) -> Offer:
    return make_offer(
        line.spec,
        quantity=quantity,
        provider=tambon.organisations[who],
        by=tambon.speaker(who),
        is_loan=is_loan,
        conditions=more.get("conditions", ""),
    )


def the_fair(tambon: Tambon, days: Days) -> Strand:
    """Tables of the temple for the fair, its road graded by the office: proposed, agreed on, and both came."""
    yield days.office(-31, "09:10")
    need = told(
        tambon,
        "งานบุญเดือนสามปีนี้ย้ายมาจัดกลางตำบล โต๊ะเก้าอี้ไม่พอ และทางเข้าวัดเป็นหลุมรถเข้าไม่ได้",
        moo=3,
        category="other",
        phone=tambon.people["group3"].phone,
        by=tambon.hand("head3"),
    )
    yield days.office(-30, "10:00")
    matter = taken_up(
        tambon,
        need,
        title="งานบุญเดือนสาม ตลาดนัดภูมิปัญญา",
        sentence="งานบุญเดือนสามจัดรวมกันทั้งตำบล ยังขาดโต๊ะ เก้าอี้ และทางเข้าวัดต้องปรับ",
        answer="วัดมีโต๊ะ อบต. มีรถเกรด จะชวนมาแลกกัน และชวนภาคีอื่นมาช่วย",
    )
    yield days.office(-29, "10:30")
    until = days.on(20)
    tables = asked_for(
        tambon, matter, "โต๊ะ", Spec.Kind.GOODS, "body", 40, until_on=until, for_group="everyone", for_count=300
    )
    chairs = asked_for(
        tambon, matter, "เก้าอี้", Spec.Kind.GOODS, "body", 200, until_on=until, for_group="everyone", for_count=300
    )
    asked_for(tambon, matter, "ปูนซีเมนต์", Spec.Kind.GOODS, "bag", 10, until_on=until)
    asked_for(tambon, matter, "คนโบกรถ", Spec.Kind.HOURS, "person_day", 6 * 480, until_on=until)
    road = asked_for(
        tambon, matter, "รถเกรด", Spec.Kind.VEHICLE, "vehicle_day", 2 * 480, receiver="temple", until_on=until
    )
    yield days.office(-28, "14:00")
    lent = _offered(tambon, tables, "temple", 40, is_loan=True, conditions="มารับเอง คืนภายใน 3 วันหลังงาน")
    offer_only_in_exchange(lent, only=True, wants="ปรับทางเข้าวัด", by=tambon.speaker("temple"))
    grader = _offered(tambon, road, "office", 2 * 480)
    _offered(tambon, chairs, "temple", 120, is_loan=True)
    yield days.office(-27, "09:00")
    deal = propose_exchange(
        tambon.steward,
        [
            Part(tables, tambon.organisations["temple"], 40, lent),
            Part(road, tambon.organisations["office"], 2 * 480, grader),
        ],
        why="วัดให้ยืมโต๊ะ 40 ตัวในงานบุญ อบต. ปรับทางเข้าวัดให้",
        by=tambon.hand("officer"),
    )
    yield days.office(-26, "08:40")
    agree_to_exchange(deal, tambon.organisations["temple"], by=tambon.speaker("temple"))
    yield days.office(-26, "15:20")
    agree_to_exchange(deal, tambon.organisations["office"], by=tambon.speaker("office"))
    yield days.office(-20, "16:00")
    promise = Commitment.objects.of(tambon.steward).get(need_line=road)
    brought(tambon, promise, "office", 2 * 480)

    # ---- one more, still on its way: temple -> office -> school -> temple
    yield days.office(-6, "10:00")
    screen = asked_for(
        tambon, matter, "จอและเครื่องฉาย", Spec.Kind.GOODS, "set", 1, until_on=until, for_group="children", for_count=60
    )
    water = asked_for(
        tambon,
        matter,
        "รถน้ำ",
        Spec.Kind.VEHICLE,
        "vehicle_day",
        480,
        receiver="school",
        until_on=until,
        for_group="children",
    )
    pupils = asked_for(
        tambon, matter, "นักเรียนช่วยจัดห้องสมุดวัด", Spec.Kind.HOURS, "person_day", 4 * 480, receiver="temple",
        until_on=until,
    )  # fmt: skip
    yield days.office(-5, "09:30")
    shown = _offered(tambon, screen, "temple", 1, is_loan=True)
    offer_only_in_exchange(shown, only=True, wants="คนช่วยจัดห้องสมุด", by=tambon.speaker("temple"))
    tank = _offered(tambon, water, "office", 480)
    helping = _offered(tambon, pupils, "school", 4 * 480)
    ring = propose_exchange(
        tambon.steward,
        [
            Part(screen, tambon.organisations["temple"], 1, shown),
            Part(water, tambon.organisations["office"], 480, tank),
            Part(pupils, tambon.organisations["school"], 4 * 480, helping),
        ],
        why="วัดให้ยืมจอ อบต. ส่งน้ำให้โรงเรียน นักเรียนช่วยจัดห้องสมุดวัด",
        by=tambon.hand("officer"),
    )
    yield days.office(-4, "13:00")
    agree_to_exchange(ring, tambon.organisations["office"], by=tambon.speaker("office"))
    answer_exchange_by_link(
        ask_party(ring, tambon.organisations["school"], by=tambon.hand("officer")),
        answer="yes",
        as_whom="ครูวิชา",
        steward=tambon.steward,
        by=tambon.hand("teacher"),
    )
    yield days.office(-3, "10:00")
    decline_fit(
        chairs,
        side="provider",
        reason="เก้าอี้ใช้สอบปลายภาค",
        organisation=tambon.organisations["school"],
        by=tambon.speaker("school"),
    )
