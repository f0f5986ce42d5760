"""A held answer: the POST itself gives the pictures, as base64 in JSON, and there is no id to ask for later."""

import base64
from typing import Any

import httpx

from imgen_nb.errors import ApiError, NotFound, OutOfCredit, Unauthorized, UnexpectedReply
from imgen_nb.flow import Credential, Flow, Outcome, Provider, failure, json_object, part, refuse, spend
from imgen_nb.types import Cost, ImageRequest, Option


class Service(Provider):
    name = "studio_one"
    title = "Studio One"
    base_url = "https://api.studio-one.example/v1"
    credentials = (Credential("STUDIO_ONE_API_KEY", "Authorization", "Bearer "),)
    options = (
        Option("prompt", "text", "What to draw", required=True, most=4000),
        Option("quality", "choice", "How much care", ("low", "high"), default="low"),
    )

    def generate(self, request: ImageRequest) -> Flow[Outcome]:
        body = {"prompt": request.prompt, "quality": request.params["quality"]}
        reply = yield from spend(httpx.Request("POST", "/images", json=body), _pictures)
        cost = (
            Cost(usd=reply["usage"].get("usd"), source="the reply") if isinstance(reply.get("usage"), dict) else Cost()
        )
        return Outcome(reply["pictures"], cost=cost, raw={"created": reply.get("created")})

    def follow(self, remote_id: str) -> Flow[Outcome]:
        raise NotFound("an answer is given once, and has no id")


def _pictures(response: httpx.Response) -> dict[str, Any]:
    if response.status_code == 400 and "moderation_blocked" in response.text:
        raise failure("blocked by the safety system")
    refuse(response, response.text[:300])
    reply = json_object(response)
    try:
        pictures = [base64.b64decode(one["b64_json"]) for one in part(reply, "data", list)]
    except (KeyError, TypeError, ValueError):
        pictures = []
    if not pictures:
        raise UnexpectedReply("an answer without a picture", json_path="$.data")
    return {**reply, "pictures": pictures}


class Wire:
    held = True
    base_url = Service.base_url
    prompt = "a red fox"
    params = {"quality": "high"}

    def is_submission(self, request):
        return request.method == "POST"

    def finished(self, remote_id, request, address):
        from imgen_nb.testing import png

        data = [{"b64_json": base64.b64encode(png()).decode()}] if address else []
        return httpx.Response(200, json={"created": 1764000000, "data": data, "usage": {"usd": 0.04}})

    def failures(self, remote_id):
        return {"blocked": httpx.Response(400, json={"error": {"code": "moderation_blocked"}})}

    def refusals(self):
        return {
            "401": (httpx.Response(401, json={"error": {"message": "bad key"}}), Unauthorized),
            "400": (httpx.Response(400, json={"error": {"message": "bad size"}}), ApiError),
            "402": (httpx.Response(402, json={"error": {"message": "no credit"}}), OutOfCredit),
        }

    def waits(self):
        return {"429": (httpx.Response(429, headers={"retry-after": "20"}), 20.0)}

    def other(self, request, jobs):
        return None
