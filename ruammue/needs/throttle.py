"""How much may come from one phone and one place in a while: counters in the cache, keyed by salted hashes.

A browser is known by its form cookie, a place by its network address; neither is kept in the clear nor longer
than the window. A whole village may sit behind one address, so the place's limit is wide.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.cache import cache
from django.utils.crypto import salted_hmac

from ruammue.foundation.refusals import Refusal
from ruammue.needs.refusals import TooManyCodes, TooManyReports

REPORT_WINDOW = 60 * 60
REPORTS_A_BROWSER, REPORTS_A_PLACE, REPORTS_A_WORKER = 8, 60, 300
SAME_REPORT = 30 * 60
CODE_WINDOW = 15 * 60
CODES_A_BROWSER, CODES_A_PLACE = 10, 40


def _address(request: Any) -> str:
    # Only behind our own proxy is the forwarded address believed, and then its last hop.
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return str(forwarded).rsplit(",", 1)[-1].strip() or str(request.META.get("REMOTE_ADDR", ""))


def _key(act: str, kind: str, value: str) -> str:
    return f"needs:{act}:{kind}:{salted_hmac('needs.throttle', value).hexdigest()[:24]}"


def _count(key: str, window: int) -> int:
    cache.add(key, 0, window)
    try:
        return int(cache.incr(key))
    except ValueError:
        # The window ended between the two lines.
        cache.set(key, 1, window)
        return 1


def _browser(request: Any) -> str:
    return str(request.COOKIES.get(settings.CSRF_COOKIE_NAME, ""))


def count_report(request: Any) -> None:
    """Count one report. Raises TooManyReports. Somebody with a role here types in piles of paper and may do more."""
    actor = request.actor
    if actor.roles:
        if _count(_key("report", "worker", str(actor.person_id)), REPORT_WINDOW) > REPORTS_A_WORKER:
            raise TooManyReports(minutes=REPORT_WINDOW // 60)
        return
    browser = _browser(request)
    too_many = bool(browser) and _count(_key("report", "browser", browser), REPORT_WINDOW) > REPORTS_A_BROWSER
    if _count(_key("report", "place", _address(request)), REPORT_WINDOW) > REPORTS_A_PLACE or too_many:
        raise TooManyReports(minutes=REPORT_WINDOW // 60)


def same_report(request: Any, told: Mapping[str, Any]) -> str:
    """The mark of what is told: the same words, files and place from the same browser give the same. Not kept in the
    clear; empty for a browser without a form cookie.
    """
    browser = _browser(request)
    if not browser:
        return ""
    digest = hashlib.sha256()
    for name in sorted(told):
        for part in _parts(told[name]) if name != "once" else ():
            digest.update(hashlib.sha256(part).digest())
        digest.update(name.encode())
    return _key("report", "same", f"{browser}:{getattr(request.actor, 'person_id', None)}:{digest.hexdigest()}")


def _parts(value: Any) -> Iterator[bytes]:
    if isinstance(value, list):
        for one in value:
            yield from _parts(one)
    else:
        yield value if isinstance(value, bytes) else str(getattr(value, "pk", value)).encode()


def told_before(mark: str) -> UUID | None:
    """The need that was told with this mark a short while ago."""
    return cache.get(mark) if mark else None


def remember_report(mark: str, need: UUID) -> None:
    """So that going back and sending once more is no second need."""
    if mark:
        cache.set(mark, need, SAME_REPORT)


def check_codes(request: Any) -> None:
    """Raises TooManyCodes when too many wrong receipt codes came from this browser or place."""
    wrong = cache.get_many([_key("code", "browser", _browser(request)), _key("code", "place", _address(request))])
    if wrong.get(_key("code", "browser", _browser(request)), 0) >= CODES_A_BROWSER and _browser(request):
        raise _codes()
    if wrong.get(_key("code", "place", _address(request)), 0) >= CODES_A_PLACE:
        raise _codes()


def _codes() -> Refusal:
    return TooManyCodes(minutes=CODE_WINDOW // 60)


def count_wrong_code(request: Any) -> None:
    """Count one wrong receipt code."""
    _count(_key("code", "place", _address(request)), CODE_WINDOW)
    if _browser(request):
        _count(_key("code", "browser", _browser(request)), CODE_WINDOW)
