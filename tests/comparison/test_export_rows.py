"""A comparison as rows: a table, a data frame, lines of JSON, an archive; nothing in them is run, nothing secret."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from views import FakeClient, Row, generation, picture

import imgen_nb as ig
from imgen_nb.comparison import planning
from imgen_nb.comparison.axes import Axis
from imgen_nb.comparison.export import rows
from imgen_nb.comparison.grid import Grid
from imgen_nb.comparison.planning import question
from imgen_nb.errors import GenerationFailed, ImgenError, InvalidRequest, StorageFull
from imgen_nb.types import Cost, Model, Page, State

pytestmark = pytest.mark.usefixtures("notebook")


@pytest.fixture
def clients(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    made = [FakeClient("atelier"), FakeClient("bureau")]
    monkeypatch.setattr(planning, "provider_rows", lambda: tuple(map(Row, made)))
    return made


def grid_of(clients: list[Any], **fields: Any) -> Grid:
    reached = {client.provider.name: client for client in clients}
    axes = [value for value in fields.values() if isinstance(value, Axis)]
    plain = {name: value for name, value in fields.items() if not isinstance(value, Axis)}
    asked = question({"prompt": "a fox", "provider": [*reached], **plain}, lambda names: reached, axes)
    return Grid(asked.title, asked.cells(), asked)


def filled(clients: list[Any], folder: Path, sandbox: bool = True, **fields: Any) -> Grid:
    """The first job gives two pictures, the second fails, the others give one."""
    grid = grid_of(clients, **fields)
    jobs = [cell.job for cell in grid.cells if cell.job]
    for number, job in enumerate(jobs):
        if number == 1:
            job.end(GenerationFailed("=cmd|' /C calc'!A0", remote_id="job-2"), State.FAILED)
            continue
        pictures = [picture(folder), picture(folder, 64, 32)][: 2 - number] or [picture(folder)]
        more = {"cost": Cost(0.03, 6, "the reply"), "remote_id": f"job-{number}", "prompt_used": "a red fox"}
        job.end(generation(*pictures, asked=job.request, polls=3, **{"sandbox": sandbox, **more}))
    return grid.wait()


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# --- rows -------------------------------------------------------------------------------------------------------------


def test_a_row_for_each_picture_and_each_cell_without_one(clients: list[Any], tmp_path: Path) -> None:
    grid = filled(clients, tmp_path, sandbox=False, aspect_ratio=["1:1", "16:9"])
    frame = grid.to_dataframe()
    assert list(frame["cell"]) == [1, 1, 2, 3, 4]
    assert list(frame["provider"]) == ["atelier"] * 3 + ["bureau"] * 2
    assert list(frame["aspect_ratio"]) == ["1:1", "1:1", "16:9", "1:1", "16:9"]
    assert list(frame["got_width"].fillna(0)) == [64, 64, 0, 64, 64]
    assert list(frame["polls"].fillna(0)) == [3, 3, 0, 3, 3]
    assert frame["usd"].sum() == pytest.approx(3 * 0.03), "once for each generation"
    assert list(frame["state"]) == ["saved", "saved", "failed", "saved", "saved"]
    assert list(frame["charged"].dropna()) == ["unknown"]
    first = frame.iloc[0]
    assert (first["usd"], first["credits"], first["price_source"]) == (0.03, 6, "the reply")
    assert (first["seconds"], first["got_prompt"], first["prompt"]) == (3.21, "a red fox", "a fox")
    assert (first["remote_id"], first["got_format"], bool(first["sandbox"])) == ("job-0", "png", False)
    assert frame["key"].nunique() == 4


def test_where_what_came_is_not_what_was_asked_is_a_column(clients: list[Any], tmp_path: Path) -> None:
    grid = filled(clients, tmp_path, aspect_ratio=["1:1", "16:9"])
    told = rows.of_cells(grid.cells)
    assert [row["differs"] for row in told] == [
        "prompt, aspect_ratio",
        "prompt, aspect_ratio",
        None,
        "prompt",
        "prompt, aspect_ratio",
    ]
    assert told[0]["report"]["prompt"][3] == "other"
    assert json.loads(table(grid.save(tmp_path / "a.csv"))[0]["report"]) == told[0]["report"]


def test_sketches_cost_nothing(clients: list[Any], tmp_path: Path) -> None:
    frame = filled(clients, tmp_path).to_dataframe()
    assert frame["usd"].sum() == 0
    assert frame["sandbox"].any()


def test_phases_have_columns_of_their_own(clients: list[Any], tmp_path: Path) -> None:
    grid = grid_of(clients[:1])
    job = grid.cells[0].job
    assert job is not None
    timings = {"total": 5.0, "running": 3.5, "accepted": 1.0}
    job.end(generation(picture(tmp_path), asked=job.request, timings=timings))  # type: ignore[attr-defined]
    (row,) = rows.of_cells(grid.wait().cells)
    assert (row["seconds"], row["seconds_running"], row["seconds_accepted"]) == (5.0, 3.5, 1.0)
    assert row["seconds_sending"] is None


def test_what_a_cell_cannot_have_is_told_in_its_row(clients: list[Any], tmp_path: Path) -> None:
    grid = filled(clients, tmp_path, seed=[1, 500])
    told = rows.of_cells(grid.cells)
    refused = [row for row in told if row["outcome"] == "Not offered"]
    assert [row["seed"] for row in refused] == [500, 500]
    assert all(row["error"] == "InvalidRequest" and row["charged"] == "no" for row in refused)


def test_a_coordinate_that_is_no_plain_value_is_told_as_it_was_sent(clients: list[Any], tmp_path: Path) -> None:
    grid = filled(clients, tmp_path, meta=Axis("meta", {"one": {"a": 1}, "none": {}}))
    assert [row["meta"] for row in rows.of_cells(grid.cells)][-1] == {}
    assert json.loads(table(grid.save(tmp_path / "a.csv"))[0]["meta"]) == {"a": 1}


def test_without_pandas_the_error_names_the_extra(clients: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ImgenError, match=r"pip install 'imgen_nb\[compare\]'"):
        grid_of(clients).to_dataframe()


def test_a_history_is_a_frame_too(tmp_path: Path) -> None:
    made = [generation(picture(tmp_path), remote_id="r1"), generation(remote_id="r2")]
    frame = Page(tuple(made), 2, False).to_dataframe()
    assert list(frame["remote_id"]) == ["r1", "r2"]
    assert list(Page((Model("m-1", "Brush"),), 1, False).to_dataframe()["name"]) == ["Brush"]
    assert len(Page((), 0, False).to_dataframe()) == 0


# --- files ------------------------------------------------------------------------------------------------------------


def test_a_table_can_be_read_back_and_its_ids_are_in_it(clients: list[Any], tmp_path: Path) -> None:
    grid = filled(clients, tmp_path, aspect_ratio=["1:1", "16:9"])
    read = table(grid.save(tmp_path / "deep" / "cells.csv"))
    assert [row["cell"] for row in read] == ["1", "1", "2", "3", "4"]
    assert read[0]["remote_id"] == "job-0"
    assert {row["sandbox"] for row in read} == {"True"}
    lines = [json.loads(line) for line in grid.save(tmp_path / "cells.jsonl").read_text("utf-8").splitlines()]
    assert [line["remote_id"] for line in lines][:3] == ["job-0", "job-0", "job-2"]
    assert lines[0]["got_width"] == 64
    assert lines[2]["trouble"].startswith("=cmd"), "JSON is not run by anybody"


@given(st.text(), st.sampled_from("=+-@＝＋－＠\t\r"))
def test_no_text_of_a_table_begins_as_a_formula_does(rest: str, sign: str) -> None:
    (_, line) = list(
        csv.reader(io.StringIO(rows.csv_text([{"a": f"{sign}{rest}", "b": f"  {sign}{rest}"}]), newline=""))
    )
    assert all(cell.startswith("'") for cell in line)
    assert line[0][1:] == f"{sign}{rest}"


@given(st.integers() | st.floats(allow_nan=False))
def test_numbers_stay_numbers(number: float) -> None:
    assert rows.inert(number) == number


def test_prompts_that_a_spreadsheet_would_run_are_inert_in_every_column(clients: list[Any], tmp_path: Path) -> None:
    grid = filled(clients, tmp_path, prompt='=HYPERLINK("http://example.com")', negative_prompt="@SUM(1)")
    for row in table(grid.save(tmp_path / "cells.csv")):
        assert not [value for value in row.values() if value and value[0] in "=+@\t\r" and not value.isdigit()]
        assert row["prompt"].startswith("'=HYPER")
        assert row["negative_prompt"] == "'@SUM(1)"


def test_an_archive_has_every_picture_and_a_manifest_of_hashes(clients: list[Any], tmp_path: Path) -> None:
    grid = filled(clients, tmp_path, aspect_ratio=["1:1", "16:9"])
    first, again = grid.save(tmp_path / "a.zip"), grid.save(tmp_path / "b.zip")
    assert first.read_bytes() == again.read_bytes()
    with zipfile.ZipFile(first) as archive:
        assert archive.testzip() is None
        manifest = json.loads(archive.read("manifest.json"))
        names = [one["name"] for one in manifest["files"]]
        assert sorted([*names, "manifest.json"]) == sorted(archive.namelist())
        for one in manifest["files"]:
            data = archive.read(one["name"])
            assert (len(data), hashlib.sha256(data).hexdigest()) == (one["bytes"], one["sha256"])
        assert manifest["sandbox"] is True
        pictures = [name for name in names if name.endswith(".png")]
        assert len(pictures) == 4
        archive.extract(pictures[0], tmp_path)
    assert ig.open(tmp_path / pictures[0]) == grid.cells[0].request
    assert all(set(name).isdisjoint('<>:"/\\|?*') for name in names)


def test_a_picture_that_is_gone_is_named_in_the_manifest(clients: list[Any], tmp_path: Path) -> None:
    grid = filled(clients, tmp_path)
    assert grid.cells[0].generation is not None
    grid.cells[0].generation.images[1].path.unlink()
    with zipfile.ZipFile(grid.save(tmp_path / "a.zip")) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    assert [(one["cell"], one["picture"]) for one in manifest["missing"]] == [(1, 2)]


def test_an_ending_that_nobody_writes_is_refused_with_those_that_are(clients: list[Any], tmp_path: Path) -> None:
    grid = grid_of(clients)
    for name in ("a.xlsx", "a", ".csv"):
        with pytest.raises(InvalidRequest, match=r"\.csv, .*\.zip") as caught:
            grid.save(tmp_path / name)
        assert caught.value.hint
    (tmp_path / "file").touch()
    with pytest.raises(StorageFull):
        grid.save(tmp_path / "file" / "a.csv")
    assert not list(tmp_path.rglob("*.part"))
