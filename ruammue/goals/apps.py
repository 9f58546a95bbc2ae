from django.apps import AppConfig


class GoalsConfig(AppConfig):
    name = "ruammue.goals"
    label = "goals"

    def ready(self) -> None:
        """Let the refusals speak, and the matter page show and tell its goals."""
        from ruammue.foundation import slots
        from ruammue.goals import events, sections, sentences  # noqa: F401
        from ruammue.goals.story import goals_told
        from ruammue.needs import story
        from ruammue.people import privacy
        from ruammue.people.actions import photos_in

        slots.fill("matter.sections", sections.goals_of_matter)
        story.add(goals_told)
        privacy.counts_as_own_words("goals.CoSignature", owner="signed_by", named="signed_as")
        privacy.erases(photos_in("goals.Reading", "evidence", matter="indicator__goal__matter"))
