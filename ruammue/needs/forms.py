"""The shapes of what is typed in this room. They never save."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ruammue.foundation.forms import (
    CodeField,
    HouseForm,
    LookupForm,
    NameField,
    OnceField,
    PhoneField,
    PhotosField,
    PlainTextField,
    SentenceSelect,
    ThaiDateField,
    ThaiIntegerField,
    VoiceField,
)
from ruammue.foundation.levels import Sector
from ruammue.foundation.refusals import Refusal
from ruammue.foundation.shared_words import SharedWordsForm
from ruammue.needs.models import Answer, Category, Station
from ruammue.papers.waiting import PHOTO, VOICE, Waiting
from ruammue.people.assisted import SOMEBODY_NEW

STATES = [
    ("", pgettext_lazy("filter", "all")),
    ("waiting", pgettext_lazy("filter", "waiting for an answer")),
    ("overdue", pgettext_lazy("filter", "past their day")),
    ("answered", pgettext_lazy("filter", "answered")),
    ("fixed", pgettext_lazy("filter", "mended")),
]


class ReportForm(HouseForm):
    """A need as it is told: a picture, a voice or a few words are enough; everything else may stay empty."""

    photos = PhotosField(label=_("Pictures"), required=False)
    voice = VoiceField(
        label=_("Your voice"), required=False,
        widget=forms.FileInput(attrs={"accept": "audio/*,.amr,.3gp,.m4a,.ogg,.webm", "capture": True}),
    )  # fmt: skip
    text = PlainTextField(label=_("What is the matter?"), required=False, rows=3, max_length=2000)
    village = forms.ChoiceField(label=_("Which village?"), required=False, widget=forms.RadioSelect)
    category = forms.ChoiceField(
        label=_("What is it about?"), required=False, choices=Category.choices, widget=forms.RadioSelect
    )
    contact_phone = PhoneField(
        label=_("Telephone to call you back"),
        required=False,
        help_text=_("Only the one who answers sees it."),
    )
    is_about_one_person = forms.BooleanField(
        label=_("This is about one person, or about somebody's health"), required=False
    )
    is_hidden_from_head = forms.BooleanField(label=_("Do not let the village head see it"), required=False)
    neighbour_name = NameField(
        label=_("Name of the neighbour"), required=False, max_length=120,
        help_text=_("Leave it empty if they do not want to be named."),
    )  # fmt: skip
    neighbour_who = forms.ChoiceField(label=_("Is it one of these?"), required=False, widget=forms.RadioSelect)
    neighbour_was_told = forms.BooleanField(
        label=_("I told them what is kept and who sees it, and they agree"), required=False
    )
    is_another = forms.ChoiceField(
        label=_("Is it the same matter?"),
        required=False,
        choices=[
            ("no", _("Yes, the same: add what is new to it")),
            ("yes", _("No, another person's: keep it as well")),
        ],
        widget=forms.RadioSelect,
    )
    once = OnceField()

    def __init__(
        self,
        *args: Any,
        villages: Sequence[Any],
        home: Any = None,
        may_help: bool = False,
        listed: Callable[[str], Sequence[tuple[str, str]]] | None = None,
        waiting: Sequence[Waiting] = (),
        **kwargs: Any,
    ) -> None:
        """`listed`: of a name that a helper types, the (id, words) of those on our list whom it may mean.

        `waiting`: files that came with this form before it was shown again.
        """
        super().__init__(*args, **kwargs)
        self.waiting, self._lost = list(waiting), True
        village: Any = self.fields["village"]
        village.choices = [(str(row.pk), row.label) for row in villages]
        village.initial = str(home) if home else None
        self._villages = {str(row.pk): row for row in villages}
        if not may_help:
            for name in ("neighbour_name", "neighbour_who", "neighbour_was_told", "is_another"):
                del self.fields[name]
            return
        typed = self.data.get("neighbour_name", "") if self.is_bound else ""
        self._listed = list(listed(typed)) if listed is not None and typed.strip() else []
        if self._listed:
            who: Any = self.fields["neighbour_who"]
            who.required = True
            who.error_messages["required"] = _("Somebody of this name is on our list. Say which one.")
            who.choices = [*self._listed, (SOMEBODY_NEW, _("No, somebody else of this name"))]
        else:
            del self.fields["neighbour_who"]

    def neighbour(self) -> str:
        """The id of the listed person for whom it is told; empty for nobody on the list."""
        chosen = str(self.cleaned_data.get("neighbour_who", ""))
        return "" if chosen == SOMEBODY_NEW else chosen

    def ask_whether_another(self, receipt: str) -> None:
        """The same words were entered a moment ago: perhaps another neighbour has the same trouble."""
        self.fields["is_another"].required = True
        self.add_error(
            "is_another", _("You entered the same words a moment ago; the code is %(receipt)s.") % {"receipt": receipt}
        )

    @property
    def has_lost_files(self) -> bool:
        """True when it comes back and a file has to be chosen once more."""
        return self._lost and super().has_lost_files

    def let_files_wait(self, put: Callable[[bytes, str], Waiting | None]) -> None:
        """The form is shown again: `put` what was chosen on the shelf, so that it need not be chosen once more.

        What cannot be used is said beside it. Where `put` gives None, the page asks for the file anew.
        """
        photos, voice = self.cleaned_data.get("photos") or [], self.cleaned_data.get("voice")
        chosen = [(file, "photos", PHOTO) for file in photos] + ([(voice, "voice", VOICE)] if voice else [])
        self._lost = bool(self.files) and not chosen
        for file, name, kind in chosen:
            file.seek(0)
            try:
                put_away = put(file.read(), kind)
            except Refusal as refusal:
                if not self.non_field_errors():
                    self.add_refusal(refusal, name)
                continue
            self._lost = self._lost or put_away is None
            if put_away is not None:
                self.waiting.append(put_away)

    def told(self) -> dict[str, Any]:
        """The cleaned facts as `report_need` takes them."""
        data = self.cleaned_data
        voices = [file.read() for file in self.waiting if not file.is_photo]
        return {
            "text": data["text"],
            "photos": [
                *(file.read() for file in self.waiting if file.is_photo),
                *(file.read() for file in data["photos"]),
            ],
            "voice": data["voice"].read() if data["voice"] else voices[-1] if voices else None,
            "village": self._villages.get(data["village"]),
            "category": data["category"],
            "contact_phone": data["contact_phone"],
            "is_about_one_person": data["is_about_one_person"],
            "is_hidden_from_head": data["is_hidden_from_head"],
            "is_for_neighbour": bool(data.get("neighbour_name") or data.get("neighbour_was_told")),
            "neighbour_name": data.get("neighbour_name", ""),
            "neighbour_was_told": data.get("neighbour_was_told", False),
            "once": data["once"],
        }


class CodeForm(LookupForm):
    """Ask with a receipt code."""

    code = CodeField(label=_("Receipt code"), help_text=_("It stands on your slip, for example 7KQ4-XM2P."))


class VerdictForm(HouseForm):
    """แก้แล้ว or ยัง, and a word about it."""

    is_fixed = forms.TypedChoiceField(
        label=_("Is it mended?"),
        coerce=lambda value: value == "yes",
        choices=[("yes", _("Mended")), ("no", _("Not yet"))],
    )
    words = PlainTextField(label=_("What is still wrong?"), required=False, rows=2, max_length=400)


class FilterForm(forms.Form):
    """The sentence above the list of needs. What cannot be read counts as all."""

    state = forms.ChoiceField(required=False, choices=STATES, widget=SentenceSelect)
    village = forms.ChoiceField(required=False, widget=SentenceSelect)
    category = forms.ChoiceField(
        required=False,
        choices=[("", pgettext_lazy("filter", "of every kind")), *Category.choices],
        widget=SentenceSelect,
    )
    mine = forms.ChoiceField(
        required=False,
        choices=[("", pgettext_lazy("filter", "anybody")), ("yes", pgettext_lazy("filter", "me"))],
        widget=SentenceSelect,
    )

    def __init__(self, *args: Any, villages: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        village: Any = self.fields["village"]
        village.choices = [
            ("", pgettext_lazy("filter", "every village")),
            *((str(row.pk), row.label) for row in villages),
        ]

    def word(self, name: str) -> str:
        """One cleaned word; empty when it was nonsense."""
        self.is_valid()
        return str(self.cleaned_data.get(name, ""))


class AnswerForm(HouseForm):
    """A sentence that can be read aloud, and the way from here."""

    way = forms.ChoiceField(label=_("Which way does it go?"), choices=Answer.Way.choices, widget=forms.RadioSelect)
    text = PlainTextField(
        label=_("The answer, in words to be read aloud"),
        rows=4,
        max_length=400,
        help_text=_("Say what will be done, by whom and when. No names of villagers."),
    )
    agency = PlainTextField(label=_("Sent to which agency?"), required=False, max_length=160)
    ticket = PlainTextField(label=_("Number of the matter there"), required=False, max_length=60)
    promised_on = ThaiDateField(
        label=_("When will it be done?"),
        required=False,
        may_be_past=False,
        help_text=_("A promised day that people may hold us to."),
    )


class SortForm(HouseForm):
    """What a need is about, where, and whether it is one person's."""

    category = forms.ChoiceField(label=_("What is it about?"), choices=Category.choices)
    village = forms.ChoiceField(label=_("Which village?"), required=False)
    is_about_one_person = forms.BooleanField(label=_("About one person, or somebody's health"), required=False)

    def __init__(self, *args: Any, villages: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        village: Any = self.fields["village"]
        village.choices = [("", _("the whole tambon, or not known")), *((str(row.pk), row.label) for row in villages)]
        self._villages = {str(row.pk): row for row in villages}

    def village_chosen(self) -> Any:
        """The chosen village or None."""
        return self._villages.get(self.cleaned_data["village"])


class PersonForm(HouseForm):
    """Somebody with a role here."""

    person = forms.ChoiceField(label=pgettext_lazy("need", "Who?"))

    def __init__(self, *args: Any, people: Sequence[tuple[Any, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person: Any = self.fields["person"]
        person.choices = [("", _("choose a person")), *((str(pk), name) for pk, name in people)]


class PublishForm(SharedWordsForm):
    """A separate public sentence and the pictures that may go with it."""

    shared, for_everybody = ("sentence",), True

    sentence = PlainTextField(
        label=_("The public sentence"),
        rows=3,
        max_length=300,
        help_text=_("Write it anew for everybody. No names, no house numbers, nothing by which one person is known."),
    )
    photos = forms.MultipleChoiceField(
        label=_("Pictures that may be public"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, photos: Sequence[Any], is_sensitive: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, is_shared=not is_sensitive, **kwargs)
        chosen: Any = self.fields["photos"]
        chosen.choices = [(str(photo.id), str(place)) for place, photo in enumerate(photos, 1)]
        if is_sensitive:
            del self.fields["sentence"], self.fields["photos"]


class ReasonForm(HouseForm):
    """One sentence why."""

    reason = PlainTextField(label=pgettext_lazy("need", "Why?"), max_length=200)


class CloseForm(ReasonForm):
    """Why a matter ends. Where all who told it said แก้แล้ว, that is the reason, and nothing more is asked."""

    def __init__(self, *args: Any, is_mended: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_mended:
            self.fields["reason"].required = False
            self.fields["reason"].initial = _t("Whoever told it says that it is mended.")


class SkipForm(ReasonForm):
    """Which station is passed by, and why."""

    station = forms.ChoiceField(label=_("Which step is passed by?"), choices=Station.choices)
    field_order = ("station", "reason")


class TitleForm(HouseForm):
    """The name of a matter among those who work on it."""

    title = PlainTextField(label=_("Name of the matter"), max_length=160)


class JoinForm(HouseForm):
    """Another matter of the same trouble."""

    into = forms.ChoiceField(label=_("Join to which matter?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, matters: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        into: Any = self.fields["into"]
        into.choices = [(str(row.id), row.label) for row in matters]


class CallForm(SharedWordsForm):
    """The brief: what, where, for how many, what we lack, and who could complement us."""

    shared = ("what", "where", "lacks_people", "lacks_things", "lacks_knowledge", "lacks_money")
    for_everybody = True

    what = PlainTextField(
        label=_("What needs to be done?"),
        rows=3,
        max_length=300,
        help_text=_("Everybody reads this. One or two sentences, without names of villagers."),
    )
    title = PlainTextField(
        label=_("Short name of the matter"),
        required=False,
        max_length=160,
        help_text=_("By this we tell it from others in our lists. Left empty, it takes the sentence above."),
    )
    photos = forms.MultipleChoiceField(
        label=_("Pictures that may be public"), required=False, widget=forms.CheckboxSelectMultiple
    )
    where = PlainTextField(label=_("Where?"), max_length=200)
    for_how_many = ThaiIntegerField(label=_("For how many people?"), required=False, min_value=1, max_value=1_000_000)
    lacks_people = PlainTextField(label=_("People we lack"), required=False, max_length=200)
    lacks_money = PlainTextField(label=_("Money we lack"), required=False, max_length=200)
    lacks_things = PlainTextField(label=_("Things we lack"), required=False, max_length=200)
    lacks_knowledge = PlainTextField(label=_("Knowledge we lack"), required=False, max_length=200)
    sectors = forms.MultipleChoiceField(
        label=_("Who could complement us?"), choices=Sector.choices, widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, photos: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["photos"]
        chosen.choices = [(str(photo.id), str(place)) for place, photo in enumerate(photos, 1)]

    def clean(self) -> dict[str, Any]:
        """A bare number is people or baht where it can be nothing else; of things and knowledge it says nothing."""
        data = super().clean() or self.cleaned_data
        for name, unit in (
            ("lacks_people", "คน"),
            ("lacks_money", "บาท"),
            ("lacks_things", ""),
            ("lacks_knowledge", ""),
        ):
            said = data.get(name) or ""
            if not said.replace(",", "").replace(" ", "").isdecimal():
                continue
            if unit:
                data[name] = f"{said} {unit}"
            else:
                self.add_error(name, _t("Of what? Write the thing with its number, for example “2 pumps”."))
        return data


class ProjectFilterForm(forms.Form):
    """The sentence above the project list."""

    strength = forms.ChoiceField(
        required=False,
        choices=[
            ("all", pgettext_lazy("filter", "all")),
            ("", pgettext_lazy("filter", "not marked yet")),
            ("own", pgettext_lazy("filter", "we can do alone")),
            ("beyond", pgettext_lazy("filter", "beyond our strength")),
        ],
    )
    fiscal_year = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, years: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        year: Any = self.fields["fiscal_year"]
        year.choices = [("", pgettext_lazy("filter", "every year")), *((str(number), str(number)) for number in years)]


class StrengthForm(HouseForm):
    """One tap on a row."""

    strength = forms.ChoiceField(required=False, choices=[("", ""), ("own", ""), ("beyond", "")])
