"""Committees and forums of the local development plan, and the common bodies of a village.

Source: ระเบียบกระทรวงมหาดไทยว่าด้วยการจัดทำแผนพัฒนาขององค์กรปกครองส่วนท้องถิ่น พ.ศ. 2548 and its amendments of 2559 and 2561,
as far as we could read them (DOMAIN 2.2, 2.3). Names of bodies and seats are official Thai terms and are stored
with the rows, so they stand here in Thai.
"""

from datetime import date

from django.utils.translation import gettext_lazy as _

from ruammue.rulebook.values import Clock, Committee, EffectRule, Evidence, Force, Pack, Rule, SeatRule

_CLAUSE_8 = _("Interior Ministry regulation on local development plans B.E. 2548, clause 8")
_CLAUSE_9 = _("Interior Ministry regulation on local development plans B.E. 2548, clause 9")
_CLAUSE_17 = _("Interior Ministry regulation on local development plans B.E. 2548, clause 17")
_CLAUSE_22 = _("Interior Ministry regulation on local development plans, No. 3 B.E. 2561, clause 22")
_CLAUSE_21 = _("Interior Ministry regulation on local development plans, No. 3 B.E. 2561, clause 21")
_CLAUSE_28 = _("Interior Ministry regulation on local development plans B.E. 2548, clause 28")
_CLAUSE_29 = _("Interior Ministry regulation on local development plans, No. 3 B.E. 2561, clauses 29 and 30")
_COUNCIL = _("Tambon councils and tambon administrative organisations act B.E. 2537, section 46")
_VILLAGE = _("Interior Ministry regulation on village committees B.E. 2551")
_FUND = _("National Village Fund: common practice, no text read")
_PRACTICE = _("common practice, no text read")
_OWN = _("our own proposal, not a law")

