"""Sheets that an office has, read into the house: a registry of importers, and how columns are guessed.

    register(Importer(kind="projects", label=_("project list"), columns=(...), prepare=..., check=..., ...))

Another room registers its kind in apps.ready(); the pages and the command of this room serve it. A row is a dict
column key -> tidy text (blanks trimmed, Thai digits in numbers made Arabic, citizen ids masked). `check` judges one
row; `weigh` says what each good row would do (new, changed, same) and `apply` does it, once, in the door's
transaction. Rows are recognised again by what they say, so the same list twice changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from ruammue.foundation import thai_names
from ruammue.foundation.citizen_id import MASK
from ruammue.foundation.levels import Sector
from ruammue.foundation.refusals import sentence_for
from ruammue.foundation.thai_digits import to_arabic
from ruammue.ledger.who import Who
from ruammue.people.juristic import is_juristic
from ruammue.people.models import Acquaintance, Affiliation, Organisation, Person
from ruammue.people.refusals import ColumnMissing, ColumnTwice, NoImporter
from ruammue.places.models import Steward, Village

Cells = Mapping[str, str]
Values = dict[str, Any]
Fate = Literal["new", "changed", "same"]
NOT_USED = ""


@dataclass(frozen=True, slots=True)
class ImportColumn:
    """One thing a row may say. `synonyms`: how offices write it in a header, without blanks and dots."""

    key: str
    label: str | Promise
    synonyms: tuple[str, ...] = ()
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one row, as a sentence in the reader's language. `column` is a column's key or empty."""

    row: int
    column: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Importer:
    """How one kind of list is read. `kind` is one of `ImportBatch.Kind`."""

    kind: str
    label: str | Promise
    columns: tuple[ImportColumn, ...]
    prepare: Callable[[Steward], Any]
    check: Callable[[Any, Cells], tuple[Values, list[tuple[str, str]]]]
    """(prepared, cells) -> values, and (column key, sentence) for each thing that is wrong."""
    weigh: Callable[[Steward, Sequence[Values]], list[Fate]]
    apply: Callable[[Steward, Sequence[Values], Who], None]
    """Writes the rows whose fate is not `same`. Runs in the caller's transaction."""
    title_of: Callable[[Values], str] = field(default=lambda values: str(next(iter(values.values()), "")))


_importers: dict[str, Importer] = {}


def register(importer: Importer) -> None:
    """Make a kind of list importable. A second importer of one kind is a mistake: ValueError."""
    if importer.kind in _importers:
        raise ValueError(importer.kind)
    _importers[importer.kind] = importer


def importer_for(kind: str) -> Importer:
    """The importer of a kind. Raises NoImporter."""
    if kind not in _importers:
        raise NoImporter(kind=kind)
    return _importers[kind]


def importers() -> list[Importer]:
    """All that can be imported, in the order of registration."""
    return list(_importers.values())


# ------------------------------------------------------------------------------------------- columns


def bare(text: str) -> str:
    """A header as it is compared: without blanks, dots, brackets and the like, in lower case."""
    return re.sub(r"[\s.()/\\\-_:*\"'“”]", "", text).lower()


def guess(importer: Importer, headers: Sequence[str]) -> dict[str, int]:
    """Column key -> place in the sheet, for headers that say it. An exact word wins over one that only contains it."""
    found: dict[str, int] = {}
    plain = [bare(header) for header in headers]
    for exact in (True, False):
        for column in importer.columns:
            if column.key in found:
                continue
            for word in (bare(word) for word in column.synonyms):
                place = next(
                    (
                        at
                        for at, header in enumerate(plain)
                        if at not in found.values() and header and (header == word if exact else word in header)
                    ),
                    None,
                )
                if place is not None:
                    found[column.key] = place
                    break
    return found


