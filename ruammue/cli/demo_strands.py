"""The strands of the home tambon: how it came together, and matters that stand at every station of the wheel."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from uuid import UUID

from ruammue.access.actors import STRANGER
from ruammue.cli import demo_photos
from ruammue.cli.demo_cast import Tambon, add_everybody, form_bodies, name_coordinators
from ruammue.cli.demo_days import Days, Strand, Writer
from ruammue.cli.demo_drain import the_drain
from ruammue.cli.demo_exchange import the_fair
from ruammue.cli.demo_knowledge import what_was_learned
from ruammue.cli.demo_month import the_month
from ruammue.cli.demo_projects import the_projects
from ruammue.cli.demo_steps import (
    aimed,
    asked_for,
    brought,
    called,
    confirmed,
    finished,
    gathered,
    met,
    partners_agreed,
    promised,
    replied,
    shared_out,
    signed,
    taken_up,
    told,
    undersigned,
)
from ruammue.cli.demo_thanks import the_thanks
from ruammue.cli.demo_where import the_outside
from ruammue.coordination.actions import offer_help, read_notice, say
from ruammue.coordination.models import Notice
from ruammue.coordination.subjects import subject_of
from ruammue.foundation.keys import new_key
from ruammue.foundation.levels import Sector
from ruammue.foundation.sheets import write_sheet
from ruammue.foundation.thai_dates import add_working_days, fiscal_year
from ruammue.goals.actions import ask_to_sign
from ruammue.goals.models import Indicator
from ruammue.needs.actions import (
    answer_need,
    close_matter,
    endorse_call,
    exclude_handler,
    give_verdict,
    mark_project,
    merge_matters,
    open_matter_from_project,
    publish_matter,
    rename_matter,
    report_need,
    skip_station,
)
from ruammue.needs.models import Answer, OfficeProject, Station
from ruammue.people.actions import issue_card, run_import
from ruammue.resources import schedules
from ruammue.resources.actions import (
    agree_to_settlement,
    decide_loss,
    dispute_delivery,
    make_commitment,
    make_offer,
    propose_settlement,
    tell_loss,
    withdraw_offer,
)
from ruammue.resources.models import Spec
from ruammue.work.actions import finish_work


def the_beginning(tambon: Tambon, days: Days) -> Strand:
    """The office claims its record, people come in, bodies are confirmed and seated, every village gets its number."""
    yield days(-364, "09:00")
    add_everybody(tambon)
    yield days.office(-355, "10:00")
    form_bodies(tambon)
    yield days.office(-350, "10:00")
    name_coordinators(tambon)
    yield days.office(-30, "10:00")
    card = issue_card(tambon.steward, person=tambon.people["farmer"], by=tambon.hand("officer"))
    tambon.cards[tambon.people["farmer"].name] = (card.token, card.pin)


# ------------------------------------------------------------------------------------------- standing at "call"


def murky_water(tambon: Tambon, days: Days) -> Strand:
    """Two households tell of the same trouble; joined, answered "together", and the call is still to be written."""
    yield days(-11, "18:20")
    first = told(
        tambon,
        "น้ำประปาหมู่บ้านขุ่น ซักผ้าขาวไม่ได้ ใช้หุงข้าวไม่กล้า",
        moo=5,
        category="water",
        scenes=("murky_tap",),
        phone=tambon.people["forum5"].phone,
    )
    yield days(-10, "07:05")
    second = report_need(
        tambon.steward,
        by=tambon.hand("volunteer3"),
        text="บ้านตาสุขก็น้ำขุ่น มีตะกอนแดง",
        voice=demo_photos.chime(),
        village=tambon.villages[5],
        category="water",
        is_for_neighbour=True,
        neighbour_name="ตาสุข",
        neighbour_was_told=True,
    )
    yield days.office(-8, "10:40")
    officer = tambon.hand("officer")
    matter = merge_matters(second.matter, into=first.matter, by=officer)
    for need in (first, second):
        answer_need(
            need,
            by=officer,
            way=Answer.Way.TOGETHER,
            text="ช่างไปดูถังกรองแล้ว ทรายกรองเสื่อม ต้องใช้ทั้งช่าง ทราย และแรงล้างถัง อบต. จะชวนคนมาช่วย",
        )
    rename_matter(matter, by=officer, title="น้ำประปาหมู่ 5 ขุ่น")


# ------------------------------------------------------------------------------------------- standing at "network"

PROJECTS = (
    ("1", "จัดการขยะเปียกครัวเรือน 9 หมู่บ้าน", "ลดขยะที่ต้องขน", "ครัวเรือนมีถังขยะเปียก 1,200 หลังคา", "180000", "กองสาธารณสุข"),
    ("2", "ซ่อมเสียงตามสาย หมู่ 6", "ให้ได้ยินทั่วหมู่บ้าน", "ลำโพง 8 จุด", "45000", "กองช่าง"),
    ("3", "ธนาคารน้ำใต้ดินเพื่อการเกษตร", "มีน้ำใช้หน้าแล้ง", "12 จุด", "600000", "กองช่าง"),
    ("4", "อบรม อปพร. ประจำปี", "พร้อมช่วยเหลือเมื่อเกิดภัย", "40 คน", "60000", "สำนักปลัด"),
    ("5", "โรงเรียนผู้สูงอายุ", "ผู้สูงอายุได้พบเพื่อนและออกกำลัง", "ผู้สูงอายุ 150 คน", "90000", "กองสวัสดิการสังคม"),
    ("6", "ปรับปรุงสนามเด็กเล่น ศพด.", "เด็กเล่นปลอดภัย", "1 แห่ง", "120000", "กองการศึกษา"),
    ("7", "ส่งเสริมผ้าทอย้อมสีธรรมชาติ", "เพิ่มรายได้สมาชิก", "สมาชิก 25 คน", "50000", "กองสวัสดิการสังคม"),
    ("8", "ตีเส้นจราจรหน้าตลาด", "ลดอุบัติเหตุ", "1 จุด", "30000", "กองช่าง"),
)
BEYOND = ("1", "3")
UNMARKED = ("6",)


def wet_waste(tambon: Tambon, days: Days) -> Strand:
    """From the office's own list: too much for us alone. Invitations are out, one answer waits to be confirmed."""
    yield days.office(-60, "14:30")
    clerk = tambon.hand("officer")
    head = ["ที่", "โครงการ", "วัตถุประสงค์", "เป้าหมาย", "ปีงบประมาณ", "งบประมาณ", "หน่วยงานรับผิดชอบ"]
    year = str(fiscal_year(days.on(0)))
    rows = [[number, name, why, target, year, budget, unit] for number, name, why, target, budget, unit in PROJECTS]
    sheet = write_sheet("บัญชีโครงการ", head, rows)
    run_import(tambon.steward, kind="projects", data=sheet, by=clerk)
    yield days.office(-58, "09:30")
    by_number = {project.number: project for project in OfficeProject.objects.of(tambon.steward)}
    for number, project in by_number.items():
        if number not in UNMARKED:
            strength = OfficeProject.Strength.BEYOND if number in BEYOND else OfficeProject.Strength.OWN
            mark_project(project, strength=strength, by=tambon.hand("clerk"))
    yield days.office(-16, "10:10")
    matter = open_matter_from_project(by_number["1"], by=clerk)
    call = called(
        tambon,
        matter,
        what="ชวนกันแยกขยะเปียกทุกครัวเรือน ลดขยะที่ต้องขนไปทิ้งไกล 40 กิโลเมตร",
        where="ทั้งตำบลนาร่วมใจ 9 หมู่บ้าน",
        for_how_many=1420,
        lacks_people="คนเดินสอนแยกขยะ หมู่ละ 2 คน",
        lacks_things="ถังขยะเปียก 1,200 ใบ",
        lacks_knowledge="วิธีทำปุ๋ยจากเศษอาหาร",
        sectors=list(Sector.values),
    )
    yield days.office(-15, "08:40")
    endorse_call(call, by=tambon.hand("mayor"))
    yield days.office(-12, "13:15")
    _network, asked = gathered(
        tambon,
        matter,
        name="เครือข่ายขยะเปียกตำบลนาร่วมใจ",
        purpose="ทุกบ้านแยกขยะเปียกได้เอง",
        is_ours=False,
        asks={
            "volunteers": ("เดินสอนแยกขยะตามบ้าน", "เดือนละ 1 วัน"),
            "shop": ("ขายถัง 1,200 ใบ ราคาทุน", "ส่งเดือนละรอบ"),
            "elders": ("สานตะกร้าใส่เศษอาหาร", "ตามแรง"),
            "weavers": ("ให้ใช้ลานเป็นที่สาธิต", "3 ครั้ง"),
        },
    )
    asks = {one.partner: one for one in asked}
    yield days.office(-9, "19:05")
    replied(tambon, asks["weavers"], "not_now", reason="กำลังเร่งทอผ้าส่งงานกาชาด")
    yield days(-2, "12:20")
    replied(tambon, asks["shop"])


