"""The shape of what people type about knowledge. Forms never save."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from ruammue.foundation.forms import HouseForm, OnceField, PlainTextField
from ruammue.foundation.shared_words import SharedWordsForm
from ruammue.needs.models import Category
from ruammue.networks.queries import known_organisations
from ruammue.places.models import Steward


class FindForm(HouseForm):
    """One field: what one would like to know."""

    q = PlainTextField(
        label=_("What would you like to know?"),
        max_length=120,
        required=False,
        help_text=_("For example “repairing a weir” or “dengue fever”. It need not be spelled well."),
    )


class LessonForm(SharedWordsForm):
    """Three lines, any of which may stay empty; all of them where writing is not what the form is for."""

    shared = ("worked", "failed", "next_time")

    may_be_empty = False
    worked = PlainTextField(label=_("What went well?"), max_length=300, rows=2, required=False)
    failed = PlainTextField(label=_("What did not?"), max_length=300, rows=2, required=False)
    next_time = PlainTextField(label=_("What shall we do next time?"), max_length=300, rows=2, required=False)
    once = OnceField()

    def clean(self) -> dict[str, Any]:
        """At least one line."""
        data = super().clean() or self.cleaned_data
        if (
            not self.errors
            and not self.may_be_empty
            and not any(data.get(name) for name in ("worked", "failed", "next_time"))
        ):
            raise forms.ValidationError(_t("Write at least one line, or go back: nobody has to."))
        return data


class QuestionForm(HouseForm):
    """A question, whom it is put to, and its theme where it belongs to no matter."""

    text = PlainTextField(label=_("Your question"), max_length=400, rows=3)
    once = OnceField()

    def __init__(self, *args: Any, steward: Steward, has_matter: bool, chosen: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_matter:
            self.fields["theme"] = forms.ChoiceField(label=_t("What is it about?"), choices=Category.choices)
        self.fields["asked_of"] = forms.ModelChoiceField(
            label=_t("Who could know it?"),
            queryset=known_organisations(steward),
            required=False,
            empty_label=_t("whoever knows it"),
            initial=chosen or None,
        )


class ReplyForm(SharedWordsForm):
    """What one knows. By link, or for somebody else, with the name."""

    shared = ("text",)

    text = PlainTextField(label=_("What do you know about it?"), max_length=1000, rows=5)

    def __init__(self, *args: Any, name: str | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if name is not None:
            self.fields["as_whom"] = PlainTextField(label=_t("Your name"), max_length=160, initial=name)
        else:
            self.fields["once"] = OnceField()
