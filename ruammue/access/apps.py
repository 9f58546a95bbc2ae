from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "ruammue.access"
    label = "access"
