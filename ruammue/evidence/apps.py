from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "ruammue.evidence"
    label = "evidence"

    def ready(self) -> None:
        """Let the refusals speak; offer places on the public page to the rooms around."""
        from ruammue.evidence import events, queries, sentences  # noqa: F401 - known to the house from now on
        from ruammue.evidence.story import result_told
        from ruammue.foundation import slots
        from ruammue.needs import saying, since, story
        from ruammue.people import privacy
        from ruammue.people.actions import photos_in

        # Context of both: `matter` (a published Matter) and `chain`, what may be said of it.
        slots.offer("public.matter.top")  # the wheel
        slots.offer("public.matter.act")  # ฉันช่วยได้
        slots.offer("public.matter.lessons")
        slots.offer("public.matter.share")  # the board as a picture
        # Whoever told it reads on the page of their receipt code what came of it.
        saying.tells(outcome=queries.outcome_of, improved=queries.improved_by)
        story.add(result_told)
        since.tells(story=queries.since_told, results=queries.with_result)
        privacy.erases(photos_in("evidence.Result", "photo", matter="matter"))
