"""Why an act on networks was not done. Data only; sentences stand in `sentences.py`."""

from __future__ import annotations

from ruammue.foundation.refusals import Refusal


class NetworkIsRemoved(Refusal):
    """The network was removed. Data: name."""


class AlreadyConfirmed(Refusal):
    """Somebody has already said that it exists; it is ended by its members and holders leaving. Data: name."""


class StatutoryCommittee(Refusal):
    """The regulation asks for this committee; it cannot be removed. Data: name."""


class NeedsAVillage(Refusal):
    """A network of village level needs its village. Data: none."""


class NotOfThisSteward(Refusal):
    """Something of another tenant was handed in. Data: none."""


class OrderNumberMissing(Refusal):
    """Number and date of an order belong together. Data: none."""


class MeetingDayMissing(Refusal):
    """Minutes are filed under the day of their meeting. Data: none."""


class MinutesDoNotEnd(Refusal):
    """Minutes tell what was; they are not valid until a day. Data: none."""


class SeatIsTaken(Refusal):
    """The seat has a holder in that time. Data: label, from_on, until_on (date or None)."""


class SeatIsRemoved(Refusal):
    """The seat was taken away. Data: label."""


class SeatHasHolder(Refusal):
    """A seat with a holder cannot be taken away. Data: label."""


class HasVotingSeat(Refusal):
    """The person already holds a voting seat in this committee in that time. Data: label."""


class TermReversed(Refusal):
    """The last day is before the first. Data: from_on, until_on."""


class AppointmentIsOver(Refusal):
    """It has already ended. Data: until_on."""


class AlreadyMember(Refusal):
    """The organisation is already in the network. Data: organisation."""


class NotAMember(Refusal):
    """The organisation has already left. Data: organisation."""


class AlreadyPartner(Refusal):
    """The organisation already stands in the register. Data: organisation."""


class LinkAlreadyShown(Refusal):
    """The same form was sent twice; the link was shown the first time. Data: organisation."""


class NoSuchInvitation(Refusal):
    """No invitation of this office has this link. Data: none."""


class InvitationExpired(Refusal):
    """The day to answer by has passed. Data: expires_on."""


class InvitationIsWithdrawn(Refusal):
    """The invitation was taken back. Data: none."""


class AlreadyAnswered(Refusal):
    """The link was used. Data: none."""


class NoReplyYet(Refusal):
    """There is no answer that could be confirmed. Data: none."""


class InvitationIsConfirmed(Refusal):
    """The answer is confirmed and stands. Data: none."""


class NobodyToConfirm(Refusal):
    """This needs a person's word, not the house's. Data: none."""


class WithWhomMissing(Refusal):
    """Say with whom it was confirmed. Data: none."""


class TieWithOneself(Refusal):
    """A tie needs two organisations. Data: none."""
