"""How `home.zip` was made: imgen_nb 0.1.0 itself, driven into every state that it leaves a row in.

It runs with the code of that version alone, its package and its tests' wires on PYTHONPATH; it is kept to be read.
"""

import asyncio
import contextlib
import io
import itertools
import json
import sqlite3
import sys
import uuid
import zipfile
from pathlib import Path

import httpx
from imgen_nb.ticket import Ticket
from PIL import Image
from wires import akool, banatie, destinpq, qolaba

from imgen_nb import providers
from imgen_nb.errors import ImgenError
from imgen_nb.testing import Bench, after, reply, virtually
from imgen_nb.types import ImageRequest

OUT = Path(sys.argv[1])
HOME = OUT / "home"
BOOT = "00000000-0000-4000-8000-000000000010"
HELD = {"model": "vertex/imagen-4", "num_images": 3, "background": False}
IDS = (uuid.UUID(int=number).hex for number in itertools.count(1))
told: list[dict] = []


def picture(kind: str, colour: int) -> httpx.Response:
    out = io.BytesIO()
    Image.new("RGB", (48, 32), (colour, 90, 160)).save(out, kind)
    return httpx.Response(200, content=out.getvalue())


class Held(qolaba.Wire):
    """Qolaba as it answers at once: three pictures, and no id."""

    def accepted(self, remote_id: str, request: httpx.Request) -> httpx.Response:
        images = [{"url": f"https://pictures.example/pictures/{remote_id}-{number}"} for number in range(3)]
        return httpx.Response(200, json={"images": images, "usage": {"cost_usd": 0.09, "cost_credits": 18}})


def bench(name: str, wire=None) -> Bench:
    provider = providers.get(name)
    made = Bench(
        provider, wire or {"akool": akool, "banatie": banatie, "destinpq": destinpq, "qolaba": qolaba}[name].Wire(), OUT
    )
    made.store = Bench.store_of_home
    made.origin = made.wire.base_url
    made.server._ids = IDS  # a service gives each id once
    return made


def ticket(made: Bench, case: str, given: dict | None, deadline: float) -> Ticket:
    given = dict(made.wire.params) if given is None else given
    prompt = f"{case}, {made.provider.name}"
    values = providers.checked(made.provider, prompt, given)
    request = ImageRequest(made.provider.name, prompt, values, origin=made.origin, ref=uuid.uuid4().hex)
    told.append(
        {
            "case": case,
            "provider": request.provider,
            "origin": request.origin,
            "prompt": prompt,
            "given": given,
            "key": request.key,
        }
    )
    return Ticket(request, deadline)


def run(made: Bench, case: str, given: dict | None = None, deadline: float = 600.0) -> None:
    with contextlib.suppress(ImgenError):
        virtually(made.engine().fulfil(ticket(made, case, given, deadline)))


def die(made: Bench, case: str, at: str) -> None:
    """A process that ends at its first request of a kind."""

    async def work() -> None:
        job = asyncio.ensure_future(made.engine().fulfil(ticket(made, case, None, 600.0)))
        while not made.server.times(at):
            await asyncio.sleep(0.05)
        job.cancel()
        await asyncio.sleep(0)

    virtually(work())


def cancel(made: Bench, case: str, at: str) -> None:
    async def work() -> None:
        one = ticket(made, case, None, 600.0)
        job = asyncio.ensure_future(made.engine().fulfil(one))
        while not made.server.times(at):
            await asyncio.sleep(0.05)
        one.cancelled.set()
        with contextlib.suppress(ImgenError):
            await job

    virtually(work())


def stalls(made: Bench, case: str) -> None:
    """A process that ends while its paid request is out: nobody knows whether it was taken."""
    one = ticket(made, case, None, 600.0)
    made.store.write(lambda connection: made.store.claim(connection, one.request))
    made.store.write(lambda connection: made.store.sending(connection, one.request.ref))


def planned(made: Bench, case: str) -> None:
    one = ticket(made, case, None, 600.0)
    made.store.write(lambda connection: made.store.claim(connection, one.request))


def main() -> None:
    from imgen_nb.store import Store

    Bench.store_of_home = Store(HOME)
    gone, busy = reply(httpx.Response(404)), reply(httpx.Response(503))
    for name in ("akool", "banatie", "destinpq", "qolaba"):
        one = bench(name)
        one.server.on_asset.append(reply(picture("PNG", len(told))))
        run(one, "saved")

        one = bench(name)
        one.server.on_asset.extend([gone] * 9)
        run(one, "failed, its address 404")

        one = bench(name)
        one.server.polls = 10**6
        run(one, "accepted, past its deadline", deadline=30)

        one = bench(name)
        one.server.on_submit.append(reply(next(iter(one.wire.refusals().values()))[0]))
        run(one, "refused")

    one = bench("banatie")
    one.server.on_poll.append(lambda request, normal: next(iter(one.wire.failures(one.server.only()).values())))
    run(one, "failed, the service says so")
    stalls(bench("destinpq"), "sending, its process dead")
    planned(bench("destinpq"), "planned, its process dead")
    die(bench("destinpq"), "accepted, its process dead", "poll")
    one = bench("destinpq")
    one.server.on_asset.extend([busy] * 99)
    die(one, "downloading, its process dead", "asset")
    one = bench("destinpq")
    one.server.on_submit.append(after(httpx.ReadError))
    run(one, "unknown")
    one = bench("destinpq")
    one.server.polls = 10**6
    cancel(one, "cancelled after it was accepted", "poll")
    one = bench("destinpq")
    one.server.on_submit.extend([reply(httpx.Response(429, headers={"retry-after": "60"}))] * 9)
    cancel(one, "cancelled before it was sent", "submit")
    one = bench("qolaba", Held())
    one.server.on_asset.extend([reply(picture("JPEG", 10)), reply(picture("PNG", 20)), reply(picture("WEBP", 30))])
    run(one, "saved, three pictures and no id", HELD)
    one = bench("qolaba", Held())
    one.server.on_asset.extend([gone] * 9)
    run(one, "failed, three addresses and no id", HELD)


def pack() -> None:
    """Make every row's process one that is dead everywhere, and put it all into one file."""
    with sqlite3.connect(HOME / "store.db") as plain:
        plain.execute("UPDATE jobs SET owner = ? WHERE owner IS NOT NULL", (f"{BOOT}/4711/4711",))
        for entry in told:
            entry["state"], entry["id"] = plain.execute(
                "SELECT state, remote_id FROM jobs WHERE key = ?", (entry["key"],)
            ).fetchone()
        assert plain.execute("PRAGMA user_version").fetchone() == (1,)
    plain.close()
    with zipfile.ZipFile(OUT / "home.zip", "w", zipfile.ZIP_DEFLATED) as file:
        for path in sorted(HOME.rglob("*")):
            if path.is_file():
                file.writestr(
                    zipfile.ZipInfo(path.relative_to(HOME).as_posix()), path.read_bytes(), zipfile.ZIP_DEFLATED
                )
    (OUT / "rows.json").write_text(json.dumps(told, indent=1) + "\n")


main()
pack()
