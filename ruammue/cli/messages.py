"""Find what the house says: messages in Python by its syntax tree, in templates by Django's own compiler.

No GNU gettext, no shell: this runs wherever Python does.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from ruammue.foundation.catalogues import HOUSE

# Which argument is what: (context, message, plural).
CALLS: dict[str, tuple[int | None, int, int | None]] = {
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
_HOME = "django.utils.translation"
_UNDERSCORED = re.compile(r"""_\(\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\s*\)""")
_NAMED = re.compile(r"%\((\w+)\)[#0 +-]*\d*(?:\.\d+)?[a-zA-Z]|\{(\w+)\}")
_UNNAMED = re.compile(r"%(?![%(])[#0 +-]*\d*(?:\.\d+)?[diouxXeEfFgGcrsa]|\{\}")


@dataclass(frozen=True, slots=True)
class Message:
    """One message: its text, its plural and its context (both may be empty)."""

    text: str
    plural: str = ""
    context: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What a catalogue knows it by."""
        return self.context, self.text


@dataclass
class Found:
    """Messages in the order of the source, and places that cannot be translated as they are written."""

    messages: list[Message] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def placeholders(text: str) -> frozenset[str]:
    """The names of the placeholders in a message: `%(count)d` and `{count}` are both `count`."""
    return frozenset(one or other for one, other in _NAMED.findall(text.replace("%%", "")))


def has_unnamed(text: str) -> bool:
    """True when a placeholder has no name: a translator could not move it."""
    return bool(_UNNAMED.search(text.replace("%%", "")))


def in_python(source: str, where: str) -> Found:
    """The messages of one module. Calls are recognised by what was imported, under whatever name."""
    found = Found()
    tree = ast.parse(source)
    names, modules = _imported(tree)
    for node in _in_order(tree):
        if called := _called(node.func, names, modules):
            _read_call(node, CALLS[called], found, where)
    return found


def _in_order(tree: ast.AST) -> Iterator[ast.Call]:
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    return iter(sorted(calls, key=lambda node: (node.lineno, node.col_offset)))


def _imported(tree: ast.AST) -> tuple[dict[str, str], set[str]]:
    names: dict[str, str] = {}
    modules: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == _HOME:
            names |= {alias.asname or alias.name: alias.name for alias in node.names if alias.name in CALLS}
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils":
            modules |= {alias.asname or alias.name for alias in node.names if alias.name == "translation"}
    return names, modules


def _called(function: ast.expr, names: dict[str, str], modules: set[str]) -> str | None:
    if isinstance(function, ast.Name):
        return names.get(function.id)
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name) and function.value.id in modules:
        return function.attr if function.attr in CALLS else None
    return None


def _read_call(node: ast.Call, places: tuple[int | None, int, int | None], found: Found, where: str) -> None:
    texts = []
    for place in places:
        if place is None:
            texts.append("")
        elif (
            place < len(node.args)
            and isinstance(said := node.args[place], ast.Constant)
            and isinstance(said.value, str)
        ):
            texts.append(said.value)
        else:
            said = node.args[place] if place < len(node.args) else node
            if isinstance(said, ast.JoinedStr | ast.BinOp | ast.Call):
                found.problems.append(
                    f"{where}:{node.lineno}: a message must be one plain string, placeholders filled after"
                )
            return  # a name: somebody else says the words
    context, text, plural = texts
    if text:
        found.messages.append(Message(text, plural, context))
    if has_unnamed(text) or has_unnamed(plural):
        found.problems.append(f"{where}:{node.lineno}: placeholder without a name in {text!r}")


def in_template(source: str, where: str) -> Found:
    """The messages of one template, as Django's parser sees them. The rooms themselves need not start for this."""
    from django.template.base import FilterExpression, Lexer, Node, NodeList, Origin, Parser, Token
    from django.template.exceptions import TemplateSyntaxError
    from django.templatetags.i18n import BlockTranslateNode, TranslateNode

    found = Found()

    class Listener(Parser):
        """A parser that notes what passes by, so that no tag can hide its contents."""

        line = 0

        def next_token(self) -> Token:
            token = super().next_token()
            self.line = token.lineno or self.line
            return token

        def compile_filter(self, token: str) -> FilterExpression:
            for quoted in _UNDERSCORED.findall(token):
                found.messages.append(Message(_unquoted(quoted).replace("%", "%%")))
            return super().compile_filter(token)

        def extend_nodelist(self, nodelist: NodeList, node: Node, token: Token) -> None:
            said = None
            if isinstance(node, TranslateNode):
                text = getattr(node.filter_expression.var, "literal", None)
                said = Message(text.replace("%", "%%"), "", _context(node)) if isinstance(text, str) else None
            elif isinstance(node, BlockTranslateNode):
                plural = node.render_token_list(node.plural)[0] if node.plural else ""
                said = Message(node.render_token_list(node.singular)[0], plural, _context(node))
            if said and said.text:
                found.messages.append(said)
            super().extend_nodelist(nodelist, node, token)

    engine = _engine()
    parser = Listener(
        Lexer(source).tokenize(),
        engine.template_libraries,
        engine.template_builtins,
        Origin(where, where.partition("/templates/")[2]),
    )
    try:
        parser.parse()
    except TemplateSyntaxError as wrong:
        found.problems.append(f"{where}:{parser.line}: {wrong}")
    return found


@cache
def _engine() -> Any:
    from django.template.engine import Engine

    names = {
        file.stem: ".".join(file.relative_to(HOUSE.parent).with_suffix("").parts)
        for file in HOUSE.glob("*/templatetags/*.py")
        if file.stem != "__init__"
    }
    django = {name: f"django.templatetags.{name}" for name in ("cache", "i18n", "l10n", "static", "tz")}
    spoken_everywhere = ["django.templatetags.i18n", "django.templatetags.static", names["ruammue"]]
    return Engine(libraries={**django, **names}, builtins=spoken_everywhere)


def _unquoted(quoted: str) -> str:
    return quoted[1:-1].replace(f"\\{quoted[0]}", quoted[0]).replace("\\\\", "\\")


def _context(node: Any) -> str:
    expression = node.message_context
    said = getattr(expression, "var", "") if expression else ""
    return str(getattr(said, "literal", said) or "")


def in_room(room: Path) -> Found:
    """Everything one room says: its modules first, then its templates, each in the order of their paths."""
    found = Found()
    house = room.parent.parent
    for file in sorted(room.rglob("*.py")):
        if "migrations" not in file.parts:
            _add(found, in_python, file, house)
    for file in sorted(room.glob("templates/**/*")):
        if file.suffix in {".html", ".txt", ".xml"}:
            _add(found, in_template, file, house)
    return found


def _add(found: Found, read: Any, file: Path, house: Path) -> None:
    where = file.relative_to(house).as_posix()
    try:
        part = read(file.read_text(encoding="utf-8"), where)
    except SyntaxError as wrong:
        found.problems.append(f"{where}:{wrong.lineno}: {wrong.msg}")
        return
    found.messages += part.messages
    found.problems += part.problems
