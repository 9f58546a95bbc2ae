"""The people, organisations and networks of the demonstration, all made up, brought in by the house's own acts.

`Tambon` is the handle that the stories hold: `tambon.hand("officer")` is somebody at work on the day the clock shows,
`tambon.hand("owner", "shop")` the same speaking for an organisation. Django must be up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.hashers import ScryptPasswordHasher, make_password
from django.utils import timezone

from ruammue.access.actors import Actor, Role
from ruammue.coordination.actions import name_coordinator
from ruammue.foundation.levels import Level, Sector
from ruammue.foundation.thai_dates import buddhist_year
from ruammue.ledger.who import SYSTEM
from ruammue.networks.actions import (
    add_member,
    add_partner,
    confirm_network,
    form_network,
    seat_person,
    type_order,
)
from ruammue.networks.models import Network, Seat
from ruammue.people.actions import (
    add_affiliation,
    add_organisation,
    add_person,
    appoint_first_administrator,
    claim_steward,
    give_role,
    open_account,
    password_was_chosen,
)
from ruammue.people.actors import of_person
from ruammue.people.models import Account, Organisation, Person
from ruammue.places.models import Area, Steward, Village

PASSWORD = "nairuammue-2569"  # noqa: S105
"""Of every account of the demonstration: read aloud in a room, and nobody's real data stands behind it."""


@dataclass
class Tambon:
    """One tenant of the demonstration with handles to everybody in it."""

    steward: Steward
    villages: dict[int, Village] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    networks: dict[str, Network] = field(default_factory=dict)
    password: str = ""
    receipts: dict[str, str] = field(default_factory=dict)
    cards: dict[str, tuple[str, str]] = field(default_factory=dict)

    def hand(self, key: str, organisation: str = "") -> Actor:
        """This person as an actor on the day of the story, speaking for an organisation when one is named."""
        actor = of_person(self.people[key], self.steward)
        return actor.speaking_for(self.organisations[organisation].pk) if organisation else actor

    def speaker(self, organisation: str) -> Actor:
        """Whoever speaks for this organisation in the stories, doing so."""
        return self.hand(SPEAKERS[organisation], organisation)

    def slot(self, rule_key: str, moo: int | None = None) -> Network:
        """The prepared network of this kind, of a village or of the tambon."""
        village = self.villages[moo] if moo else None
        found: Network = Network.objects.of(self.steward).get(rule_key=rule_key, village=village)
        return found


@dataclass(frozen=True)
class Known:
    """Somebody: key, name, village (moo), roles; `signs_in` with an account of their own."""

    key: str
    prefix: str
    given: str
    family: str
    moo: int = 0
    roles: tuple[Role, ...] = ()
    signs_in: bool = False


