from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "ruammue.web"
    label = "web"
