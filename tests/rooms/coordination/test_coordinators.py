"""One name and one number for every village, network and matter; handed over by dates, with a deputy."""

from __future__ import annotations

import datetime as dt
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from ruammue.coordination import actions, queries, refusals
from ruammue.coordination.models import Coordinator
from ruammue.ledger.verification import verify
from ruammue.needs import handlers
from ruammue.needs.models import Call
from ruammue.networks.models import Network
from tests.cast import Cast
from tests.rooms.goals.scene import TODAY, Scene, set_scene


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return set_scene(cast)


def url(cast: Cast, name: str, *args: object) -> str:
    return reverse(f"coordination:{name}", args=[cast.steward.slug, *args])


def plain(content: bytes) -> str:
    return unescape(content.decode()).replace("\u00a0", " ")


def typed(day: dt.date) -> str:
    return f"{day.day}/{day.month}/{day.year + 543}"


def name(cast: Cast, who: str = "coordinator", **other: object) -> Coordinator:
    given = {"phone": "0811111111", "by": cast.actor("officer"), **other}
    return actions.name_coordinator(cast.villages[2], cast.persons[who], **given)


def test_the_officer_names_a_coordinator_and_everybody_may_call(cast: Cast) -> None:
    where = url(cast, "name_of_village", cast.villages[2].pk)
    form = {
        "person": cast.coordinator.pk,
        "phone": "๐๘๑-๑๑๑ ๑๑๑๑",
        "deputy": cast.volunteer.pk,
        "deputy_phone": "0822222222",
        "from_on": typed(TODAY),
    }
    refused = cast.client("officer").post(where, form)
    assert 'id="id_agreed_error"' in refused.content.decode(), "nobody's number is published unasked"
    cast.client("officer").post(where, {**form, "agreed": "on"})
    shown = plain(cast.client().get(url(cast, "coordinators")).content)
    assert "นายสมาน ประสาน" in shown
    assert 'href="tel:+66811111111"' in shown
    assert cast.coordinator.phone not in shown, "the private number stays private"
    assert cast.client("head").get(where).status_code == 403


def test_who_holds_it_hands_over_by_dates(cast: Cast) -> None:
    first = name(cast, from_on=TODAY - dt.timedelta(days=30))
    second = name(cast, "head", phone="0833333333", from_on=TODAY + dt.timedelta(days=5))
    first.refresh_from_db()
    assert first.until_on == second.from_on - dt.timedelta(days=1)
    village = cast.villages[2]

    def called(day: dt.date) -> str:
        found = queries.coordinator_for(village, on=day)
        return found.phone if found else ""

    assert [called(TODAY + dt.timedelta(days=n)) for n in (0, 4, 5)] == ["0811111111", "0811111111", "0833333333"]
    with pytest.raises(refusals.HandOverBackwards):
        name(cast, from_on=TODAY)
    assert "นายคำดี มั่นคง" in plain(cast.client().get(url(cast, "coordinators")).content), "who comes next is told"


def test_a_slip_of_the_same_day_is_mended_by_naming_again(cast: Cast) -> None:
    name(cast)
    name(cast, "head", phone="0833333333")
    found = queries.coordinator_for(cast.villages[2])
    assert found is not None
    assert found.phone == "0833333333"


@given(st.lists(st.integers(0, 60), min_size=1, max_size=6))
def test_on_every_day_at_most_one_person_is_called(offsets: list[int]) -> None:
    """The rule of hand-over as pure dates: rows end the day before the next begins, whatever the order of days."""
    rows: list[tuple[int, int | None]] = []
    for begin in sorted(offsets):
        if rows:
            before = rows[-1][0]
            rows[-1] = (before, max(begin - 1, before))
        rows.append((begin, None))
    assert sum(until is None for _, until in rows) == 1
    for day in range(61):
        held = [begin for begin, until in rows if begin <= day and (until is None or day <= until)]
        assert len(set(held)) <= 1, "two rows on one day only when both began on it; then the later row counts"


def test_while_away_the_deputy_is_called(cast: Cast) -> None:
    alone = name(cast)
    with pytest.raises(refusals.DeputyMissing):
        actions.go_away(alone, from_on=TODAY, until_on=TODAY, by=cast.actor("coordinator"))
    row = name(cast, deputy=cast.volunteer, deputy_phone="0822222222")
    client = cast.client("coordinator")
    until = TODAY + dt.timedelta(days=3)
    client.post(url(cast, "away", row.pk), {"from_on": typed(TODAY), "until_on": typed(until)})
    found = queries.coordinator_for(cast.villages[2])
    assert found is not None
    assert (found.phone, found.is_deputy, found.instead_of) == ("0822222222", True, "นายสมาน ประสาน")
    later = queries.coordinator_for(cast.villages[2], on=until + dt.timedelta(days=1))
    assert later is not None
    assert later.phone == "0811111111"
    assert "0822222222"[1:] in plain(cast.client().get(url(cast, "coordinators")).content)
    client.post(url(cast, "back", row.pk))
    back = queries.coordinator_for(cast.villages[2])
    assert back is not None
    assert not back.is_deputy
    assert cast.client("head").get(url(cast, "away", row.pk)).status_code == 403


