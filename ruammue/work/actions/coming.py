"""Verbs of coming: propose, ask, answer, cover and exchange, arrive, miss. Rows are taken in one order: task's
place first, then the sign-up, so that fifty who say yes at once wait for one another and never overfill a place.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from ruammue.access.actors import Actor
from ruammue.foundation.keys import new_token, token_hash
from ruammue.ledger.actions import record
from ruammue.needs.actions.matters import acting
from ruammue.people.models import Organisation, Person
from ruammue.people.signing.refusals import NoSuchLink
from ruammue.places.models import Steward
from ruammue.resources.actions import count_spoken
from ruammue.resources.actions.locks import take_line
from ruammue.resources.models import NeedLine
from ruammue.work.events import (
    CoverAsked,
    CoverTakenBack,
    ExchangeAgreed,
    PersonAnswered,
    PersonAsked,
    PersonCame,
    PersonExcused,
    PersonMissed,
    PersonProposed,
    PersonWithdrawn,
)
from ruammue.work.models import Apart, SignUp, Slot, Task
from ruammue.work.models.tasks import GRACE, LIVE, looks_for_cover, minute_of
from ruammue.work.refusals import (
    AlreadyThere,
    AnsweredAlready,
    CameAlready,
    KeptApart,
    NotAskedYet,
    NotComing,
    NotOnThisDay,
    PartnersCome,
    SignUpIsOver,
    SlotIsFull,
    SwapIsOver,
    SwapNotAgreed,
    TaskIsDropped,
    TooEarly,
    TwoPlacesAtOnce,
)
from ruammue.work.sent import room_in

Answer, Way = SignUp.Answer, SignUp.Way
EARLY = 120
"""Minutes before a task begins from which on somebody can have come: who cooks is there first."""
HAND = "hand"
"""The reason of a place that a person chose, not the machine."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A sign-up with its token, which is shown once: only its hash is stored."""

    sign_up: SignUp
    token: str


def take(sign_up: SignUp) -> SignUp:
    """The sign-up with its place and task, the place held first. Raises TaskIsDropped."""
    slot = take_slot(sign_up)
    row = SignUp.objects.select_for_update(of=("self",)).select_related("person", "on_behalf_of").get(pk=sign_up.pk)
    row.slot = slot
    if slot.task.dropped_at is not None:
        raise TaskIsDropped
    return row


def take_slot(of: SignUp | Slot) -> Slot:
    """The place (or that of a sign-up) as it stands, held until this act is done."""
    rows = Slot.objects.of(of.steward_id).select_for_update(of=("self",)).select_related("task__hours_line", "steward")
    return rows.get(pk=of.pk if isinstance(of, Slot) else of.slot_id)


def take_slots(slots: QuerySet[Slot]) -> None:
    """Several places, then the hours of their tasks, each in the order of their keys, held until this act is done."""
    held = slots.select_for_update(of=("self",)).order_by("pk")
    lines = {line for line in held.values_list("task__hours_line", flat=True) if line is not None}
    for line in sorted(lines):
        take_line(NeedLine(pk=line))


def ids_of(row: SignUp) -> dict[str, Any]:
    """What every event of a sign-up names."""
    return {"steward": row.steward_id, "sign_up": row.pk, "task": row.slot.task_id, "person": row.person_id}


def must_be(row: SignUp, *states: str) -> None:
    """Raises SignUpIsOver, NotComing where a sign-up stands in none of these states."""
    if row.state not in states:
        raise (SignUpIsOver if row.state in ("withdrawn", "excused", "declined", "done") else NotComing)(
            state=row.state
        )


# ------------------------------------------------------------------------------------------- proposing and asking


