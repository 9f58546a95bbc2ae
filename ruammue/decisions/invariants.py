"""What must always hold of decisions: replayed by `ledger.verification.verify` for one steward at a time.

Codes and their data are the contract with `ruammue verify`, which says them in Thai.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from uuid import UUID

from django.db.models import F

from ruammue.decisions import certificates
from ruammue.decisions.judging import HERE
from ruammue.decisions.models import (
    Attendance,
    Ballot,
    BallotOption,
    Cast,
    Issued,
    Item,
    Meeting,
    Resolution,
    Voter,
)
from ruammue.ledger.verification import Finding, invariant
from ruammue.networks.models import Appointment


@invariant
def meetings_hold(steward: UUID) -> Iterator[Finding]:
    """Who is said to have come stands on the list, sat in a filled seat and raised one hand at most."""
    came: defaultdict[UUID, list[Attendance]] = defaultdict(list)
    rows = Attendance.objects.of(steward).filter(presence__in=HERE, meeting__stage=Meeting.Stage.CLOSED)
    for row in rows.select_related("seat"):
        came[row.meeting_id].append(row)
    terms: defaultdict[UUID, list[Appointment]] = defaultdict(list)
    for term in Appointment.objects.of(steward).filter(seat__in={r.seat_id for r in rows if r.seat_id}):
        terms[term.seat_id].append(term)
    for meeting in Meeting.objects.of(steward).filter(stage=Meeting.Stage.CLOSED).exclude(seats_present=None):
        with_vote = [row for row in came[meeting.pk] if row.seat is None or row.seat.has_vote]
        if len(with_vote) != meeting.seats_present:
            data = {"meeting": meeting.pk, "kept": meeting.seats_present, "listed": len(with_vote)}
            yield Finding("decisions.attendance_differs", steward, data)
        for row in came[meeting.pk]:
            if row.seat_id and not any(_holds(term, meeting) for term in terms[row.seat_id]):
                yield Finding("decisions.vacant_seat_present", steward, {"meeting": meeting.pk})
    for item in Item.objects.of(steward).filter(meeting__seats_present__isnull=False).select_related("meeting"):
        hands = (item.yes or 0) + (item.no or 0) + (item.abstain or 0)
        seated = item.meeting.seats_present or 0
        if hands > seated:
            data = {"item": item.pk, "hands": hands, "seated": seated}
            yield Finding("decisions.more_hands_than_seats", steward, data)


def _holds(term: Appointment, meeting: Meeting) -> bool:
    return term.from_on <= meeting.held_on and (term.until_on is None or term.until_on >= meeting.held_on)


@invariant
def resolutions_hold(steward: UUID) -> Iterator[Finding]:
    """No resolution without its quorum or before the closing; each counts again to the same result."""
    for resolution in Resolution.objects.of(steward).select_related("meeting", "item").iterator():
        data = {"resolution": resolution.pk}
        if resolution.meeting.had_quorum is False and resolution.outcome != Resolution.Outcome.DISCUSSED:
            yield Finding("decisions.resolved_without_quorum", steward, data)
        if not resolution.meeting.is_closed:
            yield Finding("decisions.resolved_before_closing", steward, data)
        if resolution.item.meeting_id != resolution.meeting_id:
            yield Finding("decisions.resolution_of_another_meeting", steward, data)
        if faults := certificates.recount(resolution.certificate):
            yield Finding("decisions.resolution_recount", steward, {**data, "fields": ", ".join(faults)})


@invariant
def ballots_hold(steward: UUID) -> Iterator[Finding]:
    """One ballot a person, of the roll, in the urn, on an option of its own; counted as the certificate says."""
    roll = set(Voter.objects.of(steward).values_list("ballot_id", "person_id"))
    issued = Counter(Issued.objects.of(steward).values_list("ballot_id", "person_id"))
    cast = Counter(Cast.objects.of(steward).values_list("ballot_id", "option_id"))
    if strangers := sum(count for who, count in issued.items() if who not in roll):
        yield Finding("decisions.issued_outside_roll", steward, {"count": strangers})
    foreign = Cast.objects.of(steward).exclude(option__ballot_id=F("ballot_id")).count()
    if foreign:
        yield Finding("decisions.option_of_another_ballot", steward, {"count": foreign})
    for ballot in Ballot.objects.of(steward).iterator():
        given = sum(count for (which, _), count in issued.items() if which == ballot.pk)
        lies = Counter({option: count for (which, option), count in cast.items() if which == ballot.pk})
        data = {"ballot": ballot.pk, "issued": given, "cast": lies.total()}
        if any(count > 1 for (which, _), count in issued.items() if which == ballot.pk):
            yield Finding("decisions.two_ballots_of_one", steward, data)
        if lies.total() > given:
            yield Finding("decisions.more_cast_than_issued", steward, data)
        if lies.total() < given:
            yield Finding("decisions.cast_missing", steward, data)
        if ballot.stage == Ballot.Stage.CLOSED and not _is_as_counted(ballot, lies):
            yield Finding("decisions.ballot_not_as_counted", steward, data)


def _is_as_counted(ballot: Ballot, lies: Counter[UUID]) -> bool:
    """The certificate counts again to the same result, and it counted exactly the ballots in the urn."""
    marks = {
        key: "" if is_blank else str(order)
        for key, order, is_blank in BallotOption.objects.of(ballot.steward_id)
        .filter(ballot=ballot)
        .values_list("pk", "order", "is_blank")
    }
    urn: Counter[str] = Counter()
    for option, count in lies.items():
        urn[marks.get(option, "another ballot's")] += count
    said = Counter("".join(ballots) for ballots in ballot.certificate["inputs"]["ballots"])
    is_same = urn == said and ballot.certificate["result"]["verdict"] == ballot.verdict
    return is_same and not certificates.recount(ballot.certificate)


@invariant
def scans_hold(steward: UUID) -> Iterator[Finding]:
    """Every signed paper is there and is the file that was attached."""
    for meeting in Meeting.objects.of(steward).filter(signed_scan__isnull=False).select_related("signed_scan"):
        scan = meeting.signed_scan
        if scan is None or not scan.file.name or not scan.file.storage.exists(scan.file.name):
            yield Finding("decisions.scan_missing", steward, {"meeting": meeting.pk})
            continue
        with scan.file.open("rb") as stored:
            if hashlib.sha256(stored.read()).hexdigest() != scan.sha256:
                yield Finding("decisions.scan_changed", steward, {"meeting": meeting.pk})
