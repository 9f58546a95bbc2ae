"""The shape of what people type about meetings and ballots. Forms never save."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ruammue.decisions import judging, wording
from ruammue.decisions.actions import Came, Closing, DissentEntry, ForumEntry, Guest, ItemEntry, MeetingEntry
from ruammue.decisions.bodies import Expected
from ruammue.decisions.drafts import SPARE_ROWS
from ruammue.decisions.models import Attendance, Dissent, ExecutiveAnswer, HeadCount, Item, Meeting, Resolution
from ruammue.decisions.queries import Sitting
from ruammue.decisions.refusals import (
    EndsBeforeItBegins,
    MoreInRoomThanCame,
    MoreOfThemThanCame,
    MoreVotesThanPresent,
    NobodyCame,
    NothingTakenUp,
    TooManyHands,
    TooManyStickers,
    TooManyStickersOnOne,
)
from ruammue.foundation.forms import (
    HouseForm,
    OnceField,
    PlainTextField,
    ScanField,
    ThaiDateField,
    ThaiIntegerField,
    ThaiTimeField,
)
from ruammue.foundation.refusals import Refusal
from ruammue.needs.models import Matter
from ruammue.networks.models import Network
from ruammue.places.models import Steward

EVERYBODY_READS_WHY = _("Everybody who was called reads it, and it goes over the loudspeaker. No villager's name.")
MOST = 32_767
DISSENTS = 3
METHODS = [("hands", _("Raised hands: a person may raise a hand for several")), ("stickers", _("Stickers"))]
EFFECTS = [
    (Resolution.Effect.ADVISORY.value, _("Advice to those who decide")),
    (Resolution.Effect.COMMITTEE.value, _("Resolution of the committee")),
    (Resolution.Effect.EXECUTIVE.value, _("The executive has to decide")),
    (Resolution.Effect.COUNCIL.value, _("The council has to decide")),
]


def _count(label: Any, *, required: bool = False, **more: Any) -> ThaiIntegerField:
    return ThaiIntegerField(label=label, required=required, max_value=MOST, **more)


class CallForm(HouseForm):
    """Who meets, where, when, about what."""

    network = forms.ModelChoiceField(
        label=_("Who meets?"), queryset=Network.objects.none(), empty_label=_("choose who meets")
    )
    held_on = ThaiDateField(label=_("On which day?"), may_be_past=True)
    starts_at = ThaiTimeField(label=_("At what time?"))
    place = PlainTextField(label=_("Where?"), max_length=160)
    noticed_on = ThaiDateField(
        label=_("On which day were people told?"),
        required=False,
        help_text=_("At least 3 days before is good: nobody should have to leave the field without warning."),
    )
    matters = forms.ModelMultipleChoiceField(
        label=_("Which matters?"),
        queryset=Matter.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "A matter that is not public yet is printed only as what it is about. "
            "You can word the rows yourself before you print."
        ),
    )
    topics = PlainTextField(
        label=_("Other matters"), rows=3, required=False, help_text=_("One on each line."), max_length=2000
    )
    method = forms.ChoiceField(
        label=_("How do people choose at a forum?"),
        choices=METHODS,
        initial="hands",
        widget=forms.RadioSelect,
        required=False,
    )
    stickers_each = _count(_("Stickers for each person"), min_value=1)
    number = PlainTextField(
        label=_("Number of the meeting"),
        max_length=20,
        required=False,
        help_text=_("As the office counts, for example 3/2569. The system never makes numbers."),
    )

    def __init__(self, *args: Any, steward: Steward, networks: Any, matters: Sequence[Matter], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["network"].queryset = networks  # type: ignore[attr-defined]
        self.fields["network"].label_from_instance = network_label  # type: ignore[attr-defined]
        known = Matter.objects.of(steward).filter(pk__in=[matter.pk for matter in matters])
        self.fields["matters"].queryset = known  # type: ignore[attr-defined]
        self.fields["matters"].choices = [(matter.pk, matter_label(matter)) for matter in matters]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Stickers need their number."""
        data = super().clean() or {}
        if data.get("method") == "stickers" and not data.get("stickers_each") and "stickers_each" not in self.errors:
            self.add_error("stickers_each", _("How many stickers does each person get? Write a number, for example 3."))
        return data

    @property
    def topic_lines(self) -> list[str]:
        """The other matters, one by one."""
        return [line[:200] for line in lines_of(self.cleaned_data["topics"])]


