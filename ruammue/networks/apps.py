from django.apps import AppConfig


class NetworksConfig(AppConfig):
    name = "ruammue.networks"
    label = "networks"

    def ready(self) -> None:
        """Let the refusals speak, and the matter page show its networks."""
        from ruammue.foundation import slots
        from ruammue.networks import events, listeners, sections, sentences  # noqa: F401

        slots.offer("network.sections")
        slots.offer("partner.sections")
        slots.fill("matter.sections", sections.networks_of_matter)
