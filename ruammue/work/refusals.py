"""Why an act of this room was not done. Data only."""

from __future__ import annotations

from ruammue.foundation.refusals import Refusal


class WorkMatterIsClosed(Refusal):
    """Data: `on`."""


class TitleMissing(Refusal):
    """No data."""


class WorkIsOver(Refusal):
    """Done, or dropped. Data: `title`; `why`: "done" or "dropped"."""


class WorkNotDone(Refusal):
    """Data: `title`."""


class WordsMissing(Refusal):
    """What was done is said in a few words. Data: `title`."""


class WhyMissing(Refusal):
    """No data."""


class TwoLeads(Refusal):
    """One leads, the others join in. Data: `title`; `names`, of those who would lead."""


class NotInThisTable(Refusal):
    """A work of another matter or office was named. No data."""


class TableChanged(Refusal):
    """Somebody changed the table since it was read. No data."""


class NoDuties(Refusal):
    """Data: `organisation`."""


class AlreadySigned(Refusal):
    """Signed as it stands now. Data: `organisation`, `on`."""


class LinkIsOver(Refusal):
    """Wrong, used up, or replaced by a newer one. No data."""


class SignerMissing(Refusal):
    """No data."""


class PaperMissing(Refusal):
    """A signature on paper comes with the paper. No data."""


class ObjectionMissing(Refusal):
    """No data."""


class NobodyNamed(Refusal):
    """No data."""


class AlreadyNamed(Refusal):
    """Data: `name`, `title`."""


class AlreadyReleased(Refusal):
    """No data."""