# ------------------------------------------------------------------------------------------- standing at "decide"

ROAD_TOPICS = (
    "ไฟทางโค้งหน้าบ้านผู้ใหญ่ดับ",
    "รางน้ำข้างถนนตัน",
    "อยากได้ลานตากข้าว",
    "น้ำบาดาลมีกลิ่น",
    "ขยะข้างทางเข้าหมู่บ้าน",
    "เครื่องเสียงศาลาเสีย",
    "ขาดที่นั่งรอรถนักเรียน",
    "ยุงชุม",
)


def bumpy_road(tambon: Tambon, days: Days) -> Strand:
    """The network is there; the forum was held yesterday evening and its paper sheet waits to be typed in."""
    yield days(-48, "16:30")
    need = told(
        tambon,
        "ถนนลูกรังหมู่ 4 เป็นหลุม หน้าฝนรถรับส่งนักเรียนเข้าไม่ได้",
        moo=4,
        category="road",
        scenes=("bumpy_road",),
        by=tambon.hand("head4"),
    )
    yield days.office(-46, "11:00")
    matter = taken_up(
        tambon,
        need,
        title="ถนนลูกรังเข้าหมู่ 4 เป็นหลุม",
        sentence="ถนนลูกรังเข้าบ้านหนองบัวคำ หมู่ 4 เป็นหลุมลึก หน้าฝนรถรับส่งนักเรียนเข้าไม่ได้",
        answer="อบต. วัดระยะแล้ว 900 เมตร งบปีนี้มีแค่ค่าน้ำมัน จะชวนโรงสีและชาวบ้านมาช่วยกันเกลี่ย",
    )
    yield days.office(-43, "10:30")
    call = called(
        tambon,
        matter,
        what="ขอแรงและเครื่องจักรช่วยกันเกลี่ยถนนเข้าหมู่ 4 ให้รถรับส่งนักเรียนเข้าได้",
        where="ถนนเข้าบ้านหนองบัวคำ หมู่ 4",
        for_how_many=140,
        lacks_people="แรงงาน 15 แรง",
        lacks_things="หินคลุก 12 คันรถ รถเกลี่ย 1 วัน",
        sectors=[Sector.PRIVATE, Sector.CITIZEN, Sector.CIVIL],
    )
    yield days.office(-42, "08:30")
    endorse_call(call, by=tambon.hand("mayor"))
    yield days.office(-40, "14:20")
    _network, asked = gathered(
        tambon,
        matter,
        name="คณะทำงานถนนเข้าหมู่ 4",
        moo=4,
        asks={
            "mill": ("รถบรรทุกขนหินคลุก", "1 วัน"),
            "village4": ("คนลงแรง", "15 แรง"),
            "guards": ("โบกรถระหว่างทำงาน", "1 วัน"),
        },
    )
    asks = {one.partner: one for one in asked}
    yield days.office(-38, "12:40")
    for partner in ("mill", "village4", "guards"):
        replied(tambon, asks[partner])
    yield days.office(-36, "09:50")
    for partner in ("mill", "village4", "guards"):
        confirmed(tambon, asks[partner], by="coordinator4")
    yield days.office(-9, "10:00")
    met(
        tambon.networks["forum4"],
        tambon.hand("head4"),
        place="ศาลากลางบ้าน หมู่ 4",
        held_on=days.on(-1),
        starts_at="18:30",
        title="ประชาคมหมู่บ้านหนองบัวคำ หมู่ 4",
        matters=[matter],
        topics=ROAD_TOPICS,
    )
    yield days.office(-6, "09:00")
    say(
        subject_of(tambon.steward, "needs.matter", matter.pk),
        "โรงสีว่างวันที่ 10 ถึง 15 เดือนหน้า ถ้าประชาคมเห็นด้วยรถพร้อมครับ",
        by=tambon.speaker("mill"),
    )


