"""แบ่งของเดือนนี้: one proposal for all gaps, how good it is, and one act that asks all or nobody."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from ruammue.resources import actions, queries
from ruammue.resources.actions import Chosen, ask_as_divided, raise_line
from ruammue.resources.dividing import chosen_of, month_of
from ruammue.resources.finder import fits_for
from ruammue.resources.models import Commitment
from ruammue.resources.queries import line_row
from tests.cast import Cast
from tests.rooms.resources.stage import line_of, matter_of, offer_of, promise_of, spec_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(cast: Cast) -> dict[str, Any]:
    """Two matters want tables, the temple has forty and the school thirty."""
    tables = spec_of(cast)
    return {
        "tables": tables,
        "feast": line_of(cast, 40, spec=tables, matter=matter_of(cast)),
        "sports": line_of(cast, 50, spec=tables, matter=matter_of(cast, "กีฬาตำบล")),
        "temple": offer_of(cast, 40, spec=tables),
        "school": offer_of(cast, 30, spec=tables, who="teacher", organisation="school"),
    }


def test_the_proposal_is_proved_and_says_what_stays_open(cast: Cast, scene: dict[str, Any]) -> None:
    month = month_of(cast.steward, cast.actor("officer"), today=timezone.localdate())
    assert (month.things, month.helped, month.is_best, month.reached) == (2, 2, True, "100.0")
    # A part of the smaller need counts more a piece: it is met whole first.
    feast = next(gap for gap in month.gaps if gap.row.id == scene["feast"].pk)
    sports = next(gap for gap in month.gaps if gap.row.id == scene["sports"].pk)
    assert feast.missing == ""
    assert sports.missing.startswith("20")
    assert sports.why
    assert all(one.reasons for gap in month.gaps for one in gap.proposed)


def test_what_is_there_on_other_days_only_is_not_proposed(cast: Cast) -> None:
    today = timezone.localdate()
    day = today + dt.timedelta(days=(2 - today.weekday()) % 7 + 7)  # a Wednesday
    truck = spec_of(cast, "รถกระบะ", "vehicle", "vehicle_day")
    line_of(cast, 480, spec=truck, from_on=day, until_on=day)
    offer_of(cast, 480, spec=truck, schedule="FREQ=WEEKLY;BYDAY=TU,SA")
    month = month_of(cast.steward, cast.actor("officer"), today=today)
    assert [gap.proposed for gap in month.gaps] == [()]
    offer_of(cast, 480, spec=truck, who="teacher", organisation="school", schedule="FREQ=WEEKLY;BYDAY=WE")
    month = month_of(cast.steward, cast.actor("officer"), today=today)
    assert [one.giver for gap in month.gaps for one in gap.proposed] == [cast.school.name]


def test_whoever_said_no_or_has_promised_is_not_proposed_again(cast: Cast, scene: dict[str, Any]) -> None:
    promise_of(cast, scene["feast"], 10)
    month = month_of(cast.steward, cast.actor("officer"), today=timezone.localdate())
    feast = next(gap for gap in month.gaps if gap.row.id == scene["feast"].pk)
    assert [one.giver for one in feast.proposed] == [cast.organisations["school"].name]


def test_what_is_ticked_is_asked_once_and_all_of_it_or_none(
    cast: Cast, scene: dict[str, Any], django_assert_max_num_queries: Any
) -> None:
    client = cast.client("officer")
    address = reverse("resources:divide_things", args=[cast.steward.slug])
    with django_assert_max_num_queries(30):
        page = client.get(address)
    choices = [one.choice for gap in page.context["month"].gaps for one in gap.proposed]
    assert len(choices) >= 2
    sent = {"take": choices, "reason": "ตกลงในที่ประชุม"}
    # One of them would be more than there is: nobody is asked.
    line, offer, _n = choices[0].split("|")
    wrong = client.post(address, {**sent, "take": [*choices[1:], f"{line}|{offer}|4000"]})
    assert wrong.status_code == 422
    assert not Commitment.objects.of(cast.steward).exists()
    for _twice in range(2):
        client.post(address, sent)
    made = Commitment.objects.of(cast.steward)
    assert made.count() == len(choices)
    assert all(one.provider_accepted_at is None and one.receiver_accepted_at for one in made)


def test_what_was_asked_and_has_no_answer_stays_on_the_page(cast: Cast, scene: dict[str, Any]) -> None:
    """A need does not vanish, or read as if nobody had been found, while somebody thinks about it."""
    officer = cast.actor("officer", speaking=True)
    ask_as_divided([Chosen(scene["feast"], scene["temple"], 40)], reason="ใกล้", by=officer)
    ask_as_divided([Chosen(scene["sports"], scene["school"], 30)], reason="ใกล้", by=officer)
    shown = month(cast)
    assert shown.asked == 2
    feast = gap_of(shown, scene["feast"])
    assert [one.split()[0] for one in feast.asked] == [cast.temple.name.split()[0]]
    text = cast.client("officer").get(reverse("resources:divide_things", args=[cast.steward.slug])).content.decode()
    assert "ถามไปแล้ว รอตอบ 2 อย่าง" in text
    assert "ถามแล้ว รอคำตอบ" in text
    paper = cast.client("officer").get(reverse("resources:divide_things_paper", args=[cast.steward.slug, "html"]))
    assert "ถามแล้ว รอคำตอบ" in paper.content.decode()


def test_a_need_whose_day_is_over_says_so(cast: Cast) -> None:
    today, tables = timezone.localdate(), spec_of(cast)
    line = line_of(cast, 5, spec=tables, from_on=today, until_on=today)
    assert not gap_of(month(cast), line).is_past
    assert gap_of(month(cast, today + DAY), line).is_past


def test_for_somebody_else_who_lacks_it_is_entered_and_not_said(cast: Cast, scene: dict[str, Any]) -> None:
    """The office does not speak for the school: what it asks for the school stands as entered."""
    officer = cast.actor("officer")
    line = raise_line(
        matter_of(cast, "งานโรงเรียน"),
        spec=scene["tables"],
        quantity=5,
        receiver=cast.school,
        by=officer.entering_for(None),
    )
    (made,) = ask_as_divided([Chosen(line, scene["temple"], 5)], reason="ใกล้", by=officer)
    (own,) = ask_as_divided([Chosen(scene["feast"], scene["temple"], 5)], reason="ใกล้", by=officer)
    assert (made.entered_by_id, own.entered_by_id) == (cast.officer.pk, None)


def test_without_a_reason_or_a_tick_nobody_is_asked(cast: Cast, scene: dict[str, Any]) -> None:
    client = cast.client("officer")
    address = reverse("resources:divide_things", args=[cast.steward.slug])
    assert client.post(address, {"reason": "เพราะใกล้"}).status_code == 422
    choices = [one.choice for gap in client.get(address).context["month"].gaps for one in gap.proposed]
    assert client.post(address, {"take": choices}).status_code == 422
    foreign = client.post(address, {"take": ["x", "1|2|3"], "reason": "ใกล้"})
    assert foreign.status_code in (302, 422)
    assert not Commitment.objects.of(cast.steward).exists()


DAY = dt.timedelta(days=1)


def month(cast: Cast, today: dt.date | None = None) -> Any:
    return month_of(cast.steward, cast.actor("officer"), today=today or timezone.localdate())


def gap_of(month: Any, line: Any) -> Any:
    return next(gap for gap in month.gaps if gap.row.id == line.pk)


def test_a_loan_is_free_again_after_the_day_on_which_it_is_due_back(cast: Cast) -> None:
    """It is not used up: for later days it is proposed, and asked for once it is back."""
    today, tables = timezone.localdate(), spec_of(cast)
    offer = offer_of(cast, 40, spec=tables, is_loan=True)
    first = line_of(cast, 40, spec=tables, matter=matter_of(cast, "งานเดือนนี้"))
    promise_of(cast, first, 40, offer=offer, return_due=today + 5 * DAY)
    soon, later = (
        line_of(
            cast, 30, spec=tables, matter=matter_of(cast, f"งานอีก {days} วัน"), from_on=today + days * DAY,
            until_on=today + days * DAY,
        )
        for days in (3, 10)
    )  # fmt: skip
    shown = month(cast)
    assert gap_of(shown, soon).proposed == ()
    (one,) = gap_of(shown, later).proposed
    assert (one.choice, one.free_on) == ("", today + 6 * DAY), "not to be ticked: it is out until then"
    page = cast.client("officer").get(reverse("resources:divide_things", args=[cast.steward.slug]))
    assert "ยืม" in page.content.decode()


def test_one_loan_serves_two_needs_whose_days_do_not_meet_and_only_the_first_is_asked_now(cast: Cast) -> None:
    today, tables = timezone.localdate(), spec_of(cast)
    offer_of(cast, 40, spec=tables, is_loan=True)
    first, second = (
        line_of(
            cast, 40, spec=tables, matter=matter_of(cast, f"งานอีก {days} วัน"), from_on=today + days * DAY,
            until_on=today + days * DAY,
        )
        for days in (3, 10)
    )  # fmt: skip
    shown = month(cast)
    assert shown.is_best
    assert gap_of(shown, first).proposed[0].choice
    assert gap_of(shown, second).proposed[0].free_on == today + 10 * DAY
    given = spec_of(cast, "เก้าอี้")
    offer_of(cast, 40, spec=given)
    lines = [
        line_of(
            cast, 40, spec=given, matter=matter_of(cast, f"เก้าอี้ {days}"), from_on=today + days * DAY,
            until_on=today + days * DAY,
        )
        for days in (3, 10)
    ]  # fmt: skip
    assert sum(bool(gap_of(month(cast), line).proposed) for line in lines) == 1, "what is given is given once"


def test_two_pickups_are_counted_as_a_lorry_and_what_is_asked_is_what_there_is(cast: Cast) -> None:
    lorry, pickup = spec_of(cast, "รถบรรทุก", "goods", "body"), spec_of(cast, "รถกระบะ", "goods", "body")
    actions.name_substitute(lorry, stand_in=pickup, wanted=1, given=2, by=cast.actor("officer"))
    offer = offer_of(cast, 5, spec=pickup)
    line = line_of(cast, 3, spec=lorry)
    shown = month(cast)
    (one,) = gap_of(shown, line).proposed
    assert (one.quantity.split()[0], one.uses.split()[0]) == ("2", "4")
    assert gap_of(shown, line).missing.startswith("1")
    assert not shown.is_narrowed
    (made,) = ask_as_divided(
        chosen_of(cast.steward, cast.actor("officer"), [one.choice]), reason="ใกล้", by=cast.actor("officer")
    )
    actions.accept_commitment(made, side="provider", by=cast.actor("abbot", speaking=True))
    offer.refresh_from_db()
    assert (made.quantity, offer.remaining) == (2, 1)
    # The finder counts the same: six pick-ups are three lorries; and a bag of rice is found where kilograms lack.
    other = line_of(cast, 4, spec=lorry, matter=matter_of(cast, "ขนดิน"))
    offer_of(cast, 6, spec=pickup, who="teacher", organisation="school")
    fits = fits_for(cast.steward, [line_row(queries.lines(cast.steward).get(pk=other.pk))], today=timezone.localdate())
    reasons = {fit.name: " ".join(fit.reasons) for fit in fits[other.pk].chosen}
    assert "3" in reasons[cast.school.name], reasons
    rice, bag = spec_of(cast, "ข้าวสาร", "goods", "kilogram"), spec_of(cast, "ข้าวสารถุงใหญ่", "goods", "body")
    actions.name_substitute(rice, stand_in=bag, wanted=50_000, given=1, by=cast.actor("officer"))
    meal = line_of(cast, 100_000, spec=rice, matter=matter_of(cast, "โรงทาน"))
    offer_of(cast, 3, spec=bag)
    found = fits_for(cast.steward, [line_row(queries.lines(cast.steward).get(pk=meal.pk))], today=timezone.localdate())
    assert [fit.name for fit in found[meal.pk].chosen] == [cast.temple.name], "units that differ meet by their ratio"


def test_what_stands_in_for_several_at_different_rates_is_counted_once_and_no_proof_is_claimed(cast: Cast) -> None:
    pickup = spec_of(cast, "รถกระบะ", "goods", "body")
    lines = []
    for name, given in (("รถบรรทุก", 2), ("รถพ่วง", 3)):
        other = spec_of(cast, name, "goods", "body")
        actions.name_substitute(other, stand_in=pickup, wanted=1, given=given, by=cast.actor("officer"))
        lines.append(line_of(cast, 1, spec=other, matter=matter_of(cast, name)))
    offer_of(cast, 6, spec=pickup)
    shown = month(cast)
    assert shown.is_narrowed
    assert sum(bool(gap_of(shown, line).proposed) for line in lines) == 1
    page = cast.client("officer").get(reverse("resources:divide_things", args=[cast.steward.slug]))
    assert "พิสูจน์แล้ว" not in page.content.decode()


@pytest.mark.any_database
def test_the_proposal_can_be_printed_for_the_meeting(cast: Cast, scene: dict[str, Any]) -> None:
    where = reverse("resources:divide_things_paper", args=[cast.steward.slug, "html"])
    text = cast.client("officer").get(where).content.decode()
    for word in ("โต๊ะ", cast.temple.name, "ยังไม่ได้ขอใคร"):
        assert word in text
    assert cast.client("officer").get(where.replace("html", "gif")).status_code == 404
    assert cast.client("owner").get(where).status_code == 403
