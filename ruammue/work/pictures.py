"""Two small pictures in SVG, each beside its table: what the dial of fairness costs, and who bears how much."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

WIDE, HIGH, EDGE = 320, 140, 26


def dial_curve(points: Sequence[Mapping[str, int]], chosen: int) -> SafeString | str:
    """Aptitude kept (of the most that can be) against the dial, with the unevenness of the burden beside it."""
    if len(points) < 2 or not any(point["levels"] for point in points):
        return ""
    best = max(point["levels"] for point in points)
    uneven = max(1, *(point["gini"] for point in points))

    def place(point: Mapping[str, int], height: int) -> tuple[int, int]:
        return EDGE + point["fairness"] * (WIDE - 2 * EDGE) // 100, HIGH - EDGE - height * (HIGH - 2 * EDGE) // 100

    apt = [place(point, point["levels"] * 100 // best) for point in points]
    load = [place(point, point["gini"] * 100 // uneven) for point in points]
    squares = [(x - 3, y - 3) for x, y in load]
    at = next((place(p, p["levels"] * 100 // best)[0] for p in points if p["fairness"] == chosen), EDGE)
    return format_html(
        '<svg class="dial-curve" viewBox="0 0 {0} {1}" role="img" aria-label="{2}">'
        '<path class="dial-axis" d="M{3} {4}V{5}H{6}"/><path class="dial-chosen" d="M{7} {4}V{5}"/>'
        '<path class="dial-load" d="{8}"/><path class="dial-apt" d="{9}"/>{10}{11}{12}</svg>',
        WIDE, HIGH, _("What a more even burden costs in aptitude"), EDGE, EDGE - 8, HIGH - EDGE, WIDE - EDGE + 8, at,
        _path(load), _path(apt),
        format_html_join("", '<circle class="dial-dot" cx="{}" cy="{}" r="4"/>', apt),
        format_html_join("", '<rect class="dial-square" x="{}" y="{}" width="7" height="7"/>', squares),
        format_html_join(
            "", '<text x="{}" y="{}">{}</text>', ((place(p, 0)[0] - 6, HIGH - EDGE + 16, p["fairness"]) for p in points)
        ),
    )  # fmt: skip


def _path(points: Sequence[tuple[int, int]]) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in points)


def burden_bars(rows: Sequence[Any]) -> SafeString | str:
    """Half-days of each: solid where they said yes, hatched where they are only proposed or asked."""
    most = max((row.all for row in rows), default=0)
    if not most:
        return ""
    return format_html_join(
        "",
        '<li><span class="burden-name">{}</span><svg class="burden-bar" viewBox="0 0 100 10" preserveAspectRatio="none"'
        ' aria-hidden="true"><rect class="burden-proposed" width="{}" height="10"/><rect class="burden-yes" width="{}"'
        ' height="10"/></svg><span class="burden-number">{}</span></li>',
        ((row.name, row.all * 100 // most, row.said_yes * 100 // most, row.all) for row in rows),
    )