OFFICE = (
    Known("mayor", "นาย", "บุญมี", "ใจกว้าง", 1, (Role.EXECUTIVE,), True),
    Known("officer", "นางสาว", "สมใจ", "ตั้งใจ", 6, (Role.OFFICER,), True),
    Known("registrar", "นางสาว", "ดวงใจ", "เรียบร้อย", 2, (Role.ADMINISTRATOR,), True),
    Known("engineer", "นาย", "วิทยา", "ช่างคิด", 1, (Role.OFFICER,), True),
    Known("deputy", "นาย", "สังคม", "ร่วมแรง", 7),
    Known("council3", "นาย", "ประดิษฐ์", "คิดการ", 3, (Role.COUNCIL,), True),
    Known("council1", "นาง", "บัวลา", "พูนทรัพย์", 1, (Role.COUNCIL,)),
    Known("council6", "นาย", "เลิศชัย", "ดีพร้อม", 6, (Role.COUNCIL,)),
    Known("auditor", "นาง", "ศรีสุดา", "ตราชู", 0, (Role.AUDITOR,), True),
)
VILLAGERS = (
    Known("head1", "นาย", "สมพงษ์", "ใจซื่อ", 1, (Role.VILLAGE_HEAD,)),
    Known("head2", "นาง", "ทองใบ", "ร่มเย็น", 2, (Role.VILLAGE_HEAD,)),
    Known("head3", "นาย", "คำดี", "มั่นคง", 3, (Role.VILLAGE_HEAD,), True),
    Known("head4", "นาย", "อุดม", "บัวคำ", 4, (Role.VILLAGE_HEAD,), True),
    Known("head5", "นาย", "สุเทพ", "แสงแดง", 5, (Role.VILLAGE_HEAD,)),
    Known("head6", "นาง", "มะลิ", "โคกทอง", 6, (Role.VILLAGE_HEAD,)),
    Known("head7", "นาย", "ชาญ", "ทุ่งทอง", 7, (Role.VILLAGE_HEAD,)),
    Known("head8", "นาย", "สายัณห์", "ท่าทราย", 8, (Role.VILLAGE_HEAD,)),
    Known("head9", "นาง", "วันดี", "ไผ่งาม", 9, (Role.VILLAGE_HEAD,)),
    Known("volunteer3", "นาง", "จันทร์", "ใจงาม", 3, (Role.VOLUNTEER,), True),
    Known("volunteer4", "นาง", "สายพิน", "ขยันดี", 4, (Role.VOLUNTEER,)),
    Known("volunteer5", "นาง", "นงนุช", "ยิ้มแย้ม", 5, (Role.VOLUNTEER,)),
    Known("volunteer8", "นาย", "ประยูร", "ใจดี", 8, (Role.VOLUNTEER,)),
    Known("coordinator", "นาย", "สมาน", "ประสานดี", 3, (Role.COORDINATOR,), True),
    Known("coordinator4", "นางสาว", "รัตนา", "เชื่อมใจ", 4, (Role.COORDINATOR,), True),
    Known("assistant3", "นาย", "ไพบูลย์", "มั่นคง", 3),
    Known("group3", "นาง", "ละมัย", "ทอดี", 3),
    Known("elder3", "นาย", "บุญเลิศ", "รู้มาก", 3),
    Known("farmer", "นาย", "ทองสุข", "นาดี", 3),
    Known("mother", "นาง", "หทัย", "ลูกแก้ว", 3),
    Known("forum5", "นาย", "เกษม", "เสียงดี", 5),
    Known("forum7", "นาง", "อำไพ", "ใจสู้", 7),
    Known("forum9", "นาย", "สำราญ", "พอเพียง", 9),
    Known("expert_water", "นาย", "ณรงค์", "ชลธี", 8),
    Known("expert_school", "นาง", "ปราณี", "ศึกษาดี", 2),
)
REPRESENTATIVES = (
    Known("nurse", "นาง", "อารี", "ใจเย็น", 1, (), True),
    Known("teacher", "นาย", "วิชา", "สอนดี", 3, (), True),
    Known("developer", "นาง", "กัลยา", "ชุมชนดี"),
    Known("lecturer", "ผศ.ดร.", "ธีระ", "ใฝ่รู้"),
    Known("owner", "นาง", "เจริญ", "ค้าขาย", 3, (), True),
    Known("miller", "นาย", "รุ่งเรือง", "ข้าวงาม", 6),
    Known("banker", "นางสาว", "พรทิพย์", "ออมสุข"),
    Known("abbot", "พระครู", "สุวรรณธรรมโชติ", "", 3, (), True),
    Known("guard", "นาย", "กล้า", "ป้องภัย", 5),
    Known("elders", "นาย", "บุญส่ง", "อาวุโส", 1),
    Known("weaver", "นาง", "ไหมคำ", "ทองาม", 2),
    Known("women", "นาง", "สมหมาย", "แม่บ้านดี", 3),
    Known("fund", "นาย", "เพียร", "เก็บออม", 3),
)

