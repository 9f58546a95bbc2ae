"""The look keeps its promises: contrast, weight, nothing inline, every sign drawn, every picture said in words."""

from __future__ import annotations

import gzip
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.contrib.staticfiles import finders
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

import ruammue.web
from ruammue.foundation.telephone import dialled, grouped
from ruammue.web import gallery
from ruammue.web.templatetags import ruammue as tags
from ruammue.web.templatetags.ruammue import ARCS, ICONS, MARKS, STATES

WEB = Path(ruammue.web.__file__).parent
STATIC = WEB / "static" / "web"
CSS = (STATIC / "ruammue.css").read_text(encoding="utf-8")
TEMPLATES = sorted(WEB.parent.rglob("templates/**/*.html"))

# (what is written or drawn, on what, least contrast): WCAG 2.2, 1.4.3 for text and 1.4.11 for borders and icons.
TEXT = [
    ("ink", "paper"), ("ink", "surface"), ("ink", "straw"), ("ink", "straw-soft"), ("ink", "indigo-soft"),
    ("muted", "paper"), ("muted", "surface"), ("muted", "indigo-soft"),
    ("indigo", "paper"), ("indigo", "surface"), ("indigo", "indigo-soft"), ("surface", "indigo"),
    ("surface", "indigo-deep"), ("indigo-deep", "straw-soft"),
    ("indigo-deep", "paper"), ("indigo-deep", "straw"), ("indigo-deep", "indigo-soft"),
    ("leaf", "paper"), ("leaf", "surface"), ("clay", "paper"), ("clay", "surface"), ("clay", "clay-soft"),
    ("surface", "clay"),
    ("dusk", "paper"), ("dusk", "surface"), ("dusk", "indigo-soft"), ("leaf", "indigo-soft"), ("clay", "indigo-soft"),
]  # fmt: skip
DRAWN = [
    ("edge", "paper"), ("edge", "surface"), ("straw", "indigo"), ("straw", "indigo-deep"), ("indigo", "paper"),
    ("clay", "surface"), ("indigo-deep", "straw"), ("indigo", "surface"),
]  # fmt: skip


def tokens() -> dict[str, str]:
    """The colours of the style sheet by name."""
    root = CSS[CSS.index(":root {") : CSS.index("}", CSS.index(":root {"))]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", root))


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb, WCAG 2.2."""
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def page(name: str) -> str:
    """One page of the gallery, in Thai, without any middleware."""
    request = RequestFactory().get("/gallery/", {"page": name})
    with translation.override("th"):
        return render_to_string(gallery.PAGES[name], gallery.context() | {"request": request})


def shown(source: str, **values: object) -> str:
    """A piece of template, rendered in Thai."""
    with translation.override("th"):
        return Template("{% load ruammue %}" + source).render(Context(values))


def words(html: str) -> str:
    """What is left for the eye and the ear: the text alone."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace("\u00a0", " ").strip()


def test_contrast_is_computed_as_the_standard_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)  # the well-known near miss


@pytest.mark.parametrize(("front", "back"), TEXT)
def test_text_can_be_read_in_sunlight(front: str, back: str) -> None:
    assert contrast(tokens()[front], tokens()[back]) >= 4.5


@pytest.mark.parametrize(("front", "back"), DRAWN)
def test_borders_and_signs_stand_out(front: str, back: str) -> None:
    assert contrast(tokens()[front], tokens()[back]) >= 3


def test_words_on_tinted_notes_can_be_read() -> None:
    for kind in ("done", "care", "waiting"):
        rule = re.search(rf"\.note-{kind} {{ background: var\(--([\w-]+)\); color: (#[0-9a-f]{{6}})", CSS)
        assert rule
        assert contrast(rule[2], tokens()[rule[1]]) >= 4.5


def test_straw_is_never_the_colour_of_words() -> None:
    on_paper = [line for line in CSS.splitlines() if re.search(r"(?<![\w-])color: var\(--straw\)", line)]
    drawn_on_indigo = (".brand .icon", ".hero-next .icon")  # signs, not words
    assert [line for line in on_paper if not line.startswith(drawn_on_indigo)] == []


def test_the_heaviest_page_weighs_at_most_60_kb_without_fonts() -> None:
    heaviest = max(len(gzip.compress(page(name).encode())) for name in gallery.PAGES)
    shared = sum(
        len(gzip.compress((STATIC / name).read_bytes()))
        for name in ("ruammue.css", "ruammue.js", "icons.svg", "hem.svg", "favicon.svg")
    )
    assert heaviest + shared <= 60 * 1024


