"""Fake servers that speak the real protocols, for everybody who does not own a key yet.

Each wire is written from its document and shares nothing with the client's providers: a misread status word must not
pass on both sides. A server is a pure handler with a clock of its own choosing; nothing runs in the background.

    box = Sandbox("banatie")
    async with httpx.AsyncClient(transport=box.transport(), base_url=box.base_url) as client: ...

What is drawn is a sketch, never the output of a model, and says so in its caption, its metadata and its headers.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from imgen_nb.sandbox.core import Sandbox as Sandbox
    from imgen_nb.sandbox.core import Seen as Seen
    from imgen_nb.sandbox.core import names as names
    from imgen_nb.sandbox.faults import FAULTS as FAULTS
    from imgen_nb.sandbox.jobs import Charge as Charge

VERSION = "2"
"""Changes when the same request would get another picture: part of the key under which a client stores answers."""

_HOMES = {"Charge": "jobs", "FAULTS": "faults", "Sandbox": "core", "Seen": "core", "names": "core"}
"""Imported when they are first used: a client asks for the version long before anybody draws."""
__all__ = ["VERSION", *_HOMES]  # noqa: PLE0604 - the table above is the list


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
