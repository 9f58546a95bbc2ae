"""One complete turn: the drain in front of the school of moo 3, from a mother's photo to the published result."""

from __future__ import annotations

from ruammue.access.actors import STRANGER
from ruammue.cli import demo_photos
from ruammue.cli.demo_cast import Tambon
from ruammue.cli.demo_days import Days, Strand
from ruammue.cli.demo_steps import (
    agreed_on,
    aimed,
    asked_for,
    brought,
    called,
    closed,
    confirmed,
    entered,
    finished,
    gathered,
    indicator_of,
    met,
    promised,
    replied,
    resolved_works,
    shared_out,
    signed,
    taken_up,
    told,
    undersigned,
)
from ruammue.coordination.actions import answer_help, offer_help, say
from ruammue.coordination.subjects import subject_of
from ruammue.decisions.actions import ForumEntry, Guest, answer_resolution, enter_forum, type_register_number
from ruammue.decisions.models import ExecutiveAnswer, HeadCount, Item, Resolution
from ruammue.evidence.actions import publish_result, write_result
from ruammue.foundation.keys import new_key
from ruammue.foundation.levels import Sector
from ruammue.foundation.thai_dates import buddhist_year
from ruammue.goals.actions import give_reading
from ruammue.goals.models import Indicator
from ruammue.needs.actions import close_call, close_matter, endorse_call, give_verdict
from ruammue.resources.actions import confirm_delivery, make_offer, record_return
from ruammue.resources.models import Spec

TOPICS = (
    "ไฟส่องสว่างทางเข้าวัดดับ 4 จุด",
    "น้ำประปาหมู่บ้านขุ่นช่วงบ่าย",
    "ศาลากลางบ้านหลังคารั่ว",
    "ถนนสายหลังวัดเป็นหลุม",
    "ที่ทิ้งขยะรวมส่งกลิ่น",
    "เสียงตามสายได้ยินไม่ทั่ว",
    "สุนัขจรจัดหน้าโรงเรียน",
    "ขาดที่ออกกำลังกายของผู้สูงอายุ",
    "น้ำในสระสาธารณะแห้งเดือนเมษายน",
)
HANDS = (38, 24, 17, 12, 9, 8, 6, 5, 4, 2)


