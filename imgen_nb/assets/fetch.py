"""The only code that downloads: guarded at connect time, streamed, verified, placed atomically.

A picture's address comes from a provider, so it is treated as hostile: a transport that holds no key fetches it,
every hop's address is resolved once and checked before the connection is made (a name may not point into a
private network), and nothing is kept before the whole picture has been looked through.
"""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable, Iterator
from contextlib import aclosing, asynccontextmanager, contextmanager, suppress
from email.utils import formatdate
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import httpx

from imgen_nb.assets import decode, encodings, kept
from imgen_nb.assets.addresses import ascii_host, host, loopback
from imgen_nb.assets.anatomy import Anatomy
from imgen_nb.assets.decode import Limits, too_large
from imgen_nb.assets.disk import durable, settle, storage
from imgen_nb.assets.guard import blocked, guarded, place, private_name
from imgen_nb.assets.network import CONNECTIONS, DIRECT, PLAIN_HOST
from imgen_nb.assets.pools import shared
from imgen_nb.assets.quiet import quietly
from imgen_nb.errors import AssetBlocked, AssetError, AssetExpired
from imgen_nb.replies import retry_after
from imgen_nb.threads import Threads
from imgen_nb.types import Picture

if TYPE_CHECKING:
    from PIL.Image import Image

log = logging.getLogger(__name__)

TIMEOUT = httpx.Timeout(30, connect=10, pool=None).as_dict()
HOPS = 3
PATIENCE = 120.0
"""Seconds one download may take in all: httpx's own timeouts never fire on a server that drips."""
GONE = (400, 401, 403, 404, 410)
"""How storage says "gone", "not yet" and "your signature is too old": nobody can tell which."""
STASH = 32
_disk = Threads("imgen-pictures", 2)
_rooms: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


