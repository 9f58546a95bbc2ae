"""Who may do what with places, as a table to read aloud. Looking a place up is open to everybody."""

from __future__ import annotations

from ruammue.access.claims import is_administrator, is_auditor, is_clerk, is_officer

SEE_VILLAGES = [[is_administrator], [is_officer], [is_clerk], [is_auditor]]
SAY_WHOSE_VILLAGE = [[is_administrator], [is_officer], [is_clerk]]
