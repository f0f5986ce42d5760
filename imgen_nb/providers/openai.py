"""OpenAI's image API, and every address that speaks it (`base_url`): generations as JSON, edits as a form.

The answer is held, and is the result: a picture as base64 or, elsewhere, its address; streamed, coarse ones before it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import httpx

from imgen_nb.errors import InvalidRequest, NotFound, OutOfCredit, UnexpectedReply
from imgen_nb.flow import (
    Credential,
    Flow,
    Outcome,
    carried,
    events,
    failure,
    json_object,
    number,
    part,
    refuse,
    send,
    spend,
    streamed,
    told,
    word,
)
from imgen_nb.options import inline
from imgen_nb.providers._inline import pictures, previewing, without
from imgen_nb.providers._records import Recorded, choosing
from imgen_nb.types import Cadence, Catalogue, Cost, ImageRequest, Model

SIZES = {
    "1:1": "1024x1024",
    "3:2": "1536x1024",
    "2:3": "1024x1536",
    "16:9": "1536x864",
    "9:16": "864x1536",
    "4:3": "1360x1024",
    "3:4": "1024x1360",
    "21:9": "1680x720",
}
"""Three are the service's standard sizes, the others our arithmetic for models that take any."""
STEP, WIDEST, LONGEST, MOST = 16, 3, 3840, 3840 * 2160
WORDS = {"num_images": "n", "backdrop": "background", "previews": "partial_images"}
OURS = ("aspect_ratio", "image_urls", "mask_url", "markup", "extra")
"""Parameters that do not travel under a name of their own."""
MODERATED = ("moderation_blocked", "content_policy_violation")
_SIZE = re.compile(r"([1-9]\d{1,4})x([1-9]\d{1,4})", re.ASCII)


class OpenAI(Recorded):
    """The gpt-image family, and at another `base_url` whatever models are served there in the same words."""

    name = "openai"
    title = "OpenAI"
    base_url = "https://api.openai.com/v1"
    credentials = (Credential("OPENAI_API_KEY", "Authorization", "Bearer "),)
    cadence = Cadence(2.0, "nothing is polled: the answer is held")
    price = "by tokens, told with the result"

    def generate(self, request: ImageRequest) -> Flow[Outcome]:
        """Ask, and hear the answer to its end; with `previews` it is a stream."""
        previews = request.params.get("previews")
        reply = yield from spend(_asked(request), _answer, heard=previewing(previews) if previews else None)
        made = pictures(reply.get("data"))
        if not made:
            raise UnexpectedReply("an answer without a picture", json_path="$.data")
        return Outcome(made, cost=self._bill(request, reply.get("usage")), raw=without(reply, "b64_json"))

    def follow(self, remote_id: str) -> Flow[Outcome]:
        """Nothing can be followed: an answer is given once, and has no id."""
        raise NotFound("an answer of this API is given once, and has no id to ask for")

    def models(self) -> Flow[tuple[Model, ...]]:
        """The models that are served now; where some are called image models, these."""
        return (yield from send(httpx.Request("GET", "/models"), _models))

    def catalogue(self) -> Flow[Catalogue]:
        """The same, each with what the record knows of it."""
        served = yield from self.models()
        known = {one.id: one for one in type(self).listed}
        models = tuple(known.get(one.id, one) for one in served)
        return Catalogue(models, choosing(type(self).options, models))

    def conflict(self, prompt: str, params: Mapping[str, Any]) -> str | None:
        """What is sent along must be in hand, a mask needs a picture, and a size keeps the document's bounds."""
        sources = params.get("image_urls") or []
        for name, one in [*(("image_urls", one) for one in sources), *_beside(params)]:
            if inline(one) is None:
                return f"{name} has an address, and this API takes the picture itself: give a file or a Picture"
        if not sources and (alone := next(iter(_beside(params)), None)):
            return f"{alone[0]} needs image_urls"
        if "mask_url" in params and "markup" in params:
            return "mask_url and markup do not go together"
        if params.get("backdrop") == "transparent" and params.get("output_format") == "jpeg":
            return "backdrop is 'transparent', which needs output_format png or webp"
        return self._size_problem(params)

    def _size_problem(self, params: Mapping[str, Any]) -> str | None:
        size = params.get("size", "auto")
        if size == "auto" or self.known_model(params.get("model")) is None:
            return None
        read = _SIZE.fullmatch(size)
        width, height = map(int, read.groups()) if read else (0, 0)
        fits = read and not width % STEP and not height % STEP and max(width, height) <= LONGEST
        if fits and width * height <= MOST and max(width, height) <= WIDEST * min(width, height):
            return None
        return f"size is {size!r:.30}; allowed: auto, or width x height in steps of 16, from 1:3 to 3:1, to 3840x2160"

    def _bill(self, request: ImageRequest, usage: object) -> Cost:
        """Tokens by the price list; where the kinds of output are not told, all of it is picture, as it is billed."""
        model = self.known_model(request.params.get("model"))
        if not isinstance(usage, Mapping) or model is None or not self.recorded_for(request):
            return Cost()
        details = usage.get("input_tokens_details")
        inside = details if isinstance(details, Mapping) else {"text_tokens": usage.get("input_tokens")}
        counts = {
            "input text token": number(inside.get("text_tokens")) or 0.0,
            "input picture token": number(inside.get("image_tokens")) or 0.0,
            "output picture token": number(usage.get("output_tokens")) or 0.0,
        }
        usd = model.bill(counts) if any(counts.values()) else None
        return Cost(usd, source=f"its tokens by the price list: {model.counted[0].where_told}" if usd else "")


