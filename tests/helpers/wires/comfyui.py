from __future__ import annotations

import json
from typing import Any, ClassVar

import httpx

from imgen_nb.errors import ApiError, ImgenError


class Wire:
    """A prompt is queued, stands in the history once it has ended, and its pictures are fetched by their names."""

    base_url = "http://127.0.0.1:8188"
    prompt = "a red fox in snow"
    params: ClassVar[dict[str, Any]] = {"model": "sd15.safetensors", "seed": 7}

    def is_submission(self, request: httpx.Request) -> bool:
        return request.url.path == "/prompt"

    def accepted(self, remote_id: str, request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"prompt_id": remote_id, "number": 3, "node_errors": {}})

    def pending(self, remote_id: str, request: httpx.Request, word: str | None = None) -> httpx.Response:
        return httpx.Response(200, json={})

    def finished(self, remote_id: str, request: httpx.Request, address: str | None) -> httpx.Response:
        image = {"filename": f"imgen_nb_{remote_id}_.png", "subfolder": "", "type": "output"}
        status = {"status_str": "success", "completed": True, "messages": [["execution_success", {}]]}
        entry = {"prompt": [], "outputs": {"9": {"images": [image] if address else []}}, "status": status}
        return httpx.Response(200, json={remote_id: entry})

    def failures(self, remote_id: str) -> dict[str, httpx.Response]:
        detail = {"node_type": "KSampler", "exception_message": "CUDA out of memory"}
        ends = {"execution_error": detail, "execution_interrupted": {"node_type": "KSampler"}}
        return {
            name: httpx.Response(
                200, json={remote_id: {"outputs": {}, "status": {"status_str": "error", "messages": [[name, said]]}}}
            )
            for name, said in ends.items()
        }

    def refusals(self) -> dict[str, tuple[httpx.Response, type[ImgenError]]]:
        error = {"type": "prompt_outputs_failed_validation", "message": "Prompt outputs failed validation"}
        nodes = {"4": {"errors": [{"message": "Value not in list", "details": "ckpt_name: 'x'"}]}}
        return {
            "400": (httpx.Response(400, json={"error": error, "node_errors": nodes}), ApiError),
            "no prompt": (httpx.Response(400, json={"error": "no prompt", "node_errors": {}}), ApiError),
        }

    def waits(self) -> dict[str, tuple[httpx.Response, float]]:
        return {}

    def other(self, request: httpx.Request, jobs: dict[str, httpx.Request]) -> httpx.Response | None:
        from imgen_nb.testing import png

        if request.url.path in ("/queue", "/history"):
            queued = [
                [1, one, {}, {"client_id": json.loads(asked.content)["client_id"]}] for one, asked in jobs.items()
            ]
            return httpx.Response(200, json={"queue_running": queued} if request.url.path == "/queue" else {})
        return httpx.Response(200, content=png()) if request.url.path == "/view" else None
