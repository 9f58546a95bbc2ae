"""How much may come from one phone and one place in a while: counters in the cache, keyed by salted hashes.

A browser is known by its form cookie, a place by its network address; neither is kept in the clear nor longer
than the window. A whole village may sit behind one address, so the place's limit is wide.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from ipaddress import ip_address, ip_network
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.cache import cache
from django.utils.crypto import salted_hmac

from ruammue.needs.refusals import TooManyCodes, TooManyReports

REPORT_WINDOW = 60 * 60
REPORTS_A_BROWSER, REPORTS_A_PLACE, REPORTS_A_WORKER = 8, 60, 300
WAITING_A_BROWSER, WAITING_A_PLACE = 20, 200
"""Files that may wait for their form. Where there were more, the form asks for them anew."""
SAME_REPORT = 30 * 60
CODE_WINDOW = 15 * 60
CODES_A_BROWSER, CODES_A_PLACE, CODES_A_NETWORK = 10, 400, 4_000
SLOWLY = 2
"""Seconds between two tries of a place that was wrong too often: it is slowed down, never shut."""
KNOWN_FOR, KNOWN_A_CODE = 90 * 24 * 60 * 60, 5


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


def holder(request: Any) -> str:
    """Who sends from which browser, for what is kept for them a short while. Not in the clear; empty for a browser
    without a form cookie.
    """
    browser = _browser(request)
    return _key("report", "holder", f"{browser}:{getattr(request.actor, 'person_id', None)}") if browser else ""


def may_wait(request: Any) -> bool:
    """Count one file that is to wait for its form; False when too many came from this browser or place."""
    own = _count(_key("wait", "browser", _browser(request)), REPORT_WINDOW) <= WAITING_A_BROWSER
    return own and _count(_key("wait", "place", _address(request)), REPORT_WINDOW) <= WAITING_A_PLACE


FILES = ("photos", "voice")


def same_report(request: Any, told: Mapping[str, Any]) -> str:
    """The mark of what is told: the same words, files and place from the same browser give the same. Not kept in the
    clear; empty for a browser without a form cookie.
    """
    return _mark(request, told, "same", without=("once",))


def same_words(request: Any, told: Mapping[str, Any]) -> str:
    """The mark of the words without the files: a photo that came later belongs to them. Empty without words."""
    return _mark(request, told, "words", without=("once", *FILES)) if str(told["text"]).strip() else ""


def _mark(request: Any, told: Mapping[str, Any], kind: str, *, without: tuple[str, ...]) -> str:
    by = holder(request)
    if not by:
        return ""
    digest = hashlib.sha256()
    for name in sorted(told):
        for part in _parts(told[name]) if name not in without else ():
            digest.update(hashlib.sha256(part).digest())
        digest.update(name.encode())
    return _key("report", kind, f"{by}:{digest.hexdigest()}")


def _parts(value: Any) -> Iterator[bytes]:
    if isinstance(value, list):
        for one in value:
            yield from _parts(one)
    else:
        yield value if isinstance(value, bytes) else str(getattr(value, "pk", value)).encode()


def told_before(mark: str) -> UUID | None:
    """The need that was told with this mark a short while ago."""
    return cache.get(mark) if mark else None


def remember_report(need: UUID, *marks: str) -> None:
    """So that going back and sending once more is no second need."""
    for mark in filter(None, marks):
        cache.set(mark, need, SAME_REPORT)


# A code is one of 30**8. Four hundred tries in a quarter of an hour, or one every two seconds, find one of ten
# thousand in some thousand days: enough for a guard, and a whole village behind one address hardly notices it.


def check_codes(request: Any) -> None:
    """Raises TooManyCodes when too many wrong receipt codes came from this browser, or from its place within a moment.

    A place that was wrong too often is slowed down, not shut; and a browser that opened a right code before is not
    made to wait for what its neighbours behind the same address do.
    """
    browser = _browser(request)
    limits = _code_limits(request)
    own, known = _key("code", "browser", browser), _key("code", "known", browser)
    found = cache.get_many([own, known, *limits])
    if browser and found.get(own, 0) >= CODES_A_BROWSER:
        raise TooManyCodes(minutes=CODE_WINDOW // 60)
    if browser and known in found:
        return
    for key, limit in limits.items():
        if found.get(key, 0) >= limit and not cache.add(f"{key}:slow", 1, SLOWLY):
            raise TooManyCodes(minutes=1)


def _code_limits(request: Any) -> dict[str, int]:
    """The counters of where a request comes from, with how many wrong codes each allows before it is slowed down.

    Whoever has an IPv6 line has a network of addresses: its first 64 bits are the place, the first 48 the provider's
    customer, who may have many places.
    """
    address = _address(request)
    try:
        known = ip_address(address)
    except ValueError:
        return {_key("code", "place", address): CODES_A_PLACE}
    if known.version == 4:
        return {_key("code", "place", address): CODES_A_PLACE}
    return {
        _key("code", "place", str(ip_network((known, bits), strict=False))): limit
        for bits, limit in ((64, CODES_A_PLACE), (48, CODES_A_NETWORK))
    }


def count_wrong_code(request: Any) -> None:
    """Count one wrong receipt code."""
    for key in _code_limits(request):
        _count(key, CODE_WINDOW)
    if _browser(request):
        _count(_key("code", "browser", _browser(request)), CODE_WINDOW)


def remember_right_code(request: Any, code: str) -> None:
    """This browser knows a code: it needs not wait for its neighbours. A few browsers for each code, so that whoever
    has one of their own cannot make themselves many.
    """
    known = _key("code", "known", _browser(request))
    if not _browser(request) or known in cache:
        return
    if _count(_key("code", "knowing", code), CODE_WINDOW) <= KNOWN_A_CODE:
        cache.set(known, 1, KNOWN_FOR)
