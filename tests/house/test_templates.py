"""Pages: nothing inline, nothing unescaped, Thai only in catalogues; and no slot is filled that nobody offers."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from ruammue.foundation import slots
from tests.house.tree import HOUSE, ROOT, modules, parsed, report, where

pytestmark = pytest.mark.any_database

FORBIDDEN = {
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)", re.I),
    "inline style": re.compile(r"<style\b|\sstyle\s*=", re.I),
    "inline handler": re.compile(r"\son[a-z]+\s*=\s*[\"']", re.I),
    "javascript address": re.compile(r"javascript:", re.I),
    "unescaped": re.compile(r"\|\s*safe(seq)?\b|\{%\s*autoescape\s+off|\{%\s*filter\s+safe"),
    "Thai outside the catalogue": re.compile(r"[\u0e01-\u0e5b]"),
    "address from elsewhere": re.compile(r"(?:src|href)\s*=\s*[\"'](?:https?:)?//", re.I),
}
_TRANSLATED = re.compile(r"\{%\s*(?:blocktranslate\b.*?endblocktranslate|translate\b.*?)\s*%\}", re.S)
_COMMENTS = re.compile(r"\{#.*?#\}|\{%\s*comment.*?endcomment\s*%\}", re.S)
TRUSTED = {"ruammue/web/templatetags/ruammue.py", "ruammue/papers/page.py"}  # our own pictures: icons, QR codes


THAI = "Thai outside the catalogue"
# Official papers are always Thai; the gallery shows sample content; a language is named in itself.
THAI_BY_NATURE = ("ruammue/papers/", "ruammue/web/templates/web/gallery")
_SPELT = "ภาษาไทย"


def stains(text: str, name: str) -> list[str]:
    """What a template must not hold, one a line."""
    plain = _COMMENTS.sub(_blank, text)
    spoken = _TRANSLATED.sub(_blank, plain).replace(_SPELT, "")
    found = []
    for what, pattern in FORBIDDEN.items():
        if what == THAI and name.startswith(THAI_BY_NATURE):
            continue
        for number, line in enumerate((spoken if what == THAI else plain).splitlines(), 1):
            if pattern.search(line):
                found.append(f"{name}:{number} {what}: {line.strip()[:90]}")
    return found


def _blank(part: re.Match[str]) -> str:
    return "\n" * part.group().count("\n")


def test_templates_are_clean() -> None:
    files = sorted(HOUSE.glob("*/templates/**/*.html"))
    found = [
        line for file in files for line in stains(file.read_text(encoding="utf-8"), file.relative_to(ROOT).as_posix())
    ]
    assert files
    assert not found, report(found)


@pytest.mark.parametrize(
    "line",
    [
        "<script>alert(1)</script>",
        "<style>p{}</style>",
        '<p style="color:red">',
        '<a onclick="go()">',
        '<a href="javascript:go()">',
        "{{ words|safe }}",
        "{% autoescape off %}",
        "<p>สวัสดี</p>",
        '<script src="https://elsewhere.example/x.js"></script>',
    ],
)
def test_a_planted_stain_is_caught(line: str) -> None:
    assert stains(line, "page.html")


def test_a_clean_page_passes() -> None:
    assert not stains(
        '{# ไทย #}<script src="{% static "web/ruammue.js" %}"></script><p>{% translate "x" %}</p>', "page.html"
    )


def unescaped(file: Path, tree: ast.Module) -> list[str]:
    return [
        f"{where(file, node)} {node.func.id}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"mark_safe", "SafeString"}
    ]


def test_nobody_else_vouches_for_html() -> None:
    files = [file for file in modules() if file.relative_to(ROOT).as_posix() not in TRUSTED]
    found = [line for file in files for line in unescaped(file, parsed(file))]
    assert not found, report(found)
    assert unescaped(Path("views.py"), ast.parse("mark_safe(text)"))


def test_every_filled_slot_is_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    assert slots.unoffered() == set()
    monkeypatch.setattr(slots, "_fillers", {**slots._fillers, "nowhere": []})
    assert slots.unoffered() == {"nowhere"}
