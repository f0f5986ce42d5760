from __future__ import annotations

import json
from typing import Any, ClassVar

import httpx

from imgen_nb.errors import ApiError, ImgenError, Unauthorized


def error(status: int, code: str, **headers: str) -> httpx.Response:
    body = {"success": False, "error": {"code": code, "message": "said by the server"}}
    return httpx.Response(status, json=body, headers=headers)


def limits(remaining: int, reset: str) -> dict[str, str]:
    return {"X-RateLimit-Limit": "100", "X-RateLimit-Remaining": str(remaining), "X-RateLimit-Reset": reset}


class Wire:
    base_url = "https://banatie.example"
    prompt = "a red sports car on a mountain road"
    params: ClassVar[dict[str, Any]] = {"aspect_ratio": "16:9", "template": "photorealistic", "meta": {"mine": 1}}

    def is_submission(self, request: httpx.Request) -> bool:
        return request.method == "POST"

    def data(self, remote_id: str, request: httpx.Request, status: str) -> dict[str, Any]:
        asked = json.loads(request.content)
        return {
            "id": remote_id,
            "projectId": "57c7f7f4-47de-4d70-9ebd-3807a0b63746",
            "prompt": "A photorealistic establishing shot of a sleek red sports car...",
            "originalPrompt": asked["prompt"],
            "autoEnhance": asked["autoEnhance"],
            "aspectRatio": asked["aspectRatio"],
            "status": status,
            "outputImageId": None,
            "meta": asked["meta"],
            "createdAt": "2025-11-28T10:00:00.000Z",
        }

    def accepted(self, remote_id: str, request: httpx.Request) -> httpx.Response:
        return httpx.Response(201, json={"success": True, "data": self.data(remote_id, request, "pending")})

    def pending(self, remote_id: str, request: httpx.Request, word: str | None = None) -> httpx.Response:
        shown = self.data(remote_id, request, word or "processing")
        return httpx.Response(200, json={"success": True, "data": shown})

    def finished(self, remote_id: str, request: httpx.Request, address: str | None) -> httpx.Response:
        image = {"id": "7c4ccf47-41ce-4718-afbc-8c553b2c631a", "storageUrl": address, "mimeType": "image/png"}
        shown = self.data(remote_id, request, "success") | {"outputImageId": image["id"]}
        shown |= {"outputImage": image} if address else {}
        return httpx.Response(200, json={"success": True, "data": shown})

    def failures(self, remote_id: str) -> dict[str, httpx.Response]:
        told = {"id": remote_id, "status": "failed", "errorMessage": "the model gave up"}
        return {"failed": httpx.Response(200, json={"success": True, "data": told})}

    def refusals(self) -> dict[str, tuple[httpx.Response, type[ImgenError]]]:
        return {
            "400 VALIDATION_ERROR": (error(400, "VALIDATION_ERROR"), ApiError),
            "401 UNAUTHORIZED": (error(401, "UNAUTHORIZED"), Unauthorized),
        }

    def waits(self) -> dict[str, tuple[httpx.Response, float]]:
        return {
            "reset in seconds": (error(429, "RATE_LIMIT_EXCEEDED", **limits(0, "45")), 45.0),
            "reset as an epoch": (
                error(429, "RATE_LIMIT_EXCEEDED", **limits(0, "1800000030"), Date="Fri, 15 Jan 2027 08:00:00 GMT"),
                30.0,
            ),
            "Retry-After too": (error(429, "RATE_LIMIT_EXCEEDED", **{"Retry-After": "60"}, **limits(0, "50")), 60.0),
        }

    def other(self, request: httpx.Request, jobs: dict[str, httpx.Request]) -> httpx.Response | None:
        if request.url.path != "/api/v1/generations":
            return None
        thin = ("id", "prompt", "originalPrompt", "autoEnhance", "aspectRatio", "status", "outputImageId", "createdAt")
        full = [self.data(remote_id, asked, "processing") for remote_id, asked in reversed(jobs.items())]
        rows = [{name: data[name] for name in thin} for data in full]
        paging = {"limit": 100, "offset": 0, "total": len(rows), "hasMore": False}
        return httpx.Response(200, json={"success": True, "data": rows, "pagination": paging})
