"""What a person calls: many pictures side by side, one picture with a line of progress, what is still to be fetched."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from views import OPTIONS, FakeClient, FakeJob, Notebook, Row, check_static, generation, picture, request

from imgen_nb.calls import ask, keep, know, whom
from imgen_nb.comparison import planning
from imgen_nb.comparison.grid import Grid
from imgen_nb.errors import GenerationFailed, ImgenError, InvalidRequest
from imgen_nb.types import Generation, ImageRequest, Option, State

Clients = dict[str, FakeClient]


@pytest.fixture
def clients(monkeypatch: pytest.MonkeyPatch) -> Clients:
    """Two providers, of which the second takes no seed and other ratios."""
    square = (OPTIONS[0], Option("aspect_ratio", "choice", choices=("1:1", "4:3"), default="1:1"))
    made = {"atelier": FakeClient("atelier"), "bureau": FakeClient("bureau", options=square)}
    monkeypatch.setattr(whom, "PRACTICE", "bureau")
    for module in (ask, whom):
        monkeypatch.setattr(module, "default_client", lambda name, *, named: made[name])
    for module in (ask, know, planning, whom):
        monkeypatch.setattr(module, "provider_rows", lambda: tuple(Row(client) for client in made.values()))
    return made


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Let every job end with a picture as soon as it is submitted."""
    real = FakeClient.start

    def start(self: FakeClient, asked: ImageRequest) -> FakeJob:
        job = real(self, asked)
        job.end(generation(picture(tmp_path), asked=asked))
        return job

    monkeypatch.setattr(FakeClient, "start", start)


# --- compare ----------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("answer")
def test_a_comparison_asks_every_provider_the_same(clients: Clients, notebook: Notebook) -> None:
    grid = ask.compare("a fox", aspect_ratio="1:1", take=2)
    assert [cell.label for cell in grid.cells] == ["Atelier", "Bureau"]
    assert [cell.state for cell in grid.cells] == [State.SAVED, State.SAVED]
    assert {(cell.request.prompt, cell.request.take) for cell in grid.cells} == {("a fox", 2)}
    shown = check_static(notebook.last())
    assert len(shown.images) == 2
    assert "“a fox”2 pictures" in shown.text
    assert repr(grid) == "Grid “a fox”: 2 pictures"


@pytest.mark.usefixtures("answer")
def test_what_one_provider_lacks_is_told_in_its_cell_alone(clients: Clients, notebook: Notebook) -> None:
    grid = ask.compare("a fox", seed=7)
    first, second = grid.cells
    assert first.generation is not None
    assert isinstance(second.error, InvalidRequest)
    assert (second.state, second.job, second.generation) == (State.FAILED, None, None)
    assert "Not offered" in notebook.last()
    assert clients["bureau"].jobs == []


def test_a_keyword_that_nobody_knows_sends_nothing(clients: Clients) -> None:
    for call in (ask.compare, ask.compare_ratios):
        with pytest.raises(TypeError, match="'sede'; the nearest is 'seed'"):
            call("a fox", sede=7)
    assert clients["atelier"].jobs == clients["bureau"].jobs == []


@pytest.mark.usefixtures("answer")
@pytest.mark.parametrize("named", ["bureau", ["bureau"], ("bureau",), iter(["bureau"])])
def test_providers_may_be_named_in_any_way(clients: Clients, named: Any) -> None:
    assert [cell.label for cell in ask.compare("a fox", named).cells] == ["Bureau"]


def test_a_provider_that_cannot_be_reached_says_so_in_its_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("IMGEN_NB_LIVE")
    monkeypatch.setenv("IMGEN_NB_SANDBOX_SPEED", "0")
    monkeypatch.setenv("BANATIE_API_KEY", "k")
    monkeypatch.setenv("BANATIE_BASE_URL", "http://mirror.example")
    drawn, refused = ask.compare("a fox", ["akool", "banatie"]).cells
    assert drawn.generation is not None
    assert isinstance(refused.error, InvalidRequest)
    assert "BANATIE_BASE_URL" in str(refused.error)
    assert refused.request.prompt == "a fox"


def test_an_unknown_provider_sends_nothing(clients: Clients) -> None:
    with pytest.raises(KeyError):
        ask.compare("a fox", ["atelier", "nobody"])
    assert clients["atelier"].jobs == []


@pytest.mark.usefixtures("answer")
def test_ratios_are_those_the_provider_has(clients: Clients, notebook: Notebook) -> None:
    grid = ask.compare_ratios("a fox", "atelier")
    assert [cell.label for cell in grid.cells] == ["1:1", "16:9", "9:16"]
    assert [cell.request.params["aspect_ratio"] for cell in grid.cells] == ["1:1", "16:9", "9:16"]


