"""Data protection as data: the notice, what is kept and why, one person's file, what is erased and when.

Everything here is read off the registry that models fill (`foundation.privacy.classify`), so that no page can say
less than what the tables keep. Upper rooms add two things at start-up: `counts_as_own_words()` and plain words for
their fields.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from django.apps import apps
from django.db import models
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from ruammue.foundation import thai_dates
from ruammue.foundation.privacy import Privacy, Retention, registry
from ruammue.foundation.telephone import grouped
from ruammue.people.models import Person
from ruammue.places.models import Steward

NOTICE_VERSION = "1"
"""Raise it when the words of the notice change; who saw the older one is asked to look again."""
ANSWER_DAYS = 30
"""Days within which a request for one's data is answered (DOMAIN 2.9: 30)."""
RELATION_DAYS = 365
MATTER_DAYS = 2 * 365
SHORT_DAYS = 14

PURPOSE_WORDS: Mapping[str, str | Promise] = {
    "to run the shared record": _("to run the shared record"),
    "to reach the person": _("to reach the person"),
    "to know who acts and for whom": _("to know who acts and for whom"),
    "to answer a need": _("to answer a need"),
    "to work together": _("to work together"),
    "to decide together": _("to decide together"),
    "to keep the record provable": _("to keep the record provable"),
    "to keep accounts safe": _("to keep accounts safe"),
}
RETENTION_WORDS: Mapping[Retention, str | Promise] = {
    Retention.RECORD: _("with the office's record"),
    Retention.RELATION: _("while you take part and 1 year after, then the name is erased"),
    Retention.MATTER: _("while the matter is open and 2 years after, then erased"),
    Retention.SHORT: _("a few days"),
}
LEVEL_WORDS: Mapping[Privacy, str | Promise] = {
    Privacy.PUBLIC: _("may be public"),
    Privacy.INTERNAL: _("for those whose work it is"),
    Privacy.PERSONAL: _("personal"),
    Privacy.SENSITIVE: _("sensitive"),
}
# What a field holds, in plain words; by field name, because the same word means the same thing everywhere.
FIELD_WORDS: dict[str, str | Promise] = {
    "prefix": _("name"),
    "given_name": _("name"),
    "family_name": _("name"),
    "name": _("name"),
    "phone": _("telephone"),
    "contact_phone": _("telephone"),
    "email": _("e-mail"),
    "text": _("what you told us"),
    "words": _("what you told us"),
    "reason": _("reasons you wrote"),
    "receipt": _("receipt code"),
    "reporter": _("who told it"),
    "file": _("photos and voice"),
    "thumbnail": _("photos and voice"),
    "caption": _("photos and voice"),
    "person": _("who it is about"),
    "person_id": _("who acted"),
    "entered_by_id": _("who helped to type it in"),
    "given_by_id": _("who gave it"),
    "on_behalf_of_id": _("for which organisation"),
    "password": _("password (only a scrambled form)"),
    "pin_hash": _("card and PIN (only a scrambled form)"),
    "token_hash": _("card and PIN (only a scrambled form)"),
    "device_hash": _("card and PIN (only a scrambled form)"),
    "is_about_one_person": _("that the matter is about one person"),
    "answer": _("the answer to your request"),
    "reporter_name": _("who told it"),
    "step_out_words": _("reasons you wrote"),
    "replied_as": _("the name with which you answered or signed"),
    "signed_as": _("the name with which you answered or signed"),
    "confirmed_as": _("the name with which you answered or signed"),
    "confirmed_with": _("the name with which you answered or signed"),
    "provider_accepted_as": _("the name with which you answered or signed"),
    "receiver_accepted_as": _("the name with which you answered or signed"),
    "signed_by": _("who acted"),
    "confirmed_by": _("who acted"),
    "said_by": _("who acted"),
    "post": _("post"),
    "headers": _("a list waiting to be imported"),
    "rows": _("a list waiting to be imported"),
}
NEVER_SHOWN = frozenset({"password", "pin_hash", "token_hash", "device_hash", "idempotency_key"})


