"""What must hold between the rows of one steward, whatever the room: run by `ruammue verify`."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.apps import apps
from django.db.models import F, ForeignKey

from ruammue.ledger.verification import Finding, invariant
from ruammue.places.models import Held


@invariant
def rows_stay_with_their_steward(steward: UUID) -> Iterator[Finding]:
    """No row of this steward points at a row that another steward holds."""
    for model in apps.get_models():
        if not issubclass(model, Held):
            continue
        for field in model._meta.concrete_fields:
            if not isinstance(field, ForeignKey) or not issubclass(field.related_model, Held):
                continue
            strange = model._default_manager.filter(steward_id=steward, **{f"{field.name}__isnull": False}).exclude(
                **{f"{field.name}__steward_id": F("steward_id")}
            )
            for pk in strange.values_list("pk", flat=True)[:20]:
                yield Finding(
                    "places.foreign_row", steward, {"table": model._meta.label, "field": field.name, "row": pk}
                )
