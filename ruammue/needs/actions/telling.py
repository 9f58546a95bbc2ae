"""Verbs of a need: tell it, answer it, say whether it is mended."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from ruammue.access.actors import Actor
from ruammue.foundation.keys import readable_code
from ruammue.foundation.thai_dates import add_working_days
from ruammue.ledger.actions import record
from ruammue.ledger.who import Who
from ruammue.needs import handlers
from ruammue.needs.actions.matters import (
    acting,
    first_title,
    locked,
    open_matter,
    reopen_matter,
    take_long_way,
    take_short_way,
)
from ruammue.needs.events import (
    HandlerExcluded,
    NeedAnswered,
    NeedFilesAdded,
    NeedHandedOver,
    NeedJudged,
    NeedReported,
    NeedSorted,
)
from ruammue.needs.guessing import guess_category
from ruammue.needs.models import Answer, Category, ExcludedHandler, LastWord, Matter, Need, NeedFile, Verdict
from ruammue.needs.refusals import (
    AgencyMissing,
    AnswerIsEmpty,
    HandlerIsNamed,
    HiddenFromHead,
    NeighbourNotTold,
    NotAnsweredYet,
    NothingTold,
    TakeBackFirst,
)
from ruammue.papers.attachments import attach_photo, attach_voice
from ruammue.people.models import Person
from ruammue.places.models import Steward, Village

SENSITIVE = frozenset({Category.HEALTH})
"""Kinds of which only kind and tambon are published (issue 2, item 5)."""


def _locked(need: Need) -> Need:
    row: Need = (
        Need.objects.select_for_update(of=("self",))
        .select_related("village", "steward", "matter")
        .get(pk=need.pk, steward_id=need.steward_id)
    )
    return row


@transaction.atomic
def report_need(
    steward: Steward,
    *,
    by: Actor,
    text: str = "",
    photos: Iterable[bytes] = (),
    voice: bytes | None = None,
    village: Village | None = None,
    category: str = "",
    contact_phone: str = "",
    is_about_one_person: bool = False,
    is_hidden_from_head: bool = False,
    is_for_neighbour: bool = False,
    neighbour: Person | None = None,
    neighbour_name: str = "",
    neighbour_was_told: bool = False,
    notice_version: str = "",
    once: UUID | None = None,
    now: datetime | None = None,
) -> Need:
    """Take in a need told by picture, voice or words, by anybody, and say who answers until when.

    `is_for_neighbour`: `by` is a helper who enters for somebody else: a listed person, a name, or neither.
    `once`: the key of the form; sent twice it gives the first need back, with the files that it lacked. Without
    `category` it is guessed.
    Raises NothingTold, NeighbourNotTold, kinds of UnusablePhoto and UnusableVoice.
    """
    if once is not None:
        # Two sendings at once wait here for one another, so that the second finds the first.
        Steward.objects.select_for_update(no_key=True).get(pk=steward.pk)
        told: Need | None = Need.objects.of(steward).filter(once=once).first()
        if told is not None:
            return add_to_need(told, by=by, photos=photos, voice=voice, now=now)
    pictures = list(photos)
    if not (text.strip() or pictures or voice):
        raise NothingTold()
    if is_for_neighbour and not neighbour_was_told:
        raise NeighbourNotTold()
    now = now or timezone.now()
    category = category or guess_category(text)
    who = by.entering_for(neighbour.pk if neighbour else None) if is_for_neighbour else by
    matter = open_matter(
        steward,
        by=who,
        category=category,
        origin=Matter.Origin.CITIZEN,
        village=village,
        is_sensitive=is_about_one_person or category in SENSITIVE,
        now=now,
    )
    reporter_id = None if who.person_id is None else who.person_id
    never = handlers.heads_of(steward, village) if is_hidden_from_head else frozenset()
    need: Need = Need.objects.create(
        steward=steward,
        matter=matter,
        village=village,
        text=text,
        category=category,
        reporter_id=reporter_id,
        reporter_name="" if neighbour or not is_for_neighbour else neighbour_name,
        contact_phone=contact_phone,
        entered_by_id=who.entered_by_id,
        is_about_one_person=is_about_one_person,
        is_hidden_from_head=is_hidden_from_head,
        receipt=readable_code(),
        reported_at=now,
        answer_due_on=add_working_days(timezone.localdate(now), steward.answer_days),
        handler=handlers.choose(steward, village, never=never),
        notice_version=notice_version,
        once=once,
    )
    _add_files(need, pictures, voice, by=who, now=now)
    record(NeedReported(steward=steward.pk, need=need.pk, matter=matter.pk, handler=need.handler_id), by=who, at=now)
    return need


@transaction.atomic
def add_to_need(
    need: Need, *, by: Actor, photos: Iterable[bytes] = (), voice: bytes | None = None, now: datetime | None = None
) -> Need:
    """It was told once more, with a photo or a voice that the first telling lacked: they go to the same need.

    What it has already is not added again. Raises kinds of UnusablePhoto and UnusableVoice.
    """
    need = _locked(need)
    who = by.entering_for(need.reporter_id) if need.entered_by_id else by
    count = _add_files(need, photos, voice, by=who, now=now)
    if count:
        record(
            NeedFilesAdded(steward=need.steward_id, need=need.pk, matter=need.matter_id, count=count), by=who, at=now
        )
    return need


def _add_files(need: Need, photos: Iterable[bytes], voice: bytes | None, *, by: Actor, now: datetime | None) -> int:
    """Keep the files of a need, each once. Returns how many were new."""
    kept = [attach_photo(need.steward, photo, by=by, now=now) for photo in photos]
    if voice:
        kept.append(attach_voice(need.steward, voice, by=by, now=now))
    have = set(need.files.values_list("attachment__sha256", flat=True)) if kept else set()
    count = 0
    for attachment in kept:
        if attachment.sha256 in have:
            attachment.delete()  # its file goes with the end of the act (`papers.orphans.settle`)
            continue
        NeedFile.objects.create(steward_id=need.steward_id, need=need, attachment=attachment)
        have.add(attachment.sha256)
        count += 1
    return count


@transaction.atomic
def sort_need(
    need: Need,
    *,
    by: Actor,
    category: str,
    village: Village | None,
    is_about_one_person: bool,
    now: datetime | None = None,
) -> Need:
    """Set right what a need is about, where it is, and whether it is one person's; its matter follows.

    A matter with other needs becomes sensitive by it and never stops being so. The name of a matter that nobody
    renamed is made anew. Raises TakeBackFirst when a public matter would become somebody's own.
    """
    need = _locked(need)
    matter = locked(need.matter)
    becomes_sensitive = is_about_one_person or category in SENSITIVE
    if becomes_sensitive and matter.is_published and not matter.is_sensitive:
        raise TakeBackFirst()
    need.category, need.village, need.is_about_one_person = category, village, is_about_one_person
    need.save(update_fields=["category", "village", "is_about_one_person"])
    if matter.needs.exclude(pk=need.pk).exists():
        matter.is_sensitive = matter.is_sensitive or becomes_sensitive
    elif not matter.is_published:
        was = first_title(matter.category, matter.village, is_sensitive=matter.is_sensitive)
        nobody_named_it = matter.title == was
        matter.category, matter.village, matter.is_sensitive = category, village, becomes_sensitive
        if nobody_named_it:
            matter.title = first_title(category, village, is_sensitive=becomes_sensitive)
    matter.save(update_fields=["title", "category", "village", "is_sensitive"])
    record(NeedSorted(steward=need.steward_id, need=need.pk, matter=matter.pk, category=str(category)), by=by, at=now)
    if need.is_hidden_from_head and need.handler_id in handlers.heads_of(need.steward, village):
        _another_answers(need, by, now)
    return need


@transaction.atomic
def hand_over(need: Need, *, to: Person, by: Who, now: datetime | None = None) -> Need:
    """Let another named human answer. Raises HandlerIsNamed, HiddenFromHead. The promised day stays."""
    need = _locked(need)
    if need.excluded.filter(person=to).exists():
        raise HandlerIsNamed()
    if need.is_hidden_from_head and to.pk in handlers.heads_of(need.steward, need.village):
        raise HiddenFromHead()
    need.handler = to
    need.save(update_fields=["handler"])
    record(NeedHandedOver(steward=need.steward_id, need=need.pk, matter=need.matter_id, handler=to.pk), by=by, at=now)
    return need


@transaction.atomic
def hand_over_all(steward: Steward, *, person: Person, to: Person, by: Who, now: datetime | None = None) -> int:
    """Somebody moved: every open need they were to answer gets another named human, `to` wherever that may be.

    Where `to` is named in the need, or it is hidden from them, who answers is chosen as for a new one. Gives how many.
    """
    theirs = list(Need.objects.of(steward).filter(handler=person, matter__closed_at=None).order_by("id"))
    for need in theirs:
        never = frozenset(need.excluded.values_list("person_id", flat=True)) | {person.pk}
        if need.is_hidden_from_head:
            never |= handlers.heads_of(steward, need.village)
        successor = to if to.pk not in never else handlers.choose(steward, need.village, never=never)
        if successor is not None:
            hand_over(need, to=successor, by=by, now=now)
    return len(theirs)


@transaction.atomic
def exclude_handler(need: Need, *, person: Person, by: Actor, now: datetime | None = None) -> Need:
    """Keep somebody who is named in the need away from it; if they were to answer it, another does."""
    need = _locked(need)
    _row, is_new = ExcludedHandler.objects.get_or_create(steward_id=need.steward_id, need=need, person=person)
    if is_new:
        record(HandlerExcluded(steward=need.steward_id, need=need.pk, matter=need.matter_id), by=by, at=now)
    if need.handler_id == person.pk:
        _another_answers(need, by, now)
    return need


def _another_answers(need: Need, by: Actor, now: datetime | None) -> None:
    """Who was to answer must not: another does, nobody named in it and no head from whom it is hidden."""
    never = frozenset(need.excluded.values_list("person_id", flat=True))
    if need.is_hidden_from_head:
        never |= handlers.heads_of(need.steward, need.village)
    need.handler = handlers.choose(need.steward, need.village, never=never)
    need.save(update_fields=["handler"])
    record(
        NeedHandedOver(steward=need.steward_id, need=need.pk, matter=need.matter_id, handler=need.handler_id),
        by=by,
        at=now,
    )


@transaction.atomic
def answer_need(
    need: Need,
    *,
    by: Actor,
    way: str,
    text: str,
    agency: str = "",
    ticket: str = "",
    promised_on: date | None = None,
    now: datetime | None = None,
) -> Answer:
    """Answer with a sentence that can be read aloud, and say which way the need goes from here.

    Short ways (all but TOGETHER) mark the stations between as passed by with their reason, once every need of
    the matter was answered the short way; TOGETHER opens them again. Raises AnswerIsEmpty, AgencyMissing.
    """
    need = _locked(need)
    if not text.strip():
        raise AnswerIsEmpty()
    if way == Answer.Way.REFERRED and not agency.strip():
        raise AgencyMissing()
    referred = way == Answer.Way.REFERRED
    before = _said_already(need, (way, text, acting(by), promised_on))
    if before is not None:
        return before
    answer: Answer = Answer.objects.create(
        steward_id=need.steward_id,
        need=need,
        way=way,
        text=text,
        agency=agency if referred else "",
        ticket=ticket if referred else "",
        promised_on=promised_on,
        answered_at=now or timezone.now(),
        answered_by_id=acting(by),
    )
    need.last_word = LastWord.ANSWERED
    need.save(update_fields=["last_word"])
    record(NeedAnswered(steward=need.steward_id, need=need.pk, matter=need.matter_id, way=str(way)), by=by, at=now)
    matter = locked(need.matter)
    if way == Answer.Way.TOGETHER:
        take_long_way(matter, by, now)
    elif not matter.closed_at and _all_short(matter):
        take_short_way(matter, way, by, now)
    return answer


def _said_already(need: Need, said: tuple[object, ...]) -> Answer | None:
    """The same answer by the same person, with nothing said since: the button was pressed twice."""
    last: Answer | None = need.answers.order_by("answered_at", "id").last()
    if last is None or (last.way, last.text, last.answered_by_id, last.promised_on) != said:
        return None
    return None if need.verdicts.filter(given_at__gte=last.answered_at).exists() else last


def _judged_already(need: Need, is_fixed: bool, words: str) -> Verdict | None:
    """The same word again, with no answer since: the button was pressed twice."""
    last: Verdict | None = need.verdicts.order_by("given_at", "id").last()
    if last is None or (last.is_fixed, last.words) != (is_fixed, words):
        return None
    return None if need.answers.filter(answered_at__gt=last.given_at).exists() else last


def _all_short(matter: Matter) -> bool:
    needs = Need.objects.of(matter.steward_id).filter(matter=matter).values_list("pk", flat=True)
    answers = Answer.objects.of(matter.steward_id).filter(need__matter=matter).order_by("answered_at", "id")
    ways: dict[UUID, str] = dict(answers.values_list("need", "way"))  # the last one of each need stays
    return not matter.calls.exists() and all(ways.get(pk, Answer.Way.TOGETHER) != Answer.Way.TOGETHER for pk in needs)


@transaction.atomic
def give_verdict(need: Need, *, by: Actor, is_fixed: bool, words: str = "", now: datetime | None = None) -> Verdict:
    """The reporter's (or helper's) word with the receipt code: แก้แล้ว or ยัง.

    ยัง sets a new day for the answer and lets a closed matter go on. Raises NotAnsweredYet.
    """
    need = _locked(need)
    if not need.answers.exists():
        raise NotAnsweredYet(due_on=need.answer_due_on)
    now = now or timezone.now()
    before = _judged_already(need, is_fixed, words)
    if before is not None:
        return before
    verdict: Verdict = Verdict.objects.create(
        steward_id=need.steward_id, need=need, is_fixed=is_fixed, words=words, given_at=now,
        entered_by_id=by.entered_by_id or by.person_id,
    )  # fmt: skip
    need.last_word = LastWord.FIXED if is_fixed else LastWord.WAITING
    if not is_fixed:
        need.answer_due_on = add_working_days(timezone.localdate(now), need.steward.answer_days)
    need.save(update_fields=["last_word", "answer_due_on"])
    record(NeedJudged(steward=need.steward_id, need=need.pk, matter=need.matter_id, is_fixed=is_fixed), by=by, at=now)
    if not is_fixed and need.matter.closed_at and not need.matter.merged_into_id:
        reopen_matter(need.matter, by=by, now=now)
    return verdict
