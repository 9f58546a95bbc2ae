"""Ways in and out, of the installation: allauth's pages that we use, and no others. Each is let through our gate.

Not mounted, on purpose: sign-up (an administrator opens accounts), e-mail addresses and password by mailed link
(an administrator resets, face to face), passkeys, social accounts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.urls import URLPattern, path

from ruammue.access.claims import is_signed_in
from ruammue.access.gate import EVERYONE, Policy, gate
from ruammue.people.views.second_step import totp_picture

SIGNED_IN: Policy = [[is_signed_in]]


def _page(route: str, view: Callable[..., Any], policy: Policy, name: str, methods: str = "GET POST") -> URLPattern:
    # allauth opens its own transactions; ours around them would roll its throttles back with a refusal.
    return path(route, gate(policy, methods=methods, lasting=False)(view), name=name)


urlpatterns: list[URLPattern] = [
    _page("login/", account.login, EVERYONE, "account_login"),
    _page("login/code/", account.request_login_code, EVERYONE, "account_request_login_code"),
    _page("login/code/confirm/", account.confirm_login_code, EVERYONE, "account_confirm_login_code"),
    _page("login/second/", mfa.authenticate, EVERYONE, "mfa_authenticate"),
    _page("logout/", account.logout, EVERYONE, "account_logout"),
    _page("inactive/", account.account_inactive, EVERYONE, "account_inactive", "GET"),
    _page("again/", account.reauthenticate, SIGNED_IN, "account_reauthenticate"),
    _page("again/second/", mfa.reauthenticate, SIGNED_IN, "mfa_reauthenticate"),
    _page("password/", account.password_change, SIGNED_IN, "account_change_password"),
    _page("password/first/", account.password_set, SIGNED_IN, "account_set_password"),
    _page("second/", mfa.index, SIGNED_IN, "mfa_index", "GET"),
    _page("second/on/", totp.activate_totp, SIGNED_IN, "mfa_activate_totp"),
    path("second/picture/", totp_picture, name="second_step_picture"),
    _page("second/off/", totp.deactivate_totp, SIGNED_IN, "mfa_deactivate_totp"),
    _page("second/codes/", recovery.view_recovery_codes, SIGNED_IN, "mfa_view_recovery_codes", "GET"),
    _page("second/codes/new/", recovery.generate_recovery_codes, SIGNED_IN, "mfa_generate_recovery_codes"),
    _page("second/codes/file/", recovery.download_recovery_codes, SIGNED_IN, "mfa_download_recovery_codes", "GET"),
]
