"""The gallery: what this store keeps, to be searched, marked, compared, fetched, exported and thrown away.

It reads pages from the store as somebody scrolls, one question each; thumbnails travel when their tile comes into
sight. Like the studio it is one anywidget: Python says what there is, the page draws it and sends messages.
"""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import traitlets

from imgen_nb.calls.keep import forget, title_of
from imgen_nb.client.owed import settling
from imgen_nb.client.process import store_at
from imgen_nb.comparison.cells import Cell
from imgen_nb.comparison.export import archive
from imgen_nb.show import live
from imgen_nb.show.following import Following
from imgen_nb.show.places import Place, count
from imgen_nb.store.browse import Kept
from imgen_nb.types import Generation, Page
from imgen_nb.widgets import cells, shelf
from imgen_nb.widgets.board import Board
from imgen_nb.widgets.form import words_of
from imgen_nb.widgets.gridview import STYLES, answer
from imgen_nb.widgets.kept import Keeping
from imgen_nb.widgets.modules import SHARED, linked, styled
from imgen_nb.widgets.twin import Twin

PANEL = "The gallery. Run this cell to use it."
PAGE = 120
"""Requests read at once: more than are drawn at once, so that the grid scrolls by itself and asks for the next."""
TWIN = 12
"""Pictures that stay in the saved notebook."""
MONTHS = 92 * shelf.DAY
GROUP = "gallery"