# key: name, sector, kind, who speaks for it, post, what it is good at
PARTNERS: dict[str, tuple[str, Sector, str, str, str, str]] = {
    "clinic": (
        "รพ.สต.นาร่วมใจ",
        Sector.STATE,
        "clinic",
        "nurse",
        "ผู้อำนวยการ รพ.สต.",
        "ดูแลสุขภาพที่บ้าน ป้องกันโรค ให้ความรู้",
    ),
    "school": (
        "โรงเรียนบ้านดอนแดง",
        Sector.STATE,
        "school",
        "teacher",
        "ผู้อำนวยการโรงเรียน",
        "สถานที่ประชุม นักเรียนช่วยวัดผล ให้ความรู้เด็ก",
    ),
    "development": (
        "สำนักงานพัฒนาชุมชนอำเภอนาร่วมใจ",
        Sector.STATE,
        "agency",
        "developer",
        "พัฒนาการอำเภอ",
        "พี่เลี้ยงกลุ่มอาชีพ เวทีชาวบ้าน",
    ),
    "university": (
        "มหาวิทยาลัยสาธิตลุ่มน้ำ",
        Sector.STATE,
        "university",
        "lecturer",
        "อาจารย์คณะวิศวกรรมศาสตร์",
        "สำรวจ ออกแบบ วัดระดับน้ำ วิเคราะห์ข้อมูล",
    ),
    "shop": (
        "ร้านเจริญสุขวัสดุก่อสร้าง",
        Sector.PRIVATE,
        "firm",
        "owner",
        "เจ้าของร้าน",
        "ปูน ท่อ วัสดุก่อสร้าง รถส่งของ",
    ),
    "mill": ("โรงสีรุ่งเรืองนาร่วมใจ", Sector.PRIVATE, "firm", "miller", "ผู้จัดการ", "รถแบ็คโฮ รถบรรทุก ลานตากกว้าง"),
    "bank": (
        "ธนาคารออมใจ สาขานาร่วมใจ",
        Sector.PRIVATE,
        "bank",
        "banker",
        "ผู้จัดการสาขา",
        "เงินสนับสนุนกิจกรรมเพื่อสังคม ความรู้เรื่องเงิน",
    ),
    "temple": (
        "วัดโพธิ์ศรีดอนแดง",
        Sector.CIVIL,
        "temple",
        "abbot",
        "เจ้าอาวาส",
        "ศาลา โต๊ะเก้าอี้ เต็นท์ เครื่องเสียง รวมใจคน",
    ),
    "guards": (
        "ศูนย์ อปพร. ตำบลนาร่วมใจ",
        Sector.CIVIL,
        "volunteer_club",
        "guard",
        "หัวหน้าศูนย์",
        "กู้ภัย จราจร แรงงานอาสา",
    ),
    "volunteers": (
        "ชมรม อสม. ตำบลนาร่วมใจ",
        Sector.CIVIL,
        "volunteer_club",
        "volunteer3",
        "ประธานชมรม",
        "เยี่ยมบ้าน สำรวจครัวเรือน สำรวจลูกน้ำ",
    ),
    "elders": (
        "ชมรมผู้สูงอายุตำบลนาร่วมใจ",
        Sector.CIVIL,
        "volunteer_club",
        "elders",
        "ประธานชมรม",
        "ภูมิปัญญา เป็นเพื่อนคุย จักสาน",
    ),
    "weavers": (
        "วิสาหกิจชุมชนทอผ้าบ้านโนนสะอาด",
        Sector.CITIZEN,
        "enterprise",
        "weaver",
        "ประธานกลุ่ม",
        "ทอผ้า ย้อมสีธรรมชาติ สอนอาชีพ",
    ),
    "women": (
        "กลุ่มสตรีบ้านดอนแดง หมู่ 3",
        Sector.CITIZEN,
        "group",
        "women",
        "ประธานกลุ่ม",
        "ทำอาหารเลี้ยงคนงาน จัดงานบุญ",
    ),
    "village3": (
        "คณะกรรมการหมู่บ้านดอนแดง หมู่ 3",
        Sector.CITIZEN,
        "village_committee",
        "head3",
        "ประธานกรรมการ",
        "แรงงานลงแขก ดูแลของส่วนรวม",
    ),
    "village4": (
        "คณะกรรมการหมู่บ้านหนองบัวคำ หมู่ 4",
        Sector.CITIZEN,
        "village_committee",
        "head4",
        "ประธานกรรมการ",
        "แรงงานลงแขก ดูแลถนนในหมู่บ้าน",
    ),
    "fund3": (
        "กองทุนหมู่บ้านดอนแดง หมู่ 3",
        Sector.CITIZEN,
        "village_fund",
        "fund",
        "ประธานกองทุน",
        "เงินสมทบงานส่วนรวม บัญชีชาวบ้าน",
    ),
}
SPEAKERS = {key: row[3] for key, row in PARTNERS.items()} | {"office": "officer"}
SHELVES = {
    "amphoe": (Level.AMPHOE, "เครือข่ายท้องถิ่นร่วมจัดการขยะ อำเภอนาร่วมใจ", ("office", "development", "shop")),
    "changwat": (Level.CHANGWAT, "ความร่วมมือท้องถิ่นกับมหาวิทยาลัยสาธิตลุ่มน้ำ", ("office", "university", "bank")),
    "country": (Level.COUNTRY, "เครือข่ายท้องถิ่นเรียนรู้ร่วมกัน (สาธิต)", ("office", "university")),
    "bowon": (Level.TAMBON, "บวร ตำบลนาร่วมใจ (บ้าน วัด โรงเรียน)", ("office", "temple", "school", "village3", "elders")),
}


