"""The paper as an HTML page: for reading aloud, for copying, and for printers that know no PDF."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from ruammue.papers.blocks import Document, Heading, Qr, Run, Table, Text, Title, in_digits
from ruammue.papers.typeset import qr_svg


def html(document: Document) -> bytes:
    """A whole page in UTF-8: no script, no inline style, its look in papers/paper.css."""
    context = {
        "document": document,
        "draft": document.standing,
        "blocks": [_prepared(block, document) for block in document.blocks],
        "source": in_digits(document.source, document.thai_digits),
        "dated": in_digits(document.dated, document.thai_digits),
        "has_title": any(isinstance(block, Title) for block in document.blocks),
    }
    return render_to_string("papers/paper.html", context).encode()


def _prepared(value: Any, document: Document) -> dict[str, Any]:
    """A block as a template likes it: its kind in lower case, texts ready, inner blocks prepared."""
    kind = type(value).__name__.lower()
    ready: dict[str, Any] = {"kind": kind, "template": f"papers/blocks/{kind}.html"}
    for field in fields(value):
        ready[field.name] = _part(getattr(value, field.name), document)
    if isinstance(value, Qr):
        # segno escapes nothing but its own numbers: the data becomes modules, the words stay in `alt`.
        ready["svg"] = mark_safe(qr_svg(value.data))
    if isinstance(value, Heading):
        ready["element"] = f"h{value.level + 1}"
    if isinstance(value, Table):
        ready["columns"] = value.columns
        ready["rows"] = [
            [{"text": _text(text, document), "column": column} for text, column in zip(row, value.columns, strict=True)]
            for row in value.rows
        ]
    return ready


def _part(value: Any, document: Document) -> Any:
    if isinstance(value, tuple):
        if value and isinstance(value[0], Run):
            return _text(value, document)
        return [_part(part, document) for part in value]
    if is_dataclass(value):
        return _prepared(value, document)
    return in_digits(value, document.thai_digits) if isinstance(value, str) else value


def _text(text: Text, document: Document) -> list[dict[str, Any]]:
    return [
        {
            "text": run.text if run.as_is else in_digits(run.text, document.thai_digits),
            "bold": run.bold,
            # On the smallest phone a line holds about thirty letters.
            "keep": run.keep and len(run.text) <= 28,
            "link": run.link,
        }
        for run in text
    ]
