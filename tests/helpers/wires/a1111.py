from __future__ import annotations

import base64
import json
from typing import Any, ClassVar

import httpx

from imgen_nb.errors import ApiError, ImgenError, NotFound


class Wire:
    """The answer is held, and has the pictures; meanwhile the server tells how far it is."""

    held = True
    base_url = "http://127.0.0.1:7860"
    prompt = "a red fox in snow"
    params: ClassVar[dict[str, Any]] = {"negative_prompt": "people", "seed": 7}

    def is_submission(self, request: httpx.Request) -> bool:
        return request.url.path in ("/sdapi/v1/txt2img", "/sdapi/v1/img2img")

    def accepted(self, remote_id: str, request: httpx.Request) -> httpx.Response:
        raise AssertionError("an answer that is held has no acceptance")

    def pending(self, remote_id: str, request: httpx.Request, word: str | None = None) -> httpx.Response:
        raise AssertionError("an answer that is held is not asked for")

    def finished(self, remote_id: str, request: httpx.Request, address: str | None) -> httpx.Response:
        from imgen_nb.testing import png

        images = [base64.b64encode(png()).decode()] if address else []
        info = {"all_seeds": [7], "infotexts": ["a red fox"], "index_of_first_image": 0}
        return httpx.Response(200, json={"images": images, "parameters": {}, "info": json.dumps(info)})

    def failures(self, remote_id: str) -> dict[str, httpx.Response]:
        told = {"error": "OutOfMemoryError", "detail": "", "body": "", "errors": "CUDA out of memory"}
        return {"500": httpx.Response(500, json=told)}

    def refusals(self) -> dict[str, tuple[httpx.Response, type[ImgenError]]]:
        detail = [{"loc": ["body", "steps"], "msg": "value is not a valid integer"}]
        return {
            "404": (httpx.Response(404, json={"detail": "Sampler not found"}), NotFound),
            "422": (httpx.Response(422, json={"detail": detail}), ApiError),
        }

    def waits(self) -> dict[str, tuple[httpx.Response, float]]:
        return {}

    def other(self, request: httpx.Request, jobs: dict[str, httpx.Request]) -> httpx.Response | None:
        from imgen_nb.testing import png

        told = {"progress": 0.4, "state": {"job": "txt2img"}, "current_image": base64.b64encode(png()).decode()}
        return httpx.Response(200, json=told) if request.url.path == "/sdapi/v1/progress" else None
