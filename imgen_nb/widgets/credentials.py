"""The key of a provider as the form tells of it: set, missing or refused, and what can be done; never the key."""

from __future__ import annotations

from typing import Any

from imgen_nb.client import keys
from imgen_nb.client.access import Access, secret
from imgen_nb.flow import Provider


def told(provider: Provider, access: Access | None, *, refused: bool, problem: str) -> dict[str, Any]:
    """What the page is told; nothing for a provider that takes no key. `problem` is what was wrong with an entry."""
    if not provider.credentials:
        return {}
    found = access.key_from if access else ""
    given = keys.given(provider.name)
    return {
        "provider": provider.name,
        "title": provider.title,
        "state": "refused" if refused else "set" if found else "missing",
        "said": f"{provider.title} refused the key from {keys.SAID.get(found, found)}." if refused else "",
        "names": list(keys.names(provider)),
        "keyring": keys.has_keyring(),
        "given": given is not None,
        "problem": problem,
    }


def taken(provider: Provider, message: dict[str, Any]) -> None:
    """Keep what somebody entered in the page, or look in the keyring; raises what `keys.give` raises.

    The key leaves the message first, so that nobody who looks at the message finds it.
    """
    entered, key = message.pop("key", None), None
    if isinstance(entered, str):
        key = secret(entered.strip())
    del entered
    keys.give(provider, key, "keyring" if message.get("keep") == "keyring" else "prompt")
