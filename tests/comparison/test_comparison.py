"""Grids, and single pictures, fill in as their jobs go on; a place that cannot be filled says so alone."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from views import OPTIONS, FakeClient, FakeJob, Row, check_static, generation, picture, request

from imgen_nb.calls import ask as comparison
from imgen_nb.calls import keep, know
from imgen_nb.client import nesting
from imgen_nb.comparison import cells
from imgen_nb.comparison.cells import Grid
from imgen_nb.errors import Cancelled, GenerationFailed, ImgenError, InvalidRequest
from imgen_nb.show.live import Painter
from imgen_nb.types import Generation, Option, State

Clients = dict[str, FakeClient]


@pytest.fixture
def clients(monkeypatch: pytest.MonkeyPatch) -> Clients:
    """Two providers, of which the second takes no seed and other ratios."""
    square = (OPTIONS[0], Option("aspect_ratio", "choice", choices=("1:1", "4:3"), default="1:1"))
    made = {"atelier": FakeClient("atelier"), "bureau": FakeClient("bureau", options=square)}
    monkeypatch.setattr(comparison, "PRACTICE", "bureau")
    monkeypatch.setattr(comparison, "default_client", lambda name: made[name])
    for module in (comparison, know):
        monkeypatch.setattr(module, "provider_rows", lambda: tuple(Row(client) for client in made.values()))
    return made


class Screen:
    """Stands for a notebook: keeps every bundle that an output was painted with."""

    def __init__(self) -> None:
        self.outputs: list[list[dict[str, str]]] = []

    def show(self, bundle: dict[str, str]) -> SimpleNamespace:
        self.outputs.append([bundle])
        return SimpleNamespace(update=self.outputs[-1].append)

    def last(self, output: int = 0) -> str:
        return self.outputs[output][-1]["text/html"]


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Iterator[Screen]:
    made = Screen()
    painters: list[Painter] = []

    def paint(*arguments: Any, **how: Any) -> Painter:
        painters.append(Painter(*arguments, every=0.01, **how))
        return painters[-1]

    for module in (comparison, cells):
        monkeypatch.setattr(module, "in_notebook", lambda: True)
        monkeypatch.setattr(module, "Output", made.show)
        monkeypatch.setattr(module, "Painter", paint)
    yield made
    for painter in painters:
        painter.close()


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Let every job end with a picture as soon as it is submitted."""
    real = FakeClient.submit

    def submit(self: FakeClient, prompt: str, *, take: int = 1, **params: Any) -> FakeJob:
        job = real(self, prompt, take=take, **params)
        job.end(generation(picture(tmp_path), asked=job.request))
        return job

    monkeypatch.setattr(FakeClient, "submit", submit)


# --- compare ----------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("answer")
def test_a_comparison_asks_every_provider_the_same(clients: Clients, screen: Screen) -> None:
    grid = comparison.compare("a fox", aspect_ratio="1:1", take=2)
    assert [cell.label for cell in grid.cells] == ["Atelier", "Bureau"]
    assert [cell.state for cell in grid.cells] == [State.SAVED, State.SAVED]
    assert {(cell.request.prompt, cell.request.take) for cell in grid.cells} == {("a fox", 2)}
    shown = check_static(screen.last())
    assert len(shown.images) == 2
    assert "“a fox”2 pictures" in shown.text
    assert repr(grid) == "Grid “a fox”: 2 pictures"


@pytest.mark.usefixtures("answer")
def test_what_one_provider_lacks_is_told_in_its_cell_alone(clients: Clients, screen: Screen) -> None:
    grid = comparison.compare("a fox", seed=7)
    first, second = grid.cells
    assert first.generation is not None
    assert isinstance(second.error, InvalidRequest)
    assert (second.state, second.job, second.generation) == (State.FAILED, None, None)
    assert "Not offered" in screen.last()
    assert clients["bureau"].jobs == []


def test_a_keyword_that_nobody_knows_sends_nothing(clients: Clients) -> None:
    for call in (comparison.compare, comparison.compare_ratios):
        with pytest.raises(TypeError, match="'sede'; the nearest is 'seed'"):
            call("a fox", sede=7)
    assert clients["atelier"].jobs == clients["bureau"].jobs == []


@pytest.mark.usefixtures("answer")
@pytest.mark.parametrize("named", ["bureau", ["bureau"], ("bureau",), iter(["bureau"])])
def test_providers_may_be_named_in_any_way(clients: Clients, named: Any) -> None:
    assert [cell.label for cell in comparison.compare("a fox", named).cells] == ["Bureau"]


def test_an_unknown_provider_sends_nothing(clients: Clients) -> None:
    with pytest.raises(KeyError):
        comparison.compare("a fox", ["atelier", "nobody"])
    assert clients["atelier"].jobs == []


