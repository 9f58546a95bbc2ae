"""Networks on the stage of the cast."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from ruammue.needs.models import Matter
from ruammue.networks import actions
from ruammue.networks.models import Network
from tests.cast import Cast


@dataclass
class Stage:
    """The cast with a matter and a partner network for it."""

    cast: Cast
    matter: Matter
    network: Network

    def url(self, name: str, *args: Any) -> str:
        """An address of this room at the cast's tambon."""
        return reverse(f"networks:{name}", args=[self.cast.steward.slug, *args])

    def invite(self, organisation: str = "school", **more: Any) -> actions.Sent:
        """The officer invites somebody."""
        return actions.invite(
            self.network,
            self.cast.organisations[organisation],
            asks="ช่วยตรวจน้ำกับนักเรียน",
            effort="ประมาณ 1 วัน เดือนมกราคม",
            by=self.cast.actor("officer"),
            **more,
        )

    def link(self, sent: actions.Sent) -> str:
        """The address that was shown once."""
        return self.url("invitation", sent.token)


@pytest.fixture
def stage(cast: Cast) -> Stage:
    """A matter of the tambon with its partner network."""
    matter = Matter.objects.create(
        steward=cast.steward,
        number=1,
        title="น้ำประปาขุ่น หมู่ 3",
        origin="citizen",
        category="water",
        village=cast.villages[2],
        opened_at=timezone.now(),
    )
    network = actions.form_network(
        matter,
        steward=cast.steward,
        name="เครือข่ายน้ำสะอาด",
        level="tambon",
        form="partners",
        purpose="ให้น้ำประปาใสทั้งหมู่บ้าน",
        by=cast.actor("officer"),
    )
    return Stage(cast, matter, network)
