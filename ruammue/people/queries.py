"""Reads that cross tables: a constant number of statements, frozen rows out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from ruammue.access.actors import Actor, Role
from ruammue.access.gate import allows
from ruammue.foundation import thai_names
from ruammue.foundation.levels import Level, Sector
from ruammue.ledger.models import Entry
from ruammue.people import rules
from ruammue.people.models import (
    ROLE_LABELS,
    Account,
    Acquaintance,
    Affiliation,
    Card,
    DataRequest,
    ImportBatch,
    Organisation,
    PendingImport,
    Person,
    RoleHeld,
)
from ruammue.places.models import Area, Steward, Village

SIMILAR_SHOWN = 5


def in_force(day: date) -> Q:
    """Rows with `from_on` and `until_on` that hold on a day."""
    return Q(from_on__lte=day) & (Q(until_on=None) | Q(until_on__gte=day))


# ------------------------------------------------------------------------------------------- for other rooms


def names_of(person_ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Person id -> name, for many at once: one statement. Unknown ids are left out."""
    wanted = {key for key in person_ids if key is not None}
    if not wanted:
        return {}
    return {
        row.pk: row.name for row in Person.objects.filter(pk__in=wanted).only("prefix", "given_name", "family_name")
    }


def holders(steward: Steward, *roles: Role, village: Village | None = None) -> list[Person]:
    """Who holds one of these roles here today (of a village, when given), in the order of a Thai list."""
    held = RoleHeld.objects.of(steward).filter(in_force(timezone.localdate()), role__in=roles)
    if village is not None:
        held = held.filter(village=village)
    return list(Person.objects.filter(pk__in=held.values("person_id")).order_by("sort_key", "id"))


# ------------------------------------------------------------------------------------------- loaders of the gate


def person_here(request: HttpRequest, key: Any) -> Acquaintance:
    """The person of a URL as this steward knows them; 404 for a person of another steward only."""
    known = (
        Acquaintance.objects.of(_steward(request))
        .select_related("person", "village", "steward")
        .filter(person_id=key)
        .first()
    )
    if known is None:
        raise Http404
    return known


def organisation_here(request: HttpRequest, key: Any) -> rules.OrganisationHere:
    """The organisation of a URL, and whether it is one of ours to keep tidy."""
    steward = _steward(request)
    found = Organisation.objects.select_related("area").filter(pk=key).first()
    if found is None:
        raise Http404
    ties = Affiliation.objects.filter(organisation=found)
    is_ours = bool(found.area_id and found.area_id.startswith(steward.area_id)) or ties.filter(steward=steward).exists()
    if not is_ours and found.area_id is None:
        # Of no area, and nobody's yet: whoever needs it keeps it tidy. What another office lists is theirs to change.
        is_ours = not ties.exists()
    return rules.OrganisationHere(found, steward, is_ours)


def card_of(request: HttpRequest, key: Any) -> Card:
    """A card of this steward."""
    card = Card.objects.of(_steward(request)).select_related("person").filter(pk=key).first()
    if card is None:
        raise Http404
    return card


def role_of(request: HttpRequest, key: Any) -> RoleHeld:
    """A role held at this steward."""
    held = RoleHeld.objects.of(_steward(request)).select_related("person", "steward", "village").filter(pk=key).first()
    if held is None:
        raise Http404
    return held


def affiliation_of(request: HttpRequest, key: Any) -> Affiliation:
    """A membership as this steward knows it."""
    tie = Affiliation.objects.of(_steward(request)).select_related("person", "organisation").filter(pk=key).first()
    if tie is None:
        raise Http404
    return tie


def request_of(request: HttpRequest, key: Any) -> DataRequest:
    """A data request at this steward."""
    asked = DataRequest.objects.of(_steward(request)).select_related("person").filter(pk=key).first()
    if asked is None:
        raise Http404
    return asked


def pending_of(request: HttpRequest, key: Any) -> PendingImport:
    """A sheet that waits: only whoever brought it sees it, for it holds names and telephones."""
    pending = (
        PendingImport.objects.of(_steward(request))
        .select_related("steward")
        .filter(pk=key, uploaded_by_id=request.actor.person_id)  # type: ignore[attr-defined]
        .first()
    )
    if pending is None:
        raise Http404
    return pending


