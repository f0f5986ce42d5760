"""A plan tells what a grid will do, sends nothing, and is right: its numbers are those of the run."""

from __future__ import annotations

import re
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from booths import Counting, booth
from hypothesis import given
from hypothesis import strategies as st
from views import check_static

import imgen_nb as ig
from imgen_nb import providers
from imgen_nb.client.client import Client
from imgen_nb.comparison import lanes
from imgen_nb.comparison.grid import Grid
from imgen_nb.errors import BudgetExceeded, GenerationFailed, InvalidRequest, OutcomeUnknown
from imgen_nb.types import State

_new = count()


@pytest.fixture
def transport() -> Counting:
    return Counting()


@pytest.fixture
def client(tmp_path: Path, transport: Counting) -> Client:
    return booth(tmp_path / "store", transport)


def fresh() -> str:
    """A prompt that the store does not know."""
    return f"a fox of kind {next(_new)}"


def some(values: list[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=3, unique=True)


# --- right about the run ----------------------------------------------------------------------------------------------


@given(
    ratios=some(["1:1", "16:9", "3:2", "9:16"]),
    seeds=some([1, 2, 3, -1]),
    takes=some([1, 2, "3"]),
    earlier=some(["1:1", "16:9", "3:2", "9:16"]),
)
def test_a_plan_counts_what_the_run_does(
    ratios: list[Any], seeds: list[Any], takes: list[Any], earlier: list[Any], client: Client, transport: Counting
) -> None:
    fields = {"prompt": fresh(), "provider": client, "seed": seeds, "take": takes}
    ig.grid(**fields, aspect_ratio=earlier)
    before = transport.posts
    plan = ig.plan(**fields, aspect_ratio=ratios)
    assert transport.posts == before, "nothing is sent by a plan"
    grid = plan.run()
    assert len(plan.cells) == len(grid.cells) == len(ratios) * len(seeds) * len(takes)
    refused = [cell for cell in grid.cells if isinstance(cell.error, InvalidRequest)]
    made = [cell.generation for cell in grid.cells if cell.generation]
    assert len(refused) == len(plan.problems) == len(grid.cells) - len(made)
    assert transport.posts - before == plan.requests
    assert sum(one.from_store for one in made) == plan.stored
    assert plan.requests + plan.stored + len(plan.problems) == len(plan.cells)
    assert plan.price.usd == pytest.approx(sum(one.cost.usd or 0 for one in made if not one.from_store))
    again = ig.plan(**fields, aspect_ratio=ratios)
    assert (again.requests, again.stored, again.price.usd) == (0, len(made), 0.0)
    again.run()
    assert transport.posts - before == plan.requests, "run twice buys nothing"


def test_what_is_asked_twice_is_planned_and_paid_once(client: Client, transport: Counting) -> None:
    plan = ig.plan(prompt=fresh(), provider=client, seed=[1, 1, 1])
    assert (len(plan.cells), plan.requests, plan.price.usd) == (3, 1, 0.04)
    assert "The same as another" in repr(plan)
    assert all(cell.generation for cell in plan.run().cells)
    assert transport.posts == 1


def test_known_and_unknown_prices_are_told_apart(client: Client) -> None:
    plan = ig.plan(prompt=fresh(), provider=client, model=["first", "second"], take=[1, 2])
    assert (plan.price.usd, plan.unpriced, plan.requests) == (0.08, 2, 4)
    assert "Price. $0.08 for 2 (a list of 2026); unknown for 2 from Booth." in repr(plan)
    dear = ig.plan(prompt=fresh(), provider=client, model="second")
    assert (dear.price.usd, dear.unpriced) == (None, 1)


def test_in_the_sandbox_it_costs_nothing_and_says_so() -> None:
    plan = ig.plan(prompt="a fox", provider=["banatie", "destinpq"], aspect_ratio=["1:1", "3:2"])
    assert (plan.price.usd, plan.price.source, plan.unpriced, len(plan.problems)) == (0.0, "sandbox", 0, 1)
    shown = check_static(plan._repr_mimebundle_()["text/html"])
    assert "Cannot be sent" in shown.text
    assert shown.text.count("sandbox") >= 2


def test_offline_a_plan_says_what_each_service_would_cost_who_told_it_and_when() -> None:
    plan = ig.plan(prompt="a red fox in snow", provider="all")
    told = [line.strip() for line in repr(plan).splitlines() if line.strip().startswith("Live, ")]
    titles = [providers.get(name).title for name in providers.names()]
    assert [line.removeprefix("Live, ").partition(". ")[0] for line in told] == titles
    recorded = [providers.get(name).title for name in providers.names() if providers.get(name).listed]
    dated = {title for title, line in zip(titles, told, strict=True) if re.search(r"20\d\d-\d\d-\d\d\)\.$", line)}
    assert dated <= {*recorded}
    assert {"Black Forest Labs", "fal", "Google Gemini", "Ideogram", "OpenAI", "Stability"} <= dated
    assert check_static(plan._repr_mimebundle_()["text/html"]).text.count("Live, ") == len(titles)


def test_the_time_is_known_once_something_was_made(client: Client) -> None:
    assert ig.plan(prompt=fresh(), provider=client).seconds is None
    ig.grid(prompt=fresh(), provider=client)
    one, many = (ig.plan(prompt=fresh(), provider=client, seed=list(range(number))) for number in (1, 33))
    assert one.seconds is not None
    assert many.seconds == pytest.approx(3 * one.seconds), "sixteen at once, since each holds its connection"


# --- asked before it is spent -----------------------------------------------------------------------------------------


def test_what_costs_more_than_a_person_wants_is_confirmed_first(client: Client, transport: Counting) -> None:
    ig.use(confirm_above=0.10)
    fields = {"prompt": fresh(), "provider": client}
    assert ig.grid(**fields, seed=[1, 2]).cells[0].generation
    for ask in (lambda: ig.grid(**fields, seed=[3, 4, 5]), lambda: ig.plan(**fields, seed=[3, 4, 5]).run()):
        with pytest.raises(BudgetExceeded, match=r"\$0.12 for 3 requests: above \$0.10") as refused:
            ask()
        assert "confirmed=True" in refused.value.hint
        assert refused.value.charged == "no"
    with pytest.raises(BudgetExceeded, match="without a known price"):
        ig.grid(**fields, model="second")
    assert transport.posts == 2
    assert ig.grid(**fields, seed=[1, 2, 3, 4]).cells, "what is in the store is not paid again"
    ig.plan(**fields, seed=[3, 4, 5, 6, 7]).run(confirmed=True)
    assert transport.posts == 7
    for wrong in ("2", -1, True):
        with pytest.raises(InvalidRequest, match="confirm_above"):
            ig.use(confirm_above=wrong)  # type: ignore[arg-type]


# --- buying no more than is new ---------------------------------------------------------------------------------------


def test_extending_buys_the_new_cells_and_turning_buys_none(client: Client, transport: Counting) -> None:
    grid = ig.grid(prompt=fresh(), provider=client, aspect_ratio=["1:1", "16:9", "9:16"], seed=[1, 2, 3])
    assert transport.posts == 9
    wider = grid.extend(seed=[4])
    assert (transport.posts, len(wider.cells)) == (12, 12)
    turned = wider.pivot()
    assert [axis.field for axis in turned.axes] == ["seed", "aspect_ratio"]
    again = ig.grid(prompt=grid.cells[0].request.prompt, provider=client, seed=[4, 1], aspect_ratio=["9:16", "1:1"])
    assert all(cell.generation and cell.generation.from_store for cell in again.cells)
    assert transport.posts == 12


def test_a_new_axis_keeps_what_was_made_without_it(
    client: Client, transport: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IMGEN_NB_SANDBOX_SPEED", "0")
    grid = ig.grid(prompt=[fresh()], provider=[client, "destinpq"])
    assert grid.title == f"“{grid.cells[0].request.prompt}”"
    deeper = grid.extend(seed=[7])
    assert [cell.coordinates["seed"] for cell in deeper.cells] == [None, 7, None, 7]
    assert [cell.error is None for cell in deeper.cells] == [True, True, True, False], "DestinPQ has no seed"
    assert deeper.cells[2].generation is grid.cells[1].generation
    assert transport.posts == 2


def test_what_is_added_is_read_as_what_is_asked_for(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMGEN_NB_SANDBOX_SPEED", "0")
    grid = ig.grid(prompt="a fox", provider="banatie")
    more = grid.extend(prompt="a {red|blue} fox || 1-5", wait=False)
    assert [cell.request.prompt for cell in more.cells] == ["a fox", "a {red|blue} fox || 1-5"]
    both = grid.extend(provider=["qolaba"], wait=False)
    assert [cell.label for cell in both.cells] == ["Banatie", "Qolaba"]
    one, two = "https://a.example/1.png", "https://a.example/2.png"
    sources = ig.grid(ig.Axis("image_urls", [one]), prompt="a fox", provider=client).extend(image_urls=[two])
    assert [cell.request.params["image_urls"] for cell in sources.cells] == [[one], [two]]
    ratios = ig.compare_ratios("a fox", "banatie", ["1:1"]).extend(provider=["destinpq"])
    assert [cell.error for cell in ratios.cells] == [None, None]
    with pytest.raises(TypeError, match="given the axis of 'seed'"):
        grid.extend(take=ig.Axis("seed", [1]))


# --- many at once -----------------------------------------------------------------------------------------------------


def test_a_mixed_batch_keeps_every_paid_cell(
    client: Client, transport: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes, "ENTERING", 8)
    qualities = ["good", "blocked", "lost", "refused"]
    grid = ig.grid(prompt=fresh(), provider=client, quality=qualities, seed=list(range(12)))
    assert transport.most <= 8
    by_quality = {
        quality: [cell for cell in grid.cells if cell.coordinates["quality"] == quality] for quality in qualities
    }
    assert all(cell.generation and cell.generation.images for cell in by_quality["good"])
    assert all(isinstance(cell.error, GenerationFailed) for cell in by_quality["blocked"])
    assert all(isinstance(cell.error, OutcomeUnknown) for cell in by_quality["lost"])
    assert all(cell.state is State.UNKNOWN for cell in by_quality["lost"])
    assert set(transport.asked.values()) == {1}
    assert grid.retry() is grid
    again = {body: number for body, number in transport.asked.items() if number > 1}
    assert len(again) == 24
    assert not [body for body in again if '"lost"' in body or '"good"' in body], "unknown ones are never asked again"
    assert all(cell.generation for cell in by_quality["good"])


def test_cancel_leaves_what_has_not_begun_unsent(client: Client, transport: Counting) -> None:
    grid = ig.grid(prompt=fresh(), provider=client, seed=list(range(200)), wait=False)
    grid.cancel()
    grid.wait(60)
    cancelled = [cell for cell in grid.cells if cell.state is State.CANCELLED]
    made = [cell for cell in grid.cells if cell.generation]
    assert len(cancelled) >= 200 - lanes.ENTERING * 2
    assert {cell.error.charged for cell in cancelled if cell.error} == {"no"}
    assert transport.posts == len(made)


def test_a_grid_can_be_awaited_and_made_by_an_axis(client: Client, transport: Counting) -> None:
    import asyncio

    prompt = fresh()

    async def cell() -> Grid:
        return await ig.agrid(ig.Axis("seed", {"one": 1, "two": 2}), prompt=prompt, provider=client)

    grid = asyncio.run(cell())
    assert [cell.label for cell in grid.cells] == ["seed one", "seed two"]
    assert [dict(cell.coordinates) for cell in grid.cells] == [{"seed": 1}, {"seed": 2}]
    with pytest.raises(TypeError, match="axis of 'seed'"):
        ig.grid(prompt=prompt, provider=client, take=ig.Axis("seed", [1]))
    with pytest.raises(InvalidRequest, match=r"1,000,000 cells \(1000 seeds × 1000 takes\)"):
        ig.plan(prompt=prompt, provider=client, seed=range(1000), take=range(1000))
