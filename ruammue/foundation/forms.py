"""Form fields of every room, and the form whose errors are whole sentences that say what to do.

Each field takes what people really type (Thai digits, พ.ศ., "18.30 น.", "๐๘๑-๒๓๔ ๕๖๗๘"), gives back a plain value
and refuses in words of its own. Text is normalised and citizen ids are masked here, at the door, so that no
action ever sees one. Signatures are those of Django's fields, plus what each docstring names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, time
from inspect import signature
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.boundfield import BoundField
from django.forms.utils import flatatt
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from ruammue.foundation import citizen_id, money, quantities, thai_dates, thai_digits, thai_names
from ruammue.foundation.keys import READABLE, new_key, plain_code
from ruammue.foundation.refusals import Refusal, says, sentence_for
from ruammue.foundation.text import TooLong, clean_text

MEGABYTE = 1024 * 1024
LARGEST_PHOTO = 20 * MEGABYTE
LARGEST_VOICE = 10 * MEGABYTE
LARGEST_FILE = 20 * MEGABYTE
MOST_PHOTOS = 5
LONGEST = 4000
"""Characters of a text whose field names no limit: several printed pages."""

PHONE_LENGTHS = (9, 10)
_TIME = re.compile(r"(?P<h>\d{1,2})(?:\s*[:.]\s*(?P<m>\d{2}))?|(?P<h4>\d{2})(?P<m4>\d{2})")
_SPOKEN = (
    (re.compile(r"ตี\s*([1-5])"), 0),
    (re.compile(r"([6-9]|1[01])\s*โมง(?:เช้า)?"), 0),
    (re.compile(r"บ่าย\s*([1-4])?\s*(?:โมง)?"), 12),
    (re.compile(r"([1-6])\s*โมงเย็น"), 12),
    (re.compile(r"([1-5])\s*ทุ่ม"), 18),
)


class HouseForm(forms.Form):
    """A form of this house.

    Errors are sentences; the browser's own bubbles (English on most phones) are off; refusals of actions can be
    laid beside the field they speak of; `masked` tells how many citizen ids were taken out of what was typed. Where
    nothing is chosen yet, a list says so in words, never with Django's dashes.
    """

    use_required_attribute = False
    wrong_title: Any = gettext_lazy("Not saved yet. Please mend this:")
    """What stands above what is wrong."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._give_words()

    def full_clean(self) -> None:
        """Read what was typed; fields that a form added for itself speak in words of the house as well."""
        self._give_words()
        super().full_clean()

    def _give_words(self) -> None:
        for name, field in self.fields.items():
            if field.error_messages["required"] == _DJANGO_REQUIRED:
                field.error_messages["required"] = _missing(field.label or name)
            if isinstance(field, forms.ChoiceField):
                field.error_messages["invalid_choice"] = _("That is not one of the choices. Choose one that is shown.")

    def __getitem__(self, name: str) -> BoundField:
        """A field as it is shown: also one that a form made for itself has words for its empty choice."""
        field = self.fields.get(name)
        if isinstance(field, forms.ModelChoiceField) and field.empty_label == _DJANGO_EMPTY:
            field.empty_label = _("choose") if field.required else _("none chosen")
        return super().__getitem__(name)

    @property
    def masked(self) -> int:
        """How many citizen ids were masked in the fields of this form, once it was cleaned."""
        return sum(field.masked for field in self.fields.values() if isinstance(field, PlainTextField))

    @property
    def masked_notice(self) -> str:
        """The sentence to show when something was masked; empty otherwise."""
        return masked_notice(self.masked)

    @property
    def has_lost_files(self) -> bool:
        """True when the form came back with errors and had files: a browser does not send them again by itself."""
        return self.is_bound and bool(self.errors) and bool(self.files)

    def add_refusal(self, refusal: Refusal, field: str | None = None) -> None:
        """Say the sentence of a refusal above the form, or beside `field`."""
        self.add_error(field, sentence_for(refusal))


class LookupForm(HouseForm):
    """A form that asks and saves nothing."""

    wrong_title = gettext_lazy("That does not fit yet. Please look once more:")


_DJANGO_REQUIRED = forms.Field.default_error_messages["required"]
_DJANGO_EMPTY = signature(forms.ModelChoiceField.__init__).parameters["empty_label"].default


def _missing(label: Any) -> str:
    return _("“%(label)s” is still empty. Fill it in, then send again.") % {"label": label}


def masked_notice(count: int) -> str:
    """What to tell somebody who typed a citizen id; empty for none."""
    if not count:
        return ""
    return _("A 13-digit citizen number was in the text. We crossed it out and did not keep it: nobody needs it here.")


