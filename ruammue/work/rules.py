"""Who may do what with work and duties: tables to read aloud. Any row, all of the row."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from ruammue.access.actors import Actor
from ruammue.access.claims import (
    is_clerk,
    is_coordinator,
    is_executive,
    is_member_here,
    is_officer,
    is_partner,
    is_village_head,
)
from ruammue.access.gate import EVERYONE, Policy
from ruammue.needs import rules as needs
from ruammue.needs.models import Matter
from ruammue.networks.models import NetworkMember
from ruammue.work.models import Duty, Work


def _matter(subject: Any) -> Matter:
    """The matter of a matter, a piece of work or a duty."""
    if isinstance(subject, Matter):
        return subject
    found: Matter = subject.matter if isinstance(subject, Work) else subject.work.matter
    return found


def may_open(actor: Actor, subject: Any) -> bool:
    """May open the matter."""
    return needs.may_open(actor, _matter(subject))


def heads_its_village(actor: Actor, subject: Any) -> bool:
    """Head of the village of the matter."""
    village = _matter(subject).village_id
    return is_village_head(actor, subject) and village is not None and village in actor.villages


def has_a_part(actor: Actor, subject: Any) -> bool:
    """Speaks for an organisation in a network of this matter, or with a duty in it."""
    if not actor.represents:
        return False
    matter = _matter(subject)
    members = NetworkMember.objects.of(matter.steward_id).filter(network__matter=matter, until_on=None)
    duties = Duty.objects.of(matter.steward_id).filter(work__matter=matter)
    return any(rows.filter(organisation_id__in=actor.represents).exists() for rows in (members, duties))


def leads_it(actor: Actor, work: Work) -> bool:
    """Speaks for an organisation that leads this work or does it together with others."""
    active = (Duty.Part.LEAD, Duty.Part.JOINT)
    return work.duties.filter(part__in=active, organisation_id__in=actor.represents).exists()


def speaks_for_it(actor: Actor, duty: Duty) -> bool:
    """Speaks for the organisation that has this duty."""
    return duty.organisation_id in actor.represents


SEE: Policy = [[may_open], [has_a_part]]
LIST: Policy = [[is_member_here]]
DIVIDE: Policy = [
    [may_open, is_officer],
    [may_open, is_clerk],
    [may_open, is_executive],
    [may_open, is_coordinator],
    [may_open, heads_its_village],
]
ASK: Policy = [[may_open, is_officer], [may_open, is_clerk], [may_open, is_coordinator]]
ENTER_PAPER: Policy = [*ASK, [may_open, heads_its_village]]
SIGN: Policy = [[has_a_part, is_partner]]
FINISH: Policy = [
    [may_open, is_officer],
    [may_open, is_clerk],
    [may_open, is_coordinator],
    [may_open, heads_its_village],
    [leads_it],
]
NAME_FOR_OTHERS: Policy = [[may_open, is_officer], [may_open, is_coordinator]]
NAME_PERSON: Policy = [[speaks_for_it], *NAME_FOR_OTHERS]
OPEN_LINK: Policy = EVERYONE


def work_with_matter(request: Any, key: Any) -> Work:
    """Loader: a piece of work with its matter. Raises Http404."""
    found: Work | None = Work.objects.of(request.steward).select_related("matter__steward").filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def duty_with_work(request: Any, key: Any) -> Duty:
    """Loader: a duty with its work, matter and organisation. Raises Http404."""
    rows = Duty.objects.of(request.steward).select_related("work__matter__steward", "organisation")
    found: Duty | None = rows.filter(pk=key).first()
    if found is None:
        raise Http404
    return found
