"""How a body meets: notice, quorum, minutes.

Source: พระราชบัญญัติวิธีปฏิบัติราชการทางปกครอง พ.ศ. 2539 มาตรา 79 ถึง 83, of which only section 83 was read (DOMAIN 2.6).
The plan regulation's own rule of meetings was not visible: half and majority are parameters.
"""

from datetime import date
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from ruammue.rulebook.values import Clock, Evidence, Force, Pack, Rule

_SECTION_79 = _("Administrative procedure act B.E. 2539, section 79")
_SECTION_80 = _("Administrative procedure act B.E. 2539, section 80")
_SECTION_83 = _("Administrative procedure act B.E. 2539, section 83")
_NO_RULE = _("no rule was found")
_OWN = _("our own proposal, not a law")

PACK = Pack(
    id="meetings",
    version="2569.11",
    title=_("How a body meets and decides"),
    checked_on=date(2026, 11, 22),
    rules=(
        Rule(
            id="R14",
            text=_("Members are told of a meeting at least 3 days before, with the agenda."),
            citation=_SECTION_80,
            source_on=None,
            evidence=Evidence.BY_HEARSAY,
            force=Force.WARN,
            judge="notice",
            params={"days": 3},
        ),
        Rule(
            id="R15",
            text=_(
                "At least half of the filled seats must be present. If they were not, the meeting called "
                "again within 14 days may decide with one third."
            ),
            citation=_SECTION_79,
            source_on=None,
            evidence=Evidence.BY_HEARSAY,
            force=Force.BLOCK,
            judge="quorum",
            params={
                "share": Fraction(1, 2),
                "recalled_share": Fraction(1, 3),
                "recalled_within_days": 14,
                "threshold": Fraction(1, 2),
                "chair_breaks_ties": 1,
            },
        ),
        Rule(
            id="R16",
            text=_("A meeting has written minutes; who dissents has the dissent and its reason written down."),
            citation=_SECTION_83,
            source_on=None,
            evidence=Evidence.READ,
            force=Force.BLOCK,
            judge="minutes",
        ),
        Rule(
            id="F01",
            text=_("We know of no quorum for a village forum: heads are counted and shown, nothing is stopped."),
            citation=_NO_RULE,
            source_on=None,
            evidence=Evidence.OUR_DESIGN,
            force=Force.INFO,
            judge="quorum",
            params={"threshold": Fraction(1, 2), "chair_breaks_ties": 0},
        ),
        Rule(
            id="N01",
            text=_("A partner network decides when at least half of its partners are present and none objects."),
            citation=_OWN,
            source_on=None,
            evidence=Evidence.OUR_DESIGN,
            force=Force.BLOCK,
            judge="quorum",
            params={
                "share": Fraction(1, 2),
                "recalled_share": Fraction(1, 3),
                "recalled_within_days": 14,
                "threshold": Fraction(1, 2),
                "chair_breaks_ties": 0,
            },
        ),
    ),
    clocks=(
        Clock(
            key="meeting.recall",
            text=_("A meeting without quorum is called again within 14 days."),
            days=14,
            evidence=Evidence.BY_HEARSAY,
            citation=_SECTION_79,
            source_on=None,
        ),
    ),
)