# ------------------------------------------------------------------------------------------- standing at "goal"


def helmets(tambon: Tambon, days: Days) -> Strand:
    """Agreed by the partners, with a reservation; the goal is signed by one sector and waits for the others."""
    yield days(-75, "08:10")
    need = told(
        tambon,
        "เด็กขี่มอเตอร์ไซค์มาเรียนไม่ใส่หมวก ล้มหน้าโรงเรียนเดือนนี้ 3 ครั้งแล้ว",
        moo=3,
        category="safety",
        scenes=("helmets",),
        by=tambon.hand("teacher", "school"),
    )
    yield days.office(-73, "13:30")
    matter = taken_up(
        tambon,
        need,
        title="ถนนปลอดภัย สวมหมวกหน้าโรงเรียน",
        sentence="หน้าโรงเรียนบ้านดอนแดงรถล้มบ่อย คนสวมหมวกกันน็อกน้อย",
        answer="เรื่องนี้ต้องช่วยกันหลายฝ่าย อบต. จะชวน อปพร. ร้านค้า และผู้ปกครองมาตั้งเป้าด้วยกัน",
    )
    yield days.office(-70, "10:00")
    call = called(
        tambon,
        matter,
        what="ชวนกันทำให้คนผ่านหน้าโรงเรียนสวมหมวกกันน็อก",
        where="ถนนหน้าโรงเรียนบ้านดอนแดง หมู่ 3",
        for_how_many=520,
        lacks_people="คนยืนเวรเช้าเย็น 4 คน",
        lacks_things="หมวกเด็ก 60 ใบ",
        lacks_knowledge="วิธีนับคนสวมหมวกให้น่าเชื่อถือ",
        sectors=list(Sector.values),
    )
    yield days.office(-69, "09:10")
    endorse_call(call, by=tambon.hand("mayor"))
    yield days.office(-67, "14:00")
    network, asked = gathered(
        tambon,
        matter,
        name="เครือข่ายถนนปลอดภัยหน้าโรงเรียน",
        moo=3,
        asks={
            "school": ("ให้นักเรียนนับคนสวมหมวก", "เดือนละ 1 วัน"),
            "guards": ("ยืนเวรหน้าโรงเรียน", "เช้าเย็น"),
            "shop": ("ออกค่าหมวกเด็กครึ่งหนึ่ง", "60 ใบ"),
            "village3": ("บอกลูกบ้าน", "ทุกประชุม"),
        },
    )
    yield days.office(-64, "12:10")
    for one in asked:
        replied(tambon, one, signed_in=one.partner in ("school", "shop"))
    yield days.office(-62, "10:30")
    for one in asked:
        confirmed(tambon, one)
    yield days.office(-40, "16:00")
    resolution = partners_agreed(
        tambon,
        network,
        matter,
        days.office(-40).date(),
        proposal="ร่วมกันทำให้คนสวมหมวกหน้าโรงเรียนเพิ่มจากร้อยละ 22 เป็นร้อยละ 60 ภายใน 1 ปี",
        talk="ร้านค้ายินดีออกค่าหมวกครึ่งหนึ่ง อปพร. ขอเสื้อสะท้อนแสงเพิ่ม",
        reservation=("อปพร.", "ขอให้เริ่มหลังเกี่ยวข้าว เพราะตอนนี้คนยืนเวรไม่พอ"),
    )
    yield days.office(-20, "11:20")
    goal = aimed(
        tambon,
        matter,
        resolution,
        "คนผ่านหน้าโรงเรียนบ้านดอนแดงสวมหมวกกันน็อก 6 ใน 10 คน",
        days.on(320),
        owner="school",
        name="คนสวมหมวกกันน็อกหน้าโรงเรียน",
        unit="เปอร์เซ็นต์",
        direction=Indicator.Direction.UP,
        baseline=22,
        target=60,
        baseline_on=days.on(-60),
        baseline_source="นักเรียนนับ 2 เช้า 520 คัน",
        source="สภานักเรียนนับ อปพร. ตรวจ",
        frequency=Indicator.Frequency.MONTH,
    )
    yield days.office(-18, "10:00")
    signed(tambon, goal, "school", "login")
    for partner in ("shop", "guards", "village3"):
        ask_to_sign(goal, tambon.organisations[partner], by=tambon.hand("officer"))


