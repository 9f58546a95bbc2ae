"""Refusals: the reason an act was not done, as an exception that carries data and never a sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any


class Refusal(Exception):
    """Base of every refusal. Subclasses are named as the reason (`NoQuorum`) and take keyword data only.

    The data may be shown to the reader, so it holds no secret and nobody's personal data but the reader's own.
    """

    def __init__(self, **data: Any) -> None:
        super().__init__(type(self).__name__, data)
        self.data = data


Sentence = Callable[[Mapping[str, Any]], str]
_sentences: dict[type[Refusal], Sentence] = {}


def says(refusal: type[Refusal], sentence: Sentence) -> None:
    """Let `sentence(data)` speak for `refusal`. Rooms call this from their `sentences.py` when the house starts."""
    _sentences[refusal] = sentence


def sentence_for(refusal: Refusal) -> str:
    """The whole sentence, in the reader's language. A refusal without a sentence is a defect: KeyError."""
    for kind in type(refusal).__mro__:
        if kind in _sentences:
            return _sentences[kind](refusal.data)
    raise KeyError(type(refusal))


def has_sentence(kind: type[Refusal]) -> bool:
    """True when a sentence of its own is known for this kind of refusal."""
    return kind in _sentences
