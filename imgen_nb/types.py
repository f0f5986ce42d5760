"""The nouns of the package: frozen data, no I/O on import.

It is longer than other files, so that whoever needs a noun has one place to look.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from imgen_nb import reports
from imgen_nb.accounts import LiveScope, RemoteFlow, RemoteImage
from imgen_nb.offers import Catalogue, Model, Policy, Price, Told
from imgen_nb.options import OTHER, Kind, Option, inline, options_for
from imgen_nb.reports import Report

if TYPE_CHECKING:
    from pandas import DataFrame
    from PIL.Image import Image

__all__ = [
    "OTHER",
    "OUTSIDE_KEY",
    "PRICE_UNKNOWN",
    "Cadence",
    "Catalogue",
    "Cost",
    "Event",
    "Generation",
    "ImageRequest",
    "Kind",
    "Left",
    "LiveScope",
    "Model",
    "Option",
    "Page",
    "Picture",
    "Policy",
    "Price",
    "RemoteFlow",
    "RemoteImage",
    "State",
    "Told",
    "Window",
    "canonical",
    "hashed",
    "options_for",
]
"""The nouns, with those of `accounts`, `offers` and `options`, so that whoever needs one has one place to look."""

T = TypeVar("T")

OUTSIDE_KEY = frozenset({"background", "previews", "webhook_url"})
"""Parameters that say how to deliver, not what to draw: they are not part of a request's identity."""


class State(StrEnum):
    """Where a request stands. The journal commits each starred one before the next step.

    planned -> sending* -> accepted* -> running -> downloading -> saved* | failed* | unknown* | cancelled
    """

    PLANNED = "planned"
    SENDING = "sending"
    ACCEPTED = "accepted"
    RUNNING = "running"
    DOWNLOADING = "downloading"
    SAVED = "saved"
    FAILED = "failed"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"

    @property
    def ended(self) -> bool:
        """Whether nothing more happens by itself."""
        return self in (State.SAVED, State.FAILED, State.UNKNOWN, State.CANCELLED)


@dataclass(frozen=True)
class ImageRequest:
    """What was asked of one provider, with defaults filled in.

    `origin` is the API root a live request goes to, or `sandbox:<version>`: a practice answer never
    stands for a live one, nor the other way round. `ref` is this intent's own id; it is not part of
    the identity. `take` asks for another picture of the same request. `implied` names the parameters that
    stand at their default: one that was declared later is met by what was made before it was.
    """

    provider: str
    prompt: str
    params: Mapping[str, Any] = field(default_factory=dict)
    take: int = 1
    origin: str = ""
    ref: str = ""
    implied: tuple[str, ...] = field(default=(), compare=False, repr=False)

    @property
    def key(self) -> str:
        """The identity under which the store answers: sha256 of the canonical JSON."""
        if "_key" not in self.__dict__:  # `cached_property` has one lock for all, which a forked child finds held
            self.__dict__["_key"] = self._made_key()
        made: str = self.__dict__["_key"]
        return made

    def _made_key(self) -> str:
        identity = {
            "provider": self.provider,
            "origin": self.origin,
            "prompt": self.prompt,
            "params": {k: hashed(v) for k, v in self.params.items() if k not in OUTSIDE_KEY and v is not None},
            "take": self.take,
        }
        return hashlib.sha256(canonical(identity).encode()).hexdigest()

    @property
    def sandbox(self) -> bool:
        """Whether a built-in sandbox answers this request."""
        return self.origin.startswith("sandbox:")


@dataclass(frozen=True, slots=True)
class Cost:
    """What a request cost; None means the provider does not tell, which is not the same as 0.

    `source` says in a few words who says so; it takes no part in comparisons.
    """

    usd: float | None = None
    credits: float | None = None
    source: str = field(default="", compare=False)

    def __str__(self) -> str:
        said = [f"${self.usd:.4g}"] if self.usd is not None else []
        said += [f"{self.credits:g} credits"] if self.credits is not None else []
        return ", ".join(said) or "price unknown"


