"""Whom to ask: the provider that is named, or the one for everybody who names none."""

from __future__ import annotations

from imgen_nb.client.client import Client, default_client
from imgen_nb.client.process import provider_rows

PRACTICE = "banatie"
"""Whose sandbox answers where no provider is named and none is live."""


def default_provider() -> str:
    """Whom to ask where nobody is named: the first that answers live unnamed, or else Banatie's sandbox.

    A server on the desk is asked by its name alone.
    """
    rows = provider_rows()
    return next((row.name for row in rows if row.live and not row.provider.local), PRACTICE)


def client_of(provider: str | None) -> Client:
    """The client to ask; a provider that nobody named answers live only where the process's defaults let it."""
    return default_client(provider or default_provider(), named=provider is not None)
