"""The shape of what people type to sign. Forms never save."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ruammue.foundation.forms import HouseForm, PlainTextField, ScanField
from ruammue.people.models import Organisation


class OrganisationForm(HouseForm):
    """Which organisation, of those that may be asked."""

    organisation = forms.ModelChoiceField(
        label=_("Which organisation?"), queryset=Organisation.objects.none(), empty_label=_("choose an organisation")
    )

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]


class PaperSignatureForm(OrganisationForm):
    """A signature that stands on paper."""

    signed_as = PlainTextField(label=_("Who signed? Name and post"), max_length=160)
    paper = ScanField(
        label=_("Photo or scan of the signed sheet"),
        help_text=_("Without a picture of the paper a signature cannot be entered."),
    )


class LinkSignatureForm(HouseForm):
    """The name under a signature by link."""

    signed_as = PlainTextField(
        label=_("Your name and post"), max_length=160, help_text=_("It stands beside your organisation's name.")
    )


class OwnSignatureForm(HouseForm):
    """For which of one's organisations one signs."""

    organisation = forms.ModelChoiceField(
        label=_("On behalf of whom do you sign?"),
        queryset=Organisation.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["organisation"]
        field.queryset = organisations
        if len(organisations) == 1:
            field.initial = organisations[0].pk
