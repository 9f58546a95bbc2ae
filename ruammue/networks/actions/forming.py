"""Networks come to be: proposed slots, said to exist or not, formed for a matter, with order and papers."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from ruammue import rulebook
from ruammue.foundation.levels import Level
from ruammue.ledger.actions import record
from ruammue.ledger.who import Who
from ruammue.needs.models import Matter
from ruammue.networks.events import (
    NetworkConfirmed,
    NetworkFormed,
    NetworkRemoved,
    OrderTyped,
    PaperAttached,
    SlotsPrepared,
)
from ruammue.networks.models import Network, NetworkPaper, Seat
from ruammue.networks.refusals import (
    AlreadyConfirmed,
    MeetingDayMissing,
    MinutesDoNotEnd,
    NeedsAVillage,
    NetworkIsRemoved,
    NobodyToConfirm,
    NotOfThisSteward,
    OrderNumberMissing,
    StatutoryCommittee,
    TermReversed,
)
from ruammue.papers.models import Attachment
from ruammue.places.models import Area, Steward, Village


@transaction.atomic
def prepare_slots(steward: Steward, *, by: Who) -> int:
    """Make the places for what a tambon usually has, none of them claimed to exist. Returns how many were made.

    Per village: committee, forum, health volunteers, village fund. For the tambon: the three statutory
    committees with their seats (DOMAIN 2.2), empty. Amphoe, changwat and country have empty shelves, which are
    no rows. Done again it adds only what is missing; what was removed stays removed.
    """
    steward = Steward.objects.select_for_update().get(pk=steward.pk)
    known: set[tuple[str, UUID | None]] = set(
        Network.objects.of(steward).exclude(rule_key="").values_list("rule_key", "village_id")
    )
    # A village that may be the neighbour's gets its places when the office has said that it is ours.
    villages = list(Village.objects.of(steward).filter(is_confirmed=True).order_by("area_id"))
    made = [
        Network(
            steward=steward,
            name=f"{body.name} {village.label}",
            level=Level.VILLAGE,
            form=body.form,
            rule_key=body.key,
            area_id=village.area_id,
            village=village,
        )
        for village in villages
        for body in rulebook.committees(level=Level.VILLAGE)
        if (body.key, village.pk) not in known
    ]
    statutory = [
        Network(
            steward=steward,
            name=body.name,
            level=body.level,
            form=body.form,
            rule_key=body.key,
            area_id=steward.area_id,
        )
        for body in rulebook.committees(statutory=True)
        if steward.kind == Steward.Kind.LOCAL_GOVERNMENT and (body.key, None) not in known
    ]
    if not made and not statutory:
        return 0
    Network.objects.bulk_create([*made, *statutory])
    Seat.objects.bulk_create([seat for network in statutory for seat in _statutory_seats(network)])
    count = len(made) + len(statutory)
    record(SlotsPrepared(steward=steward.pk, networks=count, villages=len(villages)), by=by)
    return count


def _statutory_seats(network: Network) -> list[Seat]:
    """Empty seats as the rulebook has them, numbered where a category has several. Not saved."""
    body = rulebook.committee(network.rule_key)
    seats: list[Seat] = []
    for line in body.seats if body else ():
        for number in range(1, line.prepared + 1):
            seats.append(
                Seat(
                    steward_id=network.steward_id,
                    network=network,
                    order=len(seats) + 1,
                    label=f"{line.label} คนที่ {number}" if line.prepared > 1 else line.label,
                    category=line.category,
                    office=line.office,
                    chosen_by=line.chosen_by,
                    has_vote=line.has_vote,
                )
            )
    return seats


def locked(network: Network) -> Network:
    """The network under its row lock; every change in a committee waits here. Raises NetworkIsRemoved."""
    network = Network.objects.select_for_update().get(pk=network.pk)
    if network.removed_at is not None:
        raise NetworkIsRemoved(name=network.name)
    return network


def assure(network: Network, *, by: Who, now: datetime) -> None:
    """Whoever works with a proposed network says by it that it exists. `network` must be locked."""
    if network.is_confirmed or by.person_id is None:
        return
    network.confirmed_at, network.confirmed_by_id = now, by.person_id
    network.save(update_fields=["confirmed_at", "confirmed_by_id"])
    if not network.seats.exists():
        Seat.objects.bulk_create(_statutory_seats(network))
    record(NetworkConfirmed(steward=network.steward_id, network=network.pk), by=by)


@transaction.atomic
def confirm_network(network: Network, *, by: Who, now: datetime | None = None) -> Network:
    """Say that a proposed network exists ("มีจริง"); its seats then stand ready. A second time changes nothing.

    Raises NetworkIsRemoved.
    """
    network = locked(network)
    assure(network, by=by, now=now or timezone.now())
    return network


@transaction.atomic
def remove_slot(network: Network, *, by: Who, now: datetime | None = None) -> Network:
    """Say that a proposed network does not exist here ("ไม่มี"). A second time changes nothing.

    Raises StatutoryCommittee, and AlreadyConfirmed for one that is known to exist.
    """
    network = Network.objects.select_for_update().get(pk=network.pk)
    if network.removed_at is not None:
        return network
    body = rulebook.committee(network.rule_key)
    if body is not None and body.is_statutory:
        raise StatutoryCommittee(name=network.name)
    if network.is_confirmed:
        raise AlreadyConfirmed(name=network.name)
    if by.person_id is None:
        raise NobodyToConfirm
    network.removed_at, network.removed_by_id = now or timezone.now(), by.person_id
    network.save(update_fields=["removed_at", "removed_by_id"])
    record(NetworkRemoved(steward=network.steward_id, network=network.pk), by=by)
    return network


@transaction.atomic
def form_network(
    matter: Matter | None,
    *,
    steward: Steward,
    name: str,
    level: str,
    form: str,
    by: Who,
    village: Village | None = None,
    area: Area | None = None,
    theme: str = "",
    purpose: str = "",
    rule_key: str = "",
    now: datetime | None = None,
) -> Network:
    """A network that exists from now on, for a matter or for good; with the seats its `rule_key` asks for.

    Raises NeedsAVillage for one of village level without its village, and NotOfThisSteward for a matter or a
    village of another tenant.
    """
    if level == Level.VILLAGE and village is None:
        raise NeedsAVillage
    for thing in (matter, village):
        if thing is not None and thing.steward_id != steward.pk:
            raise NotOfThisSteward
    now = now or timezone.now()
    network = Network(
        steward=steward,
        name=name,
        level=level,
        form=form,
        village=village if level == Level.VILLAGE else None,
        area=area or (village.area if village else steward.area),
        matter=matter,
        theme=theme,
        purpose=purpose,
        rule_key=rule_key or ("network.partners" if form == Network.Form.PARTNERS else ""),
        confirmed_at=now if by.person_id else None,
        confirmed_by_id=by.person_id,
    )
    network.save(force_insert=True)
    Seat.objects.bulk_create(_statutory_seats(network))
    record(NetworkFormed(steward=steward.pk, network=network.pk, matter=matter.pk if matter else None), by=by, at=now)
    return network


@transaction.atomic
def type_order(
    network: Network,
    number: str,
    on: date,
    scan: Attachment | None = None,
    *,
    by: Who,
    now: datetime | None = None,
) -> Network:
    """Write the number and date of the order as they stand in the office's register; nothing is ever minted here.

    Typed again, the new number stands and the ledger keeps that it changed. Raises OrderNumberMissing,
    NotOfThisSteward, NetworkIsRemoved.
    """
    if not number or on is None:
        raise OrderNumberMissing
    network = locked(network)
    if scan is not None and scan.steward_id != network.steward_id:
        raise NotOfThisSteward
    assure(network, by=by, now=now or timezone.now())
    network.order_number, network.order_on = number, on
    if scan is not None:
        network.order_scan = scan
    network.save(update_fields=["order_number", "order_on", "order_scan"])
    record(OrderTyped(steward=network.steward_id, network=network.pk, on=on), by=by)
    return network


@transaction.atomic
def attach_paper(
    network: Network,
    attachment: Attachment,
    *,
    kind: str,
    title: str,
    by: Who,
    number: str = "",
    signed_on: date | None = None,
    ends_on: date | None = None,
    now: datetime | None = None,
) -> NetworkPaper:
    """Keep an order, MOU, minutes or other paper that the network already has. Its number and day are as typed.

    Raises NotOfThisSteward, TermReversed, MeetingDayMissing, MinutesDoNotEnd, NobodyToConfirm, NetworkIsRemoved.
    """
    network = locked(network)
    if attachment.steward_id != network.steward_id:
        raise NotOfThisSteward
    if signed_on and ends_on and ends_on < signed_on:
        raise TermReversed(from_on=signed_on, until_on=ends_on)
    if kind == NetworkPaper.Kind.MINUTES and signed_on is None:
        raise MeetingDayMissing
    if kind == NetworkPaper.Kind.MINUTES and ends_on is not None:
        raise MinutesDoNotEnd
    if by.person_id is None:
        raise NobodyToConfirm
    now = now or timezone.now()
    assure(network, by=by, now=now)
    paper: NetworkPaper = NetworkPaper.objects.create(
        steward_id=network.steward_id,
        network=network,
        attachment=attachment,
        kind=kind,
        title=title,
        number=number,
        signed_on=signed_on,
        ends_on=ends_on,
        attached_at=now,
        attached_by_id=by.person_id,
    )
    record(PaperAttached(steward=network.steward_id, network=network.pk, paper=paper.pk), by=by)
    return paper
