from __future__ import annotations

from typing import Any, ClassVar

import httpx

from imgen_nb.errors import ApiError, ImgenError, OutOfCredit, Unauthorized

APP = "fal-ai/flux"


class Wire:
    """A status and a result at two addresses, below owner and app alone; one reply here has both."""

    base_url = "https://fal.example"
    prompt = "a red fox in snow"
    params: ClassVar[dict[str, Any]] = {"model": "fal-ai/flux/dev", "aspect_ratio": "16:9", "seed": 7}

    def is_submission(self, request: httpx.Request) -> bool:
        return request.method == "POST"

    def accepted(self, remote_id: str, request: httpx.Request) -> httpx.Response:
        place = f"{self.base_url}/{APP}/requests/{remote_id}"
        urls = {"response_url": place, "status_url": f"{place}/status", "cancel_url": f"{place}/cancel"}
        return httpx.Response(200, json={"status": "IN_QUEUE", "request_id": remote_id, "queue_position": 0, **urls})

    def pending(self, remote_id: str, request: httpx.Request, word: str | None = None) -> httpx.Response:
        told = {"status": word or "IN_PROGRESS", "request_id": remote_id, "logs": []}
        return httpx.Response(202, json=told)

    def finished(self, remote_id: str, request: httpx.Request, address: str | None) -> httpx.Response:
        return self.several(remote_id, request, [address] if address else [])

    def several(self, remote_id: str, request: httpx.Request, addresses: list[str]) -> httpx.Response:
        images = [{"url": one, "width": 96, "height": 64, "content_type": "image/png"} for one in addresses]
        result = {"images": images, "seed": 7, "has_nsfw_concepts": [False] * len(images), "prompt": self.prompt}
        told = {"status": "COMPLETED", "request_id": remote_id, "metrics": {"inference_time": 0.7}, **result}
        return httpx.Response(200, json=told, headers={"x-fal-billable-units": "1"})

    def failures(self, remote_id: str) -> dict[str, httpx.Response]:
        told = {"status": "COMPLETED", "request_id": remote_id, "error": "gave up", "error_type": "runner_error"}
        return {"an error inside COMPLETED": httpx.Response(200, json=told)}

    def refusals(self) -> dict[str, tuple[httpx.Response, type[ImgenError]]]:
        detail = [{"loc": ["body", "seed"], "msg": "value is not a valid integer", "type": "type_error.integer"}]
        return {
            "401": (httpx.Response(401, json={"detail": "No user found for Key ID and Secret"}), Unauthorized),
            "402": (httpx.Response(402, json={"detail": "Exhausted balance"}), OutOfCredit),
            "422": (httpx.Response(422, json={"detail": detail}), ApiError),
        }

    def waits(self) -> dict[str, tuple[httpx.Response, float]]:
        return {"429": (httpx.Response(429, json={"detail": "slow down"}, headers={"retry-after": "3"}), 3.0)}

    def other(self, request: httpx.Request, jobs: dict[str, httpx.Request]) -> httpx.Response | None:
        return None