def check_mapping(importer: Importer, headers: Sequence[str], mapping: Mapping[str, int]) -> None:
    """Raises ColumnMissing or ColumnTwice."""
    for column in importer.columns:
        if column.is_required and column.key not in mapping:
            raise ColumnMissing(column=str(column.label))
    places = list(mapping.values())
    for place in places:
        if places.count(place) > 1:
            raise ColumnTwice(header=headers[place])


@dataclass(frozen=True, slots=True)
class Reading:
    """All rows of a sheet as judged: the good ones' values, and every problem, by Excel row number."""

    values: tuple[Values, ...]
    numbers: tuple[int, ...]
    fates: tuple[Fate, ...]
    problems: tuple[Problem, ...]

    def count(self, fate: Fate) -> int:
        """How many rows have this fate."""
        return self.fates.count(fate)

    @property
    def bad_rows(self) -> int:
        """How many rows have something to mend."""
        return len({problem.row for problem in self.problems})


def read_rows(
    importer: Importer, steward: Steward, rows: Sequence[tuple[int, Sequence[str]]], mapping: Mapping[str, int]
) -> Reading:
    """Judge every row; weigh them if all are good. Rows that say nothing in the chosen columns are passed over.

    A row that says exactly what an earlier one said is passed over as well; that is what copied lists look like.
    """
    prepared = importer.prepare(steward)
    values: list[Values] = []
    numbers: list[int] = []
    problems: list[Problem] = []
    seen: set[tuple[str, ...]] = set()
    for number, cells in rows:
        said = {key: cells[place] for key, place in mapping.items() if place < len(cells)}
        key = tuple(said.get(column.key, "") for column in importer.columns)
        if not any(key) or key in seen:
            continue
        seen.add(key)
        row, wrong = importer.check(prepared, said)
        problems += [Problem(number, column, sentence) for column, sentence in wrong]
        if not wrong:
            values.append(row)
            numbers.append(number)
    fates: list[Fate] = importer.weigh(steward, values) if not problems else ["new" for _value in values]
    return Reading(tuple(values), tuple(numbers), tuple(fates), tuple(problems))


# ------------------------------------------------------------------------------------------- plain cells


def phone_of(text: str) -> str | None:
    """A telephone number from a cell, as bare digits; "" for nothing, None if it is none.

    Excel eats the leading zero of a number: nine digits that begin with 6, 8 or 9 get it back. Of several
    numbers in one cell the first counts.
    """
    first = re.split(r"[,;/]|หรือ", to_arabic(text))[0]
    digits = re.sub(r"[\s().\-+]", "", first)
    if digits.startswith("66") and len(digits) in (10, 11):
        digits = "0" + digits[2:]
    if not digits:
        return ""
    if not digits.isdecimal():
        return None
    if len(digits) == 9 and digits[0] in "689":
        digits = "0" + digits
    if len(digits) == 8 and digits[0] in "2345":
        digits = "0" + digits
    return digits if len(digits) in (9, 10) and digits[0] == "0" else None


def moo_of(text: str) -> int | None:
    """The moo number in "3", "หมู่ 3", "ม.3", "หมู่ที่ 3 บ้านดอนแดง"; None if there is none."""
    match = re.search(r"(?:หมู่ที่|หมู่|ม\.?)?\s*(\d{1,2})", to_arabic(text))
    return int(match[1]) if match else None


_SAID_TOO_LONG = _("“%(label)s” is too long (up to %(limit)d characters).")


def _too_long(said: Cells, limits: Mapping[str, tuple[str | Promise, int]]) -> list[tuple[str, str]]:
    return [
        (key, str(_SAID_TOO_LONG) % {"label": label, "limit": limit})
        for key, (label, limit) in limits.items()
        if len(said.get(key, "")) > limit
    ]


# ------------------------------------------------------------------------------------------- people

