"""Votes as lines on a disk: each person's own file, read together; whatever else lies there changes nothing."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from imgen_nb.comparison.vote.box import ME, Box, identity, read, voter_of
from imgen_nb.comparison.vote.votes import Vote, answers, tallied
from imgen_nb.errors import StoreError
from imgen_nb.show.standings import Line

WHO = ("x", "y", "z")
PAIR = Vote(("x", "y"), {"fits": "A", "looks": "tie"}, pictures=("p1", "p2"))


class Clock:
    """Each look at it is a second later."""

    def __init__(self) -> None:
        self.seconds = 0

    def __call__(self) -> datetime:
        self.seconds += 1
        return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=self.seconds)


def box(folder: Path, voter: str = "ana", clock: Clock | None = None) -> Box:
    return Box(folder / "votes", "c1", voter, WHO, now=clock or Clock())


def test_what_is_cast_is_read_again_by_everybody_who_shares_the_folder(tmp_path: Path) -> None:
    ana, ben = box(tmp_path, "ana"), box(tmp_path, "ben")
    ana.cast(PAIR)
    ben.cast(Vote(("y", "x"), {"looks": "B"}, pictures=("p2", "p1")))
    assert {vote.voter for vote in ana.votes()} == {"ana", "ben"}
    assert ana.votes() == ben.votes()
    assert ana.file != ben.file
    assert [vote.chosen("looks") for vote in ana.votes()] == [None, "x"]


def test_the_last_word_on_the_same_pictures_counts_and_an_empty_one_takes_it_back(tmp_path: Path) -> None:
    mine = box(tmp_path)
    mine.cast(PAIR)
    mine.cast(Vote(("y", "x"), {"fits": "A"}, pictures=("p2", "p1")))
    (vote,) = mine.votes()
    assert vote.chosen("fits") == "y"
    mine.cast(Vote(("x", "y"), {}, pictures=("p1", "p2")))
    assert mine.votes() == ()


def test_another_comparison_in_the_same_folder_is_not_counted(tmp_path: Path) -> None:
    box(tmp_path).cast(PAIR)
    assert Box(tmp_path / "votes", "c2", "ana", WHO).votes() == ()


GOOD: dict[str, Any] = {"shown": ["x", "y"], "answers": {"fits": "A"}, "voter": "v", "pictures": ["1", "2"], "at": "t"}


@pytest.mark.parametrize(
    "changed",
    [
        {"shown": ["x", "stranger"]},
        {"shown": ["x", "x"]},
        {"shown": ["x"]},
        {"shown": [["x"], ["y"]]},
        {"answers": {"fits": "C"}},
        {"answers": {"fits": ["A"]}},
        {"answers": {"price": "A"}},
        {"answers": "A"},
        {"pictures": ["1", "1"]},
        {"pictures": None},
        {"voter": ...},
    ],
)
def test_a_line_that_is_no_vote_on_these_is_left_out_and_counted(changed: dict[str, Any], tmp_path: Path) -> None:
    wrong = {name: value for name, value in (GOOD | changed).items() if value is not ...}
    mine = box(tmp_path)
    mine.cast(PAIR)
    with mine.file.open("a", encoding="utf-8") as file:
        file.write(f"{json.dumps(wrong)}\n\n{json.dumps(GOOD)}\n")
    assert len(mine.votes()) == 2
    assert mine.unread == 1


@pytest.mark.parametrize("line", ["", "{", "[]", "null", '"x"', "[" * 100_000, "{}", '{"shown": 1}'])
def test_whatever_a_line_holds_it_is_read_or_left_out(line: str) -> None:
    assert read(line, frozenset(WHO)) is None
    assert read(json.dumps(GOOD), frozenset(WHO)) is not None


def test_a_folder_that_cannot_be_written_is_said_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "votes").write_text("a file where the folder should be")
    with pytest.raises(StoreError, match="could not be written") as caught:
        box(tmp_path).cast(PAIR)
    assert "folder=" in caught.value.hint
    assert box(tmp_path).votes() == ()


def test_a_person_has_one_name_in_a_home_and_a_given_name_cannot_be_read(tmp_path: Path) -> None:
    first = voter_of(tmp_path)
    assert voter_of(tmp_path) == first == (tmp_path / ME).read_text()
    assert voter_of(tmp_path / "elsewhere") != first
    assert voter_of(tmp_path, "Ana") == voter_of(tmp_path / "elsewhere", "Ana") != voter_of(tmp_path, "Ben")
    assert "Ana" not in voter_of(tmp_path, "Ana")


def test_the_same_comparison_has_the_same_short_name_for_everybody() -> None:
    assert identity("provider", ["x", "y"]) == identity("provider", ["x", "y"]) != identity("provider", ["y", "z"])


def test_counts_say_who_was_shown_chosen_tied_and_bad() -> None:
    votes = [
        PAIR,
        Vote(("y", "z"), {"fits": "bad"}),
        Vote(("z", "x"), {"fits": "B"}),
        Vote(("z", "x"), {"looks": "A"}),
    ]
    counted = tallied("fits", votes, WHO)
    assert counted.lines == (Line("x", 2, 2), Line("y", 2, 0, 0, 1), Line("z", 2, 0, 0, 1)), "in the order given"
    assert counted.judged == [((0, 1), 0), ((1, 2), None), ((2, 0), 0)]
    assert tallied("looks", votes, WHO).lines[0] == Line("x", 2, 0, 1)


@pytest.mark.parametrize(
    ("size", "said"), [(2, ("A", "tie", "B", "bad")), (3, ("A", "B", "C", "tie", "bad")), (4, (*"ABCD", "tie", "bad"))]
)
def test_what_can_be_said(size: int, said: tuple[str, ...]) -> None:
    assert answers(size) == said
