"""Client: a provider, the engine that drives it and the store that remembers it, put together."""

from __future__ import annotations

import asyncio
import os
import secrets
import threading
import time
import uuid
from collections.abc import Coroutine, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

import httpx

from imgen_nb import providers, runtime
from imgen_nb.access import Access, decide
from imgen_nb.assets import Fetcher, Limits, guards, place
from imgen_nb.engine import Engine
from imgen_nb.errors import ImgenError, InvalidRequest, MissingKey
from imgen_nb.flow import Flow, Provider, Record, segment
from imgen_nb.job import SLICE, Job
from imgen_nb.journal import Journal
from imgen_nb.store import Row, Store, default_home
from imgen_nb.types import Generation, ImageRequest, Model, Option, Page, State
from imgen_nb.wire import PracticeWire, Secret, Wire, loopback

T = TypeVar("T")
TAKE = Option("take", "integer", low=1, high=10**9)


class Client:
    """One provider, live or sandboxed; a context manager.

    It is live when it finds a key (argument, then environment) and sandboxed when it does not; `.access.why`
    says so in words. `live=False` forces the sandbox, `live=True` refuses it (`MissingKey`). `base_url` is
    the API root as the provider's document gives it. `transport` (httpx, async) replaces the network for API
    and pictures alike. `deadline` bounds a job in seconds. `allow_assets_from` admits private picture hosts,
    each as "host:port".

    Example:
        >>> with Client("banatie", live=False) as client:
        ...     generation = client.generate("a red fox", aspect_ratio="16:9")
    """

    def __init__(
        self,
        provider: str | Provider,
        *,
        api_key: str | None = None,
        base_url: str | None = None,
        live: bool | None = None,
        store: Store | str | Path | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        deadline: float = 600.0,
        allow_assets_from: tuple[str, ...] = (),
    ) -> None:
        self.provider = providers.get(provider) if isinstance(provider, str) else provider
        self.access: Access = decide(
            self.provider,
            api_key=api_key,
            base_url=base_url,
            live=_defaults.live if live is None else live,
            connected=transport is not None,
            sandboxed=self._sandboxed,
        )
        self.store = store_at(store)
        self.deadline = deadline
        self.speed = speed()
        self._transport = transport
        self._allow = allow_assets_from

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

    def submit(self, prompt: str, *, take: int = 1, **params: Any) -> Job:
        """Check a request and start it; the same request already under way gives the same job.

        Raises `InvalidRequest` or `TypeError` before anything is sent.
        """
        return self._start(self._request(prompt, take, params))

    def _start(self, request: ImageRequest) -> Job:
        self._answered()
        with _lock:
            running = _running.get((self.store, request.key))
            if running is not None and not running.done:
                return running
            for key in [key for key, job in _running.items() if job.done]:
                del _running[key]
            job = Job(request, self.deadline, self._engine.fulfil)
            _running[self.store, request.key] = job
        return job

    def generate(self, prompt: str, *, take: int = 1, **params: Any) -> Generation:
        """Make a picture, or give the one the store has for this request and take."""
        return self.submit(prompt, take=take, **params).wait()

    async def agenerate(self, prompt: str, *, take: int = 1, **params: Any) -> Generation:
        """Make a picture without blocking the cell's own loop."""
        return await self.submit(prompt, take=take, **params)

    def next_take(self, prompt: str, **params: Any) -> int:
        """The first take of a request that the store does not know yet."""
        request = self._request(prompt, 1, params)
        while self.store.known(request.key):
            request = replace(request, take=request.take + 1)
        return request.take

    def press(self, parent: Generation | str, button: str, *, take: int = 1) -> Generation:
        """Press a button of a finished generation; pressing again answers from the store.

        Raises `InvalidRequest`, before anything is sent, for a button that the generation does not offer (any
        more): a used one can only be asked for again with the take it was used with.
        """
        return self._press(parent, button, take).wait()

    async def apress(self, parent: Generation | str, button: str, *, take: int = 1) -> Generation:
        """The same in an awaiting cell."""
        return await self._press(parent, button, take)

    def _press(self, parent: Generation | str, button: str, take: int) -> Job:
        self._need("press")
        remote_id = parent if isinstance(parent, str) else parent.remote_id
        row = self.store.by_remote(self.provider.name, self.origin, remote_id or "")
        params = {"parent": remote_id, "button": button}
        request = ImageRequest(
            self.provider.name, row.prompt if row else "", params, take, self.origin, ref=uuid.uuid4().hex
        )
        if not self.store.known(request.key):
            offered = self._offered(parent, row)
            if offered is not None and button not in offered:
                usable = f"usable: {', '.join(offered) or 'none'}; a used button answers with the take it was used with"
                raise InvalidRequest(
                    f"button is {button!r}", provider=self.provider.name, operation="press", hint=usable
                )
        return self._start(request)

    def _offered(self, parent: Generation | str, row: Row | None) -> tuple[str, ...] | None:
        """The buttons a generation still has; None if nobody here knows."""
        if row is not None and row.state is State.SAVED:
            return self.store.generation(row, from_store=True).actions
        return parent.actions if isinstance(parent, Generation) else None

    def resume(self, remote_id: str) -> Job:
        """Follow a job by the provider's id, whoever submitted it."""
        segment(remote_id)  # refuses what can be no id, before it is written down
        with _lock:
            for job in _running.values():
                same = (job.request.provider, job.request.origin, job.remote_id)
                if same == (self.provider.name, self.origin, remote_id) and not job.done:
                    return job
        request = self._known(remote_id)
        return Job(request, self.deadline, lambda ticket: self._engine.adopt(ticket, remote_id))

    def settle(self, row: Row) -> Job:
        """Finish a row of the journal that was paid, or may have been, and has no picture."""
        with _lock:
            job = Job(row.request, self.deadline, lambda ticket: self._engine.settle(ticket, row))
            _running[self.store, row.key] = job
        return job

    def get(self, remote_id: str) -> Generation:
        """One generation as the provider has it; its picture is fetched once it is finished."""
        return self._block(self.aget(remote_id))

    async def aget(self, remote_id: str) -> Generation:
        """The same in an awaiting cell."""
        record: Record = await self._ask("get", remote_id)
        if record.outcome is None:
            return self._told(record)
        request = replace(self._known(remote_id), prompt=record.prompt, params=record.params)
        outcome = record.outcome
        return await Job(request, self.deadline, lambda ticket: self._engine.adopt(ticket, remote_id, outcome))

    def list(
        self, status: str | None = None, limit: int = 20, offset: int = 0, include_deleted: bool = False
    ) -> Page[Generation]:
        """One page of what the provider has; items that were fetched before carry their pictures."""
        return self._block(self.alist(status, limit, offset, include_deleted))

    async def alist(
        self, status: str | None = None, limit: int = 20, offset: int = 0, include_deleted: bool = False
    ) -> Page[Generation]:
        """The same in an awaiting cell."""
        page: Page[Record] = await self._ask("list", status, limit, offset, include_deleted)
        return Page(tuple(map(self._told, page.items)), page.total, page.has_more, page.limit, page.offset)

    def delete(self, remote_id: str) -> None:
        """Delete a generation at the provider; pictures on this disk stay."""
        self._block(self.adelete(remote_id))

    async def adelete(self, remote_id: str) -> None:
        """The same in an awaiting cell."""
        await self._ask("delete", remote_id)

    def models(self) -> tuple[Model, ...]:
        """The models the provider offers now."""
        return self._block(self.amodels())

    async def amodels(self) -> tuple[Model, ...]:
        """The same in an awaiting cell."""
        found: tuple[Model, ...] = await self._ask("models")
        return found

    def close(self) -> None:
        """Let go of it; jobs under way go on, so pools are the process's, and a given transport its giver's."""

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Client {self.provider.name} {'sandbox' if self.sandbox else 'live'}: {self.access.why}>"

    # ------------------------------------------------------------------ how it is put together

    @cached_property
    def _engine(self) -> Engine:
        transport, scale, base_url = self._transport, 1.0, self.access.base_url
        if transport is None and self.sandbox:
            box = _sandbox(self.provider.name, self.speed)
            transport, scale, base_url = box.transport(), 1 / self.speed if self.speed else 0.0, box.base_url
        wire = _wire(self.provider, base_url, self.access, transport, scale)
        root = httpx.URL(base_url)
        own = (place(root),) if loopback(root) else ()
        fetcher = Fetcher(self.store.pictures, limits=_defaults.limits, allow=(*self._allow, *own), transport=transport)
        return Engine(self.provider, wire, fetcher, _journal(self.store))

    def _request(self, prompt: str, take: Any, params: dict[str, Any]) -> ImageRequest:
        if problem := TAKE.problem(take):
            raise InvalidRequest(f"take {problem}", provider=self.provider.name, hint="nothing was sent")
        values = providers.checked(self.provider, prompt, params)
        return ImageRequest(self.provider.name, prompt, values, take, self.origin, ref=uuid.uuid4().hex)

    def _known(self, remote_id: str) -> ImageRequest:
        row = self.store.by_remote(self.provider.name, self.origin, remote_id)
        if row:
            return row.request
        return ImageRequest(self.provider.name, "", {"resumed": remote_id}, 1, self.origin, ref=uuid.uuid4().hex)

    def _told(self, record: Record) -> Generation:
        """A provider's record as a Generation: ours, with its pictures, if we have it."""
        row = self.store.by_remote(self.provider.name, self.origin, record.remote_id)
        if row is not None and row.state is State.SAVED:
            return self.store.generation(row, from_store=True)
        params = {name: value for name, value in record.params.items() if value is not None}
        return Generation(
            ImageRequest(self.provider.name, record.prompt, params, 1, self.origin),
            record.state,
            remote_id=record.remote_id,
            prompt_used=record.prompt_used,
            sandbox=self.sandbox,
            raw=self._engine.wire.redact(dict(record.raw)),
        )

    async def _ask(self, verb: str, *arguments: Any) -> Any:
        self._need(verb)
        self._answered()
        flow: Flow[Any] = getattr(self.provider, verb)(*arguments)
        return await asyncio.wrap_future(runtime.start(self._engine.ask(flow, verb)))

    def _answered(self) -> None:
        """Refuse where nobody would answer: not live, and a provider that somebody else brought, without a sandbox."""
        if self.sandbox and self._transport is None and not self._sandboxed:
            ways = " or ".join(way.env for way in self.provider.credentials)
            remedy = f"set {ways}" if ways else "ask for live=True"
            raise MissingKey(f"{self.access.why}", provider=self.provider.name, hint=f"{remedy}; nothing was sent")

    def _need(self, verb: str) -> None:
        if not self.provider.has(verb):
            raise InvalidRequest(f"{self.provider.title} has no {verb!r}", provider=self.provider.name, operation=verb)

    @staticmethod
    def _block(work: Coroutine[Any, Any, T]) -> T:
        future = runtime.start(work)
        while not future.done():
            time.sleep(SLICE / 10)
        return future.result()


