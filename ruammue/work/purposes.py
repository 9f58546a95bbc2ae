"""What the hours of work on the exchange are for: the task that needs them."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from ruammue.places.models import Steward
from ruammue.work.models import Task


def of_tasks(steward: Steward, lines: Collection[UUID]) -> dict[UUID, str]:
    """The name of the task of each line that is one's hours; of one person's matter never. One statement."""
    tasks = Task.objects.of(steward).filter(hours_line__in=lines, matter__is_sensitive=False)
    return {line: title for line, title in tasks.values_list("hours_line_id", "title") if line is not None}