@pytest.mark.usefixtures("answer")
def test_ratios_are_those_the_provider_has(clients: Clients, screen: Screen) -> None:
    grid = comparison.compare_ratios("a fox", "atelier")
    assert [cell.label for cell in grid.cells] == ["1:1", "16:9", "9:16"]
    assert [cell.request.params["aspect_ratio"] for cell in grid.cells] == ["1:1", "16:9", "9:16"]


@pytest.mark.usefixtures("answer")
def test_a_ratio_the_provider_lacks_is_told_in_its_cell(clients: Clients) -> None:
    grid = comparison.compare_ratios("a fox", "atelier", ["1:1", "16:10"])
    assert [cell.state for cell in grid.cells] == [State.SAVED, State.FAILED]
    assert "aspect_ratio is '16:10'" in str(grid.cells[1].error)


def test_ratios_of_a_provider_without_any_are_refused(clients: Clients) -> None:
    clients["bureau"].provider.options = OPTIONS[:1]
    with pytest.raises(InvalidRequest, match="takes no aspect_ratio"):
        comparison.compare_ratios("a fox", "bureau")


# --- filling in -------------------------------------------------------------------------------------------------------


def test_a_grid_fills_in_and_tells_how_far_it_has_come(clients: Clients, screen: Screen, tmp_path: Path) -> None:
    grid = comparison.compare("a fox", wait=False)
    assert not grid.ended
    assert "Waiting" in screen.last()
    one, two = clients["atelier"].jobs + clients["bureau"].jobs
    one.step(State.RUNNING)
    two.end(GenerationFailed("error 1108", hint="try again"), State.FAILED)
    one.end(generation(picture(tmp_path), asked=one.request))
    assert grid.wait() is grid
    shown = check_static(screen.last())
    assert len(shown.images) == 1
    assert "1 picture · 1 failed" in shown.text
    assert "Error 1108. Live, this might be charged; in the sandbox it is $0.00. Try again." in shown.text
    assert len(screen.outputs) == 1


def test_a_grid_that_takes_too_long_goes_on(clients: Clients, screen: Screen, tmp_path: Path) -> None:
    grid = comparison.compare("a fox", "atelier", wait=False)
    with pytest.raises(TimeoutError):
        grid.wait(timeout=0)
    job = clients["atelier"].jobs[0]
    assert not job.done
    job.end(generation(picture(tmp_path), asked=job.request))
    assert grid.wait(timeout=0).ended


