"""Where Chromium is. `python -m tests.chromium` stops with the one line that installs it when there is none."""

from __future__ import annotations

import os
import shutil
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
INSTALL = "Chromium is missing. Install it:  sudo apt-get install -y chromium   (or set RUAMMUE_CHROMIUM to its path)"
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage"]


def path() -> str | None:
    """The browser to drive, or None."""
    return os.environ.get("RUAMMUE_CHROMIUM") or next((found for name in NAMES if (found := shutil.which(name))), None)


if __name__ == "__main__":
    if path() is None:
        sys.exit(INSTALL)
