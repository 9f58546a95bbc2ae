"""The gallery: every component once, with made-up Thai content, so that it can be judged by eye and by tests.

Everything named here is fictional. Nothing is read from or written to the database.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ruammue.web.templatetags.ruammue import ICONS, STATES

# Whole pages made of the components: name -> template. All render with `context()`.
PAGES = {
    "all": "web/gallery.html",
    "ask": "web/gallery_ask.html",
    "receipt": "web/gallery_receipt.html",
    "help": "web/gallery_help.html",
    "work": "web/gallery_work.html",
    "matter": "web/gallery_matter.html",
    "print": "web/gallery_print.html",
    "refusal": "refusal.html",
    "400": "400.html",
    "403": "403.html",
    "404": "404.html",
    "500": "500.html",
    "csrf": "csrf.html",
}


@dataclass(frozen=True)
class Station:
    """One of the eight stations, as `{% wheel %}` expects it."""

    key: str
    label: str
    state: str
    reason: str = ""
    url: str = "#"
    count: int = 0


class SampleForm(forms.Form):
    """One field of every kind."""

    what = forms.CharField(
        label=gettext_lazy("What is the matter?"),
        help_text=gettext_lazy("As you would tell a neighbour. Names of people are not needed."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    photo = forms.FileField(
        label=gettext_lazy("Photo"), required=False, widget=forms.FileInput(attrs={"accept": "image/*"})
    )
    phone = forms.CharField(
        label=gettext_lazy("Telephone"),
        help_text=gettext_lazy("Only the coordinator of your village sees it."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    village = forms.ChoiceField(
        label=gettext_lazy("Village"),
        choices=[("1", "หมู่ 1 บ้านนาคำ"), ("3", "หมู่ 3 บ้านโพน"), ("7", "หมู่ 7 บ้านโพน")],
    )
    can_give = forms.MultipleChoiceField(
        label=gettext_lazy("What can you help with?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("time", "แรงงาน"), ("skill", "ฝีมือช่าง"), ("thing", "ยืมของ"), ("knowledge", "ความรู้")],
    )
    answer = forms.ChoiceField(
        label=gettext_lazy("Will you join?"),
        widget=forms.RadioSelect,
        choices=[("yes", "ยินดีร่วม"), ("no", "ยังไม่สะดวก")],
    )
    hide = forms.BooleanField(label=gettext_lazy("Do not show this to the village head"), required=False)


def context() -> dict[str, Any]:
    """The made-up content of the gallery, the same at every visit."""
    stations = [
        Station("need", "ปัญหา", "walked", "น้ำประปาไหลอ่อน 86 หลัง", count=12),
        Station("call", "ชวน", "walked", count=3),
        Station("network", "เครือข่าย", "walked", count=1),
        Station("decision", "ตัดสินใจ", "walked", count=1),
        Station("goal", "เป้าหมาย", "skipped", "ใช้เป้าหมายเดิมของแผนน้ำ"),
        Station("work", "แบ่งงาน-ทรัพยากร", "present", "ยังขาดรถแบ็คโฮ 1 คัน 2 วัน", count=4),
        Station("coordination", "ลงมือ-ประสาน", "ahead", url=""),
        Station("result", "ผล", "ahead", url=""),
    ]
    story = [
        {"on": date(2026, 11, 22), "text": "วัดโพธิ์ศรีรับปากให้ยืมโต๊ะ 40 ตัว", "url": "#", "by": "ผู้ใหญ่บ้านหมู่ 3 บันทึกแทน"},
        {
            "on": date(2026, 11, 18),
            "text": "ที่ประชุมประชาคมหมู่ 3 เห็นชอบให้ขุดลอกร่องน้ำก่อนเดือนมกราคม ด้วยเสียง 38 ต่อ 2",
            "url": "#",
            "is_decision": True,
        },
        {"on": date(2026, 11, 9), "text": "โรงเรียนบ้านโพนและ รพ.สต. ตอบรับเข้าร่วมเครือข่ายน้ำสะอาด", "url": "#"},
        {"on": date(2026, 11, 3), "text": "อบต. ชวน 5 หน่วยงานมาช่วยกัน เพราะทำคนเดียวไม่ไหว", "url": "#"},
        {"on": date(2025, 12, 29), "text": "ชาวบ้านหมู่ 3 แจ้งว่าน้ำไม่ไหลช่วงเช้า", "url": "#"},
    ]

    def duty(role: str, name: str = "", *, note: str = "", is_signed: bool = False) -> dict[str, Any]:
        return {"role": role, "name": name, "note": note, "is_signed": is_signed}

    duties = [
        {
            "label": "ขุดลอกร่องน้ำ 400 เมตร",
            "url": "#",
            "cells": [duty("lead", "กองช่าง", is_signed=True), duty("join", "แรงงาน 20 คน"), None, duty("know")],
        },
        {
            "label": "ตรวจคุณภาพน้ำ",
            "cells": [duty("support", "ค่าน้ำยาตรวจ"), None, duty("join", "นักเรียน ม.2"), duty("lead", is_signed=True)],
        },
        {
            "label": "เลี้ยงข้าวคนมาช่วย",
            "cells": [None, duty("lead", "กลุ่มแม่บ้าน"), duty("support", "ยืมโรงอาหาร", note="วันเสาร์เท่านั้น"), None],
        },
    ]
    matters = [
        SimpleNamespace(title="ร่องน้ำหมู่ 3 ตื้น น้ำไม่ถึงนา", state="doing", where="หมู่ 3 บ้านโพน", on=date(2026, 11, 22)),
        SimpleNamespace(title="ไฟทางหน้าโรงเรียนดับ 4 ดวง", state="overdue", where="หมู่ 1 บ้านนาคำ", on=date(2026, 11, 17)),
        SimpleNamespace(title="ขอคนสอนใช้มือถือให้ผู้สูงอายุ", state="waiting", where="หมู่ 7 บ้านโพน", on=date(2026, 11, 25)),
        SimpleNamespace(title="สะพานไม้ข้ามห้วยผุ", state="done", where="หมู่ 5 บ้านดอน", on=date(2026, 11, 12)),
    ]
    wrong = SampleForm({"what": "", "phone": "12", "village": "3"})
    wrong.add_error("phone", _("A telephone number has 9 or 10 digits. This one has 2."))
    return {
        "stations": stations,
        "finished": [Station(s.key, s.label, "walked", count=1) for s in stations],
        "story": story,
        "duties": duties,
        "partners": [{"label": name} for name in ("อบต.", "หมู่ 3 บ้านโพน", "โรงเรียนบ้านโพน", "รพ.สต.")],
        "matters": matters,
        "states": list(STATES),
        "icons": sorted(name for name in ICONS if not name.startswith("state-")),
        "facts": [
            ("ที่ไหน", "ร่องน้ำหลังวัด หมู่ 3 บ้านโพน"),
            ("กี่ครัวเรือน", "86 ครัวเรือน"),
            ("ใครดูแลเรื่องนี้", "คุณสมใจ ใจดี ผู้ประสานหมู่ 3"),
            ("กำหนดตอบ", "วันพุธที่ 25 พฤศจิกายน 2569"),
        ],
        "pictures": [
            {"url": f"/static/web/{name}.svg", "alt": "ภาพตัวอย่าง", "caption": caption}
            for name, caption in (("favicon", "ก่อนขุดลอก"), ("hem", "ระหว่างทำ"), ("favicon", "เสร็จแล้ว"))
        ],
        "share_text": "เรื่องร่องน้ำหมู่ 3 ยังขาดรถแบ็คโฮ 1 คัน 2 วัน และคนขับ 1 คน ใครช่วยได้กดลิงก์นี้",
        "today": date(2026, 11, 22),
        "now": datetime(2026, 11, 22, 2, 30, tzinfo=UTC),
        "page": Paginator(range(60), 20).page(2),
        "call_phone": "0812345678",
        "form": SampleForm(),
        "wrong": wrong,
        "title": "ยังปิดประชุมไม่ได้",
        "sentence": "เพราะองค์ประชุมขาด 2 คน (มา 5 จาก 13 ต้องมี 7)",
        "ways": [("#", "นัดประชุมใหม่"), ("#", "บันทึกเป็นการหารือ ยังไม่เป็นมติ")],
        "person_name": "คุณสมใจ ใจดี",
        "person_phone": "0812345678",
        "person_role": "เลขานุการที่ประชุม",
    }
