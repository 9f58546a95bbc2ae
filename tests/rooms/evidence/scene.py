"""A whole turn of the wheel in rows, and a unique word planted in every field that must never go out."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from ruammue.coordination.models import Coordinator, HelpOffer, Message
from ruammue.decisions.models import Attendance, Dissent, ExecutiveAnswer, HeadCount, Item, Meeting, Resolution
from ruammue.evidence.models import Result
from ruammue.goals.models import CoSignature, Goal, Indicator, Reading
from ruammue.needs.models import Answer, Call, Matter, Need, NeedFile, Skip, Verdict
from ruammue.networks.models import Appointment, Invitation, Network, NetworkMember, Seat
from ruammue.papers.models import Attachment
from ruammue.people.models import Organisation
from ruammue.resources.models import Commitment, NeedLine, Offer, Spec
from ruammue.work.models import Assignment, Duty, DutySignature, Work
from tests.cast import Cast

TODAY = timezone.localdate()
NOW = timezone.now()
COORDINATOR_PHONE = "0422222222"
_serial = itertools.count(1)


@dataclass
class Scene:
    """What stands on the stage. `secrets`: words that no stranger may ever read."""

    cast: Cast
    secrets: set[str] = field(default_factory=set)

    def secret(self, what: str, limit: int = 120) -> str:
        """A unique word for a field that is not public."""
        word = f"ลับ{what}{next(_serial):05d}"[:limit]
        self.secrets.add(word)
        return word

    def phone(self) -> str:
        """A unique telephone number that is not public."""
        number = f"0877{next(_serial):06d}"
        self.secrets.add(number)
        return number


def a_matter(scene: Scene, number: int, *, is_public: bool = True, is_sensitive: bool = False) -> Matter:
    """A matter with one told need, its photo, voice, answer and verdict."""
    cast = scene.cast
    sentence = f"หมู่ 3 น้ำไม่พอใช้ เรื่องที่{number}"
    if is_sensitive or not is_public:
        sentence = scene.secret("ประโยค")
    matter = Matter.objects.create(
        steward=cast.steward,
        number=number,
        title=scene.secret("ชื่อเรื่อง"),
        origin="citizen",
        category="water",
        village=cast.villages[2],
        is_sensitive=is_sensitive,
        opened_at=NOW,
        public_sentence=sentence,
        published_at=NOW if is_public else None,
        published_by_id=cast.officer.pk if is_public else None,
    )
    a_need(scene, matter, is_public=is_public and not is_sensitive)
    return matter


def a_need(scene: Scene, matter: Matter, *, is_public: bool = True) -> Need:
    """A need with a secret in each private field."""
    cast = scene.cast
    need: Need = Need.objects.create(
        steward=cast.steward,
        matter=matter,
        village=cast.villages[2],
        text=scene.secret("คำบอก"),
        category="water",
        reporter=cast.farmer,
        reporter_name=scene.secret("ผู้บอก"),
        contact_phone=scene.phone(),
        entered_by_id=cast.volunteer.pk,
        receipt=scene.secret("ใบรับ", 20),
        reported_at=NOW,
        answer_due_on=TODAY,
        last_word="fixed",
        handler=cast.head,
    )
    Answer.objects.create(
        steward=cast.steward,
        need=need,
        way="together",
        text=scene.secret("คำตอบ"),
        agency=scene.secret("ส่งต่อ"),
        ticket=scene.secret("เลขส่งต่อ", 60),
        answered_at=NOW,
        answered_by=cast.head,
    )
    Verdict.objects.create(steward=cast.steward, need=need, is_fixed=True, words=scene.secret("คำตัดสิน"), given_at=NOW)
    for kind, shown in (("photo", is_public), ("photo", False), ("voice", False)):
        attachment = Attachment.objects.create(
            steward=cast.steward,
            kind=kind,
            file=f"attachments/{scene.secret('แฟ้ม')}.jpg",
            sha256="0" * 64,
            media_type="image/jpeg",
            size=1,
            name=scene.secret("ชื่อแฟ้ม"),
            caption=scene.secret("คำบรรยาย"),
            given_at=NOW,
            is_public=shown,
        )
        NeedFile.objects.create(steward=cast.steward, need=need, attachment=attachment)
    return need


def whole_turn(
    scene: Scene, number: int = 1, *, is_public: bool = True, is_sensitive: bool = False, own_bodies: bool = False
) -> Matter:
    """A matter that went all the way round. With `own_bodies` every related organisation is its own row."""
    cast, steward = scene.cast, scene.cast.steward
    matter = a_matter(scene, number, is_public=is_public, is_sensitive=is_sensitive)
    bodies = [cast.clinic, cast.temple, cast.school, cast.shop]
    if own_bodies:
        bodies = [
            Organisation.objects.create(
                name=f"หน่วยงาน {number}-{place}", sector=body.sector, kind=body.kind, area=body.area
            )
            for place, body in enumerate(bodies)
        ]
    Call.objects.create(
        steward=steward,
        matter=matter,
        what=f"ขอแรงขุดสระ {number}",
        where="หมู่ 3",
        for_how_many=120,
        lacks_things="รถแบ็คโฮ 1 คัน 2 วัน",
        lacks_people="คนขับ 1 คน",
        sectors=["private", "civil"],
        opened_at=NOW,
        opened_by_id=cast.officer.pk,
    )
    network = Network.objects.create(
        steward=steward,
        name=f"เครือข่ายน้ำ {number}",
        level="tambon",
        form="partners",
        matter=matter,
        order_number="12/2569",
        order_on=TODAY,
        confirmed_at=NOW,
        confirmed_by_id=cast.officer.pk,
    )
    for body in bodies[:3]:
        NetworkMember.objects.create(steward=steward, network=network, organisation=body, from_on=TODAY)
    seat = Seat.objects.create(
        steward=steward, network=network, order=1, label="ผู้แทนหมู่ 3", category="villager", chosen_by="forum"
    )
    Appointment.objects.create(
        steward=steward,
        seat=seat,
        person=cast.farmer,
        from_on=TODAY,
        appointed_at=NOW,
        appointed_by_id=cast.officer.pk,
    )
    Invitation.objects.create(
        steward=steward,
        network=network,
        organisation=bodies[3],
        token_hash=number.to_bytes(32, "big"),
        asks="ยืมรถ",
        sent_at=NOW,
        sent_by_id=cast.officer.pk,
        expires_on=TODAY,
        reply="not_now",
        reason=scene.secret("เหตุผลไม่ร่วม"),
        replied_at=NOW,
        replied_as=scene.secret("ผู้ตอบ"),
    )
    _decide(scene, matter, network, number)
    _aim(scene, matter, bodies)
    _divide(scene, matter, bodies, number)
    Skip.objects.create(
        steward=steward, matter=matter, station="act", reason="ทำไปแล้วก่อนหน้า", skipped_at=NOW,
        skipped_by_id=cast.officer.pk,
    )  # fmt: skip
    Message.objects.create(
        steward=steward, matter=matter, about="needs.matter", about_id=matter.pk, text=scene.secret("คุยกัน"),
        said_at=NOW, said_by=cast.farmer,
    )  # fmt: skip
    HelpOffer.objects.create(
        steward=steward,
        matter=matter,
        kind="time",
        words=scene.secret("ช่วยได้"),
        name=scene.secret("ผู้ช่วย"),
        phone=scene.phone(),
        receipt=scene.secret("ใบช่วย", 20),
        offered_at=NOW,
    )
    Result.objects.create(
        steward=steward,
        matter=matter,
        text=scene.secret("ผลลับ") if is_sensitive or not is_public else f"มีน้ำใช้ทั้งปีแล้ว {number}",
        improved="ตั้งรอบดูแลสระทุกเดือน",
        written_at=NOW,
        written_by_id=cast.officer.pk,
        published_at=NOW,
        published_by_id=cast.officer.pk,
    )
    return matter


def a_forum(scene: Scene, matter: Matter, network: Network, heads: dict[str, int], **other: Any) -> Meeting:
    """A closed village forum that spoke of the matter."""
    meeting: Meeting = Meeting.objects.create(
        steward=scene.cast.steward,
        network=network,
        kind="forum",
        title="ประชาคมหมู่ 3",
        place="ศาลากลางบ้าน",
        held_on=TODAY,
        starts_at=dt.time(18),
        stage="closed",
        closed_at=NOW,
        closed_by_id=scene.cast.officer.pk,
        chair_name=scene.secret("ประธาน"),
        note_taker=scene.secret("ผู้จด"),
        checker=scene.secret("ผู้ตรวจ"),
        closing_words=scene.secret("ปิดประชุม"),
        draft={"x": scene.secret("ร่าง")},
        **other,
    )
    for group, count in heads.items():
        HeadCount.objects.create(steward=scene.cast.steward, meeting=meeting, group=group, count=count)
    return meeting


def _decide(scene: Scene, matter: Matter, network: Network, number: int) -> None:
    cast, steward = scene.cast, scene.cast.steward
    heads = {"women": 21, "men": 17, "children": 9, "old": 12, "disabled": 2}
    meeting = a_forum(scene, matter, network, heads, improved="เพิ่มรอบส่งน้ำ")
    item = Item.objects.create(
        steward=steward,
        meeting=meeting,
        order=1,
        title=scene.secret("ชื่อวาระ"),
        matter=matter,
        method="motion",
        yes=20,
        no=12,
        abstain=6,
        step_out_words=scene.secret("ออกนอกห้อง"),
        discussion=scene.secret("อภิปราย"),
    )
    Attendance.objects.create(
        steward=steward,
        meeting=meeting,
        person=cast.farmer,
        name=scene.secret("ผู้มา"),
        post=scene.secret("ตำแหน่งผู้มา"),
        presence="present",
        reason=scene.secret("เหตุผล"),
    )
    Dissent.objects.create(
        steward=steward, item=item, name=scene.secret("ผู้ค้าน"), kind="objection", reason=scene.secret("ค้านเพราะ")
    )
    resolution = Resolution.objects.create(
        steward=steward,
        meeting=meeting,
        item=item,
        matter=matter,
        outcome="adopted",
        text=f"ให้ขุดลอกสระ {number}",
        effect="advisory",
        rank=1,
        responsible=cast.farmer,
        certificate={},
        resolved_at=NOW,
    )
    ExecutiveAnswer.objects.create(
        steward=steward,
        resolution=resolution,
        verdict="otherwise",
        reasons="ทำสองระยะก่อน",
        answered_at=NOW,
        answered_by=cast.mayor,
    )


def _aim(scene: Scene, matter: Matter, bodies: list[Any]) -> None:
    cast, steward = scene.cast, scene.cast.steward
    goal = Goal.objects.create(
        steward=steward, matter=matter, statement="ทุกบ้านมีน้ำใช้", due_on=TODAY + dt.timedelta(90), drafted_at=NOW
    )
    for place, body in enumerate(bodies[:2]):
        CoSignature.objects.create(
            steward=steward,
            goal=goal,
            organisation=body,
            asked_at=NOW,
            way="login",
            signed_at=NOW + dt.timedelta(seconds=place),
            signed_as=scene.secret("ผู้ลงนาม"),
            signed_by=cast.nurse,
        )
    indicator = Indicator.objects.create(
        steward=steward,
        goal=goal,
        name="ครัวเรือนที่มีน้ำ",
        unit="ครัวเรือน",
        direction="up",
        baseline_milli=12_000,
        baseline_on=TODAY,
        baseline_source="สำรวจ",
        target_milli=80_000,
        owner=bodies[0],
        source="ถามทุกหลัง",
        frequency="month",
    )
    Reading.objects.create(
        steward=steward,
        indicator=indicator,
        value_milli=40_000,
        read_on=TODAY,
        source="ถามทุกหลัง",
        given_at=NOW,
        given_by=cast.volunteer,
    )


def _divide(scene: Scene, matter: Matter, bodies: list[Any], number: int) -> None:
    cast, steward = scene.cast, scene.cast.steward
    work = Work.objects.create(
        steward=steward,
        matter=matter,
        title="ขุดลอกสระ",
        opened_at=NOW,
        done_at=NOW,
        done_by_id=cast.officer.pk,
        done_words=scene.secret("ทำแล้ว"),
    )
    for place, (body, part) in enumerate(zip(bodies[:2], ("lead", "support"), strict=True)):
        duty = Duty.objects.create(
            steward=steward,
            work=work,
            organisation=body,
            part=part,
            note=scene.secret("หมายเหตุ"),
            chosen_reason=scene.secret("เลือกเพราะ"),
            set_at=NOW + dt.timedelta(seconds=place),
            set_by_id=cast.officer.pk,
        )
    Assignment.objects.create(steward=steward, duty=duty, person=cast.farmer, named_at=NOW, named_by_id=cast.officer.pk)
    DutySignature.objects.create(
        steward=steward, matter=matter, organisation=bodies[0], asked_at=NOW, way="login", table_hash="0" * 64,
        signed_at=NOW, signed_as=scene.secret("ลงนามตาราง"), objection=scene.secret("ค้านตาราง"),
    )  # fmt: skip
    spec = Spec.objects.create(steward=steward, name=f"โต๊ะ {number}", kind="goods", unit="piece")
    line = NeedLine.objects.create(
        steward=steward, matter=matter, spec=spec, quantity=40, receiver=cast.office, promised=15, delivered=25,
        raised_at=NOW, raised_by_id=cast.officer.pk,
    )  # fmt: skip
    Offer.objects.create(
        steward=steward, provider=bodies[3], spec=spec, quantity=9, remaining=9, conditions=scene.secret("เงื่อนไข"),
        offered_at=NOW,
    )  # fmt: skip
    for place, (body, person, quantity, delivered) in enumerate(
        [(bodies[1], None, 30, 25), (None, cast.farmer, 10, 0)]
    ):
        Commitment.objects.create(
            steward=steward,
            need_line=line,
            provider=body,
            person=person,
            receiver=cast.office,
            quantity=quantity,
            delivered=delivered,
            promised_at=NOW + dt.timedelta(seconds=place),
            provider_accepted_at=NOW,
            provider_accepted_by_id=cast.farmer.pk,
            provider_accepted_as=scene.secret("ผู้รับปาก"),
            receiver_accepted_at=NOW,
            receiver_accepted_by_id=cast.officer.pk,
            receiver_accepted_as=scene.secret("ผู้รับ"),
            chosen_reason=scene.secret("เลือกผู้ให้"),
            idempotency_key=f"k{number}-{place}",
        )


def set_scene(cast: Cast) -> Scene:
    """The cast with secret names and telephones; only the coordinator's name and the number to call are public."""
    scene = Scene(cast)
    Coordinator.objects.create(
        steward=cast.steward, village=cast.villages[2], person=cast.coordinator, phone=COORDINATOR_PHONE,
        from_on=dt.date(2026, 1, 1),
    )  # fmt: skip
    for key, person in cast.persons.items():
        person.phone = scene.phone()
        if key != "coordinator":
            person.given_name, person.family_name = scene.secret("ชื่อ", 60), scene.secret("นามสกุล", 60)
        person.save()
    return scene
