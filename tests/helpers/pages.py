"""A page without a browser and without a kernel: what a widget tells it, and what it sends."""

from __future__ import annotations

from typing import Any


class Page:
    """Stands for a widget's comm: keeps every message and every change of a trait, in their order."""

    def __init__(self, widget: Any) -> None:
        self.widget = widget
        self.got: list[tuple[dict[str, Any], list[bytes]]] = []
        self.files = 0
        self.comm_id, self.kernel = "page", True
        widget.comm = self  # until now a dummy, which loses what is sent

    def send(self, data: Any = None, buffers: Any = None, metadata: Any = None) -> None:
        said = data.get("content") or {"kind": "state", **data.get("state", {})}
        self.got.append((said, [bytes(one) for one in buffers or ()]))

    def on_msg(self, callback: Any) -> None:
        """The widget listens; `say` calls it by hand."""

    def close(self, *_: Any, **__: Any) -> None:
        """Nothing is left behind."""

    def say(self, kind: str, **given: Any) -> None:
        """Send what a page sends."""
        self._bring({"kind": kind, **given}, [])

    def give(self, raw: bytes, pieces: int = 1, **given: Any) -> None:
        """Send a file as a page does, in so many pieces."""
        size = -(-len(raw) // pieces)
        self.files += 1
        for at in range(pieces):
            piece = memoryview(raw[at * size : (at + 1) * size])
            self._bring({"kind": "give", "file": f"f{self.files}", "at": at, "of": pieces, **given}, [piece])

    def _bring(self, content: dict[str, Any], buffers: list[memoryview]) -> None:
        message = {"method": "custom", "content": content}
        self.widget._handle_msg({"content": {"data": message}, "buffers": buffers})

    def press(self, turn: int, act: str = "generate", **given: Any) -> None:
        """Press a button that may cost money."""
        self.say("press", act=act, nonce="n", turn=turn, **given)

    def heard(self, kind: str) -> list[dict[str, Any]]:
        """The messages of one kind."""
        return [said for said, _ in self.got if said.get("kind") == kind]

    @property
    def kinds(self) -> list[str]:
        """What came, in its order, without the changes of traits."""
        return [said["kind"] for said, _ in self.got if said["kind"] != "state"]
