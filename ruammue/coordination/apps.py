from django.apps import AppConfig


class CoordinationConfig(AppConfig):
    name = "ruammue.coordination"
    label = "coordination"

    def ready(self) -> None:
        """Let the refusals speak; hear every news; show name, conversation and texts on other rooms' pages."""
        from ruammue.coordination import events, listeners, queries, sections, sentences  # noqa: F401
        from ruammue.foundation import slots
        from ruammue.needs import handlers, saying
        from ruammue.people import privacy

        handlers.register(queries.handler_of)
        saying.tells(asks=queries.said_contact)
        privacy.counts_as_own_words("coordination.Message", owner="said_by", blank="text", closed="matter__closed_at")
        privacy.counts_as_own_words(
            "coordination.HelpOffer", owner="person", blank="words phone", named="name", closed="matter__closed_at"
        )
        slots.fill("conversation", sections.conversation)
        slots.fill("matter.aside", sections.aside_of_matter)
        slots.fill("network.sections", sections.sections_of_network)
        slots.fill("public.matter.act", sections.help_button)
        slots.fill("home.top", sections.news_at_home)
        slots.fill("front.doors", sections.door_to_coordinators)
