"""What an edit changed: shares and a map, what lies outside a mask by itself, and why where nobody can tell."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from elections import cell
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw
from views import check_static

from imgen_nb.comparison.changes import Changes, changes
from imgen_nb.comparison.difference import OUTSIDE, difference
from imgen_nb.errors import InvalidRequest
from imgen_nb.show.edits import percent
from imgen_nb.types import ImageRequest, Picture
from imgen_nb.widgets.editview import edit_view


def scene(size: tuple[int, int] = (320, 240), box: tuple[int, ...] = (), colour: str = "navy") -> Image.Image:
    """A bright picture with something in it, and perhaps a box on top."""
    made = Image.new("RGB", size, (210, 200, 160))
    pen = ImageDraw.Draw(made)
    pen.ellipse((40, 40, 140, 140), fill="green")
    if box:
        pen.rectangle(box, fill=colour)
    return made


def mask(box: tuple[int, ...], size: tuple[int, int] = (320, 240)) -> Image.Image:
    made = Image.new("L", size, 0)
    ImageDraw.Draw(made).rectangle(box, fill=255)
    return made


BOX = (160, 60, 319, 179)
"""A quarter of the picture."""


def found(before: Image.Image, after: Image.Image, limits: Image.Image | None = None) -> Any:
    told = difference(before, after, limits)
    assert told is not None
    return told


def test_what_changed_is_measured_by_its_area() -> None:
    told = found(scene(), scene(box=BOX))
    assert told.share == pytest.approx(0.25, abs=0.02)
    assert told.outside is None
    pixels = np.asarray(told.map).astype(int)
    assert (pixels[150, 300] - pixels[20, 20])[2] > (pixels[150, 300] - pixels[20, 20])[0], "blue where it changed"


@pytest.mark.parametrize(("kind", "quality"), [("JPEG", 70), ("WEBP", 70), ("PNG", None)])
def test_a_new_encoding_or_another_size_is_no_change(kind: str, quality: int | None) -> None:
    out = io.BytesIO()
    scene().resize((480, 360)).save(out, kind, **({"quality": quality} if quality else {}))
    assert found(scene(), Image.open(out)).share < 0.01


def test_outside_a_mask_is_counted_by_itself_and_painted_in_another_colour() -> None:
    after = scene(box=BOX)
    kept = found(scene(), after, mask(BOX))
    assert kept.outside == pytest.approx(0, abs=0.02)
    spilled = found(scene(), after, mask((160, 60, 239, 179)))
    assert spilled.outside == pytest.approx(0.125 / 0.875, abs=0.03)
    pixels = np.asarray(spilled.map).astype(int)
    y, x = (round(part * spilled.map.width / 320) for part in (120, 300))
    assert abs(pixels[y, x] - OUTSIDE).sum() < 60
    everything = Image.new("L", (320, 240), 255)
    assert found(scene(), after, everything).outside == 0


def test_other_shapes_have_no_places_in_common() -> None:
    assert difference(scene(), scene((240, 240))) is None
    assert difference(scene(), scene((322, 240))) is not None


def test_what_is_transparent_in_both_is_the_same() -> None:
    clear = Image.new("RGBA", (64, 64), (255, 0, 0, 0))
    assert found(clear, Image.new("RGBA", (64, 64), (0, 0, 255, 0))).share == 0
    assert found(clear, Image.new("RGB", (64, 64), "white")).share == 1


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 250), st.integers(0, 250), st.integers(0, 2**32 - 1))
def test_it_is_the_same_from_either_side_and_nothing_from_a_picture_to_itself(w: int, h: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    one, other = (
        Image.fromarray(rng.integers(0, 255, (40, 60, 3), dtype=np.uint8)).resize((w + 30, w + 30)) for _ in "ab"
    )
    assert found(one, one).share == 0
    assert found(one, other).share == found(other, one).share
    assert 0 <= found(one, other, mask((0, 0, h, h))).outside <= 1


# --- over a grid ------------------------------------------------------------------------------------------------------


def saved(folder: Path, name: str, image: Image.Image) -> Picture:
    path = folder / f"{name}.png"
    image.save(path)
    import hashlib

    return Picture(path, hashlib.sha256(path.read_bytes()).hexdigest(), *image.size, "image/png", name)


@pytest.fixture
def source(tmp_path: Path) -> Picture:
    return saved(tmp_path, "source", scene())


def edited(folder: Path, who: str, result: Image.Image, **params: Any) -> Any:
    made = cell(folder, who, saved(folder, who, result))
    made.request = ImageRequest(who.lower(), "at night", params, 1, "https://api.example")
    return made


def test_each_result_lies_beside_the_picture_its_request_sent(tmp_path: Path, source: Picture) -> None:
    cells = [
        edited(tmp_path, "Atelier", scene(box=BOX), image_urls=[source.data_url()]),
        edited(tmp_path, "Bureau", scene(), reference_images=[{"url": source.data_url(), "description": "it"}]),
        edited(tmp_path, "Cabinet", scene((240, 240)), image_urls=[source.data_url()]),
    ]
    told = changes("“at night”", cells)
    assert [one.share for one in told.edits] == [pytest.approx(0.25, abs=0.02), 0, None]
    page = check_static(told._repr_mimebundle_()["text/html"])
    assert len(page.images) == 3 + 3 + 2
    assert "25 % of the picture changed" in page.text
    assert "Another shape (320 × 240 became 240 × 240): no map" in page.text
    assert "25 % of the picture changed" in str(page.images[2]["alt"])
    assert "Atelier: 25 % of the picture changed" in repr(told)
    assert [row["changed"] for row in told.to_rows()][1:] == [0, None]


def test_a_mask_of_the_request_tells_inside_from_outside(tmp_path: Path, source: Picture) -> None:
    limits = saved(tmp_path, "mask", mask(BOX).convert("RGB")).data_url()
    one = edited(tmp_path, "Atelier", scene(box=BOX), image_urls=[source.data_url()], mask_url=limits)
    told = changes("t", [one])
    assert told.edits[0].outside == pytest.approx(0, abs=0.02)
    assert "of what lies outside the mask" in told.edits[0].said
    assert "orange" in told._repr_mimebundle_()["text/html"]


@pytest.mark.parametrize("kind", ["picture", "path", "pil", "url", "bytes"])
def test_a_source_may_be_given_in_any_form(kind: str, tmp_path: Path, source: Picture) -> None:
    forms = {"picture": source, "path": source.path, "pil": source.pil(), "url": source.data_url()}
    given: Any = forms.get(kind, source.read_bytes())
    one = edited(tmp_path, "Atelier", scene(box=BOX), image_urls=["https://example.com/a.png"])
    assert changes("t", [one], given).edits[0].share == pytest.approx(0.25, abs=0.02)


def test_without_a_picture_or_a_source_it_is_refused_with_what_to_do(tmp_path: Path) -> None:
    one = edited(tmp_path, "Atelier", scene(), image_urls=["https://example.com/a.png"])
    with pytest.raises(InvalidRequest, match="picture in hand") as caught:
        changes("t", [one])
    assert "source=" in caught.value.hint
    one.generation = None
    with pytest.raises(InvalidRequest, match="no picture to compare"):
        changes("t", [one])
    broken = edited(tmp_path, "Bureau", scene(), image_urls=["data:image/png;base64,aGVsbG8="])
    with pytest.raises(InvalidRequest, match="cannot be read"):
        changes("t", [broken])


def test_the_view_has_the_source_first_and_each_result(tmp_path: Path, source: Picture) -> None:
    cells = [edited(tmp_path, who, scene(box=BOX), image_urls=[source.data_url()]) for who in ("Atelier", "Bureau")]
    told = changes("t", cells)
    assert isinstance(told, Changes)
    view: Any = told.view()
    assert [place["who"] for place in view.board.places] == ["Source", "Atelier", "Bureau"]
    assert view.board.places[0]["sha"] == source.sha256
    assert [place["who"] for place in edit_view(cells, None).board.places] == ["Atelier", "Bureau"]
    view.close()


@pytest.mark.parametrize(
    ("share", "said"), [(0, "0 %"), (1e-9, "under 1 %"), (0.5, "50 %"), (0.999, "over 99 %"), (1, "100 %")]
)
def test_a_share_is_never_rounded_to_nothing(share: float, said: str) -> None:
    assert percent(share) == said
