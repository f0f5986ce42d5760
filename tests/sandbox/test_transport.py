"""The plug into httpx: timeouts, waits and broken bodies as on a network."""

import asyncio
import contextlib
import itertools
import threading
import time

import httpx
import pytest

from imgen_nb.sandbox import Sandbox
from imgen_nb.sandbox.drawing import picture


class VirtualLoop(asyncio.SelectorEventLoop):
    """A loop on which an hour of sleep takes no time; work for threads is done in place, so time cannot outrun it."""

    def __init__(self):
        super().__init__()
        self._now = 0.0
        select = self._selector.select
        self._selector.select = lambda timeout=None: self._jump(timeout) or select(0)

    def _jump(self, timeout):
        self._now += max(timeout or 0.0, 0.0)

    def time(self):
        return self._now

    def run_in_executor(self, executor, func, *args):
        future = self.create_future()
        try:
            future.set_result(func(*args))
        except Exception as error:
            future.set_exception(error)
        return future


@pytest.fixture
def virtually():
    """Run a coroutine function with a client of a sandbox whose clock is the loop's."""

    def run(scenario, name="banatie", **options):
        loop = VirtualLoop()

        async def main():
            box = Sandbox(name, clock=loop.time, now=lambda: 0.0, **options)
            headers = {"X-API-Key": "practice"} if name == "banatie" else {}
            async with httpx.AsyncClient(
                transport=box.transport(), base_url=box.base_url, headers=headers, timeout=30
            ) as client:
                return await scenario(client, box)

        try:
            return loop.run_until_complete(main())
        finally:
            loop.close()

    return run


PROMPT = {"prompt": "a red fox in snow"}
PATH = "/api/v1/generations"


def test_the_plug_serves_a_client_from_prompt_to_pixels(virtually):
    async def scenario(client, box):
        remote_id = (await client.post(PATH, json=PROMPT)).json()["data"]["id"]
        while (record := (await client.get(f"{PATH}/{remote_id}")).json()["data"])["status"] != "success":
            await asyncio.sleep(1)
        async with httpx.AsyncClient(transport=box.transport()) as bare:
            got = await bare.get(record["outputImage"]["storageUrl"])
        return record, got, asyncio.get_running_loop().time()

    record, got, seconds = virtually(scenario)
    assert len(got.content) == record["outputImage"]["fileSize"] == int(got.headers["content-length"])
    assert 2.5 < seconds < 6


def test_a_body_comes_in_pieces(virtually):
    async def scenario(client, box):
        remote_id = (await client.post(PATH, json=PROMPT)).json()["data"]["id"]
        url = (await client.get(f"{PATH}/{remote_id}")).json()["data"]["outputImage"]["storageUrl"]
        async with (
            httpx.AsyncClient(transport=box.transport()) as bare,
            bare.stream("GET", url) as answer,
        ):
            return [len(piece) async for piece in answer.aiter_raw()]

    assert len(virtually(scenario, speed=0)) > 2


def timed(client, **request):
    async def run():
        begin = asyncio.get_running_loop().time()
        try:
            answer = await client.request(**request)
            outcome = answer.status_code
        except httpx.HTTPError as error:
            outcome = type(error)
        return outcome, asyncio.get_running_loop().time() - begin

    return run()


@pytest.mark.parametrize(
    ("faults", "outcome", "least", "most", "billed"),
    [
        (("C13:timeout",), httpx.ReadTimeout, 4, 4.01, 1),
        (("C12:timeout",), httpx.ReadTimeout, 4, 4.01, 0),
        (("C12:connect",), httpx.ConnectError, 0, 0.1, 0),
        (("C13:protocol",), httpx.RemoteProtocolError, 0, 0.1, 1),
        (("eager",), 201, 2.5, 4, 1),
        ((), 201, 0.02, 0.1, 1),
    ],
)
def test_waits_and_failures_of_the_network_are_real(virtually, faults, outcome, least, most, billed):
    async def scenario(client, box):
        return await timed(client, method="POST", url=PATH, json=PROMPT, timeout=4), len(box.billed)

    (got, seconds), charged = virtually(scenario, faults=faults)
    assert got == outcome
    assert least <= seconds <= most
    assert charged == billed


