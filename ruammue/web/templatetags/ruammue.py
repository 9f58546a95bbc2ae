"""The words a template may use: icons, states, dates, people, forms and the pictures of the product.

`{% load ruammue %}`. Every tag takes plain values or any object (or dict) with the named attributes, so that rooms
need not import this room. Signatures with examples: `docs/reference/look.md`; all of them can be seen at `/gallery/`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any
from urllib.parse import urlencode

from django import template
from django.contrib.staticfiles import finders
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, FileInput, RadioSelect
from django.template.context import Context
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from ruammue.foundation import money, quantities, slots, telephone, thai_dates
from ruammue.foundation.forms import LookupForm

register = template.Library()

ICONS = frozenset(
    {
        "home", "need", "people", "network", "decide", "goal", "work", "coordinate", "result",
        "photo", "voice", "type", "phone", "share", "copy", "print", "download", "check", "clock", "alert", "lock",
        "help", "calendar", "village", "search", "menu", "back", "forward", "close", "plus", "person", "listen",
        "loudspeaker", "chat", "give", "money", "vehicle", "knowledge", "document", "inbox",
        "list", "settings", "chevron", "mark",
        "state-doing", "state-waiting", "state-done", "state-overdue", "state-skipped", "state-ahead",
    }
)  # fmt: skip
STATES = {
    "doing": gettext_lazy("In progress"),
    "waiting": gettext_lazy("Waiting for an answer"),
    "done": gettext_lazy("Done"),
    "overdue": gettext_lazy("Past its date"),
    "skipped": gettext_lazy("Skipped"),
    "ahead": gettext_lazy("Not there yet"),
}
MARKS = {
    "": "",
    "demo": gettext_lazy("Demonstration: every name and number is made up"),
    "practice": gettext_lazy("Practice: nothing done here counts"),
    "test": gettext_lazy("Test data, not real data"),
}
STATION_WORDS = {
    "walked": pgettext_lazy("station", "Walked"),
    "present": gettext_lazy("We are here"),
    "skipped": gettext_lazy("Skipped"),
    "ahead": gettext_lazy("Not there yet"),
}
STATION_ICONS = ("need", "people", "network", "decide", "goal", "work", "coordinate", "result")
DUTY_WORDS = {
    "lead": pgettext_lazy("duty", "Lead"),
    "join": pgettext_lazy("duty", "Join in"),
    "support": pgettext_lazy("duty", "Support"),
    "consult": pgettext_lazy("duty", "Be asked for advice"),
    "know": pgettext_lazy("duty", "Be informed"),
}

Number = int | Decimal | Fraction


def _language() -> str:
    return (get_language() or "th").split("-")[0]


# ---------- icons and states ----------


@register.simple_tag
@lru_cache(maxsize=256)  # some fifty of them stand on a page, and they never change
def icon(name: str, css: str = "") -> SafeString:
    """One sign of our own set, hidden from listeners: a word always stands beside it. Unknown name: KeyError."""
    if name not in ICONS:
        raise KeyError(f"no icon is called {name!r}")
    return format_html(
        '<svg class="icon{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        f" {css}" if css else "",
        static("web/icons.svg"),
        name,
    )


@register.simple_tag
def state(name: str, label: str = "") -> SafeString:
    """Colour, shape and word of `doing`, `waiting`, `done`, `overdue`, `skipped` or `ahead`."""
    return format_html('<span class="state state-{}">{} {}</span>', name, icon(f"state-{name}"), label or STATES[name])


# ---------- dates, numbers, telephone ----------


def _local(value: datetime) -> datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value


def _day(value: date) -> date:
    return _local(value).date() if isinstance(value, datetime) else value


@register.filter
def thai_date(value: date | None) -> str:
    """ "22 พฤศจิกายน 2569"; a moment is first turned into local time. Nothing for None."""
    return _keep(thai_dates.long(_day(value), _language())) if value else ""


@register.filter
def thai_date_short(value: date | None) -> str:
    """ "22 พ.ย. 2569"."""
    return _keep(thai_dates.short(_day(value), _language())) if value else ""


@register.filter
def thai_day_month(value: date | None) -> str:
    """ "22 พ.ย.", where the year stands above."""
    return _keep(thai_dates.short(_day(value), _language()).rsplit(" ", 1)[0]) if value else ""


@register.filter
def thai_weekday_date(value: date | None) -> str:
    """ "วันอาทิตย์ที่ 22 พฤศจิกายน 2569" as mark-up for a sentence (not for an attribute).

    The weekday may stand on the line before, but no browser's dictionary may cut it; the date itself stays whole.
    """
    if not value:
        return ""
    weekday, day, month, year = thai_dates.with_weekday(_day(value), _language()).rsplit(" ", 3)
    return format_html('<span class="nowrap">{}</span> {}', weekday, _keep(f"{day} {month} {year}"))


@register.filter
def thai_time(value: time | datetime | None) -> str:
    """ "09.30 น."."""
    if value is None:
        return ""
    return _keep(thai_dates.clock(_local(value) if isinstance(value, datetime) else value, _language()))


@register.filter
def thai_year(value: date | None) -> str:
    """ "2569", or "2026" for readers of English."""
    return thai_dates.long(_day(value), _language()).rsplit(" ", 1)[1] if value else ""


def _keep(text: str) -> str:
    """The same text with no-break spaces: a date or a number with its unit never breaks."""
    return text.replace(" ", "\u00a0")


@register.filter
def number(value: Number | None) -> str:
    """1200 -> "1,200"; 12.50 -> "12.5"; 0.125 -> "0.125". A third is told in two decimals, "0.33".

    Whole numbers have no decimals and thousandths keep theirs, as they were measured; nothing passes through a float.
    """
    if value is None:
        return ""
    thousandths = Fraction(value) * 1000
    if thousandths.denominator != 1:
        thousandths = Fraction(round(thousandths / 10) * 10)
    whole, rest = divmod(abs(thousandths.numerator), 1000)
    tail = f".{rest:03d}".rstrip("0").rstrip(".")
    return f"{'-' if thousandths < 0 else ''}{whole:,}{tail}"


@register.filter
def baht(satang: int | None) -> str:
    """Satang as "1,500.50 บาท"."""
    return "" if satang is None else _keep(money.show(satang, _language()))


@register.filter
def quantity(minor: int | None, unit: str) -> str:
    """Minor units of a unit code as words: `{{ line.wanted|quantity:line.unit }}` -> "40 ตัว"."""
    return "" if minor is None else _keep(amount(minor, unit))


def amount(value: Number, unit: str) -> str:
    """A number with its unit: a unit code of `foundation.quantities` (then minor units) or any plain word."""
    if unit in quantities.UNITS and isinstance(value, int):
        return quantities.show(value, unit, _language())
    return f"{number(value)} {unit}".strip()


@register.simple_tag
def phone(digits: str, label: str = "", css: str = "") -> SafeString:
    """A telephone number as a link: "081-234-5678", or `label` with the number behind it.

    Thai digits are read; a text that is no number is shown as it stands. `css="button"` makes it a button.
    """
    if not telephone.plain(digits):
        return format_html('<span class="nowrap">{}</span>', digits)
    shown = telephone.grouped(digits)
    words = f"{label} {shown}" if label else shown
    css = f"{css} phone" if css else "phone"
    return format_html('<a class="{}" href="tel:{}">{} {}</a>', css, telephone.dialled(digits), icon("phone"), words)


# ---------- parts of a page ----------


@register.simple_tag
def mark_words(mark: str = "") -> str:
    """What a steward's mark (demo, practice, test or none) says on every page and every printed sheet."""
    return str(MARKS[mark or ""])


