"""Texts to be passed on by hand: into a LINE group, or over the village loudspeaker. Pure, and without persons.

The functions take facts, never records, and there is no argument for a reporter or a villager. The one
name allowed is the coordinator's, whose name and telephone are published for exactly this.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from ruammue.foundation import telephone, thai_dates
from ruammue.foundation.text import clean_and_mask, shorten

LONGEST_SHARE = 400
"""Characters before the link: a LINE bubble that is read without "see more" on a small phone."""
LONGEST_SENTENCE = 160
_TITLE, _LACK, _LACKS = 80, 60, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What may be said aloud about one matter."""

    title: str
    place: str = ""
    sentence: str = ""
    lacks: tuple[str, ...] = ()
    gathering: str = ""
    gathers_at: datetime | None = None
    answer_by: date | None = None
    coordinator: str = ""
    phone: str = ""
    mark: str = ""
    by_link: str = ""
    """What can be done at the link: said only where there is one; else the telephone is the way."""


def share_text(facts: Facts, link: str) -> str:
    """A short plain text and its link, for คัดลอกข้อความ and แชร์ไป LINE.

    No markup, no tracking, the link alone on the last line so that every app makes it touchable. Without a link (in a
    house that nobody outside can open) the telephone number is the way on.
    """
    lines = [f"[{facts.mark}]"] if facts.mark else []
    place = _tidy(facts.place, 60)
    lines.append(_tidy(facts.title, _TITLE) + (f" ({place})" if place and place not in facts.title else ""))
    if facts.sentence:
        lines.append(_tidy(facts.sentence, LONGEST_SENTENCE))
    if facts.lacks:
        more = f" และอีก {len(facts.lacks) - _LACKS} อย่าง" if len(facts.lacks) > _LACKS else ""
        lines.append("ยังขาด: " + " · ".join(_tidy(lack, _LACK) for lack in facts.lacks[:_LACKS]) + more)
    if facts.gathers_at:
        lines.append(f"นัดกัน {_when(facts.gathers_at)} {_tidy(facts.gathering, 60)}".strip())
    if facts.answer_by:
        lines.append(f"ตอบภายใน{thai_dates.with_weekday(facts.answer_by)}")
    if facts.by_link:
        lines.append(facts.by_link if link else "ตอบหรือถามทางโทรศัพท์ได้")
    if facts.coordinator:
        lines.append(
            f"ถาม {_tidy(facts.coordinator, 60)}" + (f" โทร {telephone.grouped(facts.phone)}" if facts.phone else "")
        )
    return shorten("\n".join(line for line in lines if line), LONGEST_SHARE) + (f"\n{link}" if link else "")


def loudspeaker(facts: Facts, *, village: str, reader: str = "") -> tuple[str, ...]:
    """Sentences to be read aloud, short, the telephone number twice and digit by digit.

    Without links: nobody can touch a spoken address.
    """
    said = [f"สวัสดีพี่น้อง{_tidy(village, 80)}ทุกท่าน" + (f" {_tidy(reader, 60)}ขอแจ้งเรื่อง" if reader else " มีเรื่องแจ้งให้ทราบ")]
    said.append(f"เรื่อง {_tidy(facts.title, _TITLE)}")
    if facts.sentence:
        said.append(_tidy(facts.sentence, LONGEST_SENTENCE))
    if facts.lacks:
        said.append(
            "ตอนนี้ยังขาด " + _spoken_list([_tidy(lack, _LACK) for lack in facts.lacks]) + " ใครช่วยได้ ขอเชิญบอกได้เลย"
        )
    if facts.gathers_at:
        said.append(f"นัดพบกัน {_when(facts.gathers_at)} {_tidy(facts.gathering, 80)}".strip())
    if facts.answer_by:
        said.append(f"ขอคำตอบภายใน{thai_dates.with_weekday(facts.answer_by)}")
    if facts.coordinator:
        said.append(f"สงสัยถาม {_tidy(facts.coordinator, 60)}")
    if facts.phone:
        said.append(f"เบอร์โทร {_spoken_number(facts.phone)} ขอย้ำ {_spoken_number(facts.phone)}")
    said.append("ขอบคุณทุกท่าน")
    if facts.mark:
        said.insert(0, f"({facts.mark})")
    return tuple(said)


def _tidy(text: str, limit: int) -> str:
    return shorten(clean_and_mask(text, one_line=True)[0], limit)


def _when(moment: datetime) -> str:
    clock = "" if moment.time() == time(0) else f" เวลา {thai_dates.clock(moment)}"
    return thai_dates.with_weekday(moment.date()) + clock


def _spoken_list(items: Sequence[str]) -> str:
    return items[0] if len(items) == 1 else f"{' '.join(items[:-1])} และ{items[-1]}"


def _spoken_number(phone: str) -> str:
    """ "081-234-5678" -> "ศูนย์ แปด หนึ่ง, สอง สาม สี่, ..."; what is no digit becomes a pause."""
    words = ("ศูนย์", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")
    groups = "".join(sign if sign.isdecimal() else " " for sign in telephone.grouped(phone)).split()
    return ", ".join(" ".join(words[int(digit)] for digit in group) for group in groups)
