"""What the public record holds in all."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from ruammue.api.schemas import Summary
from ruammue.api.service import api
from ruammue.evidence.queries import summary_of


@api.get("/summary/", response=Summary, url_name="summary")
def summary(request: Any) -> dict[str, Any]:
    """The totals that stand above the public list."""
    found = summary_of(request.steward)
    return {
        "steward": request.steward.name,
        "matters": found.matters,
        "with_result": found.with_result,
        "organisations": found.organisations,
        "decisions": found.decisions,
        "works": found.works,
        "works_done": found.works_done,
        "as_of": timezone.localtime(),
    }
