"""Sheets and figures: every label whole, inside the paper and over no other; nothing shown, nothing boxed."""

from __future__ import annotations

import io
import itertools
import json
import re
import warnings
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pytest
from faces import PAINT, font_with, painted_with
from matplotlib import font_manager
from PIL import Image
from views import FakeClient, Row, generation, picture

import imgen_nb as ig
from imgen_nb.comparison import planning
from imgen_nb.comparison.axes import Axis
from imgen_nb.comparison.export import pages, printed, sheets
from imgen_nb.comparison.export import paper as papers
from imgen_nb.comparison.export.exports import WRITERS
from imgen_nb.comparison.grid import Grid
from imgen_nb.comparison.planning import question
from imgen_nb.errors import GenerationFailed, InvalidRequest
from imgen_nb.provenance import copies
from imgen_nb.show import fonts
from imgen_nb.types import State

LONG = "black-forest-labs/flux-1.1-pro-ultra-raw-edition-number-0123"
assert len(LONG) == 60


pytestmark = pytest.mark.usefixtures("notebook")


@pytest.fixture
def clients(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    made = [FakeClient("atelier"), FakeClient("bureau")]
    monkeypatch.setattr(planning, "provider_rows", lambda: tuple(map(Row, made)))
    return made


def filled(clients: list[Any], folder: Path, *axes: Axis, prompt: str = "a fox", **how: Any) -> Grid:
    """A grid whose first cell failed, whose others have pictures of several shapes."""
    reached = {client.provider.name: client for client in clients}
    asked = question({"prompt": prompt, "provider": [*reached]}, lambda names: reached, axes)
    grid = Grid(asked.title, asked.cells(), asked)
    sizes = itertools.cycle([(64, 64), (96, 54), (54, 96)])
    for number, cell in enumerate(grid.cells):
        if cell.job and number:
            cell.job.end(generation(picture(folder, *next(sizes)), asked=cell.request, **how))  # type: ignore[attr-defined]
        elif cell.job:
            cell.job.end(GenerationFailed("error 1108", remote_id="job-0"), State.FAILED)  # type: ignore[attr-defined]
    return grid.wait()


def labelled(*labels: str) -> Axis:
    return Axis("seed", dict(zip(labels, itertools.count(1), strict=False)))


def boxes_of(paper: papers.Paper, pen: Any) -> list[tuple[float, float, float, float]]:
    return [
        (
            words.x,
            words.y + n * words.leading,
            words.x + pen.width(line, words.style),
            words.y + (n + 1) * words.leading,
        )
        for words in paper.words
        for n, line in enumerate(words.lines)
    ]


def overlap(one: tuple[float, ...], other: tuple[float, ...], slack: float = 0.5) -> bool:
    return (
        min(one[2], other[2]) - max(one[0], other[0]) > slack and min(one[3], other[3]) - max(one[1], other[1]) > slack
    )


def joined(words: Any) -> str:
    return re.sub(r"\s", "", "".join(words))


@pytest.mark.parametrize("cell", [80, 256, 384])
@pytest.mark.parametrize("coordinates", [False, True])
def test_long_labels_are_whole_inside_the_paper_and_over_nothing(
    clients: list[Any], tmp_path: Path, cell: int, coordinates: bool
) -> None:
    grid = filled(clients, tmp_path, labelled(LONG, "a label of quite some words, " * 2, "short"))
    pen = sheets.LetterPen(12)
    made, _ = grid._printed()
    paper = papers.lay(made, pen, cell, coordinates=coordinates, ids=True)
    boxes = boxes_of(paper, pen)
    images = [(one.x, one.y, one.x + one.width, one.y + one.height) for one in paper.images]
    for one in (*boxes, *images):
        assert one[0] >= 0 and one[1] >= 0 and one[2] <= paper.width and one[3] <= paper.height  # noqa: PT018
    assert not [pair for pair in itertools.combinations(boxes, 2) if overlap(*pair)]
    assert not [pair for pair in itertools.product(boxes, images) if overlap(*pair)]
    said = joined(line for words in paper.words for line in words.lines)
    assert joined(LONG) in said
    assert "job-0" in said


def test_a_figure_has_every_label_inside_it_as_matplotlib_draws_it(clients: list[Any], tmp_path: Path) -> None:
    grid = filled(clients, tmp_path, labelled(LONG, "$x^2$ & <b>", "short"))
    figure = grid.figure()
    canvas = figure.canvas
    canvas.draw()
    texts = [text for axes in figure.axes for text in axes.texts]
    boxes = [tuple(text.get_window_extent().extents) for text in texts]
    whole = figure.bbox.extents
    assert all(one[0] >= 0 and one[1] >= 0 and one[2] <= whole[2] and one[3] <= whole[3] for one in boxes)
    assert not [pair for pair in itertools.combinations(boxes, 2) if overlap(*pair, slack=1.5)]
    said = joined(text.get_text() for text in texts)
    assert joined(LONG) in said
    assert joined("$x^2$ & <b>") in said
    assert not any(text.get_parse_math() for text in texts)
    assert len(figure.axes[0].images) == 5


def test_a_figure_obeys_the_style_and_shows_nothing(clients: list[Any], tmp_path: Path) -> None:
    grid = filled(clients, tmp_path, labelled("one", "two"))
    with mpl.rc_context({"figure.facecolor": "black", "text.color": "white", "font.size": 20, "figure.dpi": 50}):
        large = grid.figure()
        assert large.get_facecolor()[:3] == (0, 0, 0)
        assert {text.get_color() for text in large.axes[0].texts if text.get_weight() == "bold"} == {(1.0, 1.0, 1.0)}
    odd = {"figure.autolayout": True, "savefig.facecolor": "none", "figure.facecolor": "none", "axes.grid": True}
    with mpl.rc_context(odd):
        assert grid.figure()._repr_png_().startswith(b"\x89PNG")
    small = grid.figure()
    sizes = [max(text.get_fontsize() for text in figure.axes[0].texts) for figure in (large, small)]
    assert sizes[0] > 1.5 * sizes[1]
    assert [4.0 < grid.figure(width=wide).get_figwidth() / wide * 5 <= 5.01 for wide in (5, 8, 20)] == [True] * 3
    assert small._repr_png_().startswith(b"\x89PNG")
    pyplot = __import__("sys").modules.get("matplotlib.pyplot")
    assert pyplot is None or not pyplot.get_fignums()


def test_letters_that_no_font_has_are_told_on_the_sheet_without_a_warning(
    clients: list[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = [one for one in font_manager.fontManager.ttflist if one.name == fonts.FAMILY]
    monkeypatch.setattr(font_manager.fontManager, "ttflist", bare)
    monkeypatch.setattr(font_manager, "findSystemFonts", list)
    fonts.forget()
    grid = filled(clients, tmp_path, labelled("狐 \U0001f98a", "zwei"), prompt="雪の中の狐")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        said = joined(text.get_text() for text in grid.figure().axes[0].texts)
        grid.sheet()
    assert "U+72D0" in said
    assert "狐" not in said
    fonts.forget()


def test_letters_of_a_font_that_is_there_are_drawn_by_it_without_a_warning(
    clients: list[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    grid = filled(clients, tmp_path, labelled("狐", "zwei"), prompt="狐")
    without = grid.sheet()
    monkeypatch.setattr(font_manager.fontManager, "ttflist", [*font_manager.fontManager.ttflist])
    font_manager.fontManager.addfont(font_with("狐", tmp_path))
    fonts.forget()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure = grid.figure()
        figure.canvas.draw()
        assert {"“狐”"} <= {text.get_text() for text in figure.axes[0].texts}
        grid.save(tmp_path / "a.pdf")
        assert grid.sheet().size != without.size, "nothing is said of a missing font any more"
    fonts.forget()


def test_emoji_are_in_colour_where_a_font_has_them(
    clients: list[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = str(painted_with("\U0001f98a", tmp_path))
    monkeypatch.setattr(font_manager, "findSystemFonts", lambda: [file])
    fonts.forget()
    grid = filled(clients, tmp_path, labelled("a \U0001f98a in snow", "two"))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure = grid.figure()
        figure.canvas.draw()
        colours = dict(map(reversed, grid.sheet().getcolors(1_000_000) or ()))
    assert colours.get(PAINT, 0) > 50
    assert "\U0001f98a" not in joined(text.get_text() for text in figure.axes[0].texts)
    boxes = [text.get_window_extent().extents for text in figure.axes[0].texts]
    painted = [one.get_window_extent().extents for one in figure.axes[0].images if one.get_zorder() == 3]
    assert painted
    assert not [pair for pair in itertools.product(boxes, painted) if overlap(*pair, slack=1.5)]
    fonts.forget()


def test_a_third_axis_is_a_page_with_its_own_head(clients: list[Any], tmp_path: Path) -> None:
    notes = {"low": "few steps", "": "How long it draws."}
    axes = Axis("quality", ["low", "high"], explain=notes), Axis("aspect_ratio", ["1:1", "16:9"])
    grid = filled(clients, tmp_path, *axes)
    made = grid._printed()[0]
    assert [page.title for page in made.pages] == ["Atelier", "Bureau"]
    assert [[head.said for head in page.columns] for page in made.pages] == [["1:1", "16:9"]] * 2
    assert [row.head.note for row in made.pages[0].rows] == ["few steps", ""]
    assert made.explained == ("Quality: How long it draws.",)
    labels = [spot.label for page in made.pages for row in page.rows for spot in row.spots]
    assert sorted(labels) == sorted(cell.label for cell in grid.cells)
    assert labels[1:3] == ["quality low, 16:9, Atelier", "quality high, 1:1, Atelier"]
    turned = grid.pivot("provider", "quality")._printed()[0]
    assert [row.head.said for row in turned.pages[1].rows] == ["Atelier", "Bureau"]
    assert turned.pages[1].rows[0].spots[0].label == labels[1]


def test_pictures_of_one_cell_share_it_and_none_is_cropped(clients: list[Any], tmp_path: Path) -> None:
    reached = {"atelier": clients[0]}
    asked = question({"prompt": "a fox", "provider": ["atelier"]}, lambda names: reached, [])
    grid = Grid(asked.title, asked.cells(), asked)
    pictures = [picture(tmp_path, 64, 64), picture(tmp_path, 96, 54), picture(tmp_path, 54, 96)]
    grid.cells[0].job.end(generation(*pictures, asked=grid.cells[0].request))  # type: ignore[union-attr]
    paper = papers.lay(grid.wait()._printed()[0], sheets.LetterPen(12), 300)
    for one in paper.images:
        assert one.width / one.height == pytest.approx(one.picture.width / one.picture.height)
    assert len(paper.images) == 3


def test_a_sheet_shows_the_pictures_where_they_belong(clients: list[Any], tmp_path: Path) -> None:
    grid = filled(clients, tmp_path, labelled("one", "two"))
    image = grid.sheet(cell=100)
    paper = papers.lay(grid._printed()[0], sheets.LetterPen(10.0), 100)
    assert image.size == (paper.width, paper.height)
    for one in paper.images:
        middle = image.getpixel((round(one.x + one.width / 2), round(one.y + one.height / 2)))
        assert max(abs(a - b) for a, b in zip(middle, (180, 90, 40), strict=True)) < 4


def test_a_picture_whose_file_is_gone_says_so_and_the_rest_is_there(clients: list[Any], tmp_path: Path) -> None:
    grid = filled(clients, tmp_path, labelled("one", "two"))
    for file in [*tmp_path.glob("*.png"), *tmp_path.glob("thumbs/*")]:
        file.unlink()
    assert grid.sheet().size[0] > 100
    assert "File not found" in {text.get_text() for text in grid.figure().axes[0].texts}


def test_sizes_that_make_no_sense_are_refused(clients: list[Any], tmp_path: Path, monkeypatch: Any) -> None:
    grid = filled(clients, tmp_path, labelled("one"))
    for wrong in (0, -3, "8", True, float("nan")):
        with pytest.raises(InvalidRequest, match="width is"):
            grid.figure(wrong)
    for wrong in (0, -3, "256", True, 10**9):
        with pytest.raises(InvalidRequest, match="cell is"):
            grid.sheet(cell=wrong)
    monkeypatch.setattr(sheets, "MOST", 1000)
    with pytest.raises(InvalidRequest, match="allowed"):
        grid.sheet()


def test_a_file_that_cannot_be_so_large_is_refused_with_one_that_can(
    clients: list[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    grid = filled(clients, tmp_path, labelled("one"))
    monkeypatch.setattr(pages, "MOST", 1)
    with pytest.raises(InvalidRequest, match="at most 1 pictures, these are 2"):
        grid.save(tmp_path / "a.html")
    long = Image.new("RGB", (16, 17_000))
    long.info["dpi"] = (150, 150)
    monkeypatch.setattr(type(grid), "sheet", lambda self: long)
    with pytest.raises(InvalidRequest, match="no WEBP has 16 × 17,000 pixels"):
        grid.save(tmp_path / "a.webp")
    assert grid.save(tmp_path / "a.png").exists()
    assert {file.name for file in tmp_path.glob("a.*")} == {"a.png"}


@pytest.mark.parametrize("ending", ["png", "webp"])
def test_a_saved_sheet_knows_the_ids_of_its_cells(clients: list[Any], tmp_path: Path, ending: str) -> None:
    grid = filled(clients, tmp_path, labelled("one", "two"), remote_id="job-7")
    path = grid.save(tmp_path / f"sheet.{ending}")
    told = copies.told_in(path.read_bytes())
    assert told is not None
    assert told["sandbox"] is True
    cells = told["comparison"]["cells"]
    assert [cell["remote_id"] for cell in cells] == ["job-0", "job-7", "job-7", "job-7"]
    assert [cell["label"] for cell in cells] == [cell.label for cell in grid.cells]
    with Image.open(path) as image:
        assert image.size == grid.sheet().size
        assert ending != "png" or image.info["dpi"] == pytest.approx((150, 150), abs=1)
    with pytest.raises(InvalidRequest, match="sheet of many pictures"):
        ig.open(path)


def test_a_document_has_real_letters_and_the_ids(clients: list[Any], tmp_path: Path) -> None:
    grid = filled(clients, tmp_path, labelled(LONG, "two"), remote_id="job-7")
    first = grid.save(tmp_path / "a.pdf").read_bytes()
    assert first.startswith(b"%PDF")
    assert b"/FontFile2" in first
    assert first == grid.save(tmp_path / "b.pdf").read_bytes(), "no date in it"
    deep = filled(clients, tmp_path, labelled(LONG, "two"), Axis("aspect_ratio", ["1:1", "16:9"]))
    assert deep.save(tmp_path / "c.pdf").read_bytes().count(b"/Type /Page ") == len(deep.tables) == 2


def test_every_sheet_says_that_sandbox_pictures_are_none(clients: list[Any], tmp_path: Path) -> None:
    made = filled(clients, tmp_path, labelled("one"))._printed()[0]
    assert any("not an AI model" in note for note in made.notes)
    assert {spot.facts[0] for row in made.pages[0].rows for spot in row.spots if spot.places[0].picture} == {"sandbox"}


def test_every_sheet_says_whether_the_comparison_was_fair(clients: list[Any], tmp_path: Path) -> None:
    grid = filled(clients, tmp_path, Axis("aspect_ratio", ["1:1", "16:9"]), prompt_used="a red fox")
    (fair,) = [note for note in grid._printed()[0].notes if note.startswith("Fairness.")]
    assert "Same prompt: no" in fair
    assert "Ratios as asked: no" in fair
    page = grid.save(tmp_path / "a.html").read_text("utf-8")
    assert "Same prompt: no" in page
    came = "asked 16:9, came 9:16 from 54 × 96"
    assert f'{came}"' in page, "the alternative text says so too"
    assert came in {fact for row in grid._printed()[0].pages[0].rows for spot in row.spots for fact in spot.facts}


def test_what_is_said_of_a_sheet_is_json(clients: list[Any], tmp_path: Path) -> None:
    grid = filled(clients, tmp_path, labelled("one"))
    assert json.loads(json.dumps(printed.told(grid.title, grid.cells)))["comparison"]["title"] == "“a fox”"
    out = io.BytesIO()
    grid.sheet().save(out, "PNG")
    assert out.tell() > 1000


@pytest.mark.parametrize("ending", WRITERS)
def test_a_comparison_leaves_as_far_as_it_has_come_and_an_empty_one_too(
    clients: list[Any], tmp_path: Path, ending: str
) -> None:
    reached = {client.provider.name: client for client in clients}
    asked = question({"prompt": "a fox", "provider": [*reached]}, lambda names: reached, [labelled("one", "two")])
    grid = Grid(asked.title, asked.cells(), asked)
    assert not grid.ended
    assert grid.save(tmp_path / f"a{ending}").stat().st_size > 100
    empty = Grid("Nothing is left to fetch", [])
    assert empty.save(tmp_path / f"b{ending}").exists()
    assert len(empty.to_dataframe()) == 0
    assert empty.likeness().pairs == ()
