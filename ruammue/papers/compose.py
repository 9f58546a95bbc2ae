"""From a filled-in kind of paper to its blocks: here stand the words of every paper.

The papers are Thai forms whose words are prescribed (Form 11) or customary in Thai offices, so they are written
here in Thai and not looked up in a catalogue: a translated minute is not a minute.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import singledispatch

from ruammue.foundation import thai_dates
from ruammue.papers import kinds
from ruammue.papers.blocks import (
    Bars,
    Block,
    Cards,
    Col,
    Document,
    Facts,
    Frame,
    Heading,
    Line,
    Paragraph,
    People,
    Qr,
    Run,
    Sign,
    Signatures,
    Space,
    Split,
    Table,
    Text,
    Title,
    Together,
    address,
    bold,
    code,
    keep,
    phone,
    say,
    tidy,
)

DRAFT = "ร่าง – มีผลเมื่อลงนาม"
VOID = "ยกเลิกแล้ว – ใช้ไม่ได้"
DOTS = "." * 28
_SHORT = 600
_PDF_ONLY = frozenset({"pdf", "html"})
_SHEETS = frozenset({"pdf", "docx", "html", "xlsx"})


@singledispatch
def compose(paper: object) -> Document:
    """The blocks of a paper. Raises TypeError for what is no paper."""
    raise TypeError(type(paper))


def _document(
    office: kinds.Office,
    name: str,
    title: str,
    blocks: Iterable[Block],
    *,
    landscape: bool = False,
    thai_digits: bool = True,
    margins: str = "official",
    formats: frozenset[str] = frozenset({"pdf", "docx", "html"}),
    as_sheet: Table | None = None,
    is_signed: bool = True,
    voided: str = "",
) -> Document:
    return Document(
        name=f"{name}-{thai_dates.buddhist_year(office.printed_on)}-{office.printed_on:%m-%d}",
        title=tidy(title),
        blocks=tuple(blocks),
        source=tidy(f"ที่มา: {office.source or office.name}"),
        dated=f"พิมพ์เมื่อ {thai_dates.short(office.printed_on)}",
        mark=str(office.mark),
        landscape=landscape,
        thai_digits=thai_digits,
        margins=margins,
        formats=formats,
        as_sheet=as_sheet,
        standing=VOID if voided else DRAFT if is_signed else "",
    )


def _voided(words: str) -> list[Block]:
    """What a paper that counts no longer says above everything else."""
    return [Line(say(bold(words)), align="centre", size="large"), Space(3)] if words else []


def _beside_code(lines: Sequence[Block], link: str, alt: str, mm: int) -> Block:
    """Lines with the code of an address at their right; in a frame of their own where no address can be reached."""
    return Split(tuple(lines), (Qr(link, alt, mm),), mm + 4) if link else Frame(tuple(lines))


def _day(day: date | None) -> Run:
    return keep(thai_dates.long(day)) if day else keep(DOTS)


def _sign(label: str, signer: kinds.Signer) -> Sign:
    return Sign(label, tidy(signer.name), tidy(signer.position))


def _phone(contact: kinds.Contact) -> tuple[str | Run, ...]:
    return (" ", phone(contact.phone)) if contact.phone else ()


# ------------------------------------------------------------------------------------------- meetings


@compose.register
def _(paper: kinds.Minutes) -> Document:
    blocks: list[Block] = [
        Title(
            (
                say(bold("รายงานการประชุม"), keep(paper.body)),
                say("ครั้งที่ ", keep(paper.round or "........../..........")),
                say("เมื่อ", keep(thai_dates.with_weekday(paper.held_on))),
                say("ณ ", paper.place or DOTS),
            )
        ),
        *([] if paper.is_body_confirmed else [_body_not_confirmed()]),
        Heading(say("ผู้มาประชุม")),
        *([_attendees(paper.present)] if paper.present or not paper.crowd else []),
        *([Paragraph(say(paper.crowd))] if paper.crowd else []),
    ]
    if paper.absent:
        blocks += [Heading(say("ผู้ไม่มาประชุม")), _attendees(paper.absent)]
    if paper.others:
        blocks += [Heading(say("ผู้เข้าร่วมประชุม")), _attendees(paper.others)]
    began = thai_dates.clock(paper.began) if paper.began else "................ น."
    blocks += [Space(2), Line(say(bold("เริ่มประชุมเวลา"), " ", keep(began)))]
    if paper.quorum:
        present, seats, needed = paper.quorum
        met = present >= needed
        blocks.append(
            Paragraph(
                say(
                    "มีผู้มาประชุม ", keep(f"{present} คน"), " จากผู้มีสิทธิเข้าประชุม ", keep(f"{seats} คน"),
                    " องค์ประชุมต้องมีไม่น้อยกว่า ", keep(f"{needed} คน"),
                    " ครบองค์ประชุม" if met else " ไม่ครบองค์ประชุม จึงเป็นการหารือ ไม่มีการลงมติ",
                )
            )
        )  # fmt: skip
    for item in paper.agenda:
        blocks += _agenda_item(item)
    ended = thai_dates.clock(paper.ended) if paper.ended else "................ น."
    closing: list[Block] = [
        Space(2),
        Line(say(bold("เลิกประชุมเวลา"), " ", keep(ended))),
        Space(8),
        Signatures((_sign("ผู้จดรายงานการประชุม", paper.recorder), _sign("ผู้ตรวจรายงานการประชุม", paper.checker))),
        *_seal(paper.seal),
    ]
    # Signatures alone on a page could be put under any text: some of it goes with them.
    last = [blocks.pop()] if isinstance(blocks[-1], Together) else []
    blocks.append(Together((*last, *closing)))
    return _document(paper.office, "รายงานการประชุม", f"รายงานการประชุม{paper.body} {paper.round}".strip(), blocks)


def _body_not_confirmed() -> Block:
    return Paragraph(
        say(
            bold("ไม่ยืนยัน"),
            "  เมื่อปิดประชุม ยังไม่มีผู้ใดในสำนักงานยืนยันว่าคณะหรือเวทีนี้มีอยู่จริง ",
            "โปรดตรวจคำสั่งหรือประกาศแต่งตั้งก่อนใช้อ้างอิง",
        )
    )


def _seal(seal: tuple[int, str] | None) -> list[Block]:
    """The head of the record in groups of four, to be compared by eye: later edits of the record would not fit it."""
    if seal is None:
        return []
    entries, root = seal
    groups = " ".join(root[place : place + 4] for place in range(0, len(root), 4))
    return [
        Space(6),
        Line(say("เลขตรวจสอบบันทึกของระบบเมื่อปิดประชุม  ", keep(f"{entries} รายการ"), "  ", code(groups)), size="small"),
    ]


def _attendees(people: tuple[kinds.Attendee, ...]) -> Block:
    if not people:
        return Line(say("ไม่มี"))
    rows = []
    for person in people:
        notes = [person.duty]
        if person.proxy_for:
            notes.append(f"มาประชุมแทน{person.proxy_for}")
        if person.reason:
            notes.append(f"เนื่องจาก{person.reason}")
        rows.append((say(keep(person.name)), say(person.position), say(" ".join(note for note in notes if note))))
    return People(tuple(rows))


def _agenda_item(item: kinds.AgendaItem) -> list[Block]:
    blocks: list[Block] = [Heading(say(keep(f"ระเบียบวาระที่ {item.number}"), "  ", item.title))]
    if not item.matters:
        return [Together((*blocks, Paragraph(say("ไม่มี"))))]
    for place, matter in enumerate(item.matters, start=1):
        if matter.title:
            blocks.append(Heading(say(f"{item.number}.{place}  ", matter.title), level=2))
        told: list[Block] = [Paragraph(say(part)) for part in matter.text.split("\n") if part.strip()]
        # A resolution alone on a page has lost its matter.
        last = told[-1:] if len(matter.text.rpartition("\n")[2]) <= _SHORT else []
        blocks += told[: len(told) - len(last)]
        blocks.append(Together((*last, _resolution(matter.resolution, matter.tally))))
        for dissent in matter.dissents:
            blocks.append(Paragraph(say("ผู้มีความเห็นแย้ง: ", keep(dissent.name), " ให้เหตุผลว่า ", dissent.reason)))
    return blocks


def _resolution(text: str, tally: kinds.Tally | None = None) -> Block:
    parts: list[str | Run] = [bold("มติที่ประชุม"), "  ", text or DOTS * 2]
    if tally:
        how = f"โดย{tally.how} " if tally.how else ""
        parts += [" (", how, keep(f"เห็นชอบ {tally.yes} เสียง"), " ", keep(f"ไม่เห็นชอบ {tally.no} เสียง"), " "]
        parts += [keep(f"งดออกเสียง {tally.abstained} เสียง"), ")"]
    return Paragraph(say(*parts))


@compose.register
def _(paper: kinds.ResolutionRegister) -> Document:
    columns = (
        Col("เลขทะเบียน", 10, centre=True), Col("วันที่ประชุม", 17, centre=True), Col("เรื่อง", 19), Col("มติ", 20),
        Col("ผลทางกฎหมาย (เลขานุการระบุ)", 15), Col("ผู้รับผิดชอบ", 12), Col("กำหนดเสร็จ", 17, centre=True),
    )  # fmt: skip
    rows = tuple(
        (
            say(keep(row.number or "........")),
            say(keep(thai_dates.short(row.held_on))),
            say(f"วาระ {row.agenda} " if row.agenda else "", row.matter),
            say(row.resolution),
            say(
                row.effect, "" if row.confirmed else " ", "" if row.confirmed else Run("(ไม่ยืนยัน)", bold=True, keep=True)
            ),
            say(row.responsible),
            say(keep(thai_dates.short(row.due_on)) if row.due_on else ""),
        )
        for row in paper.rows
    )
    blocks: list[Block] = [
        Title((say(bold("ทะเบียนมติและการติดตาม")), say(keep(paper.body)))),
        Table(columns, rows, row_mm=10),
    ]
    if not all(row.confirmed for row in paper.rows):
        blocks.append(Line(say("“ไม่ยืนยัน” หมายถึง ยังไม่ได้ตรวจระเบียบข้อนี้กับตัวบทหรือนิติกร โปรดตรวจก่อนใช้อ้างอิง"), size="small"))
    blocks += [Space(8), Signatures((_sign("เลขานุการ", paper.secretary),))]
    return _document(
        paper.office, "ทะเบียนมติ", f"ทะเบียนมติ {paper.body}", blocks, landscape=True, margins="sheet", formats=_SHEETS
    )


@compose.register
def _(paper: kinds.AttendanceAnnex) -> Document:
    columns = (
        Col("ที่", 6, centre=True), Col("ชื่อ – สกุล", 34), Col("ตำแหน่ง / กลุ่ม", 25), Col("ลงชื่อ", 22), Col("หมายเหตุ", 13),
    )  # fmt: skip
    rows = [
        (
            say(f"{number}"),
            say(keep(person.name)),
            say(person.position or person.group),
            (),
            say(f"แทน {person.proxy_for}" if person.proxy_for else person.reason),
        )
        for number, person in enumerate(paper.people, start=1)
    ]
    rows += [(say(f"{number}"), (), (), (), ()) for number in range(len(rows) + 1, len(rows) + 1 + paper.spare)]
    blocks: list[Block] = [
        Title(
            (
                say(bold("บัญชีลงชื่อผู้มาประชุม")),
                say(paper.meeting),
                say(keep(thai_dates.with_weekday(paper.held_on)), " ณ ", paper.place or DOTS),
            )
        ),
        Table(columns, tuple(rows), row_mm=10),
    ]
    if paper.counts:
        total = sum(count for _, count in paper.counts)
        parts: list[str | Run] = [bold("สรุปจำนวน"), "  "]
        for group, count in paper.counts:
            parts += [keep(f"{group} {count} คน"), "  "]
        blocks += [Space(3), Paragraph(say(*parts, bold(f"รวม {total} คน")), indent=False)]
    blocks.append(Line(say("ใช้เป็นหลักฐานการประชุมเท่านั้น ไม่ต้องเขียนเลขประจำตัวประชาชน และไม่นำรายชื่อนี้ขึ้นหน้าเว็บ"), size="small"))
    return _document(paper.office, "บัญชีลงชื่อ", f"บัญชีลงชื่อ {paper.meeting}", blocks, margins="sheet", formats=_SHEETS)


@compose.register
def _(paper: kinds.ForumSheet) -> Document:
    held = keep(thai_dates.with_weekday(paper.held_on)) if paper.held_on else keep("วันที่ " + DOTS)
    groups = tuple((say(group), (), ()) for group in paper.groups)
    needs = [(say(code(row.row_id)), say(row.sentence), (), ()) for row in paper.rows]
    needs += [(say(code(f"+{number}")), (), (), ()) for number in range(1, paper.spare + 1)]
    how, box = "ยกมือ คนหนึ่งยกได้หลายเรื่อง", "ขีดนับมือ"
    if paper.stickers_each:
        how, box = f"ติดสติกเกอร์ คนละ {paper.stickers_each} ดวง", "ช่องติดสติกเกอร์"
    head: list[Block] = [
        Line(say(bold("ใบลงความเห็นเวทีประชาคม")), size="large"),
        Line(say(bold(paper.village))),
        Line(say(held, "  ณ ", paper.place or DOTS)),
        Line(say("รหัสใบ ", code(paper.sheet_code)), size="small"),
    ]
    blocks: list[Block] = [
        _beside_code(head, paper.link, "เปิดหน้ากรอกผลของใบนี้", 26),
        Heading(say("1. นับคนที่มา แยกตามกลุ่ม (นับหัว ไม่ต้องจดชื่อ)")),
        Table(
            (Col("กลุ่ม", 40), Col("ขีดนับ", 40, centre=True), Col("รวม (คน)", 20, centre=True)),
            groups,
            row_mm=7,
        ),
        Heading(say(f"2. เรื่องไหนควรทำก่อน ({how})")),
        Table(
            (
                Col("ที่", 10, centre=True, large=True), Col("เรื่อง", 44),
                Col(box, 32, centre=True), Col("รวม", 14, centre=True),
            ),
            tuple(needs),
            # A sticker wants its room; strokes do not, and ten needs then stay on one sheet.
            row_mm=15 if paper.stickers_each else 7,
        ),
        Line(say("แถว + ไว้เขียนเรื่องที่ชาวบ้านเสนอเพิ่มในเวที"), size="small"),
        Space(1),
        Signatures(
            (Sign("ผู้นับคนที่ 1"), Sign("ผู้นับคนที่ 2"), Sign("ผู้ดำเนินเวที"), Sign("ผู้กรอกผล")), columns=2
        ),
    ]  # fmt: skip
    return _document(
        paper.office, "ใบลงความเห็นประชาคม", f"ใบลงความเห็นเวทีประชาคม {paper.village}", blocks,
        thai_digits=False, margins="sheet", formats=_SHEETS,
    )  # fmt: skip


@compose.register
def _(paper: kinds.ItaDraft) -> Document:
    fields = (
        ("ประเด็นหรือเรื่องในการมีส่วนร่วม", paper.issue),
        ("สรุปข้อมูลของผู้มีส่วนร่วม", paper.participants),
        ("ผลจากการมีส่วนร่วม", paper.result),
        ("การนำผลจากการมีส่วนร่วมไปปรับปรุงพัฒนาการดำเนินงานของหน่วยงาน", paper.improvement),
    )
    blocks: list[Block] = [
        Title(
            (
                say(bold("การเปิดโอกาสให้เกิดการมีส่วนร่วม")),
                say(keep(paper.office.name), " ", keep(f"ปีงบประมาณ {paper.fiscal_year}")),
                say(paper.event),
            )
        )
    ]
    for number, (label, text) in enumerate(fields, start=1):
        blocks.append(Heading(say(f"({number}) {label}")))
        parts = [part for part in text.split("\n") if part.strip()]
        blocks += [Paragraph(say(part)) for part in parts] or [Paragraph(say("ยังไม่มีข้อมูล – ต้องเติมก่อนเผยแพร่"))]
    if paper.records:
        blocks += [
            Heading(say("หลักฐานอ้างอิง")),
            Table(
                (Col("หลักฐาน", 60), Col("อยู่ที่", 40)),
                tuple((say(title), say(address(where))) for title, where in paper.records),
            ),
        ]
    sheet = Table((Col("หัวข้อ"), Col("ข้อความ")), tuple((say(label), say(text)) for label, text in fields))
    return _document(
        paper.office,
        "ร่าง-ITA-การมีส่วนร่วม",
        f"การมีส่วนร่วม {paper.event}",
        blocks,
        formats=_SHEETS,
        as_sheet=sheet,
    )


# ------------------------------------------------------------------------------------------- networks


MOST_NAMES_ABREAST = 6


@compose.register
def _(paper: kinds.DutyTable) -> Document:
    share = max(8, 60 // max(1, len(paper.partners)))
    # Seven names and more do not fit side by side in whole words: the columns are numbered, the names stand below.
    is_wide = len(paper.partners) > MOST_NAMES_ABREAST
    titles = [f"({place})" if is_wide else tidy(name) for place, name in enumerate(paper.partners, start=1)]
    columns = (
        Col("ที่", 5, centre=True), Col("งาน", 30),
        *(Col(title, share, centre=True) for title in titles),
        Col("กำหนดเสร็จ", 12, centre=True),
    )  # fmt: skip
    rows = []
    for number, row in enumerate(paper.rows, start=1):
        if len(row.duties) != len(paper.partners):
            raise ValueError(f"row {number} has {len(row.duties)} duties for {len(paper.partners)} partners")
        duties = (_duty(duty) for duty in row.duties)
        due = say(keep(thai_dates.short(row.due_on)) if row.due_on else "")
        rows.append((say(f"{number}"), say(row.work), *duties, due))
    signers = paper.signers or tuple(kinds.Signer(position=partner) for partner in paper.partners)
    blocks: list[Block] = [
        Title((say(bold("ตารางแบ่งหน้าที่")), say("เรื่อง ", paper.matter))),
        Table(columns, tuple(rows), row_mm=9),
        *(
            Line(say(f"({place}) ", keep(tidy(name))), size="small")
            for place, name in enumerate(paper.partners, start=1)
            if is_wide
        ),
        Line(
            say(
                bold("นำ"), " = เป็นเจ้าของงานและตอบคำถาม   ", bold("ร่วม"), " = ลงมือทำด้วยกัน   ",
                bold("หนุน"), " = ช่วยเมื่อขอ   ", bold("รับรู้"), " = ได้รับแจ้งความคืบหน้า",
            ),
            size="small",
        ),
        Space(6),
        Heading(say("ทุกฝ่ายรับทราบและตกลงตามหน้าที่ข้างต้น")),
        Space(5),
        Signatures(tuple(_sign("", signer) for signer in signers), columns=2),
    ]  # fmt: skip
    return _document(
        paper.office, "ตารางแบ่งหน้าที่", f"ตารางแบ่งหน้าที่ {paper.matter}", blocks,
        landscape=len(paper.partners) > 3, margins="sheet", formats=_SHEETS,
    )  # fmt: skip


def _duty(duty: kinds.Duty | None) -> Text:
    if duty is None:
        return say("–")
    return say(bold(str(duty)) if duty is kinds.Duty.LEAD else keep(str(duty)))


def _letter_head(office: kinds.Office, number: str, dated: date | None) -> list[Block]:
    address = [Line(say(keep(office.name)))]
    if office.address:
        address.append(Line(say(office.address)))
    return [
        Split((Line(say("ที่ ", keep(number or "........................"))),), tuple(address), 78, top=True),
        Space(3),
        Line(say(_day(dated)), align="centre"),
        Space(2),
    ]


def _closing(to_monk: bool) -> str:
    return "ขอนมัสการด้วยความเคารพ" if to_monk else "ขอแสดงความนับถือ"


def _letter_end(office: kinds.Office, signer: kinds.Signer, to_monk: bool, contact: Iterable[str | Run]) -> list[Block]:
    return [
        Space(4),
        Signatures((Sign("", tidy(signer.name), tidy(signer.position), _closing(to_monk)),)),
        Space(8),
        Line(say(*contact)),
        *([Line(say(keep(office.name), " ", phone(office.phone)))] if office.phone else []),
    ]


def _listed(items: tuple[str, ...]) -> list[Block]:
    return [Paragraph(say(f"{number}. ", item)) for number, item in enumerate(items, start=1)]


def _who_comes(places: Sequence[tuple[str, tuple[str, ...]]]) -> Text:
    parts: list[str | Run] = []
    for role, names in places:
        parts += ["   " if parts else "", bold(role), " "]
        for place, name in enumerate(names):
            parts += [", " if place else "", keep(name)]
        if not names:
            parts.append("ยังว่าง")
    return say(*parts)


def _how_even(paper: kinds.WorkMonth) -> list[Block]:
    """The picture of who bears how much, without a name, and the sentence of the proof."""
    blocks: list[Block] = []
    if paper.evenness:
        every = sum(people for _half_days, people in paper.evenness)
        bars = tuple(
            (say(keep(f"คนละ {half_days} ครึ่งวัน")), people * 100 // every, say(keep(f"{people} คน")))
            for half_days, people in paper.evenness
        )
        title = say(bold("ใครช่วยเท่าไร"), " ทั้งตำบล เฉพาะคนที่ตอบรับแล้ว ", keep(f"{every} คน"))
        blocks += [Together((Heading(title), Bars(bars))), Space(3)]
    if paper.proof:
        blocks.append(Paragraph(say(paper.proof, " ระบบเสนอ คนตัดสินใจ ไม่มีใครถูกจัดโดยไม่ตอบรับเอง"), indent=False))
    return blocks


@compose.register
def _(paper: kinds.WorkMonth) -> Document:
    month = thai_dates.month_and_year(paper.month)
    columns = (Col("วัน", 16), Col("งาน และที่ไหน", 30), Col("ใครมา", 38), Col("ยังขาด", 10, centre=True))
    rows = tuple(
        (
            say(row.when),
            say(bold(row.what), f" {row.where}" if row.where else ""),
            _who_comes(row.who) if row.who else say(keep("ถามที่สำนักงาน")),
            say(keep(f"{row.missing} คน") if row.missing else keep("ผ่านแล้ว") if row.missing is None else "ครบ"),
        )
        for row in paper.rows
    )
    where = (" ", keep(paper.village)) if paper.village else ()
    blocks: list[Block] = [
        Title((say(bold("แบ่งงานกันทำ")), say("ประจำเดือน", keep(month), *where))),
        Table(columns, rows, row_mm=9) if rows else Paragraph(say("เดือนนี้ยังไม่มีงานที่จดไว้"), indent=False),
        Space(4),
        *_how_even(paper),
        Paragraph(
            say("มีชื่อเฉพาะคนที่ตอบรับแล้ว งานที่ยังขาดคน ใครมาช่วยได้บอกผู้ใหญ่บ้านหรือ ", keep(paper.office.name), " ",
                *((" ", phone(paper.office.phone)) if paper.office.phone else ())),
            indent=False,
        ),
    ]  # fmt: skip
    return _document(
        paper.office,
        "แบ่งงานประจำเดือน",
        f"แบ่งงานประจำเดือน{month}",
        blocks,
        margins="sheet",
        thai_digits=False,
        is_signed=False,
    )


@compose.register
def _(paper: kinds.WhoWhere) -> Document:
    columns = (
        Col(paper.first, 13), Col("ทำอะไร", 22), Col("เพื่อใคร", 15), Col("ใครนำ", 18), Col("ใครทำ ใครออกเงิน", 24),
        Col("เมื่อไร", 17), Col("ถึงไหนแล้ว", 12), Col("ยังขาด", 12),
    )  # fmt: skip
    blocks: list[Block] = [Title((say(bold("ใครทำอะไร ที่ไหน")), say(paper.asked)))]
    for place in paper.places:
        if place.label:
            blocks.append(Heading(say(place.label)))
        if place.rows:
            blocks.append(Table(columns, tuple(_who_where(row) for row in place.rows)))
        if place.gaps:
            blocks.append(Paragraph(say(bold("ยังไม่มีใครทำ  "), " · ".join(place.gaps)), indent=False))
        blocks += [Paragraph(say(bold("ควรคุยกัน  "), words), indent=False) for words in place.overlaps]
        blocks.append(Space(3))
    if not paper.places:
        blocks.append(Paragraph(say("ยังไม่มีใครบอกว่าทำอะไร และไม่มีเรื่องที่ขาด"), indent=False))
    blocks.append(
        Paragraph(
            say("มีเฉพาะเรื่องที่ทุกคนอ่านได้ ไม่มีเรื่องส่วนตัวของใคร ช่วยเรื่องไหนได้บอก ", keep(paper.office.name), " ",
                *((" ", phone(paper.office.phone)) if paper.office.phone else ())),
            indent=False,
        )
    )  # fmt: skip
    return _document(
        paper.office, "ใครทำอะไรที่ไหน", "ใครทำอะไร ที่ไหน", blocks, landscape=True, margins="sheet", thai_digits=False,
        is_signed=False,
    )  # fmt: skip


def _who_where(row: kinds.WhoWhereRow) -> tuple[Text, ...]:
    what = say(bold(row.what), f" ({row.told_by})" if row.told_by else "")
    doers = say(row.doers or "–", f" · ออกเงิน {row.funders}" if row.funders else "")
    known = (row.lead or "–", row.when or "–", row.lacking or "–")
    whom = " ".join(part for part in (row.for_whom, row.how_many) if part)
    return say(row.theme), what, say(whom or "–"), say(known[0]), doers, say(known[1]), say(row.standing), say(known[2])


@compose.register
def _(paper: kinds.ThingsMonth) -> Document:
    month = thai_dates.month_and_year(paper.month)
    columns = (Col("ขาดอะไร ของใคร", 34), Col("เท่าไร", 18), Col("ข้อเสนอ: ใครให้เท่าไร", 32), Col("ยังขาด", 18))
    rows = tuple(
        (
            say(bold(row.thing), f" {row.whom}", f" ใช้ภายใน {row.until}" if row.until else ""),
            say(keep(row.quantity)),
            say(" · ".join(row.givers) if row.givers else "ยังไม่มีใครเสนอ"),
            say(keep(row.missing) if row.missing else "ครบ"),
        )
        for row in paper.rows
    )
    blocks: list[Block] = [
        Title((say(bold("ข้อเสนอแบ่งของที่มีให้เรื่องที่ขาด")), say("ประจำเดือน", keep(month)))),
        Paragraph(say(paper.claim), indent=False),
        Table(columns, rows, row_mm=9),
        Space(4),
        Paragraph(say("เป็นข้อเสนอของเครื่องเพื่อพิจารณา ยังไม่ได้ขอใคร ผู้ให้ตอบเองว่าให้ได้หรือไม่"), indent=False),
    ]
    return _document(
        paper.office, "ข้อเสนอแบ่งของประจำเดือน", f"ข้อเสนอแบ่งของ{month}", blocks, margins="sheet", thai_digits=False,
        is_signed=False,
    )  # fmt: skip


@compose.register
def _(paper: kinds.Invitation) -> Document:
    office, you = paper.office.name, "พระคุณท่าน" if paper.to_monk else "ท่าน"
    blocks = _letter_head(paper.office, paper.number, paper.dated)
    blocks += [
        Facts(
            (
                (say("เรื่อง"), say("ขอเชิญร่วมมือ เรื่อง ", paper.matter)),
                (say("นมัสการ" if paper.to_monk else "เรียน"), say(keep(paper.to))),
            )
        ),
        Space(2),
        Paragraph(
            say(
                "ด้วย", keep(office), " กำลังหาทางแก้เรื่อง ", paper.matter, " ", paper.why,
                " เรื่องนี้หน่วยงานเดียวทำไม่สำเร็จ ต้องอาศัยความถนัดและกำลังของหลายฝ่ายร่วมกัน",
            )
        ),
        Paragraph(
            say(
                "ในการนี้ จึงขอเชิญ", you, "ร่วมมือ",
                " ในส่วนที่ถนัด ดังนี้" if paper.asks else " ในส่วนที่ถนัดและสะดวก",
            )
        ),
        *_listed(paper.asks),
    ]  # fmt: skip
    when: list[str | Run] = []
    if paper.when:
        when += ["ช่วงเวลา: ", paper.when, "  "]
    if paper.place:
        when += ["สถานที่: ", paper.place]
    if when:
        blocks.append(Paragraph(say(*when)))
    blocks.append(
        Paragraph(
            say(
                "จึง", "นมัสการ" if paper.to_monk else "เรียน", "มาเพื่อโปรดพิจารณา ",
                f"ไม่ว่า{you}จะยินดีร่วมหรือยังไม่สะดวก ขอได้โปรดแจ้งผู้ประสานตามท้ายหนังสือนี้",
                *((" ภายใน", keep(f"วันที่ {thai_dates.long(paper.answer_by)}")) if paper.answer_by else ()),
                " หรือสแกนรหัสท้ายหนังสือนี้" if paper.link else "",
                " การเข้าร่วมเป็นไปโดยสมัครใจ",
            )
        )
    )  # fmt: skip
    contact = ("ผู้ประสาน ", keep(paper.coordinator.name), *_phone(paper.coordinator))
    blocks += _letter_end(paper.office, paper.signer, paper.to_monk, contact)
    ways = "สแกนรหัสเพื่อตอบทางโทรศัพท์ หรือกรอกแล้วส่งคืนผู้ประสาน" if paper.link else "กรอกแล้วส่งคืนผู้ประสาน หรือโทรบอกก็ได้"
    answer = [
        Line(say(bold("ตอบคำเชิญ"))),
        Line(say("(......) ยินดีร่วม  (......) ยังไม่สะดวก เพราะ " + "." * 46)),
        Line(say(f"ลงชื่อ {'.' * 42}  โทร. {'.' * 30}")),
        Line(say(ways, *(() if paper.link else _phone(paper.coordinator))), size="small"),
    ]
    blocks += [Space(3), Frame((_beside_code(answer, paper.link, "ตอบคำเชิญ", 24),) if paper.link else tuple(answer))]
    return _document(paper.office, "หนังสือเชิญ", f"ขอเชิญร่วมมือ เรื่อง {paper.matter}", blocks)


@compose.register
def _(paper: kinds.ThankYou) -> Document:
    office, you = paper.office.name, "พระคุณท่าน" if paper.to_monk else "ท่าน"
    blocks = [*_voided(paper.voided), *_letter_head(paper.office, paper.number, paper.dated)]
    blocks += [
        Facts(
            (
                (say("เรื่อง"), say("ขอขอบคุณที่ร่วมมือ เรื่อง ", paper.matter)),
                (say("นมัสการ" if paper.to_monk else "เรียน"), say(keep(paper.to))),
            )
        ),
        Space(2),
        Paragraph(say("ตามที่", you, f"ได้ร่วมมือกับ{office} เรื่อง ", paper.matter, " โดยได้สนับสนุน ดังนี้")),
        *_listed(paper.gave),
    ]
    if paper.result:
        blocks.append(Paragraph(say("ผลที่เกิดขึ้น คือ ", paper.result)))
    blocks.append(
        Paragraph(
            say(
                keep(office), f" ขอขอบคุณใน{'เมตตา' if paper.to_monk else 'น้ำใจ'}ของ{you}มา ณ โอกาสนี้ ",
                "และหวังว่าจะได้ร่วมมือกันอีกในโอกาสต่อไป",
            )
        )
    )  # fmt: skip
    blocks.append(Paragraph(say("จึงนมัสการมาเพื่อโปรดทราบ" if paper.to_monk else "จึงเรียนมาเพื่อโปรดทราบ")))
    blocks += _letter_end(paper.office, paper.signer, paper.to_monk, ())
    if paper.link:
        blocks += [
            Space(4),
            _beside_code(
                [Line(say("ดูเรื่องนี้ตั้งแต่ต้นจนถึงผลได้ที่ ", address(paper.link)), size="small")],
                paper.link, "ดูเรื่องนี้", 22,
            ),
        ]  # fmt: skip
    return _document(paper.office, "หนังสือขอบคุณ", f"ขอขอบคุณที่ร่วมมือ เรื่อง {paper.matter}", blocks, voided=paper.voided)


@compose.register
def _(paper: kinds.Certificate) -> Document:
    blocks: list[Block] = [
        Line(say("ที่ ", keep(paper.number or "........................")), size="small"),
        *(_voided(paper.voided) or [Space(8)]),
        Line(say(bold(paper.office.name)), align="centre", size="large"),
        Space(7),
        Line(say("ขอมอบเกียรติบัตรฉบับนี้ให้ไว้เพื่อแสดงว่า"), align="centre"),
        Space(7),
        Title((say(bold(paper.to)),)),
        Space(3),
        Line(say("ได้ร่วมแรงร่วมใจ ", paper.about), align="centre"),
        Line(say("โดย", _and(paper.gave)), align="centre"),
        Space(7),
        Line(say("ขอขอบคุณในน้ำใจ และขอให้มีความสุขความเจริญสืบไป"), align="centre"),
        Space(3),
        Line(say("ให้ไว้ ณ ", *((keep(f"วันที่ {thai_dates.long(paper.dated)}"),) if paper.dated else ("วันที่ ", DOTS))),
             align="centre"),
        Space(22),
        Line(say("(", keep(tidy(paper.signer.name) or "." * 50), ")"), align="centre"),
        Line(say(tidy(paper.signer.position) or "ตำแหน่ง " + "." * 40), align="centre"),
    ]  # fmt: skip
    return _document(
        paper.office, "เกียรติบัตร", f"เกียรติบัตร {paper.about}", blocks, landscape=True, margins="certificate",
        voided=paper.voided,
    )  # fmt: skip


def _and(parts: Sequence[str]) -> str:
    """ "ก ข และ ค": few enough to be read aloud; the statement holds the rest."""
    shown = [*parts[:4], "สิ่งอื่นตามใบแสดงการมีส่วนร่วม"] if len(parts) > 5 else list(parts)
    return shown[0] if len(shown) == 1 else " ".join(shown[:-1]) + " และ" + shown[-1]


@compose.register
def _(paper: kinds.ContributionStatement) -> Document:
    parts = (("สิ่งของ สถานที่ ยานพาหนะ และความรู้", paper.in_kind), ("แรงงาน", paper.hours),
             ("เงินตามใบเสร็จรับเงินของทางราชการ", paper.money))  # fmt: skip
    blocks: list[Block] = [
        Title((say(bold("ใบแสดงการมีส่วนร่วม")), say("ปีงบประมาณ พ.ศ. ", keep(f"{paper.fiscal_year}")))),
        Paragraph(
            say(keep(paper.office.name), " ขอแสดงว่า ", bold(paper.to),
                " ได้ร่วมมือในปีงบประมาณนี้ เท่าที่ผู้ให้และผู้รับยืนยันตรงกัน ดังนี้")
        ),
    ]  # fmt: skip
    for title, sums in parts:
        if sums:
            blocks.append(Heading(say(title)))
            blocks += [Line(say("•  ", what, "  ", keep(much))) for what, much in sums]
        if sums == paper.hours and paper.hours_in_all:
            blocks.append(Line(say("รวม ", bold(paper.hours_in_all))))
    if not paper.rows:
        blocks.append(Paragraph(say("ยังไม่มีรายการที่ทั้งสองฝ่ายยืนยันในปีงบประมาณนี้")))
    else:
        columns = (Col("วันที่", 17), Col("รายการ", 23), Col("จำนวน", 17), Col("เรื่อง", 29), Col("ใบเสร็จ", 11))
        rows = tuple(
            (say(keep(thai_dates.short(row.on))), say(row.what), say(keep(row.quantity)), say(row.matter),
             say(row.receipt or "–"))
            for row in paper.rows
        )  # fmt: skip
        blocks += [Heading(say("รายการที่รวมเป็นตัวเลขข้างต้น")), Table(columns, rows)]
    blocks.append(
        Together(
            (
                Line(say("เป็นบันทึกการให้และการรับ ไม่ใช่ใบเสร็จรับเงิน ไม่ตีราคาสิ่งของหรือแรงงาน"), size="small"),
                Space(8),
                Signatures((_sign("ผู้รับรอง", paper.signer),)),
            )
        )
    )
    return _document(
        paper.office, "ใบแสดงการมีส่วนร่วม", f"ใบแสดงการมีส่วนร่วม ปีงบประมาณ {paper.fiscal_year}", blocks,
        formats=_SHEETS, margins="sheet",
    )  # fmt: skip


@compose.register
def _(paper: kinds.HoursStatement) -> Document:
    columns = (Col("วันที่", 17), Col("งาน", 29), Col("ที่ไหน", 20), Col("เวลา", 14), Col("จดจากอะไร", 20))
    rows = tuple(
        (
            say(keep(thai_dates.short(row.on))),
            say(row.what),
            say(row.place or "–"),
            say(keep(row.hours)),
            say(row.recorded),
        )
        for row in paper.rows
    )
    sources = [
        (paper.by_clock, "ตามเวลาที่ลงไว้ตอนมาและตอนเลิก"),
        (paper.by_word, "ตามใบเซ็นชื่อหรือเวลาที่นัด โดยคำบอกของคนคุมงาน"),
    ]
    told = [(much, words) for much, words in sources if much]
    how: list[Run | str] = [f" {words}" for _much, words in told] if len(told) == 1 else []
    if len(told) > 1:
        (clock, by_clock), (word, by_word) = told
        how = [" แบ่งเป็น ", keep(clock), f" {by_clock} และ ", keep(word), f" {by_word}"]
    blocks: list[Block] = [
        Title((say(bold("ใบรับรองชั่วโมงจิตอาสา")), say("ปีงบประมาณ พ.ศ. ", keep(f"{paper.fiscal_year}")))),
        Paragraph(
            say(keep(paper.office.name), " ขอรับรองว่า ", bold(paper.to), " ได้มาร่วมงานจิตอาสารวม ", bold(paper.total),
                *how, " ดังนี้")
        ),
        Table(columns, rows),
        Space(8),
        Signatures((_sign("ผู้รับรอง", paper.signer),)),
    ]  # fmt: skip
    return _document(paper.office, "ใบรับรองชั่วโมงจิตอาสา", "ใบรับรองชั่วโมงจิตอาสา", blocks)


@compose.register
def _(paper: kinds.FairShare) -> Document:
    blocks: list[Block] = [
        Title((say(bold("ใครช่วยอะไรเท่าไร")), say("ปีงบประมาณ พ.ศ. ", keep(f"{paper.fiscal_year}")))),
        Paragraph(say("เรียงตามตัวอักษร ไม่ใช่อันดับ นับเฉพาะที่ผู้ให้และผู้รับยืนยันตรงกัน ทุกคนให้เท่าที่ถนัดและสะดวก"), indent=False),
    ]
    for kind in paper.kinds:
        title = say(bold(kind.kind), *((" รวม ", keep(kind.total)) if kind.total else ()))
        bars = tuple(
            (say(name), percent, say(keep(f"{percent} ใน 100"), *((" ", keep(f"({much})")) if much else ())))
            for name, percent, much in kind.shares
        )
        blocks.append(Together((Heading(title), Bars(bars))))
    if not paper.kinds:
        blocks.append(Paragraph(say("ยังไม่มีรายการที่ทั้งสองฝ่ายยืนยันในปีงบประมาณนี้"), indent=False))
    blocks += [
        Space(4),
        Line(say("แรงงานและเงินรวมตามจำนวนจริง สิ่งที่หน่วยนับต่างกันนับทีละเรื่องที่ขอ ว่าใครนำมากี่ส่วน ไม่ตีราคา"), size="small"),
    ]
    table = Table(
        (Col("ชนิด", 20), Col("ใคร", 40), Col("ร้อยละ", 12), Col("จำนวน", 28)),
        tuple(
            (say(kind.kind), say(name), say(f"{percent}"), say(much))
            for kind in paper.kinds
            for name, percent, much in kind.shares
        ),
    )
    return _document(
        paper.office, "ใครช่วยอะไรเท่าไร", f"ใครช่วยอะไรเท่าไร ปีงบประมาณ {paper.fiscal_year}", blocks,
        thai_digits=False, margins="sheet", formats=_SHEETS, as_sheet=table, is_signed=False,
    )  # fmt: skip


@compose.register
def _(paper: kinds.Handover) -> Document:
    columns = (
        Col("ที่", 6, centre=True), Col("รายการ", 36), Col("จำนวน", 18, centre=True), Col("สภาพ / หมายเหตุ", 25),
        Col("กำหนดคืน", 20, centre=True),
    )  # fmt: skip
    rows = tuple(
        (
            say(f"{number}"),
            say(line.item),
            say(keep(line.quantity)),
            say(line.state),
            say(keep(thai_dates.short(line.return_by)) if line.return_by else "–"),
        )
        for number, line in enumerate(paper.lines, start=1)
    )
    blocks: list[Block] = [
        Title((say(bold("ใบรับมอบสิ่งของและบริการ")), say("(ไม่ใช่ใบเสร็จรับเงิน)"))),
        Split(
            (Line(say("ที่ ", keep(paper.number or "........................"))),),
            (Line(say("วันที่ ", _day(paper.handed_on)), align="right"),),
            75,
        ),
        Space(2),
        Paragraph(
            say(
                keep(paper.giver), " ได้มอบ และ ", keep(paper.receiver), " ได้รับ สิ่งของหรือบริการตามรายการข้างล่างนี้",
                " เพื่อใช้ในเรื่อง ", paper.matter, *((" ณ ", paper.place) if paper.place else ()),
            )
        ),
        Table(columns, rows, row_mm=9),
        Space(2),
        Paragraph(say("ทั้งสองฝ่ายตรวจนับแล้ว ถูกต้องตรงกัน จึงลงชื่อไว้เป็นหลักฐานฝ่ายละหนึ่งฉบับ")),
        Space(8),
        Signatures((_sign("ผู้มอบ", paper.giver_signer), _sign("ผู้รับมอบ", paper.receiver_signer)), columns=2),
    ]  # fmt: skip
    if paper.reference:
        blocks += [Space(8), Line(say("รหัสอ้างอิงในระบบ ", code(paper.reference)), size="small")]
    return _document(paper.office, "ใบรับมอบ", f"ใบรับมอบ เรื่อง {paper.matter}", blocks)


# ------------------------------------------------------------------------------------------- people


def _own_mark(office: kinds.Office) -> list[Block]:
    """Pieces are cut apart, so each carries the mark itself."""
    return [Line(say(bold(str(office.mark))), size="small")] if office.mark else []


@compose.register
def _(paper: kinds.CitizenCards) -> Document:
    cards: list[tuple[Block, ...]] = []
    for card in paper.cards:
        left: list[Block] = [
            Line(say(bold(paper.office.name)), size="small"),
            Line(say(bold(card.holder))),
            Line(say(card.village), size="small"),
            Line(say("รหัสลับ ", Run(card.pin, bold=True, keep=True, as_is=True)), size="large"),
        ]
        if card.helper:
            left.append(Line(say("ติดขัดถาม ", keep(card.helper.name), *_phone(card.helper)), size="small"))
        until = f" ใช้ได้ถึง {thai_dates.short(card.valid_until)}" if card.valid_until else ""
        left.append(Line(say("บัตร ", code(card.card_code), until), size="small"))
        left += _own_mark(paper.office)
        if not card.link:
            left.append(Line(say("ใช้บัตรนี้ได้เมื่อระบบเปิดให้เข้าจากโทรศัพท์"), size="small"))
            cards.append(tuple(left))
            continue
        right: list[Block] = [Qr(card.link, "เข้าใช้งาน", 26), Line(say("สแกนแล้วใส่รหัสลับ"), size="small", align="centre")]
        cards.append((Split(tuple(left), tuple(right), 28),))
    blocks: list[Block] = [Cards(86, 54, 2, tuple(cards))]
    return _document(
        paper.office, "บัตรเข้าใช้", f"บัตรเข้าใช้ {paper.office.name}", blocks,
        thai_digits=False, margins="cards", formats=_PDF_ONLY, is_signed=False,
    )  # fmt: skip


@compose.register
def _(paper: kinds.ReceiptSlips) -> Document:
    slips: list[tuple[Block, ...]] = []
    for slip in paper.slips:
        blocks: list[Block] = [
            Line(say(bold("รับเรื่องแล้ว")), size="large"),
            Line(say("รหัส ", Run(slip.receipt_code, bold=True, keep=True, as_is=True)), size="huge"),
            Line(say(slip.about)),
            Line(say("รับเมื่อ ", keep(thai_dates.short(slip.received_on)))),
            Line(say(bold(slip.contact.name), " จะตอบภายใน", keep(thai_dates.with_weekday(slip.answer_by)))),
        ]
        if slip.contact.phone:
            blocks.append(Line(say(phone(slip.contact.phone, heavy=True)), size="large"))
        if slip.entered_by:
            blocks.append(Line(say("ผู้ช่วยกรอก ", keep(slip.entered_by)), size="small"))
        blocks.append(Line(say("เก็บใบนี้ไว้ ใช้รหัสถามความคืบหน้าและบอกว่าแก้แล้วหรือยัง"), size="small"))
        blocks.append(Line(say(paper.office.name), size="small"))
        blocks += _own_mark(paper.office)
        if slip.link:
            blocks.append(Qr(slip.link, "ดูความคืบหน้าของเรื่อง", 34))
        slips.append(tuple(blocks))
    return _document(
        paper.office, "ใบรับเรื่อง", f"ใบรับเรื่อง {paper.office.name}", [Cards(93, 132, 2, tuple(slips))],
        thai_digits=False, margins="slips", formats=_PDF_ONLY, is_signed=False,
    )  # fmt: skip


@compose.register
def _(paper: kinds.MatterSheet) -> Document:
    blocks: list[Block] = [
        Line(say(keep(paper.office.name)), align="centre"),
        Space(4),
        Line(say(bold(paper.title)), align="centre", size="huge"),
        Space(3),
        Line(say(paper.place), align="centre", size="large") if paper.place else Space(1),
        Space(2),
        Paragraph(say(paper.sentence), indent=False, size="large"),
    ]
    if paper.lacks:
        blocks += [Space(3), Line(say(bold("ยังขาด")), size="large")]
        blocks += [Line(say("•  ", item), size="large") for item in paper.lacks]
    if paper.next_step:
        blocks += [Space(3), Paragraph(say(bold("ขั้นต่อไป  "), paper.next_step), indent=False, size="large")]
    ask: list[Block] = [Line(say(bold("ช่วยได้ หรืออยากรู้ความคืบหน้า")), size="large")]
    if paper.link:
        ask.append(Line(say("สแกนรหัสนี้ด้วยกล้องโทรศัพท์")))
    ask.append(Line(say("หรือถาม " if paper.link else "ถาม ", keep(paper.coordinator.name)), size="large"))
    if paper.coordinator.phone:
        ask.append(Line(say(phone(paper.coordinator.phone, heavy=True)), size="huge"))
    framed = (_beside_code(ask, paper.link, tidy(f"หน้าเรื่อง {paper.title}"), 48),) if paper.link else tuple(ask)
    blocks += [Space(6), Frame(framed)]
    if paper.link:
        blocks.append(Line(say(address(paper.link)), size="small", align="centre"))
    return _document(paper.office, "ป้ายเรื่อง", paper.title, blocks, thai_digits=False, margins="poster")


@compose.register
def _(paper: kinds.LoudspeakerSheet) -> Document:
    blocks: list[Block] = [
        Title((say(bold("ประกาศเสียงตามสาย")), say(paper.title))),
        Line(say("อ่านวันที่ ", _day(paper.read_on), "   ผู้อ่าน ", keep(DOTS))),
        Space(4),
    ]
    for sentence in paper.sentences:
        blocks += [Paragraph(say(sentence), indent=False, size="large"), Space(6)]
    blocks.append(Line(say("อ่านช้า ๆ เว้นจังหวะทุกย่อหน้า อ่านซ้ำอีกหนึ่งรอบ"), size="small"))
    return _document(
        paper.office, "ประกาศเสียงตามสาย", f"ประกาศเสียงตามสาย {paper.title}", blocks, thai_digits=False, margins="poster"
    )


__all__ = ["DRAFT", "compose"]
