"""What every page knows: whose record it is, who reads, the menu."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from ruammue.access.actors import STRANGER
from ruammue.web.menu import menu_for


def house(request: HttpRequest) -> dict[str, Any]:
    """Context of every template: steward, actor, actor_name, menu, is_reachable."""
    steward = getattr(request, "steward", None)
    actor = getattr(request, "actor", STRANGER)
    return {
        "steward": steward,
        "actor": actor,
        "actor_name": actor.name,
        "menu": menu_for(steward, actor),
        "is_reachable": settings.IS_REACHABLE,
        "public_url": settings.PUBLIC_URL,
    }
