"""Every page opens for those whose page it is, for nobody else, and costs the same however many rows there are."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ruammue.access.actors import Role
from ruammue.foundation.levels import Sector
from ruammue.people import urls
from ruammue.people.models import Acquaintance, Affiliation, Organisation, Person, RoleHeld
from tests.cast import Cast

PLAIN = [
    "list",
    "add",
    "organisations",
    "organisations_sheet",
    "add_organisation",
    "cards",
    "my_page",
    "my_data",
    "notice",
    "processing",
    "processing_sheet",
    "data_requests",
    "data_requests_sheet",
    "import",
    "import_template",
    "settings",
]


def at(cast: Cast, name: str, *args: Any) -> str:
    return reverse(f"people:{name}", args=[cast.steward.slug, *args])


@pytest.mark.parametrize("name", PLAIN)
def test_the_officer_opens_it(cast: Cast, name: str) -> None:
    """Each page without a key answers the plan officer, who is an administrator too."""
    assert cast.client("officer").get(at(cast, name)).status_code == 200


@pytest.mark.parametrize("name", [name for name in PLAIN if name != "notice"])
def test_a_stranger_is_asked_to_come_in(cast: Cast, name: str) -> None:
    """Only the notice is everybody's."""
    answer = cast.client().get(at(cast, name))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


def test_the_notice_is_everybodys_and_says_the_version(cast: Cast) -> None:
    answer = cast.client().get(at(cast, "notice"))
    assert answer.status_code == 200
    assert "data-read" in answer.content.decode()


def test_no_page_of_a_person_shows_a_person_of_another_tenant(cast: Cast) -> None:
    """The officer of the neighbour tenant gets 403 or 404 everywhere; the person of the neighbour is not found here."""
    neighbour, ours = cast.client("outsider"), cast.client("officer")
    for pattern in urls.urlpatterns:
        keys = pattern.pattern.converters
        if pattern.name == "notice" or pattern.name == "enter_card" or (keys and set(keys) != {"person"}):
            continue
        of_farmer = [cast.farmer.pk] if keys else []
        of_outsider = [cast.outsider.pk] if keys else []
        for method in ("get", "post"):
            assert getattr(neighbour, method)(at(cast, pattern.name, *of_farmer)).status_code in (403, 404, 405)
            if keys:
                assert getattr(ours, method)(at(cast, pattern.name, *of_outsider)).status_code in (404, 405)


def _crowd(cast: Cast, count: int) -> None:
    """`count` more persons, each with a village, a role, an organisation of its own and a telephone."""
    now = timezone.now()
    for number in range(count):
        person = Person.objects.create(given_name=f"คน{number}", family_name="ทดสอบ", phone="0811111111")
        Acquaintance.objects.create(steward=cast.steward, person=person, village=cast.villages[number % 3])
        RoleHeld.objects.create(
            steward=cast.steward,
            person=person,
            role=Role.VOLUNTEER,
            village=cast.villages[number % 3],
            from_on=dt.date(2026, 1, 1),
            given_at=now,
        )
        body = Organisation.objects.create(
            name=f"กลุ่ม {number}", sector=Sector.CITIZEN, kind="group", area=cast.steward.area
        )
        Affiliation.objects.create(steward=cast.steward, person=person, organisation=body, from_on=dt.date(2026, 1, 1))


@pytest.mark.parametrize("name", ["list", "organisations", "cards", "settings"])
def test_a_list_costs_the_same_at_3_30_and_300_rows(cast: Cast, name: str) -> None:
    client = cast.client("officer")
    costs = []
    for more in (3, 27, 270):
        _crowd(cast, more)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(at(cast, name)).status_code == 200
        costs.append(len(asked))
    assert costs[0] == costs[1] == costs[2], costs
    assert costs[0] <= 15


def test_a_village_head_sees_their_village_only_and_an_auditor_no_telephone(cast: Cast) -> None:
    other = Person.objects.create(given_name="บ้านเหนือ", family_name="ไกลตา", phone="0899999999")
    Acquaintance.objects.create(steward=cast.steward, person=other, village=cast.villages[0])
    head = cast.client("head")
    page = head.get(at(cast, "list")).content.decode()
    assert "ทองสุข" in page
    assert "บ้านเหนือ" not in page
    assert head.get(at(cast, "person", other.pk)).status_code == 403
    assert head.get(at(cast, "person", cast.farmer.pk)).status_code == 200
    auditor = cast.client("auditor").get(at(cast, "list")).content.decode()
    assert "บ้านเหนือ" in auditor
    assert auditor.split("<main")[1].split("</main>")[0].count("tel:") == 1  # their own
