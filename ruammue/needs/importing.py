"""The office's own project list, as the importer of people's room reads it: kind "projects"."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ruammue.foundation import money
from ruammue.foundation.thai_digits import to_arabic
from ruammue.ledger.who import Who
from ruammue.needs.models import OfficeProject
from ruammue.people.imports import Cells, Fate, ImportColumn, Importer, Values
from ruammue.places.models import Steward

COLUMNS = (
    ImportColumn("number", _("number in the list"), ("ที่", "ลำดับ", "ลำดับที่", "ข้อ", "รหัสโครงการ", "no")),
    ImportColumn(
        "name", _("project"), ("โครงการ", "ชื่อโครงการ", "โครงการ/กิจกรรม", "รายการ", "project"), is_required=True
    ),
    ImportColumn("objective", _("objective"), ("วัตถุประสงค์", "objective")),
    ImportColumn("target", _("target (output)"), ("เป้าหมาย", "เป้าหมาย(ผลผลิตของโครงการ)", "ผลผลิต", "target")),
    ImportColumn("fiscal_year", _("fiscal year"), ("ปีงบประมาณ", "ปี", "พ.ศ.", "year")),
    ImportColumn("budget", _("budget (baht)"), ("งบประมาณ", "งบประมาณ(บาท)", "จำนวนเงิน", "วงเงิน", "budget")),
    ImportColumn("unit", _("responsible unit"), ("หน่วยงานรับผิดชอบ", "หน่วยงานรับผิดชอบหลัก", "ผู้รับผิดชอบ", "กอง", "unit")),
)
_NOT_A_SUM = re.compile(r"[-–—\s]*|ไม่ใช้งบประมาณ|ไม่มีงบประมาณ")


def check_project(_prepared: Any, said: Cells) -> tuple[Values, list[tuple[str, str]]]:
    """One row: its values, and (column, sentence) for what is wrong with it."""
    wrong: list[tuple[str, str]] = []
    name = said.get("name", "")
    if len(name) < 3:
        wrong.append(("name", gettext("The name of the project is missing.")))
    if len(name) > 300:
        wrong.append(
            ("name", gettext("The name of the project has more than 300 characters. Shorten it in the sheet."))
        )
    year = _year(said.get("fiscal_year", ""))
    if said.get("fiscal_year") and year is None:
        wrong.append(
            (
                "fiscal_year",
                gettext("“%(year)s” is not a fiscal year. Write four digits, for example 2570.")
                % {"year": said["fiscal_year"][:40]},
            )
        )
    budget: int | None = None
    if said.get("budget") and not _NOT_A_SUM.fullmatch(said["budget"]):
        try:
            budget = money.parse(said["budget"])
        except money.NotMoney:
            wrong.append(
                (
                    "budget",
                    gettext("“%(budget)s” is not an amount of money. Write digits only, for example 250,000.")
                    % {"budget": said["budget"][:40]},
                )
            )
    values = {
        "number": said.get("number", "")[:20],
        "name": name[:300],
        "objective": said.get("objective", "")[:4000],
        "target": said.get("target", "")[:4000],
        "fiscal_year": year,
        "budget_satang": budget,
        "unit": said.get("unit", "")[:160],
    }
    values["row_key"] = row_key(values)
    return values, wrong


def _year(text: str) -> int | None:
    """The พ.ศ. fiscal year in "2570", "ปี 2570", "งบปี ๒๕๗๐"; two digits are 25xx."""
    digits = re.sub(r"\D", "", to_arabic(text))
    if len(digits) == 2:
        digits = "25" + digits
    return int(digits) if len(digits) == 4 and 2500 <= int(digits) <= 2700 else None


def row_key(values: Values) -> str:
    """What makes two rows the same project: its name and its year, written however."""
    plain = re.sub(r"\s+", "", str(values["name"]))
    return hashlib.sha256(f"{plain}|{values['fiscal_year'] or ''}".encode()).hexdigest()


_FACTS = ("number", "name", "objective", "target", "budget_satang", "unit")


def _known(steward: Steward, rows: Sequence[Values]) -> dict[str, OfficeProject]:
    keys = [values["row_key"] for values in rows]
    return {project.row_key: project for project in OfficeProject.objects.of(steward).filter(row_key__in=keys)}


def _fates(steward: Steward, rows: Sequence[Values]) -> list[tuple[Fate, OfficeProject | None]]:
    known = _known(steward, rows)
    seen: set[str] = set()
    fates: list[tuple[Fate, OfficeProject | None]] = []
    for values in rows:
        project = known.get(values["row_key"])
        if values["row_key"] in seen:
            fates.append(("same", project))
        elif project is None:
            fates.append(("new", None))
        else:
            differs = any(values[name] and values[name] != getattr(project, name) for name in _FACTS)
            fates.append(("changed" if differs else "same", project))
        seen.add(values["row_key"])
    return fates


def weigh_projects(steward: Steward, rows: Sequence[Values]) -> list[Fate]:
    """What each row would do; the second of two rows that mean one project does nothing."""
    return [fate for fate, _project in _fates(steward, rows)]


def apply_projects(steward: Steward, rows: Sequence[Values], by: Who) -> None:
    """Add new projects and fill in what the sheet knows better. Marks and calls of known ones stay."""
    new: list[OfficeProject] = []
    changed: list[OfficeProject] = []
    for values, (fate, project) in zip(rows, _fates(steward, rows), strict=True):
        if fate == "new":
            new.append(OfficeProject(steward=steward, **values))
        elif fate == "changed" and project is not None:
            for name in _FACTS:
                if values[name]:
                    setattr(project, name, values[name])
            changed.append(project)
    OfficeProject.objects.bulk_create(new, batch_size=200)
    OfficeProject.objects.bulk_update(changed, list(_FACTS), batch_size=200)


IMPORTER = Importer(
    "projects",
    _("project list"),
    COLUMNS,
    lambda steward: None,
    check_project,
    weigh_projects,
    apply_projects,
    lambda values: str(values["name"]),
)
