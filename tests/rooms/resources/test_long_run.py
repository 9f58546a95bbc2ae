"""Random acts through the real actions, with the engine as the oracle: what the house wrote counts as it says."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from ruammue.engines.promises import Entry, verify
from ruammue.foundation.refusals import Refusal
from ruammue.resources import actions
from ruammue.resources.export import entries
from ruammue.resources.models import Commitment, Delivery, Dispute, Loss, NeedLine, Offer, Settlement
from tests.cast import Cast
from tests.rooms.resources.stage import key, line_of, matter_of, offer_of, spec_of
from tests.rooms.resources.test_ledger_of_promises import DAY, is_sound

SIDES = ("provider", "receiver")


class Office:
    """An office in which people do whatever they like; what may not be is refused."""

    def __init__(self, cast: Cast, chance: Random) -> None:
        self.cast, self.chance, self.refused = cast, chance, 0
        self.spec, self.other = spec_of(cast), spec_of(cast, "ม้านั่ง")
        self.matter = matter_of(cast)
        actions.name_substitute(self.spec, stand_in=self.other, wanted=3, given=1, by=cast.actor("officer"))
        self.hand = {"provider": cast.actor("abbot", speaking=True), "receiver": cast.actor("officer", speaking=True)}
        for size in (400, 90, 30):
            line_of(cast, size, spec=self.spec, matter=self.matter)

    def any_of(self, model: Any, **facts: Any) -> Any:
        rows = list(model.objects.filter(**facts).order_by("-id")[:12])
        return self.chance.choice(rows) if rows else None

    def act(self) -> None:
        weights = {
            self.promise: 6, self.accept: 3, self.bring: 8, self.confirm: 9, self.reverse: 1, self.dispute: 2,
            self.propose: 2, self.settle: 2, self.lose: 3, self.decide: 3, self.finish: 1, self.more: 1,
            self.merge: 0.3, self.close: 0.3,
        }  # fmt: skip
        try:
            self.chance.choices(list(weights), list(weights.values()))[0]()
        except Refusal:
            self.refused += 1

    def promise(self) -> None:
        offer = self.any_of(Offer) if self.chance.random() < 0.6 else None
        actions.make_commitment(
            self.any_of(NeedLine), quantity=self.chance.randint(1, 25), offer=offer, side="provider",
            provider=None if offer else self.cast.temple, is_loan=self.chance.random() < 0.5,
            agreed_by=self.chance.choice(("", "สมใจ")), by=self.hand["provider"], idempotency_key=key(),
        )  # fmt: skip

    def accept(self) -> None:
        if promise := self.any_of(Commitment, receiver_accepted_at=None):
            actions.accept_commitment(promise, side="receiver", by=self.hand["receiver"])

    def bring(self) -> None:
        if promise := self.any_of(Commitment):
            is_back = promise.is_loan and promise.delivered and self.chance.random() < 0.5
            act = actions.record_return if is_back else actions.record_delivery
            side = self.chance.choice(SIDES)
            quantity = self.chance.randint(1, 12)
            act(promise, quantity=quantity, on=DAY, side=side, by=self.hand[side], idempotency_key=key())

    def confirm(self) -> None:
        if delivery := self.any_of(Delivery, reverses=None):
            side = self.chance.choice(SIDES)
            actions.confirm_delivery(delivery, side=side, by=self.hand[side])

    def reverse(self) -> None:
        if delivery := self.any_of(Delivery, reverses=None):
            actions.reverse_delivery(delivery, reason="นับผิด", by=self.hand["receiver"])

    def dispute(self) -> None:
        if delivery := self.any_of(Delivery):
            side = self.chance.choice(SIDES)
            actions.dispute_delivery(delivery, side=side, reason="ไม่ตรง", by=self.hand[side])

    def how(self) -> dict[str, Any]:
        outcome = self.chance.choice(Settlement.Outcome.values)
        return {"outcome": outcome, "quantity": self.chance.randint(1, 12) if outcome == "corrected" else None}

    def propose(self) -> None:
        if dispute := self.any_of(Dispute, settled_at=None):
            side = self.chance.choice(SIDES)
            actions.propose_settlement(dispute, side=side, by=self.hand[side], **self.how())

    def settle(self) -> None:
        if self.chance.random() < 0.4 and (dispute := self.any_of(Dispute)):
            words = {"mediated_by": "กำนัน", "words": "ฟังแล้ว"}
            actions.mediate_dispute(dispute, by=self.hand["receiver"], **words, **self.how())
        elif proposal := self.any_of(Settlement):
            side = self.chance.choice(SIDES)
            actions.agree_to_settlement(proposal, side=side, by=self.hand[side])

    def lose(self) -> None:
        if promise := self.any_of(Commitment, is_loan=True, delivered__gt=0):
            quantity = self.chance.randint(1, 3)
            facts = {"how": "lost", "words": "หาย", "by": self.hand["receiver"]}
            actions.tell_loss(promise, quantity=quantity, idempotency_key=key(), **facts)

    def decide(self) -> None:
        if loss := self.any_of(Loss):
            outcome = self.chance.choice(("forgiven", "replaced", "owed", "not_so"))
            actions.decide_loss(loss, outcome=outcome, by=self.hand["provider"])

    def finish(self) -> None:
        if promise := self.any_of(Commitment):
            end = self.chance.choice(("enough", "by_provider", "by_receiver"))
            actions.end_commitment(promise, end=end, reason="ตกลงกัน", by=self.hand["receiver"])

    def more(self) -> None:
        if self.chance.random() < 0.5:
            line_of(self.cast, self.chance.randint(20, 200), spec=self.spec, matter=self.matter)
        else:
            spec = self.chance.choice((self.spec, self.other))
            offer_of(self.cast, self.chance.randint(5, 60), spec=spec, is_loan=self.chance.random() < 0.5)

    def merge(self) -> None:
        actions.merge_lines(self.any_of(NeedLine), into=self.any_of(NeedLine), reason="ซ้ำ", by=self.hand["receiver"])

    def close(self) -> None:
        act = self.chance.choice((actions.accept_as_enough, actions.withdraw_line))
        act(self.any_of(NeedLine), reason="พอ", by=self.hand["receiver"])


def lived(cast: Cast, acts: int, seed: str) -> Office:
    """So many acts; after every hundred the export is counted anew and held against what the house says."""
    office = Office(cast, Random(seed))
    for number in range(1, acts + 1):
        office.act()
        if number % 100 == 0 or number == acts:
            assert verify(entries(cast.steward.pk)) is None, number
    assert is_sound(cast)
    return office


@pytest.mark.django_db
def test_what_random_hands_wrote_counts_as_the_house_says(cast: Cast) -> None:
    lived(cast, 200, "short")
    happened = {type(entry).__name__ for entry in entries(cast.steward.pk) if isinstance(entry, Entry)}
    assert {"Delivered", "Confirmed", "Disputed", "Settled", "Lost", "Decided"} <= happened


@pytest.mark.prove
@pytest.mark.django_db
def test_three_thousand_acts_through_the_real_actions(
    cast: Cast, record_property: Callable[[str, object], None]
) -> None:
    office = lived(cast, 3_000, "long")
    record_property(
        f"random acts through the actions, the export counted anew by the engine every hundred: 0 differences"
        f" ({office.refused:,} refused)",
        "3,000",
    )
