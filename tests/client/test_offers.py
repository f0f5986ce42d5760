"""What is offered on which terms: estimates, ends of models, keys that wait to be named, a refresh that is kept."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Any

import httpx
import pytest
from listed import Den, Quoted, service

from imgen_nb import providers
from imgen_nb.calls import ask, know, whom
from imgen_nb.client import records, requests
from imgen_nb.client.client import Client, default_client
from imgen_nb.client.process import provider_rows, use
from imgen_nb.engine import outcomes
from imgen_nb.errors import InvalidRequest
from imgen_nb.flow import Catalogue, Provider
from imgen_nb.store.store import Store
from imgen_nb.testing import KEY
from imgen_nb.types import Model, Option, Price


class Today(date):
    """A day that a test sets."""

    now = date(2026, 11, 26)

    @classmethod
    def today(cls) -> date:
        return cls.now

    @classmethod
    def fromtimestamp(cls, moment: float, /) -> date:
        return cls.now


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> type[Today]:
    for module in (records, requests, outcomes):
        monkeypatch.setattr(module, "date", Today)
    monkeypatch.setattr(Today, "now", date(2026, 11, 26))
    return Today


def client(provider: type[Provider] = Den, answer: Any = service, **more: Any) -> Client:
    return Client(provider(), api_key=KEY, transport=httpx.MockTransport(answer), **more)


# --- estimates --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "usd", "source"),
    [
        ({}, 0.02, "price list: a letter, 2026-10-01"),
        ({"quality": "high"}, 0.08, "price list: Den's price page, 2026-11-01"),
        ({"quality": "high", "num_images": 3}, 0.24, "price list: Den's price page, 2026-11-01"),
        ({"model": "fox-1"}, None, "known after: $4e-05 for each image token (Den's price page, 2026-11-01)"),
        ({"model": "fox-9"}, None, ""),
    ],
)
def test_an_estimate_names_who_says_so_and_when(asked: dict[str, Any], usd: float | None, source: str) -> None:
    def nobody(request: httpx.Request) -> httpx.Response:
        raise AssertionError("an estimate asks nobody")

    found = client(answer=nobody).estimate("a fox", **asked)
    assert (found.usd, found.source) == (usd, source)


@pytest.mark.parametrize(
    ("provider", "told"), [(Quoted, (0.017, "Den's own quote")), (Den, (0.02, "price list: a letter, 2026-10-01"))]
)
def test_a_service_that_quotes_is_asked(provider: type[Provider], told: tuple[float, str]) -> None:
    for found in (client(provider).estimate("a fox"), asyncio.run(client(provider).aestimate("a fox"))):
        assert (found.usd, found.source) == told


def test_what_another_model_takes_is_refused_by_the_models_name() -> None:
    with pytest.raises(InvalidRequest, match="model 'fox-1' has no quality") as caught:
        client().check("a fox", model="fox-1", quality="high")
    assert "it takes model, num_images" in caught.value.hint


def test_an_estimate_checks_what_is_asked() -> None:
    with pytest.raises(InvalidRequest, match="num_images is 9"):
        client().estimate("a fox", num_images=9)


@pytest.mark.parametrize(("quality", "said"), [("low", "$0.02 was estimated, $0.03 was billed"), ("high", "$0.08")])
def test_a_bill_that_is_another_than_the_estimate_says_so(quality: str, said: str) -> None:
    made = client().generate("a fox", quality=quality)
    assert made.cost.usd == 0.03
    assert any(said in one for one in made.warnings)


# --- models that end --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "ends"),
    [(date(2026, 9, 1), False), (date(2026, 10, 2), True), (date(2026, 11, 30), True)],
)
def test_a_model_that_ends_within_sixty_days_says_so(day: type[Today], today: date, ends: bool) -> None:
    day.now = today
    made = client().generate("a fox", model="fox-1")
    assert ("fox-1 ends on 2026-12-01; fox-2 follows it" in made.warnings) is ends


def test_a_model_that_has_ended_is_refused_with_its_successor_and_what_it_made_is_still_here(day: type[Today]) -> None:
    made = client().generate("a fox", model="fox-1")
    day.now = date(2026, 12, 1)
    seen: list[str] = []

    def counting(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.path)
        return service(request)

    late = client(answer=counting)
    assert late.generate("a fox", model="fox-1").images[0].sha256 == made.images[0].sha256
    for refused in (late.generate, late.check):
        with pytest.raises(InvalidRequest, match="fox-1 ended on 2026-12-01") as caught:
            refused("another fox", model="fox-1")
        assert "model='fox-2'" in caught.value.hint
        assert caught.value.charged == "no"
    assert seen == []


def test_an_unknown_model_is_passed_on_and_said() -> None:
    made = client().generate("a fox", model="fox-9")
    assert "fox-9 is not a model this package knows; it was passed on" in made.warnings


# --- keys that wait ---------------------------------------------------------------------------------------------------


@pytest.fixture
def den(monkeypatch: pytest.MonkeyPatch) -> Den:
    made = Den()
    monkeypatch.setattr(providers, "_registered", {"den": made})
    monkeypatch.setenv("DEN_API_KEY", KEY)
    monkeypatch.delenv("IMGEN_NB_LIVE")
    return made


def row(name: str) -> Any:
    return next(one for one in provider_rows() if one.name == name)


@pytest.mark.usefixtures("den")
def test_a_key_that_is_merely_found_waits_until_its_service_is_named() -> None:
    assert not row("den").live
    assert "DEN_API_KEY is set" in row("den").note
    assert "ig.use(live=['den'])" in row("den").why
    assert default_client("den", named=False).sandbox
    assert not default_client("den").sandbox
    assert not Client("den").sandbox
    assert whom.default_provider() == "banatie"


@pytest.mark.parametrize(("live", "lives"), [(["den"], True), (["banatie"], False), (True, True), (False, False)])
@pytest.mark.usefixtures("den")
def test_what_the_process_says_goes_before(live: Any, lives: bool) -> None:
    use(live=live)
    assert row("den").live is lives
    assert row("den").note == ""
    assert whom.default_provider() == ("den" if live == ["den"] else whom.default_provider())


def test_the_four_of_the_documents_answer_by_themselves_and_nobody_else() -> None:
    by_themselves = {name for name in providers.built_in() if providers.get(name).by_itself}
    assert by_themselves == {"akool", "banatie", "destinpq", "qolaba"}


@pytest.mark.usefixtures("den")
def test_a_comparison_of_all_says_that_a_key_is_there_and_how_it_is_used() -> None:
    grid = ask.compare("a fox", providers="all", wait=False)
    grid.cancel()
    (cell,) = [one for one in grid.cells if one.request.provider == "den"]
    (place,) = cell.places
    assert any("DEN_API_KEY is set: provider='den' uses it" in one for one in place.notes)
    assert "DEN_API_KEY is set" in grid._repr_mimebundle_()["text/html"]
    assert KEY not in grid._repr_mimebundle_()["text/html"]


@pytest.mark.usefixtures("den")
def test_the_table_of_providers_shows_the_terms() -> None:
    shown = know.list_providers()._repr_mimebundle_()["text/html"]
    assert "Age: 18 or older (Den&#x27;s price page, 2026-03-23)" in shown


# --- refresh ----------------------------------------------------------------------------------------------------------


def test_a_refresh_says_what_changed_and_the_next_kernel_knows_it(tmp_path: Any) -> None:
    store = Store(tmp_path / "home")
    found = client(store=store).refresh()
    assert (found.new, found.gone, found.changed) == (("fox-3",), ("fox-1", "fox-0"), ("fox-2",))
    assert repr(found) == "2 models\nnew: fox-3\nno longer offered: fox-1, fox-0\nchanged: fox-2"
    records._recalled.clear()
    later = client(store=store)
    assert later.estimate("a fox", model="fox-3").usd == 0.01
    assert repr(later.refresh()) == "2 models\nnothing has changed"


class Unlisted(Den):
    """Of which no record is known: its form offers two models."""

    name = "unlisted"
    options = (Den.options[0], Option("model", "choice", "", ("fox-1", "fox-2"), open=True))
    listed = ()
    recorded = None


def test_without_a_record_a_refresh_is_compared_with_what_the_form_offered(tmp_path: Any) -> None:
    found = client(Unlisted, store=Store(tmp_path / "home")).refresh()
    assert (found.new, found.gone) == (("fox-3",), ("fox-1",))
    assert Unlisted.listed == ()


def test_what_a_sandbox_tells_of_models_is_no_price_and_is_not_kept(tmp_path: Any) -> None:
    den, store = Den(), Store(tmp_path / "home")
    told = Catalogue((Model("fox-2", prices=(Price(0.0),)),), Den.options)
    assert repr(records.learn(den, told, store, live=False)).startswith("1 models\nno longer offered: fox-1, fox-0")
    assert den.listed == Den.listed
    assert not (store.home / "records").exists()


@pytest.mark.parametrize(("allowed", "name", "live"), [(1, "openrouter", 1), (0, "openrouter", 0), (1, "openai", 0)])
def test_a_public_list_is_asked_for_without_a_key(allowed: int, name: str, live: int, monkeypatch: Any) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(Client, "refresh", lambda client: asked.append((client.access.live, client.access.key)))
    monkeypatch.setenv("IMGEN_NB_LIVE", str(allowed))
    know.refresh(name)
    use(live=False)
    know.refresh(name)
    assert asked == [(bool(live), None), (False, None)], "and where nothing may be live, the sandbox tells its own"


@pytest.mark.parametrize("kept", ["", "{", '{"dated": "2026-11-25"}', '{"dated": 1, "models": [], "options": []}'])
def test_what_was_kept_and_is_broken_is_said_and_left(tmp_path: Any, kept: str, caplog: Any) -> None:
    store = Store(tmp_path / "home")
    (store.home / "records").mkdir()
    (store.home / "records" / "den.json").write_text(kept)
    records._recalled.clear()
    assert client(store=store).estimate("a fox").usd == 0.02
    assert "ig.refresh() asks anew" in caplog.text


def test_a_record_of_this_package_that_is_newer_goes_before(tmp_path: Any, day: type[Today]) -> None:
    day.now = date(2026, 10, 31)
    store = Store(tmp_path / "home")
    client(store=store).refresh()
    records._recalled.clear()
    assert client(store=store).estimate("a fox").usd == 0.02


def test_what_is_counted_is_told_with_each_source_once() -> None:
    said = Client("openai", live=False).estimate("a fox").source
    assert said.startswith("known after: $5 for 1,000,000 input text tokens, $8 for 1,000,000 input picture tokens")
    assert said.count("LiteLLM") == 1
