"""Message catalogues: committed as `.po`, compiled to `.mo` where the house runs, without GNU gettext.

`python -m ruammue.foundation.catalogues` compiles what is out of date; `demo`, `serve` and the tests do so by
themselves.
"""

from __future__ import annotations

import io
import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

HOUSE = Path(__file__).resolve().parent.parent


def catalogues(house: Path = HOUSE) -> list[Path]:
    """Every `.po` of the house, in a fixed order."""
    return sorted(house.glob("*/locale/*/LC_MESSAGES/django.po"))


def compile_one(po: Path) -> Path:
    """Write the `.mo` beside a `.po`, whole or not at all: two processes may do this at the same moment."""
    with po.open("rb") as source:
        words = read_po(source, locale=po.parent.parent.name)
    compiled = io.BytesIO()
    write_mo(compiled, words)
    mo = po.with_suffix(".mo")
    fresh = mo.with_name(f".{mo.name}.{os.getpid()}")
    fresh.write_bytes(compiled.getvalue())
    fresh.replace(mo)
    return mo


def ensure_compiled(house: Path = HOUSE) -> list[Path]:
    """Compile every catalogue whose `.mo` is absent or not newer than its `.po`. Returns those compiled."""
    return [compile_one(po) for po in catalogues(house) if _is_stale(po)]


def _is_stale(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime_ns <= po.stat().st_mtime_ns


if __name__ == "__main__":
    ensure_compiled()