def _steward(request: HttpRequest) -> Steward:
    return request.steward  # type: ignore[attr-defined,no-any-return]


# ------------------------------------------------------------------------------------------- people


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One line of the list of people."""

    person_id: UUID
    name: str
    village: str
    phone: str
    roles: tuple[str, ...]
    organisations: tuple[str, ...]
    way_in: str  # "account", "card" or ""


def people(
    steward: Steward, actor: Actor, *, words: str = "", village: str = "", role: str = ""
) -> QuerySet[Acquaintance]:
    """Whom this actor may look up, filtered: a page of it is turned into rows by `person_rows`.

    Village heads, volunteers and village coordinators see their villages; the office and the auditor see all.
    """
    known = Acquaintance.objects.of(steward).select_related("person", "village").order_by("person__sort_key", "id")
    if not allows(actor, [*rules.OFFICE, [rules.is_executive], [rules.is_auditor]]):
        known = known.filter(village_id__in=actor.villages)
    asked = thai_names.split(words)
    for word in f"{asked.given} {asked.family}".split():
        known = known.filter(Q(person__given_name__icontains=word) | Q(person__family_name__icontains=word))
    if village:
        known = known.filter(village_id=village)
    if role:
        held = RoleHeld.objects.of(steward).filter(in_force(timezone.localdate()), role=role)
        known = known.filter(person_id__in=held.values("person_id"))
    return known


def person_rows(steward: Steward, actor: Actor, page: Iterable[Acquaintance]) -> list[PersonRow]:
    """A page of the list as rows: four more statements, however long the page. Phones only where it is one's work."""
    known = list(page)
    ids = [row.person_id for row in known]
    today = timezone.localdate()
    roles: dict[UUID, list[str]] = defaultdict(list)
    for person_id, code, moo in (
        RoleHeld.objects.of(steward)
        .filter(in_force(today), person_id__in=ids)
        .order_by("from_on", "id")
        .values_list("person_id", "role", "village__moo")
    ):
        label = str(ROLE_LABELS[Role(code)])
        roles[person_id].append(_("%(role)s, moo %(moo)d") % {"role": label, "moo": moo} if moo else label)
    organisations: dict[UUID, list[str]] = defaultdict(list)
    for person_id, name in (
        Affiliation.objects.of(steward)
        .filter(in_force(today), person_id__in=ids)
        .values_list("person_id", "organisation__name")
    ):
        organisations[person_id].append(name)
    accounts = Account.objects.filter(person_id__in=ids, is_active=True, email__isnull=False)
    open_cards = Card.objects.of(steward).filter(person_id__in=ids, revoked_at=None)
    ways = dict.fromkeys(open_cards.values_list("person_id", flat=True), "card")
    ways |= dict.fromkeys(accounts.values_list("person_id", flat=True), "account")
    return [
        PersonRow(
            person_id=row.person_id,
            name=row.person.name,
            village=row.village.label if row.village else "",
            phone=row.person.phone if allows(actor, rules.SEE_PHONE, row) else "",
            roles=tuple(roles[row.person_id]),
            organisations=tuple(organisations[row.person_id]),
            way_in=ways.get(row.person_id, ""),
        )
        for row in known
    ]


@dataclass(frozen=True, slots=True)
class Similar:
    """Somebody listed who may be the one just typed."""

    person_id: UUID
    name: str
    village: str


def similar(
    steward: Steward, *, given_name: str, family_name: str = "", phone: str = "", within: Collection[UUID] | None = None
) -> list[Similar]:
    """Persons listed here who may be the same: same given name (and family name, where both are known) or telephone.

    `within`: only of these villages. The closest first: the same whole name, then the same telephone, then the rest.
    """
    same_given = Q(person__given_name=given_name)
    if family_name:
        same_given &= Q(person__family_name=family_name) | Q(person__family_name="")
    wanted = same_given | Q(person__phone=phone) if phone else same_given
    known = (
        Acquaintance.objects.of(steward)
        .filter(wanted, person__anonymised_at=None)
        .select_related("person", "village")
        .order_by("person__sort_key", "id")
    )
    if within is not None:
        known = known.filter(village_id__in=within)
    rows = sorted(
        known[: SIMILAR_SHOWN * 4],
        key=lambda row: (
            (row.person.given_name, row.person.family_name) != (given_name, family_name),
            row.person.phone != phone,
        ),
    )
    return [
        Similar(row.person_id, row.person.name, row.village.label if row.village else "")
        for row in rows[:SIMILAR_SHOWN]
    ]