def phone(number: int) -> str:
    """A telephone number that rings nowhere."""
    return f"0810000{number:03}"


def add_everybody(tambon: Tambon) -> None:
    """The office claims its record; people, accounts and roles come in; the partners are entered."""
    steward = tambon.steward
    tambon.villages = {village.moo: village for village in Village.objects.of(steward)}
    account, _start = appoint_first_administrator(
        steward, prefix="นาง", given_name="พิกุล", family_name="รอบคอบ", email=email(steward, "clerk"), by=SYSTEM
    )
    tambon.password = make_password(PASSWORD)
    choose_password(account, tambon.password)
    tambon.people["clerk"] = account.person
    claim_steward(steward, by=tambon.hand("clerk"))
    give_role(steward, person=account.person, role=Role.CLERK, by=tambon.hand("clerk"))
    with starting_passwords_without_care():
        for number, known in enumerate((*OFFICE, *VILLAGERS, *REPRESENTATIVES), 11):
            bring_in(tambon, known, phone(number))
    for key in ("office", *PARTNERS):
        _enter(tambon, key)


@contextmanager
def starting_passwords_without_care() -> Iterator[None]:
    """Twenty starting passwords are thrown away within the second: hashing them slowly would cost five of them."""
    usual = ScryptPasswordHasher.work_factor
    ScryptPasswordHasher.work_factor = 2
    try:
        yield
    finally:
        ScryptPasswordHasher.work_factor = usual


def email(steward: Steward, key: str) -> str:
    """An address that no post reaches."""
    return f"{key}@{steward.slug}.example"


def bring_in(tambon: Tambon, known: Known, number: str) -> None:
    steward, by = tambon.steward, tambon.hand("clerk")
    village = tambon.villages.get(known.moo)
    person = add_person(
        steward,
        by=by,
        prefix=known.prefix,
        given_name=known.given,
        family_name=known.family,
        phone=number,
        village=village,
    )
    tambon.people[known.key] = person
    for role in known.roles:
        of_village = role in (Role.VILLAGE_HEAD, Role.VOLUNTEER, Role.COORDINATOR)
        give_role(steward, person=person, role=role, by=by, village=village if of_village else None)
    if known.signs_in:
        account, _start = open_account(steward, person=person, email=email(steward, known.key), by=by)
        choose_password(account, tambon.password)


def choose_password(account: Account, password: str) -> None:
    """As its holder does at first use; hashed once for all, for hashing is slow on purpose."""
    account.password = password
    account.save(update_fields=["password"])
    password_was_chosen(account)


def _enter(tambon: Tambon, key: str) -> None:
    steward, by = tambon.steward, tambon.hand("officer")
    if key == "office":
        office = add_organisation(
            steward,
            by=by,
            name=steward.short_name,
            sector=Sector.STATE,
            kind=Organisation.Kind.LOCAL_GOVERNMENT,
            area=steward.area,
            phone=steward.phone,
        )
        tambon.organisations["office"] = office
        for staff, post in (
            ("mayor", "นายกองค์การบริหารส่วนตำบล"),
            ("clerk", "ปลัด"),
            ("officer", "นักวิเคราะห์นโยบายและแผน"),
            ("engineer", "นายช่างโยธา"),
        ):
            add_affiliation(
                steward, person=tambon.people[staff], organisation=office, by=by, post=post, may_represent=True
            )
        return
    name, sector, kind, speaker, post, good_at = PARTNERS[key]
    person = tambon.people[speaker]
    organisation = add_organisation(
        steward, by=by, name=name, sector=sector, kind=kind, area=steward.area, phone=person.phone
    )
    tambon.organisations[key] = organisation
    add_affiliation(steward, person=person, organisation=organisation, by=by, post=post, may_represent=True)
    far = {"development": Level.AMPHOE, "bank": Level.AMPHOE, "university": Level.CHANGWAT}
    near = {"women": Level.VILLAGE, "village3": Level.VILLAGE, "village4": Level.VILLAGE, "fund3": Level.VILLAGE}
    add_partner(
        steward,
        organisation,
        by=by,
        good_at=good_at,
        level={**far, **near}.get(key, Level.TAMBON),
        contact=person,
        assured_on=timezone.localdate(),
    )


