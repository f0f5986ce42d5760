from __future__ import annotations

import json
from typing import Any, ClassVar

import httpx

from imgen_nb.errors import ApiError, ImgenError, OutOfCredit, Unauthorized

PATH = "/v1/models/black-forest-labs/flux-schnell/predictions"


def problem(status: int, title: str, detail: str, **headers: str) -> httpx.Response:
    return httpx.Response(status, json={"title": title, "detail": detail, "status": status}, headers=headers)


class Wire:
    base_url = "https://replicate.example"
    prompt = "a red fox in snow"
    params: ClassVar[dict[str, Any]] = {"aspect_ratio": "16:9", "seed": 7}

    def is_submission(self, request: httpx.Request) -> bool:
        return request.method == "POST"

    def prediction(self, remote_id: str, request: httpx.Request | None, status: str, **more: Any) -> dict[str, Any]:
        return {
            "id": remote_id,
            "model": "black-forest-labs/flux-schnell",
            "version": "dp-4d0bcc010b3049749a251855f12800be",
            "input": json.loads(request.content)["input"] if request else {},
            "logs": "",
            "output": None,
            "data_removed": False,
            "error": None,
            "status": status,
            "created_at": "2026-11-25T10:00:00.000Z",
            "urls": {"get": f"{self.base_url}/v1/predictions/{remote_id}"},
        } | more

    def accepted(self, remote_id: str, request: httpx.Request) -> httpx.Response:
        return httpx.Response(201, json=self.prediction(remote_id, request, "starting"))

    def pending(self, remote_id: str, request: httpx.Request, word: str | None = None) -> httpx.Response:
        logs = "Using seed: 7\n 25%|##5       | 1/4 [00:00<00:01]"
        return httpx.Response(200, json=self.prediction(remote_id, request, word or "processing", logs=logs))

    def finished(self, remote_id: str, request: httpx.Request, address: str | None) -> httpx.Response:
        return self.several(remote_id, request, [address] if address else [])

    def several(self, remote_id: str, request: httpx.Request, addresses: list[str]) -> httpx.Response:
        done = self.prediction(remote_id, request, "succeeded", output=addresses or None, logs="Using seed: 7")
        return httpx.Response(200, json=done | {"completed_at": None, "metrics": {"predict_time": 0.4}})

    def failures(self, remote_id: str) -> dict[str, httpx.Response]:
        return {
            "failed": httpx.Response(200, json=self.prediction(remote_id, None, "failed", error="CUDA out of memory")),
            "canceled": httpx.Response(200, json=self.prediction(remote_id, None, "canceled")),
            "aborted": httpx.Response(200, json=self.prediction(remote_id, None, "aborted")),
        }

    def refusals(self) -> dict[str, tuple[httpx.Response, type[ImgenError]]]:
        return {
            "401": (problem(401, "Unauthenticated", "You did not pass a valid authentication token"), Unauthorized),
            "402": (problem(402, "Insufficient credit", "You have insufficient credit to run this model"), OutOfCredit),
            "422": (problem(422, "Input validation failed", "- input.seed: Must be an integer"), ApiError),
        }

    def waits(self) -> dict[str, tuple[httpx.Response, float]]:
        throttled = "Request was throttled. Your rate limit resets in ~30s."
        return {
            "the wait is in the prose": (httpx.Response(429, json={"detail": throttled}), 30.0),
            "Retry-After too": (httpx.Response(429, json={"detail": throttled}, headers={"retry-after": "40"}), 40.0),
        }

    def other(self, request: httpx.Request, jobs: dict[str, httpx.Request]) -> httpx.Response | None:
        if request.url.path != "/v1/predictions":
            return None
        rows = [self.prediction(remote_id, asked, "processing") for remote_id, asked in reversed(jobs.items())]
        return httpx.Response(200, json={"next": None, "previous": None, "results": rows})


class AtOnce(Wire):
    """The other way to ask: the answer is waited for, and has the result, or not yet."""

    params: ClassVar[dict[str, Any]] = {**Wire.params, "background": False}

    def accepted(self, remote_id: str, request: httpx.Request) -> httpx.Response:
        assert request.headers["prefer"] == "wait=60"
        return httpx.Response(202, json=self.prediction(remote_id, request, "processing"))
