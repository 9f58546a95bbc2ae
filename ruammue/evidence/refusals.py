"""Why an act of this room was not done: data, never sentences."""

from __future__ import annotations

from ruammue.foundation.refusals import Refusal


class MatterNotPublic(Refusal):
    """The matter is not on the public page, so its result cannot be."""


class ResultIsEmpty(Refusal):
    """There are no words to keep."""


class NoResultYet(Refusal):
    """There is nothing to publish: nobody wrote a result."""


class ResultIsPublic(Refusal):
    """It is published already. Data: `on`, the day."""


class NothingMeasured(Refusal):
    """A goal of the matter was never measured, and nobody said why. Data: `goal`, its statement."""


class NumberIsEmpty(Refusal):
    """No number was typed."""
