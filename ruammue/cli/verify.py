"""`ruammue verify`: replay the record, check heads and invariants, and name what is wrong. It repairs nothing.

--heads FILE compares with heads that a witness kept; --write-heads FILE writes today's for witnesses to keep.
Exit code 1 when something is wrong. What only waits (unsealed entries, parked news) is told but is not wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ruammue.cli.asking import Parser
from ruammue.cli.django_door import open_kept_house

if TYPE_CHECKING:
    from ruammue.ledger.verification import Finding

# code -> (Thai, English). The data of a finding fills the places. A waiting code begins with "~".
SENTENCES: dict[str, tuple[str, str]] = {
    "ledger.unsealed": ("~มี {count} รายการที่ยังไม่ผนึก ยังพิสูจน์ไม่ได้", "~{count} entries are not sealed yet"),
    "ledger.news_parked": (
        "~มีข่าว {count} ชิ้นที่ส่งไม่สำเร็จ รอคนตรวจ",
        "~{count} parcels could not be delivered and wait for a person",
    ),
    "ledger.entry_edited": ("รายการที่ {position} ถูกแก้ไข", "entry {position} was edited ({entry})"),
    "ledger.entry_missing": ("รายการที่ {position} หายไป", "entry {position} is missing"),
    "ledger.log_truncated": (
        "บันทึกถูกตัดท้าย เหลือ {size} รายการ ทั้งที่เคยมี {head}",
        "the log was cut: {size} entries, a head says {head}",
    ),
    "ledger.head_differs": ("หัวบันทึกที่ขนาด {size} ไม่ตรงกับรายการ", "the head of size {size} does not fit the entries"),
    "ledger.witness_differs": (
        "หัวบันทึกที่พยานเก็บไว้ (ขนาด {size}) ไม่ตรงกับรายการ: บันทึกถูกเขียนใหม่",
        "the head a witness kept (size {size}) does not fit: the record was rewritten",
    ),
    "ledger.tip_differs": (
        "ปลายบันทึกไม่ตรงกับรายการ ({size} ต่อ {entries})",
        "the tip does not fit the entries ({size}, {entries})",
    ),
    "ledger.reason_edited": ("เหตุผลของรายการ {entry} ถูกแก้ไข", "the reason of entry {entry} was edited"),
    "ledger.entry_from_the_future": ("รายการ {entry} ลงเวลาล่วงหน้า", "entry {entry} is dated in the future"),
    "places.foreign_row": (
        "แถว {row} ในตาราง {table} ({field}) ชี้ไปยังข้อมูลของหน่วยงานอื่น",
        "row {row} of {table} ({field}) points at another steward's row",
    ),
    "needs.number_missing": (
        "เลขเรื่องไม่ครบ: มี {matters} เรื่อง แต่เลขสุดท้ายคือ {last}",
        "a matter's number is missing: {matters} matters, last number {last}",
    ),
    "needs.last_word_drift": (
        "เรื่อง {need} บอกว่า {kept} แต่คำตอบและคำยืนยันบอกว่า {derived}",
        "need {need} says {kept}, its answers and verdicts say {derived}",
    ),
    "needs.time_turned": ("เวลาใน {table} {row} กลับหน้าหลัง", "the times in {table} {row} are the wrong way round"),
    "resources.commitment_drift": (
        "ยอดส่งมอบของคำมั่น {commitment} คือ {kept} แต่นับใหม่ได้ {replayed}",
        "commitment {commitment} says {kept} delivered, the replay says {replayed}",
    ),
    "resources.unconfirmed_counted": (
        "คำมั่น {commitment} นับของที่ยังยืนยันไม่ครบสองฝ่าย ({kept} แทน {replayed})",
        "commitment {commitment} counts deliveries that both sides have not confirmed ({kept} for {replayed})",
    ),
    "resources.over_delivered": (
        "คำมั่น {commitment} ส่งมอบเกินที่รับปาก ({promised})",
        "commitment {commitment} was delivered beyond its promise ({promised})",
    ),
    "resources.fulfilled_short": (
        "คำมั่น {commitment} ปิดว่าครบ แต่ได้รับ {replayed} จาก {promised}",
        "commitment {commitment} ended as fulfilled with {replayed} of {promised}",
    ),
    "resources.line_drift": (
        "ยอดของรายการที่ขอ {line} ไม่ตรงกับการนับใหม่ {replayed}",
        "the counters of need line {line} differ from the replay {replayed}",
    ),
    "resources.offer_drift": (
        "ของที่เสนอ {offer} เหลือ {kept} แต่นับใหม่ได้ {replayed}",
        "offer {offer} says {kept} left, the replay says {replayed}",
    ),
    "decisions.attendance_differs": (
        "ประชุม {meeting} ลงว่ามา {kept} คน แต่บัญชีรายชื่อมี {listed}",
        "meeting {meeting} says {kept} present, its list has {listed}",
    ),
    "decisions.vacant_seat_present": ("ประชุม {meeting} นับตำแหน่งที่ว่างว่ามา", "a vacant seat sat in meeting {meeting}"),
    "decisions.more_hands_than_seats": (
        "วาระ {item} มีเสียง {hands} แต่มีคนในห้อง {seated}",
        "item {item} has {hands} hands and {seated} people",
    ),
    "decisions.resolved_without_quorum": (
        "มติ {resolution} ตกลงโดยไม่ครบองค์ประชุม",
        "resolution {resolution} had no quorum",
    ),
    "decisions.resolved_before_closing": (
        "มติ {resolution} มีอยู่ทั้งที่ประชุมยังไม่ปิด",
        "resolution {resolution} stands in a meeting that is not closed",
    ),
    "decisions.more_cast_than_issued": (
        "การลงคะแนน {ballot} มีบัตร {cast} ใบ แต่แจกไป {issued}",
        "ballot {ballot}: {cast} cast, {issued} issued",
    ),
    "decisions.cast_missing": (
        "การลงคะแนน {ballot} แจกบัตร {issued} ใบ แต่มีเพียง {cast}",
        "ballot {ballot}: {issued} issued, only {cast} cast",
    ),
    "decisions.issued_outside_roll": (
        "มีบัตร {count} ใบแจกให้คนที่ไม่มีชื่อในบัญชี",
        "{count} ballots were issued to people who are not on the roll",
    ),
    "decisions.resolution_of_another_meeting": (
        "มติ {resolution} อยู่ในประชุมหนึ่ง แต่วาระอยู่ในอีกประชุมหนึ่ง",
        "resolution {resolution} and its item stand in two meetings",
    ),
    "decisions.resolution_recount": (
        "มติ {resolution} นับใหม่แล้วไม่ตรง ({fields})",
        "resolution {resolution} does not recount ({fields})",
    ),
    "decisions.two_ballots_of_one": ("การลงคะแนน {ballot} มีคนได้บัตรสองใบ", "ballot {ballot}: one person got two"),
    "decisions.ballot_not_as_counted": (
        "การลงคะแนน {ballot} มีบัตรไม่ตรงกับผลที่ประกาศ",
        "ballot {ballot}: the voices are not those that were counted",
    ),
    "decisions.scan_missing": ("สำเนาที่ลงนามของประชุม {meeting} หายไป", "the signed scan of meeting {meeting} is gone"),
    "decisions.scan_changed": (
        "สำเนาที่ลงนามของประชุม {meeting} ถูกเปลี่ยน",
        "the signed scan of meeting {meeting} was changed",
    ),
    "networks.two_holders": ("ตำแหน่ง {seat} มีผู้ดำรงตำแหน่งสองคนในวันเดียวกัน", "seat {seat} has two holders on one day"),
    "networks.two_voices": (
        "มีคนหนึ่งคนมีสองเสียงในคณะ {network}",
        "somebody has two voices in committee {network}",
    ),
    "goals.indicator_edited": ("ตัวชี้วัด {row} ถูกแก้หลังลงนาม", "indicator {row} was edited after signing"),
    "goals.reading_edited": ("ค่าที่วัดได้ {row} ถูกแก้ไข", "reading {row} was edited"),
    "goals.shared_miscounted": (
        "เป้าหมาย {row} ระบุว่าเป็นเป้าหมายร่วม {said} แต่นับได้ {due}",
        "goal {row} says shared {said}, its signatures say {due}",
    ),
    "work.spoken_drift": (
        "แรงที่มีคนรับปากของรายการ {line} เก็บไว้ {spoken} แต่นับได้ {replayed}",
        "line {line} keeps {spoken} said yes to, its people come to {replayed}",
    ),
    "work.project_line_drift": (
        "โครงการ {project} กับรายการที่ขอ {line} ไม่ตรงกับที่บันทึกไว้",
        "whether line {line} serves project {project} differs from the record",
    ),
    "work.line_of_another_matter": (
        "โครงการ {project} ใช้รายการที่ขอ {line} ของเรื่องอื่น",
        "line {line} of another matter serves project {project}",
    ),
    "decisions.option_of_another_ballot": (
        "มีบัตร {count} ใบเลือกข้อของการลงคะแนนอื่น",
        "{count} voices chose another ballot's option",
    ),
}
_ANY_ROOM = {
    "row_without_record": ("แถว {row} ใน {table} ไม่มีในบันทึก", "row {row} of {table} has no record"),
    "row_missing": ("แถว {row} ใน {table} หายไป ทั้งที่มีในบันทึก", "row {row} of {table} is gone, the record has it"),
}


def run(words: list[str]) -> int:
    """Verify every steward (or the one named) and say what was found."""
    parser = Parser(prog="ruammue verify", description=__doc__)
    parser.add_argument("--heads", type=Path, help="a file of heads that a witness kept")
    parser.add_argument("--write-heads", type=Path, help="write today's heads here")
    parser.add_argument("--steward", help="only the steward at this address")
    asked = parser.parse_args(words)
    open_kept_house()
    from ruammue.cli import heads
    from ruammue.ledger.models import Head
    from ruammue.ledger.verification import verify
    from ruammue.places.models import Steward

    chosen = Steward.objects.order_by("slug")
    if asked.steward:
        chosen = chosen.filter(slug=asked.steward)
        if not chosen.exists():
            parser.error(f"ไม่มีหน่วยงาน {asked.steward} ที่นี่ / there is no steward {asked.steward} here")
    called = {steward.pk: steward.slug for steward in chosen}
    witnessed = heads.read(asked.heads) if asked.heads else []
    # A steward whose row is gone but whose heads are not, or whom only a witness remembers, is verified too.
    known = (
        set()
        if asked.steward
        else {*Head.objects.values_list("steward_id", flat=True), *(w.steward_id for w in witnessed)}
    )
    stewards = [*called, *sorted(known - set(called))]
    found = verify(stewards, witnessed=witnessed)
    if asked.write_heads:
        heads.write(asked.write_heads)
        print(f"เขียนหัวบันทึก / heads: {asked.write_heads}")
    return tell(found, called, len(stewards))


def tell(found: Iterable[Finding], called: Mapping[Any, str], stewards: int) -> int:
    """Print each finding in Thai and English. Returns the exit code."""
    wrong = 0
    for finding in found:
        thai, english, waits = sentences(finding.code, finding.data)
        wrong += not waits
        print(f"{'…' if waits else '✗'} [{called.get(finding.steward_id, finding.steward_id)}] {thai}")
        print(f"    {english} ({finding.code})")
    if wrong:
        print(f"พบสิ่งผิดปกติ {wrong} อย่าง อย่าแก้เอง ให้เก็บสำเนาแล้วแจ้งผู้ดูแล / {wrong} wrong: keep a copy, call for help")
        return 1
    print(f"บันทึกครบถ้วนตามที่เขียนไว้ ({stewards} หน่วยงาน) / the record is as it was written ({stewards} stewards)")
    return 0


def sentences(code: str, data: Mapping[str, Any]) -> tuple[str, str, bool]:
    """Thai, English, and whether it only waits. A code without words of its own is shown with its data."""
    pair = SENTENCES.get(code) or _ANY_ROOM.get(code.split(".")[-1])
    if pair is None:
        told = ", ".join(f"{name}={value}" for name, value in data.items())
        return f"{code}: {told}", told, False
    thai, english = (text.removeprefix("~").format_map(data) for text in pair)
    return thai, english, pair[0].startswith("~")
