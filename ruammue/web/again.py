"""What somebody typed into a form that could not be taken, so that it can be sent once more (ADR 0019)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.http import HttpRequest
from django.http.request import RawPostDataException, UnreadablePostError

_SECRET = re.compile(r"passw|pin\b|^pin|code|otp|secret", re.IGNORECASE)
_WORDS = re.compile(r"\s|[^\x00-\x7f]")
LARGEST = 100_000


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields of a form as they were sent. `words`: those that a person reads again, `lost_files`: choose anew."""

    path: str
    fields: tuple[tuple[str, str], ...]
    lost_files: bool

    @property
    def words(self) -> list[str]:
        """What was written by hand, not chosen."""
        return [value for _name, value in self.fields if len(value) > 2 and _WORDS.search(value)]


def typed(request: HttpRequest) -> Typed | None:
    """What this request wanted to send; None when it did not come from our own page, or holds a secret.

    Only our own pages get their words back: a form on a foreign page must not be one press away from being sent here.
    Nothing is kept, neither here nor in the browser: the words stand in the page that is shown, and go with it.
    """
    if request.method != "POST" or not came_from_us(request):
        return None
    try:
        fields = tuple(
            (name, str(value))
            for name, values in request.POST.lists()
            if name != "csrfmiddlewaretoken"
            for value in values
        )
        lost_files = bool(request.FILES)
    except (RawPostDataException, UnreadablePostError):
        return None
    if not fields or any(_SECRET.search(name) for name, _value in fields):
        return None
    if sum(len(value) for _name, value in fields) > LARGEST:
        return None
    return Typed(request.get_full_path(), fields, lost_files)


def came_from_us(request: HttpRequest) -> bool:
    """The browser itself says that a page of this site sent it."""
    origin = request.headers.get("Origin", "")
    if origin:
        return origin == f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Sec-Fetch-Site", "") == "same-origin"
