"""Thirteen-digit Thai citizen ids, found so that they can be masked: nothing in this house needs one.

Check digit: (11 - sum(d_i * (14 - i)) mod 11) mod 10 over i = 1..12 (DOMAIN 3.3). The first digit of a
person's id is 1 to 8; juristic ids begin with 0 and have their own field, so they are left alone.
"""

import re
import unicodedata
from collections.abc import Iterator

MASK = "x-xxxx-xxxxx-xx-x"
LENGTH = 13
_CANONICAL = (1, 4, 5, 2, 1)
# "1.1017.00203.45.1": the printed grouping is telling enough to allow any punctuation between.
_PRINTED = re.compile(
    r"(?<!\d)(\d)[^\w\s]{1,3}(\d{4})[^\w\s]{1,3}(\d{5})[^\w\s]{1,3}(\d{2})[^\w\s]{1,3}(\d)(?!\d)|"
    r"(?<!\d)(\d)_(\d{4})_(\d{5})_(\d{2})_(\d)(?!\d)"
)
_PHONE_LENGTHS = (9, 10)


def is_valid(digits: str) -> bool:
    """Whether thirteen ASCII digits, nothing else, are a person's id with a right check digit."""
    if len(digits) != LENGTH or not (digits.isascii() and digits.isdecimal()) or digits[0] in "09":
        return False
    total = sum(int(digit) * (LENGTH - place) for place, digit in enumerate(digits[:12]))
    return (11 - total % 11) % 10 == int(digits[12])


def contains(text: str) -> bool:
    """Whether a person's id stands in the text, in whatever digits and spacing."""
    return next(_found(text), None) is not None


def mask(text: str) -> tuple[str, int]:
    """The text with each id written as x-xxxx-xxxxx-xx-x, and how many there were.

    Found: Thai, Arabic or other decimal digits with any blanks, dashes, zero-width or combining characters
    between them; the printed grouping 1-4-5-2-1 with any punctuation. An id must begin and end where a
    group of digits does (inside one long group: at one of its ends). Caution comes first: about one in
    twelve other rows of thirteen digits looks like an id and is masked too. Phone numbers are not cut.
    """
    spans: list[tuple[int, int]] = []
    for start, end in sorted(_found(text)):
        # Two readings may overlap; masking both leaves no remainder of the right one.
        if spans and start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    parts: list[str] = []
    place = 0
    for start, end in spans:
        parts += [text[place:start], MASK]
        place = end
    return "".join([*parts, text[place:]]), len(spans)


def _found(text: str) -> Iterator[tuple[int, int]]:
    for match in _PRINTED.finditer(text):
        if is_valid(_ascii("".join(group or "" for group in match.groups()))):
            yield match.span()
    for run in _runs(text):
        yield from _found_in_run(run)


def _found_in_run(groups: list[tuple[int, str]]) -> Iterator[tuple[int, int]]:
    """Ids in groups of digits (start in text, ASCII digits) with nothing but separators between them."""
    sizes = [len(digits) for _, digits in groups]
    if sum(sizes) < LENGTH:
        return
    for first, (start, digits) in enumerate(groups):
        if len(digits) > LENGTH:
            for offset in (0, len(digits) - LENGTH):
                if is_valid(digits[offset : offset + LENGTH]):
                    yield start + offset, start + offset + LENGTH
            continue
        last, total = first, sizes[first]
        while total < LENGTH and last + 1 < len(groups):
            last += 1
            total += sizes[last]
        if total != LENGTH or not is_valid("".join(digits for _, digits in groups[first : last + 1])):
            continue
        if last > first and tuple(sizes[first : last + 1]) != _CANONICAL and _cuts_a_phone(groups, first, last):
            continue
        yield start, groups[last][0] + sizes[last]


def _cuts_a_phone(groups: list[tuple[int, str]], first: int, last: int) -> bool:
    """Whether the groups first..last hold the tail or the head of a phone number that goes on outside.

    "081-234-5678 081-234-5679" holds thirteen digits in a row that are nobody's id.
    """
    for begin in range(max(0, first - 3), last + 1):
        if groups[begin][1][0] != "0" or groups[begin][1][:2] == "00":
            continue
        total = 0
        for end in range(begin, min(begin + 4, len(groups))):
            total += len(groups[end][1])
            whole = total in _PHONE_LENGTHS and (end + 1 == len(groups) or len(groups[begin][1]) <= 3 or end == begin)
            if whole and (begin < first <= end or begin <= last < end):
                return True
    return False


def _runs(text: str) -> Iterator[list[tuple[int, str]]]:
    groups: list[tuple[int, str]] = []
    start, digits = 0, ""
    for place, sign in enumerate(text):
        if sign.isdecimal():
            if not digits:
                start = place
            digits += sign if sign.isascii() else str(unicodedata.decimal(sign))
            continue
        if digits:
            groups.append((start, digits))
            digits = ""
        if groups and not _separates(sign):
            yield groups
            groups = []
    if digits:
        groups.append((start, digits))
    if groups:
        yield groups


def _separates(sign: str) -> bool:
    if sign.isspace() or sign in "-\u2212":
        return True
    if sign.isascii():
        return unicodedata.category(sign) == "Cc"
    return unicodedata.category(sign) in ("Zs", "Zl", "Zp", "Pd", "Cf", "Cc", "Mn", "Me")


def _ascii(digits: str) -> str:
    return "".join(str(unicodedata.decimal(sign)) for sign in digits)
