"""Why an act of the promise ledger was not done. Data only: names, and whole numbers in minor units with their unit."""

from __future__ import annotations

from ruammue.foundation.refusals import Refusal


class NotACount(Refusal):
    """A quantity is a whole number of minor units above zero. Data: `quantity` as it came."""


class SpecExists(Refusal):
    """Data: `name`."""


class UnitNotOfKind(Refusal):
    """Money is counted in baht, hours in working time. Data: `name`, `kind`."""


class UnitsDoNotMeet(Refusal):
    """Two kinds are counted in units that cannot be added. Data: `name`, `unit`, `other_name`, `other_unit`."""


class NotOfThisSteward(Refusal):
    """Something of another office was named. No data."""


class DatesReversed(Refusal):
    """Data: `from_on`, `until_on`."""


class DayIsOver(Refusal):
    """Something is promised until a day that is past. Data: `on`, `today`."""


class NotLent(Refusal):
    """People's time and money are given: there is nothing to bring back. Data: `name`."""


class MatterIsClosed(Refusal):
    """Data: `on`, the day on which it was closed."""


class LineIsClosed(Refusal):
    """Enough came, or it is no longer asked for. Data: `name`; `why`: "enough", "withdrawn" or "merged"."""


class LineHasPromises(Refusal):
    """Data: `name`, `unit`, `promised`: what is still to come of promises."""


class LineHasDeliveries(Refusal):
    """What was brought stays in the record. Data: `name`, `unit`, `delivered`."""


class NothingCameYet(Refusal):
    """Nothing can be enough. Data: `name`."""


class OverCommitment(Refusal):
    """More than still lacks. Data: `name`, `unit`, `asked`, `missing`."""


class OfferTooSmall(Refusal):
    """More than is left of the offer. Data: `name`, `unit`, `asked`, `remaining`, `giver`."""


class OfferIsWithdrawn(Refusal):
    """Data: `name`."""


class OfferOfAnotherKind(Refusal):
    """The offer is of a kind that nobody said may stand in. Data: `offered`, `wanted`."""


class OfferForAnotherMatter(Refusal):
    """The offer was made for one matter only. Data: `name`."""


class NobodyGives(Refusal):
    """A promise or an offer comes from an organisation or a person: one of the two. No data."""


class GiverIsReceiver(Refusal):
    """Nobody promises to themselves. Data: `name`."""


class ReasonMissing(Refusal):
    """No data."""


class WhoseWordMissing(Refusal):
    """A helper writes down whose word it is. No data."""


class SameKeyOtherAct(Refusal):
    """The form was sent before for something else. No data."""


class PromisedJustNow(Refusal):
    """The same giver promised the very same a moment ago, in another tab or by another hand. Data: `promise`."""


class AlreadyAccepted(Refusal):
    """Data: `giver`, `name`."""


class CommitmentIsOver(Refusal):
    """Data: `giver`, `name`, `end`."""


class AnsweredBefore(Refusal):
    """The giver has answered what they were asked, by this or another link. Data: `giver`, `on`."""


class LinkExpired(Refusal):
    """Data: `on`, the last day of the link."""


class MoreThanAsked(Refusal):
    """A yes is for what was asked, or for less. Data: `name`, `unit`, `asked`."""


class NotAnsweredYet(Refusal):
    """Nothing was claimed that could be confirmed. Data: `giver`."""


class NotAcceptedYet(Refusal):
    """Both sides say yes before anything is brought. Data: `giver`, `name`."""


class DeliveriesWaiting(Refusal):
    """Deliveries that one side has not confirmed come first. Data: `giver`, `name`, `count`."""


class NothingDelivered(Refusal):
    """Nothing of this promise came, so it cannot be enough. Data: `giver`, `name`."""


class OverDelivery(Refusal):
    """More than was promised. Data: `giver`, `name`, `unit`, `asked`, `promised`, `confirmed`,
    `waiting` (for a word), `left`."""


class NotToday(Refusal):
    """What was brought was brought up to today. Data: `on`, `today`."""


class BeforePromise(Refusal):
    """What was brought before anybody promised it. Data: `on`, `promised`."""


class ReceiptNumberMissing(Refusal):
    """Money goes past this house: the office's official receipt is named. Data: `giver`."""


class NotALoan(Refusal):
    """Data: `giver`, `name`."""


class OverReturn(Refusal):
    """More than is still lent. Data: `giver`, `name`, `unit`, `asked`, `lent`."""


class AlreadyConfirmed(Refusal):
    """Data: `side`, `whose`."""


class ExchangeCannotBe(Refusal):
    """The last yes came, and one of the parts can no longer be. Data: `name`, `giver`."""


class SamePersonBothSides(Refusal):
    """One person may not be both sides of a hand-over. No data."""


class AlreadyReversed(Refusal):
    """Data: `on`."""


class IsAReversal(Refusal):
    """A correction is not confirmed nor corrected; record the delivery anew. No data."""


