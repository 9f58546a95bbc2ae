"""`ruammue demo`: a made-up tambon and its neighbour, ready to be walked through. Imports no Django.

The data lies in var/demo (or --home) and is used again at the next start; --fresh makes it anew.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

from ruammue.cli import serve
from ruammue.cli.asking import Parser
from ruammue.cli.logins import Login, table
from ruammue.cli.supervisor import python

LOGINS = "demo-logins.json"


def run(words: list[str]) -> int:
    """Set up what is missing, say who may come in, and serve."""
    parser = Parser(prog="ruammue demo", description=__doc__)
    parser.add_argument("--home", type=Path, default=Path("var") / "demo")
    parser.add_argument("--host", default=os.environ.get("RUAMMUE_HOST", "127.0.0.1"))
    parser.add_argument("--port", type=int, default=int(os.environ.get("RUAMMUE_PORT", os.environ.get("PORT", "8000"))))
    parser.add_argument("--fresh", action="store_true", help="forget what was done in the demonstration and begin anew")
    parser.add_argument("--no-serve", action="store_true", help="only set up")
    asked = parser.parse_args(words)
    home = asked.home.resolve()
    if not _is_ours(home):
        print(f"{home} มีข้อมูลที่ไม่ใช่ของชุดสาธิต ไม่ได้แตะต้อง / holds other data, nothing was touched")
        return 2
    os.environ["RUAMMUE_HOME"] = str(home)
    # The demonstration never touches the record that this computer may otherwise serve.
    for name in ("RUAMMUE_DATABASE_URL", "RUAMMUE_PUBLIC_URL", "RUAMMUE_SMTP_HOST"):
        os.environ.pop(name, None)
    if home.exists() and (asked.fresh or not (home / LOGINS).exists()):
        # Half a demonstration, left by a stop in the middle, is begun anew.
        shutil.rmtree(home)
    if not home.exists():
        print("กำลังเตรียมชุดสาธิต / preparing the demonstration ...", flush=True)
        home.mkdir(parents=True)
        (home / "demo-home").touch()
        if code := subprocess.run(python("ruammue.cli.demo_setup")).returncode:
            return code
    elif code := serve.prepare():
        return code
    logins = [Login(**login) for login in json.loads((home / LOGINS).read_text(encoding="utf-8"))]
    print("\nชุดสาธิต ชื่อ คน และตัวเลขทั้งหมดแต่งขึ้น / a demonstration: every name and number is made up\n")
    print(table(logins), flush=True)
    print()
    return 0 if asked.no_serve else serve.serve(asked.host, asked.port)


def _is_ours(home: Path) -> bool:
    """Only a home that the demonstration made itself is ever emptied."""
    return not home.exists() or (home / "demo-home").exists() or not any(home.iterdir())
