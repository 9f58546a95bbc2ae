"""`ruammue init LG_ID`: make a tenant from a local government of the list, with its villages and two administrators.

LG_ID is the office's id in the list (for example sao-480901; search the places page for it), never an area code.
Nothing it makes is claimed to exist: the committees and networks are places to be confirmed or removed, and every
page says that the office has not taken the record over until an administrator does so in the settings.
"""

from __future__ import annotations

import re

from ruammue.cli.asking import Parser
from ruammue.cli.django_door import open_new_house
from ruammue.cli.logins import Login, table
from ruammue.foundation.refusals import Refusal, says

_PERSON = re.compile(r"\s*(?P<name>[^<>]+?)\s*<(?P<email>[^<>@\s]+@[^<>@\s]+)>\s*")


class UnreadableAdministrator(Refusal):
    """--administrator is not "ชื่อ สกุล <e-mail>". Data: `text`."""


says(
    UnreadableAdministrator,
    lambda d: f'อ่านชื่อผู้ดูแลระบบ {d["text"]!r} ไม่ได้ ให้เขียนว่า "ชื่อ สกุล <อีเมล>" / write "Name Surname <e-mail>"',
)


def run(words: list[str]) -> int:
    """Make the tenant, or refuse with the reason and change nothing."""
    parser = Parser(prog="ruammue init", description=__doc__)
    parser.add_argument("lg_id")
    parser.add_argument("--slug", default="", help="its address; default: the lg_id")
    parser.add_argument(
        "--administrator",
        action="append",
        default=[],
        metavar='"NAME <E-MAIL>"',
        help="give it twice; without it two are made whose names are changed later",
    )
    parser.add_argument("--practice", action="store_true", help="a practice copy as well, marked on every page")
    parser.add_argument("--test-data", action="store_true", help="mark every page and paper as test data")
    asked = parser.parse_args(words)
    people = [_person(text) for text in asked.administrator]
    open_new_house()
    from ruammue.foundation.transactions import door

    with door(takes_long=True):
        logins, lines = make(
            asked.lg_id, slug=asked.slug, people=people, practice=asked.practice, is_test=asked.test_data
        )
    print("\n".join(lines))
    print("\nผู้ดูแลระบบ รหัสนี้แสดงครั้งเดียว ตั้งรหัสของตนเองเมื่อเข้าครั้งแรก / shown once, change at first sign-in:")
    print(table(logins))
    return 0


def make(
    lg_id: str, *, slug: str, people: list[tuple[str, str, str]], practice: bool, is_test: bool
) -> tuple[list[Login], list[str]]:
    """The tenant with everything that belongs to it: (logins, what to tell). Inside a door; Django must be up."""
    from ruammue.ledger.who import SYSTEM
    from ruammue.networks.actions import prepare_slots
    from ruammue.people.actions import appoint_first_administrator, open_practice
    from ruammue.places.actions import make_steward
    from ruammue.places.models import Steward, Village

    steward = make_steward(lg_id, by=SYSTEM, slug=slug, mark=Steward.Mark.TEST if is_test else Steward.Mark.NONE)
    places = prepare_slots(steward, by=SYSTEM)
    logins = []
    for given_name, family_name, email in _two(people, steward.slug):
        account, password = appoint_first_administrator(
            steward, given_name=given_name, family_name=family_name, email=email, by=SYSTEM
        )
        logins.append(Login(f"{given_name} {family_name}".strip(), steward.slug, str(account.email), password))
    villages = list(Village.objects.of(steward))
    doubtful = [village for village in villages if not village.is_confirmed]
    lines = [
        f"ตั้ง {steward.name} แล้ว ที่ /{steward.slug}/",
        f"มี {len(villages)} หมู่บ้าน และช่องว่างสำหรับคณะและเครือข่าย {places} ช่อง ที่ยังไม่ยืนยัน",
        f"{len(villages)} villages, {places} unconfirmed places for committees and networks",
        "ยังไม่ถือว่าเป็นของหน่วยงาน จนกว่าผู้ดูแลระบบจะกดรับในหน้าตั้งค่า"
        " / not claimed until an administrator does so in the settings",
    ]
    if doubtful:
        lines += [
            f"มี {len(doubtful)} หมู่บ้านในตำบลที่ดูแลเพียงบางส่วน อาจเป็นของหน่วยงานข้างเคียง"
            f" ให้ยืนยันหรือนำออกที่ /{steward.slug}/villages/"
            f" / {len(doubtful)} villages to confirm or take off:",
            *(f"  {village.area_id}  {village.label}" for village in doubtful),
        ]
    if practice:
        copy = open_practice(steward, by=SYSTEM)
        prepare_slots(copy, by=SYSTEM)
        lines.append(f"ชุดซ้อม / practice copy: /{copy.slug}/")
    return logins, lines


def _person(text: str) -> tuple[str, str, str]:
    found = _PERSON.fullmatch(text)
    if not found:
        raise UnreadableAdministrator(text=text[:80])
    given, _, family = found["name"].partition(" ")
    return given, family.strip(), found["email"]


def _two(people: list[tuple[str, str, str]], slug: str) -> list[tuple[str, str, str]]:
    """At least two: when one is ill or moves, the other hands over. Addresses in .invalid never receive mail."""
    missing = range(len(people) + 1, 3)
    return people + [("ผู้ดูแลระบบ", f"คนที่ {number}", f"admin{number}@{slug}.invalid") for number in missing]
