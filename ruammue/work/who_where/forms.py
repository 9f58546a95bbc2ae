"""What is asked of the board, and of whoever brings a list."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ruammue.foundation import thai_dates
from ruammue.foundation.forms import HouseForm, ThaiDateField
from ruammue.foundation.sheets import LARGEST_FILE
from ruammue.needs.models import Category
from ruammue.people.models import Organisation
from ruammue.work.who_where import board
from ruammue.work.who_where.rows import Reading

GROUPS = (("village", _("by village")), ("theme", _("by theme")), ("partner", _("by partner")))


class BoardForm(HouseForm):
    """The filter, as words in a sentence. What is not a choice counts as nothing chosen."""

    village = forms.ChoiceField(label=_("Show"), required=False)
    theme = forms.ChoiceField(label=_("about"), required=False)
    partner = forms.ChoiceField(label=pgettext_lazy("who does it", "by"), required=False)
    period = forms.ChoiceField(label=pgettext_lazy("time", "in"), required=False)
    group = forms.ChoiceField(label=_("in order"), required=False, choices=GROUPS)

    def __init__(self, *args: Any, reading: Reading, today: date, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = {body.key: body for row in reading.rows for body in row.bodies}
        partners = sorted(bodies.values(), key=lambda body: (body.organisation_id is None, body.name, body.key))
        this_month = board.first_of(today)
        months = [board.after(this_month, step) for step in range(-11, 7)]
        self._choose(
            village=[("", _t("every village")), *((board.key_of(place), place.label) for place in reading.places)],
            theme=[("", _t("every theme")), *Category.choices],
            partner=[("", _t("everybody")), *((body.key, body.name) for body in partners)],
            period=[
                (board.NOW, _t("from this month on")),
                (board.ALL, _t("all the time")),
                *((f"{month:%Y-%m}", thai_dates.month_and_year(month, language)) for month in months),
            ],
        )

    def _choose(self, **choices: list[tuple[Any, Any]]) -> None:
        for name, those in choices.items():
            cast(forms.ChoiceField, self.fields[name]).choices = those

    @property
    def asked(self) -> board.Asked:
        """What is asked for."""
        self.is_valid()
        said = {name: self.cleaned_data.get(name, "") for name in ("village", "theme", "partner", "period")}
        return board.Asked(**said)

    @property
    def in_order(self) -> str:
        """By village, by theme or by partner."""
        self.is_valid()
        return self.cleaned_data.get("group") or "village"


class ToldSheetForm(HouseForm):
    """A list that an organisation gives us."""

    organisation = forms.ModelChoiceField(label=_("Whose list is it?"), queryset=Organisation.objects.none())
    file = forms.FileField(
        label=_("The list (.xlsx or .csv)"),
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
        help_text=_("with a row of hashtags under the headings: #org+prog, #activity, #sector, #adm4+code …"),
    )
    told_on = ThaiDateField(label=_("Of which day is it?"), may_be_future=False)
    is_public = forms.BooleanField(
        label=_("Everybody may read it: it may stand on the public page and in the files that we give out"),
        required=False,
    )

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        whose = cast(forms.ModelChoiceField, self.fields["organisation"])
        whose.queryset, whose.empty_label = organisations, _t("choose an organisation")  # type: ignore[assignment]

    def clean_file(self) -> tuple[str, bytes]:
        """Its name and bytes; a file over the limit is refused unread."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(
                _t("This file is too big (up to 10 MB). Delete pictures and empty sheets, and try again.")
            )
        return str(file.name), bytes(file.read())
