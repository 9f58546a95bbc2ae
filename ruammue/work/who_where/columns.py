"""The sheet: which column holds what, by hashtag (HXL 1.1), written and read by one table.

A partner's own list may have any headings, in any order, in Thai or English: only the row of hashtags counts.

What we write is in the standard's own dictionary: https://hxlstandard.org/standard/1-1final/dictionary/, of which the
core schema (HXL Core Schemas on data.humdata.org) is the table. It has +id for #meta only ("internal identifiers for
data records"), +code for #activity, and of organisations +prog, +impl and +funder, but no +lead. `#org+lead` and
`#activity+id`, which others write and which we wrote before, are read as well.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal

from django.utils.functional import Promise
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from ruammue.foundation import hxl, thai_dates
from ruammue.foundation.sheets import Cell, Cells, Column
from ruammue.foundation.thai_digits import to_arabic
from ruammue.needs.models import Category
from ruammue.people.imports import bare, moo_of
from ruammue.places.models import Village
from ruammue.work.refusals import NoTags, TagsMissing
from ruammue.work.who_where.rows import BETWEEN, Body, Gap, Row, Status, read_id, split_names


@dataclass(frozen=True, slots=True)
class TaggedColumn:
    """One column. `tag`: as we write it; `reads`: patterns that mean it in others' files, the closest first."""

    key: str
    title: str | Promise
    tag: str
    reads: tuple[str, ...] = ()
    kind: Literal["text", "number"] = "text"
    means: str = ""
    limit: int = 200


COLUMNS = (
    TaggedColumn("id", _("Row"), "#meta+id", ("#meta+id", "#activity+code", "#activity+id"),
                 means="names the row; a newer list with the same name changes that row"),
    TaggedColumn("lead", _("Who leads"), "#org+prog", ("#org+prog", "#org+lead"), limit=160,
                 means="the organisation that answers for it"),
    TaggedColumn("impl", _("By whose hands"), "#org+impl", ("#org+impl", "#org-lead-prog-funder-code"), limit=400,
                 means="who does it with their hands; several with | between them"),
    TaggedColumn("funder", _("Who pays"), "#org+funder", ("#org+funder",), limit=160,
                 means="who gives the money; several with | between them"),
    TaggedColumn("theme", _("What about"), "#sector", ("#sector-code", "#sector", "#subsector"), limit=80,
                 means="one of our eleven themes; other words are kept as they are and stand under the nearest"),
    TaggedColumn("what", _("What is done"), "#activity", ("#activity-id-code", "#description", "#item"),
                 means="what is done, or what is asked for where nobody does it"),
    TaggedColumn("changwat", _("Changwat code"), "#adm1+code", ("#adm1+code",), means="two digits"),
    TaggedColumn("amphoe", _("Amphoe code"), "#adm2+code", ("#adm2+code",), means="four digits"),
    TaggedColumn("tambon", _("Tambon code"), "#adm3+code", ("#adm3+code",), means="six digits"),
    TaggedColumn("village", _("Village code"), "#adm4+code", ("#adm4+code", "#loc+code"),
                 means="eight digits, empty for the whole tambon; TH before the digits is read as well"),
    TaggedColumn("village_name", _("Village"), "#adm4+name", ("#adm4-code", "#loc-code"),
                 means="for people; read only where no code is given, by its moo number"),
    TaggedColumn("start", _("From (A.D.)"), "#date+start", ("#date+start", "#date-end"), means="2026-12-01; a month "
                 "(2026-12) or a Thai date is read as well"),
    TaggedColumn("end", _("Until (A.D.)"), "#date+end", ("#date+end",), means="the same; a month means its last day"),
    TaggedColumn("status", _("How it stands"), "#status", ("#status",),
                 means="planned, going on, finished; with a need that nobody answers: lacking"),
    TaggedColumn("for_whom", _("For whom"), "#beneficiary", ("#beneficiary",), limit=120,
                 means="which people, in words"),
    TaggedColumn("targeted", _("For how many"), "#targeted",
                 ("#targeted-f-m-i-children-elderly-infants-adults-adolescents-hh",
                  "#targeted+f-children-elderly-infants-adults-adolescents-hh"), "number",
                 means="people it is meant for; women and men are added up, ages are not (they overlap); fewer than "
                 "five are not told"),
    TaggedColumn("reached", _("Reached so far"), "#reached",
                 ("#reached-f-m-i-children-elderly-infants-adults-adolescents-hh",
                  "#reached+f-children-elderly-infants-adults-adolescents-hh"), "number",
                 means="people it reached; not told where that, or the rest, is fewer than five"),
    TaggedColumn("capacity", _("How much"), "#capacity", ("#capacity",), limit=120,
                 means="what is promised or has come, with its unit"),
    TaggedColumn("need", _("Still lacking"), "#need", ("#need",), means="what still lacks, with its unit"),
    TaggedColumn("source", _("Where we know it from"), "#meta+source", means="our own record, or who told us and when; "
                 "not read"),
)  # fmt: skip
READS = {column.key: column.reads for column in COLUMNS if column.reads}
LIMITS = {column.key: column.limit for column in COLUMNS}
_ALL_AGES = "-children-elderly-infants-adults-adolescents-hh"
SADD = {key: tuple(f"#{key}+{sex}{_ALL_AGES}" for sex in "fmi") for key in ("targeted", "reached")}
"""Where a list counts women, men (and others) and has no sum: these together; of women alone it is not known how many
people. By age nothing is added up: by the standard +children may overlap +infants, and +adults +elderly. Households
(+hh) are no people."""
SEVERAL = ("impl", "funder")


