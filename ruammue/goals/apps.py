from django.apps import AppConfig


class GoalsConfig(AppConfig):
    name = "ruammue.goals"
    label = "goals"
