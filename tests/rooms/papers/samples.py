"""One filled-in paper of every kind, all names fictional, for tests and for looking at."""

from __future__ import annotations

from datetime import date, time

from ruammue.papers import kinds
from ruammue.papers.kinds import (
    AgendaItem,
    Attendee,
    Contact,
    Dissent,
    Duty,
    DutyRow,
    ForumRow,
    HandoverLine,
    Mark,
    Matter,
    Office,
    RegisterRow,
    Signer,
    Tally,
)

DAY = date(2026, 11, 22)
OFFICE = Office(
    name="องค์การบริหารส่วนตำบลนาร่วมใจ (สาธิต)",
    address="หมู่ที่ 1 ตำบลนาร่วมใจ อำเภอตัวอย่าง จังหวัดตัวอย่าง 99999",
    phone="0 4200 0000",
    source="บันทึกของ อบต.นาร่วมใจ (สาธิต)",
    printed_on=DAY,
    mark=Mark.DEMO,
)
MAYOR = Signer(name="นายมานะ ตั้งใจ", position="นายกองค์การบริหารส่วนตำบลนาร่วมใจ")
HELPER = Contact(name="นางสาวสมใจ ดีงาม", phone="081-000-0000", position="ผู้ประสานหมู่ 3")
LONG_TEXT = (
    "ประธานกล่าวว่าน้ำในหนองแห้งตั้งแต่เดือนมกราคมของทุกปี ครัวเรือนที่ใช้น้ำไม่พอมีจำนวนมาก "
    "ที่ประชุมได้ปรึกษาหารือกันอย่างกว้างขวางถึงวิธีขุดลอกหนองสาธารณะ การใช้รถแบ็คโฮของภาคีเอกชน "
    "และแรงงานจากหมู่บ้านต่าง ๆ ผู้อำนวยการโรงเรียนเสนอให้นักเรียนช่วยสำรวจระดับน้ำทุกสัปดาห์ "
    "เจ้าอาวาสอนุญาตให้ใช้ลานวัดเป็นที่พักเครื่องมือ ทั้งนี้ต้องระวังไม่ให้กระทบตลิ่งและต้นไม้ใหญ่ริมน้ำ"
)