# ------------------------------------------------------------------------------------------- who sits where

SEATED = {
    "executive": ("mayor",),
    "deputy": ("deputy",),
    "council": ("council1", "council3", "council6"),
    "expert": ("expert_water", "expert_school"),
    "state": ("nurse", "teacher", "developer"),
    "forum": ("forum5", "forum7"),
    "clerk": ("clerk",),
    "plan_head": ("officer",),
}
"""Of the development committee; two seats stay empty, for the demonstration to fill."""
SEATED_IN_VILLAGE = {
    "village_head": ("head3",),
    "assistant_head": ("assistant3",),
    "council": ("council3",),
    "group_leader": ("group3",),
}


def form_bodies(tambon: Tambon) -> None:
    """Which of the prepared places exist, who sits there by which order; networks of the other levels."""
    steward, officer = tambon.steward, tambon.hand("officer")
    today = timezone.localdate()
    for moo in (1, 2, 3, 4, 5):
        for key in ("forum.village", "committee.village", "network.volunteers"):
            confirm_network(tambon.slot(key, moo), by=officer)
    confirm_network(tambon.slot("committee.village_fund", 3), by=officer)
    tambon.networks["forum3"], tambon.networks["forum4"] = (
        tambon.slot("forum.village", 3),
        tambon.slot("forum.village", 4),
    )
    order = f"12/{buddhist_year(today)}"
    development = type_order(tambon.slot("committee.development"), order, today, by=tambon.hand("clerk"))
    tambon.networks["development"] = development
    _seat(tambon, development, SEATED, order=order, on=today)
    tambon.networks["village3"] = tambon.slot("committee.village", 3)
    _seat(tambon, tambon.networks["village3"], SEATED_IN_VILLAGE, order="", on=None)
    for key, (level, name, members) in SHELVES.items():
        network = form_network(
            None,
            steward=steward,
            name=name,
            level=level,
            form=Network.Form.PARTNERS,
            area=_area(steward, level),
            by=officer,
        )
        tambon.networks[key] = network
        for member in members:
            add_member(network, tambon.organisations[member], by=officer)


def _area(steward: Steward, level: str) -> Area | None:
    ends = {Level.TAMBON: 6, Level.AMPHOE: 4, Level.CHANGWAT: 2}
    end = ends.get(Level(level))
    return Area.objects.filter(pk=steward.area_id[:end]).first() if end and steward.area_id else None


def _seat(
    tambon: Tambon, network: Network, seated: Mapping[str, tuple[str, ...]], *, order: str, on: date | None
) -> None:
    clerk, today = tambon.hand("clerk"), timezone.localdate()
    for category, keys in seated.items():
        free = Seat.objects.of(network.steward_id).filter(network=network, category=category, removed_at=None)
        for seat, key in zip(free.order_by("order"), keys, strict=False):
            seat_person(
                seat,
                tambon.people[key],
                by=clerk,
                from_on=today,
                until_on=today.replace(year=today.year + 4, day=min(today.day, 28)) if order else None,
                order_number=order,
                order_on=on,
            )


# key of the person who coordinates, and of the deputy, by moo
COORDINATORS = {
    1: ("head1", "elders"),
    2: ("weaver", "head2"),
    3: ("coordinator", "assistant3"),
    4: ("coordinator4", "volunteer4"),
    5: ("volunteer5", "head5"),
    6: ("head6", "miller"),
    7: ("forum7", "head7"),
    8: ("volunteer8", "head8"),
    9: ("head9", "forum9"),
}


def name_coordinators(tambon: Tambon) -> None:
    """One name and one number for every village and for the networks that last."""
    clerk = tambon.hand("clerk")
    for moo, (person, deputy) in COORDINATORS.items():
        _name(tambon, tambon.villages[moo], person, deputy, clerk)
    for network, person, deputy in (
        ("bowon", "coordinator", "teacher"),
        ("amphoe", "engineer", "developer"),
        ("changwat", "officer", "lecturer"),
        ("development", "officer", "clerk"),
    ):
        _name(tambon, tambon.networks[network], person, deputy, clerk)


def _name(tambon: Tambon, of: Village | Network, person: str, deputy: str, by: Actor) -> None:
    one, other = tambon.people[person], tambon.people[deputy]
    name_coordinator(of, one, phone=one.phone, deputy=other, deputy_phone=other.phone or phone(1), by=by)
