"""Verbs of a matter: open it, pass a station by, join and split, publish, close."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext, override

from ruammue.access.actors import Actor
from ruammue.foundation.text import shorten
from ruammue.ledger.actions import record
from ruammue.needs.events import (
    CallClosed,
    MatterClosed,
    MatterOpened,
    MatterPublished,
    MatterReopened,
    MatterUnpublished,
    NeedMoved,
    PublicWordsMended,
    StationResumed,
    StationSkipped,
)
from ruammue.needs.models import Answer, Call, Category, Matter, Need, NeedFile, Skip, Station
from ruammue.needs.refusals import (
    AlreadyClosed,
    AlreadyPublished,
    AlreadySkipped,
    NeedsUnanswered,
    NotClosed,
    NotPublished,
    OnlyOneNeed,
    PhotoNotOfThisMatter,
    PublishedStaysItself,
    ReasonMissing,
    SameMatter,
    SensitiveStaysQuiet,
)
from ruammue.papers.models import Attachment
from ruammue.places.models import Steward, Village


def locked(matter: Matter) -> Matter:
    """The matter as it stands, held until this act is done."""
    row: Matter = Matter.objects.of(matter.steward_id).select_for_update(of=("self",)).get(pk=matter.pk)
    return row


def acting(by: Actor) -> UUID:
    """The person whose hand it is. Raises ValueError for a stranger, whom no rule lets come this far."""
    hand = by.entered_by_id or by.person_id
    if hand is None:
        raise ValueError("a stranger cannot do this")
    return hand


def first_title(category: str, village: Village | None, *, is_sensitive: bool) -> str:
    """What a matter is called until somebody gives it a better name: kind and village, never words of the reporter."""
    # Stored once for all readers, so always in the language of the tambon.
    with override("th"):
        kind = str(Category(category).label)
        if is_sensitive:
            return gettext("About %(kind)s (personal)") % {"kind": kind}
        if village is None:
            return gettext("About %(kind)s") % {"kind": kind}
        return gettext("About %(kind)s, %(place)s") % {"kind": kind, "place": village.label}


@transaction.atomic
def open_matter(
    steward: Steward,
    *,
    by: Actor,
    title: str = "",
    category: str = Category.OTHER,
    origin: str = Matter.Origin.OFFICE,
    village: Village | None = None,
    is_sensitive: bool = False,
    now: datetime | None = None,
) -> Matter:
    """Begin a matter with the steward's next number. Without `title` it is called by kind and village."""
    # Numbers are given one after the other; two at once would take the same one.
    Steward.objects.select_for_update(no_key=True).get(pk=steward.pk)
    last = Matter.objects.of(steward).aggregate(last=Max("number"))["last"] or 0
    matter: Matter = Matter.objects.create(
        steward=steward,
        number=last + 1,
        title=title or first_title(category, village, is_sensitive=is_sensitive),
        origin=origin,
        category=category,
        village=village,
        is_sensitive=is_sensitive,
        opened_at=now or timezone.now(),
    )
    record(MatterOpened(steward=steward.pk, matter=matter.pk), by=by, at=now)
    return matter


@transaction.atomic
def rename_matter(matter: Matter, *, by: Actor, title: str) -> Matter:
    """Give a matter the name by which those who work on it know it. The name is not public."""
    matter = locked(matter)
    matter.title = title
    matter.save(update_fields=["title"])
    return matter


@transaction.atomic
def skip_station(matter: Matter, *, station: str, reason: str, by: Actor, now: datetime | None = None) -> Skip:
    """Pass a station by, with the reason to be shown there. Raises AlreadySkipped, ReasonMissing, AlreadyClosed."""
    matter = locked(matter)
    if matter.closed_at:
        raise AlreadyClosed(on=matter.closed_at.date())
    if not reason.strip():
        raise ReasonMissing()
    if Skip.objects.of(matter.steward_id).filter(matter=matter, station=station).exists():
        raise AlreadySkipped()
    return _skip(matter, station, reason, by, now)


