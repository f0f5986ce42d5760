"""A creations API on this machine whose jobs take as long as their address says; run in a process of its own.

    http://127.0.0.1:PORT/SECONDS/SIDE/creations   POST makes a job, GET .../ID tells it, as DestinPQ's document has it
    http://127.0.0.1:PORT/SECONDS/SIDE/v1          a POST below it makes a job, GET .../predictions/ID tells it, as
                                                   Replicate's documents have it

Nothing is remembered: a job's id holds the second it began at. DestinPQ's pictures are PNG. Replicate's are what
flux-schnell gives where nobody says otherwise (replicate.com/black-forest-labs/flux-schnell: `output_format` webp,
`output_quality` 80). Each picture is another file: the same noise with the job's id in a chunk of it, so that no store
can take two for one.
"""

import asyncio
import contextlib
import functools
import io
import itertools
import json
import sys
import time
import zlib

END = b"\x00\x00\x00\x00IEND\xaeB`\x82"
GRAIN = {"png": 1.0, "webp": 7.0}
"""So much that 1024 x 1024 pixels are a PNG of 1.17 MB (2048 x 2048: 4.66 MB), and a WebP of 97 KB."""
HOLE = b" " * 64
"""Where the job's id goes into a WebP."""
MEDIA = {"png": b"image/png", "webp": b"image/webp"}
numbers = itertools.count()


@functools.cache
def picture(kind, side):
    """Bytes of a picture, smooth with a grain, as photographs of a model are: what goes before and after the job's id.

    The id of a PNG stands in a chunk of its own, that of a WebP in its XMP.
    """
    import numpy as np
    from PIL import Image

    y, x = np.mgrid[0:side, 0:side] / side
    smooth = [128 + 90 * np.sin(5 * x + 3 * y), 128 + 90 * np.cos(4 * y), 128 + 90 * np.sin(7 * x * y)]
    grain = np.random.default_rng(1).normal(0, GRAIN[kind], (side, side, 3))
    file = io.BytesIO()
    drawn = Image.fromarray((np.stack(smooth, -1) + grain).clip(0, 255).astype("uint8"))
    if kind == "webp":
        drawn.save(file, "WEBP", quality=80, xmp=HOLE)
        before, _, after = file.getvalue().partition(HOLE)
        return before, after
    drawn.save(file, "PNG", compress_level=6)
    return file.getvalue().removesuffix(END), END


def pieces(kind, side, job):
    """The file of one job."""
    before, after = picture(kind, side)
    if kind == "webp":
        return before, job.encode().ljust(len(HOLE)), after
    text = b"tEXtjob\x00" + job.encode()
    return before, (len(text) - 4).to_bytes(4, "big") + text + zlib.crc32(text).to_bytes(4, "big"), after


def told(host, root, job, side, kind):
    """A task as the GET gives it."""
    seconds, began = float(root), float(job.partition("-")[0])
    if time.time() < began + seconds:
        return {"id": job, "status": "processing", "output_assets": []}
    address = f"http://{host}/{root}/{side}/files/{job}.{kind}"
    return {"id": job, "status": "completed", "output_assets": [{"asset_type": "image", "url": address}]}


def prediction(task, place):
    """The same task in the words of Replicate."""
    status = {"pending": "starting", "processing": "processing", "completed": "succeeded"}[task["status"]]
    asked = {"id": task["id"], "model": "a/model", "version": "hidden", "input": {}, "status": status, "logs": ""}
    output = [asset["url"] for asset in task.get("output_assets", [])]
    return asked | {"output": output or None, "error": None, "urls": {"get": f"{place}/v1/predictions/{task['id']}"}}


def answer(method, target, host):
    """(media type, pieces of the body)."""
    root, side, noun, *rest = target.partition("?")[0].strip("/").split("/")
    if noun == "files":
        job, _, kind = rest[0].rpartition(".")
        return MEDIA[kind], pieces(kind, int(side), job)
    kind = "webp" if noun == "v1" else "png"
    job = rest[-1] if method == "GET" else f"{time.time():.4f}-{next(numbers)}"
    task = told(host, root, job, side, kind) if method == "GET" else {"id": job, "status": "pending"}
    if noun == "v1":
        task = prediction(task, f"http://{host}/{root}/{side}")
    return b"application/json", (json.dumps(task).encode(),)


async def serve(reader, writer):
    """One connection, kept as long as its client likes."""
    # at the end the loop cancels what still listens, and Python 3.11 would complain of each
    with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
        while True:
            first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            method, target, _ = first.split(" ")
            headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
            await reader.readexactly(int(headers.get("content-length", 0)))
            kind, pieces = answer(method, target, headers["host"])
            length = b"%d" % sum(map(len, pieces))
            head = b"HTTP/1.1 200 OK\r\ncontent-type: " + kind + b"\r\ncontent-length: " + length + b"\r\n\r\n"
            writer.writelines((head, *pieces))
            await writer.drain()
    writer.close()


async def main():
    """Serve until standard input ends; the port is the first line printed."""
    server = await asyncio.start_server(serve, "127.0.0.1", 0, backlog=512)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main())
