"""The open electronic ballot (mode A): a frozen roll, one ballot a person, counted once.

Two races decide whether a ballot is worth anything (TRUST section 0). One person submitting twice is stopped by
UNIQUE(steward, ballot, person) in `Issued`. A ballot in flight while the ballot closes is stopped by the row lock:
casting shares it (FOR SHARE on PostgreSQL, the one writer of the door on SQLite), closing takes it whole, so an
accepted ballot is always a counted one. Opening and closing times are judged by the clock of the database.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Now
from django.utils import timezone, translation
from django.utils.translation import gettext

from ruammue.access.actors import Actor
from ruammue.decisions import certificates
from ruammue.decisions.bodies import expected_on
from ruammue.decisions.events import BallotClosed, BallotIssued, BallotOpened, BallotPrepared
from ruammue.decisions.models import Ballot, BallotOption, Cast, Issued, Meeting, Voter
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
from ruammue.foundation.keys import readable_code
from ruammue.ledger.actions import record
from ruammue.needs.models import Matter
from ruammue.networks.models import Network

RULE_SOURCE = "open ballot, plurality, one mark or none"


@transaction.atomic
def prepare_ballot(
    network: Network,
    *,
    by: Actor,
    question: str,
    options: Sequence[str],
    closes_at: datetime,
    quorum_percent: int = 50,
    meeting: Meeting | None = None,
    matter: Matter | None = None,
    now: datetime | None = None,
) -> Ballot:
    """Write down question, options and rule; an option to abstain is added. Nothing of it changes after opening.

    Raises TooFewOptions, SameOptionTwice, ClosesInThePast.
    """
    if len(options) < 2:
        raise TooFewOptions()
    for place, option in enumerate(options):
        if option in options[:place]:
            raise SameOptionTwice(option=option)
    if closes_at <= (now or timezone.now()):
        raise ClosesInThePast()
    ballot = Ballot.objects.create(
        steward_id=network.steward_id,
        network=network,
        meeting=meeting,
        matter=matter,
        question=question,
        closes_at=closes_at,
        quorum_percent=quorum_percent,
    )
    with translation.override("th"):  # stored in the record, whatever language the writer reads
        rows = [*((text, False) for text in options), (gettext("abstain: none of these"), True)]
    BallotOption.objects.bulk_create(
        BallotOption(steward_id=ballot.steward_id, ballot=ballot, order=order, text=text, is_blank=is_blank)
        for order, (text, is_blank) in enumerate(rows, start=1)
    )
    record(BallotPrepared(steward=ballot.steward_id, ballot=ballot.pk), by=by, at=now)
    return ballot


@transaction.atomic
def open_ballot(ballot: Ballot, *, by: Actor, now: datetime | None = None) -> Ballot:
    """Freeze the roll and begin. On it is who holds a voting seat, or speaks for a member, today.

    Raises AlreadyClosed, BallotNotOpen (opened before), ClosesInThePast, NobodyOnRoll.
    """
    ballot = Ballot.objects.select_for_update().get(pk=ballot.pk)
    _refuse_closed(ballot)
    if ballot.stage != Ballot.Stage.DRAFT or ballot.network is None:
        raise BallotNotOpen(stage=ballot.stage, closes_at=ballot.closes_at)
    now = now or timezone.now()
    if ballot.closes_at <= now:
        raise ClosesInThePast()
    voices = expected_on(ballot.network, timezone.localdate(now))
    persons = dict.fromkeys(voice.person_id for voice in voices if voice.has_vote and voice.person_id)
    if not persons:
        raise NobodyOnRoll()
    Voter.objects.bulk_create(
        Voter(steward_id=ballot.steward_id, ballot=ballot, person_id=person_id) for person_id in persons
    )
    ballot.stage, ballot.opened_at = Ballot.Stage.OPEN, now
    ballot.save(update_fields=["stage", "opened_at"])
    record(BallotOpened(steward=ballot.steward_id, ballot=ballot.pk, voters=len(persons)), by=by, at=now)
    return ballot


@transaction.atomic
def cast_ballot(ballot: Ballot, option: BallotOption, *, by: Actor, idempotency_key: str) -> Issued:
    """One ballot of one person on the roll. The same key again gives the same receipt; another key is refused.

    Raises BallotNotOpen, NotOnRoll, NotAnOption, AlreadyVoted. The caller's transaction must be the door: on SQLite
    it is the door that lets one writer in at a time.
    """
    _share(ballot)
    steward = ballot.steward_id
    if option.ballot_id != ballot.pk:
        raise NotAnOption()
    place = Voter.objects.of(steward).filter(ballot=ballot.pk, person=by.person_id).values_list("pk", flat=True).first()
    if place is None or by.person_id is None:
        raise NotOnRoll()
    mine = Issued(
        steward_id=steward,
        ballot_id=ballot.pk,
        person_id=by.person_id,
        receipt=readable_code(),
        idempotency_key=idempotency_key,
    )
    try:
        # The database decides who was first: a second row of this person is not written.
        with transaction.atomic():
            mine.save(force_insert=True)
    except IntegrityError:
        earlier = Issued.objects.of(steward).filter(ballot=ballot.pk, person=by.person_id).first()
        if earlier is None:
            raise
        if earlier.idempotency_key == idempotency_key:
            return earlier
        raise AlreadyVoted() from None
    Cast(steward_id=steward, ballot_id=ballot.pk, option_id=option.pk, voter_id=place).save(force_insert=True)
    record(BallotIssued(steward=steward, ballot=ballot.pk), by=by)
    return mine


@transaction.atomic
def close_ballot(ballot: Ballot, *, by: Actor, reason: str = "") -> Ballot:
    """Count once and write the certificate. Before its time, or before everybody voted, only with a reason.

    Raises AlreadyClosed, BallotNotOpen, BallotStillRuns.
    """
    held, now = _whole(ballot)
    _refuse_closed(held)
    if held.stage != Ballot.Stage.OPEN:
        raise BallotNotOpen(stage=held.stage, closes_at=held.closes_at)
    options = list(held.options.all())
    roll, issued = held.roll.count(), held.issued.count()
    if now < held.closes_at and issued < roll and not reason:
        raise BallotStillRuns(closes_at=held.closes_at, issued=issued, roll=roll)
    marks = {option.pk: () if option.is_blank else (str(option.order),) for option in options}
    cast = [marks[option_id] for option_id in held.cast.values_list("option_id", flat=True)]
    choice, certificate = certificates.of_ballot(
        cast,
        options=[str(option.order) for option in options if not option.is_blank],
        eligible=roll,
        quorum=Fraction(held.quorum_percent, 100),
        source=RULE_SOURCE,
    )
    held.stage, held.closed_at, held.closed_by_id = Ballot.Stage.CLOSED, now, by.person_id
    held.verdict, held.certificate = choice.verdict.value, certificate
    held.save(update_fields=["stage", "closed_at", "closed_by_id", "verdict", "certificate"])
    record(
        BallotClosed(
            steward=held.steward_id,
            ballot=held.pk,
            cast=len(cast),
            verdict=choice.verdict.value,
            sha256=certificate["inputs_sha256"],
        ),
        by=by,
        reason=reason,
    )
    return held


def _refuse_closed(ballot: Ballot) -> None:
    if ballot.stage == Ballot.Stage.CLOSED:
        raise AlreadyClosed(closed_at=ballot.closed_at)


def _share(ballot: Ballot) -> None:
    """Find the ballot open and in time, and keep it so until this transaction ends. Many may share it; closing waits.

    Raises BallotNotOpen.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM decisions_ballot WHERE id = %s FOR SHARE", [ballot.pk])
    open_now = Ballot.objects.of(ballot.steward_id).filter(
        pk=ballot.pk, stage=Ballot.Stage.OPEN, opened_at__lte=Now(), closes_at__gt=Now()
    )
    if not open_now.exists():
        held = Ballot.objects.get(pk=ballot.pk)
        raise BallotNotOpen(stage=held.stage, closes_at=held.closes_at)


def _whole(ballot: Ballot) -> tuple[Ballot, datetime]:
    """The ballot's row for the closer alone, and the database's time: whoever shared the row has finished."""
    held: Any = Ballot.objects.select_for_update().annotate(db_now=Now()).get(pk=ballot.pk)
    return held, held.db_now
