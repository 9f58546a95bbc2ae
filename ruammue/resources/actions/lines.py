"""Verbs of what is lacking: name a kind of resource, ask for a quantity, say that it is enough, take it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from ruammue.foundation import quantities
from ruammue.foundation.keys import new_key
from ruammue.ledger.actions import record
from ruammue.ledger.who import Who
from ruammue.needs.models import Matter
from ruammue.people.models import Organisation
from ruammue.places.models import Steward, Village
from ruammue.resources import kinds
from ruammue.resources.actions import locks
from ruammue.resources.events import (
    LineIsEnough,
    LineMerged,
    LineMoved,
    LineRaised,
    LineResized,
    LineWithdrawn,
    SpecAdded,
    SubstituteNamed,
)
from ruammue.resources.models import NeedLine, Spec, Substitution
from ruammue.resources.refusals import (
    DatesReversed,
    LineHasDeliveries,
    LineHasPromises,
    LineIsClosed,
    LinesDiffer,
    MatterIsClosed,
    MoreThanAll,
    NobodyActs,
    NotACount,
    NothingCameYet,
    NothingLacks,
    NotLent,
    NotOfThisSteward,
    ReasonMissing,
    SpecExists,
    UnitNotOfKind,
    UnitsDoNotMeet,
)


def whole(quantity: int) -> int:
    """The quantity, if it is a whole number above zero. Raises NotACount: floats and booleans are no counts."""
    if type(quantity) is not int or quantity <= 0 or quantity > quantities.LARGEST:
        raise NotACount(quantity=str(quantity)[:40])
    return quantity


def hand_of(by: Who) -> UUID:
    """The human at the keys: the helper when there is one, else the person. Raises NobodyActs."""
    hand = by.entered_by_id or by.person_id
    if hand is None:
        raise NobodyActs()
    return hand


def not_above(least: int | None, quantity: int, spec: Spec) -> None:
    """Raises MoreThanAll when the least is more than all of it, NotACount."""
    if least is not None and whole(least) > quantity:
        raise MoreThanAll(name=spec.name, unit=spec.unit, least=least, asked=quantity)


def in_order(from_on: date | None, until_on: date | None) -> None:
    """Raises DatesReversed when the last day is before the first."""
    if from_on and until_on and until_on < from_on:
        raise DatesReversed(from_on=from_on, until_on=until_on)


def may_go_back(spec: Spec) -> None:
    """Raises NotLent when there is nothing to bring back."""
    if not kinds.may_be_lent(spec.unit):
        raise NotLent(name=spec.name)


@transaction.atomic
def add_spec(
    steward: Steward,
    *,
    name: str,
    kind: str,
    unit: str,
    by: Who,
    named_in: Matter | None = None,
    now: datetime | None = None,
) -> Spec:
    """Name a kind of resource with its unit (a code of `foundation.quantities`; money is always "satang").

    `named_in`: for which matter. What was named for one matter only, and is named alike elsewhere, is from then on
    for all: nobody learns that it was there. Raises SpecExists, UnitNotOfKind.
    """
    unit = "satang" if kind == Spec.Kind.MONEY else unit
    if unit not in kinds.units_of(kind):
        raise UnitNotOfKind(name=name, kind=str(kind))
    known: Spec | None = Spec.objects.of(steward).filter(name=name).first()
    if known is not None:
        if known.named_in_id in (None, named_in.pk if named_in else None) or (known.kind, known.unit) != (kind, unit):
            raise SpecExists(name=name)
        known.named_in = None
        known.save(update_fields=["named_in"])
        return known
    spec: Spec = Spec.objects.create(steward=steward, name=name, kind=kind, unit=unit, named_in=named_in)
    record(SpecAdded(steward=steward.pk, spec=spec.pk), by=by, at=now)
    return spec


@transaction.atomic
def name_substitute(
    spec: Spec,
    *,
    stand_in: Spec,
    by: Who,
    wanted: int | None = None,
    given: int | None = None,
    now: datetime | None = None,
) -> Substitution:
    """Say that `stand_in` may be given where `spec` is asked for (not the other way round).

    `given` minor units of the stand-in do for `wanted` of the thing (2 pick-ups for 1 lorry); unsaid, one does for one,
    which two kinds can only do that are counted alike. Said again, it stands as it was said first.
    Raises UnitsDoNotMeet, NotOfThisSteward, NotACount.
    """
    if stand_in.steward_id != spec.steward_id:
        raise NotOfThisSteward()
    is_said = wanted is not None and given is not None
    if spec.pk == stand_in.pk or not (is_said or quantities.same_dimension(spec.unit, stand_in.unit)):
        raise UnitsDoNotMeet(name=spec.name, unit=spec.unit, other_name=stand_in.name, other_unit=stand_in.unit)
    said, is_new = Substitution.objects.get_or_create(
        steward_id=spec.steward_id,
        spec=spec,
        stand_in=stand_in,
        defaults={
            "wanted": 1 if wanted is None else whole(wanted),
            "given": 1 if given is None else whole(given),
        },
    )
    if is_new:
        record(SubstituteNamed(steward=spec.steward_id, spec=spec.pk, stand_in=stand_in.pk), by=by, at=now)
    return said


@transaction.atomic
def raise_line(
    matter: Matter,
    *,
    spec: Spec,
    quantity: int,
    receiver: Organisation,
    by: Who,
    from_on: date | None = None,
    until_on: date | None = None,
    place: str = "",
    village: Village | None = None,
    least: int | None = None,
    for_group: str = "",
    for_count: int | None = None,
    key: UUID | None = None,
    now: datetime | None = None,
) -> NeedLine:
    """Ask for `quantity` minor units of `spec` for a matter; `receiver` takes it in and says thank you.

    `least`: less than this is of no use. `for_group`, `for_count`: for how many of whom (`NeedLine.Group`).
    `key` is the form's own: sent twice, it is one line. Raises NotACount, MoreThanAll, DatesReversed, MatterIsClosed,
    NotOfThisSteward.
    """
    whole(quantity)
    not_above(least, quantity, spec)
    in_order(from_on, until_on)
    matter = Matter.objects.select_for_update(of=("self",)).get(pk=matter.pk)
    if matter.closed_at:
        raise MatterIsClosed(on=timezone.localdate(matter.closed_at))
    if spec.steward_id != matter.steward_id or (village and village.steward_id != matter.steward_id):
        raise NotOfThisSteward()
    key = key or new_key()
    before: NeedLine | None = NeedLine.objects.of(matter.steward_id).filter(pk=key).first()
    if before is not None:
        return before
    line: NeedLine = NeedLine.objects.create(
        id=key,
        steward_id=matter.steward_id,
        matter=matter,
        spec=spec,
        quantity=quantity,
        least=least,
        for_group=NeedLine.Group(for_group),
        for_count=for_count if for_group else None,
        from_on=from_on,
        until_on=until_on,
        place=place,
        village=village or (None if matter.is_sensitive else matter.village),  # partners read it
        receiver=receiver,
        raised_at=now or timezone.now(),
        raised_by_id=hand_of(by),
    )
    record(LineRaised(steward=line.steward_id, line=line.pk, matter=matter.pk, quantity=quantity), by=by, at=now)
    return line


@transaction.atomic
def count_spoken(line: NeedLine, minutes: int) -> None:
    """So much of a line, in minor units, people say now that they will do themselves: what lacks is less at once.

    Counted anew from their answers, never added up.
    """
    NeedLine.objects.of(line.steward_id).filter(pk=line.pk).exclude(spoken=minutes).update(spoken=minutes)
    line.spoken = minutes


@transaction.atomic
def raise_lines(
    matter: Matter,
    asked: Sequence[tuple[str, str, str, int]],
    *,
    receiver: Organisation,
    by: Who,
    key: UUID,
    now: datetime | None = None,
) -> list[NeedLine]:
    """Ask for several things at once, each (name, kind, unit, minor units); what is not on the list is put there.

    `key` is the form's own: sent twice, each is one line. Raises what `raise_line` and `add_spec` raise.
    """
    lines = []
    for number, (name, kind, unit, quantity) in enumerate(asked):
        spec = Spec.objects.of(matter.steward_id).filter(name=name).first()
        spec = spec or add_spec(matter.steward, name=name, kind=kind, unit=unit, named_in=matter, by=by, now=now)
        own = uuid5(key, str(number))
        lines.append(raise_line(matter, spec=spec, quantity=quantity, receiver=receiver, by=by, key=own, now=now))
    return lines


def _closable(line: NeedLine, reason: str) -> NeedLine:
    if not reason.strip():
        raise ReasonMissing()
    line = locks.take_line(line)
    still_open(line)
    if line.promised:
        raise LineHasPromises(name=line.spec.name, unit=line.spec.unit, promised=line.promised)
    return line


def still_open(line: NeedLine) -> None:
    """Raises LineIsClosed, MatterIsClosed when nothing more may be promised for it."""
    if not line.is_open:
        raise LineIsClosed(name=line.spec.name, why=line.closed_how)
    if line.matter.closed_at:
        raise MatterIsClosed(on=timezone.localdate(line.matter.closed_at))


@transaction.atomic
def move_line(
    line: NeedLine, *, from_on: date | None, until_on: date | None, by: Who, reason: str = "",
    now: datetime | None = None,
) -> NeedLine:  # fmt: skip
    """It is needed on other days; what was promised stays promised.

    Raises DatesReversed, LineIsClosed, MatterIsClosed.
    """
    in_order(from_on, until_on)
    line = locks.take_line(line)
    still_open(line)
    line.from_on, line.until_on = from_on, until_on
    line.save(update_fields=["from_on", "until_on"])
    record(
        LineMoved(steward=line.steward_id, line=line.pk, matter=line.matter_id, from_on=from_on, until_on=until_on),
        by=by, reason=reason, at=now,
    )  # fmt: skip
    return line


@transaction.atomic
def resize_line(line: NeedLine, *, quantity: int, by: Who, reason: str = "", now: datetime | None = None) -> NeedLine:
    """It takes more or less than was asked for. Never less than what was promised, what came, and what another line
    handed over to this one: those stay asked for.

    Raises NotACount, LineIsClosed, MatterIsClosed.
    """
    whole(quantity)
    line = locks.take_line(line)
    still_open(line)
    merged = NeedLine.objects.of(line.steward_id).filter(merged_into=line)
    handed = merged.aggregate(all=Sum("merged_quantity"))["all"] or 0
    quantity = max(quantity + handed, line.promised + line.delivered)
    if quantity == line.quantity:
        return line
    line.quantity = quantity
    line.save(update_fields=["quantity"])
    record(
        LineResized(steward=line.steward_id, line=line.pk, matter=line.matter_id, quantity=quantity),
        by=by, reason=reason, at=now,
    )  # fmt: skip
    return line


@transaction.atomic
def accept_as_enough(line: NeedLine, *, reason: str, by: Who, now: datetime | None = None) -> NeedLine:
    """Say that what came is enough, though less than asked for; both numbers stay.

    Raises ReasonMissing, LineIsClosed, LineHasPromises (end them first: those people prepare for it), NothingCameYet.
    """
    line = _closable(line, reason)
    if not line.delivered:
        raise NothingCameYet(name=line.spec.name)
    line.is_enough_at, line.is_enough_by_id = now or timezone.now(), hand_of(by)
    line.save(update_fields=["is_enough_at", "is_enough_by_id"])
    record(LineIsEnough(steward=line.steward_id, line=line.pk, matter=line.matter_id), by=by, reason=reason, at=now)
    return line


@transaction.atomic
def withdraw_line(line: NeedLine, *, reason: str, by: Who, now: datetime | None = None) -> NeedLine:
    """No longer ask for it.

    Raises ReasonMissing, LineIsClosed, LineHasPromises, LineHasDeliveries (what came stays: say that it is enough).
    """
    line = _closable(line, reason)
    if line.delivered:
        raise LineHasDeliveries(name=line.spec.name, unit=line.spec.unit, delivered=line.delivered)
    line.withdrawn_at, line.withdrawn_by_id = now or timezone.now(), hand_of(by)
    line.save(update_fields=["withdrawn_at", "withdrawn_by_id"])
    record(LineWithdrawn(steward=line.steward_id, line=line.pk, matter=line.matter_id), by=by, reason=reason, at=now)
    return line


@transaction.atomic
def merge_lines(line: NeedLine, *, into: NeedLine, reason: str, by: Who, now: datetime | None = None) -> NeedLine:
    """The same was asked for twice: what has not come of `line` is asked for by `into` from now on. What came stays
    where it came. Returns `into`.

    Raises ReasonMissing, LineIsClosed, MatterIsClosed, LineHasPromises (end them first), LinesDiffer, NothingLacks.
    """
    if line.pk == into.pk or line.spec_id != into.spec_id or line.steward_id != into.steward_id:
        raise LinesDiffer(name=line.spec.name, other=into.spec.name)
    # Two mergings that cross would wait for each other: both lines are taken in the order of their keys.
    for one in sorted((line, into), key=lambda each: each.pk):
        locks.take_line(one)
    line, into = _closable(line, reason), locks.take_line(into)
    now = now or timezone.now()
    still_open(into)
    moved = line.quantity - line.delivered
    if not moved:
        raise NothingLacks(name=line.spec.name)
    into.quantity += moved
    into.save(update_fields=["quantity"])
    line.merged_into, line.merged_quantity = into, moved
    closed = "is_enough" if line.delivered else "withdrawn"
    setattr(line, f"{closed}_at", now)
    setattr(line, f"{closed}_by_id", hand_of(by))
    line.save(update_fields=["merged_into", "merged_quantity", f"{closed}_at", f"{closed}_by_id"])
    record(
        LineMerged(steward=line.steward_id, line=line.pk, into=into.pk, matter=line.matter_id, quantity=moved),
        by=by,
        reason=reason,
        at=now,
    )
    return into
