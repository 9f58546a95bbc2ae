"""What this room shows on the pages of other rooms: what a matter has and lacks, and its part of the story."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Value
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ruammue.access.actors import Actor
from ruammue.access.claims import is_member_here
from ruammue.access.gate import Predicate, allows
from ruammue.foundation import page_reads
from ruammue.foundation.thai_dates import fiscal_year
from ruammue.needs.models import Matter
from ruammue.needs.story import Told
from ruammue.networks.models import Partner
from ruammue.people.models import Person
from ruammue.resources import queries, rules
from ruammue.resources.bars import three_bars
from ruammue.resources.exchange import queries as deals
from ruammue.resources.exchange.models import Exchange
from ruammue.resources.knowledge import queries as knowledge
from ruammue.resources.knowledge.queries import LessonRow
from ruammue.resources.models import Commitment, Delivery
from ruammue.resources.next_acts import next_acts
from ruammue.resources.purposes import Purpose, tasks_of
from ruammue.resources.sides import may_write_for_others
from ruammue.resources.thanks.models import InterestTie
from ruammue.resources.wording import amount

SHOWN = 30
OFFERED_SHOWN = 4


def of_matter(request: Any, *, matter: Matter, **_context: Any) -> str:
    """มีอะไร ขาดอะไร: three bars, each thing with how it stands, and the buttons that the actor may use."""
    actor = request.actor
    may_see = is_member_here(actor, matter)
    if not may_see and not matter.is_published:
        return ""
    rows = page_reads.once(matter, queries.lines_only)
    may_raise = matter.is_open and allows(actor, rules.RAISERS, matter)
    if not rows and not may_raise:
        return ""
    context = {
        "matter": matter,
        "rows": rows,
        "bars": three_bars(row.asked for row in rows),
        "may_see": may_see,
        "may_raise": may_raise,
    }
    return render_to_string("resources/parts/of_matter.html", context, request=request)


def picture_of_matter(_request: Any, *, matter: Matter, **_context: Any) -> str:
    """On the public page: the board as a picture to pass on, where anything is asked for."""
    if not matter.is_public or not page_reads.once(matter, queries.lines_only):
        return ""
    link = reverse("resources:board_picture", args=[matter.steward.slug, matter.pk])
    return render_to_string("resources/parts/picture.html", {"link": link})


def knowledge_of_matter(request: Any, *, matter: Matter, **_context: Any) -> str:
    """ความรู้: what was learned before, lessons, questions; for those who may open the matter."""
    actor = request.actor
    if not is_member_here(actor, matter) or matter.merged_into_id is not None:
        return ""
    lessons = knowledge.lessons_of(matter)
    opened: dict[Predicate, bool] = {rules.may_open: True}  # this is the page of those who may
    context = {
        "matter": matter,
        "learned": knowledge.learned_before(matter, actor) if matter.is_open else (),
        "lessons": lessons,
        "asks": not matter.is_open and all(row.about for row in lessons),
        "questions": knowledge.questions_of(matter, actor),
        "may_open": True,
        "may_tell": allows(actor, rules.TELL_LESSON, matter, known=opened),
        "may_ask": allows(actor, rules.ASK_ABOUT_MATTER, matter, known=opened),
        "opens": allows(actor, rules.OPENERS),
        "changes": lessons_to_change(actor, lessons),
    }
    return render_to_string("resources/parts/knowledge.html", context, request=request)


def lessons_to_change(actor: Actor, lessons: Iterable[LessonRow]) -> set[UUID]:
    """Which of these lessons of a matter that they may open the reader may write otherwise or take back."""
    opened: dict[Predicate, bool] = {rules.may_open_its_own_matter: True}
    return {row.id for row in lessons if allows(actor, rules.CHANGE_LESSON, row, known=opened)}


def learned_before(request: Any, *, matter: Matter, told: str = "", **_context: Any) -> str:
    """On the page of a need and of its receipt: what was learned from similar matters, as this reader may know it."""
    learned = knowledge.learned_before(matter, request.actor, told=told) if matter.is_open else ()
    if not learned:
        return ""
    context = {"learned": learned, "may_open": is_member_here(request.actor, matter)}
    return render_to_string("resources/parts/learned.html", context, request=request)


def lessons_in_public(_request: Any, *, matter: Matter, **_context: Any) -> str:
    """On the public page: lessons that were opened to everybody."""
    lessons = knowledge.public_lessons_of(matter)
    return render_to_string("resources/parts/public_lessons.html", {"lessons": lessons}) if lessons else ""


def reciprocity_of_network(request: Any, *, network: Any, **_context: Any) -> str:
    """On a network's page: the way to its rule of giving and taking."""
    if not allows(request.actor, rules.SEE_RECIPROCITY, network):
        return ""
    return render_to_string("resources/parts/reciprocity.html", {"network": network}, request=request)


def given_by_partner(request: Any, *, partner: Partner, **_context: Any) -> str:
    """On a partner's page: what it gave this year; for the office also how it is tied to it."""
    body = partner.organisation
    if not allows(request.actor, rules.SEE_CONTRIBUTION, body):
        return ""
    sees = allows(request.actor, rules.SEE_INTEREST)
    context = {
        "body": body,
        "year": fiscal_year(timezone.localdate()),
        "ties": InterestTie.objects.of(request.steward).filter(organisation=body) if sees else (),
        "may_keep": allows(request.actor, rules.KEEP_INTEREST),
    }
    return render_to_string("resources/parts/of_partner.html", context, request=request)


