"""The seal of Akool's callbacks (docs.akool.com, "Webhook"): AES in CBC mode, and a signature without a secret."""

import base64
import hashlib
import json
from typing import Any

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
