"""Where a workflow of ComfyUI takes a prompt, a seed, a size, a picture: found by its links, or by the titles of nodes.

A workflow in API form is {"6": {"class_type": "CLIPTextEncode", "inputs": {"text": "...", "clip": ["4", 1]}}}: an
input is a value, or a link to another node. A subgraph is flattened there, and its nodes have ids such as "57:6".
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeGuard

Graph = Mapping[str, Any]


class Place(NamedTuple):
    """One input of one node."""

    node: str
    name: str

    def __str__(self) -> str:
        return f"{self.node}.{self.name}"


INPUTS = {
    "seed": ("seed", "noise_seed"),
    "width": ("width",),
    "height": ("height",),
    "num_images": ("batch_size",),
    "num_inference_steps": ("steps",),
    "guidance_scale": ("cfg",),
    "similarity": ("denoise",),
    "model": ("ckpt_name", "unet_name"),
    "image_urls": ("image",),
}
"""Which inputs of a node a parameter is, in the words of its own nodes."""
NUMBERS = frozenset({"seed", "width", "height", "num_images", "num_inference_steps", "guidance_scale", "similarity"})
TITLES = {
    "prompt": re.compile(r"\b(positive|prompt)\b", re.IGNORECASE),
    "negative_prompt": re.compile(r"\bnegative\b", re.IGNORECASE),
}
LONGEST_CHAIN = 20
"""Nodes between a sampler and the text it is told."""


@dataclass(frozen=True)
class Places:
    """What was found in a workflow: by parameter, the inputs that take it."""

    found: Mapping[str, tuple[Place, ...]] = field(default_factory=dict)

    def told(self) -> str:
        """What was found, in words.

        Example:
            >>> Places({"prompt": (Place("6", "text"),)}).told()
            'the workflow takes prompt at 6.text'
        """
        each = [f"{name} at {' and '.join(map(str, places))}" for name, places in self.found.items()]
        return f"the workflow takes {', '.join(each)}" if each else "the workflow takes nothing that has a name here"


def look(graph: Graph) -> Places:
    """Find the places of a workflow; a text is the prompt where a sampler says so, else where its node's title does."""
    texts = {name: tuple(dict.fromkeys(_texts(graph, name))) for name in ("positive", "negative")}
    named = {name: tuple(_titled(graph, pattern)) for name, pattern in TITLES.items()}
    negative = texts["negative"] or named["negative_prompt"]
    positive = tuple(place for place in texts["positive"] or named["prompt"] if place not in negative)
    every = {"prompt": positive, "negative_prompt": negative}
    every |= {name: tuple(_inputs(graph, name, words)) for name, words in INPUTS.items()}
    return Places({name: places for name, places in every.items() if places})


def problem(graph: Any) -> str:
    """Say what is wrong with a workflow; empty where it can be sent."""
    if not isinstance(graph, Mapping) or not graph:
        return "workflow is empty"
    if "nodes" in graph and "links" in graph:
        return "workflow is in the form of the editor: export it with Workflow > Export (API)"
    odd = [name for name, node in graph.items() if not isinstance(node, Mapping) or "class_type" not in node]
    return f"workflow has no class_type at {odd[0]!r:.40}, so it is not in API form" if odd else ""


def filled(graph: Graph, places: Places, values: Mapping[str, Any]) -> dict[str, Any]:
    """The workflow with values at their places."""
    full = copy.deepcopy(dict(graph))
    for name, value in values.items():
        for place in places.found.get(name, ()):
            full[place.node]["inputs"][place.name] = value
    return full


def _nodes(graph: Graph) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, node in graph.items():
        inputs = node.get("inputs")
        if isinstance(inputs, Mapping):
            yield name, inputs


def _texts(graph: Graph, side: str) -> Iterator[Place]:
    """The texts that the samplers are told on one side; a guider beside a custom sampler has one side alone."""
    for _, inputs in _nodes(graph):
        words = (side, "conditioning") if side == "positive" and "model" in inputs else (side,)
        for start in (inputs.get(word) for word in words):
            if _linked(start):
                yield from _upward(graph, start[0], 0)


def _upward(graph: Graph, name: str, depth: int) -> Iterator[Place]:
    node = graph.get(name)
    inputs = node.get("inputs") if isinstance(node, Mapping) else None
    if not isinstance(inputs, Mapping) or depth > LONGEST_CHAIN:
        return
    own = [Place(name, word) for word in inputs if word.startswith("text") or word in ("prompt", "clip_l", "t5xxl")]
    said = [place for place in own if isinstance(inputs[place.name], str)]
    yield from said
    if not said:
        for value in inputs.values():
            if _linked(value):
                yield from _upward(graph, value[0], depth + 1)


def _titled(graph: Graph, pattern: re.Pattern[str]) -> Iterator[Place]:
    for name, inputs in _nodes(graph):
        meta = graph[name].get("_meta")
        title = str(meta.get("title", "")) if isinstance(meta, Mapping) else ""
        if pattern.search(title):
            yield from (Place(name, word) for word, value in inputs.items() if isinstance(value, str))


def _inputs(graph: Graph, name: str, words: tuple[str, ...]) -> Iterator[Place]:
    for node, inputs in _nodes(graph):
        if name in ("width", "height") and not {"width", "height", "batch_size"} <= inputs.keys():
            continue  # the size of what is made, not of a crop or a condition
        if name == "image_urls" and graph[node]["class_type"] != "LoadImage":
            continue
        for word in words:
            value = inputs.get(word)
            number = isinstance(value, int | float) and not isinstance(value, bool)
            if number if name in NUMBERS else isinstance(value, str):
                yield Place(node, word)


def _linked(value: Any) -> TypeGuard[list[Any]]:
    return isinstance(value, list) and len(value) == 2 and isinstance(value[0], str)
