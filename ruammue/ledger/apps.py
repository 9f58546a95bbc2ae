from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class LedgerConfig(AppConfig):
    name = "ruammue.ledger"
    label = "ledger"

    def ready(self) -> None:
        """Let every room's `invariants.py` tell `verify` what must hold there."""
        autodiscover_modules("invariants")
