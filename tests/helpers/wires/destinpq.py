from __future__ import annotations

from typing import Any, ClassVar

import httpx

from imgen_nb.errors import ApiError, ImgenError, Unauthorized


class Wire:
    base_url = "https://destinpq.example/api/v1"
    prompt = "create an mockup design for a health app"
    params: ClassVar[dict[str, Any]] = {
        "aspect_ratio": "9:16",
        "output_format": "png",
        "safety_filter_level": "block_only_high",
    }

    def is_submission(self, request: httpx.Request) -> bool:
        return request.method == "POST" and request.url.path == "/api/v1/creations"

    def accepted(self, remote_id: str, request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"id": remote_id, "status": "pending"})

    def pending(self, remote_id: str, request: httpx.Request, word: str | None = None) -> httpx.Response:
        return httpx.Response(200, json={"id": remote_id, "status": word or "pending", "output_assets": None})

    def finished(self, remote_id: str, request: httpx.Request, address: str | None) -> httpx.Response:
        asset = {"url": address, "asset_type": "image", "mime_type": "image/OutputFormat.PNG", "metadata": {}}
        body = {
            "id": remote_id,
            "status": "completed",
            "error_message": None,
            "output_assets": [asset] if address else [],
        }
        return httpx.Response(200, json=body)

    def failures(self, remote_id: str) -> dict[str, httpx.Response]:
        told = {"id": remote_id, "status": "processing", "error_message": "blocked by the safety filter"}
        return {
            "error_message": httpx.Response(200, json=told),
            "failed without a message": httpx.Response(200, json={"id": remote_id, "status": "failed"}),
        }

    def refusals(self) -> dict[str, tuple[httpx.Response, type[ImgenError]]]:
        detail = [{"loc": ["body", "provider"], "msg": "Input should be 'replicate'", "type": "literal_error"}]
        return {
            "401": (httpx.Response(401, json={"detail": "Not authenticated"}), Unauthorized),
            "422": (httpx.Response(422, json={"detail": detail}), ApiError),
        }

    def waits(self) -> dict[str, tuple[httpx.Response, float]]:
        return {
            "Retry-After in seconds": (httpx.Response(429, headers={"retry-after": "7"}), 7.0),
            "Retry-After as a date": (
                httpx.Response(
                    429,
                    headers={"date": "Sun, 06 Nov 1994 08:49:37 GMT", "retry-after": "Sun, 06 Nov 1994 08:49:57 GMT"},
                ),
                20.0,
            ),
            "Retry-After that makes no sense": (httpx.Response(429, headers={"retry-after": "1e400"}), 0.5),
            "no Retry-After": (httpx.Response(429), 0.5),
        }

    def other(self, request: httpx.Request, jobs: dict[str, httpx.Request]) -> httpx.Response | None:
        return None
