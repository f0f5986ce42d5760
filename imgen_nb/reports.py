"""An honest record: what was asked, what was sent, what came back, and whether they agree. No I/O.

What came is measured where it can be, from the decoded picture; what nobody tells is said to be untold, never assumed.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Verdict = Literal["same", "other", "untold"]

UNTOLD = "not told"
NEAR = 0.04
"""How far a shape may be off, as a share: sizes are rounded to whole blocks of pixels."""
ROUGHLY = 0.3
"""The same for sizes in thousands of pixels, whose name is rounded."""
CHEAP = 0.02
"""How far a bill may be off what was said before, as a share: a rounding."""
RATIOS = ("1:1", "5:4", "4:3", "3:2", "16:9", "2:1", "21:9", "3:1", "4:1", "4:5", "3:4", "2:3", "9:16", "1:2", "9:21")
FORMATS = {"jpg": "jpeg"}
SERVED = ("model", "model_name", "modelId", "model_id", "modelName")
"""Where a reply names the model that drew."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One field of a request: what was asked, what was sent for it, what came, and whether that is the same."""

    field: str
    asked: str
    sent: str
    came: str
    verdict: Verdict


@dataclass(frozen=True)
class Report:
    """What was asked, sent and obtained, field by field; what the service or we had to say beside it.

    Example:
        >>> report = ig.generate("a red fox", "banatie", aspect_ratio="16:9").report  # doctest: +SKIP
        >>> [fact.field for fact in report.differing]  # doctest: +SKIP
        ['prompt']
    """

    facts: tuple[Fact, ...]
    remarks: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Fact]:
        return iter(self.facts)

    def __getitem__(self, field: str) -> Fact:
        for fact in self.facts:
            if fact.field == field:
                return fact
        raise KeyError(field)

    @property
    def differing(self) -> tuple[Fact, ...]:
        """The fields in which something else came than was asked."""
        return tuple(fact for fact in self.facts if fact.verdict == "other")

    def __repr__(self) -> str:
        from imgen_nb.show import reported

        return reported.lines(self)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        from imgen_nb.show import reported

        return reported.report(self)


def of(generation: Any) -> Report:
    """The report of a generation (which this file does not import: it is one of its attributes)."""
    request, images = generation.request, generation.images
    asked = {name: value for name, value in request.params.items() if value is not None}
    facts = [_prompt(request.prompt, asked, generation.prompt_used)]
    facts += [fact for measure in (_ratio, _size, _format, _number) if (fact := measure(asked, images))]
    facts += [fact for fact in (_seed(asked, generation.seed, images), _model(asked, generation.raw)) if fact]
    facts += [fact for fact in (_price(generation),) if fact]
    known = {fact.field for fact in facts} | {"enhance", "model"}
    facts += [Fact(name, said, said, UNTOLD, "untold") for name, said in _others(asked, known, request.implied)]
    return Report(tuple(facts), tuple(generation.warnings))


# --- what can be measured ---------------------------------------------------------------------------------------------


def _ratio(asked: Mapping[str, Any], images: Sequence[Any]) -> Fact | None:
    wanted = shape(asked.get("aspect_ratio"))
    if not images:
        return None
    said = str(asked.get("aspect_ratio", "")) or "whatever it makes"
    came = _each(f"{near(image.width, image.height)} from {image.width} × {image.height}" for image in images)
    right = all(abs(math.log(image.width / image.height / wanted)) < NEAR for image in images) if wanted else None
    return Fact("aspect_ratio", said, str(asked.get("aspect_ratio") or "nothing"), came, _verdict(right))


def _size(asked: Mapping[str, Any], images: Sequence[Any]) -> Fact | None:
    """Sizes such as "2K" or "1024x768", by whatever name a service has for them."""
    for name in ("resolution", "quality", "image_size", "size"):
        said = str(asked.get(name, ""))
        if images and (right := [_has_size(said, image.width, image.height) for image in images])[0] is not None:
            came = _each(f"{image.width} × {image.height}, {_thousands(image):.2g}K" for image in images)
            return Fact(name, said, said, came, _verdict(all(right)))
    return None


def _thousands(image: Any) -> float:
    return math.sqrt(image.width * image.height) / 1024


def _has_size(said: str, width: int, height: int) -> bool | None:
    """Whether a picture has the size that was asked for; None where that was none."""
    if thousands := re.fullmatch(r"(\d(?:\.\d)?)[kK]", said):
        return abs(math.log(math.sqrt(width * height) / 1024 / max(float(thousands[1]), 0.1))) < ROUGHLY
    if pixels := re.fullmatch(r"(\d{2,5})[xX×](\d{2,5})", said):
        return (width, height) == (int(pixels[1]), int(pixels[2]))
    return None


