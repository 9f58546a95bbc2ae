"""From what was typed to what it means: who counted, was there a quorum, what became of each item. Reads only.

The review page and `close_meeting` ask the same functions, so what is shown before closing is what is written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from ruammue import rulebook
from ruammue.decisions import certificates, wording
from ruammue.decisions.bodies import Expected, expected_on, rule_key_of
from ruammue.decisions.models import Attendance, Dissent, HeadCount, Item, Meeting, Resolution
from ruammue.decisions.refusals import (
    MoreInRoomThanCame,
    MoreOfThemThanCame,
    MoreVotesThanPresent,
    NobodyCame,
    NoProposal,
    NotATie,
    TieUnbroken,
    TooManyHands,
    TooManyStickers,
    TooManyStickersOnOne,
    VoteWanted,
)
from ruammue.engines import tally

HERE = (Attendance.Presence.PRESENT, Attendance.Presence.SUBSTITUTE)
WHOLE = (HeadCount.Group.WOMEN, HeadCount.Group.MEN)
DEFAULT_TAKEN = 3
"""How many needs a forum takes up first unless the review says otherwise: a proposal, no rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attended:
    """Who counted. `needed` is None where no quorum is known (a forum: heads are only shown).

    `keys`: the voices that were there; `substitutes`: how many of them sat in for somebody.
    """

    filled: int
    present: int
    needed: int | None
    share: Fraction
    substitutes: int
    is_recalled_in_time: bool
    rule: rulebook.Quorum
    voices: tuple[Expected, ...] = ()
    keys: frozenset[UUID] = frozenset()

    @property
    def lacking(self) -> int:
        """How many more would have to be there."""
        return max(0, self.needed - self.present) if self.needed is not None else 0

    @property
    def has_quorum(self) -> bool | None:
        """Whether enough came; None where no quorum is known."""
        return None if self.needed is None else self.present >= self.needed

    @property
    def source(self) -> str:
        """The rule behind it, as certificates name it."""
        return f"{self.rule.rule_id} {self.rule.pack} {self.rule.version}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What becomes of one item: the row of the register in the making."""

    item: Item
    outcome: Resolution.Outcome
    text: str
    rank: int | None = None
    is_tied: bool = False
    responsible: str = ""
    due_on: date | None = None
    certificate: dict[str, Any] = field(default_factory=dict)


def heads_of(counts: Mapping[str, int]) -> int:
    """Everybody who came to a forum: women and men. The other groups are parts of these."""
    return sum(counts.get(group, 0) for group in WHOLE)


def check_heads(counts: Mapping[str, int]) -> int:
    """The heads, if somebody came and no part is larger than the whole. Raises NobodyCame, MoreOfThemThanCame."""
    heads = heads_of(counts)
    if heads == 0:
        raise NobodyCame()
    for group, count in counts.items():
        if group not in WHOLE and count > heads:
            raise MoreOfThemThanCame(group=str(group), count=count, heads=heads)
    return heads


def ranked(
    rows: Mapping[str, int], *, heads: int, stickers_each: int | None, source: str
) -> tuple[tally.Ranking, dict[str, Any]]:
    """The order of a forum's needs with its certificate; rows by their number on the sheet.

    Raises TooManyHands, TooManyStickers, TooManyStickersOnOne.
    """
    try:
        return certificates.of_ranking(rows, heads=heads, stickers_each=stickers_each, source=source)
    except tally.refusals.MoreHandsThanHeads as refused:
        row, count = refused.rows[0]
        raise TooManyHands(item=int(row), count=count, heads=heads) from None
    except tally.refusals.MoreStickersThanGiven as refused:
        raise TooManyStickers(total=refused.total, given=refused.given, each=stickers_each or 0, heads=heads) from None
    except tally.refusals.TooManyStickersOnOne as refused:
        row, count = refused.rows[0]
        raise TooManyStickersOnOne(item=int(row), count=count, most=refused.most) from None


def attended(meeting: Meeting) -> Attended:
    """Who counted at this meeting, by the seats FILLED on its day. At most five SQL statements."""
    rule = rulebook.quorum_rule(rule_key_of(meeting.network))
    if meeting.is_forum:
        counts = dict(meeting.head_counts.values_list("group", "count"))
        return _attended(meeting, rule, filled=0, present=heads_of(counts))
    voices = tuple(voice for voice in expected_on(meeting.network, meeting.held_on) if voice.has_vote)
    wanted = {voice.key for voice in voices}
    came = [
        (row.seat_id or row.organisation_id, row.presence)
        for row in meeting.attendance.filter(presence__in=HERE)
        if (row.seat_id or row.organisation_id) in wanted
    ]
    return _attended(
        meeting,
        rule,
        filled=len(voices),
        present=len({key for key, _ in came}),
        substitutes=sum(presence == Attendance.Presence.SUBSTITUTE for _, presence in came),
        voices=voices,
        keys=frozenset(key for key, _ in came),
    )