def test_templates_were_found() -> None:
    assert len(TEMPLATES) > 25


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(WEB.parent)))
def test_nothing_is_written_inline(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert not re.search(r"<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:", source)
    assert not re.search(r"<script\b(?![^>]*\ssrc=)", source)
    assert not re.search(r"(?:src|href)=[\"']https?://", source), "everything comes from our own house"


def test_the_inline_guard_catches_a_planted_violation(tmp_path: Path) -> None:
    for planted in ('<p style="color:red">', "<style>p{}</style>", '<a onclick="x()">', "<script>x()</script>",
                    '<img src="https://example.org/x.png">'):  # fmt: skip
        path = tmp_path / "planted.html"
        path.write_text(planted, encoding="utf-8")
        with pytest.raises(AssertionError):
            test_nothing_is_written_inline(path)


def test_every_icon_that_is_used_is_drawn_and_known() -> None:
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "icons.svg").read_text(encoding="utf-8")))
    assert drawn == ICONS
    used = set()
    for path in TEMPLATES:
        used |= set(re.findall(r'{% icon "([\w-]+)"', path.read_text(encoding="utf-8")))
    assert used
    assert used <= ICONS
    with pytest.raises(KeyError):
        shown('{% icon "emoji" %}')


def test_the_style_sheet_asks_only_for_files_that_exist() -> None:
    wanted = re.findall(r'url\("([^"]+)"\)', CSS)
    assert wanted
    for address in wanted:
        assert (STATIC / address).is_file()
    assert (STATIC / "fonts" / "OFL.txt").is_file()


