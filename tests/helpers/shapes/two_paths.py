"""A queue: the state is told at one path, the result lies at another."""

from typing import Any

import httpx

from imgen_nb.errors import ApiError, Unauthorized, UnexpectedReply
from imgen_nb.flow import (
    Asset,
    Credential,
    Flow,
    Outcome,
    Provider,
    accepted,
    failure,
    identifier,
    json_object,
    refuse,
    segment,
    send,
    spend,
    wait,
)
from imgen_nb.types import Cadence, ImageRequest, Option


class Service(Provider):
    name = "turnstile"
    title = "Turnstile"
    base_url = "https://queue.turnstile.example"
    credentials = (Credential("TURNSTILE_KEY", "Authorization", "Key "),)
    cadence = Cadence(2.0)
    options = (
        Option("prompt", "text", "What to draw", required=True),
        Option("num_images", "integer", "How many", low=1, high=4, default=1),
    )

    def generate(self, request: ImageRequest) -> Flow[Outcome]:
        body = {"prompt": request.prompt, "num_images": request.params["num_images"]}
        made = yield from spend(
            httpx.Request("POST", "/draw", json=body), lambda reply: identifier(_body(reply), "request_id")
        )
        yield from accepted(made)
        return (yield from self.follow(made))

    def follow(self, remote_id: str) -> Flow[Outcome]:
        path = f"/draw/requests/{segment(remote_id)}"
        while (state := (yield from send(httpx.Request("GET", f"{path}/status"), _body)).get("status")) != "COMPLETED":
            yield from wait("queued" if state == "IN_QUEUE" else "running")
        for _ in range(5):
            result = yield from send(httpx.Request("GET", path), _body)
            if result.get("error"):
                raise failure(str(result["error"]))
            if images := result.get("images"):
                return Outcome([Asset(one["url"], seed=result.get("seed")) for one in images], raw=result)
            yield from wait("running")
        raise UnexpectedReply("completed, and no images", json_path="$.images")


def _body(response: httpx.Response) -> dict[str, Any]:
    refuse(response, response.text[:300])
    return json_object(response)


class Wire:
    base_url = Service.base_url
    prompt = "a red fox"
    params = {}

    def is_submission(self, request):
        return request.method == "POST"

    def accepted(self, remote_id, request):
        return httpx.Response(200, json={"request_id": remote_id, "status": "IN_QUEUE"})

    def pending(self, remote_id, request, word=None):
        return httpx.Response(200, json={"request_id": remote_id, "status": word or "IN_QUEUE"})

    def finished(self, remote_id, request, address):
        return self.several(remote_id, request, [address] if address else [])

    def several(self, remote_id, request, addresses):
        images = [{"url": address, "width": 96, "height": 64} for address in addresses]
        return httpx.Response(200, json={"status": "COMPLETED", "images": images, "seed": 4})

    def failures(self, remote_id):
        return {"error": httpx.Response(200, json={"status": "COMPLETED", "error": "the runner was lost"})}

    def refusals(self):
        return {
            "401": (httpx.Response(401, json={"detail": "who are you?"}), Unauthorized),
            "422": (httpx.Response(422, json={"detail": "no such thing"}), ApiError),
        }

    def waits(self):
        return {"429": (httpx.Response(429, headers={"retry-after": "3"}), 3.0)}

    def other(self, request, jobs):
        return None
