"""What this room tells of a matter's story."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from ruammue.needs.models import Matter
from ruammue.needs.story import Told
from ruammue.networks.models import Invitation, Network


def networks_told(matter: Matter) -> list[Told]:
    """Networks that were formed for the matter, and who came into them. Two statements."""
    told: list[Told] = []
    is_public = not matter.is_sensitive
    for network in Network.objects.of(matter.steward_id).filter(
        matter=matter, removed_at=None, confirmed_at__isnull=False
    ):
        url = reverse("networks:network", args=[matter.steward.slug, network.pk])
        text = _("A network was formed: %(network)s") % {"network": network.name}
        told.append(Told(at=network.confirmed_at or network.made_at, text=text, url=url, is_public=is_public))
    joined = Invitation.objects.of(matter.steward_id).filter(
        network__matter=matter, network__removed_at=None, reply=Invitation.Reply.JOIN, confirmed_at__isnull=False
    )
    for invitation in joined.select_related("organisation"):
        if invitation.confirmed_at:
            text = _("%(organisation)s joined in.") % {"organisation": invitation.organisation.name}
            url = reverse("networks:network", args=[matter.steward.slug, invitation.network_id])
            told.append(Told(at=invitation.confirmed_at, text=text, url=url, is_public=is_public))
    return told
