from django.apps import AppConfig


class CoordinationConfig(AppConfig):
    name = "ruammue.coordination"
    label = "coordination"
