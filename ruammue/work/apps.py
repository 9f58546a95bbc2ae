from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "ruammue.work"
    label = "work"