def network_label(network: Network) -> str:
    """A network with its village: names alone are not unique."""
    village = network.village
    return f"{network.name} – {village.label}" if village and village.label not in network.name else network.name


def matter_label(matter: Matter) -> str:
    """A matter as those who work on it know it, with its village unless it is somebody's own."""
    village = None if matter.is_sensitive else matter.village
    return f"{matter.title} – {village.label}" if village and village.label not in matter.title else matter.title


def lines_of(text: str) -> list[str]:
    """The lines of a text, empty ones left out."""
    return [line.strip() for line in text.split("\n") if line.strip()]


def guests_of(text: str) -> list[Guest]:
    """One guest a line: name, then after a comma the post."""
    guests = []
    for line in lines_of(text):
        name, _comma, post = line.partition(",")
        guests.append(Guest(name=name.strip()[:160], post=post.strip()[:160]))
    return guests


def guest_lines(sitting: Sitting) -> str:
    """The guests as they were typed."""
    rows = sitting.present(Attendance.Presence.GUEST)
    return "\n".join(f"{row.name}, {row.post}" if row.post else row.name for row in rows)


class RowsForm(HouseForm):
    """The rows of an agenda in words for the room."""

    def __init__(self, *args: Any, sitting: Sitting, **kwargs: Any) -> None:
        self.items = sitting.numbered
        super().__init__(*args, **kwargs)
        for item in self.items:
            self.fields[f"row_{item.order}"] = PlainTextField(
                label=_("Matter %(number)d") % {"number": item.order}, max_length=200, initial=item.title
            )

    def titles(self) -> dict[UUID, str]:
        """The words by item. Only after `is_valid()`."""
        return {item.pk: self.cleaned_data[f"row_{item.order}"] for item in self.items}


class Draftable(HouseForm):
    """A form that can be kept half-filled: what was typed comes back as it was typed."""

    def typed(self) -> dict[str, str]:
        """Every field as it stands on the page; for a draft."""
        kept = {}
        for name in self.fields:
            text = self.data.get(name)
            if text:
                kept[name] = str(text)
        return kept


@dataclass(frozen=True, slots=True)
class ForumRow:
    """One row of the sheet on the page: its number, its title or the field for it, the field for its count."""

    number: str
    title: str
    title_field: Any
    count_field: Any