def test_a_deputy_is_somebody_else_with_a_number(cast: Cast) -> None:
    with pytest.raises(refusals.DeputyIsTheSame):
        name(cast, deputy=cast.coordinator, deputy_phone="0822222222")
    with pytest.raises(refusals.DeputyPhoneMissing):
        name(cast, deputy=cast.volunteer)


def a_call(scene: Scene) -> Call:
    found: Call = Call.objects.create(
        steward=scene.cast.steward, matter=scene.matter, what="ขุดบ่อ", where="ดอนแดง", lacks_things="รถ",
        opened_at=timezone.now(), opened_by_id=scene.cast.officer.pk,
    )  # fmt: skip
    return found


def test_of_one_person_the_office_is_called_and_never_the_village(scene: Scene) -> None:
    name(scene.cast)
    scene.matter.is_sensitive = True
    assert queries.contact_for(scene.matter).name == scene.cast.steward.short_name


def test_a_matter_has_its_networks_coordinator_before_its_villages(scene: Scene) -> None:
    cast = scene.cast
    assert queries.contact_for(scene.matter).name == cast.steward.short_name, "the office answers when nobody is named"
    a_call(scene)
    assert queries.contact_for(scene.matter).name == cast.officer.name, "the officer who called for it"
    name(cast)
    assert queries.contact_for(scene.matter).phone == "0811111111"
    actions.name_coordinator(scene.network, cast.nurse, phone="0844444444", by=cast.actor("officer"))
    assert queries.contact_for(scene.matter).phone == "0844444444"


def test_an_unconfirmed_network_has_no_coordinator(cast: Cast) -> None:
    slot = Network.objects.create(steward=cast.steward, name="กองทุน", level="village", form="partners")
    with pytest.raises(refusals.NetworkIsGone):
        actions.name_coordinator(slot, cast.nurse, phone="0844444444", by=cast.actor("officer"))


def test_the_coordinator_of_the_village_answers_its_needs(cast: Cast) -> None:
    village = cast.villages[2]
    assert handlers.choose(cast.steward, village) == cast.officer
    name(cast, deputy=cast.volunteer, deputy_phone="0822222222")
    assert handlers.choose(cast.steward, village) == cast.coordinator
    assert handlers.choose(cast.steward, village, never=frozenset({cast.coordinator.pk})) == cast.officer
    assert handlers.choose(cast.steward, cast.villages[0]) == cast.officer
    actions.go_away(Coordinator.objects.get(until_on=None), from_on=TODAY, until_on=TODAY, by=cast.actor("officer"))
    assert handlers.choose(cast.steward, village) == cast.volunteer
    actions.name_coordinator(village, cast.farmer, phone="0855555555", by=cast.actor("officer"))
    assert handlers.choose(cast.steward, village) == cast.officer, "who has no way in cannot read a private need"


def test_unpublished_networks_are_not_told_to_strangers(scene: Scene) -> None:
    cast = scene.cast
    actions.name_coordinator(scene.network, cast.nurse, phone="0844444444", by=cast.actor("officer"))
    assert "เครือข่ายน้ำ" in plain(cast.client().get(url(cast, "coordinators")).content)
    type(scene.matter).objects.filter(pk=scene.matter.pk).update(published_at=None, published_by_id=None)
    assert "เครือข่ายน้ำ" not in plain(cast.client().get(url(cast, "coordinators")).content)
    assert "เครือข่ายน้ำ" in plain(cast.client("officer").get(url(cast, "coordinators")).content)


def test_the_record_agrees_and_the_list_goes_out(cast: Cast) -> None:
    from ruammue.foundation.sheets import read_sheet

    name(cast)
    assert not [f for f in verify([cast.steward.pk]) if f.code.startswith("coordination.")]
    sheet = read_sheet(cast.client("auditor").get(url(cast, "coordinators_sheet")).content)
    assert any("นายสมาน ประสาน" in row.cells for row in sheet.rows)
    assert cast.client().get(url(cast, "coordinators_sheet")).status_code == 302


def test_the_list_costs_the_same_for_any_number_of_places(cast: Cast) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    def statements() -> int:
        client = cast.client("officer")
        with CaptureQueriesContext(connection) as caught:
            client.get(url(cast, "coordinators"))
        return len(caught)

    name(cast)
    few = statements()
    for number in range(30):
        network = Network.objects.create(
            steward=cast.steward, name=f"เครือข่าย {number}", level="tambon", form="partners",
            confirmed_at=timezone.now(), confirmed_by_id=cast.officer.pk,
        )  # fmt: skip
        actions.name_coordinator(network, cast.nurse, phone="0844444444", by=cast.actor("officer"))
    assert statements() == few <= 15
