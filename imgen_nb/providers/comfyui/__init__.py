"""ComfyUI on one's own machine: a workflow in API form whose places are filled, queued, and found in the history."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar
from urllib.parse import urlencode

import httpx

from imgen_nb.errors import UnexpectedReply
from imgen_nb.flow import (
    Asset,
    Flow,
    Outcome,
    Provider,
    Record,
    Watch,
    accepted,
    complaint,
    failure,
    identifier,
    json_object,
    part,
    refuse,
    segment,
    send,
    sentence,
    spend,
    told,
    upload,
    words,
)
from imgen_nb.options import inline
from imgen_nb.providers._following import ended, outcome_of
from imgen_nb.providers.comfyui import _places, _socket
from imgen_nb.types import Cadence, Catalogue, Cost, ImageRequest, Model, Option, State

MACHINE = "your machine"
RATIOS = ("1:1", "4:3", "3:4", "3:2", "2:3", "16:9", "9:16")
STEP = 8
SEEDS = 2**53
"""Seeds go to 2^64 there, and are whole numbers in every JSON only so far."""
CHECKPOINTS = "/object_info/CheckpointLoaderSimple"
RECENT = 64
"""Ended prompts among which a lost one is looked for."""
PREVIEWS = {"preview_method": "auto"}
"""Has coarse pictures made whatever the server was started with; an older one does as it was started."""
DELIVERY = ("workflow", "aspect_ratio", "resolution", "image_urls")

PLAIN: dict[str, Any] = {
    "3": {
        "class_type": "KSampler",
        "inputs": {
            "seed": 0,
            "steps": 20,
            "cfg": 7.0,
            "sampler_name": "euler",
            "scheduler": "normal",
            "denoise": 1.0,
            "model": ["4", 0],
            "positive": ["6", 0],
            "negative": ["7", 0],
            "latent_image": ["5", 0],
        },
    },
    "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": ""}},
    "5": {"class_type": "EmptyLatentImage", "inputs": {"width": 512, "height": 512, "batch_size": 1}},
    "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "", "clip": ["4", 1]}},
    "7": {"class_type": "CLIPTextEncode", "inputs": {"text": "", "clip": ["4", 1]}},
    "8": {"class_type": "VAEDecode", "inputs": {"samples": ["3", 0], "vae": ["4", 2]}},
    "9": {"class_type": "SaveImage", "inputs": {"filename_prefix": "imgen_nb", "images": ["8", 0]}},
}
"""The workflow where none is given: a checkpoint, a sampler, a picture."""


class ComfyUI(Provider):
    """A server on the desk: it needs no key, costs nothing, and answers where its address was given."""

    name = "comfyui"
    title = "ComfyUI"
    base_url = "http://127.0.0.1:8188"
    key_required = False
    local = True
    start = "start ComfyUI, and give its address as COMFYUI_BASE_URL or base_url"
    cadence = Cadence(1.0, "ours: the history is at hand", ours=True)
    price = f"$0.00, {MACHINE}"
    options: ClassVar[tuple[Option, ...]] = (
        Option("prompt", "text", "What to draw", required=True),
        Option("workflow", "mapping", "A workflow in API form; without one a plain one is used"),
        Option("model", "text", "The checkpoint; the server's first where none is named"),
        Option("negative_prompt", "text", "What to leave out"),
        Option("aspect_ratio", "choice", "Shape", RATIOS),
        Option("resolution", "choice", "Side of a square of as many pixels", ("512", "768", "1024")),
        Option("num_images", "integer", "How many pictures", low=1, high=16),
        Option("seed", "integer", "The same seed gives the same picture again", low=0, high=SEEDS),
        Option("num_inference_steps", "integer", "More steps: finer and slower", low=1, high=150),
        Option("guidance_scale", "number", "How closely to follow the prompt", low=0, high=30),
        Option("similarity", "number", "The sampler's denoise: 1 redraws everything", low=0, high=1),
        Option("image_urls", "addresses", "The picture that the workflow loads, in hand", most=1),
    )

    def generate(self, request: ImageRequest) -> Flow[Outcome]:
        """Fill the workflow, queue it, and look into the history."""
        graph = request.params.get("workflow", PLAIN)
        places = _places.look(graph)
        values = dict(self._values(request))
        if "workflow" not in request.params and "model" not in values:
            values["model"] = yield from send(httpx.Request("GET", CHECKPOINTS), _first)
        for picture in request.params.get("image_urls", ()):
            values["image_urls"] = yield from _kept(picture)
        body = {"prompt": _places.filled(graph, places, values), "client_id": request.ref, "extra_data": PREVIEWS}
        prompt_id = yield from spend(httpx.Request("POST", "/prompt", json=body), _queued)
        yield from accepted(prompt_id)
        return (yield from self.finish(request, prompt_id))

    def finish(self, request: ImageRequest, remote_id: str) -> Flow[Outcome]:
        """Follow a prompt; the seed stands in what was asked alone."""
        outcome = yield from self.follow(remote_id)
        seeded = request.prompt and "seed" in _places.look(request.params.get("workflow", PLAIN)).found
        seed = dict(self._values(request))["seed"] if seeded else None
        return replace(outcome, assets=tuple(replace(one, seed=seed) for one in outcome.assets))

    def follow(self, remote_id: str) -> Flow[Outcome]:
        """Look into the history until it has the prompt, then fetch its pictures."""
        done = yield from ended(partial(self.get, remote_id), json_path="$.outputs")
        outcome = outcome_of(done)
        pictures: list[bytes] = []
        for asset in outcome.assets:
            found = yield from send(httpx.Request("GET", str(asset.source)), _picture)
            pictures += [found]
        return replace(outcome, assets=tuple(map(Asset, pictures)))

    def watch(self, request: ImageRequest, remote_id: str) -> Watch:
        """The socket under the name that the prompt was queued with: it tells of that prompt alone."""
        return Watch(f"/ws?clientId={segment(request.ref)}", partial(_socket.heard, remote_id))

    def get(self, remote_id: str) -> Flow[Record]:
        """One prompt as the history has it; one that is not there is queued or runs."""

        def read(response: httpx.Response) -> Record:
            history = _body(response)
            entry = history.get(remote_id)
            return _record(remote_id, entry if isinstance(entry, dict) else {})

        return (yield from send(httpx.Request("GET", f"/history/{segment(remote_id)}"), read))

    def survey(self, remote_ids: tuple[str, ...]) -> Flow[dict[str, State]]:
        """Which prompts run and which wait."""
        queue = yield from send(httpx.Request("GET", "/queue"), _body)
        there = {"queue_running": State.RUNNING, "queue_pending": State.ACCEPTED}
        found = {row[1]: there[name] for name in there for row in _rows(queue.get(name))}
        return {one: found[one] for one in remote_ids if one in found}

    def reconcile(self, request: ImageRequest) -> Flow[str | None]:
        """Find a prompt whose answer was lost, by the name it was queued with: in the queue, or among the newest."""
        queue = yield from send(httpx.Request("GET", "/queue"), _body)
        done = yield from send(httpx.Request("GET", "/history", params={"max_items": RECENT}), _body)
        ended = [entry.get("prompt") for entry in done.values() if isinstance(entry, dict)]
        listed = (queue.get("queue_running"), queue.get("queue_pending"), ended)
        return next((row[1] for rows in listed for row in _rows(rows) if _client(row) == request.ref), None)

    def catalogue(self) -> Flow[Catalogue]:
        """The checkpoints that the server has."""
        names = yield from send(httpx.Request("GET", CHECKPOINTS), _checkpoints)
        offered = Option("model", "choice", "The checkpoint", names, open=True)
        options = tuple(offered if option.name == "model" else option for option in type(self).options)
        return Catalogue(tuple(map(Model, names)), options)

    def models(self) -> Flow[tuple[Model, ...]]:
        """The checkpoints that the server has."""
        return (yield from self.catalogue()).models

    def estimate(self, request: ImageRequest) -> Cost:
        """Nothing that anybody bills."""
        return Cost(usd=0.0, source=MACHINE)

    def conflict(self, prompt: str, params: Mapping[str, Any]) -> str | None:
        """What is given has a place in the workflow."""
        graph = params.get("workflow", PLAIN)
        if said := _places.problem(graph):
            return said
        found = _places.look(graph).found
        asked = {name for name in params if name not in ("workflow", "aspect_ratio", "resolution")} | {"prompt"}
        asked |= {"width"} if {"aspect_ratio", "resolution"} & params.keys() else set()
        missing = sorted(asked - found.keys())
        if missing:
            return f"the workflow has no place for {', '.join(missing)}; {_places.look(graph).told()}"
        in_hand = all(inline(one) for one in params.get("image_urls", ()))
        return None if in_hand else "image_urls is an address; ComfyUI needs the picture itself, such as a Path"

    def remarks(self, prompt: str, params: Mapping[str, Any]) -> tuple[str, ...]:
        """What was found in a workflow that somebody brings along."""
        return (_places.look(params["workflow"]).told(),) if "workflow" in params else ()

    def _values(self, request: ImageRequest) -> Iterator[tuple[str, Any]]:
        """The values for the places; without a seed the request has one of its own, or the cache would answer."""
        yield "prompt", request.prompt
        yield "seed", int(request.ref[:8] or "0", 16)
        if {"aspect_ratio", "resolution"} & request.params.keys():
            sides = pixels(request.params.get("aspect_ratio", "1:1"), request.params.get("resolution", "512"))
            yield from zip(("width", "height"), sides, strict=True)
        yield from ((name, value) for name, value in request.params.items() if name not in DELIVERY)


def pixels(ratio: str, side: str) -> tuple[int, int]:
    """Width and height for a ratio, in steps of 8, of about as many pixels as a square of that side.

    Example:
        >>> pixels("1:1", "512"), pixels("16:9", "512")
        ((512, 512), (680, 384))
    """
    across, down = map(int, ratio.split(":"))
    width = int(side) * math.sqrt(across / down)
    return round(width / STEP) * STEP, round(width * down / across / STEP) * STEP


def _kept(picture: str) -> Flow[str]:
    """Put a picture into the server's input folder; its name there."""
    kind = picture.partition(";")[0].removeprefix("data:")
    raw = inline(picture) or b""
    file = (f"imgen_nb.{kind.removeprefix('image/')}", raw, kind)
    return (yield from upload(httpx.Request("POST", "/upload/image", files={"image": file}), _named))


