"""The public chain as values: what may be shown of a matter, frozen, the same for page, API and exports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from ruammue.foundation import thai_dates
from ruammue.foundation.suppression import Shown
from ruammue.resources.bars import Asked, Bar


class Standing(StrEnum):
    """How far a public matter has come, as everybody may know it. Derived, never stored."""

    QUIET = "quiet"  # about one person or somebody's health: nothing more is said
    TOLD = "told"
    CALLING = "calling"
    TOGETHER = "together"
    DECIDED = "decided"
    AIMED = "aimed"
    WORKING = "working"
    DONE = "done"  # the work is done, and nobody has told yet what came of it
    RESULT = "result"
    CLOSED = "closed"  # ended without a published result


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """What a matter has to show; `standing_of` reads it, whether it came from a chain or from a row of the list.

    Nothing counts before it is so: the ring of the same page calls a station walked by the same measure.
    """

    is_quiet: bool
    is_closed: bool
    has_call: bool
    has_network: bool  # one that somebody has joined
    has_decision: bool  # adopted, and no executive's word is awaited
    has_goal: bool  # a shared one
    has_work: bool  # work that somebody leads
    has_done: bool  # every piece of it, and all that was asked for is here
    has_result: bool


def standing_of(reached: Reached) -> Standing:
    """The furthest thing that is on record. The one rule for list, page, API and exports."""
    if reached.is_quiet:
        return Standing.QUIET
    if reached.has_result:
        return Standing.RESULT
    if reached.is_closed:
        return Standing.CLOSED
    furthest = (
        (reached.has_work and reached.has_done, Standing.DONE),
        (reached.has_work, Standing.WORKING),
        (reached.has_goal, Standing.AIMED),
        (reached.has_decision, Standing.DECIDED),
        (reached.has_network, Standing.TOGETHER),
        (reached.has_call, Standing.CALLING),
    )
    return next((standing for is_there, standing in furthest if is_there), Standing.TOLD)


@dataclass(frozen=True, slots=True)
class ProblemPart:
    """What hurt. `told_by` counts the needs that were told, held back below five; of a quiet matter only kind and
    tambon are there.
    """

    sentence: str
    category: str
    category_label: str
    tambon: str
    village: str
    opened_on: date | None
    origin: str
    told_by: Shown
    photos: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class CallPart:
    """What the office could not do alone."""

    id: UUID
    what: str
    where: str
    for_how_many: int | None
    lacks: tuple[tuple[str, str], ...]  # (code of the lack, words)
    sectors: tuple[str, ...]
    opened_on: date
    is_endorsed: bool
    is_open: bool


@dataclass(frozen=True, slots=True)
class NetworkPart:
    """Who came together: organisations by sector and seats by what they are for, never persons."""

    id: UUID
    name: str
    level: str
    level_label: str
    form_label: str
    members: tuple[tuple[str, str, str], ...]  # (organisation, sector code, sector label)
    seats: tuple[str, ...]
    order_number: str
    order_on: date | None


@dataclass(frozen=True, slots=True)
class DecisionPart:
    """What was resolved, where, with which legal effect as the secretary states it, and what the executive said.

    `votes` are there only where they do not tell how anybody voted.
    """

    id: UUID
    text: str
    outcome: str
    outcome_label: str
    is_adopted: bool
    effect: str
    effect_label: str
    is_effect_confirmed: bool
    network: str
    kind_label: str
    held_on: date
    heads: Shown | None
    groups: tuple[tuple[str, str, Shown], ...]  # (code, label, count)
    votes: tuple[tuple[str, Shown], ...]
    rank: int | None
    number: str
    is_signed: bool
    executive: str
    executive_label: str
    executive_reasons: str
    meeting: UUID

    @property
    def fiscal_year(self) -> int:
        """The year whose participation page tells of the meeting."""
        return thai_dates.fiscal_year(self.held_on)

    @property
    def awaits_executive(self) -> bool:
        """Adopted, and without effect before the executive has said so."""
        return self.is_adopted and self.effect == "executive" and not self.executive


@dataclass(frozen=True, slots=True)
class IndicatorPart:
    """How we know: values in thousandths of the unit."""

    name: str
    unit: str
    baseline_milli: int
    target_milli: int
    value_milli: int | None
    read_on: date | None
    source: str
    owner: str


@dataclass(frozen=True, slots=True)
class GoalPart:
    """What is to be reached, and who signed it."""

    id: UUID
    statement: str
    due_on: date
    is_shared: bool
    signers: tuple[tuple[str, str, date], ...]  # (organisation, sector code, signed on)
    indicators: tuple[IndicatorPart, ...]


@dataclass(frozen=True, slots=True)
class WorkPart:
    """A piece of work and who has which part in it."""

    title: str
    due_on: date | None
    done_on: date | None
    duties: tuple[tuple[str, str], ...]  # (organisation, part code)


@dataclass(frozen=True, slots=True)
class GiverPart:
    """What one organisation promised and brought of a line; without a name: all villagers together."""

    name: str
    promised: int
    arrived: int


@dataclass(frozen=True, slots=True)
class LinePart:
    """Something we lacked, in minor units of `unit`: wanted, promised in all (arrived or not), arrived."""

    name: str
    kind: str
    unit: str
    wanted: int
    promised: int
    arrived: int
    is_enough: bool
    givers: tuple[GiverPart, ...]

    @property
    def missing(self) -> int:
        """What nobody has promised or brought yet; nothing once somebody said that it is enough."""
        return 0 if self.is_enough else max(self.wanted - self.promised, 0)

    @property
    def asked(self) -> Asked:
        """The line as its bar sees it."""
        return Asked(self.kind, self.wanted, self.promised, self.arrived, self.is_enough)


@dataclass(frozen=True, slots=True)
class ResultPart:
    """What came of it. `has_photo`: the matter's photo address shows it."""

    text: str
    improved: str
    has_photo: bool
    published_on: date


