"""What can be talked about: every kind of object, its matter, its page, and who may hear what is said about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import NoReverseMatch, reverse

from ruammue.access.actors import Actor
from ruammue.access.claims import is_member_here
from ruammue.access.gate import allows
from ruammue.decisions.models import Meeting, Resolution
from ruammue.goals import rules as goals
from ruammue.goals.models import Goal
from ruammue.needs import rules as needs
from ruammue.needs.models import Call, Matter, Need
from ruammue.networks import rules as networks
from ruammue.networks.models import Invitation, Network
from ruammue.places.models import Held, Steward
from ruammue.resources.models import Commitment, Delivery, NeedLine, Offer
from ruammue.work.models import Work

Claim = Callable[[Actor, Any], bool]


def is_of_the_matter(actor: Actor, matter: Matter | None) -> bool:
    """May open the matter, or speaks for an organisation in its networks; without a matter: works here."""
    if matter is None:
        return is_member_here(actor, None)
    return needs.may_open(actor, matter) or goals.is_in_its_networks(actor, matter)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of object. `hears` judges the row; without it whoever is of the row's matter may hear."""

    table: type[Held]
    page: str
    matter: Callable[[Any], Matter | None]
    joins: tuple[str, ...] = ()
    hears: Claim | None = None


def _none(_row: Any) -> None:
    return None


KINDS: dict[str, Kind] = {
    "needs.matter": Kind(Matter, "needs:matter", lambda row: row),  # type: ignore[no-any-return]
    "needs.need": Kind(Need, "needs:need", lambda row: row.matter, ("matter",), needs.may_read),  # type: ignore[no-any-return]
    "needs.call": Kind(Call, "needs:call", lambda row: row.matter, ("matter",)),  # type: ignore[no-any-return]
    "networks.network": Kind(Network, "networks:network", lambda row: row.matter, ("matter",), is_member_here),  # type: ignore[no-any-return]
    "networks.invitation": Kind(
        Invitation,
        "networks:invitation_state",
        lambda row: row.network.matter,  # type: ignore[no-any-return]
        ("network__matter", "organisation"),
        lambda actor, row: allows(actor, networks.SEE_INVITATION, row),
    ),
    "decisions.meeting": Kind(Meeting, "decisions:meeting", _none, (), is_member_here),
    "decisions.resolution": Kind(Resolution, "decisions:resolution", lambda row: row.matter, ("matter",)),  # type: ignore[no-any-return]
    "goals.goal": Kind(Goal, "goals:goal", lambda row: row.matter, ("matter",), goals.may_see),  # type: ignore[no-any-return]
    "resources.needline": Kind(NeedLine, "resources:line", lambda row: row.matter, ("matter",)),  # type: ignore[no-any-return]
    "resources.offer": Kind(Offer, "resources:offer", lambda row: row.matter, ("matter",), is_member_here),  # type: ignore[no-any-return]
    "resources.commitment": Kind(
        Commitment,
        "resources:commitment",
        lambda row: row.need_line.matter,  # type: ignore[no-any-return]
        ("need_line__matter",),
    ),
    "resources.delivery": Kind(
        Delivery,
        "resources:confirm",
        lambda row: row.commitment.need_line.matter,  # type: ignore[no-any-return]
        ("commitment__need_line__matter",),
    ),
    # The duty table is one for a matter and is negotiated apart from it.
    "work.table": Kind(Matter, "work:duty_table", lambda row: row),  # type: ignore[no-any-return]
    "work.work": Kind(Work, "work:work", lambda row: row.matter, ("matter",)),  # type: ignore[no-any-return]
}


class UnknownSubject(KeyError):
    """A page asked for a conversation about a kind of object that is not in `KINDS`, or that is not there."""


@dataclass(frozen=True, slots=True)
class Subject:
    """One object that is talked about."""

    about: str
    about_id: UUID
    steward_id: UUID
    matter: Matter | None
    path: str
    row: Any

    @property
    def key(self) -> str:
        """How its address names it."""
        return f"{self.about}:{self.about_id}"

    def is_heard_by(self, actor: Actor) -> bool:
        """Whether this actor may hear what is said about it."""
        claim = KINDS[self.about].hears
        return is_of_the_matter(actor, self.matter) if claim is None else claim(actor, self.row)


def kind_name(about: str) -> str:
    """The kind as it is stored: "goals.Goal" and "resources.need_line" -> "goals.goal", "resources.needline"."""
    name = about.lower().replace("_", "")
    if name not in KINDS:
        raise UnknownSubject(about)
    return name


def subject_of(steward: Steward | UUID, about: str, about_id: UUID) -> Subject:
    """An object of this steward. Raises UnknownSubject."""
    name = kind_name(about)
    kind = KINDS[name]
    row = kind.table.objects.of(steward).select_related("steward", *kind.joins).filter(pk=about_id).first()
    if row is None:
        raise UnknownSubject(about)
    matter = kind.matter(row)
    return Subject(name, row.pk, row.steward_id, matter, _page(kind, row, matter), row)


def _page(kind: Kind, row: Any, matter: Matter | None) -> str:
    """Its own page, or that of its matter where it has none."""
    slug = row.steward.slug
    try:
        return reverse(kind.page, args=[slug, row.pk])
    except NoReverseMatch:
        return reverse("needs:matter", args=[slug, matter.pk]) if matter else reverse("networks:list", args=[slug])
