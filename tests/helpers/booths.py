"""A provider for comparisons: it answers at once, as its request says, and counts what it was asked."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from pathlib import Path
from typing import Any

import httpx
from pictures import encoded
from PIL import Image

from imgen_nb.client.client import Client
from imgen_nb.errors import NotFound, UnexpectedReply
from imgen_nb.flow import Credential, Flow, Outcome, Provider, failure, refuse, spend
from imgen_nb.types import Cost, ImageRequest, Option


class Booth(Provider):
    """The POST's own answer is the picture; `quality` says what becomes of it."""

    name = "booth"
    title = "Booth"
    base_url = "https://api.booth.example/v1"
    credentials = (Credential("BOOTH_API_KEY", "Authorization", "Bearer "),)
    options = (
        Option("prompt", "text", "What to draw", required=True, most=4000),
        Option("aspect_ratio", "choice", "Shape", ("1:1", "16:9", "9:16"), default="1:1"),
        Option("seed", "integer", low=0, high=999),
        Option("quality", "choice", "What becomes of it", ("good", "blocked", "lost", "refused"), default="good"),
        Option("model", "choice", "Which", ("first", "second"), default="first"),
        Option("image_urls", "addresses", "Source pictures"),
    )

    def generate(self, request: ImageRequest) -> Flow[Outcome]:
        body = {"prompt": request.prompt, "take": request.take, **request.params}
        picture = yield from spend(httpx.Request("POST", "/pictures", json=body), _picture)
        return Outcome(picture, cost=Cost(usd=0.04, source="the reply"))

    def follow(self, remote_id: str) -> Flow[Outcome]:
        raise NotFound("an answer is given once")

    def estimate(self, request: ImageRequest) -> Cost:
        known = request.params["model"] == "first"
        return Cost(usd=0.04, source="a list of 2026") if known else Cost()


def _picture(response: httpx.Response) -> bytes:
    if response.status_code == 422:
        raise failure("blocked by the safety system")
    refuse(response, response.text[:300])
    if not response.content:
        raise UnexpectedReply("an answer without a picture", json_path="$")
    return response.content


class Counting(httpx.AsyncBaseTransport):
    """Plays the booth: `asked` counts each body, `most` is the largest number under way at once."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.most = self._now = 0

    @property
    def posts(self) -> int:
        return self.asked.total()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        body: dict[str, Any] = json.loads(await request.aread())
        self.asked[json.dumps(body, sort_keys=True)] += 1
        self._now += 1
        self.most = max(self.most, self._now)
        for _ in range(5):
            await asyncio.sleep(0)
        self._now -= 1
        return self._answer(body)

    def _answer(self, body: dict[str, Any]) -> httpx.Response:
        if body["quality"] == "blocked":
            return httpx.Response(422, text="no")
        if body["quality"] == "lost":
            return httpx.Response(502, text="bad gateway")
        if body["quality"] == "refused":
            return httpx.Response(400, text="not this one")
        width, height = map(int, body["aspect_ratio"].split(":"))
        colour = (body.get("seed", 0) % 256, body["take"] % 256, len(body["prompt"]) % 256)
        return httpx.Response(200, content=encoded(Image.new("RGB", (width * 8, height * 8), colour), "PNG"))


def booth(home: Path, transport: Counting) -> Client:
    """A live client of it."""
    return Client(Booth(), api_key="a-key-of-the-booth", live=True, store=home, transport=transport)