PEOPLE_COLUMNS = (
    ImportColumn("prefix", _("title before the name"), ("คำนำหน้า", "คำนำหน้าชื่อ", "คำนำหน้านาม", "title", "prefix")),
    ImportColumn(
        "name",
        _("name"),
        ("ชื่อ-สกุล", "ชื่อนามสกุล", "ชื่อสกุล", "ชื่อและนามสกุล", "ชื่อ", "รายชื่อ", "ชื่อตัว", "fullname", "name"),
        is_required=True,
    ),
    ImportColumn("family_name", _("family name"), ("นามสกุล", "สกุล", "ชื่อสกุล", "surname", "lastname")),
    ImportColumn(
        "phone",
        _("telephone"),
        ("โทรศัพท์", "เบอร์โทร", "เบอร์โทรศัพท์", "โทร", "เบอร์", "มือถือ", "หมายเลขโทรศัพท์", "phone", "tel"),
    ),
    ImportColumn("village", _("village (moo)"), ("หมู่ที่", "หมู่", "หมู่บ้าน", "ม", "บ้าน", "ชุมชน", "moo", "village")),
    ImportColumn("email", _("e-mail"), ("อีเมล", "อีเมล์", "email", "mail")),
)


def _people_villages(steward: Steward) -> dict[int, Village]:
    return {village.moo: village for village in Village.objects.of(steward)}


def not_a_name(column: str, name: str) -> list[tuple[str, str]]:
    """What is wrong with a person's name, if anything: the same rule as in every form."""
    try:
        thai_names.check(name)
    except thai_names.NotAName as refusal:
        return [(column, sentence_for(refusal))]
    return []


def check_person(villages: Mapping[int, Village], said: Cells) -> tuple[Values, list[tuple[str, str]]]:
    """A row of a list of people."""
    wrong: list[tuple[str, str]] = []
    name = thai_names.split(f"{said.get('prefix', '')}{said.get('name', '')} {said.get('family_name', '')}".strip())
    if not said.get("name") or not name.given:
        wrong.append(("name", _t("The name is missing.")))
    elif MASK in said["name"]:
        wrong.append(("name", _t("A citizen number stands in the place of the name. We crossed it out.")))
    else:
        wrong += not_a_name("name", name.full)
    if len(name.prefix) > 30 or len(name.given) > 80 or len(name.family) > 80:
        wrong.append(("name", _t("The name is too long.")))
    phone = phone_of(said.get("phone", ""))
    if phone is None:
        wrong.append(
            (
                "phone",
                _t("“%(phone)s” is not a telephone number: 9 or 10 digits, beginning with 0.")
                % {"phone": said["phone"][:40]},
            )
        )
    village = None
    if said.get("village"):
        moo = moo_of(said["village"])
        village = villages.get(moo) if moo is not None else None
        if village is None:
            wrong.append(
                (
                    "village",
                    _t("There is no village “%(village)s” here. Write its moo number, for example 3.")
                    % {"village": said["village"][:40]},
                )
            )
    email = said.get("email", "").lower()
    if email and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", email):
        wrong.append(("email", _t("“%(email)s” is not an e-mail address.") % {"email": email[:40]}))
    values = {
        "prefix": name.prefix,
        "given_name": name.given,
        "family_name": name.family,
        "phone": phone or "",
        "email": email,
        "village": village,
    }
    return values, wrong


def _person_key(given: str, family: str, village_id: Any) -> tuple[str, str, Any]:
    return given, family, village_id


