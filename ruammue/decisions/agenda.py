"""Which matter may stand on whose agenda, and until when. The pages that offer and the acts that write ask the same."""

from __future__ import annotations

from datetime import date

from ruammue.decisions.models import Meeting
from ruammue.decisions.refusals import HeldAlready, MatterIsOver, MatterOfOneAtForum, OfAnotherVillage
from ruammue.foundation.refusals import Refusal
from ruammue.needs.models import Matter
from ruammue.networks.models import Network


def check_matter(matter: Matter, network: Network) -> None:
    """A body talks about what is open and its own.

    A village's body takes matters of its village and of the whole tambon. A forum is open to everybody, so a matter
    about one person is not carried into it: its kind and number alone would point at somebody in a small village.

    Raises MatterIsOver, MatterOfOneAtForum, OfAnotherVillage.
    """
    if matter.closed_at is not None:
        raise MatterIsOver(title=matter.title, closed_at=matter.closed_at)
    if matter.is_sensitive and network.form == Network.Form.FORUM:
        raise MatterOfOneAtForum(title=matter.title)
    if network.village_id is not None and matter.village_id not in (None, network.village_id):
        raise OfAnotherVillage(
            title=matter.title, village=str(matter.village), body=network.name, theirs=str(network.village)
        )


def check_day(meeting: Meeting, today: date) -> None:
    """Nothing is added to the agenda of a meeting that was held or typed in already. Raises HeldAlready."""
    if meeting.held_on < today or meeting.entered_at is not None:
        raise HeldAlready(title=meeting.title, held_on=meeting.held_on)


def fits(matter: Matter, network: Network) -> bool:
    """Whether `check_matter` lets it pass: pages offer only what will not be refused."""
    try:
        check_matter(matter, network)
    except Refusal:
        return False
    return True


def takes_more(meeting: Meeting, today: date) -> bool:
    """Whether `check_day` lets it pass."""
    try:
        check_day(meeting, today)
    except Refusal:
        return False
    return True
