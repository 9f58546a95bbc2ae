"""The open ballot: one person, one counted ballot, whatever happens at the same moment.

The two races of TRUST section 0 are run with real threads and real commits, and each guard is taken away once to
prove that the test would notice.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ruammue.access.actors import Actor
from ruammue.decisions import actions, certificates, queries
from ruammue.decisions.actions import ballots as verbs
from ruammue.decisions.models import Ballot, BallotOption, Issued, Voter
from ruammue.decisions.models import Cast as Voice
from ruammue.decisions.refusals import (
    AlreadyClosed,
    AlreadyVoted,
    BallotNotOpen,
    BallotStillRuns,
    ClosesInThePast,
    NobodyOnRoll,
    NotAnOption,
    NotOnRoll,
    SameOptionTwice,
    TooFewOptions,
)
from ruammue.foundation.refusals import Refusal
from ruammue.foundation.transactions import door
from ruammue.ledger.models import Entry
from ruammue.ledger.verification import verify
from ruammue.people.models import Person
from tests.cast import Cast
from tests.rooms.decisions.stage import call, committee, partners, somebody

QUESTION, OPTIONS = "ประชุมครั้งหน้าวันไหน", ["วันเสาร์", "วันอาทิตย์"]


def at(cast: Cast, name: str, *args: Any) -> str:
    return reverse(f"decisions:{name}", args=[cast.steward.slug, *args])


def in_an_hour() -> dt.datetime:
    return timezone.now() + dt.timedelta(hours=1)


def prepared(cast: Cast, network: Any, **facts: Any) -> Ballot:
    defaults: dict[str, Any] = {"question": QUESTION, "options": OPTIONS, "closes_at": in_an_hour()}
    return actions.prepare_ballot(network, by=cast.actor("officer"), **{**defaults, **facts})


def opened(cast: Cast, voters: int = 0, **facts: Any) -> Ballot:
    """An open ballot in a committee of thirteen; with `voters` so many more on its roll."""
    ballot = actions.open_ballot(prepared(cast, committee(cast, 13), **facts), by=cast.actor("officer"))
    extra = [Person(given_name=f"ผู้มีสิทธิ{number}") for number in range(voters)]
    Person.objects.bulk_create(extra)
    Voter.objects.bulk_create(Voter(steward=cast.steward, ballot=ballot, person=person) for person in extra)
    return ballot


def voter(person_id: Any, cast: Cast) -> Actor:
    return Actor(steward_id=cast.steward.pk, person_id=person_id)


def cast_once(ballot: Ballot, option: BallotOption, by: Actor, key: str) -> Issued:
    """As the view does: inside the door."""
    with door():
        return actions.cast_ballot(ballot, option, by=by, idempotency_key=key)


def together(*acts: Callable[[], Any]) -> list[Any]:
    """Run acts in threads of their own, all let go at one moment; what each gave or was refused with."""
    gate, gave = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        try:
            gate.wait(30)
            gave[place] = act()
        except Refusal as refusal:
            gave[place] = refusal  # type: ignore[call-overload]
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return gave


def harms(cast: Cast) -> list[str]:
    return [finding.code for finding in verify([cast.steward.pk]) if finding.code.startswith("decisions.")]


# ------------------------------------------------------------------------------------------- one ballot, in order


def test_from_the_meeting_to_the_result_in_the_browser(cast: Cast) -> None:
    network = committee(cast, 5)
    meeting = call(cast, network, topics=["วันประชุม"])
    clerk = cast.client("clerk")
    day = timezone.localdate() + dt.timedelta(days=1)
    typed = {
        "question": QUESTION,
        "options": "\n".join(OPTIONS),
        "closes_on": f"{day.day}/{day.month}/{day.year + 543}",
        "closes_time": "๑๘.๐๐",
        "quorum_percent": "50",
    }
    assert clerk.post(at(cast, "new_ballot", meeting.pk), typed).status_code == 302
    ballot = Ballot.objects.get()
    assert [option.is_blank for option in ballot.options.all()] == [False, False, True]
    assert clerk.post(at(cast, "open_ballot", ballot.pk)).status_code == 302
    first = ballot.options.get(order=1)
    head = cast.client("head")
    page = head.get(at(cast, "ballot", ballot.pk)).content.decode()
    assert page.count('type="radio"') == 3
    for name in ("head", "nurse", "clerk"):
        once = cast.client(name).get(at(cast, "ballot", ballot.pk)).context["form"]["once"].value()
        sent = {"option": first.pk, "once": once}
        assert cast.client(name).post(at(cast, "ballot", ballot.pk), sent).status_code == 302
    running = head.get(at(cast, "ballot", ballot.pk)).content.decode()
    assert Issued.objects.get(person=cast.head).receipt in running
    assert cast.nurse.name not in running
    early = clerk.post(at(cast, "close_ballot", ballot.pk), {"reason": ""})
    assert early.status_code == 422
    assert clerk.post(at(cast, "close_ballot", ballot.pk), {"reason": "ทุกคนในห้องลงแล้ว"}).status_code == 302
    ballot.refresh_from_db()
    assert ballot.verdict == "picked"
    result = cast.client("nurse").get(at(cast, "ballot", ballot.pk)).content.decode()
    assert cast.nurse.name in result
    assert ballot.certificate["inputs_sha256"] in result
    told = clerk.get(at(cast, "certificate", ballot.pk)).json()
    assert certificates.recount(told) == ()
    assert harms(cast) == []


def test_who_may_see_and_who_may_vote(cast: Cast) -> None:
    ballot = opened(cast)
    option = ballot.options.get(order=1)
    assert cast.client("officer").get(at(cast, "ballot", ballot.pk)).status_code == 200
    assert cast.client("officer").post(at(cast, "ballot", ballot.pk), {"option": option.pk}).status_code == 404
    for name in ("volunteer", "outsider"):
        assert cast.client(name).get(at(cast, "ballot", ballot.pk)).status_code == 403, name
        assert cast.client(name).post(at(cast, "ballot", ballot.pk), {"option": option.pk}).status_code == 403, name
    assert cast.client("nurse").post(at(cast, "close_ballot", ballot.pk), {"reason": "x"}).status_code == 403
    assert not Issued.objects.exists()


def test_what_makes_no_ballot(cast: Cast) -> None:
    network = committee(cast, 0)
    with pytest.raises(TooFewOptions):
        prepared(cast, network, options=["เดียว"])
    with pytest.raises(SameOptionTwice):
        prepared(cast, network, options=["ก", "ข", "ก"])
    with pytest.raises(ClosesInThePast):
        prepared(cast, network, closes_at=timezone.now() - dt.timedelta(seconds=1))
    with pytest.raises(NobodyOnRoll):
        actions.open_ballot(prepared(cast, network), by=cast.actor("officer"))


def test_partners_have_one_voice_each(cast: Cast) -> None:
    ballot = actions.open_ballot(prepared(cast, partners(cast)), by=cast.actor("officer"))
    assert ballot.roll.count() == 4


def test_the_roll_is_frozen_when_it_opens(cast: Cast) -> None:
    from ruammue.networks.models import Appointment, Seat

    ballot = opened(cast)
    late = somebody(cast, 99)
    seat = Seat.objects.create(steward=cast.steward, network=ballot.network, order=99, label="ใหม่", category="member")
    Appointment.objects.create(
        steward=cast.steward, seat=seat, person=late, from_on=timezone.localdate(), appointed_at=timezone.now(),
        appointed_by_id=cast.officer.pk,
    )  # fmt: skip
    with pytest.raises(NotOnRoll):
        actions.cast_ballot(ballot, ballot.options.get(order=1), by=voter(late.pk, cast), idempotency_key="k")


def test_the_same_key_gives_the_same_receipt_and_another_key_is_refused(cast: Cast) -> None:
    ballot = opened(cast)
    first, second = ballot.options.get(order=1), ballot.options.get(order=2)
    nurse = cast.actor("nurse")
    receipt = cast_once(ballot, first, nurse, "one").receipt
    assert cast_once(ballot, first, nurse, "one").receipt == receipt
    assert cast_once(ballot, second, nurse, "one").receipt == receipt
    with pytest.raises(AlreadyVoted):
        cast_once(ballot, second, nurse, "two")
    assert [row.option_id for row in Voice.objects.all()] == [first.pk]


def test_an_option_of_another_ballot_is_refused(cast: Cast) -> None:
    ballot, other = opened(cast), prepared(cast, committee(cast, 1))
    with pytest.raises(NotAnOption):
        actions.cast_ballot(ballot, other.options.get(order=1), by=cast.actor("nurse"), idempotency_key="k")
    answer = cast.client("nurse").post(at(cast, "ballot", ballot.pk), {"option": other.options.get(order=1).pk})
    assert answer.status_code == 404


def test_the_database_clock_decides(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """A web server whose clock is three days wrong neither takes a late ballot nor refuses one in time."""
    ballot = opened(cast)
    option, real = ballot.options.get(order=1), timezone.now
    monkeypatch.setattr(timezone, "now", lambda: real() + dt.timedelta(days=3))
    cast_once(ballot, option, cast.actor("nurse"), "in time")
    Ballot.objects.filter(pk=ballot.pk).update(closes_at=real() - dt.timedelta(seconds=1))
    monkeypatch.setattr(timezone, "now", lambda: real() - dt.timedelta(days=3))
    with pytest.raises(BallotNotOpen):
        cast_once(ballot, option, cast.actor("teacher"), "late")
    actions.close_ballot(ballot, by=cast.actor("clerk"))
    assert Ballot.objects.get().closed_at is not None


def test_closing_twice_and_early(cast: Cast) -> None:
    ballot = opened(cast)
    with pytest.raises(BallotStillRuns) as refused:
        actions.close_ballot(ballot, by=cast.actor("clerk"))
    assert (refused.value.data["issued"], refused.value.data["roll"]) == (0, 13)
    actions.close_ballot(ballot, by=cast.actor("clerk"), reason="ยกเลิกการประชุม")
    with pytest.raises(AlreadyClosed):
        actions.close_ballot(ballot, by=cast.actor("clerk"), reason="อีกครั้ง")
    with pytest.raises(BallotNotOpen):
        cast_once(ballot, ballot.options.get(order=1), cast.actor("nurse"), "k")
    assert Ballot.objects.get().verdict == "no_quorum"


def test_no_running_tally_and_no_entry_names_voter_and_choice(cast: Cast) -> None:
    ballot = opened(cast)
    option = ballot.options.get(order=2)
    cast_once(ballot, option, cast.actor("nurse"), "k")
    view = queries.ballot_view(ballot, cast.nurse.pk)
    assert [row.votes for row in view.options] == [None, None, None]
    assert not any(row.names for row in view.options)
    voice = Voice.objects.get()
    for entry in Entry.objects.filter(kind__startswith="decisions.ballot"):
        told = str(entry.payload)
        assert str(option.pk) not in told
        assert str(voice.pk) not in told
        assert str(voice.voter_id) not in told


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        ("drop", "decisions.cast_missing"),
        ("add", "decisions.more_cast_than_issued"),
        ("swap", "decisions.ballot_not_as_counted"),
        ("stranger", "decisions.issued_outside_roll"),
        ("foreign", "decisions.option_of_another_ballot"),
        ("certificate", "decisions.ballot_not_as_counted"),
    ],
)
def test_verify_names_every_planted_harm(cast: Cast, harm: str, code: str) -> None:
    ballot = opened(cast)
    first, second = ballot.options.get(order=1), ballot.options.get(order=2)
    for name in ("nurse", "teacher", "owner"):
        cast_once(ballot, first, cast.actor(name), name)
    actions.close_ballot(ballot, by=cast.actor("clerk"), reason="พอแล้ว")
    assert harms(cast) == []
    voice = Voice.objects.first()
    assert voice is not None
    if harm == "drop":
        voice.delete()
    elif harm == "add":
        Voice.objects.create(steward=cast.steward, ballot=ballot, option=first)
    elif harm == "swap":
        Voice.objects.filter(pk=voice.pk).update(option=second)
    elif harm == "stranger":
        Issued.objects.filter(person=cast.nurse).update(person=cast.farmer)
    elif harm == "foreign":
        Voice.objects.filter(pk=voice.pk).update(option=prepared(cast, committee(cast, 1)).options.get(order=1))
    else:
        ballot.refresh_from_db()
        forged = {**ballot.certificate, "result": {**ballot.certificate["result"], "winner": "2"}}
        Ballot.objects.filter(pk=ballot.pk).update(certificate=forged)
    assert code in harms(cast)


# ------------------------------------------------------------------------------------------- the races


def eight_at_once(cast: Cast, ballot: Ballot, persons: int) -> list[list[Any]]:
    """Each of so many persons submits eight times in the same moment, each time with another key."""
    option = ballot.options.get(order=1)
    roll = list(ballot.roll.order_by("id").values_list("person_id", flat=True))[:persons]
    return [
        together(
            *(
                lambda who=who, turn=turn: cast_once(ballot, option, voter(who, cast), f"{turn}").receipt
                for turn in range(8)
            )
        )
        for who in roll
    ]


def test_eight_parallel_submits_of_fifty_persons_give_fifty_ballots(lasting_cast: Cast) -> None:
    ballot = opened(lasting_cast, voters=40)
    for gave in eight_at_once(lasting_cast, ballot, 50):
        assert Counter(type(one).__name__ for one in gave) == {"str": 1, "AlreadyVoted": 7}
    assert Issued.objects.count() == Voice.objects.count() == 50
    assert harms(lasting_cast) == []


def test_eight_identical_posts_in_the_browser_give_one_receipt(lasting_cast: Cast) -> None:
    ballot = opened(lasting_cast)
    clients: list[Client] = [lasting_cast.client("nurse") for _ in range(8)]
    sent = {"option": ballot.options.get(order=1).pk, "once": "01890000-0000-7000-8000-000000000001"}
    url = at(lasting_cast, "ballot", ballot.pk)
    codes = together(*(lambda client=client: client.post(url, sent).status_code for client in clients))
    assert codes == [302] * 8
    assert Issued.objects.count() == Voice.objects.count() == 1


@pytest.fixture
def without_the_constraints(lasting_cast: Cast) -> Iterator[Cast]:
    """The database no longer promises one ballot a person: neither for issuing nor for the open name list."""
    known: list[tuple[Any, Any, list[Any]]] = [
        (model, next(promise for promise in model._meta.constraints if promise.name == name), model._meta.constraints)
        for model, name in ((Issued, "issued_once"), (Voice, "cast_once_when_open"))
    ]
    with connection.schema_editor() as editor:
        for model, promise, promises in known:
            # SQLite builds the table anew from what the model says.
            model._meta.constraints = [one for one in promises if one is not promise]
            editor.remove_constraint(model, promise)
    yield lasting_cast
    Voice.objects.all().delete()
    Issued.objects.all().delete()
    with connection.schema_editor() as editor:
        for model, promise, promises in known:
            model._meta.constraints = promises
            editor.add_constraint(model, promise)


def test_mutant_without_the_constraints_gives_two_ballots(without_the_constraints: Cast) -> None:
    cast = without_the_constraints
    ballot = opened(cast)
    given = [sum(isinstance(one, str) for one in gave) for gave in eight_at_once(cast, ballot, 5)]
    assert max(given) > 1
    assert "decisions.two_ballots_of_one" in harms(cast)


def close_against_cast(cast: Cast, rounds: int) -> tuple[int, int]:
    """Ballots in flight while the ballot closes. Gives how many acknowledged ballots were not counted, and extra."""
    missing = extra = 0
    for _ in range(rounds):
        ballot = opened(cast)
        option = ballot.options.get(order=1)
        roll = list(ballot.roll.values_list("person_id", flat=True))[:5]

        def close(ballot: Ballot = ballot) -> None:
            with door():
                actions.close_ballot(ballot, by=Actor(person_id=cast.clerk.pk), reason="ทดสอบ")

        casts = [
            lambda who=who, ballot=ballot, option=option: cast_once(ballot, option, voter(who, cast), "k").receipt
            for who in roll
        ]
        gave = together(*casts, close)
        acknowledged = sum(isinstance(one, str) for one in gave[:5])
        ballot.refresh_from_db()
        counted = len(ballot.certificate["inputs"]["ballots"])
        missing += max(0, acknowledged - counted)
        extra += max(0, counted - acknowledged)
    return missing, extra


def test_an_acknowledged_ballot_is_a_counted_ballot(lasting_cast: Cast) -> None:
    assert close_against_cast(lasting_cast, 50) == (0, 0)
    assert harms(lasting_cast) == []


def held_up(monkeypatch: pytest.MonkeyPatch, share: Callable[[Ballot], Any]) -> tuple[threading.Event, threading.Event]:
    """Casting stops between looking at the ballot and writing, until it is let go."""
    looked, go_on = threading.Event(), threading.Event()

    def pausing(ballot: Ballot) -> None:
        share(ballot)
        looked.set()
        go_on.wait(1)

    monkeypatch.setattr(verbs, "_share", pausing)
    return looked, go_on


def cast_held_up_while_closing(cast: Cast, looked: threading.Event, go_on: threading.Event) -> int:
    """One cast is held up, the ballot closes, the cast goes on. Gives how many ballots lie in the urn uncounted."""
    ballot = opened(cast)
    option = ballot.options.get(order=1)

    def in_flight() -> str:
        return cast_once(ballot, option, voter(cast.nurse.pk, cast), "k").receipt

    def close() -> None:
        looked.wait(10)
        with door():
            actions.close_ballot(ballot, by=Actor(person_id=cast.clerk.pk), reason="ทดสอบ")
        go_on.set()

    together(in_flight, close)
    ballot.refresh_from_db()
    return Voice.objects.filter(ballot=ballot).count() - len(ballot.certificate["inputs"]["ballots"])


def test_closing_waits_for_the_ballot_in_flight(lasting_cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    looked, go_on = held_up(monkeypatch, verbs._share)
    assert cast_held_up_while_closing(lasting_cast, looked, go_on) == 0
    assert Voice.objects.count() == 1


def test_mutant_that_looks_without_holding_loses_a_ballot(lasting_cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same story when casting looks at the ballot without a lock: a ballot is accepted and not counted.

    On PostgreSQL the mutant is the missing FOR SHARE; on SQLite, where the transaction itself is the lock, it is a
    look taken before the transaction began.
    """
    if connection.vendor == "postgresql":
        looked, go_on = held_up(monkeypatch, lambda ballot: Ballot.objects.get(pk=ballot.pk))
        assert cast_held_up_while_closing(lasting_cast, looked, go_on) == 1
    else:
        ballot = opened(lasting_cast)
        actions.close_ballot(ballot, by=lasting_cast.actor("clerk"), reason="ทดสอบ")
        monkeypatch.setattr(verbs, "_share", lambda _ballot: None)
        cast_once(ballot, ballot.options.get(order=1), lasting_cast.actor("nurse"), "k")
    assert "decisions.ballot_not_as_counted" in harms(lasting_cast)


@pytest.mark.prove
def test_prove_a_thousand_closings(lasting_cast: Cast, record_property: Callable[[str, object], None]) -> None:
    assert close_against_cast(lasting_cast, 1_000) == (0, 0)
    assert harms(lasting_cast) == []
    record_property("ballots closed while five cast, none lost, none added", f"{1_000:,}")


@pytest.mark.prove
def test_prove_ten_thousand_double_submits(lasting_cast: Cast, record_property: Callable[[str, object], None]) -> None:
    ballot = opened(lasting_cast, voters=9_990)
    eight_at_once(lasting_cast, ballot, 10_000)
    assert Issued.objects.count() == Voice.objects.count() == 10_000
    assert harms(lasting_cast) == []
    record_property("persons, eight submits each at once, one ballot each", f"{10_000:,}")