@dataclass(frozen=True, slots=True)
class Kept:
    """One field of one table in the record of processing."""

    table: str
    field: str
    level: Privacy
    purpose: str
    retention: Retention
    model_label: str
    field_name: str

    @property
    def level_words(self) -> str:
        """The level in the reader's language."""
        return str(LEVEL_WORDS[self.level])

    @property
    def purpose_words(self) -> str:
        """The purpose in the reader's language."""
        return str(PURPOSE_WORDS[self.purpose])

    @property
    def retention_words(self) -> str:
        """How long, in the reader's language."""
        return str(RETENTION_WORDS[self.retention])


def kept_fields(*levels: Privacy) -> list[Kept]:
    """Every classified field (of these levels, or all), by table. In the reader's language."""
    wanted = levels or tuple(Privacy)
    rows = []
    for label, fields in registry.items():
        table = str(_model(label)._meta.verbose_name)
        for name, known in fields.items():
            if known.privacy in wanted:
                rows.append(
                    Kept(table, field_words(label, name), known.privacy, known.purpose, known.retention, label, name)
                )
    return rows


def field_words(label: str, name: str) -> str:
    """What a field holds, in plain words; a link to another table is called as that table."""
    if name in FIELD_WORDS:
        return str(FIELD_WORDS[name])
    model = _model(label)
    field = model._meta.get_field(name)
    if field.is_relation and field.related_model is not None:
        return str(field.related_model._meta.verbose_name)
    # A field nobody found words for is called by its table: still true, and in the reader's language.
    return str(model._meta.verbose_name)


@dataclass(frozen=True, slots=True)
class Purpose:
    """A line of the notice: what for, which things, how long."""

    words: str
    things: tuple[str, ...]
    keeps: tuple[str, ...]


def purposes() -> list[Purpose]:
    """The notice's lines: personal and sensitive fields by purpose, each thing named once."""
    things: dict[str, dict[str, None]] = defaultdict(dict)
    keeps: dict[str, dict[str, None]] = defaultdict(dict)
    for kept in kept_fields(Privacy.PERSONAL, Privacy.SENSITIVE):
        things[kept.purpose][kept.field] = None
        keeps[kept.purpose][kept.retention_words] = None
    return [
        Purpose(str(words), tuple(things[key]), tuple(keeps[key]))
        for key, words in PURPOSE_WORDS.items()
        if key in things
    ]


# ------------------------------------------------------------------------------------------- one person's file


@dataclass(frozen=True, slots=True)
class FileRow:
    """One row about a person: as (words, value) pairs ready to be read, and the same as plain JSON values."""

    shown: tuple[tuple[str, str], ...]
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FileSection:
    """All rows of one table that are about a person."""

    table: str
    label: str
    rows: tuple[FileRow, ...]


_own_eyes: set[str] = set()
_kept_out: dict[str, frozenset[str]] = {}


def for_own_eyes_only(*labels: str) -> None:
    """Keep these tables out of a file that somebody else prints (who voted, and how, is not the officer's to read).

    Tables whose link to the person is classified sensitive are kept out without saying so.
    """
    _own_eyes.update(labels)


def keep_out_of_files(label: str, *fields: str) -> None:
    """Keep a table, or some of its fields, out of every file: they would tell of somebody else.

    Who is named in a need must not learn from their own file that there is one; the name of the other side of a
    promise is the other side's.
    """
    _kept_out[label] = frozenset(fields)


