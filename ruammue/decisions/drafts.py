"""From one entry to every paper and text: minutes, register, attendance, ITA draft, share text, loudspeaker.

Papers are Thai forms; their words are written in Thai here, as in the room of papers. Nothing is official: each carries
"ร่าง – มีผลเมื่อลงนาม", and numbers stand on it only if a human typed them. What leaves the office (share, loudspeaker,
ITA) names no villager: rows carry the words that were chosen for the room, counts go through the suppression.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone, translation

from ruammue.decisions import wording
from ruammue.decisions.bodies import Expected, was_confirmed
from ruammue.decisions.judging import HERE
from ruammue.decisions.models import Attendance, Dissent, HeadCount, Item, Meeting, Resolution
from ruammue.decisions.queries import ADOPTED, Sitting, agenda_of
from ruammue.foundation import thai_dates
from ruammue.foundation.counting import HELD_BACK, heads_shown
from ruammue.foundation.suppression import Threshold, count_shown
from ruammue.needs import saying
from ruammue.papers import kinds, share
from ruammue.places.models import Steward

_MARKS = {"demo": kinds.Mark.DEMO, "practice": kinds.Mark.PRACTICE, "test": kinds.Mark.TEST}
GROUP_WORDS = {
    HeadCount.Group.CHILDREN: "เด็กและเยาวชน",
    HeadCount.Group.OLD: "ผู้มีอายุ 60 ปีขึ้นไป",
    HeadCount.Group.DISABLED: "คนพิการ",
}
EFFECT_WORDS = {
    Resolution.Effect.ADVISORY: "ความเห็นประกอบ ไม่ผูกพัน",
    Resolution.Effect.COMMITTEE: "มติคณะกรรมการ",
    Resolution.Effect.EXECUTIVE: "ต้องให้ผู้บริหารตัดสินใจ",
    Resolution.Effect.COUNCIL: "ต้องให้สภาท้องถิ่นตัดสินใจ",
}
SPARE_ROWS = 3
MOST_TOLD = 3
_NOT_TOLD = f"น้อยกว่า {Threshold.PERSONS} คน"


def office(steward: Steward, printed_on: date) -> kinds.Office:
    """Who writes, and from which record."""
    return kinds.Office(
        name=steward.name,
        phone=steward.phone,
        source=f"บันทึกของ{steward.short_name}",
        printed_on=printed_on,
        mark=_MARKS.get(steward.mark, kinds.Mark.NONE),
    )


def _office_of(sitting: Sitting) -> kinds.Office:
    """The office on the day of closing, so that the same meeting gives the same bytes for ever."""
    meeting = sitting.meeting
    printed_on = timezone.localdate(meeting.closed_at) if meeting.closed_at else timezone.localdate()
    return office(meeting.steward, printed_on)


def _seal(meeting: Meeting) -> tuple[int, str] | None:
    """The head of the record as it was on closing; half of its root is enough to compare by eye."""
    size, _, root = meeting.ledger_head.partition("@")
    return (int(size), root[:32]) if root else None


def body_name(meeting: Meeting) -> str:
    """What met: the name of the network, with its village where the name does not say it."""
    village = meeting.network.village
    name = meeting.network.name
    return f"{name} {village.label}" if village and village.label not in name else name


# ------------------------------------------------------------------------------------------- before


def forum_sheet(sitting: Sitting, link: str) -> kinds.ForumSheet:
    """The sheet that is carried into the forum: rows with their numbers, heads by group, hands or stickers."""
    meeting = sitting.meeting
    return kinds.ForumSheet(
        office=_office_of(sitting),
        village=body_name(meeting),
        held_on=meeting.held_on,
        place=meeting.place,
        sheet_code=meeting.pk.hex[-8:].upper(),
        groups=_groups_asked(),
        rows=tuple(kinds.ForumRow(row_id=str(item.order), sentence=item.title) for item in sitting.numbered),
        stickers_each=meeting.stickers_each,
        spare=SPARE_ROWS,
        link=link,
    )


def _groups_asked() -> tuple[str, ...]:
    """The boxes of the entry page in the same words and order: what is counted on paper is what is typed in."""
    with translation.override("th"):
        return tuple(str(group.label) for group in HeadCount.Group)


def attendance(sitting: Sitting, expected: Sequence[Expected]) -> kinds.AttendanceAnnex:
    """Who is expected or came, with room to sign; of a forum only the counts stand below empty rows."""
    meeting = sitting.meeting
    if sitting.attendance:
        people = tuple(_attendee(row) for row in sitting.present(*HERE, Attendance.Presence.GUEST))
    else:
        people = tuple(kinds.Attendee(name=voice.name or voice.label, position=voice.label) for voice in expected)
    counts: tuple[tuple[str, int], ...] = ()
    if sitting.heads:
        women, men = (sitting.heads.get(group, 0) for group in (HeadCount.Group.WOMEN, HeadCount.Group.MEN))
        counts = (("หญิง", women), ("ชาย", men))
    return kinds.AttendanceAnnex(
        office=_office_of(sitting),
        meeting=body_name(meeting),
        held_on=meeting.held_on,
        place=meeting.place,
        people=people,
        spare=max(5, sitting.head_count or 30) if meeting.is_forum else 5 if people else 15,
        counts=counts,
    )


# ------------------------------------------------------------------------------------------- after


def _attendee(row: Attendance) -> kinds.Attendee:
    holder = row.post if row.presence == Attendance.Presence.SUBSTITUTE else ""
    duty = str(row.seat.get_office_display()) if row.seat and row.seat.office != "member" else ""
    return kinds.Attendee(
        name=row.name or row.post,
        position="" if holder else row.post,
        # Many seats are named by their office already: "ปลัด กรรมการและเลขานุการ".
        duty="" if duty in row.post else duty,
        proxy_for=holder,
        reason=row.reason if row.presence == Attendance.Presence.ABSENT else "",
    )


def minutes(sitting: Sitting) -> kinds.Minutes:
    """รายงานการประชุม (Form 11) of a closed meeting."""
    meeting = sitting.meeting
    with translation.override("th"):
        present = [_attendee(row) for row in sitting.present(*HERE)]
        absent = [_attendee(row) for row in sitting.present(Attendance.Presence.ABSENT)]
        others = [_attendee(row) for row in sitting.present(Attendance.Presence.GUEST)]
    quorum = None
    if meeting.seats_needed is not None:
        quorum = (meeting.seats_present or 0, meeting.seats_filled or 0, meeting.seats_needed)
    return kinds.Minutes(
        office=_office_of(sitting),
        body=body_name(meeting),
        is_body_confirmed=was_confirmed(meeting.network, meeting.closed_at),
        round=meeting.number,
        held_on=meeting.held_on,
        place=meeting.place,
        present=tuple(_chair(meeting) if meeting.is_forum else present),
        crowd=_crowd(sitting) if meeting.is_forum else "",
        absent=tuple(absent),
        others=tuple(others),
        began=meeting.starts_at,
        ended=meeting.ended_at,
        quorum=quorum,
        agenda=_forum_agenda(sitting) if meeting.is_forum else _agenda(sitting),
        recorder=kinds.Signer(name=meeting.note_taker),
        checker=kinds.Signer(name=meeting.checker),
        seal=_seal(meeting),
    )


def _chair(meeting: Meeting) -> list[kinds.Attendee]:
    return [kinds.Attendee(name=meeting.chair_name, position="ประธานในที่ประชุม")] if meeting.chair_name else []


def _crowd(sitting: Sitting) -> str:
    """A forum is written down by numbers; the names stay on the signed annex."""
    women, men = (sitting.heads.get(group, 0) for group in (HeadCount.Group.WOMEN, HeadCount.Group.MEN))
    parts = [f"{words} {sitting.heads[group]} คน" for group, words in GROUP_WORDS.items() if sitting.heads.get(group)]
    among = f" ในจำนวนนี้เป็น{' '.join(parts)}" if parts else ""
    return f"ประชาชน {sitting.head_count} คน (หญิง {women} คน ชาย {men} คน{among}) ตามบัญชีลงชื่อแนบท้าย"


def _forum_agenda(sitting: Sitting) -> tuple[kinds.AgendaItem, ...]:
    rows = tuple(
        kinds.Matter(title=resolution.item.title, resolution=resolution.text) for resolution in sitting.resolutions
    )
    words = sitting.meeting.closing_words
    others = (kinds.Matter(text=words, resolution=wording.NOTED),) if words else ()
    return (
        kinds.AgendaItem(number=1, title=wording.FORUM_SECTION, matters=rows),
        kinds.AgendaItem(number=2, title=wording.SECTIONS[5], matters=others),
    )


def _agenda(sitting: Sitting) -> tuple[kinds.AgendaItem, ...]:
    said = {resolution.item_id: resolution for resolution in sitting.resolutions}
    return tuple(
        kinds.AgendaItem(
            number=section,
            title=title,
            matters=tuple(
                _matter(sitting, item, said.get(item.pk)) for item in sitting.items if item.section == section
            ),
        )
        for section, title in wording.SECTIONS.items()
    )


def _matter(sitting: Sitting, item: Item, resolution: Resolution | None) -> kinds.Matter:
    told = [item.discussion] if item.discussion else []
    if item.stepped_out:
        who = f" ({item.step_out_words})" if item.step_out_words else ""
        told.append(f"ผู้มีส่วนได้เสีย {item.stepped_out} คน ออกจากที่ประชุมในเรื่องนี้ ไม่นับเป็นองค์ประชุม{who}")
    if item.chair_casts:
        told.append(f"เสียงเท่ากัน ประธานออกเสียงชี้ขาดว่า{'เห็นชอบ' if item.chair_casts == 'yes' else 'ไม่เห็นชอบ'}")
    tally = None
    if item.method == Item.Method.MOTION and item.yes is not None:
        tally = kinds.Tally(yes=item.yes, no=item.no or 0, abstained=item.abstain or 0, how="ยกมือ")
    return kinds.Matter(
        title=item.title if item.section == 4 else "",
        text="\n".join(told),
        resolution=resolution.text if resolution else "",
        tally=tally,
        dissents=tuple(
            kinds.Dissent(
                name=f"{row.name} (ข้อสงวน)" if row.kind == Dissent.Kind.RESERVATION else row.name, reason=row.reason
            )
            for row in sitting.dissents_of(item)
        ),
    )


def register_row(resolution: Resolution) -> kinds.RegisterRow:
    """One line of ทะเบียนมติ, with the secretary's statement of its legal effect."""
    item = resolution.item
    return kinds.RegisterRow(
        number=resolution.register_number,
        held_on=resolution.meeting.held_on,
        agenda="" if resolution.meeting.is_forum else agenda_of(item, resolution.meeting.kind),
        matter=item.title,
        resolution=resolution.text,
        effect=EFFECT_WORDS[Resolution.Effect(resolution.effect)],
        confirmed=resolution.is_effect_confirmed,
        responsible=resolution.responsible_words,
        due_on=resolution.due_on,
    )


