from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "ruammue.papers"
    label = "papers"