MINUTES = kinds.Minutes(
    office=OFFICE,
    body="คณะกรรมการพัฒนาท้องถิ่น องค์การบริหารส่วนตำบลนาร่วมใจ",
    round="3/2569",
    held_on=DAY,
    place="ห้องประชุมองค์การบริหารส่วนตำบลนาร่วมใจ",
    present=(
        Attendee(name="นายมานะ ตั้งใจ", position="นายกองค์การบริหารส่วนตำบล", duty="ประธานกรรมการ"),
        Attendee(name="นางชูใจ ใจเย็น", position="ผู้อำนวยการโรงพยาบาลส่งเสริมสุขภาพตำบล", duty="กรรมการ"),
        Attendee(name="นายปิติ เพียรทำ", position="ผู้ใหญ่บ้าน หมู่ที่ 3", duty="กรรมการ", proxy_for="กำนันตำบลนาร่วมใจ"),
        Attendee(name="พระครูสุธรรมวัฒน์", position="เจ้าอาวาสวัดกลาง", duty="กรรมการ"),
        Attendee(name="นางสาวน้ำทิพย์ ผู้เป็นที่รัก", position="ผู้แทนประชาคม หมู่ที่ 5", duty="กรรมการ"),
        *(Attendee(name=f"นายตัวอย่าง ลำดับ{n}", position=f"ผู้แทนประชาคม หมู่ที่ {n}", duty="กรรมการ") for n in range(6, 12)),
        Attendee(name="นางวีระ ขยันยิ่ง", position="ปลัดองค์การบริหารส่วนตำบล", duty="กรรมการและเลขานุการ"),
    ),
    absent=(Attendee(name="นายเกียรติ กู้ถิ่น", position="ผู้แทนหอการค้า", reason="ติดราชการ"),),
    others=(Attendee(name="นายแก้ว กล้าดี", position="นักวิเคราะห์นโยบายและแผน"),),
    began=time(9, 30),
    ended=time(12, 5),
    quorum=(12, 13, 7),
    agenda=(
        AgendaItem(
            number=1,
            title="เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ",
            matters=(Matter(text="ประธานแจ้งกำหนดจัดทำแผนพัฒนาท้องถิ่น", resolution="รับทราบ"),),
        ),
        AgendaItem(
            number=2,
            title="เรื่องรับรองรายงานการประชุม",
            matters=(
                Matter(text="เลขานุการเสนอรายงานการประชุม ครั้งที่ 2/2569 ให้ที่ประชุมพิจารณา", resolution="รับรองรายงานการประชุม"),
            ),
        ),
        AgendaItem(number=3, title="เรื่องสืบเนื่อง"),
        AgendaItem(
            number=4,
            title="เรื่องเพื่อพิจารณา",
            matters=(
                Matter(
                    title="การขุดลอกหนองสาธารณะ หมู่ที่ 3",
                    text=LONG_TEXT + "\n" + LONG_TEXT,
                    resolution="เห็นชอบให้ร่วมกันขุดลอกหนองสาธารณะ และมอบหมายให้ผู้ใหญ่บ้าน หมู่ที่ 3 เป็นเจ้าของเรื่อง",
                    tally=Tally(yes=9, no=2, abstained=1, how="ยกมือ"),
                    dissents=(
                        Dissent(name="นายตัวอย่าง ลำดับ7", reason="เห็นว่าควรสำรวจแนวเขตก่อน เพราะยังมีข้อพิพาทด้านทิศเหนือ"),
                    ),
                ),
                Matter(title="การยืมโต๊ะและเต็นท์ของวัด", text=LONG_TEXT, resolution="อนุมัติ"),
                Matter(title="การดูแลผู้สูงอายุติดเตียง", text=LONG_TEXT),
            ),
        ),
        AgendaItem(number=5, title="เรื่องอื่น ๆ (ถ้ามี)"),
    ),
    recorder=Signer(name="นายแก้ว กล้าดี", position="นักวิเคราะห์นโยบายและแผน"),
    checker=Signer(name="นางวีระ ขยันยิ่ง", position="กรรมการและเลขานุการ"),
)

REGISTER = kinds.ResolutionRegister(
    office=OFFICE,
    body="คณะกรรมการพัฒนาท้องถิ่น",
    rows=tuple(
        RegisterRow(
            number="" if n % 2 else f"{n}/2569",
            held_on=DAY,
            agenda=f"4.{n}",
            matter="การขุดลอกหนองสาธารณะ หมู่ที่ 3 บ้านหนองแสง",
            resolution="เห็นชอบให้ร่วมกันขุดลอกหนองสาธารณะ",
            effect="ความเห็นชอบของคณะกรรมการ",
            confirmed=n % 3 == 0,
            responsible="ผู้ใหญ่บ้าน หมู่ที่ 3",
            due_on=date(2027, 1, 31),
        )
        for n in range(1, 13)
    ),
    secretary=Signer(name="นางวีระ ขยันยิ่ง", position="กรรมการและเลขานุการ"),
)

ATTENDANCE = kinds.AttendanceAnnex(
    office=OFFICE,
    meeting="เวทีประชาคมหมู่บ้าน หมู่ที่ 3 บ้านหนองแสง",
    held_on=DAY,
    place="ศาลากลางบ้าน",
    people=tuple(Attendee(name=f"นางสาวตัวอย่าง นามสมมุติ{n}", group="ผู้แทนกลุ่มอาชีพ") for n in range(1, 36)),
    counts=(("อสม.", 6), ("ผู้สูงอายุ", 12), ("เยาวชน", 4), ("กลุ่มอาชีพ", 13)),
)