def register(sitting: Sitting) -> kinds.ResolutionRegister:
    """ทะเบียนมติ of one meeting."""
    return kinds.ResolutionRegister(
        office=_office_of(sitting),
        body=body_name(sitting.meeting),
        rows=tuple(register_row(resolution) for resolution in sitting.resolutions),
        secretary=kinds.Signer(name=sitting.meeting.note_taker),
    )


def participants(sitting: Sitting) -> str:
    """Who took part, in counts that point at nobody: for the ITA page and other readers outside."""
    meeting = sitting.meeting
    if not meeting.is_forum:
        came = sitting.present(*HERE)
        bodies = sorted({row.post for row in came if row.organisation_id and not row.seat_id})
        count = count_shown(len(came), Threshold.PERSONS).value
        words = f"ผู้มาประชุม {_NOT_TOLD if count is None else f'{count} คน'}"
        return f"{words} จาก {len(bodies)} หน่วยงาน: {', '.join(bodies)}" if bodies else words
    heads = heads_shown({str(group): count for group, count in sitting.heads.items()})
    if heads is None:
        return f"ประชาชนเข้าร่วม {_NOT_TOLD}"
    said = [f"ประชาชนเข้าร่วม {_NOT_TOLD if heads.total.value is None else f'{heads.total.value} คน'}"]
    women, men = heads.groups["women"].value, heads.groups["men"].value
    if women is not None and men is not None:
        said.append(f"หญิง {women} คน ชาย {men} คน")
    for group, words in GROUP_WORDS.items():
        shown = heads.groups.get(str(group), HELD_BACK).value
        if shown:
            said.append(f"{words} {shown} คน")
    return " · ".join(said)


