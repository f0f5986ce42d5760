"""What the buttons of a card do: fetch what was paid, let it go, press a button of a picture; the store knows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pages import Page

from imgen_nb.client import process
from imgen_nb.errors import Cancelled
from imgen_nb.store.browse import Wanted
from imgen_nb.store.store import Store
from imgen_nb.types import State
from imgen_nb.widgets.studio import Studio


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    made = Store(tmp_path / "store")
    monkeypatch.setattr(process.defaults, "store", made)
    monkeypatch.setenv("IMGEN_NB_SANDBOX_SPEED", "0")
    return made


@pytest.fixture
def owing(store: Store) -> tuple[Studio, Page, str]:
    """A studio with one job that was stopped after it was paid."""
    studio = Studio("destinpq", "a fox")
    page = Page(studio)
    job = studio.generate()
    settled(studio)  # else its end may be told after what is said here
    run = studio._runs[0]
    store.write(lambda connection: store.update(connection, job.id, state=State.ACCEPTED, images=[], owner=None))
    run.cell.generation, run.cell.job = None, None
    run.cell.error = Cancelled("stopped", charged="yes", remote_id=job.remote_id)
    studio._tell()
    return studio, page, f"{run.id}.0"


def acts(studio: Studio) -> list[str]:
    return [one["act"] for one in studio._board.places[0]["remedies"]]


def settled(studio: Studio) -> None:
    for run in studio._runs:
        if run.cell.job:
            run.cell.job.wait()
    studio._following.close()
    studio._tell()


def test_what_was_paid_is_fetched_without_a_second_payment(owing: tuple[Studio, Page, str], store: Store) -> None:
    studio, page, one = owing
    assert acts(studio) == ["fetch", "forget", "drop"]
    page.say("fetch", id=one)
    settled(studio)
    assert studio._board.places[0]["sha"]
    assert acts(studio) == []
    assert store.browse(Wanted()).total == 1


def test_what_is_let_go_leaves_the_view_and_is_asked_for_no_more(owing: tuple[Studio, Page, str], store: Store) -> None:
    studio, page, one = owing
    page.say("forget", id=one)
    assert studio._board.places == ()
    assert store.unsettled() == ()


def test_a_button_of_a_picture_is_pressed_once_for_each_turn(store: Store) -> None:
    studio = Studio("akool", "two boats")
    studio.values = {"model": "v3"}
    page = Page(studio)
    studio.generate().wait()
    settled(studio)
    (sheet,) = studio._board.places
    turn: Any = studio.status["turn"]
    for _ in range(2):
        page.press(turn, act="act", id=sheet["id"], name="V2")
    settled(studio)
    assert [place["under"] for place in studio._board.places] == ["", "V2"]
    used = {one["name"] for pad in studio._board.places[0]["pads"] for one in pad["buttons"] if one["used"]}
    assert used == {"V2"}
