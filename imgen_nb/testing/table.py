"""The wire table: what every provider must survive, as a function over any provider and a fake of its wire.

    from imgen_nb.testing import FakeWire, wire_table

    @pytest.mark.parametrize("row", wire_table(Mine(), MyWire(), tmp_folder))
    def test_wire(row):
        row()

Each row runs a whole job in virtual time (hours of waiting take milliseconds) against a scripted server that
counts what it accepted, and asserts that nothing was paid twice, that nothing paid was lost without a typed
word and a way to fetch it, and that nothing was asked after a cancel. No network, no clock and no sleep are involved.
Only rows that can go wrong for this provider are given: one that answers in the POST itself is never polled.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from imgen_nb.flow import Provider
from imgen_nb.testing import asking, ending, fetching, paying
from imgen_nb.testing.bench import shape
from imgen_nb.testing.rows import Check, Row, check
from imgen_nb.testing.scripted import FakeWire


def wire_table(provider: Provider, wire: FakeWire, folder: Path) -> Iterator[Row]:
    """Give every row that applies to this provider."""
    checks: dict[str, Check] = {**paying.ROWS, **asking.ROWS, **fetching.ROWS, **ending.ROWS}
    checks |= {f"refused: {name}": check(partial(paying.refused, name=name)) for name in wire.refusals()}
    checks |= {f"told to wait: {name}": check(partial(paying.waits, name=name)) for name in wire.waits()}
    checks |= {f"job failed: {name}": check(partial(asking.failed, name=name)) for name in wire.failures("x")}
    does = shape(provider, wire)
    for name, row in checks.items():
        if row.applies(does):
            yield Row(name, row.run, provider, wire, folder)


def names(provider: Provider, wire: FakeWire) -> list[str]:
    """The names of the rows, for parametrising."""
    return [row.name for row in wire_table(provider, wire, Path())]