# ------------------------------------------------------------------------------------------- standing at "divide"


def to_the_doctor(tambon: Tambon, days: Days) -> Strand:
    """Old people taken to the doctor: agreed and aimed, the bars half full, one fitting giver passed over."""
    yield days(-110, "09:30")
    need = told(
        tambon,
        "ผู้สูงอายุหลายบ้านไม่มีคนพาไปหาหมอตามนัด รถก็ไม่มี",
        moo=8,
        category="old_age",
        scenes=("old_woman",),
        by=tambon.hand("volunteer3"),
    )
    yield days.office(-108, "10:00")
    matter = taken_up(
        tambon,
        need,
        title="พาผู้สูงอายุไปหาหมอตามนัด",
        sentence="ผู้สูงอายุในตำบลนาร่วมใจหลายบ้านไม่มีรถและไม่มีคนพาไปหาหมอตามนัด",
        answer="รพ.สต. มีรายชื่อนัดอยู่แล้ว อบต. จะชวนคนมีรถและคนว่างมาจัดเวรรับส่งด้วยกัน",
    )
    yield days.office(-105, "13:00")
    call = called(
        tambon,
        matter,
        what="ชวนคนมีรถและคนว่างมาช่วยพาผู้สูงอายุไปหาหมอตามนัด",
        where="ทั้งตำบลนาร่วมใจ",
        for_how_many=64,
        lacks_people="คนนั่งเป็นเพื่อน 12 วันต่อเดือน",
        lacks_money="ค่าน้ำมัน 6,000 บาท",
        lacks_things="รถ 12 วันต่อเดือน",
        lacks_knowledge="วิธีพยุงคนแก่ขึ้นลงรถ",
        sectors=list(Sector.values),
    )
    yield days.office(-104, "08:45")
    endorse_call(call, by=tambon.hand("mayor"))
    yield days.office(-100, "14:30")
    network, asked = gathered(
        tambon,
        matter,
        name="เครือข่ายรับส่งผู้สูงอายุตำบลนาร่วมใจ",
        purpose="ไม่มีใครขาดนัดหมอเพราะไม่มีรถ",
        asks={
            "clinic": ("แจ้งวันนัด และสอนวิธีพยุง", "เดือนละครั้ง"),
            "volunteers": ("นั่งเป็นเพื่อนไปหาหมอ", "เดือนละ 8 วัน"),
            "temple": ("ให้ยืมรถวัด", "เดือนละ 4 วัน"),
            "mill": ("ให้ยืมรถกระบะ", "เดือนละ 4 วัน"),
            "bank": ("สมทบค่าน้ำมัน", "6,000 บาท"),
        },
    )
    yield days.office(-97, "11:10")
    for one in asked:
        replied(tambon, one)
    yield days.office(-95, "09:30")
    for one in asked:
        confirmed(tambon, one, by="officer")
    yield days.office(-80, "16:10")
    resolution = partners_agreed(
        tambon,
        network,
        matter,
        days.office(-80).date(),
        proposal="จัดเวรรถและคนนั่งเป็นเพื่อน เริ่มเดือนหน้า ทุกคนที่มีนัดต้องได้ไป",
        talk="รพ.สต. จะส่งวันนัดให้ผู้ประสานทุกวันที่ 25",
    )
    yield days.office(-74, "10:20")
    goal = aimed(
        tambon,
        matter,
        resolution,
        "ผู้สูงอายุที่ไม่มีรถได้ไปหาหมอตามนัดทุกครั้ง",
        days.on(200),
        owner="clinic",
        name="นัดหมอที่ได้ไปจริง",
        unit="เปอร์เซ็นต์",
        direction=Indicator.Direction.UP,
        baseline=45,
        target=90,
        baseline_on=days.on(-90),
        baseline_source="สมุดนัด รพ.สต.",
        source="สมุดนัด รพ.สต.",
        frequency=Indicator.Frequency.MONTH,
    )
    yield days.office(-70, "10:00")
    signed(tambon, goal, "clinic", "login")
    signed(tambon, goal, "volunteers", "link")
    signed(tambon, goal, "bank", "link")
    yield days.office(-28, "09:40")
    cars = asked_for(
        tambon,
        matter,
        "รถกระบะ",
        Spec.Kind.VEHICLE,
        "vehicle_day",
        12 * 480,
        until_on=days.on(40),
        for_group="elderly",
        for_count=24,
    )
    asked_for(
        tambon,
        matter,
        "คนนั่งเป็นเพื่อน",
        Spec.Kind.HOURS,
        "person_day",
        12 * 480,
        until_on=days.on(40),
        for_group="elderly",
        for_count=24,
    )
    fuel = asked_for(
        tambon,
        matter,
        "เงินค่าน้ำมัน",
        Spec.Kind.MONEY,
        "satang",
        600_000,
        until_on=days.on(40),
        for_group="elderly",
        for_count=24,
    )
    asked_for(
        tambon,
        matter,
        "สอนวิธีพยุงผู้สูงอายุ",
        Spec.Kind.KNOWLEDGE,
        "occasion",
        1,
        receiver="volunteers",
        until_on=days.on(20),
    )
    yield days.office(-27, "10:00")
    shared_out(
        tambon,
        matter,
        (
            ("แจ้งวันนัดและจัดคิวรถ", "รู้วันนัดของคนไข้", {"clinic": "lead", "office": "joint", "volunteers": "informed"}),
            ("ขับรถรับส่ง", "มีรถและใบขับขี่", {"temple": "lead", "mill": "joint", "guards": "support"}),
            ("นั่งเป็นเพื่อนไปหาหมอ", "คุ้นกับคนไข้", {"volunteers": "lead", "clinic": "support"}),
        ),
        days.on(30),
        reason="แบ่งตามของที่แต่ละหน่วยมีและเคยทำ",
    )
    yield days.office(-26, "10:00")
    undersigned(tambon, matter, ("clinic", "volunteers", "temple"))
    yield days.office(-26, "13:00")
    pickup = Spec.objects.of(tambon.steward).get(name="รถกระบะ")
    gone = make_offer(pickup, quantity=6 * 480, by=tambon.speaker("shop"), provider=tambon.organisations["shop"])
    make_offer(
        pickup,
        quantity=4 * 480,
        by=tambon.speaker("mill"),
        provider=tambon.organisations["mill"],
        conditions="เติมน้ำมันเอง",
        least=480,
        schedule=schedules.rule_of(schedules.WEEKLY, ["TU", "SA"]),
    )
    make_offer(pickup, quantity=2 * 480, by=tambon.speaker("guards"), provider=tambon.organisations["guards"])
    make_offer(
        Spec.objects.of(tambon.steward).get(name="เต็นท์"),
        quantity=3,
        by=tambon.speaker("temple"),
        provider=tambon.organisations["temple"],
        is_loan=True,
        wants="ปรับถนนดินเข้าวัดให้เรียบ",
        schedule=schedules.rule_of(schedules.FIRST, ["SA", "SU"]),
    )
    yield days.office(-22, "10:30")
    withdraw_offer(gone, by=tambon.speaker("shop"), reason="รถเข้าอู่ถึงสิ้นเดือนหน้า")
    promised(tambon, cars, "temple", 4 * 480)
    yield days.office(-19, "11:30")
    companions = next(line for line in matter.need_lines.select_related("spec") if line.spec.name == "คนนั่งเป็นเพื่อน")
    promised(tambon, companions, "volunteers", 8 * 480)
    promised(tambon, fuel, "bank", 600_000)
    yield days.office(-5, "09:15")
    make_commitment(
        cars,
        quantity=2 * 480,
        by=tambon.speaker("office"),
        side="receiver",
        provider=tambon.organisations["guards"],
        reason="บ้านอยู่ใกล้คนไข้หมู่ 5 และเคยมาตรงเวลาทุกครั้ง",
        idempotency_key=str(new_key()),
    )
    yield days(-3, "19:40")
    offer_help(
        matter,
        kind="time",
        words="ว่างวันพุธกับวันศุกร์ นั่งเป็นเพื่อนคนแก่ไปหาหมอได้",
        name="ครูเกษียณ ปราณี",
        phone=tambon.people["expert_school"].phone,
        by=STRANGER,
    )
    yield days(-2, "10:10")
    say(
        subject_of(tambon.steward, "needs.matter", matter.pk),
        "เดือนหน้ามีนัด 14 คน ยังขาดรถวันอังคารค่ะ",
        by=tambon.speaker("clinic"),
    )


