"""Who may do what with networks: tables to read aloud. Any row, all of the row."""

from __future__ import annotations

from typing import Any

from ruammue.access.actors import Actor
from ruammue.access.claims import (
    is_auditor,
    is_clerk,
    is_coordinator,
    is_executive,
    is_member_here,
    is_officer,
    is_staff,
    is_village_head,
)
from ruammue.access.gate import EVERYONE, Policy
from ruammue.foundation.levels import Level


def is_public_network(actor: Actor, network: Any) -> bool:
    """Confirmed, still there, and of no matter or of one that is published."""
    if not network.is_confirmed or network.removed_at is not None:
        return False
    return network.matter_id is None or network.matter.is_public


def heads_its_village(actor: Actor, network: Any) -> bool:
    """Head of the village to which this network belongs."""
    return is_village_head(actor, network) and network.level == Level.VILLAGE and network.village_id in actor.villages


def heads_village_of_seat(actor: Actor, seat: Any) -> bool:
    """Head of the village to which this seat's committee belongs."""
    return heads_its_village(actor, seat.network)


def is_council_seat(actor: Actor, seat: Any) -> bool:
    """A seat that the council fills."""
    return bool(seat.category == "council")


def is_council(actor: Actor, _subject: Any) -> bool:
    """A member of the council."""
    return "council" in actor.roles


def speaks_for_member(actor: Actor, member: Any) -> bool:
    """Speaks for the organisation that is the member."""
    return member.organisation_id in actor.represents


def speaks_for_partner(actor: Actor, partner: Any) -> bool:
    """Speaks for this partner."""
    return partner.organisation_id in actor.represents


def speaks_for_invited(actor: Actor, invitation: Any) -> bool:
    """Speaks for the organisation that is invited."""
    return invitation.organisation_id in actor.represents


def heads_village_of_member(actor: Actor, member: Any) -> bool:
    """Head of the village to which the member's network belongs."""
    return heads_its_village(actor, member.network)


def heads_village_of_appointment(actor: Actor, appointment: Any) -> bool:
    """Head of the village to which the appointment's committee belongs."""
    return heads_its_village(actor, appointment.seat.network)


def heads_village_of_invitation(actor: Actor, invitation: Any) -> bool:
    """Head of the village to which the invitation's network belongs."""
    return heads_its_village(actor, invitation.network)


def heads_village_of_paper(actor: Actor, paper: Any) -> bool:
    """Head of the village to which the paper's network belongs."""
    return heads_its_village(actor, paper.network)


def speaks_for_member_of_it(actor: Actor, paper: Any) -> bool:
    """Speaks for an organisation that is in the paper's network today."""
    members = paper.network.members.filter(until_on=None, organisation_id__in=actor.represents)
    return bool(actor.represents) and bool(members.exists())


LIST: Policy = EVERYONE
SEE: Policy = [[is_public_network], [is_member_here]]
FORM: Policy = [[is_officer], [is_clerk], [is_executive], [is_coordinator], [is_village_head]]
KEEP: Policy = [[is_officer], [is_clerk], [is_executive], [is_coordinator], [heads_its_village]]
READ_PAPER: Policy = [
    [is_staff],
    [is_coordinator],
    [is_auditor],
    [heads_village_of_paper],
    [speaks_for_member_of_it],
]
TYPE_ORDER: Policy = [[is_officer], [is_clerk]]
SEAT: Policy = [
    [is_officer],
    [is_clerk],
    [is_executive],
    [is_council, is_council_seat],
    [heads_village_of_seat],
]
END_APPOINTMENT: Policy = [[is_officer], [is_clerk], [is_executive], [heads_village_of_appointment]]
END_MEMBER: Policy = [[is_officer], [is_clerk], [is_coordinator], [speaks_for_member], [heads_village_of_member]]
INVITE: Policy = KEEP
SEE_INVITATION: Policy = [
    [is_staff],
    [is_coordinator],
    [is_auditor],
    [heads_village_of_invitation],
    [speaks_for_invited],
]
KEEP_INVITATION: Policy = [[is_officer], [is_clerk], [is_coordinator], [heads_village_of_invitation]]
ANSWER: Policy = [[speaks_for_invited]]
CONFIRM: Policy = [[is_officer], [is_clerk], [is_coordinator]]
SEE_PARTNERS: Policy = [[is_member_here]]
ADD_PARTNER: Policy = [[is_officer], [is_clerk], [is_coordinator], [is_village_head]]
KEEP_PARTNER: Policy = [[is_officer], [is_clerk], [is_coordinator], [speaks_for_partner]]
OPEN_LINK: Policy = EVERYONE
