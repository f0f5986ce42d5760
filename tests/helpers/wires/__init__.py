"""Fakes of each provider's wire, for the wire table: written from the documents, in their spelling."""

import importlib

from imgen_nb import providers
from imgen_nb.testing.bench import shape

WIRES = {name: importlib.import_module(f"wires.{name}").Wire() for name in providers.names()}


def doing(*words: str) -> list[str]:
    """The providers that do all of this on their way to a picture, in the words of `shape`."""
    return [name for name, wire in sorted(WIRES.items()) if set(words) <= shape(providers.get(name), wire)]
