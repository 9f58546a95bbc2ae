"""One door to every paper: `render(paper, fmt)`."""

from __future__ import annotations

from dataclasses import dataclass

from ruammue.foundation import sheets
from ruammue.foundation.refusals import Refusal
from ruammue.papers import page, typeset, word
from ruammue.papers.blocks import Document, Text, tidy
from ruammue.papers.compose import compose
from ruammue.papers.kinds import Paper

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": sheets.MEDIA_TYPE,
    "html": "text/html; charset=utf-8",
}


class NoSuchFormat(Refusal):
    """This paper does not exist in that format. Data: `wanted`; `formats`, those there are."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished file. The name is Thai, without a person's name."""

    content: bytes
    media_type: str
    filename: str


def formats(paper: Paper) -> tuple[str, ...]:
    """The formats a paper can be had in, the most useful first."""
    known = compose(paper).formats
    return tuple(fmt for fmt in MEDIA_TYPES if fmt in known)


def render(paper: Paper, fmt: str) -> Rendered:
    """The paper in one format: "pdf", "docx", "xlsx" (papers that are a table) or "html".

    The same paper gives the same bytes. Raises NoSuchFormat.
    """
    document = compose(paper)
    if fmt not in document.formats:
        raise NoSuchFormat(wanted=fmt, formats=tuple(name for name in MEDIA_TYPES if name in document.formats))
    author = tidy(paper.office.name)
    match fmt:
        case "pdf":
            content = typeset.pdf(document, author)
        case "docx":
            content = word.docx_bytes(document, author)
        case "xlsx":
            content = _sheet(document)
        case _:
            content = page.html(document)
    return Rendered(content, MEDIA_TYPES[fmt], f"{document.name}.{fmt}")


def _sheet(document: Document) -> bytes:
    """The paper's table as a spreadsheet, in Arabic digits: people calculate with it."""
    table = document.table
    if table is None:
        raise NoSuchFormat(wanted="xlsx", formats=tuple(document.formats))
    return sheets.write_sheet(
        document.title,
        [column.title for column in table.columns],
        [[_plain(cell) for cell in row] for row in table.rows],
        note=f"{document.source} {document.dated} · {document.standing}",
        mark=document.mark,
    )


def _plain(text: Text) -> str:
    return "".join(run.text for run in text)
