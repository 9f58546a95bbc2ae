"""The shape of what people type about networks. Forms never save."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ruammue.access.actors import Actor, Role
from ruammue.foundation.forms import (
    HouseForm,
    NameField,
    OnceField,
    PhoneField,
    PlainTextField,
    ScanField,
    ThaiDateField,
)
from ruammue.foundation.levels import Level, Sector
from ruammue.networks import queries
from ruammue.networks.actions.inviting import DAYS_TO_ANSWER
from ruammue.networks.models import Invitation, Network, NetworkPaper, Partner, Seat
from ruammue.people.models import Organisation, Person
from ruammue.places.models import Steward, Village

LONGEST_ASK = 300


class NetworkForm(HouseForm):
    """A new network: what it is called, at which level, what for."""

    name = PlainTextField(label=_("What is it called?"), max_length=200)
    form = forms.ChoiceField(
        label=_("In which form do you work together?"),
        choices=[
            ("partners", _("Partners work together, each as they can")),
            ("committee", _("A committee with seats")),
            ("forum", _("A forum open to everybody")),
        ],
        initial="partners",
        widget=forms.RadioSelect,
    )
    village = forms.ModelChoiceField(
        label=_("Of which village?"),
        queryset=Village.objects.none(),
        required=False,
        empty_label=_("not of one village"),
    )
    level = forms.ChoiceField(
        label=_("At which level?"),
        choices=Level.choices,
        initial=Level.TAMBON,
        help_text=_("With a village chosen it is at the level of the village, whatever stands here."),
    )
    purpose = PlainTextField(label=_("What for?"), max_length=300, rows=2, required=False)

    def __init__(self, *args: Any, steward: Steward, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        villages = Village.objects.of(steward)
        if not actor.has(Role.OFFICER, Role.CLERK, Role.EXECUTIVE, Role.COORDINATOR):
            # A village head forms networks of their own village only.
            villages = villages.filter(pk__in=actor.villages)
            self.fields["level"].choices = [(Level.VILLAGE.value, Level.VILLAGE.label)]  # type: ignore[attr-defined]
            self.fields["level"].initial = Level.VILLAGE
        self.fields["village"].queryset = villages  # type: ignore[attr-defined]
        if self.initial.get("village"):
            self.initial["level"] = Level.VILLAGE.value

    def clean(self) -> dict[str, Any]:
        """The level follows the place."""
        data = super().clean() or {}
        if data.get("village"):
            data["level"] = Level.VILLAGE.value
        elif data.get("level") == Level.VILLAGE and "village" not in self.errors:
            self.add_error("village", _("At the level of a village: choose which one."))
        return data


class OrderForm(HouseForm):
    """The order of appointment, as it stands in the office's register."""

    number = PlainTextField(
        label=_("Number of the order"),
        max_length=40,
        help_text=_("As it stands in the office's register, for example 123/2569. The system never makes numbers."),
    )
    on = ThaiDateField(label=_("Date of the order"), may_be_future=False)
    scan = ScanField(label=_("Scan or photo of the signed order"), required=False)


