"""A process dies at every point there is: each turn of its loop, and before each commit; then a second one does."""

import random
from pathlib import Path

from proofs.many import folder, tallied


def once(tries, seed):
    """Every single point of every provider."""
    from simulation import PLAYERS

    many, wrong = tallied(_once, [(player, point) for player in PLAYERS for point in _points(player)])
    return [
        f"{many} points at which a process can die, of {len(PLAYERS)} providers: {len(wrong)} lost or paid twice"
    ], wrong


def twice(percent, seed):
    """Every pair of points, a second death while the first is made good; or so many in a hundred of them."""
    from simulation import PLAYERS

    firsts = [(percent, seed, player, point) for player in PLAYERS for point in _points(player)]
    many, wrong = tallied(_twice, firsts)
    which = "all" if percent >= 100 else f"{percent} in a hundred"
    return [f"{many} pairs of points, {which} there are: {len(wrong)} lost or paid twice"], wrong


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
    for percent, seed, player, first in firsts:
        seconds = _points(player, first)
        chance = random.Random(f"{seed} {player} {first}")
        for second in chance.sample(seconds, -(-len(seconds) * min(percent, 100) // 100)):
            wrong += _tried(player, first, second)
            many += 1
    return [many, *wrong]
