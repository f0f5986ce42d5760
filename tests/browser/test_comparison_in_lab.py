"""A comparison in a real notebook: it fills while the slowest still draws, and all of it stays in the saved file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import nbformat
from playwright.sync_api import expect
from views import check_static

COMPARE = """grid = ig.compare(
    "a red fox in snow",
    providers=["akool", "banatie", "destinpq", "qolaba"],
    aspect_ratio=["1:1", "16:9", "3:2"],
)"""
AS_IN_LIFE = "import os\nos.environ['IMGEN_NB_SANDBOX_SPEED'] = '1'\nimport imgen_nb as ig"
BEGIN = "name => { window.jupyterapp.commands.execute(name); return true; }"
FILLING = """() => {
    const table = document.querySelector('.jp-OutputArea table');
    const drawn = [...(table?.querySelectorAll('img') ?? [])].filter(one => !one.alt.includes('coarse preview'));
    const words = ['Waiting', 'Sending', 'Queued', 'Running', 'Saving'];
    const coming = [...(table?.querySelectorAll('td') ?? [])].filter(one => words.some(w => one.innerText.includes(w)));
    return drawn.length && coming.length ? [drawn.length, coming.length] : false;
}"""
PICTURES = 11
"""One cell of the twelve is not offered."""


def test_the_first_picture_is_there_before_the_slowest_provider_is_done(lab: Callable[..., Any]) -> None:
    it = lab(AS_IN_LIFE, COMPARE)
    it.page.evaluate(BEGIN, "notebook:run-all-cells")
    drawn, coming = it.page.wait_for_function(FILLING, timeout=60_000).json_value()
    assert drawn + coming >= PICTURES
    it.shot("comparison-filling", it.output(1))
    output = it.output(1)
    expect(output.locator("img")).to_have_count(PICTURES, timeout=60_000)
    expect(output).to_contain_text("4 providers by 3 aspect ratios: 11 pictures · 1 not offered", timeout=60_000)
    heads = [one.strip() for one in output.locator("th[scope=col]").all_inner_texts()]
    assert heads == ["Provider", "1:1", "16:9", "3:2"]
    assert output.locator("th[scope=row] strong").all_inner_texts() == ["Akool", "Banatie", "DestinPQ", "Qolaba"]
    for theme in ("Light", "Dark"):
        it.theme(theme)
        it.shot(f"comparison-{theme.lower()}", output)
    it.page.set_viewport_size({"width": 420, "height": 900})
    it.shot("comparison-narrow")
    assert not it.errors


def test_the_saved_notebook_has_all_of_it_with_words_for_each_picture(lab: Callable[..., Any]) -> None:
    it = lab("import imgen_nb as ig", COMPARE, "grid.pivot()")
    it.run_all()
    saved = it.save()
    first, turned = (
        [output["data"]["text/html"] for output in saved.cells[cell].outputs if "text/html" in output.get("data", {})]
        for cell in (1, 2)
    )
    assert [len(first), len(turned)] == [1, 1], "one output each, not one for every step"
    for html, heads in ((first[0], ["1:1", "16:9", "3:2"]), (turned[0], ["Akool", "Banatie", "DestinPQ", "Qolaba"])):
        shown = check_static(html)
        assert len(shown.images) == PICTURES
        assert all("a red fox in snow" in str(image["alt"]) for image in shown.images)
        assert all(head in shown.text for head in heads)
    exported = _exported(it.path)
    assert exported.count("a red fox in snow, ") >= 2 * PICTURES
    assert "No description has been provided" not in exported


def _exported(path: Any) -> str:
    from nbconvert import HTMLExporter

    html, _ = HTMLExporter().from_notebook_node(nbformat.read(path, 4))
    return str(html)
