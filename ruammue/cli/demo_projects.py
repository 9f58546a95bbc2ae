"""The strand of projects: the fair is carried out by two that share tables and chairs; a third is over and told of."""

from __future__ import annotations

from ruammue.cli.demo_cast import Tambon
from ruammue.cli.demo_days import Days, Strand
from ruammue.needs.models import Matter
from ruammue.resources.models import NeedLine
from ruammue.work.actions import close_project, open_project, set_project_lines

# What each needs, by the names of things.
NEEDS = {
    "ครัวกลางและจัดที่งานบุญ": ("โต๊ะ", "เก้าอี้", "คนโบกรถ"),
    "ตลาดนัดภูมิปัญญา": ("โต๊ะ", "เก้าอี้", "จอและเครื่องฉาย"),
    "ปรับทางเข้าวัด": ("รถเกรด",),
}


def the_projects(tambon: Tambon, days: Days) -> Strand:
    """Three projects of the fair: what each needs is ticked; the way to the temple is done and closed."""
    yield days.office(-28, "15:30")
    fair = Matter.objects.of(tambon.steward).get(title="งานบุญเดือนสาม ตลาดนัดภูมิปัญญา")
    projects = {title: open_project(fair, title, by=tambon.hand("officer")) for title in NEEDS}
    yield days.office(-5, "15:00")
    for title, things in NEEDS.items():
        lines = NeedLine.objects.of(tambon.steward).filter(matter=fair, spec__name__in=things)
        set_project_lines(projects[title], [line.pk for line in lines], by=tambon.hand("coordinator"))
    yield days.office(-4, "10:40")
    close_project(
        projects["ปรับทางเข้าวัด"],
        worked="เกรดวันที่ไม่มีตลาด รถชาวบ้านไม่ต้องอ้อม",
        failed="ฝนตกบ่ายวันแรก ต้องเกรดซ้ำครึ่งวัน",
        next_time="ขอพยากรณ์ฝนก่อนนัดรถสามวัน และขนหินคลุกมาก่อนรถเกรด",
        organisation=tambon.organisations["office"],
        by=tambon.speaker("office"),
    )