PRICE_UNKNOWN = Cost()


@dataclass(frozen=True, slots=True)
class Window:
    """A provider's count of requests: `reset` is in seconds from now."""

    limit: int
    remaining: int
    reset: float


@dataclass(frozen=True, slots=True)
class Left:
    """What a service last said is left, as it was known at the Unix time `at`; None is what nobody told.

    `requests`: of its count, which begins anew at `opens`. `credit`: of the account, as it was told at `asked`.
    """

    at: float
    requests: Window | None = None
    opens: float | None = None
    credit: Cost | None = None
    asked: float | None = None


@dataclass(frozen=True, slots=True)
class Cadence:
    """How often to ask for a job, in seconds, and who says so.

    One that is `ours` is prescribed by nobody: it holds until it is learned how long the jobs take.
    """

    every: float
    source: str = ""
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """One step of one job; the status line, the log and the tests read the same events.

    `elapsed` is seconds since the job began, `wait` the seconds it is about to pause for a reason
    that `text` names, `progress` is 0 to 1 where a provider tells.
    """

    job: str
    state: State
    text: str
    elapsed: float = 0.0
    wait: float | None = None
    progress: float | None = None
    remote_id: str | None = None
    preview: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture on this disk, named by the sha256 of its bytes, as the provider sent it; its repr is the picture.

    `width` and `height` are those a person sees, upright. `warning` says what is odd about one that is kept all the
    same. A file that is gone, or holds other bytes than came, is a `StoreError`.
    """

    path: Path
    sha256: str
    width: int
    height: int
    media_type: str
    alt: str = ""
    sketch: bool = False
    seed: int | None = None
    warning: str = ""

    def read_bytes(self) -> bytes:
        """Read the original bytes."""
        from imgen_nb.assets import kept

        return kept.read(self)

    def pil(self, side: int | None = None) -> Image:
        """Open it with Pillow: upright, its file closed again; with `side`, no larger than so many pixels."""
        from imgen_nb.assets import kept

        return kept.opened(self, side)

    def data_url(self) -> str:
        """Write the picture itself as an address, as `image_urls`, `reference_images` and `mask_url` take one."""
        return f"data:{self.media_type};base64,{base64.b64encode(self.read_bytes()).decode()}"

    def thumbnail(self, side: int = 384) -> bytes:
        """Give a WebP whose longest side is `side` pixels: upright, what is transparent left so, without metadata."""
        from imgen_nb.assets import kept

        return kept.thumbnail(self, side)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        from imgen_nb.show import sheet

        return sheet.picture(self)


@dataclass(frozen=True)
class Generation:
    """A request and what became of it; in a notebook its repr is the pictures.

    `raw` is the provider's last reply without secrets. `timings` are seconds: "total", and those in each state by its
    name; `polls` counts the questions that were asked meanwhile. `actions` are the buttons a provider still offers on
    it. `missing` names the pictures that were made and are not here: asking again, or `ig.resume()`, fetches them
    without paying. `created` is when the provider says the job began, and `expires` until when it keeps its own copy,
    each a Unix time where its document names one; the pictures on this disk stay. `sandbox` is true of every sketch,
    also where a served sandbox answered for a live address: the picture decides.
    `left` is what the service said is left by then, `title` is what people call the provider. `quoted` is what was said
    of the price before it was sent, `cost` is the bill.
    """

    request: ImageRequest
    state: State
    images: tuple[Picture, ...] = ()
    remote_id: str | None = None
    prompt_used: str | None = None
    cost: Cost = PRICE_UNKNOWN
    timings: Mapping[str, float] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    from_store: bool = False
    sandbox: bool = False
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False)
    actions: tuple[str, ...] = ()
    parent: str | None = None
    expires: float | None = None
    missing: tuple[str, ...] = ()
    created: float | None = None
    polls: int | None = None
    quoted: Cost = PRICE_UNKNOWN
    title: str = field(default="", compare=False)
    left: Left | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        if any(image.sketch for image in self.images):
            object.__setattr__(self, "sandbox", True)

    @property
    def meta(self) -> Mapping[str, Any]:
        """Your own data as the service gave it back beside the result; as it was sent, where it gave none back."""
        for told in (self.raw.get("meta"), self.request.params.get("meta")):
            if isinstance(told, Mapping):
                return told
        return {}

    @property
    def seed(self) -> int | None:
        """The seed, where the provider tells it and all pictures share it; else the one that was asked for."""
        told = {image.seed for image in self.images}
        if len(told) == 1 and None not in told:
            return told.pop()
        asked = self.request.params.get("seed") if told <= {None} else None
        return asked if isinstance(asked, int) else None

    def save(self, where: str | PathLike[str] = ".") -> tuple[Path, ...]:
        """Write a copy of each picture that says how it was made, and give the files.

        `where` is a folder, or a file name (`fox-1.png`, `fox-2.png` where there are several). The picture is not
        encoded anew; `ig.open` reads the request back. One that is signed keeps its bytes: its record lies beside it.

        Example:
            >>> ig.generate("a red fox").save("pictures")  # doctest: +SKIP
        """
        from imgen_nb.provenance import copies

        return copies.save(self, where)

    @property
    def report(self) -> Report:
        """What was asked, what was sent, what came back, and whether they agree."""
        return reports.of(self)

    def __repr__(self) -> str:
        where = "from the store" if self.from_store else "sandbox" if self.sandbox else "live"
        sizes = ", ".join(f"{image.width}x{image.height}" for image in self.images) or "no picture"
        sizes += f", {len(self.missing)} not here" if self.missing else ""
        cost = "$0.00" if self.sandbox else self.cost
        name = f", id {self.remote_id}" if self.remote_id else ""
        return f"<Generation {self.request.provider} {self.state}, {where}: {sizes}, {cost}{name}>"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        from imgen_nb.show import sheet as show

        return show.generation(self)


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list: iterable, and it says what is on it.

    `following` asks for the page behind it; whoever makes a page says how.
    """

    items: tuple[T, ...]
    total: int
    has_more: bool
    limit: int = 20
    offset: int = 0
    following: Callable[[], Page[T]] | None = field(default=None, repr=False, compare=False)

    def __iter__(self) -> Iterator[T]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, index: int) -> T:
        return self.items[index]

    def next(self) -> Page[T] | None:
        """The next page, asked for now; None behind the last."""
        return self.following() if self.has_more and self.following else None

    def to_dataframe(self) -> DataFrame:
        """Give the page as a pandas data frame: a row for each picture, with times, money and ids.

        Example:
            >>> ig.history(limit=500).to_dataframe().groupby("provider").usd.sum()  # doctest: +SKIP
        """
        from imgen_nb.comparison.export import rows

        return rows.frame(rows.of_items(self.items))

    def __repr__(self) -> str:
        from imgen_nb.show import listing

        return listing.lines(self)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        from imgen_nb.show import listing

        return listing.page(self)


_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def canonical(value: Any) -> str:
    """Write JSON in the one form whose hash identifies a request."""
    return _CANONICAL.encode(value)


def hashed(value: Any) -> Any:
    """Put the hash of each picture in the place of its data URL: what a request is known and remembered by.

    Example:
        >>> hashed("data:image/png;base64,aQ==")[:16], hashed("https://example.com/a.png")
        ('sha256:de7d1b721', 'https://example.com/a.png')
    """
    if isinstance(value, Mapping):
        return {key: hashed(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [hashed(one) for one in value]
    body = inline(value)
    if body is None:
        return value
    return f"sha256:{hashlib.sha256(body).hexdigest()}"
