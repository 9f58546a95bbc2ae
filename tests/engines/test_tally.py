"""Counting: small true stories, slow twins, laws, and results that somebody touched."""

from __future__ import annotations

import hashlib
import inspect
import itertools
import pickle
from collections.abc import Callable
from dataclasses import fields, replace
from fractions import Fraction
from functools import partial
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ruammue.engines import tally
from ruammue.engines.tally import (
    HALF,
    ONE_THIRD,
    Base,
    Because,
    ConsentRule,
    Counts,
    Drawn,
    Hands,
    Lot,
    Marking,
    PickRule,
    Refused,
    Reply,
    Row,
    Rule,
    Silence,
    Stand,
    Stickers,
    Verdict,
    Voice,
    Votes,
    consent,
    count,
    pick_one,
    quorum,
    rank,
    refusals,
    verify,
)

small = st.integers(0, 12)
shares = st.fractions(0, 1, max_denominator=6)
two_thirds = Fraction(2, 3)


def refusal_of(act: Callable[[], object]) -> Refused:
    with pytest.raises(Refused) as caught:
        act()
    return caught.value


# Quorum.


@pytest.mark.parametrize(
    ("filled", "present", "rule", "needed", "missing"),
    [
        (14, 7, HALF, 7, 0),  # exactly half of the filled seats may sit
        (15, 7, HALF, 8, 1),  # half of fifteen is rounded up
        (15, 8, HALF, 8, 0),
        (15, 4, ONE_THIRD, 5, 1),  # called again
        (16, 5, ONE_THIRD, 6, 1),
        (1, 0, HALF, 1, 1),
        (0, 0, HALF, 1, 1),  # a committee without members cannot meet
        (0, 0, Fraction(0), 0, 0),
        (7, 7, Fraction(1), 7, 0),
    ],
)
def test_quorum_is_a_share_of_the_filled_seats(
    filled: int, present: int, rule: Fraction, needed: int, missing: int
) -> None:
    met = quorum(filled, present, rule)
    assert (met.needed, met.missing, met.is_met) == (needed, missing, missing == 0)
    assert verify(met, filled, present, rule) == ()


@given(small, small, shares)
def test_quorum_equals_trying_every_number_of_people(filled: int, present: int, rule: Fraction) -> None:
    assume(present <= filled)
    met = quorum(filled, present, rule)
    enough = (n for n in itertools.count() if Fraction(n) >= rule * filled and (n >= 1 or rule == 0))
    assert met.needed == next(enough)
    assert met.is_met == (present >= met.needed)
    assert met.missing == max(met.needed - present, 0)
    assert verify(met, filled, present, rule) == ()


@pytest.mark.parametrize("wrong", [-1, 3.0, True, "3", None])
def test_quorum_counts_whole_people(wrong: Any) -> None:
    assert isinstance(refusal_of(lambda: quorum(wrong, 0)), refusals.NotACount)
    assert isinstance(refusal_of(lambda: quorum(9, wrong)), refusals.NotACount)


@pytest.mark.parametrize("wrong", [0.5, Fraction(-1, 2), Fraction(3, 2), "1/2"])
def test_a_share_is_exact(wrong: Any) -> None:
    for act in (
        lambda: quorum(9, 5, wrong),
        lambda: Rule(threshold=wrong),
        lambda: Rule(quorum=wrong),
        lambda: ConsentRule(Silence.AGREES, heard=wrong),
        lambda: PickRule(Marking.APPROVAL, quorum=wrong),
    ):
        refusal = refusal_of(act)
        assert isinstance(refusal, refusals.BadShare)
        assert refusal.value == wrong


def test_more_present_than_seats_is_refused_with_both_numbers() -> None:
    refusal = refusal_of(lambda: quorum(5, 6))
    assert isinstance(refusal, refusals.MorePresentThanSeats)
    assert (refusal.present, refusal.seats_filled) == (6, 5)
    assert pickle.loads(pickle.dumps(refusal)).present == 6


# Motions.


def voices(yes: int, no: int, abstain: int = 0) -> list[Voice]:
    return [Voice.YES] * yes + [Voice.NO] * no + [Voice.ABSTAIN] * abstain


