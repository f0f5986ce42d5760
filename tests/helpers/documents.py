"""What a table of a document's sentences is made of: rows that say their place, and short words to look with.

A row is (line, the document's words, a look). The look gives what is found and what the sentence says it should be;
the two are compared, so that no row can pass without having looked.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

import httpx
import pytest
from flows import asked

from imgen_nb.client.requests import checked
from imgen_nb.errors import InvalidRequest
from imgen_nb.flow import Exchange, Provider
from imgen_nb.sandbox import Sandbox

Look = Callable[[], tuple[object, object]]
KEYS = {
    "destinpq": {},
    "banatie": {"X-API-Key": "key"},
    "akool": {"x-api-key": "key"},
    "qolaba": {"X-API-Key": "key"},
    "bfl": {"x-key": "key"},
    "ideogram": {"Api-Key": "key"},
    "stability": {"Authorization": "Bearer key"},
    "fal": {"Authorization": "Key key"},
    "replicate": {"Authorization": "Bearer key"},
}


def sentences(document: str, table: Iterable[tuple[str, str, Look]]) -> pytest.MarkDecorator:
    """One test a row, named by document, line and words."""
    rows = [pytest.param(look, id=f"{document}:{line} {words}") for line, words, look in table]
    return pytest.mark.parametrize("look", rows)


def holds(look: Look) -> None:
    found, expected = look()
    assert found == expected


class Box:
    """A fake server whose clock is turned by hand."""

    def __init__(self, name: str, **options: Any) -> None:
        self.time = 1000.0
        self.name = name
        self.sandbox = Sandbox(name, clock=lambda: self.time, now=lambda: 1_764_324_000.0, **options)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        place = path if "://" in path else self.sandbox.base_url + path
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = sent or (KEYS[self.name] if path[0] == "/" else {})
        return self.sandbox.handle(httpx.Request(method, place, json=body, headers=sent))

    def later(self, seconds: float) -> Box:
        self.time += seconds
        return self


def sent(provider: Provider, prompt: str = "a fox", /, **params: Any) -> httpx.Request:
    """The first request of a generation."""
    step = next(provider.generate(asked(provider, prompt, **params)))
    assert isinstance(step, Exchange)
    return step.request


def body(provider: Provider, prompt: str = "a fox", /, **params: Any) -> Any:
    return json.loads(sent(provider, prompt, **params).content)


def refused(provider: Provider, prompt: str = "a fox", /, **params: Any) -> bool:
    """Whether a request is refused here, before anything is sent."""
    try:
        checked(provider, prompt, params)
    except InvalidRequest:
        return True
    return False


def choices(provider: Provider, name: str, model: str | None = None) -> tuple[str, ...]:
    return provider.options_for(model)[name].choices
