"""From words to a checked request: what a provider takes is asked before there is a job."""

from __future__ import annotations

import difflib
import math
import uuid
from collections.abc import Mapping
from datetime import date
from numbers import Real
from typing import Any

from imgen_nb import providers
from imgen_nb.client.sources import travelling
from imgen_nb.errors import InvalidRequest
from imgen_nb.flow import Provider
from imgen_nb.options import plain
from imgen_nb.types import ImageRequest, Option

TAKE = Option("take", "integer", low=1, high=10**9)

# fmt: off
VOCABULARY = frozenset({
    "aspect_ratio", "output_format", "safety_filter_level", "enhance", "template", "meta", "model", "negative_prompt",
    "num_images", "seed", "num_inference_steps", "guidance_scale", "temperature", "quality", "similarity",
    "image_urls", "reference_images", "mask_url", "background", "webhook_url",
    "resolution", "style", "alias", "flow_id", "flow_alias",
})
# fmt: on
"""The field's words: a keyword among them that a provider lacks is refused, any other is a slip of the pen."""
ELSEWHERE = {
    **dict.fromkeys(("n", "count", "samples", "batch_size", "num_outputs"), "num_images"),
    **dict.fromkeys(("ratio", "dimensions"), "aspect_ratio"),
    **dict.fromkeys(("steps", "num_steps"), "num_inference_steps"),
    **dict.fromkeys(("cfg", "cfg_scale", "scale", "guidance"), "guidance_scale"),
    **dict.fromkeys(("image", "images", "source", "init_image", "input_image"), "reference_images"),
    **dict.fromkeys(("format", "response_format"), "output_format"),
    **dict.fromkeys(("timeout", "max_wait"), "Client(deadline=60)"),
    "mask": "mask_url",
}
"""What other toolkits call the same."""


def image_request(provider: Provider, origin: str, prompt: str, take: Any, params: dict[str, Any]) -> ImageRequest:
    """Make the request that words stand for; raises what `checked` raises, and `InvalidRequest` for the take."""
    if problem := TAKE.problem(take):
        raise _invalid(provider, f"take {problem}")
    values, options = _checked(provider, prompt, params)
    implied = tuple(name for name, value in values.items() if value == options[name].default)
    return ImageRequest(provider.name, prompt, values, plain(take), origin, uuid.uuid4().hex, implied)


def checked(provider: Provider, prompt: str, params: dict[str, Any]) -> dict[str, Any]:
    """Check a request against the provider's options and fill in its defaults; text is never coerced.

    Whole numbers of numpy and pandas are whole numbers, and a picture in hand becomes a data URL. Raises `TypeError`
    for a keyword nobody knows (naming the nearest) and `InvalidRequest` for a value, or a known keyword, that this
    provider does not take.
    """
    return _checked(provider, prompt, params)[0]


def _checked(provider: Provider, prompt: str, params: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Option]]:
    options = provider.options_for(params.get("model") if isinstance(params.get("model"), str) else None)
    for name in params:
        if name not in options or name == "prompt":
            raise _foreign(provider, name, options, params.get("model"))
    given = {name: value for name, value in params.items() if value is not None}  # None: as if it were left out
    given["prompt"], asked = prompt, {}
    for name, option in options.items():
        value = given.get(name, option.default)
        if name in given or option.required:  # a default is sound: that is checked where it is declared
            value, problem = _judged(option, value)
            if problem:
                raise _invalid(provider, f"{name} {problem}")
        if value is not None:
            asked[name] = value
    asked.pop("prompt", None)
    if problem := provider.conflict(prompt, asked):
        raise _invalid(provider, problem)
    return asked, options


def ended(provider: Provider, request: ImageRequest) -> InvalidRequest | None:
    """What is wrong with a request to a model that its service has ended."""
    model = provider.known_model(request.params.get("model"))
    if model is None or not model.ended(today := date.today()) or not provider.recorded_for(request):
        return None
    remedy = f"ask model={model.successor!r}" if model.successor else "ask another model"
    return _invalid(provider, f"model {model.notice(today)}", remedy)


def seconds(name: str, value: object, provider: Provider) -> float:
    """Check a span of time that somebody gave: a number of seconds above 0, not text, not True, not for ever."""
    try:
        span = 0.0 if isinstance(value, bool) or not isinstance(value, Real) else float(value)
    except OverflowError:
        span = 0.0
    if 0 < span < math.inf:
        return span
    raise InvalidRequest(
        f"{name} is {value!r:.40}", provider=provider.name, hint="a number of seconds above 0; nothing was sent"
    )


def one_of_kind(name: str, value: object, kinds: type | tuple[type, ...], allowed: str, provider: Provider) -> None:
    """Raise `InvalidRequest` for an argument that is of another kind: "no" would count as yes."""
    if not isinstance(value, kinds):
        problem = f"{name} is {value!r:.40}, which is not {allowed}"
        raise InvalidRequest(problem, provider=provider.name, hint=f"give {allowed}; nothing was sent")


def _judged(option: Option, given: Any) -> tuple[Any, str | None]:
    """A value as it will be sent, and what is wrong with it."""
    try:
        value = travelling(option, given)
    except ValueError as unreadable:
        return given, f"{unreadable}; allowed: {option.allowed}"
    return value, option.problem(value)


def _invalid(provider: Provider, problem: str, hint: str = "") -> InvalidRequest:
    hint = f"{hint or 'correct it and ask again'}; nothing was sent"
    return InvalidRequest(problem, provider=provider.name, operation="generate", hint=hint)


def _foreign(provider: Provider, name: str, options: Mapping[str, Option], model: object) -> Exception:
    taken = sorted({*options} - {"prompt"})
    if any(option.name == name for option in provider.options):
        asked = model if model is not None or "model" not in options else options["model"].default
        who = f"model {asked!r:.80}" if asked is not None else "the model that is asked where none is named"
        return _invalid(provider, f"{who} has no {name}", f"it takes {', '.join(taken)}")
    if name in VOCABULARY or any(providers.get(other).option(name) for other in providers.names()):
        return _invalid(provider, f"{provider.title} has no {name}", f"it takes {', '.join(taken)}")
    near = ELSEWHERE.get(name) or difflib.get_close_matches(name, {*taken, *VOCABULARY}, n=1, cutoff=0.0)[0]
    return TypeError(f"unexpected keyword {name!r}; did you mean {near!r}? Nothing was sent.")
