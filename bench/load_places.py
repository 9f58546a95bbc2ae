"""How long loading every area and local government takes, first and again: `python bench/load_places.py`.

In a home that is thrown away, on SQLite; on PostgreSQL inside `python -m tests.postgres python bench/load_places.py`.
Goal: at most 20 s. The ratio to inserting the same rows with nothing around them says what our care costs.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
GOAL = 20.0


def main() -> int:
    """Measure and print. Exit code 1 when the goal is missed."""
    with tempfile.TemporaryDirectory(prefix="ruammue-bench-") as home:
        os.environ["RUAMMUE_HOME"] = home
        if address := os.environ.get("RUAMMUE_TEST_POSTGRES"):
            os.environ["RUAMMUE_DATABASE_URL"] = address
        else:
            os.environ.pop("RUAMMUE_DATABASE_URL", None)
        return measure()


def measure() -> int:
    """Load twice; then only the rows, as the yardstick."""
    from ruammue.cli.django_door import open_house

    open_house()
    from django.core.management import call_command
    from django.db import connection, transaction

    from ruammue.foundation.transactions import door
    from ruammue.places import compact
    from ruammue.places.actions import load_areas, load_local_governments
    from ruammue.places.models import Area, Coverage, LocalGovernment

    call_command("migrate", verbosity=0)

    def load() -> float:
        began = time.perf_counter()
        with door():
            load_areas()
            load_local_governments()
        return time.perf_counter() - began

    first = load()
    counts = (Area.objects.count(), LocalGovernment.objects.count(), Coverage.objects.count())
    again = load()
    rows = [row for model in (Area, LocalGovernment, Coverage) for row in (list(model.objects.all()),)]
    for model in (Coverage, LocalGovernment, Area):
        model.objects.all()._raw_delete("default")
    began = time.perf_counter()
    with transaction.atomic():
        for group in rows:
            type(group[0]).objects.bulk_create(group, batch_size=2_000)
    bare = time.perf_counter() - began
    size = sum(file.stat().st_size for file in compact.DATA.glob("*.xz"))
    print(f"{connection.vendor}: {counts[0]:,} areas, {counts[1]:,} local governments, {counts[2]:,} coverages")
    print(f"compact copy        {size:,} bytes")
    print(f"first load          {first:5.1f} s   (goal {GOAL:.0f} s; {first / bare:.1f} x the bare inserts)")
    print(f"again, no change    {again:5.1f} s   ({again / bare:.1f} x)")
    print(f"bare inserts        {bare:5.1f} s")
    print(f"most memory         {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
    return 0 if first <= GOAL and counts[:2] == (83_649, 7_975) else 1


if __name__ == "__main__":
    sys.exit(main())
