"""Thirteen-digit Thai citizen ids, found so that they can be masked: nothing in this house needs one.

Check digit: (11 - sum(d_i * (14 - i)) mod 11) mod 10 over i = 1..12 (DOMAIN 3.3). The first digit of a
person's id is 1 to 8; juristic ids begin with 0 and have their own field, so they are left alone.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

MASK = "x-xxxx-xxxxx-xx-x"
LENGTH = 13
_PRINTED = (1, 4, 5, 2, 1)
_THOUSANDS = (1, 3, 3, 3, 3)
_ONE_BY_ONE = (1,) * LENGTH
_PHONE_LENGTHS = (9, 10)
_LOUDEST = 4
_MARKUP = re.compile(r"</?[A-Za-z!][^<>]{0,80}>|&(?:[A-Za-z]{2,8}|#[0-9]{1,5}|#[xX][0-9A-Fa-f]{1,4});")
"""A tag or an entity: nobody reads it, so it does not separate digits either."""


@dataclass(frozen=True, slots=True)
class _Group:
    """Digits that stand together: where, the digits in ASCII, and what stands between them and the group before.

    `before`: None where a word or a wall of signs separates; "" where only blanks, dashes and unseen signs do;
    otherwise the signs that are heard.
    """

    start: int
    end: int
    digits: str
    before: str | None


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

    Found: Thai, Arabic, full-width or other digits with any blanks, dashes, zero-width or combining characters,
    tags or entities between them; the printed grouping 1-4-5-2-1 with any punctuation; and one and the same
    punctuation between all groups ("1,101,700,203,450", "1.1.0.1..."). An id must begin and end where a group of
    digits does (inside one long group: at one of its ends). Caution comes first: about one in twelve other rows of
    thirteen digits looks like an id and is masked too. Phone numbers are not cut; a date with its time, where
    different signs stand between, is left alone.
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
    if sum(map(str.isdigit, text)) < LENGTH:
        return
    run: list[_Group] = []
    for group in _groups(text):
        if group.before is None and run:
            yield from _found_in_run(run)
            run = []
        run.append(group)
    yield from _found_in_run(run)


def _found_in_run(groups: list[_Group]) -> Iterator[tuple[int, int]]:
    """Ids in groups of digits between which no word stands."""
    sizes = [len(group.digits) for group in groups]
    if sum(sizes) < LENGTH:
        return
    for first, group in enumerate(groups):
        if sizes[first] > LENGTH:
            for offset in (0, sizes[first] - LENGTH):
                if is_valid(group.digits[offset : offset + LENGTH]):
                    yield group.start + offset, group.start + offset + LENGTH
            continue
        last, total = first, sizes[first]
        while total < LENGTH and last + 1 < len(groups):
            last += 1
            total += sizes[last]
        if total != LENGTH or not is_valid("".join(each.digits for each in groups[first : last + 1])):
            continue
        if last == first or _belong_together(groups, first, last):
            yield group.start, groups[last].end


def _belong_together(groups: list[_Group], first: int, last: int) -> bool:
    """Whether what stands between the groups first..last lets them be one number."""
    sizes = tuple(len(group.digits) for group in groups[first : last + 1])
    if sizes == _PRINTED:
        return True
    signs = {group.before for group in groups[first + 1 : last + 1]}
    if len(signs) != 1 or _cuts_a_phone(groups, first, last):
        return False
    sign = signs.pop()
    if not sign or sizes in (_THOUSANDS, _ONE_BY_ONE):
        return True
    if sign in ".," and len(sizes) == 2:  # a decimal number
        return False
    # Of a longer list with the same sign between, any thirteen digits are nobody's id.
    goes_on = groups[first].before == sign or (last + 1 < len(groups) and groups[last + 1].before == sign)
    return not goes_on


def _cuts_a_phone(groups: list[_Group], first: int, last: int) -> bool:
    """Whether the groups first..last hold the tail or the head of a phone number that goes on outside.

    "081-234-5678 081-234-5679" holds thirteen digits in a row that are nobody's id.
    """
    for begin in range(max(0, first - 3), last + 1):
        if groups[begin].digits[0] != "0" or groups[begin].digits[:2] == "00":
            continue
        total = 0
        for end in range(begin, min(begin + 4, len(groups))):
            total += len(groups[end].digits)
            whole = total in _PHONE_LENGTHS and (
                end + 1 == len(groups) or len(groups[begin].digits) <= 3 or end == begin
            )
            if whole and (begin < first <= end or begin <= last < end):
                return True
    return False


def _groups(text: str) -> Iterator[_Group]:
    """The groups of digits of a text. Digits inside a tag or an entity are not seen."""
    unseen = {place for match in _MARKUP.finditer(text) for place in range(*match.span())}
    end, place = 0, 0
    before: str | None = None
    while place < len(text):
        if place in unseen or not text[place].isdigit():
            place += 1
            continue
        start = place
        while place < len(text) and place not in unseen and text[place].isdigit():
            place += 1
        if end:
            before = _heard(sign for at, sign in enumerate(text[end:start], end) if at not in unseen)
        yield _Group(start, place, "".join(str(unicodedata.digit(sign)) for sign in text[start:place]), before)
        end = place


def _heard(between: Iterator[str]) -> str | None:
    """What is heard of the signs between two groups of digits; None where it is a word or too much."""
    signs = "".join(sign for sign in between if not _is_quiet(sign))
    return None if len(signs) > _LOUDEST or any(unicodedata.category(sign)[0] in "LN" for sign in signs) else signs


def _is_quiet(sign: str) -> bool:
    if sign.isspace() or sign in "-\u2212":
        return True
    if sign.isascii():
        return unicodedata.category(sign) == "Cc"
    return unicodedata.category(sign) in ("Zs", "Zl", "Zp", "Pd", "Cf", "Cc", "Mn", "Me")