def file_of(person: Person, steward: Steward, *, own_eyes: bool) -> list[FileSection]:
    """Everything this steward keeps that points at a person, one statement a table.

    Found by following every foreign key to Person; secrets (even scrambled) are left out, other persons' names too.
    A row that is only part of somebody's work (they answer it, they confirmed it: its link to them is not
    classified personal) is told without its personal fields: those are about who told it.
    `own_eyes`: the person reads; otherwise what is `for_own_eyes_only` stays shut.
    """
    sections = [_section("people.Person", [person])]
    account = getattr(person, "account", None)
    if account is not None:
        sections.append(_section("people.Account", [account]))
    for label, lookup in _ties():
        if _kept_out.get(label) == frozenset():
            continue
        if not own_eyes and (label in _own_eyes or registry[label][lookup].privacy is Privacy.SENSITIVE):
            continue
        model = _model(label)
        rows = model._default_manager.filter(**{lookup: person})
        if "steward" in registry[label]:
            rows = rows.filter(steward_id=steward.pk)
        foreign = [
            field.name
            for field in model._meta.concrete_fields
            if field.is_relation and field.name in registry[label] and field.related_model is not Person
        ]
        found = list(rows.select_related(*foreign) if foreign else rows)
        if found:
            sections.append(_section(label, found, is_about_them=_is_private(registry[label][lookup].privacy)))
    return [section for section in sections if section.rows]


def _ties() -> Iterator[tuple[str, str]]:
    """(model label, foreign key to Person) of every classified table except accounts."""
    for label in registry:
        if label == "people.Account":
            continue
        for field in _model(label)._meta.concrete_fields:
            if field.is_relation and field.related_model is Person and field.name in registry[label]:
                yield label, field.name


def _is_private(level: Privacy) -> bool:
    return level in (Privacy.PERSONAL, Privacy.SENSITIVE)


def _section(label: str, rows: Iterable[models.Model], *, is_about_them: bool = True) -> FileSection:
    model = _model(label)
    kept_out = _kept_out.get(label, frozenset())
    known = [
        field
        for field in model._meta.concrete_fields
        if field.name in registry[label]
        and field.name not in NEVER_SHOWN
        and field.name not in kept_out
        and (is_about_them or not _is_private(registry[label][field.name].privacy))
        and not (field.is_relation and field.related_model is Steward)
    ]
    made = []
    for row in rows:
        values: dict[str, Any] = {}
        for field in known:
            if field.is_relation:
                # Only the key of another person leaves the house, never their name.
                other = getattr(row, field.attname) if field.related_model is Person else getattr(row, field.name)
                value = "" if other is None else str(other)
            else:
                value = field.value_from_object(row)
                value = value if isinstance(value, str | int | bool | list | dict | type(None)) else str(value)
            values[field.name] = value
        made.append(FileRow(_readable(label, row, known), values))
    return FileSection(str(model._meta.verbose_name), label, tuple(made))


def _readable(label: str, row: models.Model, known: Iterable[models.Field[Any, Any]]) -> tuple[tuple[str, str], ...]:
    """What of a row a reader wants to see: words, names and days, each word once. Keys and marks are in the file.

    A field that has no words of its own is shown as a day, or as one of its choices; a private one always.
    """
    said: dict[str, list[str]] = {}
    for field in known:
        value = getattr(row, field.name) if field.is_relation else field.value_from_object(row)
        is_named = field.name in FIELD_WORDS or field.is_relation
        is_key = field.primary_key or isinstance(field, models.UUIDField) or field.related_model is Person
        if value in ("", None, [], {}) or is_key or isinstance(value, bool) or field.name == "sort_key":
            continue
        term = field_words(label, field.name)
        if isinstance(value, datetime):
            value = timezone.localdate(value)
        if isinstance(value, date):
            term, words = term if is_named else gettext("when"), thai_dates.short(value, get_language() or "th")
        elif field.choices:
            words = str(getattr(row, f"get_{field.name}_display")())
        elif isinstance(value, models.Model):
            words = str(value) if type(value).__str__ is not models.Model.__str__ else ""
        elif field.name.endswith("phone"):
            words = grouped(str(value))
        else:
            words = str(value) if is_named or _is_private(registry[label][field.name].privacy) else ""
        if words and words not in said.setdefault(term, []):
            said[term].append(words)
    return tuple((term, " ".join(words)) for term, words in said.items() if words)


def _model(label: str) -> type[models.Model]:
    return apps.get_model(label)


# ------------------------------------------------------------------------------------------- erasing


