"""The page of a comparison in a real browser without a network: by keyboard alone, whole labels, nothing loaded."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

import imgen_nb as ig

AXE = Path(__file__).parents[1] / "helpers" / "axe" / "axe.min.js"
LONG = "black-forest-labs/flux-1.1-pro-ultra-raw-edition-number-0123"


CUT = """() => [...document.querySelectorAll('h1, h2, th, figcaption, .held')]
    .filter((node) => node.clientWidth > 1)
    .filter((node) => node.scrollWidth > node.clientWidth + 1 || node.scrollHeight > node.clientHeight + 1)
    .map((node) => node.textContent)"""
"""Texts that are larger than their boxes."""


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Path]]:
    folder = tmp_path_factory.mktemp("pages")
    ig.use(live=False, store=folder)
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("IMGEN_NB_SANDBOX_SPEED", "0")
            takes = ig.Axis("take", {LONG: 1, "the second take": 2}, explain="Another picture of the same words.")
            deep = ig.grid(prompt="a fox", provider=["banatie", "destinpq"], aspect_ratio=["1:1", "3:2"], take=takes)
            flat = ig.compare("an owl", providers=["banatie", "qolaba"], wait=True)
        yield {"deep": deep.save(folder / "deep.html"), "flat": flat.save(folder / "flat.html")}
    finally:
        ig.use()


@pytest.fixture
def opened(chromium: Browser, saved: dict[str, Path]) -> Iterator[Any]:
    contexts, asked, errors = [], [], []

    def open_it(name: str, **how: Any) -> Page:
        context = chromium.new_context(offline=True, **how)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(saved[name].as_uri())
        return page

    yield open_it
    assert not errors
    assert not [url for url in asked if not url.startswith(("file:", "data:"))]
    for context in contexts:
        context.close()


def heads(page: Page) -> list[list[str]]:
    """The heads of columns and of rows of the first table."""
    table = page.locator("table").first
    return [
        [one.inner_text().split("\n")[0] for one in table.locator(f"th[scope={scope}]").all()]
        for scope in ("col", "row")
    ]


def labels(page: Page) -> list[str]:
    return [one.get_attribute("data-label") or "" for one in page.locator("table .cell").all()]


def shared(one: Any, other: Any, start: str, size: str) -> bool:
    """Whether two boxes share more than a pixel in one direction."""
    return min(one[start] + one[size], other[start] + other[size]) - max(one[start], other[start]) > 1


def focus(page: Page, name: str, role: Any = "button") -> None:
    """Go on by Tab until it is reached."""
    wanted = page.get_by_role(role, name=name).first
    for _ in range(60):
        if wanted.evaluate("node => node === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no Tab leads to {name!r}")


def test_it_lies_as_the_grid_does_and_is_turned_by_keys(opened: Any) -> None:
    page = opened("deep")
    assert heads(page) == [["1:1", "3:2"], ["Banatie", "DestinPQ"]]
    expect(page.locator("section h2").first).to_have_text(f"take {LONG}")
    before = labels(page)
    assert len(before) == 8
    focus(page, "Swap rows and columns")
    page.keyboard.press("Enter")
    assert heads(page) == [["Banatie", "DestinPQ"], ["1:1", "3:2"]]
    assert sorted(labels(page)) == sorted(before)
    assert labels(page)[1] == before[2]
    page.get_by_role("combobox", name="Rows").select_option(label="take")
    assert heads(page)[1] == [f"take {LONG}", "take the second take"]
    expect(page.get_by_role("status")).to_contain_text("take down")
    for cell in page.locator("table .cell").all():
        column = cell.evaluate("node => node.closest('td').cellIndex - 1")
        assert heads(page)[0][column] in (cell.get_attribute("data-label") or "")


def test_a_picture_opens_zooms_moves_and_gives_the_focus_back(opened: Any) -> None:
    page = opened("flat")
    first = page.locator(".open").first
    first.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    name = dialog.locator("h2").inner_text()
    page.keyboard.press("+")
    expect(dialog.locator("output")).to_have_text("140 %")
    image = dialog.locator("img")
    before = image.evaluate("node => node.style.transform")
    page.keyboard.press("ArrowRight")
    assert image.evaluate("node => node.style.transform") != before
    page.keyboard.press("0")
    expect(dialog.locator("output")).to_have_text("100 %")
    page.keyboard.press("ArrowRight")
    assert dialog.locator("h2").inner_text() != name, "at its own size the arrows go to the next picture"
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(first).to_be_focused()


def test_two_are_compared_under_a_divider_and_four_zoom_together(opened: Any) -> None:
    page = opened("deep")
    picks = page.get_by_role("checkbox")
    for number in range(2):
        picks.nth(number).focus()
        page.keyboard.press("Space")
    focus(page, "Compare 2 pictures")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Divider").press("Enter")
    slider = page.get_by_role("slider", name="Divider")
    slider.press("ArrowRight")
    assert page.locator(".stage").evaluate("node => node.style.getPropertyValue('--at')") == "51%"
    page.keyboard.press("Escape")
    for number in range(2, 4):
        picks.nth(number).check()
    page.get_by_role("button", name="Compare 4 pictures").press("Enter")
    expect(page.locator(".stage img")).to_have_count(4)
    page.keyboard.press("+")
    assert len({image.evaluate("node => node.style.transform") for image in page.locator(".stage img").all()}) == 1
    expect(page.get_by_role("button", name="Divider")).to_be_hidden()


@pytest.mark.parametrize("width", [360, 1280])
def test_labels_are_whole_and_the_page_is_as_wide_as_the_window(opened: Any, width: int) -> None:
    page = opened("deep", viewport={"width": width, "height": 800})
    assert page.evaluate(CUT) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert LONG in page.locator("section h2").first.inner_text()
    texts = page.locator("section h2, th, h1")
    boxes = [box for box in (one.bounding_box() for one in texts.all()) if box]
    assert not [
        pair
        for pair in itertools.combinations(boxes, 2)
        if shared(*pair, "x", "width") and shared(*pair, "y", "height")
    ]


def test_without_programs_everything_is_there_to_read(opened: Any) -> None:
    page = opened("deep", java_script_enabled=False)
    assert page.locator("img").count() == 6
    assert LONG in page.locator(".cell h2").first.inner_text()
    expect(page.get_by_text("Not offered").first).to_be_visible()


def violations(page: Page) -> list[Any]:
    found: Any = page.evaluate("() => axe.run().then((result) => result.violations)")
    return [(one["id"], one["nodes"][0]["html"]) for one in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["deep", "flat"])
def test_axe_finds_nothing(opened: Any, name: str, scheme: str) -> None:
    page = opened(name, color_scheme=scheme, bypass_csp=True)
    page.add_script_tag(path=AXE)
    page.locator("summary").first.click()
    assert violations(page) == []
    page.locator(".open").first.click()
    assert violations(page) == []
