"""The project's own compact copy of the areas and local governments. Pure: no Django, standard library only.

    python -m ruammue.places.compact ../shared/data/places      # write the copy again from the two .csv files

Form of a copy: one xz stream of UTF-8 lines. The first line names the columns, separated by tabs; then come the
columns one after another, each as many lines as there are rows. Like stands beside like, so that xz finds it: 0.6 MB
for 6.3 MB of CSV. Two columns are told in fewer words and unfolded again: an area's level and parent follow from its
code; an English name that repeats the last one given to the same Thai name is left empty. (`~` is a truly empty one.)
"""

from __future__ import annotations

import csv
import lzma
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

DATA = Path(__file__).parent / "data"
AREAS, LOCAL_GOVERNMENTS = "areas.xz", "local_governments.xz"
AREA_COLUMNS = ("code", "level", "name_th", "name_en", "parent", "postal_code", "lat", "lon")
LOCAL_GOVERNMENT_COLUMNS = ("lg_id", "kind", "code", "name_th", "name_en", "lat", "lon", "covers")
SOURCE_TO_TAMBON = "thailand-geography-json c76e019"
SOURCE_VILLAGES = "Ahoerstemeier/tambon b5dfcce"
EDITION = date(2025, 6, 30)
"""The date of the younger source. A place of ours that a later edition no longer has ended on that edition's date."""
_LEVELS = {2: "changwat", 4: "amphoe", 6: "tambon", 8: "muban"}
_EMPTY = "~"
_FILTERS = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "lc": 4, "lp": 0, "pb": 0}]


class NotFaithful(ValueError):
    """The row cannot be told in the compact form without loss; the form must change first."""


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One line of areas.csv, as text. `level` is country, changwat, amphoe, tambon or muban."""

    code: str
    level: str
    name_th: str
    name_en: str
    parent: str
    postal_code: str
    lat: str
    lon: str


@dataclass(frozen=True, slots=True)
class LocalGovernmentRow:
    """One line of local_governments.csv, as text. `covers` is `areacode:completely|partially` joined by `;`."""

    lg_id: str
    kind: str
    code: str
    name_th: str
    name_en: str
    lat: str
    lon: str
    covers: str


def read_areas(folder: Path = DATA) -> Iterator[AreaRow]:
    """The areas of the shipped copy, in the order of the source."""
    english: dict[str, str] = {}
    for code, thai, name, postal_code, lat, lon in _unpack(folder / AREAS):
        if name:
            english[thai] = "" if name == _EMPTY else name
        yield AreaRow(code, _level(code), thai, english[thai], _parent(code), postal_code, lat, lon)


def read_local_governments(folder: Path = DATA) -> Iterator[LocalGovernmentRow]:
    """The local governments of the shipped copy, in the order of the source."""
    for row in _unpack(folder / LOCAL_GOVERNMENTS):
        yield LocalGovernmentRow(*row)


def write_areas(rows: Iterable[AreaRow], target: Path) -> int:
    """Write the compact form, the same bytes for the same rows. Returns bytes. Raises NotFaithful."""
    english: dict[str, str] = {}
    kept = []
    for row in rows:
        if (row.level, row.parent) != (_level(row.code), _parent(row.code)) or row.name_en == _EMPTY:
            raise NotFaithful(row)
        name = row.name_en or _EMPTY
        kept.append((row.code, row.name_th, "" if english.get(row.name_th) == name else name,
                     row.postal_code, row.lat, row.lon))  # fmt: skip
        english[row.name_th] = name
    return _pack(target, ("code", "name_th", "name_en", "postal_code", "lat", "lon"), kept)


def write_local_governments(rows: Iterable[LocalGovernmentRow], target: Path) -> int:
    """Write the compact form, the same bytes for the same rows. Returns bytes."""
    told = [tuple(getattr(row, name) for name in LOCAL_GOVERNMENT_COLUMNS) for row in rows]
    return _pack(target, LOCAL_GOVERNMENT_COLUMNS, told)


def source_areas(folder: Path) -> Iterator[AreaRow]:
    """The rows of the source's areas.csv."""
    with (folder / "areas.csv").open(encoding="utf-8", newline="") as file:
        yield from (AreaRow(**row) for row in csv.DictReader(file))


def source_local_governments(folder: Path) -> Iterator[LocalGovernmentRow]:
    """The rows of the source's local_governments.csv."""
    with (folder / "local_governments.csv").open(encoding="utf-8", newline="") as file:
        yield from (LocalGovernmentRow(**row) for row in csv.DictReader(file))


def _level(code: str) -> str:
    return "country" if code == "TH" else _LEVELS[len(code)]


def _parent(code: str) -> str:
    if code == "TH":
        return ""
    return code[:-2] or "TH"


def _pack(target: Path, names: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> int:
    lines = ["\t".join(names)]
    for column in zip(*rows, strict=True):
        if any("\n" in cell or "\r" in cell for cell in column):
            raise NotFaithful("a line break inside a cell")
        lines.extend(column)
    packed = lzma.compress("\n".join(lines).encode(), filters=_FILTERS)
    target.write_bytes(packed)
    return len(packed)


def _unpack(path: Path) -> Iterator[tuple[str, ...]]:
    first, *lines = lzma.decompress(path.read_bytes()).decode().split("\n")
    width = len(first.split("\t"))
    height = len(lines) // width
    yield from zip(*(lines[at * height : (at + 1) * height] for at in range(width)), strict=True)


if __name__ == "__main__":
    came_from = Path(sys.argv[1])
    DATA.mkdir(exist_ok=True)
    size = write_areas(source_areas(came_from), DATA / AREAS)
    size += write_local_governments(source_local_governments(came_from), DATA / LOCAL_GOVERNMENTS)
    sys.stdout.write(f"{DATA}: {size:,} bytes\n")
