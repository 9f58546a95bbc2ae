"""What leaves the house by hand: a text for LINE, sentences for the loudspeaker, an A4 sheet with a QR code."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ruammue.coordination import queries
from ruammue.foundation import thai_dates
from ruammue.needs.links import mark_of, office, public_page
from ruammue.needs.models import Matter
from ruammue.papers.kinds import Contact, LoudspeakerSheet, MatterSheet
from ruammue.papers.render import Rendered
from ruammue.papers.render import render as render_paper
from ruammue.papers.share import Facts, loudspeaker, share_text

OUT_OF_LINE = "openExternalBrowser=1"
"""LINE opens an address with this in the telephone's own browser: its built-in one neither prints nor downloads."""
SHEET, SPEECH = "sheet", "loudspeaker"
FORMATS = {SHEET: ("pdf", "docx"), SPEECH: ("pdf", "docx")}


@dataclass(frozen=True, slots=True)
class File:
    """A paper to open, in the telephone's own browser."""

    kind: str
    form: str
    url: str


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one published matter. `share` already ends with `link`."""

    link: str
    share: str
    speech: tuple[str, ...]
    files: tuple[File, ...]


def facts_of(said: queries.Sayable, mark: str) -> Facts:
    """The public facts as the papers take them."""
    return Facts(
        title=said.title,
        place=said.place,
        sentence=said.sentence,
        lacks=said.lacks,
        gathering=said.gathering,
        gathers_at=said.gathers_at,
        coordinator=said.contact.name,
        phone=said.contact.phone,
        mark=mark,
    )


def texts_of(request: Any, matter: Matter) -> Texts:
    """Everything that a coordinator passes on about a published matter."""
    link, said = public_page(matter), queries.sayable(matter)
    facts = facts_of(said, str(mark_of(request.steward)))
    slug = request.steward.slug
    files = tuple(
        File(kind, form, reverse("coordination:paper_file", args=[slug, matter.pk, kind, form]) + f"?{OUT_OF_LINE}")
        for kind, forms in FORMATS.items()
        for form in forms
    )
    return Texts(link, share_text(facts, link), _speech(request, said, facts), files)


def _speech(request: Any, said: queries.Sayable, facts: Facts) -> tuple[str, ...]:
    # The loudspeaker says "about" itself.
    return loudspeaker(replace(facts, title=said.category), village=said.place or request.steward.area.name_th)


def file_of(request: Any, matter: Matter, kind: str, form: str) -> Rendered:
    """A paper as a file. KeyError for a kind or format that there is not."""
    if form not in FORMATS[kind]:
        raise KeyError(form)
    said = queries.sayable(matter)
    facts = facts_of(said, str(mark_of(request.steward)))
    by = office(request.steward, timezone.localdate())
    if kind == SPEECH:
        paper: Any = LoudspeakerSheet(office=by, title=said.title, sentences=_speech(request, said, facts))
    else:
        paper = MatterSheet(
            office=by,
            title=said.title,
            sentence=said.sentence,
            lacks=said.lacks,
            place=said.place,
            next_step=_next_step(said),
            link=public_page(matter),
            coordinator=Contact(name=said.contact.name, phone=said.contact.phone, position=said.contact.role),
        )
    return render_paper(paper, form)


def _next_step(said: queries.Sayable) -> str:
    if said.gathers_at is None:
        return ""
    words = {"day": thai_dates.with_weekday(said.gathers_at.date()), "place": said.gathering}
    return _("We meet on %(day)s at %(place)s.") % words