# ---------------------------------------------------------------------------- what this process shares


@dataclass
class _Defaults:
    live: bool | None = None
    store: Store | str | Path | None = None
    limits: Limits = Limits()  # noqa: RUF009 - frozen


_defaults = _Defaults()
_lock = threading.RLock()
_running: dict[tuple[Store, str], Job] = {}
_stores: dict[str, Store] = {}
_journals: dict[Store, Journal] = {}
_wires: dict[tuple[Provider, str, str], Wire] = {}
_sandboxes: dict[tuple[str, float], Any] = {}
_clients: dict[str, Client] = {}


def use(
    live: bool | None = None,
    store: Store | str | Path | None = None,
    *,
    max_bytes: int | None = None,
    max_pixels: int | None = None,
) -> None:
    """Set this process's defaults; what is left out goes back to its own default.

    `live=False` means the sandbox, whatever keys exist. `store` is a folder or a SQLAlchemy URL.
    `max_bytes` (64 MiB) and `max_pixels` (80 million) bound a downloaded picture.
    """
    limits = Limits(**{k: v for k, v in {"max_bytes": max_bytes, "max_pixels": max_pixels}.items() if v is not None})
    with _lock:
        _defaults.live, _defaults.store, _defaults.limits = live, store, limits
        _clients.clear()


