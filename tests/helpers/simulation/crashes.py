"""Every point at which a process can die: each turn of its loop, and each commit before it comes about.

One quiet request, whose processes die at the points that are given; then it is asked for once more. What lies between
two points is done in one breath, so to die inside of it leaves what to die behind it does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple

from imgen_nb.engine.drive import Engine
from imgen_nb.testing.clock import VirtualLoop
from simulation.schedule import Call, Schedule


class Point(NamedTuple):
    """Where a process dies: at so many turns of its loop, or before so many commits."""

    kind: Literal["turn", "commit"]
    number: int


class _Loop(VirtualLoop):
    """Counts its turns."""

    def __init__(self, schedule: Crashing) -> None:
        super().__init__()
        self._schedule = schedule

    def _run_once(self) -> None:
        self._schedule.reached("turn")
        super()._run_once()  # type: ignore[misc]


@dataclass
class Crashing(Schedule):
    """One request in a world without trouble; its first processes die where `points` say, one each."""

    points: tuple[Point, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        self.calls = [Call(1, 0.0, 600.0)]
        self.numbers = range(1, 2)
        self.deaths, self.full, self.locked, self.hiccups = [], [], [], 0.0
        self.world.trouble, self.world.polls = 0.0, 1
        self.lives: list[dict[str, int]] = []
        """What each process that died, and the one after, came to: its turns and its commits."""

    def run(self) -> None:
        """Play it to its end; raises `Wrong`."""
        for number in range(len(self.points) + 1):
            self.lives.append({"turn": 0, "commit": 0})
            self._life(None, resumes=False, last=number > 0)
        self._end()

    def loop(self) -> VirtualLoop:
        """A loop that counts its turns."""
        return _Loop(self)

    def process(self) -> Engine:
        """An engine whose store counts its commits."""
        engine = super().process()
        opened = engine.store.database._engine

        def counted() -> Any:
            self.reached("commit")
            return opened()

        engine.store.database._engine = counted  # type: ignore[method-assign]
        return engine

    def reached(self, kind: Literal["turn", "commit"]) -> None:
        """Count, and die where a point says so."""
        life = self.lives[-1]
        life[kind] += 1
        if self.points[len(self.lives) - 1 : len(self.lives)] == (Point(kind, life[kind]),):
            self.die_now()


def crash(player: str, folder: Path, *points: Point, seed: int = 1) -> Crashing:
    """Play one request whose processes die at these points, one after another; raises `Wrong`."""
    schedule = Crashing(seed, folder, player, points=points)
    schedule.run()
    return schedule


def points(player: str, folder: Path, *before: Point) -> Iterator[Point]:
    """Every point at which the process dies that follows those of `before`."""
    reached = crash(player, folder, *before).lives[-1]
    for kind in ("turn", "commit"):
        for number in range(1, reached[kind] + 1):
            yield Point(kind, number)  # type: ignore[arg-type]
