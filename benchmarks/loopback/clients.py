"""What is measured, one client in one fresh process: `clients.py WHO MEASURE ROOT FOLDER [NUMBER]` prints JSON.

`floor` is the loop somebody writes by hand who knows what they do: httpx, one pool of 16 with a semaphore in front,
the provider's poll schedule, each picture streamed to a file and decoded once in two threads. It remembers nothing.
`ours` is this package, and `grid` its comparison. `replicate` is that vendor's own client, in an environment of its
own, and `polled` this package at the same service.
"""

import asyncio
import gc
import json
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median

POOL = 16
REST = 0.05
"""Seconds between single pictures, so that one does not pay for the thumbnail of the one before."""
IDLE = 5.0
"""Seconds after which a connection that nobody uses is closed: how many are kept at one moment says nothing."""
WARM = 5
"""Pictures made before anything is measured: imports, connections, files and durations are then as in a session."""
MODEL = "black-forest-labs/flux-schnell"


class Floor:
    """The raw loop."""

    def __init__(self, root, folder):
        import httpx
        from PIL import Image

        from imgen_nb import providers

        self.root, self.folder, self.open = root, folder, Image.open
        self.every = providers.get("destinpq").cadence.every
        self.loop = asyncio.new_event_loop()
        self.room = asyncio.Semaphore(POOL)
        self.decoders = ThreadPoolExecutor(2)
        self.http = httpx.AsyncClient(limits=httpx.Limits(max_connections=POOL), timeout=60, trust_env=False)

    def make(self, prompts):
        """The files of so many pictures, made at once."""
        return self.loop.run_until_complete(self._all(prompts))

    async def _all(self, prompts):
        return await asyncio.gather(*map(self._one, prompts))

    async def _one(self, prompt):
        task = await self._ask("POST", "/creations", {"input_data": {"prompt": prompt}})
        while (task := await self._ask("GET", f"/creations/{task['id']}?raw=true"))["status"] != "completed":
            await asyncio.sleep(self.every)
        path = self.folder / f"{task['id']}.png"
        async with self.room, self.http.stream("GET", task["output_assets"][0]["url"]) as reply:
            with path.open("wb") as file:
                async for chunk in reply.aiter_bytes():
                    file.write(chunk)
        await self.loop.run_in_executor(self.decoders, self._decode, path)
        return path

    async def _ask(self, method, path, body=None):
        async with self.room:
            return (await self.http.request(method, self.root + path, json=body)).json()

    def _decode(self, path):
        with self.open(path) as image:
            image.load()


class Ours:
    """This package, used as a notebook uses it."""

    def __init__(self, root, folder):
        import imgen_nb as ig

        self.client = ig.Client("destinpq", base_url=root, live=True, store=folder)

    def make(self, prompts):
        """The files of so many pictures, made at once."""
        jobs = [self.client.submit(prompt) for prompt in prompts]
        return [job.wait().images[0].path for job in jobs]


class Replicate:
    """The vendor's own client, as its document runs many predictions at once; each picture is written to a file."""

    def __init__(self, root, folder):
        import replicate
        from replicate.helpers import FileOutput

        self.client, self.output = replicate.Client(api_token="practice", base_url=root), FileOutput
        self.folder, self.loop = folder, asyncio.new_event_loop()

    def make(self, prompts):
        """The files of so many pictures, made at once."""
        return self.loop.run_until_complete(self._all(prompts))

    async def _all(self, prompts):
        return await asyncio.gather(*map(self._one, prompts))

    async def _one(self, prompt):
        (address,) = await self.client.async_run(MODEL, input={"prompt": prompt}, wait=False)
        path = self.folder / f"{prompt}.webp"
        path.write_bytes(await self.output(address, self.client).aread())  # as it makes of https addresses by itself
        return path


class Polled(Ours):
    """This package at the same service, whose answer is not waited for."""

    def __init__(self, root, folder):
        import imgen_nb as ig

        self.client = ig.Client("replicate", base_url=root, api_key="practice", live=True, store=folder)

    def make(self, prompts):
        """The files of so many pictures, made at once."""
        jobs = [self.client.submit(prompt, model=MODEL, background=True) for prompt in prompts]
        return [job.wait().images[0].path for job in jobs]


