"""`ruammue replay` and `ruammue ledger-export`: what the house writes is whole, and a corrupted file is named."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.utils import timezone

from ruammue.cli import replay
from ruammue.engines.promises import INVARIANTS
from ruammue.engines.promises.jsonl import WHYS, write
from ruammue.foundation.catalogues import HOUSE
from ruammue.resources import actions
from ruammue.resources.export import ledger_lines
from ruammue.resources.models import Delivery
from tests.cast import Cast
from tests.engines.test_promises import BREAKS, START, STORY
from tests.rooms.resources.stage import brought, key, line_of, offer_of, promise_of, spec_of
from tests.rooms.resources.test_ledger_of_promises import DAY

HEAD = "".join(write([], steward="s", made_at=START)).encode()


def told_by(file: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    """Exit code and what was printed, on either stream."""
    code = replay.run([str(file), *words])
    out = capsys.readouterr()
    return code, out.out + out.err


@pytest.mark.any_database
@pytest.mark.parametrize("invariant", BREAKS)
def test_a_corrupted_export_is_named_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], invariant: str
) -> None:
    corrupt, entry, said, counted = BREAKS[invariant]
    story, file = corrupt(STORY), tmp_path / "ledger.jsonl"
    file.write_text("".join(write(story, steward="s", made_at=START)), encoding="utf-8")
    code, printed = told_by(file, capsys)
    assert code == 1
    assert f"[{invariant}]" in printed
    assert f"รายการ {entry}:" in printed
    assert replay.BROKEN[invariant][0] in printed
    code, printed = told_by(file, capsys, "--json")
    found = json.loads(printed)
    assert (code, found["whole"], found["invariant"], found["entry"]) == (1, False, invariant, entry)
    assert story[found["line"] - 2].id == entry, "the header is line 1"
    if counted is not None:
        assert (found["said"], found["counted"]) == (said, counted)


@pytest.mark.any_database
def test_every_invariant_and_every_fault_of_a_file_has_its_words() -> None:
    assert set(replay.BROKEN) == set(INVARIANTS)
    assert set(replay.UNREADABLE) >= set(WHYS)


@pytest.mark.any_database
def test_what_is_no_export_is_refused_in_plain_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "x"
    for content, words in (
        (b"", "ไฟล์ว่าง"),
        (b"people,village\n", "ledger-export"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b'{"kind":"ledger","format":"ruammue-promises","version":9}\n', "รุ่นของไฟล์คือ 9"),
        (HEAD + b'{"kind":"stolen"}\n', "บรรทัด 2: ไม่รู้จักรายการชนิด 'stolen'"),
        (HEAD + b'{"kind":"asked","id":"a","id":"b"}\n', "บรรทัด 2: มีช่อง 'id' สองครั้ง"),
        (HEAD + b'{"kind":"asked","quantity":NaN}\n', "บรรทัด 2: NaN ไม่ใช่ตัวเลข"),
        (HEAD + b'{"kind":"asked","id":"a","uni', "บรรทัด 2: บรรทัดสุดท้ายขาดกลางคัน"),
        ((HEAD + b"{}\n").decode().encode("utf-16"), "PowerShell"),
    ):
        file.write_bytes(content)
        code, printed = told_by(file, capsys)
        assert (code, words in printed) == (2, True), printed
    assert told_by(tmp_path / "nowhere", capsys)[0] == 2
    code, printed = told_by(tmp_path / "nowhere", capsys, "--language", "en")
    assert "cannot open" in printed


@pytest.mark.any_database
def test_an_export_without_what_the_house_counts_is_not_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The counters taken out, all or one of them; and the file cut off wherever a line ends."""
    whole = list(write(STORY, steward="s", made_at=START))
    file = tmp_path / "ledger.jsonl"
    counts = [line for line in whole if '_count"' in line]
    assert len(counts) == 4
    for left_out in (counts, *([one] for one in counts)):
        file.write_text("".join(line for line in whole if line not in left_out), encoding="utf-8")
        code, printed = told_by(file, capsys)
        assert code == 1
        assert "[counted_at_the_end]" in printed
        assert "ขาดท่อนท้าย" in printed
    for end in range(2, len(whole)):
        file.write_text("".join(whole[:end]), encoding="utf-8")
        assert told_by(file, capsys)[0] == 1, end
    file.write_text(whole[0], encoding="utf-8")
    assert told_by(file, capsys) == (0, "✓ สมุดยังว่าง ไม่มีรายการใด\n")


