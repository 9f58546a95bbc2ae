"""The picture to be scanned when the second step is set up, as a file: the content policy lets no data: through."""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django.http import Http404, HttpResponse

from ruammue.access.claims import is_signed_in
from ruammue.access.gate import gate


@gate([[is_signed_in]], methods="GET")
def totp_picture(request: Any) -> HttpResponse:
    """The QR code of the secret that waits in this very session to be confirmed; 404 when none does."""
    secret = request.session.get(SECRET_SESSION_KEY)
    if not secret:
        raise Http404
    adapter = get_adapter()
    picture = adapter.build_totp_svg(adapter.build_totp_url(request.user, secret))
    return HttpResponse(picture, content_type="image/svg+xml")
