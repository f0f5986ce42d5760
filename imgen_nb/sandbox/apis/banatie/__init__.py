"""Banatie's generations API as document 001 ("Image Generation API") describes it.

POST   /api/v1/generations        create
GET    /api/v1/generations        list, with filters and pages
GET    /api/v1/generations/{id}   get, which is also the poll
DELETE /api/v1/generations/{id}   delete for good

and, of the pages that it links to, images, flows and live scopes (`_kept`), and live URLs:

GET    /cdn/{organisation}/{project}/live/{scope}?prompt=   a picture, made on first use, for anybody
"""

import hashlib
import math
import threading
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar, NamedTuple

from imgen_nb import sketch
from imgen_nb.sandbox import checks
from imgen_nb.sandbox.apis.banatie._asked import SIZES, asked_for
from imgen_nb.sandbox.apis.banatie._kept import SLUG, Keeper
from imgen_nb.sandbox.apis.banatie._library import MENTIONED, AliasTaken, Kept, a_flow, an_alias, named_pictures
from imgen_nb.sandbox.drawing import Drawing
from imgen_nb.sandbox.jobs import Job, State, new_uuid
from imgen_nb.sandbox.replies import Reply
from imgen_nb.sandbox.wire import Call, Example, Places, Route

STATUSES = ("pending", "processing", "success", "failed")

# Document 001, "Rate Limits": 100 requests per hour per API key.
LIMIT = 100
WINDOW_SECONDS = 3600.0

PAGE = (1, 20, 100)  # least, default and most results a page; document 001, "List Generations"

# Document 001, "Error Codes"; those below the first five are our choice.
CODES = {
    400: ("VALIDATION_ERROR", "Invalid parameters"),
    401: ("UNAUTHORIZED", "Missing or invalid API key"),
    404: ("GENERATION_NOT_FOUND", "Generation not found"),
    429: ("RATE_LIMIT_EXCEEDED", "Too many requests"),
    500: ("GENERATION_FAILED", "AI generation failed"),
    402: ("PAYMENT_REQUIRED", "Nothing left on this account"),
    403: ("FORBIDDEN", "This key may not do that"),
    405: ("METHOD_NOT_ALLOWED", "Method not allowed"),
}

ADVANCED = ("referenceImages", "alias", "flowAlias", "flowId")

THIN = ("id", "prompt", "originalPrompt", "autoEnhance", "aspectRatio", "status", "outputImageId", "processingTimeMs")


class Window(NamedTuple):
    """The hour in which a key's requests are counted."""

    opened: float
    used: int


