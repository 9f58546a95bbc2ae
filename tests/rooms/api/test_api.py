"""The read API: behind the gate, one shape of error, the facts of the chain, and a page that describes it truly."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from ruammue.api import urls
from ruammue.api.endpoints.chain import as_json
from ruammue.api.service import api, door, problem
from ruammue.evidence import values
from ruammue.evidence.chain import chain_of
from tests.cast import Cast
from tests.rooms.evidence.scene import NOW, Scene, a_matter, set_scene, whole_turn

DOCUMENT = Path(__file__).parents[3] / "docs" / "reference" / "api.md"


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return set_scene(cast)


def url(scene: Scene, name: str, *args: object) -> str:
    return reverse(f"api:{name}", args=[scene.cast.steward.slug, *args])


def told(scene: Scene, name: str, *args: object, **query: object) -> Any:
    answer = scene.cast.client().get(url(scene, name, *args), query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_every_operation_came_through_the_gate() -> None:
    for pattern in urls.urlpatterns:
        assert pattern.callback.passage.methods == ("GET",)


def test_the_chain_tells_what_the_page_tells(scene: Scene) -> None:
    matter = whole_turn(scene)
    found = told(scene, "chain", matter.pk)
    chain = chain_of(matter, now=NOW)
    assert found["problem"]["sentence"] == chain.problem.sentence
    assert found["problem"]["told_by"] == {"value": None, "floor": 5}
    assert found["standing"] == "result"
    assert found["decisions"][0]["heads"] == {"value": 38, "floor": 5}
    assert {row["group"]: row["count"]["value"] for row in found["decisions"][0]["groups"]} == {
        code: count.value for code, _label, count in chain.decisions[0].groups
    }
    assert found["lines"][0]["givers"] == [
        {"organisation": "วัดโพธิ์ศรี", "promised": 30, "arrived": 25},
        {"organisation": "", "promised": 10, "arrived": 0},
    ]
    assert found["page"].endswith(reverse("evidence:matter", args=[scene.cast.steward.slug, matter.pk]))
    expected = json.loads(json.dumps(as_json(chain, found["page"]), default=_plain))
    for name in expected.keys() - {"as_of"}:
        assert found[name] == expected[name], name


def _plain(value: Any) -> Any:
    if isinstance(value, values.IndicatorPart):
        return {name: getattr(value, name) for name in values.IndicatorPart.__slots__}
    return str(value)


def test_lists_come_in_pages(scene: Scene) -> None:
    for number in range(1, 6):
        a_matter(scene, number)
    first = told(scene, "matters", per_page=2)
    last = told(scene, "matters", per_page=2, page=99)
    assert (first["total"], first["pages"], len(first["items"])) == (5, 3, 2)
    assert (last["page"], len(last["items"])) == (3, 1)
    seen = {row["id"] for page in (1, 2, 3) for row in told(scene, "matters", per_page=2, page=page)["items"]}
    assert len(seen) == 5
    assert told(scene, "matters", state="result")["total"] == 0
    assert told(scene, "matters", category="water")["total"] == 5
    assert told(scene, "matters", village=scene.cast.villages[0].pk)["total"] == 0


def test_villages_of_one_name_are_told_apart(scene: Scene) -> None:
    rows = told(scene, "villages")["items"]
    assert [row["name"] for row in rows].count("ดอนแดง") == 2
    assert len({row["code"] for row in rows}) == len({row["label"] for row in rows}) == 3


def test_networks_are_counted_without_names(scene: Scene) -> None:
    whole_turn(scene, 1)
    whole_turn(scene, 2, is_public=False)
    whole_turn(scene, 3, is_sensitive=True)
    found = told(scene, "networks")
    assert found["total"] == 1, "neither of an unpublished matter nor of one about a person"
    (row,) = found["items"]
    assert (row["members"], row["seats"], row["seats_filled"]) == (3, 1, 1)
    assert told(scene, "networks", level="country")["total"] == 0


@pytest.mark.parametrize(
    ("where", "status", "code"),
    [
        ("/na-ruam-jai/api/v1/matters/{key}/", 404, "not_found"),
        ("/nobody-here/api/v1/matters/", 404, "not_found"),
        ("/na-ruam-jai/api/v1/matters/?page=0", 400, "bad_request"),
        ("/na-ruam-jai/api/v1/matters/?page=ก", 400, "bad_request"),
        ("/na-ruam-jai/api/v1/matters/?per_page=101", 400, "bad_request"),
        ("/na-ruam-jai/api/v1/matters/?village=%00", 400, "bad_request"),
        ("/na-ruam-jai/api/v1/networks/?level=moon", 400, "bad_request"),
    ],
)
def test_every_error_has_one_shape(scene: Scene, where: str, status: int, code: str) -> None:
    answer = scene.cast.client().get(where.format(key=uuid4()))
    assert answer.status_code == status
    assert set(answer.json()) == {"error", "detail"}
    assert answer.json()["error"] == code
    assert "ก" not in answer.json()["detail"]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_it_is_read_only(scene: Scene, method: str) -> None:
    for name in ("matters", "summary", "openapi"):
        answer = scene.cast.client("officer").generic(method, url(scene, name))
        assert answer.status_code == 405
        assert answer.json()["error"] == "method_not_allowed"
        assert answer.headers["Allow"] == "GET"


def test_head_is_answered(scene: Scene) -> None:
    assert scene.cast.client().head(url(scene, "matters")).status_code == 200


def test_a_defect_shows_no_entrails(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ruammue.api.endpoints.summary.summary_of", lambda steward: 1 / 0)
    answer = scene.cast.client().get(url(scene, "summary"))
    assert answer.status_code == 500
    assert answer.json()["error"] == "server_error"
    assert "Zero" not in answer.content.decode()


def test_the_door_turns_a_refusal_into_the_one_shape(scene: Scene) -> None:
    answer = door(lambda request: problem("x", "y", 200))
    assert answer.passage.policy == [[]]


def test_open_to_other_sites(scene: Scene) -> None:
    assert scene.cast.client().get(url(scene, "summary")).headers["Access-Control-Allow-Origin"] == "*"


# ---------- what is written about it ----------


def test_openapi_names_every_operation(scene: Scene) -> None:
    schema = told(scene, "openapi")
    assert schema["openapi"].startswith("3.")
    paths = set(schema["paths"])
    assert paths == {
        f"/na-ruam-jai/api/v1/{rest}" for rest in ("matters/", "matters/{key}/", "networks/", "summary/", "villages/")
    }
    client = scene.cast.client()
    matter = whole_turn(scene)
    for path in paths:
        assert client.get(path.replace("{key}", str(matter.pk))).status_code == 200


def test_the_document_names_every_path_field_and_error() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    schema: Any = api.get_openapi_schema(path_prefix="x/")
    words = set(re.findall(r"`([\w{}/.-]+)`", text))
    for path in schema["paths"]:
        assert path.removeprefix("/x/") in words, path
    for name, shape in schema["components"]["schemas"].items():
        for field_name in shape.get("properties", {}):
            assert field_name in words, f"{name}.{field_name}"
    for code in ("not_found", "bad_request", "method_not_allowed", "server_error"):
        assert code in words, code


def test_no_shape_has_room_for_a_person() -> None:
    schema: Any = api.get_openapi_schema(path_prefix="x/")
    for name, shape in schema["components"]["schemas"].items():
        for field_name in shape.get("properties", {}):
            assert not re.search(r"phone|person|reporter|receipt|email|address|_by_id|holder", field_name), (
                f"{name}.{field_name}"
            )
