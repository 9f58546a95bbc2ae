from django.apps import AppConfig


class RulebookConfig(AppConfig):
    name = "ruammue.rulebook"
    label = "rulebook"
