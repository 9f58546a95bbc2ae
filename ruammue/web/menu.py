"""The menu: a few words, only to doors that are open to the reader."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from ruammue.access.actors import Actor
from ruammue.places.models import Steward


@dataclass(frozen=True, slots=True)
class Door:
    """One line of the menu."""

    url: str
    label: str
    icon: str


# (route name, label, icon, who sees it)
_PUBLIC = (
    ("loop:home", _("Home"), "home"),
    ("needs:report", _("Tell a problem"), "need"),
    ("evidence:matters", _("Matters of our tambon"), "result"),
)
_MEMBERS = (
    ("coordination:inbox", _("Inbox"), "inbox"),
    ("networks:list", _("Networks"), "network"),
    ("decisions:meetings", _("Meetings"), "decide"),
    ("goals:list", _("Goals"), "goal"),
    ("resources:near", _("Who lacks, who has"), "work"),
)
_WITH_ROLE = (("needs:list", _("Needs"), "list"),)
_DIVIDERS = (("work:this_month", _("Division of work"), "calendar"),)
_STAFF = (("people:list", _("People"), "people"), ("people:settings", _("Settings"), "settings"))


def menu_for(steward: Steward | None, actor: Actor) -> list[Door]:
    """The doors this actor sees at this steward; none on pages without a steward."""
    if steward is None:
        return []
    lines = list(_PUBLIC)
    if actor.roles or actor.represents:
        lines += _MEMBERS
    if actor.roles:
        lines += _WITH_ROLE
    if actor.roles & {"officer", "clerk", "executive", "coordinator", "village_head"}:
        lines += _DIVIDERS
    if actor.roles & {"administrator", "officer", "clerk"}:
        lines += _STAFF
    doors = []
    for name, label, icon in lines:
        url = _address(name, steward.slug)
        if url:
            doors.append(Door(url, str(label), icon))
    return doors


@lru_cache(maxsize=1024)
def _address(name: str, slug: str) -> str:
    """Where a door is; empty where a room does not stand yet. The same on every page of a steward."""
    try:
        return reverse(name, args=[slug])
    except NoReverseMatch:
        return ""
