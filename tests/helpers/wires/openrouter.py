from __future__ import annotations

import base64
from typing import Any, ClassVar

import httpx

from imgen_nb.errors import ApiError, ImgenError, OutOfCredit, Unauthorized
from imgen_nb.testing import png
from wires.openai import stream

USAGE = {"prompt_tokens": 12, "completion_tokens": 1056, "total_tokens": 1068, "cost": 0.0318, "is_byok": False}


def error(status: int, message: str, metadata: dict[str, Any] | None = None, **headers: str) -> httpx.Response:
    told = {"code": status, "message": message} | ({"metadata": metadata} if metadata else {})
    return httpx.Response(status, json={"error": told}, headers=headers)


class Wire:
    held = True
    base_url = "https://openrouter.example/api/v1"
    prompt = "a red fox in snow"
    params: ClassVar[dict[str, Any]] = {"aspect_ratio": "3:2", "seed": 7}

    def is_submission(self, request: httpx.Request) -> bool:
        return request.method == "POST"

    def finished(self, remote_id: str, request: httpx.Request, address: str | None) -> httpx.Response:
        rows = [{"b64_json": base64.b64encode(png()).decode(), "media_type": "image/png"}] if address else []
        return httpx.Response(200, json={"created": 1764064800, "data": rows, "usage": USAGE})

    def failures(self, remote_id: str) -> dict[str, httpx.Response]:
        flagged = error(403, "Your input was flagged.", {"reasons": ["violence"], "provider_name": "OpenAI"})
        return {"flagged": flagged, "an error under 200": httpx.Response(200, json={"error": {"message": "gave up"}})}

    def refusals(self) -> dict[str, tuple[httpx.Response, type[ImgenError]]]:
        return {
            "400": (error(400, "resolution is not supported"), ApiError),
            "401": (error(401, "No auth credentials found"), Unauthorized),
            "402": (error(402, "Insufficient credits"), OutOfCredit),
            "422": (error(422, "n must be 1"), ApiError),
        }

    def waits(self) -> dict[str, tuple[httpx.Response, float]]:
        return {"429": (error(429, "Rate limited", **{"retry-after": "15"}), 15.0)}

    def other(self, request: httpx.Request, jobs: dict[str, httpx.Request]) -> httpx.Response | None:
        return None


class Streaming(Wire):
    """The other way to ask: a stream of events, in which an error may come after 200."""

    params: ClassVar[dict[str, Any]] = {**Wire.params, "previews": True}

    def finished(self, remote_id: str, request: httpx.Request, address: str | None) -> httpx.Response:
        picture = base64.b64encode(png()).decode()
        said: list[dict[str, Any]] = [{"type": "image_generation.partial_image", "b64_json": picture}]
        said += [{"type": "image_generation.completed", "b64_json": picture, "usage": USAGE}] if address else []
        return stream(said)

    def failures(self, remote_id: str) -> dict[str, httpx.Response]:
        told = {"message": "The provider gave up.", "code": "502", "param": None, "type": "server_error"}
        return {**super().failures(remote_id), "in the stream": stream([{"type": "error", "error": told}])}
