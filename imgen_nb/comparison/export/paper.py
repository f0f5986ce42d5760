"""Where everything of a comparison goes on paper, worked out once for whoever paints it.

Every length is in the painter's own pixels, and every text is measured with its own fonts: nothing is cut, whatever
the labels are.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from imgen_nb.comparison.export.printed import Printed, PrintedPage, Row, Spot
from imgen_nb.show.matrix import Head
from imgen_nb.show.places import Place
from imgen_nb.show.wrapping import listed, wrapped
from imgen_nb.types import Picture

Style = Literal["title", "head", "strong", "body", "quiet"]
SCALE: dict[Style, float] = {"title": 1.6, "head": 1.15, "strong": 1.0, "body": 1.0, "quiet": 0.95}
BOLD: frozenset[Style] = frozenset({"title", "head", "strong"})
LEADING = 1.35
"""Height of a line by the size of its letters."""
TALLEST = 1.25
"""Height by width of the mat of a row: a taller picture has mat beside it."""

GUTTER = 0.6
"""How wide the heads of rows may be, by the width of a cell."""


class Pen(Protocol):
    """A painter's letters."""

    unit: float
    """Pixels of the letters of ordinary text."""

    def width(self, text: str, style: Style) -> float:
        """Pixels from the beginning of a line of text to its end."""


@dataclass(frozen=True)
class Words:
    """Lines of text: the upper left corner of the first one."""

    x: float
    y: float
    lines: tuple[str, ...]
    style: Style
    size: float

    @property
    def leading(self) -> float:
        """From one line to the next."""
        return self.size * LEADING


@dataclass(frozen=True)
class Box:
    """A mat under a picture, the frame of a place without one, or a rule."""

    x: float
    y: float
    width: float
    height: float
    kind: Literal["mat", "held", "rule"]


@dataclass(frozen=True)
class Image:
    """A picture in the middle of its mat."""

    x: float
    y: float
    width: float
    height: float
    picture: Picture


@dataclass
class Paper:
    """What is painted, and how large it all is."""

    width: float = 0.0
    height: float = 0.0
    words: list[Words] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)


def lay(made: Printed, pen: Pen, cell: float, *, coordinates: bool = False, ids: bool = False) -> Paper:
    """Lay out a comparison; with `coordinates` each cell says where it belongs, with `ids` its ids."""
    return _Layout(made, pen, cell, coordinates, ids).paper


