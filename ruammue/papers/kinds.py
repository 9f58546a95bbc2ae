"""What can be put on paper: one frozen dataclass per kind, filled by the rooms above, which this room never asks.

Everything is plain text, numbers and dates; an empty text means "not known", and the paper then shows a dotted
line to be filled in by hand. Nothing is minted here: a number stands on a paper only if a human typed it from
the office's register.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum


class Mark(StrEnum):
    """Said on every page of papers that are not of real life."""

    NONE = ""
    PRACTICE = "ซ้อม"
    TEST = "ข้อมูลทดสอบ ไม่ใช่ข้อมูลจริง"
    DEMO = "ข้อมูลสาธิต"


class Duty(StrEnum):
    """The words of the duty table."""

    LEAD = "นำ"
    JOIN = "ร่วม"
    SUPPORT = "หนุน"
    CONSULT = "ปรึกษา"
    INFORM = "รับรู้"


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Who writes: the office's name, its address in one line, telephone; `source` is where the facts come from."""

    name: str
    address: str = ""
    phone: str = ""
    source: str = ""
    printed_on: date
    mark: Mark = Mark.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Whose name stands under a place to sign."""

    name: str = ""
    position: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One person with one telephone number."""

    name: str
    phone: str = ""
    position: str = ""


# ------------------------------------------------------------------------------------------- meetings


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """`duty` in the meeting (ประธาน...), `proxy_for` whom they came instead of, `reason` why they did not come."""

    name: str
    position: str = ""
    duty: str = ""
    proxy_for: str = ""
    reason: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Voices counted. `how`: ยกมือ, ลงคะแนนลับ..."""

    yes: int
    no: int
    abstained: int = 0
    how: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dissent:
    """A contrary opinion, recorded with its reason (พ.ร.บ.วิธีปฏิบัติราชการทางปกครอง 2539 ม.83)."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One matter under an agenda item. Without a `resolution` the paper leaves a dotted line for it."""

    title: str = ""
    text: str = ""
    resolution: str = ""
    tally: Tally | None = None
    dissents: tuple[Dissent, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItem:
    """ระเบียบวาระที่ `number`, with its matters; without any the paper says there were none."""

    number: int
    title: str
    matters: tuple[Matter, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """รายงานการประชุม, Form 11 of ระเบียบงานสารบรรณ (DOMAIN 3.6).

    `round` as the office counts ("3/2569"), typed. `quorum` is (present, seats, needed) or None when the rule
    is not known. Times may be missing. `crowd`: who came without being named. `seal`: the head of the record on
    the day of closing (entries, root in hex), printed small so that it leaves the machine on paper.
    `is_body_confirmed`: False when nobody of the office had said by then that this body exists.
    """

    office: Office
    body: str
    is_body_confirmed: bool = True
    round: str = ""
    held_on: date
    place: str
    present: tuple[Attendee, ...]
    absent: tuple[Attendee, ...] = ()
    others: tuple[Attendee, ...] = ()
    began: time | None = None
    ended: time | None = None
    quorum: tuple[int, int, int] | None = None
    crowd: str = ""
    agenda: tuple[AgendaItem, ...]
    recorder: Signer = Signer()
    checker: Signer = Signer()
    seal: tuple[int, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow:
    """One resolution. `effect` is the secretary's statement; `confirmed` whether the rule behind it is."""

    number: str = ""
    held_on: date
    agenda: str
    matter: str
    resolution: str
    effect: str
    confirmed: bool
    responsible: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolutionRegister:
    """ทะเบียนมติ of one body."""

    office: Office
    body: str
    rows: tuple[RegisterRow, ...]
    secretary: Signer = Signer()


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceAnnex:
    """ใบลงชื่อ: who came or is expected, by name, with room to sign and `spare` empty rows."""

    office: Office
    meeting: str
    held_on: date
    place: str
    people: tuple[Attendee, ...]
    spare: int = 5
    counts: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ForumRow:
    """One need to be weighed: its short row id as printed and typed back ("A1"), and its sentence."""

    row_id: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ForumSheet:
    """ใบลงความเห็นเวทีประชาคม: hands are counted, or `stickers_each` stickers a head, and typed in afterwards."""

    office: Office
    village: str
    held_on: date | None = None
    place: str = ""
    sheet_code: str
    groups: tuple[str, ...]
    rows: tuple[ForumRow, ...]
    stickers_each: int | None = None
    spare: int = 3
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItaDraft:
    """The four fields of the participation page (DOMAIN 2.7). Empty fields are shown as still empty."""

    office: Office
    event: str
    fiscal_year: int
    issue: str
    participants: str
    result: str
    improvement: str
    records: tuple[tuple[str, str], ...] = ()


# ------------------------------------------------------------------------------------------- networks


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyRow:
    """A piece of work and each partner's duty in it, in the order of the partners; None for no part."""

    work: str
    duties: tuple[Duty | None, ...]
    due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyTable:
    """ตารางแบ่งหน้าที่, an annex that every partner signs."""

    office: Office
    matter: str
    partners: tuple[str, ...]
    rows: tuple[DutyRow, ...]
    signers: tuple[Signer, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkMonthRow:
    """A task: when and where, who comes (role -> names, for each kind of place), how many still lack (none: over)."""

    when: str
    what: str
    where: str = ""
    who: tuple[tuple[str, tuple[str, ...]], ...] = ()
    missing: int | None = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkMonth:
    """แบ่งงานประจำเดือน for the village board: names of who said yes, and nothing else of them.

    `village`: whose sheet it is, empty for the whole tambon; `proof`: how good the proposal was, in a sentence;
    `evenness`: (half-days, how many people said yes to so many) in the whole tambon.
    """

    office: Office
    month: date
    rows: tuple[WorkMonthRow, ...]
    village: str = ""
    proof: str = ""
    evenness: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoWhereRow:
    """An activity: what, whose matter; who leads, who does it, who pays; when; how it stands; what still lacks.

    `how_many`: for how many people, in words. `told_by`: whose word it is, where it was told from outside.
    """

    what: str
    theme: str
    lead: str = ""
    doers: str = ""
    funders: str = ""
    when: str = ""
    standing: str = ""
    lacking: str = ""
    for_whom: str = ""
    how_many: str = ""
    told_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoWherePlace:
    """A village, the whole tambon, a theme or a partner: its rows, what nobody does yet, and who should talk with whom.
    No `label`: what belongs to no part.
    """

    label: str
    rows: tuple[WhoWhereRow, ...] = ()
    gaps: tuple[str, ...] = ()
    overlaps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoWhere:
    """ใครทำอะไร ที่ไหน, by village, theme or partner, for the wall and the meeting: only what everybody may read.

    `first`: what the first column holds, since the heading of each part says the rest.
    """

    office: Office
    asked: str
    places: tuple[WhoWherePlace, ...]
    first: str = "เรื่อง"


@dataclass(frozen=True, slots=True, kw_only=True)
class ThingsMonthRow:
    """What lacks, for whom and until when; who is proposed for how much; what stays open."""

    thing: str
    quantity: str
    whom: str
    until: str = ""
    givers: tuple[str, ...] = ()
    missing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThingsMonth:
    """แบ่งของเดือนนี้: a proposal for the meeting table. Nobody was asked yet."""

    office: Office
    month: date
    claim: str
    rows: tuple[ThingsMonthRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """หนังสือเชิญร่วมมือ. `asks` are what this partner is asked for; `link` is where it answers, once."""

    office: Office
    number: str = ""
    dated: date | None = None
    to: str
    to_monk: bool = False
    matter: str
    why: str = ""
    asks: tuple[str, ...] = ()
    when: str = ""
    place: str = ""
    answer_by: date | None = None
    link: str = ""
    coordinator: Contact
    signer: Signer = Signer()


@dataclass(frozen=True, slots=True, kw_only=True)
class ThankYou:
    """หนังสือขอบคุณ, for what was really delivered. `voided`: when and why it counts no longer, in words."""

    office: Office
    number: str = ""
    dated: date | None = None
    to: str
    to_monk: bool = False
    matter: str
    gave: tuple[str, ...]
    result: str = ""
    link: str = ""
    signer: Signer = Signer()
    voided: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """เกียรติบัตร, A4 lying: to a partner or a person, for what both sides confirmed. No picture of anybody stands on it,
    and a name under it only if somebody chose it. `voided`: when and why it counts no longer, in words.
    """

    office: Office
    number: str = ""
    dated: date | None = None
    to: str
    about: str
    gave: tuple[str, ...]
    signer: Signer = Signer()
    voided: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenRow:
    """One record of a year: the day, what and how much in words, for which matter, the receipt of money."""

    on: date
    what: str
    quantity: str
    matter: str
    receipt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContributionStatement:
    """ใบแสดงการมีส่วนร่วมประจำปี of one partner: the sums, and every record that makes them.

    `in_kind`, `money`, `hours`: (what, how much) in words. `hours_in_all`: "36 ชั่วโมง", "" without any.
    """

    office: Office
    to: str
    fiscal_year: int
    in_kind: tuple[tuple[str, str], ...]
    money: tuple[tuple[str, str], ...]
    hours: tuple[tuple[str, str], ...]
    hours_in_all: str = ""
    rows: tuple[GivenRow, ...]
    signer: Signer = Signer()


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursRow:
    """A half-day on which somebody came: what was done and where, how long in words, and how that was recorded."""

    on: date
    what: str
    place: str
    hours: str
    recorded: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursStatement:
    """ใบรับรองชั่วโมงจิตอาสา of one person: `by_clock` from the times of coming and leaving, `by_word` from a paper list or
    the plan, by the word of whoever ran the task. Each empty where there are none.
    """

    office: Office
    to: str
    fiscal_year: int
    rows: tuple[HoursRow, ...]
    total: str
    by_clock: str = ""
    by_word: str = ""
    signer: Signer = Signer()


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedKind:
    """One kind of what came: `total` in words ("" where units differ), and (name, percent, how much or of what) of
    each.
    """

    kind: str
    total: str
    shares: tuple[tuple[str, int, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FairShare:
    """ใครช่วยอะไรเท่าไร in a year, kind by kind, in the order of a Thai list: no rank, no single villager."""

    office: Office
    fiscal_year: int
    kinds: tuple[SharedKind, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverLine:
    """One thing or service handed over, its quantity in words ("40 ตัว") and its state."""

    item: str
    quantity: str
    state: str = ""
    return_by: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """ใบรับมอบ of things and services, signed by both sides; never a receipt for money."""

    office: Office
    number: str = ""
    handed_on: date
    place: str = ""
    giver: str
    receiver: str
    matter: str
    lines: tuple[HandoverLine, ...]
    giver_signer: Signer = Signer()
    receiver_signer: Signer = Signer()
    reference: str = ""


# ------------------------------------------------------------------------------------------- people


@dataclass(frozen=True, slots=True, kw_only=True)
class CitizenCard:
    """A card that opens the door for one person: link as QR, PIN, who helps."""

    holder: str
    village: str
    link: str = ""
    pin: str
    card_code: str
    valid_until: date | None = None
    helper: Contact | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CitizenCards:
    """Cards of credit-card size, ten on an A4 sheet."""

    office: Office
    cards: tuple[CitizenCard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptSlip:
    """ใบรับเรื่อง: the code to ask with, who answers, until when. No words of the matter itself."""

    receipt_code: str
    about: str
    received_on: date
    answer_by: date
    contact: Contact
    link: str = ""
    entered_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptSlips:
    """Slips of A6, four on an A4 sheet."""

    office: Office
    slips: tuple[ReceiptSlip, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterSheet:
    """One matter on an A4 sheet for the notice board: large, with a QR code."""

    office: Office
    title: str
    sentence: str
    lacks: tuple[str, ...] = ()
    place: str = ""
    next_step: str = ""
    link: str = ""
    coordinator: Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class LoudspeakerSheet:
    """Text to be read over the village loudspeaker, large and with room to breathe."""

    office: Office
    title: str
    sentences: tuple[str, ...]
    read_on: date | None = None


Paper = (
    Minutes | ResolutionRegister | AttendanceAnnex | ForumSheet | ItaDraft | DutyTable | WorkMonth | WhoWhere
    | ThingsMonth | Invitation | ThankYou | Certificate | ContributionStatement | HoursStatement | FairShare | Handover
    | CitizenCards | ReceiptSlips | MatterSheet | LoudspeakerSheet
)  # fmt: skip
