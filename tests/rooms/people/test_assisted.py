"""Somebody types in for somebody else: who for whom is kept, namesakes are told apart, a stranger names nobody."""

from __future__ import annotations

from typing import Any

from ruammue.access.actors import STRANGER
from ruammue.foundation.forms import HouseForm
from ruammue.ledger.actions import record
from ruammue.people import assisted
from ruammue.people.events import PersonChanged
from ruammue.people.models import Acquaintance, Person
from tests.cast import Cast


class StoryForm(assisted.ActingForMixin, HouseForm):
    """A form of another room."""


def form(cast: Cast, name: str, **typed: Any) -> StoryForm:
    return StoryForm(typed, steward=cast.steward, actor=cast.actor(name))


def test_the_volunteer_types_in_for_a_neighbour_on_the_list(cast: Cast) -> None:
    told = form(cast, "volunteer", acting_for="นายทองสุข นาดี", acting_for_village=str(cast.villages[2].pk))
    assert told.is_valid(), told.errors
    entry = assisted.stand_in(told, by=cast.actor("volunteer"))
    assert entry.person == cast.farmer
    assert (entry.actor.person_id, entry.actor.entered_by_id) == (cast.farmer.pk, cast.volunteer.pk)
    assert len(entry.receipt.replace("-", "")) == 8
    kept = record(PersonChanged(steward=cast.steward.pk, person=cast.farmer.pk), by=entry.actor)
    assert (kept.person_id, kept.entered_by_id) == (cast.farmer.pk, cast.volunteer.pk)
    assert assisted.entered_sentence("ทองสุข นาดี", "จันทร์ ใจงาม") == "จันทร์\u00a0ใจงาม ช่วยกรอกแทน ทองสุข\u00a0นาดี"


def test_a_namesake_is_asked_about_and_may_be_somebody_new(cast: Cast) -> None:
    before = Person.objects.count()
    told = form(cast, "volunteer", acting_for="ทองสุข")
    assert not told.is_valid()
    assert "acting_for_who" in told.errors
    told = form(cast, "volunteer", acting_for="ทองสุข", acting_for_who=assisted.SOMEBODY_NEW)
    assert told.is_valid()
    entry = assisted.stand_in(told, by=cast.actor("volunteer"))
    assert entry.person != cast.farmer
    assert Person.objects.count() == before + 1


def test_a_helper_cannot_reach_into_another_village(cast: Cast) -> None:
    far = Person.objects.create(given_name="ไกลตา", phone="0811111111")
    Acquaintance.objects.create(steward=cast.steward, person=far, village=cast.villages[0])
    told = form(cast, "volunteer", acting_for="ไกลตา")
    assert told.acting_matches == []
    assert form(cast, "officer", acting_for="ไกลตา").acting_matches
    forged = form(cast, "volunteer", acting_for="ทองสุข", acting_for_who=str(far.pk))
    assert not forged.is_valid()


def test_for_oneself_and_for_a_stranger_nothing_changes(cast: Cast) -> None:
    told = form(cast, "nurse", acting_for="")
    assert told.is_valid()
    assert assisted.stand_in(told, by=cast.actor("nurse")).actor.entered_by_id is None
    before = Person.objects.count()
    unknown = StoryForm({"acting_for": "ทองสุข"}, steward=cast.steward, actor=STRANGER)
    assert unknown.is_valid()
    assert unknown.acting_matches == [], "a stranger is told nobody's name"
    assert assisted.stand_in(unknown, by=STRANGER).person is None
    assert Person.objects.count() == before
