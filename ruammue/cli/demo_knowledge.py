"""The strand of knowledge: lessons of the drain, found when another drain is told of; a question and its reply."""

from __future__ import annotations

from ruammue.cli.demo_cast import Tambon
from ruammue.cli.demo_days import Days, Strand
from ruammue.cli.demo_steps import told
from ruammue.needs.models import Matter
from ruammue.resources.knowledge.actions import (
    ask_question,
    hear_reply,
    open_to_everybody,
    reply_by_link,
    send_question,
    thank_for_reply,
    write_lesson,
)


def what_was_learned(tambon: Tambon, days: Days) -> Strand:
    """Three lines after the drain, a question before the fair, and a drain elsewhere for which both are found."""
    yield days.office(-20, "10:10")
    drain = Matter.objects.of(tambon.steward).get(title="ร่องระบายน้ำหน้าโรงเรียนบ้านดอนแดง")
    lesson = write_lesson(
        drain,
        worked="ให้ช่างเขียนแบบก่อน แล้วค่อยชวนคน แต่ละหน่วยรู้ว่าต้องเอาอะไรมา",
        failed="ท่อมาไม่พร้อมกันสองรอบ รถแบ็คโฮต้องรอครึ่งวัน",
        next_time="นัดท่อให้มาก่อนรถหนึ่งวัน และตั้งเวรลอกร่องทุก 3 เดือนตั้งแต่แรก",
        organisation=tambon.organisations["school"],
        by=tambon.speaker("school"),
    )
    open_to_everybody(lesson, by=tambon.hand("officer"))
    yield days.office(-18, "11:00")
    fair = Matter.objects.of(tambon.steward).get(title="งานบุญเดือนสาม ตลาดนัดภูมิปัญญา")
    question = ask_question(
        tambon.steward,
        text="จัดงานบุญทั้งตำบลแบบไม่ใช้กล่องโฟม ใครเคยทำ ต้องเตรียมอะไรบ้าง",
        theme=fair.category,
        matter=fair,
        asked_of=tambon.organisations["women"],
        by=tambon.speaker("temple"),
    )
    yield days.office(-17, "16:40")
    said = reply_by_link(
        send_question(question, by=tambon.hand("officer")),
        text="ปีที่แล้วใช้ใบตองกับปิ่นโตของวัด ต้องนัดคนล้าง 6 คน และขอใบตองล่วงหน้า 3 วัน ประหยัดได้ประมาณ 2,000 บาท",
        as_whom="ประธานกลุ่มสตรี",
        steward=tambon.steward,
        by=tambon.hand("officer"),
    )
    yield days.office(-16, "09:00")
    thank_for_reply(said, by=tambon.speaker("temple"))
    hear_reply(said, by=tambon.hand("officer"))
    open_to_everybody(said, by=tambon.hand("officer"))
    yield days(-2, "18:20")
    need = told(
        tambon,
        "ร่องระบายน้ำหน้าศูนย์เด็กเล็กหมู่ 8 ตัน ฝนตกทีไรน้ำท่วมทางเข้า เด็กเดินลุยน้ำ",
        moo=8,
        category="safety",
    )
    tambon.receipts["ร่องน้ำหน้าศูนย์เด็ก (เคยมีเรื่องคล้ายกัน)"] = need.receipt