# ------------------------------------------------------------------------------------------- text


class PlainTextField(forms.CharField):
    """Words of a person: normalised (`clean_text`), citizen ids masked; `masked` counts those of the last clean.

    `rows` makes it a text area of that height and lets line ends stay; without it the text is one line.
    `max_length` counts characters after cleaning. There is no browser limit: cutting in silence loses words.
    `says_when_needed`: label or help says when it must be filled in, so the page does not call it optional.
    """

    def __init__(
        self,
        *,
        max_length: int | None = None,
        rows: int | None = None,
        says_when_needed: bool = False,
        **kwargs: Any,
    ) -> None:
        self.says_when_needed = says_when_needed
        self.limit = max_length or LONGEST
        self.one_line = rows is None
        self.masked = 0
        if rows is not None:
            kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        kwargs["strip"] = True
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        """The text as it enters the house."""
        self.masked = 0
        if value in self.empty_values:
            return ""
        try:
            text = clean_text(str(value), self.limit, one_line=self.one_line)
        except TooLong as refusal:
            raise forms.ValidationError(sentence_for(refusal)) from None
        text, self.masked = citizen_id.mask(text)
        # A mask is longer than the bare digits it replaces.
        if len(text) > self.limit:
            raise forms.ValidationError(sentence_for(TooLong(length=len(text), limit=self.limit)))
        return text


class NameField(PlainTextField):
    """A person's name or title: letters and marks of any script, no digits, links or mark-up (`thai_names.check`)."""

    def to_python(self, value: Any) -> str:
        """The name as it enters the house."""
        name = super().to_python(value)
        if self.masked:
            raise forms.ValidationError(_("A citizen number stands in the place of the name. We crossed it out."))
        try:
            thai_names.check(name)
        except thai_names.NotAName as refusal:
            raise forms.ValidationError(sentence_for(refusal)) from None
        return name


class CodeField(forms.CharField):
    """A receipt or card code as it was issued ("7KQ4-XM2P"), however it was typed; `length` without hyphens."""

    def __init__(self, *, length: int = 8, **kwargs: Any) -> None:
        self.length = length
        example = "7KQ4XM2P9T3W"[:length]
        kwargs.setdefault(
            "widget",
            forms.TextInput(
                attrs={
                    "autocomplete": "off",
                    "autocapitalize": "characters",
                    "spellcheck": "false",
                    "placeholder": plain_code(example),
                }
            ),
        )
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        """The code in the grouping in which it is stored."""
        if value in self.empty_values:
            return ""
        code = plain_code(thai_digits.to_arabic(str(value)[:80]))
        letters = code.replace("-", "")
        if len(letters) != self.length or any(letter not in READABLE for letter in letters):
            raise forms.ValidationError(
                _("A code has %(length)d letters and digits, like %(example)s. Look at the slip once more.")
                % {"length": self.length, "example": plain_code("7KQ4XM2P9T3W"[: self.length])}
            )
        return code


