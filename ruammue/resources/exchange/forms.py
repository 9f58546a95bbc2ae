"""The shape of what people type about exchanges. Forms never save."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from ruammue.decisions.models import Resolution
from ruammue.foundation import quantities, thai_dates
from ruammue.foundation.forms import HouseForm, OnceField, PlainTextField, ThaiDateField, ThaiIntegerField
from ruammue.foundation.refusals import sentence_for
from ruammue.networks.models import Network, NetworkMember
from ruammue.networks.queries import known_organisations
from ruammue.people.models import Organisation, Person, RoleHeld
from ruammue.places.models import Steward
from ruammue.resources.exchange.models import ExchangeParty
from ruammue.resources.exchange.sources import SourceMixin, of_part, offers_for
from ruammue.resources.forms import ReasonForm
from ruammue.resources.kinds import typed_unit
from ruammue.resources.models import NeedLine, Offer
from ruammue.resources.wording import amount

LEAST_PARTS, PARTS = 2, 3
Filled = tuple[NeedLine, Offer | None, Organisation]


class ProposeForm(SourceMixin, HouseForm):
    """Two or three parts: what lacks, who gives it, how much, and from what."""

    why = PlainTextField(
        label=_("Why together?"),
        max_length=300,
        rows=2,
        help_text=_("Every party reads it, for example “the temple lends tables, the office grades its road”."),
    )

    def __init__(
        self,
        *args: Any,
        steward: Steward,
        lines: Sequence[NeedLine],
        filled: Sequence[Filled],
        told: Mapping[UUID, str],
        is_partner: bool,
        **kwargs: Any,
    ) -> None:
        """`told`: what lines are for, or when, as far as the reader may know. A partner reads of a matter what is
        published of it.
        """
        super().__init__(*args, **kwargs)
        self.lines = {str(line.pk): line for line in lines}
        self.offers_of = {}
        meant: dict[int, Offer | None] = {}
        choices = [("", _t("choose")), *told_apart(lines, told, is_partner)]
        for number in range(PARTS):
            line = forms.ChoiceField(
                label=of_part(_t("What is lacking?"), number), choices=choices, required=number < LEAST_PARTS
            )
            giver = forms.ModelChoiceField(
                label=of_part(_t("Who gives it?"), number),
                queryset=known_organisations(steward),
                required=number < LEAST_PARTS,
                empty_label=_t("choose"),
            )
            quantity = PlainTextField(
                label=of_part(_t("How much of it, with its unit"), number), max_length=40, required=False
            )
            if number < len(filled):
                wanted, offer, body = filled[number]
                line.initial, giver.initial = str(wanted.pk), body
                much = min(wanted.lacking, offer.remaining) if offer else wanted.lacking
                quantity.initial = amount(much, wanted.spec.unit).replace("\u00a0", " ")
                meant[number] = offer if not self.is_bound or self._part(number) == (wanted, body.pk) else None
            self.fields[f"line_{number}"] = line
            self.fields[f"giver_{number}"] = giver
            self.fields[f"quantity_{number}"] = quantity
        self._ask_sources(steward, filled, meant)
        self.fields["once"] = OnceField()
        self.order_fields([*(name for name in self.fields if name not in ("why", "once")), "why", "once"])

    def _ask_sources(self, steward: Steward, filled: Sequence[Filled], meant: Mapping[int, Offer | None]) -> None:
        parts = {number: self._part(number) for number in range(PARTS)}
        if not self.is_bound:
            parts |= {number: (line, body.pk) for number, (line, _offer, body) in enumerate(filled)}
        known = {number: (line, giver) for number, (line, giver) in parts.items() if line is not None and giver}
        offers = offers_for(steward, known.values(), today=timezone.localdate())
        for number, (line, giver) in known.items():
            self.add_source(number, line, offers[line.pk, giver], meant=meant.get(number))

    def _part(self, number: int) -> tuple[NeedLine | None, UUID | None]:
        """What was sent for a part: the line and the giver's key."""
        try:
            giver = UUID(self._said(f"giver_{number}"))
        except ValueError:
            giver = None
        return self.lines.get(self._said(f"line_{number}")), giver

    def groups(self) -> list[tuple[int, bool, list[forms.BoundField]]]:
        """(number, folded, fields) of each part: the last stays folded while nothing stands in it."""
        found = []
        for number in range(PARTS):
            names = [f"{name}_{number}" for name in ("line", "giver", "quantity", "how", "back")]
            fields = [self[name] for name in names if name in self.fields]
            is_empty = not any(bound.value() or bound.errors for bound in fields)
            found.append((number + 1, number == PARTS - 1 and is_empty, fields))
        return found

    def clean(self) -> dict[str, Any]:
        """`parts` holds (line, giver, minor units, source) of every part that is filled."""
        data = super().clean() or self.cleaned_data
        parts = []
        for number in range(PARTS):
            line, giver = self.lines.get(data.get(f"line_{number}") or ""), data.get(f"giver_{number}")
            if line is None or giver is None:
                if number >= LEAST_PARTS and line is not giver:
                    missing = f"line_{number}" if line is None else f"giver_{number}"
                    self.add_error(missing, _t("Say both: what, and who gives."))
                continue
            typed = (data.get(f"quantity_{number}") or "").strip()
            try:
                much = quantities.parse(typed, typed_unit(line.spec.unit)) if typed else line.lacking
            except quantities.NotAQuantity as refusal:
                self.add_error(f"quantity_{number}", sentence_for(refusal))
                continue
            source = self.source_of(number)
            if source is not None:
                parts.append((line, giver, much, source))
        data["parts"] = parts
        return data


