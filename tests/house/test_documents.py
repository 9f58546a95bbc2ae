"""The documents say what the code does, their links lead somewhere, and README names commands that CI runs."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from ruammue.cli import docs
from ruammue.cli.main import COMMANDS
from tests.house.tree import ROOT, report

pytestmark = pytest.mark.any_database

_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
_FENCED = re.compile(r"^```.*?^```", re.S | re.M)


def test_the_reference_says_what_the_code_says() -> None:
    found = docs.stale() + docs.unexplained()
    assert not found, report(found)


def test_a_stale_page_is_caught(tmp_path: Path) -> None:
    for name, make in docs.PAGE_MAKERS.items():
        (tmp_path / name).write_text(make(), encoding="utf-8", newline="\n")
    assert docs.stale(tmp_path) == []
    page = tmp_path / "settings.md"
    page.write_text(page.read_text(encoding="utf-8").replace("Settings", "Sittings"), encoding="utf-8")
    assert docs.stale(tmp_path) == ["settings.md: python -m ruammue docs"]


def test_an_unexplained_setting_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    before = docs.unexplained()
    monkeypatch.delitem(docs.SETTINGS, "RUAMMUE_HOME")
    assert [line for line in docs.unexplained() if line not in before] == [
        "setting RUAMMUE_HOME has no explanation in ruammue/cli/docs.py"
    ]


# ---------- links ----------


def pages() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).exists()]


def dead_links(page: Path) -> list[str]:
    """Links of a page that lead to no file, or to no heading of a file. Addresses elsewhere are not dialled."""
    found = []
    for one, other in _LINK.findall(_FENCED.sub("", page.read_text(encoding="utf-8"))):
        target, _, heading = (one or other).partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        file = (page.parent / target) if target else page
        if not file.exists() or (heading and file.suffix == ".md" and heading not in headings(file)):
            found.append(f"{page.name}: {one or other}")
    return found


def headings(page: Path) -> set[str]:
    lines = re.findall(r"^#+\s+(.*)$", page.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", line.lower(), flags=re.UNICODE).strip().replace(" ", "-") for line in lines}


def test_links_resolve() -> None:
    found = [line for page in pages() for line in dead_links(page)]
    assert not found, report(found)


def test_a_dead_link_is_caught(tmp_path: Path) -> None:
    page = tmp_path / "a.md"
    page.write_text("# One\n[x](#one) [y](#two) [z](b.md) ![p](c.png) [w](https://example.org)\n```\n[q](no.md)\n```\n")
    assert dead_links(page) == ["a.md: #two", "a.md: b.md", "a.md: c.png"]


# ---------- commands ----------


def made_up(text: str) -> list[str]:
    """Commands a page tells people to type that do not exist."""
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    found = [
        f"make {name}"
        for name in re.findall(r"^(?:PORT=\d+ )?make ([a-z-]+)|`make ([a-z-]+)", text, re.M)
        for name in name
        if name and name not in targets
    ]
    return found + [
        f"ruammue {name}" for name in re.findall(r"-m ruammue (?:--home \S+ )?([a-z-]+)", text) if name not in COMMANDS
    ]


def test_documents_name_commands_that_exist() -> None:
    found = [f"{page.name}: {line}" for page in pages() for line in made_up(page.read_text(encoding="utf-8"))]
    assert not found, report(found)
    assert made_up("make dinner\n`python -m ruammue dance`") == ["make dinner", "ruammue dance"]


def test_readme_and_ci_run_the_same_command() -> None:
    readme, ci = (ROOT / "README.md").read_text(encoding="utf-8"), (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert re.search(r"^make test\b", ci, re.M)
    assert "make test" in readme
    assert "make demo" in readme


# ---------- pins ----------


def loose_pins(lock: str) -> list[str]:
    """Lines of a lock file that are not one version with hashes, and addresses of registries."""
    found = [
        line
        for line in lock.splitlines()
        if re.match(r"[A-Za-z]", line) and not re.match(r"[\w.-]+==\S+( ;.*)? \\$", line)
    ]
    names = re.findall(r"^([\w.-]+)==.*\\\n(?!\s+--hash)", lock, re.M)
    return found + names + re.findall(r"^--.*|https?://\S+", lock, re.M)


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock", "requirements-uv.lock"])
def test_every_dependency_is_pinned_by_hash(name: str) -> None:
    assert loose_pins((ROOT / name).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "line", ["django>=5", "--index-url https://example.org/simple", "django==5.2 \\\n    # no hash"]
)
def test_a_loose_pin_is_caught(line: str) -> None:
    assert loose_pins(line)


def test_every_dependency_is_argued_and_locked() -> None:
    argued = (ROOT / "docs" / "adr" / "0002-dependencies.md").read_text(encoding="utf-8").lower()
    for part in ("requirements", "requirements-dev"):
        lock = (ROOT / f"{part}.lock").read_text(encoding="utf-8").lower()
        for line in (ROOT / f"{part}.in").read_text(encoding="utf-8").splitlines():
            name = re.match(r"[A-Za-z][\w.-]*", line)
            if name:
                assert f"`{name.group().lower()}`" in argued, f"{name.group()} is not argued in ADR 0002"
                assert f"\n{name.group().lower()}==" in "\n" + lock, f"{name.group()} is not in {part}.lock"


def test_the_python_we_ask_for_is_the_python_we_check() -> None:
    said = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert said["project"]["requires-python"] == ">=3.11"
    assert said["tool"]["mypy"]["python_version"] == "3.11"
    assert said["tool"]["ruff"]["target-version"] == "py311"
