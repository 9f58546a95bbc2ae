from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResourcesConfig(AppConfig):
    name = "ruammue.resources"
    label = "resources"

    def ready(self) -> None:
        """Let the refusals speak, `verify` count again, the database's own guards be known, the matter page tell."""
        from ruammue.foundation import slots
        from ruammue.needs import saying, story
        from ruammue.people import privacy
        from ruammue.people.actions import photos_in
        from ruammue.resources import events, guards, invariants, queries, sections, sentences  # noqa: F401

        slots.offer("conversation")
        slots.offer("person.year")
        slots.fill("matter.sections", sections.of_matter)
        slots.fill("matter.sections", sections.knowledge_of_matter)
        slots.fill("need.aside", sections.learned_before)
        slots.fill("need.answer", sections.learned_before)
        slots.fill("receipt.aside", sections.learned_before)
        slots.fill("public.matter.lessons", sections.lessons_in_public)
        slots.fill("network.sections", sections.reciprocity_of_network)
        slots.fill("home.top", sections.own_at_home)
        slots.fill("public.matter.share", sections.picture_of_matter)
        slots.fill("partner.sections", sections.given_by_partner)
        slots.fill("people.person", sections.given_by_person)
        story.add(sections.story_of)
        saying.tells(lines=queries.lacking_lines)
        privacy.counts_as_own_words("resources.Confirmation", owner="confirmed_by", blank="confirmed_as")
        privacy.counts_as_own_words("resources.Commitment", owner="person", blank="provider_accepted_as")
        privacy.keep_out_of_files("resources.Commitment", "receiver_accepted_as")
        privacy.counts_as_own_words("resources.PrintName", owner="person", named="name")
        privacy.counts_as_own_words("resources.Thanks", owner="person", named="printed_name")
        privacy.erases(photos_in("resources.Delivery", "evidence", matter="commitment__need_line__matter"))
        privacy.erases(photos_in("resources.Loss", "evidence", matter="commitment__need_line__matter"))
        said = ("disputed_as", "proposed_as", "agreed_as", "told_as", "decided_as", "mediated_by")
        for field in ("confirmed_as", "provider_accepted_as", "receiver_accepted_as", *said):
            privacy.FIELD_WORDS[field] = _("whose word was taken down")
