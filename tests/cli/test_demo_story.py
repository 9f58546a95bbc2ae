"""The story of the demonstration, told on the test's database: every station of the wheel, and a whole record."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, models
from django.test import Client
from django.utils import timezone

from ruammue.cli.demo_cast import PASSWORD, email
from ruammue.cli.demo_month import TASKS
from ruammue.cli.demo_story import tell
from ruammue.cli.logins import Login
from ruammue.foundation import citizen_id
from ruammue.foundation.private_words import signs_in
from ruammue.ledger import guards
from ruammue.ledger.models import Entry, Parcel
from ruammue.ledger.verification import verify
from ruammue.loop.facts import facts_of
from ruammue.loop.stations import present_station
from ruammue.needs.models import Matter, Need, Standing, Station
from ruammue.people.models import Account, RoleHeld
from ruammue.places.models import Steward
from tests.cli import walking

HASH = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32,}")  # of files and rows: numbers of ours
NOW = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def logins(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[Login]]:
    """The story, told once for all tests here; emptied afterwards, past the ledger's guards."""
    with django_db_blocker.unblock():
        try:
            yield tell(NOW)
        finally:
            guards.remove(connection)
            call_command("flush", verbosity=0, interactive=False)
            guards.install(connection)


@pytest.fixture
def home(logins: list[Login], db: None) -> Steward:
    return Steward.objects.get(slug="na-ruam-jai")


def drain(home: Steward) -> Matter:
    return Matter.objects.of(home).get(number=1)  # type: ignore[no-any-return]


def test_a_matter_stands_at_every_station(home: Steward) -> None:
    standing = {present_station(facts) for facts in facts_of(Matter.objects.of(home))}
    assert set(Station) <= standing
    complete = facts_of(Matter.objects.of(home).filter(pk=drain(home).pk))[0]
    assert complete.published_results == 1
    assert complete.skips == {}
    assert complete.goal_sectors == 4


def test_the_record_is_as_it_was_written(home: Steward) -> None:
    assert verify(Steward.objects.values_list("pk", flat=True)) == []
    assert not Parcel.objects.exists()


def test_who_did_the_complete_turn(home: Steward) -> None:
    """At least seven people and three organisations stand behind it, and each act has its day in order."""
    key = str(drain(home).pk)
    acts = [
        entry for entry in Entry.objects.filter(steward_id=home.pk).order_by("id") if entry.payload.get("matter") == key
    ]
    assert len({act.person_id for act in acts} - {None}) >= 7
    assert len({act.on_behalf_of_id for act in acts} - {None}) >= 3
    moments = [act.at for act in acts]
    assert moments == sorted(moments)
    assert moments[-1] - moments[0] > dt.timedelta(days=250)
    assert all(entry.at <= NOW for entry in Entry.objects.all())


def test_needs_wait_in_every_way(home: Steward) -> None:
    needs = Need.objects.of(home)
    today = timezone.localdate(NOW)
    stands = list(needs.as_of(today).values_list("stands", "answer_due_on"))
    assert (Standing.OVERDUE) in {stand for stand, _due in stands}
    assert [due for stand, due in stands if stand == Standing.WAITING and today < due <= today + dt.timedelta(days=3)]
    assert Standing.FIXED in {stand for stand, _due in stands}
    assert needs.filter(is_about_one_person=True, is_hidden_from_head=True, matter__published_at=None).exists()


def test_two_administrators_and_nobody_is_all_powerful(home: Steward) -> None:
    for steward in Steward.objects.all():
        administrators = RoleHeld.objects.of(steward).filter(role="administrator", person__account__is_active=True)
        assert administrators.count() >= 2
        assert steward.mark == Steward.Mark.DEMO
    assert not hasattr(Account, "is_superuser")
    assert Steward.objects.count() == 2


def test_nothing_looks_like_a_citizens_number(home: Steward) -> None:
    """No thirteen digits that could be somebody's, in any text of any table."""
    for table in apps.get_models():
        fields = [f.name for f in table._meta.get_fields() if isinstance(f, models.CharField | models.TextField)]
        for row in table._default_manager.values_list(*fields) if fields else ():
            for text in filter(None, row):
                assert not citizen_id.contains(HASH.sub("", str(text))), (table, text)


def test_everybody_may_come_in(logins: list[Login], home: Steward) -> None:
    """Every login opens the wheel of its tenant, every receipt and card its page."""
    for login in logins:
        client = Client()
        if login.sign_in.startswith("/"):
            assert client.get(login.sign_in).status_code == 200, login
            continue
        assert login.password == PASSWORD
        assert client.login(email=login.sign_in, password=login.password), login
        page = client.get(f"/{login.slug}/")
        assert page.status_code == 200, login
    assert any(login.sign_in == email(home, "owner") for login in logins)


@pytest.mark.any_database
def test_every_link_of_home_matter_and_need_opens_for_every_role(home: Steward) -> None:
    wrong, walked = [], 0
    people = Account.objects.filter(person__acquaintances__steward=home, is_active=True).distinct()
    for account in [None, *people]:
        client = Client()
        if account is not None:
            client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        paths = walking.pages_of(home, account)
        walked += len(paths)
        wrong += [f"{account}: {page} -> {link} {code}" for page, link, code in sorted(walking.shut(client, paths))]
    assert walked > 50
    assert not wrong, "\n".join(wrong)


def test_a_link_that_does_not_open_is_noticed(home: Steward, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walking, "links_of", lambda client, path: {f"/{home.slug}/nowhere/"})
    assert walking.shut(Client(), ["/"]) == {("/", f"/{home.slug}/nowhere/", 404)}


@pytest.mark.any_database
def test_no_task_of_the_demonstration_points_at_a_person() -> None:
    for _day, _half, _moo, _priority, title, places in TASKS:
        assert not signs_in(title, *(role for role, *_rest in places)), title
