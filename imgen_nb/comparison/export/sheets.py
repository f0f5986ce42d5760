"""A comparison as one picture at print size, painted with Pillow."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from imgen_nb.comparison.export.paper import BOLD, SCALE, Image, Paper, Style, lay
from imgen_nb.comparison.export.printed import Printed
from imgen_nb.errors import ImgenError, InvalidRequest
from imgen_nb.show import fonts
from imgen_nb.show.painted import painted

if TYPE_CHECKING:
    from PIL.Image import Image as PillowImage
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

DPI = 150
"""Pixels of an inch on paper, as the picture says of itself."""
MOST = 200_000_000
"""Pixels of a sheet: more is held by few machines and opened by none."""
AHEAD = 8
"""Pictures that are decoded, in two threads, while others are pasted: memory never holds all of them."""
PAPER, INK, QUIET, MAT, RULE = (255, 255, 255), (27, 27, 31), (90, 90, 100), (240, 240, 242), (196, 196, 202)


def cell_width(across: int) -> int:
    """How wide a cell is where nobody says: the fewer there are, the larger."""
    return 384 if across <= 4 else 320 if across <= 6 else 256


class LetterPen:
    """Measures and draws text with the fonts of `show.fonts`."""

    def __init__(self, unit: float) -> None:
        self.unit = unit
        self.width: Callable[[str, Style], float] = lru_cache(8192)(self._width)

    def draw(self, image: PillowImage, x: float, y: float, text: str, style: Style) -> None:
        """Draw one line; `y` is where its letters stand."""
        from PIL import ImageDraw

        size = self.unit * SCALE[style]
        for face, run in _runs(text, style):
            if face.painted:
                made = painted(face.file, run)
                small = made.image.resize((round(made.width * size), round((made.above + made.below) * size)))
                image.paste(small, (round(x), round(y - made.above * size)), small)
            else:
                ink = QUIET if style == "quiet" else INK
                ImageDraw.Draw(image).text((x, y), run, ink, _font(face.file, size), anchor="ls")
            x += _advance(face, run, size)

    def _width(self, text: str, style: Style) -> float:
        return sum(_advance(face, run, self.unit * SCALE[style]) for face, run in _runs(text, style))


def _runs(text: str, style: Style) -> Iterator[tuple[fonts.Face, str]]:
    known = fonts.readable(text)
    return fonts.runs(known.text, known.faces, bold=style in BOLD)


def _advance(face: fonts.Face, run: str, size: float) -> float:
    return painted(face.file, run).width * size if face.painted else _font(face.file, size).getlength(run)


@lru_cache(64)
def _font(file: Path, size: float) -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(str(file), size)


def paint(made: Printed, cell: int | None = None, *, coordinates: bool = False, ids: bool = False) -> PillowImage:
    """Paint a comparison; raises `InvalidRequest` for a sheet that is too large, with its size."""
    from PIL import Image as Pillow
    from PIL import ImageDraw

    wide = cell_width(made.across) if cell is None else cell
    pen = LetterPen(max(10.0, round(wide / 22, 1)))
    paper = lay(made, pen, wide, coordinates=coordinates, ids=ids)
    if paper.width * paper.height > MOST:
        raise InvalidRequest(
            f"the sheet would have {paper.width:,.0f} × {paper.height:,.0f} pixels; allowed: {MOST // 10**6} million",
            operation="sheet",
            hint="a smaller cell=, fewer cells, or grid.save('comparison.html')",
        )
    image = Pillow.new("RGB", (int(paper.width), int(paper.height)), PAPER)
    with ThreadPoolExecutor(2, "imgen-sheet") as threads:
        coming = deque(threads.submit(_small, one) for one in paper.images[:AHEAD])
        _paint_boxes(ImageDraw.Draw(image), paper)
        _paint_words(image, paper, pen)
        for number, place in enumerate(paper.images, AHEAD):
            _paste(image, place, coming.popleft().result(), pen)
            coming.extend(threads.submit(_small, one) for one in paper.images[number : number + 1])
    image.info["dpi"] = (DPI, DPI)
    return image


def _paint_boxes(draw: ImageDraw, paper: Paper) -> None:
    for box in paper.boxes:
        corners = (box.x, box.y, box.x + box.width - 1, box.y + box.height - 1)
        if box.kind == "held":
            draw.rectangle(corners, outline=RULE)
        else:
            draw.rectangle(corners, fill=MAT if box.kind == "mat" else RULE)


def _paint_words(image: PillowImage, paper: Paper, pen: LetterPen) -> None:
    for words in paper.words:
        for number, line in enumerate(words.lines):
            pen.draw(image, words.x, words.y + words.size + number * words.leading, line, words.style)


def _paste(image: PillowImage, place: Image, small: PillowImage | None, pen: LetterPen) -> None:
    if small is None:
        pen.draw(image, place.x + pen.unit, place.y + 2 * pen.unit, "File not found", "strong")
    else:
        image.paste(small, (round(place.x), round(place.y)), small if small.mode == "RGBA" else None)


def _small(place: Image) -> PillowImage | None:
    """A picture as large as its place; None where its file is gone or damaged."""
    from PIL.Image import Resampling

    size = (max(1, round(place.width)), max(1, round(place.height)))
    try:
        picture = place.picture.pil(max(size))
    except (ImgenError, OSError):
        return None
    return picture if picture.size == size else picture.resize(size, Resampling.LANCZOS)
