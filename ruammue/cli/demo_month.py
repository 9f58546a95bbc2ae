"""The strand of a month's division of work: forty villagers, what they can do, twenty tasks, one day done."""

from __future__ import annotations

from datetime import date, time, timedelta

from ruammue.access.actors import STRANGER
from ruammue.cli.demo_cast import Tambon
from ruammue.cli.demo_days import Days, Strand
from ruammue.needs.actions import open_matter, publish_matter
from ruammue.needs.models import Matter
from ruammue.people.actions import add_person
from ruammue.people.models import Person
from ruammue.work import actions
from ruammue.work.actions.skills import skill_meant
from ruammue.work.models import SignUp, Task

# given name, family name, moo, what they can do (word: level), half-days that suit, most a month
VILLAGERS = (
    ("บุญมา", "ศรีทอง", 3, "ขุดลอก:4|งานปูน:3", "", 4), ("สำราญ", "ใจดี", 3, "ขุดลอก:3|ขับรถไถ:4", "5am 5pm 6am", 3),
    ("คำพอง", "แก้วมณี", 3, "ช่างไฟ:4", "", 3), ("ทองสุข", "ดวงแก้ว", 3, "แม่ครัว:5|ทำขนม:4", "", 4),
    ("บัวผัน", "ศรีสุข", 3, "ทำกับข้าว:3|แจกอาหาร:3", "", 4), ("ประยูร", "นาคำ", 3, "ขับรถแบ็กโฮ:4|ขับรถ:5", "5am 6am", 2),
    ("สุพรรณ", "ทองดี", 3, "เยี่ยมบ้าน:4|วัดความดัน:4", "", 5), ("วันดี", "ชัยชนะ", 3, "เยี่ยมบ้าน:2", "", 3),
    ("สายัณห์", "พรหมมา", 3, "เครื่องเสียง:4|ช่างไฟ:2", "", 3), ("อุดม", "แสนสุข", 3, "จัดสถานที่:3|แรงงานทั่วไป:3", "", 4),
    ("ลำดวน", "คำแสน", 4, "ทำกับข้าว:4", "", 3), ("สมร", "ศรีวงศ์", 4, "ทอผ้า:5|วิทยากร:3", "", 2),
    ("สุนทร", "วงศ์ษา", 4, "ขุดลอก:3|ตัดหญ้า:4", "", 4), ("เฉลิม", "บุญเรือง", 4, "ขุดลอก:2", "5am 5pm", 3),
    ("มะลิ", "จันทร์หอม", 4, "แยกขยะ:4|ทำปุ๋ยหมัก:3", "", 4), ("พิมพ์", "ใจงาม", 4, "ทำบัญชี:4|จดประชุม:3", "", 2),
    ("ทวี", "โพธิ์ศรี", 4, "ซ่อมปั๊มน้ำ:4|ประปา:3", "", 3), ("จำปี", "สายทอง", 4, "ดูแลเด็ก:4|เล่านิทาน:4", "", 3),
    ("ไสว", "มูลสาร", 5, "ประปา:4|ล้างถังกรอง:4", "", 3), ("ถาวร", "สมบูรณ์", 5, "ล้างถังกรอง:3|แรงงานทั่วไป:3", "", 4),
    ("สมบัติ", "ผาสุก", 5, "งานไม้:4|ปรับบ้านให้คนพิการ:3", "", 3), ("วิเชียร", "คงมั่น", 5, "งานปูน:4|ทาสี:3", "", 3),
    ("รัตนา", "แสงจันทร์", 5, "สำรวจลูกน้ำ:4|เยี่ยมบ้าน:3", "", 5), ("อรุณ", "พูนผล", 5, "กู้ภัย:3|โบกรถ:4", "", 4),
    ("ปรีชา", "สุขสวัสดิ์", 1, "ขับหกล้อ:4", "", 2), ("นิคม", "ดีเลิศ", 1, "ตัดต้นไม้:4|ตัดหญ้า:3", "", 3),
    ("กองมี", "ทิพย์โสด", 1, "แรงงานทั่วไป:3|ขนของ:3", "", 4), ("สีดา", "โคตรสมบัติ", 1, "สอนหนังสือ:4|คอมพิวเตอร์:3", "", 2),
    ("วาสนา", "ชาวนา", 1, "ทำกับข้าว:3", "", 3), ("ประเสริฐ", "แก้วกล้า", 1, "โบกรถ:3|เวรยาม:4", "", 4),
    ("บรรจง", "ศรีเมือง", 2, "ย้อมคราม:5|ทอผ้า:4", "", 2), ("หนูแดง", "สุริยะ", 2, "จัดดอกไม้:4", "", 3),
    ("สำลี", "ใจเย็น", 2, "ดูแลผู้สูงอายุ:4|นวด:4", "", 4), ("ชาญ", "พลเสน", 2, "ซ่อมถนน:3|ขุดลอก:3", "", 3),
    ("เกษม", "นามวงศ์", 6, "โฆษก:4|เครื่องเสียง:3", "", 3), ("พรทิพย์", "จันทะ", 6, "ถ่ายรูป:4|ทำเพจ:3", "", 3),
    ("สุริยา", "คำภา", 6, "ขุดลอก:3|ปลูกต้นไม้:4", "", 4), ("อำพร", "บุตรดี", 7, "แยกขยะ:3|ทำความสะอาด:3", "", 4),
    ("ไพโรจน์", "สาระคำ", 7, "ดับไฟป่า:4|เวรยาม:3", "", 3), ("ดารุณี", "หอมหวล", 8, "เต้นแอโรบิก:4|วัดความดัน:2", "", 3),
)  # fmt: skip

