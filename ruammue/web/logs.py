"""Logs hold no citizen id and no secret of a link, whoever wrote it there."""

from __future__ import annotations

import logging
import re

from ruammue.foundation.citizen_id import mask

# An invitation's or a goal's link, or a card's: whoever has the address may answer, so no log may have it.
_LINK = re.compile(r"/(i|g|card)/[\w-]{16,}")


class MaskCitizenIds(logging.Filter):
    """Mask 13-digit citizen ids, and the secrets of links, in every log line before it is written."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the message; always let the line pass."""
        masked, count = mask(record.getMessage())
        masked, links = _LINK.subn(r"/\1/…", masked)
        if count or links:
            record.msg, record.args = masked, ()
        return True
