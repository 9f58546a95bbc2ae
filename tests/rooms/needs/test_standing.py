"""Who spoke last about a need is kept on it: as its answers and verdicts tell it, and as the list shows it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from ruammue.access.actors import STRANGER
from ruammue.needs import actions, queries
from ruammue.needs.invariants import the_last_word_is_kept
from ruammue.needs.models import LastWord, Need, Standing
from tests.cast import Cast


def word(need: Need) -> str:
    return str(Need.objects.of(need.steward_id).get(pk=need.pk).last_word)


def test_each_word_that_is_spoken_is_kept(cast: Cast) -> None:
    officer = cast.actor("officer")
    need = actions.report_need(cast.steward, by=STRANGER, text="น้ำไม่ไหล", village=cast.villages[2])
    said = [word(need)]
    actions.answer_need(need, by=officer, way="answered", text="ช่างไปพรุ่งนี้")
    said.append(word(need))
    actions.give_verdict(need, by=STRANGER, is_fixed=False, words="ยังไม่มา")
    said.append(word(need))
    actions.answer_need(need, by=officer, way="answered", text="ช่างไปแล้ว")
    actions.give_verdict(need, by=STRANGER, is_fixed=True)
    said.append(word(need))
    assert said == [LastWord.WAITING, LastWord.ANSWERED, LastWord.WAITING, LastWord.FIXED]
    assert list(the_last_word_is_kept(cast.steward.pk)) == []


@pytest.mark.parametrize("wrong", [LastWord.WAITING, LastWord.FIXED])
def test_a_word_that_nobody_spoke_is_found_by_verify(cast: Cast, wrong: str) -> None:
    need = actions.report_need(cast.steward, by=STRANGER, text="น้ำไม่ไหล", village=cast.villages[2])
    actions.answer_need(need, by=cast.actor("officer"), way="answered", text="ช่างไปพรุ่งนี้")
    Need.objects.filter(pk=need.pk).update(last_word=wrong)
    (finding,) = the_last_word_is_kept(cast.steward.pk)
    assert (finding.code, finding.data["kept"], finding.data["derived"]) == ("needs.last_word_drift", wrong, "answered")


def test_a_need_stands_overdue_from_the_day_after_its_day(cast: Cast) -> None:
    need = actions.report_need(cast.steward, by=STRANGER, text="น้ำไม่ไหล", village=cast.villages[2])
    due = need.answer_due_on
    stands = {
        day: Need.objects.of(cast.steward).as_of(day).values_list("stands", flat=True).get(pk=need.pk)
        for day in (due, due + dt.timedelta(days=1))
    }
    assert list(stands.values()) == [Standing.WAITING, Standing.OVERDUE]
    Need.objects.filter(pk=need.pk).update(answer_due_on=timezone.localdate() - dt.timedelta(days=2))
    page, overdue = queries.needs_list(cast.steward, cast.actor("officer"), queries.Filters())
    assert overdue == 1
    assert (page.object_list[0].standing, page.object_list[0].days_late) == (Standing.OVERDUE, 2)
    actions.answer_need(need, by=cast.actor("officer"), way="answered", text="ช่างไปพรุ่งนี้")
    assert queries.needs_list(cast.steward, cast.actor("officer"), queries.Filters())[1] == 0
