"""Makes a home ready to be served: catalogues, static files, tables. Run by `serve` and `demo` as a short process."""

from __future__ import annotations

import sys

from ruammue.cli.django_door import open_house


def run(words: list[str]) -> int:
    """Do what is missing; each step changes nothing when done already."""
    open_house()
    from django.conf import settings
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)
    if "--no-migrate" not in words:
        call_command("migrate", interactive=False, verbosity=0)
        if settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache"):
            call_command("createcachetable", verbosity=0)
    return 0


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