def ita(sitting: Sitting, link: str = "") -> kinds.ItaDraft:
    """The four fields of the participation page; only the last was ever asked for, and once."""
    meeting = sitting.meeting
    titles = [_public_title(item) for item in sitting.numbered]
    made = [
        f"{number}. {_public_title(row.item)}: {_public_words(row)}"
        for number, row in enumerate(sitting.resolutions, 1)
    ]
    records = (("รายงานการประชุมและทะเบียนมติ", link),) if link else ()
    return kinds.ItaDraft(
        office=_office_of(sitting),
        event=f"{body_name(meeting)} {thai_dates.long(meeting.held_on)}",
        fiscal_year=thai_dates.fiscal_year(meeting.held_on),
        issue="\n".join(f"{number}. {title}" for number, title in enumerate(titles, start=1)),
        participants=participants(sitting),
        result="\n".join(made),
        improvement=improvement(sitting),
        records=records,
    )


def improvement(sitting: Sitting) -> str:
    """What the office does better because of a meeting: as it was written for it, else as the results of what it
    resolved say. Nobody types it twice. One statement at most.
    """
    if sitting.meeting.improved:
        return sitting.meeting.improved
    return "\n".join(saying.improved([row.matter for row in sitting.resolutions if row.matter is not None]))


def _public_title(item: Item) -> str:
    """What an item is called outside the room: as it was worded for the room; of a sensitive matter its kind only."""
    matter = item.matter
    if matter is None or not matter.is_sensitive:
        return item.title
    with translation.override("th"):
        return f"เรื่อง{matter.get_category_display()}"