@pytest.mark.parametrize(
    ("counts", "terms", "verdict", "because", "needed"),
    [
        ((6, 5, 0), {}, Verdict.ADOPTED, Because.ENOUGH_YES, 6),
        ((5, 6, 0), {}, Verdict.NOT_ADOPTED, Because.TOO_FEW_YES, 6),
        ((5, 5, 1), {}, Verdict.TIED, Because.EVEN, 6),
        ((5, 5, 1), {"casting": Voice.YES}, Verdict.ADOPTED, Because.CHAIR_DECIDED, 6),
        ((5, 5, 1), {"casting": Voice.NO}, Verdict.NOT_ADOPTED, Because.CHAIR_DECIDED, 6),
        ((5, 5, 1), {"rule": Rule(chair_breaks_ties=False)}, Verdict.TIED, Because.EVEN, 6),
        ((0, 0, 9), {}, Verdict.NOT_ADOPTED, Because.NO_VOTE_CAST, 1),
        ((0, 0, 0), {"present": 9}, Verdict.NOT_ADOPTED, Because.NO_VOTE_CAST, 1),
        ((4, 1, 2), {}, Verdict.NO_QUORUM, Because.TOO_FEW_PRESENT, 3),
        ((4, 1, 2), {"present": 8}, Verdict.ADOPTED, Because.ENOUGH_YES, 3),
        # What an abstention weighs is the word of the base.
        ((4, 3, 3), {}, Verdict.ADOPTED, Because.ENOUGH_YES, 4),
        ((4, 3, 3), {"rule": Rule(base=Base.VOTED)}, Verdict.NOT_ADOPTED, Because.TOO_FEW_YES, 6),
        ((6, 3, 1), {"rule": Rule(base=Base.VOTED)}, Verdict.ADOPTED, Because.ENOUGH_YES, 6),
        ((6, 3, 1), {"rule": Rule(base=Base.PRESENT), "present": 12}, Verdict.NOT_ADOPTED,
         Because.TOO_FEW_YES, 7),
        ((7, 5, 1), {"rule": Rule(base=Base.ALL)}, Verdict.NOT_ADOPTED, Because.TOO_FEW_YES, 8),
        ((8, 5, 1), {"rule": Rule(base=Base.ALL)}, Verdict.ADOPTED, Because.ENOUGH_YES, 8),
        # Half of the present with abstainers is no tie: yes and no must be the whole of the base.
        ((5, 5, 1), {"rule": Rule(base=Base.VOTED)}, Verdict.NOT_ADOPTED, Because.TOO_FEW_YES, 6),
        ((5, 5, 0), {"rule": Rule(base=Base.PRESENT)}, Verdict.TIED, Because.EVEN, 6),
        # Qualified: at least two thirds, exactly two thirds carries; more than two thirds does not.
        ((6, 3, 0), {"rule": Rule(threshold=two_thirds, exceed=False)}, Verdict.ADOPTED,
         Because.ENOUGH_YES, 6),
        ((6, 3, 0), {"rule": Rule(threshold=two_thirds)}, Verdict.NOT_ADOPTED, Because.TOO_FEW_YES, 7),
        ((5, 5, 0), {"rule": Rule(exceed=False)}, Verdict.ADOPTED, Because.ENOUGH_YES, 5),
        ((9, 0, 1), {"rule": Rule(threshold=Fraction(1), exceed=False)}, Verdict.ADOPTED,
         Because.ENOUGH_YES, 9),
    ],
)  # fmt: skip
def test_a_committee_of_fifteen_votes(
    counts: tuple[int, int, int], terms: dict[str, Any], verdict: Verdict, because: Because, needed: int
) -> None:
    outcome = count(Counts(*counts), eligible=15, **terms)
    assert (outcome.verdict, outcome.because, outcome.needed) == (verdict, because, needed)
    assert outcome == count(voices(*counts), eligible=15, **terms)
    assert verify(outcome, Counts(*counts), eligible=15, **terms) == ()


def test_a_committee_without_members_has_no_quorum() -> None:
    outcome = count([], eligible=0)
    assert outcome.verdict == Verdict.NO_QUORUM
    assert outcome.quorum.missing == 1


def test_the_chair_casts_only_on_a_tie_only_where_allowed_and_only_yes_or_no() -> None:
    def casting(yes: int, no: int, voice: Voice = Voice.YES, rule: Rule | None = None) -> Refused:
        return refusal_of(lambda: count(Counts(yes, no), eligible=9, rule=rule, casting=voice))

    assert isinstance(casting(5, 4), refusals.CastingVoteWithoutTie)
    assert isinstance(casting(2, 2), refusals.CastingVoteWithoutTie)  # no quorum, so nothing to decide
    all_abstained = refusal_of(partial(count, Counts(0, 0, 9), eligible=9, casting=Voice.YES))
    assert isinstance(all_abstained, refusals.CastingVoteWithoutTie)  # one voice is no resolution
    assert isinstance(casting(4, 4, rule=Rule(chair_breaks_ties=False)), refusals.ChairMayNotBreakTies)
    assert isinstance(casting(4, 4, Voice.ABSTAIN), refusals.CastingVoteMustDecide)


def test_contradicting_counts_are_refused_with_data() -> None:
    refusal = refusal_of(lambda: count(Counts(5, 3), eligible=9, present=7))
    assert isinstance(refusal, refusals.MoreVoicesThanPresent)
    assert (refusal.voices, refusal.present) == (8, 7)
    assert isinstance(refusal_of(lambda: count(Counts(5, 5), eligible=9)), refusals.MorePresentThanSeats)
    maybe: Any = ["yes", "maybe"]
    refusal = refusal_of(lambda: count(maybe, eligible=9))
    assert isinstance(refusal, refusals.UnknownVoice)
    assert refusal.voice == "maybe"
    wrong: Any
    for wrong in (-1, 2.0, True):
        assert isinstance(refusal_of(partial(Counts, wrong, 0)), refusals.NotACount)


@st.composite
def motions(draw: st.DrawFn) -> tuple[Counts, dict[str, Any]]:
    said = Counts(draw(small), draw(small), draw(small))
    present = said.yes + said.no + said.abstain + draw(st.integers(0, 3))
    exceed = draw(st.booleans())
    threshold = draw(st.sampled_from([HALF, two_thirds, ONE_THIRD, Fraction(3, 4)] + ([] if exceed else [Fraction(1)])))
    rule = Rule(draw(shares), threshold, exceed, draw(st.sampled_from(Base)), draw(st.booleans()))
    return said, {"eligible": present + draw(st.integers(0, 6)), "present": present, "rule": rule}


