"""One hour of a flood day in one province, lived through as fast as it goes:  python bench/flood.py [SHARE]

1,000 needs and 5,000 offers (or a SHARE of them, 1 is all) in a province of 60 offices in one installation, SQLite,
by 8 threads through the house's own acts: a need is told, what it lacks is asked for, and who has it is looked up with
all reasons; offers are made all the while. The yardstick is the hour itself: the goal is
that the acts of an hour take less than the hour on two cores. Printed: seconds, acts a second, what each waits.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from random import Random
from typing import Any

from ballots import in_threads
from pages import prepare

NEEDS, OFFERS, OFFICES, CLIENTS, HOUR = 1_000, 5_000, 60, 8, 3_600
THINGS = ("เรือ", "ข้าวกล่อง", "น้ำดื่ม", "ถุงทราย", "ผ้าห่ม", "รถกระบะ", "เครื่องสูบน้ำ", "ยา", "เต็นท์", "ไฟฉาย")


def offices(cast: Any) -> list[tuple[Any, Any, Any, list[Any]]]:
    """(office, an officer, an organisation that gives, kinds of things) of a made-up province."""
    from ruammue.access.actors import Actor
    from ruammue.foundation.levels import Level
    from ruammue.people.models import Organisation, Person
    from ruammue.places.models import Area, Steward
    from ruammue.resources.actions import add_spec

    made = []
    for number in range(OFFICES):
        area, _new = Area.objects.get_or_create(
            code=f"98{number // 9 + 1:02d}{number % 9 + 1:02d}",
            defaults={"level": Level.TAMBON, "name_th": f"ตำบลสมมุติ {number}", "source": "bench"},
        )
        steward = Steward.objects.create(
            slug=f"flood-{number}", name=f"สมมุติ {number}", short_name=f"สมมุติ {number}", area=area, mark="test"
        )
        person = Person.objects.create(given_name=f"เจ้าหน้าที่ {number}")
        by = Actor(steward_id=steward.pk, person_id=person.pk)
        giver = Organisation.objects.create(name=f"กลุ่ม {number}", sector="civil", kind="group")
        specs = [add_spec(steward, name=name, kind="goods", unit="body", by=by) for name in THINGS]
        made.append((steward, by, giver, specs))
    return made


def main(share: float) -> int:
    """Exit code 1 when an hour does not fit into an hour."""
    chance = Random("flood")
    with tempfile.TemporaryDirectory(prefix="ruammue-bench-", ignore_cleanup_errors=True) as home:
        cast = prepare(home)
        from django.utils import timezone

        from ruammue.foundation.transactions import door
        from ruammue.needs.actions import report_need
        from ruammue.resources import actions
        from ruammue.resources.finder import fits_for
        from ruammue.resources.queries import lines_of_matter

        known, today = offices(cast), timezone.localdate()
        receiver = cast.office
        told = {"needs": 0, "found": 0}

        def need(number: int) -> None:
            steward, by, _giver, specs = known[number % OFFICES]
            with door():
                asked = report_need(steward, by=by, text=f"น้ำท่วมบ้านหลังที่ {number} ขอ{THINGS[number % 10]}")
            with door():
                spec = specs[number % len(specs)]
                actions.raise_line(asked.matter, spec=spec, quantity=chance.randint(1, 200), receiver=receiver, by=by)
            rows = lines_of_matter(asked.matter, today=today)
            fits = fits_for(steward, rows, today=today)
            told["needs"] += 1
            told["found"] += any(fit.chosen for fit in fits.values())

        def offer(number: int) -> None:
            _steward, by, giver, specs = known[number % OFFICES]
            with door():
                actions.make_offer(chance.choice(specs), quantity=chance.randint(1, 40), provider=giver, by=by)

        waits: dict[str, list[float]] = {"need": [], "offer": []}

        def act(job: tuple[str, int]) -> None:
            began = time.perf_counter()
            (need if job[0] == "need" else offer)(job[1])
            waits[job[0]].append((time.perf_counter() - began) * 1000)

        jobs = [("need", n) for n in range(int(NEEDS * share))] + [("offer", n) for n in range(int(OFFERS * share))]
        chance.shuffle(jobs)
        before = time.process_time()
        seconds, _all = in_threads([jobs[place::CLIENTS] for place in range(CLIENTS)], act)
        cpu = time.process_time() - before
        print(f"{len(waits['need']):,} needs and {len(waits['offer']):,} offers: {seconds:.0f} s, {cpu:.0f} s CPU,")
        print(f"{len(jobs) / seconds:.1f} acts a second where the hour brings {(NEEDS + OFFERS) / HOUR:.1f};")
        print(f"the hour took {100 * seconds / (HOUR * share):.1f} % of itself")
        for name, some in waits.items():
            cuts = statistics.quantiles(some, n=20)
            print(f"{name}: median {cuts[9]:.0f} ms, p95 {cuts[18]:.0f} ms (with the wait for seven others)")
        print(f"somebody was found for {told['found']:,} of {told['needs']:,} needs at the moment they came in")
        return int(seconds > HOUR * share)


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 1))
