"""Replicate (replicate.com/docs): one prediction object for every model, whose input is the model's own schema."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import httpx

from imgen_nb.errors import AssetExpired
from imgen_nb.flow import (
    Asset,
    Credential,
    Flow,
    Outcome,
    Record,
    accepted,
    addresses,
    belongs,
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
    truth,
    upload,
    whole,
    word,
    words,
)
from imgen_nb.options import inline
from imgen_nb.providers._following import ended, outcome_of
from imgen_nb.providers._records import Recorded
from imgen_nb.providers._schema import options_of, resolved
from imgen_nb.types import OTHER, Cadence, Catalogue, ImageRequest, State

SCHNELL, DEV, KONTEXT = (f"black-forest-labs/flux-{name}" for name in ("schnell", "dev", "kontext-pro"))
HOUR = 3600.0
INLINE = 256 * 1024
"""Bytes of a picture that may stand in the input as a data URL; a larger one is put there as a file first."""

COMMON = {"num_images": "num_outputs", "enhance": "prompt_upsampling"}
WORDS = {
    DEV: {**COMMON, "guidance_scale": "guidance", "image_urls": "image", "similarity": "prompt_strength"},
    KONTEXT: {**COMMON, "image_urls": "input_image"},
}
"""What a model's schema calls the parameters that have another name here."""
DELIVERY = ("model", "background", "input")
"""Parameters that are no field of a model's input."""

_MODEL = re.compile(r"[\w.-]+/[\w.-]+(:[0-9a-f]{6,64})?", re.ASCII)
_PROGRESS = re.compile(r"(\d{1,3})%\|")
_SEED = re.compile(r"[Uu]sing seed: ?(\d{1,20})")
_RESETS = re.compile(r"resets in ~?(\d{1,6}(?:\.\d+)?)\s?s")


class Replicate(Recorded):
    """Official models by owner/name, others by owner/name:version; what is kept there is gone after an hour."""

    name = "replicate"
    title = "Replicate"
    base_url = "https://api.replicate.com"
    credentials = (Credential("REPLICATE_API_TOKEN", "Authorization", "Bearer "),)
    cadence = Cadence(1.0, "the vendor's own client asks every 0.5 s; 1 s is ours", ours=True)
    price = "by the model's page; no reply tells it"
    lifetime = HOUR

    def generate(self, request: ImageRequest) -> Flow[Outcome]:
        """Create a prediction; where it is waited for, the answer may be the result, or still unfinished."""
        model = request.params["model"]
        given: dict[str, Any] = {}
        for name, value in _input(request):
            given[name] = yield from _placed(value)
        path, body = _addressed(model, given)
        waits = {} if request.params["background"] else {"Prefer": "wait=60"}
        made = yield from spend(httpx.Request("POST", path, json=body, headers=waits), _made)
        yield from accepted(made.remote_id)
        return (yield from self._ended(made.remote_id, made))

    def follow(self, remote_id: str) -> Flow[Outcome]:
        """Poll a prediction until it has ended."""
        return (yield from self._ended(remote_id))

    def _ended(self, remote_id: str, record: Record | None = None) -> Flow[Outcome]:
        done = yield from ended(partial(self.get, remote_id), record, "$.output")
        return outcome_of(done)

    def get(self, remote_id: str) -> Flow[Record]:
        """One prediction as the service has it now; after an hour nothing is left of what it made."""

        def read(response: httpx.Response) -> Record:
            prediction = _body(response)
            belongs(prediction, "id", remote_id)
            record = _record(prediction)
            if truth(prediction.get("data_removed")) and not record.outcome and record.state is not State.FAILED:
                raise AssetExpired("Replicate keeps a result for one hour, and this one is gone", charged="yes")
            return record

        return (yield from send(httpx.Request("GET", f"/v1/predictions/{segment(remote_id)}"), read))

    def reconcile(self, request: ImageRequest) -> Flow[str | None]:
        """Find a submission whose answer was lost: the newest prediction with the same model and the same input.

        Nothing of ours can travel in a prediction, so what was asked decides; pictures may be told otherwise than
        they were sent, and are not compared. One that another request has already is refused by the engine.
        """
        asked = {name: value for name, value in _input(request) if not _is_picture(value)}
        model, _, version = request.params["model"].partition(":")
        for row in (yield from send(httpx.Request("GET", "/v1/predictions"), _listed)):
            given = row.get("input")
            same = isinstance(given, dict) and all(given.get(name) == value for name, value in asked.items())
            if same and (row.get("version") == version if version else row.get("model") == model):
                return identifier(row, "id")
        return None

    def conflict(self, prompt: str, params: Mapping[str, Any]) -> str | None:
        """A model is named with its owner."""
        known = _MODEL.fullmatch(params["model"])
        return None if known else f"model is {params['model']!r:.80}, which is not owner/name or owner/name:version"

    def catalogue(self) -> Flow[Catalogue]:
        """The known models as their schemas are now: what each takes stands in its newest version."""
        found = [option for option in type(self).options if not option.models or OTHER in option.models]
        for model in type(self).listed:
            path = "/".join(map(segment, model.id.split("/")))
            fields = yield from send(httpx.Request("GET", f"/v1/models/{path}"), _schema)
            found += options_of(fields, model.id, WORDS.get(model.id, COMMON))
        return Catalogue(type(self).listed, tuple(found))


