"""Calling a meeting, typing in what was counted and said, closing it once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.utils import timezone, translation

from ruammue.access.actors import Actor
from ruammue.decisions import agenda, judging, wording
from ruammue.decisions.bodies import expected_on
from ruammue.decisions.events import (
    AgendaWorded,
    MatterPutOnAgenda,
    MeetingCalled,
    MeetingCancelled,
    MeetingClosed,
    MeetingEntered,
    MeetingMoved,
    ResolutionMade,
    RowTakenOffAgenda,
)
from ruammue.decisions.models import Attendance, Dissent, HeadCount, Item, Meeting, Resolution
from ruammue.decisions.refusals import (
    AlreadyClosed,
    AlreadyOnAgenda,
    EndsBeforeItBegins,
    EnoughCame,
    MoreInRoomThanCame,
    MoreVotesThanPresent,
    MovedAfterEntry,
    MovedIntoThePast,
    MovedMeanwhile,
    NoQuorum,
    NoSuchBody,
    NotEnteredYet,
    NotHeldYet,
    NothingMoved,
    NothingTakenUp,
    NotOpenAnyMore,
)
from ruammue.foundation.text import clean_and_mask, shorten
from ruammue.ledger.actions import record
from ruammue.ledger.models import Head
from ruammue.needs.models import Matter
from ruammue.networks.models import Network

_STANDING_ORDER = 100
"""Items of the standing sections come after the numbered rows; minutes sort them by section."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """Somebody who was there besides: name and post, as typed."""

    name: str
    post: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForumEntry:
    """What a paper sheet says. `counts` by `HeadCount.Group`; `voices`: hands or stickers by item;
    `titles`: rows that came up in the room, by item (an empty title takes the row away); `added`: new rows.
    """

    counts: Mapping[str, int]
    voices: Mapping[UUID, int]
    added: Sequence[tuple[str, int]] = ()
    titles: Mapping[UUID, str] = field(default_factory=dict)
    stickers_each: int | None = None
    chair_name: str = ""
    guests: Sequence[Guest] = ()
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """One expected voice: `key` is the seat or the organisation; `name` of the substitute or of who spoke for it."""

    key: UUID
    presence: str
    name: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DissentEntry:
    """Who objected or made a reservation (seat or organisation), and why."""

    key: UUID
    kind: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemEntry:
    """What was said and counted on one item."""

    item: UUID
    method: str
    discussion: str = ""
    proposal: str = ""
    yes: int | None = None
    no: int | None = None
    abstain: int | None = None
    chair_casts: str = ""
    in_room: int | None = None
    stepped_out: int = 0
    step_out_words: str = ""
    responsible_words: str = ""
    due_on: date | None = None
    dissents: Sequence[DissentEntry] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingEntry:
    """The notes of a committee's or partners' meeting. `said`: words in the standing sections, by section."""

    attendance: Sequence[Came]
    items: Sequence[ItemEntry]
    said: Mapping[int, str] = field(default_factory=dict)
    guests: Sequence[Guest] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """The eight things asked after the meeting itself, and whether it is kept as a talk without a quorum.

    `effect`: the secretary's statement of the legal effect (`Resolution.Effect`; empty: as the rulebook has it).
    `take`: how many needs a forum takes up first. `responsible` and `due_on` hold for items that name none.
    """

    ended_at: time | None = None
    note_taker: str = ""
    checker: str = ""
    take: int = judging.DEFAULT_TAKEN
    effect: str = ""
    responsible: str = ""
    due_on: date | None = None
    improved: str = ""
    as_discussion: bool = False


@transaction.atomic
def call_meeting(
    network: Network,
    *,
    by: Actor,
    place: str,
    held_on: date,
    starts_at: time,
    title: str = "",
    number: str = "",
    noticed_on: date | None = None,
    matters: Sequence[Matter] = (),
    topics: Sequence[str] = (),
    stickers_each: int | None = None,
    recalls: Meeting | None = None,
    now: datetime | None = None,
) -> Meeting:
    """Call a network together. `matters` and `topics` become the rows of the agenda, numbered from 1.

    `stickers_each`: stickers a head at a forum; None: hands.
    Raises NoSuchBody, MatterIsOver, MatterOfOneAtForum, OfAnotherVillage.
    """
    if network.removed_at is not None:
        raise NoSuchBody()
    for wanted in matters:
        agenda.check_matter(wanted, network)
    meeting = Meeting.objects.create(
        steward_id=network.steward_id,
        network=network,
        kind=network.form,
        title=title or network.name,
        number=number,
        place=place,
        held_on=held_on,
        starts_at=starts_at,
        noticed_on=noticed_on,
        stickers_each=stickers_each if network.form == Network.Form.FORUM else None,
        is_recalled=recalls is not None,
        recalls=recalls,
    )
    rows: list[tuple[Matter | None, str]] = [(matter, title_of(matter)) for matter in matters]
    rows += [(None, topic) for topic in topics]
    for order, (matter, row_title) in enumerate(rows, start=1):
        _add_item(meeting, order, matter, row_title)
    record(MeetingCalled(steward=meeting.steward_id, meeting=meeting.pk), by=by, at=now)
    return meeting


def title_of(matter: Matter) -> str:
    """What a matter is called on an agenda that everybody in the room reads: its public sentence.

    Before it is published, and always when it is sensitive, only what it is about: its title is for those who work
    on it. Whoever prepares the meeting may word the row for the room (`word_rows`).
    """
    if matter.is_published and not matter.is_sensitive:
        return shorten(matter.public_sentence, 200)
    with translation.override("th"):  # stored in the record, whatever language the writer reads
        return f"เรื่อง{matter.get_category_display()} (เรื่องที่ {matter.number})"


def _add_item(meeting: Meeting, order: int, matter: Matter | None, title: str) -> Item:
    return Item.objects.create(
        steward_id=meeting.steward_id,
        meeting=meeting,
        order=order,
        section=4,
        title=title,
        matter=matter,
        method=_method(meeting),
    )


def _method(meeting: Meeting) -> Item.Method:
    if meeting.is_forum:
        return Item.Method.HANDS if meeting.stickers_each is None else Item.Method.STICKERS
    return Item.Method.CONSENT if meeting.kind == Meeting.Kind.PARTNERS else Item.Method.MOTION


@transaction.atomic
def put_on_agenda(meeting: Meeting, matter: Matter, *, by: Actor, now: datetime | None = None) -> Item:
    """Add a matter to the agenda of a meeting that is called and not yet held.

    Raises NotOpenAnyMore, HeldAlready, MatterIsOver, MatterOfOneAtForum, OfAnotherVillage, AlreadyOnAgenda.
    """
    meeting = _open(meeting)
    agenda.check_day(meeting, timezone.localdate(now))
    agenda.check_matter(matter, meeting.network)
    if meeting.items.filter(matter=matter).exists():
        raise AlreadyOnAgenda(title=meeting.title)
    item = _add_item(meeting, _next_order(meeting), matter, title_of(matter))
    record(
        MatterPutOnAgenda(steward=meeting.steward_id, meeting=meeting.pk, matter=matter.pk),
        by=by,
        at=now,
    )
    return item


@transaction.atomic
def take_off_agenda(item: Item, *, by: Actor, reason: str = "", now: datetime | None = None) -> Meeting:
    """Take a row off the agenda, with what was typed in about it. The other rows keep the numbers of the sheet.

    Raises NotOpenAnyMore.
    """
    meeting = _open(item.meeting)
    matter_id = item.matter_id
    Dissent.objects.of(meeting.steward_id).filter(item=item).delete()
    item.delete()
    record(
        RowTakenOffAgenda(steward=meeting.steward_id, meeting=meeting.pk, matter=matter_id),
        by=by,
        reason=reason,
        at=now,
    )
    return meeting


@transaction.atomic
def word_rows(meeting: Meeting, titles: Mapping[UUID, str], *, by: Actor, now: datetime | None = None) -> Meeting:
    """Word the rows of the agenda as everybody in the room will read them. Raises NotOpenAnyMore."""
    meeting = _open(meeting)
    for item in meeting.items.filter(pk__in=titles):
        if titles[item.pk] and titles[item.pk] != item.title:
            item.title = titles[item.pk]
            item.save(update_fields=["title"])
    record(AgendaWorded(steward=meeting.steward_id, meeting=meeting.pk), by=by, at=now)
    return meeting


def _next_order(meeting: Meeting) -> int:
    numbered = meeting.items.filter(order__lt=_STANDING_ORDER).order_by("-order").values_list("order", flat=True)
    return (numbered.first() or 0) + 1


@transaction.atomic
def save_draft(meeting: Meeting, draft: Mapping[str, str], *, by: Actor) -> Meeting:
    """Keep what is being typed, as it was typed, so that nothing is lost when the browser dies.

    A draft is nobody's fact yet, so it leaves no entry; it goes when the meeting is entered. Raises NotOpenAnyMore.
    """
    meeting = _open(meeting)
    meeting.draft = {name: clean_and_mask(text[:4000])[0] for name, text in draft.items() if text.strip()}
    meeting.save(update_fields=["draft"])
    return meeting


@transaction.atomic
def enter_forum(meeting: Meeting, entry: ForumEntry, *, by: Actor, now: datetime | None = None) -> Meeting:
    """Type in the paper sheet of a forum. May be repeated until the meeting is closed; the last entry counts.

    Raises NotOpenAnyMore, NotHeldYet, NobodyCame, MoreOfThemThanCame, TooManyHands, TooManyStickers,
    TooManyStickersOnOne.
    """
    meeting = _held(meeting, now)
    heads = judging.check_heads(entry.counts)
    meeting.stickers_each = entry.stickers_each
    method = _method(meeting)
    for item in meeting.items.all():
        if item.matter_id is None and not entry.titles.get(item.pk, item.title):
            item.delete()
            continue
        item.title = entry.titles.get(item.pk, item.title) if item.matter_id is None else item.title
        item.voices = entry.voices.get(item.pk, 0)
        item.method = method
        item.save()
    for order, (title, count) in enumerate(entry.added, start=_next_order(meeting)):
        item = _add_item(meeting, order, None, title)
        item.voices = count
        item.save(update_fields=["voices"])
    rows = {str(order): voices or 0 for order, voices in meeting.items.values_list("order", "voices")}
    judging.ranked(rows, heads=heads, stickers_each=entry.stickers_each, source="")
    meeting.head_counts.all().delete()
    HeadCount.objects.bulk_create(
        HeadCount(steward_id=meeting.steward_id, meeting=meeting, group=group, count=count)
        for group, count in entry.counts.items()
    )
    meeting.attendance.all().delete()
    _write_guests(meeting, entry.guests)
    meeting.chair_name = entry.chair_name
    meeting.closing_words = entry.words
    return _entered(meeting, by, now)


@transaction.atomic
def enter_meeting(meeting: Meeting, entry: MeetingEntry, *, by: Actor, now: datetime | None = None) -> Meeting:
    """Type in the notes of a committee's or partners' meeting. May be repeated until the meeting is closed.

    Raises NotOpenAnyMore, NotHeldYet, MoreVotesThanPresent, MoreInRoomThanCame.
    """
    meeting = _held(meeting, now)
    expected = {voice.key: voice for voice in expected_on(meeting.network, meeting.held_on)}
    meeting.attendance.all().delete()
    named: set[UUID | None] = set()
    for came in entry.attendance:
        voice = expected[came.key]
        # A substitute is not the holder; and who speaks for two partners is one person in the room.
        is_holder = came.presence != Attendance.Presence.SUBSTITUTE and voice.person_id not in named
        named.add(voice.person_id)
        Attendance.objects.create(
            steward_id=meeting.steward_id,
            meeting=meeting,
            seat_id=voice.seat_id,
            person_id=voice.person_id if is_holder else None,
            organisation_id=voice.organisation_id,
            name=came.name or voice.name,
            post=voice.label,
            presence=came.presence,
            reason=came.reason,
        )
    _write_guests(meeting, entry.guests)
    present = sum(expected[came.key].has_vote and came.presence in judging.HERE for came in entry.attendance)
    items = {item.pk: item for item in meeting.items.all()}
    Dissent.objects.of(meeting.steward_id).filter(item__meeting=meeting).delete()
    for typed in entry.items:
        _write_item(items[typed.item], typed, present, expected)
    for section in wording.STANDING:
        _write_standing(meeting, section, entry.said.get(section, ""))
    return _entered(meeting, by, now)


def _write_item(item: Item, typed: ItemEntry, present: int, expected: Mapping[UUID, object]) -> None:
    item.method = typed.method
    item.discussion, item.proposal = typed.discussion, typed.proposal
    item.yes, item.no, item.abstain = typed.yes, typed.no, typed.abstain
    item.chair_casts, item.in_room = typed.chair_casts, typed.in_room
    item.stepped_out, item.step_out_words = typed.stepped_out, typed.step_out_words
    item.responsible_words, item.due_on = typed.responsible_words, typed.due_on
    room = present - typed.stepped_out if typed.in_room is None else typed.in_room
    if room < 0 or room + typed.stepped_out > present:
        raise MoreInRoomThanCame(item=item.order, room=max(room, 0) + typed.stepped_out, present=present)
    votes = sum(count or 0 for count in (typed.yes, typed.no, typed.abstain))
    if votes > room:
        raise MoreVotesThanPresent(item=item.order, votes=votes, present=room)
    item.save()
    for dissent in typed.dissents:
        voice = expected[dissent.key]
        Dissent.objects.create(
            steward_id=item.steward_id,
            item=item,
            person_id=getattr(voice, "person_id", None),
            organisation_id=getattr(voice, "organisation_id", None),
            name=getattr(voice, "name", "") or getattr(voice, "label", ""),
            kind=dissent.kind,
            reason=dissent.reason,
        )


def _write_standing(meeting: Meeting, section: int, words: str) -> None:
    """What was said in a standing section; the item goes when nothing was."""
    standing = meeting.items.filter(section=section, order=_STANDING_ORDER + section)
    if not words:
        standing.delete()
        return
    Item.objects.update_or_create(
        steward_id=meeting.steward_id,
        meeting=meeting,
        order=_STANDING_ORDER + section,
        defaults={"section": section, "title": wording.SECTIONS[section], "discussion": words},
    )


def _write_guests(meeting: Meeting, guests: Sequence[Guest]) -> None:
    Attendance.objects.bulk_create(
        Attendance(
            steward_id=meeting.steward_id,
            meeting=meeting,
            name=guest.name,
            post=guest.post,
            presence=Attendance.Presence.GUEST,
        )
        for guest in guests
    )


def _entered(meeting: Meeting, by: Actor, now: datetime | None) -> Meeting:
    meeting.entered_at = now or timezone.now()
    meeting.entered_by_id = by.person_id
    meeting.draft = {}
    meeting.save()
    record(MeetingEntered(steward=meeting.steward_id, meeting=meeting.pk), by=by, at=now)
    return meeting


@transaction.atomic
def close_meeting(meeting: Meeting, closing: Closing, *, by: Actor, now: datetime | None = None) -> Meeting:
    """Close once: minutes, resolutions with their legal effect and the news of them, whole or not at all.

    Raises AlreadyClosed, NotOpenAnyMore, NotHeldYet, NotEnteredYet, EndsBeforeItBegins, NothingTakenUp, NoQuorum
    (unless `as_discussion`), and the refusals of `judging.rulings`.
    """
    meeting = _held(meeting, now)
    if meeting.entered_at is None:
        raise NotEnteredYet()
    if closing.ended_at is not None and closing.ended_at <= meeting.starts_at:
        raise EndsBeforeItBegins(starts_at=meeting.starts_at, ended_at=closing.ended_at)
    now = now or timezone.now()
    came = judging.attended(meeting)
    if came.has_quorum is False and not closing.as_discussion:
        raise NoQuorum(present=came.present, filled=came.filled, needed=came.needed, lacking=came.lacking)
    talk_only = came.has_quorum is False
    made = judging.rulings(
        meeting,
        came,
        list(meeting.items.select_related("matter")),
        list(Dissent.objects.of(meeting.steward_id).filter(item__meeting=meeting)),
        take=closing.take,
        responsible=closing.responsible,
        due_on=closing.due_on,
        as_discussion=talk_only,
    )
    weighed = meeting.is_forum and any(ruling.item.voices for ruling in made)
    if weighed and closing.take < 1:
        raise NothingTakenUp(rows=len(made))
    known = judging.effect_of(meeting)
    resolutions = [
        Resolution(
            steward_id=meeting.steward_id,
            meeting=meeting,
            item=ruling.item,
            matter_id=ruling.item.matter_id,
            outcome=ruling.outcome,
            text=shorten(ruling.text, 500),
            effect=_effect(ruling, closing.effect or known.code, known.code),
            # A statement that departs from the rulebook is the secretary's alone.
            is_effect_confirmed=known.is_confirmed and _effect(ruling, closing.effect, known.code) == known.code,
            rank=ruling.rank,
            responsible_words=ruling.responsible,
            due_on=ruling.due_on,
            certificate=ruling.certificate,
            resolved_at=now,
        )
        for ruling in made
    ]
    Resolution.objects.bulk_create(resolutions)
    meeting.stage = Meeting.Stage.CLOSED
    meeting.closed_at, meeting.closed_by_id = now, by.person_id
    meeting.ended_at, meeting.note_taker, meeting.checker = closing.ended_at, closing.note_taker, closing.checker
    meeting.improved, meeting.draft = closing.improved, {}
    meeting.had_quorum, meeting.seats_needed = came.has_quorum, came.needed
    if not meeting.is_forum:
        meeting.seats_filled, meeting.seats_present = came.filled, came.present
    meeting.ledger_head = _head(meeting.steward_id)
    meeting.save()
    record(MeetingClosed(steward=meeting.steward_id, meeting=meeting.pk), by=by, at=now)
    for resolution in resolutions:
        record(
            ResolutionMade(
                steward=meeting.steward_id,
                resolution=resolution.pk,
                matter=resolution.matter_id,
                outcome=resolution.outcome,
            ),
            by=by,
            at=now,
        )
    return meeting


def _effect(ruling: judging.Ruling, stated: str, known: str) -> str:
    """What a row is worth: as stated when it was agreed, as the body's word when it was not; to take note is advice."""
    if ruling.outcome in (Resolution.Outcome.ADOPTED, Resolution.Outcome.ADOPTED_WITH_RESERVATIONS):
        return stated or known
    return known if ruling.outcome == Resolution.Outcome.NOT_ADOPTED else Resolution.Effect.ADVISORY.value


