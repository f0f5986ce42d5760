"""The shelf of finished pictures: addresses on a host of their own, drawn when somebody asks for them."""

import math
import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import httpx

from imgen_nb.sandbox.jobs import Job
from imgen_nb.sandbox.replies import Reply

KEPT = 48 * 2**20  # bytes of drawn files held in memory; an older one is drawn again, byte for byte the same
ENGINE_HEADER = {"X-Imgen-Engine": "sketch"}
_SHELVES: "weakref.WeakSet[Shelf]" = weakref.WeakSet()


KEYS = frozenset({"authorization", "x-api-key", "x-key", "x-goog-api-key", "api-key"})
"""The headers in which the APIs take their keys."""


@dataclass(slots=True)
class Asset:
    """One picture behind an address."""

    path: str
    job: Job
    media_type: str
    width: int
    height: int
    draw: Callable[[], bytes]
    expires: float = math.inf
    """The moment of the clock from which the file is gone."""
    length: int | None = None
    """Bytes of the file, once it was drawn: whoever only asks for that draws nothing again."""
    lock: threading.Lock = field(default_factory=threading.Lock)


class Shelf:
    """The pictures of one fake server by path."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._assets: dict[str, Asset] = {}
        self._drawn: OrderedDict[str, bytes] = OrderedDict()
        self._lock = threading.Lock()
        _SHELVES.add(self)

    def put(self, asset: Asset) -> str:
        """Take a picture that may be drawn later, unless it is there already; return its address."""
        with self._lock:
            self._assets.setdefault(asset.path, asset)
        return self.url + asset.path

    def get(self, path: str) -> Asset | None:
        """Return the picture of a path."""
        return self._assets.get(path)

    def remove(self, job: Job) -> None:
        """Throw away the pictures of a job."""
        with self._lock:
            for path in [path for path, asset in self._assets.items() if asset.job is job]:
                del self._assets[path]
                self._drawn.pop(path, None)

    def discard(self, url: str) -> None:
        """Throw away the one picture of an address."""
        path = url.removeprefix(self.url)
        with self._lock:
            self._assets.pop(path, None)
            self._drawn.pop(path, None)

    def content(self, asset: Asset) -> bytes:
        """Return the file, drawn on first use; slow, so never called on an event loop."""
        with asset.lock:
            with self._lock:
                if asset.path in self._drawn:
                    self._drawn.move_to_end(asset.path)
                    return self._drawn[asset.path]
            drawn = asset.draw()  # the engine itself draws no more than two pictures at once
            asset.length = len(drawn)
            with self._lock:
                self._drawn[asset.path] = drawn
                while len(self._drawn) > 1 and sum(map(len, self._drawn.values())) > KEPT:
                    self._drawn.popitem(last=False)
            return drawn

    def length(self, asset: Asset) -> int:
        """Return the bytes of the file; slow at first, as `content` is."""
        return len(self.content(asset)) if asset.length is None else asset.length

    def answer(self, request: httpx.Request, asset: Asset | None, now: float) -> Reply:
        """Answer a download.

        A request that carries a key is refused, as a store with signed addresses refuses two ways of signing: a
        client that leaks keys to the picture's host fails in every test, not only in the one that looks for it.
        """
        if request.method != "GET":
            return _text(405, "this host has pictures to GET")
        if KEYS & set(request.headers):
            return _text(400, "a picture's address needs no key; do not send one to this host")
        if asset is None or now >= asset.expires:
            return _text(404, "no such picture")
        return Reply(200, self.content(asset), {"Content-Type": asset.media_type, **ENGINE_HEADER})


def on_a_shelf(address: str, own: Shelf) -> tuple[Shelf, Asset] | None:
    """Return where in this process the picture of an address stands: on the own shelf first, then on any other.

    A picture keeps its path wherever it is served, so the path decides on the shelves' host and below the `/pictures`
    of a served one.
    """
    parts = urlsplit(address)
    served = parts.path.partition("/pictures/")[2]
    path = parts.path if f"{parts.scheme}://{parts.netloc}" == own.url else f"/{served}" if served else ""
    for shelf in (own, *_SHELVES):
        if path and (asset := shelf.get(path)):
            return shelf, asset
    return None


def _text(status: int, message: str) -> Reply:
    return Reply(status, message.encode(), {"Content-Type": "text/plain; charset=utf-8", **ENGINE_HEADER})
