"""A flow driven over replies in a row, without an engine: what it asks, what it gives."""

from __future__ import annotations

import json
from typing import Any

import httpx

from imgen_nb.client.requests import checked
from imgen_nb.errors import ApiError, GenerationFailed, UnexpectedReply
from imgen_nb.flow import Exchange, Flow, Provider
from imgen_nb.types import ImageRequest

REF = "0123456789abcdef"


def asked(provider: Provider, prompt: str, /, **params: Any) -> ImageRequest:
    """The checked request that words stand for."""
    return ImageRequest(provider.name, prompt, checked(provider, prompt, params), ref=REF)


def driven(flow: Flow[Any], *replies: httpx.Response) -> tuple[Any, list[Any]]:
    """Drive a flow; give the result and every step. What a reply is refused with goes back into the flow."""
    steps: list[Any] = []
    waiting, answer, error = list(replies), None, None
    try:
        while True:
            step = flow.throw(error) if error else flow.send(answer)
            steps.append(step)
            answer = error = None
            try:
                answer = step.read(waiting.pop(0)) if isinstance(step, Exchange) else None
            except (ApiError, GenerationFailed, UnexpectedReply) as refused:
                error = refused
    except StopIteration as done:
        return done.value, steps


def said(data: Any, status: int = 200, **headers: str) -> httpx.Response:
    """JSON as a careless server writes it: with NaN, with half characters."""
    kind = {"content-type": "application/json"}
    return httpx.Response(status, content=json.dumps(data).encode(), headers={**kind, **headers})
