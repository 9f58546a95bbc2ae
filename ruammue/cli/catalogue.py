"""`ruammue catalogue [ROOM ...] [--check]`: bring each room's Thai catalogue up to date and compile them all.

New messages get an empty translation, those no longer said are dropped, the order stays. `--check` writes nothing and
names what is missing, untranslated, or differs between rooms; exit code 1 when there is any.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.pofile import read_po

from ruammue.cli.asking import Parser
from ruammue.cli.messages import Message, in_room, placeholders
from ruammue.foundation.catalogues import HOUSE, catalogues, ensure_compiled

Key = tuple[str, str]
HEADER = (
    'msgid ""',
    'msgstr ""',
    '"Project-Id-Version: Ruammue\\n"',
    '"Language: th\\n"',
    '"MIME-Version: 1.0\\n"',
    '"Content-Type: text/plain; charset=utf-8\\n"',
    '"Content-Transfer-Encoding: 8bit\\n"',
    '"Plural-Forms: nplurals=1; plural=0;\\n"',
)


@dataclass
class Line:
    """One line of a catalogue: a message and its Thai."""

    message: Message
    thai: str = ""
    is_fuzzy: bool = False
    comments: list[str] = field(default_factory=list)


@dataclass
class Catalogue:
    """The Thai catalogue of one room, in the order of its file."""

    room: str
    lines: dict[Key, Line] = field(default_factory=dict)
    preface: list[str] = field(default_factory=list)


def path_of(room: Path) -> Path:
    """Where a room keeps its Thai."""
    return room / "locale" / "th" / "LC_MESSAGES" / "django.po"


def read(file: Path) -> Catalogue:
    """A catalogue from its file; an empty one when there is none. Thai has one form for any count."""
    known = Catalogue(file.parts[-5])
    if not file.exists():
        return known
    for line in file.read_text(encoding="utf-8").splitlines():
        if not line.startswith("# "):
            break
        known.preface.append(line)
    with file.open("rb") as source:
        for entry in read_po(source, locale="th"):
            if not entry.id:
                continue
            text, plural = entry.id if isinstance(entry.id, list | tuple) else (entry.id, "")
            thai = entry.string[0] if isinstance(entry.string, list | tuple) else entry.string
            message = Message(text, plural, entry.context or "")
            known.lines[message.key] = Line(message, thai or "", entry.fuzzy, list(entry.user_comments))
    return known


def written(known: Catalogue) -> str:
    """A catalogue as the text of its file: no dates, no places, no line numbers."""
    lines = [*(known.preface or [f"# Ruammue: Thai of the room {known.room}."]), *HEADER]
    for line in known.lines.values():
        message = line.message
        lines.append("")
        lines += [f"# {comment}" for comment in line.comments]
        if line.is_fuzzy:
            lines.append("#, fuzzy")
        if message.context:
            lines += _quoted("msgctxt", message.context)
        lines += _quoted("msgid", message.text)
        if message.plural:
            lines += _quoted("msgid_plural", message.plural)
        lines += _quoted("msgstr[0]" if message.plural else "msgstr", line.thai)
    return "\n".join(lines) + "\n"


def _quoted(keyword: str, text: str) -> list[str]:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t").replace("\r", "\\r")
    parts = [f'"{part}"' for part in escaped.replace("\n", "\\n\n").split("\n") if part]
    if len(parts) > 1:
        return [f'{keyword} ""', *parts]
    return [f"{keyword} {parts[0] if parts else chr(34) * 2}"]


def merged(known: Catalogue, said: list[Message]) -> tuple[Catalogue, int, int]:
    """The catalogue with what is said now; how many messages are new and how many were dropped."""
    wanted: dict[Key, Message] = {}
    for message in said:
        before = wanted.get(message.key)
        wanted[message.key] = before if before and before.plural else message
    lines = {
        key: Line(wanted[key], line.thai, line.is_fuzzy, line.comments)
        for key, line in known.lines.items()
        if key in wanted
    }
    fresh = {key: Line(message) for key, message in wanted.items() if key not in lines}
    return Catalogue(known.room, lines | fresh, known.preface), len(fresh), len(known.lines) - len(lines)


def faults(known: Catalogue) -> list[str]:
    """What is not right in one catalogue, in sentences that name the message."""
    found = []
    for line in known.lines.values():
        text = line.message.text
        if not line.thai:
            found.append(f"{known.room}: untranslated: {text!r}")
        elif line.is_fuzzy:
            found.append(f"{known.room}: fuzzy: {text!r}")
        elif placeholders(line.thai) != placeholders(line.message.plural or text):
            found.append(f"{known.room}: placeholders differ: {text!r}")
        elif text.endswith("\n") != line.thai.endswith("\n"):
            found.append(f"{known.room}: last line break differs: {text!r}")
    return found


def disagreements(all_known: list[Catalogue]) -> list[str]:
    """Messages that two rooms translate differently: only one of the two would ever be heard."""
    heard: dict[Key, tuple[str, str]] = {}
    found = []
    for known in all_known:
        for key, line in known.lines.items():
            room, thai = heard.setdefault(key, (known.room, line.thai))
            if thai and line.thai and thai != line.thai:
                found.append(f"{room} and {known.room} differ on {key[1]!r}: {thai!r}, {line.thai!r}")
    return found


def rooms(house: Path = HOUSE) -> list[Path]:
    """Every package of the house that may say something."""
    return sorted(folder for folder in house.iterdir() if (folder / "__init__.py").exists())


def survey(room: Path) -> tuple[Catalogue, Catalogue, list[str]]:
    """A room's catalogue as it is and as it should be, and what cannot be extracted."""
    found = in_room(room)
    known = read(path_of(room))
    return known, merged(known, found.messages)[0], found.problems


