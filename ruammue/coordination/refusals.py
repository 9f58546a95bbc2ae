"""Why an act of coordination was not done. Data only; sentences stand in `sentences.py`."""

from __future__ import annotations

from ruammue.foundation.refusals import Refusal


class HandOverBackwards(Refusal):
    """The new coordinator would begin before the present one did. Data: since."""


class DeputyIsTheSame(Refusal):
    """Coordinator and deputy are one person. Data: none."""


class DeputyPhoneMissing(Refusal):
    """A deputy is called too; the number was missing. Data: none."""


class NetworkIsGone(Refusal):
    """The network was removed or nobody said yet that it exists. Data: name."""


class DeputyMissing(Refusal):
    """Somebody goes away and nobody stands in. Data: none."""


class AwayReversed(Refusal):
    """The last day away is before the first. Data: none."""


class NothingSaid(Refusal):
    """A message without words. Data: none."""


class NobodySpeaks(Refusal):
    """A message needs a person, not the house. Data: none."""


class NotTheirs(Refusal):
    """Nobody speaks for an organisation that is not theirs to speak for. Data: none."""


class MatterIsOver(Refusal):
    """The matter is closed: help is no longer asked for. Data: none."""


class NothingOffered(Refusal):
    """An offer of help without words. Data: none."""


class NoWayToReach(Refusal):
    """An offer of help without a telephone number cannot be answered. Data: none."""


class HelpIsAnswered(Refusal):
    """The offer was answered before. Data: on."""


class HelpIsNotWelcomed(Refusal):
    """Help that was not welcomed becomes no offer. Data: none."""


class HelpIsTakenUp(Refusal):
    """It became an offer before. Data: thing."""


class LineOfAnotherMatter(Refusal):
    """The thing that somebody helps with is asked for in another matter, or no longer. Data: none."""


class NobodyAnswers(Refusal):
    """This needs a person, not the house. Data: none."""
