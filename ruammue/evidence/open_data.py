"""The public chains as a table for machines: English column names, ISO dates, source and day on every row.

One row a matter, made from the same chains as page and API. A count that must not be told is an empty cell.
"""

from __future__ import annotations

from collections.abc import Iterable

from ruammue.evidence.values import Chain
from ruammue.foundation.sheets import Column, write_csv, write_sheet

COLUMNS = (
    "matter_number",
    "category",
    "public_sentence",
    "tambon",
    "village",
    "published_on",
    "standing",
    "needs_told",
    "organisations",
    "networks",
    "decisions_adopted",
    "goals",
    "goals_shared",
    "works",
    "works_done",
    "lines_wanted",
    "lines_arrived_in_full",
    "result",
    "result_published_on",
    "source",
    "as_of",
)
_NUMBERS = {
    "matter_number",
    "needs_told",
    "organisations",
    "networks",
    "decisions_adopted",
    "goals",
    "goals_shared",
    "works",
    "works_done",
    "lines_wanted",
    "lines_arrived_in_full",
}

Row = tuple[str | int | None, ...]


def row_of(chain: Chain) -> Row:
    """One matter. Of a matter about one person: kind and tambon, nothing else."""
    known = (chain.number, chain.problem.category, chain.problem.sentence, chain.problem.tambon)
    source = (chain.steward, chain.as_of.date().isoformat())
    published, standing = chain.published_on.isoformat(), chain.standing.value
    if chain.is_sensitive:
        return (*known, None, published, standing, *[None] * 12, *source)
    result = chain.result
    return (
        *known,
        chain.problem.village or None,
        published,
        standing,
        chain.problem.told_by.value,
        len(chain.organisations),
        len(chain.networks),
        sum(1 for decision in chain.decisions if decision.is_adopted),
        len(chain.goals),
        sum(1 for goal in chain.goals if goal.is_shared),
        len(chain.works),
        sum(1 for work in chain.works if work.done_on is not None),
        len(chain.lines),
        sum(1 for line in chain.lines if line.arrived >= line.wanted),
        result.text if result else None,
        result.published_on.isoformat() if result else None,
        *source,
    )


def as_csv(chains: Iterable[Chain]) -> bytes:
    """UTF-8 with a mark, so that Excel reads the Thai."""
    return write_csv([COLUMNS, *(row_of(chain) for chain in chains)])


def as_xlsx(chains: Iterable[Chain], *, title: str, note: str, mark: str = "") -> bytes:
    """The same table for an office."""
    columns = [Column(name, "number" if name in _NUMBERS else "text") for name in COLUMNS]
    return write_sheet(title, columns, [row_of(chain) for chain in chains], note=note, mark=mark)
