"""How a place is made, asked for, found and signed. The room's own action around it locks, checks and records."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.utils import timezone

from ruammue.access.actors import Actor
from ruammue.foundation.keys import new_token, token_hash
from ruammue.papers.attachments import attach_paper
from ruammue.people.models import Organisation
from ruammue.people.signing.model import Signature
from ruammue.people.signing.refusals import (
    NoSuchLink,
    NotTheirsToSign,
    SignedBefore,
    SignedPaperMissing,
    SignerMissing,
)
from ruammue.places.models import Steward

S = TypeVar("S", bound=Signature)


@dataclass(frozen=True, slots=True)
class Asked(Generic[S]):
    """A request to sign with its token, which is shown once and never again: only its hash is stored."""

    signature: S
    token: str


def place(model: type[S], organisation: Organisation, *, now: datetime, steward: Steward, **under: Any) -> S:
    """The organisation's place under something (`goal=`, `matter=`), made when there is none. Raises SignedBefore."""
    rows: Any = model.objects.of(steward)
    row: S | None = rows.filter(organisation=organisation, **under).first()
    if row is None:
        return model(steward=steward, organisation=organisation, asked_at=now, **under)
    if row.stands:
        raise SignedBefore(organisation=organisation.name, on=timezone.localdate(row.signed_at))
    return row


def ask(row: S, *, now: datetime) -> Asked[S]:
    """Give the place a link of its own. Asked again, the older link is dead: it may be lost."""
    token = new_token()
    row.token_hash, row.asked_at = token_hash(token), now
    row.save()
    return Asked(row, token)


def behind(model: type[S], token: str, steward: Steward, *related: str) -> S | None:
    """The place that a token stands for at this steward; of another's link there is none. Looking changes nothing."""
    rows: Any = model.objects.of(steward).select_related("organisation", *related)
    found: S | None = rows.filter(token_hash=token_hash(token)).first()
    return found


def must_be_behind(model: type[S], token: str, steward: Steward, *related: str) -> S:
    """The place that a token stands for. Raises NoSuchLink."""
    found = behind(model, token, steward, *related)
    if found is None:
        raise NoSuchLink
    return found


def must_speak_for(organisation: Organisation, by: Actor) -> None:
    """Raises NotTheirsToSign when the actor did not come in as somebody who speaks for it."""
    if by.person_id is None or organisation.pk not in by.represents:
        raise NotTheirsToSign


def must_be_named(signed_as: str) -> None:
    """Raises SignerMissing."""
    if not signed_as.strip():
        raise SignerMissing


def must_have_paper(paper: bytes | None) -> bytes:
    """The picture of the paper. Raises SignedPaperMissing."""
    if not paper:
        raise SignedPaperMissing
    return paper


def sign(row: Signature, *, way: Signature.Way, signed_as: str, by: Actor, now: datetime, paper: bytes | None) -> Actor:
    """Fill the place. Returns the actor as whom it is recorded: whoever holds the link, or brings the paper, speaks
    for the organisation. Raises SignerMissing, NotAPaper.
    """
    must_be_named(signed_as)
    row.way, row.signed_at, row.signed_as = way, now, signed_as
    row.signed_by_id, row.entered_by_id = by.person_id, by.entered_by_id
    row.evidence = attach_paper(row.steward, paper, by=by, now=now) if paper is not None else None
    row.save()
    return replace(by, on_behalf_of_id=row.organisation_id)