class PhoneField(forms.CharField):
    """A Thai telephone number as bare digits ("0812345678"), from any digits, blanks, dashes or +66.

    Short numbers (3 or 4 digits, 1669) only with `may_be_short`.
    """

    def __init__(self, *, may_be_short: bool = False, **kwargs: Any) -> None:
        self.may_be_short = may_be_short
        kwargs.setdefault("widget", forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        """Digits only."""
        if value in self.empty_values or not str(value).strip():
            return ""
        typed = thai_digits.to_arabic(clean_text(str(value)[:200], one_line=True))
        bare = re.sub(r"[\s().\-\u2010-\u2015\u2212/]", "", typed)
        bare = re.sub(r"^(?:\+|00)66(?:\(0\)|0)?", "0", bare)
        if not re.fullmatch(r"\d+", bare):
            raise forms.ValidationError(_("A telephone number has digits only, for example 081 234 5678."))
        if self.may_be_short and len(bare) in (3, 4):
            return bare
        if len(bare) not in PHONE_LENGTHS or not bare.startswith("0"):
            raise forms.ValidationError(
                _("A telephone number begins with 0 and has 9 or 10 digits. This one has %(count)d. Look once more.")
                % {"count": len(bare)}
            )
        return bare


# ------------------------------------------------------------------------------------------- dates and numbers


class ThaiDateField(forms.Field):
    """A day as Thai offices write it, into `datetime.date`; shown again as 22/11/2569.

    `may_be_past` and `may_be_future` (both True) bound it by today in Thailand. More than `FARTHEST` years away is
    a slip of the finger: the longest plans that offices write run for twenty.
    """

    FARTHEST = 100, 25
    """Years back and ahead."""

    def __init__(self, *, may_be_past: bool = True, may_be_future: bool = True, **kwargs: Any) -> None:
        self.may_be_past, self.may_be_future = may_be_past, may_be_future
        kwargs.setdefault(
            "widget",
            forms.TextInput(attrs={"autocomplete": "off", "placeholder": gettext_lazy("for example 22/11/2569")}),
        )
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        """The day, or None for nothing."""
        if isinstance(value, date):
            return value
        if value in self.empty_values or not str(value).strip():
            return None
        try:
            day = thai_dates.parse(str(value))
        except thai_dates.NotADate as refusal:
            raise forms.ValidationError(sentence_for(refusal)) from None
        today = timezone.localdate()
        shown = {"day": thai_dates.long(day, _language()), "today": thai_dates.long(today, _language())}
        back, ahead = self.FARTHEST
        if not -back <= day.year - today.year <= ahead:
            raise forms.ValidationError(
                _("%(day)s is too far from today, %(today)s. Look at the year once more.") % shown
            )
        if not self.may_be_past and day < today:
            raise forms.ValidationError(
                _("%(day)s is already past; today is %(today)s. Give a day from today on.") % shown
            )
        if not self.may_be_future and day > today:
            raise forms.ValidationError(
                _("%(day)s has not come yet; today is %(today)s. Give a day up to today.") % shown
            )
        return day

    def prepare_value(self, value: Any) -> Any:
        """A stored day as it is typed."""
        if isinstance(value, date):
            year = thai_dates.buddhist_year(value) if _language() == "th" else value.year
            return f"{value.day}/{value.month}/{year}"
        return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another day is meant, however it is written."""
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except forms.ValidationError:
            return True


class ThaiTimeField(forms.Field):
    """A time of day from "18.30", "18:30 น.", "๑๘.๓๐", "1830", "9 โมง", "บ่าย 2", "6 โมงเย็น", "2 ทุ่ม", "เที่ยง"."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"autocomplete": "off", "placeholder": gettext_lazy("for example 09.30")})
        )
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> time | None:
        """The time, or None for nothing."""
        if isinstance(value, time):
            return value
        if value in self.empty_values or not str(value).strip():
            return None
        found = parse_time(str(value))
        if found is None:
            raise forms.ValidationError(
                _("“%(typed)s” is not a time of day. Write hours and minutes, for example 09.30 or 18.00.")
                % {"typed": str(value)[:40]}
            )
        return found

    def prepare_value(self, value: Any) -> Any:
        """A stored time as it is typed."""
        return f"{value:%H.%M}" if isinstance(value, time) else value


def parse_time(text: str) -> time | None:
    """The time of day somebody means, or None. Thai words of the clock are read, half hours too."""
    plain = thai_digits.to_arabic(clean_text(text[:80], one_line=True)).lower()
    plain = plain.removeprefix("เวลา").strip()
    plain = re.sub(r"(?<=\d)\s*(?:น\.?|นาฬิกา|o'?clock)$", "", plain).strip()
    if match := _TIME.fullmatch(plain):
        hour, minute = int(match["h"] or match["h4"]), int(match["m"] or match["m4"] or 0)
        return time(hour, minute) if hour < 24 and minute < 60 else None
    half = 30 if plain.endswith("ครึ่ง") else 0
    plain = plain.removesuffix("ครึ่ง").strip()
    if plain in ("เที่ยง", "เที่ยงวัน"):
        return time(12, half)
    if plain == "เที่ยงคืน":
        return time(0, half)
    for pattern, offset in _SPOKEN:
        if match := pattern.fullmatch(plain):
            hour = int(match[1] or 1)
            return time(hour + offset, half)
    return None


class ThaiIntegerField(forms.Field):
    """A whole number in Thai or Arabic digits ("๑,๒๐๐"). None below `min_value` (0), unless that is given lower."""

    def __init__(self, *, min_value: int = 0, max_value: int = 10**9, **kwargs: Any) -> None:
        self.min_value, self.max_value = min_value, max_value
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": 8}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> int | None:
        """The number, or None for nothing."""
        if isinstance(value, int):
            number = value
        elif value in self.empty_values or not str(value).strip():
            return None
        else:
            try:
                number = thai_digits.parse_int(str(value))
            except thai_digits.NotANumber as refusal:
                raise forms.ValidationError(sentence_for(refusal)) from None
        if number < self.min_value:
            raise forms.ValidationError(
                _("%(number)d is too small. The smallest possible is %(least)d.")
                % {"number": number, "least": self.min_value}
            )
        if number > self.max_value:
            raise forms.ValidationError(
                _("%(number)d is too large. The largest possible is %(most)d.")
                % {"number": number, "most": self.max_value}
            )
        return number


