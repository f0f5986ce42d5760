from __future__ import annotations

import base64
import json
from typing import Any, ClassVar

import httpx

from imgen_nb.errors import ApiError, ImgenError, OutOfCredit, Unauthorized
from imgen_nb.testing import png

USAGE = {
    "input_tokens": 12,
    "input_tokens_details": {"image_tokens": 0, "text_tokens": 12},
    "output_tokens": 1056,
    "total_tokens": 1068,
}


def error(status: int, message: str, kind: str, code: str | None, **headers: str) -> httpx.Response:
    told = {"message": message, "type": kind, "param": None, "code": code}
    return httpx.Response(status, json={"error": told}, headers=headers)


class Wire:
    held = True
    base_url = "https://openai.example/v1"
    prompt = "a red fox in snow"
    params: ClassVar[dict[str, Any]] = {"quality": "low", "aspect_ratio": "3:2"}

    def is_submission(self, request: httpx.Request) -> bool:
        return request.method == "POST"

    def finished(self, remote_id: str, request: httpx.Request, address: str | None) -> httpx.Response:
        rows = [{"b64_json": base64.b64encode(png()).decode()}] if address else []
        told = {"created": 1764064800, "quality": "low", "size": "1536x1024", "data": rows, "usage": USAGE}
        return httpx.Response(200, json=told)

    def failures(self, remote_id: str) -> dict[str, httpx.Response]:
        said = "Your request was rejected by the safety system."
        return {"moderation_blocked": error(400, said, "image_generation_user_error", "moderation_blocked")}

    def refusals(self) -> dict[str, tuple[httpx.Response, type[ImgenError]]]:
        quota = error(429, "You exceeded your current quota.", "insufficient_quota", "insufficient_quota")
        return {
            "400": (error(400, "Unknown parameter: 'style'.", "invalid_request_error", "unknown_parameter"), ApiError),
            "401": (
                error(401, "Incorrect API key provided.", "invalid_request_error", "invalid_api_key"),
                Unauthorized,
            ),
            "429 without credit": (quota, OutOfCredit),
        }

    def waits(self) -> dict[str, tuple[httpx.Response, float]]:
        said = ("Rate limit reached.", "requests", "rate_limit_exceeded")
        return {
            "retry-after": (error(429, *said, **{"retry-after": "20"}), 20.0),
            "retry-after-ms": (error(429, *said, **{"retry-after-ms": "7500"}), 7.5),
        }

    def other(self, request: httpx.Request, jobs: dict[str, httpx.Request]) -> httpx.Response | None:
        return None


class Streaming(Wire):
    """The other way to ask: a stream of events, coarse pictures before the last one."""

    params: ClassVar[dict[str, Any]] = {**Wire.params, "previews": 2}

    def finished(self, remote_id: str, request: httpx.Request, address: str | None) -> httpx.Response:
        picture = base64.b64encode(png()).decode()
        said: list[dict[str, Any]] = [
            {"type": "image_generation.partial_image", "partial_image_index": index, "b64_json": picture}
            for index in range(2)
        ]
        said += [{"type": "image_generation.completed", "b64_json": picture, "usage": USAGE}] if address else []
        return stream(said)

    def failures(self, remote_id: str) -> dict[str, httpx.Response]:
        told = {"message": "The model gave up.", "code": "server_error", "param": None, "type": "server_error"}
        return {**super().failures(remote_id), "in the stream": stream([{"type": "error", "error": told}])}


def stream(said: list[dict[str, Any]]) -> httpx.Response:
    body = "".join(f"event: {one['type']}\ndata: {json.dumps(one)}\n\n" for one in said)
    return httpx.Response(200, content=body.encode(), headers={"content-type": "text/event-stream; charset=utf-8"})
