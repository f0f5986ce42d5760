"""Stability (v2beta): a form goes there, and the bytes of the picture come back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import httpx

from imgen_nb.errors import ContentRejected, NotFound, UnexpectedReply
from imgen_nb.flow import (
    Asset,
    Credential,
    Flow,
    Outcome,
    refuse,
    segment,
    sentence,
    spend,
    told,
    whole,
    word,
)
from imgen_nb.options import inline
from imgen_nb.providers._records import Recorded
from imgen_nb.types import ImageRequest

ROOT = "/v2beta/stable-image/generate"
WORDS = {"style": "style_preset", "guidance_scale": "cfg_scale"}
KEPT = ("finish-reason", "seed", "content-type")
ELSEWHERE = ("model", "image_urls", "similarity")


class Stability(Recorded):
    """One picture a request, held until it is made; nothing leads back to one whose answer was lost."""

    name = "stability"
    title = "Stability"
    base_url = "https://api.stability.ai"
    credentials = (Credential("STABILITY_API_KEY", "Authorization", "Bearer "),)
    price = "by the picture, by the price list; no reply tells it"
    bills_as_quoted = True

    def generate(self, request: ImageRequest) -> Flow[Outcome]:
        """Send the form, and take the picture from the answer."""
        model = request.params["model"]
        service = "sd3" if model.startswith("sd3") else segment(model)
        form = httpx.Request("POST", f"{ROOT}/{service}", files=_form(request), headers={"Accept": "image/*"})
        return (yield from spend(form, _picture))

    def follow(self, remote_id: str) -> Flow[Outcome]:
        """Nothing to follow: an answer is given once."""
        raise NotFound("an answer is given once, and has no id")

    def conflict(self, prompt: str, params: Mapping[str, Any]) -> str | None:
        """A picture travels in the form itself, and has its own shape."""
        if "similarity" in params and "image_urls" not in params:
            return "similarity needs image_urls, the picture to begin with"
        in_hand = all(inline(one) for one in params.get("image_urls", ()))
        return None if in_hand else "image_urls is an address; Stability needs the picture itself, such as a Path"


def _form(request: ImageRequest) -> list[tuple[str, Any]]:
    """Every field is a part of a form, also where no file comes along."""
    parts: list[tuple[str, Any]] = [(name, (None, str(value))) for name, value in _fields(request)]
    for picture in request.params.get("image_urls", ()):
        kind = picture.partition(";")[0].removeprefix("data:")
        parts.append(("image", (f"picture.{kind.removeprefix('image/')}", inline(picture) or b"", kind)))
    return parts


def _fields(request: ImageRequest) -> Iterator[tuple[str, Any]]:
    params, redraws = request.params, "image_urls" in request.params
    yield "prompt", request.prompt
    if params["model"].startswith("sd3"):
        yield "model", params["model"]
        yield "mode", "image-to-image" if redraws else "text-to-image"
    if redraws:
        yield "strength", round(1 - params.get("similarity", 0.5), 4)
    for name, value in params.items():
        if name not in ELSEWHERE and not (redraws and name == "aspect_ratio"):
            yield WORDS.get(name, name), value


def _picture(response: httpx.Response) -> Outcome:
    """Read the answer: bytes, with the seed and how it ended in headers; a filtered one comes blurred, under 200."""
    error = told(response) if response.status_code != 200 else {}
    said = sentence(error.get("name"), error.get("errors"))
    if word(error.get("name")) == "content_moderation":
        raise ContentRejected(said, charged="no")
    refuse(response, said, success=(200,))
    if word(response.headers.get("finish-reason")) == "content_filtered":
        raise ContentRejected("the picture was made, and blurred by the content filter")
    if not response.headers.get("content-type", "").startswith("image/") or not response.content:
        raise UnexpectedReply("the answer is no picture", json_path="$")
    seed = whole(response.headers.get("seed"))
    said_beside = {name: value for name, value in response.headers.items() if name in KEPT}
    return Outcome(Asset(response.content, seed=seed), raw=said_beside)
