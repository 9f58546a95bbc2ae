from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "ruammue.people"
    label = "people"

    def ready(self) -> None:
        """Tell the gate who stands before it."""
        from ruammue.access.actors import comes_from
        from ruammue.people.actors import of_request

        comes_from(of_request)
