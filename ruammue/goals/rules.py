"""Who may do what with goals: tables to read aloud. Any row, all of the row."""

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
    is_volunteer,
)
from ruammue.access.gate import EVERYONE, Policy
from ruammue.goals.models import CoSignature, Goal, Indicator, Reading
from ruammue.needs import rules as needs
from ruammue.needs.models import Matter
from ruammue.networks.models import NetworkMember


def may_open(actor: Actor, matter: Matter) -> bool:
    """May open the matter that the goal is for."""
    return needs.may_open(actor, matter)


def heads_its_village(actor: Actor, subject: Matter | Goal) -> bool:
    """Head of the village of this matter, or of the matter that the goal is for."""
    matter = subject.matter if isinstance(subject, Goal) else subject
    return is_village_head(actor, matter) and matter.village_id is not None and matter.village_id in actor.villages


def is_in_its_networks(actor: Actor, matter: Matter) -> bool:
    """Speaks for an organisation in a network of this matter."""
    if not actor.represents:
        return False
    members = NetworkMember.objects.of(matter.steward_id).filter(network__matter=matter, until_on=None)
    return members.filter(organisation_id__in=actor.represents).exists()


def may_see(actor: Actor, goal: Goal) -> bool:
    """May open its matter, works in its networks, or was asked to sign it."""
    if may_open(actor, goal.matter) or is_in_its_networks(actor, goal.matter):
        return True
    asked = CoSignature.objects.of(goal.steward_id).filter(goal=goal, organisation_id__in=actor.represents)
    return bool(actor.represents) and asked.exists()


def may_see_its_goal(actor: Actor, indicator: Indicator) -> bool:
    """May see the goal that this measures."""
    return may_see(actor, indicator.goal)


def may_see_what_it_measures(actor: Actor, reading: Reading) -> bool:
    """May see the goal that this reading belongs to."""
    return may_see(actor, reading.indicator.goal)


def may_see_what_it_signs(actor: Actor, signature: CoSignature) -> bool:
    """May see the goal under which this signature stands."""
    return may_see(actor, signature.goal)


def speaks_for_owner(actor: Actor, indicator: Indicator) -> bool:
    """Speaks for the organisation that measures."""
    return indicator.owner_id in actor.represents


LIST: Policy = [[is_member_here]]
SEE: Policy = [[may_see]]
DRAFT: Policy = [
    [may_open, is_officer],
    [may_open, is_clerk],
    [may_open, is_executive],
    [may_open, is_coordinator],
    [may_open, heads_its_village],
]
SET_INDICATOR: Policy = [[may_see, is_officer], [may_see, is_clerk], [may_see, is_executive], [may_see, is_coordinator]]
ASK: Policy = [[may_see, is_officer], [may_see, is_clerk], [may_see, is_coordinator]]
ENTER_PAPER: Policy = [*ASK, [may_see, heads_its_village]]
SIGN: Policy = [[may_see, is_partner]]
READ: Policy = [
    [may_see_its_goal, is_officer],
    [may_see_its_goal, is_clerk],
    [may_see_its_goal, is_coordinator],
    [may_see_its_goal, is_village_head],
    [may_see_its_goal, is_volunteer],
    [may_see_its_goal, is_partner],
    [speaks_for_owner],
]
SEE_EVIDENCE: Policy = [[may_see_what_it_measures]]
SEE_SIGNED_PAPER: Policy = [[may_see_what_it_signs]]
CHANGE: Policy = [[may_see, is_officer], [may_see, is_clerk], [may_see, is_executive]]
OPEN_LINK: Policy = EVERYONE


def reading_with_goal(request: Any, key: Any) -> Reading:
    """Loader: a reading that has a photo, with what the rules ask about. Raises Http404."""
    found: Reading | None = (
        Reading.objects.of(request.steward)
        .select_related("indicator__goal__matter", "evidence")
        .filter(pk=key, evidence__isnull=False)
        .first()
    )
    if found is None:
        raise Http404
    return found


def signature_on_paper(request: Any, key: Any) -> CoSignature:
    """Loader: a signature that stands on paper, with what the rules ask about. Raises Http404."""
    found: CoSignature | None = (
        CoSignature.objects.of(request.steward)
        .select_related("goal__matter", "evidence")
        .filter(pk=key, evidence__isnull=False)
        .first()
    )
    if found is None:
        raise Http404
    return found


def indicator_with_goal(request: Any, key: Any) -> Indicator:
    """Loader: an indicator with its goal and matter. Raises Http404."""
    found: Indicator | None = (
        Indicator.objects.of(request.steward).select_related("goal__matter__steward", "owner").filter(pk=key).first()
    )
    if found is None:
        raise Http404
    return found
