"""What a finished job gave: what the ledger keeps of it, how that is read back, and what is said of it.

Goods come before bookkeeping: whatever decorates a picture (price, raw reply, warnings) may be of any shape, and a
fault in it becomes a warning, never an error.
"""

from __future__ import annotations

import json
import math
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from imgen_nb.errors import ImgenError, StorageFull
from imgen_nb.flow import Asset, Outcome, Provider, moment
from imgen_nb.store.rows import Row
from imgen_nb.types import PRICE_UNKNOWN, Cost, Generation, ImageRequest, Picture, State

_FORMATS = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp"}


_RATIO = re.compile(r"([1-9]\d{0,2}(?:\.\d)?):([1-9]\d{0,2}(?:\.\d)?)", re.ASCII)
UNLIKE = 0.12
"""From which difference on, of the logarithms, a shape is another one: documents' own sizes differ by a tenth of it."""


@dataclass(frozen=True)
class Goods:
    """What came of one outcome, in its order: a picture, or the error that stands in its place."""

    pictures: tuple[Picture | ImgenError, ...]

    @property
    def came(self) -> tuple[tuple[int, Picture], ...]:
        """The pictures that are here, each with its place."""
        return tuple((place, one) for place, one in enumerate(self.pictures) if isinstance(one, Picture))

    @property
    def failures(self) -> tuple[ImgenError, ...]:
        """What kept the others away."""
        return tuple(one for one in self.pictures if not isinstance(one, Picture))

    @property
    def no_room(self) -> bool:
        """Whether the disk took one of them not."""
        return any(isinstance(one, StorageFull) for one in self.pictures)

    @property
    def missing(self) -> list[str]:
        """Each picture that is not here, in a sentence."""
        many = len(self.pictures)
        return [
            f"picture {place + 1} of {many} is not here: {one.message}"
            for place, one in enumerate(self.pictures)
            if not isinstance(one, Picture)
        ]


def keep(
    outcome: Outcome,
    request: ImageRequest,
    expires: float | None,
    redact: Callable[[Any], Any],
    provider: Provider,
    quoted: Cost = PRICE_UNKNOWN,
) -> dict[str, Any]:
    """The JSON of an outcome, without secrets; bytes are files already, so an asset that was bytes has no source.

    `quoted` is what was said of its price before.
    """
    faults: list[str] = []

    def safe(what: str, make: Callable[[], Any], otherwise: Any) -> Any:
        try:
            return make()
        except Exception as error:  # whatever a provider made of it
            faults.append(f"{what} could not be kept ({type(error).__name__})")
            return otherwise

    kept: dict[str, Any] = {
        "assets": [redact(_asset(asset)) for asset in outcome.assets],
        "expires": moment(outcome.expires) or expires,
        "prompt_used": safe("the prompt that was used", lambda: _text(redact(outcome.prompt_used)), None),
        "cost": safe("the price", lambda: _cost(outcome.cost), {}),
        "raw": safe("the provider's reply", lambda: redact(plain(dict(outcome.raw))), {}),
        "actions": safe("the buttons", lambda: [str(redact(one)) for one in outcome.actions], []),
        "parent": safe("the parent", lambda: _text(outcome.parent or request.params.get("parent")), None),
    }
    warnings = safe("the warnings", lambda: [str(redact(one)) for one in outcome.warnings], [])
    remarks = safe("the remarks", lambda: list(provider.remarks(request.prompt, request.params)), [])
    ends = safe("the model's end", lambda: _ending(provider, request), [])
    dearer = safe("the estimate", lambda: _differing(quoted, outcome.cost), [])
    said = [*remarks, *ends, *warnings, *dearer, *_fewer(request, outcome), *faults]
    kept["warnings"] = list(dict.fromkeys(said))
    return {**kept, **money(quoted)}


def money(quoted: Cost, bill: Cost = PRICE_UNKNOWN) -> dict[str, Any]:
    """The JSON of what is known of a price: what was said before, and the bill where it is known."""
    known = {"quoted": quoted, "cost": bill}
    return {name: _cost(cost) for name, cost in known.items() if cost != PRICE_UNKNOWN}


def price(kept: Mapping[str, Any], name: str) -> Cost:
    """Read one of them back."""
    return Cost(**kept.get(name) or {})


def outcome(kept: Mapping[str, Any]) -> Outcome:
    """Read an outcome back; what had no address is in it as empty bytes, which only a file can stand for."""
    return Outcome(
        assets=[_read(one) for one in kept.get("assets", ())],
        prompt_used=kept.get("prompt_used"),
        cost=price(kept, "cost"),
        raw=kept.get("raw", {}),
        warnings=tuple(one for one in kept.get("warnings", ()) if one not in kept.get("missing", ())),
        actions=tuple(kept.get("actions", ())),
        parent=kept.get("parent"),
        expires=kept.get("expires"),
    )


