"""Where a notice leads."""

from __future__ import annotations

from uuid import UUID

from django.urls import NoReverseMatch, reverse

from ruammue.places.models import Steward


def path(steward_id: UUID, name: str, *args: object, otherwise: tuple[str, UUID | None] | None = None) -> str:
    """The page of a name and its arguments at this steward; `otherwise` another one where the first has no page."""
    slug = Steward.objects.values_list("slug", flat=True).get(pk=steward_id)
    try:
        return reverse(name, args=[slug, *args])
    except NoReverseMatch:
        if otherwise is None or otherwise[1] is None:
            return f"/{slug}/"
        return reverse(otherwise[0], args=[slug, otherwise[1]])


def matter_path(steward_id: UUID, matter_id: UUID | None) -> str:
    """The working page of a matter; the steward's own page when there is none."""
    return path(steward_id, "needs:matter", matter_id) if matter_id else path(steward_id, "coordination:inbox")
