"""The studio's form in a real page: what each provider takes, keys, pictures in hand, prompts that are rewritten."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from pageviews import CONTRASTS, TOO_WIDE
from panels import Panel
from playwright.sync_api import expect

from imgen_nb import providers
from imgen_nb.widgets import form

STUDIO = "import imgen_nb as ig\nst = ig.studio({!r}, {!r})"


def opened(
    lab: Callable[..., Any], provider: str, prompt: str = "a fox", *before: str, **size: int
) -> tuple[Any, Panel]:
    """A studio of one provider in a notebook of its own."""
    it = lab("\n".join([*before, STUDIO.format(provider, prompt)]), **size)
    it.run_all()
    panel = Panel(it.output(0))
    expect(panel.go).to_be_visible()
    return it, panel


@pytest.mark.sampled(5)
@pytest.mark.parametrize("name", providers.names())
def test_each_providers_form_is_what_it_declares(lab: Callable[..., Any], name: str) -> None:
    _, panel = opened(lab, name)
    panel.more()
    declared = {one.name: one for one in providers.get(name).options_for(None).values() if one.name != "prompt"}
    shown = panel.output.locator(".ig-fields [data-name]").evaluate_all("all => all.map(one => one.dataset.name)")
    assert set(shown) == {one for one, option in declared.items() if not form.in_code(option)}
    page = unescape(panel.output.inner_html())
    for one, option in declared.items():
        assert option.help in page, one
    for one in shown:
        choices = panel.choices(one)
        assert choices in ([], ["true", "false"], [*declared[one].choices]), one


def test_a_key_is_entered_and_is_nowhere_in_what_is_saved(lab: Callable[..., Any]) -> None:
    key = "canary-5d1f0a6c77-browser"
    it, panel = opened(lab, "banatie")
    panel.output.get_by_role("button", name="Add a key").click()
    entry = panel.output.get_by_label("Key for Banatie")
    expect(entry).to_be_focused()
    it.shot("form-key")
    entry.fill("two words")
    it.page.keyboard.press("Enter")
    expect(panel.output.get_by_role("group", name="Key")).to_contain_text("not a plain token")
    expect(entry).to_be_focused()
    assert entry.input_value() == ""
    entry.fill(key)
    panel.output.get_by_role("button", name="Use this key").click()
    expect(entry).to_be_hidden()
    expect(panel.output.get_by_role("button", name="Change the key")).to_be_focused()
    assert key not in it.page.content()
    it.page.evaluate(KEEP_STATE, True)
    saved = it.save()
    it.page.evaluate(KEEP_STATE, False)  # the setting is the server's: it would be that of every test to come
    assert "widgets" in saved.metadata
    assert key not in json.dumps(saved)
    assert not it.errors


def test_a_rewritten_prompt_is_locked_and_unlocked(lab: Callable[..., Any]) -> None:
    it, panel = opened(lab, "banatie", "a red fox in snow", width=1280, height=1100)
    panel.go.click()
    expect(panel.pictures).to_have_count(1)
    box = panel.output.locator(".ig-rewrite")
    expect(box).to_contain_text("Banatie rewrote your prompt")
    it.shot("form-rewrite", it.output(0))
    lock = panel.output.get_by_role("button", name="Use this text, enhancement off")
    lock.click()
    expect(lock).to_have_attribute("aria-pressed", "true")
    assert panel.prompt.input_value() != "a red fox in snow"
    enhance = panel.output.get_by_role("switch", name=re.compile("Enhance"))
    expect(enhance).not_to_be_checked()
    it.shot("form-locked", it.output(0))
    panel.output.get_by_role("button", name="Unlock").click()
    expect(panel.prompt).to_have_value("a red fox in snow")
    expect(enhance).to_be_checked()
    lock.click()
    expect(enhance).not_to_be_checked()
    panel.prompt.press_sequentially(" again")
    expect(enhance).to_be_checked()
    assert not it.errors


KEEP_STATE = """keeps => {
    const commands = window.jupyterapp.commands, name = "@jupyter-widgets/jupyterlab-manager:saveWidgetState";
    if (commands.isToggled(name) !== keeps) return commands.execute(name).then(() => true);
}"""
DROP = """async (node, [name, type, bytes]) => {
    const data = new DataTransfer();
    data.items.add(new File([Uint8Array.from(bytes)], name, {type}));
    for (const kind of ['dragover', 'drop'])
        node.dispatchEvent(new DragEvent(kind, {bubbles: true, cancelable: true, dataTransfer: data}));
}"""


def test_a_picture_is_dropped_chosen_and_taken_away(lab: Callable[..., Any], tmp_path: Path) -> None:
    from PIL import Image

    file = tmp_path / "hen.png"
    Image.new("RGB", (320, 200), (200, 120, 40)).save(file)
    it, panel = opened(lab, "banatie")
    panel.prompt.evaluate(DROP, ["hen.png", "image/png", list(file.read_bytes())])
    panel.more()
    held = panel.output.get_by_role("list", name=re.compile("in hand")).get_by_role("img")
    expect(held).to_have_count(1)
    panel.output.locator("[data-name=reference_images] input[type=file]").set_input_files(file)
    expect(held).to_have_count(2)
    it.shot("form-sources", it.output(0))
    panel.output.get_by_role("button", name="Take away source picture 2").click()
    expect(held).to_have_count(1)
    panel.prompt.evaluate(DROP, ["words.txt", "text/plain", [1, 2, 3]])
    expect(panel.output.locator(".ig-note:visible")).to_contain_text("“words.txt” is no picture")
    panel.go.click()
    expect(panel.pictures).to_have_count(1)
    assert not it.errors


def test_a_prompt_of_before_is_taken_from_the_list(lab: Callable[..., Any]) -> None:
    it, panel = opened(lab, "destinpq", "a heron at dawn")
    panel.go.click()
    expect(panel.pictures).to_have_count(1)
    panel.prompt.fill("something else")
    panel.output.get_by_role("button", name="Recent").click()
    first = panel.output.get_by_role("listbox", name="Recent prompts").get_by_role("option").first
    expect(first).to_have_text("a heron at dawn")
    it.shot("form-recent", it.output(0))
    it.page.keyboard.press("Enter")
    expect(panel.prompt).to_have_value("a heron at dawn")
    expect(panel.output.get_by_role("button", name="Recent")).to_be_focused()


def test_a_model_is_searched_for_or_written(lab: Callable[..., Any]) -> None:
    it, panel = opened(lab, "qolaba")
    model = panel.output.get_by_role("combobox", name="Model")
    model.click()
    options = panel.output.get_by_role("listbox", name="Model").get_by_role("option")
    expect(options).to_have_count(len(providers.get("qolaba").option("model").choices))  # type: ignore[union-attr]
    model.fill("imagen ultra")
    expect(options).to_have_count(1)
    it.shot("form-model", it.output(0))
    it.page.keyboard.press("Enter")
    expect(model).to_have_value("vertex/imagen-4-ultra")
    model.fill("fal/never-heard-of")
    it.page.keyboard.press("Tab")
    expect(panel.output.locator("[data-name=model]")).to_contain_text("passed on as it is")
    panel.output.get_by_role("button", name="Look up models").click()
    expect(panel.output.locator(".ig-note:visible")).to_contain_text("models now")
    assert not it.errors


def test_the_focus_is_never_lost(lab: Callable[..., Any]) -> None:
    it, panel = opened(lab, "banatie")
    keys = it.page.keyboard
    panel.go.focus()
    keys.press("Enter")
    expect(panel.pictures).to_have_count(1)
    expect(panel.go).to_be_focused()
    panel.provider.focus()
    panel.provider.select_option(label="Qolaba")
    expect(panel.output.get_by_role("combobox", name="Model")).to_be_visible()
    expect(panel.provider).to_be_focused()
    panel.output.get_by_role("button", name="Add a key").focus()
    keys.press("Enter")
    keys.press("Escape")
    expect(panel.output.get_by_role("button", name="Add a key")).to_be_focused()
    assert it.page.evaluate("() => document.activeElement !== document.body")


def test_an_empty_studio_offers_prompts_to_start_from(lab: Callable[..., Any]) -> None:
    it, panel = opened(lab, "banatie", "", width=1280, height=1000)
    first = panel.output.get_by_role("button", name="a lighthouse by the sea at night")
    it.page.wait_for_function("() => document.querySelectorAll('.ig-starts img:not([hidden])').length === 3")
    it.shot("form-empty", it.output(0))
    first.click()
    expect(panel.prompt).to_have_value("a lighthouse by the sea at night")
    expect(panel.go).to_be_focused()
    expect(panel.tiles).to_have_count(0)
    it.page.keyboard.press("Enter")
    expect(panel.pictures).to_have_count(1)
    expect(first).to_be_hidden()
    assert not it.errors


def test_what_is_wrong_has_its_remedy_at_its_field(lab: Callable[..., Any]) -> None:
    it, panel = opened(lab, "qolaba")
    number = panel.output.get_by_role("textbox", name="Pictures")
    number.fill("99")
    field = panel.output.locator("[data-name=num_images]")
    mend = field.get_by_role("button", name="Use 10")
    expect(mend).to_be_visible()
    expect(number).to_have_attribute("aria-invalid", "true")
    it.shot("form-wrong", it.output(0))
    mend.click()
    expect(number).to_have_value("10")
    expect(number).to_be_focused()
    expect(mend).to_be_hidden()
    number.fill("several")
    field.get_by_role("button", name="Clear").click()
    expect(number).to_have_value("")
    expect(field.locator(".ig-wrong")).to_be_hidden()
    assert not it.errors


def test_the_form_is_whole_and_legible_when_narrow_and_dark(lab: Callable[..., Any]) -> None:
    it, panel = opened(lab, "qolaba", "a fox", width=480, height=2400)
    it.theme("Dark")
    panel.output.get_by_role("button", name="Add a key").click()
    panel.more()
    panel.go.click()
    expect(panel.pictures).to_have_count(1)
    assert it.page.evaluate(TOO_WIDE) == []
    assert not [(ratio, words) for ratio, words in it.page.evaluate(CONTRASTS) if ratio < 4.5]
    it.shot("form-narrow-dark", it.output(0))
