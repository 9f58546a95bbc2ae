"""What this room shows on the pages of other rooms: one name with a telephone, a conversation, texts to pass on."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from django.utils import timezone

from ruammue.access.actors import Role
from ruammue.access.claims import is_member_here
from ruammue.access.gate import allows
from ruammue.coordination import forms, passing, queries, rules
from ruammue.coordination.subjects import kind_name
from ruammue.foundation import page_reads
from ruammue.needs.models import Matter
from ruammue.needs.queries import placed
from ruammue.networks.models import Network
from ruammue.people.models import Organisation

HELPERS = (Role.VOLUNTEER, Role.VILLAGE_HEAD, Role.COORDINATOR, Role.OFFICER)
"""Who carries messages for people without a telephone of their own."""


def say_form(request: Any, data: Any = None) -> forms.SayForm:
    """The form of a message: with a hat to choose when there is one, and for whom, when the actor is a helper."""
    actor = request.actor
    organisations = list(Organisation.objects.filter(pk__in=actor.represents).order_by("sort_key", "id"))
    # Whoever is here only for one organisation speaks for it unless they say otherwise.
    only = organisations[0].pk if len(organisations) == 1 and not actor.roles else None
    hat = actor.on_behalf_of_id or only
    if actor.has(*HELPERS):
        return forms.SayForForm(data, steward=request.steward, actor=actor, organisations=organisations, hat=hat)
    return forms.SayForm(data, organisations=organisations, hat=hat)


def conversation(
    request: Any, *, about: str, about_id: UUID | str, matter: Matter | None = None, **_context: Any
) -> str:
    """What was said about an object, and the form to say more. The page around it has asked who may be here."""
    actor = request.actor
    if actor.is_anonymous:
        return ""
    name, key = kind_name(about), about_id if isinstance(about_id, UUID) else UUID(about_id)
    rows, earlier = queries.conversation(request.steward, name, key, actor)
    may_speak = not actor.has(Role.AUDITOR) or len(actor.roles) > 1
    context = {
        "rows": rows,
        "earlier": earlier,
        "key": f"{name}:{key}",
        "form": say_form(request) if may_speak else None,
        "matter": matter,
    }
    return render_to_string("coordination/parts/conversation.html", context, request=request)


def aside_of_matter(request: Any, *, matter: Matter, **_context: Any) -> str:
    """Who to call, what happens next, texts to pass on, and the conversation about the matter itself."""
    actor = request.actor
    if actor.is_anonymous:
        return ""
    offers, waiting = queries.help_counts(matter)
    # Whoever may not learn where it is does not learn it from who answers there.
    coordinator = page_reads.once(matter, queries.coordinator_for) if placed(actor, [matter]) else None
    context = {
        "matter": matter,
        "contact": coordinator or queries.contact_for(matter),
        "next": queries.what_next(matter),
        "texts": passing.texts_of(request, matter) if matter.is_published else None,
        "offers": offers,
        "waiting": waiting,
        "may_see_help": allows(actor, rules.LIST_HELP),
        "may_name": allows(actor, rules.NAME_COORDINATOR),
        "conversation": conversation(request, about="needs.matter", about_id=matter.pk, matter=matter),
    }
    return render_to_string("coordination/parts/aside.html", context, request=request)


def sections_of_network(request: Any, *, network: Network, **_context: Any) -> str:
    """Who coordinates a network, and for its members the conversation."""
    actor = request.actor
    if network.removed_at is not None:
        return ""
    is_member = is_member_here(actor, network)
    context = {
        "network": network,
        "contact": queries.coordinator_for(network),
        "may_name": network.is_confirmed and allows(actor, rules.NAME_COORDINATOR),
        "conversation": conversation(request, about="networks.network", about_id=network.pk) if is_member else "",
    }
    return render_to_string("coordination/parts/of_network.html", context, request=request)


def help_button(request: Any, *, matter: Matter, **_context: Any) -> str:
    """ฉันช่วยได้, the one act of a public matter; nothing once the matter is finished."""
    if matter.closed_at is not None or not matter.is_published:
        return ""
    return render_to_string("coordination/parts/help_button.html", {"matter": matter}, request=request)


def news_at_home(request: Any, **_context: Any) -> str:
    """How many notices wait in the inbox, on the page where one begins."""
    count = queries.unread(request.steward, request.actor)
    if not count:
        return ""
    return render_to_string("coordination/parts/news.html", {"count": count}, request=request)


def door_to_coordinators(request: Any, **_context: Any) -> str:
    """Whom to call, for those who come without a matter."""
    return render_to_string("coordination/parts/door.html", {"today": timezone.localdate()}, request=request)
