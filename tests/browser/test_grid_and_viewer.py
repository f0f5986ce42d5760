"""The grid and its viewer in a bare page: keys, selection, one zoom for several, two on one place, a sheet."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from stages import Stage
from views import generation, picture, request

from imgen_nb.errors import BudgetExceeded, GenerationFailed, MissingKey, OutcomeUnknown
from imgen_nb.show.places import QUESTIONS, Place, places
from imgen_nb.store.store import Store
from imgen_nb.types import State
from imgen_nb.widgets.board import Board
from imgen_nb.widgets.gridview import GridView
from imgen_nb.widgets.studio import Studio


@pytest.fixture
def shown(page: Page, store: Store, tmp_path: Path) -> Callable[..., Stage]:
    """A grid of so many pictures, each of its own prompt, in a bare page."""

    def show(number: int, **how: Any) -> Stage:
        board = Board(patient=number > 50)
        for at in reversed(range(number)):
            asked = replace(request(prompt=f"fox {at}"), ref=f"r{at}")
            made = generation(picture(tmp_path, width=60 + at % 7, height=40), asked=asked)
            board.put([(f"{at}.0", places(made)[0])], str(at))
        return Stage(GridView(board), page, **how)

    return show


def active(page: Page) -> str:
    return str(page.evaluate("() => document.activeElement.dataset.id ?? document.activeElement.tagName"))


def until_focused(page: Page, place: str) -> None:
    """Wait for a tile to have the focus: a page hears that a dialog was closed a moment after it is gone."""
    page.wait_for_function("place => document.activeElement.dataset.id === place", arg=place)


def test_the_arrows_go_as_the_tiles_lie_and_only_one_tile_is_in_the_tab_order(shown: Any, page: Page) -> None:
    shown(11)
    grid = page.get_by_role("grid")
    across = int(grid.get_attribute("aria-colcount") or 0)
    assert across >= 2
    rows = page.get_by_role("row")
    assert rows.count() == int(grid.get_attribute("aria-rowcount") or 0) == -(-11 // across)
    assert [rows.nth(at).get_by_role("gridcell").count() for at in range(rows.count() - 1)] == [across] * (
        rows.count() - 1
    )
    assert page.locator(".ig-tile[tabindex='0']").count() == 1
    page.locator(".ig-tile").first.focus()
    walked = []
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp", "End", "ArrowDown", "Home", "ArrowUp"):
        page.keyboard.press(key)
        walked.append(active(page))
    expected = [1, 1 + across, across, 0, 10, 10, 0, 0]
    assert walked == [f"{at}.0" for at in expected]


def test_selecting_starring_and_leaving_by_keys(shown: Any, page: Page, store: Store) -> None:
    stage = shown(4)
    page.locator(".ig-tile").first.focus()
    for key in ("Space", "Shift+ArrowRight", "s"):
        page.keyboard.press(key)
    stage.play()
    assert page.locator(".ig-tile[aria-selected='true']").count() == 2
    expect(page.get_by_role("toolbar")).to_contain_text("2 selected")
    assert [row for row, _ in store.marks(["r0", "r1"])] == ["r1"]
    expect(page.locator(".ig-tile").nth(1).get_by_role("button", name="Star")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("s")
    stage.play()
    assert store.marks(["r1"]) == {}
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_attribute("data-act", re.compile("star|open"))
    page.keyboard.press("Escape")
    assert active(page) == "1.0"
    page.keyboard.press("Escape")
    expect(page.get_by_role("toolbar")).to_be_hidden()
    page.keyboard.press("Delete")
    stage.play()
    assert page.locator(".ig-tile").count() == 3
    assert active(page) == "2.0", "the focus goes to the next one"


def transforms(page: Page) -> list[str]:
    return list(page.locator("dialog .ig-large").evaluate_all("all => all.map(one => one.style.transform)"))


def test_one_zoom_for_all_or_one_for_each_by_keys_alone(shown: Any, page: Page) -> None:
    stage = shown(3)
    page.locator(".ig-tile").first.focus()
    for key in ("Space", "Shift+ArrowRight", "Shift+ArrowRight"):
        page.keyboard.press(key)
    page.get_by_role("toolbar").get_by_role("button", name="Compare").press("Enter")
    stage.play()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator(".ig-large")).to_have_count(3)
    for key in ("+", "+", "ArrowRight"):
        page.keyboard.press(key)
    assert len({*transforms(page)}) == 1
    assert "scale(1)" not in transforms(page)[0]
    page.keyboard.press("t")
    dialog.locator(".ig-pane-v").nth(1).focus()
    page.keyboard.press("+")
    assert len({*transforms(page)}) == 2
    page.keyboard.press("t")
    assert len({*transforms(page)}) == 1
    page.keyboard.press("0")
    assert "scale(1)" in transforms(page)[0]
    expect(dialog.get_by_role("button", name="Slider")).to_have_attribute("aria-disabled", "true")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    until_focused(page, "0.0")


FINGER = """(box, [id, kind, x, y]) => box.dispatchEvent(new PointerEvent(`pointer${kind}`, {
    pointerId: id, pointerType: 'touch', buttons: kind === 'up' ? 0 : 1, clientX: x, clientY: y, bubbles: true}))"""


def test_two_fingers_zoom_and_one_pans_and_a_small_picture_says_where_one_is(shown: Any, page: Page) -> None:
    shown(1)
    page.locator(".ig-tile").first.focus()
    page.keyboard.press("Enter")
    box, inset = page.get_by_role("dialog").locator(".ig-pane-v"), page.locator(".ig-inset")
    expect(inset).to_be_hidden()
    size = box.bounding_box()
    x, y = size["x"] + size["width"] / 2, size["y"] + size["height"] / 2
    touches = [(1, "down", x - 20, y), (2, "down", x + 20, y), (1, "move", x - 40, y), (2, "move", x + 40, y)]
    for touch in touches:
        box.evaluate(FINGER, touch)
    assert "scale(2)" in transforms(page)[0]
    expect(inset).to_be_visible()
    before = transforms(page)
    for touch in [(2, "up", x + 40, y), (1, "move", x - 90, y)]:
        box.evaluate(FINGER, touch)
    assert transforms(page) != before
    assert "scale(2)" in transforms(page)[0]
    assert inset.locator("i").evaluate("frame => parseFloat(frame.style.left)") > 25
    page.keyboard.press("0")
    expect(inset).to_be_hidden()


def test_a_picture_opens_with_its_own_pixels_and_the_keys_go_on_to_the_next(shown: Any, page: Page) -> None:
    stage = shown(3)
    page.locator(".ig-tile").first.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    for expected in ("1 of 3", "2 of 3", "3 of 3", "3 of 3"):
        expect(dialog).to_contain_text(expected)
        stage.until(lambda: dialog.locator("img").evaluate("one => one.naturalWidth >= 60"))
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    until_focused(page, "2.0")


def test_two_pictures_on_one_place(shown: Any, page: Page) -> None:
    stage = shown(2)
    page.locator(".ig-tile").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Shift+ArrowRight")
    page.get_by_role("toolbar").get_by_role("button", name="Slider").press("Enter")
    stage.play()
    dialog = page.get_by_role("dialog")
    divider = dialog.get_by_role("slider")
    expect(divider).to_be_focused()
    cut = "() => getComputedStyle(document.querySelector('.ig-layer + .ig-layer')).clipPath"
    before = page.evaluate(cut)
    page.keyboard.press("ArrowRight")
    expect(divider).to_have_value("51")
    assert page.evaluate(cut) != before
    for key, value in (("Home", "0"), ("End", "100")):
        page.keyboard.press(key)
        expect(divider).to_have_value(value)
    names = dialog.locator(".ig-pane-v img").evaluate_all("all => all.map(one => one.alt)")
    page.keyboard.press("s")
    assert dialog.locator(".ig-pane-v img").evaluate_all("all => all.map(one => one.alt)") == names[::-1]
    for name, style, value in (("Difference", "mixBlendMode", "difference"), ("Overlay", "opacity", "0.5")):
        dialog.get_by_role("button", name=name).click()
        assert (
            page.evaluate(f"() => getComputedStyle(document.querySelector('.ig-layer + .ig-layer')).{style}") == value
        )
    page.emulate_media(reduced_motion="reduce")
    dialog.get_by_role("button", name="Blink").click()
    expect(dialog.locator("span[role=status]")).to_contain_text("Seen now: A")
    page.keyboard.press("b")
    expect(dialog.locator("span[role=status]")).to_contain_text("Seen now: B")


def test_of_a_thousand_only_those_in_sight_are_drawn_and_the_last_is_reached(shown: Any, page: Page) -> None:
    stage = shown(1000)
    tiles = page.locator(".ig-tile")
    assert 4 <= tiles.count() < 60
    assert page.get_by_role("grid").get_attribute("aria-rowcount") == str(-(-1000 // 3))
    tiles.first.focus()
    page.keyboard.press("End")
    stage.play()
    assert active(page) == "999.0"
    stage.until(lambda: page.locator("[data-id='999.0'] img:visible").count())
    assert tiles.count() < 60
    page.keyboard.press("ArrowUp")
    assert active(page) == "996.0"
    page.get_by_role("grid").evaluate("grid => { grid.scrollTop = 0; }")
    page.wait_for_function("() => document.querySelector('.ig-tile').dataset.id === '0.0'")
    assert active(page) == "GRID" or page.evaluate("() => document.activeElement.getAttribute('role')") == "grid"
    page.keyboard.press("Home")
    assert active(page) == "0.0"
    assert stage.bytes < 300_000, "thumbnails that nobody saw did not travel"


PRICE = "about $0.03"
CARDS = {
    "failed": (
        GenerationFailed("the model is asleep", charged="no"),
        [f"Try again, {PRICE}", "Use these settings", "Dismiss"],
    ),
    "unknown": (OutcomeUnknown("the line broke"), ["Look for it", "Let it go", "Dismiss"]),
    "budget": (BudgetExceeded("$0.01 is left"), ["Change the budget", f"Try again, {PRICE}", "Dismiss"]),
    "key": (MissingKey("there is no key", hint="set it"), ["Set the key", f"Try again, {PRICE}", "Dismiss"]),
}


@pytest.mark.parametrize("name", CARDS)
def test_a_card_has_what_happened_the_money_and_its_remedies(name: str, page: Page, store: Store) -> None:
    error, remedies = CARDS[name]
    studio = Studio("banatie", "a fox")
    studio._board.put([("r1.0", Place("Banatie", request(), State.FAILED, error=error))], "r1", price=PRICE)
    Stage(studio, page)
    card = page.get_by_role("gridcell")
    expect(card).to_contain_text(error.message, ignore_case=True)
    questions = card.get_by_role("term").all_inner_texts()
    assert questions == [*QUESTIONS[:3]]
    assert card.get_by_role("button").all_inner_texts() == remedies
    assert ["ig-btn--fill" in str(one.get_attribute("class")) for one in card.get_by_role("button").all()] == [
        True,
        False,
        False,
    ], "the likeliest"
    card.get_by_text("Technical details").click()
    expect(card.get_by_role("definition").filter(has_text=type(error).__name__)).to_be_visible()
    assert card.get_by_role("button").all_inner_texts() == [*remedies, "Copy"]


def test_failed_cards_are_cleared_at_once_and_what_is_owed_stays(page: Page, store: Store) -> None:
    studio = Studio("banatie", "a fox")
    for at, (error, _) in enumerate(CARDS.values()):
        studio._board.put([(f"r{at}.0", Place("Banatie", request(), State.FAILED, error=error))], f"r{at}")
    stage = Stage(studio, page)
    few = page.get_by_role("button", name="1 not settled")
    few.click()
    expect(page.get_by_role("gridcell")).to_have_count(1)
    expect(page.get_by_role("gridcell")).to_contain_text("Let it go")
    few.click()
    expect(page.get_by_role("gridcell")).to_have_count(len(CARDS))
    clear = page.get_by_role("button", name="Clear failed")
    clear.click()
    stage.until(lambda: page.get_by_role("gridcell").count() == 1)
    expect(page.get_by_role("gridcell")).to_contain_text("Let it go")
    expect(clear).to_be_hidden()
    expect(page.get_by_role("button", name="Generate")).to_be_focused()


def test_a_sheet_is_one_picture_with_its_buttons_and_their_pictures_come_under_it(
    page: Page, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IMGEN_NB_SANDBOX_SPEED", "0")
    studio = Studio("akool", "two boats")
    studio.values = {"model": "v3"}
    stage = Stage(studio, page)
    pictures = page.locator(".ig-pic:visible:not(.ig-preview)")
    studio.generate()
    stage.until(lambda: pictures.count() == 1)
    upscale = page.get_by_role("group", name="Upscale")
    assert upscale.get_by_role("button").all_inner_texts() == ["U1", "U2", "U3", "U4"]
    boxes = [upscale.get_by_role("button").nth(one).bounding_box() for one in range(4)]
    lies = [(box["y"] > boxes[0]["y"], box["x"] > boxes[0]["x"]) for box in boxes]
    assert lies == [*itertools.product((False, True), repeat=2)], "as the quarters lie"
    upscale.get_by_role("button", name="U2").click()
    stage.until(lambda: pictures.count() == 2)
    expect(upscale.get_by_role("button", name="U2")).to_have_attribute("aria-disabled", "true")
    assert page.locator(".ig-press").all_inner_texts() == ["", "U2"]
    assert [made.request.params.get("button") for made in studio.generations] == ["U2", None]
    upscale.get_by_role("button", name="U2").click(force=True)
    stage.play()
    assert len(studio.generations) == 2
    page.locator(".ig-tile").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("dialog")).to_contain_text("quarter 1 of 4")
