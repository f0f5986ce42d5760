from __future__ import annotations

from typing import Any, ClassVar

import httpx

from imgen_nb.errors import ApiError, ContentRejected, ImgenError, OutOfCredit, Unauthorized


def problem(status: int, name: str) -> httpx.Response:
    return httpx.Response(status, json={"id": "a1", "name": name, "errors": ["said by the server"]})


class Wire:
    """A form goes there, and bytes come back."""

    held = True
    base_url = "https://stability.example"
    prompt = "a red fox in snow"
    params: ClassVar[dict[str, Any]] = {"aspect_ratio": "16:9", "seed": 7}

    def is_submission(self, request: httpx.Request) -> bool:
        return request.method == "POST"

    def accepted(self, remote_id: str, request: httpx.Request) -> httpx.Response:
        raise AssertionError("an answer that is held has no acceptance")

    def pending(self, remote_id: str, request: httpx.Request, word: str | None = None) -> httpx.Response:
        raise AssertionError("an answer that is held is not asked for")

    def finished(self, remote_id: str, request: httpx.Request, address: str | None) -> httpx.Response:
        from imgen_nb.testing import png

        assert request.headers["content-type"].startswith("multipart/form-data"), "a form was meant to come"
        if not address:
            return httpx.Response(200, headers={"finish-reason": "SUCCESS", "content-type": "image/png"})
        headers = {"content-type": "image/png", "finish-reason": "SUCCESS", "seed": "7"}
        return httpx.Response(200, content=png(), headers=headers)

    def failures(self, remote_id: str) -> dict[str, httpx.Response]:
        from imgen_nb.testing import png

        headers = {"content-type": "image/png", "finish-reason": "CONTENT_FILTERED", "seed": "7"}
        return {"blurred": httpx.Response(200, content=png(), headers=headers)}

    def refusals(self) -> dict[str, tuple[httpx.Response, type[ImgenError]]]:
        return {
            "400": (problem(400, "bad_request"), ApiError),
            "401": (problem(401, "unauthorized"), Unauthorized),
            "402": (problem(402, "payment_required"), OutOfCredit),
            "403": (problem(403, "content_moderation"), ContentRejected),
            "413": (problem(413, "payload_too_large"), ApiError),
            "422": (problem(422, "unprocessable_entity"), ApiError),
        }

    def waits(self) -> dict[str, tuple[httpx.Response, float]]:
        return {"429": (problem(429, "rate_limit_exceeded"), 0.5)}

    def other(self, request: httpx.Request, jobs: dict[str, httpx.Request]) -> httpx.Response | None:
        return None