DEVELOPMENT = Committee(
    key="committee.development",
    name="คณะกรรมการพัฒนาท้องถิ่น",
    level="tambon",
    form="committee",
    is_statutory=True,
    seats=(
        SeatRule(
            category="executive",
            label="ผู้บริหารท้องถิ่น",
            least=1,
            most=1,
            chosen_by="ex_officio",
            office="chair",
        ),
        # "All deputies": how many an office has is not ours to know; two stand ready and can be removed.
        SeatRule(category="deputy", label="รองนายก", least=0, most=None, chosen_by="ex_officio", ready=2),
        SeatRule(category="council", label="สมาชิกสภาท้องถิ่น", least=3, most=3, chosen_by="council"),
        SeatRule(category="expert", label="ผู้ทรงคุณวุฒิ", least=3, most=3, chosen_by="executive"),
        SeatRule(category="state", label="ผู้แทนภาคราชการหรือรัฐวิสาหกิจ", least=3, most=None, chosen_by="executive"),
        SeatRule(category="forum", label="ผู้แทนประชาคมท้องถิ่น", least=3, most=6, chosen_by="forum"),
        SeatRule(
            category="clerk",
            label="ปลัด กรรมการและเลขานุการ",
            least=1,
            most=1,
            chosen_by="ex_officio",
            office="secretary",
        ),
        # The end of clause 8 was not read: the seat stands ready, has no vote, and may stay empty.
        SeatRule(
            category="plan_head",
            label="หัวหน้าส่วนที่รับผิดชอบแผน ผู้ช่วยเลขานุการ",
            least=0,
            most=1,
            chosen_by="ex_officio",
            office="assistant",
            has_vote=False,
            ready=1,
        ),
    ),
    rules=("R01", "R02", "R05"),
    evidence=Evidence.READ,
    citation=_CLAUSE_8,
    source_on=date(2024, 12, 16),
    term_years=4,
)
SUPPORT = Committee(
    key="committee.support",
    name="คณะกรรมการสนับสนุนการจัดทำแผนพัฒนาท้องถิ่น",
    level="tambon",
    form="committee",
    is_statutory=True,
    seats=(
        SeatRule(category="clerk", label="ปลัด", least=1, most=1, chosen_by="ex_officio", office="chair"),
        SeatRule(category="division", label="หัวหน้าส่วนราชการ", least=1, most=None, chosen_by="ex_officio", ready=2),
        SeatRule(category="forum", label="ผู้แทนประชาคมท้องถิ่น", least=3, most=3, chosen_by="forum"),
        SeatRule(
            category="plan_head",
            label="หัวหน้าส่วนที่รับผิดชอบแผน กรรมการและเลขานุการ",
            least=1,
            most=1,
            chosen_by="ex_officio",
            office="secretary",
        ),
        SeatRule(
            category="analyst",
            label="นักวิเคราะห์นโยบายและแผน ผู้ช่วยเลขานุการ",
            least=1,
            most=1,
            chosen_by="ex_officio",
            office="assistant",
            has_vote=False,
        ),
    ),
    rules=("R03", "R05"),
    evidence=Evidence.BY_HEARSAY,
    citation=_CLAUSE_9,
    source_on=None,
    term_years=4,
)
MONITORING = Committee(
    key="committee.monitoring",
    name="คณะกรรมการติดตามและประเมินผลแผนพัฒนาท้องถิ่น",
    level="tambon",
    form="committee",
    is_statutory=True,
    seats=(
        SeatRule(category="council", label="สมาชิกสภาท้องถิ่น", least=3, most=3, chosen_by="council"),
        SeatRule(category="forum", label="ผู้แทนประชาคมท้องถิ่น", least=2, most=2, chosen_by="forum"),
        SeatRule(category="state", label="ผู้แทนหน่วยงานที่เกี่ยวข้อง", least=2, most=2, chosen_by="executive"),
        SeatRule(category="division", label="หัวหน้าส่วนการบริหาร", least=2, most=2, chosen_by="themselves"),
        SeatRule(category="expert", label="ผู้ทรงคุณวุฒิ", least=2, most=2, chosen_by="executive"),
    ),
    rules=("R04", "R05"),
    evidence=Evidence.BY_HEARSAY,
    citation=_CLAUSE_28,
    source_on=date(2025, 12, 8),
    term_years=4,
)
VILLAGE = Committee(
    key="committee.village",
    name="คณะกรรมการหมู่บ้าน (กม.)",
    level="village",
    form="committee",
    is_statutory=False,
    seats=(
        SeatRule(category="village_head", label="ผู้ใหญ่บ้าน", least=1, most=1, chosen_by="ex_officio", office="chair"),
        SeatRule(
            category="assistant_head",
            label="ผู้ช่วยผู้ใหญ่บ้าน",
            least=0,
            most=None,
            chosen_by="ex_officio",
            ready=2,
        ),
        SeatRule(category="council", label="สมาชิกสภาท้องถิ่นในหมู่บ้าน", least=0, most=None, chosen_by="ex_officio", ready=1),
        SeatRule(
            category="group_leader",
            label="ผู้นำกลุ่มหรือองค์กรในหมู่บ้าน",
            least=0,
            most=None,
            chosen_by="ex_officio",
            ready=2,
        ),
        SeatRule(category="expert", label="กรรมการผู้ทรงคุณวุฒิ", least=2, most=10, chosen_by="forum"),
    ),
    rules=("V01", "R05"),
    evidence=Evidence.READ,
    citation=_VILLAGE,
    source_on=date(2021, 3, 9),
)
VILLAGE_FUND = Committee(
    key="committee.village_fund",
    name="กองทุนหมู่บ้าน",
    level="village",
    form="committee",
    is_statutory=False,
    seats=(),
    rules=(),
    evidence=Evidence.BY_HEARSAY,
    citation=_FUND,
    source_on=None,
)
VILLAGE_FORUM = Committee(
    key="forum.village",
    name="ประชาคมหมู่บ้าน",
    level="village",
    form="forum",
    is_statutory=False,
    seats=(),
    rules=(),
    evidence=Evidence.PARTLY_READ,
    citation=_CLAUSE_17,
    source_on=None,
    quorum_rule="F01",
)
VOLUNTEERS = Committee(
    key="network.volunteers",
    name="ชมรม อสม.",
    level="village",
    form="partners",
    is_statutory=False,
    seats=(),
    rules=(),
    evidence=Evidence.BY_HEARSAY,
    citation=_PRACTICE,
    source_on=None,
    quorum_rule="N01",
)
PARTNERS = Committee(
    key="network.partners",
    name="เครือข่ายภาคี",
    level="tambon",
    form="partners",
    is_statutory=False,
    seats=(),
    rules=(),
    evidence=Evidence.OUR_DESIGN,
    citation=_OWN,
    source_on=None,
    quorum_rule="N01",
)

