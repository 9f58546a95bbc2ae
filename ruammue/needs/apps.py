from django.apps import AppConfig


class NeedsConfig(AppConfig):
    name = "ruammue.needs"
    label = "needs"
