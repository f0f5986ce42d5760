"""A server of one's own, without a key: the answer is held, and its progress is asked for meanwhile."""

import base64
import json
from typing import Any

import httpx

from imgen_nb.errors import ApiError, NotFound, UnexpectedReply
from imgen_nb.flow import Asset, Flow, Outcome, Provider, Wait, failure, json_object, refuse, spend
from imgen_nb.types import Cadence, ImageRequest, Option


class Service(Provider):
    name = "easel"
    title = "Easel"
    base_url = "http://127.0.0.1:7860"
    key_required = False
    price = "your own machine"
    cadence = Cadence(1.0)
    options = (
        Option("prompt", "text", "What to paint", required=True),
        Option("negative_prompt", "text", "What to leave out"),
        Option("num_images", "integer", "How many", low=1, high=8, default=1),
    )

    def generate(self, request: ImageRequest) -> Flow[Outcome]:
        body = {"prompt": request.prompt, "batch_size": request.params["num_images"]}
        body |= {name: request.params[name] for name in ("negative_prompt",) if name in request.params}
        progress = httpx.Request("GET", "/sdapi/v1/progress")
        return (
            yield from spend(httpx.Request("POST", "/sdapi/v1/txt2img", json=body), _painted, (progress, _progress))
        )

    def follow(self, remote_id: str) -> Flow[Outcome]:
        raise NotFound("an answer is given once, and has no id")


def _progress(response: httpx.Response) -> Wait:
    told = json_object(response)
    preview = told.get("current_image")
    return Wait("running", told.get("progress"), base64.b64decode(preview) if preview else None)


def _painted(response: httpx.Response) -> Outcome:
    if response.status_code == 500 and "error" in response.text:
        raise failure(str(json_object(response).get("error")))
    refuse(response, response.text[:300])
    reply = json_object(response)
    info: dict[str, Any] = json.loads(reply.get("info") or "{}")
    seeds = info.get("all_seeds") or []
    pictures = [base64.b64decode(one) for one in reply.get("images") or ()]
    if not pictures:
        raise UnexpectedReply("painted, and no picture", json_path="$.images")
    seeds += [None] * len(pictures)
    return Outcome(map(Asset, pictures, seeds), raw=info)


class Wire:
    held = True
    base_url = Service.base_url
    prompt = "a red fox"
    params = {"negative_prompt": "snow"}

    def is_submission(self, request):
        return request.url.path == "/sdapi/v1/txt2img"

    def finished(self, remote_id, request, address):
        from imgen_nb.testing import png

        images = [base64.b64encode(png()).decode()] if address else []
        return httpx.Response(200, json={"images": images, "info": json.dumps({"all_seeds": [4]})})

    def failures(self, remote_id):
        return {"out of memory": httpx.Response(500, json={"error": "OutOfMemoryError"})}

    def refusals(self):
        return {"422": (httpx.Response(422, json={"detail": "batch_size"}), ApiError)}

    def waits(self):
        return {}

    def other(self, request, jobs):
        from imgen_nb.testing import png

        told = {"progress": 0.4, "state": {"job": "txt2img"}, "current_image": base64.b64encode(png()).decode()}
        return httpx.Response(200, json=told) if request.url.path == "/sdapi/v1/progress" else None
