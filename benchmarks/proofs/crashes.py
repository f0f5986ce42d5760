"""A process dies at every point there is: each turn of its loop, and before each commit."""

import itertools
import random
from pathlib import Path

from proofs.many import folder, tallied


def once(tries, seed):
    """Every single point of every provider."""
    from simulation import PLAYERS

    many, wrong = tallied(_once, list(PLAYERS))
    return [
        f"{many} points at which a process can die, of {len(PLAYERS)} providers: {len(wrong)} lost or paid twice"
    ], wrong


def twice(tries, seed):
    """Pairs of points: a second death while the first is made good; drawn where there are more than asked for."""
    from simulation import PLAYERS

    chance = random.Random(seed)
    shares = [(player, chance.getrandbits(32), -(-tries // len(PLAYERS))) for player in PLAYERS]
    many, wrong = tallied(_twice, shares)
    return [f"{many} pairs of points: {len(wrong)} lost or paid twice"], wrong


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


def _once(players):
    found = [(player, point) for player in players for point in _points(player)]
    return [len(found), *itertools.chain(*(_tried(player, point) for player, point in found))]


def _twice(shares):
    wrong, many = [], 0
    for player, seed, wanted in shares:
        chance = random.Random(seed)
        firsts = _points(player)
        for first in chance.sample(firsts, min(len(firsts), -(-wanted // 20))):
            seconds = _points(player, first)
            for second in chance.sample(seconds, min(len(seconds), 20)):
                wrong += _tried(player, first, second)
                many += 1
    return [many, *wrong]
