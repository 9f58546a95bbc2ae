"""The wheel turns: what must follow in another room when something happened in one.

Observations go down to `networks` (a kept promise, a meeting, a signature becomes a tie that was seen), so that the
partner finder and the measures read their own room.
"""

from __future__ import annotations
