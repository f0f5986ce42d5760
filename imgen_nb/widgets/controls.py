"""From a provider's declaration of a parameter to the control in a form."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import ipywidgets as widgets

from imgen_nb.types import OUTSIDE_KEY, Option

UNSET = "as the provider likes"
IN_CODE = ("mapping", "references")
"""Kinds with no good control of their own: they are left to code, and the form says so."""


class Control:
    """One control and how to read it; `value` is None where the parameter is not to be sent."""

    def __init__(self, option: Option) -> None:
        self.option = option
        self.widget, self._read = _make(option)
        self._write = WRITERS.get(type(self.widget), _same)
        self.widget.add_class("imgen-field")
        self.widget.add_class(f"imgen-opt-{option.name}")

    @property
    def value(self) -> Any:
        """What the parameter is to be; a number that is none is left as text, for the validation to refuse."""
        return self._read(self.widget.value)

    def take(self, value: Any) -> None:
        """Set it to a value of the same parameter of another provider, if it is one here too."""
        offered = [one for _, one in getattr(self.widget, "options", ())] or [value]
        if value is not None and self.option.problem(value) is None and value in offered:
            self.widget.value = self._write(value)

    def close(self) -> None:
        """Close it with its layout and its style, which are widgets too and would stay with the kernel."""
        for part in (self.widget, getattr(self.widget, "style", None), self.widget.layout):
            if part is not None:
                part.close()


def controls(options: Iterable[Option]) -> list[Control]:
    """Make the controls of a form, without the prompt, which has its own place."""
    return [Control(option) for option in options if option.name != "prompt" and not _in_code(option)]


def left_to_code(options: Iterable[Option]) -> list[str]:
    """Name the parameters that a form does not offer."""
    return [option.name for option in options if _in_code(option)]


def label(name: str) -> str:
    """Say a parameter's name as people do.

    Example:
        >>> label("aspect_ratio")
        'Aspect ratio'
    """
    return name.replace("_", " ").capitalize()


def _in_code(option: Option) -> bool:
    return option.kind in IN_CODE or option.name in OUTSIDE_KEY


def _same(value: Any) -> Any:
    return value


def _lines(value: str) -> list[str] | None:
    return value.split() or None


def _make(option: Option) -> tuple[Any, Callable[[Any], Any]]:
    shared = {"description": label(option.name), "tooltip": option.help}
    if option.kind in ("addresses", "pictures"):
        one = "address" if option.kind == "addresses" else "address, id or @alias"
        return widgets.Textarea(placeholder=f"one {one} a line", rows=2, **shared), _lines
    if option.kind == "choice":
        return _choice([(choice, choice) for choice in option.choices], option.default, shared), _same
    if option.kind == "switch":
        if option.default is None:
            return _choice([("on", True), ("off", False)], None, shared), _same
        return widgets.Checkbox(value=option.default, indent=False, **shared), _same
    if option.kind in ("integer", "number"):
        return _number(option, shared)
    text = widgets.Text(value=option.default or "", placeholder=option.help, **shared)
    return text, lambda value: value or None


WRITERS: dict[type, Callable[[Any], Any]] = {widgets.Text: str, widgets.Textarea: "\n".join}
"""How a value is written into a kind of control that holds text; the others hold it as it is."""


def _choice(choices: list[tuple[str, Any]], default: Any, shared: dict[str, str]) -> Any:
    if default is None:  # as a value, None would be no choice at all, and the box blank
        return widgets.Dropdown(options=[(UNSET, None), *choices], index=0, **shared)
    return widgets.Dropdown(options=choices, value=default, **shared)


def _number(option: Option, shared: dict[str, str]) -> tuple[Any, Callable[[Any], Any]]:
    kind: Callable[[Any], Any] = int if option.kind == "integer" else float
    if None not in (option.default, option.low, option.high):
        bounded = widgets.BoundedIntText if option.kind == "integer" else widgets.BoundedFloatText
        return bounded(value=option.default, min=option.low, max=option.high, **shared), _same

    def read(value: str) -> Any:
        try:
            return kind(value) if value.strip() else None
        except ValueError:
            return value

    return widgets.Text(value="", placeholder=UNSET, **shared), read
