"""One endpoint a file. Importing this package registers them all with the API."""

from ruammue.api.endpoints import chain, matters, networks, summary, villages

__all__ = ["chain", "matters", "networks", "summary", "villages"]
