"""Who may see and publish the evidence. Tables to be read aloud: any row, all of the row."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from ruammue.access.actors import Actor
from ruammue.access.claims import is_auditor, is_clerk, is_officer, is_staff
from ruammue.access.gate import EVERYONE, Policy
from ruammue.decisions.models import Meeting
from ruammue.evidence.chain import public_matters
from ruammue.evidence.models import Result
from ruammue.needs.models import Matter
from ruammue.needs.rules import may_open


def has_public_photo(_actor: Actor, result: Result) -> bool:
    """A published result with a picture, of a published matter that is not about one person."""
    matter = result.matter
    is_public = matter.is_published and matter.merged_into_id is None and not matter.is_sensitive
    return is_public and result.published_at is not None and result.photo_id is not None


def may_open_its_matter(actor: Actor, result: Result) -> bool:
    """May open the matter that this is the result of."""
    return may_open(actor, result.matter)


SEE_MATTERS: Policy = EVERYONE
SEE_MATTER: Policy = EVERYONE  # the loader finds published matters only
SEE_PARTICIPATION: Policy = EVERYONE
SEE_PHOTO: Policy = [[has_public_photo], [may_open_its_matter]]
WRITE_RESULT: Policy = [[may_open, is_officer]]
SEE_GAPS: Policy = [[is_staff], [is_auditor]]
TYPE_NUMBER: Policy = [[is_officer], [is_clerk]]


def published_matter(request: Any, key: Any) -> Matter:
    """Loader: a matter that everybody may read. Raises Http404."""
    matter = public_matters(request.steward.pk).filter(pk=key).first()
    if matter is None:
        raise Http404
    return matter


def result_with_matter(request: Any, key: Any) -> Result:
    """Loader: the result of a matter, by the matter's key. Raises Http404."""
    found: Result | None = (
        Result.objects.of(request.steward)
        .select_related("matter__steward", "photo")
        .filter(matter=key, photo__isnull=False)
        .first()
    )
    if found is None:
        raise Http404
    return found


def closed_meeting(request: Any, key: Any) -> Meeting:
    """Loader: a meeting that was closed and spoke of something public. Raises Http404."""
    found: Meeting | None = (
        Meeting.objects.of(request.steward)
        .filter(
            pk=key,
            stage=Meeting.Stage.CLOSED,
            items__matter__published_at__isnull=False,
            items__matter__merged_into=None,
            items__matter__is_sensitive=False,
        )
        .distinct()
        .first()
    )
    if found is None:
        raise Http404
    return found
