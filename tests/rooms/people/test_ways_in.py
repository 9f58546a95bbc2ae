"""Password with second step, code by e-mail, card with PIN: who comes in, who does not, and what is counted."""

from __future__ import annotations

import datetime as dt
import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ruammue.access.actors import Role
from ruammue.foundation.thai_digits import to_thai
from ruammue.ledger.models import Entry
from ruammue.people import actions, actors, codes, refusals, rules
from ruammue.people.account_urls import urlpatterns
from ruammue.people.models import Account, Card, RoleHeld
from ruammue.people.views.cards import DEVICE_COOKIE
from tests.cast import Cast


def at(cast: Cast, name: str, *args: Any) -> str:
    return reverse(f"people:{name}", args=[cast.steward.slug, *args])


def code_of(secret: str) -> str:
    """What the app on the telephone shows just now."""
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


# ------------------------------------------------------------------------------------------- accounts


def test_every_account_page_has_a_written_policy_and_signing_up_does_not_exist() -> None:
    assert all(hasattr(pattern.callback, "passage") for pattern in urlpatterns)
    assert not any("signup" in str(pattern.name) for pattern in urlpatterns)


def test_the_first_way_in_password_then_second_step_then_office_work(cast: Cast) -> None:
    """An officer with a starting password: chooses a password, sets up the second step, and only then may act."""
    person = cast.farmer
    actions.give_role(cast.steward, person=person, role=Role.OFFICER, by=cast.actor("clerk"))
    account, start = actions.open_account(
        cast.steward, person=person, email="Thong@example.test", by=cast.actor("clerk")
    )
    assert account.must_use_totp
    browser = Client()
    answer = browser.post(reverse("account_login"), {"login": "thong@example.test", "password": start})
    assert answer.status_code == 302
    assert browser.get(at(cast, "list"))["Location"] == reverse("account_change_password")
    new = "กบสามตัวเดินข้ามคันนา"
    sent = {"oldpassword": start, "password1": new, "password2": new}
    home = reverse("loop:home", args=[cast.steward.slug])
    assert browser.post(reverse("account_change_password"), sent)["Location"] == home, "not the same form again"
    assert browser.get(at(cast, "list"))["Location"] == reverse("mfa_activate_totp")
    assert browser.post(at(cast, "add"), {"given_name": "ก"})["Location"] == reverse("mfa_activate_totp")
    assert browser.get(at(cast, "notice")).status_code == 200, "what everybody may read stays open"
    page = browser.get(reverse("mfa_activate_totp"))
    if page.status_code == 302:
        browser.post(page["Location"], {"password": new})
        page = browser.get(reverse("mfa_activate_totp"))
    shown = page.content.decode()
    assert "data:image" not in shown
    picture = browser.get(reverse("second_step_picture"))
    assert picture["Content-Type"] == "image/svg+xml"
    assert b"<svg" in picture.content
    secret = re.search(r"<code class=\"long\">([A-Z2-7]+)</code>", shown)[1]  # type: ignore[index]
    typed = to_thai(code_of(secret))
    assert browser.post(reverse("mfa_activate_totp"), {"code": f"{typed[:3]} {typed[3:]}"}).status_code == 302
    assert browser.get(reverse("second_step_picture")).status_code == 404, "the secret is no longer shown"
    assert "<code>" in browser.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert browser.get(at(cast, "list")).status_code == 200
    kept = Authenticator.objects.get(user=account, type="totp")
    assert secret not in str(kept.data), "the secret lies encrypted"


