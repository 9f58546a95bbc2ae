"""How a matter came along, as dated sentences. Rooms above add theirs; nobody's private words are in it.

story.add(sentences_of_meetings)        # in decisions' apps.ready(): fn(matter) -> list[Told], constant SQL
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from ruammue.access.actors import Actor
from ruammue.foundation import page_reads
from ruammue.needs.models import Answer, Matter, Need, Station, Verdict
from ruammue.needs.queries import call_of, skips_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One dated sentence. `is_public`: it may stand on the public page; `url`: the record, for workers."""

    at: datetime
    text: str
    url: str = ""
    is_decision: bool = False
    by: str = ""
    is_public: bool = True

    @property
    def on(self) -> datetime:
        """The moment, under the name that the story component asks for."""
        return self.at


Teller = Callable[[Matter], list[Told]]
_tellers: list[Teller] = []


def add(teller: Teller) -> Teller:
    """Let a room above tell its part of every matter's story. Returns it, so that it serves as a decorator."""
    if teller not in _tellers:
        _tellers.append(teller)
    return teller


def matter_story(matter: Matter, actor: Actor, *, only_public: bool = False) -> list[Told]:
    """All that happened to a matter, the latest first, as this actor may know it: what was told, answered and judged
    of a need that is hidden from them is not in it. A constant number of SQL statements a room.
    """
    told = _own(matter, Need.objects.of(matter.steward_id).known_to(actor).filter(matter=matter))
    for teller in _tellers:
        told += teller(matter)
    told = [sentence for sentence in told if sentence.is_public or not only_public]
    return sorted(told, key=lambda sentence: sentence.at, reverse=True)


_WAYS = {
    Answer.Way.ANSWERED: lambda: _("The need was answered."),
    Answer.Way.REFERRED: lambda: _("The need was sent on to %(agency)s."),
    Answer.Way.VILLAGE: lambda: _("The village does it itself."),
    Answer.Way.TOGETHER: lambda: _("The answer: we call others to act together."),
    Answer.Way.DECLINED: lambda: _("The answer: it cannot be done now; the reason was told."),
}


def _own(matter: Matter, needs: Any) -> list[Told]:
    page = reverse("needs:matter", args=[matter.steward.slug, matter.pk])
    office = {"office": matter.steward.short_name}
    told: list[Told] = []
    for at, place in needs.select_related("village").values_list("reported_at", "village__moo"):
        text = _("Somebody of moo %(moo)d told of it.") % {"moo": place} if place and not matter.is_sensitive else ""
        told.append(Told(at=at, text=text or _("Somebody told of it.")))
    if matter.origin == Matter.Origin.OFFICE:
        told.append(Told(at=matter.opened_at, text=_("%(office)s saw that it cannot do this alone.") % office))
    answers = Answer.objects.of(matter.steward_id).filter(need__in=needs.order_by().values("pk"))
    for at, way, agency in answers.values_list("answered_at", "way", "agency"):
        told.append(Told(at=at, text=_WAYS[Answer.Way(way)]() % {"agency": agency}, is_public=not matter.is_sensitive))
    verdicts = Verdict.objects.of(matter.steward_id).filter(need__in=needs.order_by().values("pk"))
    for at, is_fixed in verdicts.values_list("given_at", "is_fixed"):
        text = _("Who told of it says: it is mended.") if is_fixed else _("Who told of it says: not mended yet.")
        told.append(Told(at=at, text=text))
    for skip in page_reads.once(matter, skips_of):
        told.append(
            Told(
                at=skip.skipped_at,
                text=_("The step “%(station)s” was passed by: %(reason)s")
                % {"station": Station(skip.station).label, "reason": skip.reason},
                is_public=not matter.is_sensitive,
            )
        )
    call = page_reads.once(matter, call_of)
    if call is not None:
        url = reverse("needs:call", args=[matter.steward.slug, call.pk])
        told.append(Told(at=call.opened_at, text=_("%(office)s called others to join in.") % office, url=url))
        if call.endorsed_at:
            told.append(
                Told(at=call.endorsed_at, text=_("The executive stands behind the call."), url=url, is_decision=True)
            )
        if call.closed_at:
            told.append(Told(at=call.closed_at, text=_("The call is closed: nothing more is asked for."), url=url))
    if matter.published_at:
        told.append(Told(at=matter.published_at, text=_("The matter stands on the public page."), url=page))
    if matter.closed_at:
        told.append(Told(at=matter.closed_at, text=_("The matter is closed.")))
    return told
