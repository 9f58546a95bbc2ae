"""The list of kinds of things: who reads which name."""

from __future__ import annotations

import pytest
from django.urls import reverse

from ruammue.needs.models import Matter
from ruammue.resources import actions
from ruammue.resources.kinds import units_of
from ruammue.resources.models import Spec
from ruammue.resources.refusals import SpecExists
from tests.cast import Cast
from tests.rooms.resources.stage import matter_of


def test_what_is_named_in_a_private_matter_is_on_nobodys_list_but_theirs_who_may_open_it(cast: Cast) -> None:
    """The medicine of an old woman: its very name tells of her. Named elsewhere, it is a thing like others."""
    officer = cast.client("officer")
    matter = matter_of(cast, "ยายอยู่คนเดียว", published=False)
    Matter.objects.filter(pk=matter.pk).update(is_sensitive=True)
    where = reverse("resources:raise_line", args=[cast.steward.slug, matter.pk])
    assert officer.post(where, {"new": "1", "name": "ยาของยาย", "kind": "goods", "unit": "body"}).status_code == 302

    def told(who: str, *names: str) -> bool:
        pages = [cast.client(who).get(reverse(f"resources:{name}", args=[cast.steward.slug])) for name in names]
        assert all(page.status_code == 200 for page in pages)
        return any("ยาของยาย" in page.content.decode() for page in pages)

    assert told("officer", "new_offer", "substitutes")
    assert not any(told(who, "new_offer") for who in ("abbot", "owner", "head", "volunteer", "auditor"))
    assert not told("coordinator", "new_offer")
    for who in ("coordinator", "head"):
        assert not told(who, "substitutes")
    # The mutant that forgets for which matter it was named.
    Spec.objects.filter(name="ยาของยาย").update(named_in=None)
    assert told("owner", "new_offer")
    Spec.objects.filter(name="ยาของยาย").update(named_in=matter)
    assert not told("owner", "new_offer")
    # Whoever names the same elsewhere learns nothing of it, and from then on it is for all.
    actions.add_spec(cast.steward, name="ยาของยาย", kind="goods", unit="body", by=cast.actor("abbot"))
    assert told("owner", "new_offer")
    with pytest.raises(SpecExists):
        actions.add_spec(cast.steward, name="ยาของยาย", kind="goods", unit="body", by=cast.actor("abbot"))


def test_every_unit_that_may_be_chosen_fits_where_it_is_kept(cast: Cast) -> None:
    """PostgreSQL refuses what is longer than its column, SQLite does not: the longest code is tried on both."""
    for number, (kind, _label) in enumerate(Spec.Kind.choices):
        for unit in units_of(kind):
            actions.add_spec(cast.steward, name=f"{number} {unit}", kind=kind, unit=unit, by=cast.actor("officer"))
