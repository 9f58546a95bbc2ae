"""The list of public matters."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Query

from ruammue.api.schemas import Matters
from ruammue.api.service import api
from ruammue.evidence.queries import Filters, matters_page

MOST = 100


@api.get("/matters/", response=Matters, url_name="matters")
def matters(
    request: Any,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    per_page: Annotated[int, Query(ge=1, le=MOST)] = 20,
    state: Literal["", "calling", "working", "result"] = "",
    category: Annotated[str, Query(max_length=12)] = "",
    village: UUID | None = None,
) -> dict[str, Any]:
    """Public matters, newest first. A page past the last is the last."""
    filters = Filters(state=state, category=category, village=str(village or ""))
    found = matters_page(request.steward, filters, page=page, per_page=per_page)
    return {
        "items": found.object_list,
        "page": found.number,
        "pages": found.paginator.num_pages,
        "total": found.paginator.count,
    }
