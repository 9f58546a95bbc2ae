"""Counts of persons and of voices as they may be published, beyond one row of a table: parts of a whole, and votes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ruammue.foundation.suppression import Shown, Threshold, table_shown

HELD_BACK = Shown(None, int(Threshold.PERSONS))


@dataclass(frozen=True, slots=True)
class Heads:
    """Who came, as it may be told: in all, and by group code."""

    total: Shown
    groups: dict[str, Shown]


def heads_shown(counted: Mapping[str, int]) -> Heads | None:
    """Head-counts of a forum, by group code; None where nobody counted.

    Women and men make up the whole. Children and old people are parts of it that do not overlap, so those in
    between are a cell too, though nobody prints it: whoever knows 40, 20 and 18 knows of the other two. Disabled
    people are judged with all who are not. Parts that do not fit into the whole (a slip of the pen) are not told.
    """
    if not counted:
        return None
    women, men = counted.get("women", 0), counted.get("men", 0)
    cells, total = table_shown({"women": women, "men": men}, Threshold.PERSONS)
    groups = dict(cells)
    ages = {code: counted[code] for code in ("children", "old") if code in counted}
    for parts in (ages, {code: counted[code] for code in ("disabled",) if code in counted}):
        rest = women + men - sum(parts.values())
        if parts and rest >= 0:
            judged, _whole = table_shown({**parts, "rest": rest}, Threshold.PERSONS)
            groups |= {code: judged[code] for code in parts}
        else:
            groups |= dict.fromkeys(parts, HELD_BACK)
    return Heads(total, groups)


def hundredths(parts: Sequence[int]) -> list[int]:
    """Whole hundredths of the sum that together make 100 (largest remainder; of equals the earlier); of nothing 0."""
    whole = sum(parts)
    if not whole:
        return [0] * len(parts)
    shares = [part * 100 // whole for part in parts]
    rest = sorted(range(len(parts)), key=lambda at: (-(parts[at] * 100 % whole), at))
    for at in rest[: 100 - sum(shares)]:
        shares[at] += 1
    return shares


def votes_shown(yes: int, no: int, abstain: int) -> tuple[tuple[str, Shown], ...]:
    """Yes, no and abstained of a motion, or nothing at all.

    Shown only when at least ten voted and not all alike: a small or a unanimous vote tells how each one voted.
    """
    votes = {"yes": yes, "no": no, "abstain": abstain}
    cells, total = table_shown(votes, Threshold.BALLOTS)
    if total.is_suppressed or sum(1 for count in votes.values() if count) < 2:
        return ()
    return tuple(cells.items())
