"""`ruammue import FILE --steward SLUG --kind people|partners|projects [--dry-run]`: an office's .xlsx list."""

from __future__ import annotations

import sys
from pathlib import Path

from ruammue.cli.asking import Parser
from ruammue.cli.django_door import open_kept_house


def run(words: list[str]) -> int:
    """Import a sheet with guessed columns, whole or not at all. 0 done, 1 refused with reasons, 2 asked wrongly."""
    parser = Parser(prog="ruammue import", description=__doc__)
    parser.add_argument("file", type=Path, help="an .xlsx file")
    parser.add_argument("--steward", required=True, help="the tenant's short name in its address")
    parser.add_argument("--kind", required=True, choices=("people", "partners", "projects"))
    parser.add_argument("--dry-run", action="store_true", help="say what would happen, change nothing")
    try:
        asked = parser.parse_args(words)
    except SystemExit as ended:
        return int(ended.code or 0)
    open_kept_house()
    from django.utils import translation

    from ruammue.foundation.refusals import Refusal, sentence_for
    from ruammue.foundation.transactions import door
    from ruammue.ledger.who import SYSTEM
    from ruammue.people import actions, imports
    from ruammue.people.refusals import RowsHaveErrors
    from ruammue.places.models import Steward

    translation.activate("th")
    steward = Steward.objects.filter(slug=asked.steward).first()
    if steward is None:
        print(f"ruammue: ไม่มีหน่วยงาน {asked.steward} ที่นี่ / there is no steward {asked.steward} here", file=sys.stderr)
        return 2
    try:
        data = asked.file.read_bytes()
    except OSError:
        print(f"ruammue: เปิดไฟล์ {asked.file} ไม่ได้ / cannot open {asked.file}", file=sys.stderr)
        return 2
    try:
        with door(takes_long=True):
            pending = actions.receive_sheet(steward, kind=asked.kind, data=data, by=SYSTEM)
            importer = imports.importer_for(asked.kind)
            imports.check_mapping(importer, pending.headers, pending.mapping)
            reading = imports.read_rows(importer, steward, pending.rows, pending.mapping)
            for wrong in reading.problems:
                print(f"{wrong.row}: {wrong.sentence}", file=sys.stderr)
            new, changed, same = (reading.count(fate) for fate in ("new", "changed", "same"))
            if reading.problems:
                raise RowsHaveErrors(count=reading.bad_rows)
            if asked.dry_run:
                actions.drop_import(pending, by=SYSTEM)
            else:
                actions.confirm_import(pending, by=SYSTEM)
    except Refusal as refusal:
        print(sentence_for(refusal), file=sys.stderr)
        return 1
    print(
        f"{'ลองอ่านเท่านั้น ไม่ได้บันทึก / only tried: ' if asked.dry_run else ''}ใหม่ {new} เปลี่ยน {changed} เหมือนเดิม {same}"
        f" / new {new}, changed {changed}, same {same}"
    )
    return 0
