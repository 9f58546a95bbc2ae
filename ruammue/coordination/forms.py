"""The shape of what people type in coordination. Forms never save."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ruammue.access.actors import Actor
from ruammue.coordination.models import HelpOffer
from ruammue.foundation.forms import HouseForm, OnceField, PhoneField, PlainTextField, ThaiDateField
from ruammue.networks.queries import known_people
from ruammue.people.assisted import ActingForMixin
from ruammue.people.models import Organisation, Person
from ruammue.places.models import Steward


class NameForm(HouseForm):
    """Who is called for a village or network, and who stands in."""

    person = forms.ModelChoiceField(
        label=_("Who coordinates?"), queryset=Person.objects.none(), empty_label=_("choose a person")
    )
    phone = PhoneField(
        label=_("Telephone that everybody may call"),
        help_text=_("It stands on the public page. Not a private number, unless it was given for this."),
    )
    deputy = forms.ModelChoiceField(
        label=_("Who stands in?"), queryset=Person.objects.none(), required=False, empty_label=_("nobody yet")
    )
    deputy_phone = PhoneField(label=_("Telephone of the deputy"), required=False)
    from_on = ThaiDateField(label=_("From which day?"), help_text=_("The one before is called until the day before."))
    agreed = forms.BooleanField(
        label=_("I asked them: name and number may be public"),
        error_messages={"required": _("Ask them first. When they agree, tick the box.")},
    )

    def __init__(self, *args: Any, steward: Steward, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("person", "deputy"):
            self.fields[name].queryset = known_people(steward)  # type: ignore[attr-defined]
        self.fields["from_on"].initial = timezone.localdate()


class AwayForm(HouseForm):
    """From when until when a coordinator is away."""

    from_on = ThaiDateField(label=_("Away from"))
    until_on = ThaiDateField(label=_("Away until"), may_be_past=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from_on"].initial = timezone.localdate()


class SayForm(HouseForm):
    """A message, and for whom one speaks."""

    text = PlainTextField(label=_("Your message"), max_length=1000, rows=2)
    on_behalf_of = forms.ChoiceField(label=_("On behalf of"), required=False)
    once = OnceField()

    def __init__(self, *args: Any, organisations: list[Organisation], hat: UUID | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not organisations:
            del self.fields["on_behalf_of"]
            return
        field: Any = self.fields["on_behalf_of"]
        field.choices = [("", _("myself")), *((str(row.pk), row.name) for row in organisations)]
        field.initial = str(hat or "")

    def speaking(self, actor: Actor) -> Actor:
        """The actor with the hat that was chosen."""
        chosen = self.cleaned_data.get("on_behalf_of")
        return actor.speaking_for(UUID(chosen)) if chosen else actor


class SayForForm(ActingForMixin, SayForm):  # type: ignore[misc]
    """The same for a helper, who may write for somebody else."""

    field_order = ("text", "on_behalf_of")


class HelpForm(HouseForm):
    """What somebody offers, and where to call them."""

    kind = forms.ChoiceField(
        label=_("In which way?"),
        widget=forms.RadioSelect,
        choices=[
            (HelpOffer.Kind.TIME, _("I have time")),
            (HelpOffer.Kind.SKILL, _("I have a skill")),
            (HelpOffer.Kind.THING, _("I have something to give or lend")),
            (HelpOffer.Kind.KNOWLEDGE, _("I know something about it")),
        ],
    )
    words = PlainTextField(
        label=_("In a few words"),
        max_length=300,
        rows=2,
        help_text=_("For example: a pump, two days in January; or: I can weld."),
    )
    name = PlainTextField(label=_("Your name"), max_length=120)
    phone = PhoneField(label=_("Your telephone"), help_text=_("Only those who coordinate this matter see it."))
    way = forms.ChoiceField(
        label=_("How did this offer come?"),
        required=False,
        initial=HelpOffer.Way.SELF,
        widget=forms.RadioSelect,
        choices=[
            (HelpOffer.Way.SELF, _("It is my own offer")),
            (HelpOffer.Way.PHONE, _("Somebody telephoned; I type it for them")),
            (HelpOffer.Way.PAPER, _("Somebody wrote it on paper; I type it for them")),
            (HelpOffer.Way.HELPER, _("Somebody told me; I type it for them")),
        ],
    )
    once = OnceField()

    def __init__(self, *args: Any, may_help: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_help:
            del self.fields["way"]


class AnswerHelpForm(HouseForm):
    """A word to who offered help."""

    words = PlainTextField(
        label=_("A sentence that can be read to them"),
        max_length=300,
        rows=2,
        required=False,
        help_text=_("For example: come to the pavilion on Saturday at nine; bring gloves."),
    )


class HelpFilterForm(forms.Form):
    """The sentence above the list. What cannot be read counts as all."""

    state = forms.ChoiceField(
        label=_("Offers of help"),
        required=False,
        choices=[
            ("", _("all")),
            ("waiting", _("that wait for an answer")),
            ("welcomed", _("that were welcomed")),
            ("not_needed", _("that were put aside with thanks")),
        ],
    )
    kind = forms.ChoiceField(
        label=_("of kind"),
        required=False,
        choices=[("", _("any kind")), *HelpOffer.Kind.choices],
    )
