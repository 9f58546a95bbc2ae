"""Tables: every field classified, every moment with its person, every key begins with the steward, every read too."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models
from django.db.models import F, Q
from django.test.utils import isolate_apps

from ruammue.foundation.privacy import FieldClass, registry
from ruammue.places.models import Held
from tests.house.test_writes import words_of
from tests.house.tree import ROOT, modules, parsed, report, where

# Tables of the installation, not of one steward. The ledger knows stewards by id only: a record outlives its rows.
INSTALLATION = {
    "places.Area",
    "places.LocalGovernment",
    "places.Coverage",
    "places.Steward",
    "people.Person",
    "people.Organisation",
    "people.Account",
}
LEDGER = {"ledger.Entry", "ledger.EntryNote", "ledger.Log", "ledger.Head", "ledger.Parcel"}


def ours() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("ruammue.")]


# ---------- privacy ----------


def unclassified(tables: Iterable[type[models.Model]], classes: dict[str, dict[str, FieldClass]]) -> list[str]:
    found = []
    for table in tables:
        label = table._meta.label
        fields = {field.name for field in (*table._meta.local_fields, *table._meta.local_many_to_many)}
        known = set(classes.get(label, {}))
        found += [f"{label}.{name} has no class" for name in fields - known]
        found += [f"{label}.{name} is classified and does not exist" for name in known - fields]
    return found


def test_every_field_is_classified() -> None:
    found = unclassified(ours(), registry)
    labels = {table._meta.label for table in ours()}
    found += [f"{label} is classified and does not exist" for label in registry.keys() - labels if label[0].islower()]
    assert not found, report(found)


def test_an_unclassified_field_is_caught() -> None:
    village = apps.get_model("places.Village")
    classes = {"places.Village": {k: v for k, v in registry["places.Village"].items() if k != "moo"}}
    assert unclassified([village], classes) == ["places.Village.moo has no class"]


# ---------- moments and persons ----------


def names_in(condition: Any) -> Iterator[str]:
    """Every field named in a constraint's condition."""
    if isinstance(condition, Q):
        for child in condition.children:
            yield from names_in(child)
    elif isinstance(condition, tuple):
        yield condition[0].split("__")[0]
        yield from names_in(condition[1])
    elif isinstance(condition, F):
        yield condition.name.split("__")[0]
    elif hasattr(condition, "get_source_expressions"):
        for part in condition.get_source_expressions():
            yield from names_in(part)


# The moment is always there; the person is missing where the house itself, or nobody known, did it.
BY_THE_HOUSE = {
    "goals.Goal: drafted_at and drafted_by_id": "a goal may be drafted on the news of a resolution",
    "work.Work: opened_at and opened_by_id": "work may be opened on the news of a resolution",
    "papers.Attachment: given_at and given_by_id": "a stranger reports a need with a photo",
    "people.RoleHeld: given_at and given_by_id": "the first administrators come from the command line",
}


def loose_pairs(table: type[models.Model]) -> list[str]:
    """Pairs `x_at`, `x_by` that may be half set: nullable, and no check constraint speaks of both.

    Who signs by a link may be nobody we know: then `x_as` holds the name as it was signed, and stands for `x_by`.
    """
    fields = {field.name: field for field in table._meta.local_fields}
    spoken = [
        {word.removesuffix("_id") for word in names_in(constraint.condition)}
        for constraint in table._meta.constraints
        if isinstance(constraint, models.CheckConstraint)
    ]
    found = []
    for name, moment in fields.items():
        act = name[:-3]
        person = next((fields[by] for by in (f"{act}_by", f"{act}_by_id") if by in fields), None)
        if not name.endswith("_at") or person is None or not (moment.null or person.null):
            continue
        persons = {f"{act}_by"} | ({f"{act}_as"} & fields.keys())
        if not moment.null and len(persons) > 1:
            continue
        if not any(name in words and persons & words for words in spoken):
            found.append(f"{table._meta.label}: {name} and {person.name}")
    return found


def test_every_moment_has_its_person() -> None:
    found = {line for table in ours() for line in loose_pairs(table)}
    assert found == BY_THE_HOUSE.keys(), report([*(found ^ BY_THE_HOUSE.keys())])


@isolate_apps("ruammue.places")
def test_a_loose_pair_is_caught() -> None:
    class Loose(models.Model):
        closed_at = models.DateTimeField(null=True)
        closed_by_id = models.UUIDField(null=True)

        class Meta:
            app_label = "places"

    assert loose_pairs(Loose) == ["places.Loose: closed_at and closed_by_id"]


