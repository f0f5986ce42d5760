"""A blind vote as people meet it: nothing on the page tells whose a picture is, keys do it all, then the names."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from accessible import complaints
from playwright.sync_api import expect

WHO = ("Banatie", "DestinPQ", "Qolaba")
# The cell that names the services is not on the page, as somebody else ran it.
GRID = f"import imgen_nb as ig\nwho = {[name.lower()[::-1] for name in WHO]}\n"
GRID += "grid = ig.compare('a castle on a mountain', [one[::-1] for one in who], aspect_ratio='16:9')"
LIVE = """
from dataclasses import replace
for cell in grid.cells:  # as if the services themselves had answered
    images = tuple(replace(one, sketch=False) for one in cell.generation.images)
    cell.generation = replace(cell.generation, sandbox=False, images=images)
"""
VOTE = "ballot = grid.vote()\nballot"
# Everything a page holds: markup with its attributes, style sheets left out, each widget model, each picture's bytes.
# It is read again where a picture was replaced by another one meanwhile.
HELD = """async () => {
    const read = async () => {
        const texts = [document.querySelector('.jp-Notebook').outerHTML, document.title];
        const manager = [...window.jupyterapp.shell.widgets('main')].map(one => one.context?.model?.toJSON());
        texts.push(JSON.stringify(manager));
        for (const image of document.querySelectorAll('.jp-Notebook img')) {
            texts.push(image.alt + image.title + image.src);
            texts.push(new TextDecoder('latin1').decode(await (await fetch(image.src)).arrayBuffer()));
        }
        return texts.join('\\n').toLowerCase();
    };
    for (let tries = 20; tries > 1; tries--) {
        try { return await read(); } catch { await new Promise(next => setTimeout(next, 100)); }
    }
    return read();
}"""


def panel_of(it: Any, cell: int = 1) -> Any:
    return it.output(cell).get_by_role("group", name="Blind vote")


def run(it: Any, cell: int) -> None:
    """Run one cell: which one is active depends on where one has clicked."""
    it.page.locator(".jp-Notebook .jp-Cell").nth(cell).locator(".jp-InputPrompt").click()
    it.command("notebook:run-cell")


def leaks(text: str) -> list[str]:
    return [name for name in WHO if name.lower() in text.lower()]


def test_before_the_reveal_nothing_on_the_page_tells_whose_a_picture_is(lab: Callable[..., Any]) -> None:
    it = lab(GRID, VOTE, "ballot.reveal()", height=1100)
    for _ in range(2):
        it.command("notebook:run-cell-and-select-next")
    panel = panel_of(it)
    for number in (1, 2, 3):
        expect(panel).to_contain_text(f"pair {number} of 3")
        expect(panel.locator("img")).to_have_count(2)
        assert panel.locator("img").evaluate_all("all => all.map(one => one.alt)") == ["picture A", "picture B"]
        assert leaks(it.page.evaluate(HELD)) == []
        if number < 3:
            panel.get_by_role("button", name="Skip").click()
    sizes = panel.locator("img").evaluate_all("all => all.map(one => [one.naturalWidth, one.naturalHeight])")
    assert sizes[0] == sizes[1]
    saved = it.save()
    assert leaks(str(saved)) == []
    run(it, 2)
    expect(panel).to_contain_text("Revealed")
    expect(it.output(0)).to_contain_text("Banatie")
    expect(it.output(2)).to_contain_text("practice")
    assert leaks(it.page.evaluate(HELD)) == [*WHO]
    assert not it.errors


def test_keys_alone_do_it_all_and_the_votes_are_written_down(lab: Callable[..., Any]) -> None:
    it = lab(
        GRID + LIVE,
        VOTE.replace("()", "(folder='keys')"),
        "print(len(ballot.contest.file.read_text().splitlines()))",
        height=1100,
    )
    for _ in range(2):
        it.command("notebook:run-cell-and-select-next")
    panel, keys = panel_of(it), it.page.keyboard
    expect(panel.locator("img")).to_have_count(2)
    it.shot("vote-before", panel)
    assert complaints(it.page, ".imgen") == []
    panel.get_by_role("button", name="Skip").focus()
    for _ in range(2):
        keys.press("Tab")
    expect(panel.get_by_role("radio").first).to_be_focused()
    keys.press("1")
    keys.press("7")
    expect(panel.get_by_role("radio", checked=True)).to_have_count(2)
    keys.press("Enter")
    expect(panel).to_contain_text("pair 2 of 3")
    expect(panel.get_by_role("radio", checked=True)).to_have_count(0)
    keys.press("Backspace")
    expect(panel).to_contain_text("pair 1 of 3")
    expect(panel.get_by_role("radio", checked=True)).to_have_count(2)
    keys.press("Enter")
    for answers in ("15", "28"):
        expect(panel.get_by_role("radio", checked=True)).to_have_count(0)
        for key in answers:
            keys.press(key)
        expect(panel.get_by_role("radio", checked=True)).to_have_count(2)
        keys.press("Enter")
    expect(panel).to_contain_text("Revealed")
    expect(panel.locator("img").first).to_have_attribute("alt", re.compile("A was"))
    expect(panel.get_by_role("table")).to_have_count(2)
    expect(panel).to_contain_text("Too few votes")
    assert complaints(it.page, ".imgen") == []
    it.shot("vote-after", panel)
    with it.page.expect_download() as saved:
        panel.get_by_role("button", name="Save votes").click()
    assert len(saved.value.path().read_text("utf-8").splitlines()) == 3
    run(it, 2)
    expect(it.output(2)).to_contain_text("6")
    assert len(it.page.query_selector_all(".jp-Notebook .jp-Cell")) == 3, "no key reached the notebook"
    assert not it.errors


@pytest.mark.parametrize(("theme", "width"), [("Dark", 1280), ("Light", 560)])
def test_it_is_legible_in_the_dark_and_whole_in_a_narrow_column(
    lab: Callable[..., Any], theme: str, width: int
) -> None:
    it = lab(GRID, "ballot = grid.vote(size=4)\nballot", width=width, height=1000)
    if theme == "Dark":
        it.theme(theme)
    it.run_all()
    panel = panel_of(it)
    expect(panel.locator("img")).to_have_count(3)
    expect(panel).to_contain_text("practice")
    panel.get_by_role("radio").nth(2).focus()
    it.page.keyboard.press("3")
    it.shot(f"vote-before-{theme.lower()}-{width}", panel)
    assert complaints(it.page, ".imgen") == []
    panel.get_by_role("button", name="Reveal").first.click()
    expect(panel).to_contain_text("Revealed")
    expect(panel).to_contain_text("Practice: the sandbox drew these")
    expect(panel).not_to_contain_text("Strength")
    assert complaints(it.page, ".imgen") == []
    it.shot(f"vote-after-{theme.lower()}-{width}", panel)
    assert panel.evaluate("one => one.scrollWidth <= one.clientWidth")
    panel.get_by_role("button", name="Vote on more").click()
    expect(panel).to_contain_text("set 1 of 1")
    expect(panel.locator("img").first).to_have_attribute("alt", "picture A")
    expect(it.output(0)).to_contain_text("hidden while a blind vote")
    assert not it.errors


def test_without_its_kernel_the_panel_says_so_and_takes_no_votes(lab: Callable[..., Any]) -> None:
    it = lab(GRID, VOTE)
    it.run_all()
    panel = panel_of(it)
    expect(panel.locator("img")).to_have_count(2)
    it.page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()")
    expect(panel).to_contain_text("Run this cell again")
    expect(panel.locator("input:enabled")).to_have_count(0)
    expect(panel.locator("img")).to_have_count(2)