class ReturnsStand(Refusal):
    """Part of it already came back: reverse the return first. Data: `giver`, `name`, `unit`, `returned`."""


class LentOnAlready(Refusal):
    """What came back was promised to others since. Data: `giver`, `name`, `unit`, `remaining`."""


class NobodyActs(Refusal):
    """The house itself asks for nothing and confirms nothing: a person does. No data."""


class MoreThanAll(Refusal):
    """The least that is of use is more than all of it. Data: `name`, `unit`, `least`, `asked`."""


class LinesDiffer(Refusal):
    """Two lines ask for different things, or it is one line. Data: `name`, `other`."""


class NothingLacks(Refusal):
    """All of it has come, so another line has nothing to carry. Data: `name`."""


class TooLittleToCome(Refusal):
    """Less than the giver comes for. Data: `name`, `unit`, `asked`, `least`, `giver`."""


class OfferNotThen(Refusal):
    """It is not to be had on the days on which it is needed. Data: `giver`, `name`, `from_on`, `until_on`,
    `schedule`, `since`, `due`."""


class OfferNeverFree(Refusal):
    """No such day between the first and the last. Data: `schedule`, `from_on`, `until_on`."""


class OfferOnlyInExchange(Refusal):
    """It is given only for something in return. Data: `giver`, `name`, `wants`."""


class NotAgreedThere(Refusal):
    """Where it was agreed is not named. Data: `agreed_in`."""


class NotOverdue(Refusal):
    """Its day has not passed. Data: `giver`, `name`, `due` (None: no day was said)."""


class MediatorMissing(Refusal):
    """Somebody who heard both sides is named. No data."""


class DisputeIsOpen(Refusal):
    """One side says that it was not so; that is settled first. Data: `giver`, `name`."""


class DisputeIsOver(Refusal):
    """Data: `on`, the day on which it was settled."""


class NoSuchWord(Refusal):
    """That side has given no word that could be disputed. Data: `side`."""


class OwnProposal(Refusal):
    """The other side agrees, not the one that proposed. No data."""


class LossIsDecided(Refusal):
    """Data: `name`, `outcome`."""


class LossCameBack(Refusal):
    """So much is not out any more: it came back, or was never brought. Data: `name`, `left`, `lost`, `unit`."""


class NotAnExchange(Refusal):
    """Every party gives something and takes something. Data: `name` of the one for whom that is not so, or ""."""


class ExchangeIsOver(Refusal):
    """Agreed or cancelled already. Data: `how`: "agreed" or "cancelled"."""


class NotAParty(Refusal):
    """Data: `name`."""


class RuleIsOver(Refusal):
    """A rule whose last day is past binds nobody. Data: `day`, `today`."""


class RuleTooLong(Refusal):
    """A rule is decided anew after some years. Data: `years`."""


class RuleBeforeResolution(Refusal):
    """A rule begins with the resolution on which it rests, or later. Data: `day`, `resolved_on`."""


class WishNotOpened(Refusal):
    """What a party wishes for does not stand as a line yet, so nobody can agree to it. Data: `name`: what is wished."""


class PartyAgreedAlready(Refusal):
    """Data: `name`."""


class KnowledgeOfPrivateMatter(Refusal):
    """What belongs to a matter is public only as long as the matter is. No data."""


class LessonIsGone(Refusal):
    """The lesson was taken back meanwhile. No data."""


class ReplyNotHeard(Refusal):
    """A reply by link is nobody's yet: a link can be handed on. Data: `name` as it was typed."""


class NotResolvedByIt(Refusal):
    """A rule of a network rests on a resolution that it adopted itself. Data: `name` of the network."""


class NotAMember(Refusal):
    """Data: `name` of the organisation, `network`."""


class InterestNotWeighed(Refusal):
    """The giver is tied to the office (R29): whoever takes it says why. Data: `name`, `findings` of the rule."""


class InterestNotedAlready(Refusal):
    """Data: `name`."""


class SourceMissing(Refusal):
    """What is held against somebody, or bars a name, has a source. No data."""


class NamingNotWeighed(Refusal):
    """An executive's name in election time (R30): whoever chose it says why. Data: `findings` of the rule."""


class NotAskedForPrint(Refusal):
    """Nobody asked them yet whether and how they want to be named. Data: `name`."""


class NotForPrint(Refusal):
    """They do not want to be named on a certificate. Data: `name`."""


class NothingGiven(Refusal):
    """Nothing that both sides confirmed came of them in that year. Data: `name`, `year`."""


class DayBeyondReason(Refusal):
    """The year is mistyped. Data: `on`; `first` and `last` of the days that can be."""


class NumberUsed(Refusal):
    """A number of the register stands on another paper, which may be voided. Data: `number`, `name`, `on`."""


class PaperVoided(Refusal):
    """The paper counts no longer. Data: `on`."""


class MediatorIsParty(Refusal):
    """Who stands between the parties is none of them. Data: `name`."""
