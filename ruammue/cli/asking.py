"""Words on the command line, read by argparse; what is wrong with them is said in Thai first, then in English.

argparse speaks English only. Its sentences are few: each is known here by its form. One that is not (of another
Python) is still told, after the Thai that says where help is.
"""

from __future__ import annotations

import argparse
import re
import sys
from typing import NoReturn

USAGE = 2
_THAI = re.compile("[ก-๛]")

WRONG: tuple[tuple[str, str], ...] = (
    (r"the following arguments are required: (?P<names>.+)", "ยังขาด {names}"),
    (r"unrecognized arguments: (?P<words>.+)", "ไม่รู้จัก {words}"),
    (r"argument (?P<name>.+?): invalid choice: (?P<word>.+?) \(choose from (?P<choices>.+)\)",
     "{name} ไม่มีค่า {word} ให้เลือกจาก {choices}"),
    (r"argument (?P<name>.+?): invalid int value: (?P<word>.+)", "{name} ต้องเป็นจำนวนเต็ม ไม่ใช่ {word}"),
    (r"argument (?P<name>.+?): invalid \S+ value: (?P<word>.+)", "{name} ใช้ค่า {word} ไม่ได้"),
    (r"argument (?P<name>.+?): expected (?:one argument|1 arguments?)", "{name} ต้องตามด้วยค่าหนึ่งค่า"),
    (r"argument (?P<name>.+?): expected at (?:least|most) one argument", "{name} มีจำนวนค่าไม่ถูก"),
    (r"argument (?P<name>.+?): expected (?P<count>\d+) arguments?", "{name} ต้องตามด้วยค่า {count} ค่า"),
    (r"argument (?P<name>.+?): ignored explicit argument (?P<word>.+)", "{name} ไม่รับค่า จึงใช้ {word} ไม่ได้"),
    (r"argument (?P<name>.+?): not allowed with argument (?P<other>.+)", "{name} ใช้พร้อมกับ {other} ไม่ได้"),
    (r"ambiguous option: (?P<word>.+?) could match (?P<names>.+)", "{word} อาจหมายถึง {names} ให้พิมพ์เต็ม"),
    (r"one of the arguments (?P<names>.+) is required", "ต้องบอกอย่างน้อยหนึ่งอย่างใน {names}"),
)  # fmt: skip
"""argparse's sentences by their form, and ours."""


def in_thai(message: str) -> str:
    """What argparse says is wrong, in Thai; "" for a sentence that is not known."""
    for form, thai in WRONG:
        if found := re.fullmatch(form, message, re.S):
            return thai.format_map(found.groupdict())
    return ""


class Parser(argparse.ArgumentParser):
    """argparse that refuses in Thai first. A message that has Thai words already stands as it is."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, how the command is used, and end with exit code 2."""
        thai = in_thai(message)
        if thai or not _THAI.search(message):
            message = f"{thai or 'สั่งไม่ถูก'} / {message}"
        print(f"{self.prog}: {message}", file=sys.stderr)
        self.print_usage(sys.stderr)
        self.exit(USAGE, f"วิธีใช้ทั้งหมด: {self.prog} --help / for all of it\n")
