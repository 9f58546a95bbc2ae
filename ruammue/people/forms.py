"""The shape of what is typed about people. Nothing is saved here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from ruammue.access.actors import Role
from ruammue.foundation.forms import (
    HouseForm,
    LookupForm,
    NameField,
    PhoneField,
    PlainTextField,
    ThaiDateField,
    ThaiIntegerField,
)
from ruammue.foundation.levels import Sector
from ruammue.foundation.refusals import sentence_for
from ruammue.foundation.sheets import LARGEST_FILE
from ruammue.foundation.thai_digits import to_arabic
from ruammue.people import queries
from ruammue.people.imports import Importer
from ruammue.people.juristic import is_juristic
from ruammue.people.models import ROLE_LABELS, Acquaintance, DataRequest, Organisation
from ruammue.people.refusals import ColumnMissing
from ruammue.places.models import Steward

NOBODY = ""


class JuristicField(forms.CharField):
    """A juristic number as bare digits, from Thai or Arabic digits with blanks and dashes. A citizen's is refused."""

    def to_python(self, value: Any) -> str:
        """Thirteen digits, or empty."""
        digits = re.sub(r"[\s\-]", "", to_arabic(str(value or "")[:60]))
        if not digits:
            return ""
        if not digits.isdecimal() or len(digits) != 13:
            raise forms.ValidationError(_t("A juristic number has 13 digits. Look once more."))
        if digits[0] != "0":
            raise forms.ValidationError(
                _t("A juristic number begins with 0. This looks like a person's citizen number; we do not keep it.")
            )
        if not is_juristic(digits):
            raise forms.ValidationError(_t("One of the digits is wrong: the last one does not fit the others."))
        return digits


