"""A widget in a bare page of a real browser, without a notebook: its own scripts and styles, and a wire between both.

A notebook takes seconds to open and a kernel more; what a page draws and how it answers keys is tried here, in one.
"""

from __future__ import annotations

import base64
import queue
import time
from collections.abc import Callable
from typing import Any

HOST = """<!doctype html><html lang="en"><head><title>A stage</title><style>
body {{ margin: 0; padding: 16px; background: {ground}; color: {ink};
  --jp-layout-color1: {ground}; --jp-ui-font-color0: {ink}; --jp-brand-color1: #1976d2; }}
{css}</style></head><body data-jp-theme-light="{light}" data-jp-theme-name="{name}">
<main><h1 style="position:absolute;clip-path:inset(50%)">A stage</h1><div id="out"></div></main></body></html>"""
START = """async ([source, state]) => {
    const heard = {}, model = {
        get: name => state[name],
        on: (name, act) => { (heard[name] ??= []).push(act); },
        off: () => {},
        send: message => window.toKernel(message),
    };
    // When the page heard of the first place, and when the first picture was there: what is timed without the wire.
    document.addEventListener('load', event => {
        if (event.target.matches('.ig-pic')) window.paintedAt ??= performance.now();
    }, true);
    window.fromKernel = (message, buffers) => {
        if (message.kind === 'places') window.heardAt ??= performance.now();
        const raw = buffers.map(one => new DataView(Uint8Array.from(atob(one), c => c.charCodeAt(0)).buffer));
        for (const act of heard['msg:custom'] ?? []) act(message, raw);
    };
    window.fromTrait = (name, value) => {
        state[name] = value;
        for (const act of heard[`change:${name}`] ?? []) act();
    };
    window.kernelGone = () => { for (const act of heard['comm_live_update'] ?? []) act(); };
    const module = await import(URL.createObjectURL(new Blob([source], {type: 'text/javascript'})));
    const made = await module.default();
    await made.initialize({model});
    await made.render({model, el: document.getElementById('out')});
}"""


class Stage:
    """One widget in one page. What the widget says waits until `play` brings it to the page."""

    def __init__(self, widget: Any, page: Any, *, dark: bool = False, theme: str = "") -> None:
        self.widget, self.page = widget, page
        self._said: queue.SimpleQueue[tuple[dict[str, Any], list[str]]] = queue.SimpleQueue()
        self.comm_id, self.kernel = "stage", True
        self.bytes = 0
        page.expose_function("toKernel", self._hear)
        ground, ink = ("#111111", "#ffffff") if dark else ("#ffffff", "#000000")
        light = str(not dark).lower()
        page.set_content(HOST.format(css=widget._css, ground=ground, ink=ink, light=light, name=theme))
        widget.comm = self
        traits = {name: getattr(widget, name) for name in widget.keys if not name.startswith("_") and name != "layout"}
        page.evaluate(START, [widget._esm, {name: value for name, value in traits.items() if _plain(value)}])
        self.play()

    def send(self, data: Any = None, buffers: Any = None, metadata: Any = None) -> None:
        raw = [base64.b64encode(bytes(one)).decode() for one in buffers or ()]
        self._said.put((data, raw))

    def on_msg(self, callback: Any) -> None:
        """The widget listens; `_hear` calls it."""

    def close(self, *_: Any, **__: Any) -> None:
        """Nothing is left behind."""

    def _hear(self, message: dict[str, Any]) -> None:
        content = {"method": "custom", "content": message}
        self.widget._handle_msg({"content": {"data": content}, "buffers": []})

    def play(self) -> None:
        """Bring what the widget said to the page, until both are quiet."""
        quiet = 0
        while quiet < 2:
            quiet += 1
            while not self._said.empty():
                quiet = 0
                data, buffers = self._said.get()
                self.bytes += sum(map(len, buffers))
                if "content" in data:
                    self.page.evaluate(
                        "([message, raw]) => window.fromKernel(message, raw)", [data["content"], buffers]
                    )
                for name, value in data.get("state", {}).items():
                    self.page.evaluate("([name, value]) => window.fromTrait(name, value)", [name, value])
            self.page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 5)))")

    def until(self, holds: Callable[[], Any], seconds: float = 20.0) -> None:
        """Play until something holds."""
        end = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < end, "it never held"
            self.play()


def _plain(value: Any) -> bool:
    return isinstance(value, str | int | float | bool | dict | list)
