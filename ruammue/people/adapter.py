"""What allauth may do here: let people in, never sign them up by themselves; keep second steps unreadable."""

from __future__ import annotations

import base64
import hashlib
import io
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from ruammue.people import queries


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by an administrator or the command line, for a person who is known."""

    def is_open_for_signup(self, request: Any) -> bool:
        """Nobody signs themselves up."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The home of the only steward somebody belongs to; the start page for those of none or several."""
        slugs = queries.stewards_of(request.user.person_id)  # type: ignore[union-attr]
        if len(slugs) != 1:
            return reverse("start")
        for page in ("loop:home", "people:my_page"):
            try:
                return reverse(page, args=slugs)
            except NoReverseMatch:
                continue
        return reverse("start")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """On to where one works: the form once more would look as if nothing had been kept."""
        return self.get_login_redirect_url(request)


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """TOTP secrets and recovery seeds lie encrypted: a copy of the database alone makes no codes."""

    def build_totp_svg(self, url: str) -> str:
        """The QR code as an SVG document of its own (`views.second_step`)."""
        file = io.BytesIO()
        segno.make(url, error="m").save(file, kind="svg", scale=5, border=4, light="#fff")
        return file.getvalue().decode()

    def encrypt(self, text: str) -> str:
        """With a key drawn from the installation's secret."""
        return _locker().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Raises cryptography.fernet.InvalidToken when the installation's secret was changed."""
        return _locker().decrypt(encrypted_text.encode()).decode()


def _locker() -> Fernet:
    key = hashlib.sha256(b"ruammue second step\0" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
