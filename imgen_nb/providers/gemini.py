"""Google's Gemini API: `generateContent` with pictures in the reply; 200 without one is a failure, and says why."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from typing import Any

import httpx

from imgen_nb.errors import ContentRejected, NotFound, Unauthorized, UnexpectedReply
from imgen_nb.flow import (
    Asset,
    Credential,
    Flow,
    Outcome,
    carried,
    failure,
    json_object,
    number,
    part,
    refuse,
    refused,
    segment,
    send,
    sentence,
    spend,
    told,
    words,
)
from imgen_nb.options import inline
from imgen_nb.providers._inline import decoded, without
from imgen_nb.providers._records import Recorded, choosing
from imgen_nb.types import Cadence, Catalogue, Cost, ImageRequest, Model

REJECTING = frozenset(
    {
        *("SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "MODEL_ARMOR", "JAILBREAK"),
        *("IMAGE_SAFETY", "IMAGE_PROHIBITED_CONTENT", "IMAGE_RECITATION"),
    }
)
"""Finish and block reasons that speak of the content; the others speak of the model."""


class Gemini(Recorded):
    """The Gemini image models with a key of Google AI Studio; one picture at a time."""

    name = "gemini"
    title = "Google Gemini"
    base_url = "https://generativelanguage.googleapis.com/v1beta"
    credentials = (Credential("GEMINI_API_KEY", "x-goog-api-key"), Credential("GOOGLE_API_KEY", "x-goog-api-key"))
    cadence = Cadence(2.0, "nothing is polled: the answer is held")
    price = "$0.0336 a picture in 1K (LiteLLM, 2026-11-25); by tokens, told with the result"

    def generate(self, request: ImageRequest) -> Flow[Outcome]:
        """Ask, and hear the answer to its end."""
        path = f"/models/{segment(request.params['model'])}:generateContent"
        reply = yield from spend(httpx.Request("POST", path, json=_body(request)), _answer)
        parts = list(_parts(reply))
        made = [Asset(data) for one in parts if (data := _picture(one))]
        if not made:
            raise _refusal(reply, parts, self._bill(request, reply))
        said = " ".join(filter(None, (words(one.get("text")) for one in parts if not one.get("thought"))))
        noted = (f"the model also said: {said[:300]}",) if said else ()
        return Outcome(made, cost=self._bill(request, reply), raw=without(reply, "data"), warnings=noted)

    def follow(self, remote_id: str) -> Flow[Outcome]:
        """Nothing can be followed: an answer is given once, and has no id."""
        raise NotFound("an answer of this API is given once, and has no id to ask for")

    def models(self) -> Flow[tuple[Model, ...]]:
        """The image models that are offered now."""
        return (yield from send(httpx.Request("GET", "/models", params={"pageSize": "1000"}), _models))

    def catalogue(self) -> Flow[Catalogue]:
        """The same, each with what the record knows of it."""
        served = yield from self.models()
        known = {one.id: one for one in type(self).listed}
        models = tuple(known.get(one.id, one) for one in served)
        return Catalogue(models, choosing(type(self).options, models))

    def conflict(self, prompt: str, params: Mapping[str, Any]) -> str | None:
        """What is sent along must be in hand."""
        if all(inline(one) is not None for one in params.get("image_urls", ())):
            return None
        return "image_urls has an address, and this API takes the picture itself: give a file or a Picture"

    def _bill(self, request: ImageRequest, reply: Mapping[str, Any]) -> Cost:
        """What was counted by the price list: of the output, the tokens that are picture, as they are billed."""
        usage, model = reply.get("usageMetadata"), self.known_model(request.params.get("model"))
        if not isinstance(usage, Mapping) or model is None or not self.recorded_for(request):
            return Cost()
        details = usage.get("candidatesTokensDetails")
        rows = [one for one in (details if isinstance(details, list) else []) if isinstance(one, Mapping)]
        drawn = sum(number(one.get("tokenCount")) or 0.0 for one in rows if one.get("modality") == "IMAGE")
        counts = {
            "input token": number(usage.get("promptTokenCount")) or 0.0,
            "output text token": number(usage.get("thoughtsTokenCount")) or 0.0,
            "output picture token": drawn or number(usage.get("candidatesTokenCount")) or 0.0,
        }
        usd = model.bill(counts) if counts["output picture token"] else None
        return Cost(usd, source=f"its tokens by the price list: {model.counted[0].where_told}" if usd else "")


def _body(request: ImageRequest) -> dict[str, Any]:
    params = request.params
    shape = {"aspectRatio": params.get("aspect_ratio"), "imageSize": params.get("resolution")}
    thinking = {"thinkingLevel": params["thinking"].upper()} if "thinking" in params else None
    asked = {
        "responseModalities": ["IMAGE"],
        "imageConfig": {name: value for name, value in shape.items() if value} or None,
        "seed": params.get("seed"),
        "temperature": params.get("temperature"),
        "thinkingConfig": thinking,
    }
    parts = [{"text": request.prompt}, *(_sent(one) for one in params.get("image_urls", ()))]
    config = {name: value for name, value in asked.items() if value is not None}
    return {"contents": [{"role": "user", "parts": parts}], "generationConfig": config}


def _sent(picture: str) -> dict[str, Any]:
    data = base64.b64encode(inline(picture) or b"").decode()
    return {"inlineData": {"mimeType": picture.partition(":")[2].partition(";")[0].lower(), "data": data}}


def _answer(response: httpx.Response) -> dict[str, Any]:
    error = told(response).get("error")
    said = error if isinstance(error, Mapping) else {}
    details = said.get("details")
    rows = [one for one in (details if isinstance(details, list) else []) if isinstance(one, Mapping)]
    if not response.is_success and any(one.get("reason") == "API_KEY_INVALID" for one in rows):  # under 400
        raise refused(response, said.get("message"), kind=Unauthorized)
    wait = next((one["retryDelay"] for one in rows if one.get("retryDelay")), None)
    refuse(response, said.get("message") or error, code=said.get("status"), wait=wait)
    return json_object(response)


def _parts(reply: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The parts of all candidates; one that is not of the documented shape is passed over."""
    candidates = reply.get("candidates")
    for candidate in candidates if isinstance(candidates, list) else ():
        content = candidate.get("content") if isinstance(candidate, Mapping) else None
        parts = content.get("parts") if isinstance(content, Mapping) else None
        yield from (one for one in (parts if isinstance(parts, list) else ()) if isinstance(one, Mapping))


