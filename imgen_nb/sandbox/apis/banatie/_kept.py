"""The routes of what is kept: images, flows, live scopes, and the public addresses of pictures.

Written from the pages that document 001 links to ("Image Upload", "Advanced Generation", "Live URLs").
"""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from imgen_nb.sandbox import checks, forms, inputs
from imgen_nb.sandbox.apis.banatie._library import AliasTaken, Kept, Library, Line, a_flow, an_alias
from imgen_nb.sandbox.assets import Asset
from imgen_nb.sandbox.jobs import Job, new_uuid
from imgen_nb.sandbox.replies import Reply
from imgen_nb.sandbox.wire import Call, Route, Wire

LARGEST = 5 * 2**20  # "Image Upload": at most 5 MB, PNG, JPEG or WebP
MEDIA = ("image/png", "image/jpeg", "image/webp")
SLUG = re.compile(r"[A-Za-z0-9_-]{1,100}", re.ASCII)
NEW_PICTURES = 30  # "Live URLs": newGenerationsLimit where nobody sets it


@dataclass(slots=True)
class Scope:
    """What live URLs of one name may make, and have made: by what was asked, the picture."""

    slug: str
    created: float
    id: str
    open: bool = True
    limit: int = NEW_PICTURES
    meta: dict[str, Any] = field(default_factory=dict)
    made: dict[str, str] = field(default_factory=dict)
    last: float | None = None