def _beside(params: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [(name, params[name]) for name in ("mask_url", "markup") if name in params]


def _asked(request: ImageRequest) -> httpx.Request:
    """Words as JSON; with pictures to work on, all of it is a form, and the pictures are files in it."""
    fields = _fields(request)
    sources = request.params.get("image_urls")
    if not sources:
        return httpx.Request("POST", "/images/generations", json=fields)
    many = "image[]" if len(sources) > 1 else "image"
    named = [
        *((many, one) for one in sources),
        *((name.removesuffix("_url"), one) for name, one in _beside(request.params)),
    ]
    files = [(name, _file(name, one)) for name, one in named]
    words = {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in fields.items()}
    return httpx.Request("POST", "/images/edits", data=words, files=files)


def _fields(request: ImageRequest) -> dict[str, Any]:
    params = request.params
    fields = {WORDS.get(name, name): value for name, value in params.items() if name not in OURS}
    if "size" not in fields and (ratio := params.get("aspect_ratio")):
        fields["size"] = SIZES[ratio]
    if params.get("previews"):
        fields["stream"] = True
    else:
        fields.pop("partial_images", None)
    return {"prompt": request.prompt, **fields, **params.get("extra", {})}


def _file(name: str, picture: str) -> tuple[str, bytes, str]:
    data = inline(picture)
    if data is None:
        raise InvalidRequest(f"{name} is no picture in hand", hint="give a file, a Picture or a PIL image")
    media = picture.partition(":")[2].partition(";")[0].lower()
    return f"{name.removesuffix('[]')}.{media.partition('/')[2]}", data, media


def _answer(response: httpx.Response) -> dict[str, Any]:
    """Read the answer, held or streamed, as one object with `data` and `usage`."""
    error = told(response).get("error")
    _refuse(response, error)
    if not streamed(response):
        return json_object(response)
    heard = events(response)
    for event in heard:
        if event.get("error") or word(event.get("type")) == "error":
            raise failure(event.get("error") or event)  # after 200 it is all that will come
    done = [event for event in heard if str(event.get("type", "")).endswith(".completed")]
    if not done:
        raise UnexpectedReply("the stream ended before the picture", json_path="$")
    return {**done[-1], "data": done}


def _refuse(response: httpx.Response, error: object) -> None:
    said = error if isinstance(error, Mapping) else {"message": error}
    code = word(said.get("code")) or word(said.get("type"))
    if not response.is_success and code in MODERATED:
        raise failure(f"{code}: {said.get('message')}")
    if code in ("insufficient_quota", "billing_hard_limit_reached"):  # under 429, and no wait helps
        raise OutOfCredit(f"{code}: {said.get('message')}")
    refuse(response, said.get("message"), said.get("param"), code=said.get("code") or said.get("type"))


def _models(response: httpx.Response) -> tuple[Model, ...]:
    refuse(response, told(response).get("error"))
    rows = [row for row in part(json_object(response), "data", list) if isinstance(row, dict)]
    ids = [found for row in rows if (found := carried(row.get("id")))]
    called = [one for one in ids if "image" in one or "dall-e" in one]
    return tuple(Model(one) for one in called or ids)
