"""Who is shown beside whom, what a voter gets to see of it, and what the reveal tells."""

from __future__ import annotations

import io
import json
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import pytest
from elections import PROMPTS, WHO, axes, cell, field, picture
from PIL import Image
from views import check_static

from imgen_nb.comparison.axes import Axis
from imgen_nb.comparison.vote.contest import Contest
from imgen_nb.comparison.vote.result import standings
from imgen_nb.comparison.vote.veil import SIDE, common_size, veiled
from imgen_nb.comparison.vote.votes import Vote
from imgen_nb.errors import InvalidRequest


def contest(at: Path, cells: Any = None, sides: Any = None, by: str | None = None, **how: Any) -> Contest:
    cells = field(at) if cells is None else cells
    how = {"folder": at / "votes", "random": Random(4), **how}
    return Contest(cells, axes() if sides is None else sides, by, **how)


def made_of(made: Contest) -> list[Any]:
    """The cells of a vote, which nothing was drawn for anew."""
    return [cell(Path(), one.who, one.picture, prompt=one.request.prompt) for one in made.entries]


# --- ballots ----------------------------------------------------------------------------------------------------------


def test_each_meets_each_once_for_every_prompt_and_never_one_of_another_prompt(tmp_path: Path) -> None:
    made = contest(tmp_path)
    assert made.contestants == WHO[:3]
    meetings = Counter((frozenset(ballot.who), ballot.prompt) for ballot in made.ballots)
    assert set(meetings.values()) == {1}
    assert len(meetings) == 3 * len(PROMPTS)
    assert made.questions == ("fits", "looks")


def test_sides_and_order_are_random_and_names_say_nothing(tmp_path: Path) -> None:
    cells = field(tmp_path, WHO, ("a fox",))
    made = [contest(tmp_path, cells, axes(WHO, ("a fox",)), random=Random(seed)) for seed in range(40)]
    first = Counter(one.ballots[0].who[0] for one in made)
    assert len(first) == len(WHO)
    assert max(first.values()) < 20
    ids = [ballot.id for one in made for ballot in one.ballots]
    assert len({*ids}) == len(ids)


def test_of_four_at_a_time_everybody_is_shown_as_often(tmp_path: Path) -> None:
    who = (*WHO, "Fabrik", "Galerie", "Hütte", "Insel")
    made = contest(tmp_path, field(tmp_path, who, ("a fox",)), axes(who, ("a fox",)), size=4)
    assert all(len({*ballot.who}) == 4 for ballot in made.ballots)
    shown = Counter(name for ballot in made.ballots for name in ballot.who)
    assert len(made.ballots) == 6
    assert max(shown.values()) - min(shown.values()) <= 1
    assert len(shown) == len(who)


def test_fewer_than_four_are_shown_as_many_as_there_are(tmp_path: Path) -> None:
    made = contest(tmp_path, size=4)
    assert [len(ballot.entries) for ballot in made.ballots] == [3, 3]


def test_pictures_of_one_request_are_told_apart_by_their_number(tmp_path: Path) -> None:
    cells = [cell(tmp_path, who, *(picture(tmp_path, who) for _ in range(3))) for who in WHO[:2]]
    made = contest(tmp_path, cells, axes(WHO[:2], ("a fox",)))
    assert len(made.ballots) == 3
    assert len({entry.picture.sha256 for ballot in made.ballots for entry in ballot.entries}) == 6


def test_a_prompt_that_is_voted_on_is_neither_shown_nor_asked_about(tmp_path: Path) -> None:
    made = contest(tmp_path, by="prompt")
    assert made.contestants == PROMPTS
    assert {ballot.prompt for ballot in made.ballots} == {""}
    assert made.questions == ("looks",)


def test_what_is_voted_on_by_default_is_no_repetition(tmp_path: Path) -> None:
    sides = (Axis("take", [1, 2]), Axis("provider", ["atelier", "bureau"]), Axis("prompt", ["a fox"]))
    cells = [cell(tmp_path, who, take=take) for take in (1, 2) for who in WHO[:2]]
    made = contest(tmp_path, cells, sides)
    assert made.by == "provider"
    assert len(made.ballots) == 2, "one for each take"
    takes = contest(tmp_path, cells[::2], (Axis("take", [1, 2]),))
    assert takes.contestants == ("take 1", "take 2")
    words = (Axis("word", ["red", "blue"]), Axis("word:fox", ["fox", "owl"]))
    assert contest(tmp_path, cells, words).by == "word"


def test_labels_are_what_people_gave(tmp_path: Path) -> None:
    cells = [cell(tmp_path, "Atelier", seed=seed) for seed in (1, 2)]
    together = Axis("seed", [1, 2], labels=["low", "high"])
    assert contest(tmp_path, cells, (together,)).contestants == ("seed low", "seed high")


def test_cells_without_axes_are_the_contestants(tmp_path: Path) -> None:
    cells = [cell(tmp_path, who) for who in WHO[:2]]
    assert contest(tmp_path, cells, ()).contestants == WHO[:2]