def _format(asked: Mapping[str, Any], images: Sequence[Any]) -> Fact | None:
    said = str(asked.get("output_format", ""))
    if not images:
        return None
    kinds = [image.media_type.removeprefix("image/") for image in images]
    right = all(kind == FORMATS.get(said.lower(), said.lower()) for kind in kinds) if said else None
    return Fact("output_format", said or "whatever it makes", said or "nothing", _each(kinds), _verdict(right))


def _number(asked: Mapping[str, Any], images: Sequence[Any]) -> Fact | None:
    wanted = asked.get("num_images")
    if not isinstance(wanted, int):
        return None
    return Fact("num_images", str(wanted), str(wanted), str(len(images)), _verdict(len(images) == wanted))


# --- what has to be told ----------------------------------------------------------------------------------------------


def _prompt(prompt: str, asked: Mapping[str, Any], used: str | None) -> Fact:
    enhance = asked.get("enhance")
    sent = "the same" if not isinstance(enhance, bool) else f"the same, enhance {'on' if enhance else 'off'}"
    if used is None:
        return Fact("prompt", prompt, sent, UNTOLD, "untold")
    if used == prompt:
        return Fact("prompt", prompt, sent, "the same", "same")
    number = len(prompt.split())
    words = f"rewritten, {number} word{'' if number == 1 else 's'} became {len(used.split())}: {used}"
    return Fact("prompt", prompt, sent, words, "other")


def _seed(asked: Mapping[str, Any], told: int | None, images: Sequence[Any]) -> Fact | None:
    """A seed that is told back was heard; whether it was honoured, only the same picture twice can show."""
    wanted = asked.get("seed")
    echoed = [image.seed for image in images if image.seed is not None]
    if wanted is None:
        return Fact("seed", "none", "nothing", _each(map(str, echoed)), "untold") if echoed else None
    if not echoed:
        return Fact("seed", str(wanted), str(wanted), UNTOLD, "untold")
    right = all(seed == wanted for seed in echoed)
    return Fact("seed", str(wanted), str(wanted), f"told back: {_each(map(str, echoed))}", _verdict(right))


def _model(asked: Mapping[str, Any], raw: Mapping[str, Any]) -> Fact | None:
    wanted = asked.get("model")
    served = next((raw[name] for name in SERVED if isinstance(raw.get(name), str) and raw[name]), None)
    if wanted is None and served is None:
        return None
    said, came = str(wanted or "whichever it has"), served or UNTOLD
    same = None if wanted is None or served is None else _plainest(served) == _plainest(str(wanted))
    return Fact("model", said, str(wanted or "nothing"), came, _verdict(same))


def _price(generation: Any) -> Fact | None:
    """What was said of the price before, and the bill; live it is paid, in a sandbox it is rehearsed."""
    said, bill = generation.quoted, generation.cost
    if said.usd is None:
        return None
    right = None if bill.usd is None else abs(bill.usd - said.usd) <= CHEAP * said.usd
    came = UNTOLD if bill.usd is None else f"{bill}, live" if generation.sandbox else str(bill)
    return Fact("price", f"{said} ({said.source})" if said.source else str(said), "", came, _verdict(right))


def _others(asked: Mapping[str, Any], known: set[str], implied: Sequence[str]) -> Iterator[tuple[str, str]]:
    """What else a person set: nothing that is sent was dropped, and nobody tells what it did."""
    for name, value in asked.items():
        if name not in known and name not in implied:
            said = str(value)
            yield name, said if len(said) <= 80 else f"{said[:79]}…"


# --- words ------------------------------------------------------------------------------------------------------------


def shape(ratio: object) -> float:
    """Width by height of a ratio such as "16:9"; 0 for what is none."""
    found = re.fullmatch(r"([0-9]{1,4}):([0-9]{1,4})", str(ratio))
    width, height = map(int, found.groups()) if found else (0, 0)
    return width / height if height else 0.0


def near(width: int, height: int) -> str:
    """The usual ratio that a picture has, else its own.

    Example:
        >>> near(1248, 832), near(1000, 700)
        ('3:2', '1.43:1')
    """
    if not width or not height:
        return "no size"
    usual = min(RATIOS, key=lambda one: abs(math.log(width / height / shape(one))))
    return usual if abs(math.log(width / height / shape(usual))) < NEAR else f"{width / height:.2f}:1"


def _plainest(model: str) -> str:
    return re.sub(r"[^a-z0-9]", "", model.rpartition("/")[2].lower())


def _each(said: Any) -> str:
    return ", ".join(dict.fromkeys(said))


def _verdict(same: bool | None) -> Verdict:
    return "untold" if same is None else "same" if same else "other"
