"""Why nothing was signed. Data only."""

from __future__ import annotations

from ruammue.foundation.refusals import Refusal


class NoSuchLink(Refusal):
    """Nothing of this office waits for a signature behind this link. Data: none."""


class SignedBefore(Refusal):
    """The organisation has signed. Data: organisation, on."""


class SignerMissing(Refusal):
    """A signature needs the name of who signs. Data: none."""


class SignedPaperMissing(Refusal):
    """A signature on paper needs a picture or scan of that paper. Data: none."""


class NotTheirsToSign(Refusal):
    """Nobody signs for an organisation that they do not speak for. Data: none."""