def _head(steward_id: UUID) -> str:
    """The newest head of the record, "size@root" in hex: printed in the minutes, it leaves the machine on paper."""
    head = Head.objects.filter(steward_id=steward_id).order_by("-size").first()
    return f"{head.size}@{bytes(head.root).hex()}" if head else ""


@transaction.atomic
def recall_meeting(
    first: Meeting,
    *,
    by: Actor,
    held_on: date,
    starts_at: time,
    place: str,
    noticed_on: date | None = None,
    now: datetime | None = None,
) -> Meeting:
    """Call a meeting again that lacked its quorum, with the same agenda. The first one ends here, cancelled.

    Within the days of the rule a smaller quorum holds (R15, unconfirmed); later it is an ordinary meeting.
    Raises NotOpenAnyMore when the first was cancelled or decided something, NotHeldYet, EnoughCame.
    """
    first = _locked(first)
    if first.stage == Meeting.Stage.CANCELLED or (first.is_closed and first.had_quorum is not False):
        raise NotOpenAnyMore(stage=first.stage)
    if first.is_open:
        first = _held(first, now)
        came = judging.attended(first)
        if came.has_quorum is not False:
            raise EnoughCame(present=came.present, needed=came.needed)
        first.had_quorum, first.seats_needed = came.has_quorum, came.needed
        first.seats_filled, first.seats_present = came.filled, came.present
        first.stage = Meeting.Stage.CANCELLED
        first.save()
        record(MeetingCancelled(steward=first.steward_id, meeting=first.pk), by=by, at=now)
    rows = list(first.items.filter(order__lt=_STANDING_ORDER).select_related("matter__village"))
    matters = [row.matter for row in rows if row.matter is not None]
    return call_meeting(
        first.network,
        by=by,
        place=place,
        held_on=held_on,
        starts_at=starts_at,
        title=first.title,
        noticed_on=noticed_on,
        # What was closed or became a matter of one person meanwhile is not carried along.
        matters=[carried for carried in matters if agenda.fits(carried, first.network)],
        topics=[row.title for row in rows if row.matter is None],
        stickers_each=first.stickers_each,
        recalls=first,
        now=now,
    )


