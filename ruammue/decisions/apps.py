from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "ruammue.decisions"
    label = "decisions"

    def ready(self) -> None:
        """Let the refusals speak, `verify` ask our invariants, and lower pages show what was decided."""
        from ruammue.decisions import events, invariants, sections, sentences  # noqa: F401
        from ruammue.decisions.story import decisions_told
        from ruammue.foundation import slots
        from ruammue.needs import story
        from ruammue.people import privacy

        slots.offer("conversation")
        slots.fill("matter.sections", sections.decisions_of_matter)
        story.add(decisions_told)
        slots.fill("home.waiting", sections.unfinished_at_home)
        slots.fill("network.sections", sections.meetings_of_network)
        privacy.for_own_eyes_only("decisions.Issued", "decisions.Cast")
        # The signed minutes are the record and keep their names; what the house prints anew does not.
        privacy.counts_as_own_words("decisions.Attendance", owner="person", named="name", blank="post reason")
        privacy.counts_as_own_words("decisions.Dissent", owner="person", named="name")
