"""`__begins`: a prefix search that an index answers on both databases, Thai letters included.

`startswith` would scan: SQLite's LIKE with ESCAPE uses no index, and a PostgreSQL index in a language's collation
does not serve LIKE. Here bytes are compared: a range on SQLite, the pattern operators on PostgreSQL (they use the
`_like` index that Django makes for every indexed text column).
"""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, Lookup


@CharField.register_lookup
class Begins(Lookup):
    """`name__begins="นา"`. The prefix must not be empty."""

    lookup_name = "begins"

    def _sides(self, compiler: Any, connection: Any, at_least: str, below: str) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        first, after = bounds(str(self.rhs))
        return f"({column} {at_least} %s AND {column} {below} %s)", (*params, first, *params, after)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """A range in the column's own order, which on SQLite is that of bytes."""
        return self._sides(compiler, connection, ">=", "<")

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """The same range in the order of bytes, whatever the database's collation."""
        return self._sides(compiler, connection, "~>=~", "~<~")


def bounds(prefix: str) -> tuple[str, str]:
    """The prefix and the first text after all that begin with it. Raises ValueError for an empty prefix."""
    if not prefix:
        raise ValueError(prefix)
    return prefix, prefix[:-1] + chr(ord(prefix[-1]) + 1)