@dataclass(frozen=True, slots=True)
class PersonPage:
    """All that the page of one person shows."""

    known: Acquaintance
    roles: tuple[RoleHeld, ...]
    past_roles: tuple[RoleHeld, ...]
    affiliations: tuple[Affiliation, ...]
    cards: tuple[Card, ...]
    account: Account | None
    has_second_step: bool
    phone: str


def person_page(known: Acquaintance, actor: Actor) -> PersonPage:
    """One person as this steward knows them. Six statements."""
    today = timezone.localdate()
    held = list(
        RoleHeld.objects.of(known.steward_id)
        .filter(person_id=known.person_id)
        .select_related("village")
        .order_by("-from_on", "-id")
    )
    ties = (
        Affiliation.objects.of(known.steward_id)
        .filter(in_force(today), person_id=known.person_id)
        .select_related("organisation")
        .order_by("from_on", "id")
    )
    cards = Card.objects.of(known.steward_id).filter(person_id=known.person_id, revoked_at=None).order_by("issued_at")
    account = Account.objects.filter(person_id=known.person_id, email__isnull=False).first()
    return PersonPage(
        known=known,
        roles=tuple(row for row in held if row.until_on is None or row.until_on >= today),
        past_roles=tuple(row for row in held if row.until_on is not None and row.until_on < today),
        affiliations=tuple(ties),
        cards=tuple(cards),
        account=account,
        has_second_step=account is not None and Authenticator.objects.filter(user=account, type="totp").exists(),
        phone=known.person.phone if allows(actor, rules.SEE_PHONE, known) else "",
    )


def administrator_count(steward: Steward) -> int:
    """How many administrators have a way in today."""
    return (
        RoleHeld.objects.of(steward)
        .filter(in_force(timezone.localdate()), role=Role.ADMINISTRATOR, person__account__is_active=True)
        .values("person_id")
        .distinct()
        .count()
    )


# ------------------------------------------------------------------------------------------- cards


def card_opens(card_id: str) -> bool:
    """Whether a card was not revoked since it opened a session."""
    return Card.objects.filter(pk=card_id, revoked_at=None).exists()


def cards(steward: Steward) -> QuerySet[Card]:
    """Cards that open, newest first, with their persons."""
    return Card.objects.of(steward).filter(revoked_at=None).select_related("person").order_by("-issued_at", "-id")


def may_get_card(steward: Steward, person_ids: Iterable[str]) -> list[Person]:
    """Of these persons, those listed with this steward, in the order of a Thai list."""
    known = Acquaintance.objects.of(steward).filter(person_id__in=list(person_ids)).values("person_id")
    return list(Person.objects.filter(pk__in=known).order_by("sort_key", "id"))