def slow_verdict(said: Counts, *, eligible: int, present: int, rule: Rule) -> Verdict:
    """By laying every person of the body out in a row and walking along it."""
    body = voices(said.yes, said.no, said.abstain)
    row: list[str] = [*body, *["silent"] * (present - len(body)), *["away"] * (eligible - present)]
    in_room = [who for who in row if who != "away"]
    if rule.quorum > 0 and (not in_room or Fraction(len(in_room), len(row)) < rule.quorum):
        return Verdict.NO_QUORUM
    outside = {
        Base.CAST: {"abstain", "silent", "away"},
        Base.VOTED: {"silent", "away"},
        Base.PRESENT: {"away"},
        Base.ALL: set[str](),
    }[rule.base]
    base = [who for who in row if who not in outside]
    if "yes" not in row and "no" not in row:
        return Verdict.NOT_ADOPTED
    part = Fraction(base.count("yes"), len(base))
    if "yes" in base and (part > rule.threshold or (part == rule.threshold and not rule.exceed)):
        return Verdict.ADOPTED
    evenly = base.count("yes") == base.count("no") and set(base) == {"yes", "no"}
    return Verdict.TIED if evenly and rule.exceed and rule.threshold == HALF else Verdict.NOT_ADOPTED


@given(motions())
def test_count_equals_its_slow_twin_and_is_verified(motion: tuple[Counts, dict[str, Any]]) -> None:
    said, terms = motion
    outcome = count(said, **terms)
    assert outcome.verdict == slow_verdict(said, **terms)
    assert verify(outcome, said, **terms) == ()
    assert outcome.yes + outcome.no + outcome.abstain + outcome.silent == terms["present"]


@given(st.lists(st.sampled_from(Voice), max_size=12), st.data())
def test_anonymity_the_order_of_voices_means_nothing(heard: list[Voice], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(heard))
    assert count(heard, eligible=12) == count(shuffled, eligible=12)


@given(st.integers(0, 12), st.integers(0, 12))
def test_neutrality_under_more_than_half_yes_and_no_are_mirror_images(yes: int, no: int) -> None:
    mirror = {Verdict.ADOPTED: Verdict.NOT_ADOPTED, Verdict.NOT_ADOPTED: Verdict.ADOPTED}
    there, back = count(Counts(yes, no), eligible=24), count(Counts(no, yes), eligible=24)
    if there.because != Because.NO_VOTE_CAST:
        assert back.verdict == mirror.get(there.verdict, there.verdict)


@given(motions())
def test_monotonicity_a_mind_changed_to_yes_never_harms_the_motion(
    motion: tuple[Counts, dict[str, Any]],
) -> None:
    said, terms = motion
    better = {Verdict.NOT_ADOPTED: 0, Verdict.TIED: 1, Verdict.ADOPTED: 2, Verdict.NO_QUORUM: 0}
    before = count(said, **terms).verdict
    for changed in (
        replace(said, no=said.no - 1, yes=said.yes + 1) if said.no else said,
        replace(said, abstain=said.abstain - 1, yes=said.yes + 1) if said.abstain else said,
    ):
        assert better[count(changed, **terms).verdict] >= better[before]


@given(motions())
def test_needed_is_the_least_yes_that_carries_at_this_base(motion: tuple[Counts, dict[str, Any]]) -> None:
    said, terms = motion
    outcome = count(said, **terms)
    rule: Rule = terms["rule"]

    def carries(yes: int) -> bool:
        reached = Fraction(yes) - rule.threshold * outcome.base
        return yes > 0 and (reached > 0 or (reached == 0 and not rule.exceed))

    assert carries(outcome.needed)
    assert not carries(outcome.needed - 1)
    assert outcome.missing == max(0, outcome.needed - outcome.yes)


# Consent.

PARTNERS = ("clinic", "school", "shop", "temple")
await_all = ConsentRule(Silence.IS_AWAITED)
silence_agrees = ConsentRule(Silence.AGREES)
silence_aside = ConsentRule(Silence.STANDS_ASIDE)


def reply(partner: str, stand: Stand, **more: bool) -> Reply:
    return Reply(partner, stand, has_reason=more.get("has_reason", True), resolved=more.get("resolved", False))


def round_of(*stands: Stand) -> list[Reply]:
    return [reply(partner, stand) for partner, stand in zip(PARTNERS, stands, strict=False)]