# ------------------------------------------------------------------------------------------- words

THEME_WORDS: tuple[tuple[str, Category], ...] = (
    ("wash", Category.WATER), ("water", Category.WATER), ("ประปา", Category.WATER), ("น้ำ", Category.WATER),
    ("sanitation", Category.ENVIRONMENT), ("waste", Category.ENVIRONMENT), ("ขยะ", Category.ENVIRONMENT),
    ("environment", Category.ENVIRONMENT), ("สิ่งแวดล้อม", Category.ENVIRONMENT), ("ป่า", Category.ENVIRONMENT),
    ("road", Category.ROAD), ("transport", Category.ROAD), ("logistics", Category.ROAD), ("ถนน", Category.ROAD),
    ("คมนาคม", Category.ROAD), ("electric", Category.LIGHT), ("energy", Category.LIGHT), ("ไฟฟ้า", Category.LIGHT),
    ("elder", Category.OLD_AGE), ("disab", Category.OLD_AGE), ("ผู้สูงอายุ", Category.OLD_AGE),
    ("คนแก่", Category.OLD_AGE), ("พิการ", Category.OLD_AGE), ("health", Category.HEALTH), ("nutrition", Category.HEALTH),
    ("สุขภาพ", Category.HEALTH), ("สาธารณสุข", Category.HEALTH), ("โภชนาการ", Category.HEALTH),
    ("education", Category.CHILDREN), ("child", Category.CHILDREN), ("การศึกษา", Category.CHILDREN),
    ("เด็ก", Category.CHILDREN), ("โรงเรียน", Category.CHILDREN), ("เยาวชน", Category.CHILDREN),
    ("food security", Category.FARMING), ("agricultur", Category.FARMING), ("farm", Category.FARMING),
    ("เกษตร", Category.FARMING), ("livelihood", Category.LIVELIHOOD), ("recovery", Category.LIVELIHOOD),
    ("อาชีพ", Category.LIVELIHOOD), ("รายได้", Category.LIVELIHOOD), ("protection", Category.SAFETY),
    ("disaster", Category.SAFETY), ("safety", Category.SAFETY), ("shelter", Category.SAFETY),
    ("ภัยพิบัติ", Category.SAFETY), ("ภัย", Category.SAFETY),
)  # fmt: skip
"""A word of others' themes (clusters of OCHA, sectors of our ministries), and under which of ours it stands."""
LACKING = "lacking"
STATUS_WORDS = {
    LACKING: ("lacking", "need", "gap", "unmet", "ขาด", "ยังไม่มีใครทำ"),
    Status.PLANNED: ("planned", "pipeline", "plan", "upcoming", "วางแผน", "เตรียมการ", "ยังไม่เริ่ม"),
    Status.ONGOING: ("ongoing", "goingon", "inprogress", "implementation", "active", "started", "กำลังทำ",
                     "กำลังดำเนินการ", "อยู่ระหว่างดำเนินการ"),
    Status.DONE: ("finished", "completed", "complete", "done", "closed", "เสร็จ", "เสร็จแล้ว", "แล้วเสร็จ", "เสร็จสิ้น"),
}  # fmt: skip