# ------------------------------------------------------------------------------------------- standing at "act"


def mosquitoes(tambon: Tambon, days: Days) -> Strand:
    """Work is under way: part has come, one delivery waits for the other side's word."""
    yield days(-90, "07:40")
    need = told(
        tambon,
        "ยุงชุมมาก โอ่งน้ำมีลูกน้ำเต็ม กลัวเป็นไข้เลือดออกกันทั้งหมู่บ้าน",
        moo=5,
        category="environment",
        scenes=("water_jars",),
        phone=tambon.people["volunteer5"].phone,
    )
    yield days.office(-88, "09:20")
    matter = taken_up(
        tambon,
        need,
        title="ลดลูกน้ำยุงลายหมู่ 5",
        sentence="บ้านดอนแดง หมู่ 5 ลูกน้ำยุงลายมาก เสี่ยงไข้เลือดออก",
        answer="อสม. นับลูกน้ำแล้วเกินเกณฑ์ จะชวนโรงเรียน วัด และทุกบ้านคว่ำโอ่งพร้อมกันทุกวันศุกร์",
    )
    yield days.office(-86, "10:00")
    call = called(
        tambon,
        matter,
        what="ชวนกันลดลูกน้ำยุงลายหมู่ 5 ให้เหลือไม่เกิน 10 บ้านใน 100 บ้าน",
        where="บ้านดอนแดง หมู่ 5",
        for_how_many=610,
        lacks_people="คนเดินสำรวจ 10 แรง",
        lacks_things="ฝาปิดโอ่ง 200 ชิ้น",
        sectors=[Sector.STATE, Sector.CIVIL, Sector.PRIVATE],
    )
    yield days.office(-85, "09:00")
    endorse_call(call, by=tambon.hand("mayor"))
    yield days.office(-83, "13:10")
    network, asked = gathered(
        tambon,
        matter,
        name="เครือข่ายหมู่ 5 ไร้ลูกน้ำ",
        asks={
            "clinic": ("สอนนับลูกน้ำ", "1 ครั้ง"),
            "volunteers": ("เดินสำรวจ", "10 แรง"),
            "school": ("ให้นักเรียนช่วยดูที่บ้าน", "ทุกวันศุกร์"),
            "shop": ("ฝาปิดโอ่งราคาทุน", "200 ชิ้น"),
        },
    )
    yield days.office(-81, "11:00")
    for one in asked:
        replied(tambon, one)
    yield days.office(-79, "09:45")
    for one in asked:
        confirmed(tambon, one)
    yield days.office(-66, "16:20")
    resolution = partners_agreed(
        tambon,
        network,
        matter,
        days.office(-66).date(),
        proposal="คว่ำโอ่งทุกวันศุกร์ 8 สัปดาห์ และปิดฝาโอ่ง 200 ใบ",
        talk="โรงเรียนจะให้นักเรียนรายงานจากบ้าน",
    )
    yield days.office(-63, "10:15")
    goal = aimed(
        tambon,
        matter,
        resolution,
        "หมู่ 5 มีบ้านที่พบลูกน้ำไม่เกิน 10 ใน 100 บ้าน",
        days.on(30),
        owner="clinic",
        name="บ้านที่พบลูกน้ำยุงลาย",
        unit="บ้านใน 100 บ้าน",
        direction=Indicator.Direction.DOWN,
        baseline=18,
        target=10,
        baseline_on=days.on(-84),
        baseline_source="อสม. สำรวจ 148 บ้าน",
        source="อสม. สำรวจ",
        frequency=Indicator.Frequency.MONTH,
    )
    yield days.office(-61, "09:00")
    for partner, way in (("clinic", "login"), ("shop", "link"), ("volunteers", "link")):
        signed(tambon, goal, partner, way)
    yield days.office(-55, "10:00")
    lids = asked_for(
        tambon,
        matter,
        "ฝาปิดโอ่ง",
        Spec.Kind.GOODS,
        "piece",
        200,
        receiver="volunteers",
        until_on=days.on(10),
        for_group="households",
        for_count=140,
    )
    walks = asked_for(
        tambon, matter, "แรงเดินสำรวจ", Spec.Kind.HOURS, "person_day", 10 * 480, receiver="clinic", until_on=days.on(10)
    )
    lesson = asked_for(
        tambon, matter, "สอนนับลูกน้ำ", Spec.Kind.KNOWLEDGE, "occasion", 1, receiver="school", until_on=days.on(-20)
    )
    teaching, _walking, _covering = shared_out(
        tambon,
        matter,
        (
            ("สอนนับลูกน้ำ", "ความรู้เรื่องยุง", {"clinic": "lead", "school": "joint"}),
            ("เดินสำรวจทุกบ้าน", "รู้จักทุกบ้าน", {"volunteers": "lead", "clinic": "support"}),
            ("ปิดฝาโอ่ง 200 ใบ", "หาของราคาทุน", {"shop": "lead", "volunteers": "joint", "office": "support"}),
        ),
        days.on(10),
    )
    yield days.office(-54, "09:30")
    undersigned(tambon, matter, ("clinic", "volunteers", "shop", "office", "school"))
    yield days.office(-53, "11:00")
    of_lids = promised(tambon, lids, "shop", 200)
    of_walks = promised(tambon, walks, "volunteers", 10 * 480)
    of_lesson = promised(tambon, lesson, "clinic", 1)
    yield days.office(-40, "14:00")
    brought(tambon, of_lesson, "clinic", 1)
    finished(tambon, teaching, "clinic", "สอนนักเรียน 48 คน และ อสม. 12 คน")
    yield days(-26, "16:30")
    brought(tambon, of_walks, "volunteers", 6 * 480, scene="water_jars")
    yield days.office(-14, "10:40")
    lids_came = brought(tambon, of_lids, "shop", 120)
    yield days.office(-12, "09:10")
    dispute = dispute_delivery(
        lids_came, side="receiver", reason="นับอีกรอบได้ 116 ใบ แตกมาในรถ 4 ใบ", by=tambon.speaker("volunteers")
    )
    proposal = propose_settlement(
        dispute, side="receiver", outcome="corrected", quantity=116, by=tambon.speaker("volunteers")
    )
    yield days.office(-11, "13:40")
    agree_to_settlement(proposal, side="provider", by=tambon.speaker("shop"))
    yield days(-1, "15:10")
    brought(tambon, of_lids, "shop", 80, is_confirmed=False)


