"""As many SQL statements for 300 rows as for 3, and at most 15 on a list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ruammue.networks.models import Appointment, Invitation, Network, NetworkMember, Partner, Seat
from ruammue.people.models import Organisation, Person
from ruammue.places.models import Area, Village
from tests.rooms.networks.conftest import Stage

DAY = date(2026, 1, 1)


def grow(stage: Stage, upto: int) -> None:
    """Villages, networks, seats with holders, members, partners and invitations: `upto` of each, all distinct."""
    steward, done = stage.cast.steward, Organisation.objects.filter(name__startswith="องค์กร").count()
    now = timezone.now()
    for n in range(done, upto):
        body = Organisation.objects.create(name=f"องค์กร {n:03}", sector="civil", kind="group", sort_key=f"{n:03}")
        person = Person.objects.create(given_name=f"คน {n:03}")
        code = f"9999{n // 90 + 10:02}{n % 90 + 10:02}"
        area = Area.objects.create(code=code, level="village", name_th="ดอน", parent_code=code[:6], source="test")
        village = Village.objects.create(steward=steward, area=area, moo=area.moo, name="ดอน")
        Partner.objects.create(steward=steward, organisation=body, contact=person, since_on=DAY)
        for level, place in (("village", village), ("tambon", None), ("country", None)):
            Network.objects.create(
                steward=steward, name=f"เครือข่าย {n:03}", level=level, form="committee", village=place, area=area,
                confirmed_at=now, confirmed_by_id=stage.cast.officer.pk,
            )  # fmt: skip
        NetworkMember.objects.create(steward=steward, network=stage.network, organisation=body, from_on=DAY)
        seat = Seat.objects.create(
            steward=steward, network=stage.network, order=n + 1, label=f"ที่นั่ง {n}", category="member"
        )
        Appointment.objects.create(
            steward=steward, seat=seat, person=person, on_behalf_of=body, from_on=DAY, appointed_at=now,
            appointed_by_id=stage.cast.officer.pk,
        )  # fmt: skip
        Invitation.objects.create(
            steward=steward, network=stage.network, organisation=body, token_hash=f"{n:032}".encode(), asks="ช่วย",
            sent_at=now, sent_by_id=stage.cast.officer.pk, expires_on=date(2027, 1, 1), reply="join", replied_at=now,
            confirmed_at=now, confirmed_by=person, confirmed_way="phone",
        )  # fmt: skip


PAGES: dict[str, Callable[[Stage], str]] = {
    "list": lambda stage: stage.url("list"),
    "shelf": lambda stage: stage.url("list") + "?level=country",
    "network": lambda stage: stage.url("network", stage.network.pk),
    "partners": lambda stage: stage.url("partners"),
    "partner": lambda stage: stage.url("partner", Partner.objects.order_by("id").first().pk),
    "list_sheet": lambda stage: stage.url("list_sheet"),
    "partners_sheet": lambda stage: stage.url("partners_sheet"),
}


@pytest.mark.parametrize("page", PAGES)
def test_statements_do_not_grow_with_rows(stage: Stage, page: str) -> None:
    officer, counts = stage.cast.client("officer"), []
    for rows in (3, 30, 300):
        grow(stage, rows)
        url = PAGES[page](stage)
        officer.get(url)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert officer.get(url).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] == counts[2], counts
    if page not in ("network", "partner"):
        # Pages of one thing also carry what the rooms above show there.
        assert counts[0] <= 15, counts
