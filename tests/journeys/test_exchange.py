"""Three parties on three telephones (DOMAIN 9, scenario 6): the temple lends tables to the office, the office grades
the shop's road, the shop brings cement to the temple. One withdraws midway and nobody owes anything; proposed anew,
all agree.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from ruammue.resources.exchange import queries
from ruammue.resources.exchange.models import Exchange
from ruammue.resources.models import Commitment
from tests.cast import Cast
from tests.journeys.walkers import Stage
from tests.rooms.resources.stage import brought, offer_of
from tests.rooms.resources.test_exchange import lacking
from tests.rooms.resources.test_near import TODAY

pytestmark = pytest.mark.browser


@pytest.fixture
def stage(browser: Any, live_server: Any, lasting_cast: Cast) -> Iterator[Stage]:
    made = Stage(browser, live_server.url, lasting_cast.steward)
    yield made
    for walker in made.walkers:
        walker.leave()


def test_three_agree_on_three_telephones_and_one_withdraws_midway(stage: Stage, lasting_cast: Cast) -> None:
    cast, house = lasting_cast, f"/{lasting_cast.steward.slug}"
    tables = lacking(cast, "โต๊ะ", 40, cast.office)
    road = lacking(cast, "รถเกรด", 480, cast.shop, "vehicle", "vehicle_day")
    cement = lacking(cast, "ปูน", 20, cast.temple, "goods", "bag")
    lent = offer_of(cast, 40, spec=tables.spec, is_loan=True)
    offer_of(cast, 480, spec=road.spec, who="officer", organisation="office")
    offer_of(cast, 20, spec=cement.spec, who="owner", organisation="shop")
    officer, abbot, owner = (stage.person(name).enter(f"{name}@example.test") for name in ("officer", "abbot", "owner"))

    abbot.go(f"{house}/exchange/offers/{lent.pk}/in-exchange/").type("wants", "ปูนซ่อมกำแพง").send()
    for attempt in (1, 2):
        # The temple proposes the ring that the house found; the office and the shop agree, each on their own telephone.
        abbot.go(f"{house}/exchange/deals/")
        found = abbot.page.locator('a[href*="/exchange/deals/new/?part="]')
        if attempt == 1:
            ring = str(found.first.get_attribute("href"))
        assert found.count() == (1 if attempt == 1 else 0), "what was refused is not proposed again by the house"
        abbot.go(ring)
        abbot.type("why", f"โต๊ะ ปรับทาง และปูน ครั้งที่ {attempt}").send().sees("เสนอแล้ว")
        made = Exchange.objects.get(why__endswith=str(attempt))
        page = f"{house}/exchange/deals/{made.pk}/"
        abbot.go(page).follow('a.act[href$="/agree/"]').send().sees("ตกลง")
        officer.go(page).follow('a.act[href$="/agree/"]').send()
        assert not Commitment.objects.exists(), "as long as one is missing, nothing is promised"
        if attempt == 1:
            owner.go(page).follow('a[href$="/let-go/"]').type("reason", "ปูนหมดพอดี").send()
            abbot.go(page).sees("ปูนหมดพอดี")
            assert not Commitment.objects.exists(), "nobody owes anything"
            continue
        with owner.counting("agree to the ring") as effort:
            owner.go(page).follow('a.act[href$="/agree/"]').send()
        assert (effort.taps, effort.fields) == (2, 0), "two taps, nothing typed"
    promises = {promise.provider_id: promise for promise in Commitment.objects.all()}
    assert set(promises) == {cast.temple.pk, cast.office.pk, cast.shop.pk}
    assert all(promise.is_accepted for promise in promises.values())
    assert promises[cast.temple.pk].is_loan
    # What came: every time that somebody gave, somebody took.
    brought(cast, promises[cast.temple.pk], 40)
    abbot.go(f"{house}/exchange/deals/").sees("ตกลงครบทุกฝ่าย")
    rows = queries.balance(cast.steward, today=TODAY)
    assert (sum(row.gave for row in rows), sum(row.took for row in rows)) == (1, 1)
    stage.let_news_flow()
    assert not stage.trouble
