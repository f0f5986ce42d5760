"""The gallery in a bare page: found, read on, marked, asked before it is deleted, exported; by hand and by keys."""

from __future__ import annotations

import zipfile

from intents import planted
from playwright.sync_api import Page, expect
from stages import Stage
from stores import filled

from imgen_nb.store.store import Store
from imgen_nb.types import State
from imgen_nb.widgets.gallery import Gallery


def test_a_word_finds_and_scrolling_reads_on(page: Page, store: Store) -> None:
    filled(store, 200)
    stage = Stage(Gallery(), page)
    tiles = page.get_by_role("gridcell")
    expect(page.get_by_text("120 of 200 requests")).to_be_visible()
    page.get_by_label("Search in prompts and notes").fill("number 17")
    stage.until(lambda: page.get_by_text("11 of 11 requests").count())
    assert tiles.count() == 11
    stage.until(lambda: page.locator(".ig-pic:visible").count() == 11)
    page.get_by_role("button", name="Reset").click()
    stage.until(lambda: page.get_by_text("120 of 200 requests").count())
    tiles.first.focus()
    for _ in range(4):
        page.keyboard.press("End")
        stage.play()
    stage.until(lambda: page.get_by_text("200 of 200 requests").count())
    page.keyboard.press("End")
    stage.play()
    assert "number 0" in page.locator(":focus").inner_text()
    page.get_by_label("Search in prompts and notes").fill("nobody drew this")
    stage.until(lambda: page.get_by_text("Nothing fits").count())


def test_pictures_of_all_ratios_stand_on_mats_of_one_size(page: Page, store: Store) -> None:
    filled(store, 8)
    stage = Stage(Gallery(), page)
    stage.until(lambda: page.locator(".ig-pic:visible").count() == 8)
    boxes = [mat.bounding_box() for mat in page.locator(".ig-mat").all()]
    sizes = {(round(box["width"]), round(box["height"])) for box in boxes if box}
    ((width, height),) = sizes
    assert width == height


def test_a_note_is_written_and_a_star_is_kept(page: Page, store: Store) -> None:
    filled(store, 3)
    stage = Stage(Gallery(), page)
    page.get_by_role("gridcell").first.focus()
    for key in ("s", "Space"):
        page.keyboard.press(key)
    page.get_by_role("button", name="Note").press("Enter")
    page.get_by_role("dialog").get_by_role("textbox").fill("for the <b>cover</b>")
    page.get_by_role("button", name="Keep").press("Enter")
    stage.play()
    expect(page.get_by_role("gridcell").first).to_contain_text("for the <b>cover</b>")
    page.get_by_role("button", name="Starred").click()
    stage.until(lambda: page.get_by_role("gridcell").count() == 1)


def test_it_asks_before_it_deletes_and_keeps_what_was_not_meant(page: Page, store: Store) -> None:
    filled(store, 4)
    stage = Stage(Gallery(), page)
    page.get_by_role("gridcell").first.focus()
    page.keyboard.press("Space")
    page.get_by_role("toolbar").get_by_role("button", name="Delete").click()
    stage.until(lambda: page.get_by_role("dialog").count())
    expect(page.get_by_role("dialog")).to_contain_text("1 picture of 1 request")
    page.keyboard.press("Escape")
    stage.play()
    assert page.get_by_role("gridcell").count() == 4
    page.get_by_role("toolbar").get_by_role("button", name="Delete").click()
    stage.until(lambda: page.get_by_role("dialog").count())
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    stage.until(lambda: page.get_by_role("gridcell").count() == 3)
    expect(page.get_by_text("1 request deleted")).to_be_visible()


def test_what_is_chosen_is_exported_as_one_file(page: Page, store: Store) -> None:
    filled(store, 3)
    stage = Stage(Gallery(), page)
    page.get_by_role("gridcell").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Shift+ArrowRight")
    with page.expect_download() as caught:
        page.get_by_role("button", name="Export as zip").click()
        stage.play()
    with zipfile.ZipFile(caught.value.path()) as archive:
        assert sum(name.endswith(".png") for name in archive.namelist()) == 2


def test_what_is_owed_stands_apart_and_is_let_go_on_a_second_word(page: Page, store: Store) -> None:
    planted(store, State.UNKNOWN, None, None, prompt="nobody knows")
    filled(store, 1)
    stage = Stage(Gallery(), page)
    owed = page.get_by_role("region", name="Not settled")
    expect(owed).to_contain_text("Outcome unknown")
    owed.get_by_role("button", name="Let it go").click()
    expect(page.get_by_role("dialog")).to_contain_text("nobody pays back")
    page.get_by_role("dialog").get_by_role("button", name="Let it go").click()
    stage.until(lambda: not owed.is_visible())


def test_without_a_kernel_the_pictures_stay_and_nothing_is_offered(page: Page, store: Store) -> None:
    filled(store, 2)
    stage = Stage(Gallery(), page)
    stage.until(lambda: page.locator(".ig-pic:visible").count() == 2)
    page.evaluate("() => window.kernelGone()")
    expect(page.get_by_text("Not connected to the kernel")).to_be_visible()
    expect(page.get_by_label("Search in prompts and notes")).to_be_disabled()
    assert page.locator(".ig-pic:visible").count() == 2
