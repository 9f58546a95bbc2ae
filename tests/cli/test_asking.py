"""Wrong words on the command line are answered in Thai first, by every command, in one place."""

from __future__ import annotations

import ast
from argparse import ArgumentError

import pytest

from ruammue.cli.asking import Parser, in_thai
from ruammue.cli.main import COMMANDS, main
from tests.house.tree import HOUSE, parsed, report, where

pytestmark = pytest.mark.any_database


def answered(words: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """Exit code and what stands on the stream of errors."""
    try:
        code = main(words)
    except SystemExit as ended:
        code = int(ended.code or 0)
    return code, capsys.readouterr().err


@pytest.mark.parametrize("name", sorted(set(COMMANDS) - {"manage"}))
def test_every_command_refuses_a_word_it_does_not_know_in_thai_first(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = answered([name, "--dance-with-me", "a", "b", "c"], capsys)
    assert code == 2
    assert said.startswith((f"ruammue {name}: ไม่รู้จัก ", f"ruammue {name}: ยังขาด ")), said
    assert " / " in said.splitlines()[0], "and in English"
    assert "usage: " in said
    assert f"ruammue {name} --help" in said


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("match", "ยังขาด people, tasks, --seed"),
        ("match a b --seed x --fairness many", "--fairness ต้องเป็นจำนวนเต็ม ไม่ใช่ 'many'"),
        ("match a b --seed", "--seed ต้องตามด้วยค่าหนึ่งค่า"),
        ("match a b --seed x --json=1", "--json ไม่รับค่า จึงใช้ '1' ไม่ได้"),
        ("replay x --language fr", "--language ไม่มีค่า 'fr' ให้เลือกจาก"),
        ("replay x ชื่อ", "ไม่รู้จัก ชื่อ"),
        ("verify --he x", "--he อาจหมายถึง --help, --heads ให้พิมพ์เต็ม"),
        ("verify --heads", "--heads ต้องตามด้วยค่าหนึ่งค่า"),
        ("import x --steward s --kind cows", "--kind ไม่มีค่า 'cows' ให้เลือกจาก"),
        ("serve --port abc", "--port ต้องเป็นจำนวนเต็ม ไม่ใช่ 'abc'"),
    ],
)
def test_what_is_wrong_is_named(words: str, says: str, capsys: pytest.CaptureFixture[str]) -> None:
    name, *rest = words.split()
    code, said = answered([name, *rest], capsys)
    assert code == 2
    assert says in said.split(" / ")[0], said


def test_sentences_of_argparse_that_no_command_of_ours_needs_yet() -> None:
    parser = Parser(prog="x", exit_on_error=False)
    one = parser.add_mutually_exclusive_group(required=True)
    one.add_argument("--aa", nargs=2)
    one.add_argument("--ab", nargs="+")
    told = []
    for words in (["--aa", "1"], ["--ab"], ["--aa", "1", "2", "--ab", "1"]):
        with pytest.raises(ArgumentError) as wrong:
            parser.parse_args(words)
        told.append(in_thai(str(wrong.value)))
    assert all(told), told
    assert in_thai("ambiguous option: --a could match --aa, --ab") == "--a อาจหมายถึง --aa, --ab ให้พิมพ์เต็ม"
    assert in_thai("one of the arguments --aa --ab is required")


def test_a_sentence_that_is_not_known_and_one_of_our_own(capsys: pytest.CaptureFixture[str]) -> None:
    for said, begins in (("the moon is full", "x: สั่งไม่ถูก / the moon is full"), ("ไม่มี / none", "x: ไม่มี / none")):
        with pytest.raises(SystemExit):
            Parser(prog="x").error(said)
        assert capsys.readouterr().err.startswith(begins)


def test_no_command_asks_argparse_past_it() -> None:
    found = [
        where(file, node)
        for file in sorted(HOUSE.rglob("*.py"))
        for node in ast.walk(parsed(file))
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("ArgumentParser")
    ]
    assert not found, report(found)
