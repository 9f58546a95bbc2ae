"""Steps that the strands of the demonstration have in common, each through the acts of its room. Django must be up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.utils import timezone

from ruammue.access.actors import STRANGER, Actor
from ruammue.cli import demo_photos
from ruammue.cli.demo_cast import SPEAKERS, Tambon
from ruammue.coordination.actions import name_coordinator
from ruammue.decisions.actions import (
    Came,
    Closing,
    DissentEntry,
    ItemEntry,
    MeetingEntry,
    call_meeting,
    close_meeting,
    enter_meeting,
)
from ruammue.decisions.bodies import expected_on
from ruammue.decisions.models import Attendance, Item, Meeting, Resolution
from ruammue.foundation.keys import new_key
from ruammue.foundation.levels import Level
from ruammue.goals.actions import IndicatorFacts, ask_to_sign, draft_goal, enter_signature, sign_by_link, sign_on_behalf
from ruammue.goals.models import Goal, Indicator
from ruammue.needs.actions import answer_need, open_call, publish_matter, rename_matter, report_need
from ruammue.needs.models import Answer, Call, Matter, Need, NeedFile
from ruammue.networks.actions import (
    add_member,
    answer_for,
    answer_invitation,
    confirm_invitation,
    form_network,
    invite,
)
from ruammue.networks.models import Invitation, Network
from ruammue.resources.actions import (
    accept_commitment,
    add_spec,
    confirm_delivery,
    make_commitment,
    raise_line,
    record_delivery,
)
from ruammue.resources.models import Commitment, Delivery, NeedLine, Spec
from ruammue.work.actions import enter_signature as enter_duty_signature
from ruammue.work.actions import finish_work, open_work, set_duties, table_hash
from ruammue.work.actions import sign_on_behalf as sign_duties
from ruammue.work.models import Work


def told(
    tambon: Tambon, text: str, *, moo: int, category: str, scenes: Sequence[str] = (), phone: str = "", **more: Any
) -> Need:
    """A need told by somebody without account from their own telephone, unless `by` says who tells it."""
    return report_need(
        tambon.steward,
        by=more.pop("by", STRANGER),
        text=text,
        photos=[demo_photos.draw(scene) for scene in scenes],
        village=tambon.villages[moo],
        category=category,
        contact_phone=phone,
        **more,
    )


def taken_up(tambon: Tambon, need: Need, *, title: str, sentence: str, answer: str, by: str = "officer") -> Matter:
    """Answered "we call others to act together", named, and put on the public page with its photo."""
    hand = tambon.hand(by)
    answer_need(need, by=hand, way=Answer.Way.TOGETHER, text=answer)
    matter = rename_matter(need.matter, by=hand, title=title)
    photos = [kept.pk for kept in NeedFile.objects.of(tambon.steward).filter(need=need)]
    return publish_matter(matter, by=tambon.hand("officer"), sentence=sentence, photos=photos)


def called(tambon: Tambon, matter: Matter, **brief: Any) -> Call:
    """The office calls the sectors that could complement it."""
    return open_call(matter, by=tambon.hand("officer"), **brief)


@dataclass(frozen=True, slots=True)
class Asked:
    """An invitation on its way: which partner, and the secret of its link."""

    partner: str
    invitation: Invitation
    token: str


def gathered(
    tambon: Tambon,
    matter: Matter,
    *,
    name: str,
    asks: Mapping[str, tuple[str, str]],
    moo: int = 0,
    purpose: str = "",
    is_ours: bool = True,
) -> tuple[Network, list[Asked]]:
    """A network for a matter, with the office in it if `is_ours`; each partner is asked for something, so much."""
    officer = tambon.hand("officer")
    network = form_network(
        matter,
        steward=tambon.steward,
        name=name,
        level=Level.VILLAGE if moo else Level.TAMBON,
        form=Network.Form.PARTNERS,
        village=tambon.villages.get(moo),
        purpose=purpose,
        by=officer,
    )
    if is_ours:
        add_member(network, tambon.organisations["office"], by=officer)
    sent = []
    for partner, (what, effort) in asks.items():
        one = invite(network, tambon.organisations[partner], asks=what, effort=effort, by=officer)
        sent.append(Asked(partner, one.invitation, one.token))
    coordinator = tambon.people["coordinator4" if moo == 4 else "coordinator"]
    deputy = tambon.people["officer"]
    name_coordinator(
        network,
        coordinator,
        phone=coordinator.phone,
        deputy=deputy,
        deputy_phone=deputy.phone,
        by=officer,
    )
    return network, sent


def replied(
    tambon: Tambon, asked: Asked, reply: str = "join", *, reason: str = "", signed_in: bool = False
) -> Invitation:
    """The partner answers: by the link on its telephone, or after coming in with its own account."""
    speaker = tambon.people[SPEAKERS[asked.partner]]
    if signed_in:
        return answer_for(
            asked.invitation, reply, by=tambon.speaker(asked.partner), reason=reason, as_whom=speaker.name
        )
    return answer_invitation(asked.token, reply, reason, speaker.name, steward=tambon.steward, by=STRANGER)


def confirmed(tambon: Tambon, asked: Asked, *, way: str = "phone", by: str = "coordinator") -> Invitation:
    """Somebody of ours rang up and heard that it is so."""
    with_whom = tambon.people[SPEAKERS[asked.partner]].name
    return confirm_invitation(asked.invitation, way=way, with_whom=with_whom, by=tambon.hand(by))


# ------------------------------------------------------------------------------------------- deciding


def met(network: Network, by: Actor, *, place: str, held_on: date, starts_at: str, **more: Any) -> Meeting:
    """A meeting that is called."""
    return call_meeting(
        network,
        by=by,
        place=place,
        held_on=held_on,
        starts_at=time.fromisoformat(starts_at),
        noticed_on=timezone.localdate(),
        **more,
    )


def entered(
    meeting: Meeting,
    by: Actor,
    *,
    absent: Mapping[str, str],
    proposals: Mapping[int, Mapping[str, Any]],
    said: Mapping[int, str],
    reservation: tuple[str, str] | None = None,
) -> Meeting:
    """The notes of a committee's or partners' meeting; `absent`: part of a label -> the reason.

    `proposals`: by number of the item, what ItemEntry takes. `reservation`: part of a label, and what was reserved.
    """
    voices = expected_on(meeting.network, meeting.held_on)

    def why(label: str) -> str:
        return next((reason for part, reason in absent.items() if part in label), "")

    attendance = [
        Came(
            key=voice.key,
            presence=Attendance.Presence.ABSENT if why(voice.label) else Attendance.Presence.PRESENT,
            reason=why(voice.label),
        )
        for voice in voices
    ]
    dissents = [
        DissentEntry(key=voice.key, kind="reservation", reason=reservation[1])
        for voice in voices
        if reservation and reservation[0] in voice.label
    ]
    items = [
        ItemEntry(
            item=item.pk, method=item.method, dissents=dissents if item.order == 1 else (), **proposals[item.order]
        )
        for item in Item.objects.of(meeting.steward_id).filter(meeting=meeting)
        if item.order in proposals
    ]
    return enter_meeting(meeting, MeetingEntry(attendance=attendance, items=items, said=said), by=by)


def closed(meeting: Meeting, by: Actor, ended: str, **more: Any) -> Meeting:
    """The one act after a meeting."""
    return close_meeting(meeting, Closing(ended_at=time.fromisoformat(ended), **more), by=by)


def agreed_on(tambon: Tambon, matter: Matter, *, meeting: Meeting | None = None) -> Resolution:
    """The newest resolution on a matter."""
    rows = Resolution.objects.of(tambon.steward).filter(matter=matter)
    found: Resolution = (rows.filter(meeting=meeting) if meeting else rows).order_by("-resolved_at", "-id")[0]
    return found


def partners_agreed(
    tambon: Tambon, network: Network, matter: Matter, held_on: date, *, proposal: str, talk: str, **more: Any
) -> Resolution:
    """A partners' meeting from call to close, with what they agreed on without objection."""
    officer = tambon.hand("officer")
    meeting = met(network, officer, place="ห้องประชุม อบต.นาร่วมใจ", held_on=held_on, starts_at="13:30", matters=[matter])
    entered(
        meeting,
        officer,
        absent=more.pop("absent", {}),
        proposals={1: {"proposal": proposal, "discussion": talk}},
        said={1: "ประธานขอบคุณทุกหน่วยที่มาร่วมคิดร่วมทำ"},
        reservation=more.pop("reservation", None),
    )
    closed(meeting, officer, "15:10", note_taker=officer.name, checker=tambon.people["clerk"].name, **more)
    return agreed_on(tambon, matter, meeting=meeting)


