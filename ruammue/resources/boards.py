"""What a mobilisation board says, of a matter or a part of it: the same bars and rows on a sheet and as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import override

from ruammue.foundation import thai_dates
from ruammue.needs import saying
from ruammue.needs.links import office, public_page
from ruammue.needs.models import Matter
from ruammue.papers.board import Board, BoardBar, BoardRow
from ruammue.resources.bars import three_bars
from ruammue.resources.queries import LineRow
from ruammue.resources.wording import amount


def mobilising_board(
    matter: Matter,
    lines: Sequence[tuple[LineRow, str]],
    *,
    title: str,
    sentence: str = "",
    note: str = "",
    closed_at: datetime | None = None,
) -> Board | None:
    """The board of these lines, each with what is said of it beside its name; None where nothing stands on a list.

    `title`, `sentence`, `note`: of a public matter in public words; the caller chooses them. `closed_at`: when it
    ended, where it ended before its matter.
    """
    ended = closed_at or matter.closed_at
    rows = [(row, said) for row, said in lines if row.status not in ("withdrawn", "merged")]
    if not rows:
        return None
    with override("th"):
        return Board(
            office=office(matter.steward, timezone.localdate()),
            title=title,
            sentence=sentence,
            note=note,
            bars=tuple(
                BoardBar(
                    label=bar.label, things=bar.things, short=bar.short, promised=bar.promised, arrived=bar.arrived
                )
                for bar in three_bars(row.asked for row, _said in lines)
            ),
            rows=tuple(
                BoardRow(
                    thing=row.thing,
                    also=said,
                    wanted=amount(row.quantity, row.unit),
                    promised=amount(row.accounted, row.unit),
                    arrived=amount(row.delivered, row.unit),
                    missing=amount(row.missing, row.unit) if row.is_gap else "",
                )
                for row, said in rows
            ),
            coordinator=saying.contact(matter),
            link=public_page(matter) if matter.is_public else "",
            closed=thai_dates.long(timezone.localdate(ended)) if ended else "",
            standing="" if matter.is_public else "ใช้ภายใน ยังไม่เผยแพร่",
        )
