"""Kinds of resources: their units, the bar they stand under, and common things that one tap adds to a list."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ruammue.foundation import quantities
from ruammue.resources.models import Spec

_DIMENSIONS: dict[str, tuple[str, ...]] = {
    Spec.Kind.GOODS: ("piece", "mass", "volume", "length", "area"),
    Spec.Kind.MONEY: ("money",),
    Spec.Kind.VENUE: ("duration", "occasion", "piece"),
    Spec.Kind.VEHICLE: ("machine_time", "piece", "occasion"),
    Spec.Kind.HOURS: ("labour", "person"),
    Spec.Kind.SKILL: ("labour", "person", "occasion"),
    Spec.Kind.KNOWLEDGE: ("occasion", "labour", "person", "piece"),
    Spec.Kind.AUTHORITY: ("occasion", "piece"),
    Spec.Kind.DATA: ("piece", "occasion"),
}
_GIVEN = ("money", "labour", "person")
PEOPLE, THINGS, KNOWLEDGE = "people", "things", "knowledge"
_BARS = {
    Spec.Kind.HOURS: PEOPLE,
    Spec.Kind.SKILL: PEOPLE,
    Spec.Kind.KNOWLEDGE: KNOWLEDGE,
    Spec.Kind.DATA: KNOWLEDGE,
}
BAR_WORDS: dict[str, Promise] = {
    PEOPLE: pgettext_lazy("bar", "People"),
    THINGS: _("Things and money"),
    KNOWLEDGE: _("Knowledge"),
}


def units_of(kind: str) -> tuple[str, ...]:
    """Unit codes in which a kind may be counted, the most usual first. Money is kept in satang and typed in baht."""
    if kind == Spec.Kind.MONEY:
        return ("satang",)
    order = _DIMENSIONS[Spec.Kind(kind)]
    units = [unit for unit in quantities.UNITS.values() if unit.dimension in order]
    return tuple(unit.code for unit in sorted(units, key=lambda unit: order.index(unit.dimension)))


def typed_unit(unit: str) -> str:
    """The unit in which people type and read a quantity: baht for satang, else the unit itself."""
    return "baht" if unit == "satang" else unit


def may_be_lent(unit: str) -> bool:
    """Whether what is counted so can go back: people's time and money are given, and what is used is gone."""
    return quantities.UNITS[unit].dimension not in _GIVEN


def bar_of(kind: str) -> str:
    """Which of the three bars of mobilising a kind stands under: people, things, knowledge."""
    return _BARS.get(Spec.Kind(kind), THINGS)


@dataclass(frozen=True, slots=True)
class Common:
    """A thing that nearly every tambon needs now and then."""

    key: str
    name: Promise
    kind: str
    unit: str


COMMON: tuple[Common, ...] = (
    Common("hands", _("hands for work"), Spec.Kind.HOURS, "person_day"),
    Common("driver", _("driver"), Spec.Kind.SKILL, "person"),
    Common("craftsman", _("craftsman"), Spec.Kind.SKILL, "person_day"),
    Common("electrician", _("electrician"), Spec.Kind.SKILL, "person_day"),
    Common("tables", _("tables"), Spec.Kind.GOODS, "body"),
    Common("chairs", _("chairs"), Spec.Kind.GOODS, "body"),
    Common("tents", _("tents"), Spec.Kind.GOODS, "building"),
    Common("loudspeakers", _("loudspeakers"), Spec.Kind.GOODS, "set"),
    Common("cement", _("cement"), Spec.Kind.GOODS, "bag"),
    Common("seedlings", _("seedlings"), Spec.Kind.GOODS, "plant"),
    Common("meals", _("boxed meals"), Spec.Kind.GOODS, "box"),
    Common("hall", _("meeting hall"), Spec.Kind.VENUE, "day"),
    Common("pickup", _("pick-up truck"), Spec.Kind.VEHICLE, "vehicle_day"),
    Common("backhoe", _("backhoe"), Spec.Kind.VEHICLE, "vehicle_day"),
    Common("money", _("money for materials"), Spec.Kind.MONEY, "satang"),
    Common("speaker", _("speaker who teaches"), Spec.Kind.KNOWLEDGE, "occasion"),
    Common("permit", _("permission to use the place"), Spec.Kind.AUTHORITY, "occasion"),
    Common("map", _("map of the area"), Spec.Kind.DATA, "sheet"),
    Common("survey", _("survey and design"), Spec.Kind.KNOWLEDGE, "occasion"),
)
