"""Who may do what in coordination: tables to read aloud. Any row, all of the row."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404

from ruammue.access.actors import Actor
from ruammue.access.claims import (
    is_auditor,
    is_clerk,
    is_coordinator,
    is_executive,
    is_member_here,
    is_officer,
    is_partner,
    is_signed_in,
    is_staff,
    is_village_head,
    is_volunteer,
)
from ruammue.access.gate import EVERYONE, Policy
from ruammue.coordination import queries
from ruammue.coordination.models import Coordinator, HelpOffer, Notice
from ruammue.coordination.subjects import Subject, UnknownSubject, is_of_the_matter, subject_of
from ruammue.needs import rules as needs
from ruammue.needs import throttle
from ruammue.needs.models import Matter


def is_theirs(actor: Actor, notice: Notice) -> bool:
    """The notice lies in the actor's own inbox."""
    return actor.person_id is not None and notice.person_id == actor.person_id


def is_public(_actor: Actor, matter: Matter) -> bool:
    """The matter stands on the public page."""
    return matter.is_public


def may_open(actor: Actor, matter: Matter) -> bool:
    """May open the working page of this matter, or works in its networks."""
    return is_of_the_matter(actor, matter)


def may_open_its_matter(actor: Actor, offer: HelpOffer) -> bool:
    """May open the matter that the help is offered for."""
    return needs.may_open(actor, offer.matter)


def may_hear(actor: Actor, subject: Subject) -> bool:
    """May hear what is said about this object."""
    return subject.is_heard_by(actor)


def is_the_coordinator(actor: Actor, coordinator: Coordinator) -> bool:
    """The coordinator themselves, or the deputy."""
    return actor.person_id is not None and actor.person_id in (coordinator.person_id, coordinator.deputy_id)


def told_it(actor: Actor, subject: Subject) -> bool:
    """Somebody with a way in who may hear it as their own: a villager who told a need."""
    return is_signed_in(actor, subject) and subject.about == "needs.need"


INBOX: Policy = [[is_signed_in]]
OPEN_NOTICE: Policy = [[is_theirs]]
LIST_COORDINATORS: Policy = EVERYONE
COORDINATORS_SHEET: Policy = [[is_member_here]]
NAME_COORDINATOR: Policy = [[is_officer], [is_clerk], [is_executive]]
SAY_AWAY: Policy = [[is_the_coordinator], [is_officer], [is_clerk]]
SPEAK: Policy = [
    [may_hear, is_staff],
    [may_hear, is_coordinator],
    [may_hear, is_partner],
    [may_hear, is_village_head],
    [may_hear, is_volunteer],
    [may_hear, told_it],
]
HELP: Policy = [[is_public], [may_open]]
HELP_RECEIPT: Policy = EVERYONE
LIST_HELP: Policy = [[is_officer], [is_clerk], [is_executive], [is_coordinator], [is_auditor]]
SEE_HELP: Policy = [
    [may_open_its_matter, is_officer],
    [may_open_its_matter, is_clerk],
    [may_open_its_matter, is_executive],
    [may_open_its_matter, is_coordinator],
    [may_open_its_matter, is_auditor],
]
CALL_HELPERS: Policy = [[is_officer], [is_clerk], [is_coordinator]]
ANSWER_HELP: Policy = [
    [may_open_its_matter, is_officer],
    [may_open_its_matter, is_clerk],
    [may_open_its_matter, is_coordinator],
]
PASS_ON: Policy = [[is_public], [may_open]]
PASS_ON_PAPER: Policy = [[is_public]]


def subject_of_key(request: Any, key: str) -> Subject:
    """Loader: the object that an address names as "room.model:id". Raises Http404."""
    about, _, about_id = key.partition(":")
    try:
        return subject_of(request.steward, about, UUID(about_id))
    except (UnknownSubject, ValueError):
        raise Http404 from None


def help_of_code(request: Any, key: str) -> HelpOffer:
    """Loader: the offer of help of a receipt code. Wrong codes count against the phone and place they come from.

    Raises Http404, and TooManyCodes once too many were wrong.
    """
    throttle.check_codes(request)
    offer = queries.help_of_code(request.steward, key)
    if offer is None:
        throttle.count_wrong_code(request)
        raise Http404
    throttle.remember_right_code(request, offer.receipt)
    return offer


def help_with_matter(request: Any, key: Any) -> HelpOffer:
    """Loader: an offer of help with its matter. Raises Http404."""
    offer: HelpOffer | None = (
        HelpOffer.objects.of(request.steward).select_related("matter", "taken_up__matter").filter(pk=key).first()
    )
    if offer is None:
        raise Http404
    return offer
