"""One lawful row of any table, made from the table's own description, so that a URL has something to ask for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.core.files.base import ContentFile
from django.db import models
from django.utils import timezone

from ruammue.decisions.models import Item
from ruammue.foundation.keys import new_key
from ruammue.networks.models import Network
from ruammue.people.models import Organisation, Person
from ruammue.places.models import Area, Held, Steward, Village
from tests.cast import Cast


def _next_item(cast: Cast) -> Item:
    """A resolution stands at a row of the agenda that nobody can take off any more: not at the one others ask for."""
    item = Item.objects.of(cast.steward).order_by("-order")[0]
    item.pk, item.order, item._state.adding = new_key(), item.order + 1, True
    item.save()
    return item


def _pair(*people: Person) -> dict[str, Any]:
    """Two persons in the one order in which such a pair is kept."""
    return dict(zip(("one", "other"), sorted(people, key=lambda person: person.pk), strict=True))


# What a table's check constraints ask for beyond the types of its fields.
LAWFUL: dict[str, Callable[[Cast], dict[str, Any]]] = {
    "coordination.Coordinator": lambda cast: {"village": cast.villages[0]},
    "resources.Spec": lambda cast: {"unit": "piece"},
    "decisions.Resolution": lambda cast: {"item": _next_item(cast)},
    "goals.Indicator": lambda cast: {"direction": "up", "baseline_milli": 0, "target_milli": 1_000},
    "work.Competence": lambda cast: {"person": cast.persons["officer"], "said_level": 2},
    "work.Task": lambda cast: {"priority": 2, "minutes": 240},
    "work.SignUp": lambda cast: {"begins": 480, "ends": 720},
    "work.Apart": lambda cast: _pair(cast.persons["officer"], Person.objects.create(given_name="สมหมาย")),
    "resources.Offer": lambda cast: {"person": cast.persons["officer"]},
    "resources.TrustLimit": lambda cast: {
        "taker": Network.objects.create(steward=cast.steward, name="เครือข่ายอื่น", level="tambon", form="partners")
    },
    "resources.ExchangeWish": lambda cast: {"provider": cast.organisations["shop"], "organisation": cast.office},
    "resources.ExchangeWord": lambda cast: {"mediator_person": cast.persons["officer"]},
    "resources.Lesson": lambda cast: {"worked": "ดี"},
    "resources.NotThisTime": lambda cast: {"person": cast.persons["officer"]},
    "resources.Commitment": lambda cast: {"person": cast.persons["officer"]},
    "resources.InterestTie": lambda cast: {"organisation": cast.organisations["shop"]},
    "resources.PrintName": lambda cast: {"organisation": cast.organisations["shop"]},
    "resources.Thanks": lambda cast: {"organisation": cast.organisations["shop"]},
    "resources.Settlement": lambda cast: {"proposed_side": "receiver"},
}


def a_row_of(table: type[models.Model], cast: Cast, known: dict[type[models.Model], models.Model]) -> models.Model:
    """A row of `table` at the cast's steward: one that is there, or a new one with all that it points to."""
    known.setdefault(Steward, cast.steward)
    known.setdefault(Area, cast.steward.area)
    known.setdefault(Village, cast.villages[0])
    known.setdefault(Person, cast.persons["officer"])
    known.setdefault(Organisation, next(iter(cast.organisations.values())))
    if table not in known and issubclass(table, Held) and (there := table.objects.of(cast.steward).first()):
        known[table] = there
    if table not in known:
        values = {
            field.name: _value(field, cast, known)
            for field in table._meta.concrete_fields
            if not (
                field.primary_key or field.null or field.has_default() or (field.blank and field.empty_strings_allowed)
            )
        }
        lawful = LAWFUL[table._meta.label](cast) if table._meta.label in LAWFUL else {}
        known[table] = table._default_manager.create(**{**values, **lawful})
    return known[table]


def _value(field: Any, cast: Cast, known: dict[type[models.Model], models.Model]) -> Any:
    if isinstance(field, models.ForeignKey):
        return a_row_of(field.related_model, cast, known)
    if field.choices:
        return field.choices[0][0]
    makers: list[tuple[type[models.Field[Any, Any]], Any]] = [
        (models.DateTimeField, timezone.now),
        (models.DateField, dt.date.today),
        (models.TimeField, lambda: dt.time(9)),
        (models.UUIDField, lambda: cast.persons["officer"].pk),
        (models.BinaryField, lambda: b"x" * 32),
        (models.JSONField, dict),
        (models.BooleanField, lambda: False),
        (models.FileField, lambda: ContentFile(b"x", name="x.jpg")),
        (models.IntegerField, lambda: 1),
        (models.DecimalField, lambda: 1),
        (models.CharField, lambda: "x"),
        (models.TextField, lambda: "x"),
    ]
    return next(make() for kind, make in makers if isinstance(field, kind))
