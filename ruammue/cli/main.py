"""The commands by name. Each lives in a file of its own; this one only finds it."""

from __future__ import annotations

import sys
from importlib import import_module

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
}


def main(arguments: list[str] | None = None) -> int:
    """Run one command. Returns the exit code: 0 done, 1 found something wrong, 2 asked wrongly."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not words or words[0] in ("-h", "--help", "help"):
        print("ruammue COMMAND [...]\n")
        for name, purpose in COMMANDS.items():
            print(f"  {name:12} {purpose}")
        return 0
    name = words.pop(0)
    if name not in COMMANDS:
        print(f"ruammue: no command {name!r}; `ruammue help` lists them", file=sys.stderr)
        return 2
    command = import_module(f"ruammue.cli.{name.replace('-', '_')}")
    return int(command.run(words) or 0)
