"""The providers this process knows: every file in this folder, installed plug-ins, and classes made in a cell."""

from __future__ import annotations

import difflib
import importlib
import pkgutil
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
    known = {option.name for option in provider.options} - {"prompt"}
    for name in params:
        if name not in known:
            raise _foreign(provider, name, known)
    given = {name: value for name, value in params.items() if value is not None}  # None: as if it were left out
    values = {option.name: given.get(option.name, option.default) for option in provider.options}
    values["prompt"] = prompt
    for option in provider.options:
        value = values[option.name]
        problem = option.problem(value) if value is not None or option.required else None
        if problem:
            raise InvalidRequest(
                f"{option.name} {problem}", provider=provider.name, operation="generate", hint="nothing was sent"
            )
    del values["prompt"]
    return {name: value for name, value in values.items() if value is not None}


def _foreign(provider: Provider, name: str, known: set[str]) -> Exception:
    if name in VOCABULARY or any(get(other).option(name) for other in names()):
        return InvalidRequest(
            f"{provider.title} has no {name}",
            provider=provider.name,
            operation="generate",
            hint=f"it takes {', '.join(sorted(known))}; nothing was sent",
        )
    near = difflib.get_close_matches(name, {*known, *VOCABULARY}, n=1, cutoff=0.0)[0]
    return TypeError(f"unexpected keyword {name!r}; did you mean {near!r}? Nothing was sent.")
