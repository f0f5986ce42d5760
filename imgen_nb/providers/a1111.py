"""A1111, Forge, SD.Next: the web UI on one's own machine; the answer is held, and its progress is asked meanwhile."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, ClassVar

import httpx

from imgen_nb.errors import NotFound, UnexpectedReply
from imgen_nb.flow import (
    Asset,
    Flow,
    Outcome,
    Provider,
    Wait,
    json_object,
    number,
    part,
    refuse,
    send,
    spend,
    told,
    whole,
    words,
)
from imgen_nb.options import inline
from imgen_nb.providers._inline import decoded, without
from imgen_nb.types import Cadence, Catalogue, Cost, ImageRequest, Model, Option

API = "/sdapi/v1"
MACHINE = "your machine"
RATIOS = ("1:1", "4:3", "3:4", "3:2", "2:3", "16:9", "9:16")
STEP = 8
WORDS = {
    "num_inference_steps": "steps",
    "guidance_scale": "cfg_scale",
    "num_images": "batch_size",
    "sampler": "sampler_name",
    "mask_url": "mask",
    "upscale": "hr_scale",
    "upscaler": "hr_upscaler",
    "upscale_steps": "hr_second_pass_steps",
}
ELSEWHERE = ("model", "aspect_ratio", "resolution", "similarity", "image_urls")
LISTS = {
    "model": ("The checkpoint", "title", ("sd-models",)),
    "sampler": ("The sampler", "name", ("samplers",)),
    "scheduler": ("The scheduler", "name", ("schedulers",)),
    "upscaler": ("What enlarges the picture before it is drawn anew", "name", ("latent-upscale-modes", "upscalers")),
}
"""By parameter: what it says, and under which name which lists of the server have its values."""
NEEDS = {
    "mask_url": ("image_urls",),
    "similarity": ("image_urls", "upscale"),
    "upscaler": ("upscale",),
    "upscale_steps": ("upscale",),
}
"""Parameters that say something of another one."""
KEPT = {"image_urls": 0.25, "upscale": 0.3}
"""How much of a picture is kept where nobody says: what the server's own page begins with."""


class A1111(Provider):
    """A server on the desk: it needs no key, costs nothing, and answers where its address was given."""

    name = "a1111"
    title = "A1111"
    base_url = "http://127.0.0.1:7860"
    key_required = False
    local = True
    start = "start it with --api, and give its address as A1111_BASE_URL or base_url"
    cadence = Cadence(1.0, "ours: its own page asks every 0.5 s")
    price = f"$0.00, {MACHINE}"
    options: ClassVar[tuple[Option, ...]] = (
        Option("prompt", "text", "What to draw", required=True),
        Option("model", "text", "The checkpoint; the one that is loaded where none is named"),
        Option("negative_prompt", "text", "What to leave out"),
        Option("aspect_ratio", "choice", "Shape", RATIOS, default="1:1"),
        Option("resolution", "choice", "Side of a square of as many pixels", ("512", "768", "1024"), default="512"),
        Option("num_images", "integer", "How many pictures", low=1, high=16),
        Option("seed", "integer", "The same seed gives the same picture again", low=0, high=2**32 - 1),
        Option("num_inference_steps", "integer", "More steps: finer and slower", low=1, high=150, default=20),
        Option("guidance_scale", "number", "How closely to follow the prompt", low=1, high=30, default=7.0),
        Option("sampler", "text", "The sampler, as the server names it"),
        Option("scheduler", "text", "The scheduler, as newer servers name it"),
        Option("styles", "mapping", 'Styles of the server: {"names": ["..."]}'),
        Option("image_urls", "addresses", "The picture to begin with, in hand", most=1),
        Option("mask_url", "picture", "What is redrawn: white"),
        Option("similarity", "number", "How much of the picture is kept", low=0, high=1),
        Option("upscale", "number", "Hires fix: so many times larger, and drawn anew", low=1, high=4),
        Option("upscaler", "text", "What enlarges it, as the server names it"),
        Option("upscale_steps", "integer", "Steps of drawing anew; 0: as many as before", low=0, high=150),
    )

    def generate(self, request: ImageRequest) -> Flow[Outcome]:
        """Ask, and hear the answer to its end; progress and a preview come from beside it."""
        path = f"{API}/img2img" if "image_urls" in request.params else f"{API}/txt2img"
        progress = httpx.Request("GET", f"{API}/progress", params={"skip_current_image": "false"})
        paid = httpx.Request("POST", path, json=dict(_wire(request)))
        return (yield from spend(paid, _made, meanwhile=(progress, _progress)))

    def follow(self, remote_id: str) -> Flow[Outcome]:
        """Nothing to follow: an answer is given once."""
        raise NotFound("an answer is given once, and has no id")

    def catalogue(self) -> Flow[Catalogue]:
        """The checkpoints, samplers, schedulers and upscalers of the server; a list that it lacks changes nothing."""
        found: dict[str, tuple[str, ...]] = {}
        for name, (_, key, lists) in LISTS.items():
            for listed in lists:
                more = yield from send(httpx.Request("GET", f"{API}/{listed}"), partial(_names, key=key))
                found[name] = (*found.get(name, ()), *more)
        options = tuple(_offered(option, found.get(option.name, ())) for option in type(self).options)
        return Catalogue(tuple(map(Model, found["model"])), options)

    def models(self) -> Flow[tuple[Model, ...]]:
        """The checkpoints that the server has."""
        return (yield from self.catalogue()).models

    def estimate(self, request: ImageRequest) -> Cost:
        """Nothing that anybody bills."""
        return Cost(usd=0.0, source=MACHINE)

    def conflict(self, prompt: str, params: Mapping[str, Any]) -> str | None:
        """Pictures are sent themselves; what says something of another parameter needs that."""
        sent = [*params.get("image_urls", ()), *([params["mask_url"]] if "mask_url" in params else [])]
        if not all(inline(one) for one in sent):
            return "image_urls or mask_url is an address; A1111 needs the picture itself, such as a Path"
        if "upscale" in params and "image_urls" in params:
            return "upscale and image_urls do not go together: a picture that is sent is drawn anew as it is"
        names = params.get("styles", {"names": []}).get("names")
        if not isinstance(names, list) or not all(isinstance(one, str) for one in names):
            return 'styles is not {"names": ["...", ...]}, the names of styles that the server has'
        alone = next((name for name in NEEDS if name in params and not {*NEEDS[name]} & params.keys()), None)
        return f"{alone} needs {' or '.join(NEEDS[alone])}" if alone else None