def check(chosen: list[Path]) -> list[str]:
    """Everything wrong with the catalogues of these rooms; an empty list when the house speaks Thai throughout."""
    found: list[str] = []
    for room in chosen:
        known, wanted, problems = survey(room)
        found += problems
        found += [f"{room.name}: not in the catalogue: {key[1]!r}" for key in wanted.lines.keys() - known.lines.keys()]
        found += [f"{room.name}: no longer said: {key[1]!r}" for key in known.lines.keys() - wanted.lines.keys()]
        found += faults(known)
    return found + disagreements([read(po) for po in catalogues()])


def update(room: Path) -> tuple[str, list[str]]:
    """Write one room's catalogue. Returns a line that tells what changed, and what cannot be extracted."""
    known, wanted, problems = survey(room)
    if problems:
        return f"{room.name}: left as it is", problems
    fresh, dropped = len(wanted.lines.keys() - known.lines.keys()), len(known.lines.keys() - wanted.lines.keys())
    file = path_of(room)
    if wanted.lines:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(written(wanted), encoding="utf-8", newline="\n")
    elif file.exists():
        file.unlink()
    open_ones = sum(not line.thai for line in wanted.lines.values())
    return f"{room.name}: {len(wanted.lines)} messages, {fresh} new, {dropped} dropped, {open_ones} untranslated", []


def run(words: list[str]) -> int:
    """Update (or check) the catalogues. 0 done, 1 something is wrong, 2 no such room."""
    asked = Parser(prog="ruammue catalogue", description=__doc__)
    asked.add_argument("rooms", nargs="*", metavar="ROOM", help="room to look at; all when none is named")
    asked.add_argument("--check", action="store_true", help="write nothing, name what is wrong")
    given = asked.parse_args(words)
    standing = {room.name: room for room in rooms()}
    if unknown := [name for name in given.rooms if name not in standing]:
        print(f"no such room: {', '.join(unknown)}")
        return 2
    chosen = [standing[name] for name in given.rooms] or list(standing.values())
    if given.check:
        wrong = check(chosen)
        print("\n".join(wrong) if wrong else "every message has its Thai")
        return int(bool(wrong))
    wrong = []
    for room in chosen:
        line, problems = update(room)
        wrong += problems
        if problems or not line.startswith(f"{room.name}: 0 messages, 0 new, 0 dropped"):
            print(line)
    ensure_compiled()
    print("\n".join(wrong))
    return int(bool(wrong))
