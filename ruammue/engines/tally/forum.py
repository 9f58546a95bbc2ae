"""A village forum on paper: needs put in order by hands or stickers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import groupby

from .lots import break_tie, refuse_dishonest_draw
from .refusals import MoreHandsThanHeads, MoreStickersThanGiven, SameRowTwice, TooManyStickersOnOne
from .values import Hands, Method, Place, Ranking, Row, Stickers, TieBreak, whole


def rank(rows: Iterable[Row], *, heads: int, method: Method, tie_break: TieBreak | None = None) -> Ranking:
    """The needs from most to least. Equal counts share a rank, and a lot never hides that they were equal.

    `heads`: people counted in the room. A tie gets an order only from `tie_break`: a Lot breaks every tie,
    Drawn slips those ties that they name, each whole.
    Raises NotACount, SameRowTwice, MoreHandsThanHeads, MoreStickersThanGiven, TooManyStickersOnOne,
    DrawnTwice, DrawnButNotTied, LotIncomplete.
    """
    sheet = sorted(rows, key=lambda row: (-row.count, row.id))
    whole("heads", heads)
    _refuse_impossible(sheet, heads, method)
    groups = [tuple(row.id for row in group) for _, group in groupby(sheet, key=lambda row: row.count)]
    refuse_dishonest_draw(tie_break, [id_ for group in groups if len(group) > 1 for id_ in group])

    counts = {row.id: row.count for row in sheet}
    places: list[Place] = []
    for group in groups:
        rank_ = len(places) + 1
        is_tie = len(group) > 1
        order = break_tie(group, tie_break) if is_tie else group
        for position, id_ in enumerate(order or group, start=rank_):
            places.append(Place(id_, counts[id_], rank_, is_tie, position if order else None))
    total = sum(row.count for row in sheet)
    unused = method.each * heads - total if isinstance(method, Stickers) else None
    return Ranking(tuple(places), heads, total, unused)


def _refuse_impossible(sheet: list[Row], heads: int, method: Method) -> None:
    times = Counter(row.id for row in sheet)
    if twice := tuple(sorted(id_ for id_, n in times.items() if n > 1)):
        raise SameRowTwice(twice)
    match method:
        case Hands():
            if over := _above(sheet, heads):
                raise MoreHandsThanHeads(over, heads)
        case Stickers(each, on_one):
            total, given = sum(row.count for row in sheet), each * heads
            if total > given:
                raise MoreStickersThanGiven(total, given)
            most = heads * min(each, on_one or each)
            if over := _above(sheet, most):
                raise TooManyStickersOnOne(over, most)


def _above(sheet: list[Row], most: int) -> tuple[tuple[str, int], ...]:
    return tuple(sorted((row.id, row.count) for row in sheet if row.count > most))
