"""What a stranger can read, and what no table lets anybody find out."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from html import unescape
from itertools import product
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from ruammue.decisions.models import Network
from ruammue.evidence import chain as chain_module
from ruammue.evidence import rules
from ruammue.evidence.chain import NotPublished, chain_of, chains_of
from ruammue.evidence.models import Result
from ruammue.foundation import counting
from ruammue.foundation.counting import heads_shown, votes_shown
from ruammue.needs.actions import publish_matter, unpublish_matter
from ruammue.needs.models import Matter, Need
from tests.cast import Cast
from tests.rooms.evidence.scene import COORDINATOR_PHONE, NOW, Scene, set_scene, whole_turn

_LINK = re.compile(r'(?:href|src)="(/[^"#]*)')


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return set_scene(cast)


def readable(answer: Any) -> str:
    """The words of an answer, whatever it is made of."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    kind = answer.headers["Content-Type"]
    if "spreadsheet" in kind:
        book = openpyxl.load_workbook(io.BytesIO(content))
        return "\n".join(str(cell) for page in book for row in page.iter_rows(values_only=True) for cell in row)
    if "wordprocessing" in kind:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")]
        return re.sub(r"<[^>]+>", "", "\n".join(parts))
    if "pdf" in kind or "image" in kind:
        return ""
    text = content.decode("utf-8-sig")
    return json.dumps(json.loads(text), ensure_ascii=False) if "json" in kind else unescape(text).replace("\u00a0", " ")


def crawl(client: Client, *starts: str) -> Iterator[tuple[str, str]]:
    """Every page of the evidence and the API that links lead to: (address, words)."""
    waiting, seen = list(starts), set(starts)
    while waiting:
        where = waiting.pop()
        answer = client.get(where)
        if answer.status_code != 200:
            continue
        words = readable(answer)
        yield where, words
        for link in _LINK.findall(words):
            link = unescape(link)
            if re.match(r"/na-ruam-jai/(matters|participation|api)/", link) and link not in seen:
                seen.add(link)
                waiting.append(link)


def everything(scene: Scene) -> list[str]:
    """Where a crawl begins: lists, and the addresses that a link may not lead to."""
    slug = scene.cast.steward.slug
    names = ["matters", "matters_sheet", "participation"]
    starts = [reverse(f"evidence:{name}", args=[slug]) for name in names]
    starts.append(starts[1] + "?as=csv")
    starts += [reverse(f"api:{name}", args=[slug]) for name in ("root", "matters", "networks", "summary", "villages")]
    for matter in Matter.objects.of(scene.cast.steward):
        for name in ("evidence:matter", "evidence:photo", "evidence:result", "api:chain"):
            starts.append(reverse(name, args=[slug, matter.pk]))
        starts.append(reverse("evidence:matter_paper", args=[slug, matter.pk, "html"]))
    return starts


def leaks(scene: Scene, client: Client) -> list[str]:
    found = []
    for where, words in crawl(client, *everything(scene)):
        found += [f"{where}: {secret}" for secret in scene.secrets if secret in words]
        grouped = re.sub(r"[^\d]", "", words)
        found += [f"{where}: {secret}" for secret in scene.secrets if secret.isdigit() and secret[1:] in grouped]
    return found


def test_a_stranger_finds_nothing_private(scene: Scene) -> None:
    public = whole_turn(scene, 1)
    whole_turn(scene, 2, is_public=False)
    whole_turn(scene, 3, is_sensitive=True)
    client = scene.cast.client()
    pages = dict(crawl(client, *everything(scene)))
    page = pages[reverse("evidence:matter", args=[scene.cast.steward.slug, public.pk])]
    assert "นายสมาน ประสาน" in page, "the coordinator's name is public"
    assert f"+66{COORDINATOR_PHONE[1:]}" in page, "and so is the number given to be called"
    assert len(pages) >= 11
    assert leaks(scene, client) == []


@pytest.mark.parametrize("hole", ["unpublished", "sensitive", "persons"])
def test_a_hole_is_found(scene: Scene, monkeypatch: pytest.MonkeyPatch, hole: str) -> None:
    """Proving mutants: take a guard away, and the crawl must see it."""
    whole_turn(scene, 1)
    hidden = whole_turn(scene, 2, is_public=False)
    quiet = whole_turn(scene, 3, is_sensitive=True)
    if hole == "unpublished":
        Result.objects.filter(matter=hidden).update(text="เผยแพร่โดยพลาด")

        def careless(steward_id: Any) -> Any:
            rows = Matter.objects.of(steward_id).select_related("village", "steward__area").order_by("-opened_at")
            for row in rows.filter(published_at=None):
                Matter.objects.filter(pk=row.pk).update(published_at=NOW, published_by_id=row.pk)
            return rows

        for module in (chain_module, rules):
            monkeypatch.setattr(module, "public_matters", careless)
    elif hole == "sensitive":
        Matter.objects.filter(pk=quiet.pk).update(is_sensitive=False)
    else:
        monkeypatch.setattr(chain_module, "_results", lambda steward, matters: _with_reporters(matters))
    assert leaks(scene, scene.cast.client())


