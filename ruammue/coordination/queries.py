"""Reads that cross tables: frozen rows out, a constant number of SQL statements."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from ruammue.access.actors import Actor, Role
from ruammue.coordination.models import Coordinator, HelpOffer, Message, Notice
from ruammue.coordination.notices import NoticeRow, rows_of
from ruammue.decisions.models import Item, Meeting
from ruammue.foundation import page_reads
from ruammue.foundation.keys import plain_code
from ruammue.needs import saying
from ruammue.needs.handlers import officers
from ruammue.needs.models import Answer, Call, Category, LastWord, Matter, Need
from ruammue.needs.queries import call_of
from ruammue.networks.models import Network
from ruammue.papers.kinds import Contact as PaperContact
from ruammue.people.models import Organisation, Person, RoleHeld
from ruammue.people.queries import in_force, names_of
from ruammue.places.models import Steward, Village
from ruammue.resources.models import NeedLine, Spec
from ruammue.resources.queries import LineRow, lines_only
from ruammue.resources.queries import specs as specs_of
from ruammue.resources.wording import amount

PAGE = 20
NEW = Q(read_at=None, settled_at=None)
"""A notice that was neither opened nor has become needless, because what it asked for was done by somebody."""


# ------------------------------------------------------------------------------------------- who is called


@dataclass(frozen=True, slots=True)
class Contact:
    """One name with one telephone number. Without `person_id` it is the office itself.

    `role` is said under the name; `instead_of` names the coordinator for whom the deputy stands in.
    """

    name: str
    phone: str
    role: str
    person_id: UUID | None = None
    is_deputy: bool = False
    instead_of: str = ""


def in_charge(steward: Steward | UUID, on: date) -> QuerySet[Coordinator]:
    """Who is named for that day; named twice on one day, the later row counts (`latest first`)."""
    rows: QuerySet[Coordinator] = Coordinator.objects.of(steward).filter(in_force(on)).order_by("-from_on", "-id")
    return rows


def coordinator_for(subject: Village | Network | Matter, *, on: date | None = None) -> Contact | None:
    """Who is called about a village, a network or a matter on a day (today); the deputy while they are away.

    A matter's own network comes before its village. None when nobody is named. One SQL statement.
    """
    on = on or timezone.localdate()
    rows = in_charge(subject.steward_id, on).select_related("person", "deputy", "village", "network")
    if isinstance(subject, Village):
        row = rows.filter(village_id=subject.pk).first()
    elif isinstance(subject, Network):
        row = rows.filter(network_id=subject.pk).first()
    else:
        of_network = Q(network__matter_id=subject.pk, network__removed_at=None)
        found = list(rows.filter(of_network | Q(village_id=subject.village_id, village__isnull=False)))
        row = next((r for r in found if r.network_id), None) or next(iter(found), None)
    return None if row is None else contact(row, on)


def contact_for(subject: Village | Network | Matter, *, on: date | None = None) -> Contact:
    """The same, and where nobody is named the officer who answered the matter or called for it, else the office itself:
    there is always somebody to call, the same in every text.

    Of a matter about one person the office: a village's coordinator would tell the village.
    """
    steward = subject.steward
    if isinstance(subject, Matter) and subject.is_sensitive:
        return Contact(steward.short_name, steward.phone, "")
    found = coordinator_for(subject, on=on) if on else page_reads.once(subject, coordinator_for)
    if found is None and isinstance(subject, Matter):
        found = _officer_of(subject)
    if found is not None:
        return found
    return Contact(steward.short_name, steward.phone, _("the office answers; no coordinator is named yet"))


def _officer_of(matter: Matter) -> Contact | None:
    """The plan officer of today who answered it last, or else who opened its call, by the office's telephone: their own
    was never given for everybody. One statement.
    """
    answered = Answer.objects.of(matter.steward_id).filter(need__matter=matter.pk).order_by("-answered_at", "-id")
    called = Call.objects.of(matter.steward_id).filter(matter=matter.pk)
    person = (
        officers(matter.steward)
        .annotate(
            answered=Subquery(answered.values("answered_by")[:1]), called=Subquery(called.values("opened_by_id")[:1])
        )
        .filter(Q(pk=F("answered")) | Q(answered=None, pk=F("called")))
        .first()
    )
    if person is None:
        return None
    return Contact(person.name, matter.steward.phone, _("the officer who answers this matter"))


def said_contact(matter: Matter) -> PaperContact:
    """The one to call, as texts and papers of the rooms below take it."""
    found = contact_for(matter)
    return PaperContact(name=found.name, phone=found.phone, position=found.role)


def contact(row: Coordinator, on: date) -> Contact:
    """The one to call of a coordinator's row on a day."""
    place = row.village.label if row.village else row.network.name if row.network else ""
    words = {"place": place}
    if row.deputy is not None and is_away(row, on):
        return Contact(
            row.deputy.name,
            row.deputy_phone,
            _("deputy coordinator, %(place)s") % words,
            row.deputy_id,
            is_deputy=True,
            instead_of=row.person.name,
        )
    return Contact(row.person.name, row.phone, _("coordinator, %(place)s") % words, row.person_id)


