"""Schedules of faults in virtual time, for every provider and one of each shape; the server knows what was paid."""

from collections import Counter
from pathlib import Path

from proofs.many import folder, over_cores


def run(tries, seed):
    """Play so many; what must never happen is told with the seed that repeats it."""
    found = over_cores(_play, range(seed * 10_000_000, seed * 10_000_000 + tries))
    wrong = [one for one in found if isinstance(one, str)]
    counted = sum((one for one in found if isinstance(one, Counter)), Counter())
    accepted, faults = counted.pop("accepted", 0), counted.pop("faults", 0)
    ends = ", ".join(f"{count} {how}" for how, count in counted.most_common())
    return [
        f"{tries} schedules, {faults} faults, {accepted} paid requests: {len(wrong)} broke a promise (goal 0)",
        f"calls ended: {ends}",
    ], wrong


def _play(seeds):
    from simulation import Wrong, play

    ends, wrong = Counter(), []
    for seed in seeds:
        with folder() as place:
            try:
                schedule = play(seed, Path(place))
            except Wrong as found:
                wrong.append(str(found))
                continue
        ends["accepted"] += len(schedule.world.owner)
        ends["faults"] += len(schedule.world.faults)
        ends.update(_how(note) for note in schedule.notes if ": " in note)
    return [ends, *wrong]


def _how(note):
    """The kind of end that a note tells of: "12s 3: DeadlineExceeded charged yes: ..." """
    return note.partition(": ")[2].partition(":")[0]
