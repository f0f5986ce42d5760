"""Fake servers that speak the real protocols, for everybody who does not own a key yet.

Each wire is written from its document and shares nothing with the client's providers: a misread status word must not
pass on both sides. A server is a pure handler with a clock of its own choosing; nothing runs in the background.

    box = Sandbox("banatie")
    async with httpx.AsyncClient(transport=box.transport(), base_url=box.base_url) as client: ...

What is drawn is a sketch, never the output of a model, and says so in its caption, its metadata and its headers.
"""

from imgen_nb.sandbox.core import Sandbox, Seen, wires
from imgen_nb.sandbox.faults import FAULTS
from imgen_nb.sandbox.jobs import Charge

__all__ = ["CHOICES", "FAULTS", "VERSION", "Charge", "Sandbox", "Seen", "names"]

VERSION = "2"
"""Changes when the same request would get another picture: part of the key under which a client stores answers."""


def names() -> tuple[str, ...]:
    """Return the names of the wires, sorted."""
    return tuple(sorted(wires()))


CHOICES: dict[str, tuple[tuple[str, str], ...]] = {name: wires()[name].choices for name in names()}
"""By wire: where its document is silent, (what, our choice)."""