@pytest.mark.usefixtures("answer")
def test_ratios_that_only_a_source_picture_allows_are_left_out_and_said(
    clients: Clients, notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = FakeClient.check

    def check(self: FakeClient, prompt: Any, **params: Any) -> ImageRequest:
        if params.get("aspect_ratio") == "9:16":
            raise InvalidRequest("aspect_ratio is '9:16', which needs image_urls")
        return real(self, prompt, **params)

    monkeypatch.setattr(FakeClient, "check", check)
    grid = ask.compare_ratios("a fox", "atelier", quality=["low", "high"])
    assert [axis.values for axis in grid.axes] == [("1:1", "16:9"), ("low", "high")]
    assert "Left out: 9:16, which Atelier draws from a source picture alone." in check_static(notebook.last()).text


@pytest.mark.usefixtures("answer")
def test_a_ratio_the_provider_lacks_is_told_in_its_cell(clients: Clients) -> None:
    grid = ask.compare_ratios("a fox", "atelier", ["1:1", "16:10"])
    assert [cell.state for cell in grid.cells] == [State.SAVED, State.FAILED]
    assert "aspect_ratio is '16:10'" in str(grid.cells[1].error)


def test_ratios_of_a_provider_without_any_are_refused(clients: Clients) -> None:
    clients["bureau"].provider.options = OPTIONS[:1]
    with pytest.raises(InvalidRequest, match="takes no aspect_ratio"):
        ask.compare_ratios("a fox", "bureau")


@pytest.mark.usefixtures("answer")
def test_the_awaited_forms_do_the_same(clients: Clients, notebook: Notebook) -> None:
    async def cell() -> tuple[Grid, Grid, Generation]:
        return (
            await ask.acompare("a fox"),
            await ask.acompare_ratios("a fox", "bureau"),
            await ask.agenerate("a fox", "bureau"),
        )

    across, ratios, one = asyncio.run(cell())
    assert [len(across.cells), len(ratios.cells), len(one.images)] == [2, 2, 1]
    assert [len(check_static(notebook.last(output)).images) for output in (0, 1)] == [2, 2]
    assert len(notebook.outputs) == 2, "an answer that is there at once shows no line"


# --- one picture ------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("answer")
def test_an_answer_that_is_there_at_once_shows_no_line(clients: Clients, notebook: Notebook) -> None:
    assert ask.generate("a fox", "atelier").images
    assert notebook.outputs == []


def test_a_line_tells_of_a_job_and_is_gone_when_it_has_ended(
    clients: Clients, notebook: Notebook, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(ask, "SOON", 0.0)
    shown = threading.Event()
    real = notebook.display
    monkeypatch.setattr("IPython.display.display", lambda *bundle, **how: (real(*bundle, **how), shown.set())[0])

    def end() -> None:
        assert shown.wait(10)
        job = clients["atelier"].jobs[0]
        job.step(State.RUNNING)
        job.end(generation(picture(tmp_path), asked=job.request))

    helper = threading.Thread(target=end)
    helper.start()
    assert ask.generate("a fox", "atelier").images
    helper.join()
    first = check_static(notebook.outputs[0][0]["text/html"]).text
    assert "Waiting, 0 s" in first
    assert "Atelier, sandbox: “a fox”" in first
    assert notebook.last() == ""


def test_an_interrupted_line_says_that_the_job_goes_on(
    clients: Clients, notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    errors: list[type[BaseException]] = [KeyboardInterrupt, TimeoutError]

    def wait(self: FakeJob, timeout: float | None = None) -> Generation:
        raise errors.pop()

    monkeypatch.setattr(FakeJob, "wait", wait)
    with pytest.raises(KeyboardInterrupt):
        ask.generate("a fox", "atelier")
    assert "Still under way" in check_static(notebook.last()).text
    assert "joins it" in notebook.last()
    assert not clients["atelier"].jobs[0].done


def test_a_job_that_fails_raises_and_clears_its_line(
    clients: Clients, notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = FakeJob.wait

    def wait(self: FakeJob, timeout: float | None = None) -> Generation:
        if timeout is None and not self.done:
            self.end(GenerationFailed("error 1108"), State.FAILED)
        return real(self, 0)

    monkeypatch.setattr(FakeJob, "wait", wait)
    with pytest.raises(GenerationFailed):
        ask.generate("a fox", "atelier")
    assert notebook.last() == ""


def test_without_waiting_it_returns_the_job_and_shows_the_picture(
    clients: Clients, notebook: Notebook, tmp_path: Path
) -> None:
    job = ask.generate("a fox", "atelier", wait=False)
    assert job is clients["atelier"].jobs[0]
    assert len(notebook.outputs) == 1


def test_the_first_live_provider_is_asked_where_none_is_named(
    clients: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert whom.default_provider() == "bureau"
    rows = [Row(client) for client in clients.values()]
    rows[0].live = True
    monkeypatch.setattr(whom, "provider_rows", lambda: tuple(rows))
    assert whom.default_provider() == "atelier"


@pytest.mark.usefixtures("answer")
def test_a_provider_that_nobody_named_is_asked_as_the_defaults_say(
    clients: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, bool]] = []
    for module in (ask, whom):
        noted = lambda name, *, named: (asked.append((name, named)), clients[name])[1]  # noqa: E731
        monkeypatch.setattr(module, "default_client", noted)
    ask.generate("a fox")
    ask.generate("a fox", "atelier")
    ask.compare("a fox")
    ask.compare("a fox", ["atelier"])
    ask.compare_ratios("a fox", ratios="1:1")
    everybody = [("atelier", False), ("bureau", False)]
    assert asked == [("bureau", False), ("atelier", True), *everybody, ("atelier", True), ("bureau", False)]


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
