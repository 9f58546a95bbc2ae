"""The confirmed networks and committees of a steward."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from ninja import Query

from ruammue.api.schemas import Networks
from ruammue.api.service import api
from ruammue.evidence.queries import networks_page


@api.get("/networks/", response=Networks, url_name="networks")
def networks(
    request: Any,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    per_page: Annotated[int, Query(ge=1, le=100)] = 20,
    level: Literal["", "village", "tambon", "amphoe", "changwat", "country"] = "",
) -> dict[str, Any]:
    """Networks that somebody confirmed, by level and name; never those of a matter that is not public."""
    found = networks_page(request.steward, level=level, page=page, per_page=per_page)
    return {
        "items": found.object_list,
        "page": found.number,
        "pages": found.paginator.num_pages,
        "total": found.paginator.count,
    }
