"""What happens to resolutions and minutes after the meeting: numbers, signatures, additions, the executive's answer."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from ruammue.access.actors import Actor
from ruammue.decisions.events import (
    AnnexAdded,
    ExecutiveAnswered,
    ImprovementWritten,
    MinutesSigned,
    RegisterNumberTyped,
)
from ruammue.decisions.models import Annex, ExecutiveAnswer, Meeting, Resolution
from ruammue.decisions.refusals import (
    AlreadyAnswered,
    AlreadySigned,
    AlreadyWritten,
    NotAScan,
    NotClosedYet,
    NothingToAnswer,
    ReasonsWanted,
)
from ruammue.ledger.actions import record
from ruammue.papers.attachments import attach_paper
from ruammue.papers.models import Attachment

_SCANS = (b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
ADOPTED = (Resolution.Outcome.ADOPTED, Resolution.Outcome.ADOPTED_WITH_RESERVATIONS)


@transaction.atomic
def type_register_number(resolution: Resolution, number: str, *, by: Actor, now: datetime | None = None) -> Resolution:
    """Write down the number that the office's own register gave. Never minted here; typed again, the last one holds
    and the earlier ones stay in the record.
    """
    resolution = Resolution.objects.select_for_update().get(pk=resolution.pk)
    resolution.register_number = number
    resolution.save(update_fields=["register_number"])
    record(RegisterNumberTyped(steward=resolution.steward_id, resolution=resolution.pk), by=by, reason=number, at=now)
    return resolution


@transaction.atomic
def attach_signed_scan(
    meeting: Meeting, content: bytes, *, by: Actor, name: str = "", now: datetime | None = None
) -> Meeting:
    """Attach the signed minutes with their hash. From now on the scan prevails over everything generated.

    Raises NotClosedYet, AlreadySigned, NotAScan.
    """
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if not meeting.is_closed:
        raise NotClosedYet()
    if meeting.signed_at is not None:
        raise AlreadySigned(signed_at=meeting.signed_at)
    # Paper that was signed comes back as PDF or picture; a text document could not bear the signature.
    if not content.startswith(_SCANS):
        raise NotAScan()
    now = now or timezone.now()
    scan = attach_paper(meeting.steward, content, by=by, kind=Attachment.Kind.SCAN, name=name, now=now)
    meeting.signed_scan, meeting.signed_at, meeting.signed_by_id = scan, now, by.person_id
    meeting.save(update_fields=["signed_scan", "signed_at", "signed_by_id"])
    record(
        MinutesSigned(steward=meeting.steward_id, meeting=meeting.pk, attachment=scan.pk, sha256=scan.sha256),
        by=by,
        at=now,
    )
    return meeting


@transaction.atomic
def add_annex(
    meeting: Meeting,
    text: str,
    *,
    by: Actor,
    resolution: Resolution | None = None,
    now: datetime | None = None,
) -> Annex:
    """Correct minutes that are closed: something is added, nothing is edited. Raises NotClosedYet."""
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if not meeting.is_closed:
        raise NotClosedYet()
    annex = Annex.objects.create(
        steward_id=meeting.steward_id,
        meeting=meeting,
        resolution=resolution,
        text=text,
        added_at=now or timezone.now(),
        added_by_id=_person(by),
    )
    record(
        AnnexAdded(
            steward=meeting.steward_id,
            meeting=meeting.pk,
            annex=annex.pk,
            resolution=resolution.pk if resolution else None,
        ),
        by=by,
        at=now,
    )
    return annex


@transaction.atomic
def write_improvement(meeting: Meeting, improved: str, *, by: Actor, now: datetime | None = None) -> Meeting:
    """What the office does better because of a meeting, for the participation page: written once, at closing or later.

    Raises NotClosedYet, AlreadyWritten.
    """
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if not meeting.is_closed:
        raise NotClosedYet()
    if meeting.improved:
        raise AlreadyWritten()
    meeting.improved = improved
    meeting.save(update_fields=["improved"])
    record(ImprovementWritten(steward=meeting.steward_id, meeting=meeting.pk), by=by, at=now)
    return meeting


@transaction.atomic
def answer_resolution(
    resolution: Resolution, *, verdict: str, reasons: str = "", by: Actor, now: datetime | None = None
) -> ExecutiveAnswer:
    """The executive approves, or decides otherwise and says why. Once.

    Raises NothingToAnswer, AlreadyAnswered, ReasonsWanted.
    """
    resolution = Resolution.objects.select_for_update().get(pk=resolution.pk)
    if resolution.outcome not in ADOPTED:
        raise NothingToAnswer()
    if earlier := resolution.executive_answers.first():
        raise AlreadyAnswered(answered_at=earlier.answered_at)
    if verdict == ExecutiveAnswer.Verdict.OTHERWISE and not reasons:
        raise ReasonsWanted()
    answer = ExecutiveAnswer.objects.create(
        steward_id=resolution.steward_id,
        resolution=resolution,
        verdict=verdict,
        reasons=reasons,
        answered_at=now or timezone.now(),
        answered_by_id=_person(by),
    )
    record(
        ExecutiveAnswered(
            steward=resolution.steward_id,
            resolution=resolution.pk,
            matter=resolution.matter_id,
            verdict=answer.verdict,
        ),
        by=by,
        reason=reasons,
        at=now,
    )
    return answer


def _person(by: Actor) -> UUID:
    """Who acts; a stranger cannot come through the gate to here."""
    if by.person_id is None:
        raise PermissionDenied
    return by.person_id