@transaction.atomic
def propose_person(
    slot: Slot,
    person: Person,
    *,
    by: Actor,
    on_behalf_of: Organisation | None = None,
    reasons: Sequence[Sequence[Any]] = (),
    covers: SignUp | None = None,
    in_exchange: SignUp | None = None,
    now: datetime | None = None,
) -> SignUp:
    """Put somebody into a place, for people to decide on; they learn of it when they are asked.

    Raises TaskIsDropped, AlreadyThere.
    """
    now = now or timezone.now()
    slot = take_slot(slot)
    if slot.task.dropped_at is not None:
        raise TaskIsDropped
    if SignUp.objects.of(slot.steward_id).filter(LIVE, slot=slot, person=person).exists():
        raise AlreadyThere
    row = SignUp.objects.create(
        steward_id=slot.steward_id, slot=slot, person=person, on_behalf_of=on_behalf_of, on=slot.task.on,
        half=slot.task.half, begins=slot.task.span[0], ends=slot.task.span[1],
        covers=covers, in_exchange=in_exchange, exchange_agreed_at=now if in_exchange else None,
        exchange_agreed_by_id=acting(by) if in_exchange else None, reasons=[list(each) for each in reasons],
        proposed_at=now, proposed_by_id=acting(by),
    )  # fmt: skip
    record(PersonProposed(**ids_of(row)), by=by, at=now)
    return row


@transaction.atomic
def put_person(slot: Slot, person: Person, *, by: Actor, now: datetime | None = None) -> SignUp:
    """Put somebody into a place by hand. Raises TaskIsDropped, AlreadyThere, KeptApart."""
    not_kept_apart(slot, person)
    return propose_person(slot, person, reasons=[(HAND,)], by=by, now=now)


def kept_from(task: Task, *, but: Collection[UUID] = ()) -> set[UUID]:
    """Whoever must never be put beside somebody who stands in this task (`but`: who leaves it). Two statements."""
    rows = SignUp.objects.of(task.steward_id).filter(LIVE, slot__task=task).exclude(person__in=but)
    there = set(rows.values_list("person_id", flat=True))
    pairs = Apart.objects.of(task.steward_id).filter(Q(one__in=there) | Q(other__in=there), is_hard=True)
    return {
        other
        for one_id, other_id in pairs.values_list("one_id", "other_id")
        for one, other in ((one_id, other_id), (other_id, one_id))
        if one in there
    }


def not_kept_apart(slot: Slot, person: Person, *, but: Collection[UUID] = ()) -> None:
    """Raises KeptApart when somebody in the task of this place is never to be put together with this person."""
    if person.pk in kept_from(slot.task, but=but):
        raise KeptApart


@transaction.atomic
def invite_person(sign_up: SignUp, *, by: Actor, now: datetime | None = None) -> Asked:
    """Ask somebody: a link of their own. Asked again, the older link is dead.

    Raises TaskIsDropped, AnsweredAlready, SignUpIsOver.
    """
    now = now or timezone.now()
    row = take(sign_up)
    if row.answer != Answer.OPEN:
        raise AnsweredAlready(answer=row.answer)
    must_be(row, "proposed", "invited")
    token = new_token()
    row.token_hash, row.asked_at, row.asked_by_id = token_hash(token), now, acting(by)
    row.save(update_fields=["token_hash", "asked_at", "asked_by_id"])
    record(PersonAsked(**ids_of(row)), by=by, at=now)
    return Asked(row, token)


@transaction.atomic
def new_link(sign_up: SignUp, *, by: Actor, now: datetime | None = None) -> Asked:
    """A new link for somebody who said yes and lost theirs: it carries their own QR. Raises NotComing."""
    row = take(sign_up)
    if row.state in ("proposed", "invited"):
        return invite_person(row, by=by, now=now)
    must_be(row, "confirmed", "checked_in")
    token = new_token()
    row.token_hash = token_hash(token)
    row.save(update_fields=["token_hash"])
    record(PersonAsked(**ids_of(row)), by=by, at=now)
    return Asked(row, token)


@transaction.atomic
def withdraw_person(sign_up: SignUp, *, by: Actor, now: datetime | None = None) -> SignUp:
    """Not ask them after all, or say that they need not come. Raises CameAlready."""
    now = now or timezone.now()
    slot = take_slot(sign_up)
    row = SignUp.objects.select_for_update(of=("self",)).get(pk=sign_up.pk)
    row.slot = slot
    if row.came_at is not None:
        raise CameAlready
    if row.state in ("withdrawn", "excused", "declined"):
        return row
    _give_back(row)
    row.withdrawn_at, row.withdrawn_by_id = now, acting(by)
    row.save(update_fields=["withdrawn_at", "withdrawn_by_id"])
    count_yes(row)
    record(PersonWithdrawn(**ids_of(row)), by=by, at=now)
    return row