def default_client(name: str) -> Client:
    """The client of this process for a provider, made from the defaults in force."""
    fresh = Client(name)
    with _lock:
        known = _clients.setdefault(name, fresh)
        same = (known.access, known.store, known.provider, known.speed)
        if same != (fresh.access, fresh.store, fresh.provider, fresh.speed):
            known = _clients[name] = fresh
        return known


def store_at(where: Store | str | Path | None) -> Store:
    """The store of a folder or a SQLAlchemy URL, opened once per process."""
    where = where if where is not None else _defaults.store
    if isinstance(where, Store):
        return where
    place = str(where or default_home())
    with _lock:
        if place not in _stores:
            _stores[place] = Store(url=place) if "://" in place else Store(Path(place))
        return _stores[place]


def unsettled() -> Iterator[tuple[Row, Job | ImgenError]]:
    """Start to fetch everything that was paid, or may have been, and has no picture here.

    Every row asks its own origin only; a row that cannot be asked (no key, live calls forbidden) comes with
    the reason instead of a job.
    """
    for row in store_at(None).unsettled():
        try:
            yield row, _client_of(row).settle(row)
        except ImgenError as error:
            yield row, error


def _client_of(row: Row) -> Client:
    if row.request.sandbox:
        return Client(row.provider, live=False)
    client = Client(row.provider, base_url=row.origin)
    if client.sandbox:
        raise InvalidRequest("this job is live, and this process is not", hint="ig.use(live=None), with the key set")
    return client