@register.simple_block_tag
def part(content: str, css: str, element: str = "div") -> SafeString:
    """A wrapper that appears only when there is something in it: `{% part "next-act" %}{% block … %}…{% endpart %}`."""
    if not content.strip():
        return mark_safe("")
    return format_html('<{0} class="{1}">{2}</{0}>', element, css, content)


@register.simple_block_tag
def titled(content: str, css: str, title: str, sign: str = "") -> SafeString:
    """A section with a small heading, when there is something in it."""
    if not content.strip():
        return mark_safe("")
    return format_html('<section class="{}">{}<h2>{}</h2>{}</section>', css, icon(sign) if sign else "", title, content)


WRONG_FIELD = " has-error"
"""How `web/parts/field.html` marks a field that is wrong."""


@register.simple_block_tag
def more(content: str, label: str = "") -> SafeString:
    """Expert words folded away behind รายละเอียด (or `label`). Nothing when there is nothing to unfold.

    It stands open where a field in it is wrong: whoever is told so must see which.
    """
    if not content.strip():
        return mark_safe("")
    return format_html(
        '<details class="more"{}><summary>{} {}</summary><div class="more-body">{}</div></details>',
        mark_safe(" open") if WRONG_FIELD in content else "",
        label or _("Details"),
        icon("chevron"),
        content,
    )