FORUM = kinds.ForumSheet(
    office=OFFICE,
    village="หมู่ที่ 3 บ้านหนองแสง",
    held_on=DAY,
    place="ศาลากลางบ้าน",
    sheet_code="ปช-3-0142",
    groups=("ผู้ใหญ่บ้าน/กรรมการหมู่บ้าน", "อสม.", "กลุ่มอาชีพ", "ผู้สูงอายุ", "เยาวชน", "คนพิการและผู้ดูแล", "ทั่วไป"),
    rows=tuple(
        ForumRow(row_id=f"A{n}", sentence=sentence)
        for n, sentence in enumerate(
            (
                "ถนนลูกรังหมู่ 4 เป็นหลุม หน้าฝนรถรับส่งนักเรียนเข้าไม่ได้",
                "น้ำประปาหมู่บ้านขุ่น",
                "ผู้สูงอายุอยู่คนเดียว ไม่มีคนพาไปหาหมอ",
                "ไฟส่องสว่างทางเข้าวัดดับ",
                "น้ำไม่พอใช้เดือนเมษายน",
                "เด็กวัยรุ่นขี่มอเตอร์ไซค์ไม่สวมหมวกกันน็อก",
                "ขยะล้นจุดพักท้ายหมู่บ้าน",
                "ยุงลายชุกชุมหน้าฝน",
                "อยากมีที่ขายผ้าทอของกลุ่มสตรี",
                "ลำห้วยตื้นเขิน น้ำท่วมนาทุกปี",
            ),
            start=1,
        )
    ),
    link="https://example.org/f/7Kq2mX9tLwP4",
)

ITA = kinds.ItaDraft(
    office=OFFICE,
    event="เวทีประชาคมหมู่ที่ 3 เรื่องน้ำแล้ง",
    fiscal_year=2570,
    issue="น้ำไม่พอใช้เดือนเมษายน 150 ครัวเรือน",
    participants="ประชาชน 40 คน จาก 5 กลุ่ม ผู้แทนหน่วยงาน 4 แห่ง",
    result="ที่ประชุมเลือกการขุดลอกหนองสาธารณะเป็นลำดับที่ 1",
    improvement="",
    records=(("รายงานการประชุม ครั้งที่ 3/2569", "https://example.org/m/31"), ("ภาพถ่าย 4 ภาพ", "https://example.org/m/32")),
)

DUTIES = kinds.DutyTable(
    office=OFFICE,
    matter="การขุดลอกหนองสาธารณะ หมู่ที่ 3",
    partners=("อบต.นาร่วมใจ", "โรงเรียนบ้านหนองแสง", "วัดกลาง", "บริษัทตัวอย่าง จำกัด", "คณะกรรมการหมู่บ้าน หมู่ที่ 3"),
    rows=(
        DutyRow(
            work="สำรวจแนวเขตและระดับน้ำ",
            duties=(Duty.LEAD, Duty.JOIN, Duty.INFORM, None, Duty.JOIN),
            due_on=date(2026, 12, 15),
        ),
        DutyRow(
            work="ให้ยืมรถแบ็คโฮพร้อมคนขับ",
            duties=(Duty.SUPPORT, None, None, Duty.LEAD, Duty.JOIN),
            due_on=date(2027, 1, 10),
        ),
        DutyRow(
            work="แรงงานเก็บเศษไม้และปรับตลิ่ง",
            duties=(Duty.SUPPORT, Duty.INFORM, Duty.JOIN, None, Duty.LEAD),
            due_on=date(2027, 1, 20),
        ),
        DutyRow(work="จดบันทึกระดับน้ำทุกสัปดาห์", duties=(Duty.INFORM, Duty.LEAD, Duty.CONSULT, None, Duty.JOIN)),
    ),
)

INVITATION = kinds.Invitation(
    office=OFFICE,
    dated=DAY,
    to="ผู้อำนวยการโรงเรียนบ้านหนองแสง",
    matter="น้ำไม่พอใช้ หมู่ที่ 3",
    why="มีครัวเรือนน้ำไม่พอใช้ 150 ครัวเรือนในเดือนเมษายนของทุกปี",
    asks=("ให้ยืมโต๊ะ 40 ตัว 1 วัน", "ครู 2 คน ช่วยสอนนักเรียนวัดระดับน้ำ"),
    when="ประมาณ 1 วัน ในเดือนมกราคม 2570",
    place="หนองแสง หมู่ที่ 3",
    answer_by=date(2026, 12, 4),
    link="https://example.org/i/Yw83kLmQz0Rt5vBn",
    coordinator=HELPER,
    signer=MAYOR,
)

