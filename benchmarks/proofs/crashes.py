"""A process dies at every point there is: each turn of its loop, and before each commit; then a second one does."""

import random
from pathlib import Path

from proofs.many import folder, tallied

PAIRS = 50_000
"""About as many as there are: who asks for so many gets all."""
EACH = 20
"""Second points that are drawn for one first point, where not all are asked for."""


def once(tries, seed):
    """Every single point of every provider."""
    from simulation import PLAYERS

    many, wrong = tallied(_once, [(player, point) for player in PLAYERS for point in _points(player)])
    return [
        f"{many} points at which a process can die, of {len(PLAYERS)} providers: {len(wrong)} lost or paid twice"
    ], wrong


def twice(tries, seed):
    """Pairs of points, a second death while the first is made good: all there are, or so many that are drawn."""
    from simulation import PLAYERS

    every = tries >= PAIRS
    firsts = [(None if every else EACH, seed, player, point) for player in PLAYERS for point in _points(player)]
    if not every:
        firsts = random.Random(seed).sample(firsts, min(len(firsts), -(-tries // EACH)))
    many, wrong = tallied(_twice, firsts)
    which = "all there are" if every else "drawn"
    return [f"{many} pairs of points, {which}: {len(wrong)} lost or paid twice"], wrong


def _tried(player, *points):
    from simulation import Wrong, crash

    with folder() as place:
        try:
            crash(player, Path(place), *points)
        except Wrong as found:
            return [f"{points}: {found}"]
    return []


def _points(player, *before):
    from simulation import points

    with folder() as place:
        return list(points(player, Path(place), *before))


def _once(tries):
    return [len(tries), *(word for one in tries for word in _tried(*one))]


def _twice(firsts):
    wrong, many = [], 0
    for each, seed, player, first in firsts:
        seconds = _points(player, first)
        drawn = random.Random(f"{seed} {player} {first}").sample(seconds, min(len(seconds), each or len(seconds)))
        for second in drawn:
            wrong += _tried(player, first, second)
            many += 1
    return [many, *wrong]
