"""An invitation is answered on a phone in two taps. Looking never uses the link up; an answer is first a claim."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone

from ruammue.foundation import telephone
from ruammue.foundation.keys import new_key
from ruammue.foundation.refusals import Refusal
from ruammue.ledger.models import Entry
from ruammue.networks import actions, queries, refusals
from ruammue.networks.models import Invitation, NetworkMember, Partner
from ruammue.networks.views import invitations as views
from ruammue.papers.kinds import Mark
from tests.rooms.networks.conftest import Stage


def reread(sent: actions.Sent) -> Invitation:
    return Invitation.objects.get(pk=sent.invitation.pk)


def test_the_officer_invites_and_sees_the_link_once(stage: Stage) -> None:
    officer = stage.cast.client("officer")
    page = officer.get(stage.url("invite", stage.network.pk))
    assert page.status_code == 200
    answer = officer.post(
        stage.url("invite", stage.network.pk),
        {
            "organisation": stage.cast.school.pk,
            "asks": "ช่วยตรวจน้ำ",
            "effort": "1 วัน",
            "expires_on": "31/12/2590",
            "key": str(new_key()),
        },
    )
    assert answer.status_code == 200
    invitation = Invitation.objects.get()
    token = answer.context["token"]
    assert hashlib.sha256(token.encode()).digest() == bytes(invitation.token_hash)
    assert stage.url("invitation", token) in answer.content.decode()
    assert answer["Referrer-Policy"] == "strict-origin"
    for name in ("invitation_state",):
        assert token not in officer.get(stage.url(name, invitation.pk)).content.decode()
    assert token not in officer.get(stage.url("network", stage.network.pk)).content.decode()


def test_the_same_form_twice_is_one_invitation(stage: Stage) -> None:
    officer = stage.cast.client("officer")
    form = {
        "organisation": stage.cast.school.pk, "asks": "ช่วยตรวจน้ำ", "effort": "", "expires_on": "31/12/2590",
        "key": str(new_key()),
    }  # fmt: skip
    assert officer.post(stage.url("invite", stage.network.pk), form).status_code == 200
    assert officer.post(stage.url("invite", stage.network.pk), form).status_code == 422
    assert Invitation.objects.count() == 1


def test_a_person_without_account_answers_in_two_taps(stage: Stage) -> None:
    sent, phone = stage.invite(), Client()
    page = phone.get(stage.link(sent))
    assert "ช่วยตรวจน้ำกับนักเรียน" in page.content.decode()
    assert page["Referrer-Policy"] == "strict-origin"
    assert "noindex" in page["X-Robots-Tag"]
    assert phone.get(stage.link(sent) + "?reply=join").status_code == 200
    done = phone.post(stage.link(sent) + "?reply=join", {"reply": "join"}, follow=True)
    assert done.status_code == 200
    invitation = reread(sent)
    assert invitation.reply == "join"
    assert queries.state_of(invitation, timezone.localdate()) == "claimed"
    assert not NetworkMember.objects.exists()


def test_opening_the_link_however_often_changes_nothing(stage: Stage) -> None:
    sent = stage.invite()
    before = Entry.objects.count()
    for _ in range(3):
        for query in ("", "?reply=join", "?reply=not_now", "?reply=nonsense"):
            assert Client().get(stage.link(sent) + query).status_code == 200
            assert Client().head(stage.link(sent) + query).status_code == 200
    assert reread(sent).reply == ""
    assert Entry.objects.count() == before


def test_mutant_a_get_that_consumes_the_link_is_noticed(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were a GET to answer, as a chat preview would, the check above fails."""
    sent = stage.invite()
    honest = views._answer

    def careless(request: HttpRequest, letter: Any, act: Any, *, again: str, after: str) -> Any:
        if letter.state == "waiting" and request.GET.get("reply"):
            act({"reply": request.GET["reply"]})
        return honest(request, letter, act, again=again, after=after)

    monkeypatch.setattr(views, "_answer", careless)
    Client().get(stage.link(sent) + "?reply=join")
    with pytest.raises(AssertionError):
        assert reread(sent).reply == ""


def test_the_link_is_used_once(stage: Stage) -> None:
    sent = stage.invite()
    Client().post(stage.link(sent), {"reply": "not_now", "reason": "ช่วงเกี่ยวข้าว", "as_whom": "ครูวิชา"})
    again = Client().post(stage.link(sent), {"reply": "join"})
    assert again.status_code == 200
    invitation = reread(sent)
    assert (invitation.reply, invitation.reason, invitation.replied_as) == ("not_now", "ช่วงเกี่ยวข้าว", "ครูวิชา")
    page = Client().get(stage.link(sent)).content.decode()
    assert "ช่วงเกี่ยวข้าว" not in page
    with pytest.raises(refusals.AlreadyAnswered):
        actions.answer_invitation(sent.token, "join", steward=stage.cast.steward, by=stage.cast.actor("teacher"))