def _attended(meeting: Meeting, rule: rulebook.Quorum, *, filled: int, present: int, **more: Any) -> Attended:
    in_time = bool(
        meeting.recalls is not None
        and rule.recalled_share is not None
        and 0 <= (meeting.held_on - meeting.recalls.held_on).days <= rule.recalled_within_days
    )
    share = rule.recalled_share if in_time else rule.share
    asks = None if share is None or meeting.is_forum else tally.quorum(filled, min(present, filled), share).needed
    return Attended(
        filled=filled,
        present=present,
        needed=asks,
        share=share or Fraction(0),
        substitutes=more.pop("substitutes", 0),
        is_recalled_in_time=in_time,
        rule=rule,
        **more,
    )


def rulings(
    meeting: Meeting,
    came: Attended,
    items: Sequence[Item],
    dissents: Sequence[Dissent],
    *,
    take: int = DEFAULT_TAKEN,
    responsible: str = "",
    due_on: date | None = None,
    as_discussion: bool = False,
) -> list[Ruling]:
    """What becomes of every item of a meeting, in their order. No SQL.

    Raises the refusals of `ranked`, and TieUnbroken, NotATie, VoteWanted, MoreVotesThanPresent,
    MoreInRoomThanCame, NoProposal.
    """
    if meeting.is_forum:
        return _forum(meeting, came, items, take=take, responsible=responsible, due_on=due_on)
    return [
        _ruled(item, came, [row for row in dissents if row.item_id == item.pk], responsible, due_on, as_discussion)
        for item in items
    ]


def _forum(
    meeting: Meeting, came: Attended, items: Sequence[Item], *, take: int, responsible: str, due_on: date | None
) -> list[Ruling]:
    weighed = {str(item.order): item for item in items}
    rows = {key: item.voices or 0 for key, item in weighed.items()}
    each, heads = meeting.stickers_each, came.present
    ranking, certificate = ranked(rows, heads=heads, stickers_each=each, source=came.source)
    made = []
    # Within an unbroken tie the engine's order means nothing: rows stand as on the sheet.
    for place in sorted(ranking.places, key=lambda place: (place.rank, int(place.id))):
        taken = place.rank <= take and place.count > 0
        words = wording.chosen if taken else wording.kept
        made.append(
            Ruling(
                item=weighed[place.id],
                outcome=Resolution.Outcome.ADOPTED if taken else Resolution.Outcome.NOTED,
                text=words(place.rank, place.count, heads, each),
                rank=place.rank,
                is_tied=place.tied,
                responsible=responsible if taken else "",
                due_on=due_on if taken else None,
                certificate=certificate if taken else {},
            )
        )
    return made


def _ruled(
    item: Item, came: Attended, dissents: Sequence[Dissent], responsible: str, due_on: date | None, talk_only: bool
) -> Ruling:
    certificate: dict[str, Any] = {}
    if item.method in (Item.Method.MOTION, Item.Method.CONSENT) and not item.proposal:
        raise NoProposal(item=item.order)
    if item.method == Item.Method.MOTION:
        outcome, text, certificate = motion(item, came)
    elif item.method == Item.Method.CONSENT:
        outcome, text, certificate = consensus(item, came, dissents)
    else:
        outcome = Resolution.Outcome.NOTED
        text = wording.APPROVED_MINUTES if item.section == 2 else wording.NOTED
    if talk_only:
        outcome, text, certificate = Resolution.Outcome.DISCUSSED, wording.discussed(item.proposal), {}
    adopted = outcome in (Resolution.Outcome.ADOPTED, Resolution.Outcome.ADOPTED_WITH_RESERVATIONS)
    return Ruling(
        item=item,
        outcome=outcome,
        text=text,
        responsible=(item.responsible_words or responsible) if adopted else "",
        due_on=(item.due_on or due_on) if adopted else None,
        certificate=certificate,
    )


