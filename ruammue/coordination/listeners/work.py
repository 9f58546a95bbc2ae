"""News of the duty table and the work on it."""

from __future__ import annotations

from uuid import UUID

from ruammue.coordination import hearers
from ruammue.coordination.actions import tell
from ruammue.coordination.listeners.paths import path
from ruammue.ledger.actions import News, on
from ruammue.work.events import DutiesObjected, DutiesSigned, DutySignatureAsked, PersonNamed, WorkDone


@on(DutySignatureAsked)
def tell_asked_for_duties(event: DutySignatureAsked, news: News) -> None:
    """Who speaks for the organisation may sign after coming in, too."""
    page = path(event.steward, "work:sign_as", event.matter, otherwise=("needs:matter", event.matter))
    people = hearers.speakers(event.steward, [event.organisation])
    _tell(people, "work.asked", news, event.steward, event.matter, page, event.organisation)


@on(DutiesSigned)
def tell_duties_signed(event: DutiesSigned, news: News) -> None:
    """Plan officers and the coordinators of the matter hear who signed."""
    _tell_keepers("work.duties_signed", news, event.steward, event.matter, event.organisation)


@on(DutiesObjected)
def tell_objection(event: DutiesObjected, news: News) -> None:
    """Plan officers and the coordinators of the matter hear that somebody wants it different."""
    _tell_keepers("work.objected", news, event.steward, event.matter, event.organisation)


@on(WorkDone)
def tell_done(event: WorkDone, news: News) -> None:
    """Plan officers and the coordinators of the matter hear that a piece of work is done."""
    _tell_keepers("work.done", news, event.steward, event.matter, None)


@on(PersonNamed)
def tell_person(event: PersonNamed, news: News) -> None:
    """Who was named hears of it."""
    page = path(event.steward, "work:list", otherwise=("needs:matter", event.matter))
    _tell({event.person} if event.person else set(), "work.named", news, event.steward, event.matter, page, None)


def _tell_keepers(code: str, news: News, steward_id: UUID, matter_id: UUID, organisation: UUID | None) -> None:
    people = hearers.officers(steward_id) | hearers.coordinators_of_matter(steward_id, matter_id)
    page = path(steward_id, "work:duty_table", matter_id, otherwise=("needs:matter", matter_id))
    _tell(people, code, news, steward_id, matter_id, page, organisation)


def _tell(
    people: set[UUID], code: str, news: News, steward_id: UUID, matter_id: UUID, page: str, organisation: UUID | None
) -> None:
    tell(
        people,
        code,
        news,
        steward_id=steward_id,
        path=page,
        matter_id=matter_id,
        organisation=str(organisation) if organisation else None,
    )