def count_yes(row: SignUp) -> None:
    """What people said yes to and have neither done nor missed stands on the line of the task's hours: nobody else is
    asked for it. Whoever looks for cover is not among them: their hours lack until somebody steps in."""
    task = row.slot.task
    if task.hours_line is None:
        return
    take_line(task.hours_line)  # else two who say yes to two places of a task count only themselves
    taken = Slot.objects.of(row.steward_id).filter(task=task).aggregate(all=Sum("taken"))["all"] or 0
    over = SignUp.objects.of(row.steward_id).filter(
        Q(done_at__isnull=False) | Q(missed_at__isnull=False) | looks_for_cover(), slot__task=task, answer=Answer.YES,
        withdrawn_at=None, excused_at=None,
    )  # fmt: skip
    count_spoken(task.hours_line, max(0, taken - over.count()) * task.minutes)


def _give_back(row: SignUp) -> None:
    """The place is free again."""
    if row.answer == Answer.YES:
        row.slot.taken -= 1
        row.slot.save(update_fields=["taken"])


# ------------------------------------------------------------------------------------------- answering


def behind_link(token: str, steward: Steward) -> SignUp | None:
    """The sign-up that a token stands for at this steward. Looking changes nothing."""
    rows = SignUp.objects.of(steward).select_related(
        "slot__task__matter", "slot__task__village", "person", "steward", "covers__person", "in_exchange__slot__task"
    )
    return rows.filter(token_hash=token_hash(token)).first()


@transaction.atomic
def answer_by_link(
    token: str,
    answer: str,
    *,
    steward: Steward,
    by: Actor,
    why: str = "",
    words: str = "",
    now: datetime | None = None,
) -> SignUp:
    """The person answers without an account. Only a POST comes here. Raises NoSuchLink and what `answer_for` raises."""
    found = behind_link(token, steward)
    if found is None:
        raise NoSuchLink
    return _answer(found, answer, way=Way.LINK, why=why, words=words, by=by, now=now or timezone.now())


@transaction.atomic
def answer_for(
    sign_up: SignUp, answer: str, *, by: Actor, why: str = "", words: str = "", now: datetime | None = None
) -> SignUp:
    """The person answers after coming in, or told somebody who writes it down. Told, a no can become a yes.

    Raises TaskIsDropped, NotAskedYet, AnsweredAlready, SignUpIsOver, SlotIsFull, TwoPlacesAtOnce, SwapIsOver.
    """
    is_own = sign_up.person_id == by.person_id
    way, by = (Way.LOGIN, by) if is_own else (Way.TOLD, by.entering_for(sign_up.person_id))
    return _answer(sign_up, answer, way=way, why=why, words=words, by=by, now=now or timezone.now())


def _answer(sign_up: SignUp, answer: str, *, way: str, why: str, words: str, by: Actor, now: datetime) -> SignUp:
    _take_both(sign_up)
    row = take(sign_up)
    if way == Way.TOLD and (row.answer, answer) == (Answer.NO, Answer.YES):
        _not_a_no(row)
    if answer == Answer.YES and row.answer == Answer.OPEN:
        _for_whom(row)
    _hold_people(row)
    if row.answer == answer and row.state in ("declined", "confirmed"):
        return row  # a second tap means the same
    if row.answer != Answer.OPEN:
        raise AnsweredAlready(answer=row.answer)
    must_be(row, "invited", "proposed")
    if row.asked_at is None and way != Way.TOLD:
        raise NotAskedYet
    if row.asked_at is None:
        row.asked_at, row.asked_by_id = now, by.entered_by_id
    row.answer, row.answered_at, row.answered_way = Answer(answer), now, Way(way)
    row.answer_entered_by_id = by.entered_by_id
    if answer == Answer.YES:
        if row.covers_id is not None:
            _step_in(row, by=by, now=now)
        if _elsewhere(row):
            raise TwoPlacesAtOnce(on=row.on)
        _take_place(row)
    else:
        row.decline_why, row.decline_words = SignUp.Why(why), words
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise TwoPlacesAtOnce(on=row.on) from None
    record(PersonAnswered(**ids_of(row), answer=answer, way=way), by=by, at=now)
    return row


