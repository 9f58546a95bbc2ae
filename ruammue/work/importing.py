"""A list of who can do what, as offices have it in Excel: one row a person (or organisation) and their skills.

Words are looked up in the vocabulary; a word that is none of it for certain is answered with what is near, never
guessed. Nobody is added to the list of people by it: whoever is unknown is named, and entered there first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from ruammue.foundation import thai_names
from ruammue.foundation.refusals import Refusal, sentence_for
from ruammue.foundation.thai_digits import to_arabic
from ruammue.ledger.who import Who
from ruammue.people.imports import Cells, Fate, ImportColumn, Importer, Values, bare, moo_of
from ruammue.people.models import Acquaintance, Affiliation, ImportBatch, Organisation, Person
from ruammue.places.models import Steward
from ruammue.work.actions.skills import known_skills, say_skill
from ruammue.work.models import Competence
from ruammue.work.queries.skills import level_words
from ruammue.work.refusals import SkillUnknown
from ruammue.work.skills import LEVELS, SAME, Skill, recognise, search

COLUMNS = (
    ImportColumn(
        "name", _("name"), ("ชื่อ-สกุล", "ชื่อนามสกุล", "ชื่อ", "รายชื่อ", "ชื่อองค์กร", "หน่วยงาน", "name"), is_required=True
    ),
    ImportColumn("village", _("village (moo)"), ("หมู่ที่", "หมู่", "หมู่บ้าน", "moo", "village")),
    ImportColumn(
        "skill", _("what they can do"), ("ความถนัด", "ทักษะ", "ความสามารถ", "ทำอะไรได้", "ถนัด", "skill"), is_required=True
    ),
    ImportColumn("level", _("how well, 1 to 5"), ("ระดับ", "ระดับความถนัด", "level")),
)
SEVERAL = re.compile(r"\s*[,;|/\n·•]\s*")
"""What lies between the skills of one cell."""
USUAL = 2


@dataclass(frozen=True, slots=True)
class Prepared:
    """What every row is held against: read once."""

    skills: dict[str, Skill]
    people: dict[str, list[tuple[Person, int | None]]]
    organisations: dict[str, Organisation]


def prepare(steward: Steward) -> Prepared:
    """The vocabulary, the people on our list by name, the organisations that we work with. Three statements."""
    people: dict[str, list[tuple[Person, int | None]]] = {}
    known = Acquaintance.objects.of(steward).filter(person__anonymised_at=None).select_related("person", "village")
    for row in known.order_by("person__sort_key", "id"):
        key = bare(f"{row.person.given_name}{row.person.family_name}")
        people.setdefault(key, []).append((row.person, row.village.moo if row.village else None))
    ties = Affiliation.objects.of(steward).values("organisation_id")
    bodies = Organisation.objects.filter(area__code__begins=steward.area_id).values("pk").union(ties)
    organisations = {bare(row.name): row for row in Organisation.objects.filter(pk__in=bodies)}
    return Prepared(known_skills(steward), people, organisations)


def check(prepared: Prepared, said: Cells) -> tuple[Values, list[tuple[str, str]]]:
    """A row: whom it means, what they can do, how well."""
    wrong: list[tuple[str, str]] = []
    person, organisation = _whom(prepared, said, wrong)
    codes: list[str] = []
    for word in (word for word in SEVERAL.split(said.get("skill", "").strip()) if word):
        found = prepared.skills.get(word) or recognise(word, prepared.skills, least=SAME)
        if found is None:
            near = tuple(search(word, prepared.skills, most=3))
            unknown = _t(
                "“%(word)s” is not on the list of skills. Write another word, or put it there on a person's page."
            )
            words = sentence_for(SkillUnknown(word=word[:40], near=near)) if near else unknown % {"word": word[:40]}
            wrong.append(("skill", words))
        elif found.code not in codes:
            codes.append(found.code)
    if not codes and not wrong:
        wrong.append(("skill", _t("Nothing stands here that they can do.")))
    level = _level(said.get("level", ""))
    if level is None:
        words = _t("“%(level)s” is not a level. Write 1 to 5, or leave it empty.")
        wrong.append(("level", words % {"level": said["level"][:40]}))
    return {"person": person, "organisation": organisation, "codes": codes, "level": level or USUAL}, wrong


def _whom(prepared: Prepared, said: Cells, wrong: list[tuple[str, str]]) -> tuple[Person | None, Organisation | None]:
    typed = said.get("name", "").strip()
    if not typed:
        wrong.append(("name", _t("The name is missing.")))
        return None, None
    if bare(typed) in prepared.organisations:
        return None, prepared.organisations[bare(typed)]
    name = thai_names.split(typed)
    found = prepared.people.get(bare(f"{name.given}{name.family}"), [])
    moo = moo_of(said.get("village", "")) if said.get("village") else None
    if moo is not None:
        found = [row for row in found if row[1] in (moo, None)]
    if not found:
        words = _t("“%(name)s” is not on our list yet. Enter them there first, or mend the name.")
        wrong.append(("name", words % {"name": typed[:60]}))
        return None, None
    if len(found) > 1:
        wrong.append(
            ("village", _t("Several are called “%(name)s”. Write the moo of the one you mean.") % {"name": typed[:60]})
        )
        return None, None
    return found[0][0], None


def _level(text: str) -> int | None:
    """A level in digits or in our words; 0 where nothing is said."""
    plain = to_arabic(text).strip()
    if not plain:
        return 0
    if plain.isdecimal() and int(plain) in LEVELS:
        return int(plain)
    return next((level for level in LEVELS if bare(str(level_words(level))) == bare(plain)), None)


def weigh(steward: Steward, rows: Sequence[Values]) -> list[Fate]:
    """New where a skill is said for the first time, changed where another level is said."""
    said = {
        (row.person_id or row.organisation_id, row.skill): row.said_level
        for row in Competence.objects.of(steward).filter(taken_back_at=None)
    }
    fates: list[Fate] = []
    for values in rows:
        who = (values["person"] or values["organisation"]).pk
        before = [said.get((who, code)) for code in values["codes"]]
        fates.append("new" if None in before else "same" if set(before) == {values["level"]} else "changed")
    return fates


def apply(steward: Steward, rows: Sequence[Values], by: Who) -> None:
    """Say each of them, as if somebody who knows them had typed it. What a person took back is not said again."""
    for values, fate in zip(rows, weigh(steward, rows), strict=True):
        if fate == "same":
            continue
        for code in values["codes"]:
            try:
                say_skill(
                    steward, code, level=values["level"], person=values["person"],
                    organisation=values["organisation"], by=by,  # type: ignore[arg-type]
                )  # fmt: skip
            except Refusal:
                continue


def title_of(values: Values) -> str:
    """How a row is called in the preview."""
    who: Any = values["person"] or values["organisation"]
    from ruammue.work.skills import vocabulary

    words = vocabulary()
    return f"{who.name}: {' · '.join(words[code].thai if code in words else code for code in values['codes'])}"


IMPORTER = Importer(
    ImportBatch.Kind.SKILLS.value, _("who can do what"), COLUMNS, prepare, check, weigh, apply, title_of
)