class ForumForm(Draftable):
    """One page for a whole paper sheet. Every field is a count, in the order of the sheet."""

    women = _count(HeadCount.Group.WOMEN.label, required=True)
    men = _count(HeadCount.Group.MEN.label, required=True)
    children = _count(HeadCount.Group.CHILDREN.label)
    old = _count(HeadCount.Group.OLD.label)
    disabled = _count(HeadCount.Group.DISABLED.label)
    method = forms.ChoiceField(label=_("How did people choose?"), choices=METHODS, widget=forms.RadioSelect)
    stickers_each = _count(_("Stickers for each person"), min_value=1)
    chair_name = PlainTextField(label=_("Who led the forum?"), max_length=120, required=False)
    guests = PlainTextField(
        label=_("Who was there besides?"),
        rows=2,
        required=False,
        help_text=_("Officers and guests, one on each line: name, post."),
    )
    words = PlainTextField(
        label=_("What else was said?"),
        rows=3,
        required=False,
        help_text=_("A few sentences are enough."),
        max_length=4000,
    )

    def __init__(self, *args: Any, sitting: Sitting, chair_name: str = "", **kwargs: Any) -> None:
        self.items = sitting.numbered
        meeting = sitting.meeting
        initial: dict[str, Any] = {
            **sitting.heads,
            "method": "hands" if meeting.stickers_each is None else "stickers",
            "stickers_each": meeting.stickers_each,
            "chair_name": meeting.chair_name or chair_name,
            "guests": guest_lines(sitting),
            "words": meeting.closing_words,
        }
        for item in self.items:
            initial[f"voices_{item.order}"] = item.voices
            if item.matter_id is None:
                initial[f"title_{item.order}"] = item.title
        super().__init__(*args, initial={**initial, **meeting.draft, **(kwargs.pop("initial", None) or {})}, **kwargs)
        for item in self.items:
            self.fields[f"voices_{item.order}"] = _count(item.title)
            if item.matter_id is None:
                self.fields[f"title_{item.order}"] = PlainTextField(
                    label=_("Matter %(number)d") % {"number": item.order}, max_length=200, required=False
                )
        for number in range(1, SPARE_ROWS + 1):
            self.fields[f"new_title_{number}"] = PlainTextField(
                label=_("New matter +%(number)d") % {"number": number}, max_length=200, required=False
            )
            self.fields[f"new_voices_{number}"] = _count(_("Count of new matter +%(number)d") % {"number": number})

    @property
    def rows(self) -> list[ForumRow]:
        """The rows of the sheet in their order, then the spare ones."""
        known = [
            ForumRow(
                str(item.order),
                item.title,
                self[f"title_{item.order}"] if item.matter_id is None else None,
                self[f"voices_{item.order}"],
            )
            for item in self.items
        ]
        spare = [
            ForumRow(f"+{number}", "", self[f"new_title_{number}"], self[f"new_voices_{number}"])
            for number in range(1, SPARE_ROWS + 1)
        ]
        return known + spare

    def clean(self) -> dict[str, Any]:
        """A count without words belongs to nothing; stickers need their number."""
        data = super().clean() or {}
        for number in range(1, SPARE_ROWS + 1):
            if data.get(f"new_voices_{number}") and not data.get(f"new_title_{number}"):
                self.add_error(f"new_title_{number}", _("There is a count but no matter. Write what it is about."))
        if data.get("method") == "stickers" and not data.get("stickers_each") and "stickers_each" not in self.errors:
            self.add_error("stickers_each", _("How many stickers did each person get? Write a number, for example 3."))
        return data

    def entry(self) -> ForumEntry:
        """What the sheet says. Only after `is_valid()`."""
        data = self.cleaned_data
        return ForumEntry(
            # Nobody counted the children is not the same as no child came.
            counts={group.value: data[group.value] for group in HeadCount.Group if data[group.value] is not None},
            voices={item.pk: data[f"voices_{item.order}"] or 0 for item in self.items},
            titles={item.pk: data[f"title_{item.order}"] for item in self.items if item.matter_id is None},
            added=[
                (data[f"new_title_{number}"], data[f"new_voices_{number}"] or 0)
                for number in range(1, SPARE_ROWS + 1)
                if data[f"new_title_{number}"]
            ],
            stickers_each=data["stickers_each"] if data["method"] == "stickers" else None,
            chair_name=data["chair_name"],
            guests=guests_of(data["guests"]),
            words=data["words"],
        )

    def lay(self, refusal: Refusal) -> None:
        """Put the refusal beside the count it speaks of."""
        field: str | None = None
        if isinstance(refusal, TooManyHands | TooManyStickersOnOne):
            field = self._field_of(refusal.data["item"])
        elif isinstance(refusal, MoreOfThemThanCame):
            field = refusal.data["group"]
        elif isinstance(refusal, NobodyCame):
            field = "women"
        elif isinstance(refusal, TooManyStickers):
            field = "stickers_each"
        self.add_refusal(refusal, field)

    def _field_of(self, order: int) -> str:
        if f"voices_{order}" in self.fields:
            return f"voices_{order}"
        # A row that came up in the room got the next free number.
        after = max([0, *(item.order for item in self.items)])
        named = [n for n in range(1, SPARE_ROWS + 1) if self.cleaned_data.get(f"new_title_{n}")]
        return f"new_voices_{named[order - after - 1]}"


@dataclass(frozen=True, slots=True)
class VoiceRow:
    """One expected voice on the page, with its fields."""

    voice: Expected
    come: Any
    name: Any
    reason: Any


@dataclass(frozen=True, slots=True)
class ItemBlock:
    """One matter on the page: the fields that are always asked, and those behind รายละเอียด."""

    item: Item
    main: list[Any]
    counts: list[Any]
    tasks: list[Any]
    more: list[Any]
    dissents: list[list[Any]]
    has_more: bool