THANKS = kinds.ThankYou(
    office=OFFICE,
    number="นพ 99901/123",
    dated=DAY,
    to="เจ้าอาวาสวัดกลาง",
    to_monk=True,
    matter="การขุดลอกหนองสาธารณะ หมู่ที่ 3",
    gave=("ให้ยืมเต็นท์ 4 หลัง 3 วัน", "อนุญาตให้ใช้ลานวัดเก็บเครื่องมือ"),
    result="หนองเก็บน้ำได้เพิ่มขึ้น ครัวเรือนที่น้ำไม่พอลดจาก 150 ครัวเรือน เหลือ 40 ครัวเรือน",
    link="https://example.org/m/8842",
    signer=MAYOR,
)

HANDOVER = kinds.Handover(
    office=OFFICE,
    handed_on=DAY,
    place="วัดกลาง",
    giver="วัดกลาง",
    receiver="องค์การบริหารส่วนตำบลนาร่วมใจ (สาธิต)",
    matter="การขุดลอกหนองสาธารณะ หมู่ที่ 3",
    lines=(
        HandoverLine(item="เต็นท์ผ้าใบ 4 × 8 เมตร", quantity="4 หลัง", state="ดี", return_by=date(2026, 11, 30)),
        HandoverLine(item="โต๊ะพับ", quantity="40 ตัว", state="ชำรุด 1 ตัว", return_by=date(2026, 11, 30)),
        HandoverLine(item="น้ำดื่ม", quantity="20 ถุง"),
    ),
    giver_signer=Signer(position="ผู้แทนวัดกลาง"),
    receiver_signer=Signer(name="นายแก้ว กล้าดี", position="นักวิเคราะห์นโยบายและแผน"),
    reference="รม-2207",
)

CARDS = kinds.CitizenCards(
    office=OFFICE,
    cards=tuple(
        kinds.CitizenCard(
            holder=f"นางตัวอย่าง นามสมมุติ{n}",
            village="หมู่ที่ 3 บ้านหนองแสง",
            link=f"https://example.org/c/Zt5Kp0{n}qLmXw82RvBn",
            pin="4821 07",
            card_code=f"กข-{n:04d}",
            valid_until=date(2027, 9, 30),
            helper=HELPER,
        )
        for n in range(1, 13)
    ),
)

SLIPS = kinds.ReceiptSlips(
    office=OFFICE,
    slips=tuple(
        kinds.ReceiptSlip(
            receipt_code=f"กข-{4821 + n}",
            about="เรื่องถนน หมู่ที่ 4",
            received_on=DAY,
            answer_by=date(2026, 11, 25),
            contact=HELPER,
            link="https://example.org/r/Zt5Kp0qLmXw82RvBn",
            entered_by="นางชูใจ ใจเย็น (อสม.)",
        )
        for n in range(4)
    ),
)

MATTER = kinds.MatterSheet(
    office=OFFICE,
    title="น้ำไม่พอใช้ หมู่ที่ 3",
    place="หมู่ที่ 3 บ้านหนองแสง",
    sentence="ทุกเดือนเมษายน น้ำในหนองแห้ง 150 ครัวเรือนน้ำไม่พอใช้ เรื่องนี้ อบต. ทำคนเดียวไม่ไหว",
    lacks=("รถแบ็คโฮ 1 คัน 2 วัน", "คนขับ 1 คน", "แรงช่วยกัน 20 คน 1 วัน"),
    next_step="นัดคุยกันวันเสาร์ที่ 28 พฤศจิกายน 2569 เวลา 18.00 น. ที่ศาลากลางบ้าน",
    link="https://example.org/m/8842",
    coordinator=HELPER,
)

