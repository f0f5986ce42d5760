"""Black Forest Labs (docs.bfl.ai): a job is asked for at the address its acceptance names, on any of their hosts."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

import httpx

from imgen_nb.errors import NotFound
from imgen_nb.flow import (
    Asset,
    Credential,
    Flow,
    Outcome,
    Record,
    accepted,
    address,
    belongs,
    complaint,
    cost,
    failure,
    identifier,
    json_object,
    moment,
    number,
    part,
    refuse,
    segment,
    send,
    spend,
    state,
    told,
    whole,
    window,
    word,
    words,
)
from imgen_nb.providers._following import ended, outcome_of
from imgen_nb.providers._records import Recorded
from imgen_nb.types import PRICE_UNKNOWN, Cadence, Cost, ImageRequest, State, Window

MEGAPIXELS = {"0.5MP": 0.5, "1MP": 1.0, "2MP": 2.0, "4MP": 4.0}
MEGAPIXEL = 2**20
STEP, MOST = 16, 4 * MEGAPIXEL
USD = 0.01
"""Of one credit."""
WORDS = {"enhance": "prompt_upsampling", "num_inference_steps": "steps", "guidance_scale": "guidance"}
FIRST = {"flux-pro-1.0-fill": "image", "flux-pro-1.1-ultra": "image_prompt"}
"""What the first picture is called, where it is not `input_image`."""
SIZES = ("aspect_ratio", "resolution", "width", "height")
PICTURES = ("image_urls", "mask_url", "similarity")
STATES = {
    "pending": State.ACCEPTED,
    "ready": State.DOWNLOADING,
    "error": State.FAILED,
    "failed": State.FAILED,
    "request_moderated": State.FAILED,
    "content_moderated": State.FAILED,
}


class BFL(Recorded):
    """FLUX from those who make it; what is made is kept for ten minutes."""

    name = "bfl"
    title = "Black Forest Labs"
    base_url = "https://api.bfl.ai"
    siblings = ("https://*.bfl.ai",)
    credentials = (Credential("BFL_API_KEY", "x-key"),)
    cadence = Cadence(1.0, "the vendor's examples ask every 0.5 s; 1 s is ours", ours=True)
    price = "by the megapixel, told in credits when a job is taken (1 credit = $0.01)"
    lifetime = 600.0

    def generate(self, request: ImageRequest) -> Flow[Outcome]:
        """Submit, and follow where the answer says; the price is told there alone."""
        path = f"/v1/{segment(request.params['model'])}"
        taken = yield from spend(httpx.Request("POST", path, json=dict(_wire(request))), _taken)
        yield from accepted(taken.remote_id, taken.cost)
        return (yield from self.follow(taken.remote_id))

    def follow(self, remote_id: str) -> Flow[Outcome]:
        """Poll a job to its end."""
        return outcome_of((yield from ended(partial(self.get, remote_id), json_path="$.result.sample")))

    def get(self, remote_id: str) -> Flow[Record]:
        """One job as the service has it now, by its id or by the address at which it is asked for."""
        job = _job(remote_id)

        def read(response: httpx.Response) -> Record:
            said = _body(response)
            belongs(said, "id", job)
            return _record(remote_id, said)

        if "://" in remote_id:
            return (yield from send(httpx.Request("GET", remote_id), read))
        return (yield from send(httpx.Request("GET", "/v1/get_result", params={"id": job}), read))

    def balance(self) -> Flow[Cost]:
        """The credits that are left."""
        return (yield from send(httpx.Request("GET", "/v1/credits"), _credits))

    def window(self, response: httpx.Response) -> Window | None:
        """The headers of the rate limit, whose reset is a Unix time."""
        return window(response)

    def conflict(self, prompt: str, params: Mapping[str, Any]) -> str | None:
        """Width and height come together, in steps of 16, and within four megapixels."""
        width, height = params.get("width"), params.get("height")
        if (width is None) != (height is None):
            return "width and height are given together, or neither of them"
        if width is not None and height is not None:
            if width % STEP or height % STEP:
                return f"{width} x {height} is not in steps of {STEP} pixels"
            if width * height > MOST:
                return f"{width} x {height} is more than 4 megapixels"
        if params.get("mask_url") and not params.get("image_urls"):
            return "mask_url needs image_urls, the picture it is a mask of"
        return None

    def estimate(self, request: ImageRequest) -> Cost:
        """By the megapixel, as the record has it; a picture that is sent along counts as one."""
        model = self.known_model(request.params["model"])
        lines = {line.unit: line for line in model.prices} if model else {}
        if "first megapixel" not in lines:
            return super().estimate(request)
        width, height = sides(request.params)
        counted = {
            "first megapixel": 1,
            "further megapixel": math.ceil(width * height / MEGAPIXEL) - 1,
            "reference megapixel": len(request.params.get("image_urls", ())),
        }
        usd = sum(line.usd * counted[unit] for unit, line in lines.items())
        first = lines["first megapixel"]
        return Cost(round(usd, 6), source=f"price list: {first.where_told}")


class Taken(NamedTuple):
    """What the acceptance of a job tells: where it is asked for, and what it costs."""

    remote_id: str
    cost: Cost


def pixels(ratio: str, resolution: str) -> tuple[int, int]:
    """Width and height for a ratio, in steps of 16, never more than so many megapixels.

    Example:
        >>> pixels("1:1", "1MP"), pixels("16:9", "1MP")
        ((1024, 1024), (1360, 768))
    """
    across, down = map(int, ratio.split(":"))
    width = (MEGAPIXELS[resolution] * MEGAPIXEL * across / down) ** 0.5
    steps, steps_down = (int(side / STEP + 1e-6) for side in (width, width * down / across))
    return steps * STEP, steps_down * STEP


def sides(params: Mapping[str, Any]) -> tuple[int, int]:
    """The pixels of a request, as they were given or by its ratio."""
    if "width" in params:
        return params["width"], params["height"]
    return pixels(params["aspect_ratio"], params["resolution"])


def _wire(request: ImageRequest) -> Iterator[tuple[str, Any]]:
    """The body, in the service's words: models that have a resolution are told pixels, others a ratio."""
    params, model = request.params, request.params["model"]
    yield "prompt", request.prompt
    if "resolution" in params:
        yield from zip(("width", "height"), sides(params), strict=True)
    elif "aspect_ratio" in params:
        yield "aspect_ratio", params["aspect_ratio"]
    yield from _pictures(model, params)
    for name, value in params.items():
        if name not in ("model", *SIZES, *PICTURES):
            yield WORDS.get(name, name), value


