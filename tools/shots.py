"""Take the pictures of the studio, the gallery and the viewer that `docs/images` has: sandbox sketches in a bare page.

CHROMIUM=/usr/bin/chromium python tools/shots.py
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
sys.path.insert(0, str(ROOT / "tests" / "helpers"))
PROMPT = "a lighthouse by the sea at night"
PROMPTS = (
    *("three foxes in a snowy forest", "a whale swimming underwater", "a green dragon over a city at night"),
    *("a blue butterfly in a meadow", "a hot air balloon over the alps at sunrise", "a penguin on an ice cube"),
    *(
        "an owl in a forest at dusk",
        "a rocket in space",
        "a panda in a bamboo forest",
        "a castle at dawn",
    ),
)
RATIOS = ("1:1", "16:9", "9:16")
HERE = ".ig-pic:visible:not(.ig-preview)"


@contextmanager
def stage(widget: Any, width: int, height: int, *, dark: bool = False) -> Iterator[Any]:
    """A widget in a page of a real browser."""
    from playwright.sync_api import sync_playwright
    from stages import Stage

    with sync_playwright() as playwright:
        found = os.environ.get("CHROMIUM") or "chromium"
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_context(viewport={"width": width, "height": height}).new_page()
        yield Stage(widget, page, dark=dark)
        browser.close()


def keep(shown: Any, name: str) -> None:
    """Write what is seen as a small WebP."""
    from PIL import Image

    shown.play()
    shown.page.wait_for_timeout(400)
    with Image.open(io.BytesIO(shown.page.screenshot())) as shot:
        shot.convert("RGB").save(IMAGES / f"{name}.webp", "WEBP", quality=78, method=6)


def studio(*, dark: bool) -> None:
    """Four pictures of one prompt, two of them chosen, one with a star."""
    from imgen_nb.widgets.studio import Studio

    made = Studio("destinpq", PROMPT)
    for provider in ("destinpq", "akool", "banatie", "qolaba"):
        made.provider = provider
        made.values = {"aspect_ratio": "16:9"}
        made.generate().wait()
    with stage(made, 1200, 1024, dark=dark) as shown:
        shown.until(lambda: shown.page.locator(HERE).count() == 4)
        shown.page.get_by_role("gridcell").first.focus()
        for key in ("Space", "s", "Shift+ArrowRight"):
            shown.page.keyboard.press(key)
        keep(shown, f"studio-{'dark' if dark else 'light'}")
        if not dark:
            shown.page.get_by_role("toolbar").get_by_role("button", name="Clear").click()
            shown.page.get_by_role("gridcell").nth(2).focus()
            for key in ("Space", "Shift+ArrowRight"):
                shown.page.keyboard.press(key)
            shown.page.get_by_role("toolbar").get_by_role("button", name="Slider").click()
            shown.until(lambda: shown.page.locator("dialog .ig-large").first.evaluate("one => one.naturalWidth > 500"))
            keep(shown, "viewer")


def gallery() -> None:
    """What the store has after some prompts."""
    from imgen_nb.client.client import Client
    from imgen_nb.widgets.gallery import Gallery

    for at, prompt in enumerate(PROMPTS):
        with Client(("destinpq", "akool")[at % 2], live=False) as client:
            client.generate(prompt, aspect_ratio=RATIOS[at % 3])
    with stage(Gallery(), 1200, 860) as shown:
        shown.until(lambda: shown.page.locator(HERE).count() >= len(PROMPTS))
        shown.page.get_by_role("gridcell").nth(2).focus()
        for key in ("Space", "s", "Shift+ArrowRight"):
            shown.page.keyboard.press(key)
        keep(shown, "gallery")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"IMGEN_NB_HOME": home, "IMGEN_NB_SANDBOX_SPEED": "0"}
        gallery()
        studio(dark=False)
        studio(dark=True)
