"""The shape of what people type about offers, promises and deliveries. Forms never save."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, ClassVar, cast

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from ruammue.access.actors import Actor
from ruammue.decisions.models import Resolution
from ruammue.foundation import quantities, thai_dates
from ruammue.foundation.forms import (
    HouseForm,
    OnceField,
    PhotosField,
    PlainTextField,
    QuantityField,
    ThaiDateField,
    ThaiIntegerField,
)
from ruammue.foundation.levels import Level
from ruammue.foundation.refusals import sentence_for
from ruammue.foundation.thai_digits import to_arabic
from ruammue.networks.queries import known_organisations
from ruammue.people.assisted import ActingForMixin
from ruammue.people.models import Organisation
from ruammue.places.models import Area, Steward, Village
from ruammue.resources import kinds, schedules
from ruammue.resources.finder import Fit
from ruammue.resources.models import Commitment, Confirmation, Loss, LossDecision, NeedLine, Offer, Settlement, Spec
from ruammue.resources.reading import BARE, Wish, unit_named
from ruammue.resources.sides import may_write_for_others
from ruammue.resources.thanks.interest import Warned
from ruammue.resources.wording import amount

OTHER = "other"
MYSELF = "me"


def quantity_field(unit: str, **facts: Any) -> QuantityField:
    """A quantity in the unit in which people type it, named behind the label."""
    typed = kinds.typed_unit(unit)
    language = (get_language() or "th").split("-")[0]
    facts.setdefault("label", _t("How much? (%(unit)s)") % {"unit": quantities.UNITS[typed].label(language)})
    return QuantityField(typed, **facts)


def day_words(day: Any) -> str:
    """A day in the reader's language."""
    return thai_dates.long(day, (get_language() or "th").split("-")[0])


def least_field(unit: str, help_text: Any) -> QuantityField:
    """The least that is of use, or worth the way: optional, in the same unit."""
    typed = quantities.UNITS[kinds.typed_unit(unit)].label((get_language() or "th").split("-")[0])
    label = _t("At least how much? (%(unit)s)") % {"unit": typed}
    return quantity_field(unit, label=label, required=False, help_text=help_text)


def add_late(form: forms.Form, name: str, field: forms.Field) -> None:
    """Add a field that depends on what the form is about; left empty, it says so by its own name."""
    field.error_messages["required"] = _t("“%(label)s” is still empty. Fill it in, then send again.") % {
        "label": field.label
    }
    form.fields[name] = field


def add_despite(form: forms.Form, warned: Sequence[Warned], *, is_sure: bool = True) -> None:
    """Where a rule warns of the giver: why it is taken all the same. Not `is_sure`: only if one of them is chosen."""
    if not warned:
        return
    names = ", ".join(dict.fromkeys(one.name for one in warned))
    label = (
        _t("Why is it right to take it of %(names)s?") if is_sure else _t("If you choose %(names)s: why is it right?")
    )
    field = PlainTextField(
        label=label % {"names": names},
        max_length=300,
        rows=2,
        required=is_sure,
        says_when_needed=True,
        help_text=_t(
            "It stays in the record, for the auditor. For example “no contract of theirs is being judged now”."
        ),
    )
    add_late(form, "despite", field)


class FoldingMixin(forms.Form):
    """What is rarely said stands folded at the end of a form, open as soon as something is wrong with it."""

    folded: ClassVar[tuple[str, ...]] = ()

    def first(self) -> list[forms.BoundField]:
        """The questions that everybody is asked."""
        rest = {bound.name for bound in self.rest()}
        return [bound for bound in self if bound.name not in rest]

    def rest(self) -> list[forms.BoundField]:
        """The questions that may stay folded."""
        if any(name in self.errors for name in self.folded):
            return []
        return [self[name] for name in self.folded if name in self.fields]