@transaction.atomic
def resume_station(matter: Matter, *, station: str, by: Actor, now: datetime | None = None) -> None:
    """Walk a station after all. Nothing happens when it was not passed by."""
    matter = locked(matter)
    if Skip.objects.of(matter.steward_id).filter(matter=matter, station=station).delete()[0]:
        record(StationResumed(steward=matter.steward_id, matter=matter.pk, station=str(station)), by=by, at=now)


def _skip(matter: Matter, station: str, reason: str, by: Actor, now: datetime | None) -> Skip:
    skip = Skip.objects.create(
        steward_id=matter.steward_id,
        matter=matter,
        station=station,
        reason=reason,
        skipped_at=now or timezone.now(),
        skipped_by_id=acting(by),
    )
    record(StationSkipped(steward=matter.steward_id, matter=matter.pk, station=str(station)), by=by, at=now)
    return skip


BETWEEN = (Station.CALL, Station.NETWORK, Station.DECIDE, Station.GOAL, Station.DIVIDE)
"""What a short way passes by: from the need straight to the act and its result."""


def short_way_reason(way: str) -> str:
    """Why the stations between need and act are passed by, in the language of the tambon. Way: `Answer.Way`."""
    with override("th"):
        return {
            Answer.Way.ANSWERED: gettext("The answer settled it."),
            Answer.Way.REFERRED: gettext("Another agency has it now."),
            Answer.Way.VILLAGE: gettext("The village does it itself."),
            Answer.Way.DECLINED: gettext("It cannot be done now; the reason was told."),
        }[Answer.Way(way)]


def take_short_way(matter: Matter, way: str, by: Actor, now: datetime | None) -> None:
    """Mark the stations between need and act as passed by, with the way's reason; those marked stay as they are."""
    marked = set(Skip.objects.of(matter.steward_id).filter(matter=matter).values_list("station", flat=True))
    for station in BETWEEN:
        if station not in marked:
            _skip(matter, station, short_way_reason(way), by, now)


def take_long_way(matter: Matter, by: Actor, now: datetime | None) -> None:
    """Open the stations between need and act again."""
    for skip in Skip.objects.of(matter.steward_id).filter(matter=matter, station__in=BETWEEN):
        station = skip.station
        skip.delete()
        record(StationResumed(steward=matter.steward_id, matter=matter.pk, station=station), by=by, at=now)


# ------------------------------------------------------------------------------------------- join and split


@transaction.atomic
def merge_matters(matter: Matter, *, into: Matter, by: Actor, now: datetime | None = None) -> Matter:
    """Join the needs of one matter to another of the same trouble; the emptied one is closed and points there.

    Raises SameMatter, PublishedStaysItself (when `matter` is published or has a call), AlreadyClosed (when
    `into` is closed). Returns the matter that holds them all.
    """
    # Always in one order, so that two people who join crosswise wait instead of dying.
    both = {m.pk: m for m in (locked(m) for m in sorted((matter, into), key=lambda m: m.pk))}
    source, target = both[matter.pk], both[into.pk]
    if (
        source.pk == target.pk
        or source.merged_into_id
        or target.merged_into_id
        or source.steward_id != target.steward_id
    ):
        raise SameMatter()
    if source.is_published or source.calls.exists() or source.office_projects.exists():
        raise PublishedStaysItself()
    if target.closed_at:
        raise AlreadyClosed(on=target.closed_at.date())
    needs = list(source.needs.all())
    for need in needs:
        _move(need, target, by, now)
    if source.is_sensitive and not target.is_sensitive and not target.is_published:
        # Joining must not open what one of them closed.
        target.is_sensitive = True
        target.save(update_fields=["is_sensitive"])
    elif source.is_sensitive and not target.is_sensitive:
        raise SensitiveStaysQuiet()
    source.closed_at, source.closed_by_id, source.merged_into = now or timezone.now(), by.person_id, target
    source.save(update_fields=["closed_at", "closed_by_id", "merged_into"])
    record(MatterClosed(steward=source.steward_id, matter=source.pk), by=by, at=now)
    return target


