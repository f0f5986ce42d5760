"""What Akool sends when a job has ended: sealed with the client's secret, signed without it.

The signature is made of things that travel with it and the client's id, so it proves little: what a callback says is a
reason to ask the service, and never an answer.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from imgen_nb.errors import ImgenError, InvalidRequest, UnexpectedReply
from imgen_nb.flow import carried, whole, words

BLOCK = 16
KEY_LENGTHS = (16, 24, 32)
ENDED = (3, 4)


@dataclass(frozen=True, slots=True)
class Callback:
    """What a callback says: which job, and the status it has there (2 processing, 3 completed, 4 failed)."""

    remote_id: str
    status: int | None
    kind: str = ""

    @property
    def ended(self) -> bool:
        """Whether it says that the job is over."""
        return self.status in ENDED


def opened(body: object, client_id: str, client_secret: str) -> Callback:
    """Verify and decrypt a callback.

    Raises `UnexpectedReply` for one that is not from this account or not whole, `InvalidRequest` where id or secret
    cannot be those of an account, or the extra `webhook` is not installed.
    """
    data = body if isinstance(body, dict) else {}
    sealed, timestamp, nonce = (_text(data.get(name)) for name in ("dataEncrypt", "timestamp", "nonce"))
    if not hmac.compare_digest(signature(client_id, timestamp, nonce, sealed), _text(data.get("signature")).lower()):
        raise _not_ours("its signature is not of this account")
    said = _unsealed(sealed, client_id, client_secret)
    remote_id = carried(said.get("_id"))
    if remote_id is None:
        raise _not_ours("it names no job")
    return Callback(remote_id, whole(said.get("status")), words(said.get("type"), 40))


def signature(client_id: str, *told: str) -> str:
    """The document's signature: sorted as text, joined, SHA-1."""
    return hashlib.sha1("".join(sorted([client_id, *told])).encode(), usedforsecurity=False).hexdigest()


def _unsealed(sealed: str, client_id: str, client_secret: str) -> Mapping[str, Any]:
    key, start = client_secret.encode(), client_id.encode()[:BLOCK]
    if len(key) not in KEY_LENGTHS or len(start) < BLOCK:
        raise InvalidRequest(
            "the client id has fewer than 16 characters, or the secret is not of 16, 24 or 32", hint="copy both anew"
        )
    try:
        plain = _decrypted(base64.b64decode(sealed, validate=True), key, start)
        said = json.loads(plain)
    except ValueError:
        raise _not_ours("it cannot be decrypted with this secret") from None
    if not isinstance(said, dict):
        raise _not_ours("it says nothing")
    return said


def _decrypted(sealed: bytes, key: bytes, start: bytes) -> bytes:
    try:
        from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
        from cryptography.hazmat.primitives.padding import PKCS7
    except ImportError:
        raise InvalidRequest("callbacks cannot be decrypted here", hint='pip install "imgen-nb[webhook]"') from None
    reading = Cipher(algorithms.AES(key), modes.CBC(start)).decryptor()
    padded = reading.update(sealed) + reading.finalize()
    unpadding = PKCS7(8 * BLOCK).unpadder()
    plain: bytes = unpadding.update(padded) + unpadding.finalize()
    return plain


def _text(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return str(value)[:100_000]


def _not_ours(why: str) -> ImgenError:
    return UnexpectedReply(f"a callback was not taken: {why}", provider="akool", operation="callback", json_path="$")