def status_label(status: str) -> str:
    """How a row or a gap stands, in the reader's language."""
    return _t("lacking: nobody does it yet") if status == LACKING else str(Status(status).label)


@cache
def _own_themes() -> dict[str, Category]:
    found = {category.value: category for category in Category}
    for language in ("th", "en"):
        with override(language):
            found |= {bare(str(category.label)): category for category in Category}
    return found


@cache
def _own_statuses() -> dict[str, str]:
    found = {bare(word): status for status, words in STATUS_WORDS.items() for word in words}
    for language in ("th", "en"):
        with override(language):
            found |= {bare(status_label(status)): status for status in STATUS_WORDS}
    return found


def theme_of(words: str) -> Category:
    """Under which of our themes others' words stand. Not one of them: other."""
    own = _own_themes().get(bare(words))
    if own is not None:
        return own
    return next((theme for word, theme in THEME_WORDS if word in words.lower()), Category.OTHER)


# ------------------------------------------------------------------------------------------- out


def tags() -> list[str]:
    """The second row of the sheet."""
    return [column.tag for column in COLUMNS]


def headings() -> list[Column]:
    """The first row, in the reader's language."""
    return [Column(str(column.title), column.kind) for column in COLUMNS]


def _names(bodies: Iterable[Body]) -> str:
    return BETWEEN.join(body.name for body in bodies)


def source_words(one: Row | Gap, language: str) -> str:
    """Where we know it from."""
    if one.told is None:
        return _t("from our record")
    return told_words(one, language)


def told_words(one: Row | Gap, language: str) -> str:
    """Whose word an activity from outside is."""
    told = one.told
    if told is None:
        return ""
    return _t("told by %(organisation)s, %(file)s, %(day)s") % {
        "organisation": told.organisation, "file": told.file, "day": thai_dates.short(told.on, language),
    }  # fmt: skip


def cells_of(one: Row | Gap, language: str) -> list[Cell]:
    """A row or a gap as it stands in the file. Dates are those of machines: 2026-12-01."""
    is_gap = isinstance(one, Gap)
    code = one.place.code
    said: dict[str, Cell] = {
        "id": one.id,
        "theme": one.theme_words or str(Category(one.theme).label),
        "what": one.what,
        "changwat": code[:2],
        "amphoe": code[:4],
        "tambon": code[:6],
        "village": code if len(code) == 8 else "",
        "village_name": one.place.label if one.place.village_id else "",
        "status": status_label(LACKING if is_gap else one.status),  # type: ignore[union-attr]
        "for_whom": one.for_whom,
        "targeted": one.targeted,
        "need": one.lacking,
        "source": source_words(one, language),
    }
    if isinstance(one, Gap):
        said |= {"start": _iso(one.since), "end": _iso(one.until), "need": one.lacking or one.what}
    else:
        said |= {
            "lead": _names(one.lead), "impl": _names(one.impl), "funder": _names(one.funder), "start": _iso(one.start),
            "end": _iso(one.end), "reached": one.reached, "capacity": one.capacity,
        }  # fmt: skip
    cells = [said.get(column.key, "") for column in COLUMNS]
    return [cell.replace("\u00a0", " ") if isinstance(cell, str) else cell for cell in cells]


def lines_of(rows: Iterable[Row], gaps: Iterable[Gap], language: str) -> list[list[Cell]]:
    """What is done, and below it what nobody does."""
    return [*(cells_of(row, language) for row in rows), *(cells_of(gap, language) for gap in gaps)]


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


# ------------------------------------------------------------------------------------------- in

Said = dict[str, str]