class Keeper(Wire):
    """The part of the fake server that keeps pictures."""

    project: str

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.library = Library()
        self.scopes: dict[str, Scope] = {}

    def kept_routes(self) -> tuple[Route, ...]:
        """The pages "Image Upload", "Advanced Generation" and "Live URLs"."""
        images, flows, scopes = "/api/v1/images", "/api/v1/flows", "/api/v1/live/scopes"
        return (
            Route("POST", f"{images}/upload", self.upload),
            Route("GET", images, self.list_images),
            Route("GET", f"{images}/{{name}}", self.get_image),
            Route("PUT", f"{images}/{{name}}", self.put_image),
            Route("DELETE", f"{images}/{{name}}", self.delete_image),
            Route("GET", flows, self.list_flows),
            Route("GET", f"{flows}/{{id}}", self.get_flow),
            Route("GET", f"{flows}/{{id}}/images", self.flow_images),
            Route("PUT", f"{flows}/{{id}}/aliases", self.put_aliases),
            Route("DELETE", f"{flows}/{{id}}/aliases/{{alias}}", self.delete_alias),
            Route("DELETE", f"{flows}/{{id}}", self.delete_flow),
            Route("GET", scopes, self.list_scopes),
            Route("POST", scopes, self.post_scope),
            Route("GET", f"{scopes}/{{slug}}", self.get_scope),
            Route("PUT", f"{scopes}/{{slug}}", self.put_scope),
            Route("DELETE", f"{scopes}/{{slug}}", self.delete_scope),
            Route("GET", "/cdn/{organisation}/{project}/img/{name}", self.public),
        )

    def missing(self, what: str) -> Reply:
        """Answer that something is not there; the codes end as the documented one does."""
        error = {"message": f"{what.capitalize()} not found", "code": f"{what.upper()}_NOT_FOUND"}
        return Reply(404, {"success": False, "error": error})

    def conflict(self, problem: AliasTaken) -> Reply:
        """Answer that a name is taken."""
        return Reply(409, {"success": False, "error": {"message": str(problem), "code": "ALIAS_CONFLICT"}})

    def paged(self, call: Call, found: Iterable[Any], tell: Callable[[Any], dict[str, Any]]) -> Reply:
        """Answer with one page."""
        try:
            limit = checks.digits(call.query.get("limit", "20"), "limit", 1, 100)
            offset = checks.digits(call.query.get("offset", "0"), "offset", 0, 10**9)
        except ValueError as problem:
            return self.refuse(400, str(problem))
        every = list(found)
        shown = [tell(one) for one in every[offset : offset + limit]]
        more = offset + len(shown) < len(every)
        pagination = {"limit": limit, "offset": offset, "total": len(every), "hasMore": more}
        return Reply(200, {"success": True, "data": shown, "pagination": pagination})

    # ------------------------------------------------------------------ images

    def upload(self, call: Call) -> Reply:
        """Take a picture ("Image Upload": multipart, 201)."""
        try:
            form = forms.read(call.request)
            given, raw = forms.words(form), forms.file(form, "file")
            media, width, height = inputs.media_of(raw)
            if media not in MEDIA or len(raw) > LARGEST:
                raise ValueError("file must be a PNG, JPEG or WebP of at most 5 MB")
            alias, flow_alias = an_alias(given, "alias"), an_alias(given, "flowAlias")
            meta = checks.an_object(json.loads(given.get("meta", "{}")), "meta")
            named = {"flowId": None if given.get("flowId") == "null" else given["flowId"]} if "flowId" in given else {}
            rng = self.book.rng("upload", call.fingerprint, len(self.library.kept))
            image_id = new_uuid(rng)
            flow = a_flow(named, lambda: new_uuid(rng))
        except ValueError as problem:
            return self.refuse(400, str(problem))
        job = Job(image_id, 0, call.now, call.now, call.now, {})
        path = f"/banatie/default/{self.project}/uploaded/{image_id}.{media.removeprefix('image/')}"
        url = self.shelf.put(Asset(path, job, media, width, height, lambda: raw))
        kept = Kept(image_id, "uploaded", call.now, url, width, height, media, lambda _: True, lambda: len(raw), flow)
        kept.alias, kept.meta = alias, meta
        try:
            self.library.add(kept, flow_alias, begins=bool(named))
        except AliasTaken as problem:
            return self.conflict(problem)
        return Reply(201, {"success": True, "data": self.told(kept)})

    def told(self, one: Kept) -> dict[str, Any]:
        """Return what is said of a picture ("Image Upload", the 201)."""
        return {
            "id": one.id,
            "projectId": self.project,
            "flowId": one.flow,
            "storageKey": one.url.partition(".invalid/")[2],
            "storageUrl": one.url,
            "mimeType": one.media_type,
            "fileSize": one.size(),
            "width": one.width,
            "height": one.height,
            "source": one.source,
            "alias": one.alias,
            "focalPoint": None,
            "meta": one.meta,
            "createdAt": self.book.iso(one.created),
        }

    def list_images(self, call: Call) -> Reply:
        """Answer with one page; filters by flow, source and alias."""
        wanted = {
            "flow": call.query.get("flowId"),
            "source": call.query.get("source"),
            "alias": call.query.get("alias"),
        }
        asked = {name: value for name, value in wanted.items() if value}
        found = (
            one
            for one in self.library.seen(call.now)
            if all(getattr(one, name) == value for name, value in asked.items())
        )
        return self.paged(call, found, self.told)

    def get_image(self, call: Call) -> Reply:
        """Answer with one picture, by id or alias."""
        one = self.library.find(call.args["name"], call.now)
        return Reply(200, {"success": True, "data": self.told(one)}) if one else self.missing("image")

    def put_image(self, call: Call) -> Reply:
        """Change alias and meta of a picture."""
        one = self.library.find(call.args["name"], call.now)
        if one is None:
            return self.missing("image")
        try:
            given = checks.an_object(call.json)
            alias, meta = an_alias(given, "alias"), checks.an_object(given.get("meta", one.meta), "meta")
        except ValueError as problem:
            return self.refuse(400, str(problem))
        with self.library.lock:
            holder = self.library.aliased(alias) if alias else None
            if holder and holder is not one:
                return self.conflict(AliasTaken(f"alias {alias} is taken"))
            one.meta = meta
            if "alias" in given:
                one.alias = alias
        return Reply(200, {"success": True, "data": self.told(one)})

    def delete_image(self, call: Call) -> Reply:
        """Delete a picture for good."""
        one = self.library.find(call.args["name"], call.now)
        if one is None:
            return self.missing("image")
        self.drop(one)
        return Reply(200, {"success": True, "message": "Image deleted"})

    def drop(self, one: Kept) -> None:
        """Forget a picture, its names and its file."""
        self.library.remove(one)
        self.shelf.discard(one.url)

    def public(self, call: Call) -> Reply:
        """Answer with the file of a picture, to anybody."""
        one = self.library.find(call.args["name"], call.now)
        return self.file(one) if one else self.missing("image")

    def file(self, one: Kept) -> Reply:
        """Return the bytes of a picture as a CDN does."""
        asset = self.shelf.get(one.url.removeprefix(self.shelf.url))
        if asset is None:
            return self.missing("image")
        headers = {"Content-Type": one.media_type, "Cache-Control": "public, max-age=31536000", "X-Image-Id": one.id}
        return Reply(200, self.shelf.content(asset), headers)

    # ------------------------------------------------------------------ flows

    def line(self, one: Line, now: float) -> dict[str, Any]:
        """Return what is said of a flow ("Advanced Generation")."""
        inside = [kept for kept in self.library.seen(now) if kept.flow == one.id]
        return {
            "id": one.id,
            "aliases": dict(one.aliases),
            "generationCount": sum(kept.source == "generated" for kept in inside),
            "imageCount": len(inside),
            "createdAt": self.book.iso(one.created),
            "updatedAt": self.book.iso(one.updated),
        }

    def list_flows(self, call: Call) -> Reply:
        """Answer with one page of flows, the newest first."""
        return self.paged(call, list(self.library.flows.values())[::-1], lambda one: self.line(one, call.now))

    def get_flow(self, call: Call) -> Reply:
        """Answer with one flow."""
        one = self.library.flows.get(call.args["id"])
        return Reply(200, {"success": True, "data": self.line(one, call.now)}) if one else self.missing("flow")

    def flow_images(self, call: Call) -> Reply:
        """Answer with one page of the pictures of a flow."""
        flow = call.args["id"]
        if flow not in self.library.flows:
            return self.missing("flow")
        return self.paged(call, (one for one in self.library.seen(call.now) if one.flow == flow), self.told)

    def put_aliases(self, call: Call) -> Reply:
        """Add names to those of a flow: what is there stays."""
        one = self.library.flows.get(call.args["id"])
        if one is None:
            return self.missing("flow")
        try:
            aliases = checks.an_object(checks.an_object(call.json).get("aliases", {}), "aliases")
            for name, image in aliases.items():
                an_alias({"alias": name}, "alias")
                if not isinstance(image, str) or self.library.find(image, call.now) is None:
                    raise ValueError(f"aliases.{name} must be the id of an image")
        except ValueError as problem:
            return self.refuse(400, str(problem))
        one.aliases |= aliases
        one.updated = call.now
        return Reply(200, {"success": True, "data": self.line(one, call.now)})

    def delete_alias(self, call: Call) -> Reply:
        """Take one name out of a flow."""
        one = self.library.flows.get(call.args["id"])
        if one is None or one.aliases.pop(call.args["alias"], None) is None:
            return self.missing("flow" if one is None else "alias")
        return Reply(200, {"success": True, "data": self.line(one, call.now)})

    def delete_flow(self, call: Call) -> Reply:
        """Delete a flow with its pictures; those that have a project alias stay."""
        with self.library.lock:
            if self.library.flows.pop(call.args["id"], None) is None:
                return self.missing("flow")
            for one in [one for one in self.library.kept.values() if one.flow == call.args["id"]]:
                one.flow = None
                if not one.alias:
                    self.drop(one)
        return Reply(200, {"success": True, "message": "Flow deleted"})

    # ------------------------------------------------------------------ live scopes

    def scope(self, slug: str, now: float) -> Scope:
        """Return a scope, made on first use ("Live URLs")."""
        return self.scopes.setdefault(slug, Scope(slug, now, new_uuid(self.book.rng("scope", slug))))

    def told_scope(self, one: Scope) -> dict[str, Any]:
        """Return what is said of a scope."""
        return {
            "id": one.id,
            "slug": one.slug,
            "allowNewGenerations": one.open,
            "newGenerationsLimit": one.limit,
            "currentGenerations": len(one.made),
            "lastGeneratedAt": None if one.last is None else self.book.iso(one.last),
            "meta": one.meta,
            "createdAt": self.book.iso(one.created),
        }

    def list_scopes(self, call: Call) -> Reply:
        """Answer with one page of scopes."""
        return self.paged(call, self.scopes.values(), self.told_scope)

    def post_scope(self, call: Call) -> Reply:
        """Make a scope before it is used."""
        try:
            slug = checks.text(checks.an_object(call.json), "slug", required=True)
            if not SLUG.fullmatch(slug) or slug in self.scopes:
                raise ValueError("slug must be new, of letters, digits, _ and -")
            self._set(self.scope(slug, call.now), call.json)
        except ValueError as problem:
            return self.refuse(400, str(problem))
        return Reply(201, {"success": True, "data": self.told_scope(self.scopes[slug])})

    def get_scope(self, call: Call) -> Reply:
        """Answer with one scope."""
        one = self.scopes.get(call.args["slug"])
        return Reply(200, {"success": True, "data": self.told_scope(one)}) if one else self.missing("scope")

    def put_scope(self, call: Call) -> Reply:
        """Change what a scope allows."""
        one = self.scopes.get(call.args["slug"])
        if one is None:
            return self.missing("scope")
        try:
            self._set(one, checks.an_object(call.json))
        except ValueError as problem:
            return self.refuse(400, str(problem))
        return Reply(200, {"success": True, "data": self.told_scope(one)})

    def _set(self, one: Scope, given: dict[str, Any]) -> None:
        one.open = checks.flag(given, "allowNewGenerations", default=one.open)
        one.limit = checks.whole(given, "newGenerationsLimit", 0, 10**6, one.limit)
        one.meta = checks.an_object(given.get("meta", one.meta), "meta")

    def delete_scope(self, call: Call) -> Reply:
        """Delete a scope; its pictures stay."""
        if self.scopes.pop(call.args["slug"], None) is None:
            return self.missing("scope")
        return Reply(200, {"success": True, "message": "Scope deleted"})
