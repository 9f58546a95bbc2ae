"""Juristic numbers: 13 digits beginning with 0, the last one checks the others."""

from __future__ import annotations

LENGTH = 13


def is_juristic(digits: str) -> bool:
    """Whether thirteen ASCII digits are a juristic number.

    Check digit as in citizen ids: (11 - sum(d_i * (14 - i)) mod 11) mod 10 over i = 1..12. The Department of
    Business Development numbers all juristic bodies so, and so do the tax numbers of state bodies (0994...).
    """
    if len(digits) != LENGTH or not (digits.isascii() and digits.isdecimal()) or digits[0] != "0":
        return False
    total = sum(int(digit) * (LENGTH - place) for place, digit in enumerate(digits[:12]))
    return (11 - total % 11) % 10 == int(digits[12])
