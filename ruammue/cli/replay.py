"""`ruammue replay LEDGER.jsonl`: check an export of the promise ledger; needs no database and no house.

Every entry is counted once more and every count held against the sums; each line, offer and promise must be counted at
the end of the file. Exit code 0 and a summary when the ledger is whole, 1 naming the first broken invariant (line,
entry, the two numbers that differ), 2 naming the line that belongs in no such export (cut off, a field said twice, NaN,
a kind that is not known). `-` reads from standard input; --json says the same for programs; --language en speaks
English. What is checked, and what no file can show: docs/reference/ledger_export.md.
`ruammue ledger-export` writes such a file.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from io import BytesIO, TextIOWrapper
from pathlib import Path

from ruammue.cli.asking import Parser
from ruammue.engines.promises import Book, Entry, Finding, verify
from ruammue.engines.promises.entries import Count, Happened
from ruammue.engines.promises.jsonl import Unreadable, read

# invariant -> Thai, English: what is wrong, in the words of those who keep the book.
BROKEN: dict[str, tuple[str, str]] = {
    "who_and_when": ("ไม่บอกว่าใครทำหรือทำเมื่อไร", "it does not say who did it, or when"),
    "in_order": ("เวลาย้อนหลังกว่ารายการก่อนหน้า", "it is older than the entry above it"),
    "entry_once": ("รายการนี้มีอยู่ก่อนแล้ว", "this entry stands twice"),
    "cause_first": ("พูดถึงสิ่งที่ยังไม่มีในสมุด", "it speaks of something that does not stand above it"),
    "whole_quantity": ("จำนวนต้องเป็นจำนวนเต็มที่มากกว่าศูนย์", "a quantity is a whole number above zero"),
    "known_word": ("ใช้คำที่สมุดนี้ไม่รู้จัก", "it uses a word that this ledger does not know"),
    "key_once": ("กุญแจแบบฟอร์มเดียวกันใช้กับเรื่องอื่นไปแล้ว", "the same key of a form came with other content"),
    "merge_moves_the_rest": ("รวมรายการแล้วยอดที่ยกไปไม่ตรง", "merging hands over another number than what lacked"),
    "line_is_open": ("รับปากหรือปิดรายการที่ปิดไปแล้ว", "the line is closed already"),
    "closed_as_it_stood": ("ปิดรายการไม่ตรงกับของที่มา", "the line was closed otherwise than what came allows"),
    "nothing_promised_at_close": ("ปิดรายการทั้งที่ยังมีคำรับปากค้าง", "the line was closed with promises still to come"),
    "line_not_over_committed": ("รับปากเกินที่ขอ", "more is promised than is asked for"),
    "offer_not_over_committed": ("รับปากเกินของที่มี", "more is promised than is offered"),
    "offer_stands": ("รับปากจากข้อเสนอที่ถอนไปแล้ว", "a promise is made from an offer that was taken back"),
    "accepted_once": ("ฝ่ายเดียวกันตกลงสองครั้ง", "one side says yes twice"),
    "promise_is_open": ("คำรับปากนี้จบไปแล้ว", "the promise has ended already"),
    "accepted_first": ("ส่งมอบก่อนตกลงครบสองฝ่าย", "something is brought before both sides have said yes"),
    "not_over_delivered": ("ส่งมอบเกินที่รับปาก", "more is brought than was promised"),
    "loan_only": ("ของที่ให้ ไม่ใช่ของยืม คืนหรือหายไม่ได้", "a gift neither goes back nor is lost"),
    "not_over_returned": ("คืนหรือหายเกินของที่ยืมมา", "more goes back, or is lost, than came"),
    "confirmed_once": ("ฝ่ายเดียวกันยืนยันสองครั้ง", "one side confirms twice"),
    "two_people": ("คนเดียวยืนยันแทนทั้งสองฝ่าย", "one person gives the word of both sides"),
    "reversed_once": ("รายการนี้ถูกกลับไปแล้ว", "the delivery was taken back already"),
    "reversal_is_the_same_below_zero": ("ยอดกลับรายการไม่เท่ารายการเดิม", "the reversal is not the delivery below zero"),
    "returned_stays_covered": ("กลับรายการจนของที่คืนมากกว่าของที่มา", "more would have gone back than came"),
    "not_while_disputed": ("รายการนี้ยังโต้แย้งกันอยู่", "the delivery is disputed and not settled"),
    "settled_once": ("ข้อโต้แย้งนี้ยุติไปแล้ว", "the dispute was settled already"),
    "settled_as_said": ("ข้อยุติกับที่ทำจริงไม่ตรงกัน", "what was settled is not what was done"),
    "nothing_waits_at_the_end": ("จบคำรับปากทั้งที่ยังมีของรอยืนยัน", "the promise ends while deliveries wait"),
    "ended_as_it_stood": ("จบคำรับปากไม่ตรงกับสภาพจริง", "the promise cannot have ended so"),
    "decided_once": ("เรื่องของชำรุดหรือหายนี้ตัดสินไปแล้ว", "the lender has decided on this loss already"),
    "delivered_is_the_sum": ("ยอดที่มาแล้วไม่เท่ากับผลรวมที่ยืนยันสองฝ่าย", "delivered is not the sum of what was confirmed"),
    "returned_is_the_sum": ("ยอดคืนไม่เท่ากับผลรวมที่ยืนยันสองฝ่าย", "returned is not the sum of what was confirmed"),
    "disputed_is_the_sum": ("ยอดที่โต้แย้งกันอยู่ไม่ตรง", "disputed is not the sum of what is disputed"),
    "lost_is_the_sum": ("ยอดชำรุด หาย หรือชดใช้ไม่ตรง", "lost or replaced is not the sum of what was decided"),
    "promised_is_the_sum": ("ยอดรับปากที่ยังไม่มาไม่ตรง", "promised is not the sum of what is still to come"),
    "asked_is_the_sum": ("ยอดที่ขอไม่ตรง", "what is asked for is not the sum of what was asked"),
    "on_hand_is_the_sum": ("ของที่เหลือไม่เท่ากับของที่เสนอหักที่ออกบวกที่คืน", "what is left is not offered, less out, plus back"),
    "end_is_as_told": ("สถานะของคำรับปากไม่ตรงกับที่เกิดขึ้น", "the promise does not stand as its entries say"),
    "counted_at_the_end": (
        "ท้ายไฟล์ไม่มียอดของรายการนี้ ไฟล์อาจขาดท่อนท้าย ให้ขอไฟล์ใหม่จากหน่วยงาน",
        "the end of the file does not say how this is counted: it may be cut off, ask the office for a new one",
    ),
}
UNREADABLE: dict[str, tuple[str, str]] = {
    "empty": ("ไฟล์ว่าง", "the file is empty"),
    "not_json": ("บรรทัดนี้ไม่ใช่ JSON หนึ่งรายการ", "this line is no JSON object"),
    "cut_off": (
        "บรรทัดสุดท้ายขาดกลางคัน ไฟล์มาไม่ครบ ให้คัดลอกหรือขอไฟล์ใหม่",
        "the last line stops in its middle: the file is not whole, copy it again or ask for a new one",
    ),
    "name_twice": (
        "มีช่อง {what!r} สองครั้งในบรรทัดเดียว จึงไม่รู้ว่าค่าไหนจริง ให้ขอไฟล์ใหม่",
        "the field {what!r} stands there twice, nobody can say which is meant: ask for a new file",
    ),
    "no_number": ("{what} ไม่ใช่ตัวเลข", "{what} is no number"),
    "no_header": (
        "ไม่ใช่ไฟล์สมุดคำรับปาก (บรรทัดแรกต้องเป็นหัวไฟล์) ทำไฟล์ใหม่ด้วย ruammue ledger-export",
        "this is no promise ledger (the first line is its header); make one with ruammue ledger-export",
    ),
    "other_version": ("รุ่นของไฟล์คือ {what} โปรแกรมนี้อ่านรุ่น 1", "the file is of version {what}, this reads version 1"),
    "unknown_kind": ("ไม่รู้จักรายการชนิด {what!r}", "there is no kind of entry {what!r}"),
    "unknown_field": ("รายการชนิดนี้ไม่มีช่อง {what!r}", "this kind of entry has no field {what!r}"),
    "missing_field": ("ขาดช่อง {what!r}", "the field {what!r} is missing"),
    "wrong_type": ("ช่อง {what!r} ไม่ใช่ค่าชนิดที่ต้องเป็น", "the field {what!r} is not of its type"),
    "no_file": ("เปิดไฟล์ {what} ไม่ได้", "cannot open {what}"),
    "not_text": (
        "ไฟล์ {what} ไม่ใช่ข้อความ UTF-8 ทำใหม่ด้วย ruammue ledger-export ชื่อไฟล์ (อย่าใช้ > ของ PowerShell)",
        "{what} is no UTF-8 text; make it with ruammue ledger-export FILE (not with the > of PowerShell)",
    ),
}


def run(words: list[str]) -> int:
    """Check the ledger of a file and say how it is."""
    parser = Parser(prog="ruammue replay", description=__doc__)
    parser.add_argument("ledger", metavar="LEDGER.jsonl", help="the export; - for standard input")
    parser.add_argument("--json", action="store_true", help="say it as one JSON object")
    parser.add_argument("--language", choices=("th", "en"), default="th", help="th (the default) or en")
    asked = parser.parse_args(words)
    thai = asked.language == "th"
    try:
        lines, entries = _read(asked.ledger)
    except Unreadable as fault:
        if asked.json:
            print(json.dumps({"whole": False, "unreadable": fault.why, "line": fault.line, "what": fault.what}))
        sentence = UNREADABLE[fault.why][0 if thai else 1].format(what=fault.what)
        where = (f"บรรทัด {fault.line}: " if thai else f"line {fault.line}: ") if fault.line else ""
        print(f"ruammue: {where}{sentence}", file=sys.stderr)
        return 2
    finding = verify(entries, is_export=True)
    if finding is not None:
        line = lines[finding.place] if lines else 0
        print(_as_json(finding, line) if asked.json else _as_words(finding, line, thai=thai))
        return 1
    print(_summary(entries, thai=thai, as_json=asked.json))
    return 0


def _read(name: str) -> tuple[list[int], list[Happened | Count]]:
    """Line numbers and entries. Raises Unreadable."""
    lines, entries = [], []
    try:
        piped = BytesIO(sys.stdin.buffer.read()) if name == "-" else None
        # What is piped in is UTF-8, too, whatever the console speaks.
        with TextIOWrapper(piped or Path(name).open("rb"), encoding="utf-8-sig") as file:
            for line, entry in read(file):
                lines.append(line)
                entries.append(entry)
    except OSError:
        raise Unreadable(0, "no_file", name) from None
    except UnicodeDecodeError:
        raise Unreadable(0, "not_text", name) from None
    return lines, entries


def _as_words(finding: Finding, line: int, *, thai: bool) -> str:
    sentence = BROKEN[finding.invariant][0 if thai else 1]
    numbers = ""
    if finding.said is not None and finding.counted is not None:
        numbers = f" (เขียนไว้ {finding.said} นับได้ {finding.counted})" if thai else (
            f" (said {finding.said}, counted {finding.counted})")  # fmt: skip
    elif finding.said is not None:
        numbers = f" ({finding.said})"
    said = (
        f"✗ สมุดไม่ถูกต้อง บรรทัด {line} รายการ {finding.entry}: {sentence}{numbers} [{finding.invariant}]"
        if thai
        else f"✗ the ledger is broken in line {line}, entry {finding.entry}: {sentence}{numbers} [{finding.invariant}]"
    )
    # The file is a stranger's: what would steer a terminal is shown, not obeyed.
    return "".join(letter if letter.isprintable() else "?" for letter in said)


def _as_json(finding: Finding, line: int) -> str:
    told = {"whole": False, "invariant": finding.invariant, "line": line, "entry": finding.entry}
    return json.dumps({**told, "said": finding.said, "counted": finding.counted}, ensure_ascii=False)


def _summary(entries: Iterable[Happened | Count], *, thai: bool, as_json: bool) -> str:
    book = Book()
    happened = list(_tell(book, entries))
    told = {
        "whole": True,
        "entries": len(happened),
        "lines": len(book.lines),
        "offers": len(book.offers),
        "promises": len(book.promises),
        "deliveries": len(book.rows),
        "repeated": book.repeated,
    }
    if as_json:
        return json.dumps(told)
    if not happened:
        return "✓ สมุดยังว่าง ไม่มีรายการใด" if thai else "✓ the ledger is empty: nothing has happened in it"
    if thai:
        words = (
            "✓ สมุดคำรับปากถูกต้องครบถ้วน: {entries} รายการ, ขอ {lines}, เสนอ {offers}, รับปาก {promises}, ส่งมอบ {deliveries}"
        )
    else:
        words = (
            "✓ the ledger is whole: {entries} entries, {lines} lines, {offers} offers, {promises} promises,"
            " {deliveries} deliveries"
        )
    return words.format_map(told)


def _tell(book: Book, entries: Iterable[Happened | Count]) -> Iterator[Entry]:
    for entry in entries:
        if isinstance(entry, Entry):
            book.tell(entry)
            yield entry
