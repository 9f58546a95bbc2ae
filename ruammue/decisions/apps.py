from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "ruammue.decisions"
    label = "decisions"
