"""`ruammue match PEOPLE.csv TASKS.csv --seed TEXT [--json]`: divide tasks among people by aptitude. No database.

The files, the objective and the JSON are described in docs/reference/matching.md. The same rows in any order give the
same plan. Exit code 0: a plan was made (slots may stay empty, with what is missing); 2: the files or the words
cannot be used, each fault with its row, and nothing was made. The plan is a proposal: each person says yes or no.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ruammue.cli.asking import Parser

if TYPE_CHECKING:
    from ruammue.engines.matching.assignment import Closest, Line, Plan, Reason, Unfilled

FORMULA = (
    "objective = coverage * sum(priority of filled slots) + aptitude * sum(levels) + wish * (preferred - busy)"
    " + nearness * sum(shared pairs of digits of the village codes)"
    " - burden * sum over people of (carried + ... + (carried + load - 1))"
)


def run(words: list[str]) -> int:
    """Read both files whole, plan, print. 0 a plan, 2 asked wrongly or files that cannot be used."""
    parser = Parser(prog="ruammue match", description=__doc__)
    parser.add_argument("people", type=Path, help="CSV: person,village,max_load,skills,blocks")
    parser.add_argument("tasks", type=Path, help="CSV: task,skill,min_level,headcount,block,village,priority")
    parser.add_argument("--seed", required=True, help="public words of the lot, fixed before anybody could try several")
    parser.add_argument("--json", action="store_true", help="print the plan as JSON")
    parser.add_argument("--fairness", type=int, default=0, metavar="0..100", help="the dial of an even burden")
    parser.add_argument(
        "--reach", type=int, default=0, metavar="0..4", help="least shared pairs of digits (4: one village)"
    )
    parser.add_argument("--verify", action="store_true", help="read the plan a second time, independently (slower)")
    try:
        asked = parser.parse_args(words)
    except SystemExit as ended:
        return int(ended.code or 0)
    from ruammue.cli.match_sheets import SHOWN, SheetsHaveFaults, read_people, read_tasks
    from ruammue.engines.matching import assignment

    if not 0 <= asked.fairness <= 100 or not 0 <= asked.reach <= 4 or not asked.seed.strip():
        print("ruammue: --fairness 0..100, --reach 0..4, --seed ห้ามว่าง / not empty", file=sys.stderr)
        return 2
    faults: list[Any] = []
    sheets: list[Any] = []
    for read, path in ((read_people, asked.people), (read_tasks, asked.tasks)):
        try:
            sheets.append(read(path))
        except SheetsHaveFaults as wrong:
            faults += wrong.faults
        except OSError:
            print(f"ruammue: เปิดไฟล์ {path} ไม่ได้ / cannot open {path}", file=sys.stderr)
            return 2
    if faults:
        for fault in faults[:SHOWN]:
            print(fault, file=sys.stderr)
        if len(faults) > SHOWN:
            print(f"และอีก {len(faults) - SHOWN} แห่ง / and {len(faults) - SHOWN} more", file=sys.stderr)
        print("ยังไม่ได้จัดอะไร แก้แล้วสั่งใหม่ / nothing was made: mend and ask again", file=sys.stderr)
        return 2
    people, lines = sheets
    terms = assignment.Terms(fairness=asked.fairness, reach=asked.reach)
    plan = assignment.assign(people, lines, seed=asked.seed, terms=terms)
    if asked.verify and (broken := assignment.verify(plan, people, lines, terms=terms)):
        print("ruammue: แผนไม่ผ่านการตรวจซ้ำ / the plan does not hold: " + repr(broken), file=sys.stderr)
        return 1
    by_id = {line.id: line for line in lines}
    said = json.dumps(_as_json(plan, by_id, asked), ensure_ascii=False, indent=1) if asked.json else ""
    try:
        print(said or _as_text(plan, by_id), flush=True)
    except BrokenPipeError:  # whoever reads (`head`) has enough: nothing more to say, at exit neither
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    return 0


def _as_json(plan: Plan, lines: dict[str, Line], asked: argparse.Namespace) -> dict[str, Any]:
    weights = {name: getattr(plan.weights, name) for name in ("coverage", "aptitude", "wish", "nearness", "burden")}
    return {
        "assignments": [
            {**_line(lines[one.line]), "person": one.worker, "reasons": [_reason(reason) for reason in one.reasons]}
            for one in plan.assignments
        ],
        "unfilled": [
            {
                **_line(lines[one.line]),
                "missing": one.missing,
                "why": one.why.value,
                "says": _why(one, lines[one.line]),
                "have_skill": one.skilled,
                "reach_level": one.able,
                "free_then": one.free,
                "closest": [
                    {"person": near.worker, "lacks": near.lacks.value, "says": _near(near, lines[one.line])}
                    for near in one.closest
                ],
            }
            for one in plan.unfilled
        ],
        "objective": plan.objective,
        "bound": plan.bound,
        "gap": plan.gap,
        "weights": weights,
        "formula": FORMULA,
        "seed": asked.seed,
        "fairness": asked.fairness,
        "reach": asked.reach,
        "covered": plan.covered,
        "wanted": plan.wanted,
        "loads": dict(plan.loads),
    }


def _line(line: Line) -> dict[str, Any]:
    blocks = {"blocks": list(line.blocks)} if line.more_blocks else {}
    return {"task": line.task, "skill": _typed(line), "block": line.block, **blocks}


def _typed(line: Line) -> str:
    """The skill of a row in the words of its sheet, which the row's id holds."""
    return line.id[len(line.task) + 1 : -len(line.block) - 1]


