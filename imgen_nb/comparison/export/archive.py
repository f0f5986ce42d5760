"""A comparison as one file: its pictures with their records, its rows, and a manifest of all their hashes."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from imgen_nb.comparison.export import rows
from imgen_nb.errors import ImgenError
from imgen_nb.provenance import copies

MANIFEST = "manifest.json"
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of every file in it: the same comparison makes the same bytes."""


def write(file: Path, title: str, cells: Sequence[rows.Cell]) -> None:
    """Write a comparison as a zip file.

    A picture whose file is gone is named in the manifest, with the reason; the others are there.
    """
    manifest: dict[str, Any] = {
        "imgen_nb": version("imgen-nb"),
        "title": title,
        "sandbox": any(cell.generation is not None and cell.generation.sandbox for cell in cells),
        "files": [],
        "missing": [],
    }
    with zipfile.ZipFile(file, "w") as archive:
        for name, data, about in _files(cells, manifest["missing"]):
            sha256 = hashlib.sha256(data).hexdigest()
            manifest["files"].append({"name": name, "bytes": len(data), "sha256": sha256, **about})
            _add(archive, name, data)
        _add(archive, MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1).encode())


def _files(cells: Sequence[rows.Cell], missing: list[dict[str, Any]]) -> Iterator[tuple[str, bytes, dict[str, Any]]]:
    """Every file but the manifest: its name, its bytes, and what is said of it."""
    for number, cell in enumerate(cells, 1):
        for place in range(len(cell.generation.images) if cell.generation else 0):
            assert cell.generation is not None
            about = {"cell": number, "label": cell.label, "picture": place + 1, "id": cell.request.ref}
            try:
                one = copies.copy(cell.generation, place)
            except ImgenError as error:
                missing.append({**about, "why": error.message})
                continue
            name = f"{number:03}-{place + 1}-{_slug(cell.label)}{Path(one.name).suffix}"
            yield name, one.data, {**about, "original": cell.generation.images[place].sha256}
            if one.beside is not None:
                yield f"{Path(name).stem}.json", one.beside.encode(), about
    told = rows.of_cells(cells)
    yield "cells.csv", rows.csv_text(told).encode(), {}
    yield "cells.jsonl", rows.json_lines(told).encode(), {}


def _slug(label: str) -> str:
    return re.sub(r"[^\w]+", "-", label[:200]).strip("-_")[:60].rstrip("-_") or "cell"


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    packed = zipfile.ZIP_DEFLATED if name.endswith((".csv", ".jsonl", ".json")) else zipfile.ZIP_STORED
    archive.writestr(zipfile.ZipInfo(name, _EPOCH), data, packed)
