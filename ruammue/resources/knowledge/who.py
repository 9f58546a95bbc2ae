"""Who could know it: organisations by their words and offers; rooms above add what they know (competences, duties).

who.knows(of_work)        # in work's apps.ready(): fn(steward, actor, words) -> list[Knower]
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ruammue.access.actors import Actor
from ruammue.access.gate import allows
from ruammue.networks.models import Partner
from ruammue.places.models import Steward
from ruammue.resources import rules
from ruammue.resources.knowledge.alike import ranked
from ruammue.resources.models import Offer, Spec

KNOWING = (Spec.Kind.KNOWLEDGE, Spec.Kind.SKILL, Spec.Kind.DATA)
MOST = 400
SHOWN = 8


@dataclass(frozen=True, slots=True)
class Knower:
    """Somebody who could be asked, with why. Of a person, only where the reader may know them; else `name` is empty."""

    name: str
    organisation_id: UUID | None
    person_id: UUID | None
    why: tuple[str, ...]
    nearness: int = 0


Finder = Callable[[Steward, Actor, str], list[Knower]]
_finders: list[Finder] = []


def knows(finder: Finder) -> None:
    """Name one more who knows who knows."""
    if finder not in _finders:
        _finders.append(finder)


def who_knows(steward: Steward, actor: Actor, words: str) -> list[Knower]:
    """Whom to ask about it, the nearest to the words first; reasons about one are put together. Two statements here."""
    found = _of_partners(steward, words) + _of_offers(steward, actor, words)
    for finder in _finders:
        found += finder(steward, actor, words)
    together: dict[object, Knower] = {}
    for one in found:
        key = one.organisation_id or one.person_id or one.name
        known = together.get(key)
        if known is None:
            together[key] = one
        else:
            reasons = tuple(dict.fromkeys(known.why + one.why))
            together[key] = replace(known, why=reasons, nearness=max(known.nearness, one.nearness) + 5)
    return sorted(together.values(), key=lambda one: (-one.nearness, one.name))[:SHOWN]


def _of_partners(steward: Steward, words: str) -> list[Knower]:
    today = timezone.localdate()
    rows = Partner.objects.of(steward).filter(Q(until_on=None) | Q(until_on__gte=today)).exclude(good_at="")
    partners = {row.pk: row for row in rows.select_related("organisation").order_by("organisation__name")[:MOST]}
    return [
        Knower(
            partners[key].organisation.name,
            partners[key].organisation_id,
            None,
            (_("says: good at %(what)s") % {"what": partners[key].good_at},),
            near,
        )
        for key, near in ranked(words, {key: row.good_at for key, row in partners.items()})
    ]


def _of_offers(steward: Steward, actor: Actor, words: str) -> list[Knower]:
    rows = Offer.objects.of(steward).filter(withdrawn_at=None, spec__kind__in=KNOWING)
    if not allows(actor, rules.SEE_ALL_GIVERS):
        rows = rows.filter(provider__isnull=False)
    offers = {row.pk: row for row in rows.select_related("spec", "provider", "person").order_by("-offered_at")[:MOST]}
    return [
        Knower(
            offers[key].giver,
            offers[key].provider_id,
            offers[key].person_id,
            (_("offers: %(what)s") % {"what": offers[key].spec.name},),
            near,
        )
        for key, near in ranked(words, {key: f"{row.spec.name} {row.conditions}" for key, row in offers.items()})
    ]
