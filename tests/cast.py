"""The one cast of all stories. Everybody and everything here is made up; the tambon has code 999901.

A mayor, a chief administrator, a plan officer and a second administrator; a village head, a health volunteer; a nurse,
an abbot, a teacher and a shop owner who speak for their organisations; a farmer with a feature phone and no account.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.utils import timezone

from ruammue.access.actors import Actor, Role
from ruammue.foundation.levels import Level, Sector
from ruammue.people.actors import of_person
from ruammue.people.models import Account, Acquaintance, Affiliation, Organisation, Person, RoleHeld
from ruammue.places.models import Area, Steward, Village

SOURCE = "made up for tests"
FROM = dt.date(2026, 1, 1)


@dataclass
class Cast:
    """Handles: `cast.officer` is a Person, `cast.actor("officer")` an Actor, `cast.client("officer")` a browser."""

    steward: Steward
    other_steward: Steward
    villages: list[Village]
    persons: dict[str, Person] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        persons = self.__dict__.get("persons", {})
        if name in persons:
            return persons[name]
        organisations = self.__dict__.get("organisations", {})
        if name in organisations:
            return organisations[name]
        raise AttributeError(name)

    def actor(self, name: str, *, speaking: bool = False, steward: Steward | None = None) -> Actor:
        """Somebody as an actor at the tambon; `speaking=True` for their organisation."""
        actor = of_person(self.persons[name], steward or self.steward)
        return actor.speaking_for(next(iter(actor.represents))) if speaking else actor

    def client(self, name: str | None = None) -> Client:
        """A browser in which this person is signed in; a stranger's without a name."""
        client = Client()
        if name is not None:
            client.force_login(self.persons[name].account, backend="django.contrib.auth.backends.ModelBackend")
        return client


def _tambon(code: str, name: str, villages: list[str]) -> Area:
    for level, end, title in (
        (Level.CHANGWAT, 2, "จังหวัดสาธิต"),
        (Level.AMPHOE, 4, "อำเภอสาธิต"),
        (Level.TAMBON, 6, name),
    ):
        Area.objects.get_or_create(
            code=code[:end],
            defaults={"level": level, "name_th": title, "parent_code": code[: end - 2] or "TH", "source": SOURCE},
        )
    for moo, village in enumerate(villages, 1):
        Area.objects.get_or_create(
            code=f"{code}{moo:02}",
            defaults={"level": Level.VILLAGE, "name_th": village, "parent_code": code, "source": SOURCE},
        )
    return Area.objects.get(code=code)


def _person(
    cast: Cast, key: str, prefix: str, given: str, family: str, *, account: bool = True, village: Village | None = None
) -> Person:
    person = Person.objects.create(
        prefix=prefix, given_name=given, family_name=family, phone=f"08100000{len(cast.persons):02}"
    )
    Acquaintance.objects.create(steward=cast.steward, person=person, village=village)
    if account:
        Account.objects.create_user(f"{key}@example.test", "a long password 1", person=person)
    cast.persons[key] = person
    return person


def _role(cast: Cast, key: str, *roles: Role, village: Village | None = None, steward: Steward | None = None) -> None:
    for role in roles:
        RoleHeld.objects.create(
            steward=steward or cast.steward,
            person=cast.persons[key],
            role=role,
            village=village,
            from_on=FROM,
            given_at=timezone.now(),
        )


