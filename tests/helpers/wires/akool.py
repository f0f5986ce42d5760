from __future__ import annotations

import json
from typing import Any, ClassVar

import httpx

from imgen_nb.errors import ApiError, GenerationFailed, ImgenError, OutOfCredit, Unauthorized


def told(code: int, msg: str) -> httpx.Response:
    return httpx.Response(200, json={"code": code, "msg": msg})


class Wire:
    base_url = "https://akool.example"
    prompt = "a lighthouse on a cliff"
    params: ClassVar[dict[str, Any]] = {"aspect_ratio": "16:9", "quality": "1080p"}

    def is_submission(self, request: httpx.Request) -> bool:
        return request.method == "POST"

    def reply(self, remote_id: str, status: object, **more: Any) -> httpx.Response:
        data = {"_id": remote_id, "create_time": 1714032863272, "uid": 378337, "type": 3, "image_status": status}
        return httpx.Response(200, json={"code": 1000, "msg": "OK", "data": data | {"deduction_credit": 2} | more})

    def accepted(self, remote_id: str, request: httpx.Request) -> httpx.Response:
        return self.reply(remote_id, 1, origin_prompt=json.loads(request.content)["prompt"])

    def pending(self, remote_id: str, request: httpx.Request, word: str | None = None) -> httpx.Response:
        return self.reply(remote_id, word or "2")

    def finished(self, remote_id: str, request: httpx.Request, address: str | None) -> httpx.Response:
        return self.reply(remote_id, 3, image=address or "", upscaled_urls=[], buttons=["U1", "V1"], used_buttons=[])

    def failures(self, remote_id: str) -> dict[str, httpx.Response]:
        untold = {"deduction_credit": None}
        return {
            "status 4": self.reply(remote_id, 4, **untold),
            "status 4 as text": self.reply(remote_id, "4", **untold),
            "a word for status 4": self.reply(remote_id, " Failed", **untold),
        }

    def refusals(self) -> dict[str, tuple[httpx.Response, type[ImgenError]]]:
        return {
            "1003": (told(1003, "Parameter error"), ApiError),
            "1006": (told(1006, "Your quota is not enough"), OutOfCredit),
            "1009": (told(1009, "You do not have permission"), Unauthorized),
            "1010": (told(1010, "You can not operate this content"), ApiError),
            "1101": (told(1101, "Invalid authorization or the request token has expired"), Unauthorized),
            "1102": (told(1102, "Authorization cannot be empty"), Unauthorized),
            "1200": (told(1200, "The account has been banned"), Unauthorized),
            "a code nobody lists": (told(4711, "what is this"), ApiError),
            "401": (httpx.Response(401), Unauthorized),
        }

    def waits(self) -> dict[str, tuple[httpx.Response, float]]:
        return {
            "1005": (told(1005, "Operation is too frequent"), 0.5),
            "429 with Retry-After": (httpx.Response(429, headers={"retry-after": "9"}), 9.0),
        }

    def other(self, request: httpx.Request, jobs: dict[str, httpx.Request]) -> httpx.Response | None:
        return None


FAILED_AT_ONCE = (told(1108, "Image generate error, please try again later"), GenerationFailed)
