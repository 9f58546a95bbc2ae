"""Ruammue (ร่วมมือ): software for a collaborative governance network. `docs/README.md` is the index."""

__version__ = "0.1.0"
