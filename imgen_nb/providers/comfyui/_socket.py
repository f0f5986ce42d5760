"""What ComfyUI's socket says of one prompt: JSON about its nodes, and coarse pictures as bytes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from imgen_nb.flow import Wait, number

PREVIEW = 1
JPEG, PNG = 1, 2


def heard(prompt_id: str, message: str | bytes) -> Iterator[Wait | None]:
    """Read a message; what is not understood, or is of another prompt, says nothing.

    Progress is that of the node which runs, as the server's own page shows it. "executing" without a node comes once
    the prompt stands in the history.
    """
    if isinstance(message, bytes):
        kind, form = (int.from_bytes(message[start : start + 4]) for start in (0, 4))
        if kind == PREVIEW and form in (JPEG, PNG):
            yield Wait("running", preview=message[8:])
        return
    said = _object(message)
    data = said.get("data")
    if not isinstance(data, Mapping) or data.get("prompt_id") != prompt_id:
        return
    match said.get("type"):
        case "progress":
            yield Wait("running", _share(data))
        case "progress_state":
            yield Wait("running", _running(data.get("nodes")))
        case "execution_start":
            yield Wait("running")
        case "executing":
            yield None if data.get("node") is None else Wait("running")


def _object(message: str) -> Mapping[str, Any]:
    try:
        said = json.loads(message)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, Mapping) else {}


def _running(nodes: object) -> float | None:
    """How far the node is that runs; one without steps of its own says nothing of that."""
    rows = [one for one in (nodes.values() if isinstance(nodes, Mapping) else ()) if isinstance(one, Mapping)]
    steps = [one for one in rows if one.get("state") == "running" and (number(one.get("max")) or 0) > 1]
    return _share(steps[-1]) if steps else None


def _share(node: Mapping[str, Any]) -> float | None:
    value, most = number(node.get("value")), number(node.get("max"))
    return min(1.0, value / most) if value is not None and value >= 0 and most is not None and most >= 1 else None