@transaction.atomic
def move_meeting(
    meeting: Meeting,
    *,
    held_on: date,
    starts_at: time,
    place: str,
    reason: str,
    by: Actor,
    seen: str = "",
    now: datetime | None = None,
) -> Meeting:
    """Put a meeting that was called off to another day, hour or place, and say why. Its agenda and its link stay.

    A day that passed without the meeting may be moved, too: rain is known on the evening itself. `seen`: when and where
    it stood (`standing_of`) before the eyes of whoever moves it.
    Raises NotOpenAnyMore, MovedAfterEntry, MovedMeanwhile, MovedIntoThePast, NothingMoved.
    """
    meeting, today = _open(meeting), timezone.localdate(now)
    was_on = meeting.held_on
    if seen and seen != standing_of(meeting):
        raise MovedMeanwhile(held_on=was_on)
    _check_not_held(meeting)
    if held_on < today:
        raise MovedIntoThePast(held_on=held_on)
    if (held_on, starts_at, place) == (was_on, meeting.starts_at, meeting.place):
        raise NothingMoved()
    meeting.held_on, meeting.starts_at, meeting.place = held_on, starts_at, place
    meeting.moved_from, meeting.changed_why, meeting.noticed_on = was_on, reason, today
    meeting.save(update_fields=["held_on", "starts_at", "place", "moved_from", "changed_why", "noticed_on"])
    record(
        MeetingMoved(steward=meeting.steward_id, meeting=meeting.pk, was_on=was_on, held_on=held_on),
        by=by,
        reason=reason,
        at=now,
    )
    return meeting


