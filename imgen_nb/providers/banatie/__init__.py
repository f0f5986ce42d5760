"""Banatie generations (document 001): create, poll, list, get, delete, under 100 requests an hour and key.

References, aliases, flows, uploads and live URLs are of the pages that it links to.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import Any, ClassVar

import httpx

from imgen_nb.errors import InvalidRequest, NotFound
from imgen_nb.flow import (
    Credential,
    Flow,
    Outcome,
    Record,
    accepted,
    belongs,
    identifier,
    segment,
    send,
    spend,
    window,
    words,
)
from imgen_nb.options import inline
from imgen_nb.providers._following import ended, outcome_of
from imgen_nb.providers.banatie._flows import Flows
from imgen_nb.providers.banatie._images import Images, misnamed, unfit
from imgen_nb.providers.banatie._replies import STATES, data_of, deleted, listed, page_of, record
from imgen_nb.types import Cadence, ImageRequest, Option, Page, State, Window

PATH = "/api/v1/generations"
REF = "imgen_ref"
"""Where our own request id travels inside the user's `meta`, so that a lost answer can be found again."""

PICTURE = "$.data.outputImage"
NAMES = {"alias": "alias", "flow_id": "flowId", "flow_alias": "flowAlias"}
CANDIDATES = 12
"""How many records one look for a lost answer may ask for: each costs one of the hour's 100 requests."""

OPTIONS = (
    Option("prompt", "text", "Text description of the image", required=True),
    Option("aspect_ratio", "choice", "Shape of the picture", ("1:1", "16:9", "9:16", "3:2", "21:9"), default="1:1"),
    Option("enhance", "switch", "Let the service rewrite the prompt; the original is kept", default=True),
    Option(
        "template",
        "choice",
        "Style of the rewriting",
        ("general", "photorealistic", "illustration", "minimalist", "sticker", "product", "comic"),
        default="general",
    ),
    Option("reference_images", "pictures", "Pictures to stay close to: ids, @aliases, or pictures in hand", most=3),
    Option("alias", "text", "A name for the picture, such as @hero; it keeps it alive when its generation is deleted"),
    Option("flow_id", "text", "The flow the picture belongs to; without one the service begins another"),
    Option("flow_alias", "text", "A name for the picture that counts inside its flow"),
    Option("meta", "mapping", "Your own data, kept with the generation"),
)
LISTING = (
    Option("status", "choice", choices=tuple(STATES)),
    Option("limit", "integer", low=1, high=100),
    Option("offset", "integer", low=0, high=10**9),
    Option("include_deleted", "switch"),
)


class Banatie(Images, Flows):
    """The generations API. Every call counts against the hour's window, polls too."""

    name = "banatie"
    title = "Banatie"
    by_itself = True
    base_url = "https://api.banatie.app"
    credentials = (Credential("BANATIE_API_KEY", "X-API-Key"),)
    cadence = Cadence(3.0, "the document names no cadence; 3 s is ours, stretched as the window empties")
    options: ClassVar[tuple[Option, ...]] = OPTIONS

    def generate(self, request: ImageRequest) -> Flow[Outcome]:
        """Create a generation; it may be finished at once, which the service's own pages show."""
        names = yield from self.named(request.params.get("reference_images") or ())
        made = yield from spend(httpx.Request("POST", PATH, json=_wire(request, names)), _created)
        yield from accepted(made.remote_id)
        outcome = outcome_of((yield from ended(partial(self.get, made.remote_id), made, PICTURE)))
        return _noted(outcome, request, names)

    def finish(self, request: ImageRequest, remote_id: str) -> Flow[Outcome]:
        """Follow a generation, and say what came of its references and data; pictures in hand have no name here."""
        names = [one for one in request.params.get("reference_images") or () if inline(one) is None]
        return _noted((yield from self.follow(remote_id)), request, names)

    def follow(self, remote_id: str) -> Flow[Outcome]:
        """Poll a generation until it succeeds or fails."""
        return outcome_of((yield from ended(partial(self.get, remote_id), json_path=PICTURE)))

    def get(self, remote_id: str) -> Flow[Record]:
        """One generation with full details."""

        def read(response: httpx.Response) -> Record:
            data = data_of(response)
            belongs(data, "id", remote_id, "$.data")
            return record(remote_id, data)

        return (yield from send(httpx.Request("GET", f"{PATH}/{segment(remote_id)}"), read))

    def list(
        self, status: str | None = None, limit: int = 20, offset: int = 0, include_deleted: bool = False
    ) -> Flow[Page[Record]]:
        """One page of generations; their items carry fewer fields than `get`."""
        asked = {"status": status, "limit": limit, "offset": offset, "include_deleted": include_deleted}
        for option in LISTING:
            value = asked[option.name]
            if value is not None and (problem := option.problem(value)):
                raise InvalidRequest(f"{option.name} {problem}", hint="nothing was sent")
        query: dict[str, str | int] = {
            "limit": limit,
            "offset": offset,
            "includeDeleted": str(include_deleted).lower(),
            **({"status": status} if status else {}),
        }
        return (yield from send(httpx.Request("GET", PATH, params=query), partial(page_of, listed, limit, offset)))

    def delete(self, remote_id: str) -> Flow[None]:
        """Delete a generation and its picture for good."""
        yield from send(httpx.Request("DELETE", f"{PATH}/{segment(remote_id)}"), deleted)

    def survey(self, remote_ids: tuple[str, ...]) -> Flow[dict[str, State]]:
        """The states of many jobs for the price of one request: the newest hundred of the list."""
        page = yield from self.list(limit=100)
        return {record.remote_id: record.state for record in page.items if record.remote_id in remote_ids}

    def reconcile(self, request: ImageRequest) -> Flow[str | None]:
        """Look for a submission whose answer was lost, among the newest hundred: our id in `meta` alone decides.

        The list tells no `meta`, so records are asked for one by one, the most alike first: a service may keep a
        prompt trimmed, normalised, cut or rewritten. One that is not to be had yet is passed over for this time.
        """
        page = yield from self.list(limit=100)
        silent = []
        for one in page:
            ref = _ref(one)
            if ref == request.ref:
                return one.remote_id
            if ref is None:
                silent.append(one)
        silent.sort(key=lambda one: (-_likeness(one.prompt, request.prompt), -(one.created or 0)))
        for one in silent[:CANDIDATES]:
            try:
                full = yield from self.get(one.remote_id)
            except NotFound:
                continue
            if _ref(full) == request.ref:
                return one.remote_id
        return None

    def conflict(self, prompt: str, params: Mapping[str, Any]) -> str | None:
        """What the service would refuse, or pass over in silence: our own word inside `meta` is taken, too."""
        if REF in params.get("meta", {}):
            return f"meta has {REF!r}, which is where our own id travels"
        names = (misnamed(params.get(word), word) for word in ("alias", "flow_alias"))
        pictures = (unfit(one) for one in params.get("reference_images", ()))
        return next(filter(None, (*names, *pictures)), None)

    def remarks(self, prompt: str, params: Mapping[str, Any]) -> tuple[str, ...]:
        """A template is the style of the rewriting: without one it is sent to nobody."""
        template = params.get("template", "general")
        if params.get("enhance", True) or template == "general":
            return ()
        return (f"template {template!r} was not used: enhance is off, so the prompt was not rewritten",)

    def window(self, response: httpx.Response) -> Window | None:
        """Read the three X-RateLimit headers; the reset is in seconds, the service's own pages show a Unix time."""
        return window(response)


