"""OpenRouter's image API: many models in one set of words, what each takes and costs told by public lists.

The answer is held, and has pictures as base64 and the exact cost; where a model streams, coarse pictures come before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import httpx

from imgen_nb.errors import NotFound, UnexpectedReply
from imgen_nb.flow import (
    Credential,
    Flow,
    Outcome,
    carried,
    cost,
    events,
    failure,
    json_object,
    number,
    part,
    refuse,
    segment,
    send,
    spend,
    streamed,
    told,
    truth,
    whole,
    word,
    words,
)
from imgen_nb.providers._inline import pictures, previewing, without
from imgen_nb.providers._records import Recorded, asked_model
from imgen_nb.types import Cadence, Catalogue, ImageRequest, Model, Option, Price

WORDS = {"num_images": "n", "backdrop": "background", "image_urls": "input_references"}
OURS = {there: here for here, there in WORDS.items()}
APART = ("previews", "upstream", "fallbacks", "extra", "image_urls")
USUAL_PREVIEWS = 3
"""How many coarse pictures a stream brings at most."""
VARIANTS = ("resolution", "quality", "size")


class OpenRouter(Recorded):
    """One key for the image models of many companies; no other provider of a model answers unless that is allowed."""

    name = "openrouter"
    title = "OpenRouter"
    base_url = "https://openrouter.ai/api/v1"
    credentials = (Credential("OPENROUTER_API_KEY", "Authorization", "Bearer "),)
    public_list = True
    cadence = Cadence(2.0, "nothing is polled: the answer is held")
    price = "told with the result in USD; ig.refresh('openrouter') brings the price list"

    def generate(self, request: ImageRequest) -> Flow[Outcome]:
        """Ask, and hear the answer to its end; with `previews` it is a stream where the model has one."""
        heard = previewing(USUAL_PREVIEWS) if request.params.get("previews") else None
        reply = yield from spend(httpx.Request("POST", "/images", json=_body(request)), _answer, heard=heard)
        made = pictures(reply.get("data"))
        if not made:
            raise UnexpectedReply("an answer without a picture", json_path="$.data")
        usage = reply.get("usage")
        billed = usage.get("cost") if isinstance(usage, Mapping) else None
        return Outcome(made, cost=cost(usd=billed, source="the reply's usage.cost"), raw=without(reply, "b64_json"))

    def follow(self, remote_id: str) -> Flow[Outcome]:
        """Nothing can be followed: an answer is given once, and has no id."""
        raise NotFound("an answer of this API is given once, and has no id to ask for")

    def models(self) -> Flow[tuple[Model, ...]]:
        """The image models that are offered now."""
        rows = yield from send(httpx.Request("GET", "/images/models"), _rows)
        return tuple(_model(row) for row in rows)

    def catalogue(self) -> Flow[Catalogue]:
        """The same with what each takes and costs: where several providers have a model, as the first one has it."""
        rows = yield from send(httpx.Request("GET", "/images/models"), _rows)
        models: list[Model] = []
        options: list[Option] = []
        for row in rows:
            place = "/".join(segment(one) for one in str(row["id"]).split("/", 1))
            served = yield from send(httpx.Request("GET", f"/images/models/{place}/endpoints"), _endpoints)
            definite = served[0] if served else row
            models.append(_model(row, definite.get("pricing")))
            options += _options(str(row["id"]), definite)
        kept = [one for one in type(self).options if one.name in ("prompt", *APART) and one.name != "previews"]
        prompt, *others = kept
        default = next(one for one in type(self).options if one.name == "model").default
        ids = [one.id for one in models]
        choice = asked_model(models, default if default in ids else next(iter(ids), None))
        return Catalogue(
            tuple(models), (prompt, choice, *options, *(one for one in others if one.name != "image_urls"))
        )

    def conflict(self, prompt: str, params: Mapping[str, Any]) -> str | None:
        """Transparency needs a format that has it, and an exact size goes with no tier."""
        if params.get("backdrop") == "transparent" and params.get("output_format") == "jpeg":
            return "backdrop is 'transparent', which needs output_format png or webp"
        if "x" in params.get("size", "") and "resolution" in params:
            return "size and resolution do not go together"
        return None


def _body(request: ImageRequest) -> dict[str, Any]:
    params = dict(request.params)
    if "x" in params.get("size", ""):  # "a mismatched aspect_ratio alongside it is rejected"
        params.pop("aspect_ratio", None)
    routed: dict[str, Any] = {"allow_fallbacks": params.get("fallbacks", False)}
    routed |= {"only": [params["upstream"]]} if "upstream" in params else {}
    body = {WORDS.get(name, name): value for name, value in params.items() if name not in APART}
    if sources := params.get("image_urls"):
        body["input_references"] = [{"type": "image_url", "image_url": {"url": one}} for one in sources]
    if params.get("previews"):
        body["stream"] = True
    return {"prompt": request.prompt, **body, "provider": routed, **params.get("extra", {})}


def _answer(response: httpx.Response) -> dict[str, Any]:
    """Read the answer, held or streamed, as one object with `data` and `usage`; an error may come after 200, too."""
    _refuse(response)
    if not streamed(response):
        reply = json_object(response)
        if reply.get("error") and not reply.get("data"):
            raise failure(reply["error"])
        return reply
    heard = events(response)
    for event in heard:
        if word(event.get("type")) == "error" or event.get("error"):
            raise failure(event.get("error") or event)
    done = [event for event in heard if str(event.get("type", "")).endswith(".completed")]
    if not done:
        raise UnexpectedReply("the stream ended before the picture", json_path="$")
    return {**done[-1], "data": done}


def _refuse(response: httpx.Response) -> None:
    error = told(response).get("error")
    said = error if isinstance(error, Mapping) else {"message": error}
    more = said.get("metadata")
    if response.status_code == 403 and isinstance(more, Mapping) and more.get("reasons"):  # flagged, not the key
        raise failure(f"blocked by moderation: {said.get('message')} ({words(str(more['reasons']), 200)})")
    refuse(response, said.get("message"))


def _rows(response: httpx.Response) -> list[dict[str, Any]]:
    _refuse(response)
    rows = part(json_object(response), "data", list)
    return [row for row in rows if isinstance(row, dict) and carried(row.get("id"))]


def _endpoints(response: httpx.Response) -> list[dict[str, Any]]:
    _refuse(response)
    body = json_object(response)
    inside = body.get("data")
    rows = part(inside if isinstance(inside, dict) else body, "endpoints", list)
    return [row for row in rows if isinstance(row, dict)]


def _model(row: Mapping[str, Any], pricing: object = None) -> Model:
    name = str(row["id"])
    lines = tuple(_prices(pricing))
    return Model(name, words(row.get("name"), 200), name.partition("/")[0], prices=lines)


def _prices(pricing: object) -> Iterator[Price]:
    """The lines of a price list; where one holds for a variant that is a value of a parameter, for that alone."""
    for line in pricing if isinstance(pricing, list) else ():
        usd = number(line.get("cost_usd")) if isinstance(line, Mapping) else None
        if usd is None or usd < 0:
            continue
        billable, unit, variant = (words(line.get(name), 60) for name in ("billable", "unit", "variant"))
        if billable == "output_image" and unit == "image":
            yield Price(usd, where=_where(variant), source="OpenRouter's list of endpoints")
        else:
            counted = f"{billable.replace('_', ' ')} {unit}" + (f" ({variant})" if variant else "")
            yield Price(usd, counted, source="OpenRouter's list of endpoints")


def _where(variant: str) -> dict[str, tuple[str, ...]]:
    named = {one.name: one.choices for one in OpenRouter.options}
    return next(
        ({name: (variant,)} for name in VARIANTS if variant in named[name]), {"size": (variant,)} if variant else {}
    )


def _options(model: str, served: Mapping[str, Any]) -> Iterator[Option]:
    """What one model takes, by its own description: a name that is absent is not supported."""
    usual = {one.name: one for one in OpenRouter.options}
    described = served.get("supported_parameters")
    for there, how in described.items() if isinstance(described, Mapping) else ():
        here = OURS.get(there, there)
        if isinstance(how, Mapping) and here not in ("model", "prompt", "stream") and here in usual:
            yield _described(usual[here], how, model)
    if truth(served.get("supports_streaming")):
        yield Option("previews", "switch", usual["previews"].help, models=(model,))


def _described(usual: Option, how: Mapping[str, Any], model: str) -> Option:
    match how.get("type"):
        case "enum" if isinstance(how.get("values"), list):
            values = tuple(filter(None, (words(str(one), 40) for one in how["values"])))
            default = usual.default if usual.default in values else None
            return Option(usual.name, "choice", usual.help, values, default=default, models=(model,))
        case "range":
            low, high = number(how.get("min")), number(how.get("max"))
            if usual.kind in ("addresses", "pictures"):
                return Option(usual.name, usual.kind, usual.help, most=whole(how.get("max")), models=(model,))
            return Option(usual.name, "integer", usual.help, low=low, high=high, models=(model,))
    return Option(usual.name, usual.kind, usual.help, usual.choices, usual.low, usual.high, usual.most, models=(model,))
