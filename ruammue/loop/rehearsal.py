"""A small story to rehearse on: what stands in a practice copy when it opens. All made up, nobody's name in it.

Two problems and a forum, so that each of the first acts has something to be tried on: an answer that is awaited, a call
that looks for partners, a sheet of paper to be typed in. They are told by whoever works there, as any other.
"""

from __future__ import annotations

from datetime import time
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from ruammue.access.actors import Actor, Role
from ruammue.decisions.actions import call_meeting
from ruammue.ledger.who import SYSTEM
from ruammue.needs.actions import answer_need, open_call, report_need
from ruammue.needs.models import Answer, Category, Matter
from ruammue.networks.actions import prepare_slots
from ruammue.networks.models import Network
from ruammue.people.actors import of_person
from ruammue.people.models import RoleHeld
from ruammue.places.models import Steward, Village

_WHO = (Role.OFFICER, Role.CLERK, Role.ADMINISTRATOR)
"""Who tells the story: the first of these who works here."""


@transaction.atomic
def begin(practice: UUID) -> None:
    """Tell the story in a practice copy that has none yet; without anybody at work there or any village, nothing."""
    steward = Steward.objects.select_for_update().get(pk=practice)
    teller, village = _teller(steward), Village.objects.of(steward).order_by("moo", "area_id").first()
    if teller is None or village is None or Matter.objects.of(steward).exists():
        return
    prepare_slots(steward, by=SYSTEM)
    report_need(
        steward,
        by=teller,
        text="(เรื่องซ้อม) ไฟทางหน้าวัดดับ 2 ดวง กลางคืนมองไม่เห็นทาง",
        village=village,
        category=Category.LIGHT,
        is_for_neighbour=True,
        neighbour_was_told=True,
    )
    water = report_need(
        steward,
        by=teller,
        text="(เรื่องซ้อม) น้ำประปาหมู่บ้านขุ่น ใช้ซักผ้าไม่ได้",
        village=village,
        category=Category.WATER,
        is_for_neighbour=True,
        neighbour_was_told=True,
    )
    answer_need(water, by=teller, way=Answer.Way.TOGETHER, text="จะชวนหลายฝ่ายมาช่วยกันล้างถังกรอง นัดคุยกันเดือนนี้")
    open_call(
        Matter.objects.of(steward).get(pk=water.matter_id),
        by=teller,
        what="(เรื่องซ้อม) ช่วยกันล้างถังกรองน้ำประปาหมู่บ้าน",
        where=village.label,
        lacks_people="ช่างประปา 1 คน คนล้างถัง 6 คน",
        lacks_things="เครื่องสูบน้ำ 1 เครื่อง",
        sectors=["state", "private", "citizen"],
    )
    forum = Network.objects.of(steward).filter(village=village, form=Network.Form.FORUM, removed_at=None).first()
    if forum is not None:
        call_meeting(
            forum,
            by=teller,
            place="ศาลากลางบ้าน",
            held_on=timezone.localdate(),
            starts_at=time(18, 0),
            noticed_on=timezone.localdate(),
            title=f"(ซ้อม) {forum.name}"[:200],
            topics=("(เรื่องซ้อม) ถนนเข้านาเป็นหลุม", "(เรื่องซ้อม) ขยะข้างทางไม่มีคนเก็บ", "(เรื่องซ้อม) อยากได้ตลาดนัดในหมู่บ้าน"),
        )


def _teller(steward: Steward) -> Actor | None:
    held = {row.role: row for row in RoleHeld.objects.of(steward).filter(role__in=_WHO).select_related("person")}
    first = next((held[role] for role in _WHO if role in held), None)
    return of_person(first.person, steward) if first else None