def _take_both(sign_up: SignUp) -> None:
    """Of an exchange both places, in one order, so that two who exchange crosswise wait and do not die together."""
    if sign_up.in_exchange_id is not None:
        given = SignUp.objects.of(sign_up.steward_id).filter(pk=sign_up.in_exchange_id).values("slot_id")
        take_slots(Slot.objects.of(sign_up.steward_id).filter(Q(pk=sign_up.slot_id) | Q(pk__in=given)))


def _not_a_no(row: SignUp) -> None:
    """A no that was written down by mistake, or of which they told us otherwise, waits for an answer again. Raises
    AnsweredAlready where they were asked anew meanwhile."""
    if SignUp.objects.of(row.steward_id).filter(LIVE, slot_id=row.slot_id, person_id=row.person_id).exists():
        raise AnsweredAlready(answer=row.answer)
    row.answer, row.decline_why, row.decline_words = Answer.OPEN, SignUp.Why.NONE, ""


def _for_whom(row: SignUp) -> None:
    """Where all places are taken and somebody in one looks for cover, a yes is instead of who has looked longest."""
    if row.covers_id is None and row.slot.taken >= row.slot.most:
        rows = SignUp.objects.of(row.steward_id).filter(looks_for_cover(), slot_id=row.slot_id)
        row.covers = rows.select_related("person").order_by("cover_asked_at", "id").first()


def _hold_people(row: SignUp) -> None:
    """Who answers, and who is covered, held in one order: nobody says yes twice at once for the same hours."""
    who = Q(pk=row.person_id)
    if row.covers_id is not None:
        who |= Q(pk__in=SignUp.objects.of(row.steward_id).filter(pk=row.covers_id).values("person_id"))
    people = Person.objects.select_for_update(no_key=True).filter(who)
    list(people.order_by("pk").values_list("pk"))


def _elsewhere(row: SignUp, *, but: SignUp | None = None) -> bool:
    """Whether they said yes to something else in these hours, the way between the two included."""
    return bool(
        SignUp.objects.of(row.steward_id)
        .filter(person_id=row.person_id, on=row.on, answer=Answer.YES, withdrawn_at=None, excused_at=None)
        .filter(at_the_time(row.begins, row.ends))
        .exclude(pk__in=[row.pk, *([but.pk] if but else ())])
        .exists()
    )


def at_the_time(begins: int, ends: int) -> Q:
    """Sign-ups whose hours touch these, or lie nearer to them than one gets from one place to the other."""
    return Q(begins__lt=ends + GRACE, ends__gt=begins - GRACE)


def touches(one: SignUp, other: SignUp) -> bool:
    """The same of two that are at hand, of one day."""
    return one.begins < other.ends + GRACE and one.ends > other.begins - GRACE


def _take_place(row: SignUp) -> None:
    if row.slot.taken >= row.slot.most:
        raise SlotIsFull(role=row.slot.role, most=row.slot.most)
    _room_beside_partners(row.slot)
    row.slot.taken += 1
    row.slot.save(update_fields=["taken"])
    count_yes(row)


def _room_beside_partners(slot: Slot) -> None:
    """Raises PartnersCome. The line is taken: of a yes here and one to a partner's promise, one sees the other. Asked
    of the whole task: else those whom partners send would stand in whichever place was just given back.
    """
    if slot.task.hours_line is None:
        return
    take_line(slot.task.hours_line)
    room, who = room_in(slot.task)
    if room <= 0 and any(each.minutes for each in who):
        raise PartnersCome(role=slot.role, names=tuple(each.name for each in who if each.minutes))


# ------------------------------------------------------------------------------------------- cover and exchange


@transaction.atomic
def ask_for_cover(sign_up: SignUp, *, by: Actor, now: datetime | None = None) -> SignUp:
    """Who said yes and cannot come looks for another. Until one steps in, the place stays theirs, and lacks somebody.
    Raises NotComing."""
    now = now or timezone.now()
    row = take(sign_up)
    must_be(row, "confirmed")
    if row.cover_asked_at is None:
        row.cover_asked_at = now
        row.save(update_fields=["cover_asked_at"])
        count_yes(row)
        record(CoverAsked(**ids_of(row)), by=by, at=now)
    return row


