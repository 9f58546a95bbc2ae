"""A giver without an account answers by a link: used once, claimed until the office heard it from them."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from ruammue.coordination.models import Notice
from ruammue.foundation.keys import new_key
from ruammue.ledger.actions import deliver
from ruammue.ledger.verification import verify
from ruammue.people.signing.refusals import NoSuchLink, SignerMissing
from ruammue.resources import actions, refusals
from ruammue.resources.actions import asking
from ruammue.resources.models import Commitment, PromiseAsk
from tests.cast import Cast
from tests.rooms.resources.stage import fresh, line_of
from tests.rooms.resources.test_pages import page, send, words


def asked(cast: Cast, *, quantity: str = "40") -> tuple[Any, Commitment, str]:
    """The officer asks the temple for tables; the page shows the link, this once."""
    line, officer = line_of(cast, 60), cast.client("officer")
    told = send(
        officer, cast, "ask", line.pk, giver="other", organisation=str(cast.temple.pk), quantity=quantity,
        reason="อยู่ใกล้", once=str(new_key()),
    )  # fmt: skip
    link = re.search(r"/[a-z-]+/exchange/answer/[\w-]+/", told.content.decode())
    assert link, words(told)
    return line, Commitment.objects.get(), link[0]


def test_two_taps_without_an_account_and_it_counts_once_the_office_heard_it(cast: Cast) -> None:
    line, promise, link = asked(cast)
    stranger = cast.client()
    for _preview in range(3):
        seen = stranger.get(link)
        assert seen.status_code == 200
    assert "40 ตัว" in words(seen)
    assert seen["X-Robots-Tag"] == "noindex, nofollow"
    form = seen.context["form"]
    filled = {bound.name: bound.value() for bound in form}
    # One tap opens the link, the other says yes: nothing is typed.
    assert stranger.post(link, {**filled, "quantity": "30", "answer": "yes"}).status_code == 302
    ask = PromiseAsk.objects.get()
    assert (ask.quantity, ask.answered_quantity, ask.answered_as) == (40, 30, cast.temple.name)
    assert fresh(line).promised == 0, "claimed is not promised"
    assert fresh(promise).provider_accepted_at is None
    assert "ได้รับคำตอบว่ายินดีแล้ว" in words(stranger.get(link))
    deliver()
    assert Notice.objects.filter(code="commitment.answered", person=cast.officer).exists()
    told = page(cast.client("officer"), cast, "commitment", promise.pk)
    assert "ตอบทางลิงก์ว่ายินดี 30 ตัว" in told
    assert "ที่ขอไว้คือ 40 ตัว" in told
    assert "ขอไปแล้ว รอคำตอบ" not in told, "the answer stands right below"
    assert send(cast.client("abbot"), cast, "confirm_answer", promise.pk, how="phone").status_code == 403
    send(cast.client("officer"), cast, "confirm_answer", promise.pk, how="phone")
    promise, ask = fresh(promise), PromiseAsk.objects.get()
    assert (promise.is_accepted, promise.quantity, fresh(line).promised) == (True, 30, 30)
    assert (promise.provider_accepted_as, promise.provider_accepted_by_id) == (cast.temple.name, cast.officer.pk)
    assert (ask.confirmed_how, ask.confirmed_by_id) == ("phone", cast.officer.pk)
    assert not [found for found in verify([cast.steward.pk]) if found.code != "ledger.unsealed"]


def test_a_no_has_a_reason_and_ends_it_once_confirmed(cast: Cast) -> None:
    line, promise, link = asked(cast)
    stranger = cast.client()
    assert "เพราะอะไร" in words(stranger.get(link, {"answer": "no"}))
    refused = stranger.post(link, {"answer": "no", "as_whom": "พระครู", "words": ""})
    assert refused.status_code == 200
    assert stranger.post(link, {"answer": "no", "as_whom": "พระครู", "words": "ติดงานบุญ"}).status_code == 302
    assert fresh(promise).end == ""
    send(cast.client("officer"), cast, "confirm_answer", promise.pk, how="paper")
    assert (fresh(promise).end, fresh(promise).end_reason, fresh(line).promised) == ("by_provider", "ติดงานบุญ", 0)


def answer(cast: Cast, token: str, **said: Any) -> PromiseAsk:
    said = {"answer": "yes", "as_whom": "พระครู", "steward": cast.steward, "by": cast.actor("officer"), **said}
    return actions.answer_by_link(token, **said)


def test_wrong_used_up_foreign_and_late_links_change_nothing(cast: Cast) -> None:
    _line, promise, link = asked(cast)
    token, officer = link.strip("/").rpartition("/")[2], cast.actor("officer")
    other = actions.ask_by_link(promise, by=officer).token
    with pytest.raises(NoSuchLink):
        answer(cast, "x" * 22)
    with pytest.raises(NoSuchLink):
        answer(cast, token, steward=cast.other_steward)
    with pytest.raises(SignerMissing):
        answer(cast, token, as_whom=" ")
    for quantity, refusal in ((41, refusals.MoreThanAsked), (0, refusals.NotACount)):
        with pytest.raises(refusal):
            answer(cast, token, quantity=quantity)
    with pytest.raises(refusals.LinkExpired):
        answer(cast, token, now=timezone.now() + dt.timedelta(days=15))
    assert not PromiseAsk.objects.exclude(answer="").exists()
    assert cast.client().get(link.replace(token, "x" * 22)).status_code == 404
    answer(cast, token)
    for again in (token, other):
        with pytest.raises(refusals.AnsweredBefore):
            answer(cast, again, answer="no", words="เปลี่ยนใจ")
    with pytest.raises(refusals.AnsweredBefore):
        actions.ask_by_link(promise, by=officer)
    assert cast.client().post(link, {"answer": "no", "as_whom": "x", "words": "y"}).status_code == 200
    assert PromiseAsk.objects.exclude(answer="").get().answer == "yes"
    actions.confirm_answer(PromiseAsk.objects.exclude(answer="").get(), how="phone", by=officer)
    with pytest.raises(refusals.AlreadyAccepted):
        actions.confirm_answer(PromiseAsk.objects.exclude(answer="").get(), how="phone", by=officer)


def test_mutant_without_the_guard_a_link_answers_twice(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    _line, _promise, link = asked(cast)
    token = link.strip("/").rpartition("/")[2]
    answer(cast, token)
    monkeypatch.setattr(asking, "_not_answered", lambda commitment: None)
    answer(cast, token, answer="no", words="คนอื่นในกลุ่มกด")
    assert PromiseAsk.objects.get().answer == "no", "this is what the guard is for"


def test_the_letter_carries_a_link_of_its_own(cast: Cast) -> None:
    _line, promise, _link = asked(cast)
    where = reverse("resources:letter", args=[cast.steward.slug, promise.pk, "pdf"])
    assert cast.client("officer").post(where).content.startswith(b"%PDF")
    assert PromiseAsk.objects.count() == 2
    assert cast.client("owner").post(where).status_code == 403