@transaction.atomic
def split_need(need: Need, *, by: Actor, now: datetime | None = None) -> Matter:
    """Take a need out of a matter again: back to its own, or into a new one. Raises OnlyOneNeed."""
    matter = locked(need.matter)
    need = (
        Need.objects.select_for_update(of=("self",))
        .select_related("village", "came_from")
        .get(pk=need.pk, steward_id=need.steward_id)
    )
    home = need.came_from if need.came_from and need.came_from.merged_into_id == matter.pk else None
    if home is None and matter.needs.count() < 2:
        raise OnlyOneNeed()
    if home is not None:
        home = locked(home)
        home.merged_into, home.closed_at, home.closed_by_id = None, None, None
        home.save(update_fields=["merged_into", "closed_at", "closed_by_id"])
        record(MatterReopened(steward=home.steward_id, matter=home.pk), by=by, at=now)
    else:
        home = open_matter(
            matter.steward, by=by, category=need.category, origin=matter.origin, village=need.village,
            is_sensitive=need.is_about_one_person, now=now,
        )  # fmt: skip
    _move(need, home, by, now)
    return home


def _move(need: Need, matter: Matter, by: Actor, now: datetime | None) -> None:
    came_from, need.came_from_id, need.matter = need.matter_id, need.matter_id, matter
    need.save(update_fields=["matter", "came_from"])
    record(NeedMoved(steward=need.steward_id, need=need.pk, matter=matter.pk, from_matter=came_from), by=by, at=now)


# ------------------------------------------------------------------------------------------- public


@transaction.atomic
def publish_matter(
    matter: Matter, *, by: Actor, sentence: str = "", photos: Iterable[UUID] = (), now: datetime | None = None
) -> Matter:
    """Put a separate public sentence and chosen photos on the public page.

    `photos` are ids of `NeedFile`. Of a sensitive matter only kind and tambon go out: words and pictures of
    any kind are refused (SensitiveStaysQuiet) and the sentence is made here. Raises AlreadyPublished,
    PhotoNotOfThisMatter, ReasonMissing (an empty sentence), AlreadyClosed (a matter joined to another).
    """
    matter = locked(matter)
    chosen = set(photos)
    if matter.is_published:
        raise AlreadyPublished()
    if matter.merged_into_id:
        raise AlreadyClosed(on=matter.closed_at.date() if matter.closed_at else None)
    if matter.is_sensitive:
        if sentence.strip() or chosen:
            raise SensitiveStaysQuiet()
        sentence = quiet_sentence(matter)
    elif not sentence.strip():
        raise ReasonMissing()
    _show_photos(matter, chosen)
    name_by_public_words(matter, sentence)
    _publish(matter, sentence, by, now)
    return matter


def _show_photos(matter: Matter, chosen: set[UUID]) -> None:
    """Exactly the chosen pictures of the matter's needs are public. Raises PhotoNotOfThisMatter."""
    files = NeedFile.objects.of(matter.steward_id).filter(need__matter=matter)
    pictures = files.filter(pk__in=chosen, need__is_about_one_person=False, attachment__kind=Attachment.Kind.PHOTO)
    if pictures.count() != len(chosen):
        raise PhotoNotOfThisMatter()
    attachments = Attachment.objects.of(matter.steward_id)
    shown = list(pictures.values_list("attachment", flat=True))
    attachments.filter(pk__in=files.values("attachment"), is_public=True).exclude(pk__in=shown).update(is_public=False)
    attachments.filter(pk__in=shown).update(is_public=True)


LONGEST_NAME = 80


def is_unnamed(matter: Matter) -> bool:
    """Nobody gave it a name: it is called by kind and village, as others are."""
    return matter.title == first_title(matter.category, matter.village, is_sensitive=matter.is_sensitive)


def name_by_public_words(matter: Matter, sentence: str) -> None:
    """A matter that nobody named is known by its public words from now on: kind and village fit many."""
    if not matter.is_sensitive and is_unnamed(matter):
        matter.title = shorten(" ".join(sentence.split()), LONGEST_NAME)
        matter.save(update_fields=["title"])


