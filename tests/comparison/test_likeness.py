"""How alike pictures are: the same one scaled and packed anew is, another one is not; and whether a field mattered."""

from __future__ import annotations

import hashlib
import io
import itertools
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageEnhance
from views import generation, request

from imgen_nb import sketch
from imgen_nb.comparison import likeness
from imgen_nb.comparison.cells import Cell
from imgen_nb.comparison.likeness import NEAR, Likeness, distance, mark
from imgen_nb.errors import InvalidRequest
from imgen_nb.types import Picture

PROMPTS = ("a red fox in snow", "a lighthouse at night", "three trees in a meadow", "a sports car in the city")


def drawn(prompt: str, seed: int = 1) -> Image.Image:
    return sketch.render(sketch.parse(prompt), size=(256, 256), seed=seed)


@pytest.fixture(scope="module")
def scenes() -> list[Image.Image]:
    return [drawn(prompt) for prompt in PROMPTS]


def packed(image: Image.Image) -> Image.Image:
    out = io.BytesIO()
    image.convert("RGB").save(out, "JPEG", quality=40)
    return Image.open(out)


CHANGES: dict[str, Any] = {
    "itself": lambda image: image.copy(),
    "packed hard": packed,
    "small": lambda image: image.resize((100, 100)),
    "brighter": lambda image: ImageEnhance.Brightness(image).enhance(1.15),
    "greyer": lambda image: ImageEnhance.Color(image).enhance(0.2),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_same_picture_stays_near_however_it_is_packed(scenes: list[Image.Image], change: str) -> None:
    assert all(distance(mark(one), mark(CHANGES[change](one))) <= NEAR for one in scenes)


def test_other_pictures_are_far(scenes: list[Image.Image]) -> None:
    assert all(distance(mark(one), mark(other)) > 2 * NEAR for one, other in itertools.combinations(scenes, 2))


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1))
def test_a_distance_is_one(a: int, b: int, c: int) -> None:
    assert distance(a, a) == 0
    assert 0 <= distance(a, b) == distance(b, a) <= 1
    assert distance(a, c) <= distance(a, b) + distance(b, c)


def cell(folder: Path, image: Image.Image, sandbox: bool = True, **coordinates: Any) -> Cell:
    out = io.BytesIO()
    image.save(out, "PNG")
    sha = hashlib.sha256(out.getvalue()).hexdigest()
    path = folder / f"{sha}.png"
    path.write_bytes(out.getvalue())
    asked = request(**{name: value for name, value in coordinates.items() if name != "provider"})
    made = Cell(str(coordinates), asked, coordinates=coordinates)
    made.generation = generation(Picture(path, sha, *image.size, "image/png"), asked=asked, sandbox=sandbox)
    return made


def test_whether_a_field_mattered_is_told_by_the_pairs_that_differ_in_it_alone(
    tmp_path: Path, scenes: list[Image.Image]
) -> None:
    fox, car = scenes[0], scenes[3]
    marked = fox.copy()
    ImageDraw.Draw(marked).rectangle((0, 0, 6, 6), fill="white")
    shown = {("x", 1): fox, ("x", 2): fox, ("x", 3): marked, ("y", 1): fox, ("y", 2): car, ("y", 3): car}
    cells = [cell(tmp_path, image, provider=name, seed=seed) for (name, seed), image in shown.items()]
    found = Likeness(cells)
    assert len(found.pairs) == 15
    effect = found.effect("seed")
    assert [len(pair.fields) for pair in effect.pairs] == [1] * 6
    assert str(effect).startswith(
        "Of 6 pairs that differ in seed alone, 2 are the same file, 2 look nearly alike, 2 look"
    )
    assert "sketches of the sandbox" in str(effect)
    assert found.near[0].distance == 0
    assert {pair.fields for pair in found.effect("provider").pairs} == {("provider",)}
    assert len(found.to_dataframe()) == 15
    assert "nearly alike" in repr(found)
    with pytest.raises(InvalidRequest, match="does not vary"):
        found.effect("quality")


def test_a_live_picture_is_judged_without_a_word_about_the_sandbox(tmp_path: Path, scenes: list[Image.Image]) -> None:
    cells = [cell(tmp_path, scene, sandbox=False, seed=seed) for seed, scene in enumerate(scenes)]
    assert "sandbox" not in str(Likeness(cells).effect("seed"))


def test_cells_without_a_picture_and_files_that_are_gone_are_left_out(
    tmp_path: Path, scenes: list[Image.Image], monkeypatch: pytest.MonkeyPatch
) -> None:
    cells = [cell(tmp_path, scene, seed=seed) for seed, scene in enumerate(scenes)]
    assert cells[0].generation is not None
    cells[0].generation.images[0].path.unlink()
    cells.append(Cell("none", request(), coordinates={"seed": 9}))
    assert len(Likeness(cells).pairs) == 3
    assert str(Likeness(cells[:2]).effect("seed")) == "No two pictures differ in seed alone."
    monkeypatch.setattr(likeness, "MOST", 2)
    with pytest.raises(InvalidRequest, match="4 pictures"):
        Likeness(cells)
