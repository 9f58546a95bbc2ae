"""The shape of what people type about work. Forms never save."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ruammue.foundation.forms import HouseForm, OnceField, PhotosField, PlainTextField, ThaiDateField
from ruammue.people.models import Organisation, Person
from ruammue.people.signing.forms import LinkSignatureForm, OwnSignatureForm
from ruammue.work.models import Duty
from ruammue.work.queries import Table


class WorkForm(HouseForm):
    """One more piece of work."""

    title = PlainTextField(label=_("What is to be done?"), max_length=200)
    needs_skill = PlainTextField(
        label=_("What must one be good at for it?"),
        max_length=120,
        required=False,
        help_text=_("One or two words, for example: digger, accounts, first aid."),
    )
    due_on = ThaiDateField(label=_("Done by which day?"), required=False)
    once = OnceField()


class DutiesForm(HouseForm):
    """All cells of the table at once: plain selects, so that it works without script."""

    reason = PlainTextField(
        label=_("Why is it divided like this?"),
        max_length=300,
        required=False,
        help_text=_("Kept in the record, never printed."),
    )

    def __init__(self, *args: Any, table: Table, added: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._cells: dict[str, tuple[UUID, UUID]] = {}
        choices = [("", _("no part")), *Duty.Part.choices]
        for row in table.rows:
            if row.is_done:
                continue
            parts = {cell.organisation_id: cell.part for cell in row.places}
            names = {column.id: column.label for column in table.columns} | {each.pk: each.name for each in added}
            for organisation, name in names.items():
                key = f"d_{row.id.hex}_{organisation.hex}"
                self._cells[key] = (row.id, organisation)
                self.fields[key] = forms.ChoiceField(
                    label=_("%(work)s: %(organisation)s") % {"work": row.label, "organisation": name},
                    choices=choices,
                    required=False,
                    initial=parts.get(organisation, ""),
                )
        self.order_fields([*self._cells, "reason"])

    def cells(self) -> dict[tuple[UUID, UUID], str]:
        """(work, organisation) -> part."""
        return {cell: self.cleaned_data.get(key, "") for key, cell in self._cells.items()}


class _Chosen(forms.SelectMultiple):
    """The same name several times; who chose nobody sends an empty one."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return [value for value in super().value_from_datadict(data, files, name) or () if value]


class AddPartnerForm(forms.Form):
    """Which organisation gets a column too."""

    add = forms.ModelMultipleChoiceField(queryset=Organisation.objects.none(), required=False, widget=_Chosen)

    def clean_add(self) -> list[Organisation]:
        """In the order in which they were given a column, so that none moves under the hand."""
        order = [str(key) for key in self.data.getlist("add")]  # type: ignore[attr-defined]
        return sorted(self.cleaned_data["add"], key=lambda each: order.index(str(each.pk)))

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["add"].queryset = organisations  # type: ignore[attr-defined]


class SignLinkForm(LinkSignatureForm):
    """The name under a signature by link, and the table that was read."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


class ObjectionForm(HouseForm):
    """What should be different before one signs."""

    words = PlainTextField(label=_("What should be different?"), max_length=300, rows=2)


class SignAsForm(OwnSignatureForm):
    """For which of one's organisations one signs, and the table that was read."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


class FinishForm(HouseForm):
    """That a piece of work is done."""

    words = PlainTextField(label=_("How did it go? One sentence"), max_length=300, rows=2, required=False)
    photo = PhotosField(label=_("One photo as evidence"), required=False, most=1)


class NamePersonForm(HouseForm):
    """Who does it."""

    person = forms.ModelChoiceField(label=_("Who does it?"), queryset=Person.objects.none(), empty_label=_("choose"))

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["person"]
        field.queryset = people
        field.label_from_instance = lambda row: row.name


class ReasonForm(HouseForm):
    """Why something is taken back."""

    reason = PlainTextField(label=_("Why?"), max_length=300, rows=2)