class Gallery(Keeping):
    """What this store keeps; `ig.gallery()` makes and shows it."""

    _esm = linked(*SHARED, "ask", "filters", "unsettled", "gallery")
    _css = styled(*STYLES, "gallery")
    head = traitlets.Dict().tag(sync=True)

    def __init__(self) -> None:
        self._store = store_at(None)
        self._board = Board(patient=True)
        self._asked: dict[str, Any] = {}
        self._around: dict[str, Any] = {}
        self._kept: dict[str, Kept] = {}
        self._page: Page[Kept] | None = None
        self._fetching: set[str] = set()
        self._note = ""
        self._looking = threading.RLock()
        self._twin = Twin(self._places)
        self._following = Following(lambda last: self._refresh() if last else None)
        super().__init__()
        self._show(self._board)
        self.on_msg(self._heard)
        self._refresh()

    # --- looking ------------------------------------------------------------------------------------------------------

    def _find(self, asked: dict[str, Any]) -> None:
        """Show the first page of what is asked for."""
        with self._looking:
            self._asked, self._kept = asked, {}
            self._take(self._store.browse(shelf.wanted(asked), PAGE))

    def _more(self) -> None:
        """Show the page behind those that are shown."""
        with self._looking:
            if self._page is not None and (page := self._page.next()) is not None:
                self._take(page)

    def _refresh(self) -> None:
        """Look again at as much as is shown, and at what stands around it."""
        with self._looking:
            most = max(PAGE, len(self._kept))
            self._kept, self._around = {}, self._looked_around()
            self._take(self._store.browse(shelf.wanted(self._asked), most))

    def _looked_around(self) -> dict[str, Any]:
        """What stands around the pictures, whatever is looked for."""
        rows = self._store.unsettled()
        owed = [replace(self._store.generation(row, from_store=True), created=row.created) for row in rows]
        return {
            "choices": shelf.choices(self._store.words()),
            "unsettled": shelf.unsettled(owed),
            "size": shelf.size(self._store.size()),
            "place": str(self._store.home),
        }

    def _take(self, page: Page[Kept]) -> None:
        self._page = page
        self._kept |= {kept.generation.request.ref: kept for kept in page}
        starred = bool(self._asked.get("starred"))
        named = [one for kept in self._kept.values() for one in shelf.shown(kept, starred=starred)]
        self._board.know(shelf.marks(page))
        self._board.put(named, GROUP, glimpses=False)
        self._twin.changed()
        self._say()

    def _say(self) -> None:
        page = self._page
        self.head = {
            **self._around,
            "asked": self._asked,
            "found": f"{len(self._kept):,} of {count(page.total, 'request')}" if page else "",
            "more": bool(page and page.has_more),
            "fetching": sorted(self._fetching),
            "note": self._note,
        }

    # --- messages -----------------------------------------------------------------------------------------------------

    def _heard(self, _: Any, message: dict[str, Any], buffers: Any) -> None:
        try:
            self._note = ""
            if not answer(self._board, message, self.send):
                self._do(message)
        except Exception as error:
            self._note = words_of(error)
            self._say()

    def _do(self, message: dict[str, Any]) -> None:
        name, names = str(message.get("id", "")), [str(one) for one in message.get("ids", ())]
        acts: dict[str, Callable[[], None]] = {
            "find": lambda: self._find(dict(message.get("asked") or {})),
            "more": self._more,
            "look": self._refresh,
            "note": lambda: self._write(names, str(message.get("text", ""))),
            "weigh": lambda: self._weigh(names),
            "delete": lambda: self._delete(names),
            "zip": lambda: self._zip(names),
            "fetch": lambda: self._fetch(_row(name)),
            "forget": lambda: self._forget(_row(name)),
            "spent": self._spent,
        }
        if act := acts.get(str(message.get("kind"))):
            act()

    def _write(self, names: Iterable[str], text: str) -> None:
        for one in names:
            self._board.annotate(one, text)
        self._refresh()  # a tag may have come, or gone

    def _weigh(self, names: Sequence[str]) -> None:
        chosen = self._generations(names)
        weight = sum(image.path.stat().st_size for made in chosen for image in made.images if image.path.exists())
        self.send({"kind": "weighed", "ids": list(names), "words": shelf.weighed(chosen, weight)})

    def _spent(self) -> None:
        self.send({"kind": "spent", "rows": shelf.spent(self._store.spent(time.time() - MONTHS))})

    def _delete(self, names: Iterable[str]) -> None:
        rows = [made.request.ref for made in self._generations(names)]
        gone = self._store.delete(rows)
        self._note = f"{count(len(rows), 'request')} deleted, {count(gone, 'picture')} with them."
        self._refresh()

    def _zip(self, names: Iterable[str]) -> None:
        """Send the pictures of some rows as one file, each with how it was made."""
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "imgen_nb-pictures.zip"
            archive.write(file, "From the gallery", [_cell(made) for made in self._generations(names)])
            self.send({"kind": "file", "name": file.name, "type": "application/zip"}, [file.read_bytes()])

    def _fetch(self, row: str) -> None:
        """Ask for what is not here; nothing is sent that costs."""
        _, job = settling(row)
        self._fetching.add(row)
        cell = Cell(title_of(job.request.provider), job.request, job)
        self._following.follow(cell, told=lambda: self._arrived(row) if cell.state.ended else None)
        self._say()

    def _arrived(self, row: str) -> None:
        self._fetching.discard(row)

    def _forget(self, row: str) -> None:
        forget(row)
        self._refresh()

    def _generations(self, names: Iterable[str]) -> list[Generation]:
        """The rows that some places belong to, each once."""
        rows = dict.fromkeys(_row(name) for name in names)
        return [self._kept[row].generation for row in rows if row in self._kept]

    # --- appearing ----------------------------------------------------------------------------------------------------

    def _places(self) -> list[Place]:
        found = (place for name in self._board.ids if (place := self._board.place(name)) and place.picture)
        return [place for place, _ in zip(found, range(TWIN), strict=False)]

    def _ipython_display_(self) -> None:
        """Show it and, as an output of its own, what stays in the saved notebook; once in a cell."""
        self._twin.display(super()._repr_mimebundle_(), PANEL, empty=False)

    def shut(self) -> None:
        """Close it without painting: a later run of its cell has taken its place."""
        self._twin.stop()
        self.layout.close()
        super().close()

    def close(self) -> None:
        """Close it with its layout, which is a widget too."""
        self._twin.paint()
        self.shut()


def gallery() -> Gallery:
    """Show what this store keeps: search, filters, stars, notes, and what was paid and is not here.

    Example:
        >>> ig.gallery()  # doctest: +SKIP
    """
    made = Gallery()
    spot = live.spot()
    if spot is not None:
        cells.replaces(made, live.cell(), spot.message)
        made._ipython_display_()
    return made


def _row(name: str) -> str:
    """The row of a place."""
    return name.split(".", maxsplit=1)[0]


def _cell(made: Generation) -> Cell:
    cell = Cell(title_of(made.request.provider), made.request)
    cell.generation = made
    return cell
