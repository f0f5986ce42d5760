"""Money by simulation: jobs, faults, deadlines, cancels and deaths at random, in virtual time, and who was right.

A schedule is a seed. It draws a provider, some requests, the calls that ask for them, and what goes wrong: on the wire
(`faults`), in the ledger, on the disk. A scripted server (`truth`) knows what was accepted; when all trouble is over,
every request is asked for once more, and must have what was paid for it (`schedule`).
"""

from simulation.crashes import Point, crash, points
from simulation.homes import memory
from simulation.schedule import PLAYERS, Schedule, Wrong, play

__all__ = ["PLAYERS", "Point", "Schedule", "Wrong", "crash", "memory", "play", "points"]