def is_away(row: Coordinator, on: date) -> bool:
    """Whether the coordinator said they are away on that day."""
    return row.away_from is not None and row.away_until is not None and row.away_from <= on <= row.away_until


def handler_of(steward: Steward, village: Village | None) -> Person | None:
    """Who answers a need of this village: its coordinator, or the deputy while they are away.

    Only somebody with a way in: a need is private, and who cannot open it cannot answer it. Registered with the room
    of needs, which falls back to a plan officer.
    """
    if village is None:
        return None
    found = coordinator_for(village)
    if found is None or found.person_id is None:
        return None
    return Person.objects.filter(pk=found.person_id, account__is_active=True).first()


@dataclass(frozen=True, slots=True)
class Place:
    """A village or network with who is called for it; `contact` None where nobody is named yet."""

    id: UUID
    label: str
    is_village: bool
    level: str
    coordinator_id: UUID | None
    coordinator: str
    coordinator_person_id: UUID | None
    phone: str
    deputy: str
    deputy_person_id: UUID | None
    deputy_phone: str
    from_on: date | None
    away_from: date | None
    away_until: date | None
    is_away: bool
    lacks_role: bool
    next_name: str
    next_on: date | None


def places(steward: Steward, *, today: date, public_only: bool) -> list[Place]:
    """Every village, then every confirmed network, with its coordinator. Four SQL statements."""
    networks = Network.objects.of(steward).filter(removed_at=None, confirmed_at__isnull=False)
    if public_only:
        networks = networks.filter(Q(matter=None) | Q(matter__published_at__isnull=False, matter__is_sensitive=False))
    named: dict[UUID, Coordinator] = {}
    coming: dict[UUID, Coordinator] = {}
    rows = Coordinator.objects.of(steward).filter(Q(until_on=None) | Q(until_on__gte=today))
    for row in rows.select_related("person", "deputy").order_by("from_on", "id"):
        place: Any = row.village_id or row.network_id
        if row.from_on <= today:
            named[place] = row
        else:
            coming.setdefault(place, row)
    held = RoleHeld.objects.of(steward).filter(
        in_force(today), role__in=(Role.COORDINATOR, Role.OFFICER, Role.CLERK, Role.VILLAGE_HEAD)
    )
    with_role = set(held.values_list("person_id", flat=True))
    found = [
        _place(village.pk, village.label, True, "", named, coming, with_role, today)
        for village in Village.objects.of(steward)
    ]
    return found + [
        _place(network.pk, network.name, False, network.get_level_display(), named, coming, with_role, today)
        for network in networks
    ]