def _match_people(steward: Steward, rows: Sequence[Values]) -> list[tuple[Fate, Person | None, Acquaintance | None]]:
    """Each row with the person it means: same given and family name and village (or the only one without village)."""
    known: dict[tuple[str, str, Any], Acquaintance] = {}
    for row in Acquaintance.objects.of(steward).filter(person__anonymised_at=None).select_related("person"):
        known.setdefault(_person_key(row.person.given_name, row.person.family_name, row.village_id), row)
    fates: list[tuple[Fate, Person | None, Acquaintance | None]] = []
    fresh: set[tuple[str, str, Any]] = set()
    for values in rows:
        village_id = values["village"].pk if values["village"] else None
        key = _person_key(values["given_name"], values["family_name"], village_id)
        match = known.get(key) or known.get(_person_key(key[0], key[1], None))
        if match is None:
            # The second of two rows that mean one new person adds nobody.
            fates.append(("same" if key in fresh else "new", None, None))
            fresh.add(key)
            continue
        person = match.person
        differs = any(values[name] and values[name] != getattr(person, name) for name in ("prefix", "phone", "email"))
        differs = differs or (village_id is not None and match.village_id != village_id)
        fates.append(("changed" if differs else "same", person, match))
    return fates


def weigh_people(steward: Steward, rows: Sequence[Values]) -> list[Fate]:
    """What each row would do."""
    return [fate for fate, _person, _known in _match_people(steward, rows)]


def apply_people(steward: Steward, rows: Sequence[Values], by: Who) -> None:
    """Add the new ones, fill in what the list knows better of the others. Never empties a field."""
    new: list[Person] = []
    places: list[Acquaintance] = []
    changed: dict[Any, Person] = {}
    moved: dict[Any, Acquaintance] = {}
    for values, (fate, person, known) in zip(rows, _match_people(steward, rows), strict=True):
        if fate == "new":
            made = Person(**{name: values[name] for name in ("prefix", "given_name", "family_name", "phone", "email")})
            made.sort_key = thai_names.sort_key(f"{made.given_name} {made.family_name}".strip())
            new.append(made)
            places.append(Acquaintance(steward=steward, person=made, village=values["village"]))
        elif fate == "changed" and person is not None and known is not None:
            for name in ("prefix", "phone", "email"):
                if values[name] and values[name] != getattr(person, name):
                    setattr(person, name, values[name])
                    changed[person.pk] = person
            if values["village"] and known.village_id != values["village"].pk:
                known.village = values["village"]
                moved[known.pk] = known
    Person.objects.bulk_create(new, batch_size=500)
    Acquaintance.objects.bulk_create(places, batch_size=500)
    Person.objects.bulk_update(changed.values(), ["prefix", "phone", "email"], batch_size=200)
    Acquaintance.objects.bulk_update(moved.values(), ["village"], batch_size=200)


# ------------------------------------------------------------------------------------------- partners

