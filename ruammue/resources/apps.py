from django.apps import AppConfig


class ResourcesConfig(AppConfig):
    name = "ruammue.resources"
    label = "resources"
