"""The shape of what people type here. Forms never save."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ruammue.evidence.queries import STATES, ResultState
from ruammue.foundation.forms import HouseForm, PhotosField, PlainTextField
from ruammue.needs.models import Category


class FilterForm(forms.Form):
    """The sentence above the list. What cannot be read counts as all."""

    state = forms.ChoiceField(
        required=False,
        choices=[
            ("", _("all")),
            (STATES[0], _("that call for help")),
            (STATES[1], _("that are being worked on")),
            (STATES[2], _("that have a result")),
        ],
    )
    village = forms.ChoiceField(required=False)
    category = forms.ChoiceField(required=False, choices=[("", _("everything")), *Category.choices])

    def __init__(self, *args: Any, villages: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        village: Any = self.fields["village"]
        village.choices = [("", _("every village")), *villages]

    def word(self, name: str) -> str:
        """What was chosen, or "" when it is nothing that can be chosen."""
        self.is_valid()
        return str(self.cleaned_data.get(name, ""))


class ResultForm(HouseForm):
    """What came of it. What a meeting has recorded already is not asked again; of one person no picture is taken."""

    text = PlainTextField(
        label=_("What came of it?"),
        max_length=600,
        rows=4,
        help_text=_("In words for everybody. No names of villagers."),
    )
    improved = PlainTextField(
        label=_("What does the office do better because of this?"), max_length=400, rows=2, required=False
    )
    photo = PhotosField(
        label=_("One picture of the result"),
        required=False,
        most=1,
        help_text=_("Everybody will see it. Ask the people in it first."),
    )

    unmeasured = PlainTextField(
        label=_("Why is the goal not measured?"),
        max_length=300,
        rows=2,
        required=False,
        help_text=_("Only when you publish without a number. It stays in the office's record."),
    )

    def __init__(
        self, *args: Any, state: ResultState, is_sensitive: bool, unmeasured: Sequence[Any] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if not unmeasured:
            del self.fields["unmeasured"]
        self.fields["text"].initial = state.text
        self.fields["improved"].initial = state.improved
        if state.improved_before:
            del self.fields["improved"]
        if is_sensitive:
            del self.fields["photo"]
            self.fields["text"].help_text = _("For the office's own record: nothing of it goes out.")


class NumberForm(HouseForm):
    """Under which number the office files participation this year."""

    number = PlainTextField(
        label=_("Number in this year's list"), max_length=20, help_text=_("For example o25. It changes every year.")
    )