def test_an_interrupt_frees_the_cell_and_nothing_else(clients: Clients, monkeypatch: pytest.MonkeyPatch) -> None:
    grid = comparison.compare("a fox", "atelier", wait=False)
    monkeypatch.setattr(FakeJob, "wait", lambda self, timeout=None: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        grid.wait()
    assert not clients["atelier"].jobs[0].done


def test_cancel_stops_only_what_has_not_ended(clients: Clients, tmp_path: Path) -> None:
    grid = comparison.compare("a fox", wait=False)
    one, two = clients["atelier"].jobs + clients["bureau"].jobs
    one.end(generation(picture(tmp_path), asked=one.request))
    grid.cancel()
    assert isinstance(grid.wait().cells[1].error, Cancelled)
    assert grid.cells[0].generation is not None
    assert two.state is State.CANCELLED


@pytest.mark.usefixtures("answer")
def test_the_awaited_forms_do_the_same(clients: Clients, screen: Screen) -> None:
    async def cell() -> tuple[Grid, Grid, Generation]:
        return (
            await comparison.acompare("a fox"),
            await comparison.acompare_ratios("a fox", "bureau"),
            await comparison.agenerate("a fox", "bureau"),
        )

    across, ratios, one = asyncio.run(cell())
    assert [len(across.cells), len(ratios.cells), len(one.images)] == [2, 2, 1]
    assert [len(check_static(screen.last(output)).images) for output in (0, 1)] == [2, 2]
    assert screen.last(2) == ""


def test_nothing_is_displayed_outside_a_notebook(clients: Clients, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*arguments: Any, **how: Any) -> None:
        raise AssertionError("displayed")

    monkeypatch.setattr(comparison, "Output", forbidden)
    monkeypatch.setattr(comparison, "Painter", forbidden)
    grid = comparison.compare("a fox", wait=False)
    grid.cancel()
    assert grid.wait().ended
    assert repr(grid) == "Grid “a fox”: 0 pictures · 2 cancelled"


@pytest.mark.usefixtures("answer")
def test_an_output_that_cannot_be_painted_changes_no_job(
    clients: Clients, screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(bundle: dict[str, str]) -> SimpleNamespace:
        def update(again: dict[str, str]) -> None:
            raise OSError("the front end is gone")

        return SimpleNamespace(update=update)

    monkeypatch.setattr(comparison, "Output", broken)
    assert [cell.state for cell in comparison.compare("a fox").cells] == [State.SAVED, State.SAVED]


# --- one picture ------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("answer")
def test_an_answer_that_is_there_at_once_shows_no_line(clients: Clients, screen: Screen) -> None:
    assert comparison.generate("a fox", "atelier").images
    assert screen.outputs == []


def test_a_line_tells_of_a_job_and_is_gone_when_it_has_ended(
    clients: Clients, screen: Screen, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(comparison, "SOON", 0.0)
    shown = threading.Event()
    real = screen.show
    monkeypatch.setattr(comparison, "Output", lambda bundle: (shown.set(), real(bundle))[1])

    def end() -> None:
        assert shown.wait(10)
        job = clients["atelier"].jobs[0]
        job.step(State.RUNNING)
        job.end(generation(picture(tmp_path), asked=job.request))

    helper = threading.Thread(target=end)
    helper.start()
    assert comparison.generate("a fox", "atelier").images
    helper.join()
    first = check_static(screen.outputs[0][0]["text/html"]).text
    assert "Waiting, 0 s" in first
    assert "Atelier, sandbox: “a fox”" in first
    assert screen.last() == ""


def test_an_interrupted_line_says_that_the_job_goes_on(
    clients: Clients, screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    errors: list[type[BaseException]] = [KeyboardInterrupt, TimeoutError]

    def wait(self: FakeJob, timeout: float | None = None) -> Generation:
        raise errors.pop()

    monkeypatch.setattr(FakeJob, "wait", wait)
    with pytest.raises(KeyboardInterrupt):
        comparison.generate("a fox", "atelier")
    assert "Still under way" in check_static(screen.last()).text
    assert "joins it" in screen.last()
    assert not clients["atelier"].jobs[0].done


def test_a_job_that_fails_raises_and_clears_its_line(
    clients: Clients, screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = FakeJob.wait

    def wait(self: FakeJob, timeout: float | None = None) -> Generation:
        if timeout is None and not self.done:
            self.end(GenerationFailed("error 1108"), State.FAILED)
        return real(self, 0)

    monkeypatch.setattr(FakeJob, "wait", wait)
    with pytest.raises(GenerationFailed):
        comparison.generate("a fox", "atelier")
    assert screen.last() == ""


def test_without_waiting_it_returns_the_job_and_shows_the_picture(
    clients: Clients, screen: Screen, tmp_path: Path
) -> None:
    job = comparison.generate("a fox", "atelier", wait=False)
    assert job is clients["atelier"].jobs[0]
    assert len(screen.outputs) == 1


def test_the_first_live_provider_is_asked_where_none_is_named(
    clients: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert comparison.default_provider() == "bureau"
    rows = [Row(client) for client in clients.values()]
    rows[0].live = True
    monkeypatch.setattr(comparison, "provider_rows", lambda: tuple(rows))
    assert comparison.default_provider() == "atelier"


def test_the_list_of_providers_is_a_table(clients: Clients) -> None:
    rows = know.list_providers()
    assert [row.name for row in rows] == ["atelier", "bureau"]
    assert "<table" in rows._repr_mimebundle_()["text/html"]
    assert repr(rows).splitlines()[0].startswith("atelier    sandbox")


def test_resume_shows_what_can_be_fetched_and_what_cannot(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    job = FakeJob(request("a fox"))
    job.end(generation(picture(tmp_path)))
    rows: list[tuple[Any, FakeJob | ImgenError]] = [
        (SimpleNamespace(request=job.request), job),
        (SimpleNamespace(request=request("a hen")), InvalidRequest("this job is live, and this process is not")),
    ]
    monkeypatch.setattr(keep, "unsettled", lambda: iter(rows))
    grid = keep.resume()
    assert [cell.label for cell in grid.cells] == ["a fox", "a hen"]
    assert [cell.state for cell in grid.cells] == [State.SAVED, State.FAILED]
    rows.clear()
    assert repr(keep.resume()) == "Grid Nothing is left to fetch: 0 pictures"


# --- painting ---------------------------------------------------------------------------------------------------------


def test_a_painter_paints_what_changed_and_a_last_time() -> None:
    painted: list[str] = []
    ended = threading.Event()
    once = threading.Event()

    def paint() -> None:
        painted.append("ended" if ended.is_set() else "running")
        once.set()

    painter = Painter(paint, ended.is_set, every=0.01)
    painter.poke()
    assert once.wait(10)
    ended.set()
    painter.close()
    assert painted[0] == "running"
    assert painted[-1] == "ended"


def test_a_painter_waits_between_two_paintings() -> None:
    painted: list[int] = []
    painter = Painter(lambda: painted.append(1), lambda: False, every=3600.0)
    for _ in range(1000):
        painter.poke()
    painter.close()
    assert len(painted) <= 2


def test_a_kernel_is_told_from_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(nesting.sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: SimpleNamespace(kernel=1)))
    assert nesting.in_notebook()
    monkeypatch.setitem(nesting.sys.modules, "IPython", SimpleNamespace(get_ipython=SimpleNamespace))
    assert not nesting.in_notebook()
    monkeypatch.setitem(nesting.sys.modules, "IPython", None)
    assert not nesting.in_notebook()