def tagged_rows(sheets: Sequence[Cells]) -> list[tuple[int, Said]]:
    """The rows under the hashtags, by what each column means. Raises NoTags, TagsMissing."""
    for sheet in sheets:
        found = hxl.tag_row([row.cells for row in sheet.rows])
        if found is None:
            continue
        at, row_of_tags = found
        places = hxl.find(row_of_tags, READS)
        missing = [pattern for key, pattern in (("what", "#activity"), ("theme", "#sector")) if key not in places]
        if not any(key in places for key in ("village", "village_name", "tambon")):
            missing.append("#adm4+code")
        if not any(key in places for key in ("lead", "impl")):
            missing.append("#org+prog")
        if missing:
            raise TagsMissing(tags=missing)
        sums = {key: _sum_places(row_of_tags, patterns) for key, patterns in SADD.items()}
        rows = []
        for row in sheet.rows[at + 1 :]:
            said = {key: _said(row.cells, columns, key in SEVERAL) for key, columns in places.items()}
            for key, columns in sums.items():
                if key in said and places[key][0] in columns:
                    said[key] = _added(row.cells, columns) if len(columns) > 1 else ""
            # One cell alone is no activity: a note below the table, as our own file has one.
            if sum(bool(words) for words in said.values()) > 1:
                rows.append((row.number, said))
        return rows
    raise NoTags


def _sum_places(row_of_tags: Sequence[hxl.Tag | None], patterns: Iterable[str]) -> tuple[int, ...]:
    found = hxl.find(row_of_tags, {pattern: (pattern,) for pattern in patterns})
    return tuple(columns[0] for columns in found.values())


def _said(cells: Sequence[str], columns: tuple[int, ...], several: bool) -> str:
    """What stands in the first column that fits and is not empty; organisations in several columns are several."""
    words = [cells[place] for place in columns if place < len(cells) and cells[place]]
    return BETWEEN.join(words) if several else words[0] if words else ""


def _added(cells: Sequence[str], columns: tuple[int, ...]) -> str:
    numbers = [count_of(cells[place]) if place < len(cells) else None for place in columns]
    return "" if all(number is None for number in numbers) else str(sum(number or 0 for number in numbers))


def count_of(words: str) -> int | None:
    """A number of people in a cell; None for none. Raises ValueError for words."""
    plain = re.sub(r"[\s,]|คน|ราย$", "", to_arabic(words))
    if plain in ("", "-", "–"):
        return None
    if not re.fullmatch(r"\d{1,8}(?:\.0+)?", plain):
        raise ValueError(words)
    return int(plain.split(".")[0])


def day_of(words: str, *, is_last: bool) -> date | None:
    """A day in a cell; of a month its first or last. Raises NotADate."""
    if not words.strip() or words.strip() in ("-", "–"):
        return None
    month = re.fullmatch(r"(\d{4})-(\d{1,2})", to_arabic(words.strip()))
    if month and 1 <= int(month[2]) <= 12:
        first = thai_dates.parse(f"{month[1]}-{int(month[2]):02}-01")
        return first.replace(day=calendar.monthrange(first.year, first.month)[1]) if is_last else first
    return thai_dates.parse(words)


@dataclass(frozen=True, slots=True)
class Villages:
    """The villages of an office, as rows of a list name them."""

    by_code: Mapping[str, Village]
    by_moo: Mapping[int, Village]
    tambons: frozenset[str]

    @classmethod
    def of(cls, villages: Iterable[Village], area: str) -> Villages:
        """Of a steward's villages. Two villages of one moo number (in two tambons) are named by code only."""
        by_code = {village.area_id: village for village in villages}
        moos = [village.moo for village in by_code.values()]
        by_moo = {village.moo: village for village in by_code.values() if moos.count(village.moo) == 1}
        return cls(by_code, by_moo, frozenset({code[:6] for code in by_code} | {area[:6]}))


class Elsewhere(Exception):
    """The row is about another tambon: it is passed over."""