def _with_reporters(matters: Any) -> dict[Any, Any]:
    from ruammue.evidence.values import ResultPart
    from ruammue.needs.models import Need

    return {
        need.matter_id: [ResultPart(need.reporter_name, "", False, NOW.date())]
        for need in Need.objects.filter(matter__in=matters)
    }


def test_of_one_person_only_kind_and_tambon_go_out(scene: Scene) -> None:
    quiet = whole_turn(scene, 1, is_sensitive=True)
    whole_turn(scene, 2)
    chain = chain_of(quiet, now=NOW)
    assert chain.problem.tambon == "ตำบลนาร่วมใจ"
    assert (chain.problem.village, chain.problem.opened_on, chain.problem.photos) == ("", None, ())
    assert chain.problem.told_by.is_suppressed
    assert not any((chain.call, chain.networks, chain.decisions, chain.goals, chain.works, chain.lines, chain.result))
    assert not chain.skips
    client, slug = scene.cast.client(), scene.cast.steward.slug
    page = client.get(reverse("evidence:matter", args=[slug, quiet.pk])).content.decode()
    assert "หมู่ 3" not in page
    assert "สมาน" not in page, "a village's coordinator would tell the village"
    listed = client.get(reverse("evidence:matters", args=[slug]), {"village": quiet.village_id}).content.decode()
    assert str(quiet.pk) not in listed
    assert "เรื่องที่2" in listed
    assert client.get(reverse("evidence:photo", args=[slug, quiet.pk])).status_code in (302, 404)
    assert quiet.public_sentence not in listed


def test_what_is_not_public_or_taken_back_is_not_there(scene: Scene) -> None:
    cast = scene.cast
    matter = whole_turn(scene, 1, is_public=False)
    where = [reverse(name, args=[cast.steward.slug, matter.pk]) for name in ("evidence:matter", "api:chain")]
    with pytest.raises(NotPublished):
        chain_of(matter, now=NOW)
    assert [cast.client().get(one).status_code for one in where] == [404, 404]
    publish_matter(matter, by=cast.actor("officer"), sentence="น้ำไม่พอ")
    assert [cast.client().get(one).status_code for one in where] == [200, 200]
    unpublish_matter(matter, by=cast.actor("officer"), reason="เขียนใหม่")
    assert [cast.client().get(one).status_code for one in where] == [404, 404]
    assert chains_of(cast.steward.pk, now=NOW) == []


def test_the_other_tenant_sees_nothing_of_this_one(scene: Scene) -> None:
    matter = whole_turn(scene, 1)
    other = scene.cast.other_steward.slug
    for name in ("evidence:matter", "evidence:photo", "api:chain"):
        assert scene.cast.client().get(reverse(name, args=[other, matter.pk])).status_code == 404
    assert chains_of(scene.cast.other_steward.pk, [matter.pk], now=NOW) == []


def test_an_unconfirmed_network_is_not_told(scene: Scene) -> None:
    matter = whole_turn(scene, 1)
    Network.objects.filter(matter=matter).update(confirmed_at=None, confirmed_by_id=None)
    assert chain_of(matter, now=NOW).networks == ()
    answer = scene.cast.client().get(reverse("api:networks", args=[scene.cast.steward.slug])).json()
    assert answer["items"] == []


# ---------- tables ----------

COUNTS = st.integers(min_value=0, max_value=60)
FLOOR = 5


@st.composite
def rooms(draw: st.DrawFn) -> dict[str, int]:
    """Head-counts of a forum as they can really be."""
    women, men = draw(COUNTS), draw(COUNTS)
    total = women + men
    children = draw(st.integers(min_value=0, max_value=total))
    old = draw(st.integers(min_value=0, max_value=total - children))
    return {
        "women": women,
        "men": men,
        "children": children,
        "old": old,
        "disabled": draw(st.integers(min_value=0, max_value=total)),
    }


def told_apart(counted: dict[str, int], heads: Any) -> list[str]:
    """What a reader with a pencil can find out exactly, though it is a group of one to four people."""
    shown = {code: count.value for code, count in heads.groups.items()}
    total, found = heads.total.value, []
    partitions = (("women", "men"), ("children", "old", "rest"), ("disabled", "others"))
    real = {
        **counted,
        "rest": counted["women"] + counted["men"] - counted["children"] - counted["old"],
        "others": counted["women"] + counted["men"] - counted["disabled"],
    }
    for cells in partitions:
        known = {cell: shown[cell] for cell in cells if shown.get(cell) is not None}
        unknown = [cell for cell in cells if cell not in known]
        if total is not None and len(unknown) == 1:
            known[unknown[0]] = total - sum(known.values())
        found += [cell for cell in cells if cell in known and 0 < real[cell] < FLOOR]
    if total is not None and 0 < total < FLOOR:
        found.append("total")
    return found


