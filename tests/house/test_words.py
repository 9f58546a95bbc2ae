"""Every message has its Thai, placeholders have names, and every refusal has a sentence."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from ruammue.cli import catalogue
from ruammue.cli.catalogue import Catalogue, Line
from ruammue.cli.messages import Message, has_unnamed, in_python, in_template, placeholders
from ruammue.foundation import catalogues
from ruammue.foundation.refusals import Refusal, has_sentence
from tests.house.tree import HOUSE, report

pytestmark = pytest.mark.any_database


def test_the_thai_catalogues_are_complete() -> None:
    found = catalogue.check(catalogue.rooms())
    assert not found, report(found)


def test_every_catalogue_is_one_that_django_loads(settings: object) -> None:
    loaded = {HOUSE / room / "locale" for room in settings.ROOMS} | set(settings.LOCALE_PATHS)  # type: ignore[attr-defined]
    strange = [str(po) for po in catalogues.catalogues() if po.parents[2] not in loaded]
    assert not strange, report(strange)


@pytest.fixture
def room(tmp_path: Path) -> Path:
    """A small room that says six things."""
    room = tmp_path / "ruammue" / "shop"
    (room / "templates" / "shop").mkdir(parents=True)
    (room / "__init__.py").touch()
    (room / "views.py").write_text(
        "from django.utils.translation import gettext as _, ngettext, pgettext_lazy as p\n"
        "from django.utils import translation\n"
        "_('Open'); ngettext('%(n)d bag', '%(n)d bags', n); p('shop', 'Close'); translation.gettext('Later')\n",
        encoding="utf-8",
    )
    (room / "templates" / "shop" / "page.html").write_text(
        "{% if a %}{% blocktranslate count n=n trimmed %}\n {{ n }} cow \n{% plural %}"
        " {{ n }} cows{% endblocktranslate %}{% endif %}"
        "{{ a|default:_('Nobody') }}{% translate '5% off' context 'price' as x %}",
        encoding="utf-8",
    )
    return room


def test_messages_are_found_in_python_and_templates(room: Path) -> None:
    from ruammue.cli.messages import in_room

    found = in_room(room)
    assert found.problems == []
    assert found.messages == [
        Message("Open"),
        Message("%(n)d bag", "%(n)d bags"),
        Message("Close", "", "shop"),
        Message("Later"),
        Message("%(n)s cow", "%(n)s cows"),
        Message("Nobody"),
        Message("5%% off", "", "price"),
    ]


def test_a_catalogue_keeps_its_order_its_thai_and_its_bytes(room: Path) -> None:
    line, problems = catalogue.update(room)
    assert (line, problems) == ("shop: 7 messages, 7 new, 0 dropped, 7 untranslated", [])
    po = catalogue.path_of(room)
    po.write_text(
        po.read_text(encoding="utf-8").replace('msgid "Later"\nmsgstr ""', 'msgid "Later"\nmsgstr "ทีหลัง\\""'),
        encoding="utf-8",
    )
    (room / "views.py").write_text("from django.utils.translation import gettext\ngettext('New'); gettext('Later')\n")
    assert catalogue.update(room)[0] == "shop: 5 messages, 1 new, 3 dropped, 4 untranslated"
    first = po.read_bytes()
    assert 'msgstr "ทีหลัง\\""'.encode() in first
    assert list(catalogue.read(po).lines)[:2] == [("", "Later"), ("", "%(n)s cow")], "order stays, new ones come last"
    catalogue.update(room)
    assert po.read_bytes() == first
    assert catalogues.compile_one(po).stat().st_size > 0


def test_a_compiled_catalogue_is_made_again_when_its_source_is_newer(room: Path) -> None:
    catalogue.update(room)
    house = room.parent
    assert len(catalogues.ensure_compiled(house)) == 1
    mo = catalogue.path_of(room).with_suffix(".mo")
    later = catalogue.path_of(room).stat().st_mtime_ns + 1_000_000_000
    import os

    os.utime(mo, ns=(later, later))
    assert catalogues.ensure_compiled(house) == []
    os.utime(mo, ns=(0, 0))
    assert catalogues.ensure_compiled(house) == [mo]


@pytest.mark.parametrize(
    "line",
    [
        "from django.utils.translation import gettext as _\n_(f'{n} bags')",
        "from django.utils.translation import gettext as _\n_('bags: ' + n)",
        "from django.utils.translation import gettext as _\n_('%s bags')",
        "from django.utils.translation import gettext as _\n_('{} bags')",
        "from django.utils.translation import gettext as _\n_('{n} bags'.format(n=n))",
        "from django.utils import translation\ntranslation.gettext('%d bags')",
    ],
)
def test_a_planted_message_that_cannot_be_translated_is_caught(line: str) -> None:
    assert in_python(line, "x.py").problems


def test_a_template_that_does_not_compile_is_named() -> None:
    assert in_template("{% if %}", "x.html").problems


@pytest.mark.parametrize(
    ("text", "thai", "fault"),
    [
        ("Open", "", "untranslated"),
        ("%(n)d bags", "%(m)d ถุง", "placeholders differ"),
        ("%(n)d bags", "ถุง", "placeholders differ"),
    ],
)
def test_planted_faults_of_a_catalogue_are_named(text: str, thai: str, fault: str) -> None:
    line = Line(Message(text), thai)
    found = catalogue.faults(Catalogue("shop", {line.message.key: line}))
    assert len(found) == 1
    assert fault in found[0]


def test_rooms_that_translate_differently_are_named() -> None:
    one = Catalogue("shop", {("", "Open"): Line(Message("Open"), "เปิด")})
    other = Catalogue("barn", {("", "Open"): Line(Message("Open"), "เปิดอยู่")})
    assert len(catalogue.disagreements([one, other])) == 1
    assert catalogue.disagreements([one, one]) == []


def test_placeholders() -> None:
    assert placeholders("%(n)d of {all}, 5%%") == {"n", "all"}
    assert has_unnamed("100 %s")
    assert not has_unnamed("100 %% of %(n)s")


# ---------- refusals ----------


def kinds(base: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    for kind in base.__subclasses__():
        yield kind
        yield from kinds(kind)


def voiceless(refusals: list[type[Refusal]]) -> list[str]:
    """Refusals that nobody can explain to a reader. A base ("Base of ...") is never raised itself."""
    said = [kind for kind in refusals if not (kind.__subclasses__() and (kind.__doc__ or "").startswith("Base of "))]
    return [f"{kind.__module__}.{kind.__name__}" for kind in said if not has_sentence(kind)]


def test_every_refusal_has_a_sentence() -> None:
    for file in HOUSE.glob("*/refusals.py"):
        importlib.import_module(f"ruammue.{file.parent.name}.refusals")
    found = voiceless([kind for kind in kinds() if kind.__module__.startswith("ruammue.")])
    assert not found, report(found)


def test_a_voiceless_refusal_is_caught() -> None:
    class NobodySaysThis(Refusal):
        pass

    assert voiceless([NobodySaysThis]) == [f"{__name__}.NobodySaysThis"]
