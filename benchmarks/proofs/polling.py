"""How soon a job's end is found, and by how many questions; beside the loop that asks every two seconds."""

from pathlib import Path

from proofs.many import folder

LATE, OFTEN, SHARED, BATCH = 0.5, 3.2, 40.0, 16


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
