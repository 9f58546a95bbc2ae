"""Who sees the wheel."""

from __future__ import annotations

from ruammue.access.gate import EVERYONE, Policy

HOME: Policy = EVERYONE
