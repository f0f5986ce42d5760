"""Edits compared: one source picture, what each cell made of it, and a map of what changed."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from imgen_nb.comparison.cells import Cell
from imgen_nb.comparison.difference import difference
from imgen_nb.errors import InvalidRequest
from imgen_nb.options import inline
from imgen_nb.show import edits
from imgen_nb.show.edits import Edit
from imgen_nb.show.places import clean
from imgen_nb.types import Picture

if TYPE_CHECKING:
    from PIL.Image import Image

Given = Any
"""A picture as people have one: a `Picture`, a `Path`, a PIL image, a data URL, or bytes."""
SOURCES, MASK = ("image_urls", "reference_images"), "mask_url"
"""The parameters that hold what is edited, and where it may be."""


@dataclass(frozen=True, eq=False)
class Changes:
    """What edits changed; in a notebook its repr shows the source beside each result and a map of what changed.

    `share` of an edit is the part that looks different, `outside` the part of what lies outside the mask.

    Example:
        >>> grid = ig.compare("make it night", ["akool", "qolaba"], image_urls=[fox.images[0]])  # doctest: +SKIP
        >>> grid.changes()  # doctest: +SKIP
    """

    title: str
    edits: tuple[Edit, ...]
    cells: tuple[Cell, ...] = field(repr=False)
    source: bytes | None = field(repr=False)

    def view(self) -> object:
        """Look at the source and the results with the viewer's tools: choose two, and a slider lies between them.

        Example:
            >>> grid.changes().view()  # doctest: +SKIP
        """
        from imgen_nb.widgets.editview import edit_view  # the arrow up is late: what is compared knows no widget

        return edit_view(self.cells, self.source)

    def to_rows(self) -> list[dict[str, Any]]:
        """One row for each result, as a data frame or a CSV takes them."""
        return [
            {"cell": one.who, "changed": one.share, "changed_outside": one.outside, "note": one.note}
            for one in self.edits
        ]

    def __repr__(self) -> str:
        return edits.lines(self.title, self.edits)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return edits.bundle(self.title, self.edits)


def changes(title: str, cells: Iterable[Cell], source: Given = None, mask: Given = None) -> Changes:
    """Compare each result with the picture it was made of: the one that is given, or the one its request sent along.

    Raises `InvalidRequest` where no picture is here, or no source of any.
    """
    done = [(cell, picture) for cell in cells if cell.generation for picture in cell.generation.images]
    if not done:
        raise InvalidRequest(
            "there is no picture to compare yet", operation="changes", hint="grid.wait() waits for them"
        )
    opened: dict[str, Image] = {}
    made = [_edit(cell, picture, source, mask, opened) for cell, picture in done]
    if all(one.before is None for one in made):
        hint = f"grid.changes(source=...), or {' or '.join(SOURCES)} in the request"
        raise InvalidRequest("nothing here was made of a picture in hand", operation="changes", hint=hint)
    sources = (_bytes(source if source is not None else _source(cell.request.params)) for cell, _ in done)
    first = next(filter(None, sources))
    return Changes(title, tuple(made), tuple(dict.fromkeys(cell for cell, _ in done)), first)


def _edit(cell: Cell, picture: Picture, source: Given, mask: Given, opened: dict[str, Image]) -> Edit:
    params = cell.request.params
    before = _opened(source if source is not None else _source(params), opened)
    limits = _opened(mask if mask is not None else params.get(MASK), opened)
    assert cell.generation is not None
    who, sandbox = cell.label, cell.generation.sandbox
    if before is None:
        return Edit(who, sandbox, None, _webp(picture.pil()), note="Its source is not in hand.")
    after = picture.pil()
    found = difference(before, after, limits)
    if found is None:
        note = f"Another shape ({before.width} × {before.height} became {after.width} × {after.height}): no map."
        return Edit(who, sandbox, _webp(before), _webp(after), note=note)
    return Edit(who, sandbox, _webp(before), _webp(after), _webp(found.map), found.share, found.outside)


def _source(params: Mapping[str, Any]) -> Given:
    """The first picture that a request sent along."""
    given = next((params[name] for name in SOURCES if params.get(name)), None)
    first = given[0] if isinstance(given, Sequence) and not isinstance(given, str) else given
    return first.get("url") if isinstance(first, Mapping) else first


def _opened(given: Given, opened: dict[str, Image]) -> Image | None:
    """A picture as a person sees it, opened once; None for what is no picture in hand, such as an address or an id."""
    raw = _bytes(given)
    if raw is None:
        return None
    name = hashlib.sha256(raw).hexdigest()
    if name not in opened:
        opened[name] = _read(raw)
    return opened[name]


def _bytes(given: Given) -> bytes | None:
    if isinstance(given, Picture | Path):
        return given.read_bytes()
    if isinstance(given, str):
        return inline(given)
    if hasattr(given, "getexif"):
        out = io.BytesIO()
        _upright(given).save(out, "PNG")
        return out.getvalue()
    return given if isinstance(given, bytes) else None


def _read(raw: bytes) -> Image:
    from PIL import Image

    try:
        with Image.open(io.BytesIO(raw)) as image:
            image.load()
            return _upright(image)
    except OSError as error:
        raise InvalidRequest(
            f"the source cannot be read ({clean(error, 80)})", operation="changes", hint="a PNG, JPEG or WebP picture"
        ) from None


def _upright(image: Any) -> Image:
    from PIL import ImageOps

    turned: Image = ImageOps.exif_transpose(image)
    return turned


def _webp(image: Image) -> bytes:
    small, out = image.copy(), io.BytesIO()
    small.thumbnail((edits.SIDE, edits.SIDE))
    small.convert("RGBA" if "A" in small.getbands() else "RGB").save(out, "WEBP", quality=80, method=2)
    return out.getvalue()