def given_by_person(request: Any, *, person: Person, **_context: Any) -> str:
    """On a person's page, for them and those who may thank: the way to their year."""
    if person.anonymised_at is not None or not allows(request.actor, rules.SEE_PERSON_GIVEN, person):
        return ""
    context = {"person": person, "year": fiscal_year(timezone.localdate())}
    return render_to_string("resources/parts/of_person.html", context, request=request)


def own_at_home(request: Any, *, promises: Collection[UUID | None] = (), **_context: Any) -> str:
    """Promises and exchanges that wait for the reader's own word, on the page where one begins. For other promises the
    office and the coordinators have the wheel; what was offered and nobody took stands here for them.

    `promises`: those whose next act stands on that page already.
    """
    actor = request.actor
    if actor.is_anonymous:
        return ""
    works, today = allows(actor, rules.SEE_ALL_PROMISES), timezone.localdate()
    writes = works and may_write_for_others(actor)
    # An exchange belongs to no matter, so that no wheel shows it.
    deals_now = deals.waiting(request.steward, actor, hears=allows(actor, rules.KEEP_EXCHANGE), today=today)
    if works:
        offered = queries.offered(request.steward)
        keys = _first_of_both(deals_now, offered if writes else offered.filter(receiver__in=actor.represents))
        rows = queries.promise_rows(request.steward, [key for key in keys[1] if key not in promises])
        deals_now = deals_now.filter(pk__in=keys[0]) if keys[0] else deals_now.none()
    else:
        rows = queries.waiting_for(request.steward, actor)
    asked = deals.rows_of(request.steward, found, today=today) if (found := list(deals_now[:SHOWN])) else []
    acts = next_acts(actor, request.steward, rows)
    waiting = [
        (row, act)
        for row in rows
        if (act := acts.get(row.id)) is not None and (act.is_own or writes) and row.id not in promises
    ]
    shown = waiting[:OFFERED_SHOWN] if works else waiting
    tasks = tasks_of(request.steward, [row.line_id for row, _act in shown])
    own = [(row, act, _told(tasks.get(row.line_id), works=works)) for row, act in shown]
    if not own and not asked:
        return ""
    context = {"own": own, "asked": asked, "is_own": all(act.is_own for _row, act in shown), "works": works}
    context["more"] = len(waiting) - len(shown)
    return render_to_string("resources/parts/own_at_home.html", context, request=request)


def _first_of_both(exchanges: QuerySet[Exchange], promises: QuerySet[Commitment]) -> tuple[list[UUID], list[UUID]]:
    """The keys of either. One statement."""
    kinds = [rows.order_by().annotate(what=Value(what)) for what, rows in (("a", exchanges), ("b", promises))]
    first, second = (rows.values_list("what", "pk") for rows in kinds)
    found = list(first.union(second, all=True).order_by("what")[: 2 * SHOWN])
    return [key for what, key in found if what == "a"], [key for what, key in found if what == "b"]


def _told(task: Purpose | None, *, works: bool) -> str:
    """A task by its name, for those who may know it; else when on its day it is."""
    if task is None:
        return ""
    return task.words if works or task.is_public else task.when


def story_of(matter: Matter) -> list[Told]:
    """Promises that count and what came of them: organisations by name, villagers without. Two statements."""
    told = []
    for each in queries.commitments(matter.steward_id).filter(need_line__matter=matter):
        if not each.is_accepted or not each.provider_accepted_at or not each.receiver_accepted_at:
            continue
        words = {
            "giver": each.provider.name if each.provider else _("A villager"),
            "thing": each.need_line.spec.name,
            "amount": amount(each.quantity, each.need_line.spec.unit),
        }
        text = (
            _("%(giver)s promised to lend %(thing)s %(amount)s.")
            if each.is_loan
            else _("%(giver)s promised %(thing)s %(amount)s.")
        )
        told.append(
            Told(
                at=max(each.provider_accepted_at, each.receiver_accepted_at),
                text=text % words,
                url=reverse("resources:line", args=[matter.steward.slug, each.need_line_id]),
            )
        )
    came = Delivery.objects.of(matter.steward_id).filter(commitment__need_line__matter=matter).counted()
    for delivery in came.select_related("commitment__provider", "commitment__need_line__spec"):
        promise = delivery.commitment
        text = (
            _("%(thing)s %(amount)s went back to %(giver)s.")
            if delivery.is_return
            else _("%(thing)s %(amount)s came from %(giver)s.")
        )
        told.append(
            Told(
                at=delivery.recorded_at,
                text=text
                % {
                    "giver": promise.provider.name if promise.provider else _("a villager"),
                    "thing": promise.need_line.spec.name,
                    "amount": amount(delivery.quantity, promise.need_line.spec.unit),
                },
                url=reverse("resources:line", args=[matter.steward.slug, promise.need_line_id]),
            )
        )
    return told