class QuantityField(forms.Field):
    """A quantity in minor units of `unit` (a code of `foundation.quantities`), from "40", "๒.๕", "ครึ่ง", "1,200 กก."."""

    def __init__(self, unit: str, *, may_be_zero: bool = False, **kwargs: Any) -> None:
        self.unit, self.may_be_zero = unit, may_be_zero
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "size": 10}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> int | None:
        """Minor units, or None for nothing."""
        if isinstance(value, int):
            return value
        if value in self.empty_values or not str(value).strip():
            return None
        try:
            return quantities.parse(str(value), self.unit, may_be_zero=self.may_be_zero)
        except quantities.NotAQuantity as refusal:
            raise forms.ValidationError(sentence_for(refusal)) from None

    def prepare_value(self, value: Any) -> Any:
        """Minor units as the number that is typed."""
        return quantities.number(value, self.unit) if isinstance(value, int) else value


class MoneyField(forms.Field):
    """Baht as people write them, into integer satang."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "size": 14}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> int | None:
        """Satang, or None for nothing."""
        if isinstance(value, int):
            return value
        if value in self.empty_values or not str(value).strip():
            return None
        try:
            return money.parse(str(value))
        except money.NotMoney as refusal:
            raise forms.ValidationError(sentence_for(refusal)) from None

    def prepare_value(self, value: Any) -> Any:
        """Satang as the baht that are typed."""
        return money.plain(value) if isinstance(value, int) else value


# ------------------------------------------------------------------------------------------- files


class SentenceSelect(forms.Select):
    """A select that stands as a word in a sentence above a list: without groups, made without a template, because
    four of them with all their villages cost a list page more than its rows.
    """

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """As Django's own, for flat choices."""
        chosen = "" if value is None else str(value)
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((key, mark_safe(" selected") if str(key) == chosen else "", label) for key, label in self.choices),
        )
        given = self.build_attrs(self.attrs, attrs or {})
        return format_html('<select name="{}"{}>{}</select>', name, flatatt(given), options)


class ManyFiles(forms.FileInput):
    """A file input that takes several."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[UploadedFile]:
        """All files of this name."""
        return list(files.getlist(name)) if hasattr(files, "getlist") else [files[name]] if files.get(name) else []


class PhotosField(forms.Field):
    """Up to `most` pictures as they were sent (raw uploads, at most 20 MB each); the act decodes and strips them."""

    def __init__(self, *, most: int = MOST_PHOTOS, limit: int = LARGEST_PHOTO, **kwargs: Any) -> None:
        self.most, self.limit = most, limit
        kwargs.setdefault("widget", ManyFiles(attrs={"accept": "image/*", "multiple": most > 1}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> list[UploadedFile]:
        """The uploads; an input left empty gives none."""
        files = [file for file in value or [] if file]
        if len(files) > self.most:
            raise forms.ValidationError(
                _("At most %(most)d pictures at a time; there were %(count)d. Choose the clearest ones.")
                % {"most": self.most, "count": len(files)}
            )
        for file in value or []:
            _check_size(file, self.limit)
        return files

    def validate(self, value: Any) -> None:
        """Refuse none where one is needed."""
        if self.required and not value:
            raise forms.ValidationError(self.error_messages["required"], code="required")


class VoiceField(forms.FileField):
    """One voice recording as it was sent (raw upload); the act finds out whether it can be heard."""

    def __init__(self, *, limit: int = LARGEST_VOICE, **kwargs: Any) -> None:
        self.limit = limit
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": "audio/*,.amr,.3gp,.m4a,.ogg,.webm"}))
        super().__init__(allow_empty_file=True, **kwargs)

    def to_python(self, data: Any) -> UploadedFile | None:
        """The upload, or None."""
        if data in self.empty_values:
            return None
        _check_size(data, self.limit)
        return data  # type: ignore[no-any-return]


class ScanField(VoiceField):
    """One paper as a scan, a photo or a document (PDF, DOCX, XLSX), as it was sent."""

    def __init__(self, *, limit: int = LARGEST_FILE, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": "application/pdf,image/*,.docx,.xlsx"}))
        super().__init__(limit=limit, **kwargs)


def _check_size(file: UploadedFile, limit: int) -> None:
    size = file.size or 0
    if size == 0:
        raise forms.ValidationError(_("The file is empty: nothing arrived. Choose it once more."))
    if size > limit:
        raise forms.ValidationError(
            _("The file has %(size)d MB; at most %(limit)d MB can be sent. Choose a smaller one.")
            % {"size": -(-size // MEGABYTE), "limit": limit // MEGABYTE}
        )


class OnceField(forms.UUIDField):
    """A hidden key made with the empty form, so that sending it twice is one act. A missing one gets a fresh key."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.HiddenInput)
        kwargs.setdefault("initial", new_key)
        super().__init__(required=False, **kwargs)

    def clean(self, value: Any) -> Any:
        """The key; one that is no key counts as missing, since nobody typed it."""
        try:
            return super().clean(value) or new_key()
        except forms.ValidationError:
            return new_key()


