"""Heads of the sealed logs as text: what witnesses keep on paper, in a chat, at a partner's. Reads and writes files.

One block for each steward, in the manner of a C2SP tlog checkpoint: origin, size, root in base64, an empty line.
The origin ends in the steward's id, so that a head still fits when the slug has changed.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from ruammue.foundation.refusals import Refusal, says
from ruammue.ledger.models import Head
from ruammue.ledger.verification import Witnessed
from ruammue.places.models import Steward

ORIGIN = "ruammue/"


class UnreadableHeads(Refusal):
    """The file of heads does not have the form. Data: `path`, `line` (counting from 1)."""


says(
    UnreadableHeads,
    lambda d: f"อ่านไฟล์หัวบันทึก {d['path']} บรรทัด {d['line']} ไม่ได้ / cannot read heads in {d['path']}, line {d['line']}",
)


class NoSuchHeads(Refusal):
    """There is no file that could be opened here. Data: `path`."""


says(NoSuchHeads, lambda d: f"เปิดไฟล์หัวบันทึก {d['path']} ไม่ได้ / cannot open the file of heads {d['path']}")


class NoHeads(Refusal):
    """The file holds no head at all: to compare with nothing would prove nothing. Data: `path`."""


says(
    NoHeads,
    lambda d: f"ในไฟล์ {d['path']} ไม่มีหัวบันทึกเลย เทียบไม่ได้ / there is no head in {d['path']}, nothing to compare with",
)


class NothingSealed(Refusal):
    """No steward has a head yet: there is nothing that a witness could keep."""


says(
    NothingSealed,
    lambda d: (
        "ยังไม่มีหัวบันทึกให้เก็บ ให้สั่ง python -m ruammue deliver --once ก่อน"
        " / there is no head to keep yet: run python -m ruammue deliver --once first"
    ),
)


def write(path: Path) -> None:
    """Write today's heads for a witness to keep. Raises NothingSealed, and then makes no file."""
    text = latest()
    if not text:
        raise NothingSealed
    path.write_text(text, encoding="utf-8", newline="\n")


def latest() -> str:
    """The newest head of every steward that has one, as text."""
    blocks = []
    for steward in Steward.objects.order_by("slug"):
        head = Head.objects.filter(steward_id=steward.pk).order_by("-size").first()
        if head is not None:
            root = base64.b64encode(bytes(head.root)).decode()
            blocks.append(f"{ORIGIN}{steward.slug}/{steward.pk}\n{head.size}\n{root}\n")
    return "\n".join(blocks)


def read(path: Path) -> list[Witnessed]:
    """The heads in a file, at least one. Raises NoSuchHeads, UnreadableHeads, NoHeads."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as closed:
        raise NoSuchHeads(path=str(path)) from closed
    except UnicodeDecodeError as no_text:
        raise UnreadableHeads(path=str(path), line=1) from no_text
    found = parse(lines, str(path))
    if not found:
        raise NoHeads(path=str(path))
    return found


def parse(lines: Iterable[str], path: str = "") -> list[Witnessed]:
    """The heads in these lines; empty lines and signatures beneath a block are passed over. Raises UnreadableHeads."""
    heads: list[Witnessed] = []
    block: list[str] = []
    number = 0
    for number, line in enumerate(lines, 1):
        line = line.strip()
        if not line and not block:
            continue
        if line.startswith("—"):
            continue
        if line:
            block.append(line)
        if len(block) == 3:
            try:
                owner = UUID(block[0].removeprefix(ORIGIN).split("/")[-1])
                heads.append(Witnessed(owner, int(block[1]), base64.b64decode(block[2], validate=True)))
            except (ValueError, binascii.Error) as wrong:
                raise UnreadableHeads(path=path, line=number) from wrong
            block = []
        elif not line:
            raise UnreadableHeads(path=path, line=number)
    if block:
        raise UnreadableHeads(path=path, line=number)
    return heads
