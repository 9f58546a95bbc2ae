"""The shape of what people type in coordination. Forms never save."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from ruammue.access.actors import Actor
from ruammue.coordination.models import HelpOffer
from ruammue.coordination.queries import HelpRow, Own
from ruammue.foundation import quantities
from ruammue.foundation.forms import HouseForm, NameField, OnceField, PhoneField, PlainTextField, ThaiDateField
from ruammue.foundation.refusals import sentence_for
from ruammue.networks.queries import known_people
from ruammue.people.assisted import ActingForMixin
from ruammue.people.models import Organisation, Person
from ruammue.places.models import Steward
from ruammue.resources.forms import quantity_field
from ruammue.resources.kinds import typed_unit
from ruammue.resources.models import Spec
from ruammue.resources.queries import LineRow
from ruammue.resources.wording import amount


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


MYSELF = "me"


class HelpForm(HouseForm):
    """What somebody offers, in whose name, and where to call them: nothing is asked that the account says already."""

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
    on_behalf_of = forms.ChoiceField(label=_("On behalf of"), widget=forms.RadioSelect)
    name = NameField(label=_("Your name"), max_length=120)
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

    def __init__(
        self,
        *args: Any,
        own: Own,
        may_help: bool,
        gap: LineRow | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.own = own
        if own.organisations:
            hats = cast(forms.ChoiceField, self.fields["on_behalf_of"])
            hats.choices = [*((str(row.pk), row.name) for row in own.organisations), (MYSELF, _t("myself"))]
            hats.initial = str(own.hat or own.organisations[0].pk)
        else:
            del self.fields["on_behalf_of"]
        if may_help:
            self.fields["name"].help_text = _("Your own stands here. Change it when you type for somebody else.")
            self.fields["name"].initial, self.fields["phone"].initial = own.name, own.phone
        else:
            del self.fields["way"]
            # Whoever came in has said who they are and where to call them.
            for name, known in (("name", own.name), ("phone", own.phone)):
                if known:
                    del self.fields[name]
        if gap is not None:
            # Which thing it is says in which way; how much may be agreed on by telephone.
            del self.fields["kind"]
            self.fields["words"].required = False
            self.fields["quantity"] = quantity_field(gap.unit, required=False)
            self.order_fields(["quantity", "words"])
        self.order_fields(["on_behalf_of", *self.fields])

    def clean(self) -> dict[str, Any]:
        """Who offers: by name and number, as typed or as known; `hat` is the organisation in whose name, if any."""
        data = super().clean() or self.cleaned_data
        data["way"] = data.get("way") or HelpOffer.Way.SELF
        is_own, chosen = data["way"] == HelpOffer.Way.SELF, data.get("on_behalf_of")
        data["hat"] = next((row.pk for row in self.own.organisations if is_own and str(row.pk) == chosen), None)
        for name in ("name", "phone"):
            data.setdefault(name, getattr(self.own, name))
        return data


GIFTS: dict[str, tuple[str, ...]] = {
    HelpOffer.Kind.TIME: (Spec.Kind.HOURS,),
    HelpOffer.Kind.SKILL: (Spec.Kind.SKILL, Spec.Kind.HOURS),
    HelpOffer.Kind.THING: (Spec.Kind.GOODS, Spec.Kind.VEHICLE, Spec.Kind.VENUE),
    HelpOffer.Kind.KNOWLEDGE: (Spec.Kind.KNOWLEDGE,),
}
"""What somebody may mean who offers time, a skill, a thing or knowledge."""


def kind_of(spec_kind: str) -> str:
    """The kind of help that a kind of thing is."""
    return next((kind for kind, given in GIFTS.items() if spec_kind in given), HelpOffer.Kind.THING)


class GiftForm(ActingForMixin, HouseForm):
    """Which thing of the matter the help is, and how much. All that was said already stands in it."""

    gift = forms.ChoiceField(label=_("With what do they help?"), required=False)
    quantity = PlainTextField(
        label=_("How much?"), max_length=40, required=False, help_text=_("For example “2” or “half a day”.")
    )
    is_loan = forms.BooleanField(label=_("It is lent and goes back"), required=False)

    must_say = True

    def __init__(
        self,
        *args: Any,
        offer: HelpRow,
        gaps: Sequence[LineRow],
        specs: Sequence[Spec],
        steward: Steward,
        actor: Actor,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, steward=steward, actor=actor, **kwargs)
        language = (get_language() or "th").split("-")[0]
        self.gifts = {str(spec.pk): spec for spec in specs}
        asked = {gap.spec_id: gap for gap in reversed(gaps)}
        unit = {spec.pk: quantities.UNITS[typed_unit(spec.unit)].label(language) for spec in specs}
        choices: list[Any] = [("", _t("not agreed yet"))]
        if gaps:
            lacks = _t("%(thing)s, still lacking %(missing)s")
            choices.append((_t("This matter lacks"), [
                (str(gap.spec_id), lacks % {"thing": gap.thing, "missing": amount(gap.missing, gap.unit)})
                for gap in asked.values()
            ]))  # fmt: skip
        others = [(str(spec.pk), f"{spec.name} ({unit[spec.pk]})") for spec in specs if spec.pk not in asked]
        if others:
            choices.append((_t("Other things on our list"), others))
        gift = cast(forms.ChoiceField, self.fields["gift"])
        gift.choices = choices
        meant = [gap for gap in gaps if gap.kind in GIFTS[offer.kind_code]]
        said = next((gap for gap in gaps if gap.id == offer.line_id), meant[0] if len(meant) == 1 else None)
        gift.initial = str(said.spec_id) if said else ""
        if said and offer.quantity:
            self.fields["quantity"].initial = quantities.number(offer.quantity, said.unit)
        if offer.kind_code != HelpOffer.Kind.THING:
            del self.fields["is_loan"]
        typed = bool(self.is_bound and self.data.get(self.add_prefix("quantity"), "").strip())
        if offer.has_giver or (self.is_bound and not typed):
            for name in ("acting_for", "acting_for_who"):
                self.fields.pop(name, None)
        else:
            giver = cast(forms.CharField, self.fields["acting_for"])
            giver.initial, giver.widget = offer.name, forms.HiddenInput()
        del self.fields["acting_for_village"]

    def clean(self) -> dict[str, Any]:
        """Thing and quantity go together; the quantity is read in the unit of the thing."""
        data = super().clean()
        spec, typed = self.gifts.get(data.get("gift", "")), (data.get("quantity") or "").strip()
        data["spec"], data["minor"] = spec, None
        if typed and spec is None:
            self.add_error("gift", _t("Choose with what they help, or leave the quantity empty."))
        elif typed and spec is not None:
            try:
                data["minor"] = quantities.parse(typed, typed_unit(spec.unit))
            except quantities.NotAQuantity as refusal:
                self.add_error("quantity", sentence_for(refusal))
        elif self.must_say:
            self.add_error("quantity", _t("Write how much they give, in numbers."))
        return data


class AnswerHelpForm(GiftForm):
    """A word to who offered help, and what was agreed on, if it was."""

    must_say = False

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
    matter = forms.UUIDField(required=False, widget=forms.HiddenInput)
