from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "ruammue.places"
    label = "places"

    def ready(self) -> None:
        """Let the refusals speak and `verify` know what must hold."""
        from ruammue.places import events, invariants, sentences  # noqa: F401
