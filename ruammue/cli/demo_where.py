"""The strand of who does what, where: a foundation from outside brings its list, with a row that we do already."""

from __future__ import annotations

from ruammue.cli.demo_cast import Tambon
from ruammue.cli.demo_days import Days, Strand
from ruammue.foundation.levels import Level, Sector
from ruammue.foundation.sheets import Cell, write_csv
from ruammue.networks.actions import add_partner
from ruammue.people.actions import add_organisation
from ruammue.people.models import Organisation
from ruammue.work.actions import read_told_sheet, take_in_sheet

HEADS = ("รหัสบ้าน", "กิจกรรม", "องค์กร", "ด้าน", "เริ่ม", "ถึง", "กลุ่มเป้าหมาย (คน)", "จำนวน", "ยังขาด")
TAGS = (
    "#adm4+code",
    "#activity",
    "#org+prog",
    "#sector",
    "#date+start",
    "#date+end",
    "#targeted",
    "#capacity",
    "#need",
)
NAME = "มูลนิธิเพื่อนชุมชนนาร่วมใจ"

# moo, what, theme in their words, first and last day from today, for how many, how much, what lacks
ROWS = (
    (5, "แจกทรายกำจัดลูกน้ำ สอนปิดฝาโอ่ง", "สิ่งแวดล้อม", -8, 25, 140, "3 รอบ", ""),
    (7, "เยี่ยมผู้สูงอายุที่อยู่คนเดียว", "ผู้สูงอายุ", -20, 60, 24, "เดือนละ 2 ครั้ง", "คนพาเข้าบ้าน 2 คน"),
    (9, "ทุนการศึกษาเด็กเรียนต่อ", "การศึกษา", -5, 120, 12, "12 ทุน", ""),
    (6, "สอนทำน้ำหมักจากขยะเปียก", "ขยะ", 10, 40, 30, "2 วัน", ""),
)


def the_outside(tambon: Tambon, days: Days) -> Strand:
    """A foundation works in four villages of its own accord; in one of them partners of ours do the same now."""
    yield days.office(-12, "10:00")
    by = tambon.hand("officer")
    body = add_organisation(
        tambon.steward, by=by, name=NAME, sector=Sector.CIVIL, kind=Organisation.Kind.FOUNDATION,
        area=tambon.steward.area, phone="0990009000",
    )  # fmt: skip
    add_partner(tambon.steward, body, by=by, good_at="อบรม แจกทรายกำจัดลูกน้ำ ทุนการศึกษา", level=Level.CHANGWAT)
    yield days.office(-10, "14:20")
    table: list[list[Cell]] = [[*HEADS], [*TAGS]]
    for moo, what, theme, start, end, people, much, lack in ROWS:
        code, first, last = tambon.villages[moo].area_id, days.on(start), days.on(end)
        table.append([code, what, NAME, theme, first.isoformat(), last.isoformat(), people, much, lack])
    sheet = read_told_sheet(
        body, steward=tambon.steward, data=write_csv(table), name="งานมูลนิธิ ไตรมาส 1.csv",
        told_on=days.on(-10), is_public=True, by=by,
    )  # fmt: skip
    yield days.office(-10, "14:25")
    take_in_sheet(sheet, by=by)
