"""What a service tells while its answer is held is seen while it is held: how far it is, and what it will be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from panels import Panel
from playwright.sync_api import expect


def test_a_preview_stands_where_the_picture_will_be(lab: Callable[..., Any]) -> None:
    # Long enough that two previews come, however slowly this machine draws them beside the picture.
    it = lab("import imgen_nb as ig\nst = ig.studio('a1111', 'two herons [fault:slow:8]')")
    it.run_all()
    panel = Panel(it.output(0))
    panel.go.click()
    preview = panel.output.locator("img.ig-preview")
    expect(preview).to_have_count(1)
    first = preview.get_attribute("src")
    assert preview.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    it.shot("preview", panel.output)
    it.page.wait_for_function("was => document.querySelector('img.ig-preview')?.src !== was", arg=first)
    expect(panel.status).to_contain_text("Done", timeout=60_000)
    expect(preview).to_have_count(0)
    expect(panel.pictures).to_have_count(1)
    assert not it.errors