def _public_words(resolution: Resolution) -> str:
    """The text of a resolution, but of an unpublished matter only what became of it."""
    matter = resolution.item.matter
    if matter is None or matter.is_public:
        return resolution.text
    with translation.override("th"):
        return str(resolution.get_outcome_display())


# ------------------------------------------------------------------------------------------- to be passed on


def told(sitting: Sitting) -> share.Facts:
    """What may be said aloud about a meeting: where, how many came, what comes first."""
    meeting, steward = sitting.meeting, sitting.meeting.steward
    first = [_public_title(row.item) for row in sitting.resolutions if row.outcome in ADOPTED]
    if not first:
        sentence = "ประชุมแล้ว ยังไม่มีเรื่องที่ตกลงกัน"
    elif meeting.is_forum:
        came = count_shown(sitting.head_count, Threshold.PERSONS).value
        sentence = _listed((f"มา {came} คน " if came else "") + "เลือกทำก่อน:", first[:MOST_TOLD])
    else:
        sentence = _listed("ตกลงกันแล้ว:", first[:MOST_TOLD])
    return share.Facts(
        title=f"ผลการประชุม {body_name(meeting)} {thai_dates.long(meeting.held_on)}",
        sentence=sentence,
        coordinator=steward.short_name,
        phone=steward.phone,
        mark=str(_MARKS.get(steward.mark, "")),
    )


