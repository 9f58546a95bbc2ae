"""What is erased of a need besides its words: pictures and voice, on the disk too."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from ruammue.needs.models import NeedFile
from ruammue.papers.attachments import erase_attachments
from ruammue.papers.models import Attachment
from ruammue.people.models import Person
from ruammue.places.models import Steward


@transaction.atomic
def erase_files(
    steward: Steward, *, person: Person | None = None, before: datetime | None = None, dry: bool = False
) -> int:
    """Erase the pictures and voices that a person gave, or those of matters closed before a moment; how many.

    Those on the public page go, too: whoever is forgotten is forgotten there as well.
    """
    files = NeedFile.objects.of(steward)
    files = (
        files.filter(need__reporter=person) if person is not None else files.filter(need__matter__closed_at__lt=before)
    )
    keys = list(files.values_list("attachment_id", flat=True))
    if not dry and keys:
        files.delete()
        erase_attachments(Attachment.objects.of(steward).filter(pk__in=keys))
    return len(keys)