# ------------------------------------------------------------------------------------------- aiming


def aimed(
    tambon: Tambon, matter: Matter, resolution: Resolution, statement: str, due_on: date, *, owner: str, **facts: Any
) -> Goal:
    """A goal with its indicator, numbers in units: `baseline` and `target` become thousandths."""
    return draft_goal(
        matter,
        resolution,
        statement,
        due_on,
        IndicatorFacts(
            owner=tambon.organisations[owner],
            baseline_milli=facts.pop("baseline") * 1000,
            target_milli=facts.pop("target") * 1000,
            **facts,
        ),
        by=tambon.hand("officer"),
    )


def signed(tambon: Tambon, goal: Goal, partner: str, way: str) -> None:
    """One organisation signs: "link", "login" or "paper"."""
    organisation = tambon.organisations[partner]
    as_whom = tambon.people[SPEAKERS[partner]].name
    if way == "link":
        asked = ask_to_sign(goal, organisation, by=tambon.hand("officer"))
        sign_by_link(asked.token, as_whom, steward=tambon.steward, by=STRANGER)
    elif way == "login":
        sign_on_behalf(goal, organisation, by=tambon.speaker(partner))
    else:
        paper = demo_photos.draw("paper")
        enter_signature(goal, organisation, signed_as=as_whom, paper=paper, by=tambon.hand("officer"))


