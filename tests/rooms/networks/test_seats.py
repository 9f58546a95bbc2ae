"""A seat is not its holder; one person has one voice in a committee; powers end on the day the term ends."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from ruammue import rulebook
from ruammue.networks import actions, invariants, queries, refusals
from ruammue.networks.actions import seating
from ruammue.networks.models import Appointment, Network, Seat
from tests.cast import Cast, assemble
from tests.rooms.networks.conftest import Stage

DAY = date(2026, 11, 22)


@pytest.fixture
def committee(stage: Stage) -> Network:
    """The development committee with its empty seats."""
    actions.prepare_slots(stage.cast.steward, by=stage.cast.actor("officer"))
    return Network.objects.get(rule_key="committee.development")  # type: ignore[no-any-return]


def seat_of(committee: Network, category: str, place: int = 0) -> Seat:
    return list(committee.seats.filter(category=category))[place]


def test_the_officer_gives_a_seat_through_the_page(stage: Stage, committee: Network) -> None:
    officer, seat = stage.cast.client("officer"), seat_of(committee, "executive")
    page = officer.get(stage.url("network", committee.pk)).content.decode()
    assert "ว่าง" in page
    assert "ยังไม่ได้ลงเลขที่คำสั่ง" in page
    assert "R01" in page
    form = {"person": stage.cast.mayor.pk, "from_on": "1/10/2569", "until_on": "30/9/2573"}
    assert officer.post(stage.url("seat", seat.pk), form).status_code == 302
    assert queries.network_seats_filled(committee, DAY) == 1
    committee.refresh_from_db()
    assert committee.is_confirmed
    assert "บุญมี" in officer.get(stage.url("network", committee.pk)).content.decode()
    assert "บุญมี" not in stage.cast.client().get(stage.url("network", committee.pk)).content.decode()


def test_one_person_one_voting_seat(stage: Stage, committee: Network) -> None:
    by = stage.cast.actor("officer")
    actions.seat_person(seat_of(committee, "council"), stage.cast.head, by=by, from_on=DAY)
    with pytest.raises(refusals.HasVotingSeat):
        actions.seat_person(seat_of(committee, "forum"), stage.cast.head, by=by, from_on=DAY)
    officer = stage.cast.client("officer")
    again = officer.post(
        stage.url("seat", seat_of(committee, "forum").pk), {"person": stage.cast.head.pk, "from_on": "22/11/2569"}
    )
    assert again.status_code == 422
    assert Appointment.objects.count() == 1


def test_mutant_without_the_check_one_person_would_have_two_voices(
    stage: Stage, committee: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seating, "other_voting_seat", lambda *_facts: None)
    by = stage.cast.actor("officer")
    actions.seat_person(seat_of(committee, "council"), stage.cast.head, by=by, from_on=DAY)
    actions.seat_person(seat_of(committee, "forum"), stage.cast.head, by=by, from_on=DAY)
    persons = [voter.person_id for voter in queries.voters_of(committee, DAY)]
    with pytest.raises(AssertionError):
        assert len(persons) == len(set(persons))


def test_verify_names_two_voices_and_two_holders_made_behind_our_back(stage: Stage, committee: Network) -> None:
    by = stage.cast.actor("officer")
    actions.seat_person(seat_of(committee, "council"), stage.cast.head, by=by, from_on=DAY)
    assert list(invariants.one_holder_and_one_voice(stage.cast.steward.pk)) == []
    assert list(invariants.seats_and_invitations_are_recorded(stage.cast.steward.pk)) == []
    held = Appointment.objects.get()
    forged = {"steward": stage.cast.steward, "person": stage.cast.head, "appointed_at": held.appointed_at}
    forged |= {"appointed_by_id": by.person_id, "from_on": DAY - timedelta(days=9), "until_on": DAY}
    Appointment.objects.create(seat=seat_of(committee, "forum"), **forged)
    Appointment.objects.create(seat=held.seat, **{**forged, "person": stage.cast.nurse})
    assert {finding.code for finding in invariants.one_holder_and_one_voice(stage.cast.steward.pk)} == {
        "networks.two_voices",
        "networks.two_holders",
    }
    missing = list(invariants.seats_and_invitations_are_recorded(stage.cast.steward.pk))
    assert [finding.code for finding in missing] == ["networks.row_without_record"] * 2


def test_a_seat_without_vote_may_be_held_beside_one_with(stage: Stage, committee: Network) -> None:
    by = stage.cast.actor("officer")
    actions.seat_person(seat_of(committee, "council"), stage.cast.clerk, by=by, from_on=DAY)
    actions.seat_person(seat_of(committee, "plan_head"), stage.cast.clerk, by=by, from_on=DAY)
    assert queries.network_seats_filled(committee, DAY) == 1
    assert [voter.category for voter in queries.voters_of(committee, DAY)] == ["council"]


def test_a_taken_seat_is_refused_until_it_is_left(stage: Stage, committee: Network) -> None:
    by, seat = stage.cast.actor("officer"), seat_of(committee, "council")
    held = actions.seat_person(seat, stage.cast.head, by=by, from_on=DAY, on_behalf_of=stage.cast.office)
    with pytest.raises(refusals.SeatIsTaken):
        actions.seat_person(seat, stage.cast.nurse, by=by, from_on=DAY + timedelta(days=5))
    actions.end_appointment(held, by=by, on=DAY + timedelta(days=4), reason="ลาออก")
    actions.seat_person(seat, stage.cast.nurse, by=by, from_on=DAY + timedelta(days=5))
    assert [v.person_id for v in queries.voters_of(committee, DAY + timedelta(days=4))] == [stage.cast.head.pk]
    assert [v.person_id for v in queries.voters_of(committee, DAY + timedelta(days=5))] == [stage.cast.nurse.pk]
    with pytest.raises(refusals.AppointmentIsOver):
        actions.end_appointment(held, by=by, on=DAY + timedelta(days=9))


def test_powers_end_on_the_day_the_term_ends(stage: Stage, committee: Network) -> None:
    actions.seat_person(
        seat_of(committee, "council"), stage.cast.head, by=stage.cast.actor("officer"), from_on=DAY, until_on=DAY
    )
    assert queries.network_seats_filled(committee, DAY) == 1
    assert queries.network_seats_filled(committee, DAY + timedelta(days=1)) == 0
    assert queries.network_seats_filled(committee, DAY - timedelta(days=1)) == 0


def test_the_seat_checker_says_what_is_missing_and_by_which_rule(stage: Stage, committee: Network) -> None:
    by = stage.cast.actor("officer")
    actions.seat_person(seat_of(committee, "executive"), stage.cast.mayor, by=by, from_on=DAY)
    for place, who in enumerate(("head", "volunteer")):
        actions.seat_person(seat_of(committee, "forum", place), stage.cast.persons[who], by=by, from_on=DAY)
    verdicts = queries.verdicts_on(committee, queries.seats_of(committee, on=DAY), on=DAY)
    first = next(verdict for verdict in verdicts if verdict.rule_id == "R01")
    assert not first.blocks
    assert {f.data["category"]: f.data["filled"] for f in first.findings if f.code == "too_few"} == {
        "council": 0, "expert": 0, "state": 0, "forum": 2, "clerk": 0,
    }  # fmt: skip
    actions.seat_person(seat_of(committee, "forum", 2), stage.cast.farmer, by=by, from_on=DAY)
    again = queries.verdicts_on(committee, queries.seats_of(committee, on=DAY), on=DAY)
    first = next(verdict for verdict in again if verdict.rule_id == "R01")
    assert "forum" not in {finding.data["category"] for finding in first.findings}
    page = stage.cast.client("auditor").get(stage.url("network", committee.pk)).content.decode()
    assert "ยืนยันแล้ว" in page
    assert f'{stage.cast.steward.slug}/rules/#R01"' in page


def test_the_council_fills_its_own_seats_and_no_others(stage: Stage, committee: Network) -> None:
    from django.utils import timezone

    from ruammue.people.models import RoleHeld

    RoleHeld.objects.create(
        steward=stage.cast.steward, person=stage.cast.teacher, role="council", from_on=DAY, given_at=timezone.now()
    )
    form = {"person": stage.cast.teacher.pk, "from_on": "22/11/2569"}
    council = stage.cast.client("teacher")
    assert council.post(stage.url("seat", seat_of(committee, "forum").pk), form).status_code == 403
    assert council.post(stage.url("seat", seat_of(committee, "council").pk), form).status_code == 302


@pytest.mark.parametrize("who", [None, "auditor", "volunteer", "teacher", "outsider", "coordinator"])
def test_others_give_no_seats(stage: Stage, committee: Network, who: str | None) -> None:
    form = {"person": stage.cast.farmer.pk, "from_on": "22/11/2569"}
    assert stage.cast.client(who).post(stage.url("seat", seat_of(committee, "forum").pk), form).status_code == 403
    assert not Appointment.objects.exists()


def test_an_empty_seat_can_go_a_held_one_cannot(stage: Stage, committee: Network) -> None:
    by, seat = stage.cast.actor("officer"), seat_of(committee, "deputy", 1)
    actions.seat_person(seat_of(committee, "deputy"), stage.cast.nurse, by=by, from_on=DAY)
    with pytest.raises(refusals.SeatHasHolder):
        actions.remove_seat(seat_of(committee, "deputy"), by=by, on=DAY)
    actions.remove_seat(seat, by=by, on=DAY)
    with pytest.raises(refusals.SeatIsRemoved):
        actions.seat_person(seat, stage.cast.owner, by=by, from_on=DAY)
    assert seat.pk not in {row.id for row in queries.seats_of(committee, on=DAY)}


def test_the_monitoring_committee_elects_one_chair(stage: Stage, committee: Network) -> None:
    by = stage.cast.actor("officer")
    monitoring = Network.objects.get(rule_key="committee.monitoring")
    first, second = seat_of(monitoring, "expert", 0), seat_of(monitoring, "expert", 1)
    actions.give_office(first, "chair", by=by)
    actions.give_office(second, "chair", by=by)
    assert [seat.pk for seat in monitoring.seats.filter(office="chair")] == [second.pk]


def test_term_reversed_and_half_an_order_are_refused(stage: Stage, committee: Network) -> None:
    by, seat = stage.cast.actor("officer"), seat_of(committee, "forum")
    with pytest.raises(refusals.TermReversed):
        actions.seat_person(seat, stage.cast.head, by=by, from_on=DAY, until_on=DAY - timedelta(days=1))
    with pytest.raises(refusals.OrderNumberMissing):
        actions.seat_person(seat, stage.cast.head, by=by, from_on=DAY, order_number="12/2569")
    bad = stage.cast.client("officer").post(
        stage.url("seat", seat.pk), {"person": stage.cast.head.pk, "from_on": "31 กุมภาพันธ์ 2569"}
    )
    assert bad.status_code == 422


class AnyHistory(TestCase):
    """Whatever is tried in whatever order, no day sees a person with two voices or a seat with two holders."""

    cast: Cast

    def setUp(self) -> None:
        self.cast = assemble()
        actions.prepare_slots(self.cast.steward, by=self.cast.actor("officer"))
        self.committee = Network.objects.get(rule_key="committee.monitoring")
        self.seats = list(self.committee.seats.all())[:4]
        self.people = [self.cast.persons[name] for name in ("head", "nurse", "abbot")]

    @settings(max_examples=40, deadline=None)
    @given(
        st.lists(
            st.tuples(
                st.integers(0, 3), st.integers(0, 2), st.integers(0, 20), st.one_of(st.none(), st.integers(0, 12)),
                st.one_of(st.none(), st.integers(0, 20)),
            ),
            max_size=12,
        )
    )  # fmt: skip
    def test_one_voice_and_one_holder(self, tries: list[tuple[int, int, int, int | None, int | None]]) -> None:
        by = self.cast.actor("officer")
        for seat, person, start, length, leaves in tries:
            from_on = DAY + timedelta(days=start)
            until_on = None if length is None else from_on + timedelta(days=length)
            try:
                held = actions.seat_person(
                    self.seats[seat], self.people[person], by=by, from_on=from_on, until_on=until_on
                )
                if leaves is not None:
                    actions.end_appointment(held, by=by, on=DAY + timedelta(days=leaves))
            except (refusals.SeatIsTaken, refusals.HasVotingSeat, refusals.TermReversed, refusals.AppointmentIsOver):
                continue
        for ahead in range(34):
            voters = queries.voters_of(self.committee, DAY + timedelta(days=ahead))
            assert len({voter.person_id for voter in voters}) == len(voters)
            assert len({voter.seat_id for voter in voters}) == len(voters)
            assert queries.network_seats_filled(self.committee, DAY + timedelta(days=ahead)) == len(voters)


def test_prepared_seats_are_those_of_the_rulebook(stage: Stage, committee: Network) -> None:
    for body in rulebook.committees(statutory=True):
        network = Network.objects.get(rule_key=body.key)
        for line in body.seats:
            assert network.seats.filter(category=line.category).count() == line.prepared
