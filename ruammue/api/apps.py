from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "ruammue.api"
    label = "api"