def test_a_read_timeout_strikes_a_held_answer_and_the_job_stays_paid(virtually):
    async def scenario(client, box):
        return await timed(client, method="POST", url=PATH, json=PROMPT, timeout=1), box.billed

    (got, seconds), charged = virtually(scenario, faults=("eager",))
    assert got is httpx.ReadTimeout
    assert seconds == pytest.approx(1)
    assert len(charged) == 1


@pytest.mark.parametrize(
    ("fault", "error"),
    [("D2", httpx.RemoteProtocolError), ("D8:9", httpx.ReadTimeout), ("D6:announced", httpx.RemoteProtocolError)],
)
def test_a_body_that_breaks_off_or_falls_silent(virtually, fault, error):
    async def scenario(client, box):
        remote_id = (await client.post(PATH, json=PROMPT)).json()["data"]["id"]
        await asyncio.sleep(5)
        url = (await client.get(f"{PATH}/{remote_id}")).json()["data"]["outputImage"]["storageUrl"]
        async with httpx.AsyncClient(transport=box.transport()) as bare:
            return await timed(bare, method="GET", url=url, timeout=3)

    got, _ = virtually(scenario, faults=(fault,))
    assert issubclass(got, error)


def test_speed_hastens_the_waits_of_the_plug():
    async def main(box):
        async with httpx.AsyncClient(transport=box.transport(), headers={"X-API-Key": "k"}) as client:
            return await timed(client, method="POST", url=box.base_url + PATH, json=PROMPT)

    got, seconds = asyncio.run(main(Sandbox("banatie", faults=("eager",), speed=100)))
    assert got == 201
    assert 0.02 < seconds < 2.5


def test_drawing_leaves_the_loop_alone(monkeypatch):
    drawn_by = []

    def watched(*order):
        drawn_by.append(threading.get_ident())
        return picture(*order)

    async def main(box):
        async with httpx.AsyncClient(transport=box.transport(), headers={"X-API-Key": "k"}) as client:
            created = await client.post(box.base_url + PATH, json=PROMPT)
            await client.get(f"{box.base_url}{PATH}/{created.json()['data']['id']}")

    monkeypatch.setattr("imgen_nb.sandbox.wire.picture", watched)
    asyncio.run(main(Sandbox("banatie", speed=0)))
    assert drawn_by
    assert threading.get_ident() not in drawn_by


def test_a_heart_keeps_beating_while_eight_pictures_are_drawn():
    async def main(boxes):
        async with contextlib.AsyncExitStack() as stack:
            opened = (httpx.AsyncClient(transport=box.transport(), timeout=60) for box in boxes)
            clients = [await stack.enter_async_context(client) for client in opened]
            beats = [time.thread_time()]
            heart = asyncio.create_task(beating(beats))
            got = await asyncio.gather(*(drawn(client, box) for client, box in zip(clients, boxes, strict=True)))
            heart.cancel()
        return got, max(after - before for before, after in itertools.pairwise(beats))

    async def beating(beats):
        while True:
            await asyncio.sleep(0.01)
            beats.append(time.thread_time())  # of the loop's own thread: a busy machine's clock says nothing of it

    async def drawn(client, box):
        body = {"model": "vertex/imagen-4", "prompt": PROMPT["prompt"], "num_images": 4}
        sent = await client.post(f"{box.base_url}/api/v1/images/generate", json=body, headers={"X-API-Key": "k"})
        urls = [image["url"] for image in sent.json()["images"]]
        return await asyncio.gather(*(client.get(url) for url in urls))

    got, gap = asyncio.run(main([Sandbox("qolaba", speed=0, seed=seed) for seed in (1, 2)]))
    assert len({answer.content for answers in got for answer in answers}) == 8
    assert gap < 0.25
