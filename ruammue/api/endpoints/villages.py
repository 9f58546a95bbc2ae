"""The places of a steward."""

from __future__ import annotations

from typing import Any

from ruammue.api.schemas import Villages
from ruammue.api.service import api
from ruammue.places.models import Village


@api.get("/villages/", response=Villages, url_name="villages")
def villages(request: Any) -> dict[str, Any]:
    """The villages by code. Same-named villages are told apart by code, moo number and label, never by name."""
    rows = Village.objects.of(request.steward).select_related("area")
    return {
        "tambon": request.steward.area.name_th,
        "items": [
            {
                "code": row.area_id,
                "moo": row.moo,
                "name": row.name,
                "label": row.label,
                "is_confirmed": row.is_confirmed,
            }
            for row in rows
        ],
    }