@pytest.mark.parametrize(
    ("replies", "rule", "verdict", "because"),
    [
        (round_of(*[Stand.AGREE] * 4), await_all, Verdict.ADOPTED, Because.NOBODY_OBJECTED),
        (round_of(*[Stand.AGREE] * 3, Stand.ABSTAIN), await_all, Verdict.ADOPTED, Because.NOBODY_OBJECTED),
        (round_of(*[Stand.AGREE] * 3, Stand.RESERVE), await_all, Verdict.ADOPTED_WITH_RESERVATIONS,
         Because.RESERVATIONS_NAMED),
        (round_of(*[Stand.AGREE] * 3, Stand.OBJECT), await_all, Verdict.NOT_ADOPTED,
         Because.OBJECTION_STANDS),
        ([*round_of(*[Stand.AGREE] * 3), reply("temple", Stand.OBJECT, resolved=True)], await_all,
         Verdict.ADOPTED, Because.NOBODY_OBJECTED),
        (round_of(*[Stand.AGREE] * 3), await_all, Verdict.WAITING, Because.REPLIES_AWAITED),
        (round_of(Stand.AGREE, Stand.OBJECT), await_all, Verdict.NOT_ADOPTED, Because.OBJECTION_STANDS),
        (round_of(*[Stand.AGREE] * 3), silence_agrees, Verdict.ADOPTED, Because.NOBODY_OBJECTED),
        (round_of(Stand.ABSTAIN, Stand.ABSTAIN), silence_agrees, Verdict.ADOPTED, Because.NOBODY_OBJECTED),
        (round_of(Stand.ABSTAIN, Stand.ABSTAIN), silence_aside, Verdict.NOT_ADOPTED, Because.NOBODY_AGREED),
        (round_of(Stand.AGREE), silence_agrees, Verdict.NO_QUORUM, Because.TOO_FEW_HEARD),
        (round_of(Stand.AGREE, Stand.AGREE), silence_aside, Verdict.ADOPTED, Because.NOBODY_OBJECTED),
        ([], ConsentRule(Silence.AGREES, heard=Fraction(0)), Verdict.ADOPTED, Because.NOBODY_OBJECTED),
        ([], ConsentRule(Silence.STANDS_ASIDE, heard=Fraction(0)), Verdict.NOT_ADOPTED,
         Because.NOBODY_AGREED),
    ],
)  # fmt: skip
def test_four_partners_are_asked(replies: list[Reply], rule: ConsentRule, verdict: Verdict, because: Because) -> None:
    accord = consent(replies, asked=PARTNERS, rule=rule)
    assert (accord.verdict, accord.because) == (verdict, because)
    assert verify(accord, replies, asked=PARTNERS, rule=rule) == ()


def test_reservations_and_objections_are_named() -> None:
    replies = [
        reply("temple", Stand.RESERVE),
        reply("shop", Stand.OBJECT, resolved=True),
        reply("clinic", Stand.RESERVE),
    ]
    accord = consent(replies, asked=PARTNERS, rule=silence_agrees)
    assert accord.reserved == ("clinic", "temple")
    assert accord.resolved == ("shop",)
    assert accord.silent == ("school",)
    assert (accord.heard, accord.asked, accord.heard_needed) == (3, 4, 2)


@pytest.mark.parametrize(
    ("replies", "asked", "kind"),
    [
        ([], (), refusals.NobodyAsked),
        ([], ("shop", "shop"), refusals.AskedTwice),
        ([reply("stranger", Stand.AGREE)], PARTNERS, refusals.NotAsked),
        ([reply("shop", Stand.AGREE), reply("shop", Stand.OBJECT)], PARTNERS, refusals.RepliedTwice),
        ([reply("shop", Stand.OBJECT, has_reason=False)], PARTNERS, refusals.ObjectionWithoutReason),
        ([reply("shop", Stand.AGREE, resolved=True)], PARTNERS, refusals.NothingToResolve),
    ],
)
def test_an_impossible_round_is_refused(replies: list[Reply], asked: tuple[str, ...], kind: type[Refused]) -> None:
    refusal = refusal_of(lambda: consent(replies, asked=asked, rule=silence_agrees))
    assert type(refusal) is kind
    empty = consent([], asked=PARTNERS, rule=silence_agrees)
    assert verify(empty, replies, asked=asked, rule=silence_agrees)[0].field == "inputs"


def test_a_bare_objection_stands_where_no_reason_is_asked() -> None:
    rule = replace(silence_agrees, objection_needs_reason=False, heard=Fraction(0))
    accord = consent([Reply("shop", Stand.OBJECT)], asked=PARTNERS, rule=rule)
    assert accord.verdict == Verdict.NOT_ADOPTED
    assert accord.objecting == ("shop",)


consent_rules = st.builds(ConsentRule, st.sampled_from(Silence), shares, st.just(False))
stands = st.one_of(st.none(), st.tuples(st.sampled_from(Stand), st.booleans()))


