"""แบ่งของเดือนนี้: one proposal for all gaps, how good it is, and one act that asks all or nobody."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from ruammue.resources.actions import Chosen, ask_as_divided, raise_line
from ruammue.resources.dividing import month_of
from ruammue.resources.models import Commitment
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