@dataclass(frozen=True, slots=True)
class OwnWords:
    """Fields of a table that hold the words, the telephone or the name of the person to whom `owner` points.

    Without `owner` nobody knows whose they are, and only time erases them.
    """

    label: str
    owner: str
    blank: tuple[str, ...]
    named: tuple[str, ...] = ()
    closed: str = ""

    def erased(self) -> dict[str, str]:
        """What stands in these fields afterwards. Stored once for all readers, so always in Thai."""
        with translation.override("th"):
            return dict.fromkeys(self.blank, "") | dict.fromkeys(self.named, unnamed())

    def filled(self) -> models.Q:
        """The rows in which something is left to erase."""
        found = models.Q()
        for name, nothing in self.erased().items():
            found |= ~models.Q(**{f"{name}__in": ("", nothing)})
        return found

    @property
    def days(self) -> int:
        """How long they are kept after the business ended: what the notice says of the first of them."""
        known = registry[self.label][(*self.blank, *self.named)[0]]
        return RELATION_DAYS if known.retention is Retention.RELATION else MATTER_DAYS


@dataclass(frozen=True, slots=True)
class TypedName:
    """A field in which somebody typed a person's name; `owner` the person it is, where the row knows that."""

    model: type[models.Model]
    field: str
    owner: str


def typed_names() -> list[TypedName]:
    """Every field that holds a name as it was typed, read off the registry: a new one is found without being told of.

    They are the personal text fields called a name, or whose word or hand something was ("_as", "_with").
    """
    owners = {(one.label, field): one.owner for one in _own_words for field in (*one.blank, *one.named)}
    found = []
    for label, fields in registry.items():
        for name, known in fields.items():
            is_name = name == "name" or name.endswith(("_as", "_with", "_name"))
            if is_name and known.privacy is Privacy.PERSONAL and not label.startswith("people."):
                found.append(TypedName(_model(label), name, owners.get((label, name), "")))
    return found


def written(person: Person) -> models.Q | None:
    """Not a condition on rows but on one text `typed`: it names this person. None when there is too little of a name.

    Somebody with a family name is named by both, with whatever stands before and behind; else only by the whole text.
    """
    if not person.given_name:
        return None
    if person.family_name:
        return models.Q(typed__regex=rf"{re.escape(person.given_name)}\s+{re.escape(person.family_name)}")
    return models.Q(typed__in={person.given_name, f"{person.prefix}{person.given_name}", person.name})


class Eraser(Protocol):
    """Erases what is no text: files. Of a person, or of all business that ended before a moment; gives how many."""

    def __call__(
        self, steward: Steward, /, *, person: Person | None = None, before: datetime | None = None, dry: bool = False
    ) -> int:
        """Erase, or with `dry` only count."""


_own_words: list[OwnWords] = []
_erasers: list[Eraser] = []


def counts_as_own_words(label: str, *, owner: str = "", blank: str = "", named: str = "", closed: str = "") -> None:
    """Let anonymising empty these text fields where `owner` (a lookup to Person) is the person.

    An upper room calls this in its apps.ready(): `counts_as_own_words("needs.Need", owner="reporter",
    blank="contact_phone", closed="matter__closed_at")`. Fields of `named` get the word that stands for an erased
    name instead of nothing. With `closed`, a lookup to the moment at which the row's business ended, the retention
    job does the same when the days that the notice names are over (`OwnWords.days`).
    """
    _own_words.append(OwnWords(label, owner, tuple(blank.split()), tuple(named.split()), closed))


def erases(eraser: Eraser) -> Eraser:
    """Let anonymising and the retention job call `eraser`, too. Returns it, so that it serves as a decorator."""
    if eraser not in _erasers:
        _erasers.append(eraser)
    return eraser


def erasers() -> tuple[Eraser, ...]:
    """What rooms declared."""
    return tuple(_erasers)


def own_words() -> list[tuple[type[models.Model], OwnWords]]:
    """What rooms declared, with the models."""
    return [(_model(declared.label), declared) for declared in _own_words]


def unnamed() -> str:
    """What stands in the place of a name that was erased. One word for all, so that counts stay and nobody is found."""
    return gettext("(name erased)")
