"""From where a part of an exchange comes: an offer of the giver's own, or, where there is none, given or lent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ruammue.foundation import quantities, thai_dates
from ruammue.foundation.forms import ThaiDateField
from ruammue.places.models import Steward
from ruammue.resources import kinds, schedules
from ruammue.resources.actions.commitments import days_meet
from ruammue.resources.models import NeedLine, Offer, Spec
from ruammue.resources.wording import amount

GIVE, LEND = "give", "lend"
_SPENT = ("machine_time", "duration", "occasion")
"""What is counted so is used up by the use: of these one is not asked whether they come back."""


@dataclass(frozen=True, slots=True)
class Source:
    """What a part is taken from, and for how long when it is lent."""

    offer: Offer | None = None
    is_loan: bool = False
    return_due: date | None = None


def outlasts_use(spec: Spec) -> bool:
    """A thing that is there after its use."""
    return kinds.may_be_lent(spec.unit) and quantities.UNITS[spec.unit].dimension not in _SPENT


def offers_for(
    steward: Steward, parts: Iterable[tuple[NeedLine, UUID]], *, today: date
) -> dict[tuple[UUID, UUID], list[Offer]]:
    """The offers that fit each (line, giver): of the thing, not used up, on days on which it is needed. One statement;
    none without parts.
    """
    wanted = list(parts)
    if not wanted:
        return {}
    found = (
        Offer.objects.of(steward)
        .filter(provider__in={giver for _line, giver in wanted}, spec__in={line.spec_id for line, _giver in wanted})
        .filter(Q(until_on=None) | Q(until_on__gte=today), withdrawn_at=None, remaining__gt=0)
        .select_related("spec", "provider")
        .order_by("offered_at", "id")
    )
    offers = list(found)
    return {
        (line.pk, giver): [
            offer
            for offer in offers
            if (offer.provider_id, offer.spec_id) == (giver, line.spec_id)
            and offer.matter_id in (None, line.matter_id)
            and days_meet(line, offer, due=line.until_on, today=today)
        ]
        for line, giver in wanted
    }


def offer_words(offer: Offer) -> str:
    """An offer so that it is told from another of the same thing: given or lent, what is left, when."""
    language = (get_language() or "th").split("-")[0]
    first, last = (day and thai_dates.short(day, language) for day in (offer.from_on, offer.until_on))
    days = f"{first or ''} – {last or ''}".strip() if first or last else ""
    left = _("%(much)s left") % {"much": amount(offer.remaining, offer.spec.unit)}
    words = [_("Lends it") if offer.is_loan else _("Gives it"), left, days, schedules.words(offer.schedule)]
    if offer.is_trade:
        words.append(_("in exchange for: %(what)s") % {"what": offer.wants})
    return " · ".join(word for word in (*words, offer.conditions) if word)


def of_part(label: str, number: int) -> str:
    """A label that says of which part it is: what is wrong is named by it above the form."""
    return _("%(label)s (part %(number)d)") % {"label": label, "number": number + 1}


class SourceMixin(forms.Form):
    """Parts that say from what they come. `how_n` is asked where it is not plain, `back_n` where it is lent."""

    offers_of: dict[int, Sequence[Offer]]

    def add_source(self, number: int, line: NeedLine, offers: Sequence[Offer], *, meant: Offer | None = None) -> None:
        """Ask of part `number` what is not plain: which of several offers; without one, whether it is given or lent;
        and until when a loan goes back. `meant`: the offer from which the form was filled.
        """
        offers = [meant] if meant is not None and meant not in offers else offers
        self.offers_of[number] = offers
        only, said = offers[0] if len(offers) == 1 else None, self._said(f"how_{number}")
        if len(offers) > 1:
            choices = [(str(one.pk), offer_words(one)) for one in offers]
            self._ask_how(number, _("From which of what they offer?"), choices, str(meant.pk) if meant else "")
        elif only is None and outlasts_use(line.spec):
            choices = [(GIVE, _("It is given for good")), (LEND, _("It is lent and goes back"))]
            self._ask_how(number, _("Given or lent?"), choices)
        chosen = only or next((one for one in offers if str(one.pk) == said), None) or meant
        if said == LEND or (chosen is not None and chosen.is_loan):
            self._ask_back(number, line, chosen)

    def source_of(self, number: int) -> Source | None:
        """From what part `number` comes; None, with words beside the field, where that is not said yet."""
        offers, said = self.offers_of.get(number, ()), self.cleaned_data.get(f"how_{number}") or ""
        if f"how_{number}" in self.fields and not said:
            return None
        offer = next((one for one in offers if str(one.pk) == said), offers[0] if len(offers) == 1 else None)
        is_loan = offer.is_loan if offer is not None else said == LEND
        if is_loan and self.is_bound and self.add_prefix(f"back_{number}") not in self.data:
            # Asked for once they know that it is a loan, with the day that suggests itself.
            field, again = self.fields[f"back_{number}"], QueryDict(mutable=True)
            again.update(self.data)
            again[self.add_prefix(f"back_{number}")] = field.prepare_value(field.initial) or ""
            self.data = again
            self.add_error(f"back_{number}", _("This is lent. Look at the day on which it goes back, then send again."))
            return None
        return Source(offer, is_loan, self.cleaned_data.get(f"back_{number}") if is_loan else None)

    def _said(self, name: str) -> str:
        return str(self.data.get(self.add_prefix(name)) or "") if self.is_bound else ""

    def _ask_how(self, number: int, label: str, choices: Sequence[tuple[str, str]], initial: str = "") -> None:
        self.fields[f"how_{number}"] = forms.ChoiceField(
            label=of_part(label, number),
            choices=choices,
            initial=initial,
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose one, then send again.")},
        )

    def _ask_back(self, number: int, line: NeedLine, offer: Offer | None) -> None:
        today = timezone.localdate()
        days = [day for day in (line.until_on, offer.until_on if offer else None) if day is not None and day >= today]
        self.fields[f"back_{number}"] = ThaiDateField(
            label=of_part(_("Back until which day?"), number),
            required=False,
            may_be_past=False,
            initial=min(days) if days else None,
        )
