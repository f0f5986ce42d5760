"""What the store keeps: told newest first, fetched again, or let go by a person's word."""

from __future__ import annotations

from typing import Any

import pytest
from views import check_static

import imgen_nb as ig
from imgen_nb.errors import Cancelled, InvalidRequest
from imgen_nb.types import State


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMGEN_NB_SANDBOX_SPEED", "0")


@pytest.fixture
def owed(monkeypatch: pytest.MonkeyPatch) -> str:
    """The id of a job that was taken and then no longer waited for."""
    monkeypatch.setenv("IMGEN_NB_SANDBOX_SPEED", "0.1")
    job = ig.generate("a fox that is late", "banatie", wait=False)
    while job.remote_id is None:
        next(iter(job.events()))
    job.cancel()
    with pytest.raises(Cancelled):
        job.wait(30)
    return str(job.remote_id)


def test_the_history_is_newest_first_and_can_be_searched() -> None:
    for prompt, provider in [("a red fox", "banatie"), ("a hen", "destinpq"), ("a blue fox", "banatie")]:
        ig.generate(prompt, provider)
    page = ig.history()
    assert [one.request.prompt for one in page.items] == ["a blue fox", "a hen", "a red fox"]
    assert all(one.created and one.images and one.title for one in page.items)
    assert [one.request.prompt for one in ig.history("fox", limit=1, offset=1).items] == ["a red fox"]
    assert [one.request.prompt for one in ig.history(provider="destinpq").items] == ["a hen"]
    behind = ig.history("fox", limit=1).next()
    assert behind is not None
    assert [(one.request.prompt, one.title) for one in behind] == [("a red fox", "Banatie")]
    assert behind.next() is None
    parsed = check_static(page._repr_mimebundle_()["text/html"])
    assert len(parsed.images) == 3
    for one in page.items:
        assert str(one.remote_id) in parsed.text
    assert all(words in parsed.text for words in ("Banatie", "DestinPQ", "Done", "1 to 3 of 3"))
    assert repr(page).count("sandbox") == 3, "whoever reads it as text is told as well"


def test_what_is_owed_is_told_until_it_is_let_go(owed: str) -> None:
    (row,) = ig.history().items
    assert row.remote_id == owed
    assert "Paid, not fetched" in row._repr_mimebundle_()["text/plain"]
    ig.forget(owed)
    (gone,) = ig.history().items
    assert gone.state is State.CANCELLED
    assert ig.resume().cells == ()


def test_a_generation_may_be_let_go_as_it_is_shown(owed: str) -> None:
    ig.forget(ig.history().items[0])
    assert ig.resume().cells == ()


@pytest.mark.parametrize("named", ["nobody", "", None, 7])
def test_what_nobody_knows_cannot_be_let_go(named: object) -> None:
    with pytest.raises(InvalidRequest) as caught:
        ig.forget(named)  # type: ignore[arg-type]
    assert "ig.history()" in caught.value.hint


def test_a_picture_that_is_here_owes_nothing() -> None:
    made = ig.generate("a hen", "destinpq")
    with pytest.raises(InvalidRequest, match="nothing to let go"):
        ig.forget(made)


@pytest.mark.parametrize("asked", [{"text": 5}, {"provider": 5}, {"limit": 0}, {"limit": "3"}, {"offset": -1}], ids=str)
def test_a_history_that_cannot_be_asked_for_is_refused_with_what_is_meant(asked: dict[str, Any]) -> None:
    with pytest.raises(InvalidRequest, match=next(iter(asked))) as caught:
        ig.history(**asked)
    assert caught.value.hint
