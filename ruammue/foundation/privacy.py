"""Every model field is classified where it is defined: how private it is, what for, and how long it is kept.

`classify()` fills a registry that the house test, the "one person's data" file, the record of processing and
the retention job read. A field without a class fails the build.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Privacy(StrEnum):
    """How a field may travel."""

    PUBLIC = "public"  # may stand on a page without login once its row is published
    INTERNAL = "internal"  # about the work, not about a person; seen by those whose work it is
    PERSONAL = "personal"  # tells something of a person; PDPA section 6
    SENSITIVE = "sensitive"  # PDPA section 26 or as harmful; explicit consent or not stored


class Retention(StrEnum):
    """How long a field is kept. Durations are parameters of the installation, not claims about the law."""

    RECORD = "record"  # part of the office's record: kept with it
    RELATION = "relation"  # while the relation lasts and 1 year after; then anonymised
    MATTER = "matter"  # while the matter is open and 2 years after; then erased
    SHORT = "short"  # days: sessions, codes, throttles


@dataclass(frozen=True, slots=True)
class FieldClass:
    """The class of one field: level, purpose in a few plain words (English message id), retention."""

    privacy: Privacy
    purpose: str
    retention: Retention


PURPOSES = (
    "to run the shared record",  # keys, links, states
    "to reach the person",
    "to know who acts and for whom",
    "to answer a need",
    "to work together",
    "to decide together",
    "to keep the record provable",
    "to keep accounts safe",
)

registry: dict[str, dict[str, FieldClass]] = {}


def classify(
    model_label: str,
    *,
    public: str = "",
    internal: str = "",
    personal: str = "",
    sensitive: str = "",
    purpose: str,
    retention: Retention = Retention.RECORD,
) -> None:
    """Classify the fields of one model: each argument is a blank-separated list of field names.

    May be called several times for one model when purposes or retentions differ; a field classified twice
    is an error (ValueError), as is an unknown purpose.
    """
    if purpose not in PURPOSES:
        raise ValueError(purpose)
    known = registry.setdefault(model_label, {})
    for level, names in (
        (Privacy.PUBLIC, public),
        (Privacy.INTERNAL, internal),
        (Privacy.PERSONAL, personal),
        (Privacy.SENSITIVE, sensitive),
    ):
        for name in names.split():
            if name in known:
                raise ValueError(f"{model_label}.{name} is classified twice")
            known[name] = FieldClass(level, purpose, retention)
