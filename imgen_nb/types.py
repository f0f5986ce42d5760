"""The nouns of the package: frozen data, no I/O on import."""

from __future__ import annotations

import base64
import contextlib
import difflib
import hashlib
import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

if TYPE_CHECKING:
    from PIL.Image import Image

T = TypeVar("T")

Kind = Literal["choice", "text", "integer", "number", "switch", "addresses", "references", "mapping"]

_PYTHON: dict[Kind, tuple[type, ...]] = {
    "choice": (str,),
    "text": (str,),
    "integer": (int,),
    "number": (int, float),
    "switch": (bool,),
    "addresses": (list, tuple),
    "references": (list, tuple),
    "mapping": (dict,),
}
_SAID: dict[Kind, str] = {
    "choice": "text",
    "text": "text",
    "integer": "a whole number",
    "number": "a number",
    "switch": "True or False",
    "addresses": "a list of addresses",
    "references": "a list of {'url': ..., 'description': ...}",
    "mapping": "a dict",
}
_ITEMS: dict[Kind, type] = {"addresses": str, "references": dict}

OTHER = "*"
"""In `Option.models`: every model that the provider's declarations do not name."""

OUTSIDE_KEY = frozenset({"background", "webhook_url"})
"""Parameters that say how to deliver, not what to draw: they are not part of a request's identity."""


@dataclass(frozen=True, slots=True)
class Option:
    """One parameter a provider takes: the form, the validation, the tables all come from it.

    `low`, `high` bound a number; `most` bounds the length of a text or a list. `models` names the models
    that take it (empty: all; `OTHER`: those the provider's document does not name), so one parameter may be
    declared once per group of models. With `open`, `choices` are suggestions and any text is passed on.
    A `default` of None means the field is not sent at all unless somebody sets it.

    Example:
        >>> ratio = Option("aspect_ratio", "choice", choices=("1:1", "16:9"), default="1:1")
        >>> ratio.problem("16:10")
        "is '16:10'; allowed: 1:1, 16:9; nearest: 16:9"
    """

    name: str
    kind: Kind
    help: str = ""
    choices: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    most: int | None = None
    default: Any = None
    required: bool = False
    models: tuple[str, ...] = ()
    open: bool = False

    def problem(self, value: Any) -> str | None:
        """Say what is wrong with `value`, what is allowed and what is nearest; None if it is fine."""
        expected = _PYTHON[self.kind]
        if not isinstance(value, expected) or (isinstance(value, bool) and self.kind != "switch"):
            return f"is {_short(value)}, which is not {_SAID[self.kind]}; allowed: {self.allowed}"
        return self._outside(value) or self._strange(value)

    def _outside(self, value: Any) -> str | None:
        if self.kind == "choice" and not self.open and value not in self.choices:
            return f"is {_short(value)}; allowed: {self.allowed}; nearest: {_nearest(value, self.choices)}"
        if self.kind in ("integer", "number") and not self._within(value):
            bound = self.low if self.low is not None and not value >= self.low else self.high
            return f"is {_short(value)}; allowed: {self.allowed}; nearest: {_number(bound)}"
        if self.required and isinstance(value, str) and not value.strip():
            return "is empty; allowed: any text with something in it"
        if self.most is not None and hasattr(value, "__len__") and len(value) > self.most:
            return f"has {len(value)} {'characters' if isinstance(value, str) else 'items'}; allowed: {self.allowed}"
        return None

    def _strange(self, value: Any) -> str | None:
        item = _ITEMS.get(self.kind)
        if item and not all(isinstance(one, item) for one in value):
            return f"is {_short(value)}, which is not {_SAID[self.kind]}; allowed: {self.allowed}"
        if not _travels(value):
            return f"is {_short(value)}, which cannot be sent as JSON; allowed: {self.allowed}"
        return None

    def _within(self, value: float) -> bool:
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)

    @property
    def allowed(self) -> str:
        """The allowed values in words."""
        if self.choices:
            return ", ".join(self.choices)
        said = _SAID[self.kind]
        said += f" from {_number(self.low)}" if self.low is not None else ""
        said += f" {'up ' if self.low is None else ''}to {_number(self.high)}" if self.high is not None else ""
        return f"{said}, at most {self.most}" if self.most is not None else said


