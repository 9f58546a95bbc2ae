"""`ruammue deliver [--once]`: let listeners hear and seal the log; without --once as the worker process of `serve`."""

from __future__ import annotations

import threading

from ruammue.cli.asking import Parser
from ruammue.cli.django_door import open_kept_house
from ruammue.cli.supervisor import when_told_to_stop


def run(words: list[str]) -> int:
    """With --once until nothing is due any more; otherwise until told to stop."""
    parser = Parser(prog="ruammue deliver", description=__doc__)
    parser.add_argument("--once", action="store_true", help="deliver and seal what is there, then end")
    asked = parser.parse_args(words)
    open_kept_house()
    from ruammue.cli.worker import once, work

    if not asked.once:
        stop = threading.Event()
        when_told_to_stop(stop.set)
        work(stop)
        return 0
    done = 0
    while some := once():
        done += some
    print(f"ส่งข่าวและผนึกบันทึก {done:,} รายการ / delivered and sealed {done:,}")
    return 0