@register.simple_block_tag
def note(content: str, kind: str = "") -> SafeString:
    """One sentence that must not be missed; `kind` is empty, `done`, `care` or `waiting`."""
    sign = {"": "help", "done": "check", "care": "alert", "waiting": "clock"}[kind]
    css = f"note note-{kind}" if kind else "note"
    return format_html('<div class="{}">{}<div>{}</div></div>', css, icon(sign), content)


@register.simple_tag(takes_context=True)
def slot(context: Context, name: str, **values: Any) -> SafeString:
    """What the rooms above have to show in the slot `name` (`foundation.slots`)."""
    shown = slots.parts(name, context.get("request"), **values)
    return format_html_join("", "{}", ((text,) for text in shown))


@register.inclusion_tag("web/parts/person.html")
def person(name: str, phone: str = "", role: str = "") -> dict[str, Any]:
    """One named human with a telephone number: the most trusted thing on the page."""
    return {"name": name, "phone": phone, "role": role}


@register.inclusion_tag("web/parts/empty.html")
def empty(title: str, text: str = "", url: str = "", label: str = "", sign: str = "result") -> dict[str, Any]:
    """What will stand here, and the first act."""
    return {"title": title, "text": text, "url": url, "label": label, "sign": sign}


@register.inclusion_tag("web/parts/steps.html")
def steps(present: int, *labels: str) -> dict[str, Any]:
    """A header of three (or so) numbered steps; `present` counts from 1."""
    marks = [("now" if i == present else "done" if i < present else "", label) for i, label in enumerate(labels, 1)]
    return {"steps": marks, "present": present, "total": len(labels)}


@register.inclusion_tag("web/parts/receipt.html")
def receipt(code: str, qr: str = "", note: str = "", name: str = "") -> dict[str, Any]:
    """A receipt code large enough to be read over the telephone; `qr` is ready-made safe SVG or empty."""
    return {"code": code, "qr": qr, "note": note, "name": name}


