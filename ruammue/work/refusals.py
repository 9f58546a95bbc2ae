"""Why an act of this room is not done. Data only."""

from __future__ import annotations

from ruammue.foundation.refusals import Refusal


class MatterIsClosed(Refusal):
    """The matter is closed."""


class TwoLeads(Refusal):
    """More than one organisation would lead one piece of work. Data: work."""


class NotOfThisMatter(Refusal):
    """The work or organisation does not belong to this matter's table."""


class WorkIsDropped(Refusal):
    """The piece of work was taken off the table."""


class WorkIsDone(Refusal):
    """The piece of work is finished. Data: on."""


class WorkIsNotDone(Refusal):
    """The piece of work is not finished, so it can't be taken up again."""


class NoDuties(Refusal):
    """The organisation has no part in the table, so there is nothing to sign. Data: organisation."""


class LeadMissing(Refusal):
    """A piece of work has nobody who leads it yet. Data: work."""


class TableMoved(Refusal):
    """The table changed while it was being read: it must be read once more before signing."""


class ObjectionEmpty(Refusal):
    """An objection without a word."""


class TitleMissing(Refusal):
    """A piece of work without a name."""
