"""Copies of pictures that say how they were made, and reading that back from a file of whoever gave it.

The pictures of the store stay as they came. A copy has the same picture, byte for byte, with a record spliced in; one
that is signed, or has no room for it, stays as it came, and its record lies beside it as `<name>.json`.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import uuid
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from imgen_nb.errors import InvalidRequest, StorageFull
from imgen_nb.provenance import carriers, record
from imgen_nb.types import Generation, ImageRequest, Picture

EXTENSIONS = {"image/png": ("png",), "image/jpeg": ("jpg", "jpeg"), "image/webp": ("webp",)}
KNOWN = {"png", "jpg", "jpeg", "webp", "gif", "avif", "bmp", "tif", "tiff", "heic", "jxl", "pdf", "svg"}
"""Endings that are meant for a file: any other names a folder."""
LARGEST = 256 * 2**20
"""Bytes of a file that is opened: a picture is smaller, and what never ends is none."""


@dataclass(frozen=True)
class Copy:
    """The bytes of one copy, under a name of its own; `beside` is its record where the file itself has none."""

    name: str
    data: bytes
    beside: str | None = None

    @property
    def sidecar(self) -> str:
        """The name of the file with the record."""
        return f"{Path(self.name).stem}.json"


def copy(generation: Generation, number: int = 0) -> Copy:
    """A copy of one of a generation's pictures; raises `StoreError` where its file is gone or changed."""
    picture = generation.images[number]
    told = record.record(generation, number)
    data, line = picture.read_bytes(), record.written(told)
    try:
        kind, pieces = carriers.apart(data)
        if kind.signed(pieces):
            return Copy(name(generation, number), data, line)
        return Copy(name(generation, number), kind.bearing(pieces, line, record.parameters(told)))
    except ValueError:  # it does not fit, or the file is of a build that is not taken apart: its bytes stay
        return Copy(name(generation, number), data, line)


def name(generation: Generation, number: int = 0) -> str:
    """A file name that tells pictures apart: words of the prompt, the provider, the beginning of the hash."""
    picture, asked = generation.images[number], generation.request
    words = re.sub(r"[^\w]+", "-", asked.prompt[:200]).strip("-_")[:40].rstrip("-_")
    who = re.sub(r"[^\w]+", "-", asked.provider)[:20]
    which = str(number + 1) if len(generation.images) > 1 else ""
    return "-".join(filter(None, (words, who, picture.sha256[:8], which))) + f".{_extensions(picture)[0]}"


def save(generation: Generation, where: str | os.PathLike[str]) -> tuple[Path, ...]:
    """Write a copy of each picture to a folder, or under a name, which several pictures get with their number."""
    if not generation.images:
        hint = "ig.resume() fetches what was paid" if generation.missing else "wait until its state is saved"
        raise InvalidRequest("has no picture to save", provider=generation.request.provider, hint=hint)
    target = Path(where).expanduser()
    copies = [copy(generation, number) for number in range(len(generation.images))]
    if _suffix(target) not in KNOWN:
        return tuple(_place(target, one, one.name) for one in copies)
    _check_extension(generation, target)
    names = [target.name] if len(copies) == 1 else [f"{target.stem}-{n + 1}{target.suffix}" for n in range(len(copies))]
    return tuple(_place(target.parent, one, named) for one, named in zip(copies, names, strict=True))


def opened(where: str | os.PathLike[str] | Picture) -> ImageRequest:
    """The request that a picture file, or the record beside it, tells of; `InvalidRequest` where neither does."""
    path = where.path if isinstance(where, Picture) else Path(where).expanduser()
    data = _bytes_of(path)
    try:
        told = told_in(data)
        if told is None:
            told = _told_beside(path, hashlib.sha256(data).hexdigest())
        return record.request(told)
    except ValueError as error:
        raise _unreadable(path, str(error)) from None


def told_in(data: bytes) -> dict[str, Any] | None:
    """The record in the bytes of a picture; raises `ValueError` for what is no picture, or a record that is none."""
    kind, pieces = carriers.apart(data)
    line = kind.told(pieces)
    return None if line is None else record.read(line)


def _told_beside(path: Path, sha256: str) -> dict[str, Any]:
    """The record in the file beside a picture, if it tells of these bytes."""
    there = False
    for file in (path.with_suffix(".json"), path.with_name(f"{path.name}.json")):
        for told in _lines(file):
            there = True
            pictures = [told.get("picture"), *_listed(told.get("images"))]
            if any(isinstance(one, dict) and one.get("sha256") == sha256 for one in pictures):
                return told
    raise ValueError(
        "the record beside it is of another picture"
        if there
        else f"it has no record of how it was made, nor a file {path.stem}.json beside it"
    )


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    """The records of a file, the last one first: a store adds a line for each request that has the picture."""
    with suppress(InvalidRequest):
        for line in reversed(_bytes_of(file).decode("utf-8", "replace").splitlines()):
            with suppress(ValueError):
                yield record.read(line)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _bytes_of(path: Path) -> bytes:
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise _unreadable(path, "it is no file")
        if found.st_size > LARGEST:
            raise _unreadable(path, f"it has more than {LARGEST // 2**20} MiB")
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error.strerror or type(error).__name__) from None
    except ValueError:  # a name with a null character
        raise _unreadable(path, "no file has such a name") from None


def _unreadable(path: Path, why: str) -> InvalidRequest:
    return InvalidRequest(
        f"{path.name!r} cannot be opened: {why}",
        operation="open",
        hint="open a picture that Generation.save() wrote, or one in the folder of the store",
    )


def _check_extension(generation: Generation, target: Path) -> None:
    for picture in generation.images:
        allowed = _extensions(picture)
        if _suffix(target) not in allowed:
            said = ", ".join(f".{one}" for one in allowed)
            raise InvalidRequest(
                f"{target.name!r} is a name for another kind of file; allowed: {said}",
                provider=generation.request.provider,
                operation="save",
                hint=f"the picture came as {picture.media_type} and is not encoded anew; .pil().save() converts it",
            )


def _suffix(target: Path) -> str:
    return target.suffix.lower().lstrip(".")


def _extensions(picture: Picture) -> tuple[str, ...]:
    return EXTENSIONS.get(picture.media_type) or (picture.path.suffix.lstrip(".") or "bin",)


def _place(folder: Path, one: Copy, named: str) -> Path:
    """Write a copy, and what goes beside it; each is there whole or not at all."""
    target = folder / named
    _write(target, one.data)
    beside = target.with_suffix(".json")
    if one.beside is not None:
        _write(beside, f"{one.beside}\n".encode())
    return target


def _write(target: Path, data: bytes) -> None:
    part = target.with_name(f"{uuid.uuid4().hex}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(data)
        part.replace(target)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        hint = "name a folder that can be written"
        raise StorageFull(f"{target} cannot be written: {error.strerror}", hint=hint, charged="no") from None
