"""What a row is: a name, what it runs, and which shape of provider it is for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from imgen_nb.flow import Provider
from imgen_nb.testing.bench import Bench
from imgen_nb.testing.scripted import FakeWire

Run = Callable[[Bench], None]


class Check(NamedTuple):
    """What a row runs, and the words of `bench.shape` without which it would test nothing."""

    run: Run
    needs: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()

    def applies(self, shape: frozenset[str]) -> bool:
        """Whether this can go wrong for a provider of that shape."""
        return self.needs <= shape and not self.without & shape


def check(run: Run, *needs: str, without: str = "") -> Check:
    """Say what a row runs, and for whom."""
    return Check(run, frozenset(needs), frozenset(without.split()))


@dataclass(frozen=True)
class Row:
    """One row of the table; call it to run it."""

    name: str
    run: Run
    provider: Provider
    wire: FakeWire
    folder: Path

    def __call__(self) -> None:
        """Run the row; an AssertionError says what does not hold."""
        bench = Bench(self.provider, self.wire, self.folder)
        self.run(bench)
        bench.holds()
