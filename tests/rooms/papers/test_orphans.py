"""An act that is undone takes its files along; what a crash left behind is swept away, never what is being written."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from ruammue.foundation.transactions import door
from ruammue.needs.actions import report_need
from ruammue.needs.models import Need
from ruammue.papers import attachments, orphans
from ruammue.papers.attachments import attach_photo
from ruammue.papers.models import Attachment
from ruammue.papers.voice import NotAVoice
from tests.cast import Cast
from tests.rooms.needs.pictures import jpeg


def shelf() -> set[str]:
    """Every file that stands on the shelf."""
    return set(orphans._on_the_shelf(orphans.SHELF))


def refused_after_its_photo(cast: Cast) -> None:
    """The picture was fine, the recording is none: the view says so, and its door closes as on any other page."""
    with door():
        with pytest.raises(NotAVoice):
            report_need(cast.steward, by=cast.actor("volunteer"), photos=[jpeg()], voice=b"no voice at all")
        assert not Need.objects.exists()


def undone_as_a_whole(cast: Cast) -> None:
    """Something fails after the act: the door's transaction is rolled back."""
    with suppress(RuntimeError), door():
        attach_photo(cast.steward, jpeg(), by=cast.actor("volunteer"))
        raise RuntimeError
    assert not Attachment.objects.exists()


@pytest.mark.parametrize("act", [refused_after_its_photo, undone_as_a_whole])
def test_an_undone_act_leaves_no_file(lasting_cast: Cast, act: object) -> None:
    before = shelf()
    act(lasting_cast)  # type: ignore[operator]
    assert shelf() == before


@pytest.mark.parametrize("act", [refused_after_its_photo, undone_as_a_whole])
def test_mutant_without_a_look_afterwards_the_file_stays(
    lasting_cast: Cast, act: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = shelf()
    monkeypatch.setattr(attachments, "settle", lambda _name: None)
    act(lasting_cast)  # type: ignore[operator]
    assert len(shelf() - before) == 2, "the photo and its small picture"


def test_what_is_kept_stays(lasting_cast: Cast) -> None:
    with door():
        kept = attach_photo(lasting_cast.steward, jpeg(), by=lasting_cast.actor("volunteer"))
    assert {kept.file.name, kept.thumbnail.name} <= shelf()


def left(days: float) -> str:
    """A file that no row names, so many days old."""
    name = default_storage.save(f"{orphans.SHELF}/2026/01/left.jpg", ContentFile(b"left"))
    when = (timezone.now() - timedelta(days=days)).timestamp()
    os.utime(default_storage.path(name), (when, when))
    return name


def test_the_sweep_takes_what_no_row_names_and_nothing_that_may_be_in_the_making(cast: Cast) -> None:
    kept = attach_photo(cast.steward, jpeg(), by=cast.actor("volunteer"))
    for name in (kept.file.name, kept.thumbnail.name):
        os.utime(default_storage.path(name), (0, 0))
    old, young = left(days=2), left(days=0.1)
    swept = orphans.sweep(now=timezone.now())
    assert old in swept
    assert not {young, kept.file.name, kept.thumbnail.name} & set(swept)
    assert young in shelf()
    assert Path(default_storage.path(kept.file.name)).is_file()
    assert not default_storage.exists(old)


def test_mutant_a_sweep_without_an_age_takes_the_file_of_a_running_act(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(orphans, "SETTLED_AFTER", timedelta(0))
    young = left(days=0.1)
    assert young in orphans.sweep(now=timezone.now())


def test_mutant_a_sweep_that_asks_no_row_takes_what_is_kept(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = attach_photo(cast.steward, jpeg(), by=cast.actor("volunteer"))
    os.utime(default_storage.path(kept.file.name), (0, 0))
    monkeypatch.setattr(Attachment, "objects", Attachment.objects.none())
    assert kept.file.name in orphans.sweep(now=timezone.now())
