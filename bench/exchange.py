"""Exchange under a cap on net take: 100, 1,000 and 10,000 organisations; and one month's division of things.

    .venv/bin/python bench/exchange.py [100 1000 10000] [flood]

Organisations, goods and wishes are made up (seeded): 60 goods, each organisation gives some and wishes some within its
amphoe. Printed: share of what could change hands without a cap (exact) that each cap keeps, its certified gap, CPU
seconds. Goal (design/MATCHING.md A8.6): at a soft cap at least 93 % of the uncapped, gap at most 2 %, 15 CPU s at
10,000 organisations. Division: 1,000 needs and 5,000 offers of a flood hour.
"""

from __future__ import annotations

import random
import resource
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from ruammue.engines.matching import division, exchange
from ruammue.engines.matching.exchange import Give, Party, Terms, Wish

GOODS = 60


def scene(n: int, seed: int = 1) -> tuple[list[Party], list[Give], list[Wish]]:
    draw = random.Random(seed)
    tambons = max(1, n // 70)
    parties = [
        Party(f"o{i:05d}", f"48{t // 9 + 1:02d}{t % 9 + 1:02d}", draw.random() < 0.1)
        for i in range(n)
        for t in [draw.randrange(tambons)]
    ]
    points = [draw.choice((1, 2, 5, 10, 20)) for _good in range(GOODS)]
    gives, wishes = [], []
    for one in parties:
        for good in draw.sample(range(GOODS), draw.randint(0, 4)):
            gives.append(Give(f"{one.id}-{good}", one.id, f"g{good}", draw.randint(1, 20), points[good]))
        for good in draw.sample(range(GOODS), draw.randint(0, 4)):
            wishes.append(Wish(f"{one.id}-{good}", one.id, f"g{good}", draw.randint(1, 20)))
    return parties, gives, wishes


def cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main() -> None:
    for n in [int(word) for word in sys.argv[1:] if word.isdigit()] or [100, 1_000]:
        parties, gives, wishes = scene(n)
        print(f"\n## {n:,} organisations, {len(gives):,} gives, {len(wishes):,} wishes, within the amphoe")
        whole = 0
        for cap in (None, 200, 60, 0):
            before = cpu()
            terms = Terms(cap=cap, reach=2)
            told = exchange.exchange(parties, gives, wishes, seed="bench", terms=terms)
            took = cpu() - before
            assert not exchange.verify(told, parties, gives, wishes, terms=terms)
            whole = whole or told.objective
            gap = 100 * told.gap / told.bound if told.bound else 0
            name = "no cap (exact)" if cap is None else f"cap {cap}"
            print(
                f"{name:16} {told.objective:12,} points  {100 * told.objective / whole:6.2f} % of no cap"
                f"  certified gap {gap:5.2f} %  {took:7.2f} s CPU"
            )
    if "flood" in sys.argv:
        flood()


def flood(needs: int = 1_000, offers: int = 5_000) -> None:
    draw = random.Random(7)
    areas = [f"48{a:02d}{t:02d}{m:02d}" for a in range(1, 12) for t in range(1, 10) for m in range(1, 11)]
    wants = [
        division.Want(
            f"n{i}", f"g{draw.randrange(20)}", draw.randint(1, 200), draw.choice(areas), draw.randint(1, 3), 5
        )
        for i in range(needs)
    ]
    haves = [
        division.Have(f"h{i}", f"o{i % 700}", f"g{draw.randrange(20)}", draw.randint(1, 40), (draw.choice(areas),))
        for i in range(offers)
    ]
    before = cpu()
    told = division.divide(wants, haves, seed="bench")
    print(
        f"\n## one hour of a flood day: {needs:,} needs, {offers:,} offers divided at once\n"
        f"reached {100 * float(told.reached):.2f} % of what could be reached, {len(told.shares):,} shares,"
        f" {cpu() - before:.2f} s CPU"
    )


if __name__ == "__main__":
    main()
