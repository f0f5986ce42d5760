"""What common clients do under the same faults: the sample of a document, and one that repeats everything twice."""

import asyncio
import io
import random
from collections import Counter

from proofs.many import over_cores

POLICIES = {"the document's sample": 1, "everything is repeated twice": 3}
PATIENCE = 200.0


def run(tries, seed):
    """A table: what each policy makes of so many schedules of one provider, beside this package."""
    found = over_cores(_play, range(seed * 10_000_000, seed * 10_000_000 + tries))
    wrong = [one for one in found if isinstance(one, str)]
    rows = {
        name: sum((one[name] for one in found if isinstance(one, dict)), Counter()) for name in (*POLICIES, "imgen_nb")
    }
    kinds = ("a picture", "paid twice", "paid, lost, not told", "a damaged file", "an untyped error")
    lines = [f"{tries} schedules of DestinPQ; {'':20}" + "".join(f"{kind:>22}" for kind in kinds)]
    lines += [
        f"{name:>{len(lines[0]) - 22 * len(kinds) - 1}} " + "".join(f"{row[kind]:>22}" for kind in kinds)
        for name, row in rows.items()
    ]
    return lines, wrong


def _play(seeds):
    from pathlib import Path

    from simulation import Wrong, play

    from proofs.many import folder

    rows, wrong = {name: Counter() for name in (*POLICIES, "imgen_nb")}, []
    for seed in seeds:
        for name, attempts in POLICIES.items():
            rows[name].update(_common(seed, attempts))
        with folder() as place:
            try:
                schedule = play(seed, Path(place), "destinpq")
            except Wrong as found:
                wrong.append(str(found))
                continue
        for number in schedule.numbers:
            rows["imgen_nb"]["a picture"] += any(f" {number}: saved" in note for note in schedule.notes)
            rows["imgen_nb"]["paid twice"] += len(schedule.world.paid(number)) > 1
    return [rows, *wrong]


def _common(seed, attempts):
    """One schedule's world, asked by a client as people write them."""
    import httpx
    from PIL import Image
    from simulation.faults import MENU
    from simulation.schedule import PLAYERS
    from simulation.truth import World, picture

    from imgen_nb.testing.clock import VirtualLoop

    chance = random.Random(seed)
    _, wire = PLAYERS["destinpq"]()
    world = World(wire, chance, MENU)
    world.twice = False
    counted = Counter()

    async def asked(client, method, url, **body):
        for left in reversed(range(attempts)):
            try:
                reply = await client.request(method, url, **body)
                reply.raise_for_status()
            except httpx.HTTPError:
                if not left:
                    raise
            else:
                return reply
        raise AssertionError("the last try returns or raises")

    async def one(client, number):
        prompt = f"{wire.prompt} schedule-{number}."
        made = (await asked(client, "POST", "/creations", json={"input_data": {"prompt": prompt}})).json()
        async with asyncio.timeout(PATIENCE):
            while made["status"] not in ("completed", "failed"):
                await asyncio.sleep(2)
                made = (await asked(client, "GET", f"/creations/{made['id']}")).json()
        if made["status"] == "failed":
            return None
        return (await asked(client, "GET", made["output_assets"][0]["url"])).content

    async def all_of_them():
        transport = httpx.MockTransport(world.handle)
        async with httpx.AsyncClient(base_url=wire.base_url, transport=transport, timeout=30) as client:
            for number in range(1, chance.choice((1, 1, 2, 3)) + 1):
                try:
                    got = await one(client, number)
                except (httpx.HTTPError, TimeoutError):
                    got = None
                except Exception:
                    got = None
                    counted["an untyped error"] += 1
                paid = len(world.paid(number))
                whole = got == picture(number)
                counted["a picture"] += whole
                counted["paid twice"] += paid > 1
                counted["paid, lost, not told"] += bool(paid and not whole)
                counted["a damaged file"] += got is not None and not whole and not _opens(Image, got)

    world.clock = lambda: asyncio.get_running_loop().time()
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        runner.run(all_of_them())
    return counted


def _opens(pillow, data):
    try:
        with pillow.open(io.BytesIO(data)) as image:
            image.load()
    except Exception:
        return False
    return True
