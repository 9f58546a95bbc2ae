"""The rulebook: every rule cited, every verdict named by its pack, quorum and seats as DOMAIN 2.2 and 2.6 have them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from ruammue import rulebook
from ruammue.rulebook import judging, sentences
from ruammue.rulebook.values import (
    Evidence,
    Finding,
    Force,
    MinutesFacts,
    NoticeFacts,
    QuorumFacts,
    SeatFacts,
    TermFacts,
)
from tests.cast import Cast

FULL = {"executive": 1, "deputy": 2, "council": 3, "expert": 3, "state": 3, "forum": 3, "clerk": 1}


def seats(**filled: int) -> SeatFacts:
    return SeatFacts(body="committee.development", filled={**FULL, **filled})


def test_every_rule_has_text_source_judge_and_sentences() -> None:
    for rule in rulebook.rules():
        assert str(rule.text)
        assert str(rule.citation)
        assert rule.judge in judging._JUDGES
    for pack in rulebook.packs():
        assert pack.version
        for body in pack.committees:
            assert str(body.citation)
            for rule_id in body.rules:
                assert rulebook.rule(rule_id)
            for seat in body.seats:
                assert seat.category in sentences.CATEGORIES
                assert seat.chosen_by in sentences.CHOSEN_BY
                assert seat.office in sentences.OFFICES
        for effect in pack.effects:
            assert effect.code in sentences.EFFECTS


@pytest.mark.parametrize(
    ("rule_id", "is_confirmed"),
    [
        ("R01", True),
        ("R02", True),
        ("R03", False),
        ("R04", False),
        ("R05", False),
        ("R14", False),
        ("R15", False),
        ("R16", True),
    ],
)
def test_only_what_was_read_is_confirmed(rule_id: str, is_confirmed: bool) -> None:
    assert rulebook.rule(rule_id).is_confirmed is is_confirmed


def test_partly_read_is_not_confirmed() -> None:
    assert not rulebook.committee("forum.village").is_confirmed  # type: ignore[union-attr]
    assert rulebook.committee("forum.village").evidence == Evidence.PARTLY_READ  # type: ignore[union-attr]


def test_a_full_development_committee_keeps_the_rule_and_the_verdict_names_its_pack() -> None:
    verdict = rulebook.check("R01", seats())
    assert verdict.is_kept
    assert not verdict.blocks
    assert (verdict.pack, verdict.version) == ("local-plan", "2569.11")
    assert verdict.source_on == date(2024, 12, 16)


def test_two_from_the_forum_are_one_too_few_and_seven_are_too_many() -> None:
    (few,) = rulebook.check("R01", seats(forum=2)).findings
    assert (few.code, few.force, few.data["least"]) == ("too_few", Force.WARN, 3)
    (many,) = rulebook.check("R01", seats(forum=7)).findings
    assert (many.code, many.data["most"]) == ("too_many", 6)


def test_without_its_chair_nothing_may_be_appointed() -> None:
    verdict = rulebook.check("R01", seats(executive=0))
    assert verdict.blocks


def test_the_forum_chooses_its_own() -> None:
    kept = SeatFacts(body="committee.development", filled=FULL, chosen_by={"forum": frozenset({"forum"})})
    broken = SeatFacts(body="committee.development", filled=FULL, chosen_by={"forum": frozenset({"executive"})})
    assert rulebook.check("R02", kept).is_kept
    assert [f.code for f in rulebook.check("R02", broken).findings] == ["chosen_otherwise"]


def test_the_monitoring_committee_elects_its_own_chair_and_secretary() -> None:
    filled = {"council": 3, "forum": 2, "state": 2, "division": 2, "expert": 2}
    facts = SeatFacts(body="committee.monitoring", filled=filled, offices={"member": 11})
    assert {f.data["office"] for f in rulebook.check("R04", facts).findings} == {"chair", "secretary"}
    elected = SeatFacts(body="committee.monitoring", filled=filled, offices={"member": 9, "chair": 1, "secretary": 1})
    assert rulebook.check("R04", elected).is_kept


def test_sixty_days_before_a_term_ends_somebody_is_told() -> None:
    today = date(2026, 11, 22)
    assert rulebook.check("R05", TermFacts(today=today, ends=(date(2027, 1, 22), None))).is_kept
    (finding,) = rulebook.check("R05", TermFacts(today=today, ends=(date(2027, 1, 21), date(2027, 1, 1)))).findings
    assert finding.data == {"seats": 2, "days": 40}


def test_notice_of_two_days_is_short_and_an_office_may_set_its_own_number() -> None:
    facts = NoticeFacts(noticed_on=date(2026, 11, 20), held_on=date(2026, 11, 22), has_agenda=True)
    assert [f.code for f in rulebook.check("R14", facts).findings] == ["short_notice"]
    verdict = rulebook.check("R14", facts, overrides={"days": 2})
    assert verdict.is_kept
    assert not verdict.is_confirmed
    with pytest.raises(KeyError, match="hours"):
        rulebook.check("R14", facts, overrides={"hours": 2})


def test_five_of_thirteen_are_two_too_few() -> None:
    (finding,) = rulebook.check(
        "R15", QuorumFacts(body="committee.development", seats_filled=13, seats_present=5)
    ).findings
    assert finding.data["lacking"] == 2
    assert finding.force == Force.BLOCK


def test_called_again_within_fourteen_days_one_third_is_enough_and_later_it_is_not() -> None:
    facts = {"body": "committee.development", "seats_filled": 13, "seats_present": 5, "is_recalled": True}
    assert rulebook.check("R15", QuorumFacts(**facts, days_since_first=14)).is_kept
    assert rulebook.check("R15", QuorumFacts(**facts, days_since_first=15)).blocks
    assert rulebook.check("R15", QuorumFacts(**facts)).blocks


def test_a_village_forum_has_no_known_quorum() -> None:
    quorum = rulebook.quorum_rule("forum.village")
    assert quorum.share is None
    assert quorum.needed(40) is None
    assert not quorum.is_confirmed
    assert rulebook.check("F01", QuorumFacts(body="forum.village", seats_filled=0, seats_present=0)).is_kept


def test_minutes_are_a_must_and_dissent_has_its_reason() -> None:
    assert rulebook.check("R16", MinutesFacts(has_minutes=False)).blocks
    facts = MinutesFacts(has_minutes=True, dissents=2, dissents_with_reason=1)
    assert [f.code for f in rulebook.check("R16", facts).findings] == ["dissent_without_reason"]


@given(filled=st.integers(0, 500), present=st.integers(0, 500))
def test_quorum_is_the_least_number_that_is_at_least_half(filled: int, present: int) -> None:
    needed = rulebook.quorum_rule("committee.development").needed(filled)
    assert needed is not None
    assert 2 * needed >= filled
    assert needed == 1 or 2 * (needed - 1) < filled
    verdict = rulebook.check(
        "R15", QuorumFacts(body="committee.development", seats_filled=filled, seats_present=present)
    )
    assert verdict.is_kept == (present >= needed)


@given(st.fixed_dictionaries({key: st.integers(0, 9) for key in FULL}))
def test_the_seat_checker_agrees_with_the_rule_read_aloud(filled: dict[str, int]) -> None:
    said = (
        filled["executive"] == 1
        and filled["council"] == 3
        and filled["expert"] == 3
        and filled["state"] >= 3
        and 3 <= filled["forum"] <= 6
        and filled["clerk"] == 1
    )
    assert rulebook.check("R01", SeatFacts(body="committee.development", filled=filled)).is_kept == said


@pytest.mark.parametrize(
    ("key", "kind", "code", "is_confirmed"),
    [
        ("committee.development", "committee", "committee", True),
        ("committee.monitoring", "committee", "committee", False),
        ("committee.village", "committee", "advisory", False),
        ("forum.village", "forum", "advisory", False),
        ("network.partners", "partners", "advisory", False),
        ("", "executive", "executive", True),
        ("", "council", "council", True),
        ("unheard of", "unheard of", "advisory", False),
    ],
)
def test_what_a_resolution_is_worth(key: str, kind: str, code: str, is_confirmed: bool) -> None:
    effect = rulebook.effect_of(key, kind)
    assert (effect.code, effect.is_confirmed) == (code, is_confirmed)
    assert str(effect.citation)


def test_an_unknown_rule_is_a_defect() -> None:
    with pytest.raises(rulebook.NoSuchRule):
        rulebook.check("R99", None)


def test_every_finding_has_a_sentence_in_both_languages() -> None:
    data = {
        "category": "forum", "filled": 2, "least": 3, "most": 6, "office": "chair", "chosen_by": "forum", "seats": 1,
        "days": 3, "given": 1, "lacking": 2, "present": 5, "needed": 7, "dissents": 1,
        "from_on": date(2026, 11, 1), "until_on": date(2026, 11, 29), "source": "ประกาศ กกต.",
        "who": "อบต.", "percent": 80,
    }  # fmt: skip
    for language in ("th", "en"):
        with translation.override(language):
            for code in sentences.codes():
                assert "%(" not in sentences.sentence_of(Finding(code=code, force=Force.WARN, data=data))


def test_threshold_is_more_than_half_and_the_chair_breaks_ties_only_in_committees() -> None:
    assert rulebook.quorum_rule("committee.development").threshold == Fraction(1, 2)
    assert rulebook.quorum_rule("committee.development").chair_breaks_ties
    assert not rulebook.quorum_rule("network.partners").chair_breaks_ties


def test_everybody_reads_the_rules_and_whether_they_are_confirmed(cast: Cast) -> None:
    page = cast.client().get(f"/{cast.steward.slug}/rules/")
    text = page.content.decode()
    assert page.status_code == 200
    assert 'id="R01"' in text
    assert "ยืนยันแล้ว" in text
    assert "ไม่ยืนยัน" in text
    assert "16 ธ.ค. 2567" in text.replace("\u00a0", " ")


def test_the_rules_page_answers_get_only(cast: Cast) -> None:
    assert cast.client().post(f"/{cast.steward.slug}/rules/").status_code == 405


def test_told_after_the_day_is_not_told() -> None:
    facts = NoticeFacts(noticed_on=date(2026, 11, 23), held_on=date(2026, 11, 22), has_agenda=True)
    assert [f.code for f in rulebook.check("R14", facts).findings] == ["no_notice"]
