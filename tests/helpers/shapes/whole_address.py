"""Submit here, ask there: jobs are told at another origin, which is declared and never gets the key."""

from typing import Any

import httpx

from imgen_nb.errors import ApiError, Unauthorized, UnexpectedReply
from imgen_nb.flow import (
    Credential,
    Flow,
    Outcome,
    Provider,
    accepted,
    failure,
    identifier,
    json_object,
    refuse,
    segment,
    send,
    spend,
    wait,
)
from imgen_nb.types import Cadence, ImageRequest, Option


class Service(Provider):
    name = "painter"
    title = "Painter"
    base_url = "https://api.painter.example/v1"
    origins = ("https://status.painter.example",)
    credentials = (Credential("PAINTER_API_KEY", "x-key"),)
    cadence = Cadence(1.0)
    options = (
        Option("prompt", "text", "What to paint", required=True),
        Option("seed", "integer", "The same seed, the same picture", low=0, high=2**32 - 1),
    )

    def generate(self, request: ImageRequest) -> Flow[Outcome]:
        body = {"prompt": request.prompt, **request.params}
        made = yield from spend(
            httpx.Request("POST", "/paint", json=body), lambda reply: identifier(_body(reply), "id")
        )
        yield from accepted(made)
        return (yield from self.follow(made))

    def follow(self, remote_id: str) -> Flow[Outcome]:
        asked = httpx.Request("GET", f"{self.origins[0]}/jobs/{segment(remote_id)}")
        for _ in range(6):
            while (job := (yield from send(asked, _body)))["status"] not in ("Ready", "Error"):
                yield from wait("queued" if job["status"] == "Pending" else "running")
            if job["status"] == "Error":
                raise failure(str(job.get("details")))
            if sample := (job.get("result") or {}).get("sample"):
                return Outcome((sample,), raw=job)
            yield from wait("running")
        raise UnexpectedReply("ready, and no sample", json_path="$.result.sample")


def _body(response: httpx.Response) -> dict[str, Any]:
    refuse(response, response.text[:300])
    body = json_object(response)
    return {"status": "", **body}


class Wire:
    base_url = Service.base_url
    prompt = "a red fox"
    params = {"seed": 7}

    def is_submission(self, request):
        return request.method == "POST"

    def accepted(self, remote_id, request):
        return httpx.Response(200, json={"id": remote_id, "polling_url": f"{Service.origins[0]}/jobs/{remote_id}"})

    def pending(self, remote_id, request, word=None):
        return httpx.Response(200, json={"id": remote_id, "status": word or "Pending"})

    def finished(self, remote_id, request, address):
        return httpx.Response(200, json={"id": remote_id, "status": "Ready", "result": {"sample": address}})

    def failures(self, remote_id):
        return {"Error": httpx.Response(200, json={"id": remote_id, "status": "Error", "details": "out of memory"})}

    def refusals(self):
        return {
            "403": (httpx.Response(403, json={"detail": "Not authenticated"}), Unauthorized),
            "422": (httpx.Response(422, json={"detail": "prompt too long"}), ApiError),
        }

    def waits(self):
        return {"429": (httpx.Response(429), 0.5)}

    def other(self, request, jobs):
        return None