@given(st.lists(stands, min_size=1, max_size=6), consent_rules, st.randoms(use_true_random=False))
def test_consent_equals_its_slow_twin(answers: list[tuple[Stand, bool] | None], rule: ConsentRule, random: Any) -> None:
    asked = [f"org{n}" for n in range(len(answers))]
    replies = [
        Reply(org, a[0], True, a[1] and a[0] == Stand.OBJECT) for org, a in zip(asked, answers, strict=True) if a
    ]
    shuffled, roll = list(replies), list(asked)
    random.shuffle(shuffled)
    random.shuffle(roll)
    accord = consent(replies, asked=asked, rule=rule)
    assert accord == consent(shuffled, asked=roll, rule=rule)
    assert verify(accord, shuffled, asked=asked, rule=rule) == ()

    meant: list[str] = []
    for org in asked:
        said = [r for r in replies if r.partner == org]
        if said:
            meant.append("met" if said[0].resolved else said[0].stand.value)
        else:
            meant.append({"agrees": "agree", "stands_aside": "abstain", "is_awaited": "awaited"}[rule.silence])
    adopted = (
        "object" not in meant
        and "awaited" not in meant
        and Fraction(len(replies), len(asked)) >= rule.heard
        and ("agree" in meant or "reserve" in meant)
    )
    yes = {Verdict.ADOPTED, Verdict.ADOPTED_WITH_RESERVATIONS}
    assert (accord.verdict in yes) == adopted
    assert (accord.verdict == Verdict.ADOPTED_WITH_RESERVATIONS) == (adopted and "reserve" in meant)
    named = (accord.agreed, accord.reserved, accord.abstained, accord.objecting, accord.resolved)
    assert sorted(itertools.chain(*named, accord.silent)) == sorted(asked)


@given(st.lists(st.sampled_from(Stand), min_size=1, max_size=6), consent_rules)
def test_one_standing_objection_is_always_enough(given_stands: list[Stand], rule: ConsentRule) -> None:
    asked = [f"org{n}" for n in range(len(given_stands))]
    replies = [Reply(org, stand, True) for org, stand in zip(asked, given_stands, strict=True)]
    replies[0] = Reply(asked[0], Stand.OBJECT, True)
    assert consent(replies, asked=asked, rule=rule).verdict == Verdict.NOT_ADOPTED


# The village forum.

SHEET = [Row("road", 18), Row("water", 31), Row("lamp", 18), Row("drain", 0)]


def test_hands_of_forty_people_with_a_tie_shown_as_a_tie() -> None:
    ranking = rank(SHEET, heads=40, method=Hands())
    assert [(p.id, p.rank, p.tied, p.position) for p in ranking.places] == [
        ("water", 1, False, 1),
        ("lamp", 2, True, None),
        ("road", 2, True, None),
        ("drain", 4, False, 4),
    ]
    assert (ranking.total, ranking.unused) == (67, None)


def test_a_lot_orders_a_tie_and_does_not_hide_it() -> None:
    slip = {id_: hashlib.sha256(f"6 พ.ค. 2569|{id_}".encode()).hexdigest() for id_ in ("lamp", "road")}
    ranking = rank(SHEET, heads=40, method=Hands(), tie_break=Lot("6 พ.ค. 2569"))
    tied = ranking.places[1:3]
    assert [p.id for p in tied] == sorted(slip, key=lambda id_: slip[id_])
    assert [(p.rank, p.tied, p.position) for p in tied] == [(2, True, 2), (2, True, 3)]
    assert tally.draw(["road", "lamp"], Lot("6 พ.ค. 2569")) == tuple(p.id for p in tied)


def test_slips_drawn_by_hand() -> None:
    ranking = rank(SHEET, heads=40, method=Hands(), tie_break=Drawn(("road", "lamp")))
    assert [p.id for p in ranking.places] == ["water", "road", "lamp", "drain"]
    for order, kind, data in (
        (("road",), refusals.LotIncomplete, ("lamp",)),
        (("road", "lamp", "water"), refusals.DrawnButNotTied, ("water",)),
        (("road", "lamp", "road"), refusals.DrawnTwice, ("road",)),
    ):
        refusal = refusal_of(partial(rank, SHEET, heads=40, method=Hands(), tie_break=Drawn(order)))
        assert type(refusal) is kind
        assert refusal.args == (data,)
        fault = verify(ranking, SHEET, heads=40, method=Hands(), tie_break=Drawn(order))[0]
        assert fault.field == "inputs"
    assert isinstance(refusal_of(lambda: Lot("")), refusals.EmptySeed)


def test_counts_that_cannot_be_are_refused_with_the_rows() -> None:
    refusal = refusal_of(lambda: rank(SHEET, heads=17, method=Hands()))
    assert isinstance(refusal, refusals.MoreHandsThanHeads)
    assert (refusal.rows, refusal.heads) == ((("lamp", 18), ("road", 18), ("water", 31)), 17)
    refusal = refusal_of(lambda: rank(SHEET, heads=22, method=Stickers(3)))
    assert isinstance(refusal, refusals.MoreStickersThanGiven)
    assert (refusal.total, refusal.given) == (67, 66)
    refusal = refusal_of(lambda: rank(SHEET, heads=30, method=Stickers(3, on_one=1)))
    assert isinstance(refusal, refusals.TooManyStickersOnOne)
    assert (refusal.rows, refusal.most) == ((("water", 31),), 30)
    refusal = refusal_of(lambda: rank([*SHEET, Row("road", 2)], heads=40, method=Hands()))
    assert isinstance(refusal, refusals.SameRowTwice)
    assert refusal.rows == ("road",)
    wrong: Any
    for wrong in (-1, 1.5, True):
        assert isinstance(refusal_of(partial(Row, "road", wrong)), refusals.NotACount)
        assert isinstance(refusal_of(partial(rank, [], heads=wrong, method=Hands())), refusals.NotACount)


