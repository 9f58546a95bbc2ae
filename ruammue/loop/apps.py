from django.apps import AppConfig


class LoopConfig(AppConfig):
    name = "ruammue.loop"
    label = "loop"