class Banatie(Keeper):
    """The fake server."""

    name = "banatie"
    # Document 001, "Generation Status".
    words: ClassVar[Mapping[State, str]] = dict(
        zip((State.QUEUED, State.RUNNING, State.DONE, State.FAILED), STATUSES, strict=True)
    )
    places = Places(
        id=("data", "id"),
        status=("data", "status"),
        error=("data", "errorMessage"),
        result=("data", "outputImage"),
        url=("data", "outputImage", "storageUrl"),
    )
    choices = (
        ("body of an error", '{"success": false, "error": {"message", "code"}}'),
        ("which keys are good", "any that is not empty; `invalid` is refused with 401; all see one project"),
        ("where the hour begins", "at a key's first request; refused requests count, but for those over the limit"),
        ("answers without a key", "carry the rate headers too"),
        ("Retry-After", "sent with 429, the same seconds as X-RateLimit-Reset"),
        ("pixel sizes", "16:9 as printed; 1:1 1024x1024, 9:16 1008x1792, 3:2 1536x1024, 21:9 2016x864"),
        ("limit outside 1 to 100, a negative offset, an unknown status", "400 VALIDATION_ERROR"),
        ("order of the list", "newest first"),
        ("includeDeleted", "accepted; deletion is for good, so it adds nothing"),
        ("meta", "any object up to 16 KiB of JSON"),
        ("fields nobody asked for", "ignored"),
        ("flowId, referencedImages, referenceImages told", "told where one of that page's fields was sent"),
        (
            "a flow",
            "is there from the first request that names it, or gives a flow alias; a fresh flowId only reserves",
        ),
        ("flowAlias where flowId is null", "400 VALIDATION_ERROR"),
        ("an alias that is taken, in the project or in the flow", "409 ALIAS_CONFLICT, nothing is charged"),
        ("what @name means", "@last, @first, @upload of the flow; then its aliases; then those of the project"),
        ("what is drawn for @name in a prompt", "the words that the picture of that name was asked for by"),
        ("a reference that names nothing", "passed over; an address is used, unseen: a sketch of its words"),
        ("an alias when its generation fails", "is free again"),
        ("codes of 404 for images, flows, scopes", "IMAGE_NOT_FOUND, FLOW_NOT_FOUND, SCOPE_NOT_FOUND"),
        ("live URLs", "any organisation and project; not counted in the hour; a shut or used up scope: 403"),
        ("null for an optional field", "400 VALIDATION_ERROR"),
        ("an empty prompt", "400 VALIDATION_ERROR"),
        ("outputImage before success", "null"),
        ("processingTimeMs", "from creation to the end, as in the printed example"),
        ("deleting a running generation", "allowed; its picture never appears"),
        ("any other path", "404 with the code NOT_FOUND"),
        ("a create that waits for its result", "with the fault `eager`: 201 already `success`"),
        ("what is drawn", "the prompt, lit as its rewriting says and composed by the template; finish gouache"),
        ("content rules, price, lifetime of a picture", "none told, none enforced"),
    )

    example = Example(
        "/api/v1/generations",
        {
            "prompt": "a red sports car on a mountain road",
            "aspectRatio": "16:9",
            "autoEnhance": True,
            "enhancementOptions": {"template": "photorealistic"},
        },
        "/api/v1/generations/ID",
        "X-API-Key: practice",
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.project = new_uuid(self.book.rng("project"))
        self._windows: dict[str, Window] = {}
        self._lock = threading.Lock()

    def routes(self) -> tuple[Route, ...]:
        """Document 001, "Create Generation", "List Generations", "Get Generation", "Delete Generation"."""
        return (
            Route("POST", "/api/v1/generations", self.create, submits=True),
            Route("GET", "/api/v1/generations", self.page),
            Route("GET", "/api/v1/generations/{id}", self.get, asks=True),
            Route("DELETE", "/api/v1/generations/{id}", self.delete),
            Route("GET", "/api/v1/flows/{id}/generations", self.flow_generations),
            Route("GET", "/cdn/{organisation}/{project}/live/{scope}", self.live, submits=True),
            *self.kept_routes(),
        )

    def refuse(self, status: int, message: str = "") -> Reply:
        """Return an error (document 001, "Error Codes"); the envelope is our choice."""
        code, usual = CODES.get(status, ("ERROR", "Error"))
        return Reply(status, {"success": False, "error": {"message": message or usual, "code": code}})

    def unrouted(self, call: Call) -> Reply:
        """Answer 404 with a code of its own: no generation was looked for."""
        error = {"message": f"No route {call.request.method} {call.path}", "code": "NOT_FOUND"}
        return Reply(404, {"success": False, "error": error})

    def admit(self, call: Call) -> Reply | None:
        """Count the call, then look at its key (document 001: `X-API-Key` on every endpoint; "Rate Limits").

        The public addresses below /cdn need neither.
        """
        if call.path.startswith("/cdn/"):
            return None
        if not self._count(_account(call), call.now):
            left = str(self._seconds_left(_account(call), call.now))
            return self.refuse(429).with_headers({"Retry-After": left})
        return self.refuse(401) if call.request.headers.get("x-api-key", "") in ("", "invalid") else None

    def dress(self, call: Call, reply: Reply) -> Reply:
        """Add the three rate headers; document 001, "Rate Limits": reset in seconds."""
        if call.path.startswith("/cdn/"):
            return reply
        account = _account(call)
        headers = {
            "X-RateLimit-Limit": str(LIMIT),
            "X-RateLimit-Remaining": str(LIMIT - self._windows[account].used),
            "X-RateLimit-Reset": str(self._seconds_left(account, call.now)),
        }
        return reply.with_headers(headers)

    def _count(self, account: str, now: float) -> bool:
        with self._lock:
            window = self._windows.get(account)
            if window is None or now >= window.opened + WINDOW_SECONDS or (self.book.instant and window.used == LIMIT):
                window = Window(now, 0)
            allowed = window.used < LIMIT
            self._windows[account] = window._replace(used=window.used + allowed)
            return allowed

    def _seconds_left(self, account: str, now: float) -> int:
        return max(1, math.ceil(self._windows[account].opened + WINDOW_SECONDS - now))

    def create(self, call: Call) -> Reply:
        """Take a job (document 001, "Create Generation": 201, pending, the enhanced prompt already in it)."""
        try:
            asked = asked_for(call.json) | self._advanced(call)
        except AliasTaken as problem:
            return self.conflict(problem)
        except ValueError as problem:
            return self.refuse(400, str(problem))
        job = self.accept(call, new_uuid, asked)
        self._keep(job, call.now)
        if "eager" in job.marks:
            record = self._whole(job, job.ended)
            return Reply(201, {"success": True, "data": record}, delay=job.ended - job.accepted)
        return Reply(201, {"success": True, "data": self._record(job, job.accepted, State.QUEUED)})

    def get(self, call: Call) -> Reply:
        """Answer with everything (document 001, "Get Generation")."""
        job = self.find(call, call.args["id"])
        return self.refuse(404) if job is None else Reply(200, {"success": True, "data": self._whole(job, call.now)})

    def delete(self, call: Call) -> Reply:
        """Delete record and picture for good (document 001, "Delete Generation")."""
        job = self.find(call, call.args["id"])
        if job is None:
            return self.refuse(404)
        self.book.remove(job)
        image = self.library.kept.get(_image_id(self, job))
        if image is None or not image.alias:  # document 001: "unless it has a project alias"
            self.shelf.remove(job)
            if image:
                self.library.remove(image)
        return Reply(200, {"success": True, "message": "Generation deleted"})

    def page(self, call: Call) -> Reply:
        """Answer with one page of thin records (document 001, "List Generations")."""
        try:
            query = dict(call.query)
            status = checks.one_of(query, "status", STATUSES, "")
            limit = checks.digits(query.get("limit", str(PAGE[1])), "limit", PAGE[0], PAGE[2])
            offset = checks.digits(query.get("offset", "0"), "offset", 0, 10**9)
            checks.one_of(query, "includeDeleted", ("true", "false"), "false")
        except ValueError as problem:
            return self.refuse(400, str(problem))
        records = [self._record(job, call.now, job.state(call.now)) for job in self.book.newest_first()]
        found = [record for record in records if status in ("", record["status"])]
        shown = [{key: record[key] for key in (*THIN, "createdAt")} for record in found[offset : offset + limit]]
        more = offset + len(shown) < len(found)
        pagination = {"limit": limit, "offset": offset, "total": len(found), "hasMore": more}
        return Reply(200, {"success": True, "data": shown, "pagination": pagination})

    def _record(self, job: Job, now: float, state: State) -> dict[str, Any]:
        """Return what every answer about a generation has (document 001, the 201 of "Create Generation")."""
        done = state is State.DONE
        ended = state in (State.DONE, State.FAILED)
        return {
            "id": job.id,
            "projectId": self.project,
            "prompt": job.fields["prompt"],
            "originalPrompt": job.fields["originalPrompt"],
            "autoEnhance": job.fields["autoEnhance"],
            "aspectRatio": job.fields["aspectRatio"],
            "status": self.words[state],
            "outputImageId": _image_id(self, job) if done else None,
            "processingTimeMs": round(1000 * (job.ended - job.accepted)) if ended else None,
            "createdAt": self.book.iso(job.accepted),
            "updatedAt": self.book.iso(job.changed(now)),
            **job.fields["advanced"],
        }

    def _whole(self, job: Job, now: float) -> dict[str, Any]:
        state = job.state(now)
        return self._record(job, now, state) | {
            "outputImage": self._image(job) if state is State.DONE else None,
            "retryCount": 0,
            "errorMessage": (job.failure or None) if state is State.FAILED else None,
            "meta": job.fields["meta"],
        }

    def _image(self, job: Job, *, sized: bool = True) -> dict[str, Any]:
        """Return the output image (document 001, "Output Image"); its size in bytes is that of the real file."""
        width, height = SIZES[job.fields["aspectRatio"]]
        image_id = _image_id(self, job)
        path = f"/banatie/default/{self.project}/generated/{image_id}.png"
        url = self.put(path, job, "image/png", self.coming(job))
        return {
            "id": image_id,
            "storageUrl": url,
            "mimeType": "image/png",
            "width": width,
            "height": height,
            "fileSize": self.length(path) if sized else 0,
        }

    def coming(self, job: Job) -> Drawing:
        """Return what is drawn: the prompt, in the light of its rewriting, composed by the template that rewrote it."""
        fields, finish = job.fields, sketch.finish_for("banatie")
        size = SIZES[fields["aspectRatio"]]
        prompt, rewritten = (_spoken(fields[name], fields["called"]) for name in ("originalPrompt", "prompt"))
        return Drawing(
            prompt, size, job.seed, finish, fields["template"], rewritten=rewritten, references=fields["references"]
        )

    # ------------------------------------------------------------------ the advanced page, and live URLs

    def _advanced(self, call: Call) -> dict[str, Any]:
        """Return what a create asks of the pictures that are kept ("Advanced Generation")."""
        given = checks.an_object(call.json)
        alias, flow_alias, named = an_alias(given, "alias"), an_alias(given, "flowAlias"), named_pictures(given)
        flow = a_flow(given, lambda: new_uuid(self.book.rng("flow", call.fingerprint, len(self.library.kept))))
        if flow_alias and flow is None:
            raise ValueError("flowAlias needs a flow")
        line = self.library.flows.get(flow or "")
        if (alias and self.library.aliased(alias)) or (flow_alias and line and flow_alias in line.aliases):
            raise AliasTaken(f"alias {alias or flow_alias} is taken")
        found = self.library.references(named, given.get("prompt", ""), flow, call.now)
        outside = [name for name in named if "://" in name or name.startswith("data:")]
        used = [(one.id, name if name.startswith("@") else one.alias, one.url) for one, name in found]
        used += [(name, None, name) for name in outside]
        told = {
            "flowId": flow,
            "referencedImages": [{"imageId": one, "alias": name} for one, name, _ in used],
            "referenceImages": [{"id": one, "storageUrl": url, "alias": name} for one, name, url in used],
        }
        return {
            "alias": alias,
            "flowAlias": flow_alias,
            "flow": flow,
            "begins": bool(given.get("flowId")),
            "references": tuple(url for *_, url in used),
            "called": {name: words for one, name in found if (words := self._words(one))},
            "advanced": told if used or {*ADVANCED} & {*given} else {},
        }

    def _words(self, one: Kept) -> str:
        """Return what a picture that was made here was asked for by, in words that need no other picture."""
        job = self.book.find(one.owner)
        return _spoken(job.fields["originalPrompt"], job.fields["called"]) if job else ""

    def _keep(self, job: Job, now: float) -> Kept:
        """Take the picture that a job will make into the library."""
        image, fields = self._image(job, sized=False), job.fields
        kept = Kept(
            image["id"],
            "generated",
            now,
            image["storageUrl"],
            image["width"],
            image["height"],
            image["mimeType"],
            lambda moment: job.state(moment) is State.DONE,
            lambda: self.length(image["storageUrl"].removeprefix(self.shelf.url)),
            fields["flow"],
            None if job.failure is not None else fields["alias"],
            owner=job.id,
        )
        self.library.add(kept, None if job.failure is not None else fields["flowAlias"], begins=fields["begins"])
        return kept

    def flow_generations(self, call: Call) -> Reply:
        """Answer with one page of what was generated in a flow ("Advanced Generation")."""
        flow = call.args["id"]
        if flow not in self.library.flows:
            return self.missing("flow")
        jobs = [job for job in self.book.newest_first() if job.fields["flow"] == flow]
        return self.paged(call, jobs, lambda job: self._record(job, call.now, job.state(call.now)))

    def live(self, call: Call) -> Reply:
        """Answer with the picture of an address, made on first use ("Live URLs")."""
        query = dict(call.query)
        try:
            if not SLUG.fullmatch(call.args["scope"]):
                raise ValueError("the scope must have letters, digits, _ and - alone")
            words = {"true": True, "false": False}
            asked: dict[str, Any] = {"prompt": query.get("prompt", "")}
            asked["aspectRatio"] = query.get("aspectRatio", "1:1")
            asked["autoEnhance"] = words.get(query.get("autoEnhance", "true"))
            asked["enhancementOptions"] = {"template": query.get("template", "general")}
            fields = asked_for(asked)
        except ValueError as problem:
            return self.refuse(400, str(problem))
        scope, key = self.scope(call.args["scope"], call.now), str(sorted(asked.items(), key=str))
        known = self.library.kept.get(scope.made.get(key, ""))
        if known:
            return self.file(known).with_headers({"X-Cache-Status": "HIT"})
        if not scope.open or len(scope.made) >= scope.limit:
            return self.refuse(403, "this scope makes no new pictures")
        plain: dict[str, Any] = dict.fromkeys(("alias", "flowAlias", "flow"))
        plain |= {"begins": False, "references": (), "called": {}, "advanced": {}}
        job = self.accept(call, new_uuid, fields | plain)
        if job.failure is not None:
            return replace(self.refuse(500, job.failure), delay=job.ended - job.accepted)
        made = self._keep(job, call.now)
        scope.made[key], scope.last = made.id, call.now
        return replace(self.file(made), delay=job.ended - job.accepted).with_headers({"X-Cache-Status": "MISS"})


def _spoken(prompt: str, called: Mapping[str, str]) -> str:
    """Return a prompt with the words of each picture in the place of its @name; one without words goes."""
    return " ".join(MENTIONED.sub(lambda found: f" {called.get(found[1], '')}", prompt).split())


def _account(call: Call) -> str:
    """Return whose quota a call counts against, without keeping the key."""
    return hashlib.sha256(call.request.headers.get("x-api-key", "").encode()).hexdigest()


def _image_id(wire: Banatie, job: Job) -> str:
    return new_uuid(wire.book.rng("image", job.id))
