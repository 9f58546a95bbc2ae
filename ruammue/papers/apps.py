from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "ruammue.papers"
    label = "papers"

    def ready(self) -> None:
        from ruammue.papers import sentences  # noqa: F401
