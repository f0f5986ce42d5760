"""What stays of a widget's pictures where its state alone is kept.

A saved notebook has the static twin. marimo has no second output for one, and what it exports answers no message: there
the first pictures go with the state, in words and bytes.
"""

from __future__ import annotations

import sys
from typing import Any

import anywidget
import traitlets

from imgen_nb.widgets.board import Board

MOST = 12
"""Pictures that are kept: they travel again with each that is added."""


class Keeping(anywidget.AnyWidget):  # type: ignore[misc]
    """A widget with the pictures of a board."""

    kept = traitlets.Dict().tag(sync=True)

    def _show(self, board: Board) -> None:
        """Tell this widget's pages of a board, and keep its pictures where nothing else does."""
        board.attach(self.send)
        if _state_alone():
            board.attach(lambda message, buffers: self._keep(board, message))
            self.kept = board.kept(MOST)

    def _keep(self, board: Board, message: dict[str, Any]) -> None:
        if message.get("kind") == "places" and any(place["sha"] for place in message["changed"]):
            self.kept = board.kept(MOST)


def _state_alone() -> bool:
    marimo = sys.modules.get("marimo")  # nobody is in it who has not imported it
    return marimo is not None and bool(marimo.running_in_notebook())
