"""Who could know something, from what this room knows: people by what they can do, organisations by what they led."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ruammue.access.actors import Actor
from ruammue.access.gate import allows
from ruammue.needs.models import Matter
from ruammue.places.models import Steward
from ruammue.resources.knowledge.alike import ranked
from ruammue.resources.knowledge.who import Knower
from ruammue.work import rules
from ruammue.work.actions.skills import known_skills
from ruammue.work.models import Competence, Duty

MOST = 400


def of_work(steward: Steward, actor: Actor, words: str) -> list[Knower]:
    """Organisations that led such work, of matters that this reader may open; people only for those who divide the
    work. At most three statements.
    """
    found = _of_duties(steward, actor, words)
    return found + _of_people(steward, words) if allows(actor, rules.DIVIDERS) else found


def _of_duties(steward: Steward, actor: Actor, words: str) -> list[Knower]:
    matters = Matter.objects.of(steward).visible_to(actor).filter(is_sensitive=False)
    rows = Duty.objects.of(steward).filter(part=Duty.Part.LEAD, work__matter__in=matters, work__dropped_at=None)
    duties = {row.pk: row for row in rows.select_related("work", "organisation").order_by("-set_at")[:MOST]}
    return [
        Knower(
            duties[key].organisation.name,
            duties[key].organisation_id,
            None,
            (_("led: %(work)s") % {"work": duties[key].work.title},),
            near,
        )
        for key, near in ranked(words, {key: row.work.title for key, row in duties.items()})
    ]


def _of_people(steward: Steward, words: str) -> list[Knower]:
    language = (get_language() or "th").split("-")[0]
    known = known_skills(steward)
    rows = Competence.objects.of(steward).filter(
        Q(person__anonymised_at=None), person__isnull=False, taken_back_at=None
    )
    able = {row.pk: row for row in rows.select_related("person").order_by("-said_at")[:MOST] if row.skill in known}
    names = {key: row.person.name for key, row in able.items() if row.person}
    texts = {key: " ".join((known[row.skill].thai, *known[row.skill].also)) for key, row in able.items()}
    return [
        Knower(
            names[key],
            None,
            able[key].person_id,
            (_("can do: %(skill)s") % {"skill": known[able[key].skill].label(language)},),
            near,
        )
        for key, near in ranked(words, texts)
    ]
