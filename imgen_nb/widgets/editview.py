"""A source picture and its edits in one view: two that are chosen lie on one place, a slider between them."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import replace

from imgen_nb.client.process import store_at
from imgen_nb.comparison.cells import Cell
from imgen_nb.show.places import places
from imgen_nb.types import Generation, Picture, State
from imgen_nb.widgets.board import Board
from imgen_nb.widgets.gridview import GridView

FOLDER = "sources"
"""Where a source picture is kept in a home, so that it can be looked at like any other."""


def edit_view(cells: Sequence[Cell], source: bytes | None) -> GridView:
    """The view of some edits; a source that is not in hand is left out."""
    board = Board()
    for number, cell in reversed(list(enumerate(cells, 1))):
        board.put([(f"edit{number}.{at}", place) for at, place in enumerate(cell.places)], f"edit{number}")
    if source is not None and cells:
        asked = replace(cells[0].request, params={})
        shown = Generation(asked, State.SAVED, (_kept(source),), from_store=True)
        board.put([("source.0", replace(places(shown, "Source")[0], title="your picture"))], "source")
    return GridView(board)


def _kept(source: bytes) -> Picture:
    from PIL import Image

    with Image.open(io.BytesIO(source)) as image:
        kind, (width, height) = str(image.format), image.size
    sha = hashlib.sha256(source).hexdigest()
    folder = store_at(None).home / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{sha}.{kind.lower()}"
    if not path.exists():
        path.write_bytes(source)
    return Picture(path, sha, width, height, f"image/{kind.lower()}", "the source picture")