@pytest.mark.any_database
def test_a_mark_at_the_beginning_and_a_missing_last_newline_do_no_harm(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "".join(write(STORY, steward="s", made_at=START))
    file = tmp_path / "ledger.jsonl"
    for content in (text.encode("utf-8-sig"), text.replace("\n", "\r\n").encode(), text.rstrip("\n").encode()):
        file.write_bytes(content)
        assert told_by(file, capsys)[0] == 0
        # The console's own encoding says nothing about what is piped in.
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content), encoding="cp874"))
        assert told_by(Path("-"), capsys)[0] == 0


@pytest.mark.any_database
def test_programs_are_told_what_cannot_be_read_and_terminals_are_not_steered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "ledger.jsonl"
    file.write_bytes(HEAD + b'{"kind":"asked","id":"a","id":"b"}\n')
    assert replay.run([str(file), "--json"]) == 2
    assert json.loads(capsys.readouterr().out) == {
        "whole": False, "unreadable": "name_twice", "line": 2, "what": "id"
    }  # fmt: skip
    file.write_bytes(HEAD + b'{"kind":"asked","id":"\\u001b[2J","by":"x","unit":"body","quantity":1}\n')
    code, printed = told_by(file, capsys)
    assert (code, "\x1b" in printed, "?[2J" in printed) == (1, False, True)


@pytest.mark.any_database
def test_it_needs_no_house_and_no_django(tmp_path: Path) -> None:
    file = tmp_path / "ledger.jsonl"
    file.write_text("".join(write(STORY, steward="s", made_at=START)), encoding="utf-8")
    code = (
        "import sys; from ruammue.cli.main import main; done = main(['replay', sys.argv[1]]);"
        "sys.exit(done or 10 * any(name.split('.')[0] == 'django' for name in sys.modules))"
    )
    env = {**os.environ, "RUAMMUE_HOME": str(tmp_path / "nowhere"), "PYTHONPATH": str(HOUSE.parent)}
    ran = subprocess.run([sys.executable, "-c", code, str(file)], env=env, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "ถูกต้องครบถ้วน" in ran.stdout
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.django_db
def test_what_the_house_writes_is_whole_and_holds_no_words_of_anybody(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A loan with a dispute, a loss, a substitute, a merged line: exported, and counted once more."""
    spec, other = spec_of(cast), spec_of(cast, "เก้าอี้ยาว", "goods", "body")
    actions.name_substitute(spec, stand_in=other, wanted=3, given=1, by=cast.actor("officer"))
    officer, abbot = cast.actor("officer", speaking=True), cast.actor("abbot", speaking=True)
    line, twice = line_of(cast, 60, spec=spec), line_of(cast, 9, spec=spec)
    actions.merge_lines(twice, into=line, reason="ขอซ้ำ", by=officer)
    lent = promise_of(cast, line, 40, offer=offer_of(cast, 40, spec=spec, is_loan=True))
    delivery = brought(cast, lent, 40)
    dispute = actions.dispute_delivery(delivery, side="receiver", reason="นับใหม่", by=officer)
    proposal = actions.propose_settlement(dispute, side="receiver", outcome="corrected", quantity=38, by=officer)
    actions.agree_to_settlement(proposal, side="provider", by=abbot)
    back = actions.record_return(lent, quantity=20, on=DAY, side="receiver", by=officer, idempotency_key=key())
    actions.confirm_delivery(back, side="provider", by=abbot)
    loss = actions.tell_loss(lent, quantity=2, how="broken", words="ขาหัก", idempotency_key=key(), by=officer)
    actions.decide_loss(loss, outcome="replaced", by=abbot)
    actions.end_commitment(lent, end="enough", reason="พอแล้ว", by=officer)
    stand_in = promise_of(cast, line, 8, offer=offer_of(cast, 5, spec=other))
    wrong = brought(cast, stand_in, 8)
    actions.reverse_delivery(wrong, reason="คนละงาน", by=officer)
    open_one = brought(cast, stand_in, 3)
    actions.dispute_delivery(open_one, side="receiver", reason="ไม่เห็น", by=officer)
    text = "".join(ledger_lines(cast.steward, now=timezone.now()))
    for word in ("ขาหัก", "นับใหม่", "พอแล้ว", "วัด", "โต๊ะ"):
        assert word not in text
    file = tmp_path / "ledger.jsonl"
    file.write_text(text, encoding="utf-8")
    code, printed = told_by(file, capsys)
    assert code == 0, printed
    told = [json.loads(row) for row in text.splitlines()]
    delivered = [row for row in told if row["kind"] == "delivered"]
    assert len(delivered) == Delivery.objects.filter(reverses=None).count()
    # One number of one row, changed in the file, is found.
    at = next(n for n, row in enumerate(told) if row["kind"] == "delivered")
    told[at]["quantity"] -= 1
    file.write_text("\n".join(json.dumps(row) for row in told), encoding="utf-8")
    assert told_by(file, capsys)[0] == 1
