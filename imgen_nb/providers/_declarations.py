"""What is wrong with a provider's declarations, found before it can be asked for anything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from inspect import isasyncgenfunction, iscoroutinefunction
from typing import Any

from imgen_nb.flow import Credential, Provider
from imgen_nb.types import Cadence, Option

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
_TAKEN = frozenset({"provider", "providers", "ratios", "take", "wait"})
"""Keywords of `generate` and its kin: no option can have such a name."""


def problems(kind: type) -> list[str]:
    """Say everything that is wrong with the declarations of a class; nothing is made or called."""
    if not issubclass(kind, Provider):
        return [f"{kind.__name__} is no subclass of imgen_nb.flow.Provider"]
    missing = [word for word in ("name", "title", "base_url", "options") if not hasattr(kind, word)]
    missing += sorted(getattr(kind, "__abstractmethods__", ()))
    if missing:
        return [f"{kind.__name__} lacks {', '.join(missing)}"]
    return [*_word_problems(kind), *_option_problems(kind), *_verb_problems(kind)]


def _word_problems(kind: Any) -> Iterator[str]:
    if not isinstance(kind.name, str) or not _NAME.fullmatch(kind.name):
        yield f"name is {kind.name!r}; it has small letters, digits and _ alone"
    if not isinstance(kind.title, str) or not kind.title.strip():
        yield f"title is {kind.title!r}, which is no text"
    if not isinstance(kind.base_url, str) or not re.fullmatch(r"https?://[^\s/?#@]+[^\s?#@]*", kind.base_url):
        yield f"base_url is {kind.base_url!r}; it is an absolute http(s) address without query or user name"
    if not isinstance(kind.cadence, Cadence) or not kind.cadence.every > 0:
        yield f"cadence is {kind.cadence!r}; it is a Cadence of more than 0 seconds"
    for way in kind.credentials:
        if not isinstance(way, Credential) or not re.fullmatch(r"[A-Z][A-Z0-9_]*", way.env) or not way.header:
            yield f"credentials hold {way!r}; each is a Credential with an ENVIRONMENT_VARIABLE and a header"


def _option_problems(kind: Any) -> Iterator[str]:
    if not isinstance(kind.options, tuple) or not all(isinstance(option, Option) for option in kind.options):
        yield "options is not a tuple of Option"
        return
    if not any(option.name == "prompt" and option.kind == "text" for option in kind.options):
        yield "options has no Option('prompt', 'text', ...)"
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for option in kind.options:
        if not _NAME.fullmatch(option.name) or option.name in _TAKEN:
            yield f"an option cannot be called {option.name!r}"
        if (option.name, option.models) in seen:
            yield f"{option.name} is declared twice"
        seen.add((option.name, option.models))
        if option.kind == "choice" and not option.choices and not option.open:
            yield f"{option.name} has no choices"
        elif option.default is not None and (problem := option.problem(option.default)):
            yield f"the default of {option.name} {problem}"


def _verb_problems(kind: Any) -> Iterator[str]:
    for verb in ("generate", "follow", "press", "list", "get", "delete", "models", "reconcile", "survey"):
        flow = getattr(kind, verb, None)
        if iscoroutinefunction(flow) or isasyncgenfunction(flow):
            yield f"{verb} is async; a flow is a plain generator (def, yield from)"
