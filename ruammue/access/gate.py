"""The gate: 404, 403 and "please come in first" happen here and nowhere else.

    @gate(rules.CLOSE_MEETING, of=Meeting)
    def close_meeting(request, meeting): ...

Every URL of the house has a view that went through `gate`; the house test reads `view.passage`.
A policy is a table: any row, all of the row. `[[]]` admits everyone, `[]` nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, Protocol

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import Http404, HttpResponse, HttpResponseNotAllowed

from ruammue.access.actors import Actor, actor_of
from ruammue.foundation.transactions import door
from ruammue.places.models import HeldQuerySet, Steward

Predicate = Callable[[Actor, Any], bool]
Policy = Sequence[Sequence[Predicate]]
EVERYONE: Policy = [[]]
SAFE = ("GET", "HEAD", "OPTIONS")


class Loader(Protocol):
    """Finds what a URL speaks of: raises Http404 when there is no such thing for this steward."""

    def __call__(self, request: Any, key: Any, /) -> Any:
        """The object of this URL."""


@dataclass(frozen=True, slots=True)
class Passage:
    """What the gate asks of one view: for the house tests and the written list of allows."""

    policy: Policy
    of: Any
    methods: tuple[str, ...]


def allows(actor: Actor, policy: Policy, subject: Any = None, *, known: Mapping[Predicate, bool] | None = None) -> bool:
    """Any row, all of the row.

    `known` gives claims that the caller has already settled for this actor and subject (a list that was read
    through `visible_to`, say), so that a page of many rows does not ask the database for each of them.
    """
    settled = known or {}
    return any(all(settled[claim] if claim in settled else claim(actor, subject) for claim in row) for row in policy)


def gate(
    policy: Policy,
    *,
    of: type[models.Model] | Loader | None = None,
    methods: str = "GET POST",
    lasting: bool = True,
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Let a request through to the view when `policy` admits its actor to the thing it asks for.

    `of`: a held model (found by `pk` among the steward's rows), or a Loader (its single key argument), or None
    when the page is about the steward (or the installation) itself; then the policy judges the steward.
    `methods`: those the view answers; HEAD comes with GET. `lasting`: unsafe methods run inside one durable
    door; False only for views that open several doors themselves (imports).
    """
    answered = tuple(methods.split())

    def guard(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: Any, **key: Any) -> HttpResponse:
            method = "GET" if request.method == "HEAD" else request.method
            if method not in answered:
                return HttpResponseNotAllowed(answered)
            steward = _steward(key.pop("steward", None))
            request.steward = steward
            request.actor = actor_of(request, steward)
            subject = _subject(request, of, key)
            if not allows(request.actor, policy, steward if of is None else subject):
                if request.actor.is_anonymous and method == "GET":
                    return redirect_to_login(request.get_full_path())
                raise PermissionDenied
            given = (request,) if of is None else (request, subject)
            if method in SAFE or not lasting:
                return view(*given, **key)
            with door():
                return view(*given, **key)

        guarded.passage = Passage(policy, of, answered)  # type: ignore[attr-defined]
        return guarded

    return guard


def _steward(slug: str | None) -> Steward | None:
    if slug is None:
        return None
    steward = Steward.objects.filter(slug=slug).first()
    if steward is None:
        raise Http404
    return steward


def _subject(request: Any, of: Any, key: dict[str, Any]) -> Any:
    if of is None:
        return None
    if isinstance(of, type) and issubclass(of, models.Model):
        rows: Any = of._default_manager.all()
        is_held = isinstance(rows, HeldQuerySet)
        if is_held:
            rows = rows.of(request.steward)
        try:
            found = rows.filter(pk=key.pop("pk")).first()
        except (ValueError, ValidationError):
            found = None
        if found is None:
            raise Http404
        if is_held:
            found.steward = request.steward  # at hand: nobody need ask for it again
        return found
    name = next(iter(key))
    return of(request, key.pop(name))