@register.inclusion_tag("web/parts/facts.html")
def facts(rows: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """A list of terms with their values; rows with an empty value are left out."""
    return {"rows": [(term, value) for term, value in rows if value not in (None, "")]}


@register.inclusion_tag("web/parts/photos.html")
def photos(pictures: Iterable[Any]) -> dict[str, Any]:
    """Pictures, loaded late. Each has `url`, `alt`; may have `full_url`, `caption`, `width`, `height`."""
    return {"pictures": pictures}


@register.inclusion_tag("web/parts/share.html")
def share(text: str, url: str = "", print_url: str = "") -> dict[str, Any]:
    """A text to carry into LINE or to a loudspeaker: copy, share, LINE's own link, print. No personal data in it."""
    whole = f"{text}\n{url}" if url else text
    line = "https://line.me/R/share?" + urlencode({"text": whole})
    return {"text": text, "url": url, "shown": _numbers_whole(whole), "line_url": line, "print_url": print_url}


_NUMBER = re.compile(r"(?<![\w./-])(?:0\d{1,2}-\d{3}-\d{3,4}|[\dA-Z]{4}-[\dA-Z]{4})(?![\w-])")


def _numbers_whole(text: str) -> SafeString:
    """A text in which no telephone number and no code breaks at its hyphen; copied, it is the very same text."""
    return mark_safe(_NUMBER.sub(r'<span class="nowrap">\g<0></span>', escape(text)))


@register.inclusion_tag("web/parts/read_aloud.html")
def read_aloud(element_id: str, clip: str = "") -> dict[str, Any]:
    """A recorded voice when there is one, else the browser's voice, labelled as a machine, reading `element_id`.

    `clip` names the recording of a fixed text with its version ("notice-1"); it is looked for in the home's folder
    `clips`, in the reader's language. A text that is worded anew has a new name, so that an old recording is silent.
    """
    return {"element_id": element_id, "clip_url": _clip(clip, _language()) if clip else ""}


@cache
def _clip(name: str, language: str) -> str:
    """The address of a recording; empty when nobody recorded it before this process started."""
    found = (path for ending in ("m4a", "mp3", "ogg") if finders.find(path := f"clips/{name}.{language}.{ending}"))
    return next((static(path) for path in found), "")


@register.inclusion_tag("web/parts/pager.html", takes_context=True)
def pager(context: Context, page: Any) -> dict[str, Any]:
    """Earlier, later, and where one is, for a Django `Page`; the other words of the address are kept."""
    return {"page": page, "request": context.get("request")}


# ---------- forms ----------


@register.inclusion_tag("web/parts/field.html")
def field(bound: BoundField) -> dict[str, Any]:
    """One question: label above, help, the field, and the error beside it, tied together for listeners."""
    widget = bound.field.widget
    kind = "plain"
    if isinstance(widget, (CheckboxSelectMultiple, RadioSelect)) or bound.use_fieldset:
        kind = "choices"
    elif isinstance(widget, CheckboxInput):
        kind = "check"
    elif isinstance(widget, FileInput) and not widget.is_hidden:
        kind = "file"
    taken = str(widget.attrs.get("accept", "")) if kind == "file" else ""
    # A paper goes as it is, also when it was photographed: made smaller it would be another than the one that is kept.
    is_photo, is_paper = taken.startswith("image/"), taken.startswith("application/")
    return {
        "bound": bound,
        "kind": kind,
        "control": bound.as_widget(attrs={"data-photo": ""} if is_photo else {}),
        "is_photo": is_photo,
        "is_paper": is_paper,
        "is_chosen_anew": kind == "file" and bound.html_name in bound.form.files and not bound.errors,
    }


@register.inclusion_tag("web/parts/form_errors.html")
def form_errors(form: Any) -> dict[str, Any]:
    """Above the form after a refusal: which fields are wrong, each line leading to its own; why stands beside it."""
    wrong = [bound for bound in form if bound.errors and not bound.is_hidden]
    hidden = [error for bound in form.hidden_fields() for error in bound.errors]
    title = getattr(form, "wrong_title", LookupForm.wrong_title)  # without one: the doors for passwords and codes
    return {"general": [*form.non_field_errors(), *hidden], "wrong": wrong, "title": title}


# ---------- pictures ----------

_RING_X, _RING_Y, _RING_R = 410, 310, 205


def _arc(i: int) -> str:
    """The path from station i to the next on the ring, clear of both nodes. Degrees from the top, clockwise."""

    def point(degrees: float) -> str:
        turn = math.radians(degrees - 90)
        return f"{_RING_X + _RING_R * math.cos(turn):.1f} {_RING_Y + _RING_R * math.sin(turn):.1f}"

    return f"M{point(45 * i + 13)} A{_RING_R} {_RING_R} 0 0 1 {point(45 * i + 32)}"


ARCS = tuple(_arc(i) for i in range(8))


@register.inclusion_tag("web/parts/wheel.html")
def wheel(stations: Sequence[Any], title: str = "", centre: str = "") -> dict[str, Any]:
    """Where a matter stands on the eight stations of the seed.

    Each station has `key`, `label`, `state` (walked, present, skipped, ahead), `reason`, `url`, `count`.
    Drawn as a ring where there is room, as a path on a phone; one ordered list for listeners. In the middle of the
    ring stands the present station, or `centre` when it is given (a matter that is closed has no present station).
    Other than eight stations: ValueError.
    """
    row = list(stations)
    following = row[1:] + row[:1]
    return {
        "rows": [
            {"station": station, "following": after, "arc": arc, "icon": sign}
            for station, after, arc, sign in zip(row, following, ARCS, STATION_ICONS, strict=True)
        ],
        "title": title,
        "centre": centre,
    }


@register.inclusion_tag("web/parts/turn.html")
def turn(labels: Iterable[str]) -> dict[str, Any]:
    """The eight stations in the seed's order as a path, for who sees the house for the first time."""
    return {"stations": list(zip(labels, STATION_ICONS, strict=True))}


@register.simple_tag
def station_word(name: str) -> str:
    """The word of a station's state."""
    return str(STATION_WORDS[name])


@register.inclusion_tag("web/parts/story.html")
def story(sentences: Iterable[Any]) -> dict[str, Any]:
    """Dated sentences, the most recent first as given. Each has `on`, `text`; may have `url`, `is_decision`, `by`."""
    return {"sentences": sentences}


@register.inclusion_tag("web/parts/bars.html")
def bars(
    wanted: Number, promised: Number, arrived: Number, unit: str, label: str = "", url: str = ""
) -> dict[str, Any]:
    """Wanted as outline, promised hatched, arrived solid, and the same in words.

    `promised` counts everything promised, arrived or not. `unit` is a unit code (numbers are then
    minor units) or a plain word.
    """
    lacking = Fraction(wanted) - max(Fraction(promised), Fraction(arrived))
    return {
        "label": label,
        "url": url,
        "wanted": _keep(amount(wanted, unit)),
        "promised": _keep(amount(promised, unit)),
        "arrived": _keep(amount(arrived, unit)),
        "lacking": _keep(amount(int(lacking) if lacking.denominator == 1 else lacking, unit)) if lacking > 0 else "",
        **_picture(wanted, promised, arrived),
    }


def _picture(wanted: Number, promised: Number, arrived: Number) -> dict[str, Any]:
    """The three lengths of a bar, none of them longer than its frame."""
    want, here = Fraction(wanted), Fraction(arrived)
    said = max(Fraction(promised), here)
    whole = max(want, said, Fraction(1))
    return {
        "wanted_x": f"{float(100 * want / whole):.1f}%",
        "promised_x": f"{float(100 * said / whole):.1f}%",
        "arrived_x": f"{float(100 * here / whole):.1f}%",
        "has_promise": said > here,
        "has_arrived": here > 0,
    }


@register.inclusion_tag("web/parts/share_bar.html")
def share_bar(label: str, things: int, short: int, promised: Fraction, arrived: Fraction) -> dict[str, Any]:
    """One of the three bars: of `things` asked for, `short` still lack something; which share is promised and came.

    The shares lie between 0 and 1. Shown in hundredths: 100 only when it is all of it, 0 only when it is nothing.
    """
    return {
        "label": label,
        "things": things,
        "short": short,
        "promised": _hundredths(promised),
        "arrived": _hundredths(arrived),
        **_picture(1, promised, arrived),
    }


def _hundredths(share: Fraction) -> str:
    return f"{max(int(share * 100), 1) if share > 0 else 0}%"


@register.inclusion_tag("web/parts/brought.html")
def brought(promised: int, confirmed: int, waiting: int, unit: str, ended: str = "") -> dict[str, Any]:
    """What came of one promise: confirmed by both sides solid, waiting for a word hatched, the rest still to come; or,
    once it has `ended`, not to come any more.
    """
    coming = promised - confirmed - waiting
    return {
        "promised": _keep(amount(promised, unit)),
        "confirmed": _keep(amount(confirmed, unit)),
        "waiting": _keep(amount(waiting, unit)) if waiting else "",
        "coming": _keep(amount(coming, unit)) if coming > 0 else "",
        "is_over": bool(ended),
        **_picture(promised, confirmed + waiting, confirmed),
    }


@register.inclusion_tag("web/parts/progress.html")
def progress(
    baseline: Number,
    target: Number,
    value: Number | None,
    unit: str,
    source: str = "",
    on: date | None = None,
) -> dict[str, Any]:
    """How far a shared goal has come, as a walked path from where we were to where we want to be.

    Works for numbers that should fall as for those that should rise. `value` None: nothing measured yet.
    """
    way = Fraction(target) - Fraction(baseline)
    gone = Fraction(0) if value is None or way == 0 else (Fraction(value) - Fraction(baseline)) / way
    shown = min(max(gone, Fraction(0)), Fraction(1))
    x = 3 + float(shown) * 94
    return {
        "baseline": _keep(amount(baseline, unit)),
        "target": _keep(amount(target, unit)),
        "value": None if value is None else _keep(amount(value, unit)),
        "percent": max(0, int(gone * 100)),
        "reached": value is not None and gone >= 1,
        "worse": gone < 0,
        "x": f"{x:.1f}%",
        "anchor": "start" if x < 18 else "end" if x > 82 else "middle",
        "source": source,
        "on": on,
    }


@register.inclusion_tag("web/parts/duty_table.html")
def duty_table(rows: Sequence[Any], columns: Sequence[Any], caption: str = "") -> dict[str, Any]:
    """Work by partners, with whole words.

    A column has `label`. A row has `label`, may have `url`, and `cells`, one per column: None or an object with
    `role` (lead, join, support, know), and if wanted `name`, `note`, `is_signed`, `url`.
    """
    return {"columns": columns, "rows": rows, "caption": caption}


@register.filter
def beside(columns: Sequence[Any], cells: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Each column with its cell. As many of the one as of the other, or ValueError."""
    return list(zip(columns, cells, strict=True))


@register.simple_tag
def duty_word(role: str) -> str:
    """นำ, ร่วม, หนุน or รับรู้."""
    return str(DUTY_WORDS[role])