LOUDSPEAKER = kinds.LoudspeakerSheet(
    office=OFFICE,
    title="ชวนช่วยกันขุดลอกหนอง",
    sentences=(
        "พี่น้องหมู่ที่ 3 บ้านหนองแสงทุกท่าน เย็นวันเสาร์นี้มีประชุมเรื่องน้ำ เวลา 18.00 น. ที่ศาลากลางบ้าน",
        "ตอนนี้ยังขาดรถแบ็คโฮ 1 คัน และคนช่วยอีก 20 คน ใครช่วยได้ บอกผู้ใหญ่บ้านหรือโทรหาคุณสมใจ",
        "เบอร์โทร 081-000-0000 ขอย้ำอีกครั้ง 081-000-0000",
    ),
    read_on=DAY,
)

CERTIFICATE = kinds.Certificate(
    office=OFFICE,
    number="นพ 99901/45",
    dated=DAY,
    to="โรงเรียนบ้านหนองแสง",
    about="เรื่องน้ำไม่พอใช้ หมู่ที่ 3",
    gave=("เต็นท์ 2 หลัง", "ข้าวกล่อง 120 กล่อง", "แรงช่วยกัน 36 ชั่วโมงทำงาน"),
)

STATEMENT = kinds.ContributionStatement(
    office=OFFICE,
    to="วัดโพธิ์ศรีดอนแดง",
    fiscal_year=2570,
    in_kind=(("โต๊ะ (ให้ยืม)", "40 ตัว"), ("ข้าวกล่อง", "120 กล่อง")),
    money=(("ค่าวัสดุ", "5,000 บาท"),),
    hours=(("แรงช่วยกัน", "12 วันทำงาน"),),
    hours_in_all="96 ชั่วโมงทำงาน",
    rows=(
        kinds.GivenRow(on=DAY, what="โต๊ะ (ให้ยืม)", quantity="40 ตัว", matter="งานบุญเดือนสาม"),
        kinds.GivenRow(on=DAY, what="ค่าวัสดุ", quantity="5,000 บาท", matter="น้ำไม่พอใช้", receipt="12/88"),
    ),
)

HOURS = kinds.HoursStatement(
    office=OFFICE,
    to="นายตัวอย่าง นามสมมุติ",
    fiscal_year=2570,
    rows=(
        kinds.HoursRow(on=DAY, what="ขุดลอกร่องน้ำ", place="หน้าโรงเรียน หมู่ที่ 3", hours="4 ชั่วโมง", recorded="ลงเวลามาและเลิก"),
    ),
    total="4 ชั่วโมง",
)

FAIR_SHARE = kinds.FairShare(
    office=OFFICE,
    fiscal_year=2570,
    kinds=(
        kinds.SharedKind(
            kind="แรงงาน",
            total="100 ชั่วโมงทำงาน",
            shares=(
                ("โรงเรียนบ้านหนองแสง", 36, "36 ชั่วโมงทำงาน"),
                ("องค์การบริหารส่วนตำบลนาร่วมใจ", 24, "24 ชั่วโมงทำงาน"),
                ("ชาวบ้าน", 40, "40 ชั่วโมงทำงาน"),
            ),
        ),
        kinds.SharedKind(kind="สิ่งของ", total="", shares=(("ร้านเจริญสุขวัสดุก่อสร้าง", 33, ""), ("วัดโพธิ์ศรีดอนแดง", 67, ""))),
    ),
)

ALL = {
    "minutes": MINUTES, "register": REGISTER, "attendance": ATTENDANCE, "forum": FORUM, "ita": ITA, "duties": DUTIES,
    "invitation": INVITATION, "thanks": THANKS, "handover": HANDOVER, "cards": CARDS, "slips": SLIPS,
    "matter": MATTER, "loudspeaker": LOUDSPEAKER, "certificate": CERTIFICATE, "statement": STATEMENT, "hours": HOURS,
    "fair_share": FAIR_SHARE,
}  # fmt: skip
