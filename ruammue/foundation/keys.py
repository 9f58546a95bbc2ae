"""Keys: UUIDv7 for tables, random UUIDv4 where the moment of writing must not be readable from the key.

A UUIDv7 carries the millisecond in which it was made. Urns, receipts, tokens and pseudonyms therefore take
`random_key` (HOUSE section 0.2).
"""

from __future__ import annotations

import hashlib
import secrets
import uuid

import uuid6

# No I, L, O, U, 0, 1: a code is read aloud over a loudspeaker and written by hand.
READABLE = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_key() -> uuid.UUID:
    """A fresh UUIDv7: ordered by time, unique without asking a database."""
    return uuid.UUID(int=uuid6.uuid7().int)


def random_key() -> uuid.UUID:
    """A fresh UUIDv4: says nothing of when it was made."""
    return uuid.uuid4()


def new_token() -> str:
    """A secret for a link: 128 bits, URL-safe, 22 characters. Only its hash is ever stored."""
    return secrets.token_urlsafe(16)


def token_hash(token: str) -> bytes:
    """SHA-256 of a token: 32 bytes. Enough without salt or stretching because a token has 128 random bits."""
    return hashlib.sha256(token.encode()).digest()


def readable_code(length: int = 8) -> str:
    """A code for the eye and the voice: `length` characters of 30, 4.9 bits each, written in groups of four."""
    letters = "".join(secrets.choice(READABLE) for _ in range(length))
    return "-".join(letters[at : at + 4] for at in range(0, length, 4))


def plain_code(text: str) -> str:
    """What a person typed for a code, as it was issued: upper case, hyphen after every fourth, blanks dropped."""
    letters = "".join(c for c in text.upper() if c.isascii() and c.isalnum())
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))