TaskRow = tuple[int, str, int, int, str, tuple[tuple[str, str, int, int], ...]]
# days from the month's first Saturday, half, moo, priority, title, places (role, skill, level, how many)
TASKS: tuple[TaskRow, ...] = (
    (0, "am", 3, 3, "ลอกร่องน้ำหน้าโรงเรียน ช่วงที่ 1", (("ขุดและตักดิน", "ขุดลอก", 2, 4), ("ขับรถแบ็กโฮ", "แบ็กโฮ", 3, 1))),
    (0, "pm", 3, 3, "ลอกร่องน้ำหน้าโรงเรียน ช่วงที่ 2", (("ขุดและตักดิน", "ขุดลอก", 2, 3),)),
    (0, "am", 3, 2, "เลี้ยงข้าวคนลอกร่องน้ำ", (("แม่ครัว", "ทำกับข้าว", 3, 1), ("ลูกมือ", "", 1, 2))),
    (1, "am", 5, 3, "ล้างถังกรองประปาหมู่ 5", (("ล้างถังกรอง", "ล้างถังกรอง", 3, 2), ("ช่วยยก", "", 1, 2))),
    (1, "pm", 5, 2, "เปลี่ยนทรายกรองประปาหมู่ 5", (("งานประปา", "ประปา", 3, 1), ("ขนทราย", "แรงงานทั่วไป", 1, 2))),
    (4, "am", 3, 2, "เยี่ยมผู้ป่วยติดเตียง", (("เยี่ยมบ้าน", "เยี่ยมบ้าน", 3, 2), ("ไปเรียนรู้ด้วย", "เยี่ยมบ้าน", 1, 1))),
    (7, "am", 4, 2, "แยกขยะก่อนวันตลาด", (("แยกขยะ", "แยกขยะ", 2, 2), ("ขนไปขาย", "ขับรถ", 2, 1))),
    (7, "pm", 4, 1, "ตัดหญ้าข้างทางหมู่ 4", (("ตัดหญ้า", "ตัดหญ้า", 2, 2),)),
    (8, "am", 5, 2, "ทำทางลาดบ้านผู้สูงอายุหมู่ 5", (("งานไม้", "งานไม้", 3, 1), ("งานปูน", "งานปูน", 3, 1))),
    (8, "pm", 5, 2, "เดินสายไฟศาลากลางบ้าน", (("งานไฟฟ้า", "ช่างไฟ", 3, 1), ("ลูกมือ", "ช่างไฟ", 1, 1))),
    (11, "am", 5, 2, "สำรวจลูกน้ำยุงลายหมู่ 5", (("สำรวจ", "สำรวจลูกน้ำ", 2, 1), ("จดบันทึก", "", 1, 1))),
    (14, "am", 3, 2, "ขนโต๊ะเต็นท์งานสานสัมพันธ์", (("จัดที่", "จัดสถานที่", 2, 1), ("ขนของ", "", 1, 3), ("ขับรถ", "หกล้อ", 3, 1))),
    (14, "pm", 3, 2, "เครื่องเสียงและโฆษก", (("เครื่องเสียง", "เครื่องเสียง", 3, 1), ("โฆษก", "โฆษก", 3, 1))),
    (15, "am", 3, 2, "ทำครัวงานสานสัมพันธ์", (("แม่ครัวใหญ่", "ทำกับข้าว", 4, 1), ("แม่ครัว", "ทำกับข้าว", 3, 2))),
    (15, "am", 3, 1, "ดูแลเด็กและเล่านิทาน", (("ดูแลเด็ก", "ดูแลเด็ก", 3, 1),)),
    (15, "pm", 3, 1, "เก็บของและแยกขยะหลังงาน", (("เก็บของ", "", 1, 4), ("แยกขยะ", "แยกขยะ", 3, 1))),
    (18, "am", 4, 2, "จดบัญชีกลุ่มขยะ", (("ทำบัญชี", "ทำบัญชี", 3, 1),)),
    (21, "am", 1, 2, "ซ่อมหลุมถนนเข้าวัด", (("เกลี่ยหินคลุก", "ซ่อมถนน", 2, 2), ("โบกรถ", "โบกรถ", 2, 1))),
    (22, "am", 6, 1, "ปลูกต้นไม้ริมหนอง", (("ปลูกต้นไม้", "ปลูกต้นไม้", 2, 1), ("ขุดหลุม", "", 1, 4))),
    (22, "pm", 2, 1, "สอนภาษามือให้ครูอาสา", (("ครูสอนภาษามือ", "ภาษามือ", 3, 1),)),
)  # fmt: skip


