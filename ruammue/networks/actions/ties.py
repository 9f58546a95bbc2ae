"""What the house saw two organisations do together. Written by `loop`, from news of the rooms above."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from ruammue.networks.models import TieObservation
from ruammue.networks.refusals import TieWithOneself


@transaction.atomic
def observe_tie(
    steward_id: UUID,
    *,
    from_organisation: UUID,
    to_organisation: UUID,
    kind: str,
    observed_on: date,
    entry_id: UUID,
    was_on_time: bool | None = None,
) -> bool:
    """Write one observation down; heard twice it is written once. Returns whether it was new.

    `kind`: met, promised, delivered or signed. `was_on_time` for delivered: in time or late; for promised:
    False when it fell due and was not kept. `entry_id` is the ledger entry that tells of it, so nothing is
    recorded again here. Raises TieWithOneself.
    """
    if from_organisation == to_organisation:
        raise TieWithOneself
    _tie, is_new = TieObservation.objects.get_or_create(
        steward_id=steward_id,
        entry_id=entry_id,
        from_organisation_id=from_organisation,
        to_organisation_id=to_organisation,
        kind=TieObservation.Kind(kind),
        defaults={"was_on_time": was_on_time, "observed_on": observed_on},
    )
    return bool(is_new)
