"""Pictures inline, in the parts of a conversation's answer, between words about them."""

import base64
from typing import Any

import httpx

from imgen_nb.errors import ApiError, NotFound, Unauthorized, UnexpectedReply
from imgen_nb.flow import Asset, Credential, Flow, Outcome, Provider, failure, json_object, refuse, spend
from imgen_nb.types import ImageRequest, Option


class Service(Provider):
    name = "twins"
    title = "Twins"
    base_url = "https://language.twins.example/v1beta"
    credentials = (Credential("TWINS_API_KEY", "x-goog-api-key"),)
    options = (
        Option("prompt", "text", "What to draw", required=True),
        Option("model", "choice", "Which model", ("flash-image", "pro-image"), default="flash-image", open=True),
        Option("aspect_ratio", "choice", "Shape", ("1:1", "16:9"), default="1:1"),
    )

    def generate(self, request: ImageRequest) -> Flow[Outcome]:
        shape = {"imageConfig": {"aspectRatio": request.params["aspect_ratio"]}}
        body = {"contents": [{"parts": [{"text": request.prompt}]}], "generationConfig": shape}
        path = f"/models/{request.params['model']}:generateContent"
        return (yield from spend(httpx.Request("POST", path, json=body), _outcome))

    def follow(self, remote_id: str) -> Flow[Outcome]:
        raise NotFound("an answer is given once, and has no id")


def _outcome(response: httpx.Response) -> Outcome:
    refuse(response, response.text[:300])
    reply = json_object(response)
    candidates: list[dict[str, Any]] = reply.get("candidates") or []
    parts = [one for candidate in candidates for one in (candidate.get("content") or {}).get("parts", ())]
    text = " ".join(one["text"] for one in parts if "text" in one)
    pictures = [base64.b64decode(one["inlineData"]["data"]) for one in parts if "inlineData" in one]
    if not pictures:
        why = (reply.get("promptFeedback") or {}).get("blockReason") or (candidates or [{}])[0].get("finishReason")
        if why in (None, "STOP"):
            raise UnexpectedReply("an answer without a picture", json_path="$.candidates")
        raise failure(f"blocked: {why}. {text}")
    return Outcome([Asset(one, text=text or None) for one in pictures], raw={"usage": reply.get("usageMetadata")})


class Wire:
    held = True
    base_url = Service.base_url
    prompt = "a red fox"
    params = {"aspect_ratio": "16:9"}

    def is_submission(self, request):
        return request.url.path.endswith(":generateContent")

    def finished(self, remote_id, request, address):
        from imgen_nb.testing import png

        picture = {"inlineData": {"mimeType": "image/png", "data": base64.b64encode(png()).decode()}}
        parts = [{"text": "Here is your fox."}, *([picture] if address else [])]
        told = {"candidates": [{"content": {"parts": parts}, "finishReason": "STOP"}], "usageMetadata": {"total": 1290}}
        return httpx.Response(200, json=told)

    def failures(self, remote_id):
        stopped = {"candidates": [{"finishReason": "IMAGE_SAFETY"}]}
        return {
            "prompt blocked": httpx.Response(200, json={"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}}),
            "picture blocked": httpx.Response(200, json=stopped),
        }

    def refusals(self):
        return {
            "403": (httpx.Response(403, json={"error": {"status": "PERMISSION_DENIED"}}), Unauthorized),
            "400": (httpx.Response(400, json={"error": {"status": "INVALID_ARGUMENT"}}), ApiError),
        }

    def waits(self):
        return {"429": (httpx.Response(429, headers={"retry-after": "30"}), 30.0)}

    def other(self, request, jobs):
        return None
