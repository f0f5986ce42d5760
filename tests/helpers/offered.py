"""Who takes what, as a comparison over all of them meets it."""

from __future__ import annotations

from contextlib import suppress

from imgen_nb import providers
from imgen_nb.client.requests import checked
from imgen_nb.errors import InvalidRequest


def taking(ratio: str) -> list[str]:
    """The titles of the built-in providers that take an aspect ratio where nothing else is said."""
    taken = []
    for provider in map(providers.get, sorted(providers.built_in())):
        with suppress(InvalidRequest):
            checked(provider, "a lighthouse", {"aspect_ratio": ratio})
            taken.append(provider.title)
    return taken