# ------------------------------------------------------------------------------------------- what is said


def _language() -> str:
    return (get_language() or "th").split("-")[0]


def _one_of(sentences: Mapping[str, str], data: Mapping[str, Any]) -> str:
    return sentences[data["reason"]] % {**data, "typed": data.get("text", "")}


def _date_words(data: Mapping[str, Any]) -> str:
    return _one_of(
        {
            "empty": _("The day is still empty. Write it like 22/11/2569."),
            "form": _("“%(typed)s” could not be read as a day. Write it like 22/11/2569 or 22 พ.ย. 2569."),
            "no_year": _("“%(typed)s” lacks the year. Write it like 22/11/2569."),
            "year": _("The year in “%(typed)s” cannot be right. Write four digits, for example 2569."),
            "no_such_month": _("There is no such month in “%(typed)s”. Months go from 1 to 12."),
            "no_such_day": _(
                "“%(typed)s” is not in the calendar: that month has no such day. Look at the day once more."
            ),
        },
        data,
    )


def _number_words(data: Mapping[str, Any]) -> str:
    return _one_of(
        {
            "empty": _("The number is still empty. Write it in digits, for example 12."),
            "form": _("“%(typed)s” is not a whole number. Write digits only, for example 12."),
            "too_large": _("“%(typed)s” has too many digits to be a number here. Look once more."),
        },
        data,
    )


def _quantity_words(data: Mapping[str, Any]) -> str:
    unit = quantities.UNITS[data["unit"]].label(_language())
    return _one_of(
        {
            "empty": _("How many %(unit)s? Write a number, for example 2."),
            "form": _("“%(typed)s” is not a number of %(unit)s. Write digits, for example 2 or 2.5."),
            "negative": _("“%(typed)s” is less than nothing. Write how many %(unit)s there are."),
            "zero": _("0 %(unit)s is nothing. Write at least a little, or leave the line out."),
            "finer_than_minor": _("“%(typed)s” is finer than can be counted in %(unit)s. Round it."),
            "other_unit": _("“%(typed)s” names another unit. Here we count in %(unit)s."),
            "too_large": _("“%(typed)s” is too large. At most %(most)s %(unit)s. Look at the zeros once more."),
        },
        {**data, "unit": unit, "most": f"{data.get('most', 0):,}"},
    )


def _money_words(data: Mapping[str, Any]) -> str:
    return _one_of(
        {
            "empty": _("The amount is still empty. Write baht, for example 1,500."),
            "form": _("“%(typed)s” is not an amount of money. Write baht in digits, for example 1,500 or 1,500.50."),
            "finer_than_satang": _("“%(typed)s” is finer than a satang. Write at most two decimals."),
            "negative": _("“%(typed)s” is less than nothing. Write the amount without a minus."),
            "too_large": _("“%(typed)s” is too large. Look at the zeros once more."),
        },
        data,
    )


def _too_long_words(data: Mapping[str, Any]) -> str:
    return (
        _("The text has %(length)d characters; %(limit)d fit here. Shorten it, or put the rest into another field.")
        % data
    )


says(TooLong, _too_long_words)
says(thai_dates.NotADate, _date_words)
says(thai_digits.NotANumber, _number_words)
says(quantities.NotAQuantity, _quantity_words)
says(money.NotMoney, _money_words)


def _no_name_words(data: Mapping[str, Any]) -> str:
    if data["sign"] == ".":
        return _("This looks like the address of a web page. Write the name of a person.")
    if not data["sign"]:
        return _("There is no letter in this name. Write it as people say it, for example สมใจ.")
    return (
        _("“%(sign)s” cannot stand in a name. Write letters only; telephone and house numbers belong elsewhere.") % data
    )


says(thai_names.NotAName, _no_name_words)
