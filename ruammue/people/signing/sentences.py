"""What each refusal to sign says, whole, with a way on."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ruammue.foundation import thai_dates
from ruammue.foundation.refusals import says
from ruammue.people.signing import refusals

says(
    refusals.NoSuchLink,
    lambda data: _(
        "Nothing is found behind this link. Open it once more from the message you received, or call the office."
    ),
)
says(
    refusals.SignedBefore,
    lambda data: (
        _("%(organisation)s signed on %(day)s already; once is enough.")
        % {
            "organisation": data["organisation"],
            "day": thai_dates.long(data["on"], "en" if get_language() == "en" else "th"),
        }
    ),
)
says(refusals.SignerMissing, lambda data: _("Write who signs, with name and post."))
says(
    refusals.SignedPaperMissing,
    lambda data: _("Add a photo or scan of the signed sheet. Without it the signature cannot be entered."),
)
says(
    refusals.NotTheirsToSign,
    lambda data: _("You do not speak for this organisation here. Ask the office to enter you as its representative."),
)
