"""Measured values as whole thousandths of the unit, from what people type and back. No floats anywhere."""

from __future__ import annotations

import re
from decimal import Decimal

from ruammue.foundation.refusals import Refusal
from ruammue.foundation.thai_digits import to_arabic

MILLI = 1000
LARGEST = 10**15
"""In thousandths; more is a slip of the finger, and sums must stay within 64 bits."""
_VALUE = re.compile(r"(?P<sign>[-+−]?)(?P<whole>\d{1,3}(?:,\d{3})+|\d+)?(?:\.(?P<part>\d+))?")


class NotAValue(Refusal):
    """Data: `text` as typed; `reason`: "empty", "form", "finer" (than a thousandth) or "too_large"."""


def parse(text: str) -> int:
    """Thousandths from "12", "๑๒.๕", "1,200", "0.125", "-3". Raises NotAValue; nothing is rounded."""
    shown = text[:40]
    plain = re.sub(r"[\s\u200b\ufeff]+", "", to_arabic(text[:80]))
    if not plain:
        raise NotAValue(text=shown, reason="empty")
    match = _VALUE.fullmatch(plain)
    if match is None or not (match["whole"] or match["part"]):
        raise NotAValue(text=shown, reason="form")
    part = (match["part"] or "").rstrip("0")
    if len(part) > 3:
        raise NotAValue(text=shown, reason="finer")
    milli = int((match["whole"] or "0").replace(",", "")) * MILLI + int(part.ljust(3, "0") or 0)
    if milli > LARGEST:
        raise NotAValue(text=shown, reason="too_large")
    return -milli if match["sign"] in ("-", "−") else milli


def show(milli: int) -> str:
    """12500 -> "12.5"; 1200000 -> "1,200". Read back by `parse` it is the same number."""
    whole, part = divmod(abs(milli), MILLI)
    tail = f".{part:03d}".rstrip("0").rstrip(".")
    return f"{'-' if milli < 0 else ''}{whole:,}{tail}"


def decimal(milli: int) -> Decimal:
    """The same number for a picture that draws it."""
    return Decimal(milli).scaleb(-3)
