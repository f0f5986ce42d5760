"""The providers this process knows: every file in this folder, installed plug-ins, and classes made in a cell."""

from __future__ import annotations

import difflib
import importlib
import pkgutil
from collections.abc import Collection
from typing import Any

from imgen_nb.errors import InvalidRequest
from imgen_nb.flow import Provider

_registered: dict[str, Provider] = {}


def names() -> tuple[str, ...]:
    """The names of all known providers, in the order tables show them."""
    return tuple(sorted({*_built_in(), *_registered}))


def get(name: str) -> Provider:
    """Find a provider by name; an unknown one is `InvalidRequest` naming the nearest."""
    if name in _registered:
        return _registered[name]
    if name in _built_in():
        return _load(name)
    near = difflib.get_close_matches(str(name), names(), n=1, cutoff=0.0)[0]
    raise InvalidRequest(f"no provider is called {name!r}", hint=f"known: {', '.join(names())}; nearest: {near}")


def _built_in() -> tuple[str, ...]:
    return tuple(module.name for module in pkgutil.iter_modules(__path__))


def _load(name: str) -> Provider:
    module = importlib.import_module(f"{__name__}.{name}")
    found = next(
        value
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Provider) and value.__module__ == module.__name__
    )
    return _registered.setdefault(name, found())


# fmt: off
VOCABULARY = frozenset({
    "aspect_ratio", "output_format", "safety_filter_level", "enhance", "template", "meta", "model", "negative_prompt",
    "num_images", "seed", "num_inference_steps", "guidance_scale", "temperature", "quality", "similarity",
    "image_urls", "reference_images", "mask_url", "background", "webhook_url",
})
# fmt: on
"""The field's words: a keyword among them that a provider lacks is refused, any other is a slip of the pen."""


def checked(provider: Provider, prompt: str, params: dict[str, Any]) -> dict[str, Any]:
    """Check a request against the provider's options and fill in its defaults; nothing is ever coerced.

    Raises `TypeError` for a keyword nobody knows (naming the nearest) and `InvalidRequest` for a value, or a
    known keyword, that this provider does not take.
    """
    options = provider.options_for(params.get("model") if isinstance(params.get("model"), str) else None)
    for name in params:
        if name not in options or name == "prompt":
            raise _foreign(provider, name, options, params.get("model"))
    values = {name: params.get(name, option.default) for name, option in options.items()} | {"prompt": prompt}
    for name, option in options.items():
        value = values[name]
        problem = option.problem(value) if value is not None or option.required else None
        if problem:
            raise _invalid(provider, f"{name} {problem}")
    del values["prompt"]
    given = {name: value for name, value in values.items() if value is not None}
    if problem := provider.conflict(prompt, given):
        raise _invalid(provider, problem)
    return given


def _invalid(provider: Provider, problem: str, hint: str = "") -> InvalidRequest:
    hint = f"{hint}; nothing was sent" if hint else "nothing was sent"
    return InvalidRequest(problem, provider=provider.name, operation="generate", hint=hint)


def _foreign(provider: Provider, name: str, options: Collection[str], model: object) -> Exception:
    taken = sorted({*options} - {"prompt"})
    if any(option.name == name for option in provider.options):
        return _invalid(provider, f"model {model!r} has no {name}", f"it takes {', '.join(taken)}")
    if name in VOCABULARY or any(get(other).option(name) for other in names()):
        return _invalid(provider, f"{provider.title} has no {name}", f"it takes {', '.join(taken)}")
    near = difflib.get_close_matches(name, {*taken, *VOCABULARY}, n=1, cutoff=0.0)[0]
    return TypeError(f"unexpected keyword {name!r}; did you mean {near!r}? Nothing was sent.")