@dataclass(frozen=True)
class ProviderRow:
    """One line of the providers' table; `options` has every declaration, for every model."""

    name: str
    title: str
    live: bool
    key_from: str
    why: str
    options: tuple[Option, ...]
    price: str


def provider_rows() -> tuple[ProviderRow, ...]:
    """Every provider as this process would reach it now."""
    rows = []
    for name in providers.names():
        provider = providers.get(name)
        try:
            access = decide(provider, live=_defaults.live, sandboxed=name in providers.built_in())
        except ImgenError as error:
            access = Access(False, provider.base_url, str(error))
        rows.append(
            ProviderRow(
                name,
                provider.title,
                access.live,
                access.key_from,
                access.why,
                provider.options,
                provider.price,
            )
        )
    return tuple(rows)


def glimpse(provider: str, remote_id: str | None) -> bytes:
    """A coarse WebP of what a running job of this process's sandbox will show; empty where there is none.

    It is drawn for the asking: not for the jobs' thread.
    """
    boxes = [box for (name, _), box in _sandboxes.items() if name == provider]
    return next((bytes(seen) for box in boxes if remote_id and (seen := box.glimpse(remote_id))), b"")


def speed() -> float:
    """How much faster than life the sandbox runs; 0 means that nothing waits."""
    try:
        return max(0.0, float(os.environ.get("IMGEN_NB_SANDBOX_SPEED", "1")))
    except ValueError:
        return 1.0


def _sandbox(name: str, pace: float) -> Any:
    from imgen_nb.sandbox import Sandbox

    with _lock:
        if (name, pace) not in _sandboxes:
            # A seed of this kernel: ids repeated by the next one would be taken for jobs the journal knows.
            _sandboxes[name, pace] = Sandbox(name, speed=pace, seed=secrets.randbits(32))
        return _sandboxes[name, pace]


def _wire(
    provider: Provider, base_url: str, access: Access, transport: httpx.AsyncBaseTransport | None, scale: float
) -> Wire:
    """One wire per origin and key, so that its pool and its pace are shared; a given transport has its own."""
    if not access.live:
        auth = tuple((way.header, way.prefix, Secret("practice")) for way in provider.credentials)
        return PracticeWire(provider, base_url, auth[-1] if auth else None, transport, scale)
    if transport is not None:
        return Wire(provider, base_url, access.auth, transport)
    place = (provider, base_url, access.key.reveal() if access.key else "")
    with _lock:
        if place not in _wires:  # asked first: a wire reads all certificates when it is made
            _wires[place] = Wire(provider, base_url, access.auth)
        return _wires[place]


def _journal(store: Store) -> Journal:
    with _lock:
        return _journals.setdefault(store, Journal(store))


def _forget() -> None:
    """A forked child has no loop thread yet: what belonged to its parent's is left behind."""
    global _lock
    _lock = threading.RLock()
    for shared in (_running, _journals, _wires, _sandboxes, _clients, guards):
        shared.clear()


@runtime.at_close
async def _close() -> None:
    """Close the pools that outlive their clients, before the loop stops."""
    for wire in _wires.values():
        await wire.aclose()
    for guard in guards.values():
        await guard.aclose()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
