"""The gallery in a real JupyterLab: it shows what was made, stays in the saved notebook, and says when its
kernel was shut down."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

MAKE = "import imgen_nb as ig\nfor prompt in ('a red fox', 'two herons'):\n    ig.generate(prompt, provider='destinpq')"


def test_the_gallery_shows_finds_and_stays(lab: Callable[..., Any]) -> None:
    it = lab(MAKE, "made = ig.gallery()", "1")
    it.run_all()
    gallery = it.output(1).get_by_role("region", name="Gallery")
    pictures = gallery.locator("img.ig-pic:visible")
    expect(gallery.get_by_text("a red fox", exact=True).first).to_be_visible()
    expect(pictures.first).to_be_visible()
    gallery.get_by_role("gridcell").first.focus()
    for key in ("d", "d", "x", "s"):
        it.page.keyboard.press(key)
    expect(gallery.get_by_role("gridcell").first.get_by_role("button", name="Star")).to_have_attribute(
        "aria-pressed", "true"
    )
    gallery.get_by_label("Search in prompts and notes").fill("herons")
    expect(gallery.get_by_text("a red fox", exact=True)).to_have_count(0)
    expect(gallery.get_by_text("two herons", exact=True).first).to_be_visible()
    assert it.page.locator(".jp-Notebook .jp-Cell").count() == 3, "no key reached the notebook"
    saved = it.save()
    kept = "".join(str(one.get("data", {}).get("text/html", "")) for one in saved.cells[1].outputs)
    assert kept.count("data:image/webp") >= 2, "the pictures are in the file, without a kernel"
    assert not it.errors
    it.page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.shutdown()")
    expect(it.output(1).get_by_text("Not connected to the kernel")).to_be_visible()
    expect(gallery.get_by_label("Search in prompts and notes")).to_be_disabled()
    expect(pictures.first).to_be_visible()
