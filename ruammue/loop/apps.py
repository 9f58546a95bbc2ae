from django.apps import AppConfig


class LoopConfig(AppConfig):
    name = "ruammue.loop"
    label = "loop"

    def ready(self) -> None:
        """Show the wheel on a matter's page; hear what should follow from what."""
        from ruammue.foundation import slots
        from ruammue.loop import listeners, panels  # noqa: F401

        slots.fill("matter.wheel", panels.wheel_panel)
        slots.fill("matter.next", panels.next_bar)
        slots.fill("public.matter.top", panels.public_wheel)
        slots.offer("home.top")
        slots.offer("home.first")
        slots.offer("home.waiting")
        slots.offer("front.doors")
