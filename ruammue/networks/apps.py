from django.apps import AppConfig


class NetworksConfig(AppConfig):
    name = "ruammue.networks"
    label = "networks"
