"""How soon a job's end is found, and by how many questions; beside the loop that asks every two seconds."""

from pathlib import Path
from statistics import median

from proofs.many import folder

LATE, OFTEN, SHARED, BATCH = 0.5, 3.2, 40.0, 16
JOBS, LASTING, ROUNDS = 64, 2, 3


def polls(tries, seed):
    """Jobs that last between one second and six where no cadence is prescribed; a batch where a list tells of all."""
    from lasting import measured, plain, shared

    with folder() as place:
        late, often = measured(Path(place), tries, seed)
    with folder() as place:
        pictures = shared(Path(place), BATCH)
    simply, plainly = plain(tries, seed)
    wrong = (
        [f"{late:.2f} s late with {often:.2f} questions"] if tries >= 1000 and (late > LATE or often > OFTEN) else []
    )
    wrong += [f"{pictures:.0f} pictures for 100 requests in a batch"] if pictures < SHARED else []
    found = f"{tries} jobs of 1 to 6 s: found {late:.2f} s late with {often:.2f} questions each"
    return [
        f"{found} (every two seconds: {simply:.2f} s, {plainly:.2f})",
        f"Banatie, a batch of {BATCH}: {pictures:.0f} pictures for 100 requests",
    ], wrong


def foreign(tries, seed):
    """Jobs of two seconds at Replicate, all at once: the vendor's own client and this package take turns.

    To be late is no fault on a busy machine: every picture is decoded here, and only written to a file there.
    """
    from environments import CLIENTS, environment, python
    from pictures import Bench, served

    theirs = {"who": "replicate", "python": python(environment("clients", CLIENTS))}
    asked = {"measure": "together", "number": JOBS, "seconds": LASTING}
    with served() as port:
        bench = Bench(port)
        turns = [[bench.ask(**who, **asked) for who in (theirs, {"who": "polled"})] for _ in range(ROUNDS)]
    (slow, busy, came), (ours, our_busy, our_came) = (
        [median(each) for each in zip(*found, strict=True)] for found in zip(*turns, strict=True)
    )
    wrong = [f"{came} and {our_came} pictures"] if {came, our_came} != {JOBS} else []
    told = f"ours {ours:.2f} s (processor {our_busy:.2f}), Replicate's own client {slow:.2f} s ({busy:.2f})"
    return [f"{JOBS} jobs of {LASTING} s, the median of {ROUNDS}: {told}; goal: no longer"], wrong