class PaperForm(HouseForm):
    """A paper that exists already."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=NetworkPaper.Kind.choices)
    title = PlainTextField(label=_("Title of the paper"), max_length=160)
    number = PlainTextField(
        label=_("Number on the paper"),
        max_length=40,
        required=False,
        help_text=_("As it stands there, for example 3/2568. The system never makes numbers."),
    )
    signed_on = ThaiDateField(
        label=_("Day on the paper"),
        required=False,
        may_be_future=False,
        help_text=_("The day it was signed; of minutes, the day of the meeting."),
    )
    ends_on = ThaiDateField(
        label=_("Valid until"), required=False, help_text=_("Only where the paper says so. Never for minutes.")
    )
    scan = ScanField(label=_("The file"))


class SeatForm(HouseForm):
    """One more seat."""

    label = PlainTextField(label=_("What is the seat called?"), max_length=160)
    category = forms.ChoiceField(label=_("Who sits there?"))
    office = forms.ChoiceField(label=_("Office"), choices=Seat.Office.choices, initial=Seat.Office.MEMBER)

    def __init__(self, *args: Any, categories: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = categories  # type: ignore[attr-defined]


class AppointForm(HouseForm):
    """Who takes a seat, from when until when, for whom, by which order."""

    person = forms.ModelChoiceField(label=_("Who?"), queryset=Person.objects.none(), empty_label=_("choose a person"))
    on_behalf_of = forms.ModelChoiceField(
        label=_("On behalf of which organisation?"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("nobody: as themselves"),
    )
    from_on = ThaiDateField(label=_("From"))
    until_on = ThaiDateField(
        label=_("Until"), required=False, help_text=_("The last day of the term. Empty: no end is known.")
    )
    order_number = PlainTextField(
        label=_("Number of the order"),
        max_length=40,
        required=False,
        help_text=_("Only if this person has an order of their own."),
    )
    order_on = ThaiDateField(label=_("Date of the order"), required=False)

    def __init__(self, *args: Any, steward: Steward, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = queries.known_people(steward)  # type: ignore[attr-defined]
        self.fields["on_behalf_of"].queryset = queries.known_organisations(steward)  # type: ignore[attr-defined]
        self.fields["from_on"].initial = timezone.localdate()


class EndForm(HouseForm):
    """The last day, and why."""

    on = ThaiDateField(label=_("Last day"))
    reason = PlainTextField(label=_("Why?"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate()


class MemberForm(HouseForm):
    """An organisation that is in the network already."""

    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), empty_label=_("choose an organisation")
    )

    def __init__(self, *args: Any, steward: Steward, network: Network, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = queries.invitable(steward, network)  # type: ignore[attr-defined]


class InviteForm(MemberForm):
    """Whom to invite, for what, for how long."""

    asks = PlainTextField(
        label=_("What do you ask of them?"),
        max_length=LONGEST_ASK,
        rows=2,
        help_text=_("In a sentence that can be said aloud. No names of villagers, nothing about illness."),
    )
    effort = PlainTextField(
        label=_("How much time or what will it take?"),
        max_length=120,
        required=False,
        help_text=_("For example: about 1 day in January."),
    )
    expires_on = ThaiDateField(label=_("Answer by"), may_be_past=False)
    key = OnceField()
    field_order = ("organisation", "asks", "effort", "expires_on", "key")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expires_on"].initial = timezone.localdate() + timedelta(days=DAYS_TO_ANSWER)


class AnswerForm(HouseForm):
    """The answer on the link: nothing must be typed."""

    reply = forms.ChoiceField(choices=Invitation.Reply.choices, widget=forms.HiddenInput)
    reason = PlainTextField(label=_("Why not now? What would help?"), max_length=300, rows=2, required=False)
    as_whom = PlainTextField(
        label=_("Who answers?"),
        max_length=120,
        required=False,
        help_text=_("For example: head of the school. So that we ask for the right person when we call."),
    )

    def __init__(self, *args: Any, reply: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reply"].initial = reply
        if reply == Invitation.Reply.JOIN:
            del self.fields["reason"]


class ConfirmForm(HouseForm):
    """Who confirmed the answer, and how."""

    reply = forms.ChoiceField(label=_("What did they say?"), choices=Invitation.Reply.choices, widget=forms.RadioSelect)
    way = forms.ChoiceField(label=_("How did you hear it?"), choices=Invitation.Way.choices, widget=forms.RadioSelect)
    with_whom = PlainTextField(
        label=_("With whom did you speak, or who signed?"),
        max_length=120,
        help_text=_("For example: the head of the school."),
    )
    reason = PlainTextField(label=_("If not now: why?"), max_length=300, required=False)


class PartnerForm(HouseForm):
    """A partner that is entered in the register: a known organisation, or a new one."""

    organisation = forms.ModelChoiceField(
        label=_("Known organisation"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("a new one, see below"),
    )
    name = PlainTextField(label=_("Name of the organisation"), max_length=160, required=False)
    sector = forms.ChoiceField(label=_("Sector"), choices=Sector.choices, initial=Sector.CIVIL)
    kind = forms.ChoiceField(label=_("Kind"), choices=Organisation.Kind.choices, initial=Organisation.Kind.GROUP)
    good_at = PlainTextField(
        label=_("What are they good at, what do they have?"),
        max_length=300,
        rows=2,
        required=False,
        help_text=_("In their own words, for example: lend 40 tables, teach carpentry."),
    )
    level = forms.ChoiceField(label=_("How far do they work?"), choices=Level.choices, initial=Level.TAMBON)
    contact_name = NameField(label=_("Whom to call"), max_length=80, required=False)
    contact_phone = PhoneField(label=_("Telephone"), required=False)

    def __init__(self, *args: Any, steward: Steward, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        partnered = Partner.objects.of(steward).values("organisation_id")
        known = queries.known_organisations(steward).exclude(pk__in=partnered)
        self.fields["organisation"].queryset = known  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One of the two: a known organisation or a name."""
        given = super().clean() or {}
        if not given.get("organisation") and not given.get("name") and "name" not in self.errors:
            self.add_error("name", _("Choose a known organisation above, or write the name of the new one."))
        return given


class PartnerChangeForm(HouseForm):
    """What a partner is good at, and whom to call."""

    good_at = PlainTextField(
        label=_("What are they good at, what do they have?"), max_length=300, rows=2, required=False
    )
    level = forms.ChoiceField(label=_("How far do they work?"), choices=Level.choices)
    contact = forms.ModelChoiceField(
        label=_("Whom to call"), queryset=Person.objects.none(), required=False, empty_label=_("nobody named yet")
    )

    def __init__(self, *args: Any, steward: Steward, partner: Partner, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = queries.known_people(steward)
        self.fields["contact"].queryset = people.filter(  # type: ignore[attr-defined]
            affiliations__organisation=partner.organisation_id, affiliations__steward=steward
        ).distinct()
        for name in ("good_at", "level", "contact"):
            self.fields[name].initial = getattr(partner, name)


class SearchForm(HouseForm):
    """Words to look for in the register of partners."""

    words = PlainTextField(label=_("Word"), max_length=80, required=False)
    sector = forms.ChoiceField(label=_("Sector"), choices=[("", _("all")), *Sector.choices], required=False)
