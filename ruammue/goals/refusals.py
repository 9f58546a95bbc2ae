"""Why an act on goals was not done. Data only; sentences stand in `sentences.py`."""

from __future__ import annotations

from ruammue.foundation.refusals import Refusal


class TargetNotBeyond(Refusal):
    """The target does not lie beyond the baseline. Data: baseline, target (words), direction."""


class DueBeforeBaseline(Refusal):
    """The goal's day is not after the day of the baseline. Data: due_on, baseline_on."""


class MatterIsClosed(Refusal):
    """The matter is closed; nothing new is agreed on it. Data: none."""


class ResolutionIsOfAnother(Refusal):
    """The resolution is about another matter, or of another office. Data: none."""


class NotAdopted(Refusal):
    """The resolution was not adopted, so no goal follows from it. Data: none."""


class GoalIsDropped(Refusal):
    """The goal was given up, or a newer one took its place. Data: on; is_replaced."""


class NothingToSign(Refusal):
    """A goal that cannot be measured yet cannot be signed. Data: none."""


class SignedAlready(Refusal):
    """Somebody signed these very numbers; they change only by a new version. Data: none."""


class NobodyThere(Refusal):
    """This needs a person, not the house. Data: none."""


class NotMeasuredYet(Refusal):
    """The day of the reading has not come. Data: on."""


class BeforeBaseline(Refusal):
    """The reading is older than where we were. Data: on, baseline_on."""


class NoteMissing(Refusal):
    """The value lies far outside what was expected; somebody has to say why. Data: value (words)."""


class AlreadyCorrected(Refusal):
    """This reading was corrected before; correct the newest one. Data: none."""


class CorrectsAnother(Refusal):
    """A correction names a reading of the same indicator. Data: none."""


class ReasonMissing(Refusal):
    """Giving up or changing a goal needs its reason. Data: none."""


class NothingChanged(Refusal):
    """The new version says exactly what the old one says. Data: none."""