@pytest.mark.parametrize("method", [Hands(), Stickers(3)])
def test_nobody_came(method: Hands | Stickers) -> None:
    ranking = rank([Row("b", 0), Row("a", 0)], heads=0, method=method)
    assert [(p.id, p.rank, p.tied, p.position) for p in ranking.places] == [
        ("a", 1, True, None),
        ("b", 1, True, None),
    ]
    assert rank([], heads=0, method=method).places == ()
    assert isinstance(refusal_of(lambda: rank([Row("a", 1)], heads=0, method=method)), Refused)


def test_exactly_all_stickers_and_one_more() -> None:
    assert rank([Row("a", 60), Row("b", 60)], heads=40, method=Stickers(3)).unused == 0
    refusal = refusal_of(lambda: rank([Row("a", 60), Row("b", 61)], heads=40, method=Stickers(3)))
    assert isinstance(refusal, refusals.MoreStickersThanGiven)


sheets = st.dictionaries(st.text("abcdขค", min_size=1, max_size=3), st.integers(0, 5), max_size=7)
tie_breaks = st.one_of(st.none(), st.builds(Lot, st.text(min_size=1, max_size=3)))
methods = st.sampled_from([Hands(), Stickers(7), Stickers(9, on_one=1)])


@given(sheets, methods, tie_breaks, st.randoms(use_true_random=False))
def test_rank_equals_its_slow_twin_whatever_the_order_of_rows(
    sheet: dict[str, int], method: Hands | Stickers, tie_break: Lot | None, random: Any
) -> None:
    rows = [Row(id_, n) for id_, n in sheet.items()]
    shuffled = list(rows)
    random.shuffle(shuffled)
    ranking = rank(rows, heads=5, method=method, tie_break=tie_break)
    assert ranking == rank(shuffled, heads=5, method=method, tie_break=tie_break)
    assert verify(ranking, shuffled, heads=5, method=method, tie_break=tie_break) == ()

    left, expected = dict(sheet), []  # take the most again and again
    while left:
        top = sorted(id_ for id_ in left if left[id_] == max(left.values()))
        if tie_break:
            top.sort(key=lambda id_: hashlib.sha256(f"{tie_break.seed}|{id_}".encode()).digest())
        at = len(sheet) - len(left) + 1
        for n, id_ in enumerate(top):
            known = tie_break is not None or len(top) == 1
            expected.append((id_, sheet[id_], at, len(top) > 1, at + n if known else None))
            del left[id_]
    assert [(p.id, p.count, p.rank, p.tied, p.position) for p in ranking.places] == expected


@given(sheets, st.data())
def test_neutrality_names_carry_no_weight(sheet: dict[str, int], data: st.DataObject) -> None:
    names = dict(zip(sheet, data.draw(st.permutations(list(sheet))), strict=True))
    before = rank([Row(id_, n) for id_, n in sheet.items()], heads=5, method=Hands())
    after = rank([Row(names[id_], n) for id_, n in sheet.items()], heads=5, method=Hands())
    assert {names[p.id]: p.rank for p in before.places} == {p.id: p.rank for p in after.places}


@given(sheets, st.data())
def test_monotonicity_one_more_hand_never_lowers_a_need(sheet: dict[str, int], data: st.DataObject) -> None:
    assume(sheet)
    chosen = data.draw(st.sampled_from(sorted(sheet)))
    more = {**sheet, chosen: sheet[chosen] + 1}
    was, now = (
        {p.id: p.rank for p in rank([Row(i, n) for i, n in s.items()], heads=6, method=Hands()).places}
        for s in (sheet, more)
    )
    assert now[chosen] <= was[chosen]
    assert all(now[id_] >= was[id_] for id_ in sheet if id_ != chosen)


# One of several.

OPTIONS = ("friday", "monday", "sunday")
plurality, approval = PickRule(Marking.PLURALITY), PickRule(Marking.APPROVAL)


def test_pick_by_plurality_and_by_approval() -> None:
    ballots = [["monday"], ["monday"], ["sunday"], []]
    choice = pick_one(ballots, options=OPTIONS, eligible=9, rule=plurality)
    assert (choice.verdict, choice.winner, choice.blank) == (Verdict.PICKED, "monday", 1)
    assert choice.votes == (Votes("friday", 0), Votes("monday", 2), Votes("sunday", 1))
    ballots = [["monday", "sunday"], ["monday"], ["sunday", "friday"], ["sunday"]]
    choice = pick_one(ballots, options=OPTIONS, eligible=9, rule=approval)
    assert (choice.winner, choice.because) == ("sunday", Because.MOST_VOTES)


def test_a_tie_is_picked_only_by_lot() -> None:
    terms: dict[str, Any] = {"options": OPTIONS, "eligible": 9, "rule": plurality}
    ballots = [["monday"], ["sunday"]]
    choice = pick_one(ballots, **terms)
    assert (choice.verdict, choice.winner, choice.leading) == (Verdict.TIED, None, ("monday", "sunday"))
    choice = pick_one(ballots, **terms, tie_break=Drawn(("sunday", "monday")))
    assert (choice.verdict, choice.winner, choice.because) == (Verdict.PICKED, "sunday", Because.LOT_DRAWN)
    assert verify(choice, ballots, **terms, tie_break=Drawn(("sunday", "monday"))) == ()
    refusal = refusal_of(lambda: pick_one(ballots, **terms, tie_break=Drawn(("sunday",))))
    assert isinstance(refusal, refusals.LotIncomplete)
    refusal = refusal_of(lambda: pick_one([["monday"]], **terms, tie_break=Drawn(("monday",))))
    assert isinstance(refusal, refusals.DrawnButNotTied)


