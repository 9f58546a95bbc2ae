"""A year in two made-up tambons, told through the house's own acts, so that its memory holds who did what for whom.

Each strand of the story is a generator: it yields the moment at which it wants to go on and acts when the clock of
the story has come there. `tell` lets them go on in the order of their moments, delivers the news and seals the log
after each, as the worker would. Django must be up.
"""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from ruammue.cli.demo_cast import PASSWORD, Tambon, email
from ruammue.cli.demo_days import Days, live, standing_at
from ruammue.cli.demo_neighbour import NEIGHBOUR_STRANDS
from ruammue.cli.demo_places import make_places
from ruammue.cli.demo_strands import STRANDS
from ruammue.cli.logins import Login
from ruammue.foundation.transactions import door


def tell(now: datetime) -> list[Login]:
    """Make both tenants and their year up to `now`. Returns who may come in, first those who work there."""
    days = Days(now)
    with standing_at(days(-365, "08:30")), door():
        home, neighbour = (Tambon(steward) for steward in make_places())
    strands = [*(write(home, days) for write in STRANDS), *(write(neighbour, days) for write in NEIGHBOUR_STRANDS)]
    live(strands)
    return logins(home, neighbour)


def logins(home: Tambon, neighbour: Tambon) -> list[Login]:
    """One way in for every role, the receipt and the card of villagers, and the neighbour's office."""
    slug = home.steward.slug
    told = [
        Login(f"{who} ({home.people[key].name})", slug, email(home.steward, key), PASSWORD)
        for key, who in (
            ("clerk", "ปลัดและผู้ดูแลระบบ"),
            ("registrar", "ผู้ดูแลระบบคนที่สอง"),
            ("mayor", "นายก อบต."),
            ("officer", "เจ้าหน้าที่แผน"),
            ("engineer", "นายช่าง"),
            ("head3", "ผู้ใหญ่บ้านหมู่ 3"),
            ("volunteer3", "อสม. หมู่ 3"),
            ("coordinator", "ผู้ประสานหมู่ 3"),
            ("council3", "สมาชิกสภา อบต."),
            ("auditor", "ผู้ตรวจสอบภายใน (ดูได้ แก้ไม่ได้)"),
            ("teacher", "ภาคีรัฐ โรงเรียนบ้านดอนแดง"),
            ("owner", "ภาคีเอกชน ร้านเจริญสุขวัสดุก่อสร้าง"),
            ("abbot", "ภาคีประชาสังคม วัดโพธิ์ศรีดอนแดง"),
        )
    ]
    receipts = [
        Login(f"ชาวบ้าน ดูเรื่องที่แจ้ง ไม่ต้องมีบัญชี: {what}", slug, reverse("needs:receipt", args=[slug, code]), "")
        for what, code in home.receipts.items()
    ]
    cards = [
        Login(f"ชาวบ้าน เข้าด้วยบัตร ({who}) เปิดหน้านี้แล้วกดรหัส", slug, reverse("people:enter_card", args=[slug, token]), pin)
        for who, (token, pin) in home.cards.items()
    ]
    other = neighbour.steward
    return [
        *told,
        *receipts,
        *cards,
        Login(
            f"ตำบลข้างเคียง เจ้าหน้าที่ ({neighbour.people['officer'].name})", other.slug, email(other, "officer"), PASSWORD
        ),
    ]