def the_month(tambon: Tambon, days: Days) -> Strand:
    """What people can do is written down; a day of work is over; the month is planned, asked for and half answered."""
    yield days.office(-40, "10:30")
    people = [_villager(tambon, number, row) for number, row in enumerate(VILLAGERS)]
    actions.set_seasons(tambon.steward, {6: "planting", 7: "planting", 11: "harvest"}, by=tambon.hand("officer"))
    for key, skill, level in (
        ("volunteer3", "เยี่ยมบ้าน", 4), ("assistant3", "เวรยาม", 4), ("farmer", "ทำนา", 5), ("guard", "กู้ภัย", 5),
    ):  # fmt: skip
        actions.say_skill(tambon.steward, skill, person=tambon.people[key], level=level, by=tambon.hand("officer"))
    together = open_matter(tambon.steward, by=tambon.hand("officer"), title=TOGETHER, village=tambon.villages[3])
    publish_matter(together, sentence="ลงแขกพัฒนาหมู่บ้านทุกเดือน ใครถนัดอะไรมาช่วยกัน", by=tambon.hand("officer"))
    yield days.office(-33, "11:00")
    for person in people[:12]:
        for known in person.competences.filter(says="head")[:1]:
            actions.confirm_skill(known, tambon.organisations["office"], by=tambon.hand("officer", "office"))
    yield days(-16, "08:00")
    past = _task(tambon, _matter_of(TASKS[0][4], _open(tambon)), days.on(-15), TASKS[0])
    yield days(-15, "07:50")
    rows = [
        _said_yes(tambon, past, number, person) for number, person in enumerate((*people[:2], people[12], people[5]))
    ]
    yield days(-15, "07:56")
    for row in rows[:2]:
        actions.check_in(row, by=tambon.hand("coordinator"))
    yield days(-15, "12:05")
    for row in rows[:2]:
        actions.finish_hours(row, by=tambon.hand("coordinator"))
    actions.check_in(rows[2], by=tambon.hand("coordinator"))  # he signed the paper list, and was typed in at noon
    actions.finish_hours(rows[2], minutes=210, why="list", by=tambon.hand("coordinator"))
    actions.mark_missed(rows[3], by=tambon.hand("coordinator"))
    month = _planned(days.on(0))
    yield days.office(-2, "09:30")
    matters = _open(tambon)
    saturday = month + timedelta(days=(5 - month.weekday()) % 7)
    for row_of in TASKS:
        _task(tambon, _matter_of(row_of[4], matters), saturday + timedelta(days=row_of[0]), row_of)
    _project(tambon, saturday + timedelta(days=9), people)
    _organisations(tambon)
    wishes = actions.ask_for_wishes(tambon.steward, month, people[:14:2], by=tambon.hand("officer"))
    all_tasks = list(
        Task.objects.of(tambon.steward).filter(on__gte=month, dropped_at=None).order_by("on", "half", "id")
    )
    for number, wish in enumerate(wishes[:5]):
        actions.say_wish_by_link(
            wish.token, all_tasks[2 * number : 2 * number + 2], is_wished=True, steward=tambon.steward, by=STRANGER
        )
    actions.keep_apart(tambon.steward, people[0], people[12], by=tambon.hand("officer"), is_hard=True)
    yield days.office(-1, "10:00")
    actions.plan_month(tambon.steward, month, fairness=50, by=tambon.hand("officer"))
    yield days(-1, "15:00")
    proposed = SignUp.objects.of(tambon.steward).filter(answer="", asked_at=None, on__gte=month)
    asked = [
        actions.invite_person(row, by=tambon.hand("officer")) for row in proposed.order_by("on", "half", "id")[:26]
    ]
    yield days(-1, "19:10")
    for number, one in enumerate(asked[:20]):
        said = "no" if number in (4, 11) else "yes"
        why = "farm" if said == "no" else ""
        actions.answer_by_link(one.token, said, why=why, steward=tambon.steward, by=STRANGER)
    actions.ask_for_cover(asked[2].sign_up, by=tambon.hand("officer"))
    first = asked[0].sign_up.slot.task
    actions.ask_for_change(
        first, person=asked[0].sign_up.person, wished_on=first.on + timedelta(days=1), wished_half="am",
        words="วันเสาร์ติดเกี่ยวข้าว วันอาทิตย์มาได้", by=STRANGER,
    )  # fmt: skip
    trees = Task.objects.of(tambon.steward).get(title="ปลูกต้นไม้ริมหนอง")
    actions.move_task(
        trees, on=trees.on + timedelta(days=1), half="am", reason="กล้าไม้มาช้าหนึ่งวัน", by=tambon.hand("officer")
    )


