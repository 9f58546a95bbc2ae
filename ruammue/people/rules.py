"""Who may do what among people. Tables to be read aloud: any row, all of the row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ruammue.access.actors import Actor, Role
from ruammue.access.claims import (
    is_administrator,
    is_auditor,
    is_clerk,
    is_executive,
    is_member_here,
    is_officer,
    is_partner,
    is_signed_in,
)
from ruammue.access.gate import EVERYONE, Policy
from ruammue.people.models import Acquaintance, DataRequest, Organisation
from ruammue.places.models import Steward

STAFF_ROLES = frozenset({Role.ADMINISTRATOR, Role.OFFICER, Role.CLERK, Role.EXECUTIVE})
"""Who holds one of these needs a second step."""
VILLAGE_ROLES = frozenset({Role.VILLAGE_HEAD, Role.VOLUNTEER})
"""These are always of a village; a coordinator may be."""


@dataclass(frozen=True, slots=True)
class OrganisationHere:
    """An organisation as one steward sees it; `is_ours`: in our area, or its people are listed with us."""

    organisation: Organisation
    steward: Steward
    is_ours: bool


def is_oneself(actor: Actor, subject: Any) -> bool:
    """The file is the reader's own."""
    return isinstance(subject, Acquaintance | DataRequest) and subject.person_id == actor.person_id


def keeps_their_village(actor: Actor, subject: Any) -> bool:
    """Village head, volunteer or coordinator of the village in which the person lives."""
    return isinstance(subject, Acquaintance) and subject.village_id is not None and subject.village_id in actor.villages


def keeps_a_village(actor: Actor, _subject: Any) -> bool:
    """Village head, volunteer or coordinator of some village here."""
    return bool(actor.villages)


def is_of_our_area(_actor: Actor, subject: Any) -> bool:
    """The organisation is one of ours to keep tidy."""
    return isinstance(subject, OrganisationHere) and subject.is_ours


def speaks_for_it(actor: Actor, subject: Any) -> bool:
    """May speak for this very organisation."""
    return isinstance(subject, OrganisationHere) and subject.organisation.pk in actor.represents


ADMINISTRATORS: Policy = [[is_administrator]]
OFFICE: Policy = [[is_officer], [is_administrator], [is_clerk]]
LIST_PEOPLE: Policy = [*OFFICE, [is_executive], [is_auditor], [keeps_a_village]]
SEE_PERSON: Policy = [*OFFICE, [is_executive], [is_auditor], [keeps_their_village], [is_oneself]]
ADD_PERSON: Policy = [*OFFICE, [keeps_a_village]]
EDIT_PERSON: Policy = [*OFFICE, [keeps_their_village], [is_oneself]]
SEE_PHONE: Policy = [*OFFICE, [keeps_their_village], [is_oneself]]
KEEP_ROLES: Policy = ADMINISTRATORS
KEEP_ACCOUNTS: Policy = ADMINISTRATORS
KEEP_CARDS: Policy = [[is_officer], [is_administrator]]
KEEP_AFFILIATIONS: Policy = OFFICE
LIST_ORGANISATIONS: Policy = [[is_member_here]]
ADD_ORGANISATION: Policy = OFFICE
EDIT_ORGANISATION: Policy = [
    [is_officer, is_of_our_area],
    [is_administrator, is_of_our_area],
    [is_clerk, is_of_our_area],
    [speaks_for_it],
]
CHOOSE_HAT: Policy = [[is_partner]]
READ_NOTICE: Policy = EVERYONE
ENTER_WITH_CARD: Policy = EVERYONE
OWN_DATA: Policy = [[is_signed_in]]
DATA_OF_OTHERS: Policy = [[is_officer], [is_administrator]]
ANONYMISE: Policy = ADMINISTRATORS
PROCESSING_RECORD: Policy = [*OFFICE, [is_auditor]]
IMPORT: Policy = [[is_officer], [is_administrator]]
SETTINGS: Policy = [*OFFICE, [is_executive], [is_auditor]]
CHANGE_SETTINGS: Policy = ADMINISTRATORS
CLAIM: Policy = [[is_administrator], [is_clerk]]
