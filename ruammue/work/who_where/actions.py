"""Verbs of told lists: read one, take it in, let it go, take it back. What was told is nobody's promise."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from ruammue.access.actors import Actor, Role
from ruammue.foundation import sheets
from ruammue.foundation.private_words import Sign, signs_in
from ruammue.ledger.actions import record
from ruammue.needs.actions.matters import acting
from ruammue.needs.models import Matter
from ruammue.people.imports import Problem, bare
from ruammue.people.models import Organisation
from ruammue.places.models import Steward, Village
from ruammue.resources.models import NeedLine
from ruammue.work.events import ToldActivityWeighed, ToldSheetTakenBack, ToldSheetTakenIn
from ruammue.work.models import Task, ToldActivity, ToldSheet, Work
from ruammue.work.refusals import AlreadyTold, NothingToTakeIn, SheetIsOver, ToldTooSoon
from ruammue.work.who_where import columns, rows
from ruammue.work.who_where.columns import Elsewhere, Villages

Fate = Literal["new", "changed", "same", "ours"]
FACTS = (
    "number", "what", "theme", "theme_words", "village", "lead", "implementers", "funder", "from_on", "until_on",
    "status", "for_whom", "targeted", "reached", "capacity", "lacking",
)  # fmt: skip
WORDS = ("what", "theme_words", "lead", "implementers", "funder", "for_whom", "capacity", "lacking")
"""What people read of a row."""
SHORTEST_NAME = 4


@dataclass(frozen=True, slots=True)
class Judged:
    """A good row: its number in the file, what it says, and what taking it in would do. `others`: whom it speaks of
    though they did not bring it; `signs`: what in it points at one person.
    """

    number: int
    values: dict[str, Any]
    fate: Fate
    others: tuple[str, ...] = ()
    signs: tuple[Sign, ...] = ()

    def waits(self, by: Actor) -> bool:
        """Stays inside until somebody says yes. What it says of others the office may say yes to by taking it in."""
        return bool(self.signs) or (bool(self.others) and not speaks_for_office(by))


@dataclass(frozen=True, slots=True)
class Judgement:
    """A whole list: its good rows, what is wrong with the others, and how many are about other tambons."""

    rows: tuple[Judged, ...]
    problems: tuple[Problem, ...]
    elsewhere: int

    def count(self, *fates: Fate) -> int:
        """How many rows have one of these fates."""
        return sum(row.fate in fates for row in self.rows)

    @property
    def wrong(self) -> int:
        """How many rows have something to mend."""
        return len({problem.row for problem in self.problems})


@transaction.atomic
def read_told_sheet(
    organisation: Organisation,
    *,
    steward: Steward,
    data: bytes,
    name: str,
    told_on: date,
    is_public: bool,
    by: Actor,
    now: datetime | None = None,
) -> ToldSheet:
    """Read a list by its hashtags and keep its rows until somebody says yes; the file itself is not kept.

    Raises AlreadyTold, ToldTooSoon, NoTags, TagsMissing and the kinds of UnreadableSheet.
    """
    now = now or timezone.now()
    today = timezone.localdate(now)
    if told_on > today:
        raise ToldTooSoon(on=told_on, today=today)
    sha256 = hashlib.sha256(data).hexdigest()
    _refuse_twice(steward, organisation, sha256)
    read = sheets.read_cells(data)
    found = columns.tagged_rows(read)
    ToldSheet.objects.of(steward).filter(organisation=organisation, read_by_id=acting(by), taken_in_at=None).delete()
    return ToldSheet.objects.create(
        steward=steward, organisation=organisation, name=name[-120:], sha256=sha256, told_on=told_on,
        is_public=is_public, rows=[[number, said] for number, said in found],
        masked=sum(sheet.masked for sheet in read), read_at=now, read_by_id=acting(by),
    )  # fmt: skip


def _refuse_twice(steward: Steward, organisation: Organisation, sha256: str) -> None:
    told = ToldSheet.objects.of(steward).filter(organisation=organisation, sha256=sha256, taken_in_at__isnull=False)
    before = told.filter(taken_back_at=None).first()
    if before is not None:
        raise AlreadyTold(on=timezone.localdate(before.taken_in_at))


def judge(sheet: ToldSheet, *, today: date) -> Judgement:
    """What taking the list in would do, row by row. At most nine statements."""
    steward = sheet.steward
    villages = Villages.of(Village.objects.of(steward), steward.area_id)
    good: list[tuple[int, dict[str, Any]]] = []
    problems: list[Problem] = []
    elsewhere = 0
    seen: set[str] = set()
    for number, said in sheet.rows:
        try:
            values, wrong = columns.check(villages, said, today=today)
        except Elsewhere:
            elsewhere += 1
            continue
        problems += [Problem(number, column, sentence) for column, sentence in wrong]
        values["row_key"] = row_key(sheet, values)
        if not wrong and values["row_key"] not in seen:
            seen.add(values["row_key"])
            good.append((number, values))
    known = {row.row_key: row for row in _known(steward, seen)}
    own = _own_names(sheet, {values["id"] for _number, values in good})
    judged = tuple(
        Judged(
            number,
            values,
            _fate(number, values, known, own),
            others_in(values, sheet.organisation),
            signs_in(*(str(values[name]) for name in WORDS)),
        )
        for number, values in good
    )
    return Judgement(judged, tuple(problems), elsewhere)


def speaks_for_office(by: Actor) -> bool:
    """Whoever keeps the board for the office: what they take in about others, the office says yes to."""
    return by.has(Role.OFFICER, Role.CLERK, Role.COORDINATOR)


def is_named(name: str, body: Organisation) -> bool:
    """Whether a list means this organisation: by its name, or by the beginning of it ("มูลนิธิ")."""
    said, own = bare(name), bare(body.name)
    return said == own or (len(said) >= SHORTEST_NAME and own.startswith(said))


def others_in(values: Mapping[str, Any], teller: Organisation) -> tuple[str, ...]:
    """Of whom a row tells beside the teller itself: who leads it, or where nobody is said to, who does it or pays."""
    said = next((values[name] for name in ("lead", "implementers", "funder") if values[name]), "")
    return tuple(name for name in rows.split_names(said) if not is_named(name, teller))


def _own_names(sheet: ToldSheet, names: set[str]) -> set[str]:
    """Which of these are names of our own rows, of whatever day: our list, come home, is nobody else's word, also what
    it said was lacking and is promised since. What others told us is theirs, unless it is this teller's own and gone.
    """
    keys: dict[str, dict[UUID, list[str]]] = defaultdict(lambda: defaultdict(list))
    for name in names:
        if read := rows.read_id(name):
            keys[read[0]][read[1]].append(name)
    standing = ToldActivity.objects.of(sheet.steward).exclude(
        sheet__in=ToldSheet.objects.of(sheet.steward).filter(
            organisation=sheet.organisation, taken_back_at__isnull=False
        )
    )
    lines = NeedLine.objects.of(sheet.steward)
    tables: dict[str, Any] = {
        "task": Task.objects.of(sheet.steward), "work": Work.objects.of(sheet.steward), "line": lines, "promise": lines,
        "matter": Matter.objects.of(sheet.steward), "told": standing,
    }  # fmt: skip
    found: set[str] = set()
    for kind, wanted in keys.items():
        for key in tables[kind].filter(pk__in=list(wanted)).values_list("pk", flat=True):
            found.update(wanted[key])
    return found


def _known(steward: Steward, keys: set[str]) -> list[ToldActivity]:
    return list(ToldActivity.objects.of(steward).filter(row_key__in=keys).select_related("sheet"))


def _fate(number: int, values: dict[str, Any], known: dict[str, ToldActivity], own: set[str]) -> Fate:
    if values["id"] in own:
        return "ours"
    row = known.get(values["row_key"])
    if row is None or not row.sheet.stands:
        return "new"
    differs = any(getattr(row, name) != values[name] for name in FACTS if name != "number")
    return "changed" if differs else "same"


def row_key(sheet: ToldSheet, values: dict[str, Any]) -> str:
    """What makes two rows one activity of an organisation: the name it gave the row, else what, who, where, when."""
    village = values["village"].area_id if values["village"] else ""
    facts = [values["id"]] if values["id"] else [
        values["what"], values["theme_words"], values["lead"], values["implementers"], village,
        values["from_on"].isoformat() if values["from_on"] else "",
    ]  # fmt: skip
    return hashlib.sha256("\x1f".join([sheet.organisation_id.hex, *facts]).encode()).hexdigest()


@transaction.atomic
def take_in_sheet(sheet: ToldSheet, *, by: Actor, now: datetime | None = None) -> Judgement:
    """Take in the good rows; what they say of a known row holds from now on. The rows kept for it are forgotten.

    Raises SheetIsOver, AlreadyTold, NothingToTakeIn.
    """
    now = now or timezone.now()
    # Two hands that take in lists of one office wait for each other here.
    steward = Steward.objects.select_for_update().get(pk=sheet.steward_id)
    sheet = _locked(sheet)
    if sheet.taken_in_at is not None:
        raise SheetIsOver
    _refuse_twice(steward, sheet.organisation, sheet.sha256)
    found = judge(sheet, today=timezone.localdate(now))
    if not found.count("new", "changed"):
        raise NothingToTakeIn
    _store(sheet, [row for row in found.rows if row.fate in ("new", "changed")], by)
    sheet.rows, sheet.taken_in_at, sheet.taken_in_by_id = [], now, acting(by)
    sheet.save(update_fields=["rows", "taken_in_at", "taken_in_by_id"])
    record(
        ToldSheetTakenIn(
            steward=sheet.steward_id, sheet=sheet.pk, organisation=sheet.organisation_id, added=found.count("new"),
            changed=found.count("changed"),
        ),
        by=by,
        at=now,
    )  # fmt: skip
    return found


def _store(sheet: ToldSheet, judged: Sequence[Judged], by: Actor) -> None:
    known = {row.row_key: row for row in _known(sheet.steward, {row.values["row_key"] for row in judged})}
    new, changed = [], []
    for one in judged:
        row = known.get(one.values["row_key"])
        if row is None:
            row = ToldActivity(steward=sheet.steward, row_key=one.values["row_key"])
            new.append(row)
        else:
            changed.append(row)
        row.sheet = sheet
        # Whoever said yes or no to it said so of other words.
        row.word = ToldActivity.Word.WAITS if one.waits(by) else ToldActivity.Word.FREE
        row.said_at = row.said_by_id = None
        for name, value in (one.values | {"number": one.number}).items():
            if name in FACTS:
                setattr(row, name, value)
    ToldActivity.objects.bulk_create(new, batch_size=500)
    ToldActivity.objects.bulk_update(changed, ["sheet", "word", "said_at", "said_by_id", *FACTS], batch_size=200)


@transaction.atomic
def drop_told_sheet(sheet: ToldSheet, *, by: Actor) -> None:
    """Not this list after all: its rows are forgotten. Raises SheetIsOver."""
    sheet = _locked(sheet)
    if sheet.taken_in_at is not None:
        raise SheetIsOver
    sheet.delete()


@transaction.atomic
def take_back_sheet(sheet: ToldSheet, *, by: Actor, now: datetime | None = None) -> ToldSheet:
    """The list does not hold any more: its rows stand on the board no longer. Raises SheetIsOver."""
    now = now or timezone.now()
    sheet = _locked(sheet)
    if not sheet.stands:
        raise SheetIsOver
    sheet.taken_back_at, sheet.taken_back_by_id = now, acting(by)
    sheet.save(update_fields=["taken_back_at", "taken_back_by_id"])
    record(
        ToldSheetTakenBack(steward=sheet.steward_id, sheet=sheet.pk, organisation=sheet.organisation_id), by=by, at=now
    )
    return sheet


@transaction.atomic
def weigh_told(activity: ToldActivity, *, is_wanted: bool, by: Actor, now: datetime | None = None) -> ToldActivity:
    """Say whether everybody may read a row that waits for it; with a no it stands nowhere. The newest word holds.

    Raises SheetIsOver: the list does not stand any more, or nobody's word was needed.
    """
    now = now or timezone.now()
    sheet = _locked(activity.sheet)
    activity = ToldActivity.objects.of(sheet.steward_id).select_for_update().get(pk=activity.pk)
    if not sheet.stands or activity.sheet_id != sheet.pk or activity.word == ToldActivity.Word.FREE:
        raise SheetIsOver
    activity.word = ToldActivity.Word.YES if is_wanted else ToldActivity.Word.NO
    activity.said_at, activity.said_by_id = now, acting(by)
    activity.save(update_fields=["word", "said_at", "said_by_id"])
    record(
        ToldActivityWeighed(
            steward=activity.steward_id, activity=activity.pk, sheet=activity.sheet_id, is_wanted=is_wanted
        ),
        by=by,
        at=now,
    )
    return activity


def _locked(sheet: ToldSheet) -> ToldSheet:
    rows_of = (
        ToldSheet.objects.of(sheet.steward_id).select_for_update(of=("self",)).select_related("steward", "organisation")
    )
    found: ToldSheet | None = rows_of.filter(pk=sheet.pk).first()
    if found is None:
        raise SheetIsOver
    return found
