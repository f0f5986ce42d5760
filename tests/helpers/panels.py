"""A studio in a real page, found as a person finds it: by role and name."""

from __future__ import annotations

import re
from typing import Any

WATCH = """status => {
    window.said = [];
    new MutationObserver(() => window.said.push(status.textContent))
        .observe(status, {childList: true, subtree: true, characterData: true});
}"""


class Panel:
    """The studio in one output of a notebook."""

    def __init__(self, output: Any) -> None:
        self.output = output
        self.page = output.page
        self.prompt = output.get_by_label("Prompt", exact=True)
        self.provider = output.get_by_label("Provider", exact=True)
        self.go = output.get_by_role("button", name=re.compile("^Generate")).first
        self.cancel = output.get_by_role("button", name=re.compile("^Cancel( all .*)?$"))
        self.status = output.get_by_role("status")
        self.pictures = output.locator("img:visible:not([alt=''])")
        self.tiles = output.get_by_role("gridcell")

    def ratio(self, name: str) -> Any:
        """The button of one aspect ratio."""
        return self.output.get_by_role("radio", name=name, exact=True)

    def more(self) -> None:
        """Unfold the options that are seldom set."""
        fold = self.output.locator("details.ig-fold", has_text="More options")
        if fold.count() and fold.is_visible() and fold.get_attribute("open") is None:
            fold.locator("summary").click()

    def choices(self, name: str) -> list[str]:
        """The values that a field offers, without the empty one; nothing where one writes."""
        field = self.output.locator(f".ig-fields [data-name={name}]")
        script = "field => [...field.querySelectorAll('option, input[type=radio]')].map(one => one.value)"
        return [value for value in field.evaluate(script) if value]

    def watch(self) -> None:
        """Note from now on what the status says."""
        self.status.evaluate(WATCH)

    @property
    def said(self) -> list[str]:
        """What it said, in its order."""
        return list(self.page.evaluate("() => window.said"))