PARTNER_COLUMNS = (
    ImportColumn(
        "name",
        _("name of the organisation"),
        ("ชื่อหน่วยงาน", "หน่วยงาน", "ชื่อองค์กร", "องค์กร", "ชื่อภาคี", "ภาคี", "ชื่อกลุ่ม", "ชื่อ", "organisation", "name"),
        is_required=True,
    ),
    ImportColumn("sector", _("sector"), ("ภาคส่วน", "ภาค", "sector")),
    ImportColumn("kind", _("kind"), ("ประเภท", "ชนิด", "ประเภทหน่วยงาน", "kind", "type")),
    ImportColumn(
        "juristic_id",
        _("juristic number"),
        ("เลขนิติบุคคล", "เลขทะเบียนนิติบุคคล", "ทะเบียนนิติบุคคล", "เลขผู้เสียภาษี", "juristicid"),
    ),
    ImportColumn(
        "phone", _("telephone"), ("โทรศัพท์ของหน่วยงาน", "โทรศัพท์", "เบอร์โทร", "เบอร์โทรศัพท์", "โทร", "phone", "tel")
    ),
    ImportColumn("address", _("address"), ("ที่อยู่", "ที่ตั้ง", "address")),
    ImportColumn("contact", _("contact person"), ("ผู้ประสานงาน", "ผู้ประสาน", "ผู้แทน", "ชื่อผู้ประสาน", "ผู้ติดต่อ", "contact")),
    ImportColumn("contact_phone", _("contact's telephone"), ("โทรผู้ประสาน", "เบอร์ผู้ประสาน", "เบอร์ผู้ติดต่อ", "ผู้ประสานโทร")),
)
# Words that offices write for the seed's four sectors, and for kinds; the first that occurs in the cell or name counts.
SECTOR_WORDS: tuple[tuple[str, str], ...] = (
    ("เอกชน", Sector.PRIVATE),
    ("ธุรกิจ", Sector.PRIVATE),
    ("ประชาสังคม", Sector.CIVIL),
    ("มูลนิธิ", Sector.CIVIL),
    ("สมาคม", Sector.CIVIL),
    ("ศาสน", Sector.CIVIL),
    ("วัด", Sector.CIVIL),
    ("ประชาชน", Sector.CITIZEN),
    ("ชุมชน", Sector.CITIZEN),
    ("ชาวบ้าน", Sector.CITIZEN),
    ("รัฐ", Sector.STATE),
    ("ราชการ", Sector.STATE),
    ("ท้องถิ่น", Sector.STATE),
    ("private", Sector.PRIVATE),
    ("civil", Sector.CIVIL),
    ("citizen", Sector.CITIZEN),
    ("state", Sector.STATE),
)
_Kind = Organisation.Kind
KIND_WORDS: tuple[tuple[str, str, str], ...] = (
    ("รพ.สต", _Kind.CLINIC, Sector.STATE),
    ("โรงพยาบาลส่งเสริมสุขภาพ", _Kind.CLINIC, Sector.STATE),
    ("โรงพยาบาล", _Kind.HOSPITAL, Sector.STATE),
    ("มหาวิทยาลัย", _Kind.UNIVERSITY, Sector.STATE),
    ("วิทยาลัย", _Kind.UNIVERSITY, Sector.STATE),
    ("โรงเรียน", _Kind.SCHOOL, Sector.STATE),
    ("ศูนย์พัฒนาเด็ก", _Kind.SCHOOL, Sector.STATE),
    ("วัด", _Kind.TEMPLE, Sector.CIVIL),
    ("สำนักสงฆ์", _Kind.TEMPLE, Sector.CIVIL),
    ("มัสยิด", _Kind.TEMPLE, Sector.CIVIL),
    ("กองทุนหมู่บ้าน", _Kind.VILLAGE_FUND, Sector.CITIZEN),
    ("กองทุน", _Kind.FUND, Sector.CIVIL),
    ("วิสาหกิจชุมชน", _Kind.ENTERPRISE, Sector.CITIZEN),
    ("สหกรณ์", _Kind.COOPERATIVE, Sector.CIVIL),
    ("ธนาคาร", _Kind.BANK, Sector.PRIVATE),
    ("ธ.ก.ส", _Kind.BANK, Sector.STATE),
    ("มูลนิธิ", _Kind.FOUNDATION, Sector.CIVIL),
    ("สมาคม", _Kind.FOUNDATION, Sector.CIVIL),
    ("คณะกรรมการหมู่บ้าน", _Kind.VILLAGE_COMMITTEE, Sector.CITIZEN),
    ("อสม", _Kind.VOLUNTEER_CLUB, Sector.CITIZEN),
    ("ชมรม", _Kind.GROUP, Sector.CITIZEN),
    ("กลุ่ม", _Kind.GROUP, Sector.CITIZEN),
    ("บริษัท", _Kind.FIRM, Sector.PRIVATE),
    ("ห้างหุ้นส่วน", _Kind.FIRM, Sector.PRIVATE),
    ("หจก", _Kind.FIRM, Sector.PRIVATE),
    ("ร้าน", _Kind.FIRM, Sector.PRIVATE),
    ("โรงสี", _Kind.FIRM, Sector.PRIVATE),
    ("อบต", _Kind.LOCAL_GOVERNMENT, Sector.STATE),
    ("องค์การบริหารส่วน", _Kind.LOCAL_GOVERNMENT, Sector.STATE),
    ("เทศบาล", _Kind.LOCAL_GOVERNMENT, Sector.STATE),
    ("อบจ", _Kind.LOCAL_GOVERNMENT, Sector.STATE),
    ("สำนักงาน", _Kind.AGENCY, Sector.STATE),
    ("ที่ว่าการ", _Kind.AGENCY, Sector.STATE),
    ("สถานี", _Kind.AGENCY, Sector.STATE),
)


