"""`ruammue docs [--check]`: write docs/reference from the code, or say which page is out of date.

Settings, events, actions, permissions, commands and the order of imports are read from where they stand, so that a
page cannot promise what the code does not do. `look.md` is written by hand.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterable, Iterator
from configparser import ConfigParser
from dataclasses import MISSING, Field, dataclass, fields
from importlib import import_module
from pathlib import Path
from typing import Any, TypeGuard

from ruammue.cli.asking import Parser
from ruammue.cli.django_door import open_house
from ruammue.cli.main import COMMANDS
from ruammue.foundation.catalogues import HOUSE

ROOT = HOUSE.parent
PAGES = ROOT / "docs" / "reference"
_MADE = "<!-- Made by `python -m ruammue docs`. Change the code, not this page. -->"

# What each variable of the environment is for. A variable without a line here fails the check.
SETTINGS = {
    "RUAMMUE_HOME": "Folder of everything the installation keeps: database, files, outgoing letters, secret.",
    "RUAMMUE_SECRET_KEY": "Secret for signed cookies and links. Empty: one is made at first start and kept there.",
    "RUAMMUE_DEBUG": "Django's debug pages. Only on a developer's own machine.",
    "RUAMMUE_PUBLIC_URL": "Address for citizens, as `https://ruammue.example.go.th`. Empty: office only.",
    "RUAMMUE_BEHIND_PROXY": "A reverse proxy ends TLS and sets `X-Forwarded-Proto`.",
    "RUAMMUE_DATABASE_URL": "`sqlite:///path` or `postgresql://user:password@host:port/name`.",
    "RUAMMUE_SHARED_CACHE": "Several web processes throttle together, in the database's cache table (PostgreSQL).",
    "RUAMMUE_LARGEST_BODY_MB": "Largest request in megabytes, all files of a form together; more is not read (128).",
    "RUAMMUE_SMTP_HOST": "Mail server. Empty: letters are put as files into `outbox/` of the home.",
    "RUAMMUE_SMTP_PORT": "Port of the mail server (STARTTLS).",
    "RUAMMUE_SMTP_USER": "Name at the mail server.",
    "RUAMMUE_SMTP_PASSWORD": "Password at the mail server.",
    "RUAMMUE_MAIL_FROM": "Sender of letters.",
    "RUAMMUE_HOST": "Address to listen on: `127.0.0.1` for this computer only, `0.0.0.0` for the office's network.",
    "RUAMMUE_PORT": "Port to listen on.",
    "RUAMMUE_TLS_CERT": "File of the certificate, when `serve` itself speaks TLS.",
    "RUAMMUE_TLS_KEY": "File of the certificate's key.",
    "RUAMMUE_WEB_WORKERS": "Web processes. More than one only with PostgreSQL: a SQLite file has one writer.",
}


def parsed(file: Path) -> ast.Module:
    """The syntax tree of a module of the house."""
    return ast.parse(file.read_text(encoding="utf-8"))


def rooms() -> list[str]:
    """Rooms from the bottom of the import order to its top, reserved ones left out."""
    return [name for name in reversed(_layers()) if not name.startswith("(")]


def _layers() -> list[str]:
    contracts = ConfigParser()
    contracts.read(ROOT / ".importlinter", encoding="utf-8")
    return contracts["importlinter:contract:rooms"]["layers"].split()


def _first_line(node: ast.AST) -> str:
    said = ast.get_docstring(node) if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) else None
    return (said or "").split("\n\n")[0].replace("\n", " ").strip()


def _files(room: str, subject: str) -> Iterator[Path]:
    yield from sorted(HOUSE.glob(f"{room}/{subject}.py"))
    yield from sorted(HOUSE.glob(f"{room}/{subject}/**/*.py"))


def _page(title: str, opening: str, lines: Iterable[str]) -> str:
    return "\n".join([f"# {title}", "", _MADE, "", opening, "", *lines]).rstrip() + "\n"


# ---------- settings ----------


@dataclass(frozen=True, slots=True)
class Setting:
    """A variable of the environment as the code reads it."""

    name: str
    kind: str
    default: str


def settings_read() -> dict[str, Setting]:
    """Every RUAMMUE_ variable that the house reads, with the default of its first reading."""
    found: dict[str, Setting] = {}
    first = HOUSE / "web" / "settings.py"
    for file in [first, *sorted(HOUSE.rglob("*.py"))]:
        if file == Path(__file__):
            continue
        for node in ast.walk(parsed(file)):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
                continue
            name = node.args[0]
            if isinstance(name, ast.Constant) and str(name.value).startswith("RUAMMUE_"):
                kind = node.func.attr if node.func.attr in {"int", "bool"} else "text"
                default = _default(node.args[1]) if len(node.args) > 1 else ""
                if node.func.attr in {"str", "int", "bool", "get"}:
                    found.setdefault(str(name.value), Setting(str(name.value), kind, default))
    return found


def _default(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return "" if node.value in ("", None) else str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "..." for part in node.values)
    if isinstance(node, ast.Call) and node.args:
        return _default(node.args[-1])  # a second name for the same thing, with the default behind it
    return ast.unparse(node)


def settings_page() -> str:
    """docs/reference/settings.md"""
    lines = ["| variable | kind | default | what for |", "|---|---|---|---|"]
    for name, setting in sorted(settings_read().items()):
        default = f"`{setting.default}`" if setting.default else ""
        lines.append(f"| `{name}` | {setting.kind} | {default} | {SETTINGS.get(name, 'UNDOCUMENTED')} |")
    return _page(
        "Settings", "Few, and all from the environment. Everything else is a choice inside the product.", lines
    )


# ---------- events ----------


def events_page() -> str:
    """docs/reference/events.md"""
    hearers = _hearers()
    lines = []
    for room in rooms():
        told = [node for file in _files(room, "events") for node in parsed(file).body if _is_event(node)]
        if not told:
            continue
        lines += [f"## {room}", "", "| event | carries | meaning | heard by |", "|---|---|---|---|"]
        for node in told:
            carries = ", ".join(
                f"{part.target.id}: {ast.unparse(part.annotation)}"
                for part in node.body
                if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name)
            )
            kind = f"{room}.{re.sub(r'(?<!^)(?=[A-Z])', '_', node.name).lower()}"
            heard = ", ".join(hearers.get(node.name, []))
            lines.append(f"| `{kind}` | {_cell(carries)} | {_cell(_first_line(node))} | {heard} |")
        lines.append("")
    opening = (
        "What the ledger remembers and listeners hear. Each also carries its `steward`. No words of persons, ever."
    )
    return _page("Events", opening, lines)


def _is_event(node: ast.stmt) -> TypeGuard[ast.ClassDef]:
    return isinstance(node, ast.ClassDef) and any(
        isinstance(base, ast.Name) and base.id == "Event" for base in node.bases
    )


def _hearers() -> dict[str, list[str]]:
    heard: dict[str, list[str]] = {}
    for room in rooms():
        for file in _files(room, "listeners"):
            for node in ast.walk(parsed(file)):
                if not isinstance(node, ast.FunctionDef):
                    continue
                for mark in node.decorator_list:
                    if isinstance(mark, ast.Call) and isinstance(mark.func, ast.Name) and mark.func.id == "on":
                        for event in mark.args:
                            name = event.id if isinstance(event, ast.Name) else ast.unparse(event).split(".")[-1]
                            heard.setdefault(name, []).append(f"`{room}.{node.name}`")
    return heard


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


# ---------- actions ----------


def actions_page() -> str:
    """docs/reference/actions.md"""
    lines = []
    for room in rooms():
        acts = [node for file in _files(room, "actions") for node in parsed(file).body if _is_act(node)]
        if not acts:
            continue
        lines += [f"## {room}", ""]
        for node in sorted(acts, key=lambda act: act.name):
            refusals = sorted({name for name in _raised(node) if name[0].isupper() and not name.endswith("Error")})
            refuses = f" Refuses: {', '.join(f'`{name}`' for name in refusals)}." if refusals else ""
            lines += [f"- `{node.name}({_signature(node)})`: {_first_line(node)}{refuses}"]
        lines.append("")
    opening = (
        "Verbs that change the world: one transaction each, recorded. Views, the API, commands and listeners call them."
    )
    return _page("Actions", opening, lines)


def _is_act(node: ast.stmt) -> TypeGuard[ast.FunctionDef]:
    return isinstance(node, ast.FunctionDef) and not node.name.startswith("_")


def _signature(node: ast.FunctionDef) -> str:
    given = [part.arg for part in (*node.args.posonlyargs, *node.args.args)]
    named = [part.arg for part in node.args.kwonlyargs]
    return ", ".join([*given, *(["*", *named] if named else [])])


def _raised(node: ast.FunctionDef) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Raise) and isinstance(part.exc, ast.Call) and isinstance(part.exc.func, ast.Name):
            yield part.exc.func.id


# ---------- permissions ----------


def permissions_page() -> str:
    """docs/reference/permissions.md"""
    open_house()
    from ruammue.web import urls

    found = [(name, view.passage) for name, view in _views(urls.urlpatterns) if hasattr(view, "passage")]
    claims: dict[str, str] = {}
    policies: list[str] = []
    for room in rooms():
        if tables := list(_policies(room)):
            policies += [f"## {room}", "", "| policy | admits |", "|---|---|"]
            policies += [f"| `{name}` | {_admits(policy)} |" for name, policy in tables] + [""]
    for policy in [passage.policy for _, passage in found] + [
        policy for room in rooms() for _, policy in _policies(room)
    ]:
        for row in policy:
            claims |= {claim.__name__: (claim.__doc__ or "").split("\n\n")[0].replace("\n", " ") for claim in row}
    doors = ["## Doors", "", "| door | methods | admits |", "|---|---|---|"]
    doors += [
        *sorted({f"| `{name}` | {' '.join(gate.methods)} | {_admits(gate.policy)} |" for name, gate in found}),
        "",
    ]
    meanings = ["## Claims", "", "| claim | means |", "|---|---|"]
    meanings += [f"| {name} | {_cell(meaning)} |" for name, meaning in sorted(claims.items())]
    opening = "Who may: the gate admits an actor when all claims of any one line hold. Tested at every URL."
    return _page("Permissions", opening, [*policies, *doors, *meanings])


def _admits(policy: Iterable[Iterable[Callable[..., bool]]]) -> str:
    return "<br>".join(" and ".join(claim.__name__ for claim in row) or "everyone" for row in policy) or "nobody"


def _policies(room: str) -> Iterator[tuple[str, list[list[Callable[..., bool]]]]]:
    for file in _files(room, "rules"):
        module = import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))
        for name, value in vars(module).items():
            if name.isupper() and name != "EVERYONE" and _is_policy(value):
                yield name, value


def _is_policy(value: Any) -> bool:
    rows = isinstance(value, list | tuple) and all(isinstance(row, list | tuple) for row in value)
    return rows and all(callable(claim) and hasattr(claim, "__name__") for row in value for claim in row)


def _views(patterns: Iterable[Any], space: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _views(pattern.url_patterns, inner)
        else:
            yield f"{space}{pattern.name}", pattern.callback


# ---------- commands and order ----------


def file_of(command: str) -> Path:
    """Where a command lives. A keyword of Python (`import`) has an underscore after it, if its author wished."""
    plain = HOUSE / "cli" / f"{command.replace('-', '_')}.py"
    return plain if plain.exists() else plain.with_stem(f"{plain.stem}_")


def commands_page() -> str:
    """docs/reference/commands.md"""
    lines = []
    for name, purpose in COMMANDS.items():
        file = file_of(name)
        said = (ast.get_docstring(parsed(file)) or "") if file.exists() else ""
        lines += [f"## {name}", "", f"{purpose[0].upper()}{purpose[1:]}.", "", said, ""]
    opening = "`python -m ruammue COMMAND`, on any system with Python, without make or a shell."
    return _page("Commands", opening, lines)


def import_order_page() -> str:
    """docs/reference/import_order.md"""
    lines = []
    for name in _layers():
        room = name.strip("()")
        file = HOUSE / room / "__init__.py"
        said = _first_line(parsed(file)) if file.exists() else ""
        lines.append(f"1. `{room}`{' (reserved)' if name.startswith('(') else ''}: {said}")
    opening = (
        "A room may import those below it, never above; wishes that go upward become events. Held by `make imports`."
    )
    return _page("Order of imports", opening, lines)


# ---------- the export of the promise ledger ----------


def ledger_export_page() -> str:
    """docs/reference/ledger_export.md"""
    from ruammue.engines import promises
    from ruammue.engines.promises.jsonl import HEADER, WHYS

    lines = [
        "`python -m ruammue ledger-export FILE --steward SLUG` writes it, `python -m ruammue replay FILE` checks it;"
        " the office and its auditors also find it below the list of promises. UTF-8 text, one JSON object a line (JSON"
        " Lines), the oldest entry first; entries of one moment in the order of the sections below. No names and no"
        " words of persons stand in it: people, lines and promises are keys.",
        "",
        "Quantities are whole numbers in the smallest part of the unit named where it was asked or offered (gram,"
        " satang, minute, piece; `foundation/quantities.py` lists the units). A field at its default is left out. A"
        " kind or a field that is not listed here is refused (exit code 2).",
        "",
        "## The first line",
        "",
        "| field | means |",
        "|---|---|",
        *(f"| `{name}` | {means} |" for name, means in HEADER.items()),
        "",
    ]
    shared = {one.name for one in fields(promises.Entry)}
    head = ["", "| field | type | means |", "|---|---|---|"]
    lines += ["## Every entry", *head, "| `kind` | str | one of the words below |"]
    lines += [_field_row(one) for one in fields(promises.Entry)]
    lines += ["", "What the house counts (`line_count`, `promise_count`, `offer_count`) has an `id`, no `at`, no `by`."]
    for word, kind in promises.ENTRIES.items():
        own = [one for one in fields(kind) if not issubclass(kind, promises.Entry) or one.name not in shared]
        lines += ["", f"## {word}", "", (kind.__doc__ or "").strip(), *head, *(_field_row(one) for one in own)]
    lines += [
        "",
        "## What is checked first",
        "",
        "Line by line, before anything is counted; the first that is found is named with its line, exit code 2. UTF-8,"
        " with or without a byte order mark; empty lines are passed over. Each field stands once in a line: of two, one"
        " program would take the first and another the last.",
        "",
        "| code | in words |",
        "|---|---|",
        *(f"| `{code}` | {words} |" for code, words in WHYS.items()),
        "",
        "## What must hold",
        "",
        "The first that does not is named, with its line, its entry and two numbers, exit code 1.",
    ]
    lines += ["", "| invariant | in words |", "|---|---|"]
    lines += [f"| `{code}` | {words} |" for code, words in promises.INVARIANTS.items()]
    lines += [
        "",
        "## What no file can show",
        "",
        "An entry that was left out together with all that follows from it and with its counts. Two exports of one"
        " office show it: what stands in the older stands in the newer. `python -m ruammue verify` shows it"
        " in the office.",
    ]
    opening = "The promise ledger of one office, for anybody who wants to count."
    return _page("The promise ledger as a file", opening, [*lines, ""])


def _field_row(one: Field[Any]) -> str:
    optional = "" if one.default is MISSING else f", else {json.dumps(one.default)}"
    kind = str(one.type).replace(" | None", "")
    return f"| `{one.name}` | {kind}{optional} | {_cell(one.metadata['means'])} |"


# ---------- the sheet of who does what, where ----------


def who_where_page() -> str:
    """docs/reference/who_where.md"""
    file = HOUSE / "work" / "who_where" / "columns.py"
    lines = ["| tag | read as well | means |", "|---|---|---|"]
    for node in ast.walk(parsed(file)):
        if not (isinstance(node, ast.Call) and ast.unparse(node.func) == "TaggedColumn"):
            continue
        tag = ast.literal_eval(node.args[2])
        reads = ast.literal_eval(node.args[3]) if len(node.args) > 3 else ()
        others = ", ".join(f"`{pattern}`" for pattern in reads if pattern != tag)
        means = next(ast.literal_eval(word.value) for word in node.keywords if word.arg == "means")
        lines.append(f"| `{tag}` | {others} | {_cell(means)} |")
    opening = (
        "Excel (.xlsx) or text (.csv: UTF-8, UTF-16 or the Thai of Windows; comma, semicolon or tab). The row of tags"
        " (HXL 1.1) stands under the headings, among the first 25 rows; headings and the order of columns do not count."
        " A pattern with a minus bars an attribute. A row needs what is done, its theme, a place, and who does it or"
        " what lacks. Rows about other tambons are passed over. What we write is in the dictionary of the standard"
        " (https://hxlstandard.org/standard/1-1final/dictionary/). People are counted as one number: our record has no"
        " counts by sex or age, so no `+f`, `+m`, `+children` or `+elderly` is written."
    )
    return _page("The sheet of who does what, where", opening, [*lines, ""])


PAGE_MAKERS: dict[str, Callable[[], str]] = {
    "settings.md": settings_page,
    "events.md": events_page,
    "actions.md": actions_page,
    "permissions.md": permissions_page,
    "commands.md": commands_page,
    "import_order.md": import_order_page,
    "ledger_export.md": ledger_export_page,
    "who_where.md": who_where_page,
}


def unexplained() -> list[str]:
    """Settings, events and actions without a sentence of their own."""
    read = settings_read().keys()
    found = [f"setting {name} has no explanation in ruammue/cli/docs.py" for name in sorted(read - SETTINGS.keys())]
    found += [f"setting {name} is explained and never read" for name in sorted(SETTINGS.keys() - read)]
    for room in rooms():
        for subject, is_ours in (("events", _is_event), ("actions", _is_act)):
            for file in _files(room, subject):
                nodes = [node for node in parsed(file).body if is_ours(node) and not _first_line(node)]
                found += [f"{room}.{getattr(node, 'name', '')} says nothing of itself" for node in nodes]
    return found


def stale(folder: Path = PAGES) -> list[str]:
    """Pages that do not say what the code says."""
    return [f"{name}: python -m ruammue docs" for name, make in PAGE_MAKERS.items() if _text(folder / name) != make()]


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.exists() else ""


def run(words: list[str]) -> int:
    """Write the pages, or with --check only compare: 1 when a page is out of date."""
    asked = Parser(prog="ruammue docs", description=__doc__)
    asked.add_argument("--check", action="store_true", help="write nothing, say what is out of date")
    given = asked.parse_args(words)
    if given.check:
        found = stale() + unexplained()
        print("\n".join(found) if found else "docs/reference says what the code says")
        return int(bool(found))
    PAGES.mkdir(parents=True, exist_ok=True)
    for name, make in PAGE_MAKERS.items():
        (PAGES / name).write_text(make(), encoding="utf-8", newline="\n")
    print(f"wrote {len(PAGE_MAKERS)} pages to {PAGES.relative_to(ROOT).as_posix()}")
    return 0
