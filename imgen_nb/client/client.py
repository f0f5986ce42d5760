"""Client: a provider, the engine that drives it and the store that remembers it, put together."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import NoneType, TracebackType
from typing import TYPE_CHECKING, Any

import httpx

from imgen_nb import providers
from imgen_nb.client import process, records, requests, runtime
from imgen_nb.client.access import Access, asset_hosts, checked_headers, decide, secret, secret_headers
from imgen_nb.client.job import Job
from imgen_nb.client.remote import Remote
from imgen_nb.engine.redaction import Secret
from imgen_nb.errors import ImgenError, InvalidRequest, MissingKey
from imgen_nb.flow import Flow, Provider, Record, segment
from imgen_nb.store.rows import Row
from imgen_nb.store.store import Store
from imgen_nb.types import PRICE_UNKNOWN, Generation, ImageRequest, Page, State

if TYPE_CHECKING:
    from imgen_nb.assets.fetch import Fetcher
    from imgen_nb.engine.drive import Engine


class Client(Remote):
    """One provider, live or sandboxed; a context manager.

    It is live when it finds a key (argument, then environment) and sandboxed when it does not; `.access.why`
    says so in words. `live=False` forces the sandbox, `live=True` refuses it (`MissingKey`). `base_url` is
    the API root as the provider's document gives it. `transport` (httpx, async) replaces the network for API
    and pictures alike. `deadline` bounds a job in seconds. `allow_assets_from` admits private picture hosts,
    each as "host:port". `headers` are sent along to the API's own origin, and kept as secret as the key. With
    `lan`, the key may go over plain http to the private address (or .local name) that `base_url` names.

    Example:
        >>> with Client("banatie", live=False) as client:
        ...     generation = client.generate("a red fox", aspect_ratio="16:9")
    """

    def __init__(
        self,
        provider: str | Provider,
        *,
        api_key: str | Secret | None = None,
        base_url: str | None = None,
        live: bool | None = None,
        store: Store | str | Path | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        headers: Mapping[str, str | Secret] | None = None,
        deadline: float = 600.0,
        allow_assets_from: tuple[str, ...] = (),
        lan: bool = False,
        _named: bool = True,
        _keyless: bool = False,
    ) -> None:
        api_key, headers = secret(api_key), secret_headers(headers)  # no frame holds what is not wrapped
        self.provider = providers.get(provider) if isinstance(provider, str) else providers.usable(provider)
        requests.one_of_kind("live", live, (bool, NoneType), "True, False or None", self.provider)
        requests.one_of_kind("lan", lan, bool, "True or False", self.provider)
        kinds = (httpx.AsyncBaseTransport, NoneType)
        requests.one_of_kind("transport", transport, kinds, "an httpx.AsyncBaseTransport", self.provider)
        by_default, because = process.live_by_default(self.provider.name, named=_named)
        self.access: Access = decide(
            self.provider,
            api_key=api_key,
            base_url=base_url,
            live=by_default if live is None else live,
            connected=transport is not None,
            sandboxed=self._sandboxed,
            lan=lan,
            headers=headers,
            because=because,
            waits=not _named and process.key_waits(self.provider.name, named=False),
            keyless=_keyless,
        )
        checked_headers(headers, self.provider, self.access.auth)
        self._headers = headers
        self.store = process.store_at(store)
        records.recall(self.provider, self.store)
        self.deadline = requests.seconds("deadline", deadline, self.provider)
        self.speed = process.speed()
        self._transport = transport
        self._allow = asset_hosts(allow_assets_from)
        self._made: tuple[object, Engine] | None = None
        process.every_client.add(self)
        if self.access.live:
            process.open_clients[self._reach] = self

    @property
    def sandbox(self) -> bool:
        """Whether the built-in sandbox answers."""
        return not self.access.live

    @property
    def _sandboxed(self) -> bool:
        return self.provider.name in providers.built_in()

    @property
    def origin(self) -> str:
        """What the store keeps answers apart by: the API root, or the sandbox's version."""
        if self.access.live:
            return self.access.base_url.rstrip("/")
        from imgen_nb import sandbox

        return f"sandbox:{sandbox.VERSION}"

    @property
    def _reach(self) -> tuple[Store, str, str]:
        return self.store, self.provider.name, self.origin

    def submit(self, prompt: str, *, take: int = 1, **params: Any) -> Job:
        """Check a request and start it; the same request already under way gives the same job.

        Raises `InvalidRequest` or `TypeError` before anything is sent.
        """
        return self.start(self.check(prompt, take=take, **params))

    def start(self, request: ImageRequest) -> Job:
        """Start a request that `check` gave; the same one already under way gives the same job."""
        self.need_answer()
        with process.lock:
            known = process.running.get((self.store, request.key))
            if known is not None and not known.done:
                return known
            for key in [key for key, job in process.running.items() if job.done]:
                del process.running[key]
            job = Job(request, self.deadline, self._engine.fulfil)
            process.running[self.store, request.key] = job
        return job

    def generate(self, prompt: str, *, take: int = 1, **params: Any) -> Generation:
        """Make a picture, or give the one the store has for this request and take."""
        runtime.refuse_to_block("await client.agenerate(...)")
        return self.submit(prompt, take=take, **params).wait()

    async def agenerate(self, prompt: str, *, take: int = 1, **params: Any) -> Generation:
        """Make a picture without blocking the cell's own loop."""
        return await self.submit(prompt, take=take, **params)

    def check(self, prompt: str, *, take: int = 1, **params: Any) -> ImageRequest:
        """The request that these words stand for, checked as `submit` checks it; nothing is sent, nothing starts."""
        request = self._request(prompt, take, params)
        gone = requests.ended(self.provider, request)
        if gone and not self.store.peek(request):  # what was made before is still here
            raise gone
        return request

    def prepare(self) -> None:
        """Put together what a first job needs, so that it need not wait for it; nothing is sent, nothing starts."""
        self.need_answer()
        self.store.usual_seconds(self.provider.name, self.origin)
        _ = self._engine

    def next_take(self, prompt: str, **params: Any) -> int:
        """The first take of a request that the store does not know yet."""
        request = self._request(prompt, 1, params)
        while self.store.peek(request):
            request = replace(request, take=request.take + 1)
        return request.take

    def press(self, generation_or_id: Generation | str, button: str, *, take: int = 1) -> Generation:
        """Press a button of a finished generation; pressing again answers from the store.

        Raises `InvalidRequest`, before anything is sent, for a button that the generation does not offer (any
        more): a used one can only be asked for again with the take it was used with.
        """
        runtime.refuse_to_block("await client.apress(...)")
        return self.pressed(generation_or_id, button, take=take).wait()

    async def apress(self, generation_or_id: Generation | str, button: str, *, take: int = 1) -> Generation:
        """The same in an awaiting cell."""
        return await self.pressed(generation_or_id, button, take=take)

    def pressed(self, parent: Generation | str, button: str, *, take: int = 1) -> Job:
        """Press a button, and return the job at once."""
        self.need("press")
        remote_id = parent if isinstance(parent, str) else parent.remote_id
        row = self.store.by_remote(self.provider.name, self.origin, remote_id or "")
        params = {"parent": remote_id, "button": button}
        request = ImageRequest(
            self.provider.name, row.prompt if row else "", params, take, self.origin, ref=uuid.uuid4().hex
        )
        if not self.store.peek(request):
            offered = self._offered(parent, row)
            if offered is not None and button not in offered:
                usable = f"usable: {', '.join(offered) or 'none'}; a used button answers with the take it was used with"
                raise InvalidRequest(
                    f"button is {button!r}", provider=self.provider.name, operation="press", hint=usable
                )
        return self.start(request)

    def _offered(self, parent: Generation | str, row: Row | None) -> tuple[str, ...] | None:
        """The buttons a generation still has; None if nobody here knows."""
        if row is not None and row.state is State.SAVED:
            return self.store.generation(row, from_store=True).actions
        return parent.actions if isinstance(parent, Generation) else None

    def resume(self, remote_id: str) -> Job:
        """Follow a job by the provider's id, whoever submitted it."""
        segment(remote_id)  # refuses what can be no id, before it is written down
        with process.lock:
            for job in process.running.values():
                same = (job.request.provider, job.request.origin, job.remote_id)
                if same == (self.provider.name, self.origin, remote_id) and not job.done:
                    return job
        request = self._known(remote_id)
        return Job(request, self.deadline, lambda ticket: self._engine.adopt(ticket, remote_id))

    def settle(self, row: Row) -> Job:
        """Finish a row of the journal that was paid, or may have been, and has no picture."""
        with process.lock:
            job = Job(row.request, self.deadline, lambda ticket: self._engine.settle(ticket, row))
            process.running[self.store, row.key] = job
        return job

    def get(self, remote_id: str) -> Generation:
        """One generation as the provider has it; its picture is fetched once it is finished."""
        return runtime.block(self.aget(remote_id), "await client.aget(...)")

    async def aget(self, remote_id: str) -> Generation:
        """The same in an awaiting cell."""
        record = self._heard(await self.ask("get", remote_id))
        outcome = record.outcome
        if outcome is None:
            return self._told(record)
        request = self._known(record.remote_id, record)
        made = await Job(request, self.deadline, lambda ticket: self._engine.adopt(ticket, remote_id, outcome))
        return self._as_told(made, record)

    def list(
        self, status: str | None = None, limit: int = 20, offset: int = 0, include_deleted: bool = False
    ) -> Page[Generation]:
        """One page of what the provider has; items that were fetched before carry their pictures.

        A page is iterable; its `next()` asks for the one behind it.
        """
        return runtime.block(self.alist(status, limit, offset, include_deleted), "await client.alist(...)")

    async def alist(
        self, status: str | None = None, limit: int = 20, offset: int = 0, include_deleted: bool = False
    ) -> Page[Generation]:
        """The same in an awaiting cell."""
        page: Page[Record] = await self.ask("list", status, limit, offset, include_deleted)
        behind = page.offset + len(page.items)
        return Page(
            tuple(map(self.as_generation, page.items)),
            page.total,
            page.has_more,
            page.limit,
            page.offset,
            lambda: self.list(status, limit, behind, include_deleted),
        )

    def delete(self, remote_id: str) -> None:
        """Delete a generation at the provider; pictures on this disk stay.

        One that is gone already is `NotFound`, but where the answer to a first try was lost, and it is done.
        """
        runtime.block(self.adelete(remote_id), "await client.adelete(...)")

    async def adelete(self, remote_id: str) -> None:
        """The same in an awaiting cell."""
        await self.ask("delete", remote_id)

    def close(self) -> None:
        """Let go of it; jobs under way go on, so pools are the process's, and a given transport its giver's."""
        if process.open_clients.get(self._reach) is self:
            del process.open_clients[self._reach]

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        if "access" not in vars(self):
            return "<Client, not made>"  # a debugger looks at one that was refused as well
        return f"<Client {self.provider.name} {'sandbox' if self.sandbox else 'live'}: {self.access.why}>"

    # ------------------------------------------------------------------ how it is put together

    @property
    def _engine(self) -> Engine:
        """The engine of this process's loop: a forked child has another loop, and must not touch its parent's pools."""
        from imgen_nb.client.engines import engine_for  # late: whoever only looks needs neither engine nor network

        loop = runtime.running()
        with process.lock:
            if self._made is None or self._made[0] is not loop:
                self._made = loop, engine_for(self, self._transport, self._headers, self._allow)
            return self._made[1]

    def _request(self, prompt: str, take: Any, params: dict[str, Any]) -> ImageRequest:
        return requests.image_request(self.provider, self.origin, prompt, take, params)

    def _known(self, remote_id: str, record: Record | None = None) -> ImageRequest:
        """Our own request behind an id, or one that stands for a job which somebody else submitted."""
        try:
            if row := self.store.by_remote(self.provider.name, self.origin, remote_id):
                return row.request
        except ImgenError as error:  # whoever has an id has a job that was taken
            error.provider, error.remote_id, error.charged = self.provider.name, remote_id, "yes"
            raise
        prompt, params = (record.prompt, dict(record.params)) if record else ("", {})
        params["resumed"] = remote_id
        return ImageRequest(self.provider.name, prompt, params, 1, self.origin, ref=uuid.uuid4().hex)

    def as_generation(self, record: Record) -> Generation:
        """What a provider tells of one job, as an item of a list."""
        return self._told(self._heard(record))

    def _told(self, record: Record) -> Generation:
        """A provider's record as a Generation; the pictures are ours, if we have them."""
        row = self.store.by_remote(self.provider.name, self.origin, record.remote_id)
        if row is not None and row.state is State.SAVED:
            return self._as_told(self.store.generation(row, from_store=True), record)
        request = ImageRequest(self.provider.name, record.prompt, dict(record.params), 1, self.origin)
        bare = Generation(request, record.state, remote_id=record.remote_id, sandbox=self.sandbox)
        return self._as_told(bare, record)

    def _as_told(self, ours: Generation, record: Record) -> Generation:
        """What we have of a job, with everything that the provider tells of it now."""
        outcome = record.outcome
        there = ours.state if record.state is State.DOWNLOADING else record.state  # done there: here it may be, too
        told = replace(
            ours,
            state=there,
            prompt_used=record.prompt_used or ours.prompt_used,
            raw=record.raw or ours.raw,
            created=record.created or ours.created,
            title=self.provider.title,
        )
        if outcome is None:
            return told
        cost = ours.cost if outcome.cost == PRICE_UNKNOWN else outcome.cost
        return replace(told, actions=outcome.actions, cost=cost, expires=outcome.expires or ours.expires)

    def _heard(self, record: Record) -> Record:
        """A provider's record without our key, which a service may have sent back in any of its words."""
        redact = self._engine.wire.redact
        params = redact({name: value for name, value in record.params.items() if value is not None})
        said, used, raw = redact(record.prompt), redact(record.prompt_used), redact(dict(record.raw))
        return replace(
            record, remote_id=redact(record.remote_id), prompt=said, prompt_used=used, params=params, raw=raw
        )

    async def ask(self, verb: str, *arguments: Any, **more: Any) -> Any:
        """Ask the provider by one of its verbs; what it gives is not cleaned of our key yet."""
        self.need(verb)
        self.need_answer()
        flow: Flow[Any] = getattr(self.provider, verb)(*arguments, **more)
        return await asyncio.wrap_future(runtime.start(self._engine.ask(flow, verb)))

    def need_answer(self) -> None:
        """Refuse where nobody would answer: not live, and a provider that somebody else brought, without a sandbox."""
        if self.sandbox and self._transport is None and not self._sandboxed:
            ways = " or ".join(way.env for way in self.provider.credentials)
            remedy = f"set {ways}" if ways else "ask for live=True"
            raise MissingKey(f"{self.access.why}", provider=self.provider.name, hint=f"{remedy}; nothing was sent")

    @property
    def engine(self) -> Engine | None:
        """What has spoken for this client to its service; None before it was asked anything."""
        return self._engine if self._made else None

    @property
    def fetcher(self) -> Fetcher:
        """What downloads for this client; it holds no key."""
        self.need_answer()
        return self._engine.fetcher

    def redact(self, value: Any) -> Any:
        """Take our key out of what came from the provider."""
        return self._engine.wire.redact(value)

    def need(self, verb: str) -> None:
        """Raise `InvalidRequest` for a verb that the provider has not."""
        if not self.provider.has(verb):
            raise InvalidRequest(f"{self.provider.title} has no {verb!r}", provider=self.provider.name, operation=verb)


def default_client(name: str, *, named: bool = True) -> Client:
    """The client of this process for a provider, made from the defaults in force; `named`: a person chose it."""
    fresh = Client(name, _named=named)
    with process.lock:
        known = process.clients.setdefault(name, fresh)
        same = (known.access, known.store, known.provider, known.speed)
        if same != (fresh.access, fresh.store, fresh.provider, fresh.speed):
            known = process.clients[name] = fresh
        return known
