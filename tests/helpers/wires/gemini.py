from __future__ import annotations

import base64
from typing import Any, ClassVar

import httpx

from imgen_nb.errors import ApiError, ImgenError, Unauthorized
from imgen_nb.testing import png

USAGE = {
    "promptTokenCount": 8,
    "candidatesTokenCount": 1120,
    "totalTokenCount": 1128,
    "candidatesTokensDetails": [{"modality": "IMAGE", "tokenCount": 1120}],
}


def error(status: int, message: str, word: str, details: list[dict[str, Any]] | None = None) -> httpx.Response:
    told = {"code": status, "message": message, "status": word} | ({"details": details} if details else {})
    return httpx.Response(status, json={"error": told})


def reply(parts: list[dict[str, Any]], reason: str = "STOP") -> httpx.Response:
    candidate = {"content": {"role": "model", "parts": parts}, "finishReason": reason, "index": 0}
    told = {"candidates": [candidate], "usageMetadata": USAGE, "modelVersion": "gemini-nano-banana-2.1"}
    return httpx.Response(200, json={**told, "responseId": "r-1"})


class Wire:
    held = True
    base_url = "https://gemini.example/v1beta"
    prompt = "a red fox in snow"
    params: ClassVar[dict[str, Any]] = {"aspect_ratio": "3:2", "seed": 7}

    def is_submission(self, request: httpx.Request) -> bool:
        return request.method == "POST"

    def finished(self, remote_id: str, request: httpx.Request, address: str | None) -> httpx.Response:
        data = {"mimeType": "image/png", "data": base64.b64encode(png()).decode()}
        return reply([{"text": "Here it is."}, {"inlineData": data}]) if address else reply([])

    def failures(self, remote_id: str) -> dict[str, httpx.Response]:
        blocked = {"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}, "usageMetadata": USAGE}
        return {
            "IMAGE_SAFETY": reply([], "IMAGE_SAFETY"),
            "NO_IMAGE": reply([], "NO_IMAGE"),
            "IMAGE_OTHER": reply([], "IMAGE_OTHER"),
            "words instead": reply([{"text": "I cannot draw that."}]),
            "the prompt is blocked": httpx.Response(200, json=blocked),
        }

    def refusals(self) -> dict[str, tuple[httpx.Response, type[ImgenError]]]:
        key = [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID"}]
        return {
            "400": (error(400, "Invalid aspect ratio", "INVALID_ARGUMENT"), ApiError),
            "400 for the key": (error(400, "API key not valid.", "INVALID_ARGUMENT", key), Unauthorized),
            "403": (error(403, "Permission denied", "PERMISSION_DENIED"), Unauthorized),
        }

    def waits(self) -> dict[str, tuple[httpx.Response, float]]:
        retry = [{"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "23s"}]
        return {"retryDelay": (error(429, "Quota exceeded", "RESOURCE_EXHAUSTED", retry), 23.0)}

    def other(self, request: httpx.Request, jobs: dict[str, httpx.Request]) -> httpx.Response | None:
        return None
