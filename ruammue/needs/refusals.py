"""Why something with a need, a matter or a call is not done."""

from __future__ import annotations

from ruammue.foundation.refusals import Refusal


class NothingTold(Refusal):
    """Neither picture nor voice nor words: there is nothing to answer."""


class TooManyReports(Refusal):
    """From this phone or place too much came in a short time. Data: `minutes` until it goes on."""


class TooManyCodes(Refusal):
    """Too many wrong receipt codes were tried. Data: `minutes` until it goes on."""


class NeighbourNotTold(Refusal):
    """A helper enters for somebody who was not yet told what is kept and who sees it."""


class AnswerIsEmpty(Refusal):
    """An answer is a sentence; there was none."""


class AgencyMissing(Refusal):
    """A need is referred to somebody: their name was missing."""


class NotAnsweredYet(Refusal):
    """Nobody answered yet, so nobody can say whether it helped. Data: `due_on`."""


class HandlerIsNamed(Refusal):
    """This person is named in the need and cannot handle it."""


class HiddenFromHead(Refusal):
    """The reporter hid the need from this village head; they cannot be its handler."""


class AlreadyClosed(Refusal):
    """The matter is closed. Data: `on`."""


class NotClosed(Refusal):
    """The matter is still open."""


class NeedsUnanswered(Refusal):
    """A matter cannot be closed before everybody who told of it was answered. Data: `count`."""


class AlreadyPublished(Refusal):
    """The matter is on the public page already."""


class NotPublished(Refusal):
    """The matter is not on the public page."""


class SensitiveStaysQuiet(Refusal):
    """A matter of one person or of health goes out with kind and tambon only, without pictures and without a call."""


class TakeBackFirst(Refusal):
    """The matter is public; it must leave the public page before it can become somebody's own."""


class PhotoNotOfThisMatter(Refusal):
    """A chosen picture belongs to another matter, or is a voice."""


class SameMatter(Refusal):
    """A matter cannot be joined to itself or to one that was joined to another."""


class PublishedStaysItself(Refusal):
    """A published or called matter cannot disappear into another; join the other one to it."""


class OnlyOneNeed(Refusal):
    """There is nothing to split: this need has its matter for itself."""


class AlreadySkipped(Refusal):
    """This station is marked as passed by already."""


class ReasonMissing(Refusal):
    """Without a reason a short way would look like a gap."""


class CallExists(Refusal):
    """The matter has its call already."""


class CallLacksNothing(Refusal):
    """A call says what is lacking: people, money, things or knowledge."""


class NobodyCalled(Refusal):
    """A call names at least one sector."""


class AlreadyEndorsed(Refusal):
    """The executive stands behind this call already."""


class CallIsClosed(Refusal):
    """This call is closed."""


class ProjectHasMatter(Refusal):
    """A call was opened from this row already."""


class ProjectIsOwn(Refusal):
    """The office can do this alone; mark it เกินกำลัง first."""
