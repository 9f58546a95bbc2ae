"""The forms in which a code is typed that a telephone or an e-mail shows: in Thai digits too, and each opens once."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.utils import encrypt
from django import forms

from ruammue.foundation.thai_digits import to_arabic


class DigitsField(forms.CharField):
    """A code of digits, as a Thai keyboard may write them; spaces and dashes are the reader's own."""

    def to_python(self, value: Any) -> str:
        """The same in 0-9."""
        return to_arabic(super().to_python(value) or "")


class _Typed:
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = {"inputmode": "numeric", "autocomplete": "one-time-code", "class": "code", "size": 10}
        self.fields["code"] = DigitsField(
            label=self.fields["code"].label, max_length=40, widget=forms.TextInput(attrs=shown)
        )


class EmailedCode(_Typed, ConfirmLoginCodeForm):  # type: ignore[misc]
    """The code that went out by e-mail."""


class SecondStep(_Typed, AuthenticateForm):  # type: ignore[misc]
    """At the door, after the password."""


class SecondStepAgain(_Typed, ReauthenticateForm):  # type: ignore[misc]
    """Before the way in is changed."""


class FirstCode(_Typed, ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new second step."""

    def clean_code(self) -> str:
        """It has been shown now: who looked over the shoulder must not come in with it."""
        code = str(super().clean_code())
        kept = Authenticator(user=self.user, type=Authenticator.Type.TOTP, data={"secret": encrypt(self.secret)})
        TOTP(kept).validate_code(code)  # notes that it is used up
        return code
