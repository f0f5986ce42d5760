"""Jobs in a real page, with a served sandbox behind them: a key that is refused, several at once, cancelled."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import anyio
from panels import Panel
from playwright.sync_api import expect
from served import served

from imgen_nb.sandbox.server import App

KEY = "canary-a1b2c3-served"
STUDIO = """
import os
os.environ |= {{"BANATIE_BASE_URL": {url!r}, "BANATIE_API_KEY": {key!r}}}
from imgen_nb.engine import wire
wire.CONNECTIONS = {places}
import imgen_nb as ig
ig.use(store={store!r})
st = ig.studio("banatie", "a fox in the reeds")
"""


class Gate:
    """A served sandbox that notes what it is asked, and holds paid requests back once so many have come."""

    def __init__(self, app: App, free: int) -> None:
        self.app, self.free, self.open = app, free, threading.Event()
        self.asked: list[str] = []
        self.paid = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            self.asked.append(f"{scope['method']} {scope['path']}")
            if scope["method"] == "POST":
                self.paid += 1
                if self.paid > self.free:
                    await anyio.to_thread.run_sync(self.open.wait)
        await self.app(scope, receive, send)


def test_a_refused_key_is_said_at_the_key_and_on_the_card(lab: Callable[..., Any], server: Any) -> None:
    app = App(speed=0, faults=["banatie/C16"])
    with served(app) as address:
        url = app.roots(address)["banatie"]
        it = lab(STUDIO.format(url=url, key=KEY, places=16, store=str(server.root / "refused")))
        it.run_all()
        panel = Panel(it.output(0))
        expect(panel.output.locator(".ig-form .ig-badge")).to_have_text("live")
        expect(panel.output).to_contain_text("key from BANATIE_API_KEY")
        panel.go.click()
        expect(panel.output.locator(".ig-form .ig-wrong:visible")).to_have_text(
            "Banatie refused the key from BANATIE_API_KEY."
        )
        card = panel.tiles.first
        expect(card).to_contain_text("Not charged")
        it.shot("card-refused-key", it.output(0))
        card.get_by_role("button", name="Set the key").click()
        entry = panel.output.get_by_label("Key for Banatie")
        expect(entry).to_be_focused()
        entry.fill("another-0001")
        it.page.keyboard.press("Enter")
        expect(panel.output.locator(".ig-form .ig-wrong:visible")).to_have_count(0)
        expect(panel.output).to_contain_text("key from ig.set_key")
        assert KEY not in it.page.locator(".imgen").first.inner_html()
        assert "another-0001" not in str(it.save())
        assert not it.errors


def test_cancelled_at_three_of_nine_nothing_is_lost_and_nothing_more_is_paid(
    lab: Callable[..., Any], server: Any
) -> None:
    app = App(speed=8)
    gate = Gate(app, free=3)
    with served(gate) as address:  # type: ignore[arg-type]
        store = str(server.root / "nine")
        panel_cell = STUDIO.format(url=app.roots(address)["banatie"], key=KEY, places=3, store=store)
        it = lab(panel_cell, "for _ in range(9):\n    st.generate()", "ig.resume()", height=1400)
        it.run_cells(0, 1)
        panel = Panel(it.output(0))
        expect(panel.pictures).to_have_count(3)
        expect(panel.output.get_by_role("list", name="Jobs").get_by_role("listitem")).to_have_count(6)
        it.shot("jobs-six", it.output(0))
        panel.output.get_by_role("button", name="Cancel all 6").click()
        expect(panel.cancel).to_have_count(0)
        expect(panel.pictures).to_have_count(3)
        expect(panel.tiles.filter(has_text="cancelled before anything was sent")).to_have_count(3)
        expect(panel.tiles.filter(has_text="the paid request is out")).to_have_count(3)
        it.shot("jobs-cancelled", it.output(0))
        gate.open.set()
        it.page.wait_for_timeout(1500)
        heard = list(gate.asked)
        it.page.wait_for_timeout(1500)
        assert gate.asked == heard, "nobody asks for what nobody waits for"
        assert gate.paid == 6, "what was not sent is never sent"
        it.run_cells(2, 2)
        expect(it.output(2).locator("img:visible")).to_have_count(3)
        assert gate.paid == 6
        assert not it.errors