class MinutesForm(Draftable):
    """The notes of a committee's or partners' meeting on one page."""

    def __init__(self, *args: Any, sitting: Sitting, expected: Sequence[Expected], **kwargs: Any) -> None:
        self.meeting, self.items, self.voices = sitting.meeting, sitting.numbered, list(expected)
        self.is_committee = sitting.meeting.kind == Meeting.Kind.COMMITTEE
        super().__init__(*args, initial={**self._known(sitting), **sitting.meeting.draft}, **kwargs)
        for number, voice in enumerate(self.voices, start=1):
            self.fields[f"v{number}_come"] = forms.ChoiceField(
                label=voice.label,
                choices=[
                    (Attendance.Presence.PRESENT.value, pgettext_lazy("attendance", "came")),
                    (Attendance.Presence.SUBSTITUTE.value, pgettext_lazy("attendance", "somebody else came")),
                    (Attendance.Presence.ABSENT.value, pgettext_lazy("attendance", "did not come")),
                ],
            )
            self.fields[f"v{number}_name"] = PlainTextField(
                label=_("Name of who came instead"), max_length=160, required=False
            )
            self.fields[f"v{number}_why"] = PlainTextField(label=_("Reason"), max_length=160, required=False)
        self.fields["guests"] = PlainTextField(
            label=_("Who was there besides?"),
            rows=2,
            required=False,
            help_text=_("Officers and guests, one on each line: name, post."),
        )
        for section in wording.STANDING:
            self.fields[f"said_{section}"] = PlainTextField(
                label=wording.SECTIONS[section], rows=2, required=False, max_length=4000
            )
        for item in self.items:
            self._add_item(item)

    def _known(self, sitting: Sitting) -> dict[str, Any]:
        known: dict[str, Any] = {"guests": guest_lines(sitting)}
        came = {row.seat_id or row.organisation_id: row for row in sitting.attendance}
        for number, voice in enumerate(self.voices, start=1):
            row = came.get(voice.key)
            known[f"v{number}_come"] = row.presence if row else Attendance.Presence.PRESENT.value
            if row:
                is_other = row.presence == Attendance.Presence.SUBSTITUTE or row.name != voice.name
                known[f"v{number}_name"] = row.name if is_other else ""
                known[f"v{number}_why"] = row.reason
        for item in sitting.items:
            if item.section in wording.STANDING:
                known[f"said_{item.section}"] = item.discussion
        keys = {
            (voice.person_id if voice.seat_id else voice.organisation_id): str(number)
            for number, voice in enumerate(self.voices, start=1)
        }
        for item in self.items:
            at = f"i{item.order}"
            known |= {
                f"{at}_method": item.method,
                f"{at}_said": item.discussion,
                f"{at}_proposal": item.proposal,
                f"{at}_yes": item.yes,
                f"{at}_no": item.no,
                f"{at}_abstain": item.abstain,
                f"{at}_casts": item.chair_casts,
                f"{at}_room": item.in_room,
                f"{at}_out": item.stepped_out or None,
                f"{at}_out_who": item.step_out_words,
                f"{at}_who": item.responsible_words,
                f"{at}_due": item.due_on,
            }
            for place, dissent in enumerate(sitting.dissents_of(item)[:DISSENTS], start=1):
                whose = dissent.person_id if self.is_committee else dissent.organisation_id
                known[f"{at}_d{place}_by"] = keys.get(whose, "")
                known[f"{at}_d{place}_kind"] = dissent.kind
                known[f"{at}_d{place}_why"] = dissent.reason
        return known

    def _add_item(self, item: Item) -> None:
        at, fields = f"i{item.order}", self.fields
        methods = [
            (Item.Method.CONSENT.value, _("The chair asked: nobody objected")),
            (Item.Method.MOTION.value, _("Votes were counted")),
            (Item.Method.NONE.value, _("Only to take note")),
        ]
        if not self.is_committee:
            methods = [
                (Item.Method.CONSENT.value, _("All were asked whether somebody objects")),
                (Item.Method.NONE.value, _("Only to take note")),
            ]
        fields[f"{at}_said"] = PlainTextField(label=_("What was said"), rows=3, required=False)
        fields[f"{at}_proposal"] = PlainTextField(
            label=_("What was proposed"),
            max_length=400,
            rows=2,
            required=False,
            help_text=_("As the end of the sentence “the meeting agrees to …”."),
        )
        fields[f"{at}_method"] = forms.ChoiceField(label=_("How was it decided?"), choices=methods)
        if self.is_committee:
            fields[f"{at}_yes"] = _count(pgettext_lazy("votes", "for"))
            fields[f"{at}_no"] = _count(pgettext_lazy("votes", "against"))
            fields[f"{at}_abstain"] = _count(pgettext_lazy("votes", "abstained"))
            fields[f"{at}_casts"] = forms.ChoiceField(
                label=_("A tie? The chair decided"),
                choices=[("", "–"), ("yes", pgettext_lazy("votes", "for")), ("no", pgettext_lazy("votes", "against"))],
                required=False,
            )
            fields[f"{at}_room"] = _count(_("People with a vote in the room, if some had left"))
            fields[f"{at}_out"] = _count(_("How many stepped out because it concerned themselves"))
            fields[f"{at}_out_who"] = PlainTextField(
                label=_("Who stepped out, and why"), max_length=300, required=False
            )
        fields[f"{at}_who"] = PlainTextField(label=_("Who does it?"), max_length=160, required=False)
        fields[f"{at}_due"] = ThaiDateField(label=_("By when?"), required=False)
        for place in range(1, DISSENTS + 1):
            fields[f"{at}_d{place}_by"] = forms.ChoiceField(
                label=_("Who disagreed?") if self.is_committee else _("Who objected or had a reservation?"),
                choices=[("", "–"), *((str(n), voice.name or voice.label) for n, voice in enumerate(self.voices, 1))],
                required=False,
            )
            if not self.is_committee:
                fields[f"{at}_d{place}_kind"] = forms.ChoiceField(
                    label=_("What was it?"), choices=Dissent.Kind.choices, required=False
                )
                self.initial.setdefault(f"{at}_d{place}_kind", Dissent.Kind.RESERVATION.value)
            fields[f"{at}_d{place}_why"] = PlainTextField(label=_("Reason"), max_length=400, required=False)

    @property
    def voice_rows(self) -> list[VoiceRow]:
        """The expected voices with their fields."""
        return [
            VoiceRow(voice, self[f"v{n}_come"], self[f"v{n}_name"], self[f"v{n}_why"])
            for n, voice in enumerate(self.voices, start=1)
        ]

    @property
    def standing(self) -> list[Any]:
        """The fields of the standing sections."""
        return [self[f"said_{section}"] for section in wording.STANDING]

    @property
    def blocks(self) -> Iterator[ItemBlock]:
        """The matters with their fields."""
        for item in self.items:
            at = f"i{item.order}"
            more = [self[f"{at}_{name}"] for name in ("casts", "room", "out", "out_who")] if self.is_committee else []
            counts = [self[f"{at}_{name}"] for name in ("yes", "no", "abstain")] if self.is_committee else []
            names = ("by", "why") if self.is_committee else ("by", "kind", "why")
            dissents = [[self[f"{at}_d{n}_{name}"] for name in names] for n in range(1, DISSENTS + 1)]
            folded = [*more, *(bound for row in dissents for bound in row)]
            yield ItemBlock(
                item=item,
                main=[self[f"{at}_said"], self[f"{at}_proposal"], self[f"{at}_method"]],
                counts=counts,
                tasks=[self[f"{at}_who"], self[f"{at}_due"]],
                more=more,
                dissents=dissents,
                has_more=any(bound.errors or (bound.value() and "_kind" not in bound.name) for bound in folded),
            )

    def clean(self) -> dict[str, Any]:
        """A dissent needs its reason, a reason its dissenter, a substitute a name; a vote needs what it was about."""
        data = super().clean() or {}
        for number, _voice in enumerate(self.voices, start=1):
            came = data.get(f"v{number}_come")
            if came == Attendance.Presence.SUBSTITUTE and not data.get(f"v{number}_name"):
                self.add_error(f"v{number}_name", _("Somebody else came: write the name."))
        for item in self.items:
            at = f"i{item.order}"
            if data.get(f"{at}_method") != Item.Method.NONE and not data.get(f"{at}_proposal"):
                self.add_error(f"{at}_proposal", _("It was decided, but on what is not written. Write the proposal."))
            if self.is_committee and data.get(f"{at}_method") == Item.Method.MOTION and data.get(f"{at}_yes") is None:
                self.add_error(f"{at}_yes", _("How many were for it? Write a number, 0 if nobody."))
            for place in range(1, DISSENTS + 1):
                by, why = data.get(f"{at}_d{place}_by"), data.get(f"{at}_d{place}_why")
                if by and not why:
                    self.add_error(f"{at}_d{place}_why", _("The reason goes into the minutes. Write it."))
                if why and not by:
                    self.add_error(f"{at}_d{place}_by", _("Whose reason is this? Choose the name."))
        return data

    def entry(self) -> MeetingEntry:
        """The notes. Only after `is_valid()`."""
        data = self.cleaned_data
        return MeetingEntry(
            attendance=[
                Came(
                    key=voice.key,
                    presence=data[f"v{n}_come"],
                    name=data[f"v{n}_name"],
                    reason=data[f"v{n}_why"],
                )
                for n, voice in enumerate(self.voices, start=1)
            ],
            guests=guests_of(data["guests"]),
            said={section: data[f"said_{section}"] for section in wording.STANDING},
            items=[self._item_entry(item) for item in self.items],
        )

    def _item_entry(self, item: Item) -> ItemEntry:
        data, at = self.cleaned_data, f"i{item.order}"
        counted = data[f"{at}_method"] == Item.Method.MOTION
        dissents = [
            DissentEntry(
                key=self.voices[int(data[f"{at}_d{n}_by"]) - 1].key,
                kind=data.get(f"{at}_d{n}_kind") or Dissent.Kind.OBJECTION.value,
                reason=data[f"{at}_d{n}_why"],
            )
            for n in range(1, DISSENTS + 1)
            if data[f"{at}_d{n}_by"]
        ]
        return ItemEntry(
            item=item.pk,
            method=data[f"{at}_method"],
            discussion=data[f"{at}_said"],
            proposal=data[f"{at}_proposal"],
            yes=data[f"{at}_yes"] if counted else None,
            no=(data[f"{at}_no"] or 0) if counted else None,
            abstain=(data[f"{at}_abstain"] or 0) if counted else None,
            chair_casts=data.get(f"{at}_casts", "") if counted else "",
            in_room=data.get(f"{at}_room"),
            stepped_out=data.get(f"{at}_out") or 0,
            step_out_words=data.get(f"{at}_out_who", ""),
            responsible_words=data[f"{at}_who"],
            due_on=data[f"{at}_due"],
            dissents=dissents,
        )

    def lay(self, refusal: Refusal) -> None:
        """Put the refusal beside the matter it speaks of."""
        field = None
        if isinstance(refusal, MoreVotesThanPresent):
            field = f"i{refusal.data['item']}_yes"
        elif isinstance(refusal, MoreInRoomThanCame):
            field = f"i{refusal.data['item']}_room"
        self.add_refusal(refusal, field)