def motion(item: Item, came: Attended) -> tuple[Resolution.Outcome, str, dict[str, Any]]:
    """A vote on a motion. Who stepped out for their own interest is neither eligible nor present (R17).

    Raises TieUnbroken, NotATie, MoreVotesThanPresent, MoreInRoomThanCame.
    """
    counts = tally.Counts(item.yes or 0, item.no or 0, item.abstain or 0)
    room = max(0, came.present - item.stepped_out) if item.in_room is None else item.in_room
    if room + item.stepped_out > came.present:
        raise MoreInRoomThanCame(item=item.order, room=room + item.stepped_out, present=came.present)
    votes = counts.yes + counts.no + counts.abstain
    if votes > room:
        raise MoreVotesThanPresent(item=item.order, votes=votes, present=room)
    rule = tally.Rule(quorum=came.share, threshold=came.rule.threshold, chair_breaks_ties=came.rule.chair_breaks_ties)
    casting = tally.Voice(item.chair_casts) if item.chair_casts else None
    try:
        outcome, certificate = certificates.of_motion(
            counts,
            eligible=came.filled - item.stepped_out,
            present=room,
            rule=rule,
            casting=casting,
            source=came.source,
        )
    except (tally.refusals.CastingVoteWithoutTie, tally.refusals.ChairMayNotBreakTies):
        raise NotATie(item=item.order, yes=counts.yes, no=counts.no) from None
    match outcome.verdict:
        case tally.Verdict.ADOPTED:
            return Resolution.Outcome.ADOPTED, wording.carried(item.proposal), certificate
        case tally.Verdict.NO_QUORUM:
            return Resolution.Outcome.DISCUSSED, wording.discussed(item.proposal), certificate
        case tally.Verdict.TIED if came.rule.chair_breaks_ties:
            raise TieUnbroken(item=item.order, yes=counts.yes, no=counts.no)
    return Resolution.Outcome.NOT_ADOPTED, wording.lost(item.proposal), certificate


def consensus(
    item: Item, came: Attended, dissents: Sequence[Dissent]
) -> tuple[Resolution.Outcome, str, dict[str, Any]]:
    """No objection, or named reservations. In a committee an objection asks for a vote. Raises VoteWanted."""
    numbers = {voice.key: str(number) for number, voice in enumerate(came.voices, start=1)}
    stands = dict.fromkeys(came.keys, tally.Stand.AGREE)
    is_committee = any(voice.seat_id for voice in came.voices)
    for dissent in dissents:
        if is_committee and dissent.kind == Dissent.Kind.OBJECTION:
            raise VoteWanted(item=item.order)
        stand = tally.Stand.OBJECT if dissent.kind == Dissent.Kind.OBJECTION else tally.Stand.RESERVE
        for voice in came.voices:
            if _is_of(dissent, voice) and stands.get(voice.key, tally.Stand.OBJECT) != tally.Stand.OBJECT:
                stands[voice.key] = stand
    if not numbers:
        return Resolution.Outcome.DISCUSSED, wording.discussed(item.proposal), {}
    accord, certificate = certificates.of_consent(
        [tally.Reply(numbers[key], stand, has_reason=stand is not tally.Stand.AGREE) for key, stand in stands.items()],
        asked=list(numbers.values()),
        heard=came.share,
        source=came.source,
    )
    match accord.verdict:
        case tally.Verdict.ADOPTED:
            words = wording.together(wording.AGREED_TOGETHER, item.proposal)
            return Resolution.Outcome.ADOPTED, words, certificate
        case tally.Verdict.ADOPTED_WITH_RESERVATIONS:
            words = wording.together(wording.AGREED_WITH_RESERVATIONS, item.proposal)
            return Resolution.Outcome.ADOPTED_WITH_RESERVATIONS, words, certificate
        case tally.Verdict.NO_QUORUM:
            return Resolution.Outcome.DISCUSSED, wording.discussed(item.proposal), certificate
    words = wording.together(wording.NOT_AGREED_TOGETHER, item.proposal)
    return Resolution.Outcome.NOT_ADOPTED, words, certificate


def _is_of(dissent: Dissent, voice: Expected) -> bool:
    """A seat dissents by its holder, a partner by its organisation."""
    if voice.seat_id is not None:
        return dissent.person_id is not None and dissent.person_id == voice.person_id
    return dissent.organisation_id == voice.organisation_id


def effect_of(meeting: Meeting) -> rulebook.LegalEffect:
    """What a resolution of this meeting is worth, as far as the rulebook knows."""
    return rulebook.effect_of(rule_key_of(meeting.network), meeting.kind)