@dataclass(frozen=True, slots=True)
class Chain:
    """Everything public about one matter. `as_of` is the moment of reading; `steward` and `source` name the record."""

    id: UUID
    number: int
    steward: str
    published_on: date
    is_sensitive: bool
    is_closed: bool
    problem: ProblemPart
    call: CallPart | None
    networks: tuple[NetworkPart, ...]
    decisions: tuple[DecisionPart, ...]
    goals: tuple[GoalPart, ...]
    works: tuple[WorkPart, ...]
    lines: tuple[LinePart, ...]
    bars: tuple[Bar, ...]
    result: ResultPart | None
    skips: tuple[tuple[str, str, str], ...]  # (station code, label, reason)
    as_of: datetime

    @property
    def parties(self) -> tuple[str, ...]:
        """The organisations that have a part in the work, in the order in which they appear."""
        return tuple(dict.fromkeys(name for work in self.works for name, _part in work.duties))

    @property
    def is_calling(self) -> bool:
        """Help is still asked for: the call is open, and neither an end nor a result has overtaken it."""
        return self.call is not None and self.call.is_open and not self.is_closed and self.result is None

    @property
    def lacking(self) -> tuple[LinePart, ...]:
        """The lines that nobody has promised in full."""
        return tuple(line for line in self.lines if line.missing > 0)

    @property
    def organisations(self) -> frozenset[str]:
        """Every organisation that takes part: member, signer, worker or giver."""
        return frozenset(
            [name for network in self.networks for name, _code, _label in network.members]
            + [name for goal in self.goals for name, _sector, _on in goal.signers]
            + list(self.parties)
            + [giver.name for line in self.lines for giver in line.givers if giver.name]
        )

    @property
    def beside_networks(self) -> tuple[str, ...]:
        """Those who take part and are in none of its networks, by name."""
        members = {name for network in self.networks for name, _code, _label in network.members}
        return tuple(sorted(self.organisations - members))

    @property
    def standing(self) -> Standing:
        """How far it has come."""
        return standing_of(
            Reached(
                is_quiet=self.is_sensitive,
                is_closed=self.is_closed,
                has_call=self.call is not None,
                has_network=any(network.members for network in self.networks),
                has_decision=any(decision.is_adopted for decision in self.decisions)
                and not any(decision.awaits_executive for decision in self.decisions),
                has_goal=any(goal.is_shared for goal in self.goals),
                has_work=any(part == "lead" for work in self.works for _name, part in work.duties),
                has_done=all(work.done_on for work in self.works)
                and all(line.is_enough or line.arrived >= line.wanted for line in self.lines),
                has_result=self.result is not None,
            )
        )
