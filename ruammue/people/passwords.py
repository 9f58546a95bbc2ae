"""The length of a password, said in a sentence with a named placeholder (Django's own has none, so no Thai)."""

from __future__ import annotations

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext as _


class LongEnough(MinimumLengthValidator):
    """As Django's, in our words."""

    def get_error_message(self) -> str:
        """What is wrong."""
        return _("This password is too short: %(least)d characters at least.") % {"least": self.min_length}

    def get_help_text(self) -> str:
        """What is asked."""
        return _("At least %(least)d characters") % {"least": self.min_length}