class VillageForm(HouseForm):
    """Base of forms that ask for a village of the steward."""

    def __init__(self, *args: Any, steward: Steward, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.steward = steward
        self.villages = {str(village.pk): village for village in queries.villages(steward)}
        if "village" in self.fields:
            field = self.fields["village"]
            field.choices = [  # type: ignore[attr-defined]
                (NOBODY, _("not known")),
                *((key, village.label) for key, village in self.villages.items()),
            ]

    def clean_village(self) -> Any:
        """The village itself, or None."""
        return self.villages.get(self.cleaned_data["village"])


class PersonForm(VillageForm):
    """A person: a name is enough."""

    prefix = NameField(  # type: ignore[assignment]
        label=_("Title before the name"), max_length=30, required=False, help_text=_("for example นาย, นาง, พระ")
    )
    given_name = NameField(label=_("First name"), max_length=80)
    family_name = NameField(label=_("Family name"), max_length=80, required=False)
    village = forms.ChoiceField(label=_("Village"), required=False)
    phone = PhoneField(label=_("Telephone"), required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)

    @classmethod
    def initial_of(cls, known: Acquaintance) -> dict[str, Any]:
        """What stands there now."""
        person = known.person
        return {
            "prefix": person.prefix,
            "given_name": person.given_name,
            "family_name": person.family_name,
            "phone": person.phone,
            "email": person.email,
            "village": str(known.village_id or NOBODY),
        }


class OwnFactsForm(PersonForm):
    """What a person corrects about themselves."""


class OrganisationForm(HouseForm):
    """An organisation."""

    name = PlainTextField(label=_("Name of the organisation"), max_length=160)
    sector = forms.ChoiceField(label=_("Sector"), choices=Sector.choices, widget=forms.RadioSelect)
    kind = forms.ChoiceField(label=_("Kind"), choices=Organisation.Kind.choices)
    area = forms.ChoiceField(label=_("Where it is"), required=False)
    juristic_id = JuristicField(
        label=_("Juristic number"), required=False, help_text=_("13 digits beginning with 0; leave empty if unknown")
    )
    phone = PhoneField(label=_("Telephone"), required=False)
    address = PlainTextField(label=_("Address"), max_length=200, required=False)

    def __init__(self, *args: Any, steward: Steward, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.areas = {area.code: area for area in queries.areas_of(steward)}
        self.fields["area"].choices = [  # type: ignore[attr-defined]
            (NOBODY, _("not known")),
            *((code, _area_words(area)) for code, area in self.areas.items()),
        ]

    def clean_area(self) -> Any:
        """The area itself, or None."""
        return self.areas.get(self.cleaned_data["area"])

    @classmethod
    def initial_of(cls, organisation: Organisation) -> dict[str, Any]:
        """What stands there now."""
        names = ("name", "sector", "kind", "juristic_id", "phone", "address")
        return {name: getattr(organisation, name) for name in names} | {"area": organisation.area_id or NOBODY}


def _area_words(area: Any) -> str:
    return _t("moo %(moo)d %(name)s") % {"moo": area.moo, "name": area.name_th} if area.moo else area.name_th


class RoleForm(VillageForm):
    """A role for a person."""

    role = forms.ChoiceField(label=_("Role"), choices=[(role.value, label) for role, label in ROLE_LABELS.items()])
    village = forms.ChoiceField(
        label=_("Village"), required=False, help_text=_("only for village head, health volunteer and coordinator")
    )
    from_on = ThaiDateField(label=_("From"), required=False, help_text=_("empty: from today"))
    until_on = ThaiDateField(label=_("Until"), required=False, help_text=_("empty: until it is ended"))

    def clean_role(self) -> Role:
        """The role itself."""
        return Role(self.cleaned_data["role"])


class AffiliationForm(HouseForm):
    """That a person belongs to an organisation, chosen by (part of) its name."""

    organisation = forms.ChoiceField(label=_("Organisation"))
    post = PlainTextField(
        label=_("Post"), max_length=120, required=False, help_text=_("for example director, treasurer")
    )
    may_represent = forms.BooleanField(label=_("May speak for this organisation"), required=False)

    def __init__(self, *args: Any, steward: Steward, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(row.pk): row for row in queries.organisations(steward)[:500]}
        organisation: Any = self.fields["organisation"]
        organisation.choices = [
            ("", _("choose an organisation")),
            *((key, row.name) for key, row in self.known.items()),
        ]

    def clean_organisation(self) -> Organisation:
        """The organisation itself."""
        return self.known[self.cleaned_data["organisation"]]


class AccountForm(HouseForm):
    """The e-mail with which a person comes in."""

    email = forms.EmailField(label=_("E-mail"), help_text=_("the person's own, not one that several people share"))


class HandOverForm(HouseForm):
    """Who takes over, and why."""

    successor = forms.ChoiceField(label=_("Who takes over"))
    reason = PlainTextField(label=_("Why"), max_length=200, help_text=_("for example moved to another office"))

    def __init__(self, *args: Any, steward: Steward, but: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(person.pk): person for person in queries.staff_and_members(steward) if person.pk != but}
        successor: Any = self.fields["successor"]
        # Nobody stands there beforehand: one press must not give an office to whoever comes first in the list.
        successor.choices = [("", _("choose a person")), *((key, person.name) for key, person in self.known.items())]

    def clean_successor(self) -> Any:
        """The person."""
        return self.known[self.cleaned_data["successor"]]


class Forgetful(forms.TextInput):
    """What was typed is not shown again: the next person at this telephone must not read it."""

    def format_value(self, value: Any) -> None:
        """Always empty."""


class PinForm(LookupForm):
    """The PIN of a card; nothing else is asked."""

    pin = forms.CharField(
        label=_("PIN"),
        max_length=20,
        widget=Forgetful(
            attrs={"inputmode": "numeric", "autocomplete": "off", "pattern": "[0-9๐-๙ ]*", "class": "code", "size": 8}
        ),
        help_text=_("the six digits printed on your card"),
    )


class ReasonForm(HouseForm):
    """Why something is done."""

    reason = PlainTextField(label=_("Why"), max_length=200)


class AnswerForm(HouseForm):
    """What was done with a request."""

    answer = PlainTextField(label=_("What was done"), max_length=400, rows=3)


class DataRequestForm(HouseForm):
    """What a person wants of their data."""

    kind = forms.ChoiceField(label=_("What is asked"), choices=DataRequest.Kind.choices, widget=forms.RadioSelect)


class SettingsForm(HouseForm):
    """The office's settings."""

    phone = PhoneField(label=_("Telephone that villagers call"), required=False, may_be_short=True)
    answer_days = ThaiIntegerField(label=_("A need is answered within (working days)"), min_value=1, max_value=30)


class UploadForm(HouseForm):
    """A sheet to import."""

    kind = forms.ChoiceField(label=_("What is in the list"), widget=forms.RadioSelect)
    file = forms.FileField(
        label=_("Excel file (.xlsx)"),
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
        help_text=_("up to 10 MB, 20,000 rows; the first row with headings is found by itself"),
    )

    def __init__(self, *args: Any, kinds: list[Importer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(importer.kind, importer.label) for importer in kinds]  # type: ignore[attr-defined]

    def clean_file(self) -> bytes:
        """The bytes; a file over the limit is refused unread."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(
                _t("This file is too big (up to 10 MB). Delete pictures and empty sheets, and try again.")
            )
        return bytes(file.read())


class ColumnsForm(HouseForm):
    """Which column of the sheet holds what: one choice for each thing a row may say."""

    def __init__(
        self, *args: Any, importer: Importer, headers: list[str], mapping: Mapping[str, int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (NOBODY, _("not in this sheet")),
            *((str(at), words) for at, words in enumerate(_told_apart(headers))),
        ]
        for column in importer.columns:
            self.fields[column.key] = forms.ChoiceField(
                label=str(column.label),
                choices=choices,
                required=column.is_required,
                error_messages={"required": sentence_for(ColumnMissing(column=str(column.label)))},
                initial=str(mapping[column.key]) if column.key in mapping else NOBODY,
            )

    def mapping(self) -> dict[str, int]:
        """Column key -> place in the sheet, of those chosen."""
        return {key: int(place) for key, place in self.cleaned_data.items() if place != NOBODY}


def _told_apart(headers: list[str]) -> list[str]:
    """Headers as a reader chooses among them: one that is merged over two columns stands there with its place."""
    return [
        f"{header} ({headers[:at].count(header) + 1})"
        if headers.count(header) > 1 and header
        else header or f"#{at + 1}"
        for at, header in enumerate(headers)
    ]


class SearchForm(HouseForm):
    """What to look for in the list of people. Nothing typed here is ever wrong, only without result."""

    q = PlainTextField(required=False, max_length=80)
    village = forms.CharField(required=False, validators=[RegexValidator(r"^[0-9a-f-]{36}$")])
    role = forms.CharField(required=False, max_length=20)
    sector = forms.CharField(required=False, max_length=10)
    kind = forms.CharField(required=False, max_length=20)

    def words(self, name: str) -> str:
        """One part, empty when it cannot be read."""
        return str(self.cleaned_data.get(name, "")) if self.is_valid() or name in self.cleaned_data else ""
