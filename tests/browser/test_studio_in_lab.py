"""The studio as a person meets it: press Generate, watch the status, see the picture, stop it, come back later."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import nbformat
import pytest
from playwright.sync_api import expect

STUDIO = "import imgen_nb as ig\nig.studio()"
WATCH = """() => {
    window.said = [];
    const note = () => window.said.push(document.querySelector('.imgen-status').textContent);
    new MutationObserver(note).observe(
        document.querySelector('.imgen-status'), {childList: true, subtree: true, characterData: true});
}"""


@pytest.mark.parametrize(
    ("provider", "ratio"), [("Akool", "Original"), ("Banatie", "21:9"), ("DestinPQ", "4:3"), ("Qolaba", "5:4")]
)
def test_generate_passes_through_its_states_to_a_picture(lab: Callable[..., Any], provider: str, ratio: str) -> None:
    it = lab(STUDIO)
    it.run_all()
    page = it.page
    page.locator(".imgen-provider select").select_option(label=f"{provider} · sandbox")
    # The old form is gone and its own has come: a ratio that only this provider has.
    expect(page.locator(".imgen-opt-aspect_ratio")).to_have_count(1)
    expect(page.locator(".imgen-opt-aspect_ratio option", has_text=ratio)).to_have_count(1)
    page.locator(".imgen-prompt textarea").fill("a red fox in snow")
    page.locator(".imgen-opt-aspect_ratio select").select_option("16:9")
    page.evaluate(WATCH)
    page.locator(".imgen-go").click()
    picture = it.output(0).locator("img")
    expect(picture).to_have_count(1)
    expect(page.locator(".imgen-status")).to_contain_text("Done")
    said = page.evaluate("() => window.said")
    order = [next((n for n, one in enumerate(said) if word in one), -1) for word in ("Sending", "Queued", "Done")]
    assert -1 not in order, said
    assert order == sorted(order), said
    assert any("Running" in one or "Saving" in one for one in said), said
    assert "a red fox in snow" in picture.get_attribute("alt")
    assert picture.evaluate("image => image.naturalWidth / image.naturalHeight") == pytest.approx(16 / 9, rel=0.05)
    expect(page.locator(".imgen-go")).to_be_enabled()
    expect(page.locator(".imgen-cancel")).to_be_disabled()
    assert not it.errors


def test_cancel_stops_waiting(lab: Callable[..., Any]) -> None:
    it = lab("import os\nos.environ['IMGEN_NB_SANDBOX_SPEED'] = '0.1'\n" + STUDIO)
    it.run_all()
    page = it.page
    page.locator(".imgen-prompt textarea").fill("a slow snail")
    expect(page.locator(".imgen-cancel")).to_be_disabled()
    page.locator(".imgen-go").click()
    expect(page.locator(".imgen-status")).to_contain_text("Queued")
    page.locator(".imgen-cancel").click()
    expect(page.locator(".imgen-status")).to_contain_text("Cancelled")
    expect(page.locator(".imgen-cancel")).to_be_disabled()
    expect(page.locator(".imgen-go")).to_be_enabled()
    expect(it.output(0)).to_contain_text("ig.resume()")
    expect(it.output(0).locator("img")).to_have_count(0)


def test_saved_pictures_are_there_without_a_kernel_and_without_trust(lab: Callable[..., Any]) -> None:
    it = lab("import imgen_nb as ig\nig.studio(prompt='two takes of a heron')")
    it.run_all()
    for pictures in (1, 2):
        it.page.locator(".imgen-go").click()
        expect(it.output(0).locator("img")).to_have_count(pictures)
    expect(it.output(0)).to_contain_text("take 2")
    expect(it.output(0)).not_to_contain_text("sketch preview")
    changed = it.save()
    it.shut_down()
    assert_pictures(lab(path=it.path))
    changed.cells.append(nbformat.v4.new_markdown_cell("Somebody else wrote this, so nobody trusts the notebook."))
    nbformat.write(changed, it.path.with_stem("untrusted"))
    assert_pictures(lab(path=it.path.with_stem("untrusted")))


def assert_pictures(it: Any) -> None:
    shown = it.output(0).locator("img")
    expect(shown).to_have_count(2)
    assert "two takes of a heron" in shown.first.get_attribute("alt")
    assert shown.first.evaluate("image => image.complete && image.naturalWidth") == 384
    assert it.page.locator(".imgen-go").count() == 0
    first, second = (shown.nth(place).bounding_box() for place in (0, 1))
    assert first["y"] == second["y"], "side by side, as the sheet lays them"
    it.shot("saved")


def test_words_of_a_prompt_stay_words(lab: Callable[..., Any]) -> None:
    nasty = "$x^2$ <img src=x onerror='window.hit=1'> </textarea><script>window.hit=1</script>"
    it = lab(STUDIO, f"ig.compare({nasty!r}, 'destinpq', aspect_ratio='16:9')")
    it.run_all()
    page = it.page
    expect(it.output(1)).to_contain_text("$x^2$ <img src=x onerror=")
    page.locator(".imgen-prompt textarea").fill(nasty)
    page.locator(".imgen-go").click()
    expect(page.locator(".imgen-status")).to_contain_text("Done")
    expect(it.output(0).locator("img")).to_have_count(1)
    assert page.evaluate("() => window.hit") is None
    assert page.locator(".jp-Notebook mjx-container").count() == 0
