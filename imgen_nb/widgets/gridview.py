"""The grid: pictures with captions, tools, keys and a viewer; the studio's right half, which also stands alone."""

from __future__ import annotations

from typing import Any

from imgen_nb.widgets.board import Board
from imgen_nb.widgets.kept import Keeping
from imgen_nb.widgets.modules import SHARED, linked, styled

STYLES = ("tokens", "controls", "grid", "viewer")


class GridView(Keeping):
    """The pictures of a board; `ig.studio().view` is one, and shows what the studio shows.

    Example:
        >>> ig.studio().view  # doctest: +SKIP
    """

    _esm = linked(*SHARED, "gridview")
    _css = styled(*STYLES)

    def __init__(self, board: Board | None = None) -> None:
        self.board = board or Board()
        super().__init__()
        self._show(self.board)
        self.on_msg(self._heard)

    def _heard(self, _: Any, message: dict[str, Any], buffers: Any) -> None:
        answer(self.board, message, self.send)

    def close(self) -> None:
        """Close it with its layout, which is a widget too and would stay with the kernel."""
        self.layout.close()
        super().close()


def answer(board: Board, message: dict[str, Any], send: Any) -> bool:
    """Do what a page asks of a board; False where it asks for something else."""
    match message.get("kind"):
        case "hello":
            board.hello(send)
        case "want":
            board.want(message.get("shas", ()), send)
        case "original":
            board.original(str(message.get("sha")), send)
        case "star":
            board.star(str(message.get("id")), bool(message.get("on")))
        case "drop":
            board.drop(str(message.get("id")))
        case _:
            return False
    return True