def generation(
    request: ImageRequest, remote_id: str | None, kept: Mapping[str, Any], pictures: Sequence[Picture]
) -> Generation:
    """What whoever asked is given, from what is kept and the pictures that came."""
    return Generation(
        request=request,
        state=State.SAVED,
        images=tuple(pictures),
        remote_id=remote_id,
        prompt_used=kept["prompt_used"],
        cost=price(kept, "cost"),
        quoted=price(kept, "quoted"),
        timings=kept["timings"],
        polls=kept["polls"],
        warnings=(*kept["warnings"], *kept["missing"]),
        sandbox=request.sandbox or any(picture.sketch for picture in pictures),
        raw=kept["raw"],
        actions=tuple(kept["actions"]),
        parent=kept["parent"],
        expires=kept["expires"],
        missing=tuple(kept["missing"]),
    )


def addressed(outcome: Outcome) -> bool:
    """Whether something of it can be asked for again by its address."""
    return any(isinstance(asset.source, str) for asset in outcome.assets)


def patient(kept: Mapping[str, Any], expires: float | None) -> bool:
    """Whether a download is worth a minute: not long after it was finished, and not once it has expired."""
    now, finished = time.time(), kept.get("finished")
    fresh = finished is None or now - finished < 120
    return fresh and (expires is None or now < expires)


def differences(request: ImageRequest, pictures: Sequence[Picture]) -> list[str]:
    """Say where what came is not what was asked for, or is odd in itself."""
    asked = str(request.params.get("output_format") or "").lower()
    wanted = _FORMATS.get(asked)
    got = sorted({one.media_type.removeprefix("image/") for one in pictures if wanted and one.media_type != wanted})
    odd = list(dict.fromkeys(one.warning for one in pictures if one.warning))
    other = [f"{asked} was asked for, {' and '.join(got)} came"] if got else []
    return [*other, *_misshapen(request, pictures), *odd]


def _misshapen(request: ImageRequest, pictures: Sequence[Picture]) -> list[str]:
    """Say where a ratio that somebody chose was ignored: services clamp it, and do not tell."""
    ratio = request.params.get("aspect_ratio")
    asked = _RATIO.fullmatch(ratio) if isinstance(ratio, str) and "aspect_ratio" not in request.implied else None
    if asked is None:
        return []
    wanted = float(asked[1]) / float(asked[2])
    others = (
        one for one in pictures if one.width and one.height and abs(math.log(one.width / one.height / wanted)) > UNLIKE
    )
    return list(dict.fromkeys(f"{ratio} was asked for, {one.width}x{one.height} came" for one in others))


def here(row: Row, known: Generation) -> dict[int, Picture]:
    """The pictures of a row whose files are here, by their place in the outcome."""
    present = {picture.path.name: picture for picture in known.images}
    placed = [(image.get("place", place), image["path"]) for place, image in enumerate(row.images)]
    return {place: present[name] for place, name in placed if name in present}


def alt(request: ImageRequest, provider: Provider, picture: Picture) -> str:
    """The words that stand for a picture: prompt, provider, model, ratio, and what it is not."""
    said = [request.prompt, provider.title, request.params.get("model"), request.params.get("aspect_ratio")]
    said += ["sketch engine, not an AI model"] if picture.sketch else []
    return ", ".join(str(item) for item in said if item)


def plain(value: Any) -> Any:
    """Make anything into what JSON can hold: other objects become their text, numbers that are none become null."""
    return json.loads(json.dumps(_finite(value), default=str, allow_nan=False))


def _finite(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _finite(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(one) for one in value]
    if isinstance(value, bytes | bytearray | memoryview):
        return f"{len(value)} bytes"
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _asset(asset: Asset) -> dict[str, Any]:
    source = asset.source if isinstance(asset.source, str) else None
    told = {"seed": asset.seed, "size": list(asset.size) if asset.size else None, "text": asset.text}
    return {"source": source, **{name: value for name, value in told.items() if value is not None}}


def _read(kept: Any) -> Asset:
    if isinstance(kept, str):  # as 0.1.0 wrote it
        return Asset(kept)
    size = kept.get("size")
    return Asset(kept.get("source") or b"", kept.get("seed"), tuple(size) if size else None, kept.get("text"))


def _cost(cost: Cost) -> dict[str, Any]:
    said = {"usd": _number(cost.usd), "credits": _number(cost.credits)}
    return {**said, "source": cost.source} if cost.source else said


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _number(value: Any) -> float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) else None


def _ending(provider: Provider, request: ImageRequest) -> list[str]:
    """Say of a model that is about to end which one follows it."""
    model = provider.known_model(request.params.get("model")) if provider.recorded_for(request) else None
    said = model.notice(date.fromtimestamp(time.time())) if model else ""
    return [said] if said else []


def _differing(quoted: Cost, bill: Cost) -> list[str]:
    """Say where the bill is another than what was said before, by more than a rounding."""
    billed, guessed = bill.usd, quoted.usd
    if billed is None or not guessed or abs(billed - guessed) <= 0.02 * guessed:
        return []
    return [f"${guessed:.4g} was estimated, ${billed:.4g} was billed"]


def _fewer(request: ImageRequest, made: Outcome) -> list[str]:
    asked = request.params.get("num_images", 1)
    return [f"{asked} pictures were asked for, {len(made.assets)} came"] if len(made.assets) < asked else []