# ------------------------------------------------------------------------------------------- standing at "result"


def dark_lane(tambon: Tambon, days: Days) -> Strand:
    """The lamps burn; the result is still to be written. What was not needed was passed by, with the reason."""
    yield days(-58, "20:15")
    need = told(
        tambon,
        "ไฟส่องสว่างทางเข้าวัดดับ 4 จุด มืดมาก ผู้สูงอายุเดินไปวัดลำบาก",
        moo=3,
        category="light",
        scenes=("dark_lane",),
        by=tambon.hand("farmer"),
    )
    yield days.office(-56, "09:00")
    matter = taken_up(
        tambon,
        need,
        title="ไฟทางเข้าวัดโพธิ์ศรีดอนแดง",
        sentence="ไฟส่องสว่างทางเข้าวัดโพธิ์ศรีดอนแดง หมู่ 3 ดับ 4 จุด",
        answer="หลอดไฟ อบต. มี แต่รถกระเช้าเสีย จะชวนวัดและ อปพร. มาช่วยกันเปลี่ยน",
    )
    yield days.office(-55, "10:00")
    call = called(
        tambon,
        matter,
        what="ขอคนและบันไดช่วยกันเปลี่ยนไฟทางเข้าวัด 4 จุด",
        where="ทางเข้าวัดโพธิ์ศรีดอนแดง หมู่ 3",
        for_how_many=300,
        lacks_people="ช่างไฟ 1 คน",
        lacks_things="บันไดสูง",
        sectors=[Sector.CIVIL, Sector.CITIZEN],
    )
    yield days.office(-55, "15:00")
    endorse_call(call, by=tambon.hand("mayor"))
    yield days.office(-54, "10:30")
    _network, asked = gathered(
        tambon,
        matter,
        name="คณะช่วยกันเปลี่ยนไฟทางเข้าวัด",
        moo=3,
        asks={"temple": ("ให้ยืมบันไดสูง", "1 วัน"), "guards": ("จับบันไดและกันรถ", "1 วัน")},
    )
    yield days.office(-53, "12:00")
    for one in asked:
        replied(tambon, one)
    yield days.office(-52, "09:00")
    for one in asked:
        confirmed(tambon, one)
    skip_station(
        matter, station=Station.DECIDE, reason="ประชาคมหมู่ 3 เลือกเรื่องนี้ไว้แล้วเป็นอันดับ 2", by=tambon.hand("officer")
    )
    skip_station(matter, station=Station.GOAL, reason="งานวันเดียวเสร็จ ดูด้วยตาก็รู้ผล", by=tambon.hand("officer"))
    yield days.office(-50, "10:00")
    ladder = asked_for(
        tambon, matter, "บันไดสูง", Spec.Kind.GOODS, "piece", 1, until_on=days.on(-40), for_group="everyone"
    )
    hands = asked_for(tambon, matter, "แรงงานลงแขก", Spec.Kind.HOURS, "person_day", 2 * 480, until_on=days.on(-40))
    (changing,) = shared_out(
        tambon,
        matter,
        (("เปลี่ยนหลอดไฟ 4 จุด", "ช่างไฟ", {"office": "lead", "temple": "support", "guards": "joint"}),),
        days.on(-40),
    )
    undersigned(tambon, matter, ("office", "guards", "temple"))
    yield days.office(-49, "11:00")
    of_ladder = promised(tambon, ladder, "temple", 1, is_loan=True, return_due=days.on(-42))
    of_hands = promised(tambon, hands, "guards", 2 * 480)
    yield days(-44, "18:30")
    brought(tambon, of_ladder, "temple", 1)
    brought(tambon, of_hands, "guards", 2 * 480, scene="lit_lane")
    yield days.office(-43, "09:00")
    finish_work(
        changing, words="สว่างครบ 4 จุด", photo=demo_photos.draw("lit_lane"), by=tambon.hand("engineer", "office")
    )
    yield days.office(-42, "10:30")
    broken = tell_loss(
        of_ladder,
        quantity=1,
        how="broken",
        words="ขั้นบันไดหักหนึ่งขั้นตอนขนกลับ",
        by=tambon.speaker("office"),
        idempotency_key=str(new_key()),
    )
    yield days.office(-41, "09:20")
    decide_loss(broken, outcome="forgiven", words="ไม่เป็นไร ช่างวัดซ่อมได้", by=tambon.speaker("temple"))


