"""One painter follows jobs: it paints what changed, not too often, and always the end, wherever that can be seen."""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import ipywidgets
import pytest
from views import FakeJob, Notebook, check_static, generation, picture, request

from imgen_nb.errors import GenerationFailed
from imgen_nb.show import live
from imgen_nb.show.following import Display, Followed, Following, Line
from imgen_nb.types import State


def followed(prompt: str = "a fox") -> tuple[FakeJob, Followed]:
    job = FakeJob(request(prompt))
    return job, Followed("Atelier", job.request, job, title="Atelier")


# --- the painter ------------------------------------------------------------------------------------------------------


def test_it_paints_what_changed_and_the_end_at_once() -> None:
    painted: list[bool] = []
    once = threading.Event()

    def paint(last: bool) -> None:
        painted.append(last)
        once.set()

    (one, first), (two, second) = followed(), followed()
    painter = Following(paint, every=0.05)
    painter.follow(first, second)
    one.step(State.RUNNING)
    assert once.wait(10)
    patient = Following(painted.append, every=3600.0)
    patient.follow(second)
    for job in (one, two):
        job.end(GenerationFailed("error 1108"), State.FAILED)
    painter.close()
    patient.close()
    assert painted[0] is False
    assert painted[-2:] == [True, True], "an hour is not waited for at the end"
    assert first.ended
    assert second.ended


def test_many_steps_are_one_painting() -> None:
    painted: list[bool] = []
    job, one = followed()
    painter = Following(painted.append, every=3600.0)
    painter.follow(one)
    for _ in range(1000):
        job.step(State.RUNNING)
    painter.close()
    assert painted == [True]


def test_more_may_be_followed_at_any_time() -> None:
    painted: list[bool] = []
    painter = Following(painted.append, every=3600.0)
    for number in range(1, 4):
        job, one = followed()
        painter.follow(one)
        job.end(GenerationFailed("error 1108"), State.FAILED)
        until = time.monotonic() + 10
        while len(painted) < number and time.monotonic() < until:
            time.sleep(0.01)
        assert painted == [True] * number


def test_a_ticking_painter_paints_without_being_told() -> None:
    twice = threading.Semaphore(0)
    job, one = followed()
    painter = Following(lambda last: twice.release(), every=0.01, ticking=True)
    painter.follow(one)
    assert twice.acquire(timeout=10)
    assert twice.acquire(timeout=10)
    job.end(GenerationFailed("error 1108"), State.FAILED)
    painter.close()


def test_a_painter_that_fails_changes_no_job(notebook: Notebook, tmp_path: Path) -> None:
    def broken() -> dict[str, str]:
        if job.done:
            raise OSError("the front end is gone")
        return {"text/html": "running"}

    job, one = followed()
    display = Display(broken, [one])
    display.appear()
    job.end(generation(picture(tmp_path), asked=job.request))
    display.close()
    assert one.generation is not None
    assert notebook.last() == "running"


def test_a_job_that_ends_while_it_is_first_painted_is_painted_again(notebook: Notebook, tmp_path: Path) -> None:
    job, one = followed()
    seen: list[str] = []

    def bundle() -> dict[str, str]:
        word = one.places[0].word
        if not seen:
            job.end(generation(picture(tmp_path), asked=job.request))
        seen.append(word)
        return {"text/html": word}

    display = Display(bundle, [one])
    display.appear()
    notebook.close()
    assert notebook.outputs[0][0]["text/html"] == "Waiting"
    assert notebook.last() == "Done"


# --- where it can be seen ---------------------------------------------------------------------------------------------


def test_a_kernel_is_told_from_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: SimpleNamespace(kernel=1)))
    assert live.spot() == live.Spot("cell 0")
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=SimpleNamespace))
    assert live.spot() is None
    monkeypatch.setitem(sys.modules, "IPython", None)
    assert live.spot() is None


def test_it_appears_once_in_a_cell_and_again_in_another(notebook: Notebook) -> None:
    job, one = followed()
    display = Display(lambda: {"text/html": one.state}, [one])
    assert display.appear()
    assert display.appear()
    assert len(notebook.outputs) == 1
    notebook.message = "cell 2"
    assert display.appear()
    job.end(GenerationFailed("error 1108"), State.FAILED)
    display.close()
    assert [notebook.last(output) for output in (0, 1)] == ["failed", "failed"]


class Catcher(ipywidgets.Output):  # type: ignore[misc]
    """An Output widget whose front end took what was displayed in its `with` block."""

    def __init__(self, notebook: Notebook) -> None:
        super().__init__()
        self.notebook = notebook

    def __enter__(self) -> None:
        self.msg_id = self.notebook.message

    def __exit__(self, *how: Any) -> None:
        self.msg_id = ""


def test_what_an_output_widget_catches_is_shown_once_when_all_is_said(notebook: Notebook, tmp_path: Path) -> None:
    job, one = followed()
    out = Catcher(notebook)
    display = Display(lambda: {"text/html": one.state}, [one])
    with out:
        display.appear()
        job.step(State.RUNNING)
        assert notebook.outputs == []
        job.end(generation(picture(tmp_path), asked=job.request))
        display.close()
        display.appear()
    assert notebook.outputs == [[{"text/html": "saved"}]]
    display.appear()
    assert len(notebook.outputs) == 2, "below the cell is another place"
    out.close()


def test_an_output_widget_that_was_left_is_given_the_end(notebook: Notebook, tmp_path: Path) -> None:
    job, one = followed()
    out = Catcher(notebook)
    display = Display(lambda: {"text/html": one.state}, [one])
    with out:
        display.appear()
    out.outputs = ({"output_type": "stream", "name": "stdout", "text": "mine"},)
    job.end(generation(picture(tmp_path), asked=job.request))
    display.close()
    assert [each["output_type"] for each in out.outputs] == ["stream", "display_data"]
    assert out.outputs[1]["data"] == {"text/html": "saved"}
    assert notebook.outputs == []
    out.close()


# --- one line ---------------------------------------------------------------------------------------------------------


def test_a_line_tells_who_and_how_long_and_leaves_nothing(notebook: Notebook, tmp_path: Path) -> None:
    job, _ = followed()
    line = Line(job, "Atelier")
    assert "Waiting, 0 s" in check_static(notebook.last()).text
    job.end(generation(picture(tmp_path), asked=job.request))
    line.close()
    assert notebook.outputs[0][-1] == {}, "not even an empty text, which would take room"


def test_a_line_that_is_left_names_the_job(notebook: Notebook) -> None:
    job, _ = followed()
    line = Line(job, "Atelier")
    job.step(State.RUNNING, remote_id="job-77")
    line.close()
    assert "Still under way" in notebook.last()
    assert "joins it, at no further cost. Its id is job-77." in check_static(notebook.last()).text


def test_a_line_in_an_output_widget_leaves_nothing(notebook: Notebook, tmp_path: Path) -> None:
    job, _ = followed()
    out = Catcher(notebook)
    with out:
        line = Line(job, "Atelier")
        job.end(generation(picture(tmp_path), asked=job.request))
        line.close()
    assert notebook.outputs == []
    assert out.outputs == ()
    out.close()