class _Names(HTMLParser):
    """Collects ids, references to ids, links and buttons with their words."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.wanted: list[str] = []
        self.open: list[tuple[str, list[str]]] = []
        self.doors: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        if held.get("id"):
            self.ids.append(held["id"] or "")
        self.wanted += (held.get("aria-describedby") or "").split()
        self.wanted += [held["for"] or ""] if "for" in held else []
        self.wanted += [held["data-read"] or ""] if "data-read" in held else []
        if tag in ("a", "button", "summary"):
            self.open.append((tag, []))

    def handle_data(self, data: str) -> None:
        for _tag, said in self.open:
            said.append(data)

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1][0] == tag:
            name, said = self.open.pop()
            self.doors.append((name, "".join(said).strip()))


@pytest.mark.parametrize("name", sorted(set(gallery.PAGES) - {"500"}))
def test_every_page_is_thai_has_one_title_and_doors_with_words(name: str) -> None:
    html = page(name)
    assert '<html lang="th">' in html
    assert html.count("<h1") == 1
    found = _Names()
    found.feed(html)
    assert len(found.ids) == len(set(found.ids))
    assert set(found.wanted) <= set(found.ids)
    assert found.doors
    assert all(said for _tag, said in found.doors), "an icon never stands alone"


def test_the_page_of_our_own_fault_needs_nothing() -> None:
    with translation.override("th"):
        html = render_to_string("500.html")
    assert "ไม่ใช่ความผิดของคุณ" in html


@pytest.mark.parametrize("name", STATES)
def test_a_state_is_colour_and_shape_and_word(name: str) -> None:
    html = shown(f'{{% state "{name}" %}}')
    assert f'class="state state-{name}"' in html
    assert f"#state-{name}" in html
    assert words(html)
    assert f".state-{name}" in CSS


def test_a_mark_stands_on_every_page_and_every_sheet() -> None:
    for mark, sentence in MARKS.items():
        with translation.override("th"):
            html = render_to_string("print.html", {"steward": {"name": "อบต.", "mark": mark, "is_claimed": True}})
            assert html.count(str(sentence)) == (2 if mark else html.count(str(sentence)))
        assert ("mark-side" in html) is bool(mark)
    with translation.override("th"):
        assert "ร่าง – มีผลเมื่อลงนาม" in html


def test_an_unclaimed_site_says_so() -> None:
    steward = {"name": "อบต.ตัวอย่าง", "slug": "x", "mark": "", "is_claimed": False}
    with translation.override("th"):
        assert "ยังไม่ได้รับเว็บนี้" in render_to_string("base.html", {"steward": steward})
        assert "ยังไม่ได้รับเว็บนี้" not in render_to_string("base.html", {"steward": steward | {"is_claimed": True}})


def test_dates_are_thai_local_and_whole() -> None:
    late = datetime(2026, 11, 22, 18, 30, tzinfo=UTC)  # already the 23rd in Thailand
    assert shown("{{ on|thai_date }}", on=late) == "23\u00a0พฤศจิกายน\u00a02569"
    assert shown("{{ on|thai_date_short }}", on=date(2026, 11, 22)) == "22\u00a0พ.ย.\u00a02569"
    assert words(shown("{{ on|thai_weekday_date }}", on=date(2026, 11, 25))) == "วันพุธที่ 25 พฤศจิกายน 2569"
    assert shown("{{ on|thai_time }}", on=late) == "01.30\u00a0น."
    assert shown("{{ on|thai_date }}{{ on|thai_time }}{{ on|thai_weekday_date }}", on=None) == ""


@pytest.mark.parametrize(
    ("typed", "group", "dial"),
    [
        ("0812345678", "081-234-5678", "+66812345678"),
        ("021234567", "02-123-4567", "+6621234567"),
        ("042123456", "042-123-456", "+6642123456"),
        ("1669", "1669", "1669"),
    ],
)
def test_telephone_numbers_are_grouped_as_people_say_them(typed: str, group: str, dial: str) -> None:
    assert (grouped(typed), dialled(typed)) == (group, dial)
    assert f'href="tel:{dial}"' in shown("{% phone number %}", number=typed)


def test_a_telephone_number_in_thai_digits_dials_and_a_wrong_one_is_only_shown() -> None:
    assert 'href="tel:+66812345678"' in shown("{% phone number %}", number="๐๘๑-๒๓๔-๕๖๗๘")
    wrong = shown("{% phone number %}", number="<b>ไม่มี</b>")
    assert "tel:" not in wrong
    assert "<b>" not in wrong


def test_the_wheel_is_one_ordered_list_that_says_everything() -> None:
    html = shown("{% wheel stations %}", stations=gallery.context()["stations"])
    assert len(set(ARCS)) == 8
    assert html.count("<ol") == 1
    assert html.count("<li") == 8
    assert html.count('aria-current="step"') == 1
    said = words(html)
    assert "เป้าหมาย ข้ามไป ใช้เป้าหมายเดิมของแผนน้ำ" in said
    assert "ชวน ผ่านแล้ว · 3 รายการ" in said
    with pytest.raises(ValueError, match="zip"):
        shown("{% wheel stations %}", stations=gallery.context()["stations"][:7])


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (1200, "1,200"), (0, "0"), (-1500, "-1,500"), (Decimal("40.00"), "40"), (Fraction(80, 2), "40"),
        (Decimal("12.50"), "12.5"), (Decimal("0.125"), "0.125"), (Decimal("1E+3"), "1,000"),
        (Fraction(1, 3), "0.33"), (Fraction(-2, 3), "-0.67"), (10**15 + 1, "1,000,000,000,000,001"),
        (Decimal(12_000).scaleb(-3), "12"), (None, ""),
    ],
)  # fmt: skip
def test_whole_numbers_have_no_decimals_and_thousandths_keep_theirs(value: Any, words: str) -> None:
    assert shown("{{ value|number }}", value=value) == words


def test_a_share_is_full_only_when_it_is_all_of_it() -> None:
    almost = shown('{% share_bar "คน" 3 1 part few %}', part=Fraction(999_999, 10**6), few=Fraction(1, 10**6))
    assert "99%" in almost
    assert "1%" in almost
    assert "ยังขาด 1 ใน 3 อย่าง" in almost
    full = shown('{% share_bar "คน" 3 0 part part %}', part=Fraction(1))
    assert "100%" in full
    assert "มีคนรับปากครบแล้ว" in full


def test_bars_say_what_is_lacking_and_never_leave_their_frame() -> None:
    html = shown('{% bars 20 14 6 "person" "คน" %}')
    assert "ยังขาด 6 คน" in words(html)
    assert "ต้องการ 20 คน รับปาก 14 คน มาแล้ว 6 คน" in words(html)
    assert 'width="30.0%"' in html
    generous = shown('{% bars 10 25 25 "ตัว" %}')
    assert "ยังขาด" not in generous
    assert all(float(p) <= 100 for p in re.findall(r'"([\d.]+)%"', generous))
    assert "0.0%" in shown('{% bars 0 0 0 "ตัว" %}')


@pytest.mark.parametrize(
    ("baseline", "target", "value", "said"),
    [
        (420, 150, 285, "มาได้แล้ว 50 ส่วนใน 100"),
        (22, 60, 60, "ถึงเป้าหมายแล้ว"),
        (22, 60, 10, "ห่างเป้าหมายกว่าจุดเริ่มต้น"),
        (22, 60, None, "ยังไม่มีการวัดผล"),
        (5, 5, 5, "มาได้แล้ว 0 ส่วนใน 100"),
        (Fraction(1, 2), Fraction(3, 4), Fraction(5, 8), "มาได้แล้ว 50 ส่วนใน 100"),
    ],
)
def test_progress_is_said_in_words(baseline: object, target: object, value: object, said: str) -> None:
    html = shown("{% progress a b c 'คน' %}", a=baseline, b=target, c=value)
    assert said in words(html)
    assert all(3 <= float(x) <= 97 for x in re.findall(r'reach-now" cx="([\d.]+)%', html))


def test_share_carries_text_and_link_and_escapes_them() -> None:
    html = shown("{% share text url %}", text="ขาดรถ & คน <1>", url="https://example.org/m/1")
    assert "https://line.me/R/share?text=%E0%B8%82" in html
    assert "<1>" not in html
    assert html.count(" hidden ") == 3, "what needs script is not there without it"
    html = shown(
        "{% share text url %}", text="รหัส F4C6-29PS โทร 042-000-000 ที่ 1-2", url="https://example.org/F4C6-29PS/"
    )
    box = html.split("data-share-text>")[1].split("</p>")[0]
    assert re.findall(r'<span class="nowrap">(.*?)</span>', box) == ["F4C6-29PS", "042-000-000"], (
        "none breaks at its hyphen"
    )
    assert re.sub("<.*?>", "", box) == "รหัส F4C6-29PS โทร 042-000-000 ที่ 1-2\nhttps://example.org/F4C6-29PS/"


def test_a_recording_is_played_where_there_is_one_and_the_machine_says_that_it_is_one(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "notice-1.th.m4a").write_bytes(b"a voice")
    settings.STATICFILES_DIRS = [("clips", tmp_path)]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    finders.get_finder.cache_clear()
    monkeypatch.setattr(tags, "_clip", tags._clip.__wrapped__)
    recorded = shown('{% read_aloud "notice" "notice-1" %}')
    assert "clips/notice-1.th.m4a" in recorded
    assert "เสียงเครื่องอ่าน" not in recorded
    for other in ("notice-2", ""):  # worded anew, or no fixed text: an old recording stays silent
        html = shown(f'{{% read_aloud "notice" "{other}" %}}')
        assert "เสียงเครื่องอ่าน" in html
        assert "<audio" not in html
    finders.get_finder.cache_clear()


def test_folded_parts_vanish_when_they_are_empty() -> None:
    assert shown("{% more %}  {% endmore %}{% part 'x' %}\n{% endpart %}{% titled 'x' 'y' %} {% endtitled %}") == ""
    assert "รายละเอียด" in shown("{% more %}มี{% endmore %}")


def test_a_wrong_field_keeps_what_was_typed_and_is_tied_to_its_error() -> None:
    html = shown("{% form_errors form %}{% field form.phone %}{% field form.what %}", form=gallery.context()["wrong"])
    assert 'value="12"' in html
    assert 'href="#id_phone"' in html
    assert 'aria-describedby="id_phone_helptext id_phone_error"' in html
    assert 'id="id_phone_error"' in html
    assert "ยังไม่ได้ตอบข้อนี้" in html, "our own plain words, not Django's"


def test_a_duty_table_has_a_cell_for_every_partner() -> None:
    given = gallery.context()
    html = shown("{% duty_table rows columns %}", rows=given["duties"], columns=given["partners"])
    assert 'data-label="รพ.สต."' in html
    assert {"นำ", "ร่วม", "หนุน", "รับรู้"} <= set(words(html).split())
    with pytest.raises(ValueError, match="zip"):
        shown("{% duty_table rows columns %}", rows=given["duties"], columns=given["partners"][:2])


def test_every_kind_of_field_can_be_drawn() -> None:
    class Both(gallery.SampleForm):
        hidden = forms.CharField(widget=forms.HiddenInput, initial="1")

    html = shown("{% for f in form %}{% field f %}{% endfor %}", form=Both())
    assert html.count("<fieldset") == 2
    assert html.count("data-photo") == 1
    assert 'type="hidden"' in html
