"""A form of words that others will read: what points at a person in them is asked about before they are shared."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _t

from ruammue.foundation.forms import HouseForm
from ruammue.foundation.private_words import sign_words


class SharedWordsForm(HouseForm):
    """Words that partners will read, or `for_everybody`. Where something in them points at a person, it says so beside
    them and asks for a tick before they are shared. `is_shared`: they leave the page on which they are written.
    """

    shared: tuple[str, ...] = ()
    for_everybody = False

    def __init__(self, *args: Any, is_shared: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        typed = [str(self.data.get(self.add_prefix(name), "")) for name in self.shared] if self.is_bound else []
        if is_shared and (signs := sign_words(*typed)):
            label, required = _question(self.for_everybody)
            said = {"signs": " · ".join(signs)}
            self.fields["is_meant"] = forms.BooleanField(
                label=label % said, error_messages={"required": required % said}
            )

    def clean(self) -> dict[str, Any]:
        """The answer is for the form alone: no action hears of it."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        data.pop("is_meant", None)
        return data


def _question(for_everybody: bool) -> tuple[str, str]:
    if for_everybody:
        return _t("Everybody may read it so: %(signs)s"), _t(
            "It has in it %(signs)s. Everybody reads it. Write it without, or tick that it is meant so and they agreed."
        )
    return _t("Who works with us may read it so: %(signs)s"), _t(
        "It has in it %(signs)s. Whoever works with us here reads it. Write it without, or tick that it"
        " is meant so and they agreed."
    )