def village_of(said: Said, villages: Villages) -> Village | None:
    """Where a row is: one of our villages, or None for the whole tambon. Raises Elsewhere, ValueError (a sentence)."""
    codes = [_code(said.get(key, "")) for key in ("village", "tambon", "amphoe", "changwat")]
    for code in codes:
        if code and not any(tambon.startswith(code[:6]) or code.startswith(tambon) for tambon in villages.tambons):
            raise Elsewhere
    if codes[0]:
        found = villages.by_code.get(codes[0])
        if found is None:
            raise ValueError(
                _t("There is no village with the code %(code)s here: eight digits, tambon and moo number.")
                % {"code": said["village"][:20]}
            )
        return found
    name = said.get("village_name", "")
    if name:
        found = villages.by_moo.get(moo_of(name) or 0)
        if found is None:
            raise ValueError(
                _t("“%(village)s” is not clear. Write the village's code, or its moo number.") % {"village": name[:40]}
            )
        return found
    if not codes[1]:
        raise ValueError(_t("It is not said where. Write the code of the village, or that of the tambon."))
    return None


def _code(words: str) -> str:
    return re.sub(r"[^0-9]", "", to_arabic(words))


YEARS_BACK, YEARS_AHEAD = 30, 20
"""No activity that somebody tells of today is older, or goes on longer: the year was mistyped."""


def check(villages: Villages, said: Said, *, today: date) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """A row's values, and (column, sentence) for each thing that is wrong with it. Raises Elsewhere."""
    wrong: list[tuple[str, str]] = []
    village = None
    try:
        village = village_of(said, villages)
    except ValueError as problem:
        wrong.append(("village", str(problem)))
    for key, limit in LIMITS.items():
        if len(said.get(key, "")) > limit:
            wrong.append((key, _t("More than %(limit)d characters. Shorten it.") % {"limit": limit}))
    days: dict[str, date | None] = {"start": None, "end": None}
    for key in days:
        try:
            days[key] = day_of(said.get(key, ""), is_last=key == "end")
        except thai_dates.NotADate:
            wrong.append((key, _t("“%(day)s” is not a day. Write it as 2026-12-01.") % {"day": said[key][:30]}))
            continue
        day = days[key]
        if day and not today.year - YEARS_BACK <= day.year <= today.year + YEARS_AHEAD:
            wrong.append((key, _t("“%(day)s” cannot be: look at the year.") % {"day": said[key][:30]}))
    if days["start"] and days["end"] and days["end"] < days["start"]:
        wrong.append(("end", _t("It ends before it begins.")))
    counts: dict[str, int | None] = {"targeted": None, "reached": None}
    for key in counts:
        try:
            counts[key] = count_of(said.get(key, ""))
        except ValueError:
            wrong.append((key, _t("“%(count)s” is not a number of people.") % {"count": said[key][:30]}))
    bodies = [name for key in ("lead", "impl", "funder") for name in split_names(said.get(key, ""))]
    need = said.get("need", "")
    status = _own_statuses().get(bare(said.get("status", "")), "")
    if not bodies and not need:
        wrong.append(("lead", _t("It is not said who does it.")))
    if not said.get("what"):
        wrong.append(("what", _t("It is not said what is done.")))
    if not said.get("theme"):
        wrong.append(("theme", _t("It is not said what it is about, for example: water.")))
    start, end = days["start"], days["end"]
    first = start or end
    is_ours = read_id(said.get("id", "")) is not None  # what was given for a day to come has its count in our own list
    if counts["reached"] and first and first > today and status != Status.ONGOING and not is_ours:
        facts = {"n": counts["reached"], "day": thai_dates.long(first, (get_language() or "th")[:2])}
        wrong.append(("reached", _t("%(n)s people cannot be reached yet: it is on %(day)s.") % facts))
    return {
        "id": said.get("id", ""),
        "what": said.get("what", ""),
        "theme": theme_of(said.get("theme", "")).value,
        "theme_words": said.get("theme", ""),
        "village": village,
        "lead": said.get("lead", ""),
        "implementers": BETWEEN.join(split_names(said.get("impl", ""))),
        "funder": BETWEEN.join(split_names(said.get("funder", ""))),
        "from_on": start,
        "until_on": end,
        "status": "" if status == LACKING else status,
        "for_whom": said.get("for_whom", ""),
        **counts,
        "capacity": said.get("capacity", ""),
        "lacking": need,
    }, wrong