@pytest.mark.parametrize("kind", ["wrong", "foreign", "expired", "withdrawn", "used"])
def test_a_bad_link_says_whom_to_call(stage: Stage, kind: str) -> None:
    sent = stage.invite()
    url = stage.link(sent)
    if kind == "wrong":
        url = stage.url("invitation", "x" * 22)
    elif kind == "foreign":
        url = url.replace(stage.cast.steward.slug, stage.cast.other_steward.slug)
        stage.cast.other_steward.phone = "0429999999"
        stage.cast.other_steward.save()
    elif kind == "expired":
        Invitation.objects.update(expires_on=timezone.localdate() - timedelta(days=1))
    elif kind == "withdrawn":
        actions.withdraw_invitation(sent.invitation, by=stage.cast.actor("officer"))
    else:
        Client().post(url, {"reply": "join"})
    page = Client().get(url)
    assert page.status_code == {"wrong": 404, "foreign": 404, "used": 200}.get(kind, 410)
    assert 'href="tel:' in page.content.decode()
    before = reread(sent).reply
    Client().post(url, {"reply": "not_now"})
    assert reread(sent).reply == before


def test_mutant_without_the_tenant_a_foreign_link_would_answer(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = stage.invite()
    with pytest.raises(refusals.NoSuchInvitation):
        actions.answer_invitation(sent.token, "join", steward=stage.cast.other_steward, by=stage.cast.actor("farmer"))
    everybodys = type(Invitation.objects.all())
    monkeypatch.setattr(everybodys, "of", lambda self, _steward: self.all())
    actions.answer_invitation(sent.token, "join", steward=stage.cast.other_steward, by=stage.cast.actor("farmer"))
    assert reread(sent).reply == "join"


def test_an_answer_counts_only_when_confirmed_and_shows_by_whom_and_how(stage: Stage) -> None:
    sent = stage.invite()
    Client().post(stage.link(sent), {"reply": "join", "as_whom": "ครูวิชา"})
    assert queries.members_on(stage.network, timezone.localdate()) == []
    officer = stage.cast.client("officer")
    url = stage.url("confirm_invitation", sent.invitation.pk)
    missing = officer.post(url, {"reply": "join", "way": "phone", "with_whom": ""})
    assert missing.status_code == 422
    assert not NetworkMember.objects.exists()
    assert officer.post(url, {"reply": "join", "way": "phone", "with_whom": "ครูใหญ่"}).status_code == 302
    member = NetworkMember.objects.get()
    assert member.organisation == stage.cast.school
    assert Partner.objects.filter(organisation=stage.cast.school).exists()
    page = officer.get(stage.url("invitation_state", sent.invitation.pk)).content.decode()
    assert "ครูใหญ่" in page
    assert "สมใจ" in page
    assert "ทางโทรศัพท์" in page


def test_mutant_an_unconfirmed_join_that_made_a_member_is_noticed(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were the claim itself to seat a member, the claimed-is-not-confirmed check fails."""
    from ruammue.networks.actions import inviting
    from ruammue.networks.actions.partners import join

    sent, honest = stage.invite(), inviting._answer

    def credulous(invitation: Invitation, reply: str, **facts: Any) -> Invitation:
        answered = honest(invitation, reply, **facts)
        join(answered.network, answered.organisation, by=facts["by"], on=timezone.localdate())
        return answered

    monkeypatch.setattr(inviting, "_answer", credulous)
    Client().post(stage.link(sent), {"reply": "join"})
    with pytest.raises(AssertionError):
        assert queries.members_on(stage.network, timezone.localdate()) == []


def test_what_was_said_on_the_phone_prevails_over_a_claim(stage: Stage) -> None:
    sent = stage.invite()
    Client().post(stage.link(sent), {"reply": "join"})
    actions.confirm_invitation(
        sent.invitation,
        way="phone",
        with_whom="ครูใหญ่",
        reply="not_now",
        reason="ไม่มีใครว่าง",
        by=stage.cast.actor("officer"),
    )
    assert reread(sent).reply == "not_now"
    assert not NetworkMember.objects.exists()


def test_an_answer_given_by_phone_is_written_down_and_confirmed_at_once(stage: Stage) -> None:
    sent = stage.invite("temple")
    with pytest.raises(refusals.NoReplyYet):
        actions.confirm_invitation(
            sent.invitation, way="in_person", with_whom="พระครู", by=stage.cast.actor("coordinator")
        )
    actions.confirm_invitation(
        sent.invitation, way="in_person", with_whom="พระครู", reply="join", by=stage.cast.actor("coordinator")
    )
    assert NetworkMember.objects.get().organisation == stage.cast.temple
    with pytest.raises(refusals.InvitationIsConfirmed):
        actions.confirm_invitation(sent.invitation, way="paper", with_whom="พระครู", by=stage.cast.actor("officer"))


def test_a_partner_answers_after_signing_in_and_only_for_itself(stage: Stage) -> None:
    sent = stage.invite()
    url = stage.url("answer", sent.invitation.pk)
    assert stage.cast.client("owner").post(url, {"reply": "join"}).status_code == 403
    assert stage.cast.client("teacher").post(url, {"reply": "join"}).status_code == 302
    entry = Entry.objects.filter(kind="networks.invitation_answered").get()
    assert entry.person_id == stage.cast.teacher.pk
    assert entry.on_behalf_of_id == stage.cast.school.pk


@pytest.mark.parametrize("who", [None, "auditor", "volunteer", "teacher", "outsider", "mayor"])
def test_only_those_who_keep_the_record_confirm(stage: Stage, who: str | None) -> None:
    sent = stage.invite()
    form = {"reply": "join", "way": "phone", "with_whom": "ครู"}
    answer = stage.cast.client(who).post(stage.url("confirm_invitation", sent.invitation.pk), form)
    assert answer.status_code == 403
    assert reread(sent).confirmed_at is None


def test_a_new_link_kills_the_old_one(stage: Stage) -> None:
    old, new = stage.invite(), stage.invite()
    assert Client().get(stage.link(old)).status_code == 410
    assert Client().get(stage.link(new)).status_code == 200


def test_a_member_is_not_invited_again(stage: Stage) -> None:
    actions.add_member(stage.network, stage.cast.school, by=stage.cast.actor("officer"))
    with pytest.raises(refusals.AlreadyMember):
        stage.invite()


def test_the_letter_carries_the_link_only_from_the_page_that_shows_it(stage: Stage) -> None:
    sent, officer = stage.invite(), stage.cast.client("officer")
    url = stage.url("letter", sent.invitation.pk)
    letter = officer.post(url, {"token": sent.token, "as": "pdf"})
    assert letter.status_code == 200
    assert letter.content.startswith(b"%PDF")
    assert officer.post(url, {"as": "docx"}).content.startswith(b"PK")
    assert officer.post(url, {"token": "guess"}).status_code == 404
    assert reread(sent).reply == ""


@pytest.mark.parametrize("public", ["", "https://ruammue.example"])
def test_the_link_goes_out_under_the_public_name(
    stage: Stage, settings: Any, monkeypatch: pytest.MonkeyPatch, public: str
) -> None:
    """An officer who came in by the office's inner address sends a partner the one that opens outside."""
    settings.PUBLIC_URL, settings.IS_REACHABLE = public, bool(public)
    papers: list[Any] = []
    honest = views.render_paper

    def kept(paper: Any, fmt: Any) -> Any:
        papers.append(paper)
        return honest(paper, fmt)

    monkeypatch.setattr(views, "render_paper", kept)
    officer = stage.cast.client("officer")
    form = {
        "organisation": stage.cast.school.pk, "asks": "ช่วยตรวจน้ำ", "effort": "", "expires_on": "31/12/2590",
        "key": str(new_key()),
    }  # fmt: skip
    page = officer.post(stage.url("invite", stage.network.pk), form)
    link = f"{public or 'http://testserver'}{stage.url('invitation', page.context['token'])}"
    assert page.context["link"] == link
    assert link in page.content.decode()
    letter = officer.post(
        stage.url("letter", Invitation.objects.get().pk), {"token": page.context["token"], "as": "docx"}
    )
    assert letter.status_code == 200
    # A letter is read outside: where nobody there can open the link, the telephone number stands alone.
    assert papers[0].link == (link if public else "")
    assert papers[0].coordinator.phone
    text = page.context["text"]
    assert text.startswith(f"[{Mark.TEST}] ")
    assert (telephone.grouped(stage.cast.steward.phone) in text) is not bool(public)
    shared = page.content.decode().split("data-share-text>")[1].split("</p>")[0]
    assert (link in shared) is bool(public)


def test_a_citizen_number_in_an_answer_is_not_kept(stage: Stage) -> None:
    sent = stage.invite()
    Client().post(stage.link(sent), {"reply": "not_now", "reason": "บัตร 1 2345 67890 12 1 \x00"})
    assert "67890" not in reread(sent).reason
    assert "\x00" not in reread(sent).reason


def test_every_refusal_of_this_room_has_a_sentence() -> None:
    from ruammue.foundation.refusals import has_sentence

    kinds = [kind for kind in vars(refusals).values() if isinstance(kind, type) and issubclass(kind, Refusal)]
    assert [kind.__name__ for kind in kinds if kind is not Refusal and not has_sentence(kind)] == []


def test_events_carry_the_matter_round(stage: Stage) -> None:
    sent = stage.invite()
    Client().post(stage.link(sent), {"reply": "join"})
    actions.confirm_invitation(sent.invitation, way="paper", with_whom="ครู", by=stage.cast.actor("clerk"))
    for kind in ("invitation_sent", "invitation_answered", "invitation_confirmed"):
        payload = Entry.objects.get(kind=f"networks.{kind}").payload
        assert payload["matter"] == str(stage.matter.pk)
        assert payload["invitation"] == str(sent.invitation.pk)
