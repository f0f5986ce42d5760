"""Try prompts on image-generation APIs in a notebook, side by side, before you own a key.

    import imgen_nb as ig

    ig.generate("a red fox", provider="banatie", aspect_ratio="16:9")
    ig.compare("a red fox", providers="all")
    ig.studio()

Without a key the built-in sandboxes answer: they speak the real wire protocols and draw real pictures.
Names are imported when they are first used, so that importing the package stays quick.
"""

from __future__ import annotations

import gc
import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from imgen_nb.budgets import Budget as Budget
    from imgen_nb.calls.ask import acompare as acompare
    from imgen_nb.calls.ask import acompare_ratios as acompare_ratios
    from imgen_nb.calls.ask import agenerate as agenerate
    from imgen_nb.calls.ask import agrid as agrid
    from imgen_nb.calls.ask import compare as compare
    from imgen_nb.calls.ask import compare_ratios as compare_ratios
    from imgen_nb.calls.ask import generate as generate
    from imgen_nb.calls.ask import grid as grid
    from imgen_nb.calls.ask import plan as plan
    from imgen_nb.calls.keep import forget as forget
    from imgen_nb.calls.keep import history as history
    from imgen_nb.calls.keep import open as open  # noqa: A004 - the name it has here
    from imgen_nb.calls.keep import resume as resume
    from imgen_nb.calls.know import draw as draw
    from imgen_nb.calls.know import list_providers as list_providers
    from imgen_nb.calls.know import refresh as refresh
    from imgen_nb.calls.know import set_key as set_key
    from imgen_nb.client.client import Client as Client
    from imgen_nb.client.nesting import allow_nested_asyncio as allow_nested_asyncio
    from imgen_nb.client.process import use as use
    from imgen_nb.comparison.axes import Axis as Axis
    from imgen_nb.providers import register as register
    from imgen_nb.show.drawn import Drawing as Drawing
    from imgen_nb.widgets.gallery import Gallery as Gallery
    from imgen_nb.widgets.gallery import gallery as gallery
    from imgen_nb.widgets.studio import Studio as Studio
    from imgen_nb.widgets.studio import studio as studio

_HOMES = {
    "Axis": "comparison.axes",
    "Budget": "budgets",
    "Client": "client.client",
    "Drawing": "show.drawn",
    "Studio": "widgets.studio",
    "Gallery": "widgets.gallery",
    "acompare": "calls.ask",
    "acompare_ratios": "calls.ask",
    "agenerate": "calls.ask",
    "agrid": "calls.ask",
    "allow_nested_asyncio": "client.nesting",
    "compare": "calls.ask",
    "compare_ratios": "calls.ask",
    "draw": "calls.know",
    "forget": "calls.keep",
    "gallery": "widgets.gallery",
    "generate": "calls.ask",
    "grid": "calls.ask",
    "history": "calls.keep",
    "list_providers": "calls.know",
    "open": "calls.keep",
    "plan": "calls.ask",
    "refresh": "calls.know",
    "register": "providers",
    "resume": "calls.keep",
    "set_key": "calls.know",
    "studio": "widgets.studio",
    "use": "client.process",
}
__all__ = sorted(_HOMES)  # noqa: PLE0605 - the table above is the list


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("imgen-nb")
    if name not in _HOMES:
        raise AttributeError(f"module 'imgen_nb' has no attribute {name!r}")
    return getattr(_imported(f"imgen_nb.{_HOMES[name]}"), name)


def _imported(module: str) -> Any:
    """Import a module: that leaves nothing to collect, and a collection in the midst takes as long again."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        return importlib.import_module(module)
    finally:
        if collecting:
            gc.enable()


def __dir__() -> list[str]:
    return [*globals(), *__all__]


def load_ipython_extension(shell: Any) -> None:
    """Answer `%load_ext imgen_nb`."""
    importlib.import_module("imgen_nb.commands.magic").load(shell)


def unload_ipython_extension(shell: Any) -> None:
    """Answer `%unload_ext imgen_nb`."""
    importlib.import_module("imgen_nb.commands.magic").unload(shell)