# ------------------------------------------------------------------------------------------- short ways, waiting


def leaning_pole(tambon: Tambon, days: Days) -> Strand:
    """Referred with a ticket number; who told it says that it is mended."""
    yield days(-34, "06:50")
    need = told(
        tambon,
        "เสาไฟฟ้าเอียงข้างสะพานหมู่ 7 กลัวล้มทับรถ",
        moo=7,
        category="light",
        phone=tambon.people["head7"].phone,
        by=tambon.hand("council3"),
    )
    yield days.office(-33, "09:30")
    answer_need(
        need,
        by=tambon.hand("engineer"),
        way=Answer.Way.REFERRED,
        text="เสาเป็นของการไฟฟ้า อบต. แจ้งแล้ว ช่างนัดมาตั้งเสาใหม่ภายใน 7 วัน",
        agency="การไฟฟ้าอำเภอนาร่วมใจ (สมมติ)",
        ticket="1182",
        promised_on=days.on(-26),
    )
    yield days(-25, "18:05")
    give_verdict(need, by=tambon.hand("council3"), is_fixed=True, words="ตั้งตรงแล้ว")
    yield days.office(-24, "09:00")
    rename_matter(need.matter, by=tambon.hand("officer"), title="เสาไฟฟ้าเอียงข้างสะพานหมู่ 7")
    close_matter(need.matter, by=tambon.hand("officer"))


