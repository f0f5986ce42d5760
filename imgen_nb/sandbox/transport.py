"""The plug: a fake server as an httpx transport whose timeouts and waits are real."""

import asyncio
import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import httpx

from imgen_nb.sandbox.replies import Reply


class SandboxTransport(httpx.AsyncBaseTransport):
    """Answers from `answer`, with nothing of the waiting left out.

    `httpx.MockTransport` knows no timeout, runs its handler on the loop and hands out a body whole; here the handler
    runs in a thread (it may draw), a late answer is waited for, and a read timeout strikes as on a network. `pace` is
    how many seconds one second of the server lasts.
    """

    def __init__(self, answer: Callable[[httpx.Request], Reply], *, pace: float) -> None:
        self._answer = answer
        self._pace = pace
        # Threads of its own: what waits its turn to draw must not hold up the loop's, where journals are written.
        self._threads = ThreadPoolExecutor(2, "imgen-sandbox")

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer one request; a cancelled one stays accepted, as on a real server."""
        read: float | None = request.extensions.get("timeout", {}).get("read")
        loop = asyncio.get_running_loop()
        came = loop.time()
        try:
            async with asyncio.timeout(read):
                await request.aread()
                reply = await loop.run_in_executor(self._threads, self._answer, request)
                if math.isinf(reply.delay):
                    await asyncio.Event().wait()
                await asyncio.sleep(reply.delay * self._pace - (loop.time() - came))  # it was drawn meanwhile
        except TimeoutError:
            raise httpx.ReadTimeout("the sandbox did not answer in time", request=request) from None
        return replace(reply, pause=reply.pause * self._pace).stream(request)
