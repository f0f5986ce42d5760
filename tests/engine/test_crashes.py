"""A process dies, at every point there is, once or twice; what was paid is there afterwards, or a word says where."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from simulation import PLAYERS, Point, crash, points

pytestmark = [  # a process may die between making a coroutine and its first step
    pytest.mark.filterwarnings("ignore:coroutine .* was never awaited"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.mark.sampled(4)
@pytest.mark.parametrize("player", PLAYERS)
def test_one_death_at_every_point(player: str, memory: Path) -> None:
    every = list(points(player, memory / "none"))
    assert {point.kind for point in every} == {"turn", "commit"}
    for number, point in enumerate(every):
        crash(player, memory / str(number), point)


@pytest.mark.sampled(4)
@pytest.mark.parametrize("player", PLAYERS)
def test_a_second_death_while_the_first_is_made_good(player: str, memory: Path, request: pytest.FixtureRequest) -> None:
    chance = random.Random(request.config.getoption("--money"))
    firsts = list(points(player, memory / "none"))
    for number, first in enumerate(chance.sample(firsts, 5)):
        second = chance.choice(list(points(player, memory / f"once-{number}", first)))
        crash(player, memory / f"twice-{number}", first, second)


def test_a_point_is_really_reached(memory: Path) -> None:
    dead = crash("destinpq", memory / "dead", Point("commit", 2))
    assert len(dead.lives) == 2
    assert dead.lives[0]["commit"] < crash("destinpq", memory / "alive").lives[0]["commit"]
    assert "the process dies" in "".join(dead.notes)