class SpecForm(HouseForm):
    """A kind of thing that is not on the list yet."""

    name = PlainTextField(
        label=_("What is it called?"), max_length=120, help_text=_("For example “tents” or “driver”.")
    )
    kind = forms.ChoiceField(label=_("What kind of thing is it?"), choices=Spec.Kind.choices, widget=forms.RadioSelect)
    unit = forms.ChoiceField(label=_("Counted in what?"), help_text=_("Money is always counted in baht."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = (get_language() or "th").split("-")[0]
        used = {code for kind in Spec.Kind.values for code in kinds.units_of(kind)} - {"satang", "baht"}
        choices = [(code, label) for code, label in quantities.choices(language) if code in used]
        cast(forms.ChoiceField, self.fields["unit"]).choices = [
            *choices,
            ("satang", quantities.UNITS["baht"].label(language)),
        ]


class LineForm(FoldingMixin, HouseForm):
    """How much of a thing is asked for, from when to when, and who takes it in."""

    from_on = ThaiDateField(label=_("Needed from"), required=False)
    until_on = ThaiDateField(label=_("Needed until"), required=False, may_be_past=False)
    place = PlainTextField(label=_("At which place?"), max_length=160, required=False)
    receiver = forms.ModelChoiceField(
        label=_("Who takes it in?"),
        queryset=Organisation.objects.none(),
        empty_label=_("choose"),
        help_text=_("This organisation confirms what comes and says thank you."),
    )
    for_group = forms.ChoiceField(label=_("For whom?"), choices=NeedLine.Group.choices, required=False)
    for_count = ThaiIntegerField(
        label=_("For how many?"),
        required=False,
        help_text=_("Persons or households. Fewer than 5 are not shown to others."),
    )
    field_order = ("quantity",)
    folded = ("least", "for_group", "for_count")

    def __init__(self, *args: Any, spec: Spec, steward: Steward, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        add_late(self, "quantity", quantity_field(spec.unit))
        add_late(self, "least", least_field(spec.unit, _t("Less than this would be of no use. Empty: any part helps.")))
        add_late(self, "once", OnceField())
        order = ["quantity", "from_on", "until_on", "place", "receiver", "least", "for_group", "for_count"]
        self.order_fields(order)
        receiver = cast(forms.ModelChoiceField, self.fields["receiver"])
        receiver.queryset = known_organisations(steward)
        if actor.represents:
            own = receiver.queryset.filter(pk__in=actor.represents)
            receiver.initial = own.filter(kind=Organisation.Kind.LOCAL_GOVERNMENT).first() or own.first()


class FromCallForm(HouseForm):
    """What a call lacks, thing by thing, to be looked at once and asked for together."""

    receiver = forms.ModelChoiceField(
        label=_("Who takes it in?"),
        queryset=Organisation.objects.none(),
        empty_label=_("choose"),
        help_text=_("This organisation confirms what comes and says thank you."),
    )

    def __init__(
        self, *args: Any, wishes: Sequence[Wish], specs: Sequence[Spec], steward: Steward, actor: Actor, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.wishes, self.known = wishes, {spec.name: spec for spec in specs}
        for number, wish in enumerate(wishes):
            name = PlainTextField(label=_t("Thing %(number)d") % {"number": number + 1}, max_length=120, required=False)
            name.initial = wish.name
            quantity = PlainTextField(
                label=_t("How much of it, with its unit"),
                max_length=40,
                required=False,
                help_text=_t("Empty: not asked for yet.") if wish.typed else _t("For example “2 days of machine use”."),
            )
            if wish.typed:
                unit = quantities.UNITS[kinds.typed_unit(wish.unit)].label((get_language() or "th").split("-")[0])
                quantity.initial = f"{wish.typed} {unit}"
            add_late(self, f"name_{number}", name)
            add_late(self, f"quantity_{number}", quantity)
        add_late(self, "once", OnceField())
        self.order_fields([name for name in self.fields if name != "receiver"])
        receiver = cast(forms.ModelChoiceField, self.fields["receiver"])
        receiver.queryset = known_organisations(steward)
        own = receiver.queryset.filter(pk__in=actor.represents)
        receiver.initial = own.filter(kind=Organisation.Kind.LOCAL_GOVERNMENT).first() or own.first()

    def clean(self) -> dict[str, Any]:
        """Each thing with its quantity in a unit of its kind; `asked` holds (name, kind, unit, minor) of those."""
        data = super().clean() or self.cleaned_data
        asked: list[tuple[str, str, str, int]] = []
        for number, wish in enumerate(self.wishes):
            name, typed = data.get(f"name_{number}") or "", (data.get(f"quantity_{number}") or "").strip()
            if not typed:
                continue
            if not name:
                self.add_error(f"name_{number}", _t("Say what it is, for example “driver”."))
                continue
            spec = self.known.get(name)
            kind = spec.kind if spec else wish.kind
            word = re.sub(r"^[\d.,\s½]*(?:ครึ่ง)?", "", to_arabic(typed)).strip()
            unit = spec.unit if spec else unit_named(word, kind) if word else BARE.get(Spec.Kind(kind), "")
            if not unit:
                self.add_error(
                    f"quantity_{number}", _t("Counted in what? Write a unit, for example “2 คัน” or “3 วันใช้รถ”.")
                )
                continue
            try:
                asked.append((name, kind, unit, quantities.parse(typed, kinds.typed_unit(unit))))
            except quantities.NotAQuantity as refusal:
                self.add_error(f"quantity_{number}", sentence_for(refusal))
        if not asked and not self.errors:
            self.add_error(None, _t("Nothing has a quantity yet. Write at least one."))
        data["asked"] = asked
        return data


class ReasonForm(HouseForm):
    """A reason in a few words."""

    reason = PlainTextField(label=_("Why?"), max_length=300, rows=2)


class CloseLineForm(ReasonForm):
    """Enough, or no longer asked for."""

    how = forms.ChoiceField(
        label=_("What has changed?"),
        choices=[("enough", _("What came is enough")), ("withdraw", _("It is no longer needed"))],
        widget=forms.RadioSelect,
    )
    field_order = ("how", "into", "reason")

    def __init__(self, *args: Any, twins: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        """`twins`: other lines that ask for the same thing, by key, with their words."""
        super().__init__(*args, **kwargs)
        if not twins:
            return
        how = cast(forms.ChoiceField, self.fields["how"])
        how.choices = [*how.choices, ("merge", _t("The same was asked for twice"))]  # type: ignore[misc]
        into = forms.ChoiceField(
            label=_t("If twice: which line carries it from now on?"), choices=[("", "–"), *twins], required=False
        )
        add_late(self, "into", into)
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """A line that is merged says into which."""
        data = super().clean() or self.cleaned_data
        if data.get("how") == "merge" and not data.get("into"):
            self.add_error("into", _t("Choose the line that carries it from now on."))
        return data


class DealMixin(forms.Form):
    """How much, until when, given or lent."""

    def add_deal(
        self, unit: str, *, quantity: int | None, due: Any = None, is_loan: bool = False, tail: Sequence[str] = ()
    ) -> None:
        """Add the fields in the order in which people think of them; `tail` names fields that come last."""
        add_late(self, "quantity", quantity_field(unit, initial=quantity))
        still = due if due and due >= timezone.localdate() else None
        late = ThaiDateField(label=_("Here until which day?"), required=False, may_be_past=False, initial=still)
        add_late(self, "due", late)
        if kinds.may_be_lent(unit):
            lent = forms.BooleanField(label=_("It is lent and goes back"), required=False, initial=is_loan)
            add_late(self, "is_loan", lent)
            add_late(
                self,
                "return_due",
                ThaiDateField(label=_("Back until which day? (when lent)"), required=False, may_be_past=False),
            )
        add_late(self, "once", OnceField())
        last = [name for name in tail if name in self.fields]
        first = [
            name for name in self.fields if name not in ("quantity", "due", "is_loan", "return_due", "once", *last)
        ]
        self.order_fields([*first, "quantity", "due", "is_loan", "return_due", *last, "once"])


class GiverMixin(ActingForMixin):
    """Who gives: my organisation, myself, or (for those who may write for others) somebody else."""

    giver = forms.ChoiceField(label=_("Who gives?"), widget=forms.RadioSelect)
    organisation = forms.ModelChoiceField(
        label=_("Which organisation?"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("no organisation, a villager"),
    )
    as_whom = PlainTextField(
        label=_("Whose word is it? (needed when an organisation gives)"),
        max_length=160,
        required=False,
        help_text=_("For example “ครูวิชา โทรมาบอก”. It stands beside the promise."),
    )
    field_order = ("giver", "organisation", "acting_for", "acting_for_village", "acting_for_who", "as_whom")

    def __init__(self, *args: Any, steward: Steward, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, steward=steward, actor=actor, **kwargs)
        giver = cast(forms.ChoiceField, self.fields["giver"])
        self.own = list(Organisation.objects.filter(pk__in=actor.represents).order_by("name", "id"))
        choices = [(f"org:{body.pk}", body.name) for body in self.own] + [(MYSELF, _t("I myself"))]
        if may_write_for_others(actor):
            choices = [(OTHER, _t("Somebody else; I write it down for them")), *choices]
            cast(forms.ModelChoiceField, self.fields["organisation"]).queryset = known_organisations(steward)
            self.fields["acting_for"].label = _("Or which villager?")
            self.fields["acting_for"].help_text = _("A first name is enough.")
            word = self.fields.get("as_whom")
            if isinstance(word, PlainTextField):
                word.says_when_needed = True
        else:
            for name in ("organisation", "acting_for", "acting_for_village", "acting_for_who", "as_whom"):
                self.fields.pop(name, None)
        giver.choices = choices
        giver.initial = choices[0][0]
        if len(choices) == 1:
            giver.widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """Of somebody else it must be clear who, one of the two, and whose word it is."""
        data = super().clean()
        if data.get("giver") == OTHER:
            if bool(data.get("organisation")) == bool(data.get("acting_for")):
                self.add_error("organisation", _t("Say who gives: one organisation or one villager."))
            elif data.get("organisation") and not data.get("as_whom"):
                self.add_error("as_whom", _t("Write whose word it is, for example “ครูวิชา โทรมาบอก”."))
        return data


class AreaField(forms.ModelChoiceField):
    """An area is told with its level: a tambon, its amphoe and its changwat often have one name."""

    def label_from_instance(self, area: Area) -> str:
        """ "ตำบล นาร่วมใจ"."""
        return f"{Level(area.level).label} {area.name_th}"


class OfferForm(FoldingMixin, GiverMixin, HouseForm):
    """What somebody could give or lend."""

    folded = ("least", "days", "every", "reach", "is_trade", "wants")

    is_loan = forms.BooleanField(label=_("It is lent and goes back"), required=False)
    from_on = ThaiDateField(label=_("Free from"), required=False)
    until_on = ThaiDateField(label=_("Free until"), required=False, may_be_past=False)
    reach = AreaField(
        label=_("As far as where?"), queryset=Area.objects.none(), required=False, empty_label=_("not said")
    )
    days = forms.MultipleChoiceField(
        label=_("Only on certain days?"),
        choices=[(day, WEEKDAYS[number]) for number, day in enumerate(schedules.DAYS)],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Choose none when any day will do."),
    )
    every = forms.ChoiceField(
        label=_("How often on those days?"),
        choices=[
            (schedules.WEEKLY, _("every week")),
            (schedules.FORTNIGHTLY, _("every second week")),
            (schedules.FIRST, _("only in the first week of the month")),
            (schedules.LAST, _("only in the last week of the month")),
        ],
        required=False,
    )
    is_trade = forms.BooleanField(label=_("Only in exchange for something"), required=False)
    wants = PlainTextField(
        label=_("In exchange for what?"),
        max_length=300,
        required=False,
        help_text=_("Only when it is not simply given or lent. For example “the road to the temple is graded”."),
    )
    conditions = PlainTextField(
        label=_("Conditions"),
        max_length=300,
        rows=2,
        required=False,
        help_text=_("For example “come and fetch it” or “not on holy days”."),
    )

    def __init__(self, *args: Any, spec: Spec, steward: Steward, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, steward=steward, actor=actor, **kwargs)
        add_late(self, "quantity", quantity_field(spec.unit))
        add_late(self, "least", least_field(spec.unit, _t("Less is not worth the way. Empty: any part.")))
        add_late(self, "once", OnceField())
        if not kinds.may_be_lent(spec.unit):
            del self.fields["is_loan"]
        first = [name for name in GiverMixin.field_order if name in self.fields]
        dates = ["from_on", "until_on", "conditions", "days", "every"]
        last = ["reach", "is_trade", "wants"]
        self.order_fields([*first, "quantity", "is_loan", *dates, "least", *last])
        code = steward.area_id
        around = {code[:end] for end in (2, 4, 6, 8) if len(code) >= end}
        cast(forms.ModelChoiceField, self.fields["reach"]).queryset = Area.objects.filter(pk__in=around).order_by(
            "-code"
        )

    def clean(self) -> dict[str, Any]:
        """Days become a rule (`schedule`); what is wanted in exchange is said when it is a trade."""
        data = super().clean()
        data["schedule"] = schedules.rule_of(data.get("every") or schedules.WEEKLY, data.get("days") or [])
        if data.get("is_trade") and not data.get("wants"):
            self.add_error("wants", _t("Say what you would like in exchange."))
        elif not data.get("is_trade"):
            data["wants"] = ""
        return data


class PromiseForm(GiverMixin, DealMixin, HouseForm):
    """A promise from the giving side."""

    def __init__(
        self,
        *args: Any,
        unit: str,
        quantity: int | None,
        due: Any,
        steward: Steward,
        actor: Actor,
        meant: Offer | None = None,
        chosen: str = "",
        of_bodies: bool = False,
        each: int = 0,
        **kwargs: Any,
    ) -> None:
        """`meant`: the giver's own offer, which fills the form; `chosen`: as whom they give (as in `giver`);
        `of_bodies`: only organisations promise this, since a person takes a place in the task; `each`: as much as one
        person does of it.
        """
        super().__init__(*args, steward=steward, actor=actor, **kwargs)
        self.order_fields(GiverMixin.field_order)
        giver = cast(forms.ChoiceField, self.fields["giver"])
        if of_bodies:
            self._only_bodies(giver)
        if chosen in {MYSELF, *(f"org:{body.pk}" for body in self.own)}:
            giver.initial = chosen
        self.unit, self.lacking, self.each = unit, quantity, each
        if meant is not None:
            quantity = min(quantity or 0, meant.remaining) or None
            if quantity and each and quantity != self.lacking:
                quantity = quantity - quantity % each or None
        self.add_deal(unit, quantity=quantity, due=due, is_loan=bool(meant and meant.is_loan))

    def clean_quantity(self) -> int:
        """Of a task's hours as many as whole people do, or all that lack."""
        much: int = self.cleaned_data["quantity"]
        if self.each and much % self.each and much != self.lacking:
            raise forms.ValidationError(
                _t("People are sent whole: one person is %(one)s, two are %(two)s. Write hours of whole people.")
                % {"one": amount(self.each, self.unit), "two": amount(2 * self.each, self.unit)}
            )
        return much

    def _only_bodies(self, giver: forms.ChoiceField) -> None:
        known = cast(list[tuple[str, str]], giver.choices)
        giver.choices = [choice for choice in known if choice[0] != MYSELF]
        if len(giver.choices) == 1:
            giver.widget = forms.HiddenInput()
        for name in ("acting_for", "acting_for_village", "acting_for_who"):
            self.fields.pop(name, None)


class AskForm(FoldingMixin, ActingForMixin, DealMixin, HouseForm):
    """The receiving side asks one partner, says why this one, and whether they have said yes already."""

    giver = forms.ChoiceField(label=_("Whom do we ask?"), widget=forms.RadioSelect)
    organisation = forms.ModelChoiceField(
        label=_("Somebody else: which organisation?"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("none chosen"),
    )
    reason = PlainTextField(
        label=_("Why them?"),
        max_length=300,
        rows=2,
        help_text=_("Your own reason. It stays in the office's record and is not printed on any letter."),
    )
    agreed_by = PlainTextField(
        label=_("Have they said yes already? Who said so?"),
        max_length=160,
        required=False,
        help_text=_("For example “พระครูสุวรรณ ทางโทรศัพท์”. Leave it empty to wait for their answer."),
    )
    folded = ("agreed_in", "agreed_words")
    agreed_in = forms.ChoiceField(label=_("Where was it agreed?"), required=False)
    agreed_words = PlainTextField(
        label=_("Which duty of the agreement?"),
        max_length=300,
        required=False,
        help_text=_("Only for a duty: its number or its words, for example “ข้อ 3 จัดรถรับส่ง”."),
    )
    field_order = ("giver", "organisation", "acting_for", "acting_for_village", "acting_for_who")

    def __init__(
        self,
        *args: Any,
        unit: str,
        quantity: int | None,
        due: Any,
        fits: Sequence[Fit],
        chosen: str,
        meant: Offer | None,
        decisions: Sequence[Resolution] = (),
        steward: Steward,
        actor: Actor,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, steward=steward, actor=actor, **kwargs)
        giver = cast(forms.ChoiceField, self.fields["giver"])
        giver.choices = [*((fit.choice, fit.name) for fit in fits), (OTHER, _t("Somebody else"))]
        if meant is not None:
            giver.choices, giver.widget = [(chosen, meant.giver)], forms.HiddenInput()
            for name in ("organisation", "acting_for", "acting_for_village"):
                del self.fields[name]
        known = {choice for choice, _label in giver.choices}
        giver.initial = chosen if chosen in known else OTHER if not fits else None
        if meant is None:
            cast(forms.ModelChoiceField, self.fields["organisation"]).queryset = known_organisations(steward)
            self.fields["acting_for"].label = _("Somebody else: or which villager?")
            self.fields["acting_for"].help_text = _("A first name is enough.")
        is_loan = any(fit.choice == chosen and fit.is_loan for fit in fits)
        if meant is not None:
            # Offered for this very matter, and welcomed: what was said then is not typed again, only read once more.
            is_loan, quantity = meant.is_loan, min(quantity or 0, meant.remaining) or None
            reason = _t("Offered it for this matter: %(words)s") % {"words": meant.conditions or meant.spec.name}
            self.fields["reason"].initial = reason[:300]
            self.fields["agreed_by"].initial = meant.giver
        said = Commitment.AgreedIn
        cast(forms.ChoiceField, self.fields["agreed_in"]).choices = [
            ("", _t("by word of mouth, or as it was offered")),
            *((f"decision:{one.pk}", _t("Resolution: %(text)s") % {"text": one.text[:80]}) for one in decisions),
            (said.OBLIGATION.value, said.OBLIGATION.label),
            (said.EXCHANGE.value, said.EXCHANGE.label),
        ]
        self.decisions = {f"decision:{one.pk}": one for one in decisions}
        self.order_fields(AskForm.field_order)
        tail = ("reason", "agreed_by", "agreed_in", "agreed_words")
        self.add_deal(unit, quantity=quantity, due=due, is_loan=is_loan, tail=tail)

    def clean(self) -> dict[str, Any]:
        """Somebody else is one organisation or one villager; a duty is named."""
        data = super().clean()
        data["agreed_decision"] = self.decisions.get(data.get("agreed_in") or "")
        if data.get("agreed_in") == Commitment.AgreedIn.OBLIGATION and not data.get("agreed_words"):
            self.add_error("agreed_words", _t("Say which duty: its number or its words."))
        if data.get("giver") == OTHER and bool(data.get("organisation")) == bool(data.get("acting_for")):
            self.add_error("organisation", _t("Say who gives: one organisation or one villager."))
        return data


def agreed(data: dict[str, Any]) -> dict[str, Any]:
    """Where it was agreed, as the action asks for it."""
    decision, said = data.get("agreed_decision"), data.get("agreed_in") or ""
    return {
        "agreed_in": "" if decision is not None else said,
        "agreed_decision": decision,
        "agreed_words": data.get("agreed_words") or "",
    }


class SideMixin(forms.Form):
    """For which side one speaks, and whose word it is when it is not one's own."""

    def add_side(self, sides: Sequence[str], own: Sequence[str], labels: dict[str, str]) -> None:
        """`sides` that may be chosen; whose word is asked for unless all of them are the actor's own."""
        add_late(
            self,
            "side",
            forms.ChoiceField(
                label=_("Whose word do you write down?"),
                choices=[(side, labels[side]) for side in sides],
                initial=next((side for side in sides if side in own), sides[0] if sides else ""),
                widget=forms.RadioSelect if len(sides) > 1 else forms.HiddenInput,
            ),
        )
        self.own_sides = tuple(own)
        if set(sides) - set(own):
            always = not set(sides) & set(own)
            word = PlainTextField(
                label=_("Who said so?") if always else _("Who said so? (needed when it is not your own word)"),
                max_length=160,
                required=always,
                says_when_needed=True,
                help_text=_("When you write it down for somebody else, for example “ครูวิชา โทรมาบอก”."),
            )
            add_late(self, "as_whom", word)
            word.error_messages["required"] = _t("You write this down for somebody else. Write who said so.")

    def clean(self) -> dict[str, Any]:
        """A helper says whose word it is."""
        data = super().clean() or self.cleaned_data
        is_missing = not data.get("as_whom") and "as_whom" not in self.errors
        if data.get("side") and data["side"] not in self.own_sides and is_missing:
            self.add_error("as_whom", _t("You write this down for somebody else. Write who said so."))
        return data


class AcceptForm(SideMixin, HouseForm):
    """Yes to a promise."""


class AnswerForm(HouseForm):
    """Yes by link, with as much as was asked or less; or no, with a reason. The name stands there already."""

    as_whom = PlainTextField(label=_("Your name"), max_length=160)
    words = PlainTextField(label=_("Why not this time?"), max_length=300, rows=2)

    def __init__(self, *args: Any, unit: str, quantity: int, who: str, says_no: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["as_whom"].initial = who
        if says_no:
            self.order_fields(["words", "as_whom"])
        else:
            del self.fields["words"]
            add_late(self, "quantity", quantity_field(unit, initial=quantity))
            self.order_fields(["quantity", "as_whom"])


class ConfirmForm(SideMixin, HouseForm):
    """Yes, it came."""


class DeliverForm(SideMixin, HouseForm):
    """What came, on which day, with a photo if there is one."""

    def __init__(self, *args: Any, unit: str, left: int | None, is_money: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        add_late(self, "quantity", quantity_field(unit, initial=left))
        add_late(self, "on", ThaiDateField(label=_("On which day?"), may_be_future=False, initial=timezone.localdate))
        if is_money:
            add_late(
                self,
                "receipt_number",
                PlainTextField(
                    label=_("Number of the official receipt"),
                    max_length=60,
                    help_text=_(
                        "The finance desk takes the money and writes the receipt. This system never takes money."
                    ),
                ),
            )
        add_late(self, "photos", PhotosField(label=_("A photo, if you have one"), most=1, required=False))
        add_late(self, "once", OnceField())


class EndForm(ReasonForm):
    """Why nothing more comes of a promise."""

    end = forms.ChoiceField(label=_("What happened?"), widget=forms.RadioSelect)
    mediated_by = PlainTextField(
        label=_("Who heard both sides?"),
        max_length=160,
        required=False,
        help_text=_("Needed when a promise was not kept, for example “กำนันสมชาย”."),
    )
    field_order = ("end", "reason", "mediated_by")

    def __init__(self, *args: Any, ends: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {
            Commitment.End.ENOUGH.value: _t("What came is enough"),
            Commitment.End.CANCELLED_BY_PROVIDER.value: _t("They cannot give it after all"),
            Commitment.End.CANCELLED_BY_RECEIVER.value: _t("We no longer need it"),
            Commitment.End.EXPIRED.value: _t("Nobody answered until its day had passed"),
            Commitment.End.DEFAULTED.value: _t("Its day has passed and it was not kept"),
        }
        if Commitment.End.DEFAULTED.value not in ends:
            del self.fields["mediated_by"]
        end = cast(forms.ChoiceField, self.fields["end"])
        end.choices = [(code, words[code]) for code in ends]
        if len(ends) == 1:
            end.initial, end.widget = ends[0], forms.HiddenInput()


class SubstituteForm(HouseForm):
    """One thing may be given where another is asked for."""

    spec = forms.ModelChoiceField(
        label=_("Where this is asked for"), queryset=Spec.objects.none(), empty_label=_("choose")
    )
    stand_in = forms.ModelChoiceField(
        label=_("this may be given as well"), queryset=Spec.objects.none(), empty_label=_("choose")
    )
    wanted = PlainTextField(
        label=_("So much of the first …"),
        max_length=40,
        required=False,
        help_text=_("Only when one is not as good as one, for example “50 กก.”."),
    )
    given = PlainTextField(label=_("… is done by so much of the second"), max_length=40, required=False)

    def __init__(self, *args: Any, specs: QuerySet[Spec], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("spec", "stand_in"):
            cast(forms.ModelChoiceField, self.fields[name]).queryset = specs.order_by("name")

    def clean(self) -> dict[str, Any]:
        """Both amounts or none, each in a unit of its own thing."""
        data = super().clean() or self.cleaned_data
        typed = {name: (data.get(name) or "").strip() for name in ("wanted", "given")}
        data |= {"wanted": None, "given": None}
        if not any(typed.values()):
            return data
        for name, thing in (("wanted", "spec"), ("given", "stand_in")):
            spec = data.get(thing)
            if not typed[name]:
                self.add_error(name, _t("Say both amounts, or none."))
            elif spec is not None:
                try:
                    data[name] = quantities.parse(typed[name], kinds.typed_unit(spec.unit))
                except quantities.NotAQuantity as refusal:
                    self.add_error(name, sentence_for(refusal))
        return data


class DisputeForm(SideMixin, ReasonForm):
    """It was not so: what, and how it was."""

    what = forms.ChoiceField(label=_("What was not so?"), widget=forms.RadioSelect, initial="delivery")
    field_order = ("side", "as_whom", "what", "reason")

    def __init__(self, *args: Any, words: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """`words`: the sides that have given a word, with whose it is."""
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = _("How was it really?")
        what = cast(forms.ChoiceField, self.fields["what"])
        what.choices = [("delivery", _t("The delivery: nothing came, or another number"))]
        for side, whose in words:
            label = Confirmation.Side(side).label
            said = f"{label} ({whose})" if whose else str(label)
            never = _t("The word of %(whose)s: it was never given") % {"whose": said}
            what.choices = [*what.choices, (side, never)]  # type: ignore[misc]
        if not words:
            what.widget = forms.HiddenInput()

    def add_side(self, sides: Sequence[str], own: Sequence[str], labels: dict[str, str]) -> None:
        """The side comes first."""
        super().add_side(sides, own, labels)
        self.order_fields(self.field_order)


class OutcomeForm(HouseForm):
    """How a dispute ends, with the right number where there is one."""

    outcome = forms.ChoiceField(label=_("How was it?"), choices=Settlement.Outcome.choices, widget=forms.RadioSelect)
    words = PlainTextField(label=_("In a few words"), max_length=300, rows=2, required=False)

    def __init__(self, *args: Any, unit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        number = quantity_field(unit, required=False, help_text=_t("Only for another number."))
        add_late(self, "quantity", number)

    def clean(self) -> dict[str, Any]:
        """Another number is said."""
        data = super().clean() or self.cleaned_data
        is_number = data.get("outcome") == Settlement.Outcome.CORRECTED
        if is_number and not data.get("quantity") and "quantity" not in self.errors:
            self.add_error("quantity", _t("Write the right number."))
        elif not is_number:
            data["quantity"] = None
        return data


class SettleForm(SideMixin, OutcomeForm):
    """One side's proposal."""

    field_order = ("side", "as_whom", "outcome", "quantity", "words")

    def add_side(self, sides: Sequence[str], own: Sequence[str], labels: dict[str, str]) -> None:
        """The side comes first."""
        super().add_side(sides, own, labels)
        self.order_fields(self.field_order)


class MediateForm(OutcomeForm):
    """What somebody found who heard both sides."""

    mediated_by = PlainTextField(
        label=_("Who heard both sides?"), max_length=160, help_text=_("For example “กำนันสมชาย”.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label, self.fields["words"].required = _("What did they find?"), True
        self.order_fields(["mediated_by", "outcome", "quantity", "words"])


class LossForm(SideMixin, HouseForm):
    """What broke or was lost of a loan, in words and with a photo."""

    how = forms.ChoiceField(label=_("What happened?"), choices=Loss.How.choices, widget=forms.RadioSelect)
    words = PlainTextField(label=_("In a few words"), max_length=300, rows=2)
    field_order = ("how", "quantity", "words", "photos", "side", "as_whom", "once")

    def __init__(self, *args: Any, unit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        add_late(self, "quantity", quantity_field(unit))
        add_late(self, "photos", PhotosField(label=_("A photo, if you have one"), most=1, required=False))
        add_late(self, "once", OnceField())

    def add_side(self, sides: Sequence[str], own: Sequence[str], labels: dict[str, str]) -> None:
        """Whose word it is comes last."""
        super().add_side(sides, own, labels)
        self.order_fields(self.field_order)


class DecideLossForm(SideMixin, HouseForm):
    """What the lender says should follow."""

    outcome = forms.ChoiceField(
        label=_("What should follow?"), choices=LossDecision.Outcome.choices, widget=forms.RadioSelect
    )
    words = PlainTextField(label=_("A word to them, if you like"), max_length=300, rows=2, required=False)

    def __init__(self, *args: Any, is_owed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_owed:
            outcome = cast(forms.ChoiceField, self.fields["outcome"])
            outcome.choices = [pair for pair in LossDecision.Outcome.choices if pair[0] != LossDecision.Outcome.OWED]


class BoardForm(HouseForm):
    """The board's filter, as words in a sentence."""

    show = forms.ChoiceField(
        label=_("Matters that"),
        required=False,
        choices=[("", _("still lack something")), ("all", _("ask for anything"))],
    )


class NotNowForm(HouseForm):
    """Why not this time: they are not brought together for this need again, and nobody holds it against anybody."""

    reason = PlainTextField(
        label=_("Why not this time?"),
        max_length=300,
        rows=2,
        help_text=_("For example “used ourselves on those days”. Only those who work on this need read it."),
    )
    giver = forms.ChoiceField(label=_("Who gives?"), widget=forms.HiddenInput())
    field_order = ("reason",)

    def __init__(self, *args: Any, givers: Sequence[tuple[str, str]], chosen: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        giver = cast(forms.ChoiceField, self.fields["giver"])
        giver.initial = chosen if chosen in dict(givers) else (givers[0][0] if givers else "")
        if len(givers) > 1 and chosen not in dict(givers):
            giver.widget = forms.RadioSelect()
        giver.choices = list(givers)


class ColumnsForm(HouseForm):
    """Both columns, as words in a sentence: where, what kind, how near."""

    village = forms.ModelChoiceField(
        label=_("Lacking in"), queryset=Village.objects.none(), required=False, empty_label=_("the whole tambon")
    )
    kind = forms.ChoiceField(
        label=_("of the kind"), required=False, choices=[("", _("every kind")), *Spec.Kind.choices]
    )
    level = forms.ChoiceField(
        label=_("and who has it in"), required=False, choices=[("", _("every level")), *Level.choices]
    )

    def __init__(self, *args: Any, steward: Steward, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        village = cast(forms.ModelChoiceField, self.fields["village"])
        village.queryset = Village.objects.of(steward).order_by("moo", "id")


class AskAsDividedForm(HouseForm):
    """What is ticked of the month's proposal, and why these."""

    take = forms.MultipleChoiceField(label=_("Whom to ask"))
    reason = PlainTextField(
        label=_("Why these"),
        max_length=300,
        help_text=_("Kept in the record, printed nowhere. For example: agreed in the meeting of the 5th."),
    )

    def __init__(self, *args: Any, choices: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.MultipleChoiceField, self.fields["take"]).choices = [(one, one) for one in choices]


class OffersForm(HouseForm):
    """The offers' filter."""

    kind = forms.ChoiceField(
        label=_("Show"), required=False, choices=[("", _("everything that is offered")), *Spec.Kind.choices]
    )
    words = PlainTextField(label=_("with the word"), max_length=60, required=False)


class PromisesForm(HouseForm):
    """The promises' filter."""

    which = forms.ChoiceField(
        label=_("Promises that"),
        required=False,
        choices=[
            ("open", _("are still to come")),
            ("late", _("are late")),
            ("mine", _("are ours")),
            ("all", _("were ever made")),
        ],
    )