def standing_of(meeting: Meeting) -> str:
    """When and where a meeting stands, as one word for a form to carry."""
    return f"{meeting.held_on:%Y%m%d}-{meeting.starts_at:%H%M}-{sha256(meeting.place.encode()).hexdigest()[:8]}"


def _check_not_held(meeting: Meeting) -> None:
    """What was counted in a room cannot be counted on another day."""
    if meeting.entered_at is not None:
        raise MovedAfterEntry(title=meeting.title, held_on=meeting.held_on)


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, reason: str, by: Actor, now: datetime | None = None) -> Meeting:
    """Say that a meeting that was called will not be held, and why. Raises NotOpenAnyMore."""
    meeting = _open(meeting)
    meeting.stage, meeting.changed_why, meeting.draft = Meeting.Stage.CANCELLED, reason, {}
    meeting.save(update_fields=["stage", "changed_why", "draft"])
    record(MeetingCancelled(steward=meeting.steward_id, meeting=meeting.pk), by=by, reason=reason, at=now)
    return meeting


def _locked(meeting: Meeting) -> Meeting:
    locked: Meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    return locked


def _open(meeting: Meeting) -> Meeting:
    """The meeting's row, locked, if it is still called. A closing in flight waits here and is then refused."""
    meeting = _locked(meeting)
    if meeting.is_closed:
        raise AlreadyClosed(closed_at=meeting.closed_at)
    if not meeting.is_open:
        raise NotOpenAnyMore(stage=meeting.stage)
    return meeting


def _held(meeting: Meeting, now: datetime | None) -> Meeting:
    """The open meeting, locked, once its day has come. By the day, not the hour: a forum begins when all are there."""
    meeting = _open(meeting)
    if meeting.held_on > timezone.localdate(now):
        raise NotHeldYet(held_on=meeting.held_on)
    return meeting
