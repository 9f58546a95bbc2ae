from django.apps import AppConfig


class NeedsConfig(AppConfig):
    name = "ruammue.needs"
    label = "needs"

    def ready(self) -> None:
        from ruammue.foundation import slots
        from ruammue.needs import events, listeners, sentences  # noqa: F401 - known to the house from now on
        from ruammue.needs.importing import IMPORTER
        from ruammue.people import imports, privacy

        for name in ("matter.wheel", "matter.sections", "matter.aside", "matter.next", "conversation"):
            slots.offer(name)
        imports.register(IMPORTER)
        privacy.counts_as_own_words(
            "needs.Need", owner="reporter", blank="text contact_phone", closed="matter__closed_at"
        )
