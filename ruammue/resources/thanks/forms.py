"""The shape of what people type about thanking, ties of interest and elections. Forms never save."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from ruammue.foundation.forms import HouseForm, OnceField, PlainTextField, ThaiDateField
from ruammue.people.models import Person
from ruammue.resources.forms import add_late
from ruammue.resources.thanks.models import InterestTie, PrintName, Thanks

NOBODY = "nobody"


class PrintNameForm(HouseForm):
    """Whether and how somebody wants to be named on papers of thanks."""

    is_wanted = forms.ChoiceField(
        label=_("May the name stand on a certificate, and on the picture on the wall?"),
        choices=[("yes", _("yes")), ("no", _("no, thank them without a name"))],
        widget=forms.RadioSelect,
    )
    called = PlainTextField(
        label=_("As they want to be called"),
        max_length=160,
        required=False,
        help_text=_("For example with a title or a shop's name. Left empty, the name of the register stands there."),
    )
    how = forms.ChoiceField(
        label=_("How did they say so?"),
        choices=[(how.value, how.label) for how in PrintName.How if how != PrintName.How.OWN],
        widget=forms.RadioSelect,
        initial=PrintName.How.PHONE.value,
    )

    def __init__(self, *args: Any, name: str, own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["called"].initial = name
        if own:
            del self.fields["how"]


class ThanksForm(HouseForm):
    """A paper of thanks: which, for what, its number, and whose name stands under it (by itself nobody's)."""

    form = forms.ChoiceField(label=_("Which paper?"), choices=Thanks.Form.choices, widget=forms.RadioSelect)
    about = PlainTextField(
        label=_("For what?"),
        max_length=200,
        rows=2,
        help_text=_("As it stands on the paper, after “worked together on”."),
    )
    number = PlainTextField(
        label=_("Number from the office's register"),
        max_length=60,
        required=False,
        help_text=_("Left empty, a dotted line stands there to be filled in by hand."),
    )
    dated_on = ThaiDateField(label=_("Dated"), required=False)
    signer = forms.ChoiceField(label=_("Whose name stands under it?"), widget=forms.RadioSelect, initial=NOBODY)
    signer_position = PlainTextField(
        label=_("Position under the name"), max_length=160, required=False, help_text=_("As it is written officially.")
    )
    once = OnceField()

    def __init__(self, *args: Any, about: str, signers: Sequence[Person], no_certificate: bool, asks_despite: bool,
                 **kwargs: Any) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.signers = {str(person.pk): person for person in signers}
        which = cast(forms.ChoiceField, self.fields["form"])
        if no_certificate:
            which.choices = [(Thanks.Form.LETTER.value, Thanks.Form.LETTER.label)]
        which.initial = Thanks.Form.LETTER.value
        self.fields["about"].initial = about
        cast(forms.ChoiceField, self.fields["signer"]).choices = [
            (NOBODY, _t("nobody's: whoever signs writes it by hand")),
            *((key, person.name) for key, person in self.signers.items()),
        ]
        if asks_despite:
            why = PlainTextField(
                label=_t("If an executive's name shall stand there in election time: why?"),
                max_length=300,
                rows=2,
                required=False,
                says_when_needed=True,
                help_text=_t("It stays in the record, for the auditor."),
            )
            add_late(self, "despite", why)


class VoidForm(HouseForm):
    """Why a paper counts no longer."""

    reason = PlainTextField(
        label=_("Why does it count no longer?"),
        max_length=300,
        rows=2,
        help_text=_(
            "For example “made twice”. It is printed on the paper, and whoever was thanked reads it; the number is not "
            "used again."
        ),
    )


class InterestForm(HouseForm):
    """How a partner is tied to the office, since when, and where that is known from."""

    how = forms.ChoiceField(label=_("How?"), choices=InterestTie.How.choices, widget=forms.RadioSelect)
    from_on = ThaiDateField(label=_("Since"))
    until_on = ThaiDateField(label=_("Until, if that is known"), required=False)
    source = PlainTextField(
        label=_("Known from"), max_length=200, help_text=_("For example “contract 12/2569”, or “said so themselves”.")
    )


class DayForm(HouseForm):
    """A day."""

    on = ThaiDateField(label=_("On which day did it end?"))


class ElectionForm(HouseForm):
    """When an election is, and where that is known from."""

    title = PlainTextField(label=_("Which election?"), max_length=160)
    from_on = ThaiDateField(label=_("From"))
    until_on = ThaiDateField(label=_("To"))
    source = PlainTextField(
        label=_("Known from"), max_length=200, help_text=_("For example the announcement with its number and day.")
    )