class Fetcher:
    """Downloads pictures into one folder.

    `root` is the API's address: a relative address belongs to its origin, and one on this machine admits pictures
    from this machine, whatever their port. `allow` names the private hosts ("host:port") that may serve pictures,
    over plain http too. A given `transport` (a sandbox, a test) replaces the network; then names can be checked,
    addresses cannot.
    """

    def __init__(
        self,
        folder: Path,
        *,
        root: str = "",
        limits: Limits | None = None,
        allow: Iterable[str] = (),
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self.folder = folder
        self.limits = limits or Limits()
        self.allow = frozenset(allow)
        self._root = httpx.URL(root) if root else None
        self._given = transport
        self._small: dict[str, asyncio.Future[Image | None]] = {}

    async def fetch(
        self,
        address: str,
        wanted: Callable[[], bool] = lambda: True,
        arrived: Callable[[], None] = lambda: None,
    ) -> Picture:
        """Get one picture, whole and verified, or raise an `AssetError` or `StorageFull`; tried once.

        `Picture.warning` says what there is to say of one that is kept all the same. A download that nobody wants any
        more ends at its next byte. How many go on at a time is for the caller to bound, by `room`; `arrived` is called
        when the bytes are here, since what may still take long then is no download.
        """
        if encodings.inline(address):
            if len(address) > self.limits.max_bytes * 3:  # as long as percent signs make it
                raise too_large(f"{len(address)} letters of a data URL", "max_bytes")
            return await self.keep(await _disk.run(encodings.bytes_of, address))
        with self._part() as part:
            await self._download(address, part, wanted)
            examined = await self._examined(part)
            arrived()
            return await self._place(part, *examined)

    async def keep(self, data: bytes) -> Picture:
        """Verify and place bytes that came inside a reply."""
        if len(data) > self.limits.max_bytes:
            raise too_large(f"{len(data)} bytes", "max_bytes")
        with self._part() as part, storage(self.folder):
            await _disk.run(part.write_bytes, data)
            return await self._place(part, *await self._examined(part))

    async def finish(self, pictures: Iterable[Picture]) -> None:
        """Encode the small copies of pictures just placed, from the pixels of the one decode; a failure is only logged.

        Whoever waits for the picture need not wait for this: it is made when it is asked for, where it is missing.
        """
        for picture in {picture.sha256: picture for picture in pictures}.values():
            try:
                coming = self._small.pop(picture.sha256, None)
                if coming is not None or not kept.done(picture):
                    await decode.ordinary.run(kept.keep, picture, await coming if coming else None)
            except Exception as error:
                log.warning("no small copy of %s was made: %s", picture.path.name, type(error).__name__)

    # ------------------------------------------------------------------ what came

    async def _examined(self, part: Path) -> tuple[str, Anatomy, asyncio.Future[Image | None]]:
        """Look at what came while the disk takes it for good: its hash, what it is, and the small copy to come."""
        with storage(self.folder):
            keeping = asyncio.ensure_future(_disk.run(durable, part))
            try:
                found, small = await decode.ordinary.begin(decode.examined, part, self.limits)
            finally:
                digest = await keeping
            return digest, found, small

    async def _place(self, part: Path, digest: str, found: Anatomy, small: asyncio.Future[Image | None]) -> Picture:
        """Decode what takes long, for which no other download need wait, and give the part its final name."""
        beyond = self.limits.beyond(found)
        with storage(self.folder):
            if not beyond:
                if not decode.light(found, self.limits):
                    small = asyncio.ensure_future(decode.large.run(decode.small, part, found))
                    await small
                self._stash(digest, small)
            target = self.folder / f"{digest}.{decode.EXTENSIONS[found.kind]}"
            await _disk.run(settle, part, target)
        warning = f"{decode.UNSEEN}{beyond}: kept as it came" if beyond else ""
        if found.frames > 1:
            warning = warning or f"an animation of {found.frames} pictures, of which the first is shown"
        kind = decode.MEDIA_TYPES[found.kind]
        return Picture(target, digest, *found.upright, kind, sketch=found.sketch, warning=warning)

    def _stash(self, digest: str, small: asyncio.Future[Image | None]) -> None:
        """Hold a small copy until it is encoded; the oldest go where nobody comes for them."""
        self._small[digest] = small
        if len(self._small) > STASH:
            del self._small[next(iter(self._small))]

    @contextmanager
    def _part(self) -> Iterator[Path]:
        with storage(self.folder):
            self.folder.mkdir(parents=True, mode=0o700, exist_ok=True)
            part = self.folder / f"{uuid.uuid4().hex}.part"
            part.touch(0o600)
        try:
            yield part
        finally:
            with suppress(OSError):  # Windows takes none away that a decoder still reads; the next start does
                part.unlink(missing_ok=True)

    # ------------------------------------------------------------------ how it comes

    async def _download(self, address: str, part: Path, wanted: Callable[[], bool]) -> None:
        """Write a body to a file."""
        try:
            async with asyncio.timeout(PATIENCE), aclosing(self._body(address, wanted)) as body:
                with storage(self.folder), part.open("wb") as file:
                    async for chunk in body:
                        file.write(chunk)
        except TimeoutError:
            raise AssetError(f"the picture did not arrive within {PATIENCE:.0f} s") from None
        except httpx.TransportError as error:
            raise AssetError(f"the download broke off ({type(error).__name__})") from None

    def _transport(self, url: httpx.URL) -> httpx.AsyncBaseTransport:
        if self._given is not None:
            return self._given
        if self._admitted(url):
            return shared(DIRECT, DIRECT.transport)
        return guarded(url)

    @asynccontextmanager
    async def _get(self, url: httpx.URL) -> AsyncIterator[httpx.Response]:
        """Ask a bare transport: a client would log the whole address, and some carry a signature."""
        request = httpx.Request("GET", url, headers=[host(url), *_headers()], extensions={"timeout": TIMEOUT})
        with quietly():
            response = await self._transport(url).handle_async_request(request)
        response.request = request
        try:
            yield response
        finally:
            await response.aclose()

    async def _body(self, address: str, wanted: Callable[[], bool]) -> AsyncGenerator[bytes]:
        url = self._checked(_absolute(address, self._root))
        for _hop in range(HOPS + 1):
            async with self._get(url) as response:
                if response.has_redirect_location:
                    url = self._checked(_joined(url, response.headers["location"]))
                    continue
                _refuse(response)
                packed = response.headers.get("content-encoding", "")
                async for chunk in self._measured(encodings.plain(self._raw(response, wanted), packed)):
                    yield chunk
                return
        raise AssetBlocked(f"the picture's address redirects more than {HOPS} times")

    async def _raw(self, response: httpx.Response, wanted: Callable[[], bool]) -> AsyncIterator[bytes]:
        announced = response.headers.get("content-length", "")
        expected = int(announced) if announced.isdecimal() and len(announced) < 20 else None
        if expected is not None and expected > self.limits.max_bytes:
            raise too_large(f"{expected} bytes", "max_bytes")
        assert isinstance(response.stream, httpx.AsyncByteStream), "the transport is not asynchronous"
        seen = 0
        async for chunk in response.stream:
            if not wanted():
                raise AssetError("nobody waits for the picture any more")
            seen += len(chunk)
            yield chunk
        if expected is not None and seen < expected:
            raise AssetError(f"the picture broke off after {seen} of {expected} bytes")

    async def _measured(self, body: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        seen = 0
        async for chunk in body:
            seen += len(chunk)
            if seen > self.limits.max_bytes:
                raise too_large(f"more than {self.limits.max_bytes} bytes", "max_bytes")
            yield chunk

    # ------------------------------------------------------------------ where it may come from

    def _checked(self, url: httpx.URL) -> httpx.URL:
        """Check what a name alone tells; the guarded transport checks where it leads."""
        fine = url.scheme in ("http", "https") and url.raw_host and not url.userinfo
        if fine and (self._admitted(url) or self._at_home(url)):
            return url
        if not fine or url.scheme != "https" or url.port is not None or private_name(ascii_host(url)):
            raise blocked(f"{url.scheme}://{place(url)}", place(url))
        return url

    def _admitted(self, url: httpx.URL) -> bool:
        """Whether somebody here named the place: `allow`, or an API whose own address is private."""
        if place(url) in self.allow:
            return True
        if self._root is None or not private_name(ascii_host(self._root)):
            return False
        return self._at_home(url) or (loopback(self._root) and loopback(url))

    def _at_home(self, url: httpx.URL) -> bool:
        """Whether an address is on the API's own origin, whose scheme and port are then no surprise."""
        return self._root is not None and (url.scheme, place(url)) == (self._root.scheme, place(self._root))


@cache
def _headers() -> tuple[tuple[bytes, bytes], ...]:
    from importlib.metadata import version

    return (
        (b"user-agent", f"imgen_nb/{version('imgen-nb')}".encode()),
        (b"accept", b"image/png,image/jpeg,image/webp,*/*;q=0.1"),
        (b"accept-encoding", b"identity"),
    )


def room() -> asyncio.Semaphore:
    """The downloads under way at a time, of all jobs of a loop together."""
    return _rooms.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(CONNECTIONS))


def _absolute(address: object, root: httpx.URL | None) -> httpx.URL:
    """Parse an address whose host is written plainly, or refuse it; a path belongs to the API's own origin."""
    try:
        url = httpx.URL(address.strip() if isinstance(address, str) else "")
        if root is not None and not url.scheme and (url.path.strip("/") or url.raw_host):
            url = root.copy_with(path="/", query=None, fragment=None).join(url)
        if PLAIN_HOST.fullmatch(ascii_host(url)) and len(url.raw_host) < 254:
            return url
    except (httpx.InvalidURL, ValueError):
        pass
    raise AssetBlocked("the picture's address is not an absolute URL")


def _joined(url: httpx.URL, location: str) -> httpx.URL:
    try:
        target = _absolute(str(url.join(location)), None)
    except (httpx.InvalidURL, ValueError):
        raise AssetBlocked("the picture's address redirects to something that is no URL") from None
    if url.scheme == "https" and target.scheme != "https":
        raise AssetBlocked("the picture's address redirects from https to plain http")
    return target


def _refuse(response: httpx.Response) -> None:
    """Raise what a status means; how long a busy server asks to be left alone goes along."""
    status = response.status_code
    if status == 200:
        return
    response.headers.setdefault("date", formatdate(usegmt=True))
    wait = retry_after(response)
    if status in GONE:
        raise AssetExpired(f"the provider does not serve the picture (HTTP {status})", retry_after=wait)
    raise AssetError(f"the picture's server answers HTTP {status}", retry_after=wait)
