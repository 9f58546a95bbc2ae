"""A first guess at what a need is about, from its words. A person may always say otherwise."""

from __future__ import annotations

from ruammue.needs.models import Category

# Words that people write in a message of one line. The order breaks ties, the more urgent first. Words of two
# letters are left out where they stand inside common others (นา in นายก, งาน in หน่วยงาน).
_WORDS: dict[Category, tuple[str, ...]] = {
    Category.SAFETY: ("ไฟไหม้", "น้ำท่วม", "พายุ", "อันตราย", "ขโมย", "ยาเสพติด", "ยาบ้า", "อุบัติเหตุ", "หมาบ้า", "หมาจรจัด", "งู"),
    Category.HEALTH: ("ป่วย", "เจ็บ", "ไข้เลือดออก", "โรค", "หมอ", "ยุง", "ยาหมด", "ฉีดวัคซีน", "สุขภาพ", "ติดเตียง"),
    Category.OLD_AGE: (
        "คนแก่",
        "ผู้สูงอายุ",
        "คนพิการ",
        "พิการ",
        "ติดเตียง",
        "เบี้ยยังชีพ",
        "ยายอยู่คนเดียว",
        "ตาอยู่คนเดียว",
        "วีลแชร์",
        "รถเข็น",
    ),
    Category.WATER: (
        "น้ำประปา",
        "ประปา",
        "น้ำไม่ไหล",
        "น้ำแล้ง",
        "แล้ง",
        "บ่อบาดาล",
        "บาดาล",
        "น้ำขุ่น",
        "ฝาย",
        "ร่องน้ำ",
        "คลอง",
        "ห้วย",
        "น้ำกิน",
        "น้ำ",
    ),
    Category.ROAD: ("ถนน", "ทางพัง", "หลุม", "สะพาน", "ทางเดิน", "ท่อระบายน้ำ", "ลูกรัง", "คอนกรีต", "ดินทรุด", "ซอย"),
    Category.LIGHT: ("ไฟทาง", "ไฟดับ", "ไฟฟ้า", "หลอดไฟ", "เสาไฟ", "ไฟส่องสว่าง", "หม้อแปลง", "ไฟข้างทาง", "ไฟ"),
    Category.CHILDREN: ("เด็ก", "โรงเรียน", "ศูนย์เด็ก", "นักเรียน", "ครู", "ทุนการศึกษา", "สนามเด็กเล่น", "นมโรงเรียน"),
    Category.FARMING: (
        "ทำนา",
        "ที่นา",
        "นาข้าว",
        "ข้าว",
        "ไร่",
        "สวน",
        "วัว",
        "ควาย",
        "ปุ๋ย",
        "แมลง",
        "เพลี้ย",
        "เกี่ยว",
        "มันสำปะหลัง",
        "ยางพารา",
        "ปศุสัตว์",
    ),
    Category.LIVELIHOOD: ("หางาน", "ว่างงาน", "รายได้", "ตกงาน", "หนี้", "ขายของ", "อาชีพ", "กลุ่มแม่บ้าน", "ตลาด", "เงินกู้"),
    Category.ENVIRONMENT: ("ขยะ", "เหม็น", "ควัน", "เผา", "ฝุ่น", "น้ำเสีย", "ต้นไม้ล้ม", "ต้นไม้", "ป่าไม้", "กลิ่น"),
}


_SAID_FIRST = 6
"""How many letters it counts to be named first: people begin with what the matter is about."""


def guess_category(text: str) -> Category:
    """The category whose words cover most of the text, what is said first counting more; OTHER when none is found.

    A longer word outweighs a shorter one inside it: "น้ำท่วม" is danger before it is water.
    """
    hits = {category: [word for word in words if word in text] for category, words in _WORDS.items()}
    found = {category: words for category, words in hits.items() if words}
    if not found:
        return Category.OTHER
    first = {category: min(text.index(word) for word in words) for category, words in found.items()}
    earliest = min(first.values())

    def weight(category: Category) -> int:
        return sum(map(len, found[category])) + (_SAID_FIRST if first[category] == earliest else 0)

    return max(found, key=weight)