class _Layout:
    """One layout under way; `y` is how far down it has come."""

    def __init__(self, made: Printed, pen: Pen, cell: float, coordinates: bool, ids: bool) -> None:
        self.pen, self.cell, self.coordinates, self.ids = pen, cell, coordinates, ids
        self.gap, self.margin = pen.unit, 2 * pen.unit
        heads = [row.head for page in made.pages for row in page.rows if row.head.said]
        widest = max((pen.width(head.said, "head") for head in heads), default=0.0)
        widest = max(widest, *(min(pen.width(head.note, "quiet"), 10 * pen.unit) for head in heads), 0.0)
        self.gutter = min(widest, GUTTER * cell) + self.gap if heads else 0.0
        inner = self.gutter + made.across * cell + (made.across - 1) * self.gap
        inner = max(inner, min(pen.width(made.title, "title"), 30 * pen.unit))
        self.paper = Paper(width=math.ceil(inner + 2 * self.margin))
        self.y = self.margin
        self._flow(made, inner)
        self.paper.height = math.ceil(self.y + self.margin)

    def _flow(self, made: Printed, inner: float) -> None:
        self._text(self.margin, made.title, "title", inner)
        for said in (made.subtitle, *made.explained):
            self._text(self.margin, said, "quiet", inner)
        self.y += self.gap
        for page in made.pages:
            self._page(page, inner)
        for note in made.notes:
            self._text(self.margin, note, "quiet", inner)

    def _page(self, page: PrintedPage, inner: float) -> None:
        if page.title:
            self._text(self.margin, page.title, "head", inner)
            self.y += 0.5 * self.gap
        if page.columns:
            self._columns(page.columns)
        for row in page.rows:
            self._row(row)
            self._rule(inner)

    def _columns(self, heads: Sequence[Head]) -> None:
        """The heads of columns begin on one line."""
        top = self.y
        heights = [self._head(self._across(number), top, head, self.cell) - top for number, head in enumerate(heads)]
        self.y = top + max(heights) + 0.3 * self.gap

    def _head(self, x: float, y: float, head: Head, width: float) -> float:
        self.y = y
        self._text(x, head.said, "head", width)
        return self._text(x, head.note, "quiet", width)

    def _row(self, row: Row) -> None:
        top = self.y
        bottom = self._head(self.margin, top, row.head, max(self.gutter - self.gap, 1.0))
        shapes = [place.shape for spot in row.spots for place in spot.places]
        for number, spot in enumerate(row.spots):
            self.y = top
            bottom = max(bottom, self._spot(self._across(number), spot, max(min(shapes), 1 / TALLEST)))
        self.y = bottom + 0.6 * self.gap

    def _spot(self, x: float, spot: Spot, shape: float) -> float:
        head = spot.head or (spot.label if self.coordinates else "")
        if head:
            self._text(x, head, "strong", self.cell)
            self.y += 0.2 * self.gap
        self.y = self._pictures(x, spot.places, shape) + 0.3 * self.gap
        facts = listed(spot.facts, self.cell, lambda some: self.pen.width(some, "quiet"))
        self._go_on(x, facts, "quiet")
        self._text(x, spot.trouble, "quiet", self.cell)
        for name in spot.ids if self.ids else ():
            self._text(x, name, "quiet", self.cell)
        return self.y

    def _pictures(self, x: float, places: Sequence[Place], shape: float) -> float:
        """One picture fills the width; several share it as a square does. Gives where they end."""
        across = math.ceil(math.sqrt(len(places)))
        space = 0.3 * self.gap
        wide = (self.cell - (across - 1) * space) / across
        high = wide / shape
        for number, place in enumerate(places):
            left, top = x + number % across * (wide + space), self.y + number // across * (high + space)
            self._place(left, top, wide, high, place)
        return self.y + math.ceil(len(places) / across) * (high + space) - space

    def _place(self, x: float, y: float, wide: float, high: float, place: Place) -> None:
        self.paper.boxes.append(Box(x, y, wide, high, "mat" if place.picture else "held"))
        if place.picture is not None:
            across = min(wide, high * place.shape)
            down = across / place.shape
            self.paper.images.append(Image(x + (wide - across) / 2, y + (high - down) / 2, across, down, place.picture))
            return
        lines = self._lines(place.word, "strong", wide - self.gap)
        top = y + (high - len(lines) * self._leading("strong")) / 2
        for number, line in enumerate(lines):
            middle = x + (wide - self.pen.width(line, "strong")) / 2
            self._put(middle, top + number * self._leading("strong"), [line], "strong")

    # --- pieces -------------------------------------------------------------------------------------------------------

    def _across(self, number: int) -> float:
        return self.margin + self.gutter + number * (self.cell + self.gap)

    def _leading(self, style: Style) -> float:
        return self.pen.unit * SCALE[style] * LEADING

    def _lines(self, text: str, style: Style, width: float) -> list[str]:
        return wrapped(text, width, lambda some: self.pen.width(some, style))

    def _text(self, x: float, text: str, style: Style, width: float) -> float:
        """Put text where the layout has come to, and go on below it."""
        return self._go_on(x, self._lines(text, style, width), style)

    def _go_on(self, x: float, lines: Sequence[str], style: Style) -> float:
        self._put(x, self.y, lines, style)
        self.y += len(lines) * self._leading(style)
        return self.y

    def _put(self, x: float, y: float, lines: Sequence[str], style: Style) -> None:
        if lines:
            self.paper.words.append(Words(x, y, tuple(lines), style, self.pen.unit * SCALE[style]))

    def _rule(self, inner: float) -> None:
        self.paper.boxes.append(Box(self.margin, self.y, inner, max(1.0, self.pen.unit / 12), "rule"))
        self.y += 0.8 * self.gap
