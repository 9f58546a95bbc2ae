"""Pages ask the database a constant number of times; the house's promises hold in every address of this room."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import ruammue
from ruammue.access.actors import STRANGER
from ruammue.foundation import page_reads, slots
from ruammue.foundation import refusals as house_refusals
from ruammue.needs import actions, handlers, queries, refusals
from ruammue.needs.models import Need, OfficeProject
from ruammue.needs.urls import urlpatterns
from ruammue.people.models import Person
from tests.cast import Cast


def fill(cast: Cast, count: int) -> None:
    """So many needs, each of another person, half of them answered, every tenth without words for most readers."""
    have = Need.objects.of(cast.steward).count()
    for number in range(have, count):
        person = Person.objects.create(given_name=f"คนที่ {number}")
        need = actions.report_need(
            cast.steward, by=cast.actor("volunteer"), text=f"เรื่องที่ {number}", village=cast.villages[number % 3],
            is_for_neighbour=True, neighbour=person, neighbour_was_told=True,
        )  # fmt: skip
        if number % 2:
            actions.answer_need(need, by=cast.actor("officer"), way="village", text="ทำเอง")
        OfficeProject.objects.create(
            steward=cast.steward, row_key=str(number), name=f"โครงการ {number}", fiscal_year=2570
        )


def test_a_page_of_many_parts_reads_once_and_an_act_anew(cast: Cast) -> None:
    matter = actions.report_need(cast.steward, by=STRANGER, text="น้ำ").matter

    def skips() -> int:
        return len(page_reads.once(matter, queries.skips_of))

    assert skips() == 0
    actions.skip_station(matter, by=cast.actor("officer"), station="call", reason="ทำเองได้")
    assert skips() == 1, "where no page shares, everything is read as it stands"
    page_reads.share(matter)
    with CaptureQueriesContext(connection) as captured:
        assert [skips(), skips()] == [1, 1]
    assert len(captured) == 1


def asked(cast: Cast, who: str, path: str) -> int:
    client = cast.client(who)
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


@pytest.mark.parametrize("who", ["officer", "mayor", "head", "volunteer"])
def test_the_list_asks_as_often_for_three_as_for_three_hundred(
    cast: Cast, who: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handlers, "_finders", [])
    path = reverse("needs:list", args=[cast.steward.slug])
    counts = []
    for size in (3, 30, 300) if who == "officer" else (3, 30):
        fill(cast, size)
        counts.append(asked(cast, who, path))
    assert len(set(counts)) == 1, counts
    assert counts[0] <= 15


def test_projects_and_matter_ask_a_constant_number_of_times(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handlers, "_finders", [])
    counts: dict[str, list[int]] = {"projects": [], "matter": [], "need": []}
    fill(cast, 1)
    need = Need.objects.of(cast.steward).get()
    for size in (3, 30):
        fill(cast, size)
        others = Need.objects.of(cast.steward).exclude(matter=need.matter).filter(answers=None)[: size // 3]
        for other in others:
            actions.merge_matters(other.matter, into=need.matter, by=cast.actor("officer"))
        slug = cast.steward.slug
        counts["projects"].append(asked(cast, "officer", reverse("needs:projects", args=[slug])))
        counts["matter"].append(asked(cast, "officer", reverse("needs:matter", args=[slug, need.matter_id])))
        counts["need"].append(asked(cast, "officer", reverse("needs:need", args=[slug, need.pk])))
    for page, found in counts.items():
        assert len(set(found)) == 1, (page, found)
    assert counts["projects"][0] <= 15
    assert counts["matter"][0] <= 48, "what two parts of the page read, they read once; the story asks each room once"


def test_the_filters_are_words_and_nonsense_counts_as_all(cast: Cast) -> None:
    fill(cast, 4)
    officer = cast.client("officer")
    path = reverse("needs:list", args=[cast.steward.slug])

    def listed(**words: str) -> int:
        return officer.get(path, words).content.decode().split("<main", 1)[1].count('class="list-link"')

    assert listed() == 4
    assert listed(state="waiting") == 2
    assert listed(state="answered") == 2
    assert listed(state="overdue") == 0
    assert listed(village=str(cast.villages[0].pk)) == 2
    assert listed(village=str(cast.villages[0].pk), state="waiting") == 1
    assert listed(mine="yes") == 4
    assert listed(category="water") == 0
    assert listed(state="'; drop", village="x", category="y", page="-3") == 4


def test_every_address_went_through_the_gate(cast: Cast) -> None:
    for pattern in urlpatterns:
        assert getattr(pattern.callback, "passage", None), pattern.name


def test_every_refusal_of_this_room_has_its_own_sentence() -> None:
    for name, kind in vars(refusals).items():
        if isinstance(kind, type) and issubclass(kind, house_refusals.Refusal) and kind is not house_refusals.Refusal:
            assert house_refusals.has_sentence(kind), name


def test_the_thai_catalogues_are_whole() -> None:
    for room in ("needs", "foundation"):
        path = Path(ruammue.__file__).parent / room / "locale/th/LC_MESSAGES/django.po"
        with path.open("rb") as file:
            words = read_po(file, locale="th")
        assert len(words) > 40
        for message in words:
            if message.id:
                assert message.string and not message.fuzzy, message.id  # noqa: PT018


def test_the_working_page_offers_its_slots(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slots, "_fillers", {name: [] for name in slots._fillers})
    need = actions.report_need(cast.steward, by=STRANGER, text="น้ำ", village=cast.villages[2])
    for name in ("matter.wheel", "matter.sections", "matter.aside"):
        slots.fill(name, lambda request, matter, _name=name, **rest: f"[{_name} {matter.number}]")
    shown = cast.client("officer").get(reverse("needs:matter", args=[cast.steward.slug, need.matter_id]))
    for name in ("matter.wheel", "matter.sections", "matter.aside"):
        assert f"[{name} 1]" in shown.content.decode()


@pytest.mark.parametrize(
    "who", ["officer", "mayor", "clerk", "head", "volunteer", "coordinator", "auditor", "nurse", None]
)
def test_every_page_that_opens_is_whole(cast: Cast, who: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """No role meets a broken page: 200, 302 or 403, never an error. What other rooms show in it is theirs to prove."""
    monkeypatch.setattr(slots, "_fillers", {name: [] for name in slots._fillers})
    fill(cast, 2)
    need = Need.objects.of(cast.steward).first()
    project = OfficeProject.objects.of(cast.steward).first()
    actions.mark_project(project, strength="beyond", by=cast.actor("officer"))
    matter = actions.open_matter_from_project(project, by=cast.actor("officer"))
    call = actions.open_call(
        matter, by=cast.actor("officer"), what="ขุดลอก", where="หมู่ 3", lacks_people="2 คน", sectors=["state"]
    )
    things = {"need": need.pk, "matter": need.matter_id, "project": project.pk, "call": call.pk}
    client = cast.client(who)
    for pattern in urlpatterns:
        route = str(pattern.pattern)
        if "<str:code>" in route:
            args = [cast.steward.slug, need.receipt]
        elif "<uuid:pk>" not in route:
            args = [cast.steward.slug]
        else:
            kind = next(
                (
                    k
                    for k, start in (
                        ("matter", "needs/matter/"),
                        ("project", "needs/projects/"),
                        ("call", "needs/call/"),
                    )
                    if route.startswith(start)
                ),
                "need",
            )
            args = [cast.steward.slug, things[kind]]
        status = client.get(reverse(f"needs:{pattern.name}", args=args)).status_code
        assert status in (200, 302, 403, 404, 405), (route, status)


def test_what_is_wrong_is_said_once_and_a_question_is_no_saving(cast: Cast) -> None:
    """A wrong code is refused beside the field, in words of asking; the list above leads there and repeats nothing."""
    asked = cast.client().post(reverse("needs:receipt", args=[cast.steward.slug]), {"code": "7KQ4-XM2P"})
    shown = asked.content.decode()
    assert "ยังไม่ได้บันทึก" not in shown
    assert "ยังไม่ตรง" in shown
    assert shown.count(asked.context["form"].errors["code"][0]) == 1
    assert 'href="#id_code"' in shown
    need = actions.report_need(cast.steward, by=STRANGER, text="น้ำ", village=cast.villages[2])
    answered = cast.client("officer").post(reverse("needs:answer", args=[cast.steward.slug, need.pk]), {})
    shown = answered.content.decode()
    assert "ยังไม่ได้บันทึก" in shown
    assert shown.count(answered.context["form"].errors["text"][0].split("”")[1]) == len(answered.context["form"].errors)