def told_apart(lines: Sequence[NeedLine], told: Mapping[UUID, str], is_partner: bool) -> list[tuple[str, str]]:
    """Each line in words, no two alike: what still sounds the same is numbered."""
    words = {str(line.pk): _line_words(line, told.get(line.pk, ""), is_partner) for line in lines}
    alike, seen = Counter(words.values()), Counter[str]()
    found = []
    for key, each in words.items():
        seen[each] += 1
        found.append((key, f"{each} ({seen[each]})" if alike[each] > 1 else each))
    return found


def _line_words(line: NeedLine, told: str, is_partner: bool) -> str:
    language = (get_language() or "th").split("-")[0]
    words = _t("%(thing)s %(amount)s for %(who)s (%(matter)s)") % {
        "thing": line.spec.name,
        "amount": quantities.show(line.lacking, typed_unit(line.spec.unit), language),
        "who": line.receiver.name,
        "matter": line.matter.public_sentence if is_partner else line.matter.title,
    }
    if line.until_on is not None:
        words += " " + _t("by %(day)s") % {"day": thai_dates.short(line.until_on, language)}
    return f"{words} {told}" if told else words


class AgreeForm(HouseForm):
    """Yes of a party: its own, or heard by somebody of the office."""

    def __init__(self, *args: Any, parties: Sequence[ExchangeParty], own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(party.pk), party.organisation.name) for party in parties]
        party_field = forms.ChoiceField(label=_t("Who agrees?"), choices=choices, widget=forms.RadioSelect)
        if len(choices) == 1:
            party_field.initial, party_field.widget = choices[0][0], forms.HiddenInput()
        self.fields["party"] = party_field
        if not own:
            self.fields["how"] = forms.ChoiceField(
                label=_t("How was it heard?"),
                choices=[(how.value, how.label) for how in ExchangeParty.How if how != ExchangeParty.How.OWN],
                widget=forms.RadioSelect,
                initial=ExchangeParty.How.PHONE.value,
            )
            word = PlainTextField(
                label=_t("Who said so?"),
                max_length=160,
                help_text=_t("When you write it down for somebody else, for example “ครูวิชา โทรมาบอก”."),
            )
            if len(parties) == 1:
                word.initial = parties[0].answered_as
            word.error_messages["required"] = _t("You write this down for somebody else. Write who said so.")
            self.fields["as_whom"] = word


