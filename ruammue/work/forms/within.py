"""What people type about skills, tasks, a month, and coming."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ruammue.foundation.forms import (
    HouseForm,
    OnceField,
    PlainTextField,
    ThaiDateField,
    ThaiIntegerField,
    ThaiTimeField,
)
from ruammue.foundation.refusals import Refusal
from ruammue.foundation.shared_words import SharedWordsForm
from ruammue.people.models import Acquaintance, Organisation
from ruammue.places.models import Village
from ruammue.work.models import Half, SignUp, TaskPart, Work
from ruammue.work.models.tasks import HOURS, minute_of
from ruammue.work.queries.skills import USUAL_MOST, level_words
from ruammue.work.refusals import DatesOutOfOrder

PLACES = 4
"""Kinds of places that one task's form offers: more would be another task."""
MOST_PROJECTS = 2
WEEKDAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
MONTHS = (
    _("January"), _("February"), _("March"), _("April"), _("May"), _("June"), _("July"), _("August"), _("September"),
    _("October"), _("November"), _("December"),
)  # fmt: skip


def levels() -> list[tuple[int, str]]:
    """The five levels in words."""
    return [(level, level_words(level)) for level in (1, 2, 3, 4, 5)]


class SkillForm(HouseForm):
    """One more thing that somebody can do."""

    skill = PlainTextField(
        label=_("What can they do?"),
        max_length=80,
        help_text=_("In their words: home visits, electrician, cooking ..."),
    )
    level = forms.TypedChoiceField(label=_("How well?"), coerce=int, choices=levels, initial=2)
    asked_back = ""
    """The word typed, if it is none of the list: a tap keeps it, or takes one of those `near`."""
    near: Sequence[str] = ()

    def __init__(self, *args: Any, asks_self: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if asks_self:
            self.fields["skill"].label = _("What can you do?")
            self.fields["skill"].help_text = _("In your words: home visits, electrician, cooking ...")

    @property
    def keeps(self) -> bool:
        """They were asked back and keep their own word."""
        return bool(self.data.get("keep"))

    def ask_back(self, refusal: Refusal, near: Sequence[str]) -> None:
        """The word is none of the list: did they mean one of these?"""
        self.add_refusal(refusal, "skill")
        self.asked_back, self.near = refusal.data["word"], near


class OrganisationSkillForm(SkillForm):
    """One more thing that an organisation can do."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["skill"].label = _("What can it do?")
        self.fields["skill"].help_text = _("In its own words: lend tables, teach first aid, drive an excavator ...")


class AvailabilityForm(HouseForm):
    """When somebody can come."""

    free = forms.MultipleChoiceField(
        label=_("Which half-days are good?"),
        help_text=_("Tick none if any day may be asked for."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    most_a_month = ThaiIntegerField(label=_("At most how many half-days a month?"), max_value=31, initial=USUAL_MOST)

    def __init__(self, *args: Any, away: Sequence[tuple[date, date]] = (), **kwargs: Any) -> None:
        """`away`: what was said before, each in two fields of its own; two more wait for another."""
        super().__init__(*args, **kwargs)
        for number, (begins, ends) in enumerate((*away, (None, None)), 1):
            is_more = number > len(away) > 0
            self.fields[f"away_from{number}"] = ThaiDateField(
                label=_("Away once more, from") if is_more else _("Away from"), required=False, initial=begins
            )
            self.fields[f"away_until{number}"] = ThaiDateField(
                label=_("Away once more, until") if is_more else _("Away until"), required=False, initial=ends
            )
        self.periods = len(away) + 1
        field: Any = self.fields["free"]
        field.choices = [
            (f"{day}{half.value}", _("%(day)s %(half)s") % {"day": word, "half": half.label})
            for day, word in enumerate(WEEKDAYS)
            for half in Half
        ]

    def away(self) -> list[tuple[date | None, date | None]]:
        """From which day until which, as often as anything was typed."""
        data = self.cleaned_data
        rows = [(data.get(f"away_from{n}"), data.get(f"away_until{n}")) for n in range(1, self.periods + 1)]
        return [row for row in rows if any(row)]

    def clean(self) -> dict[str, Any]:
        """Each pair of days in its order, said beside the pair."""
        data: dict[str, Any] = super().clean() or {}
        for number in range(1, self.periods + 1):
            names = f"away_from{number}", f"away_until{number}"
            begins, ends = (data.get(name) for name in names)
            is_half = (begins is None) != (ends is None) and not any(name in self.errors for name in names)
            if is_half or (begins and ends and ends < begins):
                self.add_refusal(DatesOutOfOrder(), names[1])
        return data


class SeasonsForm(HouseForm):
    """The months of planting and harvest."""

    planting = forms.MultipleChoiceField(label=_("Planting"), required=False, widget=forms.CheckboxSelectMultiple)
    harvest = forms.MultipleChoiceField(label=_("Harvest"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("planting", "harvest"):
            field: Any = self.fields[name]
            field.choices = [(str(number), word) for number, word in enumerate(MONTHS, 1)]

    def months(self) -> dict[int, str]:
        """Month -> kind; harvest where both were ticked."""
        return {int(month): kind for kind in ("planting", "harvest") for month in self.cleaned_data[kind]}


class PersonField(forms.ModelChoiceField):
    """Somebody of our list, by name and village."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Acquaintance.objects.none(), empty_label=_("choose"), **kwargs)

    def label_from_instance(self, row: Any) -> str:
        """Name and village: several share a name."""
        return f"{row.person.name} ({row.village.label})" if row.village else row.person.name


class ApartForm(HouseForm):
    """Two who should not be put into one task."""

    one = PersonField(label=_("This person"))
    other = PersonField(label=_("and this one"))
    is_hard = forms.TypedChoiceField(
        label=_("How strictly?"),
        choices=[("", _("only if nobody else can")), ("1", _("never together"))],
        required=False,
        coerce=bool,
    )

    def __init__(self, *args: Any, people: QuerySet[Acquaintance], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("one", "other"):
            field: Any = self.fields[name]
            field.queryset = people


class TaskForm(SharedWordsForm):
    """A task of a half-day, with its places. The village board says what it is, where, and who does what in it."""

    shared = ("title", "place", "projects", *(f"role{n}" for n in range(1, PLACES + 1)))
    for_everybody = True

    title = PlainTextField(label=_("What is to be done?"), max_length=160)
    on = ThaiDateField(label=_("On which day?"), may_be_past=False)
    half = forms.ChoiceField(
        label=_("When?"), choices=[*Half.choices, ("day", _("the whole day (two tasks, each with its own people)"))]
    )
    begins = ThaiTimeField(label=_("From when, if it is not the whole half-day?"), required=False)
    ends = ThaiTimeField(label=_("Until when?"), required=False)
    village = forms.ModelChoiceField(
        label=_("In which village?"), queryset=Village.objects.none(), required=False,
        empty_label=pgettext_lazy("village", "the whole tambon"),
    )  # fmt: skip
    place = PlainTextField(label=_("Where exactly?"), max_length=160, required=False)
    priority = forms.TypedChoiceField(
        label=_("How urgent?"), coerce=int, choices=[(3, _("cannot wait")), (2, _("usual")), (1, _("can wait"))],
        initial=2,
    )  # fmt: skip
    package = forms.ModelChoiceField(
        label=_("Belongs to which piece of work?"), queryset=Work.objects.none(), required=False,
        empty_label=pgettext_lazy("piece of work", "none"),
    )  # fmt: skip
    projects = PlainTextField(
        label=_("Which projects does it serve?"), max_length=200, required=False,
        help_text=_(
            "One, or two with a comma between them. New names are written down. Everybody reads them once the matter is"
            " public."
        ),
    )  # fmt: skip
    is_mixed = forms.BooleanField(
        label=_("People from different sectors together: state, private, civil society, citizens"),
        help_text=_("The proposal then looks for one from each sector, as far as nobody lacks because of it."),
        required=False,
    )
    once = OnceField()
    asked_back: Sequence[str] = ()
    """Words typed as skills that are none of the list: a tap keeps them."""

    def __init__(self, *args: Any, villages: QuerySet[Village], works: QuerySet[Work], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        village: Any = self.fields["village"]
        village.queryset = villages
        village.label_from_instance = lambda row: row.label
        package: Any = self.fields["package"]
        package.queryset = works
        package.label_from_instance = lambda row: row.title
        for number in range(1, PLACES + 1):
            first = number == 1
            self.fields[f"role{number}"] = PlainTextField(
                label=_("Place %(n)d: doing what?") % {"n": number}, max_length=120, required=first
            )
            self.fields[f"skill{number}"] = PlainTextField(
                label=_("What should one be able to do?"), max_length=80, required=False
            )
            self.fields[f"level{number}"] = forms.TypedChoiceField(
                label=_("How well?"), coerce=int, choices=levels, initial=1, required=False
            )
            self.fields[f"most{number}"] = ThaiIntegerField(
                label=_("How many people?"), min_value=1, max_value=200, required=first
            )
        self.order_fields(
            ["title", "on", "half", "begins", "ends", "village", "place"]
            + [f"{name}{n}" for n in range(1, PLACES + 1) for name in ("role", "most", "skill", "level")]
            + ["priority", "package", "projects", "is_mixed"]
        )

    def clean(self) -> dict[str, Any]:
        """A place of which a number or a skill was typed is not left out because nobody wrote what is done there."""
        data: dict[str, Any] = super().clean() or {}
        if is_over(data):
            self.add_error("half", _t("That time of today is over. Choose a later one."))
        for n in range(2, PLACES + 1):
            if (data.get(f"most{n}") or data.get(f"skill{n}")) and not data.get(f"role{n}"):
                self.add_error(f"role{n}", _t("Write what they do there, or empty the number and the skill."))
        return data

    @property
    def kept(self) -> Sequence[str]:
        """Words that they were asked about and keep."""
        data: Any = self.data
        return data.getlist("keep") if self.is_bound else ()

    @property
    def is_in_more(self) -> bool:
        """Something of the further places was typed: they are not folded away."""
        names = [f"{name}{n}" for name in ("role", "skill", "most") for n in range(2, PLACES + 1)]
        return any(str(self[name].value() or "").strip() for name in names)

    def rows(self) -> list[tuple[int, str, str, int, int]]:
        """(number, role, skill as typed, level, how many) of each place that was filled in."""
        data = self.cleaned_data
        return [
            (n, data[f"role{n}"], data[f"skill{n}"], data[f"level{n}"] or 1, data[f"most{n}"] or 1)
            for n in range(1, PLACES + 1)
            if data.get(f"role{n}")
        ]

    def clean_projects(self) -> str:
        """A task serves two projects at most: more could not be told apart in what each counts."""
        typed: str = self.cleaned_data["projects"]
        if len(_names(typed)) > MOST_PROJECTS:
            raise forms.ValidationError(_("One project, or two with a comma between them. Leave the others out."))
        return typed

    def project_names(self) -> list[str]:
        """Names of projects, each once."""
        return _names(self.cleaned_data["projects"])


def _names(typed: str) -> list[str]:
    return [name for name in dict.fromkeys(name.strip() for name in typed.split(",")) if name]


class ChoosePersonForm(HouseForm):
    """Who is put into a place."""

    person = PersonField(label=_("Who?"))

    def __init__(self, *args: Any, people: QuerySet[Acquaintance], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["person"]
        field.queryset = people


class PartForm(ChoosePersonForm):
    """Who has which part in a task."""

    part = forms.ChoiceField(
        label=_("Which part?"), choices=[*TaskPart.Part.choices, ("", _("none any more"))], required=False
    )


class AnswerForm(HouseForm):
    """Why somebody cannot come. A tap is enough; nobody has to explain."""

    why = forms.ChoiceField(
        label=_("Why not?"), choices=SignUp.Why.choices[1:], required=False, widget=forms.RadioSelect
    )
    words = PlainTextField(label=_("A word to the office"), max_length=200, required=False)


class HoursForm(HouseForm):
    """How long somebody was here; more than the clock says needs a reason."""

    hours = ThaiIntegerField(label=_("How many hours?"), min_value=0, max_value=16)
    minutes = ThaiIntegerField(label=_("and minutes"), min_value=0, max_value=59, required=False)
    why = forms.ChoiceField(
        label=_("If it is more than the clock says: why?"), choices=SignUp.HoursWhy.choices[1:], required=False,
        widget=forms.RadioSelect,
    )  # fmt: skip
    longer = PlainTextField(
        label=_("If it is much longer than planned: how did that come?"), max_length=200, required=False
    )

    def clean(self) -> dict[str, Any]:
        """No time at all is no help given: that is said on the list."""
        data = super().clean() or self.cleaned_data
        if "hours" in data and "minutes" in data and not self.total():
            self.add_error("hours", _("Write how long they were here. Who was not here is written down on the list."))
        return data

    def total(self) -> int:
        """All in minutes."""
        return int(self.cleaned_data["hours"] or 0) * 60 + int(self.cleaned_data["minutes"] or 0)


class ReasonForm(HouseForm):
    """Why something is not done after all."""

    reason = PlainTextField(label=_("Why?"), max_length=300, rows=2, required=False)


def is_over(data: dict[str, Any]) -> bool:
    """What was typed is today, at a time that is past."""
    now = timezone.localtime()
    half, ends = data.get("half"), data.get("ends")
    if data.get("on") != now.date() or not half:
        return False
    until = minute_of(ends) if ends else HOURS[half if half in HOURS else Half.AM][1]
    return until <= minute_of(now.time())


class MoveForm(HouseForm):
    """To which day and time a task is moved, and why."""

    on = ThaiDateField(label=_("To which day?"), may_be_past=False)
    half = forms.ChoiceField(label=_("When?"), choices=Half.choices)
    begins = ThaiTimeField(label=_("From when, if it is not the whole half-day?"), required=False)
    ends = ThaiTimeField(label=_("Until when?"), required=False)
    reason = PlainTextField(label=_("Why?"), max_length=300, rows=2)

    def clean(self) -> dict[str, Any]:
        """Not to an hour that is past."""
        data: dict[str, Any] = super().clean() or {}
        if is_over(data):
            self.add_error("half", _t("That time of today is over. Choose a later one."))
        return data


class ChangeForm(HouseForm):
    """What somebody would like to be different about a task."""

    wished_on = ThaiDateField(label=_("Which day would suit?"), may_be_past=False, required=False)
    wished_half = forms.ChoiceField(
        label=_("When?"), choices=[("", _("all the same")), *Half.choices], required=False, widget=forms.RadioSelect
    )
    words = PlainTextField(label=_("What should be different, and why?"), max_length=300, rows=2, required=False)


class ChangeAnswerForm(HouseForm):
    """A word to whoever asked."""

    words = PlainTextField(label=_("A word to whoever asked"), max_length=300, rows=2, required=False)


class ConfirmSkillForm(HouseForm):
    """In whose name a skill is confirmed, and how well."""

    organisation = forms.ModelChoiceField(
        label=_("In whose name?"), queryset=Organisation.objects.none(), empty_label=None
    )
    level = forms.TypedChoiceField(label=_("How well, as you saw it?"), coerce=int, choices=levels, initial=3)

    def __init__(self, *args: Any, organisations: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["organisation"]
        field.queryset = Organisation.objects.filter(pk__in=[row.pk for row in organisations])
        field.initial = organisations[0].pk if organisations else None