@dataclass(frozen=True, slots=True)
class PublicRow:
    """One row of a forum as everybody may read it: its number, its title, and what became of it."""

    number: str
    title: str
    words: str


def public_rows(sitting: Sitting) -> list[PublicRow]:
    """What will be talked about; of a closed forum what became of it, without the few hands of a small room."""
    if sitting.meeting.is_closed:
        return [
            PublicRow(number, _public_title(row.item), str(row.get_outcome_display())) for number, row in sitting.listed
        ]
    return [PublicRow(str(item.order), _public_title(item), "") for item in sitting.numbered]


def _listed(words: str, titles: Sequence[str]) -> str:
    """As many titles as a share text holds, each whole; of the first at least its beginning."""
    said = f"{words} 1) {titles[0]}" if len(titles) > 1 else f"{words} {titles[0]}"
    for number, title in enumerate(titles[1:], start=2):
        longer = f"{said} {number}) {title}"
        if len(longer) > share.LONGEST_SENTENCE:
            break
        said = longer
    return said


def passed_on(sitting: Sitting) -> share.Facts:
    """What is told about a meeting as it stands: that it is called, moved or not held; afterwards what came of it."""
    meeting = sitting.meeting
    if meeting.is_closed:
        return told(sitting)
    return invited(sitting) if meeting.is_open else called_off(meeting)


def invited(sitting: Sitting) -> share.Facts:
    """The notice of a meeting that is called: when, where, about what; of one that was moved, what is different."""
    meeting, topics = sitting.meeting, [_public_title(item) for item in sitting.numbered]
    title, said = "ขอเชิญประชุม", ""
    if meeting.moved_from is not None and meeting.is_on_another_day:
        title, said = "เลื่อนประชุม", f"เดิม{thai_dates.with_weekday(meeting.moved_from)} {_because(meeting)}"
    elif meeting.moved_from is not None:
        title, said = "เปลี่ยนเวลาหรือสถานที่ประชุม", _because(meeting)
    return share.Facts(
        title=f"{title} {body_name(meeting)}",
        sentence=_listed(f"{said} เรื่องที่จะคุย:".strip(), topics[:MOST_TOLD]) if topics else said,
        gathering=f"ที่ {meeting.place}",
        gathers_at=datetime.combine(meeting.held_on, meeting.starts_at),
        coordinator=meeting.steward.short_name,
        phone=meeting.steward.phone,
        mark=str(_MARKS.get(meeting.steward.mark, "")),
    )


def called_off(meeting: Meeting) -> share.Facts:
    """That nobody need come, and why."""
    return share.Facts(
        title=f"งดประชุม {body_name(meeting)} {thai_dates.long(meeting.held_on)}",
        sentence=_because(meeting),
        coordinator=meeting.steward.short_name,
        phone=meeting.steward.phone,
        mark=str(_MARKS.get(meeting.steward.mark, "")),
    )


def _because(meeting: Meeting) -> str:
    """The reason as the end of a sentence, whether or not it was typed as one."""
    reason = meeting.changed_why.removeprefix("เพราะ").strip()
    return f"เพราะ{reason}" if reason else ""


def loudspeaker(sitting: Sitting) -> kinds.LoudspeakerSheet:
    """The text to be read over the village loudspeaker: the notice before, the result after."""
    meeting = sitting.meeting
    village = meeting.network.village.label if meeting.network.village else meeting.steward.short_name
    facts = passed_on(sitting)
    return kinds.LoudspeakerSheet(
        office=_office_of(sitting), title=facts.title, sentences=share.loudspeaker(facts, village=village)
    )
