"""What a person takes away of a comparison: a data frame, and files by their endings."""

from __future__ import annotations

import io
import os
import uuid
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from imgen_nb.comparison.export import archive, figures, pages, printed, rows, sheets
from imgen_nb.errors import InvalidRequest, StorageFull
from imgen_nb.options import Option
from imgen_nb.provenance import carriers, record
from imgen_nb.show import fonts

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from pandas import DataFrame
    from PIL.Image import Image

    from imgen_nb.comparison.axes import Axis
    from imgen_nb.comparison.cells import Cell
    from imgen_nb.comparison.likeness import Likeness
    from imgen_nb.show.matrix import Table

CELL = Option("cell", "integer", low=48, high=2048)
"""The width of a cell, in pixels."""
WIDTH = Option("width", "number", low=1, high=200)
"""The width of a figure, in inches."""


class Exports:
    """The part of a grid that goes elsewhere."""

    title: str
    cells: tuple[Cell, ...]

    @property
    def axes(self) -> tuple[Axis, ...]:
        """What varies, in the order of the cells."""
        raise NotImplementedError

    @property
    def tables(self) -> tuple[Table[Cell], ...]:
        """The cells as pages of rows and columns."""
        raise NotImplementedError

    def to_dataframe(self) -> DataFrame:
        """Give a pandas data frame: a row for each picture, or for each cell without any.

        What was asked stands under the request's own names, what came under names that begin with `got_`; then times,
        money and ids. Needs pandas: `pip install 'imgen_nb[compare]'`.

        Example:
            >>> ig.compare("a red fox").to_dataframe()[["provider", "got_width", "seconds", "usd"]]  # doctest: +SKIP
        """
        return rows.frame(rows.of_cells(self.cells))

    def likeness(self) -> Likeness:
        """Compare the pictures with each other: which look nearly alike, and whether what varies made a difference.

        Example:
            >>> print(ig.grid(prompt="a fox", seed=[1, 2, 3]).likeness().effect("seed"))  # doctest: +SKIP
        """
        from imgen_nb.comparison.likeness import Likeness

        return Likeness(self.cells)

    def figure(self, width: float | None = None, *, coordinates: bool = False, ids: bool = False) -> Figure:
        """Draw the comparison as a figure of matplotlib, from small copies, in the style that is set; nothing is shown.

        `width` is in inches. With `coordinates` each cell says where it belongs, with `ids` its ids for the audit.

        Example:
            >>> ig.compare("a red fox").figure(width=8).savefig("foxes.svg")  # doctest: +SKIP
        """
        if width is not None and (problem := WIDTH.problem(width)):
            raise InvalidRequest(f"width {problem}", operation="figure", hint="grid.figure(width=8), in inches")
        made, faces = self._printed()
        return figures.draw(made, faces, width, coordinates=coordinates, ids=ids)

    def sheet(self, cell: int | None = None, *, coordinates: bool = False, ids: bool = False) -> Image:
        """Paint the comparison as one picture of Pillow at print size, every label whole.

        `cell` is the width of a cell in pixels, of which 150 are an inch on paper. With `coordinates` each cell says
        where it belongs, so that a piece of the sheet still does; with `ids` its ids for the audit.

        Example:
            >>> ig.compare("a red fox").sheet().show()  # doctest: +SKIP
        """
        if cell is not None and (problem := CELL.problem(cell)):
            raise InvalidRequest(f"cell {problem}", operation="sheet", hint="grid.sheet(cell=256)")
        return sheets.paint(self._printed()[0], cell, coordinates=coordinates, ids=ids)

    def _printed(self) -> tuple[printed.Printed, tuple[fonts.Face, ...]]:
        """The comparison in words, what the fonts cannot show said at its foot, and the faces that it takes."""
        made = printed.printed(self.title, self.cells, self.axes, self.tables)
        known = [fonts.readable(text) for text in made.texts]
        said = fonts.complaint(frozenset().union(*(one.lost for one in known)))
        faces = tuple(dict.fromkeys(face for one in known for face in one.faces))
        return (replace(made, notes=(*made.notes, said)) if said else made), faces

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the comparison to a file, and give its path; the ending says what kind.

        Example:
            >>> ig.compare("a red fox").save("foxes.zip")  # doctest: +SKIP
        """
        target = Path(path).expanduser()
        write = WRITERS.get(target.suffix.lower())
        if write is None:
            raise InvalidRequest(
                f"{target.name!r} has no ending of a kind that is written; allowed: {', '.join(WRITERS)}",
                operation="save",
                hint="grid.save('comparison.zip')",
            )
        part = target.with_name(f"{uuid.uuid4().hex}.part")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            write(self, part)
            part.replace(target)
        except OSError as error:
            hint = "name a folder that can be written"
            raise StorageFull(f"{target} cannot be written: {error.strerror}", hint=hint, charged="no") from None
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
        return target


def _text(make: Callable[[Sequence[Any]], str]) -> Callable[[Exports, Path], None]:
    def write(grid: Exports, file: Path) -> None:
        file.write_bytes(make(rows.of_cells(grid.cells)).encode("utf-8", "replace"))

    return write


def _picture(grid: Exports, file: Path, kind: str, **how: Any) -> None:
    """Write a sheet as a picture that says which comparison it is, with the ids of its cells."""
    image, out = grid.sheet(), io.BytesIO()
    try:
        image.save(out, kind, dpi=image.info["dpi"], **how)
    except (OSError, ValueError) as error:  # a WebP has no side of more than 16,383 pixels
        size = f"{image.width:,} × {image.height:,}"
        hint = "grid.save('comparison.png') takes any size"
        raise InvalidRequest(f"no {kind} has {size} pixels: {error}", operation="save", hint=hint) from None
    carrier, pieces = carriers.apart(out.getvalue())
    told = record.written(printed.told(grid.title, grid.cells))
    file.write_bytes(carrier.bearing(pieces, told, f"{grid.title}, a comparison of {len(grid.cells)} cells"))


def _page(grid: Exports, file: Path) -> None:
    """Write a page with everything in it, that opens without a network."""
    made = printed.printed(grid.title, grid.cells, grid.axes, grid.tables)
    file.write_text(pages.write(made, grid.cells, grid.axes, grid.tables), "utf-8", "replace")


def _document(grid: Exports, file: Path) -> None:
    """Write figures as a PDF with real letters, each page of the comparison on one of its own; keywords are the ids."""
    import matplotlib as mpl
    from matplotlib.backends.backend_pdf import PdfPages

    made, faces = grid._printed()
    ids = " ".join(one["id"] for one in printed.told(grid.title, grid.cells)["comparison"]["cells"])
    about = {"Title": grid.title, "Keywords": ids, "Creator": "imgen_nb", "CreationDate": None}
    with mpl.rc_context({"pdf.fonttype": 42}), PdfPages(file, metadata=about) as document:
        for page in made.pages:
            document.savefig(figures.draw(replace(made, pages=(page,)), faces))


WRITERS: dict[str, Callable[[Exports, Path], None]] = {
    ".png": lambda grid, file: _picture(grid, file, "PNG", compress_level=4),
    ".webp": lambda grid, file: _picture(grid, file, "WEBP", quality=90, method=3),
    ".pdf": _document,
    ".html": _page,
    ".csv": _text(rows.csv_text),
    ".jsonl": _text(rows.json_lines),
    ".zip": lambda grid, file: archive.write(file, grid.title, grid.cells),
}
"""Who writes which kind of file, by its ending."""
