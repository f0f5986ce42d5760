"""A service with a record: two models, of which one is about to end, and a list of prices."""

from __future__ import annotations

import base64
import tomllib
from typing import Any

import httpx

from imgen_nb.errors import NotFound
from imgen_nb.flow import Catalogue, Credential, Flow, Outcome, Provider, json_object, part, refuse, send, spend
from imgen_nb.providers import _records
from imgen_nb.testing import png
from imgen_nb.types import Cost, ImageRequest, Model, Option, Price

TOLD = """
dated = 2026-11-01
default = "fox-2"
made_by = "Den"

[sources]
page = "Den's price page"

[policy.age]
says = "18 or older"
source = "page"
dated = 2026-03-23

[[models]]
id = "fox-2"
name = "Fox Two"
family = "sharp"
prices = [
    { usd = 0.08, where = { quality = ["high"] }, source = "page" },
    { usd = 0.02, source = "a letter", dated = 2026-10-01 },
]

[[models]]
id = "fox-1"
ends = 2026-12-01
successor = "fox-2"
prices = [{ usd = 4e-5, unit = "image token", source = "page" }]

[[models]]
id = "fox-0"
ends = 2026-10-23
successor = "fox-2"

[[options]]
name = "prompt"
kind = "text"
required = true

[[options]]
name = "quality"
kind = "choice"
choices = ["low", "high"]
default = "low"
families = ["sharp", "*"]

[[options]]
name = "num_images"
kind = "integer"
low = 1
high = 4
"""
RECORD = _records.read(tomllib.loads(TOLD))


class Den(Provider):
    name = "den"
    title = "Den"
    base_url = "https://den.example/v1"
    credentials = (Credential("DEN_API_KEY", "Authorization", "Bearer "),)
    options = RECORD.options
    listed = RECORD.listed
    recorded = RECORD.recorded
    policy = RECORD.policy

    def generate(self, request: ImageRequest) -> Flow[Outcome]:
        asked = {"prompt": request.prompt, **request.params}
        reply = yield from spend(httpx.Request("POST", "/images", json=asked), _reply)
        pictures = [base64.b64decode(one) for one in part(reply, "images", list)]
        return Outcome(pictures, cost=Cost(reply.get("usd")), raw=reply)

    def follow(self, remote_id: str) -> Flow[Outcome]:
        raise NotFound("an answer is given once, and has no id")

    def catalogue(self) -> Flow[Catalogue]:
        models = yield from send(httpx.Request("GET", "/models"), _models)
        return Catalogue(
            models, (RECORD.options[0], Option("model", "choice", "", tuple(m.id for m in models), open=True))
        )


class Quoted(Den):
    name = "quoted"

    def quote(self, request: ImageRequest) -> Flow[Cost]:
        reply = yield from send(httpx.Request("POST", "/quote", json=dict(request.params)), _reply)
        return Cost(reply["usd"], source="Den's own quote")


def _reply(response: httpx.Response) -> dict[str, Any]:
    refuse(response)
    return json_object(response)


def _models(response: httpx.Response) -> tuple[Model, ...]:
    rows = part(_reply(response), "models", list)
    return tuple(Model(row["id"], prices=(Price(row["usd"], source="Den's list"),)) for row in rows)


def service(request: httpx.Request) -> httpx.Response:
    """What the service answers."""
    match request.url.path:
        case "/v1/models":
            return httpx.Response(200, json={"models": [{"id": "fox-2", "usd": 0.03}, {"id": "fox-3", "usd": 0.01}]})
        case "/v1/quote":
            return httpx.Response(200, json={"usd": 0.017})
    return httpx.Response(200, json={"images": [base64.b64encode(png()).decode()], "usd": 0.03})
