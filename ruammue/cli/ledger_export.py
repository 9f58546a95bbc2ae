"""`ruammue ledger-export FILE --steward SLUG`: write the promise ledger of an office as a file that anybody can check.

Keys, moments and numbers only: no names, no words, no telephone numbers. `-` writes to standard output. Check it, here
or on any other machine, with `ruammue replay FILE`. The form of the file: docs/reference/ledger_export.md.
"""

from __future__ import annotations

import sys
from pathlib import Path

from ruammue.cli.asking import Parser
from ruammue.cli.django_door import open_kept_house


def run(words: list[str]) -> int:
    """Write the export of one office."""
    parser = Parser(prog="ruammue ledger-export", description=__doc__)
    parser.add_argument("file", metavar="FILE", help="where to write it; - for standard output")
    parser.add_argument("--steward", help="the office at this address; may be left out where there is one")
    asked = parser.parse_args(words)
    open_kept_house()
    from django.db import transaction
    from django.utils import timezone

    from ruammue.places.models import Steward
    from ruammue.resources.export import ledger_lines

    chosen = Steward.objects.order_by("slug")
    found = list(chosen.filter(slug=asked.steward) if asked.steward else chosen)
    if len(found) != 1:
        known = ", ".join(steward.slug for steward in chosen)
        parser.error(f"บอกหน่วยงานด้วย --steward: {known} / name one office with --steward: {known}")
    with transaction.atomic():
        text = "".join(ledger_lines(found[0], now=timezone.now()))
    if asked.file == "-":
        sys.stdout.write(text)
        return 0
    Path(asked.file).write_text(text, encoding="utf-8", newline="\n")
    count = text.count("\n") - 1
    print(f"เขียนสมุดคำรับปาก {count} บรรทัดลง {asked.file} / wrote {count} lines of the promise ledger to {asked.file}")
    return 0
