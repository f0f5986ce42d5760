"""What axe-core says of the form in each of its states, in every theme; nothing of it is wider than its place."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from accessible import complaints
from pageviews import CONTRASTS, TOO_WIDE
from PIL import Image
from playwright.sync_api import Browser, Page
from stages import Stage
from stores import filled
from views import generation, picture, request

from imgen_nb.budgets import Budget
from imgen_nb.client import process
from imgen_nb.store.store import Store
from imgen_nb.widgets.rewrites import told
from imgen_nb.widgets.studio import Studio

THEMES: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"dark": True},
    "contrast": {"theme": "JupyterLab Light High Contrast"},
}
WIDTHS = (360, 480, 720, 1280)


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    made = chromium.new_context(viewport={"width": 1100, "height": 900}).new_page()
    yield made
    made.context.close()


@pytest.fixture(autouse=True)
def _store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Store(tmp_path / "store")
    monkeypatch.setattr(process.defaults, "store", made)
    monkeypatch.setattr(process.defaults, "budget", None)
    filled(made, 3)


def in_hand() -> str:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(out, "PNG")
    return f"data:image/png;base64,{base64.b64encode(out.getvalue()).decode()}"


def empty(stage: Stage, page: Page, folder: Path) -> None:
    stage.until(lambda: page.locator(".ig-starts img:visible").count() == 3)


def key(stage: Stage, page: Page, folder: Path) -> None:
    page.get_by_role("button", name="Add a key").click()
    page.get_by_label("Key for Qolaba").fill("two words")
    page.keyboard.press("Enter")
    stage.until(lambda: page.get_by_text("not a plain token").count())


def sources(stage: Stage, page: Page, folder: Path) -> None:
    page.get_by_text("More options").click()
    stage.widget.values = {"image_urls": [in_hand(), "https://a.example/a-long-name-of-a-picture.png"]}
    stage.until(lambda: page.get_by_alt_text("Source picture 1").count())


def wrong(stage: Stage, page: Page, folder: Path) -> None:
    stage.widget.values = {"model": "fal/unknown"}
    stage.widget.values = {"seed": "seven"}
    stage.play()
    page.get_by_role("button", name="Generate").click()
    stage.until(lambda: page.get_by_text("passed on as it is").count())


def terms(stage: Stage, page: Page, folder: Path) -> None:
    assert not page.get_by_text("Terms of use").is_visible(), "nobody was found to say any of Qolaba"
    stage.widget.provider = "gemini"
    stage.until(lambda: page.get_by_text("Terms of use").is_visible())
    page.get_by_text("Terms of use").click()
    assert page.get_by_text("Age: 18 or older").is_visible()


def models(stage: Stage, page: Page, folder: Path) -> None:
    page.get_by_role("combobox", name="Model").click()
    assert page.get_by_role("option").count() > 5


def recent(stage: Stage, page: Page, folder: Path) -> None:
    page.get_by_role("button", name="Recent").click()
    stage.until(lambda: page.get_by_role("option").count())


def rewritten(stage: Stage, page: Page, folder: Path) -> None:
    made = generation(picture(folder), asked=request("a red fox"), prompt_used="a crimson fox, soft light")
    stage.widget.rewrite = told("r1", "Atelier", made, switch=True)
    stage.widget._lock_to("a red fox", "a crimson fox, soft light")
    stage.until(lambda: page.get_by_role("button", name="Unlock").count())


def budget(stage: Stage, page: Page, folder: Path) -> None:
    process.allow(Budget(usd=5))
    stage.widget._offer()
    stage.until(lambda: page.get_by_text("Budget: ").is_visible())
    page.get_by_role("button", name="Change", exact=True).click()
    page.get_by_role("group", name="Budget").get_by_label("Dollars").fill("much")
    page.get_by_role("button", name="Set the budget").click()
    stage.until(lambda: page.get_by_role("alert").get_by_text("much").count())


STATES: dict[str, Callable[[Stage, Page, Path], None]] = {
    one.__name__: one for one in (empty, key, sources, wrong, terms, models, recent, rewritten, budget)
}


@pytest.mark.sampled(3)
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("state", STATES)
def test_each_state_of_the_form(page: Page, tmp_path: Path, state: str, theme: str) -> None:
    stage = Stage(Studio("qolaba", "a fox"), page, **THEMES[theme])
    STATES[state](stage, page, tmp_path)
    stage.play()
    assert complaints(page, "main") == []
    found: dict[int, list[str]] = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        stage.play()
        found[width] = page.evaluate(TOO_WIDE)
    assert {width: wide for width, wide in found.items() if wide} == {}


def test_generate_stays_in_sight_where_the_form_is_longer_than_the_window(page: Page) -> None:
    stage = Stage(Studio("qolaba", "a fox"), page)
    page.set_viewport_size({"width": 1000, "height": 620})
    page.get_by_text("More options").click()
    stage.play()
    button = page.get_by_role("button", name="Generate")
    for end in (0, 10_000):
        page.evaluate("end => window.scrollTo(0, end)", end)
        box = button.bounding_box()
        assert box
        assert 0 <= box["y"] < box["y"] + box["height"] <= 620, end
    assert page.evaluate("() => window.scrollY") > 0, "the form is longer than the window"


@pytest.mark.parametrize("theme", THEMES)
def test_generate_is_legible_while_it_is_locked(page: Page, theme: str) -> None:
    stage = Stage(Studio("qolaba", "a fox"), page, **THEMES[theme])
    stage.play()
    page.locator(".ig-btn--go").evaluate("button => button.classList.add('ig-busy')")
    told = [(ratio, words) for ratio, words in page.evaluate(CONTRASTS) if "Generate" in words]
    assert told
    assert [one for one in told if one[0] < 4.5] == []