@transaction.atomic
def come_after_all(sign_up: SignUp, *, by: Actor, now: datetime | None = None) -> SignUp:
    """Who looked for another comes themselves; who was asked to step in is not asked any more. Raises NotComing,
    PartnersCome (a partner took their hours meanwhile)."""
    now = now or timezone.now()
    row = take(sign_up)
    must_be(row, "confirmed")
    if row.cover_asked_at is not None:
        _room_beside_partners(row.slot)
        row.cover_asked_at = None
        row.save(update_fields=["cover_asked_at"])
        count_yes(row)
        _end_covers(row, hand=row.person_id, by=by, now=now)
        record(CoverTakenBack(**ids_of(row)), by=by, at=now)
    return row


@transaction.atomic
def ask_instead(
    sign_up: SignUp,
    person: Person,
    *,
    by: Actor,
    in_exchange: SignUp | None = None,
    is_agreed: bool = False,
    now: datetime | None = None,
) -> Asked:
    """Ask somebody to come instead of another; `in_exchange`: a place of theirs that the other takes then. Whoever is
    covered is asked first: `is_agreed` says that they told us their yes to it, which is written down as such.

    Raises NotComing, SwapIsOver (what is given in exchange is not theirs, or not agreed), SwapNotAgreed, AlreadyThere,
    TwoPlacesAtOnce (who is covered comes to something else then), KeptApart.
    """
    now = now or timezone.now()
    row = take(sign_up)
    must_be(row, "confirmed")
    if in_exchange is not None:
        if in_exchange.person_id != person.pk or in_exchange.state != "confirmed":
            raise SwapIsOver
        if not is_agreed:
            raise SwapNotAgreed(name=row.person.name)
        _could_take(row, in_exchange)
    not_kept_apart(row.slot, person, but=(row.person_id,))
    asked = propose_person(row.slot, person, by=by, covers=row, in_exchange=in_exchange, now=now)
    if in_exchange is not None:
        record(
            ExchangeAgreed(
                steward=row.steward_id, sign_up=asked.pk, task=in_exchange.slot.task_id, person=row.person_id
            ),
            by=by.entering_for(row.person_id), at=now,
        )  # fmt: skip
    return invite_person(asked, by=by, now=now)


def _could_take(covered: SignUp, given: SignUp) -> None:
    """Whether who is covered could take the place that is given for theirs. Raises AlreadyThere, TwoPlacesAtOnce,
    KeptApart."""
    live = SignUp.objects.of(covered.steward_id).filter(LIVE, slot__task=given.slot.task_id)
    if live.filter(person=covered.person_id).exists():
        raise AlreadyThere
    there = SignUp(
        steward_id=covered.steward_id, person=covered.person, on=given.on, begins=given.begins, ends=given.ends
    )
    if _elsewhere(there, but=covered):
        raise TwoPlacesAtOnce(on=given.on)
    not_kept_apart(given.slot, covered.person, but=(given.person_id,))


def _still_theirs(row: SignUp) -> bool:
    """Whether they still come, and nobody stepped in for them meanwhile."""
    return row.state == "confirmed"


def _step_in(row: SignUp, *, by: Actor, now: datetime) -> None:
    """Who is covered need not come; what is exchanged goes to them. Whole or not at all. Raises SwapIsOver.

    Who else was asked to come instead is not asked any more. Where the place was given up meanwhile and stands empty,
    whoever says yes takes it.
    """
    rows = SignUp.objects.of(row.steward_id).select_for_update(of=("self",)).select_related("person")
    covered = rows.get(pk=cast(UUID, row.covers_id))
    covered.slot = row.slot
    if not _still_theirs(covered):
        if row.in_exchange_id is None:
            return
        raise SwapIsOver
    _excuse(covered, by=by, now=now)
    _end_the_others(row, by=by, now=now)
    if row.in_exchange_id is None:
        return
    given = SignUp.objects.select_for_update(of=("self",)).get(pk=row.in_exchange_id)
    slot = given.slot = take_slot(given)
    if not _still_theirs(given) or slot.task.dropped_at is not None:
        raise SwapIsOver
    _excuse(given, by=by, now=now)
    taken = SignUp(
        steward_id=row.steward_id, slot=slot, person=covered.person, on=slot.task.on, half=slot.task.half,
        begins=slot.task.span[0], ends=slot.task.span[1], proposed_at=now, proposed_by_id=row.proposed_by_id,
        asked_at=row.exchange_agreed_at, asked_by_id=row.exchange_agreed_by_id, answer=Answer.YES,
        answered_at=row.exchange_agreed_at, answered_way=Way.TOLD, answer_entered_by_id=row.exchange_agreed_by_id,
    )  # fmt: skip
    if _elsewhere(taken):
        raise SwapIsOver
    _take_place(taken)
    try:
        with transaction.atomic():
            taken.save(force_insert=True)
    except IntegrityError:
        raise SwapIsOver from None
    record(PersonAnswered(**ids_of(taken), answer=Answer.YES.value, way=taken.answered_way), by=by, at=now)