def _named(response: httpx.Response) -> str:
    body = _body(response)
    folder, name = words(body.get("subfolder")), part(body, "name", str)
    return f"{folder}/{name}" if folder else name


def _body(response: httpx.Response) -> dict[str, Any]:
    """An error is an object or a text, and beside it what is wrong with which node."""
    said = told(response)
    refuse(response, said.get("error"), *_node_errors(said.get("node_errors")))
    return json_object(response)


def _node_errors(errors: Any) -> Iterator[str]:
    for name, node in errors.items() if isinstance(errors, dict) else ():
        for one in _listed(node, "errors"):
            detail = one.get("details") if isinstance(one, dict) else None
            yield sentence(f"node {name}", one, detail)


def _queued(response: httpx.Response) -> str:
    return identifier(_body(response), "prompt_id")


def _checkpoints(response: httpx.Response) -> tuple[str, ...]:
    node = part(_body(response), "CheckpointLoaderSimple", dict)
    try:
        listed = node["input"]["required"]["ckpt_name"][0]
    except (LookupError, TypeError):
        raise UnexpectedReply("no checkpoints in the reply", json_path="$.CheckpointLoaderSimple.input") from None
    return tuple(name for name in listed if isinstance(name, str)) if isinstance(listed, list) else ()


def _first(response: httpx.Response) -> str:
    names = _checkpoints(response)
    if not names:
        raise failure("the server has no checkpoint: put one into its models/checkpoints folder", "no")
    return names[0]


