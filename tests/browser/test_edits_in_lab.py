"""Edits compared in a real page: source, result and map side by side, and a slider between any two of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from accessible import complaints
from playwright.sync_api import expect

EDITS = """import imgen_nb as ig
from PIL import Image, ImageDraw
fox = ig.generate("a red fox in snow", provider="qolaba", aspect_ratio="4:3").images[0]
mask = Image.new("L", (fox.width, fox.height))
ImageDraw.Draw(mask).rectangle((0, 0, fox.width, fox.height // 2), fill=255)
grid = ig.compare("at night", ["akool", "qolaba"], image_urls=[fox], aspect_ratio="4:3")"""


@pytest.mark.parametrize(("theme", "width"), [("Light", 1280), ("Dark", 560)])
def test_what_changed_is_told_in_pictures_and_words(lab: Callable[..., Any], theme: str, width: int) -> None:
    it = lab(EDITS, "grid.changes(mask=mask)", width=width, height=1000)
    if theme == "Dark":
        it.theme(theme)
    it.run_all()
    shown = it.output(1)
    expect(shown.locator("img")).to_have_count(6)
    expect(shown).to_contain_text("of what lies outside the mask")
    assert complaints(it.page, ".jp-OutputArea-output.jp-RenderedHTMLCommon") == []
    it.shot(f"edits-{theme.lower()}-{width}", shown)
    assert not it.errors


def test_a_slider_lies_between_the_source_and_a_result_by_keys_alone(lab: Callable[..., Any]) -> None:
    it = lab(EDITS, "grid.changes().view()")
    it.run_all()
    tiles, keys = it.output(1).get_by_role("gridcell"), it.page.keyboard
    expect(tiles).to_have_count(3)
    expect(tiles.first).to_contain_text("Source")
    tiles.first.focus()
    keys.press("Space")
    keys.press("Shift+ArrowRight")
    it.output(1).get_by_role("button", name="Slider").click()
    divider = it.page.get_by_role("slider")
    expect(divider).to_be_visible()
    before = divider.input_value()
    divider.focus()
    keys.press("ArrowRight")
    assert divider.input_value() != before
    it.page.wait_for_timeout(300)
    it.shot("edits-slider")
    assert not it.errors
