"""From ฉันช่วยได้ to a promise that counts: each thing said once, by people with and without an account."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from ruammue.coordination import actions, refusals
from ruammue.coordination.models import HelpOffer
from ruammue.foundation.keys import new_key
from ruammue.foundation.refusals import sentence_for
from ruammue.ledger.models import Entry
from ruammue.ledger.verification import verify
from ruammue.people.models import Acquaintance
from ruammue.resources.models import Commitment, NeedLine, Offer
from tests.cast import Cast
from tests.rooms.resources.stage import line_of, matter_of, spec_of
from tests.rooms.resources.test_pages import words


def at(cast: Cast, name: str, *args: Any) -> str:
    return reverse(f"coordination:{name}", args=[cast.steward.slug, *args])


def read(cast: Cast, who: str | None, url: str) -> str:
    answer = cast.client(who).get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return words(answer)


@pytest.fixture
def truck(cast: Cast) -> NeedLine:
    """Twelve days of a pick-up truck, for a matter that everybody may read of."""
    matter = matter_of(cast, "พาผู้สูงอายุไปหาหมอ")
    return line_of(cast, 12 * 480, spec=spec_of(cast, "รถกระบะ", "vehicle", "vehicle_day"), matter=matter)


def helped(cast: Cast, line: NeedLine, who: str | None = None, *, query: str = "", **said: str) -> HelpOffer:
    """Somebody offers help through the public page."""
    form = {"words": "ว่างวันพุธ", "name": "ปราณี ใจดี", "phone": "๐๘๙ ๑๒๓ ๔๕๖๗", "once": str(new_key()), **said}
    answer = cast.client(who).post(at(cast, "help", line.matter_id) + query, form)
    assert answer.status_code == 302, words(answer)
    return HelpOffer.objects.latest("offered_at")


def test_one_tap_from_the_welcome_to_an_offer_and_from_there_to_a_promise(cast: Cast, truck: NeedLine) -> None:
    """A retired teacher without an account taps the truck, says two days and her number; nobody types that again."""
    page = cast.client().get(at(cast, "help", truck.matter_id))
    assert f"?for={truck.pk}".encode() in page.content
    assert "รถกระบะ 12 วันใช้รถ" in words(page)
    row = helped(cast, truck, query=f"?for={truck.pk}", quantity="๒")
    assert (row.kind, row.need_line_id, row.quantity) == ("thing", truck.pk, 960)
    officer = cast.client("officer")
    seen = officer.get(at(cast, "help_offer", row.pk))
    assert b'value="2"' in seen.content, "the quantity stands there already"
    assert f'value="{truck.spec_id}" selected'.encode() in seen.content, "and the thing"
    # The one tap: the form goes back as it came.
    sent = {"answer": "welcomed", "gift": str(truck.spec_id), "quantity": "2", "acting_for": "ปราณี ใจดี"}
    assert officer.post(at(cast, "answer_help", row.pk), sent).status_code == 302
    offer = Offer.objects.get()
    assert (offer.quantity, offer.remaining, offer.matter_id, offer.conditions) == (
        960,
        960,
        truck.matter_id,
        "ว่างวันพุธ",
    )
    assert offer.person is not None
    assert (offer.person.name, offer.person.phone, offer.entered_by_id) == ("ปราณี ใจดี", "0891234567", cast.officer.pk)
    assert Acquaintance.objects.of(cast.steward).filter(person=offer.person).exists()
    # Who gives, for whom it was typed and for what stands on the offer's page; the receipt tells the giver.
    told = read(cast, "officer", reverse("resources:offer", args=[cast.steward.slug, offer.pk]))
    assert "ปราณี ใจดี (นางสาวสมใจ ตั้งใจ กรอกแทน)" in told
    assert "พาผู้สูงอายุไปหาหมอ" in told
    receipt = read(cast, None, at(cast, "help_receipt", row.receipt))
    assert "รถกระบะ 2 วันใช้รถ" in receipt
    assert "ปราณี" not in receipt
    # The next act leads to a promise in which all of it stands already.
    ask = reverse("resources:ask", args=[cast.steward.slug, truck.pk]) + f"?giver=offer:{offer.pk}"
    assert ask.encode() in officer.get(at(cast, "help_offer", row.pk)).content
    asking = officer.get(ask)
    form = asking.context["form"]
    filled = {name: form[name].value() for name in ("giver", "quantity", "reason", "agreed_by")}
    assert filled == {
        "giver": f"offer:{offer.pk}",
        "quantity": "2",
        "reason": "เสนอช่วยเรื่องนี้เอง: ว่างวันพุธ",
        "agreed_by": "ปราณี ใจดี",
    }
    assert officer.post(ask, {**filled, "once": str(new_key())}).status_code == 302
    promise = Commitment.objects.get()
    assert (promise.is_accepted, promise.quantity, promise.person_id) == (True, 960, offer.person_id)
    truck.refresh_from_db()
    offer.refresh_from_db()
    assert (truck.promised, offer.remaining) == (960, 0)
    assert not [found for found in verify([cast.steward.pk]) if found.code != "ledger.unsealed"]


def test_what_was_not_agreed_on_at_once_is_agreed_on_later(cast: Cast, truck: NeedLine) -> None:
    row = helped(cast, truck, kind="thing")
    officer = cast.client("officer")
    assert officer.post(at(cast, "answer_help", row.pk), {"answer": "welcomed", "gift": str(truck.spec_id)}).url
    assert (Offer.objects.count(), Acquaintance.objects.filter(person__given_name="ปราณี").count()) == (0, 0)
    seen = officer.get(at(cast, "help_offer", row.pk))
    assert f'value="{truck.spec_id}" selected'.encode() in seen.content, "the only thing of this kind that lacks"
    later = at(cast, "take_up_help", row.pk)
    for typed, said in (("", "เป็นตัวเลข"), ("-1", "ติดลบ"), ("๐", ""), ("0.0001", ""), ("สองคัน", "")):
        refused = officer.post(later, {"gift": str(truck.spec_id), "quantity": typed, "acting_for": row.name})
        assert refused.status_code == 200, typed
        assert said in words(refused), typed
    assert not Offer.objects.exists()
    sent = {"gift": str(truck.spec_id), "quantity": "ครึ่ง", "acting_for": row.name, "is_loan": "on"}
    assert officer.post(later, sent).status_code == 302
    offer = Offer.objects.get()
    assert (offer.quantity, offer.is_loan) == (240, True)
    # Twice by a double tap: the second finds it done, and nobody is written down twice.
    assert officer.post(later, sent).status_code == 302
    assert "รถกระบะ 0.5 วันใช้รถ" in read(cast, "officer", at(cast, "help_offer", row.pk))
    assert Offer.objects.count() == 1
    assert Acquaintance.objects.filter(person__given_name="ปราณี").count() == 1
    with pytest.raises(refusals.HelpIsTakenUp) as twice:
        actions.take_up_help(row, spec=truck.spec, quantity=480, by=cast.actor("officer"))
    assert sentence_for(twice.value) == "จดเป็นของที่เสนอไว้แล้ว: รถกระบะ"


def test_somebody_with_that_name_is_asked_about_not_written_down_twice(cast: Cast, truck: NeedLine) -> None:
    row = helped(cast, truck, name=cast.farmer.name, kind="thing")
    officer = cast.client("officer")
    sent = {"answer": "welcomed", "gift": str(truck.spec_id), "quantity": "1", "acting_for": row.name}
    asked = words(officer.post(at(cast, "answer_help", row.pk), sent))
    assert "คนใดคนหนึ่ง" in asked or "ใช่คนนี้" in asked or cast.farmer.name in asked
    assert not Offer.objects.exists()
    officer.post(at(cast, "answer_help", row.pk), {**sent, "acting_for_who": str(cast.farmer.pk)})
    assert Offer.objects.get().person_id == cast.farmer.pk


def test_an_organisation_and_an_own_account_give_in_their_own_name(cast: Cast, truck: NeedLine) -> None:
    for hat, giver in (("me", (cast.abbot.pk, None)), (str(cast.temple.pk), (None, cast.temple.pk))):
        row = helped(cast, truck, "abbot", kind="thing", on_behalf_of=hat)
        cast.client("officer").post(
            at(cast, "answer_help", row.pk), {"answer": "welcomed", "gift": str(truck.spec_id), "quantity": "1"}
        )
        offer = Offer.objects.latest("offered_at")
        assert (offer.person_id, offer.provider_id) == giver


def test_who_may_not_answer_takes_nothing_up_and_what_is_not_welcomed_stays_words(cast: Cast, truck: NeedLine) -> None:
    row = helped(cast, truck, kind="time")
    sent = {"gift": str(truck.spec_id), "quantity": "1", "acting_for": row.name}
    for who in ("abbot", "auditor", "mayor"):
        assert cast.client(who).post(at(cast, "take_up_help", row.pk), sent).status_code == 403, who
    assert cast.client("officer").get(at(cast, "take_up_help", row.pk)).status_code == 405
    officer = cast.actor("officer")
    with pytest.raises(refusals.HelpIsNotWelcomed):
        actions.take_up_help(row, spec=truck.spec, quantity=480, person=cast.farmer, by=officer)
    actions.answer_help(row, "not_needed", by=officer)
    with pytest.raises(refusals.HelpIsNotWelcomed):
        actions.take_up_help(row, spec=truck.spec, quantity=480, person=cast.farmer, by=officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        HelpOffer.objects.filter(pk=row.pk).update(taken_up=_an_offer(cast, truck))
    assert not Entry.objects.filter(kind="coordination.help_taken_up").exists()


def _an_offer(cast: Cast, line: NeedLine) -> Offer:
    from ruammue.resources.actions import make_offer

    return make_offer(line.spec, quantity=1, person=cast.farmer, by=cast.actor("officer"))


def test_a_thing_of_another_matter_is_no_choice(cast: Cast, truck: NeedLine) -> None:
    elsewhere = line_of(cast, 5, matter=matter_of(cast, "อีกเรื่อง"))
    row = helped(cast, truck, query=f"?for={elsewhere.pk}", kind="thing")
    assert row.need_line_id is None
    with pytest.raises(refusals.LineOfAnotherMatter):
        actions.offer_help(
            truck.matter,
            kind="thing",
            words="x",
            name="x",
            phone="0891234567",
            line=elsewhere,
            by=cast.actor("officer"),
        )
