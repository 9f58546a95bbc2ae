"""The words of the rulebook: packs, rules, committees, facts in, verdicts out. All frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any, NamedTuple

from django.utils.functional import Promise

Words = str | Promise
"""A text in the reader's language (`gettext_lazy`) or as the law writes it."""


class Evidence(StrEnum):
    """How well a rule is known (DOMAIN's marks)."""

    READ = "V"  # read in the source
    PARTLY_READ = "V~"  # only part of it was visible, or an example implies it
    BY_HEARSAY = "M"  # general knowledge, not confirmed
    OUR_DESIGN = "D"  # no law: our own proposal


class Force(StrEnum):
    """What a broken rule does: stops the act, warns, or only informs."""

    BLOCK = "BLOCK"
    WARN = "WARN"
    INFO = "INFO"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule. `judge` names its judge in `judging`; `params` are its numbers, each of which may be overridden.

    `source_on` is the day of the source that was read, None where it bears none.
    """

    id: str
    text: Words
    citation: Words
    source_on: date | None
    evidence: Evidence
    force: Force
    judge: str
    params: Mapping[str, int | Fraction | str] = field(default_factory=dict)

    @property
    def is_confirmed(self) -> bool:
        """True when the rule was read in its source. Partly read is not confirmed."""
        return self.evidence == Evidence.READ


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatRule:
    """How many seats of one category a committee has. `most` None: no upper limit known.

    `label` is the Thai name that a seat gets (an official term, stored with the seat); `ready` is how many
    empty seats stand ready at the beginning (default: `least`).
    """

    category: str
    label: str
    least: int
    most: int | None
    chosen_by: str
    office: str = "member"
    has_vote: bool = True
    ready: int | None = None

    @property
    def prepared(self) -> int:
        """Empty seats to make when the committee is set up."""
        return self.least if self.ready is None else self.ready


def at_least(share: Fraction, count: int) -> int:
    """The smallest whole number that is not less than `share` of `count`, and never less than 1."""
    return max(1, -((-count * share.numerator) // share.denominator))


@dataclass(frozen=True, slots=True, kw_only=True)
class Quorum:
    """When enough are there, and how a vote is carried. `share` None: no rule is known, heads are only counted.

    `recalled_share` holds for a meeting called again within `recalled_within_days` days of one without quorum.
    """

    rule_id: str
    pack: str
    version: str
    share: Fraction | None
    recalled_share: Fraction | None
    recalled_within_days: int
    threshold: Fraction
    chair_breaks_ties: bool
    is_confirmed: bool
    citation: Words

    def needed(self, seats_filled: int, *, is_recalled: bool = False) -> int | None:
        """How many of `seats_filled` filled seats must be there; None where no rule is known."""
        share = self.recalled_share if is_recalled and self.recalled_share is not None else self.share
        return None if share is None else at_least(share, seats_filled)


class LegalEffect(NamedTuple):
    """What a resolution is worth: advisory, committee, executive or council; and whether that was read in a source."""

    code: str
    is_confirmed: bool
    citation: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Committee:
    """A kind of body. `name` is its official Thai name. `form`: committee, partners or forum.

    `rules` are the ids of the rules to which its seats answer; a body without rules has no statutory seats.
    """

    key: str
    name: str
    level: str
    form: str
    is_statutory: bool
    seats: tuple[SeatRule, ...]
    rules: tuple[str, ...]
    evidence: Evidence
    citation: Words
    source_on: date | None
    quorum_rule: str = "R15"
    term_years: int | None = None

    @property
    def is_confirmed(self) -> bool:
        """True when its composition was read in the source."""
        return self.evidence == Evidence.READ


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectRule:
    """What a resolution of a body is worth. An empty `body` speaks for all bodies of this kind."""

    body: str
    kind: str
    code: str
    evidence: Evidence
    citation: Words
    source_on: date | None

    @property
    def is_confirmed(self) -> bool:
        """True when it was read in its source."""
        return self.evidence == Evidence.READ


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A number of days with its source: from an event until something is due."""

    key: str
    text: Words
    days: int
    evidence: Evidence
    citation: Words
    source_on: date | None

    @property
    def is_confirmed(self) -> bool:
        """True when the number was read in its source."""
        return self.evidence == Evidence.READ


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """A set of rules under one id and version; a verdict names both, so old verdicts stay readable."""

    id: str
    version: str
    title: Words
    checked_on: date
    rules: tuple[Rule, ...]
    committees: tuple[Committee, ...] = ()
    effects: tuple[EffectRule, ...] = ()
    clocks: tuple[Clock, ...] = ()


# ------------------------------------------------------------------------------------------- facts


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatFacts:
    """A committee on a day. `filled`: holders by category; `chosen_by`: who chose them, by category.

    `offices`: how many holders have each office (chair, secretary, assistant).
    """

    body: str
    filled: Mapping[str, int]
    offices: Mapping[str, int] = field(default_factory=dict)
    chosen_by: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class TermFacts:
    """The days on which the terms of the filled seats end (None: no end known)."""

    today: date
    ends: tuple[date | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeFacts:
    """When a meeting was announced, when it is held, whether an agenda went along."""

    noticed_on: date | None
    held_on: date
    has_agenda: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class QuorumFacts:
    """Voting seats that have a holder on the day, and how many of them are present at the vote."""

    body: str
    seats_filled: int
    seats_present: int
    is_recalled: bool = False
    days_since_first: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesFacts:
    """Whether minutes are written, how many dissented and how many of their reasons stand in the minutes."""

    has_minutes: bool
    dissents: int = 0
    dissents_with_reason: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestFacts:
    """A giver on a day. `ties`: how it is tied to the office (contractor, relative), from when, until when."""

    today: date
    ties: tuple[tuple[str, date, date | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NamingFacts:
    """A paper of thanks on a day. `windows`: the times of elections that the office typed, with their source."""

    today: date
    names_executive: bool
    windows: tuple[tuple[date, date, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareFacts:
    """What each organisation did of all that was delivered, by its name; and how many things are done or begun."""

    shares: Mapping[str, Fraction]
    pieces: int


# ------------------------------------------------------------------------------------------- verdicts


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is not as the rule says: a code, its force, and the numbers for a sentence."""

    code: str
    force: Force
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a rule says about facts, by which pack and version. `findings` is empty when the rule is kept."""

    rule_id: str
    pack: str
    version: str
    findings: tuple[Finding, ...]
    is_confirmed: bool
    citation: Words
    source_on: date | None

    @property
    def is_kept(self) -> bool:
        """True when nothing is missing or wrong."""
        return not self.findings

    @property
    def blocks(self) -> bool:
        """True when the act must not be done."""
        return any(finding.force == Force.BLOCK for finding in self.findings)