def _wire(request: ImageRequest, references: Sequence[str]) -> dict[str, Any]:
    params = request.params
    body: dict[str, Any] = {
        "prompt": request.prompt,
        "aspectRatio": params["aspect_ratio"],
        "autoEnhance": params["enhance"],
        "meta": {**(params.get("meta") or {}), REF: request.ref},
    }
    body |= {word: params[name] for name, word in NAMES.items() if name in params}
    if references:
        body["referenceImages"] = list(references)
    if params["enhance"]:
        body["enhancementOptions"] = {"template": params["template"]}
    return body


def _noted(outcome: Outcome, request: ImageRequest, references: Sequence[str]) -> Outcome:
    """An outcome with what was asked for and did not come about."""
    said = (*_passed_over(references, outcome.raw), *_changed(request.params.get("meta") or {}, outcome.raw))
    return replace(outcome, warnings=(*said, *outcome.warnings))


def _passed_over(references: Sequence[str], raw: Mapping[str, Any]) -> tuple[str, ...]:
    """What the service did not find: it passes over such references, and makes the picture without them."""
    told = raw.get("referencedImages")
    if not isinstance(told, list) or len(told) >= len({*references}):
        return ()
    used = {one.get(name) for one in told if isinstance(one, dict) for name in ("imageId", "alias")}
    lost = ", ".join(one for one in references if one not in used) or "some"
    return (f"references that were not used, because the service does not know them: {lost}",)


def _changed(sent: Mapping[str, Any], raw: Mapping[str, Any]) -> tuple[str, ...]:
    """What of somebody's own data came back otherwise; a reply that tells none of it says nothing of it."""
    told = raw.get("meta")
    if not isinstance(told, dict):
        return ()
    lost = ", ".join(words(name, 60) for name, value in sent.items() if told.get(name) != value)
    return (f"meta came back otherwise than it was sent: {lost}",) if lost else ()


def _ref(record: Record) -> object:
    """Our own id in a record's `meta`; None where the record tells no `meta`."""
    meta = record.raw.get("meta")
    return meta.get(REF, "") if isinstance(meta, dict) else None


def _likeness(one: str, other: str) -> float:
    """How much two texts have in common, 0 to 1, by their pairs of letters: blanks, case and forms do not count."""
    first, second = (
        {*pairwise("".join(unicodedata.normalize("NFKC", text[:2000]).casefold().split()))} for text in (one, other)
    )
    return len(first & second) / max(1, len(first | second))


def _created(response: httpx.Response) -> Record:
    data = data_of(response)
    return record(identifier(data, "id", "$.data"), data, silent="pending")
