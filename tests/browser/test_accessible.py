"""What axe-core says of the panel, the viewer and the gallery, in every theme; nothing is wider than its place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from accessible import complaints
from intents import planted
from playwright.sync_api import Browser, Page
from stages import Stage
from stores import filled
from views import request

from imgen_nb.client import process
from imgen_nb.errors import GenerationFailed, OutcomeUnknown
from imgen_nb.show.places import Place, places
from imgen_nb.store.browse import Wanted
from imgen_nb.store.store import Store
from imgen_nb.types import State
from imgen_nb.widgets.gallery import Gallery
from imgen_nb.widgets.studio import Studio

THEMES: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"dark": True},
    "contrast": {"theme": "JupyterLab Light High Contrast"},
}
WIDTHS = (360, 480, 720, 1000, 1280, 1600)
TOO_WIDE = """() => [...document.querySelectorAll('.ig-panel, .ig-panel *')]
    .filter(e => e.checkVisibility() && e.scrollWidth > e.clientWidth + 1
        && !['SELECT', 'INPUT', 'TEXTAREA', 'CODE', 'svg'].includes(e.tagName) && !e.matches('.ig-sign'))
    .filter(e => !['inline', 'none'].includes(getComputedStyle(e).display)
        && getComputedStyle(e).overflowX !== 'auto' && getComputedStyle(e).textOverflow !== 'ellipsis')
    .map(e => `${e.tagName}.${e.className} ${e.scrollWidth} > ${e.clientWidth}`)"""


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    made = Store(tmp_path / "store")
    monkeypatch.setattr(process.defaults, "store", made)
    filled(made, 6)
    planted(made, State.UNKNOWN, None, None, prompt="nobody knows")
    return made


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    made = chromium.new_context(viewport={"width": 1100, "height": 900}).new_page()
    yield made
    made.context.close()


def panel(store: Store) -> Studio:
    """A studio with pictures, one that runs, and two cards."""
    studio = Studio("banatie", "a fox")
    for at, kept in enumerate(store.browse(Wanted(standing="here"))):
        studio._board.put([(f"r{at}.0", places(kept.generation)[0])], f"r{at}")
    for at, error in enumerate((GenerationFailed("the model is asleep"), OutcomeUnknown("the line broke")), 10):
        studio._board.put([(f"r{at}.0", Place("Banatie", request(), State.FAILED, error=error))], f"r{at}")
    studio._board.put([("r20.0", Place("Banatie", request(), State.RUNNING))], "r20")
    return studio


@pytest.mark.parametrize("theme", THEMES)
def test_the_panel_and_the_viewer(page: Page, store: Store, theme: str) -> None:
    stage = Stage(panel(store), page, **THEMES[theme])
    stage.until(lambda: page.locator(".ig-pic:visible").count() == 6)
    tiles = page.get_by_role("gridcell")
    tiles.nth(3).focus()
    for key in ("Space", "Shift+ArrowRight", "s"):
        page.keyboard.press(key)
    page.locator("summary:visible", has_text="Technical details").first.click()
    stage.play()
    assert complaints(page, "main") == []
    for name in ("Compare", "Slider"):
        page.get_by_role("toolbar").get_by_role("button", name=name).click()
        stage.play()
        assert complaints(page, "dialog") == [], name
        page.keyboard.press("Escape")


@pytest.mark.parametrize("theme", THEMES)
def test_the_gallery(page: Page, store: Store, theme: str) -> None:
    stage = Stage(Gallery(), page, **THEMES[theme])
    stage.until(lambda: page.locator(".ig-pic:visible").count() == 6)
    page.get_by_role("gridcell").first.focus()
    page.keyboard.press("Space")
    page.get_by_text("What was spent").click()
    stage.play()
    assert complaints(page, "main") == []
    page.get_by_role("toolbar").get_by_role("button", name="Delete").click()
    stage.until(lambda: page.get_by_role("dialog").count())
    assert complaints(page, "dialog") == []


@pytest.mark.parametrize("make", [panel, lambda store: Gallery()], ids=["panel", "gallery"])
def test_nothing_is_wider_than_its_place(page: Page, store: Store, make: Any) -> None:
    stage = Stage(make(store), page)
    stage.until(lambda: page.locator(".ig-pic:visible").count() == 6)
    page.get_by_role("gridcell").nth(3).focus()
    page.keyboard.press("Space")
    found: dict[int, list[str]] = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        stage.play()
        found[width] = page.evaluate(TOO_WIDE)
    assert {width: wide for width, wide in found.items() if wide} == {}


def test_with_forced_colours_and_without_motion_states_are_still_told(page: Page, store: Store) -> None:
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    stage = Stage(panel(store), page)
    stage.until(lambda: page.locator(".ig-pic:visible").count() == 6)
    page.get_by_role("gridcell").nth(3).focus()
    page.keyboard.press("Space")
    ring = "e => [getComputedStyle(e).outlineStyle, parseFloat(getComputedStyle(e).outlineWidth)]"
    style, width = page.locator(":focus > .ig-mat").evaluate(ring)
    assert (style, width >= 2) == ("solid", True)
    frame = "e => getComputedStyle(e, '::after').borderTopWidth"
    assert page.locator("[aria-selected='true'] > .ig-mat").evaluate(frame) == "3px"
    moving = "() => document.getAnimations().filter(one => one.playState === 'running').length"
    assert page.evaluate(moving) == 0
    assert complaints(page, "main") == []
