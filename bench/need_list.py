"""The list of needs (20 of 1,000) against a view that answers a constant:  python bench/need_list.py

Both go through the same middleware, with the same signed-in officer, taking turns in one run; printed are the medians
and their ratio. Goal: the list is at least 1/6 as fast as the constant.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from typing import Any

from pages import prepare

NEEDS = 1_000
ROUNDS = 60
GOAL = 1 / 6


def constant() -> str:
    """Add a view with a constant body behind the gate. Gives its address."""
    from django.http import HttpRequest, HttpResponse
    from django.urls import clear_url_caches, path

    from ruammue.access.gate import EVERYONE, gate
    from ruammue.web import urls

    @gate(EVERYONE, methods="GET")
    def say(_request: HttpRequest) -> HttpResponse:
        return HttpResponse("สวัสดี")

    urls.urlpatterns.insert(0, path("<slug:steward>/constant/", say))
    clear_url_caches()
    return "/na-ruam-jai/constant/"


def seconds(client: Any, page: str) -> float:
    """One answer, in seconds."""
    began = time.perf_counter()
    answer = client.get(page)
    took = time.perf_counter() - began
    assert answer.status_code == 200, (page, answer.status_code)
    return took


def main() -> int:
    """Measure and print. Exit code 1 when the goal is missed."""
    with tempfile.TemporaryDirectory(prefix="ruammue-bench-") as home:
        cast = prepare(home)
        from django.urls import reverse

        from ruammue.needs.actions import report_need

        by = cast.actor("volunteer")
        for number in range(NEEDS):
            report_need(
                cast.steward, by=by, text=f"เรื่องที่ {number}", village=cast.villages[number % 3], category="water",
                is_for_neighbour=True, neighbour_was_told=True,
            )  # fmt: skip
        client, listed = cast.client("officer"), reverse("needs:list", args=[cast.steward.slug])
        flat = constant()
        for page in (listed, flat) * 3:
            seconds(client, page)
        taken: dict[str, list[float]] = {listed: [], flat: []}
        for _round in range(ROUNDS):
            for page, times in taken.items():
                times.append(seconds(client, page))
    list_median, flat_median = statistics.median(taken[listed]), statistics.median(taken[flat])
    ratio = flat_median / list_median
    print(f"needs, 20 of {NEEDS:,}: {list_median * 1000:.1f} ms (medians of {ROUNDS})")
    print(f"constant body: {flat_median * 1000:.1f} ms")
    print(f"the list is {ratio:.2f} as fast (goal at least {GOAL:.2f})")
    return 0 if ratio >= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