def _end_the_others(row: SignUp, *, by: Actor, now: datetime) -> None:
    """Who else was asked to come instead is not asked any more."""
    _end_covers(cast(SignUp, row.covers), but=row.pk, hand=row.person_id, by=by, now=now)


def _end_covers(covered: SignUp, *, hand: UUID, by: Actor, now: datetime, but: UUID | None = None) -> None:
    """Ask nobody any more to come instead of them. `hand`: who ends it, for behind a link nobody else is at hand."""
    others = SignUp.objects.of(covered.steward_id).filter(LIVE, covers=covered, answer="")
    if but is not None:
        others = others.exclude(pk=but)
    for other in others.select_related("slot").order_by("pk"):
        other.withdrawn_at, other.withdrawn_by_id = now, hand
        other.save(update_fields=["withdrawn_at", "withdrawn_by_id"])
        record(PersonWithdrawn(**ids_of(other)), by=by, at=now)


@transaction.atomic
def excuse(sign_up: SignUp, *, by: Actor, reason: str = "", now: datetime | None = None) -> SignUp:
    """Something came up for who had said yes: they need not come. No blame is kept. Raises NotComing."""
    row = take(sign_up)
    if row.state == "excused":
        return row
    must_be(row, "confirmed", "no_show")
    _excuse(row, by=by, now=now or timezone.now(), reason=reason)
    return row


def _excuse(row: SignUp, *, by: Actor, now: datetime, reason: str = "") -> None:
    _give_back(row)
    row.excused_at, row.missed_at, row.missed_by_id = now, None, None
    row.save(update_fields=["excused_at", "missed_at", "missed_by_id"])
    count_yes(row)
    record(PersonExcused(**ids_of(row)), by=by, reason=reason, at=now)


# ------------------------------------------------------------------------------------------- the day itself


def _on_the_day(row: SignUp, now: datetime) -> None:
    if timezone.localdate(now) < row.on:
        raise NotOnThisDay(on=row.on)


@transaction.atomic
def check_in(sign_up: SignUp, *, by: Actor, now: datetime | None = None) -> SignUp:
    """They came. Written down twice, it is once.

    Raises NotOnThisDay, TooEarly, NotComing, SignUpIsOver, TaskIsDropped.
    """
    now = now or timezone.now()
    row = take(sign_up)
    if row.came_at is not None:
        return row
    _on_the_day(row, now)
    local, begins = timezone.localtime(now), row.slot.task.span[0]
    if local.date() == row.on and minute_of(local.time()) < begins - EARLY:
        raise TooEarly(begins=begins)
    must_be(row, "confirmed", "no_show")
    row.came_at, row.came_by_id, row.missed_at, row.missed_by_id = now, acting(by), None, None
    row.save(update_fields=["came_at", "came_by_id", "missed_at", "missed_by_id"])
    count_yes(row)
    record(PersonCame(**ids_of(row)), by=by, at=now)
    return row


@transaction.atomic
def mark_missed(sign_up: SignUp, *, by: Actor, now: datetime | None = None) -> SignUp:
    """They did not come. It is told to nobody else and counts against nobody. Raises NotOnThisDay, CameAlready."""
    now = now or timezone.now()
    row = take(sign_up)
    if row.missed_at is not None:
        return row
    _on_the_day(row, now)
    if row.came_at is not None:
        raise CameAlready
    must_be(row, "confirmed")
    row.missed_at, row.missed_by_id = now, acting(by)
    row.save(update_fields=["missed_at", "missed_by_id"])
    count_yes(row)
    record(PersonMissed(**ids_of(row)), by=by, at=now)
    return row
