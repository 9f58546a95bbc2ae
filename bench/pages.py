"""SQL statements of every list page at 3, 30 and 300 rows:  python bench/pages.py

A fresh installation in a temporary folder, the made-up tambon, and so many matters, each with people, a partner, a
network, a meeting, a goal, work, a thing that lacks and an offer of its own. Goal: the same at any length, at most 15.
The time of the officer's home at the greatest size is printed beside that of a page that says one word.
The pages that show one thing are counted beside them (same at any length; no upper bound is promised for them).
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from datetime import date, time, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

SIZES = (3, 30, 300)
MOST = 15
LISTS = (
    ("loop:home", "officer"),
    ("loop:home", "head"),
    ("loop:home", "owner"),
    ("needs:list", "officer"),
    ("needs:projects", "officer"),
    ("people:list", "officer"),
    ("people:organisations", "officer"),
    ("people:cards", "officer"),
    ("networks:list", "officer"),
    ("networks:partners", "officer"),
    ("decisions:meetings", "officer"),
    ("decisions:resolutions", "officer"),
    ("goals:list", "officer"),
    ("resources:board", "officer"),
    ("resources:offers", "officer"),
    ("resources:promises", "officer"),
    ("work:list", "officer"),
    ("coordination:inbox", "officer"),
    ("coordination:help_list", "officer"),
    ("coordination:coordinators", ""),
    ("evidence:matters", ""),
    ("evidence:participation", ""),
)


def prepare(home: str) -> Any:
    """A fresh installation in `home` with the cast of the tests on its stage. Gives the cast."""
    os.environ |= {"RUAMMUE_HOME": home, "RUAMMUE_SECRET_KEY": "only for the bench"}
    os.environ.pop("RUAMMUE_DATABASE_URL", None)
    os.environ["DJANGO_SETTINGS_MODULE"] = "ruammue.web.settings"
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    import django

    from ruammue.foundation.catalogues import ensure_compiled

    ensure_compiled()
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.ALLOWED_HOSTS = ["*"]
    call_command("migrate", verbosity=0, interactive=False)
    from tests.cast import assemble

    return assemble()


def grow(cast: Any, first: int, upto: int) -> None:
    """Matters `first`..`upto`, everything about each of them its own."""
    from django.utils import timezone

    from ruammue.decisions.actions import call_meeting
    from ruammue.goals.actions import draft_goal
    from ruammue.needs import actions as needs
    from ruammue.networks.actions import enter_partner
    from ruammue.networks.models import Network, NetworkMember
    from ruammue.people.models import Acquaintance, Person
    from ruammue.resources.actions import raise_line
    from ruammue.resources.models import Spec
    from ruammue.work.actions import open_work

    steward, officer, today = cast.steward, cast.actor("officer"), timezone.localdate()
    spec, _new = Spec.objects.get_or_create(steward=steward, name="ปูน", kind="goods", unit="bag")
    for number in range(first, upto):
        person = Person.objects.create(given_name=f"คนที่ {number}", sort_key=f"{number:04}")
        village = cast.villages[number % len(cast.villages)]
        Acquaintance.objects.create(steward=steward, person=person, village=village)
        need = needs.report_need(
            steward, by=cast.actor("volunteer"), text=f"เรื่องที่ {number}", village=village, category="water",
            is_for_neighbour=True, neighbour=person, neighbour_was_told=True,
        )  # fmt: skip
        needs.answer_need(need, by=officer, way="together", text="นัดคุยกัน")
        matter = needs.publish_matter(need.matter, by=officer, sentence=f"เรื่องที่ {number}")
        partner = enter_partner(
            steward, by=officer, name=f"กลุ่มที่ {number}", sector="civil", kind="group", good_at="ช่าง",
            contact_name=f"ประธาน {number}",
        )  # fmt: skip
        network = Network.objects.create(
            steward=steward, name=f"เครือข่าย {number}", level="tambon", form="partners", matter=matter
        )
        NetworkMember.objects.create(
            steward=steward, network=network, organisation=partner.organisation, from_on=date(2026, 1, 1)
        )
        call_meeting(
            network, by=officer, place="ศาลา", held_on=today, starts_at=time(18), noticed_on=today, matters=[matter]
        )
        draft_goal(matter, None, f"เป้าหมาย {number}", today + timedelta(days=60), by=officer)
        raise_line(matter, spec=spec, quantity=10, receiver=partner.organisation, by=officer)
        open_work(matter, f"งานที่ {number}", by=officer)


def statements(client: Any, path: str) -> int:
    """SQL statements of one page, asked a second time: caches that any reader fills are full."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return len(asked)


def median(client: Any, path: str, times: int = 9) -> float:
    """Seconds that a page takes inside the process, in the middle of several."""
    taken = []
    for _ in range(times):
        began = perf_counter()
        client.get(path)
        taken.append(perf_counter() - began)
    return statistics.median(taken)


def main() -> int:
    """Count at each size and print a table. Exit code 1 when a list asks more than 15 or more at a greater length."""
    counts: dict[tuple[str, str], list[int]] = {page: [] for page in LISTS}
    with tempfile.TemporaryDirectory(prefix="ruammue-bench-") as home:
        cast = prepare(home)
        from django.urls import reverse

        there = 0
        for size in SIZES:
            grow(cast, there, size)
            there = size
            for name, who in LISTS:
                client = cast.client(who or None)
                counts[name, who].append(statements(client, reverse(name, args=[cast.steward.slug])))
        home, alive = reverse("loop:home", args=[cast.steward.slug]), reverse("alive")
        slow, still = median(cast.client("officer"), home), median(cast.client(None), alive)
    print(f"{'page':32} {'who':10} " + " ".join(f"{size:>5}" for size in SIZES))
    wrong = 0
    for (name, who), asked in counts.items():
        is_right = len(set(asked)) == 1 and max(asked) <= MOST
        wrong += not is_right
        print(f"{name:32} {who or 'a stranger':10} " + " ".join(f"{n:5}" for n in asked) + ("" if is_right else "  <-"))
    print(f"{len(counts) - wrong} of {len(counts)} pages ask the same at {SIZES} rows, at most {MOST}")
    print(f"the officer's home at {SIZES[-1]} matters: {slow:.3f} s; a page that says one word: {still:.4f} s")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