def _pictures(model: str, params: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The pictures that are sent along: an address, or base64 alone where it is a data URL."""
    first = FIRST.get(model, "input_image")
    for place, picture in enumerate(params.get("image_urls", ()), 1):
        yield first if place == 1 else f"{first}_{place}", _bare(picture)
    if "mask_url" in params:
        yield "mask", _bare(params["mask_url"])
    if "similarity" in params:
        yield "image_prompt_strength", params["similarity"]


def _bare(picture: str) -> str:
    return picture.partition(",")[2] if picture.startswith("data:") else picture


def _job(remote_id: str) -> str:
    """The id in an address at which a job is asked for; any other is an id."""
    return parse_qs(urlsplit(remote_id).query).get("id", [remote_id])[0]


def _body(response: httpx.Response) -> dict[str, Any]:
    """Errors are FastAPI's: `detail` is a text, or a list of what is wrong with which field."""
    refuse(response, told(response).get("detail"))
    return json_object(response)


def _taken(response: httpx.Response) -> Taken:
    """An id of this very address, or the whole address where it is another of theirs."""
    body = _body(response)
    remote_id, place = identifier(body, "id"), address(body.get("polling_url"))
    elsewhere = place if place and urlsplit(place).hostname != urlsplit(BFL.base_url).hostname else None
    if elsewhere and _job(elsewhere) == remote_id:
        remote_id = elsewhere
    return Taken(remote_id, _price(body))


def _price(body: Mapping[str, Any]) -> Cost:
    credits = number(body.get("cost"))
    return PRICE_UNKNOWN if credits is None else cost(credits * USD, credits, "told by the service")


def _record(remote_id: str, said: Mapping[str, Any]) -> Record:
    """Read a job; a filter ends it as a status of its own, before or after it ran."""
    name = "status" if word(said.get("status")) else "state"
    status = word(said.get(name))
    if status.endswith("not_found"):
        raise NotFound("the service has no such job, or no longer")
    there = State.FAILED if "moderated" in status else state(said, name, STATES)
    result = said.get("result")
    result = result if isinstance(result, dict) else {}
    sample, prompt = address(result.get("sample")), words(result.get("prompt"))
    asset = Asset(sample, seed=whole(result.get("seed"))) if sample else None
    why = complaint(said.get("details")) or complaint(result)
    return Record(
        remote_id,
        there,
        prompt_used=prompt or None,
        outcome=Outcome(asset, prompt_used=prompt or None, cost=_price(said), raw=said)
        if asset and there is State.DOWNLOADING
        else None,
        raw=said,
        created=moment(result.get("start_time")),
        error=failure(": ".join(filter(None, [words(said.get(name), 60), why]))) if there is State.FAILED else None,
        progress=_share(said.get("progress")),
    )


def _share(progress: object) -> float | None:
    told = number(progress)
    return None if told is None or not 0 <= told <= 1 else told


def _credits(response: httpx.Response) -> Cost:
    left = part(_body(response), "credits", float)
    return cost(left * USD, left, "told by the service")
