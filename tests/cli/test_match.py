"""`ruammue match`: two files in, one plan out; the published objective adds up; faults are told with their row."""

from __future__ import annotations

import csv
import json
import os
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from ruammue.cli.main import main

pytestmark = pytest.mark.any_database

PEOPLE = """person,village,max_load,skills,blocks
สมชาย,48090401,2,ช่างไม้:3|ครัว:1,5 ธ.ค. เช้า|5 ธ.ค. บ่าย
มาลี,48090402,1,ช่างไม้:2,5 ธ.ค. เช้า
ปู่ดำ,48090401,1,ครัว:4,6 ธ.ค. เช้า
"""
TASKS = """task,skill,min_level,headcount,block,village,priority
ซ่อมหลังคา,ช่างไม้,2,2,5 ธ.ค. เช้า,48090401,3
ทำอาหาร,ครัว,1,1,5 ธ.ค. บ่าย,48090401,1
สอนเลข,ครู,2,1,5 ธ.ค. บ่าย,48090401,1
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    people, tasks = tmp_path / "people.csv", tmp_path / "tasks.csv"
    people.write_text(PEOPLE, encoding="utf-8")
    tasks.write_text(TASKS, encoding="utf-8")
    return people, tasks


def planned(files: tuple[Path, Path], capsys: Any, *more: str) -> dict[str, Any]:
    assert main(["match", *map(str, files), "--seed", "ประชุม 1/2570", "--json", "--verify", *more]) == 0
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    return told


def test_who_does_what_why_and_what_is_missing(files: tuple[Path, Path], capsys: Any) -> None:
    plan = planned(files, capsys)
    assert {(one["task"], one["person"]) for one in plan["assignments"]} == {
        ("ซ่อมหลังคา", "สมชาย"),
        ("ซ่อมหลังคา", "มาลี"),
        ("ทำอาหาร", "สมชาย"),
    }
    assert all(reason["says"] for one in plan["assignments"] for reason in one["reasons"])
    (empty,) = plan["unfilled"]
    assert (empty["task"], empty["missing"], empty["why"], empty["closest"]) == ("สอนเลข", 1, "no_skill", [])
    assert "ครู" in empty["says"]
    assert plan["bound"] - plan["objective"] == plan["gap"] == 0


def test_the_published_objective_adds_up(files: tuple[Path, Path], capsys: Any) -> None:
    """From the JSON and the files alone, as docs/reference/matching.md says it."""
    plan = planned(files, capsys, "--fairness", "25")
    people = {row["person"]: row for row in csv.DictReader(PEOPLE.splitlines())}
    tasks = {row["task"]: row for row in csv.DictReader(TASKS.splitlines())}
    weights, reached = plan["weights"], 0
    for one in plan["assignments"]:
        task, person = tasks[one["task"]], people[one["person"]]
        levels = dict(part.split(":") for part in person["skills"].split("|"))
        near = 4 if task["village"] == person["village"] else 3
        reached += weights["coverage"] * int(task["priority"])
        reached += weights["aptitude"] * int(levels[task["skill"]]) + weights["nearness"] * near
    loads = Counter(one["person"] for one in plan["assignments"])
    reached -= weights["burden"] * sum(n * (n - 1) // 2 for n in loads.values())
    slots = sum(int(task["headcount"]) for task in tasks.values())
    assert weights["aptitude"] == 100 * (4 * slots + 1)
    assert weights["burden"] == weights["aptitude"]
    assert plan["objective"] == reached


def test_the_order_of_rows_changes_nothing(files: tuple[Path, Path], capsys: Any) -> None:
    plan = planned(files, capsys)
    for seed in range(4):
        for path, text in zip(files, (PEOPLE, TASKS), strict=True):
            head, *rows = text.splitlines()
            random.Random(seed).shuffle(rows)
            path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
        assert planned(files, capsys) == plan


def test_what_an_older_spreadsheet_writes_is_read(files: tuple[Path, Path], capsys: Any) -> None:
    plan = planned(files, capsys)
    files[0].write_bytes(PEOPLE.replace(",", ";").replace("4809040", "๔๘๐๙๐๔๐").encode("cp874"))
    files[1].write_bytes(TASKS.replace("ช่างไม้", " ช่างไม้ ").encode("utf-8-sig"))
    assert planned(files, capsys) == plan


@pytest.mark.parametrize("comma", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp874"])
def test_whatever_excel_saves_as_text_is_read(files: tuple[Path, Path], capsys: Any, encoding: str, comma: str) -> None:
    plan = planned(files, capsys)
    for path, text in zip(files, (PEOPLE, TASKS), strict=True):
        path.write_bytes(text.replace(",", comma).replace("\n", "\r\n").encode(encoding))
    assert planned(files, capsys) == plan
    files[0].write_bytes(f"sep={comma}\r\n{PEOPLE.replace(',', comma)}".encode(encoding))
    assert planned(files, capsys) == plan
    files[0].write_bytes(("\ufeff" + PEOPLE).encode("utf-8-sig"))
    assert planned(files, capsys) == plan, "marked twice"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"PK\x03\x04 a workbook", "เป็นไฟล์ Excel (.xlsx) ไม่ใช่ CSV"),
        (b"\xd0\xcf\x11\xe0 an old one", "เป็นไฟล์ Excel รุ่นเก่า (.xls)"),
        (PEOPLE.encode("utf-16-le"), "เป็น Unicode text (UTF-16)"),
        (PEOPLE.encode()[:-20] + b"\xe0\n", "เป็น UTF-8 ที่เสียหาย"),
        ("person,village\nJosé,1\nPeña,2\n".encode("cp1252"), "อ่านตัวอักษรไม่ได้แน่ชัด จึงไม่เดา"),
    ],
)
def test_a_file_that_is_no_certain_text_is_told_what_it_is_and_how_to_save_it(
    files: tuple[Path, Path], capsys: Any, data: bytes, says: str
) -> None:
    files[0].write_bytes(data)
    assert main(["match", *map(str, files), "--seed", "x"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(f"people.csv: {says}"), told.err
    assert "บันทึกเป็น > CSV UTF-8" in told.err
    assert "Save As > CSV UTF-8" in told.err


def test_rows_are_counted_as_a_spreadsheet_does(files: tuple[Path, Path], capsys: Any) -> None:
    """A cell of two lines is in one row; a mark that never closes is found, and is no crash."""
    head, *rows = PEOPLE.splitlines()
    broken = rows[1].replace("48090402", "4809")
    files[0].write_text("\n".join([head, '"สม\nชาย",48090401,1,ครัว:1,เช้า', "", broken]), encoding="utf-8")
    assert main(["match", *map(str, files), "--seed", "x"]) == 2
    assert "people.csv แถว 4 ช่อง village" in capsys.readouterr().err
    files[0].write_text(PEOPLE + '"' + "ก" * 200_000, encoding="utf-8")
    assert main(["match", *map(str, files), "--seed", "x"]) == 2
    assert "people.csv แถว 5: อ่านแถวนี้ไม่ได้" in capsys.readouterr().err


def test_a_skill_spelled_five_ways_is_one(tmp_path: Path, capsys: Any) -> None:
    ways = ["ช่างไม้", "ช่าง  ไม้", "ชางไม้", "งานไม้", "Carpentry"]
    people, tasks = tmp_path / "people.csv", tmp_path / "tasks.csv"
    rows = "".join(f"คน{n},48090401,1,{way}:2,เช้า\n" for n, way in enumerate(ways))
    people.write_text(PEOPLE.splitlines()[0] + "\n" + rows + "ป้าดอก,48090401,1,ไม้ดอก:2,เช้า\n", encoding="utf-8")
    tasks.write_text(TASKS.splitlines()[0] + "\nซ่อมศาลา,งานช่างไม้,2,6,เช้า,48090401,1\n", encoding="utf-8")
    plan = planned((people, tasks), capsys)
    assert {one["person"] for one in plan["assignments"]} == {f"คน{n}" for n in range(5)}, "and nobody by guessing"
    assert {one["skill"] for one in plan["assignments"]} == {"งานช่างไม้"}, "in the words of the sheet"
    assert (plan["unfilled"][0]["missing"], plan["unfilled"][0]["have_skill"]) == (1, 5)
    tasks.write_text(tasks.read_text(encoding="utf-8") + "ซ่อมศาลา,carpentry,1,1,เช้า,48090401,1\n", encoding="utf-8")
    assert main(["match", str(people), str(tasks), "--seed", "x"]) == 2
    assert "แถว 2" in capsys.readouterr().err, "one skill twice in one task is one row"


def test_a_place_for_anybody_is_told_without_skill_or_level(tmp_path: Path, capsys: Any) -> None:
    people, tasks = tmp_path / "people.csv", tmp_path / "tasks.csv"
    people.write_text(PEOPLE.splitlines()[0] + "\nก,48090401,1,,เช้า\nข,48090401,1,ครัว:1,เช้า\n", encoding="utf-8")
    tasks.write_text(TASKS.splitlines()[0] + "\nยกของ,,1,5,เช้า,48090401,1\n", encoding="utf-8")
    (empty,) = planned((people, tasks), capsys)["unfilled"]
    assert (empty["missing"], empty["why"], empty["closest"]) == (3, "all_taken", [])
    assert "ระดับ" not in empty["says"]
    assert "ทักษะ" not in empty["says"]
    assert main(["match", str(people), str(tasks), "--seed", "x"]) == 0
    assert "ระดับ" not in capsys.readouterr().out


def test_who_reads_only_the_first_lines_sees_no_traceback(files: tuple[Path, Path]) -> None:
    words = [sys.executable, "-m", "ruammue", "match", *map(str, files), "--seed", "x"]
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(words, stdout=writing, stderr=subprocess.PIPE, timeout=60)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


def test_people_without_json_read_a_table(files: tuple[Path, Path], capsys: Any) -> None:
    assert main(["match", *map(str, files), "--seed", "x"]) == 0
    said = capsys.readouterr().out
    assert "พิสูจน์แล้วว่าไม่มีแผนใดดีกว่านี้" in said
    assert "ไม่มีใครมีทักษะ “ครู”" in said


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("ครัว:1", "ครัว:NaN", "people.csv แถว 2 ช่อง skills"),
        ("48090402,1", "4809040,1", "people.csv แถว 3 ช่อง village"),
        ("48090402,1", "48090402,", "people.csv แถว 3 ช่อง max_load"),
        ("ปู่ดำ", "มาลี", "people.csv แถว 4 ช่อง person"),
        ("max_load", "load", "people.csv แถว 1"),
        ("ครัว:1", "ช่างไม้:1", "people.csv แถว 2 ช่อง skills"),
        ("ช่างไม้:2", "ช่างไม้:2,5", "people.csv แถว 3"),
    ],
)
def test_a_fault_is_told_with_its_row_and_nothing_is_made(
    files: tuple[Path, Path], capsys: Any, old: str, new: str, where: str
) -> None:
    files[0].write_text(PEOPLE.replace(old, new, 1), encoding="utf-8")
    assert main(["match", *map(str, files), "--seed", "x", "--json"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert where in told.err


def test_a_hundred_thousand_rows_with_one_fault_are_refused_by_that_row(tmp_path: Path, capsys: Any) -> None:
    people, tasks = tmp_path / "people.csv", tmp_path / "tasks.csv"
    rows = [f"p{n},48090401,1,ครัว:1,a" for n in range(100_000)]
    rows[77_777] = "p77777,48090401,nan,ครัว:1,a"
    people.write_text("\n".join([PEOPLE.splitlines()[0], *rows]), encoding="utf-8")
    tasks.write_text(TASKS, encoding="utf-8")
    assert main(["match", str(people), str(tasks), "--seed", "x"]) == 2
    err = capsys.readouterr().err.splitlines()
    assert "people.csv แถว 77779 ช่อง max_load" in err[0]
    assert len(err) == 2
