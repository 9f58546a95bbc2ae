"""Why something about places was not done. Data only; `sentences.py` speaks."""

from __future__ import annotations

from ruammue.foundation.refusals import Refusal


class NotALocalGovernment(Refusal):
    """`asked` is no lg_id of the list. `candidates`: up to five lg_ids that may have been meant; `is_area_code`."""


class NoCoverage(Refusal):
    """The list does not say which tambons `lg_id` (`name`) covers. `why`: "province", "bangkok" or "not_recorded"."""


class StewardExists(Refusal):
    """`name` is a tenant already, under `slug`."""


class SlugTaken(Refusal):
    """The address `slug` is taken or reserved."""


class PlacesNotLoaded(Refusal):
    """There are no areas in the database yet: `ruammue load-places` comes first."""


class VillageIsConfirmed(Refusal):
    """`village` was confirmed already; it is no longer a question."""


class VillageInUse(Refusal):
    """Something of `village` stands in the record already: it can no longer be taken off."""