def options_for(options: Iterable[Option], model: str | None) -> dict[str, Option]:
    """The parameters one model takes, by name; a declaration that names the model goes before a general one.

    Without a model it is the one that is asked where none is named.
    """
    options = tuple(options)
    named = next((option for option in options if option.name == "model"), None)
    model = model or (named.default if named else None)
    family = model if named and model in named.choices else OTHER
    found: dict[str, Option] = {}
    for option in options:
        if family in option.models:
            found[option.name] = option
        elif not option.models:
            found.setdefault(option.name, option)
    return found


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
class Cadence:
    """How often to ask for a job, in seconds, and who says so."""

    every: float
    source: str = ""


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

    def pil(self) -> Image:
        """Open it with Pillow: upright, fully loaded, so that the file is closed again."""
        from imgen_nb.assets import kept

        return kept.opened(self)

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

    `raw` is the provider's last reply without secrets. `timings` are seconds: "total", "waiting". `actions` are the
    buttons a provider still offers on it. `missing` names the pictures that were made and are not here: asking again,
    or `ig.resume()`, fetches them without paying. `created` is when the provider says the job began, and `expires`
    until when it keeps its own copy, each a Unix time where its document names one; the pictures on this disk stay.
    `sandbox` is true of every sketch, also where a served sandbox answered for a live address: the picture decides.
    `title` is what people call the provider.
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
    title: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        if any(image.sketch for image in self.images):
            object.__setattr__(self, "sandbox", True)

    @property
    def seed(self) -> int | None:
        """The seed, where the provider tells it and all pictures share it; else the one that was asked for."""
        told = {image.seed for image in self.images}
        if len(told) == 1 and None not in told:
            return told.pop()
        asked = self.request.params.get("seed") if told <= {None} else None
        return asked if isinstance(asked, int) else None

    def __repr__(self) -> str:
        where = "from the store" if self.from_store else "sandbox" if self.sandbox else "live"
        sizes = ", ".join(f"{image.width}x{image.height}" for image in self.images) or "no picture"
        sizes += f", {len(self.missing)} not here" if self.missing else ""
        cost = "$0.00" if self.sandbox else self.cost
        return f"<Generation {self.request.provider} {self.state}, {where}: {sizes}, {cost}>"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        from imgen_nb.show import sheet as show

        return show.generation(self)


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a provider's list."""

    items: tuple[T, ...]
    total: int
    has_more: bool
    limit: int = 20
    offset: int = 0

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        from imgen_nb.show import listing

        return listing.page(self)


@dataclass(frozen=True, slots=True)
class Model:
    """One model that a provider offers."""

    id: str
    name: str = ""
    made_by: str = ""


def canonical(value: Any) -> str:
    """Write JSON in the one form whose hash identifies a request."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


_INLINE = re.compile(r"data:(?:image/[^,\s]{0,99}|[^,\s]{0,99};base64),", re.IGNORECASE)


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
    if not (isinstance(value, str) and (head := _INLINE.match(value))):
        return value
    body = value[head.end() :].encode("utf-8", "surrogatepass")
    if head[0].lower().endswith(";base64,"):
        with contextlib.suppress(ValueError):  # broken base64 is known by its text
            body = base64.b64decode(body, validate=True)
    return f"sha256:{hashlib.sha256(body).hexdigest()}"


def _nearest(value: str, choices: tuple[str, ...]) -> str:
    """The choice most like a value: by shape where both are ratios, else by spelling."""
    shape = _shape(value)
    shapes = {choice: _shape(choice) for choice in choices}
    if shape and all(shapes.values()):
        return min(choices, key=lambda choice: abs(math.log(shape / shapes[choice])))
    return difflib.get_close_matches(value[:200], choices, n=1, cutoff=0.0)[0]


def _shape(ratio: str) -> float:
    """Width by height; 0 where a text is no ratio."""
    found = re.fullmatch(r"([0-9]{1,4})[:xX/]([0-9]{1,4})", ratio)
    width, height = map(int, found.groups()) if found else (0, 0)
    return width / height if height else 0.0


def _travels(value: Any) -> bool:
    """Whether a value comes back from JSON as it is: no nan, no half characters, no keys that are not text."""
    try:
        there = json.dumps(value, allow_nan=False, ensure_ascii=False).encode()
        return bool(json.loads(there) == (list(value) if isinstance(value, tuple) else value))
    except (TypeError, ValueError, RecursionError):
        return False


def _number(value: float | None) -> str:
    """Write a bound in full: "%g" would round a large seed to one that is not allowed."""
    return repr(int(value) if value is not None and value == int(value) else value)


def _short(value: Any) -> str:
    try:
        text = repr(value)
    except ValueError:  # Python writes no number of more than 4300 digits
        return "a number of thousands of digits"
    return text if len(text) <= 60 else f"{text[:57]}..."
