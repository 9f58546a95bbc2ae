"""Durable open ballots a second: 8 client threads through `cast_ballot`, constraint and ledger, on a real disk.

Run:  python bench/ballots.py [ballots] [folder]      (defaults: 2000, the folder for temporary files)

Every ballot is one durable transaction of its own (SQLite, WAL, synchronous=FULL) behind the house's door: roll looked
up, ballot issued under its unique constraint, voice stored, ledger entry written, committed. Printed beside it, as
a yardstick of the same run: bare durable one-row transactions on the same disk, and the ratio of the two.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
import threading
import time
from datetime import date, timedelta
from pathlib import Path

CLIENTS = 8
GOAL_RATE, GOAL_P99 = 200, 200


def prepare(home: Path) -> None:
    """A fresh installation in `home`, with all its tables."""
    os.environ["RUAMMUE_HOME"] = str(home)
    os.environ["RUAMMUE_SECRET_KEY"] = "only for the bench"  # noqa: S105
    os.environ.pop("RUAMMUE_DATABASE_URL", None)
    os.environ["DJANGO_SETTINGS_MODULE"] = "ruammue.web.settings"
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    import django
    from django.core.management import call_command

    from ruammue.foundation.catalogues import ensure_compiled

    ensure_compiled()
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)


def an_open_ballot(voters: int) -> tuple[object, object, list[object]]:
    """A ballot that is open for an hour, its first option, and the ids of everybody on its roll."""
    from django.utils import timezone

    from ruammue.access.actors import Actor
    from ruammue.decisions import actions
    from ruammue.decisions.models import Voter
    from ruammue.foundation.levels import Level
    from ruammue.networks.models import Appointment, Network, Seat
    from ruammue.people.models import Person
    from ruammue.places.models import Area, Steward

    area, _ = Area.objects.get_or_create(
        code="999901", defaults={"level": Level.TAMBON, "name_th": "ตำบลสมมุติ", "source": "bench"}
    )
    steward = Steward.objects.create(slug="bench", name="สมมุติ", short_name="สมมุติ", area=area, mark="test")
    persons = [Person(given_name=f"ผู้มีสิทธิ{number}") for number in range(voters)]
    Person.objects.bulk_create(persons, batch_size=200)
    network = Network.objects.create(steward=steward, name="สมมุติ", level=Level.TAMBON, form="committee")
    seat = Seat.objects.create(steward=steward, network=network, order=1, label="ประธาน", category="member")
    now = timezone.now()
    Appointment.objects.create(
        steward=steward, seat=seat, person=persons[0], from_on=date(2026, 1, 1), appointed_at=now,
        appointed_by_id=persons[0].pk,
    )  # fmt: skip
    by = Actor(steward_id=steward.pk, person_id=persons[0].pk)
    ballot = actions.prepare_ballot(
        network, by=by, question="สมมุติ", options=["ก", "ข"], closes_at=now + timedelta(hours=1)
    )
    ballot = actions.open_ballot(ballot, by=by)
    # A committee has few seats; a bench needs a long roll.
    Voter.objects.bulk_create(
        (Voter(steward=steward, ballot=ballot, person=person) for person in persons[1:]), batch_size=200
    )
    return ballot, ballot.options.get(order=1), [person.pk for person in persons]


def in_threads(work: list[list[object]], act: object) -> tuple[float, list[float]]:
    """Seconds in all, and milliseconds of each act, with one thread for each share of the work."""
    from django.db import connection

    waits: list[list[float]] = [[] for _ in work]
    gate = threading.Barrier(len(work) + 1)

    def client(place: int) -> None:
        connection.ensure_connection()
        gate.wait()
        for key in work[place]:
            began = time.perf_counter()
            act(key)  # type: ignore[operator]
            waits[place].append((time.perf_counter() - began) * 1000)
        connection.close()

    threads = [threading.Thread(target=client, args=(place,)) for place in range(len(work))]
    for thread in threads:
        thread.start()
    gate.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began, [wait for part in waits for wait in part]


def main(ballots: int, folder: str | None) -> int:
    """Print rate, p50 and p99. Exit code 1 when the goal is missed or a ballot is lost."""
    home = Path(tempfile.mkdtemp(prefix="ruammue-bench-", dir=folder))
    try:
        prepare(home)
        from django.db import connection

        from ruammue.access.actors import Actor
        from ruammue.decisions import actions
        from ruammue.decisions.models import Cast, Issued
        from ruammue.foundation.transactions import door

        ballot, option, roll = an_open_ballot(ballots)
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous")
            synchronous = cursor.fetchone()[0]
            cursor.execute("CREATE TABLE yardstick (id INTEGER PRIMARY KEY, text TEXT)")

        def bare(key: object) -> None:
            with door(), connection.cursor() as cursor:
                cursor.execute("INSERT INTO yardstick (text) VALUES (%s)", [str(key)])

        def vote(person: object) -> None:
            with door():
                actions.cast_ballot(ballot, option, by=Actor(person_id=person), idempotency_key=str(person))  # type: ignore[arg-type]

        shares = [roll[place::CLIENTS] for place in range(CLIENTS)]
        bare_seconds, bare_waits = in_threads(shares, bare)
        seconds, waits = in_threads(shares, vote)
        kept = Issued.objects.count(), Cast.objects.count()
        rate, bare_rate = len(waits) / seconds, len(roll) / bare_seconds
        cuts, bare_cuts = statistics.quantiles(waits, n=100), statistics.quantiles(bare_waits, n=100)
        print(
            f"disk {home}  SQLite synchronous={synchronous} (2 is FULL)  {CLIENTS} client threads  {len(waits)} ballots"
        )
        print(f"bare durable rows   {bare_rate:8.0f} /s")
        print(f"durable ballots     {rate:8.0f} /s   ratio to bare rows {rate / bare_rate:.2f}   goal {GOAL_RATE} /s")
        print(f"a bare row waits    p50 {bare_cuts[49]:.1f} ms   p99 {bare_cuts[98]:.1f} ms")
        print(f"a voter waits       p50 {cuts[49]:.1f} ms   p99 {cuts[98]:.1f} ms   goal p99 {GOAL_P99} ms")
        print(f"kept: {kept[0]} issued, {kept[1]} cast of {ballots}")
        is_good = kept == (ballots, ballots) and rate >= GOAL_RATE and cuts[98] <= GOAL_P99 and synchronous == 2
        if hasattr(os, "getloadavg"):
            load = os.getloadavg()[0]
            print(f"load of the machine {load:.1f} on {os.cpu_count()} cores; other work lowers the figures")
        print("goal reached" if is_good else "GOAL MISSED")
        return 0 if is_good else 1
    finally:
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000, sys.argv[2] if len(sys.argv) > 2 else None))