def _project(tambon: Tambon, on: date, people: list[Person]) -> None:
    """A package of work that partners lead, support and advise; one task of it serves two projects, by the clock."""
    matter = Matter.objects.of(tambon.steward).get(title=TOGETHER)
    by, bodies = tambon.hand("officer"), tambon.organisations
    work = actions.open_work(matter, "เตรียมที่และเตรียมคนสำหรับงานสานสัมพันธ์", by=by)
    parts = {"village3": "lead", "school": "joint", "temple": "support", "office": "consulted"}
    actions.set_duties(matter, {(work.pk, bodies[key].pk): part for key, part in parts.items()}, by=by)
    projects = [actions.open_project(matter, name, by=by) for name in ("งานสานสัมพันธ์ตำบล", "ตำบลสะอาด")]
    task = actions.open_task(
        matter, "ซักซ้อมคิวงานและแบ่งจุดถังขยะ", on=on, half="am", begins=time(9), ends=time(10, 30), is_mixed=True,
        places=[actions.Place("ร่วมซักซ้อม", most=4)], village=tambon.villages[3], place="ศาลากลางบ้าน", package=work,
        projects=projects, receiver=bodies["office"], by=by,
    )  # fmt: skip
    for person, part in zip((people[9], people[8], people[3]), ("lead", "support", "consulted"), strict=True):
        actions.set_part(task, person, part, by=by)


