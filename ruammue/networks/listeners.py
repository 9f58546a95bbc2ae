"""What networks do when they hear news."""

from __future__ import annotations

from ruammue.ledger.actions import News, on
from ruammue.ledger.who import SYSTEM
from ruammue.networks.actions import prepare_slots
from ruammue.places.events import VillageConfirmed
from ruammue.places.models import Steward


@on(VillageConfirmed)
def prepare_the_new_village(event: VillageConfirmed, news: News) -> None:
    """A village of which the office said "ours" gets the places that every village has. Twice is once."""
    prepare_slots(Steward.objects.get(pk=event.steward), by=SYSTEM)
