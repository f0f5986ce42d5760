"""fal (fal.ai/docs): a queue for every model; where a request is asked for says the answer to its submission."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import httpx

from imgen_nb.errors import InvalidRequest
from imgen_nb.flow import (
    PASSING,
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
    number,
    refuse,
    segment,
    send,
    sentence,
    size,
    spend,
    state,
    told,
    truth,
    whole,
    words,
)
from imgen_nb.providers._following import ended, outcome_of
from imgen_nb.providers._records import Recorded
from imgen_nb.types import PRICE_UNKNOWN, Cadence, Cost, ImageRequest, State

UNITS = "x-fal-billable-units"
SIZES = {
    "1:1": "square_hd",
    "4:3": "landscape_4_3",
    "16:9": "landscape_16_9",
    "3:4": "portrait_4_3",
    "9:16": "portrait_16_9",
}
"""The service's words for a shape, which FLUX takes and the models of others do not."""
WORDS = {"similarity": "strength", "safety": "enable_safety_checker"}
_MODEL = re.compile(r"[\w.-]+(/[\w.-]+){1,5}", re.ASCII)
_PLACE = re.compile(r"([^/?#]+/[^/?#]+)/requests/([^/?#]+)")
_LEFT_ALONE = (401, 402, 403, 404, 429, *PASSING)


class Fal(Recorded):
    """Models of many makers behind one queue; the id of a request is its place there, for no other leads to it."""

    name = "fal"
    title = "fal"
    base_url = "https://queue.fal.run"
    credentials = (Credential("FAL_KEY", "Authorization", "Key "),)
    cadence = Cadence(1.0, "the vendor's own client asks every 0.1 s; 1 s is ours", ours=True)
    price = "by the unit of each model; how many were used is told with the result"

    def generate(self, request: ImageRequest) -> Flow[Outcome]:
        """Submit, and follow where the answer says."""
        model = request.params["model"]
        path = "/".join(map(segment, model.split("/")))
        read = partial(_taken, model=model)
        place = yield from spend(httpx.Request("POST", f"/{path}", json=dict(_wire(request))), read)
        yield from accepted(place)
        return (yield from self.finish(request, place))

    def finish(self, request: ImageRequest, remote_id: str) -> Flow[Outcome]:
        """Follow a request; the units that were used are priced by the record of its model."""
        record = yield from ended(partial(self.get, remote_id), json_path="$.images")
        bill = self._billed(request.params.get("model", ""), record.raw)
        if record.outcome is None and record.error:
            raise failure(record.error.message, bill=bill)
        return replace(outcome_of(record), cost=bill)

    def follow(self, remote_id: str) -> Flow[Outcome]:
        """Poll a request, then fetch its result."""
        return outcome_of((yield from ended(partial(self.get, remote_id), json_path="$.images")))

    def get(self, remote_id: str) -> Flow[Record]:
        """One request as the service has it now, by its place: owner/app/requests/id."""
        place = _PLACE.fullmatch(remote_id)
        if place is None:
            raise InvalidRequest(f"{remote_id!r:.80} is no place of a request", hint="such as fal-ai/flux/requests/ID")
        path = "/".join(["", *map(segment, place[1].split("/")), "requests", segment(place[2])])

        def read(response: httpx.Response) -> Record:
            status = _body(response)
            belongs(status, "request_id", place[2])
            return _record(remote_id, status)

        record = yield from send(httpx.Request("GET", f"{path}/status", params={"logs": "1"}), read)
        if record.state is not State.DOWNLOADING:
            return record
        return replace(record, **(yield from send(httpx.Request("GET", path), _result)))

    def conflict(self, prompt: str, params: Mapping[str, Any]) -> str | None:
        """A model is named with its owner."""
        known = _MODEL.fullmatch(params["model"])
        return None if known else f"model is {params['model']!r:.80}, which is not owner/app or owner/app/path"

    def _billed(self, model: str, raw: Mapping[str, Any]) -> Cost:
        known, units = self.known_model(model), number(raw.get(UNITS))
        line = known.prices[0] if known and known.prices else None
        if line is None or units is None:
            return PRICE_UNKNOWN
        return cost(round(line.usd * units, 9), source=f"{units:g} units told by the service, {line.where_told}")


def _wire(request: ImageRequest) -> Iterator[tuple[str, Any]]:
    """The model's input, in the service's words."""
    params = request.params
    yield "prompt", request.prompt
    for name, value in params.items():
        match name:
            case "model" | "input":
                continue
            case "aspect_ratio" if "flux" in params["model"] and value in SIZES:
                yield "image_size", SIZES[value]
            case "image_urls" if not params["model"].endswith("/edit"):
                yield "image_url", value[0]
            case _:
                yield WORDS.get(name, name), value
    yield from params.get("input", {}).items()


def _body(response: httpx.Response) -> dict[str, Any]:
    """`detail` is a text or a list; 202 says that a request is not finished yet, and is no error."""
    error = told(response)
    refuse(response, error.get("detail"), code=error.get("error_type"))
    return json_object(response)


def _taken(response: httpx.Response, model: str) -> str:
    """Where a request is asked for: below owner and app alone, as its own address says; the rest of a model is left."""
    body = _body(response)
    request_id = identifier(body, "request_id")
    places = (_PLACE.search(address(body.get(name)) or "") for name in ("response_url", "status_url"))
    apps = [place[1] for place in places if place and place[2] == request_id]
    app = apps[0] if apps else "/".join(model.split("/")[:2])
    return f"{app}/requests/{request_id}"


def _record(remote_id: str, status: Mapping[str, Any]) -> Record:
    """Read a status: one that is completed may have failed all the same."""
    wrong = sentence(status.get("error_type"), status.get("error")) if status.get("error") else ""
    there = State.FAILED if state(status) is State.DOWNLOADING and wrong else state(status)
    error = failure(wrong or "the request failed") if there is State.FAILED else None
    return Record(remote_id, there, raw=status, error=error)


def _result(response: httpx.Response) -> dict[str, Any]:
    """Read a result; 422, or a refusal that says why, is a request that failed, which may have been billed."""
    units = response.headers.get(UNITS)
    used = {} if units is None else {UNITS: units}
    said = sentence(told(response).get("error_type"), told(response).get("detail"))
    told_why = said and 400 <= response.status_code < 500 and response.status_code not in _LEFT_ALONE
    if told_why or response.status_code == 422:
        return {"state": State.FAILED, "error": failure(said or "HTTP 422"), "raw": used}
    body = _body(response)
    error = complaint(body.get("error"))
    prompt = words(body.get("prompt"))
    assets = _assets(body)
    raw = {**body, **used}
    made = Outcome(assets, prompt_used=prompt or None, raw=raw, warnings=_darkened(body)) if assets else None
    if error and not made:
        return {"state": State.FAILED, "error": failure(error), "raw": raw}
    return {"prompt_used": prompt or None, "outcome": made, "raw": raw}


def _assets(body: Mapping[str, Any]) -> tuple[Asset, ...]:
    """The pictures, each with its size; some models give one alone, as `image`. The seed is told once for all."""
    several = body.get("images")
    images = several if isinstance(several, list) else [body.get("image")]
    seed = whole(body.get("seed"))
    return tuple(Asset(place, seed=seed, size=size(image)) for image in images if (place := address(image)))


def _darkened(body: Mapping[str, Any]) -> tuple[str, ...]:
    flags = body.get("has_nsfw_concepts")
    found = [str(place) for place, flag in enumerate(flags if isinstance(flags, list) else [], 1) if truth(flag)]
    return (f"the service's filter marked picture {', '.join(found)}, and may have blacked it out",) if found else ()
