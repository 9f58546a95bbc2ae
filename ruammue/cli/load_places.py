"""`ruammue load-places`: the areas and local governments of Thailand from the shipped copy."""

from __future__ import annotations

import time

from ruammue.cli.asking import Parser
from ruammue.cli.django_door import open_new_house


def run(words: list[str]) -> int:
    """Load, and say what changed. Safe to run again."""
    Parser(prog="ruammue load-places", description=__doc__).parse_args(words)
    open_new_house()
    from ruammue.foundation.transactions import door
    from ruammue.places.actions import load_areas, load_local_governments

    began = time.monotonic()
    with door(takes_long=True):
        areas = load_areas()
        offices, coverage = load_local_governments()
    for name, loaded in (
        ("พื้นที่ / areas", areas),
        ("อปท. / local governments", offices),
        ("เขตดูแล / coverage", coverage),
    ):
        print(f"{name}: {loaded.total:,} (+{loaded.added:,}, ~{loaded.changed:,}, ended {loaded.ended:,})")
    print(f"{time.monotonic() - began:.1f} s")
    return 0
