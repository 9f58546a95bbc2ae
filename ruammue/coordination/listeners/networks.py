"""News of networks: invitations and their answers, seats."""

from __future__ import annotations

from ruammue.coordination import hearers
from ruammue.coordination.actions import tell
from ruammue.coordination.listeners.paths import path
from ruammue.ledger.actions import News, on
from ruammue.networks.events import InvitationAnswered, InvitationConfirmed, InvitationSent, SeatTaken
from ruammue.networks.models import Appointment, Invitation


@on(InvitationSent)
def tell_invited(event: InvitationSent, news: News) -> None:
    """Who speaks for the invited organisation may answer after coming in, too."""
    invitation = Invitation.objects.of(event.steward).get(pk=event.invitation)
    tell(
        hearers.speakers(event.steward, [event.organisation]),
        "invitation.sent",
        news,
        steward_id=event.steward,
        path=path(event.steward, "networks:answer", event.invitation),
        organisation=str(event.organisation),
        network=str(invitation.network_id),
    )


@on(InvitationAnswered)
def tell_inviter(event: InvitationAnswered, news: News) -> None:
    """Who invited, and the plan officers, hear the answer: somebody calls to confirm it."""
    invitation = Invitation.objects.of(event.steward).get(pk=event.invitation)
    tell(
        hearers.officers(event.steward) | {invitation.sent_by_id},
        f"invitation.{event.reply}",
        news,
        steward_id=event.steward,
        path=path(event.steward, "networks:invitation_state", event.invitation),
        organisation=str(invitation.organisation_id),
    )


@on(InvitationConfirmed)
def tell_partner(event: InvitationConfirmed, news: News) -> None:
    """Who speaks for the organisation hears that its answer was confirmed."""
    tell(
        hearers.speakers(event.steward, [event.organisation]),
        "invitation.confirmed",
        news,
        steward_id=event.steward,
        path=path(event.steward, "networks:network", event.network),
        organisation=str(event.organisation),
    )


@on(SeatTaken)
def tell_holder(event: SeatTaken, news: News) -> None:
    """Who holds the seat from now on hears of it."""
    held = (
        Appointment.objects.of(event.steward).select_related("seat").filter(seat_id=event.seat, person_id=event.person)
    )
    appointment = held.order_by("-appointed_at").first()
    if appointment is None:
        return
    tell(
        {event.person},
        "seat.taken",
        news,
        steward_id=event.steward,
        path=path(event.steward, "networks:network", appointment.seat.network_id),
        network=str(appointment.seat.network_id),
        day=appointment.from_on.isoformat(),
    )
