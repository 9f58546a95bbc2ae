from django.apps import AppConfig


class NetworksConfig(AppConfig):
    name = "ruammue.networks"
    label = "networks"

    def ready(self) -> None:
        """Let the refusals speak, and the matter page show its networks."""
        from ruammue.foundation import slots
        from ruammue.needs import story
        from ruammue.networks import events, listeners, sections, sentences  # noqa: F401
        from ruammue.networks.story import networks_told
        from ruammue.people import privacy

        slots.offer("network.sections")
        slots.offer("partner.sections")
        slots.fill("matter.sections", sections.networks_of_matter)
        story.add(networks_told)
        # Whoever answered by a link or on the telephone left a name and nothing that points at them.
        privacy.counts_as_own_words(
            "networks.Invitation", named="replied_as confirmed_with", closed="network__matter__closed_at"
        )
