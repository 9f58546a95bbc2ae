"""What a reader may do next with a promise, said on the line where it stands: one act, never two."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from ruammue.access.actors import Actor
from ruammue.access.gate import allows
from ruammue.places.models import Steward
from ruammue.resources import rules, sides
from ruammue.resources.models import Confirmation
from ruammue.resources.queries import PromiseRow

PROVIDER, RECEIVER = Confirmation.Side.PROVIDER.value, Confirmation.Side.RECEIVER.value


@dataclass(frozen=True, slots=True)
class NextAct:
    """A door with its words. `is_own`: the reader's own side is waited for, not somebody for whom they may write."""

    words: str
    url: str
    icon: str
    is_own: bool = False


def next_acts(actor: Actor, steward: Steward, rows: Iterable[PromiseRow]) -> dict[UUID, NextAct]:
    """The next act of each promise that has one for this reader, by the promise's id. No statements."""
    may_write, may_thank = sides.may_write_for_others(actor), allows(actor, rules.LETTER)
    acts = {}
    for row in rows:
        found = _next(row, sides.own_sides(actor, row), may_write=may_write, may_thank=may_thank)
        if found is not None:
            words, name, icon, is_own = found
            extra = ["pdf"] if name == "thanks" else []
            url = reverse(f"resources:{name}", args=[steward.slug, row.id, *extra])
            acts[row.id] = NextAct(words, url, icon, is_own)
    return acts


def _next(
    row: PromiseRow, own: tuple[str, ...], *, may_write: bool, may_thank: bool
) -> tuple[str, str, str, bool] | None:
    """(words, name of the page, sign, whether one's own side is waited for)."""
    if row.is_claimed and may_write:
        return _("Confirm their answer"), "commitment", "check", False
    waits_for = {"waits_for_provider": PROVIDER, "waits_for_receiver": RECEIVER}.get(row.status)
    if waits_for in own:
        return (_("Answer them") if waits_for == PROVIDER else _("Take it up")), "commitment", "check", True
    if waits_for:
        return (_("Letter, or their answer"), "commitment", "document", False) if may_write else None
    if row.in_dispute and (own or may_write):
        return _("Settle it together"), "commitment", "check", bool(own)
    if row.lacks_word_of:
        mine = [side for side in own if side in row.lacks_word_of]
        return (_("Confirm what came"), "commitment", "check", bool(mine)) if mine or may_write else None
    if row.status in ("coming", "partly", "late") and (own or may_write):
        return (_("I brought it") if own == (PROVIDER,) else _("It came")), "deliver", "give", own == (PROVIDER,)
    if row.status in ("lent", "return_late") and (own or may_write):
        return _("It went back"), "bring_back", "back", RECEIVER in own
    if row.status in ("fulfilled", "enough", "returned") and may_thank:
        return _("Thank them"), "thanks", "print", False
    return None