def _client(row: list[Any]) -> object:
    """The name under which a prompt was queued: it stands beside the workflow."""
    extra = row[3] if len(row) > 3 else None
    return extra.get("client_id") if isinstance(extra, dict) else None


def _listed(data: Any, name: str) -> list[Any]:
    """A list that an object may hold; [] where either is something else."""
    found = data.get(name) if isinstance(data, dict) else None
    return found if isinstance(found, list) else []


def _rows(listed: Any) -> list[list[Any]]:
    """Prompts as they are listed: [number, id, workflow, what was sent beside it, ...]."""
    rows = listed if isinstance(listed, list) else []
    return [row for row in rows if isinstance(row, list) and len(row) > 1 and isinstance(row[1], str)]


def _record(remote_id: str, entry: Mapping[str, Any]) -> Record:
    """Read an entry of the history; there is none before the end, and errors are messages in it."""
    status = entry.get("status")
    status = status if isinstance(status, dict) else {}
    if not entry:
        return Record(remote_id, State.RUNNING)
    raw = {name: value for name, value in entry.items() if name != "prompt"}
    if said := _trouble(status):
        return Record(remote_id, State.FAILED, raw=raw, error=failure(said))
    places = tuple(f"/view?{urlencode(image)}" for image in _images(entry.get("outputs")))
    made = Outcome(places, raw=raw, cost=Cost(usd=0.0, source=MACHINE)) if places else None
    nothing = "finished, and nothing new was made: the same graph may come from its cache"
    cached = UnexpectedReply(nothing, json_path="$.outputs")
    there = State.DOWNLOADING if made or status.get("completed") else State.RUNNING
    return Record(remote_id, there, outcome=made, raw=raw, error=None if made else cached)


def _trouble(status: Mapping[str, Any]) -> str:
    if status.get("status_str") != "error":
        return ""
    for name, detail in (row for row in _listed(status, "messages") if isinstance(row, list) and len(row) == 2):
        if name in ("execution_error", "execution_interrupted") and isinstance(detail, dict):
            return sentence(str(name).replace("_", " "), detail.get("node_type"), detail.get("exception_message"))
    return complaint(status.get("messages")) or "the execution failed"


def _images(outputs: Any) -> list[dict[str, str]]:
    """What was saved; where nothing was, what was previewed."""
    found = [
        {name: words(image.get(name)) for name in ("filename", "subfolder", "type")}
        for node in (outputs.values() if isinstance(outputs, dict) else ())
        for image in _listed(node, "images")
        if isinstance(image, dict) and words(image.get("filename"))
    ]
    return [one for one in found if one["type"] == "output"] or found


def _picture(response: httpx.Response) -> bytes:
    refuse(response, words(response.text[:300]))
    if not response.content:
        raise UnexpectedReply("the picture is empty", json_path="$")
    return response.content