class ClosingForm(HouseForm):
    """What is asked after the meeting itself: at most eight fields, none of them asked before."""

    ended_at = ThaiTimeField(label=_("When did it end?"), required=False)
    note_taker = PlainTextField(label=_("Who took the notes?"), max_length=120, required=False)
    checker = PlainTextField(label=_("Who checks the minutes?"), max_length=120, required=False)
    take = ThaiIntegerField(label=_("How many matters come first?"), min_value=1, max_value=999)
    effect = forms.ChoiceField(label=_("What are the resolutions worth?"), choices=EFFECTS)
    responsible = PlainTextField(label=_("Who follows it up?"), max_length=160, required=False)
    due_on = ThaiDateField(label=_("By when?"), required=False)
    improved = PlainTextField(
        label=_("What will the office do better because of this?"),
        max_length=400,
        rows=2,
        required=False,
        help_text=_("One sentence, for the participation page. It may be written later."),
    )
    as_discussion = forms.BooleanField(
        label=_("Keep it as a talk: nothing is decided"), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        known = judging.effect_of(meeting)
        initial = {"effect": known.code, "take": judging.DEFAULT_TAKEN}
        super().__init__(*args, initial={**initial, **(kwargs.pop("initial", None) or {})}, **kwargs)
        if not meeting.is_forum:
            # Named at each matter when it was typed in.
            for name in ("take", "responsible", "due_on"):
                del self.fields[name]

    def lay(self, refusal: Refusal) -> None:
        """Put the refusal beside the answer it speaks of."""
        fields = {EndsBeforeItBegins: "ended_at", NothingTakenUp: "take"}
        self.add_refusal(refusal, fields.get(type(refusal)))

    def closing(self) -> Closing:
        """The answers. Only after `is_valid()`."""
        data = self.cleaned_data
        return Closing(
            ended_at=data["ended_at"],
            note_taker=data["note_taker"],
            checker=data["checker"],
            take=data.get("take", judging.DEFAULT_TAKEN),
            effect=data["effect"],
            responsible=data.get("responsible", ""),
            due_on=data.get("due_on"),
            improved=data["improved"],
            as_discussion=data["as_discussion"],
        )


class RecallForm(HouseForm):
    """A new day for a meeting that lacked its quorum."""

    held_on = ThaiDateField(label=_("On which day?"), may_be_past=False)
    starts_at = ThaiTimeField(label=_("At what time?"))
    place = PlainTextField(label=_("Where?"), max_length=160)


class MoveForm(RecallForm):
    """Another day, hour or place for a meeting that was called, and why."""

    reason = PlainTextField(label=_("Why?"), max_length=160, rows=2, help_text=EVERYBODY_READS_WHY)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=32, required=False)