def _place(
    key: UUID,
    label: str,
    is_village: bool,
    level: str,
    named: dict[UUID, Coordinator],
    coming: dict[UUID, Coordinator],
    with_role: set[UUID],
    today: date,
) -> Place:
    row, after = named.get(key), coming.get(key)
    return Place(
        id=key,
        label=label,
        is_village=is_village,
        level=level,
        coordinator_id=row.pk if row else None,
        coordinator=row.person.name if row else "",
        coordinator_person_id=row.person_id if row else None,
        phone=row.phone if row else "",
        deputy=row.deputy.name if row and row.deputy else "",
        deputy_person_id=row.deputy_id if row else None,
        deputy_phone=row.deputy_phone if row else "",
        from_on=row.from_on if row else None,
        away_from=row.away_from if row else None,
        away_until=row.away_until if row else None,
        is_away=bool(row and is_away(row, today)),
        lacks_role=bool(row and row.person_id not in with_role),
        next_name=after.person.name if after else "",
        next_on=after.from_on if after else None,
    )


# ------------------------------------------------------------------------------------------- conversations


@dataclass(frozen=True, slots=True)
class MessageRow:
    """Something said: by whom, for whom, and who typed it."""

    id: UUID
    text: str
    at: datetime
    by: str
    on_behalf_of: str
    helper: str
    is_own: bool


SHOWN = 50


def conversation(steward: Steward | UUID, about: str, about_id: UUID, actor: Actor) -> tuple[list[MessageRow], int]:
    """The last messages about an object, the earliest first, and how many earlier ones there are. Two statements."""
    rows = Message.objects.of(steward).filter(about=about, about_id=about_id)
    latest = list(rows.select_related("said_by", "on_behalf_of").order_by("-said_at", "-id")[: SHOWN + 1])
    earlier = rows.count() - SHOWN if len(latest) > SHOWN else 0
    latest = latest[:SHOWN][::-1]
    helpers = names_of(row.entered_by_id for row in latest)
    return [
        MessageRow(
            id=row.pk,
            text=row.text,
            at=row.said_at,
            by=row.said_by.name,
            on_behalf_of=row.on_behalf_of.name if row.on_behalf_of else "",
            helper=helpers.get(row.entered_by_id, "") if row.entered_by_id else "",
            is_own=actor.person_id in (row.said_by_id, row.entered_by_id),
        )
        for row in latest
    ], earlier


# ------------------------------------------------------------------------------------------- inbox


def inbox(steward: Steward, actor: Actor, *, only_new: bool, page: Any = 1, per_page: int = PAGE) -> Page[NoticeRow]:
    """One page of this person's inbox, the newest first. At most six SQL statements."""
    rows = _own(steward, actor)
    if only_new:
        rows = rows.filter(NEW)
    found: Page[Any] = Paginator(rows.select_related("matter"), per_page).get_page(page)
    found.object_list = rows_of(steward, list(found.object_list))
    return found


def all_notices(steward: Steward, actor: Actor) -> list[NoticeRow]:
    """The whole inbox, for the spreadsheet."""
    return rows_of(steward, list(_own(steward, actor).select_related("matter")))


def unread(steward: Steward, actor: Actor) -> int:
    """How many notices are new."""
    return _own(steward, actor).filter(NEW).count()


def _own(steward: Steward, actor: Actor) -> QuerySet[Notice]:
    if actor.person_id is None:
        nobody: QuerySet[Notice] = Notice.objects.none()
        return nobody
    rows: QuerySet[Notice] = Notice.objects.of(steward).filter(person_id=actor.person_id)
    return rows


# ------------------------------------------------------------------------------------------- help


@dataclass(frozen=True, slots=True)
class Own:
    """What is known of whoever opens a form: name and telephone of the account, for whom they may speak.

    `hat`: the organisation for which they speak just now.
    """

    name: str = ""
    phone: str = ""
    organisations: tuple[Organisation, ...] = ()
    hat: UUID | None = None


def own_of(actor: Actor) -> Own:
    """What the house knows of whoever came in; of a stranger nothing. At most two SQL statements."""
    if actor.person_id is None:
        return Own()
    phone = Person.objects.filter(pk=actor.person_id).values_list("phone", flat=True).first() or ""
    bodies = Organisation.objects.filter(pk__in=actor.represents).order_by("sort_key", "id")
    return Own(actor.name, phone, tuple(bodies) if actor.represents else (), actor.on_behalf_of_id)


