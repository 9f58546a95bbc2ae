"""A tenant is made from an office, never from an area; doubtful villages wait for the office's word."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from ruammue.foundation.refusals import Refusal, sentence_for
from ruammue.ledger.models import Entry
from ruammue.ledger.who import SYSTEM
from ruammue.places import refusals
from ruammue.places.actions import confirm_village, make_fictional_steward, make_practice, make_steward, remove_village
from ruammue.places.compact import AreaRow
from ruammue.places.models import Steward, Village
from tests.cast import Cast


@pytest.mark.usefixtures("two_provinces")
def test_a_tenant_with_its_villages_claimed_by_nobody() -> None:
    steward = make_steward("sao-480904")
    assert (steward.slug, steward.area_id, steward.is_claimed) == ("sao-480904", "480904", False)
    villages = list(Village.objects.of(steward))
    assert [village.label for village in villages][:3] == ["หมู่ 1 บ้านม่วง", "หมู่ 2 บ้านนาคูณใหญ่", "หมู่ 3 บ้านนาคูณใหญ่"]
    assert all(village.is_confirmed for village in villages)
    entry = Entry.objects.get(kind="places.steward_made")
    assert entry.payload == {"local_government": "sao-480904", "villages": 7, "unconfirmed": 0}


@pytest.mark.usefixtures("two_provinces")
@pytest.mark.parametrize(
    ("asked", "refusal", "words"),
    [
        ("480904", refusals.NotALocalGovernment, "sao-480904"),
        ("นาหว้า", refusals.NotALocalGovernment, "sao-480901"),
        ("sao-000000", refusals.NotALocalGovernment, "ไม่พบ"),
        ("pao-48", refusals.NoCoverage, "ทุกตำบล"),
    ],
)
def test_what_cannot_become_a_tenant_is_refused_with_the_reason(asked: str, refusal: type[Refusal], words: str) -> None:
    with pytest.raises(refusal) as refused:
        make_steward(asked)
    assert words in sentence_for(refused.value)
    assert not Steward.objects.exists()


@pytest.mark.usefixtures("two_provinces")
def test_not_twice_and_not_at_a_reserved_address() -> None:
    make_steward("sao-480904")
    with pytest.raises(refusals.StewardExists):
        make_steward("sao-480904", slug="elsewhere")
    for slug in ("places", "account", "sao-480904"):
        with pytest.raises(refusals.SlugTaken):
            make_steward("sao-480902", slug=slug)


@pytest.mark.django_db
def test_without_places_it_says_what_to_do_first() -> None:
    with pytest.raises(refusals.PlacesNotLoaded) as refused:
        make_steward("sao-480904")
    assert "load-places" in sentence_for(refused.value)


@pytest.mark.usefixtures("two_provinces")
def test_villages_of_a_partly_covered_tambon_wait_for_the_office() -> None:
    steward = make_steward("sao-480901")
    first, second, *_ = Village.objects.of(steward)
    assert not first.is_confirmed
    assert confirm_village(first, by=SYSTEM).is_confirmed
    with pytest.raises(refusals.VillageIsConfirmed):
        confirm_village(first, by=SYSTEM)
    with pytest.raises(refusals.VillageIsConfirmed):
        remove_village(first, by=SYSTEM)
    remove_village(second, by=SYSTEM)
    assert not Village.objects.filter(pk=second.pk).exists()
    kinds = list(Entry.objects.filter(steward_id=steward.pk).order_by("id").values_list("kind", flat=True))
    assert kinds == ["places.steward_made", "places.village_confirmed", "places.village_removed"]


@pytest.mark.usefixtures("two_provinces")
def test_a_practice_copy_has_the_villages_and_the_mark() -> None:
    steward = make_steward("sao-480901")
    copy = make_practice(steward)
    assert (copy.mark, copy.practice_of_id) == ("practice", steward.pk)
    assert Village.objects.of(copy).filter(is_confirmed=False).count() == Village.objects.of(steward).count()
    with pytest.raises(refusals.StewardExists):
        make_practice(steward)


@pytest.mark.django_db
def test_a_fictional_tenant_never_stands_on_real_codes() -> None:
    with pytest.raises(ValueError, match="480904"):
        make_fictional_steward(
            slug="x",
            name="x",
            short_name="x",
            tambon=AreaRow("480904", "tambon", "x", "", "4809", "", "", ""),
            villages=["บ้านก"],
            phone="",
        )


def test_whose_village_is_said_by_the_office_only(cast: Cast) -> None:
    doubtful = cast.villages[1]
    Village.objects.filter(pk=doubtful.pk).update(is_confirmed=False)
    page = reverse("places:villages", args=[cast.steward.slug])
    assert doubtful.label in cast.client("officer").get(page).content.decode()
    confirm = reverse("places:confirm_village", args=[cast.steward.slug, doubtful.pk])
    for who in ("head", "outsider", "auditor"):
        assert cast.client(who).post(confirm).status_code == 403
    assert Client().post(confirm).status_code in (302, 403)
    assert not Village.objects.get(pk=doubtful.pk).is_confirmed
    assert "<form" not in cast.client("auditor").get(page).content.decode().split("<main")[1].split("</main")[0]


def test_the_offices_word_counts(cast: Cast) -> None:
    doubtful = cast.villages[1]
    Village.objects.filter(pk=doubtful.pk).update(is_confirmed=False)
    officer = cast.client("officer")
    answer = officer.post(reverse("places:confirm_village", args=[cast.steward.slug, doubtful.pk]))
    assert answer.status_code == 302
    assert Village.objects.get(pk=doubtful.pk).is_confirmed
    # Somebody lives in the third village of the record already: it can no longer be taken off.
    used = cast.villages[2]
    Village.objects.filter(pk=used.pk).update(is_confirmed=False)
    refused = officer.post(reverse("places:remove_village", args=[cast.steward.slug, used.pk]))
    assert refused.status_code == 409
    assert used.label in refused.content.decode()
    assert Village.objects.filter(pk=used.pk).exists()
