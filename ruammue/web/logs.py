"""Logs hold no citizen id, whoever wrote it there."""

from __future__ import annotations

import logging

from ruammue.foundation.citizen_id import mask


class MaskCitizenIds(logging.Filter):
    """Mask 13-digit citizen ids in every log line before it is written."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the message; always let the line pass."""
        masked, count = mask(record.getMessage())
        if count:
            record.msg, record.args = masked, ()
        return True
