"""What the pages of this room share: one form, one act; a sheet; words of whose side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ruammue.foundation import thai_dates
from ruammue.foundation.answers import download
from ruammue.foundation.forms import HouseForm
from ruammue.foundation.sheets import MEDIA_TYPE, Cell, Column, write_sheet
from ruammue.needs.links import mark_of
from ruammue.needs.views.acts import act
from ruammue.resources import sides
from ruammue.resources.models import Commitment, Confirmation


def url(request: Any, name: str, *args: Any) -> str:
    """An address of this room at this steward."""
    return reverse(f"resources:{name}", args=[request.steward.slug, *args])


def keys_in(texts: Iterable[str]) -> list[UUID]:
    """The keys among what an address or a form carries; what is no key is left out."""
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def one_act(
    request: Any,
    form: HouseForm,
    do: Callable[[dict[str, Any]], str],
    *,
    title: str,
    button: str,
    back: str,
    **context: Any,
) -> HttpResponse:
    """One form on one page; what a refusal leaves behind is undone, also a person who was just written down."""

    def whole(data: dict[str, Any]) -> str:
        with transaction.atomic():
            return do(data)

    context = {"title": title, "button": button, "back": back, **context}
    template = context.pop("template", "resources/act.html")
    response = act(request, form, do=whole, template=template, **context)
    if form.errors and response.status_code == 200:
        response.status_code = 422
    return response


def sheet(
    request: Any, name: str, title: str, columns: Sequence[Column | str], rows: Iterable[Sequence[Cell]]
) -> HttpResponse:
    """A list as Excel, with its source and day."""
    today = thai_dates.long(timezone.localdate(), request.LANGUAGE_CODE)
    note = _("Source: %(office)s, %(day)s") % {"office": request.steward.name, "day": today}
    content = write_sheet(
        title, columns, rows, note=note, mark=str(mark_of(request.steward)), language=request.LANGUAGE_CODE
    )
    return download(content, MEDIA_TYPE, f"{name}.xlsx")


def side_labels(promise: Commitment) -> dict[str, str]:
    """Both sides of a promise, by name."""
    return {
        Confirmation.Side.PROVIDER.value: _("%(name)s (the giver)") % {"name": promise.giver},
        Confirmation.Side.RECEIVER.value: _("%(name)s (the receiver)") % {"name": promise.receiver.name},
    }


def sides_for(request: Any, promise: Commitment, among: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """Which of these sides the actor may write for, their own first; and which are their own."""
    own = [side for side in sides.own_sides(request.actor, promise) if side in among]
    others = [side for side in among if side not in own] if sides.may_write_for_others(request.actor) else []
    return [*own, *others], own


def photo_of(data: dict[str, Any]) -> bytes | None:
    """The bytes of the photo in a form, if one was chosen."""
    return data["photos"][0].read() if data.get("photos") else None