def test_without_the_demand_office_work_would_be_open(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Proving mutant: take the guard away, and the page that it kept shut opens."""
    Account.objects.filter(person=cast.officer).update(must_use_totp=True)
    assert cast.client("officer").get(at(cast, "list")).status_code == 302
    monkeypatch.setattr(actors, "_demand_safe_way_in", lambda *_a, **_k: None)
    assert cast.client("officer").get(at(cast, "list")).status_code == 200


def test_a_demonstration_demands_no_second_step(cast: Cast) -> None:
    Account.objects.filter(person=cast.officer).update(must_use_totp=True)
    cast.steward.mark = "demo"
    cast.steward.save()
    assert cast.client("officer").get(at(cast, "list")).status_code == 200


def test_the_second_step_is_asked_at_the_door_and_an_emergency_code_opens_once(cast: Cast) -> None:
    account = cast.officer.account
    secret = generate_totp_secret()
    TOTP.activate(account, secret)

    def at_the_door() -> Client:
        browser = Client()
        browser.post(reverse("account_login"), {"login": account.email, "password": "a long password 1"})
        assert browser.get(at(cast, "list")).status_code == 302, "the password alone is not enough"
        return browser

    def tries(browser: Client, code: str) -> bool:
        browser.post(reverse("mfa_authenticate"), {"code": code})
        return browser.get(at(cast, "list")).status_code == 200

    browser, code = at_the_door(), code_of(secret)
    assert not tries(browser, "000000")
    assert tries(browser, code)
    assert not tries(at_the_door(), code), "whoever looked over the shoulder comes too late"
    emergency = RecoveryCodes.activate(account).get_unused_codes()[0]
    assert tries(at_the_door(), emergency)
    assert not tries(at_the_door(), emergency), "an emergency code opens once"


@pytest.mark.parametrize("guarded", [True, False])
def test_the_code_that_set_the_second_step_up_opens_no_door(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, guarded: bool
) -> None:
    """And the proving mutant: without the note that it was used, whoever saw it comes in with it."""
    if not guarded:
        monkeypatch.setattr(codes.FirstCode, "clean_code", codes.ActivateTOTPForm.clean_code)
    now = time.time()
    monkeypatch.setattr("time.time", lambda: now)  # one code's half minute
    come_in = {"login": cast.officer.account.email, "password": "a long password 1"}
    browser, other = Client(), Client()
    browser.post(reverse("account_login"), come_in)
    browser.post(browser.get(reverse("mfa_activate_totp"))["Location"], come_in)
    page = browser.get(reverse("mfa_activate_totp"))
    secret = re.search(r"<code class=\"long\">([A-Z2-7]+)</code>", page.content.decode())[1]  # type: ignore[index]
    code = code_of(secret)
    assert browser.post(reverse("mfa_activate_totp"), {"code": code}).status_code == 302
    other.post(reverse("account_login"), come_in)
    other.post(reverse("mfa_authenticate"), {"code": code})
    assert (other.get(at(cast, "list")).status_code == 302) is guarded


def test_a_code_by_email_opens_and_a_wrong_one_does_not(cast: Cast) -> None:
    browser = Client()
    browser.post(reverse("account_request_login_code"), {"email": "nurse@example.test"})
    code = re.search(r": (\S+)\n", mail.outbox[-1].body)[1]  # type: ignore[index]
    assert browser.post(reverse("account_confirm_login_code"), {"code": "wrong1"}).status_code == 200
    assert code.replace("-", "").isdigit(), "no Latin letters to be looked for on a Thai keyboard"
    assert browser.post(reverse("account_confirm_login_code"), {"code": to_thai(code)}).status_code == 302
    assert browser.get(at(cast, "my_page")).status_code == 200


def test_an_unknown_email_is_told_nothing_on_the_page(cast: Cast) -> None:
    known, unknown = Client(), Client()
    one = known.post(reverse("account_request_login_code"), {"email": "nurse@example.test"})
    other = unknown.post(reverse("account_request_login_code"), {"email": "nobody@example.test"})
    assert (one.status_code, one["Location"]) == (other.status_code, other["Location"])


@pytest.mark.parametrize(
    "name", ["account_change_password", "mfa_index", "mfa_activate_totp", "mfa_view_recovery_codes"]
)
def test_account_pages_send_a_stranger_to_the_door(cast: Cast, name: str) -> None:
    assert Client().get(reverse(name))["Location"].startswith(reverse("account_login"))
    assert Client().post(reverse(name)).status_code in (403, 405)


def test_reset_is_face_to_face_by_another_and_takes_the_second_step_back(cast: Cast) -> None:
    TOTP.activate(cast.officer.account, generate_totp_secret())
    with pytest.raises(refusals.NotOneself):
        actions.reset_account(cast.steward, person=cast.officer, by=cast.actor("officer"))
    answer = cast.client("clerk").post(at(cast, "reset_account", cast.officer.pk))
    start = re.search(r"receipt-code\">([^<]+)<", answer.content.decode())[1]  # type: ignore[index]
    account = Account.objects.get(person=cast.officer)
    assert account.check_password(start)
    assert account.must_change_password
    assert not Authenticator.objects.filter(user=account).exists()


def test_one_office_cannot_take_over_the_account_of_anothers_officer(cast: Cast) -> None:
    from ruammue.people.models import Acquaintance

    Acquaintance.objects.create(steward=cast.steward, person=cast.outsider)
    assert cast.client("clerk").post(at(cast, "reset_account", cast.outsider.pk)).status_code == 409
    assert Account.objects.get(person=cast.outsider).check_password("a long password 1")


# ------------------------------------------------------------------------------------------- cards


@pytest.fixture
def new_card(cast: Cast) -> actions.NewCard:
    """A card for the farmer, fresh from the printer."""
    return actions.issue_card(cast.steward, person=cast.farmer, by=cast.actor("officer"))


def test_a_card_asks_for_the_pin_only_and_opens_by_post(cast: Cast, new_card: actions.NewCard) -> None:
    browser = Client()
    door = at(cast, "enter_card", new_card.token)
    for _preview in range(3):
        assert browser.get(door).status_code == 200
    assert Card.objects.get().bound_at is None, "looking opens nothing"
    assert browser.post(door, {"pin": new_card.pin}).status_code == 302
    assert browser.get(at(cast, "my_page")).status_code == 200
    assert Card.objects.get().bound_at is not None
    assert "ออก" in browser.get(at(cast, "my_page")).content.decode()


def test_thai_digits_open_too(cast: Cast, new_card: actions.NewCard) -> None:
    thai = new_card.pin.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    typed = f"{thai[:3]} {thai[3:]} "
    assert Client().post(at(cast, "enter_card", new_card.token), {"pin": typed}).status_code == 302


def test_the_first_telephone_keeps_the_card_until_the_officer_lets_it_go(cast: Cast, new_card: actions.NewCard) -> None:
    mine, other = Client(), Client()
    door = at(cast, "enter_card", new_card.token)
    mine.post(door, {"pin": new_card.pin})
    assert DEVICE_COOKIE in mine.cookies
    assert other.post(door, {"pin": new_card.pin}).status_code == 403
    mine.post(reverse("account_logout"))
    assert mine.post(door, {"pin": new_card.pin}).status_code == 302, "mine again"
    assert cast.client("officer").post(at(cast, "unbind_card", new_card.card.pk)).status_code == 302
    assert other.post(door, {"pin": new_card.pin}).status_code == 302
    assert mine.post(door, {"pin": new_card.pin}).status_code == 403, "and now it is the other's"


def test_five_wrong_pins_close_it_longer_each_time_and_the_right_pin_does_not_help(
    cast: Cast, new_card: actions.NewCard
) -> None:
    wrong = "000000" if new_card.pin != "000000" else "111111"
    now = timezone.now()
    closings = []
    for round_ in range(3):
        for _try in range(5):
            answer = actions.enter_with_card(cast.steward, new_card.token, wrong, "device", now=now)
            assert answer.card is None
        until = Card.objects.get().closed_until
        assert until is not None
        closings.append(until - now)
        still = actions.enter_with_card(cast.steward, new_card.token, new_card.pin, "device", now=now)
        assert isinstance(still.refusal, refusals.CardClosed)
        now = until + dt.timedelta(seconds=1)
        assert Card.objects.get().failures == 5 * (round_ + 1)
    assert closings == [dt.timedelta(minutes=m) for m in (5, 10, 20)]
    assert actions.enter_with_card(cast.steward, new_card.token, new_card.pin, "device", now=now).card is not None
    assert Card.objects.get().failures == 0


def test_wrong_pins_count_through_the_page_and_survive_the_refusal(cast: Cast, new_card: actions.NewCard) -> None:
    wrong = "000000" if new_card.pin != "000000" else "111111"
    browser = Client()
    for _try in range(5):
        answer = browser.post(at(cast, "enter_card", new_card.token), {"pin": wrong})
        assert answer.status_code == 403
        assert f'value="{wrong}"' not in answer.content.decode(), "what was typed is not shown again"
    assert Card.objects.get().closed_until is not None
    assert browser.post(at(cast, "enter_card", new_card.token), {"pin": new_card.pin}).status_code == 403


def test_without_the_count_a_pin_could_be_guessed(
    cast: Cast, new_card: actions.NewCard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Proving mutant: forget failures, and the sixth try is let in."""
    from ruammue.people.actions import cards

    monkeypatch.setattr(cards, "_count_failure", lambda card, moment: refusals.WrongPin(left=4))
    wrong = "000000" if new_card.pin != "000000" else "111111"
    for _try in range(9):
        actions.enter_with_card(cast.steward, new_card.token, wrong, "device")
    assert actions.enter_with_card(cast.steward, new_card.token, new_card.pin, "device").card is not None


@pytest.mark.parametrize("case", ["unknown", "foreign", "revoked", "closed account"])
def test_a_card_that_does_not_open_says_so_in_one_way(cast: Cast, new_card: actions.NewCard, case: str) -> None:
    door = at(cast, "enter_card", new_card.token)
    if case == "unknown":
        door = at(cast, "enter_card", "x" * 22)
    elif case == "foreign":
        door = reverse("people:enter_card", args=[cast.other_steward.slug, new_card.token])
    elif case == "revoked":
        actions.revoke_card(new_card.card, by=cast.actor("officer"))
    else:
        Account.objects.filter(person=cast.farmer).update(is_active=False)
    answer = Client().post(door, {"pin": new_card.pin})
    assert answer.status_code == 403
    assert "บัตรนี้เปิดไม่ได้แล้ว" in answer.content.decode()


def test_revoking_ends_the_session_that_the_card_opened(cast: Cast, new_card: actions.NewCard) -> None:
    browser = Client()
    browser.post(at(cast, "enter_card", new_card.token), {"pin": new_card.pin})
    assert browser.get(at(cast, "my_page")).status_code == 200
    actions.revoke_card(new_card.card, by=cast.actor("officer"))
    assert browser.get(at(cast, "my_page")).status_code == 302


def test_a_cards_session_ends_after_standing_idle(cast: Cast, new_card: actions.NewCard, settings: Any) -> None:
    browser = Client()
    browser.post(at(cast, "enter_card", new_card.token), {"pin": new_card.pin})
    session = browser.session
    session["card"] = {**session["card"], "seen": session["card"]["seen"] - settings.CARD_SESSION_AGE - 1}
    session.save()
    assert browser.get(at(cast, "my_page")).status_code == 302


def test_a_card_opens_its_own_steward_only_and_no_account_pages(cast: Cast, new_card: actions.NewCard) -> None:
    browser = Client()
    browser.post(at(cast, "enter_card", new_card.token), {"pin": new_card.pin})
    elsewhere = reverse("people:my_page", args=[cast.other_steward.slug])
    assert browser.get(elsewhere).status_code == 302
    assert browser.get(reverse("mfa_activate_totp"))["Location"].startswith(reverse("account_login"))
    assert browser.post(reverse("account_set_password"), {"password1": "x", "password2": "x"}).status_code == 403


def test_a_card_is_not_for_staff_neither_before_nor_after(cast: Cast, new_card: actions.NewCard) -> None:
    with pytest.raises(refusals.CardNotForStaff):
        actions.issue_card(cast.steward, person=cast.officer, by=cast.actor("clerk"))
    with pytest.raises(refusals.CardNotForStaff):
        actions.give_role(cast.steward, person=cast.farmer, role=Role.OFFICER, by=cast.actor("clerk"))
    # A role that came past the action (an old backup, a hand in the database) still does not open by card.
    browser = Client()
    browser.post(at(cast, "enter_card", new_card.token), {"pin": new_card.pin})
    RoleHeld.objects.create(
        steward=cast.steward,
        person=cast.farmer,
        role=Role.OFFICER,
        from_on=dt.date(2026, 1, 1),
        given_at=timezone.now(),
    )
    assert browser.get(at(cast, "list")).status_code == 409


def test_printing_gives_a_pdf_makes_the_old_card_stop_and_needs_the_right_role(
    lasting_cast: Cast,
) -> None:
    cast = lasting_cast
    old = actions.issue_card(cast.steward, person=cast.farmer, by=cast.actor("officer"))
    answer = cast.client("officer").post(at(cast, "print_cards"), {"person": [str(cast.farmer.pk), "not a key"]})
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert Card.objects.filter(revoked_at=None).count() == 1
    assert Card.objects.get(pk=old.card.pk).revoked_at is not None
    assert cast.client("head").post(at(cast, "print_cards"), {"person": str(cast.farmer.pk)}).status_code == 403
    foreign = cast.client("officer").post(at(cast, "print_cards"), {"person": str(cast.outsider.pk)})
    assert foreign.status_code == 302, "a person of the neighbour is not found, so nobody is ticked"


def test_no_secret_of_a_card_is_stored_or_recorded(cast: Cast, new_card: actions.NewCard) -> None:
    row = Card.objects.values().get()
    assert new_card.token not in str(row)
    assert new_card.pin not in {str(value) for value in row.values()}
    assert all(new_card.token not in str(entry.payload) for entry in Entry.objects.all())


# ------------------------------------------------------------------------------------------- hats


def test_acting_on_behalf_is_chosen_shown_recorded_and_not_for_a_foreign_body(cast: Cast) -> None:
    nurse = cast.client("nurse")
    nurse.post(at(cast, "choose_hat"), {"organisation": str(cast.clinic.pk)})
    assert cast.clinic.name in nurse.get(at(cast, "organisations")).content.decode()
    entry = Entry.objects.get(kind="people.hat_chosen")
    assert entry.payload["organisation"] == str(cast.clinic.pk)
    nurse.post(at(cast, "choose_hat"), {"organisation": str(cast.temple.pk)})
    assert nurse.session["on_behalf_of"][str(cast.steward.pk)] == str(cast.clinic.pk), "unchanged"
    nurse.post(at(cast, "choose_hat"), {"organisation": ""})
    assert nurse.session["on_behalf_of"] == {}


def test_staff_roles_are_those_of_the_brief() -> None:
    assert {Role.ADMINISTRATOR, Role.OFFICER, Role.CLERK, Role.EXECUTIVE} == rules.STAFF_ROLES
