"""The studio as a person meets it: press Generate, watch the status, see the picture, stop it, come back later."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import nbformat
import pytest
from panels import Panel
from playwright.sync_api import expect

STUDIO = "import imgen_nb as ig\nst = ig.studio()"


@pytest.mark.parametrize(
    ("provider", "ratio"), [("Akool", "Original"), ("Banatie", "21:9"), ("DestinPQ", "4:3"), ("Qolaba", "5:4")]
)
def test_generate_passes_through_its_states_to_a_picture(lab: Callable[..., Any], provider: str, ratio: str) -> None:
    it = lab(STUDIO)
    it.run_all()
    panel = Panel(it.output(0))
    panel.provider.select_option(label=provider)
    # The old form is gone and its own has come: a ratio that only this provider has.
    expect(panel.ratio(ratio)).to_have_count(1)
    panel.prompt.fill("a red fox in snow")
    panel.ratio("16:9").check(force=True)
    panel.watch()
    panel.go.click()
    expect(panel.pictures).to_have_count(1)
    expect(panel.status).to_contain_text("Done")
    order = [next((n for n, one in enumerate(panel.said) if word in one), -1) for word in ("Sending", "Queued", "Done")]
    assert -1 not in order, panel.said
    assert order == sorted(order), panel.said
    assert any("Running" in one or "Saving" in one for one in panel.said), panel.said
    assert "a red fox in snow" in panel.pictures.get_attribute("alt")
    shape = panel.pictures.evaluate("image => image.naturalWidth / image.naturalHeight")
    assert shape == pytest.approx(16 / 9, rel=0.05)
    expect(panel.go).to_be_enabled()
    expect(panel.cancel).to_have_count(0)
    assert not it.errors


def test_a_picture_opens_large_and_all_is_done_by_keys(lab: Callable[..., Any]) -> None:
    it = lab("import imgen_nb as ig\nst = ig.studio('banatie', 'two herons')\nst.values = {'aspect_ratio': '3:2'}", "1")
    it.run_all()
    panel, keys = Panel(it.output(0)), it.page.keyboard
    for pictures in (1, 2):
        panel.prompt.focus()
        keys.press("Control+Enter")
        expect(panel.pictures).to_have_count(pictures)
        expect(panel.go).to_be_enabled()
    panel.tiles.first.focus()
    for key in ("d", "d", "x", "a", "b", "End"):
        keys.press(key)
    expect(panel.tiles.last).to_be_focused()
    keys.press("Enter")
    viewer = it.page.get_by_role("dialog")
    expect(viewer).to_be_visible()
    it.page.wait_for_function("() => document.querySelector('dialog[open] img').naturalWidth > 384")
    expect(viewer).to_contain_text("2 of 2")
    keys.press("ArrowLeft")
    expect(viewer).to_contain_text("1 of 2")
    before = viewer.locator("output").inner_text()
    keys.press("+")
    assert viewer.locator("output").inner_text() != before
    keys.press("Escape")
    expect(viewer).to_be_hidden()
    expect(panel.tiles.first).to_be_focused()
    keys.press("Space")
    keys.press("Shift+ArrowRight")
    panel.output.get_by_role("button", name="Compare").click()
    expect(viewer.locator("img")).to_have_count(2)
    keys.press("+")
    zooms = viewer.locator("img").evaluate_all("all => new Set(all.map(one => one.style.transform)).size")
    assert zooms == 1, "one zoom for all"
    keys.press("Escape")
    assert len(it.page.query_selector_all(".jp-Notebook .jp-Cell")) == 2, "no key reached the notebook"
    assert not it.errors


def test_one_press_is_one_job_however_it_is_pressed(lab: Callable[..., Any]) -> None:
    cells = (
        "import imgen_nb as ig\nst = ig.studio('banatie', 'a heron')",
        "import time; time.sleep(3)",
        "len(st._runs)",
    )
    it = lab(*cells, height=1100)  # a mouse at a place scrolls to nothing: all of the panel is in the window
    it.run_all()
    panel = Panel(it.output(0))
    box = panel.go.bounding_box()
    for _ in range(3):  # by the mouse, which asks nobody whether the button may be pressed
        it.page.mouse.dblclick(box["x"] + 20, box["y"] + 10)
    expect(panel.pictures).to_have_count(1)
    it.page.wait_for_timeout(500)
    expect(panel.tiles).to_have_count(1)


def test_cancel_stops_waiting(lab: Callable[..., Any]) -> None:
    it = lab("import os\nos.environ['IMGEN_NB_SANDBOX_SPEED'] = '0.1'\n" + STUDIO)
    it.run_all()
    panel = Panel(it.output(0))
    panel.prompt.fill("a slow snail")
    expect(panel.cancel).to_have_count(0)
    panel.go.click()
    expect(panel.status).to_contain_text("Queued")
    panel.cancel.click()
    expect(panel.status).to_contain_text("Cancelled")
    expect(panel.cancel).to_have_count(0)
    expect(panel.go).to_be_enabled()
    expect(panel.tiles).to_contain_text("ig.resume()")
    expect(panel.pictures).to_have_count(0)


def test_without_its_kernel_the_panel_says_so_and_keeps_its_pictures(lab: Callable[..., Any]) -> None:
    it = lab("import imgen_nb as ig\nst = ig.studio(prompt='a heron')")
    it.run_all()
    panel = Panel(it.output(0))
    panel.go.click()
    expect(panel.pictures).to_have_count(1)
    it.page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()")
    expect(panel.status).to_contain_text("Run this cell again")
    expect(panel.go).to_be_disabled()
    expect(panel.pictures).to_have_count(1)
    it.shot("disconnected")


def test_saved_pictures_are_there_without_a_kernel_and_without_trust(lab: Callable[..., Any]) -> None:
    it = lab("import imgen_nb as ig\nst = ig.studio(prompt='two takes of a heron')")
    it.run_all()
    panel = Panel(it.output(0))
    for pictures in (1, 2):
        panel.go.click()
        expect(panel.pictures).to_have_count(pictures)
    expect(it.output(0)).to_contain_text("take 2")
    expect(it.output(0).locator(".imgen-twin img")).to_have_count(2)
    expect(it.output(0).locator(".imgen-twin")).to_be_hidden()
    changed = it.save()
    it.shut_down()
    assert_pictures(lab(path=it.path))
    changed.cells.append(nbformat.v4.new_markdown_cell("Somebody else wrote this, so nobody trusts the notebook."))
    nbformat.write(changed, it.path.with_stem("untrusted"))
    assert_pictures(lab(path=it.path.with_stem("untrusted")))


def assert_pictures(it: Any) -> None:
    shown = it.output(0).locator("img:visible")
    expect(shown).to_have_count(2)
    assert "two takes of a heron" in shown.first.get_attribute("alt")
    assert shown.first.evaluate("image => image.complete && image.naturalWidth") == 384
    assert Panel(it.output(0)).go.count() == 0
    expect(it.output(0).get_by_text("Error displaying widget")).to_be_hidden()
    assert "jp-OutputArea" not in it.output(0).inner_text(), "rules are no words, with trust and without"
    first, second = (shown.nth(place).bounding_box() for place in (0, 1))
    assert first["y"] == second["y"], "side by side, as the sheet lays them"
    it.shot("saved")


def test_words_of_a_prompt_stay_words(lab: Callable[..., Any]) -> None:
    nasty = "$x^2$ <img src=x onerror='window.hit=1'> </textarea><script>window.hit=1</script>"
    it = lab(STUDIO, f"ig.compare({nasty!r}, 'destinpq', aspect_ratio='16:9')")
    it.run_all()
    page, panel = it.page, Panel(it.output(0))
    expect(it.output(1)).to_contain_text("$x^2$ <img src=x onerror=")
    panel.prompt.fill(nasty)
    panel.go.click()
    expect(panel.status).to_contain_text("Done")
    expect(panel.pictures).to_have_count(1)
    panel.pictures.click()
    expect(page.get_by_role("dialog")).to_contain_text("$x^2$ <img src=x onerror=")
    assert page.evaluate("() => window.hit") is None
    assert page.locator(".jp-Notebook mjx-container").count() == 0
