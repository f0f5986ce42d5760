"""`imgen-nb doctor destinpq`: the checklist of DestinPQ's document, against the address that is in force.

It sends one request for one picture, which may cost something there, so it asks before. The request goes the way of
every other: it is journalled, never sent twice, and its picture is kept in the store.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import httpx

from imgen_nb.client.client import Client
from imgen_nb.errors import ImgenError
from imgen_nb.flow import Exchange, Flow, Outcome
from imgen_nb.providers.destinpq import FIXED, DestinPQ
from imgen_nb.types import Generation, ImageRequest

PROMPT = "create an mockup design for a health app"
"""The document's own."""
ASKED = {"aspect_ratio": "9:16", "output_format": "png", "safety_filter_level": "block_only_high"}
PNG = "image/png"
Check = tuple[str, bool, str]


class Watched(DestinPQ):
    """The same provider, with an eye on what goes out and comes back."""

    def __init__(self) -> None:
        self.seen: list[tuple[httpx.Request, httpx.Response]] = []

    def generate(self, request: ImageRequest) -> Flow[Outcome]:
        """Create a task and follow it, watched."""
        flow, answer, error = super().generate(request), None, None
        while True:
            try:
                step = flow.throw(error) if error else flow.send(answer)
            except StopIteration as done:
                made: Outcome = done.value
                return made
            answer = error = None
            try:
                answer = yield (self._watched(step) if isinstance(step, Exchange) else step)
            except ImgenError as refused:
                error = refused

    def _watched(self, step: Exchange[Any]) -> Exchange[Any]:
        def read(response: httpx.Response) -> Any:
            self.seen.append((step.request, response))
            return step.read(response)

        return replace(step, read=read)


def report(
    say: Callable[[str], object], agree: Callable[[str], bool], connect: Callable[[Watched], Client] | None = None
) -> int:
    """Run the checklist after a yes; return 1 unless all of it holds. `connect` makes the client of a test."""
    watched = Watched()
    try:
        client = connect(watched) if connect else Client(watched, live=True)
    except ImgenError as error:
        say(str(error))
        return 1
    if client.sandbox:
        say(f"Nothing was sent: {client.access.why}.")
        return 1
    if not agree(
        f"This asks {client.access.base_url} for one picture, which may cost something there. Send it? [y/N] "
    ):
        say("Nothing was sent.")
        return 1
    made: Generation | None = None
    try:
        made = client.generate(PROMPT, take=client.next_take(PROMPT, **ASKED), **ASKED)
    except ImgenError as error:
        say(str(error))
    found = checks(watched.seen, made)
    for what, held, told in found:
        say(f"{'ok  ' if held else 'FAIL'}  {what}{'' if held else f': {told}'}")
    if made is not None:
        say(f"The picture is {made.images[0].path}, the task {made.remote_id}.")
    return int(not all(held for _, held, _ in found))


def checks(seen: list[tuple[httpx.Request, httpx.Response]], made: Generation | None) -> list[Check]:
    """Judge what was seen by the document's four lines."""
    posts = [one for one in seen if one[0].method == "POST"]
    polls = [one for one in seen if one[0].method == "GET"]
    created, asked = (_object(posts[0][1].content), _object(posts[0][0].content)) if posts else ({}, {})
    status = posts[0][1].status_code if posts else "no answer"
    words = list(dict.fromkeys(str(_object(reply.content).get("status"))[:40] for _, reply in polls))
    raw = all(request.url.params.get("raw") == "true" for request, _ in polls)
    kind = made.images[0].media_type if made and made.images else "no picture"
    deviating = sorted(name for name, value in FIXED.items() if asked.get(name) != value)
    return [
        (
            'POST returns 200 OK with status: "pending" and an id',
            status == 200 and created.get("status") == "pending" and bool(created.get("id")),
            f"HTTP {status}, status {created.get('status')!r:.40}, {'an' if created.get('id') else 'no'} id",
        ),
        (
            'GET with ?raw=true transitions to status: "completed"',
            raw and words[-1:] == ["completed"],
            f"it said {', then '.join(words) or 'nothing'}",
        ),
        ("output_assets[0].url is reachable and downloads the expected format", kind == PNG, f"{kind}, not {PNG}"),
        (
            "No deviations from the four immutable fields",
            bool(posts) and not deviating,
            ", ".join(deviating) or "no POST",
        ),
    ]


def _object(raw: bytes) -> dict[str, Any]:
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}