@dataclass(frozen=True, slots=True)
class HelpRow:
    """An offer of help; `state` is a word of the look.

    `about`: the thing that was named at once, with its quantity; `offered`: the offer that came of it, in words.
    `has_giver`: an organisation or a person with an account offers, so nobody has to be written down.
    """

    id: UUID
    matter_id: UUID
    matter: str
    kind: str
    kind_code: str
    words: str
    name: str
    phone: str
    organisation: str
    way: str
    helper: str
    receipt: str
    at: datetime
    answer: str
    answer_label: str
    answer_words: str
    answered_at: datetime | None
    answered_by: str
    line_id: UUID | None
    quantity: int | None
    about: str
    has_giver: bool
    offer_id: UUID | None
    offered: str

    @property
    def state(self) -> str:
        """Waiting or done."""
        return "done" if self.answer else "waiting"


@dataclass(frozen=True, slots=True)
class HelpFilters:
    """The words of the sentence above the list; empty means all."""

    state: str = ""
    kind: str = ""
    matter: str = ""


def _helps(steward: Steward, actor: Actor, filters: HelpFilters) -> QuerySet[HelpOffer]:
    matters = Matter.objects.of(steward).visible_to(actor)
    rows = HelpOffer.objects.of(steward).filter(matter__in=matters.values("pk"))
    if filters.state == "waiting":
        rows = rows.filter(answer="")
    elif filters.state:
        rows = rows.filter(answer=filters.state)
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters.matter:
        rows = rows.filter(matter_id=filters.matter)
    return rows


def _help_rows(rows: Iterable[HelpOffer]) -> list[HelpRow]:
    known = list(rows)
    names = names_of(key for row in known for key in (row.entered_by_id, row.answered_by_id))
    return [
        HelpRow(
            id=row.pk,
            matter_id=row.matter_id,
            matter=row.matter.title,
            kind=str(HelpOffer.Kind(row.kind).label),
            kind_code=row.kind,
            words=row.words,
            name=row.name,
            phone=row.phone,
            organisation=row.organisation.name if row.organisation else "",
            way=str(HelpOffer.Way(row.way).label),
            helper=names.get(row.entered_by_id, "") if row.entered_by_id else "",
            receipt=row.receipt,
            at=row.offered_at,
            answer=row.answer,
            answer_label=str(HelpOffer.Answer(row.answer).label),
            answer_words=row.answer_words,
            answered_at=row.answered_at,
            answered_by=names.get(row.answered_by_id, "") if row.answered_by_id else "",
            line_id=row.need_line_id,
            quantity=row.quantity,
            about=_thing(row.need_line.spec, row.quantity) if row.need_line else "",
            has_giver=row.organisation_id is not None or row.person_id is not None,
            offer_id=row.taken_up_id,
            offered=_thing(row.taken_up.spec, row.taken_up.quantity) if row.taken_up else "",
        )
        for row in known
    ]


def _thing(spec: Spec, quantity: int | None) -> str:
    return f"{spec.name} {amount(quantity, spec.unit)}" if quantity else str(spec.name)


_HELP = ("matter", "organisation", "need_line__spec", "taken_up__spec")


def helps(
    steward: Steward, actor: Actor, filters: HelpFilters, *, page: Any = 1, per_page: int = PAGE
) -> Page[HelpRow]:
    """One page of offers of help about matters that this actor may open. Three SQL statements."""
    rows = _helps(steward, actor, filters).select_related(*_HELP)
    found: Page[Any] = Paginator(rows, per_page).get_page(page)
    found.object_list = _help_rows(found.object_list)
    return found


def all_helps(steward: Steward, actor: Actor, filters: HelpFilters) -> list[HelpRow]:
    """Every offer of the filtered list, for the spreadsheet."""
    return _help_rows(_helps(steward, actor, filters).select_related(*_HELP))


