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


# Reads across stewards that are meant, by file and function. Identities belong to the installation: whether somebody
# still holds an office anywhere, and where they are known, is asked of all stewards; the answer is yes, no or a count.
ACROSS = {
    "ruammue/papers/orphans.py": {"_remove_unless_named"},  # one shelf of files for the whole installation
    "ruammue/people/queries.py": {"card_opens", "organisation_here", "stewards_of", "without_office"},
    "ruammue/people/actions/accounts.py": {"open_account", "_refuse_elsewhere"},
    "ruammue/people/actions/cards.py": {"_works_in_an_office"},
    "ruammue/people/actions/privacy.py": {"anonymise_person"},
    "ruammue/people/actions/roles.py": {"_judge_second_step", "give_role"},
    # Every count hangs on a matter that was read through its steward: the tie is made in the file's own `_count`.
    "ruammue/loop/facts.py": {"_columns"},
}


def calls_of(chain: ast.expr) -> Iterator[ast.Call]:
    """Every call along `a.b(...).c(...)`."""
    while isinstance(chain, ast.Call | ast.Attribute | ast.Subscript):
        if isinstance(chain, ast.Call):
            yield chain
            chain = chain.func
        else:
            chain = chain.value


def says_whose(chain: ast.expr) -> bool:
    """A read or making of rows that says whose they are.

    `.of(steward)`, `.visible_to(actor)`, a steward among the arguments, a subquery tied to the outer row, no rows at
    all, or the same row again: `.get(pk=row.pk)`, `.get(pk=row.other_id)` of a row that came through the gate.
    """
    words = words_of(chain)
    if {"of", "visible_to", "none"} & set(words):
        return True
    for call in calls_of(chain):
        if any(
            word.arg in {"steward", "steward_id"} or "OuterRef(" in ast.unparse(word.value) for word in call.keywords
        ):
            return True
        again = isinstance(call.func, ast.Attribute) and call.func.attr == "get"
        if again and any(word.arg == "pk" and isinstance(word.value, ast.Attribute) for word in call.keywords):
            return True
    return words[-1] in {"bulk_create", "bulk_update"}


def unheld_reads(
    file: Path, tree: ast.Module, held: set[str], meant: frozenset[str] | set[str] = frozenset()
) -> list[str]:
    """Reads of a held table that do not say whose rows, functions in `meant` left out."""
    inner = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    inner |= {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name in meant:
            inner |= {id(part) for part in ast.walk(node)}
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call | ast.Attribute) or id(node) in inner:
            continue
        words = words_of(node)
        if len(words) < 2 or words[0] not in held or words[1] not in {"objects", "_default_manager"}:
            continue
        if not says_whose(node):
            found.append(f"{where(file, node)} {ast.unparse(node)[:100]}")
    return found


def test_every_held_table_is_read_through_its_steward() -> None:
    held = held_names()
    found = []
    for file in modules():
        meant = ACROSS.get(file.relative_to(ROOT).as_posix(), set())
        gone = meant - {node.name for node in ast.walk(parsed(file)) if isinstance(node, ast.FunctionDef)}
        found += [f"{file.name} has no {name} any more: take it out of ACROSS" for name in gone]
        found += unheld_reads(file, parsed(file), held, meant)
    assert not found, report(found)


@pytest.mark.parametrize(
    "line",
    [
        "Village.objects.all()",
        "Village.objects.get(pk=key)",
        "Village.objects.create(moo=1)",
        "Village.objects.filter(pk__in=[row.pk for row in rows])",
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
        "Village.objects.get_or_create(steward_id=need.steward_id, moo=1)",
        "Village.objects.none()",
        "Exists(Village.objects.filter(area=OuterRef('pk')))",
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
