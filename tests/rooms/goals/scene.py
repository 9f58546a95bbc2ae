"""A published matter of the cast, its network and an adopted resolution: what a goal grows from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from ruammue.decisions.models import Item, Meeting, Resolution
from ruammue.goals import actions
from ruammue.goals.models import Goal, Indicator
from ruammue.needs.models import Matter
from ruammue.networks.models import Network, NetworkMember
from tests.cast import Cast

TODAY = timezone.localdate()
DUE = TODAY + dt.timedelta(days=180)


@dataclass
class Scene:
    """Handles to what stands on the stage."""

    cast: Cast
    matter: Matter
    network: Network
    resolution: Resolution

    def facts(self, **other: Any) -> actions.IndicatorFacts:
        """Households with water all year: from 12.5 to 80 of 100."""
        given = {
            "name": "ครัวเรือนที่มีน้ำใช้ทั้งปี",
            "unit": "ครัวเรือน",
            "direction": "up",
            "baseline_milli": 12_500,
            "baseline_on": TODAY - dt.timedelta(days=30),
            "baseline_source": "อสม. สำรวจ",
            "target_milli": 80_000,
            "owner": self.cast.clinic,
            "source": "ถามทุกหลัง",
            "frequency": "month",
        }
        return actions.IndicatorFacts(**{**given, **other})

    def goal(self, **other: Any) -> Goal:
        """A goal that can be signed."""
        by = self.cast.actor("officer")
        return actions.draft_goal(self.matter, self.resolution, "ทุกบ้านมีน้ำใช้", DUE, self.facts(**other), by=by)

    def form(self, **other: str) -> dict[str, str]:
        """The draft form as an officer fills it in, with Thai digits and พ.ศ."""
        day = TODAY - dt.timedelta(days=30)
        return {
            "resolution": str(self.resolution.pk),
            "statement": "ทุกบ้านมีน้ำใช้ทั้งปี",
            "due_on": f"{DUE.day}/{DUE.month}/{DUE.year + 543}",
            "name": "ครัวเรือนที่มีน้ำใช้ทั้งปี",
            "unit": "ครัวเรือน",
            "direction": "up",
            "baseline": "๑๒.๕",
            "baseline_on": f"{day.day}/{day.month}/{day.year + 543}",
            "baseline_source": "อสม. สำรวจ",
            "target": "๘๐",
            "owner": str(self.cast.clinic.pk),
            "source": "ถามทุกหลัง",
            "frequency": "month",
            **other,
        }


def a_matter(cast: Cast, number: int = 1, *, is_public: bool = True) -> Matter:
    """A matter of the officer's; published unless said otherwise."""
    now = timezone.now()
    public = {
        "public_sentence": "บ้านดอนแดง หมู่ 3 น้ำไม่พอใช้หน้าแล้ง",
        "published_at": now,
        "published_by_id": cast.officer.pk,
    }
    return Matter.objects.create(
        steward=cast.steward,
        number=number,
        title=f"น้ำไม่พอใช้ {number}",
        origin="office",
        category="water",
        village=cast.villages[2],
        opened_at=now,
        **(public if is_public else {}),
    )


def a_resolution(cast: Cast, matter: Matter, network: Network, **other: Any) -> Resolution:
    """An adopted resolution on a matter."""
    now = timezone.now()
    meeting = Meeting.objects.create(
        steward=cast.steward,
        network=network,
        kind="partners",
        title="ประชุมภาคีเรื่องน้ำ",
        place="ศาลากลางบ้าน",
        held_on=TODAY,
        starts_at=dt.time(9),
        stage="closed",
        closed_at=now,
        closed_by_id=cast.officer.pk,
    )
    item = Item.objects.create(steward=cast.steward, meeting=meeting, order=1, title="น้ำ", matter=matter)
    given = {"outcome": "adopted", "text": "ให้ทุกบ้านมีน้ำใช้ทั้งปี", "effect": "advisory", "due_on": DUE, **other}
    return Resolution.objects.create(
        steward=cast.steward, meeting=meeting, item=item, matter=matter, resolved_at=now, **given
    )


def set_scene(cast: Cast) -> Scene:
    """Matter, network with clinic and temple, resolution."""
    matter = a_matter(cast)
    network = Network.objects.create(
        steward=cast.steward,
        name="เครือข่ายน้ำ",
        level="tambon",
        form="partners",
        matter=matter,
        confirmed_at=timezone.now(),
        confirmed_by_id=cast.officer.pk,
    )
    for organisation in (cast.clinic, cast.temple):
        NetworkMember.objects.create(steward=cast.steward, network=network, organisation=organisation, from_on=TODAY)
    return Scene(cast, matter, network, a_resolution(cast, matter, network))


def a_photo() -> bytes:
    """A small real picture."""
    file = BytesIO()
    Image.new("RGB", (60, 40), "#1f3a5f").save(file, "JPEG")
    return file.getvalue()


def upload(name: str = "picture.jpg") -> SimpleUploadedFile:
    """The same, as a browser sends it."""
    return SimpleUploadedFile(name, a_photo(), content_type="image/jpeg")


def latest_indicator(goal: Goal) -> Indicator:
    """The only indicator of a goal."""
    return goal.indicators.get()
