"""`ig.use(budget=...)`: what would be too much is refused before it is sent, and said in the grid."""

from __future__ import annotations

import asyncio
import gc
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

import imgen_nb as ig
from imgen_nb.client import process
from imgen_nb.client.client import Client
from imgen_nb.errors import BudgetExceeded, ImgenError, InvalidRequest
from imgen_nb.testing import png
from imgen_nb.types import State


@pytest.fixture(autouse=True)
def unbounded(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("IMGEN_NB_SANDBOX_SPEED", "0")
    process._sandboxes.clear()
    yield
    ig.use()


class Service:
    """Qolaba, answering at once, each picture at $0.03."""

    def __init__(self) -> None:
        self.posts = 0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.host == "pictures.example":
            return httpx.Response(200, content=png())
        self.posts += 1
        task = {"task_id": f"task_{self.posts}_abc", "prompt": "a fox"}
        images = [{"url": f"https://pictures.example/{self.posts}.png"}]
        return httpx.Response(200, json={**task, "images": images, "usage": {"cost_usd": 0.03, "cost_credits": 6}})


def asked(client: Client, number: int) -> Counter[type]:
    """Ask for many at once; what each became."""

    async def one(take: int) -> type:
        try:
            made = await client.agenerate("a fox", take=take, background=False)
        except ImgenError as error:
            return type(error)
        assert made.state is State.SAVED
        return type(made)

    async def every() -> list[type]:
        return list(await asyncio.gather(*(one(take + 1) for take in range(number))))

    return Counter(asyncio.run(every()))


@pytest.mark.parametrize(
    ("budget", "paid"),
    [
        (ig.Budget(images=50), 50),
        (ig.Budget(usd=0.30), 10),
        (ig.Budget(credits=60), 10),
        (ig.Budget(usd=9, images=7), 7),
    ],
    ids=str,
)
def test_of_many_at_once_exactly_as_many_as_the_budget_pays_are_sent(
    budget: ig.Budget, paid: int, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    service = Service()
    client = Client("qolaba", api_key="key", transport=httpx.MockTransport(service), store=tmp_path)
    client.generate("what a picture costs", background=False)
    ig.use(budget=budget)
    found = asked(client, 200)
    gc.collect()
    assert service.posts == paid, "the first counts too"
    assert not caplog.records, "what is told by an error is not logged as well"
    assert found == {
        BudgetExceeded: 201 - paid,
        type(client.generate("what a picture costs", background=False)): paid - 1,
    }


def test_what_was_refused_can_be_asked_again_under_another_budget(tmp_path: Path) -> None:
    client = Client("banatie", live=False, store=tmp_path)
    ig.use(live=False, budget=ig.Budget(images=0))
    with pytest.raises(BudgetExceeded) as caught:
        client.generate("a fox")
    assert (caught.value.charged, caught.value.provider) == ("no", "banatie")
    assert client.store.history().items == ()
    ig.use(live=False, budget=ig.Budget(images=1))
    assert client.generate("a fox").state is State.SAVED
    assert client.generate("a fox").from_store
    with pytest.raises(BudgetExceeded):
        client.generate("a hen")


def test_a_grid_says_which_cells_are_over_budget(tmp_path: Path) -> None:
    ig.use(live=False, store=tmp_path, budget=ig.Budget(images=2))
    grid = ig.grid(prompt=["a fox", "a hen", "a cat"], provider="banatie")
    words = grid._repr_mimebundle_()["text/plain"]
    assert words.count("Over budget") == 1
    assert "The budget has 0 of 2 pictures left in any day, and this needs 1 picture." in words
    assert "Not charged" in words
    assert sum(cell.state is State.SAVED for cell in grid.cells) == 2


def test_what_is_left_of_it_is_said_below_a_plan_and_a_grid(tmp_path: Path) -> None:
    ig.use(live=False, store=tmp_path, budget=ig.Budget(images=5, usd=2))
    asked: dict[str, Any] = {"prompt": ["a fox", "a hen"], "provider": ["banatie", "destinpq"]}
    assert "Budget. $2.00 of $2.00, 5 of 5 pictures left in any day." in repr(ig.plan(**asked))
    html = ig.grid(**asked)._repr_mimebundle_()["text/html"]
    assert "$2.00 of $2.00, 1 of 5 pictures left in any day" in html
    ig.use(live=False, store=tmp_path)
    assert "Budget" not in ig.grid(**asked)._repr_mimebundle_()["text/html"]


@pytest.mark.parametrize("wrong", [5, "5 dollars", {"usd": 5}])
def test_what_is_no_budget_is_refused(wrong: Any) -> None:
    with pytest.raises(InvalidRequest, match="budget"):
        ig.use(budget=wrong)
