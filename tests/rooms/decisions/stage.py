"""The bodies that decide in these stories, and matters to decide on. All made up."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from ruammue.decisions.models import Meeting
from ruammue.foundation.levels import Level
from ruammue.needs.models import Matter
from ruammue.networks.models import Appointment, Network, NetworkMember, Seat
from ruammue.people.models import Acquaintance, Person
from tests.cast import FROM, Cast

TITLES = (
    "ถนนลูกรังเข้านาเป็นหลุม",
    "น้ำประปาหมู่บ้านขุ่น",
    "คนแก่อยู่คนเดียว ไม่มีคนพาไปหาหมอ",
    "ไฟทางเข้าวัดดับ",
    "น้ำไม่พอใช้เดือนเมษายน",
    "ขยะข้างทางไม่มีคนเก็บ",
    "เด็กไม่มีที่เล่นหลังเลิกเรียน",
    "หมาจรจัดกัดคน",
    "ตลิ่งพังใกล้บ้านคน",
    "อยากมีตลาดนัดในหมู่บ้าน",
)


def forum(cast: Cast) -> Network:
    """The forum of village 3."""
    village = cast.villages[2]
    return Network.objects.create(
        steward=cast.steward,
        name="ประชาคมหมู่บ้าน",
        level=Level.VILLAGE,
        form=Network.Form.FORUM,
        village=village,
        rule_key="forum.village",
    )


def committee(cast: Cast, filled: int = 13, empty: int = 0) -> Network:
    """The development committee with so many filled voting seats; the first holders are people of the cast."""
    network = Network.objects.create(
        steward=cast.steward,
        name="คณะกรรมการพัฒนาท้องถิ่น",
        level=Level.TAMBON,
        form=Network.Form.COMMITTEE,
        rule_key="committee.development",
    )
    known = ["mayor", "clerk", "head", "nurse", "abbot", "teacher", "owner"]
    for order in range(1, filled + empty + 1):
        seat = Seat.objects.create(
            steward=cast.steward,
            network=network,
            order=order,
            label=f"กรรมการคนที่ {order}",
            category="member",
            office={1: Seat.Office.CHAIR, 2: Seat.Office.SECRETARY}.get(order, Seat.Office.MEMBER),
        )
        if order > filled:
            continue
        person = cast.persons[known[order - 1]] if order <= len(known) else somebody(cast, order)
        Appointment.objects.create(
            steward=cast.steward,
            seat=seat,
            person=person,
            from_on=FROM,
            appointed_at=timezone.now(),
            appointed_by_id=cast.officer.pk,
        )
    return network


def somebody(cast: Cast, number: int) -> Person:
    """One more person whom the steward knows."""
    person = Person.objects.create(prefix="นาย", given_name=f"สมมุติ{number}", family_name="ใจดี")
    Acquaintance.objects.create(steward=cast.steward, person=person)
    return person


def partners(cast: Cast) -> Network:
    """A partner network of clinic, temple, school and shop."""
    network = Network.objects.create(
        steward=cast.steward, name="เครือข่ายน้ำ", level=Level.TAMBON, form=Network.Form.PARTNERS
    )
    for key in ("clinic", "temple", "school", "shop"):
        NetworkMember.objects.create(
            steward=cast.steward, network=network, organisation=cast.organisations[key], from_on=FROM
        )
    return network


def matters(cast: Cast, count: int = 10, *, is_public: bool = True, **facts: object) -> list[Matter]:
    """Open matters of village 3, published unless said otherwise."""
    first = Matter.objects.count()
    published = {"published_at": timezone.now(), "published_by_id": cast.officer.pk} if is_public else {}
    return [
        Matter.objects.create(
            steward=cast.steward,
            number=first + number,
            title=TITLES[(number - 1) % len(TITLES)],
            origin=Matter.Origin.CITIZEN,
            category="water",
            village=cast.villages[2],
            opened_at=timezone.now(),
            public_sentence=TITLES[(number - 1) % len(TITLES)] if is_public else "",
            **published,
            **facts,
        )
        for number in range(1, count + 1)
    ]


def call(cast: Cast, network: Network, *, by: str = "officer", **facts: object) -> Meeting:
    """A meeting called for today."""
    from ruammue.decisions import actions

    defaults: dict[str, object] = {
        "place": "ศาลากลางบ้าน",
        "held_on": timezone.localdate(),
        "starts_at": dt.time(18, 0),
        "noticed_on": timezone.localdate() - dt.timedelta(days=5),
    }
    return actions.call_meeting(network, by=cast.actor(by), **{**defaults, **facts})  # type: ignore[arg-type]
