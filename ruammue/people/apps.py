from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "ruammue.people"
    label = "people"

    def ready(self) -> None:
        """Tell the gate who stands before it; offer and fill slots; know the lists that can be imported."""
        from allauth.account.signals import password_changed, password_set

        from ruammue.access.actors import comes_from
        from ruammue.foundation import slots
        from ruammue.people import events, imports, panels, sentences  # noqa: F401
        from ruammue.people.actors import of_request
        from ruammue.people.listeners import remember_password
        from ruammue.people.signing import sentences as signing_sentences  # noqa: F401

        comes_from(of_request)
        for slot in ("header.hat", "people.handover", "people.person", "people.organisation"):
            slots.offer(slot)
        slots.fill("header.hat", panels.hat)
        slots.fill("home.top", panels.first_day)
        imports.register_own()
        password_changed.connect(remember_password, dispatch_uid="people.password_changed")
        password_set.connect(remember_password, dispatch_uid="people.password_set")