def _picture(part_: Mapping[str, Any]) -> bytes | None:
    """The picture of a part; drafts, which a thinking model shows on the way, are none."""
    data = part_.get("inlineData")
    return decoded(data.get("data")) if isinstance(data, Mapping) and not part_.get("thought") else None


def _refusal(reply: Mapping[str, Any], parts: list[Mapping[str, Any]], bill: Cost) -> Exception:
    """Why a reply has no picture: what it names, or what the model says instead.

    Tokens that were counted for an answer are billed; whether those of a prompt that was blocked are, no page says.
    """
    candidates = reply.get("candidates")
    first = candidates[0] if isinstance(candidates, list) and candidates else {}
    feedback = reply.get("promptFeedback")
    blocked = feedback if isinstance(feedback, Mapping) else {}
    ended = first if isinstance(first, Mapping) else {}
    reason = words(blocked.get("blockReason") or ended.get("finishReason"), 60)
    spoken = " ".join(words(one.get("text"), 300) for one in parts)
    if reason in ("", "STOP") and not spoken:
        return UnexpectedReply("an answer without a picture, and without a reason", json_path="$.candidates")
    said = sentence("no picture came", reason, ended.get("finishMessage") or blocked.get("blockReasonMessage"), spoken)
    error = failure(said, bill=Cost() if blocked.get("blockReason") else bill)
    return ContentRejected(said, charged=error.charged, cost=error.cost) if reason.upper() in REJECTING else error


def _models(response: httpx.Response) -> tuple[Model, ...]:
    rows = [row for row in part(_answer(response), "models", list) if isinstance(row, dict)]
    named = ((carried(row.get("name")) or "", words(row.get("displayName"), 200)) for row in rows)
    ids = ((name.removeprefix("models/"), title) for name, title in named)
    return tuple(Model(one, title) for one, title in ids if "image" in one or "banana" in one)