PACK = Pack(
    id="local-plan",
    version="2569.11",
    title=_("Bodies of the local development plan and of the village"),
    checked_on=date(2026, 11, 22),
    rules=(
        Rule(
            id="R01",
            text=_(
                "The development committee has the executive as chair, all deputies, 3 members of the "
                "council, 3 experts, at least 3 from state agencies, 3 to 6 from the people's forum, and "
                "the chief administrator as secretary."
            ),
            citation=_CLAUSE_8,
            source_on=date(2024, 12, 16),
            evidence=Evidence.READ,
            force=Force.WARN,
            judge="seats",
            params={"body": "committee.development"},
        ),
        Rule(
            id="R02",
            text=_("The forum itself chooses its people on the development committee."),
            citation=_CLAUSE_8,
            source_on=date(2024, 12, 16),
            evidence=Evidence.READ,
            force=Force.WARN,
            judge="chosen_by",
            params={"body": "committee.development", "category": "forum", "chosen_by": "forum"},
        ),
        Rule(
            id="R03",
            text=_(
                "The plan support committee has the chief administrator as chair, heads of divisions and "
                "3 people from the forum."
            ),
            citation=_CLAUSE_9,
            source_on=None,
            evidence=Evidence.BY_HEARSAY,
            force=Force.WARN,
            judge="seats",
            params={"body": "committee.support"},
        ),
        Rule(
            id="R04",
            text=_(
                "The monitoring committee has 3 council members, 2 from the forum, 2 from agencies, 2 "
                "heads of divisions and 2 experts. It elects its own chair and secretary."
            ),
            citation=_CLAUSE_28,
            source_on=date(2025, 12, 8),
            evidence=Evidence.BY_HEARSAY,
            force=Force.WARN,
            judge="seats_and_offices",
            params={"body": "committee.monitoring", "chairs": 1, "secretaries": 1},
        ),
        Rule(
            id="R05",
            text=_("Sixty days before the term of a seat ends, prepare who comes next."),
            citation=_PRACTICE,
            source_on=None,
            evidence=Evidence.BY_HEARSAY,
            force=Force.INFO,
            judge="terms",
            params={"days": 60},
        ),
        Rule(
            id="V01",
            text=_("The village committee has the village head as chair and 2 to 10 qualified members."),
            citation=_VILLAGE,
            source_on=date(2021, 3, 9),
            evidence=Evidence.READ,
            force=Force.WARN,
            judge="seats",
            params={"body": "committee.village"},
        ),
    ),
    committees=(DEVELOPMENT, SUPPORT, MONITORING, VILLAGE, VILLAGE_FORUM, VOLUNTEERS, VILLAGE_FUND, PARTNERS),
    effects=(
        EffectRule(
            body="committee.development",
            kind="committee",
            code="committee",
            evidence=Evidence.READ,
            citation=_CLAUSE_22,
            source_on=None,
        ),
        EffectRule(
            body="",
            kind="committee",
            code="committee",
            evidence=Evidence.BY_HEARSAY,
            citation=_PRACTICE,
            source_on=None,
        ),
        EffectRule(
            body="committee.village",
            kind="committee",
            code="advisory",
            evidence=Evidence.BY_HEARSAY,
            citation=_VILLAGE,
            source_on=date(2021, 3, 9),
        ),
        EffectRule(
            body="",
            kind="forum",
            code="advisory",
            evidence=Evidence.BY_HEARSAY,
            citation=_CLAUSE_17,
            source_on=None,
        ),
        EffectRule(
            body="",
            kind="partners",
            code="advisory",
            evidence=Evidence.OUR_DESIGN,
            citation=_OWN,
            source_on=None,
        ),
        EffectRule(
            body="",
            kind="executive",
            code="executive",
            evidence=Evidence.READ,
            citation=_CLAUSE_21,
            source_on=None,
        ),
        EffectRule(
            body="",
            kind="council",
            code="council",
            evidence=Evidence.READ,
            citation=_COUNCIL,
            source_on=date(2016, 10, 28),
        ),
    ),
    clocks=(
        Clock(
            key="monitoring.announce",
            text=_("The monitoring result is announced within 15 days of being presented."),
            days=15,
            evidence=Evidence.READ,
            citation=_CLAUSE_29,
            source_on=date(2018, 10, 3),
        ),
        Clock(
            key="monitoring.posted",
            text=_("The monitoring result stays posted for at least 30 days."),
            days=30,
            evidence=Evidence.READ,
            citation=_CLAUSE_29,
            source_on=date(2018, 10, 3),
        ),
    ),
)
