"""The studio's logic, without a browser: pressing buttons, what is asked, what the status says, what is shown."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ipywidgets
import pytest
from views import OPTIONS, FakeClient, FakeJob, Notebook, Row, check_static, generation, picture

from imgen_nb import providers
from imgen_nb.errors import GenerationFailed, InvalidRequest
from imgen_nb.types import OTHER, Option, State, options_for
from imgen_nb.widgets import studio as module
from imgen_nb.widgets.controls import UNSET, Control, controls, label, left_to_code
from imgen_nb.widgets.studio import Studio
from imgen_nb.widgets.studio import studio as open_studio

Clients = dict[str, FakeClient]


@pytest.fixture
def notebook(monkeypatch: pytest.MonkeyPatch) -> Iterator[Notebook]:
    made = Notebook(monkeypatch)
    yield made
    made.close()


@pytest.fixture
def clients(monkeypatch: pytest.MonkeyPatch, notebook: Notebook) -> Clients:
    monkeypatch.setattr(module, "EVERY", 0.0)
    ratios = (OPTIONS[0], Option("aspect_ratio", "choice", choices=("1:1", "16:9", "4:3"), default="1:1"))
    made = {"atelier": FakeClient("atelier"), "bureau": FakeClient("bureau", options=ratios)}
    monkeypatch.setattr(module, "default_client", lambda name, *, named: made[name])
    monkeypatch.setattr(module, "client_of", lambda name: made[name or "atelier"])
    monkeypatch.setattr(module, "provider_rows", lambda: tuple(Row(client) for client in made.values()))
    return made


@pytest.fixture
def studio(clients: Clients) -> Studio:
    return Studio(prompt="a fox")


def finish(job: FakeJob, notebook: Notebook, folder: Path) -> None:
    job.end(generation(picture(folder), asked=job.request))
    notebook.close()


def said(studio: Studio) -> str:
    return studio.status.value


# --- the form ---------------------------------------------------------------------------------------------------------


def test_the_form_is_made_from_the_declarations(studio: Studio) -> None:
    kinds = {name: type(widget).__name__ for name, widget in studio.options.items()}
    assert kinds == {
        "aspect_ratio": "Dropdown",
        "enhance": "Checkbox",
        "seed": "Text",
        "num_images": "BoundedIntText",
        "quality": "Dropdown",
        "negative_prompt": "Text",
    }
    assert "imgen-opt-seed" in studio.options["seed"]._dom_classes
    assert "In code only: meta, webhook_url" in studio._hint.value


def test_every_part_can_be_found_by_its_class(studio: Studio) -> None:
    for part in ("prompt", "provider", "go", "cancel", "status"):
        assert f"imgen-{part}" in getattr(studio, part)._dom_classes
    assert "For example" in studio.prompt.placeholder


def test_the_list_of_providers_says_who_answers(studio: Studio) -> None:
    assert list(studio.provider.options) == [("Atelier · sandbox", "atelier"), ("Bureau · sandbox", "bureau")]
    assert "no key was found" in studio._why.value
    assert "$0.00" in studio._price.value


def test_a_misspelt_provider_is_refused_with_the_nearest() -> None:
    with pytest.raises(InvalidRequest, match="nearest: banatie"):
        Studio(provider="banatee")


def test_a_change_of_provider_keeps_what_fits_and_closes_the_rest(studio: Studio) -> None:
    before = studio.options["aspect_ratio"]
    before.value = "16:9"
    studio.provider.value = "bureau"
    assert list(studio.options) == ["aspect_ratio"]
    assert studio.options["aspect_ratio"].value == "16:9"
    assert before.comm is None
    assert studio._hint.value == ""
    studio.options["aspect_ratio"].value = "4:3"
    studio.provider.value = "atelier"
    assert studio.options["aspect_ratio"].value == "1:1"


def test_only_what_is_set_is_sent(studio: Studio, clients: Clients) -> None:
    studio.go.click()
    assert clients["atelier"].jobs[0].request.params == {"aspect_ratio": "1:1", "enhance": True, "num_images": 1}
    studio.options["seed"].value = "7"
    studio.options["quality"].value = "high"
    studio.go.disabled = False
    studio.go.click()
    assert (
        clients["atelier"].jobs[1].request.params | {"seed": 7, "quality": "high"}
        == clients["atelier"].jobs[1].request.params
    )


@pytest.mark.parametrize(
    ("option", "given", "value"),
    [
        (Option("seed", "integer", low=0, high=9), "x", "x"),
        (Option("seed", "integer", low=0, high=9), " ", None),
        (Option("scale", "number"), "0.5", 0.5),
        (Option("scale", "number", low=0, high=1, default=0.5), 0.25, 0.25),
        (Option("quality", "choice", choices=("low",)), None, None),
        (Option("raw", "switch"), True, True),
        (Option("style", "text"), "", None),
    ],
)
def test_a_control_reads_as_the_parameter_is_meant(option: Option, given: Any, value: Any) -> None:
    control = Control(option)
    control.widget.value = given
    assert control.value == value


def test_an_unset_choice_says_who_chooses() -> None:
    assert Control(Option("quality", "choice", choices=("low",))).widget.options[0] == (UNSET, None)


def test_kinds_without_a_control_are_left_to_code() -> None:
    options = [
        Option("prompt", "text"),
        Option("refs", "references"),
        Option("urls", "addresses"),
        Option("background", "switch"),
    ]
    (addresses,) = controls(options)
    assert addresses.value is None
    addresses.widget.value = "https://a.example/1.png\nhttps://a.example/2.png\n"
    assert addresses.value == ["https://a.example/1.png", "https://a.example/2.png"]
    assert left_to_code(options) == ["refs", "background"]
    assert label("num_inference_steps") == "Num inference steps"


def test_a_model_has_a_form_of_its_own() -> None:
    options = (
        Option("prompt", "text", required=True),
        Option("model", "choice", choices=("quick", "fine"), default="quick", open=True),
        Option("num_images", "integer", low=1, high=4, models=("quick",)),
        Option("num_images", "integer", low=1, high=10),
        Option("steps", "integer", low=1, high=150, models=(OTHER,)),
    )
    names = {model: sorted(options_for(options, model)) for model in (None, "fine", "brand-new")}
    assert names[None] == names["fine"] == ["model", "num_images", "prompt"]
    assert names["brand-new"] == ["model", "num_images", "prompt", "steps"]
    assert options_for(options, None)["num_images"].high == 4
    assert options_for(options, "fine")["num_images"].high == 10
    (model, *_) = controls(options_for(options, None).values())
    assert [value for _, value in model.widget.options] == ["quick", "fine"], "ids nobody here knows are left to code"
    model.take("brand-new")
    assert model.value == "quick"
    model.take("fine")
    assert model.value == "fine"


@pytest.mark.parametrize("model", ["vertex/nano-banana-pro", "vertex/imagen-4", "vertex/imagen-4-fast", "fal/birefnet"])
def test_choosing_a_model_changes_the_form_to_what_it_takes(model: str) -> None:
    real = Studio(provider="qolaba")
    real.options["aspect_ratio"].value = "16:9"
    real.options["model"].value = model
    taken = options_for(providers.get("qolaba").options, model)
    assert set(real.options) == set(taken) - {"prompt", *left_to_code(taken.values())}
    assert real.options["model"].value == model
    assert real.options["aspect_ratio"].value == "16:9"


# --- generating -------------------------------------------------------------------------------------------------------


def test_generate_passes_through_its_states(
    studio: Studio, clients: Clients, notebook: Notebook, tmp_path: Path
) -> None:
    seen: list[tuple[str, bool, bool]] = []
    studio.go.click()
    job = clients["atelier"].jobs[0]
    for state in (State.SENDING, State.ACCEPTED, State.RUNNING, State.DOWNLOADING):
        job.step(state)
        seen.append((said(studio), studio.go.disabled, studio.cancel.disabled))
    finish(job, notebook, tmp_path)
    for (line, _, cancel), word in zip(seen, ("Sending", "Queued", "Running", "Saving"), strict=True):
        assert f"<bdi>{word}</bdi>" in line
        assert 'role="status"' in line
        assert not cancel
    assert [go for _, go, _ in seen] == [True, False, False, False]
    assert "<bdi>Done</bdi>" in said(studio)
    assert "3.2 s · $0.00" in said(studio)
    assert (studio.go.disabled, studio.cancel.disabled) == (False, True)
    assert studio._clock.value == ""
    assert len(studio.generations) == 1


def test_a_pause_is_explained(studio: Studio, clients: Clients) -> None:
    studio.go.click()
    clients["atelier"].jobs[0].step(State.ACCEPTED, "waiting 41 s: all requests of this window are used", wait=41.0)
    assert "Waiting 41 s: all requests of this window are used." in said(studio)


def test_the_same_request_again_is_the_next_take(
    studio: Studio, clients: Clients, notebook: Notebook, tmp_path: Path
) -> None:
    studio.go.click()
    clients["atelier"].jobs[0].step(State.RUNNING)
    studio.go.click()
    assert [job.request.take for job in clients["atelier"].jobs] == [1, 2]
    assert "take 2" in said(studio)
    assert "1 more under way" in said(studio)
    clients["atelier"].takes["a fox"] = 5
    studio.go.click()
    assert clients["atelier"].jobs[-1].request.take == 5
    studio.prompt.value = "a hen"
    studio.go.click()
    assert clients["atelier"].jobs[-1].request.take == 1


def test_a_failed_request_may_be_sent_again_as_it_was(studio: Studio, clients: Clients, notebook: Notebook) -> None:
    studio.go.click()
    clients["atelier"].jobs[0].end(GenerationFailed("error 1108", hint="try again"), State.FAILED)
    notebook.close()
    assert "Error 1108. Live, this might be charged; in the sandbox it is $0.00. Try again." in said(studio)
    assert not studio.go.disabled
    studio.go.click()
    assert clients["atelier"].jobs[1].request.take == 1


def test_cancel_stops_all_that_is_under_way(studio: Studio, clients: Clients, notebook: Notebook) -> None:
    studio.go.click()
    clients["atelier"].jobs[0].step(State.RUNNING)
    studio.go.click()
    assert studio.cancel.description == "Cancel all 2"
    studio.cancel.click()
    notebook.close()
    assert [job.state for job in clients["atelier"].jobs] == [State.CANCELLED] * 2
    assert "Cancelled" in said(studio)
    assert "Stopped waiting. Live, this would be charged" in said(studio)
    assert (studio.go.disabled, studio.cancel.disabled) == (False, True)


@pytest.mark.parametrize("prompt", ["", "   "])
def test_what_is_refused_is_told_and_nothing_is_sent(studio: Studio, clients: Clients, prompt: str) -> None:
    studio.prompt.value = prompt
    studio.go.click()
    assert "Prompt is empty. Not charged. Write something." in said(studio)
    assert clients["atelier"].jobs == []
    assert not studio.go.disabled


def test_an_error_nobody_thought_of_is_told_and_harmless(
    studio: Studio, clients: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*arguments: Any, **how: Any) -> None:
        raise RuntimeError("<b onclick=x>broken</b>")

    monkeypatch.setattr(clients["atelier"], "submit", broken)
    studio.go.click()
    assert "RuntimeError: &lt;b onclick=x&gt;broken" in said(studio)
    assert not studio.go.disabled


def test_callbacks_work_in_any_thread(studio: Studio, clients: Clients, notebook: Notebook, tmp_path: Path) -> None:
    elsewhere = threading.Thread(target=studio.go.click)
    elsewhere.start()
    elsewhere.join()
    job = clients["atelier"].jobs[0]
    mover = threading.Thread(target=finish, args=(job, notebook, tmp_path))
    mover.start()
    mover.join()
    assert len(studio.generations) == 1


# --- appearing --------------------------------------------------------------------------------------------------------


PANEL = "application/vnd.jupyter.widget-view+json"


def test_it_shows_itself_once_in_a_cell_and_again_in_another(clients: Clients, notebook: Notebook) -> None:
    made = open_studio(prompt="a fox")
    made._ipython_display_()
    assert [PANEL in output[0] for output in notebook.outputs] == [True, False]
    assert "Pictures appear here" in notebook.last(1)
    notebook.message = "cell 2"
    made._ipython_display_()
    assert [PANEL in output[0] for output in notebook.outputs] == [True, False] * 2


def test_pictures_are_an_output_of_their_own_newest_first(clients: Clients, notebook: Notebook, tmp_path: Path) -> None:
    made = open_studio(prompt="a fox")
    made.go.click()
    finish(clients["atelier"].jobs[0], notebook, tmp_path)
    clients["atelier"].takes["a fox"] = 2
    made.go.click()
    finish(clients["atelier"].jobs[1], notebook, tmp_path)
    shown = check_static(notebook.last(1))
    assert len(shown.images) == 2
    assert "take 2" in shown.text
    assert [one.request.take for one in made.generations] == [2, 1]
    assert made._pictures.value == ""


@pytest.mark.parametrize("way", ["child of a box", "caught by an Output"])
def test_where_no_output_can_be_painted_the_panel_has_the_pictures(
    way: str, clients: Clients, notebook: Notebook, tmp_path: Path
) -> None:
    out = ipywidgets.Output()
    if way == "child of a box":
        made = Studio(prompt="a fox")
        ipywidgets.Box([made])
    else:
        out.msg_id = notebook.message
        made = open_studio(prompt="a fox")
        assert [PANEL in output[0] for output in notebook.outputs] == [True]
    made.go.click()
    finish(clients["atelier"].jobs[0], notebook, tmp_path)
    assert len(check_static(made._pictures.value).images) == 1
    out.close()


def test_nothing_is_painted_again_that_looks_the_same(clients: Clients, notebook: Notebook, tmp_path: Path) -> None:
    made = open_studio(prompt="a fox")
    made.go.click()
    finish(clients["atelier"].jobs[0], notebook, tmp_path)
    painted = len(notebook.outputs[1])
    made._paint(True)
    assert len(notebook.outputs[1]) == painted


def test_a_change_of_provider_leaves_no_widget_behind(clients: Clients) -> None:
    made = Studio(prompt="a fox")

    def alive() -> int:
        return len(ipywidgets.Widget.get_manager_state()["state"])

    def turn() -> int:
        for name in ("bureau", "atelier"):
            made.provider.value = name
        return alive()

    assert turn() == turn() == turn()


def test_it_is_made_of_stock_widgets(studio: Studio) -> None:
    def models(widget: Any) -> set[str]:
        below = [models(child) for child in getattr(widget, "children", ())]
        return {widget._model_module}.union(*below)

    assert models(studio) <= {"@jupyter-widgets/controls", "@jupyter-widgets/base"}
    assert isinstance(studio, ipywidgets.VBox)


def test_the_stylesheet_asks_nobody_and_stays_inside() -> None:
    style = module.STYLE.read_text("utf-8")
    assert "http" not in style
    assert "url(" not in style
    assert "@import" not in style
    selectors = [line.strip() for line in style.splitlines() if line.strip().startswith(".")]
    assert all(line.startswith(".imgen-studio") for line in selectors)
