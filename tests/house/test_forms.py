"""Every form of the house, found by its class: where nothing is chosen, a list says so in words."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator

import pytest
from django import forms
from django.utils.translation import override

from ruammue.foundation.forms import HouseForm
from ruammue.places.models import Area
from tests.house.tree import HOUSE, modules, parsed, report, where

pytestmark = pytest.mark.any_database

NEVER_SHOWN = {"StrengthForm.strength": "three buttons of a row, drawn by their page"}
"""Fields whose choices no reader sees."""


def form_classes() -> list[type[forms.BaseForm]]:
    """Every form class that a module of ours defines."""
    found = set()
    for file in modules():
        if any(isinstance(node, ast.ClassDef) and node.name.endswith(("Form", "Mixin")) for node in parsed(file).body):
            name = ".".join(file.relative_to(HOUSE.parent).with_suffix("").parts)
            module = importlib.import_module(name.removesuffix(".__init__"))
            found |= {one for one in vars(module).values() if isinstance(one, type) and issubclass(one, forms.BaseForm)}
    return sorted((one for one in found if one.__module__.startswith("ruammue.")), key=lambda one: one.__qualname__)


def wordless(kind: type[forms.BaseForm]) -> Iterator[str]:
    """Choices of a form that say nothing when nothing is chosen. A house form has words for what it was not told."""
    for name, field in kind.base_fields.items():
        if f"{kind.__name__}.{name}" in NEVER_SHOWN:
            continue
        if isinstance(field, forms.ModelChoiceField):
            words = [] if field.empty_label is None or issubclass(kind, HouseForm) else [field.empty_label]
        elif isinstance(field, forms.ChoiceField):
            words = [label for value, label in field.choices if value == ""]
        else:
            continue
        with override("th"):
            yield from (
                f"{kind.__qualname__}.{name}: {str(one)!r}" for one in words if not re.search("[ก-ฮ]", str(one))
            )


def test_every_empty_choice_has_thai_words() -> None:
    kinds = form_classes()
    assert len(kinds) > 100, "they are found"
    found = [line for kind in kinds for line in wordless(kind)]
    assert not found, report(found)


def made_outside(tree: ast.Module) -> Iterator[ast.Call]:
    """ModelChoiceField(...) without an empty_label, in a class that is no form of this house by its bases' names."""
    for kind in ast.walk(tree):
        if not isinstance(kind, ast.ClassDef) or not any("django" in base or base == "forms.Form" for base in
                                                         map(ast.unparse, kind.bases)):  # fmt: skip
            continue
        for node in ast.walk(kind):
            is_one = isinstance(node, ast.Call) and ast.unparse(node.func).endswith("ModelChoiceField")
            if is_one and "empty_label" not in {word.arg for word in node.keywords}:  # type: ignore[union-attr]
                yield node  # type: ignore[misc]


def test_no_plain_form_makes_a_list_without_words() -> None:
    found = [where(file, node) for file in modules() for node in made_outside(parsed(file))]
    assert not found, report(found)


class Chosen(HouseForm):
    """Two lists of rows that nobody gave words, and one made as the form is."""

    must = forms.ModelChoiceField(queryset=Area.objects.none())
    may = forms.ModelChoiceField(queryset=Area.objects.none(), required=False)
    told = forms.ModelChoiceField(queryset=Area.objects.none(), empty_label="ทั้งตำบล")

    def __init__(self) -> None:
        super().__init__()
        self.fields["late"] = forms.ModelChoiceField(queryset=Area.objects.none())


def test_a_form_of_the_house_has_words_for_lists_that_were_given_none() -> None:
    with override("th"):
        shown = str(Chosen())
    assert re.findall(r'<option value=""[^>]*>(.*?)</option>', shown) == ["เลือก", "ยังไม่ได้เลือก", "ทั้งตำบล", "เลือก"]


def test_a_plain_form_with_dashes_is_caught() -> None:
    class Plain(forms.Form):
        row = forms.ModelChoiceField(queryset=Area.objects.none())
        word = forms.ChoiceField(choices=[("", "---------"), ("a", "ก")])

    assert len(list(wordless(Plain))) == 2
    code = (
        "class A(forms.Form):\n    def __init__(self):\n        self.fields['x'] = forms.ModelChoiceField(queryset=q)"
    )
    assert len(list(made_outside(ast.parse(code)))) == 1
