"""The shape of an exchange as a partner thinks of it: what we give, what we would like; and of opening that wish."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from ruammue.access.actors import Actor
from ruammue.foundation import quantities
from ruammue.foundation.forms import HouseForm, OnceField, PlainTextField, ThaiDateField
from ruammue.foundation.refusals import sentence_for
from ruammue.foundation.thai_digits import to_arabic
from ruammue.needs.models import Matter
from ruammue.networks.queries import known_organisations
from ruammue.people.models import Organisation
from ruammue.places.models import Steward
from ruammue.resources.exchange.forms import told_apart
from ruammue.resources.exchange.models import ExchangeWish
from ruammue.resources.exchange.sources import GIVE, LEND, Source, SourceMixin, offers_for, outlasts_use
from ruammue.resources.kinds import typed_unit
from ruammue.resources.models import NeedLine, Offer, Spec
from ruammue.resources.reading import BARE, unit_named, wish_of
from ruammue.resources.wording import amount

MATTERS = 60
"""So many open matters may be chosen from, the newest."""
Given = tuple[NeedLine, Offer | None]


class OwnExchangeForm(SourceMixin, HouseForm):
    """What one's own organisation gives and what it would like: a line of its own, or in its own words."""

    line_0 = forms.ChoiceField(label=_("What do we give?"))
    quantity_0 = PlainTextField(
        label=_("How much of it do we give, with its unit"),
        max_length=40,
        required=False,
        help_text=_("Empty: all that is lacking, as far as we have it."),
    )
    body = forms.ChoiceField(label=_("Which organisation of yours?"), widget=forms.RadioSelect)
    wanted = forms.ChoiceField(label=_("What would we like? It is asked for already:"), required=False)
    words = PlainTextField(
        label=_("What would we like?"),
        max_length=120,
        required=False,
        says_when_needed=True,
        help_text=_("In plain words, for example “รถเกรด” or “ทราย”. The office opens it for you."),
    )
    much = PlainTextField(
        label=_("How much of it would we like, with its unit"),
        max_length=40,
        required=False,
        says_when_needed=True,
        help_text=_("For example “1 วัน” or “5 คิว”."),
    )
    until_on = ThaiDateField(label=_("By which day?"), required=False, may_be_past=False)
    giver = forms.ModelChoiceField(
        label=_("From whom?"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("from those to whom we give"),
    )
    why = PlainTextField(
        label=_("Why together?"),
        max_length=300,
        rows=2,
        required=False,
        help_text=_("Every party reads it, for example “the temple lends tables, the office grades its road”."),
    )
    once = OnceField()
    field_order = (
        "body", "line_0", "quantity_0", "how_0", "back_0", "wanted", "words", "much", "until_on", "giver", "why"
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        steward: Steward,
        bodies: Sequence[Organisation],
        others: Sequence[NeedLine],
        own: Sequence[NeedLine],
        specs: Sequence[Spec],
        told: Mapping[UUID, str],
        given: Given | None = None,
        wanted: NeedLine | None = None,
        wants: str = "",
        **kwargs: Any,
    ) -> None:
        """`others`: what others lack; `own`: what these bodies lack; `told`: when lines are needed, as far as a partner
        reads it; `given`, `wanted`, `wants`: what fills it.
        """
        super().__init__(*args, **kwargs)
        self.bodies, self.specs, self.offers_of = {str(one.pk): one for one in bodies}, specs, {}
        self.others, self.own = {str(one.pk): one for one in others}, {str(one.pk): one for one in own}
        self._choose("line_0", others, told, _t("choose"), given[0] if given else None)
        self._choose("wanted", own, told, _t("something else, in our own words"), wanted)
        if not self.own:
            del self.fields["wanted"]
        body = cast(forms.ChoiceField, self.fields["body"])
        body.choices, body.initial = [(key, one.name) for key, one in self.bodies.items()], next(iter(self.bodies), "")
        if len(self.bodies) == 1:
            body.widget = forms.HiddenInput()
        self.fields["words"].initial = wants[:120]
        self.fields["words"].widget.attrs["list"] = "things"  # the office's list stands in the page beside it
        giver = cast(forms.ModelChoiceField, self.fields["giver"])
        giver.queryset = known_organisations(steward).exclude(pk__in=list(self.bodies))
        self._ask_source(steward, given)
        if given is not None:
            much = min(given[0].lacking, given[1].remaining) if given[1] else given[0].lacking
            self.fields["quantity_0"].initial = amount(much, given[0].spec.unit).replace("\u00a0", " ")
        self.order_fields(self.field_order)

    def _choose(
        self, name: str, lines: Sequence[NeedLine], told: Mapping[UUID, str], empty: str, initial: NeedLine | None
    ) -> None:
        field = cast(forms.ChoiceField, self.fields[name])
        field.choices = [("", empty), *told_apart(lines, told, True)]
        field.initial = str(initial.pk) if initial else ""

    def _ask_source(self, steward: Steward, given: Given | None) -> None:
        line = self.others.get(self._said("line_0")) if self.is_bound else given[0] if given else None
        body = self._said("body") or next(iter(self.bodies), "")
        if line is None or body not in self.bodies:
            return
        meant = given[1] if given is not None and given[0] == line else None
        offers = offers_for(steward, [(line, UUID(body))], today=timezone.localdate())
        self.add_source(0, line, offers[line.pk, UUID(body)], meant=meant)

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """What we give, what we would like, and why: each with its fields."""
        gives, likes = self.field_order[:5], self.field_order[5:10]
        return [
            (title, [self[name] for name in names if name in self.fields])
            for title, names in ((_t("We give"), gives), (_t("We would like"), likes))
        ]

    def clean(self) -> dict[str, Any]:
        """`part` (line, minor units, source); `wanted_line`, or `words` with `much`: what is wished, from `giver`."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        data["body"] = self.bodies.get(data.get("body") or "")
        line, typed = self.others.get(data.get("line_0") or ""), (data.get("quantity_0") or "").strip()
        if line is not None:
            source = self.source_of(0)
            try:
                much = quantities.parse(typed, typed_unit(line.spec.unit)) if typed else _all_of(line, source)
            except quantities.NotAQuantity as refusal:
                self.add_error("quantity_0", sentence_for(refusal))
            else:
                data["part"] = (line, much, source)
        wanted = data["wanted_line"] = self.own.get(data.get("wanted") or "")
        if wanted is None:
            self._clean_wish(data)
        elif data["body"] is not None and wanted.receiver_id != data["body"].pk:
            self.add_error("wanted", _t("Another organisation of yours lacks this. Choose which one proposes."))
        return data

    def _clean_wish(self, data: dict[str, Any]) -> None:
        """What is on the list is counted in its unit, and said so now; other words are the office's to read."""
        words, much = data.get("words") or "", (data.get("much") or "").strip()
        if not words and "words" not in self.errors:
            self.add_error("words", _t("Say what you would like in return, for example “รถเกรด”."))
        if not much and "much" not in self.errors:
            self.add_error("much", _t("Say how much of it, for example “1 วัน”."))
        spec = next((spec for spec in self.specs if spec.name == words), None)
        if spec is None or not much:
            return
        try:
            quantities.parse(much, typed_unit(spec.unit))
        except quantities.NotAQuantity as refusal:
            self.add_error("much", sentence_for(refusal))


def _all_of(line: NeedLine, source: Source | None) -> int:
    """All that lacks, as far as the offer has it."""
    return min(line.lacking, source.offer.remaining) if source is not None and source.offer else line.lacking


class OpenWishForm(HouseForm):
    """What a party wished, to be looked at once and asked for: nothing is typed again."""

    name = PlainTextField(label=_("What is it called?"), max_length=120)
    kind = forms.ChoiceField(
        label=_("What kind of thing is it?"),
        choices=Spec.Kind.choices,
        help_text=_("It is not on the office’s list yet, and is put there."),
    )
    quantity = PlainTextField(label=_("How much of it, with its unit"), max_length=40)
    until_on = ThaiDateField(label=_("Needed until"), required=False, may_be_past=False)
    how = forms.ChoiceField(
        label=_("Given or lent?"),
        choices=[(GIVE, _("It is given for good")), (LEND, _("It is lent and goes back"))],
        widget=forms.RadioSelect,
        initial=GIVE,
    )
    back = ThaiDateField(label=_("Back until which day? (when lent)"), required=False, may_be_past=False)
    matter = forms.ModelChoiceField(
        label=_("Under which matter does it stand?"), queryset=Matter.objects.none(), empty_label=_("choose")
    )

    def __init__(
        self,
        *args: Any,
        wish: ExchangeWish,
        steward: Steward,
        actor: Actor,
        specs: Sequence[Spec],
        beside: Matter | None,
        **kwargs: Any,
    ) -> None:
        """`beside`: the matter for which the party gives, under which its own wish stands unless another is chosen."""
        super().__init__(*args, **kwargs)
        self.wish, self.steward, self.known = wish, steward, {spec.name: spec for spec in specs}
        read = wish_of(f"{wish.words} {wish.much}")
        spec = self.known.get(wish.words) or self.known.get(read.name)
        self.fields["name"].initial = spec.name if spec else wish.words
        self.fields["quantity"].initial, self.fields["until_on"].initial = wish.much, wish.until_on
        self.fields["kind"].initial = spec.kind if spec else read.kind
        if spec is not None:
            self.fields["kind"].widget = forms.HiddenInput()
            if not outlasts_use(spec):
                del self.fields["how"], self.fields["back"]
        matters = Matter.objects.of(steward).visible_to(actor)
        matters = matters.filter(closed_at=None, merged_into=None, is_sensitive=False)
        newest = list(matters.order_by("-opened_at").values_list("pk", flat=True)[:MATTERS])
        field = cast(forms.ModelChoiceField, self.fields["matter"])
        field.queryset = matters.filter(pk__in=[*newest, *([beside.pk] if beside else ())]).order_by("-opened_at")
        field.initial = beside

    def clean(self) -> dict[str, Any]:
        """`spec`, or the `unit` in which it is put on the list; `minor` units; `source`."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        name, typed = data.get("name") or "", (data.get("quantity") or "").strip()
        if not (name and typed and data.get("kind")):
            return data
        spec = data["spec"] = self.known.get(name)
        kind, word = spec.kind if spec else data["kind"], to_arabic(typed).lstrip("0123456789., ½").strip()
        unit = spec.unit if spec else unit_named(word, kind) if word else BARE.get(Spec.Kind(kind), "")
        if not unit:
            self.add_error("quantity", _t("Counted in what? Write a unit, for example “2 คัน” or “3 วันใช้รถ”."))
            return data
        data["unit"] = unit
        try:
            data["minor"] = quantities.parse(typed, typed_unit(unit))
        except quantities.NotAQuantity as refusal:
            self.add_error("quantity", sentence_for(refusal))
        else:
            source = data["source"] = self._source(data, spec)
            if source.is_loan and source.return_due is None and "back" in self.fields and "back" not in self.errors:
                self.add_error("back", _t("It is lent: say until which day, for example the day after it is needed."))
        return data

    def _source(self, data: dict[str, Any], spec: Spec | None) -> Source:
        """The giver's own offer, where there is just one that is enough; else as it was said."""
        if spec is not None and data.get("matter") is not None:
            line = NeedLine(spec=spec, matter=data["matter"], until_on=data.get("until_on"))
            fits = offers_for(self.steward, [(line, self.wish.provider_id)], today=timezone.localdate())
            offers = [one for one in fits[line.pk, self.wish.provider_id] if one.remaining >= data["minor"]]
            if len(offers) == 1:
                return Source(offers[0], offers[0].is_loan, data.get("back") if offers[0].is_loan else None)
        is_loan = data.get("how") == LEND
        return Source(None, is_loan, data.get("back") if is_loan else None)
