"""The studio's logic, without a browser: what a page says, what is asked, what the status says, what is shown."""

from __future__ import annotations

import base64
import threading
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import ipywidgets
import pytest
from pages import Page
from views import OPTIONS, FakeClient, FakeJob, Notebook, check_static, generation, picture, request

import imgen_nb as ig
from imgen_nb import providers
from imgen_nb.client import keys, process
from imgen_nb.client.access import Access
from imgen_nb.engine.redaction import Secret
from imgen_nb.errors import GenerationFailed, InvalidRequest, Unauthorized
from imgen_nb.flow import Credential
from imgen_nb.provenance import copies
from imgen_nb.types import Cost, Left, Option, State, options_for
from imgen_nb.widgets import desk, form
from imgen_nb.widgets import studio as module
from imgen_nb.widgets.studio import Studio
from imgen_nb.widgets.studio import studio as open_studio

Clients = dict[str, FakeClient]
PANEL = "application/vnd.jupyter.widget-view+json"


@pytest.fixture
def clients(monkeypatch: pytest.MonkeyPatch, notebook: Notebook) -> Clients:
    ratios = (OPTIONS[0], Option("aspect_ratio", "choice", choices=("1:1", "16:9", "4:3"), default="1:1"))
    made = {"atelier": FakeClient("atelier"), "bureau": FakeClient("bureau", options=ratios)}
    for half in (module, desk):
        monkeypatch.setattr(half, "default_client", lambda name: made[name])
    monkeypatch.setattr(desk, "client_of", lambda name: made[name or "atelier"])
    monkeypatch.setattr(desk, "known", lambda: {name: client.provider for name, client in made.items()})
    return made


@pytest.fixture
def studio(clients: Clients) -> Studio:
    return Studio(prompt="a fox")


@pytest.fixture
def page(studio: Studio) -> Page:
    return Page(studio)


def finish(job: FakeJob, notebook: Notebook, folder: Path, **size: int) -> None:
    job.end(generation(picture(folder, **size), asked=job.request))
    notebook.close()


def said(studio: Studio) -> str:
    return str(studio.status["words"])


def field(studio: Studio, name: str) -> dict[str, Any]:
    return next(one for one in studio.form["fields"] if one["name"] == name)


# --- the form ---------------------------------------------------------------------------------------------------------


def test_the_form_has_exactly_what_the_provider_takes(studio: Studio) -> None:
    names = [one["name"] for one in studio.form["fields"]]
    assert names == ["aspect_ratio", "num_images", "seed", "enhance", "quality", "negative_prompt"]
    assert [one["name"] for one in studio.form["code"]] == ["meta", "webhook_url"]
    assert studio.form["teach"].endswith("film")


def test_the_form_says_who_answers_and_what_it_costs(studio: Studio) -> None:
    assert [one["title"] for one in studio.form["providers"]] == ["Atelier", "Bureau"]
    assert (studio.form["live"], studio.form["price"]) == (False, "$0.00")
    assert "no key was found" in studio.form["why"]


def test_choosing_a_provider_is_naming_it(studio: Studio, clients: Clients) -> None:
    clients["bureau"].sandbox = False
    clients["bureau"].access = SimpleNamespace(why="key from BUREAU_API_KEY", key_from="BUREAU_API_KEY")
    studio.provider = "bureau"
    assert (studio.form["live"], studio.form["why"]) == (True, "key from BUREAU_API_KEY")
    assert studio.form["price"] == "$0.04"


def test_a_misspelt_provider_is_refused_with_the_nearest() -> None:
    with pytest.raises(InvalidRequest, match="nearest: banatie"):
        Studio(provider="banatee")
    with pytest.raises(InvalidRequest, match="nearest: banatie"):
        Studio().provider = "banatee"


def test_values_are_added_unset_and_checked_by_name(studio: Studio) -> None:
    studio.values = {"seed": 7}
    studio.values = {"aspect_ratio": "16:9"}
    assert studio.values == {"seed": 7, "aspect_ratio": "16:9"}
    studio.values = {"seed": None}
    assert studio.values == {"aspect_ratio": "16:9"}
    with pytest.raises(TypeError, match=r"no option 'sed'.*seed"):
        studio.values = {"sed": 3}
    assert studio.values == {"aspect_ratio": "16:9"}


