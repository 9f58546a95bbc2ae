"""What a call says that it lacks, read into things and quantities: nothing is typed twice.

A call is written for people ("รถแบ็คโฮ 1 คัน 2 วัน, คนขับ 1 คน"). What can be read is offered, to be looked at before
anything is asked for; what cannot be read keeps its words and an empty quantity. Nothing is guessed in silence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import override

from ruammue.foundation.quantities import UNITS
from ruammue.foundation.thai_digits import to_arabic
from ruammue.needs.models import Call
from ruammue.resources import kinds
from ruammue.resources.models import Spec

_PARTS = re.compile(r"\s*(?:,(?!\d{3}\b)|;|·|\n|\s+และ\s*)\s*")
_AMOUNT = re.compile(r"(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<word>[^\s\d,.()]*)")
_DAYS = {"คน": "person_day", "คัน": "vehicle_day"}
BARE = {Spec.Kind.HOURS: "person", Spec.Kind.MONEY: "satang", Spec.Kind.KNOWLEDGE: "occasion"}
"""What a number without a word counts, where it can mean one thing only: people, baht, times."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A thing that a call names: `typed` is its quantity as one would type it in `unit`; both empty when unread."""

    name: str
    kind: str
    unit: str
    typed: str


def wishes_of(call: Call) -> list[Wish]:
    """Everything that a call lacks, in the order of its page."""
    told = (
        (Spec.Kind.HOURS, call.lacks_people),
        (Spec.Kind.GOODS, call.lacks_things),
        (Spec.Kind.KNOWLEDGE, call.lacks_knowledge),
        (Spec.Kind.MONEY, call.lacks_money),
    )
    return [_wish(part, kind) for kind, text in told for part in _PARTS.split(text.strip()) if part]


def unit_named(word: str, kind: str) -> str:
    """The code of the unit that people call by this word, among those of a kind; "" for none."""
    known = (UNITS[code] for code in kinds.units_of(kind))
    if kind == Spec.Kind.MONEY:
        return "satang" if word in ("บาท", "") else ""
    return next((unit.code for unit in known if word and word in (unit.thai, unit.english, unit.one, *unit.also)), "")


def _nameless(kind: str) -> str:
    """What "20 people" and "5,000 baht" are called on the list of things, which is Thai."""
    key = {Spec.Kind.HOURS: "hands", Spec.Kind.MONEY: "money"}.get(Spec.Kind(kind), "")
    with override("th"):
        return next((str(one.name) for one in kinds.COMMON if one.key == key), "")


def wish_of(text: str) -> Wish:
    """One thing that somebody wishes for in a few words ("รถเกรด 1 วัน")."""
    return _wish(text, Spec.Kind.GOODS)


def _wish(part: str, kind: str) -> Wish:
    plain = to_arabic(part)
    if kind == Spec.Kind.GOODS and plain.startswith("รถ"):
        kind = Spec.Kind.VEHICLE
    found = list(_AMOUNT.finditer(plain))
    if not found:
        return Wish(part, kind, BARE.get(Spec.Kind(kind), ""), "")
    first = found[0]
    name = re.sub(r"\s+", " ", plain[: first.start()] + plain[found[-1].end() :]).strip(" ()")
    number, word = first["number"], first["word"]
    if len(found) == 2 and found[1]["word"] == "วัน" and word in _DAYS and number.isdigit():
        # One digger for two days is two days of a digger.
        days = found[1]["number"]
        if days.isdigit():
            return Wish(name or _nameless(kind), kind, _DAYS[word], str(int(number) * int(days)))
    if len(found) > 1:
        name = re.sub(r"\s+", " ", plain[: first.start()] + plain[first.end() :]).strip(" ()")
    unit = unit_named(word, kind) if word else BARE.get(Spec.Kind(kind), "")
    return Wish(name or _nameless(kind), kind, unit, number if unit else "")
