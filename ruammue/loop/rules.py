"""Who sees the wheel."""

from __future__ import annotations

from ruammue.access.claims import is_member_here
from ruammue.access.gate import EVERYONE, Policy

HOME: Policy = EVERYONE
SHEET: Policy = [[is_member_here]]