class AnswerExchangeForm(HouseForm):
    """Yes or no by link; the name stands there already."""

    as_whom = PlainTextField(label=_("Your name"), max_length=160)
    words = PlainTextField(label=_("Why not this time?"), max_length=300, rows=2)

    def __init__(self, *args: Any, who: str, says_no: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["as_whom"].initial = who
        if says_no:
            self.order_fields(["words", "as_whom"])
        else:
            del self.fields["words"]


class WordsForm(HouseForm):
    """What was agreed on after all, and who stood between the parties: a person or an organisation of the record, and
    none of `sides`.
    """

    words = PlainTextField(
        label=_("What did they agree on?"),
        max_length=400,
        rows=3,
        help_text=_("For example “the firm brings the rest by the end of the month”. All parties read it."),
    )

    def __init__(self, *args: Any, steward: Steward, sides: Collection[UUID], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        held = RoleHeld.objects.of(steward).filter(from_on__lte=today).filter(Q(until_on=None) | Q(until_on__gte=today))
        people = {row.person_id: row.person for row in held.select_related("person")}
        bodies = {body.pk: body for body in known_organisations(steward) if body.pk not in sides}
        self.known: dict[str, Organisation | Person] = {
            f"person:{key}": person for key, person in people.items() if key not in sides
        }
        self.known |= {f"org:{key}": body for key, body in bodies.items()}
        choices = sorted(
            ((key, who.name) for key, who in self.known.items()), key=lambda one: (one[0][0] == "o", one[1])
        )
        self.fields["mediator"] = forms.ChoiceField(
            label=_t("Who stood between them?"),
            choices=[("", _t("choose")), *choices],
            help_text=_t("Nobody who speaks for one of the parties."),
        )
        self.fields["once"] = OnceField()
        self.order_fields(["mediator", "words", "once"])

    def clean_mediator(self) -> Organisation | Person:
        """Of the record."""
        return self.known[self.cleaned_data["mediator"]]


class WantsForm(HouseForm):
    """What one would like in return."""

    wants = PlainTextField(
        label=_("What would you like in return?"),
        max_length=200,
        help_text=_("For example “our road graded”, or “anything useful”."),
    )


class ResolutionField(forms.ModelChoiceField):  # type: ignore[type-arg] # it takes none when it runs
    """A resolution that the network adopted, as it stands in the record."""

    def __init__(self, steward: UUID, resolutions: Sequence[Resolution]) -> None:
        super().__init__(
            label=_t("Which resolution of the network?"),
            queryset=Resolution.objects.of(steward).filter(pk__in=[row.pk for row in resolutions]),
            empty_label=_t("choose"),
        )
        self.queryset = self.queryset.select_related("item")  # type: ignore[union-attr]

    def label_from_instance(self, row: Any) -> str:
        """On which item, what, when and under which number."""
        return resolved_words(row)


def resolved_words(row: Resolution) -> str:
    """A resolution so that no other is taken for it: its item, its text, its day and its number."""
    language = (get_language() or "th").split("-")[0]
    words = _t("%(item)s: “%(text)s”, %(day)s") % {
        "item": row.item.title,
        "text": row.text,
        "day": thai_dates.long(timezone.localdate(row.resolved_at), language),
    }
    if not row.register_number:
        return words
    return words + " " + _t("(no. %(number)s)") % {"number": row.register_number}


class _Resolved(HouseForm):
    """What rests on a resolution: which one, and that it says so. Its words stand beside the rule for all to read."""

    def __init__(self, *args: Any, network: Network, resolutions: Sequence[Resolution], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreed_in"] = ResolutionField(network.steward_id, resolutions)
        self.fields["says_so"] = forms.BooleanField(
            label=_t("I have read this resolution: it decides just this."),
            error_messages={
                "required": _t("A resolution about something else carries no rule. Choose the one that says it.")
            },
        )


class ReciprocityForm(_Resolved):
    """The cap, the period and the resolution."""

    cap = ThaiIntegerField(
        label=_("At most how many portions beyond what one gives?"),
        min_value=0,
        max_value=99,
        help_text=_("0: nobody takes more than they give. 2 is a soft rule."),
    )
    from_on = ThaiDateField(label=_("From which day on?"))
    until_on = ThaiDateField(label=_("Until which day?"))
    seen_on = ThaiDateField(required=False, widget=forms.HiddenInput())
    """From which day on the price was reckoned that stood on the page."""

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError where the price that was seen is that of another day."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        seen, day = data.get("seen_on"), data.get("from_on")
        if seen and day and seen != day:
            self.add_error(None, _t("The price below is reckoned from this day now. Look at it, then save again."))
        return data


class FirstDayForm(HouseForm):
    """The first day of a rule that is only thought of."""

    from_on = ThaiDateField(label=_("From which day on would it hold?"))


class HardshipForm(HouseForm):
    """Which member, and why."""

    reason = PlainTextField(label=_("Why?"), max_length=300, rows=2, help_text=_("Only those who work on it read it."))

    def __init__(self, *args: Any, network: Network, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = NetworkMember.objects.of(network.steward_id).filter(network=network, until_on=None)
        self.fields["organisation"] = forms.ModelChoiceField(
            label=_t("Which member?"),
            queryset=Organisation.objects.filter(pk__in=members.values("organisation")).order_by("name"),
            empty_label=_t("choose"),
        )
        self.order_fields(["organisation", "reason"])


class TrustForm(_Resolved):
    """Towards whom, how much, and the resolution."""

    most = ThaiIntegerField(label=_("How many portions before something comes back?"), min_value=0, max_value=99)

    def __init__(self, *args: Any, network: Network, **kwargs: Any) -> None:
        super().__init__(*args, network=network, **kwargs)
        others = Network.objects.of(network.steward_id).filter(removed_at=None, confirmed_at__isnull=False)
        self.fields["taker"] = forms.ModelChoiceField(
            label=_t("Towards which network?"), queryset=others.exclude(pk=network.pk), empty_label=_t("choose")
        )
        self.order_fields(["taker", "most", "agreed_in", "says_so"])


__all__ = [
    "AgreeForm", "AnswerExchangeForm", "FirstDayForm", "HardshipForm", "ProposeForm", "ReasonForm", "ReciprocityForm",
    "TrustForm", "WantsForm", "WordsForm", "resolved_words",
]  # fmt: skip