def indicator_of(goal: Goal) -> Indicator:
    """The first way in which a goal is measured."""
    found: Indicator = Indicator.objects.of(goal.steward_id).filter(goal=goal)[0]
    return found


# ------------------------------------------------------------------------------------------- exchange


def asked_for(
    tambon: Tambon,
    matter: Matter,
    name: str,
    kind: str,
    unit: str,
    quantity: int,
    *,
    receiver: str = "office",
    **more: Any,
) -> NeedLine:
    """A line of what is needed, in minor units of `unit`; its kind of resource is named when nobody has yet."""
    by = tambon.hand("officer")
    spec = Spec.objects.of(tambon.steward).filter(name=name).first() or add_spec(
        tambon.steward, name=name, kind=kind, unit=unit, by=by
    )
    return raise_line(
        matter,
        spec=spec,
        quantity=quantity,
        receiver=tambon.organisations[receiver],
        by=by if receiver == "office" else by.entering_for(None),
        **more,
    )


def receiver_key(tambon: Tambon, line: NeedLine) -> str:
    """The handle of who receives a line."""
    return next(key for key, row in tambon.organisations.items() if row.pk == line.receiver_id)


def promised(tambon: Tambon, line: NeedLine, giver: str, quantity: int, **more: Any) -> Commitment:
    """A partner promises a part, and the receiver says yes."""
    promise = make_commitment(
        line,
        quantity=quantity,
        by=tambon.speaker(giver),
        side="provider",
        provider=None if more.get("offer") else tambon.organisations[giver],
        idempotency_key=str(new_key()),
        **more,
    )
    return accept_commitment(promise, side="receiver", by=tambon.speaker(receiver_key(tambon, line)))


def brought(
    tambon: Tambon,
    promise: Commitment,
    giver: str,
    quantity: int,
    *,
    scene: str = "",
    is_confirmed: bool = True,
    **more: Any,
) -> Delivery:
    """The giver says that it brought a part today; the receiver says that it came, unless that still waits."""
    delivery = record_delivery(
        promise,
        quantity=quantity,
        on=timezone.localdate(),
        by=tambon.speaker(giver),
        side="provider",
        evidence=demo_photos.draw(scene) if scene else None,
        idempotency_key=str(new_key()),
        **more,
    )
    if is_confirmed:
        confirm_delivery(delivery, side="receiver", by=tambon.speaker(receiver_key(tambon, promise.need_line)))
    return delivery


# ------------------------------------------------------------------------------------------- work


def shared_out(
    tambon: Tambon,
    matter: Matter,
    table: Sequence[tuple[str, str, Mapping[str, str]]],
    due_on: date,
    *,
    reason: str = "",
) -> list[Work]:
    """The duty table: pieces of work (title, skill) and which partner has which part in each."""
    officer = tambon.hand("officer")
    works = [open_work(matter, title, needs_skill=skill, due_on=due_on, by=officer) for title, skill, _parts in table]
    cells = {
        (work.pk, tambon.organisations[partner].pk): part
        for work, (_title, _skill, parts) in zip(works, table, strict=True)
        for partner, part in parts.items()
    }
    for work in resolved_works(matter):
        cells[work.pk, tambon.organisations["office"].pk] = "lead"
    set_duties(matter, cells, by=officer, reason=reason)
    return works


def resolved_works(matter: Matter) -> list[Work]:
    """The pieces of work that a resolution opened by itself and that are not done yet."""
    return list(Work.objects.of(matter.steward_id).filter(matter=matter, resolution__isnull=False, done_at=None))


def undersigned(tambon: Tambon, matter: Matter, partners: Sequence[str]) -> None:
    """These partners sign the duty table as it stands: the last one on paper, the others after coming in."""
    *online, last = partners
    for partner in online:
        sign_duties(matter, tambon.organisations[partner], seen=table_hash(matter), by=tambon.speaker(partner))
    paper = demo_photos.draw("paper")
    name = tambon.people[SPEAKERS[last]].name
    enter_duty_signature(matter, tambon.organisations[last], signed_as=name, paper=paper, by=tambon.hand("officer"))


def finished(tambon: Tambon, work: Work, partner: str, words: str, scene: str = "") -> None:
    """Whoever leads a piece of work says that it is done."""
    finish_work(work, words=words, photo=demo_photos.draw(scene) if scene else None, by=tambon.speaker(partner))
