"""The views in a real page: legible in light and dark, whole in a narrow column; the pages are kept as screenshots."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from offered import taking
from pageviews import CONTRASTS, TOO_WIDE
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
    expect(it.page.locator(".jp-Notebook img[alt*='lighthouse']")).to_have_count(len(taking("16:9") + taking("3:2")))
    saved = it.save()
    outputs = [output for cell in saved.cells for output in cell.get("outputs", [])]
    assert not [one for one in outputs if one.output_type == "error" or one.get("name") == "stderr"]
    assert server.refused.read_text() == ""
    assert not it.errors
