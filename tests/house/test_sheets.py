"""Every list goes out as Excel: a page that shows many records leads to its sheet.

Read from the templates. A template with a pager shows a list and so needs the address of a sheet. One with a list or a
table but no pager needs one too, or stands below with the reason why its rows are no list of records.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.house.tree import HOUSE, report

_PAGER = re.compile(r"\{%\s*pager\b")
_LISTS = re.compile(r'<(?:ul|ol) class="list\b|<table\b|\{%\s*duty_table\b')
_SHEET = re.compile(r'\{%\s*url "([a-z_]+:[a-z_]*sheet)"|\{%\s*url "(work:annex)" steward\.slug matter\.pk "xlsx"')

ONE_RECORD = "the parts of one record; the list it belongs to goes out whole"
TO_CHOOSE = "choices of a form"
LAW = "rules with their citations, no records"
INSTALLATION = "areas and offices of the installation; open data comes as a file of its own"
NO_LISTS = {
    "decisions/ballot.html": "the certificate holds every row, to be counted again by anyone",
    "decisions/meeting.html": "its attendance goes out as the annex of the minutes",
    "decisions/resolution.html": ONE_RECORD,
    "goals/ask.html": TO_CHOOSE,
    "goals/goal.html": ONE_RECORD,
    "goals/paper.html": "a paper to sign",
    "loop/front.html": "the newest few of a list that has its sheet",
    "needs/matter.html": ONE_RECORD,
    "networks/network.html": ONE_RECORD,
    "networks/partner.html": ONE_RECORD,
    "resources/elections.html": "a setting of two or three rows a term",
    "people/import_columns.html": "a file that somebody has just brought",
    "people/import_preview.html": "a file that somebody has just brought",
    "people/my_data.html": "one person's data, as a file from the page before it",
    "people/organisation.html": ONE_RECORD,
    "people/person.html": ONE_RECORD,
    "people/settings.html": "the settings of the office",
    "places/find.html": INSTALLATION,
    "places/place.html": INSTALLATION,
    "resources/dispute.html": ONE_RECORD,
    "resources/matter.html": ONE_RECORD,
    "resources/exchange.html": ONE_RECORD,
    "resources/near.html": "what fits one reader now; the board and the offers it is drawn from have their sheets",
    "resources/knowledge.html": "what fits a few words; sentences to be read, and nothing to count",
    "resources/columns.html": "what fits whom now; the board and the offers it is drawn from have their sheets",
    "resources/divide_things.html": "a proposal; it goes out as the paper for the meeting, in Word too",
    "resources/reciprocity.html": "a network's own few members; who gave and took goes out by its own page",
    "resources/promise.html": ONE_RECORD,
    "resources/substitutes.html": "what may stand for what, set by the office",
    "rulebook/rules.html": LAW,
    "web/start.html": "the doors of the installation",
    "work/apart.html": "who is kept apart stays in the house",
    "work/ask.html": TO_CHOOSE,
    "work/away.html": "a difference to be looked at before it is done",
    "work/close_project.html": "the few tasks that keep one project open",
    "work/cover.html": TO_CHOOSE,
    "work/links.html": "links that are shown once",
    "work/month.html": "goes out as the paper for the village board",
    "work/my_work.html": "one person's own",
    "work/organisation_skills.html": ONE_RECORD,
    "work/person_skills.html": ONE_RECORD,
    "work/project.html": ONE_RECORD,
    "work/put.html": TO_CHOOSE,
    "work/sign.html": "the duty table to be signed; it goes out from its own page",
    "work/sign_as.html": "the duty table to be signed; it goes out from its own page",
    "work/skills.html": "what people can do leaves the house on no list",
    "work/task.html": ONE_RECORD,
    "work/told_sheet.html": "a file that somebody has just brought",
}


def templates() -> dict[str, str]:
    """Each page by its name. Parts and fragments belong to the page that includes them; the gallery shows nothing."""
    found = {}
    for file in sorted(HOUSE.glob("*/templates/*/*.html")):
        name = f"{file.parent.name}/{file.name}"
        text = file.read_text(encoding="utf-8")
        if "gallery" not in name and "{% extends" in text:
            found[name] = text
    return found


def sheetless(pages: dict[str, str]) -> list[str]:
    """Pages with a list and no sheet."""
    found = []
    for name, text in pages.items():
        if _SHEET.search(text):
            continue
        if _PAGER.search(text) and name != "people/import_preview.html":
            found.append(f"{name}: a list with pages, and no way to take it along as Excel")
        elif _LISTS.search(text) and name not in NO_LISTS:
            found.append(f"{name}: a list, and neither a sheet nor a reason in tests/house/test_sheets.py")
    return found


def addresses(patterns: list[URLPattern | URLResolver], room: str = "") -> set[str]:
    """The names of all addresses."""
    found = set()
    for one in patterns:
        if isinstance(one, URLResolver):
            found |= addresses(one.url_patterns, one.namespace or room)
        elif one.name:
            found.add(f"{room}:{one.name}" if room else one.name)
    return found


def test_every_list_goes_out_as_excel() -> None:
    pages = templates()
    found = sheetless(pages)
    assert sum(bool(_PAGER.search(text)) for text in pages.values()) >= 18
    assert not found, report(found)


def test_every_sheet_is_offered_on_a_page_and_every_reason_is_needed() -> None:
    pages = templates()
    offered = {name for text in pages.values() for pair in _SHEET.findall(text) for name in pair if name}
    offered |= {"needs:call_sheet", "decisions:sheet"}  # papers that are called sheets
    made = {name for name in addresses(get_resolver().url_patterns) if name.endswith("sheet")}
    assert made <= offered, report(sorted(made - offered))
    useless = [name for name in NO_LISTS if name not in pages or not _LISTS.search(pages[name])]
    assert not useless, report(useless)


@pytest.mark.parametrize(
    "planted",
    [
        "{% extends 'base.html' %}{% for row in page %}{{ row }}{% endfor %}{% pager page %}",
        "{% extends 'base.html' %}<table class=\"table\"><tr><td>{{ row }}</td></tr></table>",
        "{% extends 'base.html' %}<ul class=\"list wide\">{% for row in rows %}<li>{{ row }}</li>{% endfor %}</ul>",
    ],
)
def test_a_planted_list_without_a_sheet_is_caught(planted: str) -> None:
    assert len(sheetless({"needs/new.html": planted})) == 1
    assert sheetless({"needs/new.html": planted + '<a href="{% url "needs:list_sheet" steward.slug %}">x</a>'}) == []


def test_the_home_page_without_its_sheet_would_be_caught() -> None:
    home = Path(HOUSE / "loop/templates/loop/home.html").read_text(encoding="utf-8")
    assert sheetless({"loop/home.html": home.replace("loop:home_sheet", "loop:home")})
