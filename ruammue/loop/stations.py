"""Where a matter stands on the wheel: pure reading of its facts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ruammue.loop.facts import Facts
from ruammue.needs.models import Matter, Station


class Stand(StrEnum):
    """How a station looks from the matter."""

    WALKED = "walked"
    PRESENT = "present"
    SKIPPED = "skipped"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class Stop:
    """One station of one matter: its stand, the reason when it was passed by, how many records it holds."""

    key: str
    stand: Stand
    reason: str
    count: int


def stops(facts: Facts) -> tuple[Stop, ...]:
    """The eight stations in the seed's order. The first that is neither walked nor skipped is where the matter stands;
    a closed matter stands nowhere.
    """
    walked = {station: is_walked(station, facts) for station in Station}
    counts = records(facts)
    present = (
        None
        if facts.matter.closed_at
        else next((station for station in Station if not walked[station] and station not in facts.skips), None)
    )
    return tuple(
        Stop(
            key=station.value,
            stand=_stand(station, walked[station], station in facts.skips, present),
            reason="" if walked[station] else facts.skips.get(station, ""),
            count=counts[station],
        )
        for station in Station
    )


def present_station(facts: Facts) -> Station | None:
    """Where the matter stands; None when it went all the way round or is closed."""
    return next((Station(stop.key) for stop in stops(facts) if stop.stand is Stand.PRESENT), None)


def is_walked(station: Station, facts: Facts) -> bool:
    """Whether what this station asks for has been done."""
    match station:
        case Station.PROBLEM:
            from_office = facts.matter.origin == Matter.Origin.OFFICE
            return from_office or (facts.needs > 0 and facts.unanswered == 0)
        case Station.CALL:
            return facts.calls > 0 and facts.calls_to_endorse == 0
        case Station.NETWORK:
            return facts.members > 0
        case Station.DECIDE:
            return facts.adopted > 0 and facts.awaiting_executive == 0
        case Station.GOAL:
            return facts.goal_sectors >= 2
        case Station.DIVIDE:
            divided = facts.works > 0 and facts.works_without_lead == 0
            return divided and 0 < facts.parties <= facts.signed_parties and facts.lines_short == 0
        case Station.ACT:
            return facts.works > 0 and facts.works_open == 0 and facts.lines_undelivered == 0
        case Station.RESULT:
            return facts.published_results > 0


def records(facts: Facts) -> dict[Station, int]:
    """How many records each station holds."""
    return {
        Station.PROBLEM: facts.needs + facts.office_projects,
        Station.CALL: facts.calls,
        Station.NETWORK: facts.members,
        Station.DECIDE: facts.resolutions,
        Station.GOAL: facts.goals,
        Station.DIVIDE: facts.works + facts.lines,
        Station.ACT: facts.works - facts.works_open,
        Station.RESULT: facts.results,
    }


def _stand(station: Station, walked: bool, skipped: bool, present: Station | None) -> Stand:
    if walked:
        return Stand.WALKED
    if skipped:
        return Stand.SKIPPED
    return Stand.PRESENT if station is present else Stand.AHEAD
