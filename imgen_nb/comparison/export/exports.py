"""What a person takes away of a comparison: a data frame, and files by their endings."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from imgen_nb.comparison.export import archive, rows
from imgen_nb.errors import InvalidRequest, StorageFull

if TYPE_CHECKING:
    from pandas import DataFrame

    from imgen_nb.comparison.cells import Cell


class Exports:
    """The part of a grid that goes elsewhere."""

    title: str
    cells: tuple[Cell, ...]

    def to_dataframe(self) -> DataFrame:
        """Give a pandas data frame: a row for each picture, or for each cell without any.

        What was asked stands under the request's own names, what came under names that begin with `got_`; then times,
        money and ids. Needs pandas: `pip install 'imgen_nb[compare]'`.

        Example:
            >>> ig.compare("a red fox").to_dataframe()[["provider", "got_width", "seconds", "usd"]]  # doctest: +SKIP
        """
        return rows.frame(rows.of_cells(self.cells))

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


WRITERS: dict[str, Callable[[Exports, Path], None]] = {
    ".csv": _text(rows.csv_text),
    ".jsonl": _text(rows.json_lines),
    ".zip": lambda grid, file: archive.write(file, grid.title, grid.cells),
}
"""Who writes which kind of file, by its ending."""