def test_an_empty_box_a_blank_box_and_too_few_ballots() -> None:
    boxes_without_marks: tuple[list[list[str]], ...] = ([], [[]], [[], []])
    for ballots in boxes_without_marks:
        choice = pick_one(ballots, options=OPTIONS, eligible=4, rule=approval)
        assert (choice.verdict, choice.winner, choice.leading) == (Verdict.NOTHING_PICKED, None, ())
    half = replace(plurality, quorum=HALF)
    assert pick_one([["monday"]], options=OPTIONS, eligible=4, rule=half).verdict == Verdict.NO_QUORUM
    assert pick_one([["monday"], []], options=OPTIONS, eligible=4, rule=half).winner == "monday"
    assert pick_one([], options=(), eligible=0, rule=half).verdict == Verdict.NO_QUORUM


@pytest.mark.parametrize(
    ("ballots", "options", "eligible", "kind"),
    [
        ([["monday", "sunday"]], OPTIONS, 9, refusals.BadBallot),
        ([["someday"]], OPTIONS, 9, refusals.BadBallot),
        (["monday"], OPTIONS, 9, refusals.BadBallot),  # a bare string is no list of marks
        ([["monday"], ["monday"]], OPTIONS, 1, refusals.MoreBallotsThanEligible),
        ([], ("monday", "monday"), 9, refusals.SameOptionTwice),
        ([], OPTIONS, 2.0, refusals.NotACount),
    ],
)
def test_an_impossible_box_is_refused(ballots: Any, options: Any, eligible: Any, kind: type[Refused]) -> None:
    terms = {"options": options, "eligible": eligible, "rule": plurality}
    assert type(refusal_of(lambda: pick_one(ballots, **terms))) is kind
    honest = pick_one([], options=OPTIONS, eligible=9, rule=plurality)
    assert verify(honest, ballots, **terms)[0].field == "inputs"


def test_the_same_mark_twice_is_one_mark_too_many() -> None:
    refusal = refusal_of(lambda: pick_one([["monday"] * 2], options=OPTIONS, eligible=9, rule=approval))
    assert isinstance(refusal, refusals.BadBallot)
    assert refusal.marks == ["monday", "monday"]


boxes = st.lists(st.sets(st.sampled_from(OPTIONS)), max_size=9)


@given(boxes, st.sampled_from([plurality, approval]), tie_breaks, st.randoms(use_true_random=False))
def test_pick_one_equals_its_slow_twin_whatever_the_order_of_ballots(
    box: list[set[str]], rule: PickRule, tie_break: Lot | None, random: Any
) -> None:
    if rule == plurality:
        box = [set(sorted(ballot)[:1]) for ballot in box]
    shuffled = list(box)
    random.shuffle(shuffled)
    terms: dict[str, Any] = {"options": OPTIONS, "eligible": 9, "rule": rule, "tie_break": tie_break}
    choice = pick_one(box, **terms)
    assert choice == pick_one(shuffled, **{**terms, "options": OPTIONS[::-1]})
    assert verify(choice, shuffled, **terms) == ()
    votes = {option: len([ballot for ballot in box if option in ballot]) for option in OPTIONS}
    best = [option for option in OPTIONS if votes[option] == max(votes.values()) > 0]
    if tie_break and best:
        best = [min(best, key=lambda o: hashlib.sha256(f"{tie_break.seed}|{o}".encode()).hexdigest())]
    assert choice.winner == (best[0] if len(best) == 1 else None)
    assert sum(v.count for v in choice.votes) == sum(map(len, box))


@given(boxes, st.sampled_from(OPTIONS))
def test_monotonicity_one_more_mark_for_the_winner_keeps_it(box: list[set[str]], option: str) -> None:
    before = pick_one(box, options=OPTIONS, eligible=10, rule=approval)
    after = pick_one([*box, {option}], options=OPTIONS, eligible=10, rule=approval)
    if option in before.leading:
        assert after.winner == option


@given(boxes, st.permutations(OPTIONS))
def test_neutrality_renaming_the_options_renames_the_winner(box: list[set[str]], names: list[str]) -> None:
    new = dict(zip(OPTIONS, names, strict=True))
    there = pick_one(box, options=OPTIONS, eligible=9, rule=approval)
    back = pick_one([{new[o] for o in b} for b in box], options=OPTIONS, eligible=9, rule=approval)
    assert (there.winner and new[there.winner]) == back.winner


# Tampering: each honest result, and everything somebody might have done to it.

