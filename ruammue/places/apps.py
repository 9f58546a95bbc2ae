from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "ruammue.places"
    label = "places"
