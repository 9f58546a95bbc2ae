"""What people choose and type about a project."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from ruammue.foundation.forms import HouseForm, PlainTextField
from ruammue.resources.knowledge.forms import LessonForm
from ruammue.resources.wording import amount
from ruammue.work.queries.boards import LineToChoose


class ProjectForm(HouseForm):
    """The name of a project."""

    title = PlainTextField(
        label=_("What is the project called?"), max_length=200,
        help_text=_("Without names of people in need: everybody reads it once the matter is public."),
    )  # fmt: skip


class ProjectLinesForm(HouseForm):
    """Which things asked for serve the project."""

    lines = forms.TypedMultipleChoiceField(
        label=_("What the matter asks for"), coerce=str, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, choices: Iterable[LineToChoose], **kwargs: Any) -> None:
        choices = list(choices)
        chosen = [str(line.row.id) for line in choices if line.is_chosen]
        super().__init__(*args, initial={"lines": chosen}, **kwargs)
        field: Any = self.fields["lines"]
        field.choices = [(str(line.row.id), _said(line)) for line in choices]


def _said(line: LineToChoose) -> str:
    """Name and amount, and where else it counts."""
    name = f"{line.row.thing} {amount(line.row.quantity, line.row.unit)}"
    if not line.also:
        return name
    return _t("%(thing)s (serves %(others)s as well)") % {"thing": name, "others": " · ".join(line.also)}


class CloseProjectForm(LessonForm):
    """The end of a project, with three lines of which all may stay empty."""

    may_be_empty = True
    things_go_on = forms.BooleanField(
        label=_("I read it. What is promised and what lacks goes on under the matter."), required=False
    )

    def __init__(self, *args: Any, has_things: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_things:
            del self.fields["things_go_on"]
