"""Assisted entry: somebody types in for somebody else, it is always shown who for whom, and there is a receipt.

    class ReportForm(ActingForMixin, HouseForm): ...
    form = ReportForm(request.POST, steward=request.steward, actor=request.actor)
    entry = assisted.stand_in(form, by=request.actor)      # inside the door, before the act
    report_need(..., by=entry.actor, receipt=entry.receipt)

`entry.actor` carries the person acted for as `person_id` and the helper as `entered_by_id`; the ledger then shows
both for ever. Nobody needs an account to be acted for: a name is enough.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from ruammue.access.actors import Actor
from ruammue.access.gate import allows
from ruammue.foundation import thai_names
from ruammue.foundation.forms import NameField
from ruammue.foundation.keys import readable_code
from ruammue.foundation.text import clean_text
from ruammue.people import queries, rules
from ruammue.people.actions import add_person
from ruammue.people.models import Person
from ruammue.places.models import Steward, Village

SOMEBODY_NEW = "new"


@dataclass(frozen=True, slots=True)
class AssistedEntry:
    """Who acts (`actor`), for whom (`person`, None: for oneself), and the receipt code to be told or printed."""

    actor: Actor
    person: Person | None
    receipt: str


class ActingForMixin(forms.Form):
    """Adds to a HouseForm: for whom is this? Empty name: for oneself. Pass `steward=` and `actor=`.

    `acting_for` the name as people say it, `acting_for_village` a village id or empty, `acting_for_who` appears
    only when somebody of that name is listed: which one, or somebody new of the same name.
    """

    acting_for = NameField(
        label=_("For whom do you write this?"),
        required=False,
        max_length=160,
        help_text=_("Leave empty when it is for yourself. A first name is enough."),
    )
    acting_for_village = forms.ChoiceField(label=_("Village of this person"), required=False)

    def __init__(self, *args: Any, steward: Steward, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.acting_steward, self.acting_actor = steward, actor
        self.acting_villages: dict[str, Village] = {str(v.pk): v for v in queries.villages(steward)}
        field = cast(forms.ChoiceField, self.fields["acting_for_village"])
        field.choices = [("", _("not known")), *((key, v.label) for key, v in self.acting_villages.items())]
        if len(actor.villages) == 1:
            field.initial = str(next(iter(actor.villages)))
        self.acting_matches: list[queries.Similar] = []
        typed = self.data.get(self.add_prefix("acting_for"), "") if self.is_bound else ""
        # The question comes before the field is cleaned, and PostgreSQL takes no NUL.
        asked = clean_text(typed[:160], one_line=True)
        if asked and not actor.is_anonymous:
            name = thai_names.split(asked)
            everywhere = allows(actor, rules.OFFICE)
            self.acting_matches = queries.similar(
                steward,
                given_name=name.given,
                family_name=name.family,
                within=None if everywhere else actor.villages,
            )
        if self.acting_matches:
            self.fields["acting_for_who"] = forms.ChoiceField(
                label=_("Is it one of these?"),
                required=False,
                widget=forms.RadioSelect,
                choices=[
                    *((str(m.person_id), f"{m.name} {m.village}".strip()) for m in self.acting_matches),
                    (SOMEBODY_NEW, _("No, somebody else of this name")),
                ],
            )

    def clean(self) -> dict[str, Any]:
        """Of several of one name, the helper says which; a stranger may name nobody but themselves."""
        data = super().clean() or self.cleaned_data
        if data.get("acting_for") and self.acting_matches and not data.get("acting_for_who"):
            exact = [
                match
                for match in self.acting_matches
                if thai_names.split(match.name).full == thai_names.split(data["acting_for"]).full
                and match.village == self._village_label(data)
            ]
            if len(exact) == 1:
                data["acting_for_who"] = str(exact[0].person_id)
            else:
                self.add_error("acting_for_who", _t("Somebody of this name is on our list. Say which one."))
        return data

    def _village_label(self, data: dict[str, Any]) -> str:
        village = self.acting_villages.get(data.get("acting_for_village", ""))
        return village.label if village else ""


def stand_in(form: ActingForMixin, *, by: Actor, phone: str = "") -> AssistedEntry:
    """The actor for the act that follows; adds a person who is not listed yet. Call inside the door.

    `phone`: the number that somebody new has given already.

    With nobody named (or a stranger typing) the actor stays who they are.
    """
    data = form.cleaned_data
    receipt = readable_code()
    if not data.get("acting_for") or by.is_anonymous:
        return AssistedEntry(by, None, receipt)
    chosen = data.get("acting_for_who")
    if chosen and chosen != SOMEBODY_NEW:
        known = queries.acquaintance(form.acting_steward, UUID(chosen))
        if known is not None:
            return AssistedEntry(by.entering_for(known.person_id), known.person, receipt)
    name = thai_names.split(data["acting_for"])
    person = add_person(
        form.acting_steward,
        prefix=name.prefix[:30],
        given_name=name.given[:80],
        family_name=name.family[:80],
        phone=phone,
        village=form.acting_villages.get(data.get("acting_for_village", "")),
        by=by,
    )
    return AssistedEntry(by.entering_for(person.pk), person, receipt)


def entered_sentence(person_name: str, helper_name: str) -> str:
    """ "จันทร์ ใจงาม กรอกแทน ทองสุข นาดี": to be shown wherever such an act is shown. Names never break."""
    keep = {"person": person_name.replace(" ", "\u00a0"), "helper": helper_name.replace(" ", "\u00a0")}
    return _t("%(helper)s typed this in for %(person)s") % keep
