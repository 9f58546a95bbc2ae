"""The neighbour of the demonstration's tambon: a few people and two matters, so that two tenants live side by side."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password

from ruammue.access.actors import Role
from ruammue.cli.demo_cast import PASSWORD, Known, Tambon, bring_in, choose_password, email
from ruammue.cli.demo_days import Days, Strand, Writer
from ruammue.cli.demo_steps import told
from ruammue.foundation.levels import Sector
from ruammue.ledger.who import SYSTEM
from ruammue.needs.actions import answer_need, publish_matter, rename_matter
from ruammue.needs.models import Answer
from ruammue.networks.actions import add_partner
from ruammue.people.actions import (
    add_affiliation,
    add_organisation,
    appoint_first_administrator,
    claim_steward,
    give_role,
)
from ruammue.places.models import Village

PEOPLE = (
    Known("officer", "นาย", "ปรีชา", "ทำดี", 1, (Role.OFFICER, Role.ADMINISTRATOR), True),
    Known("mayor", "นาง", "สุดา", "สามัคคี", 1, (Role.EXECUTIVE,), True),
    Known("head2", "นาย", "วีระ", "คลองใส", 2, (Role.VILLAGE_HEAD,)),
    Known("abbot", "พระครู", "สุนทรธรรมวัฒน์", "", 3),
)


def the_office(tambon: Tambon, days: Days) -> Strand:
    """The office claims its record and enters one partner."""
    yield days(-300, "09:00")
    steward = tambon.steward
    tambon.villages = {village.moo: village for village in Village.objects.of(steward)}
    account, _start = appoint_first_administrator(
        steward, prefix="นาง", given_name="สุขใจ", family_name="ประณีต", email=email(steward, "clerk"), by=SYSTEM
    )
    tambon.password = make_password(PASSWORD)
    choose_password(account, tambon.password)
    tambon.people["clerk"] = account.person
    claim_steward(steward, by=tambon.hand("clerk"))
    give_role(steward, person=account.person, role=Role.CLERK, by=tambon.hand("clerk"))
    for number, known in enumerate(PEOPLE, 81):
        bring_in(tambon, known, f"0820000{number:03}")
    officer = tambon.hand("officer")
    temple = add_organisation(
        steward, by=officer, name="วัดสามัคคีธรรม", sector=Sector.CIVIL, kind="temple", area=steward.area
    )
    tambon.organisations["temple"] = temple
    add_affiliation(
        steward, person=tambon.people["abbot"], organisation=temple, by=officer, post="เจ้าอาวาส", may_represent=True
    )
    add_partner(steward, temple, by=officer, good_at="ศาลา ที่ประชุม", contact=tambon.people["abbot"])


def the_canal(tambon: Tambon, days: Days) -> Strand:
    """One matter that waits for its call, and one that waits for an answer."""
    yield days(-13, "10:00")
    need = told(tambon, "ผักตบชวาเต็มคลองหมู่ 2 น้ำไม่ไหล", moo=2, category="water", phone="0820000090")
    yield days.office(-11, "09:00")
    officer = tambon.hand("officer")
    answer_need(need, by=officer, way=Answer.Way.TOGETHER, text="เทศบาลมีเรือลำเดียว จะชวนชาวบ้านสองฝั่งคลองมาช่วยกันเก็บ")
    matter = rename_matter(need.matter, by=officer, title="ผักตบชวาคลองหมู่ 2")
    publish_matter(matter, by=officer, sentence="ผักตบชวาเต็มคลองบ้านคลองใส หมู่ 2 น้ำไม่ไหล")
    yield days(-1, "17:00")
    told(tambon, "ไฟทางหน้าตลาดหมู่ 1 ติด ๆ ดับ ๆ", moo=1, category="light", phone="0820000091")


NEIGHBOUR_STRANDS: tuple[Writer, ...] = (the_office, the_canal)