class TakeOffForm(HouseForm):
    """Why a row is taken off the agenda; not asked for, but kept."""

    reason = PlainTextField(
        label=_("Why?"), max_length=300, required=False, help_text=_("It stands in the record of this meeting.")
    )


class ReasonForm(HouseForm):
    """Why a meeting will not be held."""

    reason = PlainTextField(label=_("Why?"), max_length=160, rows=2, help_text=EVERYBODY_READS_WHY)


class ScanForm(HouseForm):
    """The signed minutes."""

    scan = ScanField(label=_("The signed minutes: PDF, or a photo of them"))


class AnnexForm(HouseForm):
    """A correction after closing."""

    text = PlainTextField(
        label=_("What is to be corrected or added?"),
        max_length=1000,
        rows=3,
        help_text=_("It stands beside the minutes with today's date. The minutes themselves stay as they were."),
    )


class ImprovedForm(HouseForm):
    """The one sentence of the participation page that nobody recorded before."""

    improved = PlainTextField(label=_("What did the office do better because of this?"), max_length=400, rows=2)


class NumberForm(HouseForm):
    """The number of the office's register."""

    number = PlainTextField(
        label=_("Number in the office's register"),
        max_length=40,
        help_text=_("As it stands there. The system never makes numbers."),
    )


class AnswerForm(HouseForm):
    """The executive's answer."""

    verdict = forms.ChoiceField(
        label=_("Your decision"), choices=ExecutiveAnswer.Verdict.choices, widget=forms.RadioSelect
    )
    reasons = PlainTextField(
        label=_("Reasons"),
        max_length=600,
        rows=3,
        required=False,
        help_text=_("Needed when you decide otherwise. Everybody can read them."),
        says_when_needed=True,
    )

    def clean(self) -> dict[str, Any]:
        """Who decides otherwise says why."""
        data = super().clean() or {}
        if data.get("verdict") == ExecutiveAnswer.Verdict.OTHERWISE and not data.get("reasons"):
            self.add_error("reasons", _("You decide otherwise than the meeting: write the reason."))
        return data


