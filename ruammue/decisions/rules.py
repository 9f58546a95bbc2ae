"""Who may do what when people decide together. Tables to read aloud: any row, all of the row."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils import timezone

from ruammue.access.actors import Actor, Role
from ruammue.access.claims import (
    is_auditor,
    is_clerk,
    is_coordinator,
    is_executive,
    is_member_here,
    is_officer,
    is_staff,
    is_village_head,
    is_volunteer,
)
from ruammue.access.gate import EVERYONE, Policy
from ruammue.decisions.bodies import is_expected, keeps_minutes
from ruammue.decisions.models import Ballot, Meeting
from ruammue.networks.models import Network


def _network(subject: Any) -> Network | None:
    """The body a meeting, resolution or ballot belongs to; the subject itself when it is a network."""
    if subject is None or isinstance(subject, Network):
        return subject
    if hasattr(subject, "network_id"):
        network: Network | None = subject.network
        return network
    meeting_network: Network = subject.meeting.network
    return meeting_network


def heads_its_village(actor: Actor, subject: Any) -> bool:
    """Heads the village whose forum or committee this is."""
    network = _network(subject)
    return actor.has(Role.VILLAGE_HEAD) and network is not None and network.village_id in actor.villages


def helps_in_its_village(actor: Actor, subject: Any) -> bool:
    """Health volunteer of the village whose forum this is: may help to type in the paper sheet."""
    network = _network(subject)
    return (
        is_volunteer(actor, subject)
        and network is not None
        and network.form == Network.Form.FORUM
        and network.village_id in actor.villages
    )


def sits_in_it(actor: Actor, subject: Any) -> bool:
    """Holds a seat of this committee today, or speaks for a member of this partner network."""
    network = _network(subject)
    return (
        network is not None
        and actor.person_id is not None
        and is_expected(network, actor.person_id, actor.represents, timezone.localdate())
    )


def keeps_its_minutes(actor: Actor, subject: Any) -> bool:
    """Secretary or assistant secretary of this committee today."""
    network = _network(subject)
    return (
        network is not None
        and actor.person_id is not None
        and keeps_minutes(network, actor.person_id, timezone.localdate())
    )


def is_on_council(actor: Actor, _subject: Any) -> bool:
    """A member of the council."""
    return actor.has(Role.COUNCIL)


def is_on_roll(actor: Actor, ballot: Ballot) -> bool:
    """Stands on the frozen roll of this ballot."""
    return actor.person_id is not None and ballot.roll.filter(person=actor.person_id).exists()


def announced(request: Any, key: Any) -> Meeting:
    """Loader: a forum, to which everybody is called; who sits in a committee is told in other ways. Raises Http404."""
    found: Meeting | None = (
        Meeting.objects.of(request.steward)
        .filter(pk=key, kind=Meeting.Kind.FORUM)
        .select_related("network__village", "steward")
        .first()
    )
    if found is None:
        raise Http404
    return found


READ_NOTICE: Policy = EVERYONE
LIST_MEETINGS: Policy = [[is_member_here]]
SEE_MEETING: Policy = [[is_member_here], [sits_in_it]]
READ_MINUTES: Policy = [
    [is_staff],
    [is_auditor],
    [is_coordinator],
    [is_on_council],
    [heads_its_village],
    [helps_in_its_village],
    [sits_in_it],
]
CALL_MEETING: Policy = [[is_officer], [is_clerk], [is_coordinator], [is_village_head]]
RUN_MEETING: Policy = [[is_officer], [is_clerk], [is_coordinator], [heads_its_village], [keeps_its_minutes]]
ENTER_MEETING: Policy = [*RUN_MEETING, [helps_in_its_village]]
PUT_ON_AGENDA: Policy = [[is_officer], [is_clerk], [is_coordinator], [is_village_head]]
LIST_RESOLUTIONS: Policy = [[is_member_here]]
SEE_RESOLUTION: Policy = [[is_member_here], [sits_in_it]]
TYPE_NUMBER: Policy = [[is_officer], [is_clerk], [keeps_its_minutes]]
ANSWER_RESOLUTION: Policy = [[is_executive]]
PREPARE_BALLOT: Policy = RUN_MEETING
SEE_BALLOT: Policy = [[is_staff], [is_auditor], [is_coordinator], [sits_in_it], [is_on_roll], [heads_its_village]]
CAST_BALLOT: Policy = [[is_on_roll]]
