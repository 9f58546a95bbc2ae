"""The commands by name. Each lives in a file of its own; this one only finds it."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from keyword import iskeyword
from pathlib import Path

from ruammue.foundation.refusals import Refusal, sentence_for

COMMANDS = {
    "demo": "set up the demonstration tambon and serve it",
    "init": "make a tenant from a local government's lg_id",
    "serve": "serve the web and deliver the news",
    "load-places": "load areas and local governments",
    "import": "import an .xlsx of people, partners or projects",
    "deliver": "let listeners hear, seal the log (--once)",
    "match": "divide tasks among people by aptitude, from two CSV files",
    "verify": "replay the record and name what is wrong",
    "ledger-export": "write the promise ledger to a file that anybody can check",
    "replay": "check such a file, without a database",
    "backup": "write a backup with its log heads",
    "restore": "restore a backup into an empty home, and check it",
    "manage": "Django's own commands (migrate, makemigrations, ...)",
    "catalogue": "bring the message catalogues up to date, compile them",
    "docs": "write docs/reference from the code",
}


def main(arguments: list[str] | None = None) -> int:
    """Run one command. Returns the exit code: 0 done, 1 found something wrong, 2 asked wrongly or refused."""
    _speak_thai()
    words = _at_home(list(sys.argv[1:] if arguments is None else arguments))
    if not words or words[0] in ("-h", "--help", "help"):
        print("ruammue [--home FOLDER] COMMAND [...]\n")
        for name, purpose in COMMANDS.items():
            print(f"  {name:14} {purpose}")
        print("\nruammue COMMAND --help says more.")
        return 0
    name = words.pop(0)
    if name not in COMMANDS:
        print(f"ruammue: ไม่มีคำสั่ง {name!r} / no command {name!r}; `ruammue help` lists them", file=sys.stderr)
        return 2
    module = name.replace("-", "_") + ("_" if iskeyword(name) else "")
    command = import_module(f"ruammue.cli.{module}")
    try:
        return int(command.run(words) or 0)
    except Refusal as refusal:
        print(f"ruammue: {sentence_for(refusal)}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _at_home(words: list[str]) -> list[str]:
    """`--home FOLDER`, before or after the command: where everything is kept, for this command and its children.

    The demonstration has a home of its own and reads the word itself; `manage` hands its words to Django.
    """
    place = next((at for at, word in enumerate(words) if word.split("=")[0] == "--home"), None)
    if place is None or words[0] == "demo" or (words[0] == "manage" and place):
        return words
    _, is_joined, folder = words[place].partition("=")
    end = place + (1 if is_joined else 2)
    if not is_joined:
        folder = words[place + 1] if end <= len(words) else ""
    if not folder:
        print("ruammue: --home ให้บอกชื่อโฟลเดอร์ด้วย / --home which folder?", file=sys.stderr)
        sys.exit(2)
    rest = words[:place] + words[end:]
    if rest[:1] == ["demo"]:
        return ["demo", "--home", folder, *rest[1:]]
    os.environ["RUAMMUE_HOME"] = str(Path(folder).resolve())
    return rest


def _speak_thai() -> None:
    """A Windows console of an older code page would stop at the first Thai letter it cannot show."""
    for stream in (sys.stdout, sys.stderr):
        if (stream.encoding or "").lower().replace("-", "") != "utf8" and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
