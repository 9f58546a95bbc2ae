from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "ruammue.work"
    label = "work"

    def ready(self) -> None:
        """Let the refusals speak, `verify` look at projects, and the matter page show and tell its work."""
        from ruammue.foundation import slots
        from ruammue.needs import story
        from ruammue.people import imports, privacy
        from ruammue.people.actions import photos_in
        from ruammue.resources import purposes
        from ruammue.resources.knowledge import who
        from ruammue.work import events, invariants, sections, sentences  # noqa: F401
        from ruammue.work.actions.skills import skills_of_the_erased
        from ruammue.work.importing import IMPORTER
        from ruammue.work.knowers import of_work
        from ruammue.work.purposes import of_tasks, open_places
        from ruammue.work.story import work_told

        slots.fill("matter.sections", sections.work_of_matter)
        slots.fill("public.matter.share", sections.pictures_of_projects)
        who.knows(of_work)
        purposes.tells(of_tasks, open_places)
        slots.fill("people.person", sections.skills_of_person)
        slots.fill("people.organisation", sections.skills_of_organisation)
        slots.fill("home.first", sections.waiting_at_home)
        slots.fill("home.first", sections.asked_at_home)
        slots.fill("network.sections", sections.delivered_of_network)
        slots.fill("person.year", sections.hours_of_person)
        story.add(work_told)
        imports.register(IMPORTER)
        privacy.counts_as_own_words("work.DutySignature", owner="signed_by", named="signed_as")
        privacy.counts_as_own_words("work.SignUp", owner="person", blank="decline_words decline_why")
        privacy.counts_as_own_words("work.TaskChange", owner="person", blank="words")
        privacy.keep_out_of_files("work.Apart")
        privacy.erases(photos_in("work.Work", "evidence", matter="matter"))
        privacy.erases(skills_of_the_erased)
