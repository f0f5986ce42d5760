from __future__ import annotations

from typing import Any, ClassVar

import httpx

from imgen_nb.errors import ApiError, ImgenError, OutOfCredit, Unauthorized


class Wire:
    """Jobs are asked for at a sibling of the API, which gets the key; at its own origin where that is this machine."""

    base_url = "https://bfl.example"
    prompt = "a red fox in snow"
    params: ClassVar[dict[str, Any]] = {"aspect_ratio": "16:9", "seed": 7}

    def is_submission(self, request: httpx.Request) -> bool:
        return request.method == "POST"

    def accepted(self, remote_id: str, request: httpx.Request) -> httpx.Response:
        here = request.headers.get("host", "")
        place = f"http://{here}" if here.startswith("127.") else "https://api.eu1.bfl.ai"
        told = {"id": remote_id, "polling_url": f"{place}/v1/get_result?id={remote_id}"}
        return httpx.Response(200, json=told | {"cost": 3.0, "input_mp": 0.0, "output_mp": 1.05})

    def job(self, remote_id: str, status: str, **more: Any) -> httpx.Response:
        return httpx.Response(
            200, json={"id": remote_id, "status": status, "result": None, "progress": None, "details": None} | more
        )

    def pending(self, remote_id: str, request: httpx.Request, word: str | None = None) -> httpx.Response:
        return self.job(remote_id, word or "Pending", progress=0.4)

    def finished(self, remote_id: str, request: httpx.Request, address: str | None) -> httpx.Response:
        result = {"sample": address, "prompt": self.prompt, "seed": 7, "start_time": 1795600000.1, "duration": 2.5}
        return self.job(remote_id, "Ready", result=result if address else None)

    def failures(self, remote_id: str) -> dict[str, httpx.Response]:
        words = ("Error", "Failed", "Request Moderated", "Content Moderated")
        told = {word: self.job(remote_id, word, details={"Moderation Reasons": ["none"]}) for word in words}
        return told | {"state": httpx.Response(200, json={"id": remote_id, "state": "Content Moderated"})}

    def refusals(self) -> dict[str, tuple[httpx.Response, type[ImgenError]]]:
        detail = [{"loc": ["body", "width"], "msg": "Input should be a multiple of 16", "type": "multiple_of"}]
        return {
            "400": (httpx.Response(400, json={"detail": "bad image"}), ApiError),
            "402": (httpx.Response(402, json={"detail": "Insufficient credits"}), OutOfCredit),
            "403": (httpx.Response(403, json={"detail": "Not authenticated"}), Unauthorized),
            "422": (httpx.Response(422, json={"detail": detail}), ApiError),
        }

    def waits(self) -> dict[str, tuple[httpx.Response, float]]:
        headers = {"X-RateLimit-Limit": "24", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1800000030"}
        headers |= {"Date": "Fri, 15 Jan 2027 08:00:00 GMT"}
        return {
            "24 at once": (httpx.Response(429, json={"detail": "too many tasks"}), 0.5),
            "Retry-After": (httpx.Response(429, headers={"retry-after": "9"}), 9.0),
            "the reset is a Unix time": (httpx.Response(429, headers=headers), 30.0),
        }

    def other(self, request: httpx.Request, jobs: dict[str, httpx.Request]) -> httpx.Response | None:
        return None
