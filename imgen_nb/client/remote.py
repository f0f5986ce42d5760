"""What an account has at its service beside jobs: models, credit, pictures, flows of pictures, scopes of live URLs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar, cast

from imgen_nb.client import records, runtime
from imgen_nb.client.records import Refreshed
from imgen_nb.client.requests import checked
from imgen_nb.client.sources import travelling
from imgen_nb.errors import AssetError, InvalidRequest
from imgen_nb.options import inline
from imgen_nb.types import (
    Catalogue,
    Cost,
    Generation,
    ImageRequest,
    Left,
    LiveScope,
    Model,
    Option,
    Page,
    Picture,
    RemoteFlow,
    RemoteImage,
    Window,
)

if TYPE_CHECKING:
    from imgen_nb.client.client import Client
    from imgen_nb.engine.drive import Engine

T = TypeVar("T")
PICTURE = Option("picture", "picture")


class NotKept(InvalidRequest, AttributeError):
    """The service keeps nothing of the kind: `hasattr` says so too."""


class Remote:
    """The part of a client that asks for what is there beside jobs; each verb has a twin to await, called `a...`."""

    def models(self) -> tuple[Model, ...]:
        """The models the provider offers now."""
        return runtime.block(self.amodels(), "await client.amodels()")

    async def amodels(self) -> tuple[Model, ...]:
        """The same in an awaiting cell."""
        found: tuple[Model, ...] = await cast("Client", self).ask("models")
        return found

    def estimate(self, prompt: str, *, take: int = 1, **params: Any) -> Cost:
        """What a request would cost live, as far as that is known before; `.source` says who says so.

        The service's own quote where it gives one, else its list of prices as a dated record has it. Nothing is made.

        Example:
            >>> Client("openai", live=False).estimate("a red fox", quality="low").source  # doctest: +SKIP
        """
        client = cast("Client", self)
        return client.price(client.check(prompt, take=take, **params))

    async def aestimate(self, prompt: str, *, take: int = 1, **params: Any) -> Cost:
        """The same in an awaiting cell."""
        client = cast("Client", self)
        return await client.aprice(client.check(prompt, take=take, **params))

    def price(self, request: ImageRequest) -> Cost:
        """What a checked request would cost live: as the service quotes it, else as its record says."""
        client = cast("Client", self)
        if not client.provider.has("quote"):
            return client.provider.estimate(request)
        return runtime.block(self.aprice(request), "await client.aprice(...)")

    async def aprice(self, request: ImageRequest) -> Cost:
        """The same in an awaiting cell."""
        client = cast("Client", self)
        if not client.provider.has("quote"):
            return client.provider.estimate(request)
        client.need_answer()
        return await asyncio.wrap_future(runtime.start(client._engine.quote(request)))

    def refresh(self) -> Refreshed:
        """Take over the models that the provider offers now, and what each takes: form and checks know them then.

        Its repr says what changed. What a live service told is kept beside the store, and known by the next kernel.
        """
        return runtime.block(self.arefresh(), "await client.arefresh()")

    async def arefresh(self) -> Refreshed:
        """The same in an awaiting cell."""
        client = cast("Client", self)
        found = Catalogue(*await client.ask("catalogue"))
        return records.learn(client.provider, found, client.store, live=not client.sandbox)

    @property
    def left(self) -> Left | None:
        """What the service last said is left, of requests and of credit; nothing is asked. None: it said nothing."""
        engine = cast("Client", self).engine
        return runtime.block(_told(engine), "generation.left") if engine else None

    @property
    def window(self) -> Window | None:
        """The requests that are left, of how many, and the seconds until they are counted anew; None: not told."""
        left = self.left
        return left.requests if left else None

    def balance(self) -> Cost:
        """What is left on the account, where the provider tells it."""
        return runtime.block(self.abalance(), "await client.abalance()")

    async def abalance(self) -> Cost:
        """The same in an awaiting cell."""
        client = cast("Client", self)
        left: Cost = await client.ask("balance")
        client._engine.wire.note_credit(left)
        return left

    def upload(self, picture: Any, **more: Any) -> RemoteImage:
        """Put a picture (Picture, Path, PIL image, data URL) at the service, where `reference_images` can name it.

        Free, and done once for the same content. `alias`, `flow_id`, `flow_alias` and `meta` go along. A picture in
        `reference_images` is uploaded by itself.
        """
        return runtime.block(self.aupload(picture, **more), "await client.aupload(...)")

    async def aupload(self, picture: Any, **more: Any) -> RemoteImage:
        """The same in an awaiting cell."""
        client = cast("Client", self)
        try:
            data = travelling(PICTURE, picture)
        except ValueError as unreadable:
            raise InvalidRequest(f"the picture {unreadable}", hint="nothing was sent") from None
        if inline(data) is None:
            hint = "give a Picture, a pathlib.Path, a PIL image or a data URL; nothing was sent"
            raise InvalidRequest(f"{picture!r:.60} is no picture in hand", provider=client.provider.name, hint=hint)
        return cast(RemoteImage, _clean(client, await client.ask("upload", data, **more)))

    @property
    def images(self) -> Images:
        """The pictures that the service keeps: list, get, update, delete."""
        return Images(self._keeping("list_images", "images"))

    @property
    def flows(self) -> Flows:
        """The flows that pictures belong to: list, get, generations, images, update, delete."""
        return Flows(self._keeping("list_flows", "flows"))

    @property
    def live(self) -> Live:
        """Live URLs: the address that makes a picture when somebody opens it, and the scopes that bound them."""
        return Live(self._keeping("live_path", "live"))

    def _keeping(self, verb: str, what: str) -> Client:
        client = cast("Client", self)
        if not client.provider.has(verb):
            raise NotKept(f"{client.provider.title} has no {what!r}", provider=client.provider.name, operation=what)
        return client


class _Kept:
    def __init__(self, client: Client) -> None:
        self._client = client

    async def _asked(self, verb: str, *arguments: Any, **more: Any) -> Any:
        return _clean(self._client, await self._client.ask(verb, *arguments, **more))

    def _wait(self, work: Any) -> Any:
        return runtime.block(work, "await the form with an a before its name")

    def _page(self, page: Page[T], again: Callable[..., Page[T]], **more: Any) -> Page[T]:
        """A page that asks for the one behind it."""
        behind = page.offset + len(page.items)
        items = tuple(_clean(self._client, one) for one in page.items)
        return replace(page, items=items, following=lambda: again(limit=page.limit, offset=behind, **more))


class Images(_Kept):
    """Pictures at the service; each is named by its id or its @alias."""

    def list(self, limit: int = 20, offset: int = 0, **filters: Any) -> Page[RemoteImage]:
        """One page; `flow_id`, `source` ("generated", "uploaded") and `alias` choose among them."""
        return cast(Page[RemoteImage], self._wait(self.alist(limit, offset, **filters)))

    async def alist(self, limit: int = 20, offset: int = 0, **filters: Any) -> Page[RemoteImage]:
        """The same in an awaiting cell."""
        page = await self._client.ask("list_images", limit, offset, **filters)
        return self._page(page, self.list, **filters)

    def get(self, name: str) -> RemoteImage:
        """One picture."""
        return cast(RemoteImage, self._wait(self.aget(name)))

    async def aget(self, name: str) -> RemoteImage:
        """The same in an awaiting cell."""
        return cast(RemoteImage, await self._asked("get_image", name))

    def update(self, name: str, *, alias: str | None = None, meta: Mapping[str, Any] | None = None) -> RemoteImage:
        """Give it another alias, or other data of yours; alias="" takes the alias away."""
        return cast(RemoteImage, self._wait(self.aupdate(name, alias=alias, meta=meta)))

    async def aupdate(
        self, name: str, *, alias: str | None = None, meta: Mapping[str, Any] | None = None
    ) -> RemoteImage:
        """The same in an awaiting cell."""
        return cast(RemoteImage, await self._asked("update_image", name, alias=alias, meta=meta))

    def delete(self, name: str) -> None:
        """Delete it at the service; what is on this disk stays."""
        self._wait(self.adelete(name))

    async def adelete(self, name: str) -> None:
        """The same in an awaiting cell."""
        await self._client.ask("delete_image", name)


class Flows(_Kept):
    """Flows at the service; a generation tells its own in `raw["flowId"]`."""

    def list(self, limit: int = 20, offset: int = 0) -> Page[RemoteFlow]:
        """One page."""
        return cast(Page[RemoteFlow], self._wait(self.alist(limit, offset)))

    async def alist(self, limit: int = 20, offset: int = 0) -> Page[RemoteFlow]:
        """The same in an awaiting cell."""
        return self._page(await self._client.ask("list_flows", limit, offset), self.list)

    def get(self, flow_id: str) -> RemoteFlow:
        """One flow with its aliases."""
        return cast(RemoteFlow, self._wait(self.aget(flow_id)))

    async def aget(self, flow_id: str) -> RemoteFlow:
        """The same in an awaiting cell."""
        return cast(RemoteFlow, await self._asked("get_flow", flow_id))

    def generations(self, flow_id: str, limit: int = 20, offset: int = 0) -> Page[Generation]:
        """One page of what was generated in it; items that were fetched before carry their pictures."""
        return cast(Page[Generation], self._wait(self.agenerations(flow_id, limit, offset)))

    async def agenerations(self, flow_id: str, limit: int = 20, offset: int = 0) -> Page[Generation]:
        """The same in an awaiting cell."""
        page = await self._client.ask("flow_generations", flow_id, limit, offset)
        told = replace(page, items=tuple(map(self._client.as_generation, page.items)))
        return self._page(told, self.generations, flow_id=flow_id)

    def images(self, flow_id: str, limit: int = 20, offset: int = 0) -> Page[RemoteImage]:
        """One page of the pictures in it."""
        return cast(Page[RemoteImage], self._wait(self.aimages(flow_id, limit, offset)))

    async def aimages(self, flow_id: str, limit: int = 20, offset: int = 0) -> Page[RemoteImage]:
        """The same in an awaiting cell."""
        page = await self._client.ask("flow_images", flow_id, limit, offset)
        return self._page(page, self.images, flow_id=flow_id)

    def update(self, flow_id: str, aliases: Mapping[str, str]) -> RemoteFlow:
        """Let aliases of the flow name pictures, by id; those that are not given stay."""
        return cast(RemoteFlow, self._wait(self.aupdate(flow_id, aliases)))

    async def aupdate(self, flow_id: str, aliases: Mapping[str, str]) -> RemoteFlow:
        """The same in an awaiting cell."""
        return cast(RemoteFlow, await self._asked("update_flow", flow_id, aliases))

    def delete(self, flow_id: str, alias: str | None = None) -> None:
        """Delete a flow, or one alias of it."""
        self._wait(self.adelete(flow_id, alias))

    async def adelete(self, flow_id: str, alias: str | None = None) -> None:
        """The same in an awaiting cell."""
        await self._client.ask("delete_flow", flow_id, alias)


class Live(_Kept):
    """Live URLs: anybody may open one, without a key, and a picture that is not there yet is made and is the key's
    owner's to pay; the same address gives the same picture. A scope bounds how many are made.
    """

    def url(self, prompt: str, *, scope: str, project: str, **params: Any) -> str:
        """Build the address; nothing is sent. `project` is "organisation/project", as the service's addresses show it.

        `aspect_ratio`, `enhance` and `template` are those of `generate`; others cannot be part of an address.
        """
        return self._client.access.base_url.rstrip("/") + self._path(prompt, scope, project, params)

    def _path(self, prompt: str, scope: str, project: str, params: dict[str, Any]) -> str:
        provider = self._client.provider
        values = checked(provider, prompt, params)
        if foreign := sorted({*params} - {"aspect_ratio", "enhance", "template"}):
            raise InvalidRequest(f"a live URL has no {', '.join(foreign)}", provider=provider.name)
        path: str = getattr(provider, "live_path")(project, scope, prompt, values)  # noqa: B009
        return path

    def fetch(self, prompt: str, *, scope: str, project: str, **params: Any) -> Picture:
        """Open the address, as anybody may: no key goes along, and it is tried once.

        What the service has of it is given; what it has not is made, and charged to the owner of the project. The
        scope bounds that, no budget here does: `get(scope)` tells how much is used.
        """
        return cast(Picture, self._wait(self.afetch(prompt, scope=scope, project=project, **params)))

    async def afetch(self, prompt: str, *, scope: str, project: str, **params: Any) -> Picture:
        """The same in an awaiting cell."""
        client = self._client
        path = self._path(prompt, scope, project, params)
        picture = await asyncio.wrap_future(runtime.start(_opened(client, path)))
        sketch = "sketch engine, not an AI model" if picture.sketch else ""
        return replace(picture, alt=", ".join(filter(None, (prompt, client.provider.title, "live URL", sketch))))

    def create(self, scope: str, *, open: bool = True, limit: int | None = None) -> LiveScope:
        """Make a scope before it is used; one that is not there is made on its first use, with the service's bound."""
        return cast(LiveScope, self._wait(self.acreate(scope, open=open, limit=limit)))

    async def acreate(self, scope: str, *, open: bool = True, limit: int | None = None) -> LiveScope:
        """The same in an awaiting cell."""
        return cast(LiveScope, await self._asked("create_scope", scope, open=open, limit=limit))

    def scopes(self, limit: int = 20, offset: int = 0) -> Page[LiveScope]:
        """One page of the scopes."""
        return cast(Page[LiveScope], self._wait(self.ascopes(limit, offset)))

    async def ascopes(self, limit: int = 20, offset: int = 0) -> Page[LiveScope]:
        """The same in an awaiting cell."""
        return self._page(await self._client.ask("list_scopes", limit, offset), self.scopes)

    def get(self, scope: str) -> LiveScope:
        """One scope, and how much of it is used."""
        return cast(LiveScope, self._wait(self.aget(scope)))

    async def aget(self, scope: str) -> LiveScope:
        """The same in an awaiting cell."""
        return cast(LiveScope, await self._asked("get_scope", scope))

    def update(self, scope: str, *, open: bool | None = None, limit: int | None = None) -> LiveScope:
        """Close or open a scope for new pictures, or bound how many it may make."""
        return cast(LiveScope, self._wait(self.aupdate(scope, open=open, limit=limit)))

    async def aupdate(self, scope: str, *, open: bool | None = None, limit: int | None = None) -> LiveScope:
        """The same in an awaiting cell."""
        return cast(LiveScope, await self._asked("update_scope", scope, open=open, limit=limit))

    def delete(self, scope: str) -> None:
        """Delete a scope."""
        self._wait(self.adelete(scope))

    async def adelete(self, scope: str) -> None:
        """The same in an awaiting cell."""
        await self._client.ask("delete_scope", scope)


async def _told(engine: Engine) -> Left | None:
    return engine.wire.left()


async def _opened(client: Client, path: str) -> Picture:
    """Get a picture of the API's own origin without a key; whether it was made for this, nobody tells."""
    from imgen_nb.assets.fetch import room  # late: whoever only looks downloads nothing

    fetcher = client.fetcher
    try:
        async with room():
            picture = await fetcher.fetch(path)
    except AssetError as error:
        error.provider, error.operation, error.charged = client.provider.name, "live", "unknown"
        error.advise("client.live.get(scope) tells whether it is open, and how much of it is used")
        raise
    await fetcher.finish([picture])
    return picture


def _clean(client: Client, told: Any) -> Any:
    """What a service tells, without our key, which it may have sent back in any of its words."""
    if not isinstance(told, RemoteImage | RemoteFlow | LiveScope):
        return told
    named = {name: getattr(told, name) for name in ("alias", "address", "aliases", "raw") if hasattr(told, name)}
    return replace(told, **client.redact({name: value and _plain(value) for name, value in named.items()}))


def _plain(value: Any) -> Any:
    return dict(value) if isinstance(value, Mapping) else value