@transaction.atomic
def mend_public_words(
    matter: Matter, *, by: Actor, sentence: str, photos: Iterable[UUID] = (), now: datetime | None = None
) -> Matter:
    """Change the public sentence and the chosen photos of a matter that is public.

    Raises NotPublished, SensitiveStaysQuiet, ReasonMissing (an empty sentence), PhotoNotOfThisMatter.
    """
    matter = locked(matter)
    if not matter.is_published:
        raise NotPublished()
    if matter.is_sensitive:
        raise SensitiveStaysQuiet()
    if not sentence.strip():
        raise ReasonMissing()
    _show_photos(matter, set(photos))
    matter.public_sentence = sentence
    matter.save(update_fields=["public_sentence"])
    record(PublicWordsMended(steward=matter.steward_id, matter=matter.pk), by=by, at=now)
    return matter


def _publish(matter: Matter, sentence: str, by: Actor, now: datetime | None) -> None:
    matter.public_sentence = sentence
    matter.published_at, matter.published_by_id = now or timezone.now(), by.person_id
    matter.save(update_fields=["public_sentence", "published_at", "published_by_id"])
    record(MatterPublished(steward=matter.steward_id, matter=matter.pk), by=by, at=now)


def quiet_sentence(matter: Matter) -> str:
    """All that is said in public of a sensitive matter: its kind and the tambon."""
    with override("th"):
        return gettext("A matter of %(kind)s in %(tambon)s is being cared for.") % {
            "kind": Category(matter.category).label,
            "tambon": matter.steward.area.name_th,
        }


@transaction.atomic
def unpublish_matter(matter: Matter, *, by: Actor, reason: str, now: datetime | None = None) -> Matter:
    """Take a matter and its pictures back from the public page. Raises NotPublished, ReasonMissing.

    The sentence is kept as a draft; the reason goes into the entry's erasable note.
    """
    matter = locked(matter)
    if not matter.is_published:
        raise NotPublished()
    if not reason.strip():
        raise ReasonMissing()
    matter.published_at = matter.published_by_id = None
    matter.save(update_fields=["published_at", "published_by_id"])
    Attachment.objects.of(matter.steward_id).filter(
        pk__in=NeedFile.objects.of(matter.steward_id).filter(need__matter=matter).values("attachment")
    ).update(is_public=False)
    record(MatterUnpublished(steward=matter.steward_id, matter=matter.pk), by=by, reason=reason, at=now)
    return matter


# ------------------------------------------------------------------------------------------- end


@transaction.atomic
def close_matter(matter: Matter, *, by: Actor, reason: str = "", now: datetime | None = None) -> Matter:
    """End a matter. Raises AlreadyClosed; NeedsUnanswered while somebody still waits for an answer."""
    matter = locked(matter)
    if matter.closed_at:
        raise AlreadyClosed(on=matter.closed_at.date())
    waiting = matter.needs.filter(answers=None).count()
    if waiting:
        raise NeedsUnanswered(count=waiting)
    matter.closed_at, matter.closed_by_id = now or timezone.now(), by.person_id
    matter.save(update_fields=["closed_at", "closed_by_id"])
    for call in Call.objects.of(matter.steward_id).select_for_update().filter(matter=matter, closed_at=None):
        call.closed_at, call.closed_by_id = matter.closed_at, by.person_id
        call.save(update_fields=["closed_at", "closed_by_id"])
        record(CallClosed(steward=matter.steward_id, matter=matter.pk, call=call.pk), by=by, at=now)
    record(MatterClosed(steward=matter.steward_id, matter=matter.pk), by=by, reason=reason, at=now)
    return matter


@transaction.atomic
def reopen_matter(matter: Matter, *, by: Actor, reason: str = "", now: datetime | None = None) -> Matter:
    """Let a closed matter go on. Raises NotClosed; SameMatter when it was joined to another (split it instead)."""
    matter = locked(matter)
    if not matter.closed_at:
        raise NotClosed()
    if matter.merged_into_id:
        raise SameMatter()
    matter.closed_at = matter.closed_by_id = None
    matter.save(update_fields=["closed_at", "closed_by_id"])
    record(MatterReopened(steward=matter.steward_id, matter=matter.pk), by=by, reason=reason, at=now)
    return matter
