from __future__ import annotations

from typing import Any, ClassVar

import httpx

from imgen_nb.errors import ApiError, ContentRejected, ImgenError, Unauthorized


def row(address: str | None, **more: Any) -> dict[str, Any]:
    told = {"url": address, "prompt": "a red fox, at dawn", "resolution": "96x64", "seed": 7, "is_image_safe": True}
    return told | more


class Wire:
    base_url = "https://ideogram.example"
    prompt = "a red fox in snow"
    params: ClassVar[dict[str, Any]] = {"aspect_ratio": "16:9", "seed": 7}

    def is_submission(self, request: httpx.Request) -> bool:
        return request.method == "POST" and "dry_run" not in request.url.params

    def accepted(self, remote_id: str, request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"generation_id": remote_id, "status": "queued"})

    def pending(self, remote_id: str, request: httpx.Request, word: str | None = None) -> httpx.Response:
        return httpx.Response(200, json={"generation_id": remote_id, "status": word or "processing", "data": []})

    def finished(self, remote_id: str, request: httpx.Request, address: str | None) -> httpx.Response:
        return self.several(remote_id, request, [address] if address else [])

    def several(self, remote_id: str, request: httpx.Request, addresses: list[str]) -> httpx.Response:
        told = {"generation_id": remote_id, "status": "completed", "data": [row(one) for one in addresses]}
        return httpx.Response(200, json=told)

    def failures(self, remote_id: str) -> dict[str, httpx.Response]:
        withheld = {"generation_id": remote_id, "status": "completed", "data": [row("", is_image_safe=False)]}
        return {
            "failed": httpx.Response(200, json={"generation_id": remote_id, "status": "failed", "error": "gave up"}),
            "withheld": httpx.Response(200, json=withheld),
        }

    def refusals(self) -> dict[str, tuple[httpx.Response, type[ImgenError]]]:
        return {
            "400": (httpx.Response(400, json={"error": "aspect_ratio: not one of them"}), ApiError),
            "401": (httpx.Response(401, json={"error": "Invalid API key"}), Unauthorized),
            "422": (httpx.Response(422, json={"error": "Prompt failed the safety check"}), ContentRejected),
        }

    def waits(self) -> dict[str, tuple[httpx.Response, float]]:
        return {"429": (httpx.Response(429, json={"error": "too many"}, headers={"retry-after": "5"}), 5.0)}

    def other(self, request: httpx.Request, jobs: dict[str, httpx.Request]) -> httpx.Response | None:
        quote = {"object": "price_quote", "usd_micros": 60_000}
        return httpx.Response(200, json=quote) if self.asks_the_price(request) else None

    def asks_the_price(self, request: httpx.Request) -> bool:
        return "dry_run" in request.url.params


class AtOnce(Wire):
    """Version 3 takes a form, and answers with the pictures."""

    held = True
    params: ClassVar[dict[str, Any]] = {"model": "ideogram-v3", "negative_prompt": "people"}

    def several(self, remote_id: str, request: httpx.Request, addresses: list[str]) -> httpx.Response:
        assert b'name="prompt"' in request.content, "a form was meant to come"
        return httpx.Response(200, json={"created": "2026-11-25T10:00:00Z", "data": [row(one) for one in addresses]})

    def failures(self, remote_id: str) -> dict[str, httpx.Response]:
        return {"withheld": httpx.Response(200, json={"data": [row(None, is_image_safe=False)]})}
