"""Predicates that every room's tables share. Each reads as a claim about the actor."""

from __future__ import annotations

from typing import Any

from ruammue.access.actors import Actor, Role


def is_signed_in(actor: Actor, _subject: Any) -> bool:
    """Somebody, not a stranger."""
    return not actor.is_anonymous


def is_member_here(actor: Actor, _subject: Any) -> bool:
    """Has a role or speaks for an organisation at this steward."""
    return not actor.is_anonymous and bool(actor.roles or actor.represents)


def is_officer(actor: Actor, _subject: Any) -> bool:
    """A plan officer of this steward."""
    return actor.has(Role.OFFICER)


def is_administrator(actor: Actor, _subject: Any) -> bool:
    """Keeps accounts and settings of this steward."""
    return actor.has(Role.ADMINISTRATOR)


def is_executive(actor: Actor, _subject: Any) -> bool:
    """The executive of this steward, or a deputy."""
    return actor.has(Role.EXECUTIVE)


def is_clerk(actor: Actor, _subject: Any) -> bool:
    """The chief administrator."""
    return actor.has(Role.CLERK)


def is_coordinator(actor: Actor, _subject: Any) -> bool:
    """A named coordinator."""
    return actor.has(Role.COORDINATOR)


def is_village_head(actor: Actor, _subject: Any) -> bool:
    """Heads a village of this steward."""
    return actor.has(Role.VILLAGE_HEAD)


def is_volunteer(actor: Actor, _subject: Any) -> bool:
    """A village health volunteer."""
    return actor.has(Role.VOLUNTEER)


def is_auditor(actor: Actor, _subject: Any) -> bool:
    """Reads the record, changes nothing."""
    return actor.has(Role.AUDITOR)


def is_partner(actor: Actor, _subject: Any) -> bool:
    """May speak for at least one organisation here."""
    return bool(actor.represents)


def is_staff(actor: Actor, _subject: Any) -> bool:
    """Works in the office: officer, clerk, executive or administrator."""
    return actor.has(Role.OFFICER, Role.CLERK, Role.EXECUTIVE, Role.ADMINISTRATOR)
