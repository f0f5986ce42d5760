"""Ideogram (developer.ideogram.ai): a quote before, pictures that are made and withheld, rewriting that is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import httpx

from imgen_nb.errors import ContentRejected, ImgenError, UnexpectedReply
from imgen_nb.flow import (
    Asset,
    Credential,
    Flow,
    Outcome,
    Record,
    accepted,
    address,
    belongs,
    carried,
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
    sentence,
    spend,
    state,
    told,
    whole,
    word,
    words,
)
from imgen_nb.options import inline
from imgen_nb.providers._following import ended, outcome_of
from imgen_nb.providers._records import Recorded
from imgen_nb.types import Cadence, Cost, ImageRequest, State

V3 = "ideogram-v3"
REWRITING = {True: "ON", False: "OFF"}
WORDS = {"style": "style_type"}
MICRO = 1e-6


class Ideogram(Recorded):
    """Version 4 is asked for by its id; version 3 answers with the result, and has no id."""

    name = "ideogram"
    title = "Ideogram"
    base_url = "https://api.ideogram.ai"
    credentials = (Credential("IDEOGRAM_API_KEY", "Api-Key"),)
    cadence = Cadence(2.0, "the documents name no cadence; 2 s is ours", ours=True)
    price = "by quality, told exactly before by the service's own quote"
    bills_as_quoted = True
    lifetime = 86_400.0

    def generate(self, request: ImageRequest) -> Flow[Outcome]:
        """Submit; whether the pictures are in the answer or come later is decided by the answer."""
        record = yield from spend(_asked(request), _submitted)
        if record.remote_id:
            yield from accepted(record.remote_id)
        return outcome_of((yield from ended(partial(self.get, record.remote_id), record, "$.data")))

    def follow(self, remote_id: str) -> Flow[Outcome]:
        """Poll a generation to its end."""
        return outcome_of((yield from ended(partial(self.get, remote_id), json_path="$.data")))

    def get(self, remote_id: str) -> Flow[Record]:
        """One generation as the service has it now."""

        def read(response: httpx.Response) -> Record:
            body = _body(response)
            belongs(body, "generation_id", remote_id)
            return _record(remote_id, body)

        return (yield from send(httpx.Request("GET", f"/v2/generations/{segment(remote_id)}"), read))

    def quote(self, request: ImageRequest) -> Flow[Cost]:
        """The price of this very request, told by the service; nothing is made."""
        if request.params["model"] == V3:
            return self.estimate(request)
        return (yield from send(_asked(request, dry_run="true"), _quoted))

    def conflict(self, prompt: str, params: Mapping[str, Any]) -> str | None:
        """Pictures travel in the form itself."""
        in_hand = all(inline(one) for one in params.get("image_urls", ()))
        return None if in_hand else "image_urls has an address; Ideogram needs the pictures themselves, such as a Path"


def _asked(request: ImageRequest, **query: str) -> httpx.Request:
    """JSON where there are words alone, a form where pictures come along; version 3 has a form always."""
    params, fields = request.params, dict(_fields(request))
    if params["model"] == V3:
        form = {name: (None, str(value)) for name, value in fields.items()}
        return httpx.Request("POST", "/v1/ideogram-v3/generate", files=form, params=query)
    path = f"/v2/image/generate/{segment(params['model'])}"
    if "image_urls" not in params:
        return httpx.Request("POST", path, json=fields | {"async": True}, params=query)
    texts = {name: str(value) for name, value in (fields | {"async": "true"}).items()}
    pictures = [("images", _file(place, one)) for place, one in enumerate(params["image_urls"], 1)]
    return httpx.Request("POST", path, data=texts, files=pictures, params=query)


def _fields(request: ImageRequest) -> Iterator[tuple[str, Any]]:
    """The service's words; a ratio is written with an x there."""
    yield "prompt", request.prompt
    for name, value in request.params.items():
        match name:
            case "model" | "image_urls":
                continue
            case "aspect_ratio":
                yield name, value.replace(":", "x")
            case "enhance":
                yield "magic_prompt", REWRITING[value]
            case _:
                yield WORDS.get(name, name), value


def _file(place: int, picture: str) -> tuple[str, bytes, str]:
    kind = picture.partition(";")[0].removeprefix("data:")
    return f"{place}.{kind.removeprefix('image/')}", inline(picture) or b"", kind


def _body(response: httpx.Response) -> dict[str, Any]:
    """An error has a text."""
    refuse(response, _said(response))
    return json_object(response)


def _said(response: httpx.Response) -> str:
    error = told(response)
    return complaint(error.get("error")) or complaint(error.get("message"))


def _submitted(response: httpx.Response) -> Record:
    """Read the answer to a submission; 422 is the safety review before anything ran, which is free."""
    if response.status_code == 422 and (said := _said(response)):
        raise ContentRejected(said, charged="no")
    body = _body(response)
    remote_id = carried(body.get("generation_id")) or ""
    if not remote_id and not isinstance(body.get("data"), list):
        identifier(body, "generation_id")
    return _record(remote_id, body)


def _record(remote_id: str, body: Mapping[str, Any]) -> Record:
    """Read a generation: pictures that are there are the result; one that is withheld was made and billed."""
    data = body.get("data")
    rows = [row for row in data if isinstance(row, dict)] if isinstance(data, list) else []
    assets = tuple(_asset(place, row) for row in rows if (place := address(row.get("url"))))
    withheld = [str(place) for place, row in enumerate(rows, 1) if not address(row.get("url")) and _unsafe(row)]
    there = state(body) if word(body.get("status")) else State.DOWNLOADING if rows else State.ACCEPTED
    prompt = next((said for row in rows if (said := words(row.get("prompt")))), "")
    error: ImgenError | None = None
    if withheld and not assets:
        there, error = State.FAILED, ContentRejected("made, and withheld as unsafe: it is billed", charged="yes")
    elif there is State.FAILED:
        error = failure(sentence(body.get("error"), body.get("message")), "no")
    kept = f"picture {', '.join(withheld)} was made and withheld as unsafe; it is billed"
    made = Outcome(assets, prompt_used=prompt or None, raw=body, warnings=(kept,) if withheld else ())
    return Record(
        remote_id,
        there,
        prompt_used=prompt or None,
        outcome=made if assets else None,
        raw=body,
        created=moment(body.get("created")),
        error=error,
    )


def _asset(place: str, row: Mapping[str, Any]) -> Asset:
    across, _, down = words(row.get("resolution"), 20).partition("x")
    sides = whole(across), whole(down)
    return Asset(place, seed=whole(row.get("seed")), size=(sides[0], sides[1]) if sides[0] and sides[1] else None)


def _unsafe(row: Mapping[str, Any]) -> bool:
    return row.get("is_image_safe") is False or word(row.get("is_image_safe")) == "false"


def _quoted(response: httpx.Response) -> Cost:
    """A quote in millionths of a dollar, with how sure it is."""
    body = _body(response)
    micros, most = part(body, "usd_micros", float), number(body.get("upper_bound_usd_micros"))
    if micros < 0:
        raise UnexpectedReply("a price below nothing", json_path="$.usd_micros")
    sure = words(body.get("qualifier"), 40) or "exact"
    limit = f", at most ${most * MICRO:g}" if most is not None else ""
    return cost(round(micros * MICRO, 9), source=f"Ideogram's own quote: {sure}{limit}")
