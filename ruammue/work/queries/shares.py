"""Who did how much of a matter: things brought and work done, in one measure (`resources.shares`), and rule R40.

A line of what is needed is one piece, as far as it came. A row of the duty table is one piece: finished it counts
whole, and is parted by the hours that people gave to its tasks; without hours by the parts agreed on (who leads or does
it together counts double, who supports once). Hours of a row's tasks belong to the row and count once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from django.db.models import F, Sum
from django.utils.translation import gettext as _

from ruammue import rulebook
from ruammue.foundation import page_reads
from ruammue.needs.models import Matter
from ruammue.people.models import Organisation
from ruammue.resources.models import STANDS, Commitment, Delivery, NeedLine
from ruammue.resources.queries import lines_only
from ruammue.resources.shares import Piece, piece_of_line, shares_of
from ruammue.resources.thanks.contributions import Share
from ruammue.rulebook.sentences import sentence_of
from ruammue.work.models import Task
from ruammue.work.queries.duties import WEIGHT, works_of

RULE = "R40"
Giver = UUID | None
"""An organisation; None: the villagers, who together are no single organisation."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """Each one's share of what was delivered, by name, and of all that is divided by now; with what the rule says."""

    shares: tuple[Share, ...]
    planned: tuple[Share, ...]
    pieces: int
    verdict: rulebook.Verdict

    @property
    def warning(self) -> str:
        """What the rule finds, in the reader's language; empty while it is kept."""
        return ", ".join(sentence_of(finding) for finding in self.verdict.findings)


def is_far_enough(matter: Matter) -> bool:
    """Whether so much is delivered that the rule speaks at all: of what the page around has read, no statement more."""
    done = sum(work.done_at is not None for work in page_reads.once(matter, works_of))
    came = sum(row.delivered > 0 for row in page_reads.once(matter, lines_only))
    return done + came >= int(rulebook.rule(RULE).params["least_pieces"])


def delivered_of(matter: Matter) -> Delivered:
    """The measure of one matter. Five statements beside the duty table's own."""
    works = page_reads.once(matter, works_of)
    lines = list(
        NeedLine.objects.of(matter.steward_id)
        .filter(matter=matter)
        .values_list("id", "spec__name", "quantity", "withdrawn_at", "merged_into")
    )
    came: dict[UUID, dict[Giver, int]] = defaultdict(dict)
    deliveries = Delivery.objects.of(matter.steward_id).filter(commitment__need_line__matter=matter, is_return=False)
    counted = deliveries.counted().values_list("commitment__need_line", "commitment__provider")
    for line, giver, much in counted.annotate(much=Sum("quantity")).order_by():
        came[line][giver] = much
    coming: dict[UUID, dict[Giver, int]] = {line: dict(by) for line, by in came.items()}
    promises = Commitment.objects.of(matter.steward_id).filter(STANDS, need_line__matter=matter)
    still = promises.values_list("need_line", "provider").annotate(much=Sum(F("quantity") - F("delivered")))
    for line, giver, much in still.order_by():
        coming.setdefault(line, {})[giver] = coming.get(line, {}).get(giver, 0) + much
    hours: dict[UUID, list[UUID]] = defaultdict(list)
    tasks = Task.objects.of(matter.steward_id).filter(matter=matter, package__isnull=False, hours_line__isnull=False)
    for package, line in tasks.values_list("package", "hours_line"):
        hours[package].append(line)
    wanted = {key: quantity for key, _name, quantity, _withdrawn, _into in lines}
    of_rows = {line for work in works for line in hours[work.pk]}

    def pieces(brought: Mapping[UUID, Mapping[Giver, int]], *, planned: bool) -> list[Piece[Giver]]:
        found = [
            _piece_of_work(work, hours[work.pk], wanted, brought, is_done=planned or work.done_at is not None)
            for work in works
        ]
        found += [
            piece_of_line(name, quantity, brought.get(key, {}))
            for key, name, quantity, withdrawn, into in lines
            if key not in of_rows and (brought.get(key) or not (withdrawn or into))
        ]
        return [piece for piece in found if piece.done and any(piece.parts.values())]

    now, later = pieces(came, planned=False), pieces(coming, planned=True)
    shares, planned_shares = shares_of(now), shares_of(later)
    keys = {key for key in (*shares, *planned_shares) if key is not None}
    names: dict[Giver, str] = {
        body.pk: body.name for body in Organisation.objects.filter(pk__in=keys).order_by("sort_key", "name", "id")
    }
    facts = rulebook.ShareFacts(
        shares={names[key]: share for key, share in shares.items() if key is not None}, pieces=len(now)
    )
    names[None] = _("Villagers")
    return Delivered(
        tuple(Share(name, shares[key], "") for key, name in names.items() if key in shares),
        tuple(Share(name, planned_shares[key], "") for key, name in names.items() if key in planned_shares),
        len(now),
        rulebook.check(RULE, facts),
    )


def _piece_of_work(
    work: object,
    lines: list[UUID],
    wanted: Mapping[UUID, int],
    brought: Mapping[UUID, Mapping[Giver, int]],
    *,
    is_done: bool,
) -> Piece[Giver]:
    given: dict[Giver, int] = defaultdict(int)
    for line in lines:
        for giver, much in brought.get(line, {}).items():
            given[giver] += much
    whole = sum(wanted.get(line, 0) for line in lines)
    if given:
        done = Fraction(1) if is_done else min(Fraction(sum(given.values()), whole or 1), Fraction(1))
        return Piece(work.title, done, given)  # type: ignore[attr-defined]
    agreed: dict[Giver, int] = {
        duty.organisation_id: WEIGHT[duty.part]
        for duty in work.its_duties  # type: ignore[attr-defined]
    }
    return Piece(work.title, Fraction(int(is_done)), agreed)  # type: ignore[attr-defined]