def pixels(ratio: str, side: str) -> tuple[int, int]:
    """Width and height for a ratio, in steps of 8, of about as many pixels as a square of that side.

    Example:
        >>> pixels("1:1", "512"), pixels("3:2", "768")
        ((512, 512), (944, 624))
    """
    across, down = map(int, ratio.split(":"))
    width = int(side) * math.sqrt(across / down)
    return round(width / STEP) * STEP, round(width * down / across / STEP) * STEP


def _wire(request: ImageRequest) -> Iterator[tuple[str, Any]]:
    """The body, in the server's words; its own settings are left as they are after the request."""
    params = request.params
    yield "prompt", request.prompt
    yield from zip(("width", "height"), pixels(params["aspect_ratio"], params["resolution"]), strict=True)
    for name, value in params.items():
        if name == "styles":
            yield "styles", value.get("names", [])
        elif name not in ELSEWHERE:
            yield WORDS.get(name, name), value
    if "model" in params:
        yield "override_settings", {"sd_model_checkpoint": params["model"]}
    if "image_urls" in params:
        yield "init_images", [*params["image_urls"]]
    if "upscale" in params:
        yield "enable_hr", True
    for name, kept in KEPT.items():
        if name in params:
            yield "denoising_strength", round(1 - params.get("similarity", kept), 4)
    yield "send_images", True
    yield "save_images", False


def _body(response: httpx.Response) -> dict[str, Any]:
    """An error has the name of an exception, and what it says; 500 is the end of this request."""
    said = told(response)
    refuse(response, said.get("error"), said.get("errors"), said.get("detail"), failed=(500,))
    return json_object(response)


def _progress(response: httpx.Response) -> Wait:
    """The server tells of whatever it does; 0 is before the beginning, and after the end."""
    said = _body(response)
    share = number(said.get("progress"))
    return Wait(
        "running" if share else "queued", min(share, 1.0) if share else None, decoded(said.get("current_image"))
    )


def _made(response: httpx.Response) -> Outcome:
    """Read the answer: what stands before the first image is a grid of the others; `info` is JSON in a text."""
    reply = _body(response)
    info = _info(reply.get("info"))
    images = [decoded(one) for one in part(reply, "images", list)]
    first = whole(info.get("index_of_first_image")) or 0
    pictures = [one for one in (images[first:] or images) if one]
    if not pictures:
        raise UnexpectedReply("the answer has no picture; it may have been interrupted there", json_path="$.images")
    seeds, texts = _listed(info.get("all_seeds")), _listed(info.get("infotexts"))
    assets = [
        Asset(picture, seed=whole(_at(seeds, place)), text=words(_at(texts, place + first)) or None)
        for place, picture in enumerate(pictures)
    ]
    told_beside = {name: value for name, value in reply.items() if name != "images"}
    raw = {**without(told_beside, "init_images", "mask"), "info": info}
    return Outcome(assets, raw=raw, cost=Cost(usd=0.0, source=MACHINE))


def _info(text: Any) -> dict[str, Any]:
    """What the server says of its pictures; nothing where it cannot be read, for it merely decorates them."""
    try:
        info = json.loads(text) if isinstance(text, str) else text
    except (ValueError, RecursionError):
        return {}
    return info if isinstance(info, dict) else {}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _at(values: list[Any], place: int) -> Any:
    return values[place] if place < len(values) else None


def _names(response: httpx.Response, key: str) -> tuple[str, ...]:
    """The names of a list; an older server, or another, lacks some of the lists."""
    if response.status_code == 404:
        return ()
    refuse(response, response.text[:300])
    try:
        rows = response.json()
    except ValueError:
        raise UnexpectedReply("the list is not JSON", json_path="$") from None
    names = (words(row.get(key), 300) for row in rows if isinstance(row, dict)) if isinstance(rows, list) else ()
    return tuple(name for name in names if name)


def _offered(option: Option, names: tuple[str, ...]) -> Option:
    """An option with the server's own values, where it told some; any other is passed on."""
    if not names:
        return option
    return Option(option.name, "choice", LISTS[option.name][0], names, open=True)
