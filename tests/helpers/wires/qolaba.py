from __future__ import annotations

import json
from typing import Any, ClassVar

import httpx

from imgen_nb.errors import ApiError, ImgenError, OutOfCredit, Unauthorized


class Wire:
    base_url = "https://qolaba.example"
    prompt = "A photorealistic cat sitting on the Eiffel Tower at sunset"
    params: ClassVar[dict[str, Any]] = {"model": "vertex/nano-banana-flash", "aspect_ratio": "16:9"}

    def is_submission(self, request: httpx.Request) -> bool:
        return request.method == "POST"

    def accepted(self, remote_id: str, request: httpx.Request) -> httpx.Response:
        return httpx.Response(202, json={"task_id": remote_id, "status": "PENDING", "type": "image"})

    def pending(self, remote_id: str, request: httpx.Request, word: str | None = None) -> httpx.Response:
        return httpx.Response(200, json={"task_id": remote_id, "type": "image", "status": word or "PROCESSING"})

    def finished(self, remote_id: str, request: httpx.Request, address: str | None) -> httpx.Response:
        images = [{"url": address, "width": 1280, "height": 720, "content_type": "image/png"}] if address else []
        usage = {"images_generated": 1, "cost_usd": 0.03, "cost_credits": 6}
        output = {"prompt": json.loads(request.content)["prompt"], "images": images, "usage": usage}
        return httpx.Response(200, json={"task_id": remote_id, "type": "image", "status": "SUCCESS", "output": output})

    def several(self, remote_id: str, request: httpx.Request, addresses: list[str]) -> httpx.Response:
        output = {"prompt": json.loads(request.content)["prompt"], "images": [{"url": one} for one in addresses]}
        return httpx.Response(200, json={"task_id": remote_id, "type": "image", "status": "SUCCESS", "output": output})

    def failures(self, remote_id: str) -> dict[str, httpx.Response]:
        told = {"task_id": remote_id, "status": "FAILED", "error": "Internal Server Error", "error_detail": "gave up"}
        return {"FAILED": httpx.Response(200, json=told)}

    def refusals(self) -> dict[str, tuple[httpx.Response, type[ImgenError]]]:
        return {
            "400": (httpx.Response(400, json={"error": "Bad Request", "message": "unsupported"}), ApiError),
            "401": (httpx.Response(401, json={"error": "Unauthorized"}), Unauthorized),
            "402": (httpx.Response(402, json={"error": "Payment Required"}), OutOfCredit),
        }

    def waits(self) -> dict[str, tuple[httpx.Response, float]]:
        limited = {"error": "Rate Limited", "message": "slow down", "retryAfter": 12}
        return {
            "retryAfter in the body": (httpx.Response(429, json=limited), 12.0),
            "the header goes before the body": (httpx.Response(429, json=limited, headers={"retry-after": "20"}), 20.0),
        }

    def other(self, request: httpx.Request, jobs: dict[str, httpx.Request]) -> httpx.Response | None:
        return None


class AtOnce(Wire):
    """The other way to ask: one long request is held, and its answer has addresses and no id."""

    held = True
    params: ClassVar[dict[str, Any]] = {**Wire.params, "background": False}

    def finished(self, remote_id: str, request: httpx.Request, address: str | None) -> httpx.Response:
        return self.several(remote_id, request, [address] if address else [])

    def several(self, remote_id: str, request: httpx.Request, addresses: list[str]) -> httpx.Response:
        images = [{"url": one, "content_type": "image/png"} for one in addresses]
        usage = {"images_generated": len(images), "cost_usd": 0.03 * len(images)}
        return httpx.Response(200, json={"images": images, "usage": usage})

    def failures(self, remote_id: str) -> dict[str, httpx.Response]:
        told = {"error": "Internal Server Error", "message": "the model gave up"}
        return {"500": httpx.Response(500, json=told)}
