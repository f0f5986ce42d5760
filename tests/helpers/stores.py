"""A store full of pictures, made without asking anybody: for what is looked at, counted and timed."""

from __future__ import annotations

import hashlib
import io
import time
import uuid
from typing import Any

from PIL import Image, ImageDraw

from imgen_nb.store.database import jobs_table
from imgen_nb.store.rows import columns, picture_data
from imgen_nb.store.store import Store
from imgen_nb.types import ImageRequest, Picture, State

SUBJECTS = ("fox", "heron", "lighthouse", "castle", "teapot", "owl", "tulip", "cactus", "whale", "rocket")
PLACES = ("in snow", "at dusk", "on a table", "by the sea", "in a meadow", "under the stars", "on Mars")
RATIOS = {"1:1": (1024, 1024), "16:9": (1408, 792), "3:4": (768, 1024), "9:16": (720, 1280)}


def filled(store: Store, number: int, *, pictures: int = 8, size: float = 0.25, **more: Any) -> list[str]:
    """Rows of so many finished requests, with as many different files as said; returns their ids, the newest last."""
    ratios = list(RATIOS.items())
    files = [_file(store, at, *(int(side * size) for side in ratios[at % len(ratios)][1])) for at in range(pictures)]
    now, rows = time.time(), []
    for at in range(number):
        ratio, _ = ratios[at % pictures % len(ratios)]
        prompt = f"a {SUBJECTS[at % len(SUBJECTS)]} {PLACES[at % len(PLACES)]}, number {at}"
        request = ImageRequest("banatie", prompt, {"aspect_ratio": ratio}, 1, "sandbox:1", ref=uuid.uuid4().hex)
        kept = {
            "id": request.ref,
            "key": request.key,
            "provider": request.provider,
            "origin": request.origin,
            "prompt": prompt,
            "params": dict(request.params),
            "take": 1,
            "state": State.SAVED,
            "remote_id": f"job-{at}",
            "owner": None,
            "created": now - number + at,
            "updated": now,
            "result": {"cost": {"usd": 0.04}, "timings": {"total": 3.2}},
            "images": [picture_data(files[at % pictures], 0)],
            "error": {},
            "adopted": 0,
            **more,
        }
        rows.append(columns(kept))
    store.write(lambda connection: connection.execute(jobs_table().insert(), rows))
    return [row["id"] for row in rows]


def _file(store: Store, at: int, width: int, height: int) -> Picture:
    image = Image.new("RGB", (width, height), (60 + at * 20 % 160, 120, 200 - at * 17 % 140))
    ImageDraw.Draw(image).ellipse((width // 4, height // 4, width // 2 + at, height // 2), fill=(240, 200, 60 + at))
    out = io.BytesIO()
    image.save(out, "PNG")
    data = out.getvalue()
    sha256 = hashlib.sha256(data).hexdigest()
    path = store.pictures / f"{sha256}.png"
    path.write_bytes(data)
    return Picture(path, sha256, width, height, "image/png", f"a picture, number {at}", sketch=True)