HONEST: dict[str, tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]] = {
    "quorum": (quorum, (15, 7), {}),
    "carried": (count, (Counts(6, 5, 2),), {"eligible": 15, "present": 14}),
    "tied": (count, (Counts(5, 5, 1),), {"eligible": 15}),
    "cast": (count, (Counts(5, 5, 1),), {"eligible": 15, "casting": Voice.NO}),
    "no quorum": (count, (Counts(4, 0, 0),), {"eligible": 15}),
    "two thirds": (count, (Counts(6, 3, 3),), {"eligible": 15, "rule": Rule(threshold=two_thirds)}),
    "accord": (
        consent,
        ([reply("temple", Stand.RESERVE), reply("shop", Stand.OBJECT, resolved=True)],),
        {"asked": PARTNERS, "rule": silence_agrees},
    ),
    "objection": (
        consent,
        (round_of(Stand.AGREE, Stand.ABSTAIN, Stand.OBJECT),),
        {"asked": PARTNERS, "rule": silence_aside},
    ),
    "forum": (rank, (SHEET,), {"heads": 40, "method": Hands()}),
    "stickers": (rank, (SHEET,), {"heads": 40, "method": Stickers(3), "tie_break": Lot("s")}),
    "picked": (pick_one, ([["monday"], []],), {"options": OPTIONS, "eligible": 9, "rule": plurality}),
    "even": (
        pick_one,
        ([["monday"], ["sunday"]],),
        {"options": OPTIONS, "eligible": 9, "rule": plurality, "tie_break": Lot("s")},
    ),
}


def touched(value: Any) -> list[Any]:
    """Other values that somebody might write in its place, the floats and bools that equal it among them."""
    match value:
        case bool():
            return [not value, int(value)]
        case int():
            return [value + 1, value - 1, float(value), *([bool(value)] if value in (0, 1) else [])]
        case Verdict() | Because() | Voice():
            return [other for other in type(value) if other != value] + [None]
        case None:
            return [Voice.YES, 0, "monday"]
        case str():
            return [value + "x", "", None]
        case tuple():
            one_touched = [
                (*value[:at], other, *value[at + 1 :]) for at, item in enumerate(value) for other in touched(item)
            ]
            return [value[1:], value[::-1], (*value, "x"), list(value), *one_touched]
        case _:
            return [
                replace(value, **{field.name: other})
                for field in fields(value)
                for other in touched(getattr(value, field.name))
            ]


@pytest.mark.parametrize("name", HONEST)
def test_whatever_field_is_touched_the_recount_finds_it(name: str) -> None:
    act, inputs, terms = HONEST[name]
    honest = act(*inputs, **terms)
    assert verify(honest, *inputs, **terms) == ()
    for field in fields(honest):
        others = [o for o in touched(getattr(honest, field.name)) if repr(o) != repr(getattr(honest, field.name))]
        assert others
        for other in others:
            faults = verify(replace(honest, **{field.name: other}), *inputs, **terms)
            assert [fault.field for fault in faults] == [field.name], other


def test_planted_tampering_with_the_whole_story_kept_consistent() -> None:
    """Results that hold together in themselves, and differ only from what was really said."""
    terms: dict[str, Any] = {"eligible": 15, "present": 14}
    planted: list[tuple[Any, tuple[Any, ...], dict[str, Any]]] = [
        (count(Counts(7, 4, 2), **terms), (Counts(6, 5, 2),), terms),  # one no became a yes
        (count(Counts(6, 5, 1), **terms), (Counts(6, 5, 2),), terms),  # an abstention was lost
        (count(Counts(6, 5, 2), eligible=15), (Counts(6, 5, 2),), terms),  # the silent were not there
        (count(Counts(6, 5, 2), **terms, rule=Rule(base=Base.ALL)), (Counts(6, 5, 2),), terms),
        (count(Counts(5, 5), eligible=15, casting=Voice.YES), (Counts(5, 5),), {"eligible": 15}),
        (quorum(14, 7), (15, 7), {}),  # a seat was emptied afterwards
        (quorum(15, 7, ONE_THIRD), (15, 7), {}),  # as if it had been called again
        (
            rank([*SHEET[:3], Row("drain", 1)], heads=40, method=Hands()),
            (SHEET,),
            {"heads": 40, "method": Hands()},
        ),
        (rank(SHEET[:3], heads=40, method=Hands()), (SHEET,), {"heads": 40, "method": Hands()}),
        (
            rank(SHEET, heads=40, method=Hands(), tie_break=Drawn(("road", "lamp"))),
            (SHEET,),
            {"heads": 40, "method": Hands(), "tie_break": Drawn(("lamp", "road"))},
        ),
        (
            pick_one([["monday"]], options=OPTIONS, eligible=9, rule=plurality),
            ([["monday"], ["sunday"]],),
            {"options": OPTIONS, "eligible": 9, "rule": plurality},
        ),
        (
            consent(round_of(*[Stand.AGREE] * 3), asked=PARTNERS[:3], rule=await_all),
            (round_of(*[Stand.AGREE] * 3),),
            {"asked": PARTNERS, "rule": await_all},
        ),
    ]
    for claimed, inputs, given_terms in planted:
        assert verify(claimed, *inputs, **given_terms), claimed


def test_something_else_is_no_outcome() -> None:
    stranger: Any = "adopted"
    assert verify(stranger, Counts(1, 0), eligible=1)[0].field == "outcome"


def test_the_recount_shares_no_code_with_the_count() -> None:
    import ruammue.engines.tally.recount as recount

    lines = inspect.getsource(recount).splitlines()
    assert [line.split()[1] for line in lines if "import" in line and ("from ." in line or "ruammue" in line)] == [
        ".values"
    ]