def _reason(reason: Reason) -> dict[str, Any]:
    numbers = {name: value for name, value in (("have", reason.have), ("of", reason.of)) if value is not None}
    return {"code": reason.code.value, **numbers, "says": _says(reason)}


def _says(reason: Reason) -> str:
    places = ("คนละจังหวัด", "จังหวัดเดียวกัน", "อำเภอเดียวกัน", "ตำบลเดียวกัน", "หมู่บ้านเดียวกัน")
    return {
        "level": f"ทักษะระดับ {reason.have} (งานขอ {reason.of})",
        "near": places[reason.have or 0] if reason.code.value == "near" else "",
        "prefers": "เจ้าตัวอยากทำงานนี้",
        "busy": "ตรงกับช่วงที่เจ้าตัวบอกว่ายุ่ง",
        "load": f"รวมแล้วมีงาน {reason.have} จากไม่เกิน {reason.of} ครึ่งวัน",
    }[reason.code.value]


def _why(one: Unfilled, line: Line) -> str:
    lacks = f"ขาด {one.missing} คน: "
    if not line.skill:  # no word of levels where none is asked for
        return lacks + {
            "no_skill": "ไม่มีใครอยู่ในรายชื่อ",
            "not_free": f"ในรายชื่อมี {one.able} คน แต่ไม่มีใครว่าง {'และ'.join(line.blocks)}",
            "refused": f"ที่ว่าง {one.free} คน ขอไม่ทำงานนี้",
            "too_far": f"ที่ว่าง {one.free} คน อยู่ไกลกว่าที่กำหนด",
        }.get(one.why.value, f"ที่ว่าง {one.free} คน ได้งานอื่นหรือครบจำนวนแล้ว")
    return (
        lacks
        + {
            "no_skill": f"ไม่มีใครมีทักษะ “{_typed(line)}”",
            "level": f"มีทักษะ “{_typed(line)}” {one.skilled} คน แต่ไม่ถึงระดับ {line.min_level}",
            "not_free": f"ถึงระดับ {one.able} คน แต่ไม่มีใครว่าง {'และ'.join(line.blocks)}",
            "refused": f"ที่ทำได้และว่าง {one.free} คน ขอไม่ทำงานนี้",
            "too_far": f"ที่ทำได้และว่าง {one.free} คน อยู่ไกลกว่าที่กำหนด",
            "all_taken": f"ที่ทำได้และว่าง {one.free} คน มีงานเต็มหรือจำเป็นกับงานที่สำคัญกว่า",
        }[one.why.value]
    )


def _near(near: Closest, line: Line) -> str:
    return {
        "level": f"มีระดับ {near.have} จาก {line.min_level}",
        "not_free": "ทำได้ แต่ไม่ว่างเวลานั้น" if line.skill else "ไม่ว่างเวลานั้น",
        "all_taken": f"{'ทำได้และ' if line.skill else ''}ว่าง แต่มีงานแล้ว {near.have} ครึ่งวัน",
    }.get(near.lacks.value, "")


def _share(plan: Plan) -> str:
    """In hundredths of a per cent, never rounded up."""
    hundredths = 10_000 * plan.objective // plan.bound
    return f"{hundredths // 100}.{hundredths % 100:02d} %"


def _as_text(plan: Plan, lines: dict[str, Line]) -> str:
    told = [f"ได้คน {len(plan.assignments)} ช่อง · ยังขาด {sum(one.missing for one in plan.unfilled)} ช่อง"]
    told.append(
        "พิสูจน์แล้วว่าไม่มีแผนใดดีกว่านี้ (gap 0)" if not plan.gap else f"พิสูจน์แล้วว่าได้อย่างน้อย {_share(plan)} ของสิ่งที่แผนใด ๆ จะทำได้"
    )
    told.append("")
    for one in plan.assignments:
        line = lines[one.line]
        why = " · ".join(_says(reason) for reason in one.reasons)
        told.append(f"{line.block}  {line.task} ({_typed(line) or 'ใครก็ได้'}): {one.worker}  [{why}]")
    if plan.unfilled:
        told.append("")
    for empty in plan.unfilled:
        line = lines[empty.line]
        near = "; ".join(f"{one.worker}: {_near(one, line)}" for one in empty.closest)
        told.append(f"{line.block}  {line.task}: {_why(empty, line)}" + (f"  ใกล้ที่สุด {near}" if near else ""))
    return "\n".join(told)