@given(rooms())
@settings(max_examples=1000)
def test_no_group_below_five_is_told_nor_left_over(counted: dict[str, int]) -> None:
    heads = heads_shown(counted)
    assert heads is not None
    assert told_apart(counted, heads) == []
    for code, count in heads.groups.items():
        assert count.value in (None, counted[code]), "what is told is true"


def test_judging_each_age_alone_would_tell_of_those_between(monkeypatch: pytest.MonkeyPatch) -> None:
    """Proving mutant: 40 came, 20 children, 18 old: each is large, and the two between them are left over."""
    counted = {"women": 20, "men": 20, "children": 20, "old": 18, "disabled": 0}
    heads = heads_shown(counted)
    assert heads is not None
    assert told_apart(counted, heads) == []
    naive = counting.Heads(
        heads.total, {**heads.groups, **{code: counting.Shown(counted[code], FLOOR) for code in ("children", "old")}}
    )
    assert told_apart(counted, naive) == ["rest"]


@given(rooms(), st.sampled_from(["women", "men"]))
def test_two_publications_do_not_tell_more_together(counted: dict[str, int], who: str) -> None:
    """One person more came in late: what the two tables differ by never is a group that is held back in both."""
    later = {**counted, who: counted[who] + 1}
    before, after = heads_shown(counted), heads_shown(later)
    assert before is not None
    assert after is not None
    for counts, heads in ((counted, before), (later, after)):
        assert told_apart(counts, heads) == []
    for code in ("children", "old", "disabled"):
        one, two = before.groups[code].value, after.groups[code].value
        assert one is None or two is None or one == two == counted[code]


def test_a_slip_of_the_pen_tells_nothing() -> None:
    heads = heads_shown({"women": 6, "men": 6, "children": 9, "old": 9, "disabled": 30})
    assert heads is not None
    assert [heads.groups[code].value for code in ("children", "old", "disabled")] == [None, None, None]
    assert heads_shown({}) is None


def test_a_small_or_unanimous_vote_is_not_told() -> None:
    for yes, no, abstain in product(range(12), repeat=3):
        shown = dict(votes_shown(yes, no, abstain))
        if yes + no + abstain < 10 or [yes, no, abstain].count(0) >= 2:
            assert shown == {}
            continue
        hidden = [side for side, count in shown.items() if count.is_suppressed]
        assert len(hidden) != 1, "one cell that is held back alone can be subtracted"
    assert {side: count.value for side, count in votes_shown(20, 12, 11)} == {"yes": 20, "no": 12, "abstain": 11}


# ---------- who told it ----------


def receipt_page(scene: Scene, matter: Matter) -> str:
    """What the holder of the receipt code reads."""
    Need.objects.filter(matter=matter).update(receipt="7KQ4-XM2P", last_word="answered")
    page = reverse("needs:receipt", args=[scene.cast.steward.slug, "7KQ4-XM2P"])
    return readable(scene.cast.client().get(page))


def test_who_told_it_reads_what_came_of_it_and_nothing_that_is_not_public(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    matter = whole_turn(scene)
    public = reverse("evidence:matter", args=[scene.cast.steward.slug, matter.pk])
    need = matter.needs.get()
    given = need.answers.get()
    answerer = given.answered_by
    own = {given.text, given.agency, given.ticket, answerer.given_name, answerer.family_name}
    page = receipt_page(scene, matter)
    assert page.count(f'href="{public}"') == 1
    for words in ("ขอแรงขุดสระ 1", "ให้ขุดลอกสระ 1", "มีน้ำใช้ทั้งปีแล้ว 1", 'name="is_fixed"', given.text):
        assert words in page, words
    assert not [secret for secret in scene.secrets - own if secret in page]
    Matter.objects.filter(pk=matter.pk).update(published_at=None, published_by_id=None)
    page = receipt_page(scene, matter)
    assert public not in page
    assert "มีน้ำใช้ทั้งปีแล้ว 1" not in page, "a draft is nobody's news"
    Matter.objects.filter(pk=matter.pk).update(
        published_at=NOW, published_by_id=scene.cast.officer.pk, is_sensitive=True
    )
    assert public not in receipt_page(scene, matter), "of one person's matter nothing more is said"
    monkeypatch.setattr(Matter, "is_public", property(lambda matter: matter.is_published))
    assert public in receipt_page(scene, matter), "without the rule it would be linked"
