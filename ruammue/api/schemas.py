"""The shapes that go out. Field names are English; words come in the language of the reader (Thai unless chosen).

Each mirrors a part of the public chain field by field, so that nothing goes out that the chain does not hold.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from ninja import Schema
from pydantic import Field


class Problem(Schema):
    """One shape for every error."""

    error: str = Field(description="a code: not_found, method_not_allowed, bad_request, server_error")
    detail: str = Field(description="one plain sentence in English")


class Count(Schema):
    """A count of persons or votes. `value` is null when it is held back so that nobody can be pointed at."""

    value: int | None
    floor: int = Field(description="the smallest number that is told")


class Summary(Schema):
    """What the public record of a steward holds in all."""

    steward: str
    matters: int
    with_result: int
    organisations: int
    decisions: int
    works: int
    works_done: int
    as_of: datetime


class MatterRow(Schema):
    """A public matter in a list."""

    id: UUID
    number: int
    sentence: str
    category: str
    village: str = Field(description="empty for a matter about one person")
    published_on: date
    standing: str
    is_sensitive: bool = Field(description="about one person or somebody's health: only kind and tambon are told")
    is_calling: bool


class Matters(Schema):
    """One page of matters. `page` counts from 1."""

    items: list[MatterRow]
    page: int
    pages: int
    total: int


class ProblemPart(Schema):
    """What hurt."""

    sentence: str
    category: str
    tambon: str
    village: str
    opened_on: date | None
    origin: str
    told_by: Count


class Lack(Schema):
    """What is lacking: people, things, knowledge or money."""

    kind: str
    words: str


class Call(Schema):
    """What the office could not do alone."""

    what: str
    where: str
    for_how_many: int | None
    lacks: list[Lack]
    sectors: list[str]
    opened_on: date
    is_endorsed: bool
    is_open: bool


class Member(Schema):
    """An organisation in a network."""

    organisation: str
    sector: str


class NetworkOfMatter(Schema):
    """Who came together for a matter."""

    id: UUID
    name: str
    level: str
    members: list[Member]
    seats: list[str] = Field(description="what the seats are for, never who holds them")
    order_number: str
    order_on: date | None


class Group(Schema):
    """People of one group in a forum."""

    group: str
    count: Count


class Votes(Schema):
    """One side of a vote on a motion."""

    side: str
    count: Count


class Decision(Schema):
    """What was resolved. `effect` is the secretary's statement of its legal effect."""

    id: UUID
    text: str
    outcome: str
    is_adopted: bool
    effect: str
    is_effect_confirmed: bool
    network: str
    held_on: date
    heads: Count | None
    groups: list[Group]
    votes: list[Votes]
    rank: int | None
    register_number: str
    is_signed: bool
    executive: str = Field(description="approved, otherwise, or empty when not answered")
    executive_reasons: str


class Signer(Schema):
    """An organisation that signed a goal."""

    organisation: str
    sector: str
    signed_on: date


class Indicator(Schema):
    """How a goal is measured. Values are thousandths of the unit."""

    name: str
    unit: str
    baseline_milli: int
    target_milli: int
    value_milli: int | None
    read_on: date | None
    source: str
    owner: str


class Goal(Schema):
    """What is to be reached together."""

    id: UUID
    statement: str
    due_on: date
    is_shared: bool
    signers: list[Signer]
    indicators: list[Indicator]


class Duty(Schema):
    """The part of an organisation in a piece of work: lead, joint, support or informed."""

    organisation: str
    part: str


class Work(Schema):
    """A piece of work."""

    title: str
    due_on: date | None
    done_on: date | None
    duties: list[Duty]


class Giver(Schema):
    """What an organisation promised and brought. An empty name stands for all villagers together."""

    organisation: str
    promised: int
    arrived: int


class Line(Schema):
    """Something that was lacking. Amounts are minor units of `unit`."""

    name: str
    kind: str
    unit: str
    wanted: int
    promised: int
    arrived: int
    givers: list[Giver]


class Share(Schema):
    """An exact share: `part` of `of`, in lowest terms."""

    part: int
    of: int


class Bar(Schema):
    """One of the three bars: the average of its lines' own shares, since litres and persons do not add up."""

    key: str = Field(description="people, things or knowledge")
    things: int = Field(description="how many lines stand under it")
    short: int = Field(description="how many of them still lack something")
    promised: Share = Field(description="promised in all, arrived or not")
    arrived: Share = Field(description="confirmed by both sides")


class Result(Schema):
    """What came of it, and how it improved the work."""

    text: str
    improved: str
    published_on: date


class Skip(Schema):
    """A station that was passed by, and why."""

    station: str
    reason: str


class Chain(Schema):
    """Everything public about one matter, from the trouble to the result."""

    id: UUID
    number: int
    steward: str
    published_on: date
    standing: str
    is_sensitive: bool
    is_closed: bool
    problem: ProblemPart
    call: Call | None
    networks: list[NetworkOfMatter]
    decisions: list[Decision]
    goals: list[Goal]
    works: list[Work]
    lines: list[Line]
    bars: list[Bar]
    result: Result | None
    skips: list[Skip]
    page: str = Field(description="address of the public page")
    as_of: datetime


class VillageRow(Schema):
    """A village of the steward, with its code in the list of places."""

    code: str
    moo: int
    name: str
    label: str
    is_confirmed: bool


class Villages(Schema):
    """All villages of the steward."""

    tambon: str
    items: list[VillageRow]


class NetworkRow(Schema):
    """A network or committee that somebody confirmed."""

    id: UUID
    name: str
    level: str
    form: str
    theme: str
    members: int
    seats: int
    seats_filled: int
    order_number: str
    order_on: date | None


class Networks(Schema):
    """One page of networks. `page` counts from 1."""

    items: list[NetworkRow]
    page: int
    pages: int
    total: int
