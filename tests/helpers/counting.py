"""A service that counts its requests, and engines that ask it as several processes of one home do."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
from flows import asked

from imgen_nb import providers
from imgen_nb.assets.fetch import Fetcher
from imgen_nb.engine.drive import Engine
from imgen_nb.engine.redaction import Secret
from imgen_nb.engine.ticket import Ticket
from imgen_nb.engine.wire import Wire
from imgen_nb.store.journal import Journal
from imgen_nb.store.store import Store
from imgen_nb.testing import png

LIMIT, HOUR = 100, 3600.0
EPOCH = 1.8e9
"""The Unix time at which every loop begins."""
KEY = "key-of-a-test"


class Counting:
    """Banatie with the document's window: what arrives beyond it is refused, and counted as a fault of ours."""

    def __init__(self, latency: float = 0.7) -> None:
        self.latency, self.opened, self.used = latency, 0.0, 0
        self.made: dict[str, float] = {}
        self.refused = self.seen = self.pictures = 0

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        now = asyncio.get_running_loop().time()
        if request.url.host == "cdn.example":
            self.pictures += 1
            return httpx.Response(200, content=png())
        self.seen += 1
        if now - self.opened >= HOUR:
            self.opened, self.used = now, 0
        if self.used >= LIMIT:
            self.refused += 1
            return self.said(429, {"success": False, "error": {"code": "RATE_LIMIT_EXCEEDED"}})
        self.used += 1
        await asyncio.sleep(self.latency / 2)
        answer = self.answer(request, now)
        reply = self.said(201 if request.method == "POST" else 200, answer)
        await asyncio.sleep(self.latency / 2)  # what is told is old when it is heard
        return reply

    def answer(self, request: httpx.Request, now: float) -> Any:
        if request.method == "POST":
            made = uuid.uuid4().hex
            self.made[made] = now + 8.0
            meta = json.loads(request.content)["meta"]
            return {"success": True, "data": {"id": made, "status": "pending", "meta": meta}}
        if request.url.path.endswith("/generations"):
            rows = [self.record(one, now) for one in [*self.made][-100:]]
            return {"success": True, "data": rows, "pagination": {"total": len(rows), "hasMore": False}}
        return {"success": True, "data": self.record(request.url.path.rpartition("/")[2], now)}

    def record(self, one: str, now: float) -> dict[str, Any]:
        done = now >= self.made[one]
        image = {"id": one, "storageUrl": f"https://cdn.example/{one}.png"} if done else None
        return {"id": one, "status": "success" if done else "processing", "prompt": "a fox", "outputImage": image}

    def said(self, status: int, body: Any) -> httpx.Response:
        left = max(0.0, self.opened + HOUR - asyncio.get_running_loop().time())
        told = {"Limit": LIMIT, "Remaining": LIMIT - self.used, "Reset": int(left) + 1}
        return httpx.Response(status, json=body, headers={f"X-RateLimit-{name}": str(it) for name, it in told.items()})


def engine(home: Path | Store, service: Any, name: str = "banatie") -> Engine:
    """As another process has one: a store (at home, or given), a journal, a wire of its own."""
    provider, transport = providers.get(name), httpx.MockTransport(service)
    store = home if isinstance(home, Store) else Store(home)
    wire = Wire(provider, provider.base_url, ("X-API-Key", "", Secret(KEY)), transport)
    made = Engine(provider, wire, Fetcher(store.pictures, transport=transport), Journal(store))
    made._steps._turns._began = EPOCH  # all processes read one clock, and no real one
    return made


def jobs(one: Engine, count: int, *, deadline: float, prompt: str) -> Iterable[Any]:
    request = asked(one.provider, prompt)
    for take in range(1, count + 1):
        intent = replace(request, take=take, origin=one.provider.base_url, ref=uuid.uuid4().hex)
        yield one.fulfil(Ticket(intent, deadline, title=one.provider.title))