def fallen_branch(tambon: Tambon, days: Days) -> Strand:
    """The village does it itself."""
    yield days(-7, "06:30")
    need = told(
        tambon,
        "พายุเมื่อคืน กิ่งไม้ใหญ่หักขวางทางเข้านาหมู่ 2",
        moo=2,
        category="road",
        scenes=("fallen_branch",),
        phone=tambon.people["weaver"].phone,
    )
    yield days.office(-6, "08:30")
    answer_need(
        need,
        by=tambon.hand("officer"),
        way=Answer.Way.VILLAGE,
        text="ผู้ใหญ่บ้านหมู่ 2 นัดลูกบ้านตัดกิ่งไม้เช้าวันเสาร์ อบต. ส่งเลื่อยไปให้ยืม",
    )
    matter = rename_matter(need.matter, by=tambon.hand("officer"), title="กิ่งไม้ขวางทางเข้านาหมู่ 2")
    publish_matter(matter, by=tambon.hand("officer"), sentence="กิ่งไม้ใหญ่หักขวางทางเข้านา บ้านโนนสะอาด หมู่ 2")


def one_old_person(tambon: Tambon, days: Days) -> Strand:
    """About one person: told by a health volunteer for a neighbour, hidden from the head, never public in words."""
    yield days(-4, "17:20")
    need = report_need(
        tambon.steward,
        by=tambon.hand("volunteer3"),
        text="ยายอยู่คนเดียว ล้มในห้องน้ำเมื่อวาน เดินไม่ไหว ไม่มีคนทำกับข้าวให้",
        village=tambon.villages[3],
        category="old_age",
        contact_phone=tambon.people["volunteer3"].phone,
        is_about_one_person=True,
        is_hidden_from_head=True,
        is_for_neighbour=True,
        neighbour_name="ยายคำ",
        neighbour_was_told=True,
    )
    yield days.office(-3, "09:10")
    exclude_handler(need, person=tambon.people["assistant3"], by=tambon.hand("officer"))
    tambon.receipts["ยายอยู่คนเดียว (เรื่องส่วนตัว)"] = need.receipt


def not_this_year(tambon: Tambon, days: Days) -> Strand:
    """A wish that cannot be met now, said with its reason."""
    yield days(-45, "13:00")
    need = told(tambon, "อยากได้ลานกีฬาในร่มหมู่ 9", moo=9, category="other", phone=tambon.people["head9"].phone)
    yield days.office(-43, "14:00")
    answer_need(
        need,
        by=tambon.hand("officer"),
        way=Answer.Way.DECLINED,
        text="ปีนี้ยังทำไม่ได้ เพราะที่ดินยังไม่ได้รับอนุญาต อบต. ยื่นขอใช้ที่แล้ว จะบอกผลในประชาคมครั้งหน้า",
    )
    yield days.office(-42, "09:00")
    matter = rename_matter(need.matter, by=tambon.hand("officer"), title="ลานกีฬาในร่มหมู่ 9")
    close_matter(matter, by=tambon.hand("officer"))


def read_up_to_lately(tambon: Tambon, days: Days) -> Strand:
    """Everybody has read their inbox until lately; the newest wait for whoever comes in."""
    yield days.now
    inboxes: dict[UUID, list[Notice]] = defaultdict(list)
    for notice in Notice.objects.of(tambon.steward).order_by("-made_at", "-id"):
        inboxes[notice.person_id].append(notice)
    for inbox in inboxes.values():
        for place, notice in enumerate(inbox):
            if place >= 3 and notice.made_at < days(-7):
                read_notice(notice, now=notice.made_at + timedelta(hours=5))


def new_ones(tambon: Tambon, days: Days) -> Strand:
    """One that came in lately and is to be answered on the next working day; one that nobody has answered in time."""
    yield days.office(-10, "15:40")
    late = told(
        tambon,
        "ท่อน้ำทิ้งหลังตลาดแตก กลิ่นเหม็นมาก",
        moo=6,
        category="environment",
        phone=tambon.people["miller"].phone,
    )
    tambon.receipts["ท่อน้ำทิ้งแตก (ยังไม่มีใครตอบ)"] = late.receipt
    yield days(_told_for_tomorrow(days), "16:20")
    fresh = told(
        tambon,
        "สะพานไม้ข้ามห้วยหมู่ 8 ไม้ผุ เด็กข้ามไปโรงเรียนกลัวตก",
        moo=8,
        category="road",
        phone=tambon.people["head8"].phone,
    )
    tambon.receipts["สะพานไม้หมู่ 8 (รอคำตอบ)"] = fresh.receipt


def _told_for_tomorrow(days: Days) -> int:
    """The latest day on which a need had to be told to be due on the next working day."""
    tomorrow: date = add_working_days(days.on(0), 1)
    return max(day for day in range(-14, 0) if add_working_days(days.on(day), 3) == tomorrow)


STRANDS: tuple[Writer, ...] = (
    the_beginning,
    the_drain,
    murky_water,
    wet_waste,
    bumpy_road,
    helmets,
    to_the_doctor,
    mosquitoes,
    dark_lane,
    leaning_pole,
    fallen_branch,
    one_old_person,
    not_this_year,
    the_fair,
    the_projects,
    the_thanks,
    what_was_learned,
    new_ones,
    the_month,
    the_outside,
    read_up_to_lately,
)
