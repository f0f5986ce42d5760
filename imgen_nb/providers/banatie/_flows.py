"""Flows at Banatie: pictures that belong together, with aliases of their own; and live URLs, which make on demand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from typing import Any

import httpx

from imgen_nb.errors import InvalidRequest
from imgen_nb.flow import Flow, Provider, Record, carried, identifier, moment, segment, send, truth, whole
from imgen_nb.providers.banatie._images import image, misnamed
from imgen_nb.providers.banatie._replies import data_of, deleted, listed, page_of
from imgen_nb.types import LiveScope, Page, RemoteFlow, RemoteImage

PATH = "/api/v1/flows"
SCOPES = "/api/v1/live/scopes"
SLUG = re.compile(r"[A-Za-z0-9_-]{1,100}", re.ASCII)


class Flows(Provider):
    """The verbs on flows and on the scopes of live URLs."""

    def list_flows(self, limit: int = 20, offset: int = 0) -> Flow[Page[RemoteFlow]]:
        """One page of the project's flows."""
        query = {"limit": limit, "offset": offset}
        return (yield from send(httpx.Request("GET", PATH, params=query), partial(page_of, _flow, limit, offset)))

    def get_flow(self, flow_id: str) -> Flow[RemoteFlow]:
        """One flow with its aliases."""
        return (yield from send(httpx.Request("GET", f"{PATH}/{segment(flow_id)}"), _one))

    def flow_generations(self, flow_id: str, limit: int = 20, offset: int = 0) -> Flow[Page[Record]]:
        """One page of what was generated in a flow."""
        asked = httpx.Request(
            "GET", f"{PATH}/{segment(flow_id)}/generations", params={"limit": limit, "offset": offset}
        )
        return (yield from send(asked, partial(page_of, listed, limit, offset)))

    def flow_images(self, flow_id: str, limit: int = 20, offset: int = 0) -> Flow[Page[RemoteImage]]:
        """One page of the pictures in a flow."""
        asked = httpx.Request("GET", f"{PATH}/{segment(flow_id)}/images", params={"limit": limit, "offset": offset})
        return (yield from send(asked, partial(page_of, image, limit, offset)))

    def update_flow(self, flow_id: str, aliases: Mapping[str, str]) -> Flow[RemoteFlow]:
        """Let aliases of a flow name pictures (by id); those that are not given stay as they are."""
        if problem := next(filter(None, (misnamed(alias, "an alias") for alias in aliases)), None):
            raise InvalidRequest(problem, provider=self.name, operation="update", hint="nothing was sent")
        asked = httpx.Request("PUT", f"{PATH}/{segment(flow_id)}/aliases", json={"aliases": dict(aliases)})
        return (yield from send(asked, _one))

    def delete_flow(self, flow_id: str, alias: str | None = None) -> Flow[None]:
        """Delete a flow, or one alias of it."""
        below = f"/aliases/{segment(alias)}" if alias else ""
        yield from send(httpx.Request("DELETE", f"{PATH}/{segment(flow_id)}{below}"), deleted)

    # ------------------------------------------------------------------ live URLs

    def live_path(self, project: str, scope: str, prompt: str, params: Mapping[str, Any]) -> str:
        """Where a live URL leads, below the API's root: who opens it sends no key; "organisation/project" owns it."""
        parts = [*project.split("/"), scope]
        if len(parts) != 3 or not all(map(SLUG.fullmatch, parts)):
            said = f"project is {project!r:.60} and scope {scope!r:.60}"
            raise InvalidRequest(said, provider=self.name, operation="live", hint="'organisation/project' and 'a-name'")
        query = {
            "prompt": prompt,
            "aspectRatio": str(params["aspect_ratio"]),
            "autoEnhance": str(params["enhance"]).lower(),
            "template": str(params["template"]),
        }
        organisation, project, scope = parts
        return f"/cdn/{organisation}/{project}/live/{scope}?{httpx.QueryParams(query)}"

    def list_scopes(self, limit: int = 20, offset: int = 0) -> Flow[Page[LiveScope]]:
        """One page of the scopes under which live URLs make pictures."""
        read = partial(page_of, _scope, limit, offset, key="slug")
        return (yield from send(httpx.Request("GET", SCOPES, params={"limit": limit, "offset": offset}), read))

    def get_scope(self, slug: str) -> Flow[LiveScope]:
        """One scope, and how much of it is used."""
        return (yield from send(httpx.Request("GET", f"{SCOPES}/{segment(slug)}"), _one_scope))

    def create_scope(self, slug: str, *, open: bool = True, limit: int | None = None) -> Flow[LiveScope]:
        """Make a scope before its first use."""
        if not SLUG.fullmatch(slug):
            raise InvalidRequest(
                f"scope is {slug!r:.60}", provider=self.name, operation="create", hint="letters, digits, _ and -"
            )
        body = {"slug": slug, "allowNewGenerations": open}
        body |= {} if limit is None else {"newGenerationsLimit": limit}
        return (yield from send(httpx.Request("POST", SCOPES, json=body), _one_scope))

    def update_scope(self, slug: str, *, open: bool | None = None, limit: int | None = None) -> Flow[LiveScope]:
        """Close or open a scope for new pictures, or bound how many it may make: they are the key's owner's to pay."""
        told = {"allowNewGenerations": open, "newGenerationsLimit": limit}
        body = {name: value for name, value in told.items() if value is not None}
        return (yield from send(httpx.Request("PUT", f"{SCOPES}/{segment(slug)}", json=body), _one_scope))

    def delete_scope(self, slug: str) -> Flow[None]:
        """Delete a scope."""
        yield from send(httpx.Request("DELETE", f"{SCOPES}/{segment(slug)}"), deleted)


def _one(response: httpx.Response) -> RemoteFlow:
    data = data_of(response)
    return _flow(identifier(data, "id", "$.data"), data)


def _flow(remote_id: str, data: Mapping[str, Any]) -> RemoteFlow:
    aliases = data.get("aliases")
    named = {name: carried(value) for name, value in aliases.items()} if isinstance(aliases, dict) else {}
    return RemoteFlow(
        remote_id,
        aliases={name: value for name, value in named.items() if value},
        generations=whole(data.get("generationCount")),
        images=whole(data.get("imageCount")),
        created=moment(data.get("createdAt")),
        raw=data,
    )


def _one_scope(response: httpx.Response) -> LiveScope:
    data = data_of(response)
    return _scope(identifier(data, "slug", "$.data"), data)


def _scope(slug: str, data: Mapping[str, Any]) -> LiveScope:
    return LiveScope(
        slug,
        open=truth(data.get("allowNewGenerations")),
        limit=whole(data.get("newGenerationsLimit")),
        made=whole(data.get("currentGenerations")),
        raw=data,
    )
