"""Partners and thanks: whose gift is weighed before it is taken, whose name stands on a paper, who carries the work.

R29 and R30 are common practice of which no text was read; R40 follows the award's page (DOMAIN 1.2: "not something one
agency could drive alone"), which names no number: the half is ours. All three warn and stop nothing.
"""

from datetime import date
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from ruammue.rulebook.values import Evidence, Force, Pack, Rule

_INTEREST = _("Rules on interest of local governments and of the anti-corruption commission; no text read")
_ELECTION = _("Practice before local elections; no text read")
_AWARD = _("Award criteria for networks, page 13: partners with clear duties, not one agency alone; the half is ours")

PACK = Pack(
    id="partnership",
    version="2569.11",
    title=_("How partners give, and how they are thanked"),
    checked_on=date(2026, 11, 29),
    rules=(
        Rule(
            id="R29",
            text=_(
                "Before the office takes something of a partner that sells to it, or is related to its executive, "
                "whoever accepts it sees so and writes down why it is right all the same."
            ),
            citation=_INTEREST,
            source_on=None,
            evidence=Evidence.BY_HEARSAY,
            force=Force.WARN,
            judge="interest",
        ),
        Rule(
            id="R30",
            text=_("In the time of an election no paper of thanks carries the name or the picture of an executive."),
            citation=_ELECTION,
            source_on=None,
            evidence=Evidence.BY_HEARSAY,
            force=Force.WARN,
            judge="naming",
        ),
        Rule(
            id="R40",
            text=_(
                "No single organisation does more than half of the work that was delivered, once at least three "
                "things are done: one that carries nearly all has helpers, no partners."
            ),
            citation=_AWARD,
            source_on=None,
            evidence=Evidence.PARTLY_READ,
            force=Force.WARN,
            judge="shares",
            params={"share": Fraction(1, 2), "least_pieces": 3},
        ),
    ),
)
