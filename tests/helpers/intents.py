"""Requests and rows for tests of the store: asked, planted in a state, held by the living and the dead."""

from __future__ import annotations

import os
import uuid
from dataclasses import replace
from typing import Any

from imgen_nb.store import owners
from imgen_nb.store.rows import Row, picture_data
from imgen_nb.store.store import Store
from imgen_nb.types import ImageRequest, Picture, State

DEAD = "another-boot/1/1"
ANOTHER = owners._owner(os.getppid())
"""A living process that is not this one."""


def asked(prompt: str = "a fox", **changes: Any) -> ImageRequest:
    """A request as a client makes it."""
    return replace(
        ImageRequest("banatie", prompt, {"aspect_ratio": "1:1"}, 1, "https://api.example"),
        **{"ref": uuid.uuid4().hex, **changes},
    )


def planted(
    store: Store, state: State, owner: str | None, remote_id: str | None = None, **changes: Any
) -> ImageRequest:
    """A row in a state."""
    request = asked(**changes)
    store.write(lambda connection: store.sending(connection, request))
    store.write(lambda connection: store.update(connection, request.ref, state=state, owner=owner, remote_id=remote_id))
    return request


def saved(store: Store, *pictures: bytes, prompt: str = "a fox", **more: Any) -> Row:
    """A saved row with its pictures' files, as the engine leaves it."""
    import hashlib

    request = planted(store, State.ACCEPTED, None, f"r-{uuid.uuid4().hex[:6]}", prompt=prompt)
    images = []
    for place, data in enumerate(pictures or (f"picture of {request.ref}".encode(),)):
        sha256 = hashlib.sha256(data).hexdigest()
        path = store.pictures / f"{sha256}.png"
        path.write_bytes(data)
        images.append(picture_data(Picture(path, sha256, 3, 2, "image/png", "a fox, Banatie"), place))
    values = {"state": State.SAVED, "owner": None, "images": images, "result": {"cost": {"usd": 0.04}}, **more}
    store.write(lambda connection: store.update(connection, request.ref, **values))
    row = store.get(request.ref)
    assert row is not None
    return row
