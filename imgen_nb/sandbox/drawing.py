"""From what a wire was asked to a file: the order a fake server gives to the sketch engine.

The engine puts its caption into the picture and its name into the metadata; the server adds a header. Pillow and the
painter are imported when the first picture is drawn.
"""

import os
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal

from imgen_nb import sketch

if TYPE_CHECKING:
    from PIL import Image

    Look = Callable[[str], Image.Image]
    """Gives the picture of an address."""

GLIMPSE = (160, 160)
AHEAD = 16
"""Drawings begun before anybody asks for them that are kept: an older one is painted when it is asked for."""
CLEAR = 0.35  # the least progress that is shown: below it there is noise, and nothing to see
SOFTWARE = 0x0131  # the EXIF tag that names the program
CAPTIONED = 0.055  # of the shorter side: the strip in which a sketch has its caption
PLAIN = 7.5  # the guidance at which the engine obeys every word
LOOSE = 5.0  # how much of it the highest temperature takes away
LIGHT = ("time", "weather", "mood", "style", "camera")
"""What the words that an API adds to a prompt may decide, where the prompt itself does not."""
VARIANTS = 8  # different pictures of one prompt that a temperature just below 1 allows


@dataclass(frozen=True, slots=True)
class Drawing:
    """One picture to draw; two equal ones are the same file, in every process.

    `rewritten` is the prompt as the API enhanced it; `source`, `references` and `mask` are addresses. `layout`, `sheet`
    and `quadrant` are the engine's: a sheet holds four quadrants of one layout.
    """

    prompt: str
    size: tuple[int, int]
    seed: int
    finish: str
    template: str = "general"
    rewritten: str = ""
    negative: str = ""
    guidance: float | None = None
    steps: int | None = None
    temperature: float | None = None
    similarity: float = 0.5
    source: str = ""
    references: tuple[str, ...] = ()
    mask: str = ""
    layout: int = 0
    sheet: bool = False
    quadrant: Literal[1, 2, 3, 4] | None = None


def picture(drawing: Drawing, media_type: str, look: "Look") -> bytes:
    """Return the drawing as a PNG, JPEG or WebP file; slow, so never called on an event loop."""
    return sketch.save(paint(drawing, look), media_type)


def paint(drawing: Drawing, look: "Look") -> "Image.Image":
    """Return the drawing as an image, as it was begun ahead, or painted now."""
    begun = _ahead().pop(drawing, None)
    return begun.result() if begun else _painted(drawing, look)


def begin(drawing: Drawing) -> None:
    """Paint a drawing in the background, so that it is there when somebody asks for it: not one made from others."""
    if drawing.source or drawing.references or drawing.mask or drawing in _ahead():
        return
    _ahead()[drawing] = _painters(os.getpid()).submit(_painted, drawing, _nothing)
    while len(_ahead()) > AHEAD:
        _ahead().popitem(last=False)[1].cancel()


def _ahead() -> "OrderedDict[Drawing, Future[Image.Image]]":
    return _begun(os.getpid())


@cache
def _begun(_process: int) -> "OrderedDict[Drawing, Future[Image.Image]]":
    """What was begun in this process: a forked child has none of its parent's threads."""
    return OrderedDict()


@cache
def _painters(_process: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(2, "imgen-painter")


def _nothing(address: str) -> "Image.Image":
    raise LookupError(address)


def _painted(drawing: Drawing, look: "Look") -> "Image.Image":
    """Paint it; the pictures it is made from are looked at first, outside the engine's slots."""
    source = look(drawing.source) if drawing.source else None
    return sketch.render(
        understood(drawing),
        drawing.size,
        seed=varied(drawing.seed, drawing.temperature),
        finish=drawing.finish,
        template=drawing.template,
        guidance=loosened(drawing.guidance, drawing.temperature),
        steps=drawing.steps,
        negative=drawing.negative or None,
        source=source,
        similarity=drawing.similarity,
        references=[_bare(look(address)) for address in drawing.references],
        mask=look(drawing.mask) if drawing.mask and source is not None else None,
        layout=drawing.layout,
        sheet=drawing.sheet,
        quadrant=drawing.quadrant,
    )


def shaped(ratio: str, pixels: int, step: int = 16) -> tuple[int, int]:
    """Return the size of a picture of that many pixels and that shape, "3:2" or "3x2", its sides in whole steps."""
    across, down = map(int, ratio.replace("x", ":").split(":"))
    width = (pixels * across / down) ** 0.5
    return max(1, round(width / step)) * step, max(1, round(width * down / across / step)) * step


@lru_cache(maxsize=64)
def glimpse(drawing: Drawing, progress: float, form: str = "webp") -> bytes:
    """Return a coarse, small picture of what the drawing will be, clearer as `progress` goes from 0 to 1."""
    image = sketch.preview(
        understood(drawing),
        drawing.size,
        progress=max(CLEAR, progress),
        seed=varied(drawing.seed, drawing.temperature),
        finish=drawing.finish,
        template=drawing.template,
        sheet=drawing.sheet,
    )
    image.thumbnail(GLIMPSE)
    return sketch.save(image, form, quality=60)


def understood(drawing: Drawing) -> sketch.ScenePlan:
    """Return the plan: what is in the picture is said by the prompt; a rewriting adds light, not windows and lenses."""
    plan, told = sketch.parse(drawing.prompt), sketch.parse(drawing.rewritten)
    return replace(plan, **{name: getattr(plan, name) or getattr(told, name) for name in LIGHT})


def varied(seed: int, temperature: float | None) -> int:
    """Return the seed as far as a temperature lets it count: at 0 all seeds draw alike, from 1 on none do."""
    return seed if temperature is None or temperature >= 1 else seed % (1 + int(VARIANTS * temperature))


def loosened(guidance: float | None, temperature: float | None) -> float | None:
    """Return the guidance; above 1, a temperature makes the engine forget words of the prompt."""
    if temperature is None or temperature <= 1:
        return guidance
    return (PLAIN if guidance is None else guidance) - LOOSE * (temperature - 1)


def _bare(image: "Image.Image") -> "Image.Image":
    """Return a reference without the engine's own caption, which is no part of what it shows."""
    drawn = "imgen_nb:engine" in image.info or "imgen_nb:engine" in str(image.getexif().get(SOFTWARE, ""))
    return image.crop((0, 0, image.width, image.height - round(CAPTIONED * min(image.size)))) if drawn else image