class BallotForm(HouseForm):
    """Question, choices and rule of an open ballot."""

    question = PlainTextField(label=_("What is the question?"), max_length=300)
    options = PlainTextField(
        label=_("The choices"),
        rows=4,
        max_length=2000,
        help_text=_("One on each line. “Abstain” is added by itself."),
    )
    closes_on = ThaiDateField(label=_("Last day of voting"), may_be_past=False)
    closes_time = ThaiTimeField(label=_("Until what time?"))
    quorum_percent = ThaiIntegerField(
        label=_("How many of 100 must vote for it to count?"), initial=50, min_value=0, max_value=100
    )

    @property
    def option_lines(self) -> list[str]:
        """The choices one by one."""
        return [line[:200] for line in lines_of(self.cleaned_data["options"])]

    @property
    def closes_at(self) -> datetime:
        """The moment at which voting ends, in Thai time."""
        day: date = self.cleaned_data["closes_on"]
        return timezone.make_aware(datetime.combine(day, self.cleaned_data["closes_time"]))


class VoteForm(HouseForm):
    """One choice, and the key that makes sending it twice one act."""

    option = forms.UUIDField(error_messages={"required": _("Choose one first."), "invalid": _("Choose one first.")})
    once = OnceField()


class CloseBallotForm(HouseForm):
    """Why a ballot is closed before its time; not asked once it is over."""

    reason = PlainTextField(label=_("Why is it closed early?"), max_length=300, required=False, says_when_needed=True)
