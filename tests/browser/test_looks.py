"""The views in a real page: legible in light and dark, whole in a narrow column; the pages are kept as screenshots."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from panels import Panel
from playwright.sync_api import expect

QUICKSTART = Path(__file__).parents[2] / "notebooks" / "00_quickstart.ipynb"
PROMPT = "a red fox in snow by a cabin at sunset"
CELLS = (
    "import os\nos.environ.pop('IMGEN_NB_LIVE')",  # so that the page says what it says to a reader without a key
    f"import imgen_nb as ig\nst = ig.studio(prompt={PROMPT!r})",
    f"ig.compare({PROMPT!r}, aspect_ratio='16:9')",
    f"ig.compare({PROMPT!r}, aspect_ratio='3:2')",
    "ig.list_providers()",
)
# Every piece of text with the contrast it has: inks, mats and opacities are laid over each other as the page does.
CONTRASTS = """() => {
    const pen = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
    const rgba = colour => {
        pen.clearRect(0, 0, 1, 1); pen.fillStyle = colour; pen.fillRect(0, 0, 1, 1);
        const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data; return [r, g, b, a / 255];
    };
    const over = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a), 1];
    const ground = element => {
        if (!element) return [255, 255, 255, 1];
        const own = rgba(getComputedStyle(element).backgroundColor);
        return own[3] === 1 ? own : over(own, ground(element.parentElement));
    };
    const linear = v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
    const light = ([r, g, b]) => [r, g, b].map(v => linear(v / 255))
        .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
    const found = [];
    for (const root of document.querySelectorAll('.ig-panel, .jp-OutputArea .tex2jax_ignore')) {
        const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
        while (walk.nextNode()) {
            const element = walk.currentNode.parentElement, words = walk.currentNode.textContent.trim();
            if (!words || ['STYLE', 'OPTION'].includes(element.tagName) || !element.checkVisibility()) continue;
            let opacity = 1;
            for (let e = element; e; e = e.parentElement) opacity *= +getComputedStyle(e).opacity;
            const behind = ground(element), ink = rgba(getComputedStyle(element).color);
            const [a, b] = [light(over([...ink.slice(0, 3), ink[3] * opacity], behind)), light(behind)];
            found.push([Math.round((Math.max(a, b) + .05) / (Math.min(a, b) + .05) * 100) / 100, words.slice(0, 40)]);
        }
    }
    return found;
}"""
TOO_WIDE = """() => [...document.querySelectorAll('.ig-panel, .ig-panel *, .jp-OutputArea .tex2jax_ignore *')]
    .filter(e => getComputedStyle(e).display !== 'inline' && e.scrollWidth > e.clientWidth + 1 && e.tagName !== 'SELECT'
        && e.tagName !== 'STYLE')
    .map(e => `${e.tagName}.${e.className} ${e.scrollWidth} > ${e.clientWidth}`)"""


def test_the_views_are_legible_in_light_and_dark_and_whole_when_narrow(lab: Callable[..., Any]) -> None:
    it = lab(*CELLS, width=1200, height=2000)
    it.run_all()
    page = it.page
    panel = Panel(it.output(1))
    panel.ratio("16:9").check(force=True)
    for pictures, provider in enumerate(("DestinPQ", "Banatie"), 1):
        panel.provider.select_option(label=provider)
        panel.go.click()
        expect(panel.pictures).to_have_count(pictures)
    expect(panel.status).to_contain_text("Done")
    expect(panel.go).to_be_enabled()
    for theme in ("Dark", "Light"):
        it.theme(theme)
        weak = [(ratio, words) for ratio, words in page.evaluate(CONTRASTS) if ratio < 4.5]
        assert not weak, theme
        it.shot(f"views-{theme.lower()}")
        for cell, name in ((1, "studio"), (2, "comparison")):
            it.shot(f"{name}-{theme.lower()}", it.output(cell))
    page.set_viewport_size({"width": 480, "height": 2600})
    page.wait_for_function("() => document.querySelector('.ig-panel').clientWidth < 480")
    assert page.evaluate(TOO_WIDE) == []
    it.shot("views-narrow")


@pytest.mark.slow
def test_the_quickstart_runs_from_top_to_bottom(lab: Callable[..., Any], server: Any) -> None:
    path = server.root / "quickstart.ipynb"
    path.write_text(QUICKSTART.read_text("utf-8"), "utf-8")
    it = lab(path=path, height=1000)
    it.run_all()
    expect(it.page.locator(".jp-Notebook img[alt*='lighthouse']")).to_have_count(7)  # four, and the three that have 3:2
    saved = it.save()
    outputs = [output for cell in saved.cells for output in cell.get("outputs", [])]
    assert not [one for one in outputs if one.output_type == "error" or one.get("name") == "stderr"]
    assert server.refused.read_text() == ""
    assert not it.errors
