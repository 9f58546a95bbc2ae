"""The commands by name. Each lives in a file of its own; this one only finds it."""

from __future__ import annotations

import sys
from importlib import import_module
from keyword import iskeyword

from ruammue.foundation.refusals import Refusal, sentence_for

COMMANDS = {
    "demo": "set up the demonstration tambon and serve it",
    "init": "make a tenant from a local government's lg_id",
    "serve": "serve the web and deliver the news",
    "load-places": "load areas and local governments",
    "import": "import an .xlsx of people, partners or projects",
    "deliver": "let listeners hear, seal the log (--once)",
    "verify": "replay the record and name what is wrong",
    "backup": "write a backup with its log heads",
    "restore": "restore a backup into an empty home, and check it",
    "manage": "Django's own commands (migrate, makemigrations, ...)",
    "catalogue": "bring the message catalogues up to date, compile them",
    "docs": "write docs/reference from the code",
}


def main(arguments: list[str] | None = None) -> int:
    """Run one command. Returns the exit code: 0 done, 1 found something wrong, 2 asked wrongly or refused."""
    _speak_thai()
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not words or words[0] in ("-h", "--help", "help"):
        print("ruammue COMMAND [...]\n")
        for name, purpose in COMMANDS.items():
            print(f"  {name:12} {purpose}")
        print("\nruammue COMMAND --help says more.")
        return 0
    name = words.pop(0)
    if name not in COMMANDS:
        print(f"ruammue: no command {name!r}; `ruammue help` lists them", file=sys.stderr)
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


def _speak_thai() -> None:
    """A Windows console of an older code page would stop at the first Thai letter it cannot show."""
    for stream in (sys.stdout, sys.stderr):
        if (stream.encoding or "").lower().replace("-", "") != "utf8" and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