def sector_and_kind(sector: str, kind: str, name: str) -> tuple[str, str]:
    """(sector, kind) as codes, from the cells and, where they say nothing, from the name. ("", ...) if unclear."""
    by_label = {str(label): code for code, label in Organisation.Kind.choices}
    found_kind, implied = "", ""
    for words in (kind, name):
        if words in by_label:
            found_kind = by_label[words]
            implied = next((s for _w, k, s in KIND_WORDS if k == found_kind), "")
        for word, code, of_sector in KIND_WORDS:
            if not found_kind and word in words:
                found_kind, implied = code, of_sector
        if found_kind:
            break
    said = next((code for word, code in SECTOR_WORDS if word in sector), "") if sector else ""
    return said or ("" if sector else implied), found_kind or _Kind.OTHER


def check_partner(_prepared: Any, said: Cells) -> tuple[Values, list[tuple[str, str]]]:
    """A row of a list of partners."""
    wrong = _too_long(
        said,
        {
            "name": (_("name of the organisation"), 160),
            "address": (_("address"), 200),
            "contact": (_("contact person"), 160),
        },
    )
    if not said.get("name"):
        wrong.append(("name", _t("The name is missing.")))
    sector, kind = sector_and_kind(said.get("sector", ""), said.get("kind", ""), said.get("name", ""))
    if not sector:
        wrong.append(
            (
                "sector",
                _t("The sector is not clear. Write one of: รัฐ, เอกชน, ประชาสังคม, ประชาชน."),
            )
        )
    juristic = re.sub(r"[\s\-]", "", to_arabic(said.get("juristic_id", "")))
    if juristic and MASK in said["juristic_id"]:
        wrong.append(
            ("juristic_id", _t("This is a person's citizen number, not a juristic number. We crossed it out."))
        )
    elif juristic:
        # Excel eats the leading zero of a number here, too.
        juristic = juristic.zfill(13) if juristic.isdecimal() and len(juristic) == 12 else juristic
        if not is_juristic(juristic):
            wrong.append(
                (
                    "juristic_id",
                    _t("“%(number)s” is not a juristic number: 13 digits beginning with 0, and the last one fits.")
                    % {"number": said["juristic_id"][:40]},
                )
            )
    for key in ("phone", "contact_phone"):
        if phone_of(said.get(key, "")) is None:
            wrong.append(
                (
                    key,
                    _t("“%(phone)s” is not a telephone number: 9 or 10 digits, beginning with 0.")
                    % {"phone": said[key][:40]},
                )
            )
    wrong += not_a_name("contact", said.get("contact", ""))
    values = {
        "name": said.get("name", ""),
        "sector": sector,
        "kind": kind,
        "juristic_id": juristic,
        "phone": phone_of(said.get("phone", "")) or "",
        "address": said.get("address", ""),
        "contact": said.get("contact", ""),
        "contact_phone": phone_of(said.get("contact_phone", "")) or "",
    }
    return values, wrong


def _known_partners(steward: Steward, rows: Sequence[Values]) -> list[Organisation | None]:
    """The organisation each row means: by juristic number, else by name within our amphoe or listed with us."""
    juristic = [values["juristic_id"] for values in rows if values["juristic_id"]]
    by_number = {o.juristic_id: o for o in Organisation.objects.filter(juristic_id__in=juristic)} if juristic else {}
    near = Organisation.objects.filter(area__code__startswith=steward.area_id[:4])
    by_name: dict[str, Organisation] = {}
    for organisation in near:
        by_name.setdefault(organisation.name, organisation)
    return [by_number.get(values["juristic_id"]) or by_name.get(values["name"]) for values in rows]