@pytest.mark.parametrize(
    ("how", "said"),
    [({"by": "seed"}, "by= is one of provider, prompt"), ({"size": 3}, "size=2"), ({"size": "2"}, "size=2")],
)
def test_what_cannot_be_is_refused_with_what_can(how: dict[str, Any], said: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidRequest) as caught:
        contest(tmp_path, **how)
    assert said in caught.value.hint


def test_without_two_pictures_there_is_nothing_to_choose(tmp_path: Path) -> None:
    alone = [cell(tmp_path, "Atelier"), cell(tmp_path, "Bureau", prompt="two herons")]
    alone[1].generation = None
    with pytest.raises(InvalidRequest, match="no two pictures") as caught:
        contest(tmp_path, alone, axes(WHO[:2], ("a fox",)))
    assert "1 picture here (Atelier)" in caught.value.hint
    same = picture(tmp_path, "Atelier")
    with pytest.raises(InvalidRequest, match="no two pictures"):
        contest(tmp_path, [cell(tmp_path, who, same) for who in WHO[:2]], axes(WHO[:2], ("a fox",)))


# --- what is shown ----------------------------------------------------------------------------------------------------

SIZES = [((96, 64), (96, 64)), ((1024, 1024), (960, 960)), ((160, 90), (150, 96)), ((64, 128), (128, 64))]


@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_every_picture_is_as_large_as_every_other_and_tells_nothing(sizes: Any, tmp_path: Path) -> None:
    cells = [cell(tmp_path, who, picture(tmp_path, who, size)) for who, size in zip(WHO[:2], sizes, strict=True)]
    made = contest(tmp_path, cells, axes(WHO[:2], ("a fox",)))
    for raw in made.pictures(made.ballots[0]):
        with Image.open(io.BytesIO(raw)) as shown:
            assert max(shown.size) == SIDE
            assert shown.size == common_size(entry.picture for entry in made.entries)
            assert {*shown.info} <= {"loop", "background", "timestamp", "duration"}
        assert not [who for who in WHO if who.encode() in raw or who.lower().encode() in raw]
        assert b"EXIF" not in raw
        assert b"XMP " not in raw
        assert b"ICCP" not in raw


def test_a_shape_that_nearly_fits_is_cut_and_another_one_is_whole_on_clear_ground(tmp_path: Path) -> None:
    near, far = picture(tmp_path, "Atelier", (100, 92)), picture(tmp_path, "Bureau", (200, 100))
    with Image.open(io.BytesIO(veiled(near, (768, 768)))) as cut:
        assert cut.mode == "RGB"
    with Image.open(io.BytesIO(veiled(far, (768, 768)))) as whole:
        assert whole.getpixel((384, 10))[3] == 0
        assert whole.getpixel((384, 384))[3] == 255


# --- votes ------------------------------------------------------------------------------------------------------------


def test_a_vote_is_a_line_and_may_be_changed_until_the_reveal(tmp_path: Path) -> None:
    made = contest(tmp_path)
    ballot = made.ballots[0]
    made.cast(ballot, {"fits": "A"})
    made.cast(ballot, {"fits": "A", "looks": "tie"})
    made.cast(ballot, {"fits": "A", "looks": "tie"})
    assert len(made.file.read_text().splitlines()) == 2
    assert made.answered == 1
    made.reveal()
    with pytest.raises(InvalidRequest, match="over"):
        made.cast(ballot, {"fits": "B"})


@pytest.mark.parametrize("size", [2, 4])
def test_a_vote_is_carried_on_where_it_was_left_in_other_letters(size: int, tmp_path: Path) -> None:
    made = contest(tmp_path, size=size, voter="Ana")
    chosen = {}
    for ballot in made.ballots[:-1]:
        made.cast(ballot, {"fits": "B", "looks": "tie"})
        chosen[frozenset(ballot.pictures)] = ballot.pictures[1]
    made.reveal()
    again = contest(tmp_path, made_of(made), size=size, voter="Ana", random=Random(11))
    assert again.answered == len(chosen)
    assert [ballot.pictures for ballot in again.ballots] != [ballot.pictures for ballot in made.ballots]
    for ballot in again.ballots:
        said = again.said(ballot)
        if said:
            assert ballot.pictures["ABCD".index(said["fits"])] == chosen[frozenset(ballot.pictures)]
            assert said["looks"] == "tie"
    assert again.result() == made.result()
    assert contest(tmp_path, made_of(made), size=size, voter="Ben").answered == 0


@pytest.mark.parametrize("said", [{"fits": "C"}, {"price": "A"}, {"fits": "banatie"}])
def test_an_answer_that_is_none_is_refused(said: dict[str, str], tmp_path: Path) -> None:
    made = contest(tmp_path)
    with pytest.raises(InvalidRequest):
        made.cast(made.ballots[0], said)
    assert not made.file.exists()


