"""The duty table as one fixed text, and its hash: what is signed is what was read."""

from __future__ import annotations

import hashlib
from uuid import UUID

from ruammue.ledger.events import canonical
from ruammue.needs.models import Matter
from ruammue.work.models import Duty, Work


def hash_of(matter: Matter | UUID, steward_id: UUID) -> str:
    """SHA-256 of a matter's duty table as it stands: works with their days, each partner's part and note.

    Persons beneath are not in it: a partner names them by itself. Two statements.
    """
    key = matter if isinstance(matter, UUID) else matter.pk
    works = Work.objects.of(steward_id).filter(matter=key, dropped_at=None).order_by("id")
    duties = Duty.objects.of(steward_id).filter(work__matter=key, work__dropped_at=None).order_by("organisation_id")
    return hash_rows(key, list(works), list(duties))


def hash_rows(matter: UUID, works: list[Work], duties: list[Duty]) -> str:
    """The same from rows that are at hand (works not dropped, all their duties), in any order."""
    cells: dict[UUID, list[list[str]]] = {}
    for duty in sorted(duties, key=lambda duty: str(duty.organisation_id)):
        cells.setdefault(duty.work_id, []).append([str(duty.organisation_id), duty.part, duty.note])
    rows = [
        {
            "work": str(work.pk),
            "title": work.title,
            "due": work.due_on.isoformat() if work.due_on else "",
            "duties": cells.get(work.pk, []),
        }
        for work in sorted(works, key=lambda work: str(work.pk))
    ]
    return hashlib.sha256(canonical({"matter": str(matter), "rows": rows})).hexdigest()