def _addressed(model: str, given: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """An official model has a path of its own and no version; any other is named by its version."""
    name, _, version = model.partition(":")
    if version:
        return "/v1/predictions", {"version": version, "input": given}
    owner, _, title = name.partition("/")
    return f"/v1/models/{segment(owner)}/{segment(title)}/predictions", {"input": given}


def _input(request: ImageRequest) -> Iterator[tuple[str, Any]]:
    """The fields of the model's input, in its own words."""
    called = WORDS.get(request.params["model"], COMMON)
    yield "prompt", request.prompt
    for name, value in request.params.items():
        if name == "image_urls":
            yield called.get(name, "image"), value[0]
        elif name not in DELIVERY:
            yield called.get(name, name), value
    yield from (request.params.get("input") or {}).items()


def _is_picture(value: object) -> bool:
    return isinstance(value, str) and value.startswith(("data:", "http:", "https:"))


def _placed(value: Any) -> Flow[Any]:
    """A value as the input takes it: a larger picture is a file that was put there first, also one of a list."""
    if isinstance(value, list):
        placed = []
        for one in value:
            placed += [(yield from _placed(one))]
        return placed
    raw = inline(value)
    if raw is None or len(value) <= INLINE:
        return value
    kind = value.partition(";")[0].removeprefix("data:")
    file = ("picture", raw, kind)
    return (yield from upload(httpx.Request("POST", "/v1/files", files={"content": file}), _kept))


def _schema(response: httpx.Response) -> dict[str, Any]:
    """The schema of a model's input, with what it refers to in place."""
    version = part(_body(response), "latest_version", dict)
    components = part(part(version, "openapi_schema", dict, "$.latest_version"), "components", dict)
    schemas = part(components, "schemas", dict)
    fields = part(part(schemas, "Input", dict), "properties", dict)
    return {"properties": {name: resolved(one, schemas) for name, one in fields.items()}}


def _kept(response: httpx.Response) -> str:
    return part(part(_body(response), "urls", dict), "get", str, "$.urls")


def _body(response: httpx.Response) -> dict[str, Any]:
    """RFC 7807: title and detail; how long to wait is told in the prose of `detail` alone."""
    error = told(response)
    resets = _RESETS.search(words(error.get("detail")))
    refuse(response, error.get("title"), error.get("detail"), wait=resets[1] if resets else None)
    return json_object(response)


def _made(response: httpx.Response) -> Record:
    return _record(_body(response))


def _listed(response: httpx.Response) -> list[dict[str, Any]]:
    return [row for row in part(_body(response), "results", list) if isinstance(row, dict)]


def _record(prediction: Mapping[str, Any]) -> Record:
    """Read a prediction: `aborted` ended before it began, and is not billed."""
    there, said = state(prediction), word(prediction.get("status"))
    logs, asked = words(prediction.get("logs")), prediction.get("input")
    shown = _PROGRESS.findall(logs)
    unsaid = f"the prediction ended as {said!r} without a reason"
    completed = moment(prediction.get("completed_at"))
    assets = _assets(prediction, logs)
    outcome = Outcome(assets, raw=prediction, expires=completed + HOUR if completed else None) if assets else None
    return Record(
        identifier(prediction, "id"),
        there,
        prompt=words(asked.get("prompt")) if isinstance(asked, dict) else "",
        outcome=outcome if there is State.DOWNLOADING else None,
        raw=prediction,
        created=moment(prediction.get("created_at")),
        error=failure(prediction.get("error") or unsaid, "no" if said == "aborted" else None)
        if there is State.FAILED
        else None,
        progress=min(1.0, int(shown[-1]) / 100) if shown else None,
    )


def _assets(prediction: Mapping[str, Any], logs: str) -> tuple[Asset, ...]:
    """The output is one address or a list of them; the seed of the first stands in the logs."""
    seed = _SEED.search(logs)
    places = addresses(prediction.get("output"))
    return tuple(Asset(place, seed=whole(seed[1]) if seed and number(seed[1]) else None) for place in places)