_FILLED = ("juristic_id", "phone", "address")


def weigh_partners(steward: Steward, rows: Sequence[Values]) -> list[Fate]:
    """What each row would do."""
    contacts = _contacts(steward)
    fates: list[Fate] = []
    fresh: set[str] = set()
    for values, known in zip(rows, _known_partners(steward, rows), strict=True):
        if known is None:
            fates.append("same" if values["name"] in fresh else "new")
            fresh.add(values["name"])
            continue
        differs = any(values[name] and not getattr(known, name) for name in _FILLED)
        contact = thai_names.split(values["contact"])
        lacks = bool(values["contact"]) and (known.pk, contact.given, contact.family) not in contacts
        fates.append("changed" if differs or lacks else "same")
    return fates


def _contacts(steward: Steward) -> set[tuple[Any, str, str]]:
    return set(
        Affiliation.objects.of(steward)
        .filter(until_on=None)
        .values_list("organisation_id", "person__given_name", "person__family_name")
    )


def apply_partners(steward: Steward, rows: Sequence[Values], by: Who) -> None:
    """Add new bodies (placed in our area), fill empty facts of known ones, and list contact persons with them.

    A fact that is known already is not overwritten: the organisation may belong to others' lists, too.
    """
    from django.utils import timezone

    today = timezone.localdate()
    contacts = _contacts(steward)
    new: dict[str, Organisation] = {}
    filled: dict[Any, Organisation] = {}
    persons: list[Person] = []
    known_persons: list[Acquaintance] = []
    ties: list[Affiliation] = []
    for values, known in zip(rows, _known_partners(steward, rows), strict=True):
        organisation = known or new.get(values["name"])
        if organisation is None:
            organisation = Organisation(
                name=values["name"],
                sector=values["sector"],
                kind=values["kind"],
                juristic_id=values["juristic_id"],
                phone=values["phone"],
                address=values["address"],
                area_id=steward.area_id,
                sort_key=thai_names.sort_key(values["name"]),
            )
            new[values["name"]] = organisation
        elif known is not None:
            for name in _FILLED:
                if values[name] and not getattr(known, name):
                    setattr(known, name, values[name])
                    filled[known.pk] = known
        contact = thai_names.split(values["contact"])
        key = (organisation.pk, contact.given, contact.family)
        if values["contact"] and key not in contacts:
            contacts.add(key)
            person = Person(
                prefix=contact.prefix[:30],
                given_name=contact.given[:80],
                family_name=contact.family[:80],
                phone=values["contact_phone"],
                sort_key=thai_names.sort_key(values["contact"]),
            )
            persons.append(person)
            known_persons.append(Acquaintance(steward=steward, person=person))
            ties.append(Affiliation(steward=steward, person=person, organisation=organisation, from_on=today))
    Organisation.objects.bulk_create(new.values(), batch_size=500)
    Organisation.objects.bulk_update(filled.values(), list(_FILLED), batch_size=200)
    Person.objects.bulk_create(persons, batch_size=500)
    Acquaintance.objects.bulk_create(known_persons, batch_size=500)
    Affiliation.objects.bulk_create(ties, batch_size=500)


def register_own() -> None:
    """The two lists of this room."""
    register(
        Importer(
            "people", _("people"), PEOPLE_COLUMNS, _people_villages, check_person, weigh_people, apply_people,
            lambda v: f"{v['prefix']}{v['given_name']} {v['family_name']}".strip(),
        )
    )  # fmt: skip
    register(
        Importer(
            "partners", _("partners"), PARTNER_COLUMNS, lambda _steward: None, check_partner, weigh_partners,
            apply_partners, lambda v: v["name"],
        )
    )  # fmt: skip