def village_names(steward: Steward, person_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Person id -> village in words."""
    known = Acquaintance.objects.of(steward).filter(person_id__in=list(person_ids)).select_related("village")
    return {row.person_id: row.village.label if row.village else "" for row in known}


# ------------------------------------------------------------------------------------------- organisations


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """One line of the list of organisations."""

    organisation_id: UUID
    name: str
    sector: str
    kind: str
    area: str
    phone: str
    persons: int


CHANGWAT = 2
"""Digits of the code of a changwat."""
MOST_FAR = 200
"""So many names of the whole country at most."""


def organisations(steward: Steward, *, words: str = "", sector: str = "", kind: str = "") -> QuerySet[Organisation]:
    """Those of our area and those whose people are listed with us.

    With `words` we look wider: anywhere in our changwat, and in the whole country for names that begin so (the first
    200 of them: whoever means another types more). A search of 500,000 names for a part of one would read them all; it
    would find what nobody means, too.
    """
    listed = Affiliation.objects.of(steward).values("organisation")
    found = Organisation.objects.select_related("area").order_by("sort_key", "id")
    near_by = steward.area_id[:CHANGWAT] if words else steward.area_id
    # Each by its index, then put together: with OR, the organisations of all offices would be read.
    parts = [Organisation.objects.filter(area__code__begins=near_by).values("pk"), listed]
    for word in words.split():
        found = found.filter(name__icontains=word)
    if words.split():
        far = Organisation.objects.filter(name__begins=words.split()[0])
        for word in words.split()[1:]:
            far = far.filter(name__icontains=word)
        nearest = list(far.order_by("name").values_list("pk", flat=True)[:MOST_FAR])
        parts.append(Organisation.objects.filter(pk__in=nearest).values("pk"))
    found = found.filter(pk__in=parts[0].union(*parts[1:]))
    if sector:
        found = found.filter(sector=sector)
    if kind:
        found = found.filter(kind=kind)
    return found


def organisation_rows(steward: Steward, page: Iterable[Organisation]) -> list[OrganisationRow]:
    """A page of the list as rows: one more statement."""
    shown = list(page)
    counts = dict(
        Affiliation.objects.of(steward)
        .filter(in_force(timezone.localdate()), organisation_id__in=[row.pk for row in shown])
        .values_list("organisation_id")
        .annotate(Count("id"))
    )
    return [
        OrganisationRow(
            row.pk,
            row.name,
            str(Sector(row.sector).label),
            row.get_kind_display(),
            row.area.name_th if row.area else "",
            row.phone,
            counts.get(row.pk, 0),
        )
        for row in shown
    ]


def members(steward: Steward, organisation: Organisation) -> list[Affiliation]:
    """Who belongs to an organisation today, as this steward knows it; who may speak for it first."""
    return list(
        Affiliation.objects.of(steward)
        .filter(in_force(timezone.localdate()), organisation=organisation)
        .select_related("person")
        .order_by("-may_represent", "person__sort_key", "id")
    )


def hats(actor: Actor) -> list[Organisation]:
    """The organisations this actor may speak for, by name."""
    if not actor.represents:
        return []
    return list(Organisation.objects.filter(pk__in=actor.represents).order_by("sort_key", "id"))


def areas_of(steward: Steward) -> list[Area]:
    """Where an organisation of ours can stand: our area, its villages, and the areas above it."""
    code = steward.area_id
    above = [code[:end] for end in (2, 4, 6) if end < len(code)]
    return list(
        Area.objects.filter(Q(code=code) | Q(parent_code=code, level=Level.VILLAGE) | Q(code__in=above)).order_by(
            "-level", "code"
        )
    )


# ------------------------------------------------------------------------------------------- data protection


@dataclass(frozen=True, slots=True)
class Act:
    """One thing a person did, as the log has it."""

    kind: str
    at: datetime


def acts_of(steward: Steward, person_id: UUID, *, limit: int = 1000) -> list[Act]:
    """What the log says a person did, or had typed in by a helper, newest first."""
    found = (
        Entry.objects.filter(steward_id=steward.pk, person_id=person_id)
        .order_by("-at", "-id")
        .values_list("kind", "at")[:limit]
    )
    return [Act(kind, at) for kind, at in found]


def data_requests(steward: Steward) -> QuerySet[DataRequest]:
    """Open requests, the nearest due first, then answered ones."""
    return (
        DataRequest.objects.of(steward)
        .select_related("person")
        .order_by(F("answered_at").asc(nulls_first=True), "due_on", "id")
    )


def own_requests(steward: Steward, person_id: UUID) -> list[DataRequest]:
    """One person's requests, newest first."""
    return list(DataRequest.objects.of(steward).filter(person_id=person_id).order_by("-asked_at"))


def acquaintances(steward: Steward, persons: Collection[UUID]) -> list[Acquaintance]:
    """The steward's side of several persons. One statement."""
    return list(Acquaintance.objects.of(steward).filter(person__in=persons))


def acquaintance(steward: Steward, person_id: UUID | None) -> Acquaintance | None:
    """The steward's side of one person, or None."""
    if person_id is None:
        return None
    return (
        Acquaintance.objects.of(steward)
        .select_related("person", "village", "steward")
        .filter(person_id=person_id)
        .first()
    )


# ------------------------------------------------------------------------------------------- imports, settings


def past_imports(steward: Steward) -> list[tuple[ImportBatch, str]]:
    """The last twenty imports with the name of who imported."""
    found = list(ImportBatch.objects.of(steward).order_by("-imported_at")[:20])
    names = names_of(row.imported_by_id for row in found)
    return [(row, names.get(row.imported_by_id, "")) for row in found]


@dataclass(frozen=True, slots=True)
class FirstDay:
    """The five steps of the first day, each with whether it is done."""

    claimed: bool
    administrators: int
    has_officer: bool
    has_phone: bool
    heads: int
    villages: int
    people: int
    practice: Steward | None

    @property
    def done(self) -> Mapping[str, bool]:
        """Step -> done, in order."""
        return {
            "claim": self.claimed,
            "administrators": self.administrators >= 2,
            "answers": self.has_officer and self.has_phone,
            "heads": bool(self.villages) and self.heads >= self.villages,
            "practice": self.practice is not None,
        }


def first_day(steward: Steward) -> FirstDay:
    """How far the office has come. Six statements."""
    today = timezone.localdate()
    return FirstDay(
        claimed=steward.is_claimed,
        administrators=administrator_count(steward),
        has_officer=has_officer(steward),
        has_phone=bool(steward.phone),
        heads=RoleHeld.objects.of(steward)
        .filter(in_force(today), role__in=[Role.VILLAGE_HEAD, Role.COORDINATOR], village__isnull=False)
        .values("village_id")
        .distinct()
        .count(),
        villages=Village.objects.of(steward).count(),
        people=Acquaintance.objects.of(steward).count(),
        practice=Steward.objects.filter(practice_of=steward).first(),
    )


def has_officer(steward: Steward) -> bool:
    """Whether anybody may answer what villagers tell: without, a need would wait for nobody."""
    return RoleHeld.objects.of(steward).filter(in_force(timezone.localdate()), role=Role.OFFICER).exists()


def villages(steward: Steward) -> list[Village]:
    """The steward's villages by moo number."""
    return list(Village.objects.of(steward).order_by("area_id"))


def stewards_of(person_id: UUID) -> list[str]:
    """Slugs of the stewards at which a person has a role or represents somebody today; else where they are listed."""
    today = timezone.localdate()
    active = Steward.objects.filter(
        Q(pk__in=RoleHeld.objects.filter(in_force(today), person_id=person_id).values("steward_id"))
        | Q(pk__in=Affiliation.objects.filter(in_force(today), person_id=person_id).values("steward_id"))
    ).exclude(mark=Steward.Mark.PRACTICE)
    slugs = list(active.order_by("slug").values_list("slug", flat=True))
    if slugs:
        return slugs
    listed = Acquaintance.objects.filter(person_id=person_id).values("steward_id")
    return list(Steward.objects.filter(pk__in=listed).order_by("slug").values_list("slug", flat=True))


def staff_and_members(steward: Steward) -> list[Person]:
    """Who may take over from an officer: everybody with an account who is listed here, in Thai order."""
    listed = Acquaintance.objects.of(steward).values("person_id")
    return list(
        Person.objects.filter(
            pk__in=listed, account__is_active=True, account__email__isnull=False, anonymised_at=None
        ).order_by("sort_key", "id")
    )


@dataclass(frozen=True, slots=True)
class CardRow:
    """A person for whom a card can be printed, with the card they have, if any."""

    person_id: UUID
    name: str
    village: str
    card: Card | None


def without_office(steward: Steward, known: QuerySet[Acquaintance]) -> QuerySet[Acquaintance]:
    """Those who may get a card: nobody who works in an office, nobody whose name was erased."""
    staff = RoleHeld.objects.filter(
        Q(until_on=None) | Q(until_on__gte=timezone.localdate()),
        person=OuterRef("person"),
        role__in=rules.STAFF_ROLES,
    )  # at whichever office: asked person by person, the roles of all offices are many
    return known.filter(~Exists(staff), person__anonymised_at=None)


def card_rows(steward: Steward, page: Iterable[Acquaintance]) -> list[CardRow]:
    """A page of persons with their open cards: one more statement."""
    known = list(page)
    opens = {
        card.person_id: card
        for card in Card.objects.of(steward).filter(person_id__in=[row.person_id for row in known], revoked_at=None)
    }
    return [
        CardRow(row.person_id, row.person.name, row.village.label if row.village else "", opens.get(row.person_id))
        for row in known
    ]
