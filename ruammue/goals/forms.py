"""The shape of what people type about goals. Forms never save."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ruammue.decisions.models import Resolution
from ruammue.foundation.forms import HouseForm, OnceField, PhotosField, PlainTextField, ThaiDateField
from ruammue.foundation.refusals import sentence_for
from ruammue.foundation.text import shorten
from ruammue.goals import queries, values
from ruammue.goals.actions import IndicatorFacts
from ruammue.goals.models import Indicator
from ruammue.networks.queries import known_organisations
from ruammue.people.models import Organisation
from ruammue.places.models import Steward


class ValueField(forms.Field):
    """A measured value in thousandths, from "12.5" or "๑๒.๕"."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "size": 10}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> int | None:
        """Thousandths, or None for nothing."""
        if isinstance(value, int):
            return value
        if value in self.empty_values or not str(value).strip():
            return None
        try:
            return values.parse(str(value))
        except values.NotAValue as refusal:
            raise forms.ValidationError(sentence_for(refusal)) from None

    def prepare_value(self, value: Any) -> Any:
        """Thousandths as the number that is typed."""
        return values.show(value) if isinstance(value, int) else value


class IndicatorForm(HouseForm):
    """How we shall know that it got better."""

    name = PlainTextField(
        label=_("What do we count or measure?"),
        max_length=200,
        help_text=_("For example: households that have water all year."),
    )
    unit = PlainTextField(
        label=_("In what do we count?"), max_length=40, help_text=_("For example: households, days, %")
    )
    direction = forms.ChoiceField(
        label=_("What is better?"),
        choices=Indicator.Direction.choices,
        initial=Indicator.Direction.UP,
        widget=forms.RadioSelect,
    )
    baseline = ValueField(label=_("How many are there today?"))
    baseline_on = ThaiDateField(label=_("Counted on which day?"), may_be_future=False)
    baseline_source = PlainTextField(
        label=_("Who counted, or from which paper?"),
        max_length=200,
        help_text=_("For example: survey of the volunteers."),
    )
    target = ValueField(label=_("How many do we want?"))
    owner = forms.ModelChoiceField(
        label=_("Who measures from now on?"),
        queryset=Organisation.objects.none(),
        empty_label=_("choose an organisation"),
    )
    source = PlainTextField(
        label=_("How do they measure?"), max_length=200, help_text=_("For example: ask every house.")
    )
    frequency = forms.ChoiceField(
        label=_("How often?"), choices=Indicator.Frequency.choices, initial=Indicator.Frequency.MONTH
    )

    def __init__(self, *args: Any, steward: Steward, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = known_organisations(steward)  # type: ignore[attr-defined]
        self.fields["baseline_on"].initial = timezone.localdate()

    def facts(self) -> IndicatorFacts:
        """The cleaned facts as the actions take them."""
        data = self.cleaned_data
        return IndicatorFacts(
            name=data["name"],
            unit=data["unit"],
            direction=data["direction"],
            baseline_milli=data["baseline"],
            baseline_on=data["baseline_on"],
            baseline_source=data["baseline_source"],
            target_milli=data["target"],
            owner=data["owner"],
            source=data["source"],
            frequency=data["frequency"],
        )


class DraftForm(IndicatorForm):
    """A goal from a resolution: what we want, by when, and how we shall know."""

    resolution = forms.ModelChoiceField(
        label=_("From which resolution?"),
        queryset=Resolution.objects.none(),
        required=False,
        empty_label=_("from none: agreed otherwise"),
    )
    statement = PlainTextField(
        label=_("What do we want to have reached together?"),
        max_length=300,
        rows=2,
        help_text=_("One sentence that everybody understands. No names of villagers."),
    )
    due_on = ThaiDateField(label=_("By which day?"), may_be_past=False)
    once = OnceField()

    field_order = ("resolution", "statement", "due_on")

    def __init__(self, *args: Any, resolutions: QuerySet[Resolution], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["resolution"]
        field.queryset = resolutions
        field.label_from_instance = lambda row: shorten(row.text, 80)
        if not resolutions:
            del self.fields["resolution"]


class ReadingForm(HouseForm):
    """One number and one photo; everything else is filled in already."""

    value = ValueField(label=_("The number you counted"))
    photo = PhotosField(label=_("One photo as evidence"), required=False, most=1)
    on = ThaiDateField(label=_("Counted on which day?"), may_be_future=False)
    source = PlainTextField(label=_("How was it counted?"), max_length=200)
    note = PlainTextField(
        label=_("A word about it"),
        max_length=300,
        rows=2,
        required=False,
        help_text=_("Needed when the number surprises."),
    )
    once = OnceField()

    def __init__(self, *args: Any, indicator: Indicator, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"].label = _("How many %(unit)s today?") % {"unit": indicator.unit}
        self.fields["on"].initial = timezone.localdate()
        self.fields["source"].initial = indicator.source


class ReviseForm(HouseForm):
    """A new version of a goal: other words, day or targets, and why."""

    statement = PlainTextField(label=_("What do we want to have reached together?"), max_length=300, rows=2)
    due_on = ThaiDateField(label=_("By which day?"), may_be_past=False)
    reason = PlainTextField(
        label=_("Why is it changed?"), max_length=300, rows=2, help_text=_("Everybody who signed reads this.")
    )
    once = OnceField()

    field_order = ("statement", "due_on")

    def __init__(self, *args: Any, goal: queries.GoalRow, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["statement"].initial, self.fields["due_on"].initial = goal.statement, goal.due_on
        self._targets = {f"target_{row.id.hex}": row for row in goal.indicators}
        for name, row in self._targets.items():
            self.fields[name] = ValueField(
                label=_("New target: %(name)s (%(unit)s)") % {"name": row.name, "unit": row.unit},
                initial=row.target_milli,
            )
        self.order_fields(["statement", "due_on", *self._targets, "reason"])

    def targets(self) -> dict[Any, int]:
        """Indicator id -> thousandths."""
        return {row.id: self.cleaned_data[name] for name, row in self._targets.items()}


class DropForm(HouseForm):
    """Why a goal is given up."""

    reason = PlainTextField(label=_("Why is it given up?"), max_length=300, rows=2)


class FilterForm(forms.Form):
    """The sentence above the list. What cannot be read counts as all."""

    state = forms.ChoiceField(
        label=_("Goals"),
        required=False,
        choices=[
            ("", _("all that we pursue")),
            ("waiting", _("waiting for signatures")),
            ("shared", _("shared")),
            ("overdue", _("past their day")),
            ("dropped", _("given up or replaced")),
        ],
    )