def test_a_change_of_provider_keeps_what_fits_and_says_what_does_not(studio: Studio) -> None:
    studio.values = {"aspect_ratio": "16:9", "seed": 7}
    studio.provider = "bureau"
    assert studio.values == {"aspect_ratio": "16:9"}
    assert studio.form["note"] == "Bureau has no seed: left out."
    studio.values = {"aspect_ratio": "4:3"}
    studio.provider = "atelier"
    assert studio.values == {}
    assert studio.form["note"] == "Atelier does not take aspect ratio “4:3”: left out."


@pytest.mark.parametrize("model", ["vertex/nano-banana-pro", "vertex/imagen-4", "vertex/imagen-4-fast", "fal/birefnet"])
def test_choosing_a_model_changes_the_form_to_what_it_takes(model: str) -> None:
    real = Studio(provider="qolaba")
    real.values = {"aspect_ratio": "16:9"}
    real.values = {"model": model}
    taken = options_for(providers.get("qolaba").options, model)
    shown = {one["name"] for one in real.form["fields"]} | {one["name"] for one in real.form["code"]}
    assert shown == set(taken) - {"prompt"}
    assert real.values == {"aspect_ratio": "16:9", "model": model}


def test_what_is_typed_is_told_apart_from_what_python_says(studio: Studio, page: Page) -> None:
    page.say("edit", page="p", edit=3, prompt="a hen", values={"seed": "7", "aspect_ratio": "1:1", "enhance": "false"})
    assert studio.prompt == "a hen"
    assert studio.values == {"seed": 7, "enhance": False}, "what stands at its default is not set"
    assert studio.form["edits"] == {"p": 3}
    page.say("edit", page="p", edit=4, values={"seed": " "})
    assert studio.values == {"enhance": False}


def test_what_is_wrong_stands_at_its_field_and_goes_when_it_is_mended(
    studio: Studio, page: Page, clients: Clients
) -> None:
    page.say("edit", page="p", edit=1, values={"seed": "seven"})
    assert "which is not a whole number" in field(studio, "seed")["problem"]
    page.press(0, prompt=" ", values={"seed": "seven"})
    assert said(studio) == "Nothing was sent: look at Prompt, Seed."
    assert studio.form["wrong"]["prompt"] == "The prompt is empty; allowed: any text with something in it."
    assert clients["atelier"].jobs == []
    page.say("edit", page="p", edit=2, prompt="a fox", values={"seed": "7"})
    assert (field(studio, "seed")["problem"], studio.form["wrong"]["prompt"]) == ("", "")
    assert said(studio) == "Ready."


def test_the_cell_that_does_the_same(studio: Studio) -> None:
    studio.values = {"seed": 7}
    assert studio.form["cell"] == "ig.generate('a fox', provider='atelier', seed=7)"


def test_a_key_that_was_refused_is_told_of_until_there_is_another(
    studio: Studio, page: Page, clients: Clients, notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "_given", {})
    clients["atelier"].provider.credentials = (Credential("ATELIER_API_KEY", "x-api-key"),)
    clients["atelier"].access = Access(True, "https://a.example", "", "ATELIER_API_KEY", key=Secret("old"))
    studio.prompt = "a hen"
    assert studio.form["key"]["state"] == "set"
    studio.generate().end(Unauthorized("who are you?"), State.FAILED)
    notebook.close()
    assert (studio.form["key"]["state"], studio.form["key"]["said"]) == (
        "refused",
        "Atelier refused the key from ATELIER_API_KEY.",
    )
    page.say("key", key="new", keep="memory")
    given = keys.given("atelier")
    assert given is not None
    clients["atelier"].access = Access(True, "https://a.example", "", "prompt", key=given.values["ATELIER_API_KEY"])
    page.say("edit", page="p", edit=1)
    assert studio.form["key"]["state"] == "set"
    page.say("key", key="two words", keep="memory")
    assert "not a plain token" in studio.form["key"]["problem"]
    page.say("keyless")
    assert keys.given("atelier") is None