class Gridded(Ours):
    """The same as one comparison over as many prompts."""

    def make(self, prompts):
        """The files of so many pictures, made as cells of a grid."""
        import imgen_nb as ig

        grid = ig.grid(prompt=prompts, provider=self.client)
        return [cell.generation.images[0].path for cell in grid.cells]


def prompts(count, start=0):
    """Prompts that nobody has asked for yet."""
    return [f"picture {os.getpid()} {start + n}" for n in range(count)]


def timed(call, *arguments):
    """Seconds, seconds of the processor, and what the call gave."""
    began, busy = time.perf_counter(), time.process_time()
    given = call(*arguments)
    return time.perf_counter() - began, time.process_time() - busy, given


def present(paths):
    """How many different files are there."""
    return sum(path.stat().st_size > 0 for path in set(paths))


# --- measures: each takes a client and a number -----------------------------------------------------------------------


def single(client, number):
    """Milliseconds for one picture alone, the median of so many, and how many of them the processor was busy."""
    times = []
    for prompt in prompts(number):
        times.append(timed(client.make, [prompt])[:2])
        time.sleep(REST)
    return [median(each) * 1000 for each in zip(*times, strict=True)]


def together(client, number):
    """Seconds for so many pictures asked at once, how many of them the processor was busy, and what came."""
    seconds, busy, paths = timed(client.make, prompts(number))
    return seconds, busy, present(paths)


def peak(client, number):
    """Megabytes at the peak of so many pictures, above the process that idles."""
    gc.collect()
    idle = memory()[0]
    paths = client.make(prompts(number))
    return memory()[1] - idle, present(paths)


def keep(client, number):
    """Make pictures whose prompts another process can ask for again."""
    return present(client.make([f"kept {n}" for n in range(number)]))


def thumbnails(client, number):
    """Milliseconds for the thumbnails of pictures that an earlier process kept, and to make them anew."""
    import io

    from PIL import Image

    pictures = [client.client.generate(f"kept {n}").images[0] for n in range(number)]
    known = timed(lambda: [picture.thumbnail(384) for picture in pictures])[0]

    def anew(path):
        with Image.open(path) as image:
            image.thumbnail((384, 384))
            image.save(io.BytesIO(), "WEBP", quality=80)

    return known * 1000, timed(lambda: [anew(picture.path) for picture in pictures])[0] * 1000


def lasting(client, number):
    """A session of so many jobs, 20 at once: what came; of each quarter ms a job, busy ms, MB and descriptors."""
    quarters, came, each = [], 0, number // 4
    for quarter in range(4):
        began, busy = time.perf_counter(), time.process_time()
        for start in range(quarter * each, (quarter + 1) * each, 20):
            came += present(client.make(prompts(20, start)))
        taken = [
            (now - then) / each * 1000 for now, then in ((time.perf_counter(), began), (time.process_time(), busy))
        ]
        time.sleep(IDLE)
        gc.collect()
        quarters.append((*taken, memory()[0], descriptors()))
    return came, quarters


def memory():
    """Resident megabytes now and at the peak; where the system does not tell both, the peak twice."""
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
    except OSError:
        import resource

        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
        return most, most
    told = {line.split()[0]: int(line.split()[1]) / 1e3 for line in lines if line.startswith(("VmRSS", "VmHWM"))}
    return told["VmRSS:"], told["VmHWM:"]


def descriptors():
    """Open files and connections, None where the system does not tell."""
    folder = Path("/proc/self/fd")
    return len(list(folder.iterdir())) if folder.exists() else None


MEASURES = {measure.__name__: measure for measure in (single, together, peak, keep, thumbnails, lasting)}


CLIENTS = {"floor": Floor, "ours": Ours, "grid": Gridded, "replicate": Replicate, "polled": Polled}


def main(who, measure, root, folder, number):
    """Warm up, measure once, and print what was found."""
    make, at = CLIENTS[who], Path(folder)
    client = make(root, at)
    # large pictures decoded beforehand would leave their memory behind
    warm = make(root.rpartition("/")[0] + "/64", at) if measure == "peak" else client
    warm.make([f"warm {os.getpid()} {n}" for n in range(WARM)])
    print(json.dumps(MEASURES[measure](client, int(number))))


if __name__ == "__main__":
    main(*sys.argv[1:])
