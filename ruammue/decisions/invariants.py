"""What must always hold of decisions: replayed by `ledger.verification.verify` for one steward at a time."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from uuid import UUID

from ruammue.decisions import certificates
from ruammue.decisions.models import Ballot, BallotOption, Cast, Issued, Meeting, Resolution, Voter
from ruammue.ledger.verification import Finding, invariant


@invariant
def decisions_hold(steward: UUID) -> Iterator[Finding]:
    """Every ballot counted, every resolution recounted, no resolution without its quorum, every scan as it was."""
    yield from _resolutions(steward)
    yield from _ballots(steward)
    yield from _scans(steward)


def _resolutions(steward: UUID) -> Iterator[Finding]:
    rows = Resolution.objects.of(steward).select_related("meeting", "item")
    for resolution in rows.iterator():
        if faults := certificates.recount(resolution.certificate):
            yield Finding("decisions.resolution_recount", steward, {"resolution": resolution.pk, "fields": faults})
        if resolution.meeting.had_quorum is False and resolution.outcome != Resolution.Outcome.DISCUSSED:
            yield Finding("decisions.resolved_without_quorum", steward, {"resolution": resolution.pk})
        if resolution.item.meeting_id != resolution.meeting_id:
            yield Finding("decisions.resolution_of_other_meeting", steward, {"resolution": resolution.pk})


def _ballots(steward: UUID) -> Iterator[Finding]:
    for ballot in Ballot.objects.of(steward).iterator():
        issued = list(Issued.objects.of(steward).filter(ballot=ballot).values_list("person_id", flat=True))
        cast = list(Cast.objects.of(steward).filter(ballot=ballot).values_list("option_id", "option__ballot_id"))
        roll = set(Voter.objects.of(steward).filter(ballot=ballot).values_list("person_id", flat=True))
        data = {"ballot": ballot.pk, "issued": len(issued), "cast": len(cast)}
        if len(set(issued)) < len(issued):
            yield Finding("decisions.two_ballots_of_one", steward, data)
        if len(issued) != len(cast):
            yield Finding("decisions.issued_not_cast", steward, data)
        if set(issued) - roll:
            yield Finding("decisions.voter_not_on_roll", steward, data)
        if any(owner != ballot.pk for _, owner in cast):
            yield Finding("decisions.option_of_other_ballot", steward, data)
        if ballot.stage == Ballot.Stage.CLOSED:
            yield from _counted(steward, ballot, Counter(option for option, _ in cast), data)


def _counted(steward: UUID, ballot: Ballot, cast: Counter[UUID], data: dict[str, object]) -> Iterator[Finding]:
    """The certificate holds in itself, and it counted exactly the ballots that lie in the urn."""
    if faults := certificates.recount(ballot.certificate):
        yield Finding("decisions.ballot_recount", steward, {**data, "fields": faults})
    options = {option.pk: option for option in BallotOption.objects.of(steward).filter(ballot=ballot)}
    lies = Counter(
        {
            ("" if options[key].is_blank else str(options[key].order)): count
            for key, count in cast.items()
            if key in options
        }
    )
    said = Counter("".join(marks) for marks in ballot.certificate["inputs"]["ballots"])
    if lies != said or ballot.certificate["result"]["verdict"] != ballot.verdict:
        yield Finding("decisions.ballot_not_as_counted", steward, data)


def _scans(steward: UUID) -> Iterator[Finding]:
    signed = Meeting.objects.of(steward).filter(signed_scan__isnull=False).select_related("signed_scan")
    for meeting in signed.iterator():
        scan = meeting.signed_scan
        if scan is None or not scan.file.storage.exists(scan.file.name):
            yield Finding("decisions.scan_missing", steward, {"meeting": meeting.pk})
            continue
        with scan.file.open("rb") as file:
            if hashlib.sha256(file.read()).hexdigest() != scan.sha256:
                yield Finding("decisions.scan_changed", steward, {"meeting": meeting.pk})