def test_a_file_comes_in_pieces_to_its_field_or_to_the_first_that_takes_one(clients: Clients) -> None:
    made = Studio(provider="bureau")
    page = Page(made)
    png = (8 * b"\0").join([b"\x89PNG\r\n\x1a\n", b"the rest"])
    page.give(png, name="hen.png")
    assert made.form["note"] == "Bureau takes no source picture."
    clients["bureau"].provider.options = (
        *clients["bureau"].provider.options,
        Option("image_urls", "addresses"),
        Option("mask_url", "picture"),
    )
    page.give(png, pieces=3)
    page.give(png, field="mask_url")
    assert made.values["image_urls"] == [made.values["mask_url"]]
    assert base64.b64decode(made.values["mask_url"].partition(",")[2]) == png
    page.say("take", field="image_urls", at=0)
    assert "image_urls" not in made.values
    page.give(b"words", name="words.txt")
    assert "“words.txt” is no picture" in made.form["note"]


def test_a_picture_that_tells_how_it_was_asked_for_fills_the_form(tmp_path: Path) -> None:
    made = Studio(provider="qolaba", prompt="a hen")
    made.values = {"seed": 7}
    asked = ig.generate("a red fox", provider="banatie", aspect_ratio="16:9", enhance=False)
    (file,) = copies.save(asked, tmp_path / "fox.png")
    Page(made).give(file.read_bytes(), name="fox.png")
    assert (made.provider, made.prompt) == ("banatie", "a red fox")
    assert made.values == {"aspect_ratio": "16:9", "enhance": False}
    assert "what that picture was asked with" in made.form["note"]


def test_a_picture_of_the_grid_becomes_a_source(
    studio: Studio, page: Page, clients: Clients, notebook: Notebook, tmp_path: Path
) -> None:
    clients["atelier"].provider.options = (*OPTIONS, Option("image_urls", "addresses"))
    finish(studio.generate(), notebook, tmp_path)
    (made,) = studio.generations[0].images
    page.say("source", sha=made.sha256)
    assert studio.values["image_urls"] == [made.data_url()]


def test_a_lock_sends_the_rewritten_prompt_until_it_is_edited(
    studio: Studio, page: Page, notebook: Notebook, tmp_path: Path
) -> None:
    job = studio.generate()
    job.end(generation(picture(tmp_path), asked=job.request, prompt_used="a fox, soft light"))
    notebook.close()
    assert studio.rewrite["words"] == {"asked": "a fox", "used": "a fox, soft light"}
    page.say("lock", id=studio.rewrite["id"])
    assert (studio.prompt, studio.values, studio.form["lock"]) == (
        "a fox, soft light",
        {"enhance": False},
        "a fox, soft light",
    )
    studio.provider = "bureau"
    studio.provider = "atelier"
    assert studio.values == {"enhance": False}, "it stays locked wherever it is asked"
    page.say("unlock")
    assert (studio.prompt, studio.values, studio.form["lock"]) == ("a fox", {}, "")
    page.say("lock", id=studio.rewrite["id"])
    page.say("edit", page="p", edit=1, prompt="a fox, hard light", values={"enhance": "false"})
    assert (studio.prompt, studio.values, studio.form["lock"]) == ("a fox, hard light", {}, "")
    page.say("lock", id=studio.rewrite["id"])
    page.say("edit", page="p", edit=2, values={"enhance": "true"})
    assert (studio.values, studio.form["lock"]) == ({"enhance": True}, "")
    page.say("lock", id=studio.rewrite["id"], edit=True)
    assert (studio.prompt, studio.form["lock"]) == ("a fox, soft light", "")


def asked(studio: Studio) -> None:
    """Wait until the form has what it asked a provider for."""
    end = time.monotonic() + 10
    while studio.form["looking"]:
        assert time.monotonic() < end
        time.sleep(0.005)


