"""Long tables are sampled: of each, one row in so many runs, and the seed says which; a day's number is its default.

A table that is asked for by name (`-k`, `file::test`) is never sampled: whoever names a row wants to see it run.
"""

from __future__ import annotations

import datetime
import zlib
from collections import defaultdict
from collections.abc import Iterable

import pytest


def today() -> int:
    """The seed of today: the same all day, and another part of each table tomorrow."""
    return datetime.datetime.now(datetime.UTC).date().toordinal()


def asked_by_name(config: pytest.Config) -> bool:
    """Whether somebody asked for tests by their names."""
    return bool(config.option.keyword) or any("::" in word for word in config.args)


def left_out(items: Iterable[pytest.Item], seed: int, *, matrix: bool = False) -> set[pytest.Item]:
    """Give the rows of tables marked `sampled(share)` that have no turn under this seed; one of each always has.

    A second share, `sampled(25, 2)`, is that of a run which plays the matrix, too.
    """
    tables: dict[tuple[str, int], list[str]] = defaultdict(list)
    marked = {item.nodeid: item for item in items if item.get_closest_marker("sampled")}
    for name, item in marked.items():
        mark = item.get_closest_marker("sampled")
        assert mark is not None
        tables[name.partition("[")[0], mark.args[-1 if matrix else 0]].append(name)
    return {marked[name] for (_, share), rows in tables.items() for name in rest(rows, min(share, len(rows)), seed)}


def rest(rows: Iterable[str], share: int, seed: int) -> list[str]:
    """Give all but one in `share`: in as many seeds in a row, each row has its turn once."""
    mixed = sorted(rows, key=lambda row: zlib.crc32(row.encode()))  # neighbours are much alike: they go apart
    return [row for turn, row in enumerate(mixed) if (turn - seed) % share]
