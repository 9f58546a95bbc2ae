"""What the refusals of this room say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

from ruammue.foundation.refusals import says
from ruammue.places import refusals


def _not_a_local_government(data: Mapping[str, Any]) -> str:
    told = {"asked": data["asked"], "candidates": ", ".join(data["candidates"])}
    if data["is_area_code"] and data["candidates"]:
        return (
            gettext(
                "%(asked)s is the code of an area. An area is not an office: one tambon may have several."
                " Give the lg_id of the office: %(candidates)s."
            )
            % told
        )
    if data["candidates"]:
        return gettext("There is no local government %(asked)s in the list. Perhaps: %(candidates)s.") % told
    return (
        gettext("There is no local government %(asked)s in the list. Search for it by name to find its lg_id.") % told
    )


def _no_coverage(data: Mapping[str, Any]) -> str:
    why = {
        "province": gettext("A provincial administration covers every tambon of its province together with others."),
        "bangkok": gettext("Bangkok has districts and quarters, not tambons and villages."),
        "not_recorded": gettext(
            "The source does not say which tambons it covers; the office may have been merged or upgraded since."
        ),
    }[data["why"]]
    return gettext("%(name)s (%(lg_id)s) cannot be set up yet. %(why)s") % {**data, "why": why}


says(refusals.NotALocalGovernment, _not_a_local_government)
says(refusals.NoCoverage, _no_coverage)
says(refusals.StewardExists, lambda d: gettext("%(name)s is set up already, at /%(slug)s/. Nothing was changed.") % d)
says(refusals.SlugTaken, lambda d: gettext("The address /%(slug)s/ is taken. Choose another with --slug.") % d)
says(
    refusals.PlacesNotLoaded,
    lambda d: gettext("The places of Thailand are not loaded yet. First run: python -m ruammue load-places"),
)
says(refusals.VillageIsConfirmed, lambda d: gettext("%(village)s is confirmed already.") % d)
says(
    refusals.VillageInUse,
    lambda d: (
        gettext("%(village)s has entries in the record already, so it cannot be taken off. Call the administrator.") % d
    ),
)