def test_people_who_share_a_folder_are_counted_together_whoever_drew_their_pictures(tmp_path: Path) -> None:
    mine, theirs = tmp_path / "mine", tmp_path / "theirs"
    for folder in (mine, theirs):
        folder.mkdir()
    ana = contest(mine, field(mine), folder=tmp_path / "class", voter="Ana")
    ben = contest(theirs, field(theirs), folder=tmp_path / "class", voter="Ben", random=Random(9))
    for voter in (ana, ben):
        for ballot in voter.ballots:
            voter.cast(ballot, {"looks": "AB"[ballot.who.index(min(ballot.who))]})
    told = ana.reveal()
    assert (told.ballots, told.voters) == (12, 2)
    assert [line.who for line in told.tables[1].lines] == list(WHO[:3])
    assert told.tables[1].lines[0].chosen == 8
    assert not list((tmp_path / "class").glob("*Ana*"))


def test_another_question_or_another_field_is_another_vote(tmp_path: Path) -> None:
    kinds = [contest(tmp_path), contest(tmp_path, by="prompt"), contest(tmp_path, field(tmp_path, sandbox=True))]
    kinds.append(contest(tmp_path, field(tmp_path, WHO[:2]), axes(WHO[:2])))
    assert len({one.file for one in kinds}) == len(kinds)
    assert contest(tmp_path).file == kinds[0].file


# --- the reveal -------------------------------------------------------------------------------------------------------


def test_sketches_are_left_out_beside_models_and_said(tmp_path: Path) -> None:
    cells = [cell(tmp_path, who, sandbox=who == "Cabinet") for who in WHO[:3]]
    made = contest(tmp_path, cells, axes(prompts=("a fox",)))
    assert made.contestants == WHO[:2]
    assert not made.practice
    assert "1 sandbox picture left out" in " ".join(made.reveal().notes)


def test_a_vote_on_sketches_is_practice_counts_and_nothing_else(tmp_path: Path) -> None:
    made = contest(tmp_path, field(tmp_path, WHO[:3][::-1], sandbox=True), axes(WHO[:3][::-1]))
    for ballot in made.ballots:
        made.cast(ballot, {"fits": "AB"[ballot.who.index(min(ballot.who))], "looks": "bad"})
    told = made.reveal()
    assert told.practice
    assert [line.who for line in told.tables[0].lines] == list(WHO[:3][::-1]), "the order of the grid, not of the votes"
    assert all(line.at is line.low is line.high is None for table in told.tables for line in table.lines)
    page = check_static(told._repr_mimebundle_()["text/html"])
    assert "practice" in page.text
    assert "4 of 4" in page.text
    for word in ("trength", "winner", "interval", "weaker"):
        assert word not in page.text
        assert word not in repr(told)


def many(wins: int, losses: int) -> list[Vote]:
    votes = [Vote(("x", "y"), {"looks": "A"})] * wins + [Vote(("x", "y"), {"looks": "B"})] * losses
    return [Vote(vote.shown, vote.answers, "v", (str(at), "-")) for at, vote in enumerate(votes)]


def test_too_few_votes_are_said_and_so_is_about_how_many_more() -> None:
    told = standings(["looks"], ["x", "y"], many(7, 5), practice=False)
    assert "Too few votes to tell anybody apart. About" in told.tables[0].note
    assert "more ballots" in told.tables[0].note
    assert standings(["looks"], ["x", "y"], many(2, 1), practice=False).tables[0].note.endswith("apart.")
    assert "may well be equal" in standings(["looks"], ["x", "y"], many(10, 10), practice=False).tables[0].note
    assert standings(["looks"], ["x", "y"], many(30, 5), practice=False).tables[0].note == ""


def test_only_neighbours_that_are_not_apart_are_named() -> None:
    votes = [Vote((one, "z"), {"looks": "A"}, "v", (str(at), one)) for at in range(20) for one in "xy"]
    told = standings(["looks"], ["z", "y", "x"], votes, practice=False)
    assert [line.who for line in told.tables[0].lines][-1] == "z"
    assert "Too few votes to tell apart: " in told.tables[0].note
    assert "z" not in told.tables[0].note


def test_standings_are_static_and_rows(tmp_path: Path) -> None:
    made = contest(tmp_path)
    assert made.reveal().title == "No votes yet"
    told = standings(["fits", "looks"], ["x", "<b>y</b>"], many(9, 3)[:0], practice=False)
    check_static(told._repr_mimebundle_()["text/html"])
    told = standings(["looks"], ["x", "y"], many(9, 3), practice=False, notes=["1 line could not be read."])
    page = check_static(told._repr_mimebundle_()["text/html"])
    assert "12 ballots, 1 voter" in page.text
    assert "9 of 12" in page.text
    assert "1 line could not be read." in page.text
    assert "strength +" in repr(told)
    rows = json.loads(json.dumps(told.to_rows()))
    assert [row["who"] for row in rows] == ["x", "y"]
    assert rows[0]["low"] < rows[0]["at"] < rows[0]["high"]
