"""Where running code shows things, and an output there that may be painted again.

Front ends differ in one thing that matters here: an output of a cell can be painted again by its id, one that an
Output widget has caught cannot (the widget takes the first painting and drops the rest). What is caught is therefore
shown once, when all is said.
"""

from __future__ import annotations

import contextvars
import sys
from dataclasses import dataclass
from typing import Any

Bundle = dict[str, str]


@dataclass(frozen=True)
class Spot:
    """A place where running code shows things: below the message it answers, or in the Output widget that catches it.

    Two spots are equal where what is shown would stand in the same place.
    """

    message: str
    catcher: Any = None


def spot() -> Spot | None:
    """Where this code's outputs go; None outside a kernel, where there is no place to paint."""
    shell = _shell()
    if shell is None:
        return None
    message = str(_parent(shell).get("header", {}).get("msg_id", ""))
    return Spot(message or f"cell {getattr(shell, 'execution_count', 0)}", _catcher(message))


def cell() -> str:
    """The id of the cell that this code is run by, which stays when it is run again; empty where nobody tells it."""
    shell = _shell()
    return "" if shell is None else str(_parent(shell).get("metadata", {}).get("cellId") or "")


def _shell() -> Any:
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    return None if getattr(shell, "kernel", None) is None else shell


def _parent(shell: Any) -> dict[str, Any]:
    return getattr(shell, "get_parent", dict)() or {}


def _catcher(message: str) -> Any:
    """The Output widget, if any, whose `with` block this is: it has noted the message whose outputs it catches."""
    widgets = sys.modules.get("ipywidgets")
    if widgets is None or not message:
        return None
    # ipywidgets has no public name for the widgets that are alive; without this one nothing counts as caught.
    alive = tuple(getattr(sys.modules.get("ipywidgets.widgets.widget"), "_instances", {}).values())
    return next((one for one in reversed(alive) if isinstance(one, widgets.Output) and one.msg_id == message), None)


class Output:
    """One output at a spot, painted at once and again by `update`, from any thread.

    One that is caught is painted once, by the painting that says it is the `last`. An empty bundle leaves nothing.
    """

    def __init__(self, spot: Spot, bundle: Bundle, *, last: bool = False) -> None:
        self._catcher = spot.catcher
        self._context = contextvars.copy_context()
        self._handle: Any = None
        if self._catcher is None:
            self._handle = _display(bundle, display_id=True)
        else:
            self.update(bundle, last=last)

    def update(self, bundle: Bundle, *, last: bool = False) -> None:
        """Replace what is shown."""
        if self._handle is not None:
            self._handle.update(bundle, raw=True)
        elif last and bundle and self._catcher is not None:
            catcher, self._catcher = self._catcher, None
            if catcher.msg_id:  # still inside its `with` block: caught on its way, beside what else is shown there
                self._context.run(_display, bundle)  # by it a kernel knows which message this answers
            else:
                shown = {"output_type": "display_data", "data": bundle, "metadata": {}}
                catcher.outputs = (*catcher.outputs, shown)


def _display(bundle: Bundle, **how: Any) -> Any:
    from IPython.display import display

    return display(bundle, raw=True, **how)  # type: ignore[no-untyped-call]
