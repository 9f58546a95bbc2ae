from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "ruammue.places"
    label = "places"

    def ready(self) -> None:
        """Let the refusals speak."""
        from ruammue.places import events, sentences  # noqa: F401