def assemble() -> Cast:
    """Put the cast on the stage: two fictional tenants, three villages (two of one name), everybody in their roles."""
    tambon = _tambon("999901", "ตำบลนาร่วมใจ", ["ดอนแดง", "โนนสวรรค์", "ดอนแดง"])
    other = _tambon("999902", "ตำบลทุ่งสามัคคี", ["ทุ่งนา"])
    steward = Steward.objects.create(
        slug="na-ruam-jai",
        name="องค์การบริหารส่วนตำบลนาร่วมใจ (สาธิต)",
        short_name="อบต.นาร่วมใจ",
        area=tambon,
        phone="0420000000",
        mark="test",
    )
    other_steward = Steward.objects.create(
        slug="thung-samakkhi",
        name="องค์การบริหารส่วนตำบลทุ่งสามัคคี (สาธิต)",
        short_name="อบต.ทุ่งสามัคคี",
        area=other,
        mark="test",
    )
    villages = [
        Village.objects.create(steward=steward, area=area, moo=area.moo, name=area.name_th)
        for area in Area.objects.filter(parent_code="999901").order_by("code")
    ]
    cast = populate(Cast(steward, other_steward, villages))
    outsider = Person.objects.create(prefix="นาย", given_name="ไกล", family_name="บ้านอื่น", phone="0890000000")
    Account.objects.create_user("outsider@example.test", "a long password 1", person=outsider)
    cast.persons["outsider"] = outsider
    Acquaintance.objects.create(steward=other_steward, person=outsider)
    _role(cast, "outsider", Role.OFFICER, Role.ADMINISTRATOR, steward=other_steward)
    return cast


def populate(cast: Cast) -> Cast:
    """Everybody in their roles at the cast's steward, whichever it is, with at least three villages."""
    steward, villages, tambon = cast.steward, cast.villages, cast.steward.area
    _person(cast, "mayor", "นาย", "บุญมี", "ใจกว้าง")
    _role(cast, "mayor", Role.EXECUTIVE)
    _person(cast, "clerk", "นาง", "พิกุล", "รอบคอบ")
    _role(cast, "clerk", Role.CLERK, Role.ADMINISTRATOR)
    _person(cast, "officer", "นางสาว", "สมใจ", "ตั้งใจ")
    _role(cast, "officer", Role.OFFICER, Role.ADMINISTRATOR)
    _person(cast, "head", "นาย", "คำดี", "มั่นคง", village=villages[2])
    _role(cast, "head", Role.VILLAGE_HEAD, village=villages[2])
    _person(cast, "volunteer", "นาง", "จันทร์", "ใจงาม", village=villages[2])
    _role(cast, "volunteer", Role.VOLUNTEER, village=villages[2])
    _person(cast, "coordinator", "นาย", "สมาน", "ประสาน", village=villages[2])
    _role(cast, "coordinator", Role.COORDINATOR)
    _person(cast, "auditor", "นาง", "ตรวจ", "ตราชู")
    _role(cast, "auditor", Role.AUDITOR)
    _person(cast, "farmer", "นาย", "ทองสุข", "นาดี", account=False, village=villages[2])
    for key, name, sector, kind, who, prefix, given, family in (
        ("clinic", "รพ.สต.นาร่วมใจ", Sector.STATE, "clinic", "nurse", "นาง", "อารี", "พยาบาล"),
        ("temple", "วัดโพธิ์ศรี", Sector.CIVIL, "temple", "abbot", "พระครู", "สุวรรณ", "ธรรมโชโต"),
        ("school", "โรงเรียนบ้านดอนแดง", Sector.STATE, "school", "teacher", "นาย", "วิชา", "สอนดี"),
        ("shop", "ร้านวัสดุก่อสร้างเจริญสุข", Sector.PRIVATE, "firm", "owner", "นาง", "เจริญ", "ค้าขาย"),
    ):
        organisation = Organisation.objects.create(name=name, sector=sector, kind=kind, area=tambon, phone="0420000001")
        cast.organisations[key] = organisation
        person = _person(cast, who, prefix, given, family)
        Affiliation.objects.create(
            steward=steward, person=person, organisation=organisation, post="ผู้แทน", may_represent=True, from_on=FROM
        )
    office = Organisation.objects.create(name="อบต.นาร่วมใจ", sector=Sector.STATE, kind="local_government", area=tambon)
    cast.organisations["office"] = office
    for key in ("officer", "mayor"):
        Affiliation.objects.create(
            steward=steward,
            person=cast.persons[key],
            organisation=office,
            post="เจ้าหน้าที่",
            may_represent=True,
            from_on=FROM,
        )
    return cast
