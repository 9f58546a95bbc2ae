"""What organisations did together is seen, and written down once."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

from django.utils import timezone

from ruammue.goals.events import GoalSigned
from ruammue.goals.models import CoSignature, Goal
from ruammue.ledger.actions import News
from ruammue.loop.listeners import see_who_signed_together
from ruammue.needs import actions as needs
from ruammue.networks.models import TieObservation
from tests.cast import Cast


def test_who_signs_a_goal_is_tied_to_those_who_signed_before_and_only_once(cast: Cast) -> None:
    matter = needs.open_matter(cast.steward, by=cast.actor("officer"), title="ร่องน้ำ")
    now = timezone.now()
    goal = Goal.objects.create(
        steward=cast.steward, matter=matter, statement="น้ำไม่ท่วม", due_on=dt.date(2027, 6, 1), drafted_at=now
    )
    for organisation in (cast.school, cast.shop):
        CoSignature.objects.create(
            steward=cast.steward,
            goal=goal,
            organisation=organisation,
            asked_at=now,
            way="login",
            signed_at=now,
            signed_as="ผู้แทน",
        )
    news = News(uuid4(), now, None, None, None)
    event = GoalSigned(steward=cast.steward.pk, goal=goal.pk, organisation=cast.shop.pk, matter=matter.pk)
    for _heard_again in range(2):
        see_who_signed_together(event, news)
    tie = TieObservation.objects.get()
    assert (tie.from_organisation, tie.to_organisation, tie.kind) == (cast.shop, cast.school, "signed")