def the_drain(tambon: Tambon, days: Days) -> Strand:
    """Need, answer, call, network, forum, committee, executive, goal, duties, exchange, readings, result."""
    yield days(-320, "07:52")
    need = told(
        tambon,
        "ร่องระบายน้ำหน้าโรงเรียนหมู่ 3 ตัน ฝนตกทีน้ำท่วมทางเข้าทุกหน้าฝน เด็กต้องลุยน้ำเข้าเรียน",
        moo=3,
        category="safety",
        scenes=("drain_blocked",),
        phone=tambon.people["mother"].phone,
    )
    tambon.receipts["ร่องระบายน้ำหน้าโรงเรียน"] = need.receipt

    yield days.office(-318, "09:40")
    matter = taken_up(
        tambon,
        need,
        title="ร่องระบายน้ำหน้าโรงเรียนบ้านดอนแดง",
        sentence="ร่องระบายน้ำหน้าโรงเรียนบ้านดอนแดง หมู่ 3 ตัน น้ำท่วมทางเข้าโรงเรียนทุกหน้าฝน",
        answer="อบต. ไปดูแล้ว ร่องตันยาว 60 เมตร อบต. ทำคนเดียวไม่ไหว จะชวนโรงเรียน วัด ร้านวัสดุ และชาวบ้านมาช่วยกันทำก่อนหน้าฝน",
    )
    yield days.office(-315, "10:15")
    call = called(
        tambon,
        matter,
        what="ขอแรงช่วยกันเปิดร่องระบายน้ำหน้าโรงเรียนบ้านดอนแดง ให้เด็กเดินเข้าเรียนไม่ต้องลุยน้ำ",
        where="หน้าโรงเรียนบ้านดอนแดง หมู่ 3",
        for_how_many=186,
        lacks_people="แรงงานลงแขก 20 แรง",
        lacks_money="ค่าวัสดุสมทบ 5,000 บาท",
        lacks_things="ท่อ 24 ท่อน ปูน 30 ถุง รถแบ็คโฮ 2 วัน",
        lacks_knowledge="คนวัดระดับน้ำและเขียนแบบ",
        sectors=list(Sector.values),
    )
    yield days.office(-314, "08:50")
    endorse_call(call, by=tambon.hand("mayor"))
    say(
        subject_of(tambon.steward, "needs.matter", matter.pk),
        "เรื่องนี้เด็กเดือดร้อนทุกปี ผมสนับสนุนเต็มที่ ขอให้ทำเสร็จก่อนเปิดเทอม",
        by=tambon.hand("mayor"),
    )

    # ---- the network: four sectors, each answer claimed first and then confirmed
    yield days.office(-312, "13:20")
    _network, asked = gathered(
        tambon,
        matter,
        name="คณะทำงานร่องระบายน้ำหน้าโรงเรียนบ้านดอนแดง",
        moo=3,
        purpose="เปิดร่องระบายน้ำหน้าโรงเรียน และดูแลไม่ให้ตันอีก",
        asks={
            "school": ("ให้ใช้สถานที่ และให้นักเรียนช่วยจดวันที่น้ำท่วม", "จดทุกวันที่ฝนตก"),
            "shop": ("สมทบท่อและปูน พร้อมรถส่ง", "1 ครั้ง"),
            "temple": ("ให้ยืมเต็นท์ และช่วยชวนชาวบ้าน", "2 วัน"),
            "village3": ("จัดคนลงแขก", "12 แรง"),
            "guards": ("โบกรถและช่วยขุด", "2 วัน"),
            "women": ("ทำข้าวกลางวันเลี้ยงคนทำงาน", "2 มื้อ"),
            "mill": ("ให้ยืมรถแบ็คโฮพร้อมคนขับ", "2 วัน"),
            "university": ("วัดระดับน้ำและเขียนแบบ", "1 ครั้ง"),
            "bank": ("สมทบค่าวัสดุ", "1 ครั้ง"),
            "clinic": ("ตั้งจุดปฐมพยาบาล", "2 วัน"),
        },
    )
    asks = {one.partner: one for one in asked}
    yield days.office(-311, "12:05")
    for partner in ("shop", "temple", "women"):
        replied(tambon, asks[partner])
    yield days.office(-310, "16:30")
    for partner in ("village3", "guards", "mill", "bank"):
        replied(tambon, asks[partner])
    replied(tambon, asks["school"], signed_in=True)
    replied(tambon, asks["university"])
    replied(tambon, asks["clinic"], "not_now", reason="เดือนนี้ออกหน่วยฉีดวัคซีนทุกหมู่บ้าน")
    yield days.office(-308, "10:00")
    for partner in ("shop", "temple", "women", "village3", "guards"):
        confirmed(tambon, asks[partner])
    for partner in ("mill", "bank", "university", "school"):
        confirmed(tambon, asks[partner], way="in_person", by="officer")
    confirmed(tambon, asks["clinic"], by="officer")

    # ---- the village forum on paper, entered the next morning
    yield days.office(-300, "09:10")
    forum = met(
        tambon.networks["forum3"],
        tambon.hand("head3"),
        place="ศาลากลางบ้าน หมู่ 3",
        held_on=days.on(-292),
        starts_at="18:30",
        title="ประชาคมหมู่บ้านดอนแดง หมู่ 3",
        matters=[matter],
        topics=TOPICS,
    )
    yield days(-291, "08:45")
    rows = list(Item.objects.of(tambon.steward).filter(meeting=forum).order_by("order"))
    enter_forum(
        forum,
        ForumEntry(
            counts={
                HeadCount.Group.WOMEN: 25,
                HeadCount.Group.MEN: 17,
                HeadCount.Group.CHILDREN: 5,
                HeadCount.Group.OLD: 14,
                HeadCount.Group.DISABLED: 2,
            },
            voices={row.pk: hands for row, hands in zip(rows, HANDS, strict=True)},
            chair_name=tambon.people["head3"].name,
            guests=[Guest(name=tambon.people["officer"].name, post="นักวิเคราะห์นโยบายและแผน")],
            words="ที่ประชุมขอให้ทำก่อนหน้าฝน และขอให้โรงเรียนช่วยจดวันที่น้ำท่วม",
        ),
        by=tambon.hand("officer"),
    )
    closed(
        forum,
        tambon.hand("officer"),
        "20:40",
        note_taker=tambon.people["assistant3"].name,
        checker=tambon.people["head3"].name,
        improved="อบต. ยกเรื่องที่ชาวบ้านเลือกเป็นอันดับแรกเข้าคณะกรรมการพัฒนาท้องถิ่นทันที",
    )

    # ---- the committee, then the executive
    yield days.office(-280, "10:30")
    year = buddhist_year(days.on(-270))
    meeting = met(
        tambon.networks["development"],
        tambon.hand("clerk"),
        place="ห้องประชุม อบต.นาร่วมใจ",
        held_on=days.office(-270).date(),
        starts_at="09:30",
        number=f"1/{year}",
        title="ประชุมคณะกรรมการพัฒนาท้องถิ่น",
        matters=[matter],
    )
    yield days.office(-270, "15:20")
    entered(
        meeting,
        tambon.hand("officer"),
        absent={"ประชาคมท้องถิ่น คนที่ 2": "ไปต่างจังหวัด"},
        proposals={
            1: {
                "proposal": "ให้เปิดร่องระบายน้ำหน้าโรงเรียนร่วมกับภาคี 9 หน่วย",
                "discussion": "นายช่างชี้แจงว่า อบต. ออกค่าน้ำมันและช่างคุมงาน "
                "ผู้แทนประชาคมแจ้งว่าหมู่บ้านเลือกเป็นอันดับ 1 ด้วย 38 มือ จาก 42 คน",
                "yes": 11,
                "no": 0,
                "abstain": 1,
                "responsible_words": "กองช่าง ร่วมกับคณะทำงาน",
                "due_on": days.on(-230),
            }
        },
        said={1: "ประธานแจ้งว่าเรื่องนี้มาจากชาวบ้านและผ่านประชาคมแล้ว", 6: "ไม่มี"},
    )
    closed(
        meeting,
        tambon.hand("clerk"),
        "11:45",
        note_taker=tambon.people["officer"].name,
        checker=tambon.people["clerk"].name,
        effect=Resolution.Effect.EXECUTIVE,
        improved="งานที่ต้องทำหลายหน่วย อบต. จะชวนภาคีตั้งแต่เริ่มเขียนแบบ",
    )
    yield days.office(-269, "09:00")
    resolution = agreed_on(tambon, matter, meeting=meeting)
    type_register_number(resolution, f"3/{year}", by=tambon.hand("clerk"))
    yield days.office(-268, "11:10")
    answer_resolution(resolution, verdict=ExecutiveAnswer.Verdict.APPROVED, by=tambon.hand("mayor"))

    # ---- the goal, signed by state, private, civil sector and citizens
    yield days.office(-262, "14:00")
    goal = aimed(
        tambon,
        matter,
        resolution,
        "เด็กเดินเข้าโรงเรียนบ้านดอนแดงได้ ไม่ต้องลุยน้ำ",
        days.on(-30),
        owner="school",
        name="จำนวนวันที่น้ำท่วมทางเข้าโรงเรียน",
        unit="วันต่อเดือน",
        direction=Indicator.Direction.DOWN,
        baseline=9,
        target=1,
        baseline_on=days.on(-325),
        baseline_source="สมุดเวรประตูโรงเรียน",
        source="นักเรียนเวรจด ครูตรวจ",
        frequency=Indicator.Frequency.MONTH,
    )
    yield days.office(-259, "10:20")
    signed(tambon, goal, "school", "link")
    signed(tambon, goal, "office", "login")
    yield days.office(-258, "18:10")
    signed(tambon, goal, "shop", "login")
    signed(tambon, goal, "village3", "link")
    yield days.office(-256, "09:30")
    signed(tambon, goal, "temple", "paper")

    # ---- what is needed, promised, brought
    yield days.office(-254, "09:00")
    until = days.on(-226)
    pupils = {"for_group": "children", "for_count": 86}
    pipes = asked_for(
        tambon,
        matter,
        "ท่อระบายน้ำคอนกรีต 40 ซม.",
        Spec.Kind.GOODS,
        "piece",
        24,
        receiver="school",
        until_on=until,
        **pupils,
    )
    cement = asked_for(
        tambon, matter, "ปูนซีเมนต์", Spec.Kind.GOODS, "bag", 30, receiver="school", until_on=until, **pupils
    )
    hands = asked_for(
        tambon, matter, "แรงงานลงแขก", Spec.Kind.HOURS, "person_day", 20 * 480, receiver="school", until_on=until
    )
    digger = asked_for(
        tambon,
        matter,
        "รถแบ็คโฮ",
        Spec.Kind.VEHICLE,
        "vehicle_day",
        2 * 480,
        receiver="school",
        until_on=until,
        **pupils,
    )
    tents = asked_for(
        tambon,
        matter,
        "เต็นท์",
        Spec.Kind.GOODS,
        "building",
        2,
        receiver="school",
        until_on=until,
        for_group="volunteers",
    )
    meals = asked_for(
        tambon,
        matter,
        "ข้าวกล่อง",
        Spec.Kind.GOODS,
        "box",
        40,
        receiver="school",
        until_on=until,
        for_group="volunteers",
        for_count=40,
    )
    survey = asked_for(tambon, matter, "สำรวจและเขียนแบบ", Spec.Kind.KNOWLEDGE, "occasion", 1, until_on=until)
    money = asked_for(tambon, matter, "เงินค่าวัสดุ", Spec.Kind.MONEY, "satang", 500_000, until_on=until)
    yield days.office(-252, "11:00")
    tent_offer = make_offer(
        Spec.objects.of(tambon.steward).get(name="เต็นท์"),
        quantity=4,
        by=tambon.speaker("temple"),
        provider=tambon.organisations["temple"],
        is_loan=True,
        conditions="คืนภายใน 7 วัน ล้างก่อนคืน",
    )
    promises = {
        "pipes": (promised(tambon, pipes, "shop", 16), "shop"),
        "pipes_fund": (promised(tambon, pipes, "fund3", 8), "fund3"),
        "cement": (promised(tambon, cement, "shop", 20), "shop"),
        "cement_mill": (promised(tambon, cement, "mill", 10), "mill"),
        "hands": (promised(tambon, hands, "village3", 12 * 480), "village3"),
        "hands_guards": (promised(tambon, hands, "guards", 8 * 480), "guards"),
        "digger": (promised(tambon, digger, "mill", 2 * 480), "mill"),
        "meals": (promised(tambon, meals, "women", 40), "women"),
    }
    loan = promised(tambon, tents, "temple", 2, offer=tent_offer, return_due=days.on(-222))
    yield days.office(-251, "13:40")
    drawing = promised(tambon, survey, "university", 1)
    gift = promised(tambon, money, "bank", 500_000)
    offered = offer_help(
        matter,
        kind="time",
        words="ว่างวันเสาร์ ขับรถไถได้",
        name="ลุงทองสุข",
        phone=tambon.people["farmer"].phone,
        by=STRANGER,
    )
    yield days.office(-250, "09:15")
    answer_help(offered, "welcomed", by=tambon.hand("coordinator"), words="ขอบคุณครับ เจอกันเช้าวันเสาร์หน้าโรงเรียน")

    yield days.office(-249, "14:00")
    levelling, digging, laying, feeding, watching = shared_out(
        tambon,
        matter,
        (
            ("วัดระดับน้ำและเขียนแบบ", "ช่างสำรวจ", {"university": "lead", "office": "support"}),
            (
                "ขุดร่องและโบกรถ",
                "เครื่องจักร แรงงาน",
                {"village3": "lead", "mill": "joint", "guards": "joint", "office": "support"},
            ),
            ("วางท่อและเทปูน", "ช่างปูน", {"office": "lead", "shop": "support", "fund3": "support", "village3": "joint"}),
            ("เลี้ยงข้าวและที่พัก", "ทำอาหารเลี้ยงคนมาก", {"women": "lead", "temple": "joint"}),
            ("จดวันที่น้ำท่วมและตั้งเวรลอกร่อง", "จดสม่ำเสมอ", {"school": "lead", "village3": "joint", "bank": "informed"}),
        ),
        days.on(-230),
        reason="แต่ละหน่วยทำอย่างที่ตัวเองถนัด และไม่มีใครทำเกินครึ่ง",
    )
    yield days.office(-248, "17:30")
    undersigned(
        tambon,
        matter,
        ("school", "shop", "village3", "mill", "guards", "women", "fund3", "university", "bank", "office", "temple"),
    )
    yield days.office(-247, "15:00")
    brought(tambon, drawing, "university", 1)
    finished(tambon, levelling, "university", "ส่งแบบแล้ว ร่องลาด 1 ใน 200")
    brought(tambon, gift, "bank", 500_000, receipt_number=f"สาธิต 0042/{year}")
    yield days.office(-243, "08:40")
    for name in ("pipes", "cement"):
        promise, giver = promises[name]
        brought(tambon, promise, giver, promise.quantity // 2)
    brought(tambon, *promises["pipes_fund"], 8)
    yield days.office(-241, "08:10")
    for name in ("pipes", "cement"):
        promise, giver = promises[name]
        brought(tambon, promise, giver, promise.quantity - promise.quantity // 2)
    brought(tambon, *promises["cement_mill"], 10)
    brought(tambon, loan, "temple", 2)
    yield days(-239, "16:50")
    brought(tambon, *promises["digger"], 2 * 480, scene="digging")
    brought(tambon, *promises["hands"], 12 * 480, scene="digging")
    brought(tambon, *promises["hands_guards"], 8 * 480)
    brought(tambon, *promises["meals"], 40)
    finished(tambon, digging, "village3", "ขุดเสร็จใน 2 วัน คนมา 23 คน", "digging")
    finished(tambon, feeding, "women", "ข้าว 40 กล่อง พอดีคน")
    yield days.office(-238, "16:00")
    finished(tambon, laying, "office", "วางท่อ 24 ท่อน น้ำไหลแล้ว", "drain_clear")
    for work in resolved_works(matter):
        finished(tambon, work, "office", "เปิดร่องครบ 60 เมตร ก่อนกำหนด")
    yield days.office(-236, "10:00")
    back = record_return(
        loan, quantity=2, on=days.on(-237), by=tambon.speaker("school"), side="receiver", idempotency_key=str(new_key())
    )
    confirm_delivery(back, side="provider", by=tambon.speaker("temple"))
    close_call(call, by=tambon.hand("officer"))

    # ---- measured by the pupils, month by month
    for day, value, note in (
        (-200, 4, ""),
        (-150, 2, ""),
        (-110, 2, ""),
        (-70, 1, ""),
        (-35, 0, "ฝนตกหนัก 3 ครั้ง น้ำไม่ท่วม"),
    ):
        yield days.office(day, "15:30")
        give_reading(
            indicator_of(goal),
            value * 1000,
            days.office(day).date(),
            "สมุดเวรประตูโรงเรียน",
            demo_photos.draw("drain_clear") if value == 0 else None,
            note,
            by=tambon.speaker("school"),
        )

    finished(tambon, watching, "school", "จดครบ 6 เดือน ตั้งเวรลอกร่องทุก 3 เดือนแล้ว")

    yield days.office(-26, "10:30")
    write_result(
        matter,
        "ร่องระบายน้ำยาว 60 เมตรเปิดแล้ว น้ำท่วมทางเข้าโรงเรียนลดจากเดือนละ 9 วัน เหลือไม่เกิน 1 วัน "
        "เด็ก 186 คนเดินเข้าเรียนได้ ทำด้วยกัน 10 หน่วย",
        "ครั้งหน้าให้ช่างเขียนแบบก่อนชวนคน จะได้รู้ว่าขาดอะไรตั้งแต่แรก และตั้งเวรลอกร่องทุก 3 เดือน",
        demo_photos.draw("drain_clear"),
        by=tambon.hand("officer"),
    )
    yield days.office(-25, "09:00")
    publish_result(matter, by=tambon.hand("officer"))
    say(
        subject_of(tambon.steward, "needs.matter", matter.pk),
        "ขอบคุณทุกท่าน เด็ก ๆ ดีใจมาก โรงเรียนจะจดต่อทุกเดือน",
        by=tambon.speaker("school"),
    )
    yield days(-24, "17:45")
    give_verdict(need, by=STRANGER, is_fixed=True, words="น้ำไม่ท่วมแล้ว ขอบคุณทุกคน")
    yield days.office(-21, "09:20")
    close_matter(matter, by=tambon.hand("officer"))