def test_models_and_balance_are_asked_for_when_somebody_wants_them(
    studio: Studio, page: Page, clients: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    client: Any = clients["atelier"]
    client.provider.verbs = ("catalogue", "balance")
    monkeypatch.setattr(client, "refresh", lambda: ("one", "two"), raising=False)
    page.say("models")
    asked(studio)
    assert (studio.form["note"], studio.form["asks"]) == ("Atelier offers 2 models now.", ["balance", "catalogue"])

    def refuse() -> None:
        raise Unauthorized("who are you?", hint="look at the key")

    monkeypatch.setattr(client, "balance", refuse, raising=False)
    page.say("balance")
    asked(studio)
    assert studio.form["note"] == "Who are you? Look at the key."
    monkeypatch.setattr(client, "balance", lambda: setattr(client, "left", Left(0.0, credit=Cost(0.5))), raising=False)
    client.sandbox = False
    page.say("balance")
    asked(studio)
    assert studio.form["balance"] == "$0.50 left"


def test_what_the_budget_has_left_is_said_before_the_press(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    assert studio.form["budget"] == {}
    monkeypatch.setattr(process.defaults, "budget", ig.Budget(images=20))
    studio.prompt = "a hen"
    told = studio.form["budget"]
    assert told["words"] == "20 of 20 pictures left in any day"
    assert told["set"] == {"images": "20", "per": "day"}


SET = [
    ({"usd": "2.50", "credits": "", "images": " 9 ", "per": "week"}, ig.Budget(usd=2.5, images=9, per="week"), ""),
    ({"credits": "40"}, ig.Budget(credits=40), ""),
    ({}, None, ""),
    ({"usd": "much"}, ig.Budget(images=3), "The budget's usd is 'much'. A number, 0 or more; None: no bound."),
    ({"images": "2.5"}, ig.Budget(images=3), "The budget's images is '2.5'. A number, 0 or more; None: no bound."),
]


@pytest.mark.parametrize(("written", "kept", "problem"), SET)
def test_a_budget_is_set_by_its_figures_or_stays_as_it_is(
    studio: Studio, page: Page, monkeypatch: pytest.MonkeyPatch, written: Any, kept: Any, problem: str
) -> None:
    monkeypatch.setattr(process.defaults, "budget", ig.Budget(images=3))
    page.say("budget", **written)
    assert process.budget() == kept
    assert page.heard("budgeted")[-1]["problem"] == problem


def test_prompts_of_before_are_offered_once_each(studio: Studio, page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = [request(prompt) for prompt in ("a fox", "a hen", "a fox", " ", "x" * 9000)]
    items = tuple(generation(asked=one) for one in asked)
    monkeypatch.setattr(desk, "history", lambda limit: items)
    page.say("recent")
    assert page.heard("recent")[0]["prompts"] == ["a fox", "a hen"]


# --- generating -------------------------------------------------------------------------------------------------------


def test_only_what_is_set_is_sent(studio: Studio, clients: Clients) -> None:
    studio.generate()
    studio.values = {"seed": 7, "quality": "high"}
    studio.generate()
    sent = [dict(job.request.params) for job in clients["atelier"].jobs]
    assert [one.get("seed") for one in sent] == [None, 7]
    assert sent[1]["quality"] == "high"


def test_presses_that_saw_the_same_state_start_one_job(studio: Studio, page: Page, clients: Clients) -> None:
    for turn in (0, 0, 0, 1):
        page.press(turn, prompt="a fox")
    assert len(clients["atelier"].jobs) == 2
    assert [one["taken"] for one in page.heard("answer")] == [True, False, False, True]
    assert page.heard("answer")[-1]["turn"] == 2


def test_what_looks_like_a_sandbox_never_goes_live_by_a_press(
    studio: Studio, page: Page, clients: Clients, notebook: Notebook, tmp_path: Path
) -> None:
    finish(studio.generate(), notebook, tmp_path)
    clients["atelier"].sandbox = False  # a key came, in another cell
    page.press(0, live=False, prompt="a fox")
    page.press(1, act="again", id="r1.0")
    assert len(clients["atelier"].jobs) == 1
    assert said(studio).startswith("Nothing was sent: Atelier answers live now.")
    assert studio.form["live"]
    page.press(2, live=True, prompt="a fox")
    assert len(clients["atelier"].jobs) == 2


def test_a_press_takes_what_stands_in_the_page(studio: Studio, page: Page, clients: Clients) -> None:
    page.press(0, provider="bureau", prompt="a hen", values={"aspect_ratio": "4:3", "seed": "7"})
    (job,) = clients["bureau"].jobs
    assert (job.request.prompt, job.request.params["aspect_ratio"]) == ("a hen", "4:3")
    assert "seed" not in job.request.params


def test_generate_passes_through_its_states(
    studio: Studio, clients: Clients, notebook: Notebook, tmp_path: Path
) -> None:
    job = studio.generate()
    assert job is clients["atelier"].jobs[0]
    seen = []
    for state in (State.SENDING, State.ACCEPTED, State.RUNNING, State.DOWNLOADING):
        job.step(state)
        (line,) = studio.status["jobs"]
        seen.append((said(studio).split(":")[0], line["word"], line["step"]))
    finish(job, notebook, tmp_path)
    words = ("Sending", "Queued", "Running", "Saving")
    assert seen == [(word, word, step) for step, word in enumerate(words, 1)]
    assert said(studio).startswith("Done: Atelier · 1:1 · 64 × 64")
    assert studio.status["jobs"] == []
    assert len(studio.generations) == 1


def test_a_pause_is_explained_with_its_seconds(studio: Studio, clients: Clients) -> None:
    studio.generate().step(State.ACCEPTED, "all requests of this window are used", wait=41.0)
    (line,) = studio.status["jobs"]
    assert (line["s"], line["wait"], line["said"]) == ("wait", 41.0, "All requests of this window are used.")


def test_a_line_says_how_long_what_and_which_try(studio: Studio, clients: Clients) -> None:
    job = studio.generate()
    job.step(State.SENDING)
    job.step(State.SENDING, "waiting 9 s: too many requests", wait=9.0)
    job.step(State.SENDING)
    (line,) = studio.status["jobs"]
    assert (line["usual"], line["facts"]) == (20, ["try 2", "$0.00"])
    studio._runs[0].began -= 41.0
    job.step(State.RUNNING)
    (line,) = studio.status["jobs"]
    assert (line["said"], line["elapsed"]) == ("Longer than usual.", pytest.approx(41.0, abs=1.0))


def test_a_line_never_goes_back(studio: Studio, clients: Clients) -> None:
    job, seen = studio.generate(), []
    for state in (State.SENDING, State.ACCEPTED, State.DOWNLOADING, State.RUNNING, State.ACCEPTED):
        job.step(state)
        (line,) = studio.status["jobs"]
        seen.append((line["word"], line["step"]))
    assert seen == [("Sending", 1), ("Queued", 2), *[("Saving", 4)] * 3]


def test_the_same_request_again_is_the_next_take(studio: Studio, clients: Clients) -> None:
    studio.generate().step(State.RUNNING)
    studio.generate()
    clients["atelier"].takes["a fox"] = 5
    studio.generate()
    studio.prompt = "a hen"
    studio.generate()
    assert [job.request.take for job in clients["atelier"].jobs] == [1, 2, 5, 1]
    assert "3 more jobs at work" in said(studio)


def test_another_take_of_a_picture_asks_what_it_was_asked_with(
    studio: Studio, page: Page, clients: Clients, notebook: Notebook, tmp_path: Path
) -> None:
    studio.values = {"seed": 7}
    finish(studio.generate(), notebook, tmp_path)
    clients["atelier"].takes["a fox"] = 2
    studio.prompt, studio.values = "a hen", {"seed": None}
    page.press(0, act="again", id="r1.0")
    again = clients["atelier"].jobs[-1].request
    assert (again.prompt, again.take, again.params["seed"]) == ("a fox", 2, 7)
    assert studio.prompt == "a hen"


def test_the_settings_of_a_picture_fill_the_form(studio: Studio, page: Page) -> None:
    studio.values = {"seed": 7}
    studio.generate()
    studio.provider, studio.prompt = "bureau", "a hen"
    page.say("use", id="r1.0")
    assert (studio.provider, studio.prompt, studio.values) == ("atelier", "a fox", {"seed": 7})


def test_a_failure_is_a_card_and_may_be_sent_again_as_it_was(
    studio: Studio, page: Page, clients: Clients, notebook: Notebook
) -> None:
    studio.generate().end(GenerationFailed("error 1108", hint="try again"), State.FAILED)
    notebook.close()
    assert said(studio) == "Failed: Atelier. The card below says why."
    (place,) = studio._board.places
    assert place["answers"] == [
        ["What happened", "Error 1108."],
        ["Was money spent?", "Live, this might be charged; in the sandbox it is $0.00."],
        ["What to do", "Try again."],
    ]
    assert place["spent"] == ["Was money spent?", "unknown"]
    assert ["Error", "GenerationFailed"] in place["details"]
    assert ["State", "failed"] in place["details"]
    assert place["price"] == "$0.00"
    page.press(0, act="again", id=place["id"])
    assert clients["atelier"].jobs[1].request.take == 1


def test_cancel_stops_one_or_all(studio: Studio, page: Page, clients: Clients, notebook: Notebook) -> None:
    for _ in range(3):
        studio.generate().step(State.RUNNING)
    page.say("cancel", jobs=["r2"])
    assert [job.state for job in clients["atelier"].jobs] == [State.RUNNING, State.CANCELLED, State.RUNNING]
    studio.cancel()
    notebook.close()
    assert {job.state for job in clients["atelier"].jobs} == {State.CANCELLED}
    assert said(studio).startswith("Cancelled")


def test_generate_in_code_raises_what_a_press_tells(studio: Studio, page: Page, clients: Clients) -> None:
    studio.prompt = ""
    with pytest.raises(InvalidRequest, match="prompt is empty"):
        studio.generate()
    page.press(0)
    assert said(studio) == "Nothing was sent: look at Prompt."


def test_an_error_nobody_thought_of_is_told_and_harmless(
    studio: Studio, page: Page, clients: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*arguments: Any, **how: Any) -> None:
        raise RuntimeError("<b onclick=x>broken</b>")

    monkeypatch.setattr(clients["atelier"], "submit", broken)
    page.press(0, prompt="a fox")
    assert studio.form["wrong"]["form"] == "RuntimeError: <b onclick=x>broken</b>", "the page shows it as text"
    assert page.heard("answer")[0]["taken"], "so that the page is unlocked"
    page.say("no such message")
    page.say("cancel", jobs=["r99"])
    page.press(1, act="again", id="r99.0")
    assert len(page.heard("answer")) == 2


def test_messages_are_answered_in_any_thread(
    studio: Studio, page: Page, clients: Clients, notebook: Notebook, tmp_path: Path
) -> None:
    elsewhere = threading.Thread(target=page.press, args=(0,), kwargs={"prompt": "a fox"})
    elsewhere.start()
    elsewhere.join()
    mover = threading.Thread(target=finish, args=(clients["atelier"].jobs[0], notebook, tmp_path))
    mover.start()
    mover.join()
    assert len(studio.generations) == 1


# --- pictures ---------------------------------------------------------------------------------------------------------


def test_places_are_held_for_all_pictures_from_the_first_moment(studio: Studio) -> None:
    studio.values = {"num_images": 3, "aspect_ratio": "16:9"}
    studio.generate()
    places = studio._board.places
    assert [place["id"] for place in places] == ["r1.0", "r1.1", "r1.2"]
    assert {place["ratio"] for place in places} == {1.7778}


def test_a_thumbnail_leaves_once_and_before_its_place(
    studio: Studio, page: Page, notebook: Notebook, tmp_path: Path
) -> None:
    for _ in range(2):
        finish(studio.generate(), notebook, tmp_path)
    thumbs = [buffers for said, buffers in page.got if said["kind"] == "thumb"]
    assert len(thumbs) == 1
    assert thumbs[0][0][8:12] == b"WEBP"
    shown = next(at for at, kind in enumerate(page.kinds) if kind == "thumb")
    assert all(not place["sha"] for said, _ in page.got[:shown] for place in said.get("changed", ()))


def test_what_a_first_press_needs_is_put_together_once_a_page_is_there(
    studio: Studio, page: Page, clients: Clients
) -> None:
    assert not clients["atelier"].prepared
    page.say("hello")
    assert [client.prepared for client in clients.values()] == [True, False]
    assert not clients["atelier"].jobs


def test_its_view_is_a_grid_that_shows_the_same(studio: Studio, notebook: Notebook, tmp_path: Path) -> None:
    view = studio.view
    there = Page(view)
    finish(studio.generate(), notebook, tmp_path)
    assert view is studio.view
    assert "thumb" in there.kinds
    there.say("hello")
    assert [place["id"] for place in there.heard("places")[-1]["changed"]] == ["r1.0"]


def test_what_is_taken_out_of_the_view_stays_out(
    studio: Studio, page: Page, notebook: Notebook, tmp_path: Path
) -> None:
    finish(studio.generate(), notebook, tmp_path)
    page.say("drop", id="r1.0")
    studio._paint(True)
    assert studio._board.places == ()
    assert studio._places() == []
    assert len(studio.generations) == 1


def test_no_key_and_no_bytes_are_in_the_saved_state(monkeypatch: pytest.MonkeyPatch, notebook: Notebook) -> None:
    monkeypatch.setenv("QOLABA_API_KEY", "sk-very-secret")
    made = Studio(provider="qolaba")
    made.values = {"image_urls": ["data:image/png;base64,aGVsbG8gd29ybGQ="]}
    kept = str(made.get_state())
    assert "sk-very-secret" not in kept
    assert "aGVsbG8" not in str(made.form["fields"])
    (held,) = field(made, "image_urls")["items"]
    assert (field(made, "image_urls")["value"], held["id"], held["word"]) == ("", 0, "1 kB")


# --- appearing --------------------------------------------------------------------------------------------------------


def test_it_shows_itself_once_in_a_cell_and_again_in_another(clients: Clients, notebook: Notebook) -> None:
    made = open_studio(prompt="a fox")
    made._ipython_display_()
    assert [PANEL in output[0] for output in notebook.outputs] == [True, False]
    assert "Pictures appear here" in notebook.last(1)
    notebook.message = "cell 2"
    made._ipython_display_()
    assert [PANEL in output[0] for output in notebook.outputs] == [True, False] * 2


def test_the_twin_has_the_pictures_newest_first(clients: Clients, notebook: Notebook, tmp_path: Path) -> None:
    made = open_studio(prompt="a fox")
    finish(made.generate(), notebook, tmp_path)
    clients["atelier"].takes["a fox"] = 2
    finish(made.generate(), notebook, tmp_path)
    made._twin.paint()
    shown = check_static(notebook.last(1))
    assert len(shown.images) == 2
    assert "take 2" in shown.text
    assert [one.request.take for one in made.generations] == [2, 1]


@pytest.mark.parametrize("way", ["child of a box", "caught by an Output"])
def test_where_no_output_can_be_painted_there_is_no_twin(
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
    finish(made.generate(), notebook, tmp_path)
    assert len(made._board.places) == 1
    out.close()


def test_a_cell_that_is_run_again_leaves_no_model_behind(clients: Clients, notebook: Notebook) -> None:
    def alive() -> int:
        return len(ipywidgets.Widget.get_manager_state()["state"])

    notebook.cell = "the cell"
    first, _ = open_studio(), open_studio("bureau")
    before = alive()
    assert first.comm is not None, "two of one run stay"
    for number in range(3):
        notebook.message = f"run {number}"
        open_studio()
        open_studio("bureau")
    assert alive() <= before + 2


def test_a_change_of_provider_makes_no_model(studio: Studio) -> None:
    before = len(ipywidgets.Widget.get_manager_state()["state"])
    for name in ("bureau", "atelier") * 5:
        studio.provider = name
        studio.generate()
    assert len(ipywidgets.Widget.get_manager_state()["state"]) == before


def test_every_label_is_a_word_of_people() -> None:
    named = {option.name for name in providers.names() for option in providers.get(name).options}
    assert not [name for name in named if "_" in form.label(name)]
