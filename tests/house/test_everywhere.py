"""Nothing on the serving path needs what Windows lacks: an office's computer runs it, too.

Read by syntax, for no Windows is at hand here (docs/how-to/office-only.md says so): modules that only POSIX has,
functions of `os` and `signal` that Windows lacks, and paths of one system.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.tree import HOUSE, parsed, report, where

pytestmark = pytest.mark.any_database

POSIX_MODULES = {
    "crypt", "fcntl", "grp", "nis", "posix", "pty", "pwd", "resource", "spwd", "syslog", "termios", "tty",
}  # fmt: skip
# What Python's documentation marks "Availability: Unix".
POSIX_ONLY = {
    "os.chown", "os.fchmod", "os.fchown", "os.fork", "os.forkpty", "os.getegid", "os.geteuid", "os.getgid",
    "os.getgroups", "os.getloadavg", "os.getpgid", "os.getpgrp", "os.getuid", "os.killpg", "os.lchown", "os.mkfifo",
    "os.mknod", "os.nice", "os.posix_fallocate", "os.posix_spawn", "os.sched_getaffinity", "os.setgid", "os.setpgid",
    "os.setsid", "os.setuid", "os.statvfs", "os.sync", "os.sysconf", "os.uname", "os.wait", "os.waitpid",
    "os.symlink", "os.O_NOFOLLOW", "os.O_DIRECTORY", "select.epoll", "select.kqueue", "select.poll", "select.select",
    "signal.SIGALRM", "signal.SIGCHLD", "signal.SIGHUP", "signal.SIGKILL", "signal.SIGUSR1", "signal.SIGUSR2",
    "signal.alarm", "signal.pause", "signal.setitimer", "signal.sigwait", "socket.AF_UNIX", "time.tzset",
}  # fmt: skip
METHODS = {"symlink_to", "hardlink_to"}
WORDS = {"preexec_fn", "start_new_session", "pass_fds", "shell"}
ROOTS = ("/tmp", "/dev/", "/proc/", "/etc/", "/var/", "/usr/", "/bin/")


def only_posix(file: Path, tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
            names += [f"{node.module}.{alias.name}" for alias in node.names] if isinstance(node, ast.ImportFrom) else []
            found = [name for name in names if name.split(".")[0] in POSIX_MODULES or name in POSIX_ONLY]
        elif isinstance(node, ast.Attribute):
            found = [ast.unparse(node)] if ast.unparse(node) in POSIX_ONLY or node.attr in METHODS else []
        elif isinstance(node, ast.Call):
            found = [f"{word.arg}=" for word in node.keywords if word.arg in WORDS]
            found += [ast.unparse(node.func)] if ast.unparse(node.func) in {"os.system", "os.popen"} else []
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found = [node.value[:40]] if node.value.startswith(ROOTS) else []
        else:
            continue
        yield from (f"{where(file, node)} {name}" for name in found)


def test_nothing_that_serves_needs_posix() -> None:
    files = sorted(file for file in HOUSE.rglob("*.py") if "migrations" not in file.parts)
    found = [line for file in files for line in only_posix(file, parsed(file))]
    assert len(files) > 200
    assert not found, report(found)


@pytest.mark.parametrize(
    "line",
    [
        "import fcntl",
        "from resource import getrusage",
        "from os import fork",
        "os.getuid()",
        "signal.signal(signal.SIGHUP, stop)",
        "select.select([a], [], [])",
        "kept.symlink_to(other)",
        "subprocess.Popen(words, preexec_fn=os.setsid)",
        "subprocess.run('rm -r x', shell=True)",
        "os.system('clear')",
        "open('/tmp/lock')",
    ],
)
def test_a_planted_need_is_caught(line: str) -> None:
    assert [*only_posix(Path("serve.py"), ast.parse(line))]


def test_what_both_have_passes() -> None:
    both = "import os, signal\nos.replace(a, b)\nsignal.signal(signal.SIGTERM, stop)\nx.group()\ny = 'var/demo'\n"
    assert not [*only_posix(Path("serve.py"), ast.parse(both))]
