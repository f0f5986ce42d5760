"""A comparison as a figure of matplotlib: from small copies, in the style that the user has set."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from imgen_nb.comparison.export.paper import BOLD, GUTTER, SCALE, Paper, Style, lay
from imgen_nb.comparison.export.printed import Printed
from imgen_nb.errors import ImgenError
from imgen_nb.show import fonts
from imgen_nb.show.painted import Painted, painted

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Colour = tuple[float, float, float]

INCHES = 1.9
"""The width of a cell where nobody says how wide the figure is."""
HINTED = 1.05
"""How much wider letters may become when they are fitted to pixels."""


class FigurePen:
    """Measures text as matplotlib draws it, in pixels of its points: 72 to the inch."""

    def __init__(self, faces: tuple[fonts.Face, ...]) -> None:
        import matplotlib as mpl
        from matplotlib.font_manager import FontProperties

        self.unit: float = FontProperties(size=mpl.rcParams["font.size"]).get_size_in_points() * 0.8
        self.families = [
            *mpl.rcParams["font.family"],
            fonts.FAMILY,
            *(face.family for face in faces if not face.painted),
        ]
        self.width: Callable[[str, Style], float] = lru_cache(8192)(self._width)

    def font(self, style: Style) -> dict[str, Any]:
        """How text of a style is asked for."""
        weight = "bold" if style in BOLD else "normal"
        return {"family": self.families, "size": self.unit * SCALE[style], "weight": weight}

    def pieces(self, text: str, style: Style) -> Iterator[tuple[str, Painted | None, float]]:
        """A line in stretches that are drawn at once, as text or painted, and how wide each is."""
        known, unit = fonts.readable(text), self.unit * SCALE[style]
        if not any(face.painted for face in known.faces):
            yield known.text, None, self._letters(known.text, style)
            return
        for face, run in fonts.runs(known.text, known.faces, bold=style in BOLD):
            made = painted(face.file, run) if face.painted else None
            yield run, made, made.width * unit if made else self._letters(run, style)

    def _width(self, text: str, style: Style) -> float:
        return sum(width for _, _, width in self.pieces(text, style))

    def _letters(self, text: str, style: Style) -> float:
        from matplotlib.font_manager import FontProperties
        from matplotlib.textpath import text_to_path

        font = FontProperties(**self.font(style))
        return HINTED * float(text_to_path.get_text_width_height_descent(text, font, ismath=False)[0])


def draw(
    made: Printed,
    faces: tuple[fonts.Face, ...],
    width: float | None = None,
    *,
    coordinates: bool = False,
    ids: bool = False,
) -> Figure:
    """Draw a comparison; nothing is shown, and no other figure is touched. `width` is in inches."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    pen = FigurePen(faces)
    cell = INCHES * 72 if width is None else _cell_width(made, pen, width * 72)
    paper = lay(made, pen, cell, coordinates=coordinates, ids=ids)

    class Drawn(Figure):
        """A figure that a notebook shows, whether or not pyplot was ever imported."""

        def _repr_png_(self) -> bytes:
            out = io.BytesIO()
            self.savefig(out, format="png")
            return out.getvalue()

    figure = Drawn(figsize=(paper.width / 72, paper.height / 72))
    figure.set_layout_engine("none")
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1), frameon=False)
    axes.set_axis_off()
    inks = Inks.of_the_style()
    _draw_boxes(axes, paper, inks)
    _draw_images(axes, paper, pen, inks)
    _draw_words(axes, paper, pen, inks)
    axes.set(xlim=(0, paper.width), ylim=(paper.height, 0))
    return figure


def _cell_width(made: Printed, pen: FigurePen, width: float) -> float:
    """As wide as a cell may be in a figure of a width, beside margins, gaps and the heads of rows."""
    headed = any(row.head.said for page in made.pages for row in page.rows)
    room = width - (made.across + 3 + headed) * pen.unit
    return max(4 * pen.unit, room / (made.across + (GUTTER if headed else 0)))


@dataclass(frozen=True)
class Inks:
    """The colour of text and that of the ground, as the style has them; everything else is mixed of the two."""

    ink: Colour
    ground: Colour

    @classmethod
    def of_the_style(cls) -> Inks:
        """What is set now; a ground that is none is taken for white."""
        import matplotlib as mpl
        from matplotlib.colors import to_rgb, to_rgba

        ground = mpl.rcParams["figure.facecolor"]
        return cls(to_rgb(mpl.rcParams["text.color"]), to_rgb(ground) if to_rgba(ground)[3] else (1.0, 1.0, 1.0))

    def mixed(self, share: float) -> Colour:
        """So much of the ink on the ground."""
        red, green, blue = (share * a + (1 - share) * b for a, b in zip(self.ink, self.ground, strict=True))
        return red, green, blue


def _draw_boxes(axes: Axes, paper: Paper, inks: Inks) -> None:
    from matplotlib.patches import Rectangle

    styles = {"mat": (inks.mixed(0.06), "none"), "held": ("none", inks.mixed(0.3)), "rule": (inks.mixed(0.25), "none")}
    for box in paper.boxes:
        fill, edge = styles[box.kind]
        axes.add_patch(Rectangle((box.x, box.y), box.width, box.height, facecolor=fill, edgecolor=edge, lw=0.8))


def _draw_images(axes: Axes, paper: Paper, pen: FigurePen, inks: Inks) -> None:
    for image in paper.images:
        try:
            small = image.picture.pil(384)
        except (ImgenError, OSError):
            at = (image.x + pen.unit, image.y + 2 * pen.unit)
            axes.text(*at, "File not found", color=inks.ink, zorder=3, **pen.font("strong"))
            continue
        extent = (image.x, image.x + image.width, image.y + image.height, image.y)
        axes.imshow(small, extent=extent, aspect="auto", interpolation="antialiased", zorder=2)


def _draw_words(axes: Axes, paper: Paper, pen: FigurePen, inks: Inks) -> None:
    """Each line by itself, as text and nothing else: no mathematics, no TeX."""
    for words in paper.words:
        how = {"color": inks.mixed(0.68) if words.style == "quiet" else inks.ink, **pen.font(words.style)}
        for number, line in enumerate(words.lines):
            x, y = words.x, words.y + words.size + number * words.leading
            for text, picture, width in pen.pieces(line, words.style):
                if picture is None:
                    axes.text(x, y, text, va="baseline", parse_math=False, usetex=False, **how)
                else:
                    extent = (x, x + width, y + picture.below * words.size, y - picture.above * words.size)
                    axes.imshow(picture.image, extent=extent, aspect="auto", interpolation="antialiased", zorder=3)
                x += width