def _organisations(tambon: Tambon) -> None:
    """What partners say that they can do, and what another confirmed."""
    bodies = tambon.organisations
    for key, skill, level in (("temple", "จัดสถานที่", 4), ("school", "สอนหนังสือ", 5), ("clinic", "ปฐมพยาบาล", 5)):
        said = actions.say_skill(tambon.steward, skill, organisation=bodies[key], level=level, by=tambon.speaker(key))
        if key != "school":
            actions.confirm_skill(said, bodies["school"], level=4, by=tambon.speaker("school"))


ABOUT = (("ประปา", "ประปา"), ("ขยะ", "ขยะ"), ("ลูกน้ำ", "ยุง"), ("ถนน", "ถนน"), ("ผู้ป่วย", "ผู้สูงอายุ"))
"""A word of a task, and of the matter it serves; all others serve the village's own working days."""
TOGETHER = "ลงแขกพัฒนาหมู่บ้านประจำเดือน"


def _open(tambon: Tambon) -> list[Matter]:
    rows = Matter.objects.of(tambon.steward).filter(closed_at=None, is_sensitive=False)
    return list(rows.order_by("opened_at", "id"))


def _matter_of(title: str, matters: list[Matter]) -> Matter:
    for word, about in ABOUT:
        if word in title:
            return next((row for row in matters if about in row.title), matters[-1])
    return next(row for row in matters if row.title == TOGETHER)


def _planned(today: date) -> date:
    """The month on which the page opens: from the 25th on it is the next."""
    return (today.replace(day=28) + timedelta(days=4)).replace(day=1) if today.day >= 25 else today.replace(day=1)


def _villager(tambon: Tambon, number: int, row: tuple[str, str, int, str, str, int]) -> Person:
    given, family, moo, can, free, most = row
    by = tambon.hand("officer")
    prefix = "นาง" if given in WOMEN.split() else "นาย"
    person = add_person(
        tambon.steward, by=by, prefix=prefix, given_name=given, family_name=family,
        phone=f"0990001{number:03}", village=tambon.villages[moo],
    )  # fmt: skip
    for each in can.split("|"):
        word, level = each.split(":")
        actions.say_skill(tambon.steward, word, person=person, level=int(level), by=by)
    if free or most != 4:
        actions.say_availability(tambon.steward, person, free=free, most_a_month=most, by=by)
    return person


WOMEN = "ทองสุข บัวผัน สุพรรณ วันดี ลำดวน สมร มะลิ พิมพ์ จำปี รัตนา สีดา วาสนา บรรจง หนูแดง สำลี พรทิพย์ อำพร ดารุณี"


def _task(
    tambon: Tambon, matter: Matter, on: date, row: tuple[int, str, int, int, str, tuple[tuple[str, str, int, int], ...]]
) -> Task:
    _days, half, moo, priority, title, places = row
    return actions.open_task(
        matter, title, on=on, half=half, village=tambon.villages[moo], priority=priority,
        places=[
            actions.Place(role, skill_meant(tambon.steward, skill).code if skill else "", level, 1, most)
            for role, skill, level, most in places
        ],
        receiver=tambon.organisations["office"], by=tambon.hand("officer"),
    )  # fmt: skip


def _said_yes(tambon: Tambon, task: Task, number: int, person: Person) -> SignUp:
    slots = list(task.slots.order_by("id"))
    row = actions.propose_person(slots[0 if number < 3 else 1], person, by=tambon.hand("officer"))
    actions.invite_person(row, by=tambon.hand("officer"))
    return actions.answer_for(row, "yes", by=tambon.hand("officer"))
