"""A comparison of real sandboxes leaves in every form there is, and a picture leaves with its record."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import imgen_nb as ig
from imgen_nb.comparison.export.exports import WRITERS
from imgen_nb.comparison.grid import Grid


@pytest.fixture(scope="module")
def grid(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grid]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IMGEN_NB_SANDBOX_SPEED", "0")
        ig.use(live=False, store=tmp_path_factory.mktemp("store"))
        yield ig.compare("a red fox in snow", providers=["banatie", "destinpq"], aspect_ratio=["1:1", "3:2"])
        ig.use()


@pytest.mark.parametrize("ending", WRITERS)
def test_every_ending_is_written_and_knows_the_ids(grid: Grid, tmp_path: Path, ending: str) -> None:
    path = grid.save(tmp_path / f"foxes{ending}")
    assert [file.name for file in tmp_path.iterdir()] == [path.name]
    data = path.read_bytes()
    made = [cell for cell in grid.cells if cell.generation]
    assert len(made) == 3
    assert ending == ".zip" or all(cell.request.ref.encode() in data for cell in made)


def test_each_picture_of_it_is_opened_again(grid: Grid, tmp_path: Path) -> None:
    for cell in grid.cells:
        if cell.generation:
            (path,) = cell.generation.save(tmp_path)
            assert ig.open(path) == cell.generation.request


def test_its_rows_and_its_likeness_are_told(grid: Grid) -> None:
    frame = grid.to_dataframe()
    assert list(frame["outcome"]) == ["Done", "Done", "Done", "Not offered"]
    assert frame["seconds_sending"].notna().sum() == 3
    assert "tell nothing of a model" in str(grid.likeness().effect("provider"))
    assert grid.figure().get_figwidth() > 3
    assert grid.sheet().width > 300
