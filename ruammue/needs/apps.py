from django.apps import AppConfig


class NeedsConfig(AppConfig):
    name = "ruammue.needs"
    label = "needs"

    def ready(self) -> None:
        from ruammue.foundation import slots
        from ruammue.needs import actions, events, listeners, sentences  # noqa: F401 - known to the house from now on
        from ruammue.needs.importing import IMPORTER
        from ruammue.people import imports, privacy

        for name in (
            "matter.wheel",
            "matter.sections",
            "matter.aside",
            "matter.next",
            "need.aside",
            "need.answer",
            "receipt.aside",
            "conversation",
        ):
            slots.offer(name)
        imports.register(IMPORTER)
        privacy.counts_as_own_words(
            "needs.Need", owner="reporter", blank="text contact_phone reporter_name", closed="matter__closed_at"
        )
        privacy.counts_as_own_words(
            "needs.Verdict", owner="need__reporter", blank="words", closed="need__matter__closed_at"
        )
        privacy.erases(actions.erase_files)
        privacy.keep_out_of_files("needs.ExcludedHandler")
