"""Logs hold no citizen id, no secret of a link and no words of a person, whoever wrote it there."""

from __future__ import annotations

import logging
import re

from ruammue.foundation.citizen_id import mask

# Whoever has the address of an invitation, a goal, a duty table, a task, a promise, a year, a question, a card or a
# receipt may answer or read, so no log may have it. The test asks the URL table whether one is missing here.
_LINK = re.compile(r"/(i|g|d|c|w|card|answer|given|reply)/[\w-]{16,}|/(ask|help/code)/[\w%-]{8,}")
# PostgreSQL tells the row or the key that it refused, with everything in it.
_ROW = re.compile(r"^(DETAIL|CONTEXT): .*(?:\n(?=\S).*)*", re.MULTILINE)


class Discreet(logging.Formatter):
    """Conceals in the finished line, so that nothing goes past it: message, arguments, traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """The line as it may be kept."""
        line = _LINK.sub(lambda found: f"/{found[1] or found[2]}/…", super().format(record))
        return mask(_ROW.sub(r"\1: …", line))[0]
