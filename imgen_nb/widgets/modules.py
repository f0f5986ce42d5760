"""Several plain ES modules become the one text that a front end takes: no build, no network, no relative import.

Each module stays whole, with a scope of its own, behind a blob address; a stack trace names its file and line.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

STATIC = Path(__file__).parent / "static"
_LINK = """const at = {{}};
for (const [name, source] of {pieces}) {{
  const text = source.replace(/from "\\.\\/(\\w+)\\.js"/g, (_, other) => `from "${{at[other]}}"`);
  at[name] = URL.createObjectURL(new Blob([text], {{ type: "text/javascript" }}));
}}
export default (await import(at.{last})).default;
"""
SHARED = ("parts", "wire", "tile", "look", "hand", "inset", "pair", "viewer", "rows", "grid", "kernel", "frame")
"""The modules that every widget with pictures has, each after those it imports."""


@cache
def linked(*names: str) -> str:
    """The modules of these names as one; the last has the default export."""
    pieces = [[name, f"{_read(f'{name}.js')}\n//# sourceURL=imgen_nb/{name}.js\n"] for name in names]
    return _LINK.format(pieces=json.dumps(pieces), last=names[-1])


@cache
def styled(*names: str) -> str:
    """The stylesheets of these names as one."""
    return "\n".join(_read(f"{name}.css") for name in names)


def _read(name: str) -> str:
    return (STATIC / name).read_text("utf-8")
