"""Callbacks: the seal of Akool's (docs.akool.com, "Webhook"), and who gives those that are due.

The seal is AES in CBC mode, and a signature without a secret.
"""

import asyncio
import base64
import hashlib
import ipaddress
import json
import logging
from collections.abc import Callable
from typing import Any

import httpx

log = logging.getLogger(__name__)

TRIES = 3  # "the receiver must answer 200, else it is called again": how often is ours
PAUSE = 1.0

PRACTICE = ("sandboxclient001", "sandbox-secret-000000024")
"""Id and secret, until somebody signs in with others."""


def sealed(said: dict[str, Any], client_id: str, secret: str, *, timestamp: int, nonce: str) -> dict[str, Any]:
    """Return the body of a callback: the words under the secret, the first 16 letters of the id to begin with."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    plain = json.dumps(said, separators=(",", ":")).encode()
    fill = 16 - len(plain) % 16
    writing = Cipher(algorithms.AES(secret.encode()), modes.CBC(client_id.encode()[:16])).encryptor()
    data = base64.b64encode(writing.update(plain + bytes([fill]) * fill) + writing.finalize()).decode()
    parts = sorted([client_id, str(timestamp), nonce, data])
    signature = hashlib.sha1("".join(parts).encode(), usedforsecurity=False).hexdigest()
    return {"signature": signature, "dataEncrypt": data, "timestamp": timestamp, "nonce": nonce}


def on_this_machine(address: str) -> bool:
    """Tell whether an address leads to this machine: a server that calls wherever it is told would call for others."""
    try:
        url = httpx.URL(address)
        return url.scheme in ("http", "https") and (
            url.host == "localhost" or ipaddress.ip_address(url.host).is_loopback
        )
    except (httpx.InvalidURL, ValueError):
        return False


async def give(address: str, body: dict[str, Any], pace: float = 1.0) -> bool:
    """Call an address of this machine until it answers 200, a few times; tell whether it did."""
    if not on_this_machine(address):
        log.warning("a callback goes nowhere: its address is not of this machine")
        return False
    async with httpx.AsyncClient(trust_env=False, timeout=10) as client:
        for attempt in range(TRIES):
            await asyncio.sleep(attempt * PAUSE * pace)
            try:
                if (await client.post(address, json=body)).status_code == 200:
                    return True
            except httpx.HTTPError as error:
                log.info("a callback was not heard: %s", type(error).__name__)
    return False


class Bell:
    """Gives whatever `due` says is due, for as long as it rings; each callback has a task of its own."""

    EVERY = 0.1

    def __init__(self, due: Callable[[], list[tuple[str, dict[str, Any]]]], *, pace: float = 1.0) -> None:
        self._due = due
        self._pace = pace
        self._giving: set[asyncio.Task[bool]] = set()

    async def ring(self) -> None:
        """Look again and again, until it is cancelled."""
        while True:
            await asyncio.sleep(self.EVERY)
            try:
                due = await asyncio.to_thread(self._due)
            except ImportError:
                log.warning('a callback is sealed, which needs: pip install "imgen-nb[webhook]"')
                continue
            for address, body in due:
                giving = asyncio.create_task(give(address, body, self._pace))
                self._giving.add(giving)
                giving.add_done_callback(self._giving.discard)
