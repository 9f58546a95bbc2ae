"""The packs in force, the newest version of each. An older pack stays importable so that old verdicts can be read."""

from ruammue.rulebook.packs import local_plan, meetings, partnership
from ruammue.rulebook.values import Pack

IN_FORCE: tuple[Pack, ...] = (local_plan.PACK, meetings.PACK, partnership.PACK)