def help_row(offer: HelpOffer) -> HelpRow:
    """One offer of help."""
    return _help_rows(HelpOffer.objects.of(offer.steward_id).filter(pk=offer.pk).select_related(*_HELP))[0]


def gaps_of(matter: Matter) -> list[LineRow]:
    """What still lacks in a matter that everybody may read of, or to whoever may open it. One statement."""
    return [row for row in lines_only(matter) if row.is_gap]


def line_of(matter: Matter, gap: LineRow) -> NeedLine:
    """The line behind a row. One statement."""
    found: NeedLine = NeedLine.objects.of(matter.steward_id).get(pk=gap.id)
    return found


def specs(steward: Steward, actor: Actor) -> QuerySet[Spec]:
    """The office's kinds of resources, by name."""
    return specs_of(steward, actor)


def help_of_code(steward: Steward, code: str) -> HelpOffer | None:
    """The offer of a receipt code."""
    found: HelpOffer | None = (
        HelpOffer.objects.of(steward).select_related("matter__steward").filter(receipt=plain_code(code)).first()
    )
    return found


def help_counts(matter: Matter) -> tuple[int, int]:
    """(offers of help, of these waiting for an answer)."""
    counts = (
        HelpOffer.objects.of(matter.steward_id)
        .filter(matter=matter)
        .aggregate(all=Count("pk"), waiting=Count("pk", filter=Q(answer="")))
    )
    return counts["all"], counts["waiting"]


# ------------------------------------------------------------------------------------------- what is passed on


@dataclass(frozen=True, slots=True)
class Sayable:
    """What may be said aloud about a published matter: no person but the one to call."""

    title: str
    category: str
    sentence: str
    place: str
    lacks: tuple[str, ...]
    gathering: str
    gathers_at: datetime | None
    contact: Contact


def sayable(matter: Matter) -> Sayable:
    """The public facts of a published matter, for LINE, loudspeaker and notice board. A constant number of statements.

    Once there is a result, it is what is told, and nothing lacks any more.

    The title for those who work on it is not among them: it may hold what only they should know. Of a sensitive
    matter neither place nor lack is said.
    """
    category = str(Category(matter.category).label)
    call = None if matter.is_sensitive else page_reads.once(matter, call_of)
    result = saying.outcome(matter)
    meeting = page_reads.once(matter, _next_meeting)
    return Sayable(
        title=_("The matter of %(category)s") % {"category": category},
        category=category,
        sentence=result or matter.public_sentence,
        place="" if matter.is_sensitive or matter.village is None else matter.village.label,
        lacks=saying.still_lacks(matter, call, result=result),
        gathering=meeting.place if meeting else "",
        gathers_at=_moment(meeting) if meeting else None,
        contact=contact_for(matter),
    )


def _next_meeting(matter: Matter) -> Meeting | None:
    item = (
        Item.objects.of(matter.steward_id)
        .filter(matter=matter, meeting__stage=Meeting.Stage.CALLED, meeting__held_on__gte=timezone.localdate())
        .select_related("meeting")
        .order_by("meeting__held_on", "meeting__starts_at")
        .first()
    )
    return item.meeting if item else None


def _moment(meeting: Meeting) -> datetime:
    return datetime.combine(meeting.held_on, meeting.starts_at, tzinfo=timezone.get_current_timezone())


@dataclass(frozen=True, slots=True)
class Next:
    """What happens next with a matter: a code, a day, and words that were typed for everybody."""

    code: str
    on: date
    words: str = ""


def what_next(matter: Matter) -> Next | None:
    """The nearest promise about a matter: an answer that is due, or a meeting that is called. Two SQL statements."""
    if matter.closed_at is not None:
        return None
    waiting = Need.objects.of(matter.steward_id).filter(matter=matter, last_word=LastWord.WAITING)
    due = waiting.order_by("answer_due_on").values_list("answer_due_on", flat=True).first()
    if due is not None:
        return Next("answer", due)
    meeting = page_reads.once(matter, _next_meeting)
    return Next("meeting", meeting.held_on, meeting.place) if meeting else None
