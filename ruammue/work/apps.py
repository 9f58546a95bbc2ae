from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "ruammue.work"
    label = "work"

    def ready(self) -> None:
        """Let the refusals speak, and the matter page show and tell its work."""
        from ruammue.foundation import slots
        from ruammue.needs import story
        from ruammue.people import privacy
        from ruammue.people.actions import photos_in
        from ruammue.work import events, sections, sentences  # noqa: F401
        from ruammue.work.story import work_told

        slots.fill("matter.sections", sections.work_of_matter)
        story.add(work_told)
        privacy.counts_as_own_words("work.DutySignature", owner="signed_by", named="signed_as")
        privacy.erases(photos_in("work.Work", "evidence", matter="matter"))
