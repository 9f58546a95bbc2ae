"""What happens in the promise ledger. Ids, whole numbers in minor units, dates and code words only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ruammue.ledger.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecAdded(Event):
    """A kind of resource was named, with its unit."""

    spec: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SubstituteNamed(Event):
    """Somebody said that one kind may stand in for another."""

    spec: UUID
    stand_in: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRaised(Event):
    """A matter asks for a quantity of something."""

    line: UUID
    matter: UUID
    quantity: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LineMoved(Event):
    """What is asked for is needed on other days."""

    line: UUID
    matter: UUID
    from_on: date | None
    until_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LineResized(Event):
    """It takes more or less than was asked for: `quantity` is what is asked for from now on."""

    line: UUID
    matter: UUID
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LineIsEnough(Event):
    """What came was accepted as enough, though less than asked for."""

    line: UUID
    matter: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class LineWithdrawn(Event):
    """A line is no longer asked for."""

    line: UUID
    matter: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class LineMerged(Event):
    """The same was asked for twice: another line asks for the `quantity` that had not come."""

    line: UUID
    into: UUID
    matter: UUID
    quantity: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferMade(Event):
    """A partner or a person said what they could give or lend."""

    offer: UUID
    quantity: int = 0
    matter: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferAssured(Event):
    """Somebody asked, and the offer still stands."""

    offer: UUID
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferWithdrawn(Event):
    """An offer no longer stands; promises made from it do."""

    offer: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentMade(Event):
    """One side wrote a promise down. It counts once both sides accepted (`is_accepted`)."""

    commitment: UUID
    matter: UUID
    side: str = "provider"
    quantity: int = 0
    is_accepted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentAccepted(Event):
    """The other side said yes: from now on the promise counts."""

    commitment: UUID
    side: str
    matter: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentEnded(Event):
    """A promise ended: fulfilled, enough, by_provider, by_receiver, expired or defaulted."""

    commitment: UUID
    end: str
    matter: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentReopened(Event):
    """A delivery that had fulfilled the promise was reversed: there is something to come again."""

    commitment: UUID
    matter: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseAsked(Event):
    """A giver without an account was asked by a link of their own."""

    ask: UUID
    commitment: UUID
    matter: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseAnswered(Event):
    """Somebody answered by link, "yes" or "no": claimed, until the office has heard it from them."""

    ask: UUID
    commitment: UUID
    matter: UUID
    answer: str = "yes"


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseAnswerConfirmed(Event):
    """The office heard the answer by "phone" or saw it on "paper"."""

    ask: UUID
    commitment: UUID
    matter: UUID
    how: str = "phone"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryRecorded(Event):
    """Somebody wrote down that something was brought, or came back from a loan. It does not count yet."""

    delivery: UUID
    commitment: UUID
    matter: UUID
    quantity: int = 0
    is_return: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryConfirmed(Event):
    """One side gave its word. `is_counted`: it was the second of the two, so the delivery counts."""

    delivery: UUID
    side: str
    matter: UUID
    is_counted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryReversed(Event):
    """A delivery was taken back by a row of its own. `delivery`: the one that no longer counts."""

    delivery: UUID
    matter: UUID
    reversal: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FitDeclined(Event):
    """A side said "not this time" to one need: they are not brought together for it again."""

    line: UUID
    matter: UUID
    side: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryDisputed(Event):
    """One side says that a delivery, or a word for it, was not so. It does not count until that is settled."""

    dispute: UUID
    delivery: UUID
    side: str
    matter: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlementProposed(Event):
    """One side said how a dispute could end: stands, reversed or corrected."""

    settlement: UUID
    dispute: UUID
    outcome: str
    matter: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeSettled(Event):
    """Both sides agreed, or a mediator found: stands, reversed or corrected (by a reversal and a new delivery)."""

    dispute: UUID
    settlement: UUID
    delivery: UUID
    outcome: str
    matter: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class LossTold(Event):
    """Of what was lent, so much is broken or lost. It counts once the lender decided what follows."""

    loss: UUID
    commitment: UUID
    matter: UUID
    how: str
    quantity: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LossDecided(Event):
    """The lender said what follows from a loss: forgiven, replaced, owed or not_so."""

    loss: UUID
    commitment: UUID
    matter: UUID
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedInExchange(Event):
    """An offer is given only in return for something, or (`only` false) without a return after all."""

    offer: UUID
    only: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeProposed(Event):
    """Several were asked to give to one another at once."""

    exchange: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeWishOpened(Event):
    """What a party wished for in an exchange became a line: now the parties can be asked."""

    exchange: UUID
    line: UUID
    matter: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeAsked(Event):
    """A party got a link of its own to answer by."""

    exchange: UUID
    party: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeAnswered(Event):
    """A party answered: `is_heard` when it counts, else it was claimed by link."""

    exchange: UUID
    party: UUID
    answer: str = ""
    is_heard: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeAgreed(Event):
    """The last party agreed: promises on all sides were made in this act."""

    exchange: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeCancelled(Event):
    """A party said no or took its yes back before all agreed, or the proposer let it go: nothing of it stands."""

    exchange: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeMediated(Event):
    """Somebody of the office wrote down what the parties agreed on after all."""

    exchange: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonWritten(Event):
    """Somebody wrote down what was learned from a matter."""

    lesson: UUID
    matter: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonCorrected(Event):
    """What was learned was written otherwise; the words before are not kept."""

    lesson: UUID
    matter: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonTakenBack(Event):
    """What was learned is read by nobody any more; its words are not kept."""

    lesson: UUID
    matter: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionAsked(Event):
    """Somebody would like to know something about a matter or a theme."""

    question: UUID
    theme: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionSentByLink(Event):
    """A question got a link by which somebody without an account replies."""

    question: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionReplied(Event):
    """Somebody told what they know."""

    question: UUID
    reply: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyThanked(Event):
    """Who asked said thank you."""

    question: UUID
    reply: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyHeard(Event):
    """What came by link was heard from them: it is theirs."""

    question: UUID
    reply: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowledgeClosed(Event):
    """A lesson, or a reply with its question, is for those who work here again; `of_what` says which."""

    subject: UUID
    of_what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowledgeOpened(Event):
    """A lesson, or a reply with its question, may be read by everybody; `of_what` says which."""

    subject: UUID
    of_what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReciprocityDecided(Event):
    """A network's rule of reciprocity was written down, as it was resolved; `cap` times, or ended (`cap` -1)."""

    network: UUID
    cap: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class HardshipSaid(Event):
    """No cap binds a member any more, or (`is_over`) again. Why is not in the record."""

    network: UUID
    organisation: UUID
    is_over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustSet(Event):
    """How often one network gives to another before something comes back; ended with `most` -1."""

    giver: UUID
    taker: UUID
    most: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestNoted(Event):
    """It was written down that a partner sells to the office or is related to an executive."""

    tie: UUID
    organisation: UUID
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestEnded(Event):
    """Such a tie is over since a day."""

    tie: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestWeighed(Event):
    """Somebody took a gift of such a partner for the office and said why: a promise, or a yes to an exchange."""

    tie: UUID
    commitment: UUID | None = None
    exchange: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ElectionTimeSet(Event):
    """The office typed from when to when it is election time."""

    time: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ElectionTimeRemoved(Event):
    """A time of an election was typed wrongly and counts no longer."""

    time: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintNameSaid(Event):
    """A partner or a person said whether and how they want to stand on papers of thanks."""

    choice: UUID
    is_wanted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ThanksMade(Event):
    """A paper of thanks was made. `warned`: a rule warned of the name under it, and somebody said why all the same."""

    thanks: UUID
    form: str
    warned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ThanksVoided(Event):
    """A paper of thanks counts no longer: it stays, with who voided it and why; its number is not used again."""

    thanks: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ContributionShared(Event):
    """A partner got a link to what it gave in a year."""

    link: UUID
    organisation: UUID
