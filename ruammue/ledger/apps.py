from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "ruammue.ledger"
    label = "ledger"
