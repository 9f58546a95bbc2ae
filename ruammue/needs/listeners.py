"""What this room does when it hears news."""

from __future__ import annotations

from ruammue.ledger.actions import News, on
from ruammue.ledger.who import SYSTEM
from ruammue.needs.actions import hand_over_all
from ruammue.people.events import HandedOver
from ruammue.people.models import Person
from ruammue.places.models import Steward


@on(HandedOver)
def pass_needs_on(event: HandedOver, _news: News) -> None:
    """Whoever moved leaves no reporter without a named human. Heard twice, nothing is left to move."""
    hand_over_all(
        Steward.objects.get(pk=event.steward),
        person=Person.objects.get(pk=event.person),
        to=Person.objects.get(pk=event.successor),
        by=SYSTEM,
    )