# ---------- keys ----------


def foreign_keys_first(table: type[models.Model]) -> list[str]:
    """What keeps a held table from being spread by its steward."""
    meta, found = table._meta, []
    uniques = [c for c in meta.constraints if isinstance(c, models.UniqueConstraint)]
    if not any(tuple(c.fields) == ("steward", "id") for c in uniques):
        found.append(f"{meta.label}: no UNIQUE(steward, id)")
    found += [
        f"{meta.label}: {c.name} does not begin with steward" for c in uniques if tuple(c.fields)[:1] != ("steward",)
    ]
    found += [f"{meta.label}.{f.name} is unique by itself" for f in meta.local_fields if f.unique and not f.primary_key]
    found += [f"{meta.label}: unique_together" for _ in meta.unique_together]
    return found


def test_every_unique_constraint_begins_with_the_steward() -> None:
    found = [line for table in ours() if issubclass(table, Held) for line in foreign_keys_first(table)]
    assert not found, report(found)


@isolate_apps("ruammue.places")
def test_a_key_without_steward_is_caught() -> None:
    class Loose(Held):
        code = models.CharField(max_length=4, unique=True)
        name = models.CharField(max_length=4)

        class Meta(Held.Meta):
            app_label = "places"
            constraints = [models.UniqueConstraint(fields=["name"], name="loose_name")]

    assert len(foreign_keys_first(Loose)) == 3


def test_every_table_is_held_or_named_here() -> None:
    free = {table._meta.label for table in ours() if not issubclass(table, Held)}
    assert free <= INSTALLATION | LEDGER, report(sorted(free - INSTALLATION - LEDGER))


def test_no_table_hides_a_many_to_many() -> None:
    """An automatic table between two others has neither steward nor class."""
    found = [
        f"{t._meta.label}.{f.name}"
        for t in ours()
        for f in t._meta.local_many_to_many
        if f.remote_field.through._meta.auto_created
    ]
    assert not found, report(found)


# ---------- reads ----------


def held_names() -> set[str]:
    return {table.__name__ for table in ours() if issubclass(table, Held)}


# Counts that hang on a row which was read through its steward: the tie is made in the file's own `_count`.
CORRELATED = {"ruammue/loop/facts.py"}


def unheld_reads(file: Path, tree: ast.Module, held: set[str]) -> list[str]:
    """Reads of a held table that do not say whose rows: no `.of(`, no `.visible_to(` (which begins with it).

    Allowed: making rows (they carry their steward), locking a row that was found before
    (`select_for_update().get(pk=row.pk)`), and a subquery tied to the outer row.
    """
    inner = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    inner |= {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call | ast.Attribute) or id(node) in inner:
            continue
        words = words_of(node)
        if len(words) < 2 or words[0] not in held or words[1] not in {"objects", "_default_manager"}:
            continue
        said = ast.unparse(node)
        makes = words[-1] in {"create", "bulk_create", "bulk_update"}
        locks = "select_for_update" in words and ".pk)" in said.replace(" ", "")
        if not ({"of", "visible_to"} & set(words) or makes or locks or "OuterRef(" in said):
            found.append(f"{where(file, node)} {said[:100]}")
    return found


def test_every_held_table_is_read_through_its_steward() -> None:
    held = held_names()
    files = [file for file in modules() if file.relative_to(ROOT).as_posix() not in CORRELATED]
    found = [line for file in files for line in unheld_reads(file, parsed(file), held)]
    assert not found, report(found)


@pytest.mark.parametrize(
    "line",
    [
        "Village.objects.all()",
        "Village.objects.get(pk=key)",
        "rows = Village.objects",
        "Village.objects.filter(name='x').first()",
        "list(Village.objects.select_related('area')[:3])",
    ],
)
def test_a_read_across_stewards_is_caught(line: str) -> None:
    assert unheld_reads(Path("queries.py"), ast.parse(line), {"Village"})


@pytest.mark.parametrize(
    "line",
    [
        "Village.objects.of(steward).filter(name='x').first()",
        "Village.objects.select_for_update().get(pk=village.pk)",
        "Village.objects.create(steward=steward)",
        "Area.objects.all()",
    ],
)
def test_a_read_of_ones_own_passes(line: str) -> None:
    assert not unheld_reads(Path("queries.py"), ast.parse(line), {"Village"})


@pytest.mark.django_db
def test_the_database_is_the_one_that_was_asked_for() -> None:
    """So that two runs with equal counts are really two databases."""
    import os

    assert connection.vendor == os.environ.get("RUAMMUE_TEST_DB", "sqlite")
